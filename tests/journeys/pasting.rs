//! Codes, addresses, configurations and failures that are pasted.

use orcid_playground::{
    app::{Command, Tone, control::Control, dialog::Dialog, document::Document, hints},
    oauth::{AuthorizationResponse, Purpose, StateCheck},
    orcid::EnvironmentKey,
};

use crate::journey::Journey;

#[test]
fn a_code_of_another_client_goes_when_a_configuration_is_imported() {
    let mut journey = Journey::new();
    journey.paste("abc123");
    assert!(journey.model.dance.code.is_some());
    journey.paste("http://127.0.0.1:18800/oauth/authorize?client_id=APP-OTHER&response_type=code&scope=/authenticate&redirect_uri=http://127.0.0.1:18801/callback");
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn the_url_of_the_tutorial_holds_a_placeholder() {
    let mut journey = Journey::new();
    journey.paste("https://sandbox.orcid.org/oauth/authorize?client_id=[APP-****************]&response_type=code&scope=/read-limited%20/activities/update%20/person/update&redirect_uri=https://developers.google.com/oauthplayground");
    let found = orcid_playground::app::finding::findings(&journey.model, journey.now);
    assert!(found.iter().any(|finding| finding.message.contains("placeholder")), "{found:?}");
}

#[test]
fn googles_playground_as_redirect_uri() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("https://developers.google.com/oauthplayground").press("esc a enter");
    // The simulated researcher lands on Google's page: what stands in the address bar is what came back.
    assert!(journey.model.dance.code.is_some(), "{}", journey.notice());
    assert_eq!(journey.last_of(Purpose::Callback).request.uri().host(), Some("developers.google.com"));
    journey.press("enter");
    assert!(journey.model.dance.granted.is_some());
}

#[test]
fn the_whole_address_with_its_state() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("https://developers.google.com/oauthplayground").press("esc b");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.paste(&format!("https://developers.google.com/oauthplayground/?code=s536Z5&state={state}\n"));
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Matches);
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "s536Z5");
}

#[test]
fn a_foreign_state_is_refused_when_pasted_too() {
    let mut journey = Journey::new();
    journey.press("b").paste("http://127.0.0.1:18801/callback?code=s536Z5&state=forged");
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Differs);
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn a_state_without_a_request_of_ours_is_not_called_absent() {
    let mut journey = Journey::new();
    journey.paste("http://127.0.0.1:18801/callback?code=abc123&state=evil");
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::NothingToCompare);
    assert!(journey.model.dance.code.is_some(), "it may be the code of another program");
    let mut journey = Journey::new();
    journey.paste("http://127.0.0.1:18801/callback?code=abc123");
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::NotUsed);
}

#[test]
fn a_bare_code_the_mistyped_address_and_a_fragment() {
    for (text, code) in [("eUeiz2", "eUeiz2"), ("https://developers.google.com/oauthplayground/code=s536Z5", "s536Z5")]
    {
        let mut journey = Journey::new();
        journey.paste(text);
        assert_eq!(journey.model.dance.code.as_ref().map(|c| c.value.as_str()), Some(code), "{text}");
        assert_eq!(journey.model.focus, Control::Button(Command::Exchange));
        assert!(journey.model.paste.field.is_empty());
    }
    let mut journey = Journey::new();
    journey.press("b").paste("#error=invalid_scope");
    let arrived = journey.model.dance.arrived.as_ref().unwrap();
    assert!(matches!(&arrived.response, AuthorizationResponse::Error { error, .. } if error.error == "invalid_scope"));
}

#[test]
fn an_authorization_url_sets_pane_one() {
    let mut journey = Journey::new();
    journey.paste("https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/read-limited%20/activities/update&redirect_uri=https://developers.google.com/oauthplayground");
    let form = journey.model.form();
    assert_eq!(form.environment, EnvironmentKey::Sandbox);
    assert_eq!(form.client_id.text(), "APP-1234567890ABCDEF");
    assert_eq!(form.scope.text(), "/read-limited /activities/update");
    assert!(form.client_secret.is_empty(), "the demo secret stays at home");
    assert_eq!(journey.model.focus, Control::ClientSecret);
}

