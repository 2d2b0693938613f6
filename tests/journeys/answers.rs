//! Answers in pane 3: folded, searched, filtered, copied, saved; large ones, broken ones, those that arrive.

use std::time::Duration;

use bytes::Bytes;
use orcid_playground::{
    app::{
        Effect, Msg,
        dialog::Dialog,
        document::{Done, Job, Mode, Place, SMALL, Work, Worked},
        hints, next_wake,
    },
    oauth::{Arrived, Outcome, TransportErrorKind},
};

use crate::journey::Journey;

const GROUPS: &str = r#"{"group":[{"put-code":11,"title":{"value":"On \"measure\""}},{"put-code":12,"title":null}],"path":"/works","token":"abcdefgh-ijkl"}"#;

/// The dance up to the token, then a read that is answered with this.
fn read(content_type: &str, body: impl Into<Bytes>) -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter").answer_next(200, content_type, body).press("r 3");
    journey
}

fn text(journey: &Journey) -> String {
    journey.model.viewer.document.text()
}

/// The line that the cursor is at.
fn line(journey: &Journey) -> String {
    let viewer = &journey.model.viewer;
    viewer.document.line(viewer.cursor.line).text().trim().to_owned()
}

/// Goes to a place by its key path.
fn go<'a>(journey: &'a mut Journey, path: &str) -> &'a mut Journey {
    journey.press("/").type_text(path);
    let search = journey.model.viewer.search.as_ref().unwrap();
    assert!(search.hits.is_path && !search.hits.is_empty(), "{path}");
    journey.press("enter esc")
}

#[test]
fn trees_are_folded_and_unfolded() {
    let mut journey = read("application/json", GROUPS);
    let whole = journey.model.viewer.document.len();
    go(&mut journey, ".group").press("enter");
    assert_eq!(line(&journey), "\"group\": [ … 2 elements ],");
    assert_eq!(journey.model.viewer.document.len(), whole - 11);
    journey.press("enter");
    assert_eq!((journey.model.viewer.document.len(), line(&journey).as_str()), (whole, "\"group\": ["));
    // Left folds what one is in, then what is around it; right opens it and goes in.
    go(&mut journey, ".group[0].title.value").press("left");
    assert_eq!(line(&journey), "\"title\": { … 1 member }");
    journey.press("left");
    assert_eq!(line(&journey), "{ … 2 members },");
    journey.press("right right");
    assert_eq!(line(&journey), "\"put-code\": 11,");
    journey.press("z M");
    assert_eq!(line(&journey), "\"group\": [ … 2 elements ],");
    journey.press("z r");
    assert!(text(&journey).contains("    { … 2 members },\n    { … 2 members }\n"));
    journey.press("z r");
    assert!(text(&journey).contains("\"title\": { … 1 member }") && text(&journey).contains("\"put-code\": 12"));
    journey.press("z m z R");
    assert_eq!(journey.model.viewer.document.len(), whole);
    let labels: Vec<_> = hints(&journey.model).into_iter().map(|hint| hint.label).collect();
    for label in ["fold", "fold…", "jq", "file…"] {
        assert!(labels.contains(&label.to_owned()), "{labels:?}");
    }
}

#[test]
fn a_large_tree_is_folded_elsewhere_and_the_last_wish_counts() {
    let group = r#"{"put-code":7,"title":{"value":"On measure"}}"#;
    let body = format!("{{\"group\":[{}]}}", vec![group; SMALL / group.len() + 1].join(","));
    let mut journey = read("application/json", body);
    let whole = journey.model.viewer.document.len();
    journey.press("z M");
    assert_eq!(text(&journey).lines().last(), Some("}"));
    assert!(journey.model.viewer.document.len() < 20, "folded once the work is done");
    journey.press("z R");
    assert_eq!(journey.model.viewer.document.len(), whole, "unfolding takes no work");
    go(&mut journey, ".group[3].title");
    let at = line(&journey);
    journey.hold().press("z m z M");
    assert_eq!((journey.model.viewer.document.len(), line(&journey)), (whole, at), "nothing moves before");
    journey.press("z m z r");
    journey.release();
    // From one level each more: the last wish was the second level.
    assert!(text(&journey).contains("    { … 2 members },\n"), "{}", &text(&journey)[..2_000]);
    assert_eq!(line(&journey), "{ … 2 members },", "the cursor is at what hides what it was at");
    // Folding at the cursor is not undone by what comes later.
    journey.press("z R").hold().press("z M").press("z a").release();
    assert!(journey.model.viewer.document.len() > whole / 2, "{}", journey.model.viewer.document.len());
}

