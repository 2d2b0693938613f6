//! Pane 3 with answers of every kind: folded, searched, filtered, broken, as bytes, while they arrive.

use std::time::Duration;

use bytes::Bytes;
use orcid_playground::{app::Msg, oauth::Arrived};

use crate::{SMALL_TO_LARGE, journey::Journey, pictures};

fn read(content_type: &str, body: impl Into<Bytes>) -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter").answer_next(200, content_type, body).press("r").wait(10).press("3");
    journey
}

#[test]
fn a_record_folded() {
    let mut journey = Journey::new();
    journey
        .press("enter enter enter r")
        .wait(10)
        .press("3 /")
        .type_text(".activities-summary")
        .press("enter esc z M z r");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn the_choices_behind_z() {
    let mut journey = read("application/json", r#"{"a":[1]}"#);
    journey.press("z");
    insta::assert_snapshot!(pictures(&mut journey, &[(40, 12), (80, 24)]));
}

#[test]
fn a_key_path_is_looked_for() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r").wait(10).press("3 /").type_text("..put-code").press("enter n n");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_filter() {
    let mut journey = Journey::new();
    journey.press("enter enter enter r").wait(10).press("3 |");
    journey.retype("[.. | .\"put-code\"? // empty]").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_filter_that_cannot_be_read() {
    let mut journey = read("application/json", r#"{"a":[1]}"#);
    journey.press("|").retype(".a[").press("enter");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn xml_as_a_tree() {
    let mut journey = read(
        "application/vnd.orcid+xml; qs=5;charset=UTF-8",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><work:work put-code=\"7\" visibility=\"public\" xmlns:work=\"http://www.orcid.org/ns/work\"><work:title><common:title>Größer &amp; smaller</common:title></work:title><work:type>journal-article</work:type><work:external-ids/></work:work>",
    );
    journey.press("/").type_text("//title").press("enter esc");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn broken_and_hostile() {
    let mut journey =
        read("application/json", "{\"a\u{202e}\":\"\u{1b}[31m\u{9b}\", \"token\":\"abcdefgh-ijkl\", x}\nrest");
    journey.press("G");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn bytes() {
    let mut journey = read("image/png", (0..=255).collect::<Vec<u8>>());
    journey.press("down down");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn an_answer_arrives() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").wait(10).hold().press("r 3");
    let id = journey.last_exchange().id;
    let response = http::Response::builder().header("content-type", "application/json");
    let response = response.body(Bytes::from_static(b"{\"group\":[{\"put-code\":1,")).expect("a response");
    let (head_after, after) = (Duration::from_millis(3), Duration::from_millis(300));
    let arrived = Arrived { response, received: 1_200_000, total: Some(52_000_000), head_after, after };
    journey.tell(Msg::Arriving(id, Box::new(arrived)));
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}

#[test]
fn a_body_is_saved() {
    let mut journey = read("application/json", r#"{"a":[1]}"#);
    journey.press("O b enter O b enter");
    insta::assert_snapshot!(pictures(&mut journey, &SMALL_TO_LARGE));
}