#[test]
fn a_playground_link_and_a_curl_set_it_too() {
    let mut journey = Journey::new();
    journey.paste("https://developers.google.com/oauthplayground/#step1&oauthEndpointSelect=Custom&oauthAuthEndpointValue=https%3A//sandbox.orcid.org/oauth/authorize&oauthTokenEndpointValue=https%3A//sandbox.orcid.org/oauth/token&oauthClientId=APP-1234567890ABCDEF&oauthClientSecret=f0e1d2c3-0000-4000-8000-000000000001&scopes=/authenticate");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Sandbox);
    assert_eq!(journey.model.form().client_secret.text(), "f0e1d2c3-0000-4000-8000-000000000001");
    let mut journey = Journey::new();
    journey.paste("curl -i -L -H 'Accept: application/json' --data 'client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001&grant_type=authorization_code&code=eUeiz2&redirect_uri=http://127.0.0.1:8000' 'https://orcid.org/oauth/token'");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Production);
    assert_eq!(journey.model.dance.code.as_ref().unwrap().value, "eUeiz2");
}

#[test]
fn what_is_not_known_is_said_and_kept() {
    let mut journey = Journey::new();
    journey.paste("hello there");
    assert!(journey.notice().starts_with("Not recognized"), "{}", journey.notice());
    assert_eq!(journey.model.paste.field.text(), "hello there");
    for (text, says) in [
        ("53737721-9cdb-442a-8b77-409609bb5e43", "A UUID"),
        ("0000-0002-1825-0097", "An ORCID iD"),
        (r#"{"error":"invalid_grant"}"#, "An OAuth error"),
    ] {
        journey.press("esc esc").paste(text);
        assert!(journey.notice().starts_with(says), "{text}: {}", journey.notice());
    }
}

#[test]
fn a_pasted_failure_has_the_card_that_an_answer_has() {
    const TRACE: &str =
        "oauthlib.oauth2.rfc6749.errors.InvalidGrantError: (invalid_grant) Reused authorization code: eUeiz2";
    for failure in [
        TRACE,
        r#"{"error":"invalid_client","error_description":"Bad client credentials"}"#,
        "HTTP/1.1 404 Not Found\n\n{\"response-code\":404,\"error-code\":9016}",
        "Error: Incorrect OAuth Link, missing client id parameter.",
        "<html><title>Just a moment...</title></html>",
    ] {
        let mut journey = Journey::new();
        journey.paste(failure);
        assert!(journey.model.pasted.is_some(), "{failure}");
        assert!(hints(&journey.model).iter().any(|hint| hint.label == "diagnosis"), "{failure}");
        journey.press("d");
        let Some(Dialog::Text(text)) = journey.model.dialogs.last() else { panic!("{failure}: no dialog") };
        let all = text.lines.join("\n");
        for part in ["Most likely", "Cause", "Do ", "Sources"] {
            assert!(all.contains(part), "{failure}: {part} in {all}");
        }
        journey.press("down pagedown esc");
        assert!(journey.model.dialogs.is_empty());
        // It goes when something follows that it has nothing to do with.
        journey.press("a");
        assert!(journey.model.pasted.is_none(), "{failure}");
    }
}

#[test]
fn the_card_of_a_pasted_failure_knows_the_configuration() {
    let pasted = "Error: Redirect URI doesn't match your registered redirect URIs.";
    let mut journey = Journey::new();
    journey.paste("Error: Reused authorization code: eUeiz2").paste("53737721-9cdb-442a-8b77-409609bb5e43");
    assert!(journey.model.pasted.is_none(), "another paste, another matter");
    journey
        .press("esc")
        .go_to(Control::RedirectUri)
        .retype("http://localhost:18801/callback")
        .press("esc")
        .paste(pasted);
    let seen = journey.model.pasted.as_ref().unwrap().found[0].first().unwrap().evidence.join(" ");
    assert!(seen.contains("Registered is http://127.0.0.1:18801/callback"), "{seen}");
}

#[test]
fn failures_in_what_is_pasted_are_shown_as_failures() {
    for (text, tone) in [
        ("HTTP/1.1 401 Unauthorized\n\n{\"error\":\"invalid_client\"}", Tone::Bad),
        (r#"{"response-code":409,"developer-message":"409 Conflict","error-code":9021}"#, Tone::Bad),
        ("HTTP/1.1 200 OK\ncontent-type: text/plain\n\nok", Tone::Plain),
        (r#"{"orcid-identifier":null}"#, Tone::Plain),
    ] {
        let mut journey = Journey::new();
        journey.paste(text);
        assert_eq!(journey.model.notice.as_ref().map(|notice| notice.tone), Some(tone), "{text}: {}", journey.notice());
    }
}

#[test]
fn no_secret_of_a_pasted_url_goes_out_to_a_browser() {
    const SECRET: &str = "s3cr3tvalue";
    let mut journey = Journey::new();
    journey.paste(&format!("https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/authenticate&redirect_uri=https://a.example/cb&client_secret={SECRET}&access_token={SECRET}&id_token_hint={SECRET}&display=page"));
    assert_eq!(journey.model.form().client_secret.text(), SECRET);
    assert!(!journey.model.authorization_url().contains(SECRET), "{}", journey.model.authorization_url());
    assert!(journey.model.authorization_url().contains("display=page"), "what is no secret stays");
    let notice = journey.notice();
    assert!(
        notice.contains("Left out, as secret: access_token, id_token_hint") && notice.contains("make a new one"),
        "{notice}"
    );
    assert!(!notice.contains(SECRET), "{notice}");
}

#[test]
fn no_secret_stands_in_what_is_said_of_a_paste() {
    for text in [
        "invalid_client: client_secret=s3cr3tvalue was sent",
        r#"invalid_client, body {"client_secret": "s3cr3tvalue"}"#,
        "invalid_client, header Authorization: Basic s3cr3tvalueZz",
        "HTTP/1.1 401 x\n\n{\"error\":\"invalid_client\",\"error_description\":\"client_secret=s3cr3tvalue\"}",
    ] {
        let mut journey = Journey::new();
        journey.paste(text);
        assert!(!journey.notice().is_empty() && !journey.notice().contains("s3cr3tvalue"), "{}", journey.notice());
    }
}

#[test]
fn an_address_out_of_html_has_its_state() {
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("https://developers.google.com/oauthplayground").press("esc b");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.paste(&format!("https://developers.google.com/oauthplayground/?code=s536Z5&amp;state={state}"));
    assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Matches);
    // An authorization URL out of a page is read whole.
    let mut journey = Journey::new();
    journey.paste("https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&amp;response_type=code&amp;scope=/read-limited&amp;redirect_uri=https://a.example/cb");
    let form = journey.model.form();
    assert_eq!((form.scope.text(), form.redirect_uri.text()), ("/read-limited", "https://a.example/cb"));
    assert!(form.other.is_empty(), "{:?}", form.other);
}

#[test]
fn hostile_text_is_shown_as_what_it_is() {
    let mut journey = Journey::new();
    journey.press("b").paste("http://127.0.0.1:18801/callback?error=x&error_description=%1B%5B2J%E2%80%AEevil");
    let exchange = journey.last_of(Purpose::Callback);
    let text = Document::new(exchange, Default::default()).text();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
}

#[test]
fn a_word_is_no_code_until_somebody_says_so() {
    for word in ["hello", "exit", "tour", "abc1234"] {
        let mut journey = Journey::new();
        journey.paste(word);
        assert!(journey.model.dance.code.is_none(), "{word}");
        assert!(journey.notice().contains("six letters and digits"), "{}", journey.notice());
    }
    let mut journey = Journey::new();
    journey.paste("code=abc1234");
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.as_str()), Some("abc1234"));
}

