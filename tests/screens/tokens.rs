//! The dialogs about tokens: the ID token, the shelf, refreshing with a choice, token exchange.

use orcid_playground::app::control::Control;

use super::{journey::Journey, pictures};

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

fn with_id_token() -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("openid /read-limited").press("esc a enter x");
    journey
}

#[test]
fn an_id_token_that_holds() {
    let mut journey = with_id_token();
    journey.press("I").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn an_id_token_for_somebody_else() {
    let mut journey = with_id_token();
    journey.model.dance.granted.as_mut().unwrap().client_id = "APP-PLAYGROUND000002".to_owned();
    journey.press("I").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn the_shelf() {
    let mut journey = Journey::new();
    journey.store_as("20260301T090000.000Z-local").press("enter enter enter").wait(60).press("R").wait(60);
    journey.press("ctrl-p").type_text("two-legged").press("enter enter").wait(3600);
    journey.press("T p down").wait(10);
    journey.stock.unreadable.push("tokens/a.json: not as expected at line 3, column 1".to_owned());
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
    journey.press("d");
    insta::assert_snapshot!("one_is_to_be_forgotten", pictures(&mut journey, &SIZES));
}

#[test]
fn an_empty_shelf() {
    let mut journey = Journey::new();
    journey.stock.unreadable.push("tokens/a.json: not as expected at line 3, column 1".to_owned());
    journey.press("T");
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn refreshing_with_a_choice() {
    let mut journey = Journey::new();
    journey.press("enter enter enter <").retype("/authenticate /activities/update").press("tab right tab");
    journey.type_text("60").press("tab space").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn on_behalf_of() {
    let mut journey = with_id_token();
    journey.press("ctrl-p").type_text("on behalf").press("enter").wait(10);
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn what_is_hostile_in_tokens_stays_on_its_line() {
    let hostile = "\\u001b[2J\\u202e\\u0007<script>ǘ".repeat(200);
    let mut journey = Journey::new();
    let body = format!(
        r#"{{"access_token":"a\u001b[31m","token_type":"bearer","refresh_token":"r","expires_in":9223372036854775807,"scope":"{hostile}","name":"{hostile}","orcid":"{hostile}"}}"#
    );
    journey.press("enter enter").answer_next(200, "application/json", body).press("enter");
    assert!(journey.model.dance.granted.is_some());
    let calm = |journey: &mut Journey| {
        for (width, height) in SIZES {
            let screen = journey.screen(width, height);
            assert!(!screen.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{screen}");
        }
    };
    journey.press("T");
    calm(&mut journey);
    journey.press("d");
    calm(&mut journey);
    journey.press("esc esc <");
    calm(&mut journey);
    journey.press("esc");
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let claims = format!(r#"{{"iss":"{hostile}","aud":["{hostile}"],"sub":"{hostile}","name":"{hostile}","exp":-1}}"#);
    let header = format!(r#"{{"alg":"{hostile}","kid":"{hostile}","{hostile}":1}}"#);
    journey.press("2").paste(&format!("{}.{}.AAAA", part(&header), part(&claims)));
    assert!(!journey.model.dialogs.is_empty(), "{}", journey.notice());
    calm(&mut journey);
    journey.press("end");
    calm(&mut journey);
}

#[test]
fn pasted_tokens() {
    let mut journey = Journey::new();
    journey.paste(
        r#"{"access_token":"53737721-9cdb-442a-8b77-409609bb5e43","token_type":"bearer","refresh_token":"1d6d7a8d-1c2e-4d6f-8a57-4ad4ea0a4d0e",
            "expires_in":631138518,"scope":"/read-limited","name":"Sophia Garcia","orcid":"0000-0002-4456-8947"}"#,
    );
    insta::assert_snapshot!(pictures(&mut journey, &SIZES));
}

#[test]
fn a_pasted_uuid() {
    let mut journey = Journey::new();
    journey.paste("53737721-9cdb-442a-8b77-409609bb5e43");
    insta::assert_snapshot!(pictures(&mut journey, &[(40, 12), (80, 24)]));
    journey.press("esc").wait(10);
    insta::assert_snapshot!("a_pasted_uuid_that_is_left", pictures(&mut journey, &[(40, 12), (80, 24)]));
}
