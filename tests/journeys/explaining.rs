//! What stands under the cursor, explained: in each pane, in dialogs, wherever something has a name.

use std::time::Duration;

use jiff::Timestamp;
use orcid_playground::{
    app::{
        Command, Msg,
        control::Control,
        dialog::Dialog,
        document::{Document, Mode, Options, Place, Role, Secrets, Spot, Width, rows},
        form::Parameter,
        meaning::{Meaning, cursor_row, things_at},
    },
    oauth::{Exchange, ExchangeId, Outcome, Purpose},
    orcid::terms::Place as TermPlace,
};
use proptest::prelude::*;

use crate::journey::Journey;

fn meaning(journey: &Journey) -> &Meaning {
    match journey.model.dialogs.last() {
        Some(Dialog::Meaning(meaning)) => meaning,
        other => panic!("nothing is explained: {other:?}, {}", journey.notice()),
    }
}

fn names(journey: &Journey) -> Vec<&str> {
    meaning(journey).things.iter().map(|thing| thing.name.as_str()).collect()
}

/// All that stands on the dialog.
fn said(journey: &Journey) -> String {
    meaning(journey).lines().iter().map(|line| format!("{}\n", line.text())).collect()
}

/// The program after a dance, with the newest message of a kind in pane 3.
fn at(purpose: Purpose) -> Journey {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).retype("openid /read-limited").press("esc b a enter x r");
    let wanted = journey.exchanges().iter().rposition(|exchange| exchange.purpose == purpose).expect("a message");
    journey.model.viewer.select(wanted, &journey.model.exchanges);
    journey.tell(Msg::Woke);
    journey.press("3");
    journey
}

/// Puts the cursor on the first line that fits.
fn cursor_at(journey: &mut Journey, fits: impl Fn(&str) -> bool) {
    let document = &journey.model.viewer.document;
    let line = document.lines().position(|line| fits(line.text())).unwrap_or_else(|| panic!("{}", document.text()));
    journey.model.viewer.cursor = Place { line, row: 0 };
}

fn explained(journey: &mut Journey, fits: impl Fn(&str) -> bool) -> Vec<String> {
    cursor_at(journey, fits);
    journey.press("e");
    let found = names(journey).into_iter().map(str::to_owned).collect();
    journey.press("e");
    found
}

#[test]
fn a_token_request_line_by_line() {
    let mut journey = at(Purpose::Token);
    assert_eq!(explained(&mut journey, |line| line.starts_with("POST ")), ["POST", "/oauth/token"]);
    assert_eq!(
        explained(&mut journey, |line| line.contains("grant_type = ")),
        ["grant_type", "grant_type=authorization_code"]
    );
    assert_eq!(explained(&mut journey, |line| line.starts_with("content-type: application/x-www")).len(), 2);
    assert_eq!(explained(&mut journey, |line| line.starts_with("200 ")), ["200"]);
    assert_eq!(explained(&mut journey, |line| line.contains("\"scope\":")), ["scope", "/read-limited", "openid"]);
    let claims = explained(&mut journey, |line| line.contains("\"id_token\":"));
    assert!(claims.starts_with(&["id_token".to_owned(), "kid".to_owned(), "alg".to_owned()]), "{claims:?}");
    // The same name in request and answer is two things.
    cursor_at(&mut journey, |line| line.contains("client_secret = "));
    journey.press("e");
    assert!(
        said(&journey).contains("token request") && said(&journey).contains("401 invalid_client"),
        "{}",
        said(&journey)
    );
    let secret = orcid_playground::sandbox::demo_clients()[0].client_secret.expose().to_owned();
    assert!(!said(&journey).contains(&secret), "{}", said(&journey));
    assert!(!format!("{:?}", meaning(&journey)).contains(&secret));
}

#[test]
fn a_raw_line_with_many_things_is_gone_through() {
    let mut journey = at(Purpose::AuthorizationRequest);
    journey.press("t");
    cursor_at(&mut journey, |line| line.contains("/oauth/authorize?"));
    journey.press("e");
    let found = names(&journey);
    for name in ["http", "loopback", "port", "/oauth/authorize", "client_id", "response_type=code", "openid", "state"] {
        assert!(found.contains(&name), "{name}: {found:?}");
    }
    let count = found.len();
    assert!(said(&journey).starts_with("1 of "), "{}", said(&journey));
    journey.press("right right");
    assert_eq!(meaning(&journey).at, 2);
    journey.press("left");
    assert_eq!(meaning(&journey).at, 1);
    for _ in 0..count {
        journey.press("right");
    }
    assert_eq!(meaning(&journey).at, count - 1, "it stops at the end");
    journey.press("esc");
    assert!(journey.model.dialogs.is_empty());
    // A whole body on one line.
    let mut journey = at(Purpose::Token);
    journey.press("t");
    let found = explained(&mut journey, |line| line.starts_with("{\"access_token\""));
    assert!(found.contains(&"refresh_token".to_owned()) && found.contains(&"orcid".to_owned()), "{found:?}");
    let found = explained(&mut journey, |line| line.starts_with("client_id="));
    assert!(found.contains(&"redirect_uri".to_owned()) && found.contains(&"code".to_owned()), "{found:?}");
}