#[test]
fn an_empty_variable_is_named() {
    for word in ["undefined", "null", "None"] {
        let mut journey = Journey::new();
        journey.paste(word);
        assert!(journey.model.dance.code.is_none(), "{word}");
        assert!(journey.notice().contains("a variable that holds nothing"), "{}", journey.notice());
    }
}

#[test]
fn a_code_that_waits_outlives_the_qr_code_of_its_request() {
    let mut journey = Journey::new();
    journey.press("a enter");
    let (code, url) = {
        let code = journey.model.dance.code.as_ref().expect("a code");
        (code.value.clone(), code.sent.url.clone())
    };
    journey.press("Q");
    assert!(
        matches!(journey.model.dialogs.last(), Some(Dialog::Qr(qr)) if qr.url == url && qr.remark.contains("answered"))
    );
    journey.press("esc y u");
    assert_eq!(journey.copied(), Some(url.as_str()));
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.clone()), Some(code));
}

#[test]
fn a_command_with_an_odd_code_is_imported_and_its_code_left() {
    for (code, why) in [("XYZ", "six letters and digits"), ("undefined", "a variable that holds nothing")] {
        let mut journey = Journey::new();
        journey.paste(&format!("curl -d 'client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001&grant_type=authorization_code&code={code}&redirect_uri=http://127.0.0.1:8000' https://sandbox.orcid.org/oauth/token"));
        let notice = journey.model.notice.clone().expect("a notice");
        assert_eq!(notice.tone, Tone::Plain, "{}", notice.text);
        assert!(notice.text.starts_with("Imported from") && notice.text.contains(why), "{}", notice.text);
        assert!(!notice.text.contains("Not recognized"), "{}", notice.text);
        assert_eq!(journey.model.form().client_id.text(), "APP-1234567890ABCDEF");
        assert!(journey.model.dance.code.is_none() && journey.model.paste.field.is_empty());
    }
}

