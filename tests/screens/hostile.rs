//! What comes from outside cannot draw outside its place.

use orcid_playground::ui::theme::{Background, Colours, Theme};
use serde_json::json;

use super::{journey::Journey, pictures};

/// Clears the screen, turns the writing direction, is wide, is long.
const NAME: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}evil\u{2066} 山田太郎 e\u{301}\u{301} \r\n\t";

fn token_response() -> String {
    let long = "x".repeat(300);
    json!({
        "access_token": "5b6a1f9e-0000-4000-8000-000000000000",
        "token_type": "bearer",
        "expires_in": 631138518,
        "scope": format!("/authenticate {NAME}"),
        "name": format!("{NAME}{long}"),
        "orcid": "0000-0002-4456-8947",
    })
    .to_string()
}

fn granted() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter").answer_next(200, "application/json", token_response()).press("enter");
    journey
}

#[test]
fn a_hostile_name() {
    insta::assert_snapshot!(pictures(&mut granted(), &[(60, 20), (120, 40)]));
}

#[test]
fn no_cell_holds_what_a_terminal_obeys() {
    let mut denied = Journey::new();
    denied.press("b").browser_opens("http://127.0.0.1:18801/callback?error=%1b%5b2J&error_description=%e2%80%ae%07");
    let mut page = Journey::new();
    let consent = json!({
        "page": "consent", "action": "/oauth/authorize", "fields": {}, "approve": {}, "deny": {},
        "client_name": NAME, "scopes": [{"scope": NAME, "text": NAME}],
        "signed_in_as": {"orcid": NAME, "name": NAME},
    });
    let html = format!(r#"<script type="application/json" id="authorization">{consent}</script>"#);
    page.answer_next(200, "text/html", html).press("enter");
    assert_eq!(page.model.dialogs.len(), 1, "the page is shown");
    let mut typed = Journey::new();
    typed.press("1 tab").tell(orcid_playground::app::Msg::Paste(NAME.to_owned()));
    let theme = Theme::built_in(Colours::None, Background::Dark);
    for journey in [&mut granted(), &mut denied, &mut page, &mut typed] {
        for keys in ["", "t", "3"] {
            if !keys.is_empty() && journey.model.dialogs.is_empty() {
                journey.press(keys);
            }
            let (buffer, _) = journey.draw(90, 30, &theme);
            for cell in buffer.content() {
                let obeyed = |c: char| {
                    c.is_control()
                        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                };
                assert!(!cell.symbol().chars().any(obeyed), "{:?}", cell.symbol());
            }
        }
    }
}