/// The thing that is explained first.
fn first(journey: &Journey) -> &str {
    let meaning = meaning(journey);
    &meaning.things[meaning.at].name
}

#[test]
fn on_a_wrapped_line_the_thing_of_the_row_comes_first() {
    for (purpose, fits) in [
        (Purpose::AuthorizationRequest, "/oauth/authorize?"),
        (Purpose::Token, "{\"access_token\""),
        (Purpose::Token, "client_id="),
        (Purpose::Callback, "GET /callback?code="),
    ] {
        let mut journey = at(purpose);
        journey.press("t").resize(40, 30);
        cursor_at(&mut journey, |line| line.contains(fits));
        let line = journey.model.viewer.cursor.line;
        let text = journey.model.viewer.document.line(line).text().to_owned();
        let mut before = None;
        let mut rows = 0;
        while journey.model.viewer.cursor.line == line {
            let row = cursor_row(&journey.model, journey.now).expect("in a message");
            let shown = &text[row.clone()];
            journey.press("e");
            let thing = &meaning(&journey).things[meaning(&journey).at];
            let name = thing.name.rsplit(['/', '=']).next().expect("a name").to_owned();
            assert!(thing.at < row.end, "{name} in {shown}");
            if thing.at >= row.start {
                let begins = &text[thing.at..];
                let written = |words: &str| begins.starts_with(words);
                assert!(
                    written(&name)
                        || written(&format!("\"{name}\""))
                        || written(&thing.value)
                        || written(&thing.name)
                        || written("%2F"),
                    "{name} begins with {begins}"
                );
            }
            let number = meaning(&journey).at;
            assert!(before.is_none_or(|before| before <= number), "{name}: they come in their order");
            before = Some(number);
            rows += 1;
            let here = journey.model.viewer.cursor;
            journey.press("e down");
            if journey.model.viewer.cursor == here {
                break;
            }
        }
        assert!(rows > 1, "{fits}: {text}");
    }
}

#[test]
fn on_a_wrapped_line_of_several_rows_each_begins_with_its_own() {
    let mut journey = at(Purpose::AuthorizationRequest);
    journey.press("t").resize(70, 30);
    cursor_at(&mut journey, |line| line.contains("/oauth/authorize?"));
    let mut met = Vec::new();
    let line = journey.model.viewer.cursor.line;
    while journey.model.viewer.cursor.line == line {
        journey.press("e");
        met.push(first(&journey).to_owned());
        journey.press("e down");
    }
    assert_eq!(met[0], "http");
    assert!(met.windows(2).all(|two| two[0] != two[1]), "{met:?}");
    // In pretty, too: what a long value holds.
    let mut journey = Journey::new();
    journey
        .go_to(Control::Scope)
        .retype("openid /read-limited /activities/update")
        .press("esc a enter x 3")
        .resize(40, 30);
    cursor_at(&mut journey, |line| line.contains("\"scope\":"));
    journey.press("e");
    assert_eq!(first(&journey), "scope");
    journey.press("e down e");
    let meaning = meaning(&journey);
    assert!(meaning.at > 0 && meaning.things[meaning.at].place == TermPlace::Scope, "{}", first(&journey));
}

#[test]
fn a_record_by_key_path() {
    let mut journey = at(Purpose::Api);
    cursor_at(&mut journey, |line| line.contains("\"orcid-identifier\""));
    journey.press("down down e");
    assert_eq!(names(&journey), ["orcid-identifier/path"]);
    let own = said(&journey);
    assert!(own.contains("the bare iD"), "{own}");
    journey.press("esc");
    // The last path is the record's own.
    let last = journey.model.viewer.document.lines().filter(|line| line.text().contains("\"path\":")).count();
    assert!(last > 1);
    journey.press("G up e");
    assert_eq!(names(&journey), ["path"]);
    assert_ne!(said(&journey), own);
}

#[test]
fn fields_and_buttons_of_panes_1_and_2() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).press("ctrl-t");
    assert_eq!(names(&journey), ["client-id", "client_id", "client_id"]);
    assert!(said(&journey).contains("Names your application"), "{}", said(&journey));
    journey.press("esc").go_to(Control::Scope).press("ctrl-t");
    assert!(names(&journey).contains(&"/read-limited"), "{:?}", names(&journey));
    journey.press("esc esc A").go_to(Control::Parameter(Parameter::Prompt)).press("ctrl-t");
    assert_eq!(names(&journey), ["prompt"]);
    journey.press("esc esc").go_to(Control::Url).press("e");
    assert!(names(&journey).contains(&"redirect_uri") && names(&journey).contains(&"/oauth/authorize"));
    // The whole URL on a dialog is told of alike.
    let in_pane = meaning(&journey).things.iter().filter(|thing| thing.place != TermPlace::Screen).count();
    for key in ["e", "ctrl-t"] {
        journey.press("esc enter");
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Text(_))));
        journey.press(key);
        assert_eq!(meaning(&journey).things.len(), in_pane, "{:?}", names(&journey));
        journey.press("e");
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Text(_))), "back at the URL");
        journey.press("esc");
        assert!(journey.model.dialogs.is_empty());
        journey.press("e");
    }
    journey.press("esc").go_to(Control::Button(Command::ActAsResearcher)).press("e");
    assert!(said(&journey).contains("GET /oauth/authorize"), "{}", said(&journey));
    journey.press("esc a enter").go_to(Control::Button(Command::Exchange)).press("e");
    assert!(names(&journey).contains(&"grant_type"), "{:?}", names(&journey));
    let code = journey.model.dance.code.as_ref().expect("a code").value.clone();
    let value = meaning(&journey).things.iter().find(|thing| thing.name == "code").map(|thing| thing.value.clone());
    assert_eq!(value, Some(code), "what would be sent");
}

