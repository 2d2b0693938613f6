//! Every lesson, played through; and that nothing but what a step asks for takes it further.

use orcid_playground::app::{
    Command, Effect, availability,
    dialog::Dialog,
    layout::rows_of,
    lesson::lessons,
    strip::{room, strip},
};

use crate::journey::Journey;
use own::with_lessons;
use played::{PLAYED, act, begin, choose, step, up_to, up_to_the_end};

mod decided;
mod kept;
mod own;
mod played;
mod reading;

#[test]
fn every_lesson_can_be_played_to_its_end() {
    assert_eq!(PLAYED.len(), lessons().len());
    for (row, lesson) in lessons().iter().enumerate() {
        let (id, played) = PLAYED[row];
        assert_eq!(id, lesson.id);
        assert_eq!(played.len(), lesson.steps.len(), "{id}");
        let mut journey = begin(row);
        for (number, actions) in played.iter().enumerate() {
            // What has nothing to do with the step takes nobody further.
            let noise: &[&str] = if journey.model.dialogs.is_empty() { &["ctrl-p esc"] } else { &[] };
            for elsewhere in noise {
                journey.press(elsewhere);
            }
            assert_eq!(step(&journey), number, "{id}: step {} was over by itself", number + 1);
            for (index, action) in actions.iter().enumerate() {
                assert_eq!(step(&journey), number, "{id}: {action} of step {} came too late", number + 1);
                act(&mut journey, action);
                let over = step(&journey) > number;
                assert_eq!(
                    over,
                    index + 1 == actions.len(),
                    "{id}, step {}: {action}: {}",
                    number + 1,
                    journey.notice()
                );
            }
        }
        assert!(journey.model.progress.done.contains(&lesson.id), "{id} is done");
        assert!(journey.done.iter().any(|effect| matches!(effect, Effect::SaveProgress(_))));
    }
}

#[test]
fn every_lesson_can_be_played_after_the_first_one() {
    // The same researcher granted the same scopes in lesson 1, and ORCID would skip its consent page.
    let mut journey = begin(0);
    PLAYED[0].1.iter().flat_map(|step| step.iter()).for_each(|action| act(&mut journey, action));
    for (row, (id, played)) in PLAYED.iter().enumerate().skip(1) {
        choose(&mut journey, row);
        for (number, actions) in played.iter().enumerate() {
            assert_eq!(step(&journey), number, "{id}: {}", journey.notice());
            actions.iter().for_each(|action| act(&mut journey, action));
        }
        assert!(journey.model.progress.done.contains(&(*id).to_owned()), "{id}: {}", journey.notice());
    }
}

#[test]
fn the_wrong_action_does_not_pass() {
    // To authorize is no denial.
    let mut journey = begin(5);
    journey.press("a enter");
    assert_eq!(step(&journey), 0);
    // What happened before a step began does not count for it.
    let mut journey = begin(9);
    journey.press("enter enter enter");
    assert_eq!(step(&journey), 1);
    journey.press("r");
    assert_eq!(step(&journey), 1);
}

#[test]
fn the_wrong_action_does_not_pass_in_the_newer_steps() {
    // A work that is only prepared, and not sent, is none; nor is one that is deleted in the place of updated.
    let mut journey = up_to("writing-a-work", 2);
    journey.press("o").type_text("add-work").press("enter esc");
    assert_eq!(step(&journey), 2);
    let mut journey = up_to("writing-a-work", 5);
    journey.press("2 o").type_text("delete-work").press("enter ctrl-s esc esc");
    assert_eq!(step(&journey), 5, "{}", journey.notice());
    // A refresh for the same scopes narrows nothing.
    let mut journey = up_to("refresh", 3);
    journey.press("R");
    assert_eq!(step(&journey), 3);
    // Without its nonce the ID token of another dance does not end the lesson.
    let mut journey = up_to("openid-connect", 4);
    journey.go_to(orcid_playground::app::control::Control::UseNonce).press("enter 2 N a enter enter I");
    assert_eq!(step(&journey), 4);
    // The environment alone is no redirect URI.
    let mut journey = up_to("real-credentials", 2);
    journey.press("esc 1 tab tab tab").retype("http://localhost:18801/callback").press("esc");
    assert_eq!(step(&journey), 2);
}

fn said(journey: &Journey) -> String {
    strip(&journey.model).expect("a strip").text()
}

#[test]
fn a_prediction_is_held_against_what_happens() {
    // Down twice is «you get it once more»; what happens is that the token dies, and the step after the question shows it.
    for (keys, told) in [
        ("V down enter", "✓ As you predicted: it dies (message "),
        ("V down down enter", "✗ You predicted: you get it once more. What happened: it dies (message "),
        ("1", "What happened: it dies (message "),
    ] {
        let mut journey = up_to("a-code-works-once", 2);
        assert!(
            said(&journey).contains("What will become of your first token? (V to predict)  ○\u{a0}nothing"),
            "{}",
            said(&journey)
        );
        journey.press("2").press(keys);
        if keys.starts_with('V') {
            assert!(said(&journey).contains("●\u{a0}"), "{}", said(&journey));
        }
        journey.press("2 x E");
        assert_eq!(step(&journey), 3);
        assert!(!said(&journey).contains("happened") && !said(&journey).contains("As you predicted"));
        journey.press("2 r");
        assert!(said(&journey).contains(told), "{}", said(&journey));
        assert!(availability(&journey.model, Command::Predict).is_err());
    }
}