#[test]
fn a_code_that_landed_at_another_redirect_uri_is_told_before_it_is_sent() {
    for (pasted, said) in [
        ("https://developers.google.com/oauthplayground?code=abcdef", "The address of a redirect."),
        ("https://developers.google.com/oauthplayground/?code=abcdef", "The address of a redirect."),
        ("https://developers.google.com/oauthplayground/code=s536Z5", "a slash stands where ?code= begins"),
    ] {
        let mut journey = Journey::new();
        journey.paste(pasted);
        assert!(journey.notice().contains(said), "{}", journey.notice());
        let screen = journey.screen(120, 60);
        assert!(screen.contains("It landed at"), "{screen}");
        let found = |journey: &Journey| {
            let found = orcid_playground::app::finding::findings(&journey.model, journey.now);
            found.into_iter().any(|finding| finding.message.contains("landed at another address"))
        };
        assert!(found(&journey));
        journey.press("!");
        assert_eq!(journey.model.form().redirect_uri.text(), "https://developers.google.com/oauthplayground");
        assert!(!found(&journey) && journey.model.dance.code.is_some(), "{}", journey.notice());
        assert!(!journey.screen(120, 60).contains("It landed at"));
    }
    // What landed where it should, or came without an address, is no finding.
    for pasted in ["http://127.0.0.1:18801/callback?code=abcdef", "?code=abcdef", "abcdef"] {
        let mut journey = Journey::new();
        journey.paste(pasted);
        assert!(!journey.screen(120, 60).contains("It landed at"), "{pasted}");
    }
}

#[test]
fn a_pasted_code_can_be_dropped() {
    let mut journey = Journey::new();
    journey.paste("s536Z5");
    assert!(journey.screen(120, 40).contains("New request"));
    journey.press("N");
    assert!(journey.model.dance.code.is_none(), "{}", journey.notice());
}

#[test]
fn a_client_id_is_offered_to_pane_1() {
    let mut journey = Journey::new();
    journey.paste("APP-MINE000000000001");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(asked)) if asked.title.contains("client id")));
    journey.press("esc");
    assert_eq!(journey.model.form().client_id.text(), "APP-PLAYGROUND000001");
    journey.press("esc").paste("APP-MINE000000000001").press("P");
    assert_eq!(journey.model.form().client_id.text(), "APP-MINE000000000001");
    assert!(journey.model.form().client_secret.is_empty() && journey.model.paste.field.is_empty());
    assert_eq!(journey.model.focus, Control::ClientSecret);
    // Of a demo client the secret is known.
    journey.press("esc").paste("APP-PLAYGROUND000002").press("enter");
    assert!(!journey.model.form().client_secret.is_empty(), "{}", journey.notice());
    // The one that is there already is only explained.
    journey.paste("APP-PLAYGROUND000002");
    assert!(journey.model.dialogs.is_empty());
}