#[test]
fn a_search_opens_what_is_folded() {
    let mut journey = read("application/json", GROUPS);
    journey.press("z M /").type_text("put-code\": 12");
    assert_eq!(line(&journey), "\"put-code\": 12,");
    let search = journey.model.viewer.search.as_ref().unwrap();
    assert_eq!(search.hits.len(), 1);
    journey.press("esc /").type_text("..PUT");
    assert_eq!(journey.model.viewer.search.as_ref().unwrap().hits.len(), 2);
    journey.press("enter n");
    assert_eq!(line(&journey), "\"put-code\": 12,");
    // What is masked cannot be found, what is shown can.
    journey.press("esc /").type_text("ijkl");
    assert!(journey.model.viewer.search.as_ref().unwrap().hits.is_empty());
    journey.press("ctrl-r");
    assert_eq!(journey.model.viewer.search.as_ref().unwrap().hits.len(), 1);
}

#[test]
fn path_and_value_at_the_cursor_are_copied() {
    let mut journey = read("application/json", GROUPS);
    go(&mut journey, ".group[0].title.value").press("y p");
    assert_eq!(journey.copied(), Some(".group[0].title.value"));
    journey.press("y v");
    assert_eq!(journey.copied(), Some("On \"measure\""));
    go(&mut journey, ".group[1]").press("y v");
    assert_eq!(journey.copied(), Some(r#"{"put-code":12,"title":null}"#));
    journey.press("y p");
    assert_eq!(journey.copied(), Some(".group[1]"));
    // Copying never needs revealing.
    go(&mut journey, ".token").press("y v");
    assert_eq!(journey.copied(), Some("abcdefgh-ijkl"));
    assert!(!text(&journey).contains("ijkl"));
    journey.press("g y p");
    assert!(journey.notice().contains("no value of JSON or XML"), "{}", journey.notice());
    let mut journey = read("application/xml", "<r><w a=\"1\">A &amp; B</w><w/></r>");
    go(&mut journey, "/r/w").press("y p");
    assert_eq!(journey.copied(), Some("/r/w[1]"));
    journey.press("y v");
    assert_eq!(journey.copied(), Some("A & B"));
}

#[test]
fn a_filter_shows_what_it_makes_of_the_body() {
    let mut journey = read("application/json", GROUPS);
    journey.press("|").retype(".group[].title.value").press("enter");
    assert!(text(&journey).ends_with("\n\"On \\\"measure\\\"\"\nnull\n"), "{}", text(&journey));
    assert_eq!(line(&journey), "\"On \\\"measure\\\"\"");
    journey.press("|").retype(".group[").press("enter");
    let filter = journey.model.viewer.filter.as_ref().unwrap();
    assert!(filter.error.as_ref().unwrap().contains("at the end") && filter.result.is_some());
    assert!(filter.typing, "it is there to be mended");
    journey.press("esc esc");
    assert!(journey.model.viewer.filter.is_none() && text(&journey).contains("\"path\": \"/works\""));
    // It sees what the person sees.
    journey.press("|").retype("[.token, (.token | explode | length)]").press("enter");
    assert!(text(&journey).contains("\"abc-••••\",\n  8"), "{}", text(&journey));
    journey.press("v");
    assert!(text(&journey).contains("\"abcdefgh-ijkl\",\n  13"), "{}", text(&journey));
    journey.wait(11);
    assert!(!text(&journey).contains("ijkl"));
    // What is copied and saved is the result.
    journey.press("|").retype(".group[0]").press("enter O b");
    assert!(
        matches!(journey.model.dialogs.last(), Some(Dialog::SaveFile(save)) if save.bytes.starts_with(b"{\"put-code\":11"))
    );
    let mut journey = read("text/plain", "no JSON");
    journey.press("|");
    assert!(journey.notice().contains("only JSON can be filtered"), "{}", journey.notice());
}

#[test]
fn after_a_filter_and_after_a_search_in_vain_one_is_where_one_was() {
    let mut journey = read("application/json", GROUPS);
    go(&mut journey, ".group[1]");
    let here = journey.model.viewer.cursor;
    // What stands there at first is replaced by what is typed.
    journey.press("|").type_text(".token").press("enter");
    assert!(text(&journey).ends_with("\"abc-••••\"\n"), "{}", text(&journey));
    journey.press("esc");
    assert_eq!(journey.model.viewer.cursor, here);
    journey.press("/").type_text("token");
    assert_ne!(journey.model.viewer.cursor, here);
    journey.type_text(" that is nowhere");
    assert_eq!(journey.model.viewer.cursor, here);
    // Why a filter fails is told where there is room for it.
    journey.press("esc |").retype(".group[").press("enter");
    assert!(journey.notice().starts_with("The filter failed: at the end"), "{}", journey.notice());
}

#[test]
fn a_refusal_that_repeats_the_token_is_masked() {
    const TOKEN: &str = "f5e24aa0-c188-4d11-8a5e-6c1d5b8c2f30";
    let json = format!(r#"{{"error":"invalid_token","error_description":"Invalid access token: {TOKEN}"}}"#);
    let xml = format!(
        "<e><error>invalid_token</error><error_description>Invalid access token: {TOKEN}</error_description></e>"
    );
    for (kind, body) in [("application/json", json), ("application/xml", xml)] {
        let mut journey = read(kind, body);
        assert!(text(&journey).contains("Invalid access token: f5e24aa0-••••"), "{}", text(&journey));
        journey.press("t");
        assert!(!text(&journey).contains(TOKEN), "{}", text(&journey));
        journey.press("v");
        assert!(text(&journey).contains(TOKEN));
    }
}

#[test]
fn a_filter_under_way_can_be_stopped() {
    let mut journey = read("application/json", GROUPS);
    journey.hold().press("|").retype("def f: f; f").press("enter");
    assert!(next_wake(&journey.model, journey.now).is_some(), "a spinner turns");
    let ticket = journey
        .under_way()
        .find_map(|effect| match effect {
            Effect::Work(Work { ticket, job: Job::Filter { .. } }) => Some(*ticket),
            _ => None,
        })
        .unwrap();
    journey.press("esc");
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::StopWork(stopped) if *stopped == ticket)));
    // A result that comes all the same is nobody's.
    journey.tell(Msg::Worked(Worked { ticket, done: Done::Filtered(Ok(Job::filtered(b"1\n".to_vec()))) }));
    assert!(journey.model.viewer.filter.as_ref().unwrap().result.is_none());
    assert_eq!(journey.model.viewer.filter.as_ref().unwrap().error.as_deref(), Some("stopped"));
    journey.press("esc");
    assert!(journey.model.viewer.filter.is_none());
}

