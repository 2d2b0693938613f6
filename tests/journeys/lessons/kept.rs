//! Lessons that are left and gone on with, that lose what they need, and that wait.

use orcid_playground::{
    app::{
        Command, Effect, Msg, availability,
        control::Control,
        dialog::{Dialog, Verbs},
        strip::strip,
    },
    oauth::Purpose,
    orcid::EnvironmentKey,
};

use super::played::{act, begin, step, up_to};
use crate::journey::Journey;

fn said(journey: &Journey) -> String {
    strip(&journey.model).expect("a strip").text()
}

fn chosen(journey: &Journey) -> (usize, String) {
    match journey.model.dialogs.last() {
        Some(Dialog::Lessons(list)) => (list.selection.row, list.enter(&journey.model).expect("a word")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_lesson_that_was_left_is_the_one_that_is_offered() {
    let mut journey = up_to("writing-a-work", 6);
    journey.press("2 L enter");
    assert!(journey.notice().contains("L goes on"), "{}", journey.notice());
    journey.press("L");
    assert_eq!(chosen(&journey), (14, "go on".to_owned()));
    journey.press("up");
    assert_eq!(chosen(&journey), (13, "begin".to_owned()));
    journey.press("down enter");
    assert_eq!((journey.model.course.as_ref().map(|course| course.lesson), step(&journey)), (Some(14), 6));
    // Also after another start of the program.
    let progress = {
        journey.press("2 L enter");
        journey.model.progress.clone()
    };
    let mut later = Journey::with(|start| start.progress = progress);
    later.press("L");
    assert_eq!(chosen(&later), (14, "go on".to_owned()));
}

#[test]
fn what_a_lesson_had_made_is_there_again() {
    let mut journey = up_to("writing-a-work", 6);
    let scopes = journey.model.form().scope.text().to_owned();
    journey.press("2 L enter");
    assert_ne!(journey.model.form().scope.text(), scopes, "what was there before the lesson is back");
    journey.press("L enter");
    assert_eq!(journey.model.form().scope.text(), scopes);
    act(&mut journey, "2 o");
    act(&mut journey, "type:delete-work");
    journey.press("enter ctrl-s");
    assert_eq!(step(&journey), 7, "{}", journey.notice());
}

#[test]
fn after_another_start_the_strip_says_what_is_missing() {
    let mut journey = up_to("writing-a-work", 6);
    journey.press("2 L enter");
    let progress = journey.model.progress.clone();
    let mut later = Journey::with(|start| start.progress = progress);
    later.press("L enter");
    assert_eq!(step(&later), 6);
    assert!(said(&later).contains("! There is no token with /activities/update"), "{}", said(&later));
    later.go_to(Control::Scope).retype("/authenticate /read-limited /activities/update").press("esc a enter enter");
    assert!(!said(&later).contains('!'), "{}", said(&later));
}

#[test]
fn a_code_or_a_token_that_was_lost_is_missed() {
    let mut journey = up_to("the-dance", 2);
    assert!(!said(&journey).contains("! "), "{}", said(&journey));
    journey.press("a");
    assert!(!said(&journey).contains("! "), "the dialog is open: {}", said(&journey));
    journey.press("esc");
    assert!(said(&journey).contains("! No code waits to be exchanged: authorize (a)"), "{}", said(&journey));
    journey.press("a enter");
    assert!(!said(&journey).contains("! "), "{}", said(&journey));
    let mut journey = up_to("the-dance", 3);
    journey.press("x E");
    assert!(said(&journey).contains("! There are no tokens that work"), "{}", said(&journey));
    // And of the attacker: nothing is forged where nothing was asked for.
    let mut journey = up_to("state-and-the-attack-it-stops", 1);
    journey.press("N");
    assert!(said(&journey).contains("! No request is open"), "{}", said(&journey));
}

#[test]
fn a_lesson_waits_where_the_simulation_is_not() {
    let mut journey = up_to("the-dance", 2);
    journey.press("E down enter esc");
    assert!(said(&journey).contains("waits"), "{}", said(&journey));
    assert!(availability(&journey.model, Command::Hint).is_err());
    // What happens there takes nobody further.
    journey.paste("AbC123").answer_next(200, "application/json", r#"{"access_token":"x","token_type":"bearer"}"#);
    journey.tell(Msg::Command(Command::Exchange));
    assert_eq!((journey.last_exchange().purpose, step(&journey)), (Purpose::Token, 2));
    journey.press("esc E up enter");
    assert_eq!(step(&journey), 2);
    assert!(said(&journey).contains("Exchange it."), "{}", said(&journey));
    // The one that leads to the ORCID Sandbox does not.
    let journey = up_to("real-credentials", 2);
    assert!(!said(&journey).contains("This lesson plays on local"), "{}", said(&journey));
}

#[test]
fn whoever_looks_at_the_message_from_another_pane_has_looked() {
    let mut journey = up_to("the-dance", 4);
    journey.press("2");
    assert_eq!(step(&journey), 4);
    journey.press("p");
    assert_eq!(journey.model.selected_exchange().map(|exchange| exchange.purpose), Some(Purpose::Token));
    assert_eq!(step(&journey), 5);
    // What comes by itself was not looked for.
    let journey = up_to("the-researcher-says-no", 1);
    assert_eq!(journey.model.selected_exchange().map(|exchange| exchange.purpose), Some(Purpose::Callback));
    assert_eq!(step(&journey), 1);
}

#[test]
fn a_lesson_speaks_of_the_port_that_the_program_listens_at() {
    use orcid_playground::app::msg::Listening;
    let moved = "http://127.0.0.1:40477/callback";
    let mut journey = begin(4);
    journey.listen_next(Ok(Listening {
        redirect_uri: moved.to_owned(),
        addresses: vec!["127.0.0.1:40477".parse().unwrap()],
        fingerprint: None,
    }));
    journey.press("a esc");
    assert!(said(&journey).contains("http://127.0.0.1:40477/callback?code=stolen"), "{}", said(&journey));
}

/// A code and tokens are what became of them meanwhile, not what they were when the lesson was left.
#[test]
fn what_was_spent_or_revoked_meanwhile_is_so_in_the_lesson_too() {
    let mut journey = up_to("the-dance", 2);
    journey.press("2 L enter");
    journey.tell(Msg::Command(Command::Exchange));
    let granted = journey.model.dance.granted.clone().expect("tokens");
    journey.press("L enter");
    assert_eq!(journey.model.dance.granted, Some(granted), "the tokens stay in hand");
    assert!(journey.model.dance.code.as_ref().is_some_and(|code| code.spent.is_some()));
    // Revoked, and another dance begun: nothing of the lesson's is good any more.
    let mut journey = up_to("writing-a-work", 6);
    journey.press("2 L enter X R N a enter");
    journey.press("L enter");
    assert!(journey.model.dance.granted.is_none());
    assert!(said(&journey).contains("! There is no token"), "{}", said(&journey));
    // The messages that tell of it may be cleared since.
    let mut journey = up_to("writing-a-work", 6);
    journey.press("2 L enter X R N a enter ctrl-p").type_text("clear the messages").press("enter C");
    assert!(journey.exchanges().is_empty());
    journey.press("L enter");
    assert!(journey.model.dance.granted.is_none());
}

#[test]
fn what_one_had_in_hand_comes_back_after_a_lesson() {
    let mut journey = Journey::new();
    journey.press("a enter");
    let code = journey.model.dance.code.clone().expect("a code");
    journey.press("L enter");
    assert!(journey.model.dance.code.is_none(), "a lesson begins anew");
    journey.press("L enter");
    assert_eq!(journey.model.dance.code, Some(code));
    // What a lesson left behind is not one's own: the next one does not bring it back.
    let mut journey = up_to("the-dance", 2);
    journey.press("2 L enter L down enter L enter");
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn whoever_came_from_another_environment_goes_back_there() {
    let mut journey = Journey::new();
    journey.press("E down enter esc 1 tab").retype("APP-MINE000000000001").press("esc");
    let environment = journey.model.form().environment.clone();
    assert_ne!(environment, EnvironmentKey::Local);
    journey.paste("AbC123").press("esc L enter");
    assert_eq!(journey.model.form().environment, EnvironmentKey::Local);
    journey.press("L enter");
    assert_eq!(journey.model.form().environment, environment);
    assert_eq!(journey.model.form().client_id.text(), "APP-MINE000000000001");
    assert!(journey.model.dance.code.is_some(), "{}", journey.notice());
}

#[test]
fn the_end_of_the_program_leaves_the_lesson_where_it_is() {
    let mut journey = Journey::new();
    journey.press("L enter enter enter");
    let step = journey.model.course.as_ref().expect("a lesson").step;
    assert!(step > 0);
    journey.press("q");
    let saved = journey.done.iter().rev().find_map(|effect| match effect {
        Effect::SaveProgress(progress) => Some(progress.clone()),
        _ => None,
    });
    assert_eq!(saved.expect("kept").left_at["the-dance"], step);
}

#[test]
fn a_lesson_is_left_by_a_command_too() {
    let mut journey = Journey::new();
    assert!(availability(&journey.model, Command::LeaveLesson).is_err());
    journey.press("L enter ctrl-p").type_text("leave the lesson").press("enter");
    assert!(journey.model.course.is_none());
}

/// A lesson finds the demo's set-up; where it goes on with something wrong, its strip says so in place of a way.
#[test]
fn what_is_wrong_in_pane_1_is_said_by_the_strip() {
    let said = |journey: &Journey| strip(&journey.model).expect("a strip");
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/callback#x").press("esc L home enter");
    assert_eq!(journey.model.form().redirect_uri.text(), "http://127.0.0.1:18801/callback");
    assert!(!said(&journey).text().contains("is wrong"), "{}", said(&journey).text());
    // Another port is what the simulated ORCID was told of.
    let mut journey = Journey::new();
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18877/callback").press("esc L home enter");
    assert_eq!(journey.model.form().redirect_uri.text(), "http://127.0.0.1:18877/callback");
    // Left in the middle with what is wrong, and gone on with.
    journey.go_to(Control::RedirectUri).retype("http://127.0.0.1:18801/callback#x").press("esc L enter L home enter K");
    let strip = said(&journey);
    assert!(strip.text().contains("! In pane 1 something is wrong: Redirect URI has a fragment"), "{strip:?}");
    assert!(strip.keys.contains("! put it right") && !strip.text().contains('→'), "{strip:?}");
    journey.press("!");
    assert!(!said(&journey).text().contains("is wrong"), "{}", said(&journey).text());
    assert!(said(&journey).text().contains('→'), "the way is there again: {}", said(&journey).text());
    // What a lesson asks for is no such thing.
    journey.press("L down enter");
    journey.go_to(Control::ClientId).press("end backspace").type_text("X").press("esc");
    assert!(!said(&journey).text().contains("is wrong"), "{}", said(&journey).text());
}
