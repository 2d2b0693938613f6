//! What is waited for: the spinner turns as long, Esc gives it up, and at rest nothing is left of it.

use orcid_playground::app::{Command, Effect, Msg, availability, awaited::Awaited, next_wake};

use crate::journey::Journey;

/// The dance up to the token, by a client whose secret a command prints.
fn with_command() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    journey.model.form_mut().secret_command = Some("pass show orcid".to_owned());
    journey.model.form_mut().client_secret = Default::default();
    journey
}

fn turns(journey: &Journey) -> bool {
    next_wake(&journey.model, journey.now).is_some_and(|at| (at - journey.now).get_milliseconds() <= 200)
}

#[test]
fn at_rest_nothing_is_waited_for() {
    let mut journey = Journey::new();
    let asked = [
        "enter enter enter",
        "r",
        "R",
        "y a",
        "C esc",
        "T esc",
        "O s enter",
        "W m i n e enter",
        "M tab down enter esc esc",
        "v",
        "X R",
    ];
    for keys in asked {
        journey.press(keys);
        assert!(journey.model.awaited.is_empty(), "{keys}: {:?}", journey.model.awaited);
    }
    assert!(!journey.model.is_waiting() && !journey.model.is_busy());
}

#[test]
fn a_slow_answer_is_waited_for_behind_many_others() {
    let mut journey = Journey::new();
    journey.press("enter enter enter").hold().press("r");
    let slow = journey.last_exchange().id;
    for _ in 0..12 {
        journey.browser_opens("http://127.0.0.1:18801/callback");
    }
    assert!(journey.model.is_busy() && journey.model.is_waiting() && turns(&journey));
    journey.press("esc");
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::Cancel(id) if *id == slow)));
    assert!(journey.model.awaited.is_empty() && !journey.model.is_busy());
}

#[test]
fn a_command_that_prints_the_secret_is_waited_for_and_can_be_given_up() {
    let mut journey = with_command();
    journey.hold().secret_command_prints("s3cret").press("R");
    assert!(journey.model.is_waiting() && turns(&journey));
    assert!(availability(&journey.model, Command::CancelSend).is_ok());
    let screen = journey.screen(120, 40);
    assert!(screen.contains("Waiting for the profile's command") && screen.contains("Esc stops waiting"), "{screen}");
    let sent = journey.exchanges().len();
    journey.press("esc");
    assert!(journey.notice().contains("nothing was sent"), "{}", journey.notice());
    assert!(journey.done.iter().any(|effect| matches!(effect, Effect::StopSecretCommand(_))));
    assert!(journey.model.awaited.is_empty() && journey.model.dance.asks_secret.is_none());
    // What it prints all the same goes nowhere.
    journey.release().tell(Msg::SecretCommand("pass show orcid".to_owned(), Ok("s3cret".into())));
    assert_eq!(journey.exchanges().len(), sent);
    assert!(journey.model.form().client_secret.is_empty());
}

#[test]
fn a_doctor_whose_command_is_given_up_goes_on_without_the_secret() {
    let mut journey = with_command();
    journey.hold().press("C esc");
    assert_eq!(journey.model.awaited.to_give_up(), Some(&Awaited::Secret("pass show orcid".to_owned())));
    journey.press("esc").release();
    let doctor = journey.model.doctor.as_ref().expect("an examination");
    assert!(!doctor.is_under_way());
    assert!(doctor.checkup.lines().iter().any(|line| line.found.contains("you stopped it")));
}