#[test]
fn every_prediction_of_the_lessons_comes_to_an_answer() {
    for (row, lesson) in lessons().iter().enumerate() {
        let asked = lesson.steps.iter().filter(|step| step.predict.is_some()).count();
        let mut journey = begin(row);
        let mut told = 0;
        for actions in PLAYED[row].1 {
            for action in *actions {
                act(&mut journey, action);
            }
            told += usize::from(journey.model.course.as_ref().is_some_and(|course| course.told.is_some()));
        }
        assert_eq!(told, asked, "{}", lesson.id);
    }
}

#[test]
fn nothing_is_to_be_predicted_once_the_step_that_asks_is_over() {
    let mut journey = Journey::new();
    journey.press("L down down down down down down enter").press("enter enter enter r x E");
    assert_eq!(journey.model.course.as_ref().map(|course| course.step), Some(3));
    assert!(!journey.screen(120, 40).contains("to predict"), "{}", journey.screen(120, 40));
    // The keys of the strip do nothing in a dialog.
    assert!(journey.screen(120, 40).contains("L lessons"));
    journey.press("?");
    assert!(!journey.screen(120, 40).contains("L lessons"));
}

#[test]
fn a_lesson_can_be_left_and_taken_up_again() {
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-MINE000000000001").press("esc L enter enter enter enter");
    assert_eq!(step(&journey), 3);
    assert_eq!(journey.model.form().client_id.text(), "APP-PLAYGROUND000001");
    journey.press("L enter");
    assert!(journey.model.course.is_none());
    // What was typed before the lesson is there again.
    assert_eq!(journey.model.form().client_id.text(), "APP-MINE000000000001");
    assert_eq!(journey.model.progress.left_at["the-dance"], 3);
    journey.press("L up up up enter");
    assert_eq!(step(&journey), 3);
}

#[test]
fn a_lesson_that_is_over_leads_on() {
    let mut journey = up_to_the_end(0);
    let strip_of = |journey: &Journey| strip(&journey.model).expect("a strip");
    assert!(strip_of(&journey).title.ends_with("✓ done"));
    assert_eq!(strip_of(&journey).keys, "L next: What a client is");
    // Where the title has no room, the key has.
    journey.resize(60, 20);
    assert_eq!(strip_of(&journey).keys, "L next");
    journey.press("2 L");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Lessons(list)) if list.selection.row == 1));
    journey.press("enter");
    assert_eq!(journey.model.course.as_ref().map(|course| (course.lesson, course.step)), Some((1, 0)));
    // Of a lesson under way the list still chooses that one.
    journey.press("L");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Lessons(list)) if list.selection.row == 1));
    // When all were played there is none to lead on to.
    let mut journey = with_lessons(&[
        "title = \"x\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"x\"\nuntil = [{ seen = { to = \"token\" } }]\n",
    ]);
    journey.press("L enter enter enter enter");
    assert_eq!(strip_of(&journey).keys, "L lessons");
    journey.press("L enter");
    assert!(journey.model.course.is_none(), "the strip can be put away");
}

#[test]
fn no_slip_of_lesson_2_is_another_client_of_the_simulation() {
    let mut journey = begin(1);
    for last in ["2", "3", "4", "5"] {
        journey.press("1 tab").retype(&format!("APP-PLAYGROUND00000{last}"));
        assert_eq!(step(&journey), 0, "{last} is a demo client's");
        journey.press("esc");
    }
}

#[test]
fn the_earlier_answer_is_marked_where_one_predicts_again() {
    let mut journey = up_to("a-code-works-once", 2);
    let marks = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Choice(choice)) => choice.rows.iter().map(|(row, _)| row.chars().next().unwrap()).collect(),
        other => panic!("{other:?}"),
    };
    let marked: String = marks(journey.press("2 V"));
    assert_eq!(marked, "○○○");
    let marked: String = marks(journey.press("down enter V"));
    assert_eq!(marked, "○●○");
}

#[test]
fn pane_3_follows_a_lesson_from_its_beginning() {
    let mut journey = Journey::new();
    journey.press("enter enter enter 3 p p");
    assert!(!journey.model.viewer.follow);
    journey.press("2 L enter");
    assert!(journey.model.viewer.follow);
    journey.press("a");
    assert_eq!(journey.model.viewer.selected + 1, journey.exchanges().len());
}

#[test]
fn the_callback_of_lesson_4_shows_its_error_in_its_heading() {
    let journey = up_to("scopes", 4);
    let callback = journey.last_of(orcid_playground::oauth::Purpose::Callback);
    assert_eq!(orcid_playground::app::document::title(callback), "GET /callback#error=invalid_scope");
}

#[test]
fn the_hint_is_seen_in_the_smallest_terminal() {
    for row in 0..lessons().len() {
        let mut journey = begin(row);
        journey.resize(40, 12).press("K");
        // The rest of a text that has no room comes before it.
        for _ in 0..12 {
            if !journey.model.course.as_ref().is_some_and(|course| course.hint) {
                journey.press("K");
            }
        }
        let hint = lessons()[row].steps[0].hint.as_deref().expect("a hint");
        let (columns, rows) = room(journey.model.size);
        let (whole, alone) = (said(&journey), format!("→ {hint}"));
        assert!(whole == alone || (rows_of(&whole, columns) <= rows && whole.ends_with(&alone)), "{whole}");
        journey.resize(200, 60).press("K K");
        assert!(said(&journey).contains(&lessons()[row].steps[0].say) && said(&journey).ends_with(hint));
    }
}

#[test]
fn a_lesson_that_is_over_has_no_hint() {
    let mut journey = begin(0);
    assert!(availability(&journey.model, Command::Hint).is_ok());
    PLAYED[0].1.iter().flat_map(|step| step.iter()).for_each(|action| act(&mut journey, action));
    assert!(availability(&journey.model, Command::Hint).is_err());
}