#[test]
fn dialogs_where_something_of_the_protocol_stands() {
    let mut journey = Journey::new();
    journey.go_to(Control::Scope).press("enter ctrl-t");
    assert_eq!(names(&journey), ["/authenticate"]);
    assert!(said(&journey).contains("Get your ORCID iD"), "{}", said(&journey));
    journey.press("esc esc").retype("openid /read-limited /activities/update").press("esc a ctrl-t");
    assert!(names(&journey).contains(&"openid"), "{:?}", names(&journey));
    journey.press("esc enter x I e");
    for name in ["kid", "alg=rs256", "at_hash", "amr", "sub"] {
        assert!(names(&journey).contains(&name), "{name}: {:?}", names(&journey));
    }
    journey.press("esc esc o").type_text("add-work").press("ctrl-t");
    assert!(
        names(&journey).contains(&"POST") && names(&journey).contains(&"/activities/update"),
        "{:?}",
        names(&journey)
    );
    journey.press("esc enter");
    let mut met = Vec::new();
    for _ in 0..8 {
        journey.press("tab ctrl-t");
        if let Some(Dialog::Meaning(open)) = journey.model.dialogs.last() {
            met.extend(open.things.iter().map(|thing| thing.name.clone()));
            journey.press("esc");
        }
    }
    for name in ["POST", "version", "{orcid}", "work", "accept"] {
        assert!(met.iter().any(|met| met == name), "{name}: {met:?}");
    }
}

#[test]
fn where_nothing_has_a_name_it_says_so() {
    let mut journey = at(Purpose::Token);
    cursor_at(&mut journey, str::is_empty);
    journey.press("e");
    assert!(
        journey.model.dialogs.is_empty() && journey.notice().starts_with("Nothing under the cursor"),
        "{}",
        journey.notice()
    );
}

/// Every line that shows a name has something to say.
#[test]
fn no_named_line_is_left_out() {
    for purpose in [Purpose::AuthorizationRequest, Purpose::Callback, Purpose::Token, Purpose::Api] {
        let mut journey = at(purpose);
        let document = journey.model.viewer.document.clone();
        for (index, line) in document.lines().enumerate() {
            let named = |role| matches!(role, Role::FormName | Role::HeaderName | Role::JsonKey | Role::Method);
            if line.spans().any(|(role, _)| named(role)) || line.spot() == Spot::Status {
                journey.model.viewer.cursor = Place { line: index, row: 0 };
                journey.press("e");
                assert!(!meaning(&journey).things.is_empty(), "{}", line.text());
                journey.press("esc");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever a message holds, there is something or nothing to say of each of its lines, and no fault.
    #[test]
    fn any_line_of_any_message(
        path in "/[a-z0-9/._?&=%#{}-]{0,40}",
        kind in prop::sample::select(vec!["application/json", "application/xml", "application/x-www-form-urlencoded", "text/html", "x"]),
        sent in ".{0,200}",
        got in prop_oneof![".{0,300}", "[{}\\[\\]\":,a-z0-9 \n<>/=&-]{0,300}"],
        mode in prop::sample::select(vec![Mode::Pretty, Mode::Raw, Mode::Hex]),
    ) {
        let Ok(request) = http::Request::post(format!("http://127.0.0.1{path}"))
            .header("content-type", kind)
            .body(bytes::Bytes::from(sent)) else { return Ok(()) };
        let response = http::Response::builder().header("content-type", kind).body(bytes::Bytes::from(got)).expect("one");
        let exchange = Exchange {
            id: ExchangeId(1),
            purpose: Purpose::Api,
            request,
            fragment: None,
            outcome: Outcome::Answered { response, head_after: Duration::ZERO, done_after: Duration::ZERO },
            arrived: None,
            started: Timestamp::UNIX_EPOCH,
        };
        let document = Document::new(&exchange, Options { mode, secrets: Secrets::Masked });
        for index in 0..=document.len() {
            let things = things_at(&exchange, &document, index);
            let line = document.line(index);
            for row in rows(&line, Width { cells: 20, wrap: true }) {
                prop_assert_eq!(Meaning::on_row(things.clone(), &row).is_some(), !things.is_empty());
            }
        }
    }
}
