//! Reading the strip: its keys are those that work, and all of its text can be had.

use orcid_playground::app::{
    lesson::lessons,
    strip::{room, strip},
};

use super::played::{begin, up_to};
use crate::journey::Journey;

fn keys(journey: &Journey) -> String {
    strip(&journey.model).expect("a strip").keys
}

#[test]
fn in_a_text_field_its_keys_are_no_letters() {
    let mut journey = up_to("openid-connect", 1);
    assert!(journey.model.focus.is_text());
    assert!(keys(&journey).contains("Alt-K hint") && keys(&journey).contains("Alt-L lessons"), "{}", keys(&journey));
    let scopes = journey.model.form().scope.text().to_owned();
    journey.press("alt-k");
    assert!(journey.model.course.as_ref().is_some_and(|course| course.hint));
    assert_eq!(journey.model.form().scope.text(), scopes);
    journey.press("esc");
    assert!(keys(&journey).starts_with("K hint  L lessons"), "{}", keys(&journey));
    // So it is with the offer of the tour, and in the fault lab.
    let mut journey = Journey::with(|start| start.offer_tour = true);
    assert!(keys(&journey).starts_with("L tour"));
    journey.press("1 tab");
    assert!(keys(&journey).starts_with("Alt-L tour"), "{}", keys(&journey));
    let mut journey = Journey::new();
    journey.press("F p enter");
    assert!(keys(&journey).contains("F leave"), "{}", keys(&journey));
    journey.press("1 tab");
    assert!(keys(&journey).starts_with("Alt-K hint") && !keys(&journey).contains("F leave"), "{}", keys(&journey));
}

#[test]
fn every_word_of_a_lesson_can_be_read_in_the_smallest_terminal() {
    for row in 0..lessons().len() {
        let mut journey = begin(row);
        let whole: Vec<String> = lessons()[row].steps[0].say.split_whitespace().map(str::to_owned).collect();
        let mut seen = String::new();
        for _ in 0..12 {
            let screen = journey.screen(40, 12);
            let (_, rows) = room(journey.model.size);
            let text: Vec<&str> = screen.lines().skip(3).take(usize::from(rows)).collect();
            seen.push_str(&text.join(" ").replace('…', " "));
            seen.push(' ');
            if !keys(&journey).contains("more") {
                break;
            }
            journey.press("K");
        }
        let seen: Vec<&str> = seen.split_whitespace().collect();
        assert!(
            seen.windows(whole.len()).any(|window| window == whole.iter().map(String::as_str).collect::<Vec<_>>()),
            "{}: {seen:?}",
            lessons()[row].id
        );
        // Then the way, and then the beginning again.
        journey.press("K");
        assert!(journey.model.course.as_ref().is_some_and(|course| course.hint));
    }
}

#[test]
fn in_lines_the_hints_name_what_is_typed_there() {
    for lesson in lessons() {
        for step in &lesson.steps {
            let way = step.way(true).unwrap_or_default();
            for key in ["Tab to", "Ctrl-", "pane", "Enter"] {
                assert!(!way.contains(key), "{}: {way}", lesson.id);
            }
            assert!(!way.starts_with(|c: char| c.is_ascii_digit()), "{}: {way}", lesson.id);
        }
    }
}