#[test]
fn bytes_are_shown_as_bytes() {
    let mut journey = read("application/json", GROUPS);
    journey.press("H");
    assert_eq!(journey.model.viewer.mode, Mode::Hex);
    // Eight a line where sixteen would be broken.
    assert!(text(&journey).contains("00000000  7b 22 67 72 6f 75 70 22  {\"group\"\n"), "{}", text(&journey));
    journey.press("3 G").resize(200, 60);
    assert!(text(&journey).contains("00000000  7b 22 67 72 6f 75 70 22 3a "), "{}", text(&journey));
    let document = &journey.model.viewer.document;
    assert_eq!(journey.model.viewer.cursor.line + 1, document.len(), "the cursor stays at its bytes");
    assert!(!text(&journey).contains("ijkl"), "the bytes of secrets are hidden too");
    journey.press("H");
    assert_eq!(journey.model.viewer.mode, Mode::Pretty);
    let journey = read("image/png", &b"\x89PNG\0"[..]);
    assert!(text(&journey).contains("(not text: 5 B)\n00000000  89 50 4e 47 00"));
}

#[test]
fn a_body_is_saved_where_one_says() {
    let mut journey = read("application/json;qs=4", GROUPS);
    journey.press("O b");
    let Some(Dialog::SaveFile(save)) = journey.model.dialogs.last() else { panic!("a dialog") };
    assert_eq!((save.path.text(), save.bytes.as_ref()), ("0000-0002-4456-8947-record.json", GROUPS.as_bytes()));
    journey.press("enter");
    assert!(journey.notice().contains("Saved as /home/somebody/0000-0002-4456-8947-record.json"));
    assert!(journey.model.dialogs.is_empty());
    journey.press("O b enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(asked)) if asked.text[0].contains("already")));
    journey.press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::SaveFile(_))), "the dialog stays");
    journey.press("enter R");
    assert!(journey.model.dialogs.is_empty() && journey.notice().starts_with("Saved as"), "{}", journey.notice());
    journey.press("O b").retype("~/other.json").press("enter");
    assert!(journey.model.dialogs.is_empty());
    let mut journey = Journey::with(|start| start.ephemeral = true);
    journey.press("enter enter enter r O b enter");
    assert!(journey.notice().contains("Saved as"), "a file that one names: {}", journey.notice());
}

#[test]
fn a_broken_body_shows_where_it_breaks() {
    let journey = read("application/json", r#"{"a":[1,2,{"token":"abcdefgh-ijkl","b""#);
    let shown = text(&journey);
    assert!(
        shown.contains("      \"token\": \"abc-••••\",\n      \"b\"\n✗ Not valid JSON: line 1, column 39"),
        "{shown}"
    );
}

/// A list that is larger than what is laid out at once.
fn large() -> String {
    let items: Vec<String> = (0..20_000).map(|number| format!(r#"{{"number":{number},"word":"measure"}}"#)).collect();
    format!("{{\"list\":[{}],\"end\":true}}", items.join(","))
}

#[test]
fn a_large_body_shows_its_beginning_at_once_and_the_rest_when_it_is_laid_out() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").hold().press("r 3");
    let id = journey.last_exchange().id;
    let body = large();
    assert!(body.len() > SMALL);
    let response = http::Response::builder().header("content-type", "application/json").body(Bytes::from(body));
    let after = Duration::from_millis(12);
    let outcome = Outcome::Answered { response: response.unwrap(), head_after: after, done_after: after };
    journey.tell(Msg::Received(id, outcome, None));
    let beginning = journey.model.viewer.document.len();
    assert!(text(&journey).contains("\"number\": 0,") && !text(&journey).contains("\"end\": true"));
    assert!(!text(&journey).contains('✗') && journey.model.viewer.is_laying());
    journey.press("|");
    assert!(journey.notice().contains("not laid out yet"), "{}", journey.notice());
    journey.press("down down down");
    let cursor = journey.model.viewer.cursor;
    journey.release();
    assert!(!journey.model.viewer.is_laying() && journey.model.viewer.document.len() > beginning);
    assert_eq!(journey.model.viewer.cursor, cursor, "what one reads stays in place");
    journey.press("G");
    assert_eq!(line(&journey), "}");
    // A search in it is work too.
    journey.hold().press("/").type_text("number\": 19999");
    assert!(journey.model.viewer.search.as_ref().unwrap().waits.is_some());
    journey.release();
    assert_eq!(line(&journey), "\"number\": 19999,");
    journey.press("enter esc");
    go(&mut journey, ".list[12345].word").press("y p");
    assert_eq!(journey.copied(), Some(".list[12345].word"));
    journey.press("z M");
    assert!(journey.model.viewer.document.len() < 50);
}

/// A part of an answer.
fn arrived(body: &str, received: usize) -> Box<Arrived> {
    let response = http::Response::builder().header("content-type", "application/json");
    let response = response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
    let (head_after, after) = (Duration::from_millis(3), Duration::from_millis(300));
    Box::new(Arrived { response, received, total: Some(5_000_000), head_after, after })
}

#[test]
fn an_answer_is_shown_while_it_arrives_and_a_cancel_keeps_what_came() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").hold().press("r 3");
    let id = journey.last_exchange().id;
    journey.tell(Msg::Arriving(id, arrived("{\"a\":[1,2,", 1_200_000)));
    let shown = text(&journey);
    assert!(shown.contains("arriving · 1.2 MB of 5.0 MB") && shown.ends_with("    1,\n    2,\n…\n"), "{shown}");
    journey.tell(Msg::Arriving(id, arrived("{\"a\":[1,2,3,4", 2_400_000)));
    assert!(text(&journey).contains("2.4 MB of 5.0 MB"));
    journey.press("esc");
    assert!(matches!(journey.last_exchange().outcome, Outcome::Cancelled));
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::Cancel(cancelled) if *cancelled == id)));
    journey.tell(Msg::Arriving(id, arrived("{\"a\":[1,2,3,4,5,6", 2_500_000)));
    let shown = text(&journey);
    assert!(shown.contains("Canceled") && shown.contains("What came of the answer until then: 2.5 MB of 5.0 MB."));
    assert!(shown.ends_with("    6\n…\n"), "{shown}");
    journey.press("O b");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::SaveFile(save)) if save.bytes.ends_with(b"5,6")));
}

#[test]
fn an_endless_answer_ends_at_the_limit_with_what_came() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").hold().press("r 3");
    let id = journey.last_exchange().id;
    journey.tell(Msg::Arriving(id, arrived("[1,2", 64_000_000)));
    let error = orcid_playground::oauth::TransportError {
        kind: TransportErrorKind::TooLarge,
        message: "the body is larger than 64000000 bytes".to_owned(),
    };
    journey.tell(Msg::Received(id, Outcome::Failed { error, after: Duration::from_secs(2) }, None));
    let shown = text(&journey);
    assert!(
        shown.contains("No whole answer") && shown.contains("until then: 64 MB") && shown.contains("  2\n…"),
        "{shown}"
    );
}

#[test]
fn the_cursor_goes_by_rows_and_stays_in_sight() {
    let mut journey = read("application/json", GROUPS);
    journey.resize(80, 24);
    assert_eq!(journey.model.viewer.cursor, Place::default());
    for _ in 0..200 {
        journey.press("down");
        let viewer = &journey.model.viewer;
        assert!(viewer.cursor >= viewer.top);
    }
    let end = journey.model.viewer.cursor;
    assert_eq!(end.line + 1, journey.model.viewer.document.len());
    journey.press("g G");
    assert_eq!(journey.model.viewer.cursor, end);
    journey.tell(Msg::Wheel(-300, 40, 20));
    assert_eq!(journey.model.viewer.top, Place::default());
    assert!(journey.model.viewer.cursor < end);
}
