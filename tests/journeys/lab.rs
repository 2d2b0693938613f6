//! The fault lab: every experiment is played through, with the right prediction and with a wrong one.

use orcid_playground::{
    app::{
        Effect,
        control::Pane,
        dialog::Dialog,
        fault::{Active, faults},
        hints,
        lab::{Verdict, experiments, of_fault},
        msg::Listening,
        pane,
        strip::strip,
    },
    oauth::Purpose,
    sandbox::respond,
};

use crate::journey::Journey;

/// What is pressed in each step of an experiment, and which of its answers comes true.
const PLAYED: [(&str, &[&str], usize); 27] = [
    ("deny", &["a enter"], 1),
    ("wrong-state", &["a enter"], 1),
    ("missing-state", &["a enter"], 0),
    ("error-in-fragment", &["a enter"], 2),
    ("expired-code", &["a enter", "x"], 1),
    ("fewer-scopes", &["a enter", "x"], 1),
    ("code-used-before", &["a enter", "x"], 1),
    ("double-redirect", &["a enter", "x", "r"], 1),
    ("missing-refresh-token", &["a enter", "x", "r"], 1),
    ("wrong-issuer", &["a enter", "x", "I"], 1),
    ("wrong-audience", &["a enter", "x", "I"], 1),
    ("wrong-nonce", &["a enter", "x", "I"], 1),
    ("expired-id-token", &["a enter", "x", "I"], 1),
    ("clock-skew", &["a enter", "x", "I"], 1),
    ("wrong-signature", &["a enter", "x", "I"], 1),
    ("missing-alg", &["a enter", "x", "I"], 1),
    ("too-many-requests", &["a enter", "x", "x"], 1),
    ("unavailable", &["a enter", "x", "x"], 1),
    ("challenge", &["a enter", "x", "x"], 2),
    ("token-redirect", &["a enter", "x"], 1),
    ("invalid-json", &["a enter", "x", "x E"], 1),
    ("wrong-content-type", &["a enter", "x"], 0),
    ("huge-body", &["a enter", "x"], 0),
    ("gzip", &["a enter", "x"], 1),
    ("slow", &["a enter", "x"], 0),
    ("in-pieces", &["a enter", "x"], 0),
    ("cut-off", &["a enter", "x", "x E"], 1),
];

/// Chooses a fault in the list, and opens its experiment.
fn open(journey: &mut Journey, fault: &str) {
    let row = faults().iter().position(|known| known.name == fault).expect("a fault");
    journey.press("F");
    for _ in 0..40 {
        journey.press("up");
    }
    for _ in 0..row {
        journey.press("down");
    }
    journey.press("p");
}

/// Begins the experiment of a fault with a prediction.
fn begin(journey: &mut Journey, fault: &str, prediction: usize) {
    open(journey, fault);
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Asking(_))), "{fault}");
    for _ in 0..prediction {
        journey.press("down");
    }
    journey.press("enter");
    assert!(journey.model.trial.is_some(), "{fault}: {}", journey.notice());
}

fn verdict(journey: &Journey) -> Option<&Verdict> {
    match journey.model.dialogs.last() {
        Some(Dialog::Verdict(verdict)) => Some(verdict),
        _ => None,
    }
}

/// The faults that act, by the simulation's own word.
fn active(journey: &mut Journey) -> Vec<Active> {
    let request = orcid_playground::app::fault::request(orcid_playground::orcid::LOCAL_ISSUER, None).expect("a URL");
    let answer = respond(&mut journey.sandbox, &request, journey.now).response;
    serde_json::from_slice(answer.body()).expect("a list")
}

/// Plays an experiment to its end.
fn play(journey: &mut Journey, fault: &str, steps: &[&str], prediction: usize) {
    begin(journey, fault, prediction);
    for (number, keys) in steps.iter().enumerate() {
        // What has nothing to do with it takes nobody further.
        journey.press("ctrl-p esc 1 esc");
        let trial = journey.model.trial.as_ref().unwrap_or_else(|| panic!("{fault} ended before step {number}"));
        assert_eq!(trial.step, number, "{fault}");
        assert!(verdict(journey).is_none(), "{fault}: compared before it happened");
        journey.press(keys);
    }
    assert!(journey.model.trial.is_none(), "{fault}: {} {:?}", journey.notice(), strip(&journey.model));
}

#[test]
fn every_experiment_confirms_the_right_prediction_and_refutes_a_wrong_one() {
    assert_eq!(
        PLAYED.map(|(fault, ..)| fault).to_vec(),
        faults().iter().map(|it| it.name.as_str()).collect::<Vec<_>>()
    );
    for (fault, steps, right) in PLAYED {
        let experiment = of_fault(fault).expect("an experiment");
        assert_eq!(steps.len(), experiment.steps.len(), "{fault}");
        let wrong = (right + 1) % experiment.predict.answers.len();
        for predicted in [right, wrong] {
            let mut journey = Journey::new();
            play(&mut journey, fault, steps, predicted);
            let verdict = verdict(&journey).unwrap_or_else(|| panic!("{fault}: nothing was compared"));
            assert_eq!(verdict.actual.map(|actual| actual.answer), Some(right), "{fault}");
            assert_eq!(verdict.is_right(), predicted == right, "{fault}");
            let card: Vec<String> = verdict.lines().iter().map(|line| line.text().to_owned()).collect();
            let card = card.join("\n");
            assert_eq!(card.contains("✓ As you predicted."), predicted == right, "{card}");
            assert!(card.contains(&experiment.must) && card.contains(&experiment.why), "{card}");
            assert!(card.contains(experiment.predict.say(predicted)), "{card}");
            // The fault has acted and is over.
            assert_eq!(active(&mut journey), [], "{fault}");
        }
    }
}

#[test]
fn the_card_names_the_message_that_shows_it() {
    let mut journey = Journey::new();
    play(&mut journey, "expired-code", &["a enter", "x"], 0);
    let actual = verdict(&journey).and_then(|verdict| verdict.actual).expect("an answer");
    let message = actual.message.expect("a message");
    assert_eq!(journey.exchanges()[message].purpose, Purpose::Token);
    assert_eq!(journey.model.viewer.selected, message, "pane 3 shows it");
    let lines = verdict(&journey).expect("a card").lines();
    assert!(lines.iter().any(|line| line.text().contains(&format!("(message {})", message + 1))));
}

#[test]
fn what_really_came_decides_not_the_file() {
    // Somebody switches the fault off behind the experiment's back: what comes then is what the card says.
    let mut journey = Journey::new();
    begin(&mut journey, "expired-code", 0);
    let none = orcid_playground::app::fault::request(orcid_playground::orcid::LOCAL_ISSUER, Some(&[])).expect("a URL");
    respond(&mut journey.sandbox, &none, journey.now);
    journey.press("a enter x");
    let verdict = verdict(&journey).expect("a card");
    assert!(verdict.is_right() && verdict.actual.is_some_and(|actual| actual.answer == 0));
}

#[test]
fn a_fault_that_has_not_acted_is_not_counted() {
    // The researcher says no of their own accord, so the code that the fault waits for never came.
    let mut journey = Journey::new();
    begin(&mut journey, "deny", 1);
    journey.press("a tab enter");
    assert!(verdict(&journey).is_none());
    assert!(journey.notice().contains("has not acted yet"), "{}", journey.notice());
    assert_eq!(journey.model.trial.as_ref().map(|trial| trial.step), Some(0));
    journey.press("a enter");
    assert!(verdict(&journey).expect("a card").is_right());
}

#[test]
fn an_experiment_can_be_left_and_begun_again() {
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-MINE000000000001").press("esc F enter esc");
    assert_eq!(active(&mut journey).len(), 1, "deny, once");
    begin(&mut journey, "slow", 0);
    assert_eq!(active(&mut journey), [Active { name: "slow".into(), times: Some(1) }]);
    assert_eq!(journey.model.form().client_id.text(), "APP-PLAYGROUND000001");
    journey.press("F p");
    assert!(journey.model.trial.is_none() && journey.model.dialogs.is_empty());
    // What was there before is there again: the fault that acted, and what pane 1 held.
    assert_eq!(active(&mut journey), [Active { name: "deny".into(), times: Some(1) }]);
    assert_eq!(journey.model.form().client_id.text(), "APP-MINE000000000001");
    play(&mut journey, "slow", &["a enter", "x"], 0);
    // Enter on the card asks anew.
    journey.press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Asking(asking)) if asking.experiment.fault == "slow"));
}

#[test]
fn the_list_of_the_lab_tells_nothing_that_is_asked() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("fault lab").press("enter");
    for fault in faults() {
        let Some(Dialog::Faults(list)) = journey.model.dialogs.last() else { panic!("no list") };
        assert_eq!(list.about(), of_fault(&fault.name).expect("an experiment").about);
        journey.press("down");
    }
    // What one switches by hand is told with what comes of it.
    journey.press("esc F");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Faults(list)) if list.about() == faults()[0].summary));
}

#[test]
fn no_answer_of_an_experiment_stands_in_its_introduction() {
    for experiment in experiments() {
        let before = format!("{} {}", experiment.about, experiment.predict.ask).to_lowercase();
        for answer in &experiment.predict.answers {
            assert!(!before.contains(&answer.say.to_lowercase()), "{}: {}", experiment.fault, answer.say);
        }
    }
}

#[test]
fn the_card_leads_on_to_other_experiments() {
    let mut journey = Journey::new();
    play(&mut journey, "deny", &["a enter"], 0);
    journey.press("n");
    let asked = |journey: &Journey| match journey.model.dialogs.as_slice() {
        [Dialog::Asking(asking)] => asking.experiment.fault.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(asked(&journey), "wrong-state");
    journey.press("enter a enter F");
    let list = |journey: &Journey| match journey.model.dialogs.as_slice() {
        [Dialog::Faults(list)] => (list.lab, list.selection.row),
        other => panic!("{other:?}"),
    };
    assert_eq!(list(&journey), (true, 2), "the one after it");
    journey.press("enter");
    assert_eq!(asked(&journey), "missing-state");
    // After the last one there is the list.
    let mut journey = Journey::new();
    play(&mut journey, "cut-off", &["a enter", "x", "x E"], 1);
    let keys: Vec<String> = hints(&journey.model).into_iter().map(|hint| hint.key).collect();
    assert!(keys.contains(&"F".to_owned()) && !keys.contains(&"n".to_owned()), "{keys:?}");
    journey.press("F");
    assert_eq!(list(&journey), (true, faults().len() - 1));
}

#[test]
fn pane_3_follows_one_experiment_after_the_other() {
    let mut journey = Journey::new();
    play(&mut journey, "expired-code", &["a enter", "x"], 1);
    let shown = journey.model.viewer.selected;
    assert_eq!(journey.exchanges()[shown].purpose, Purpose::Token, "not the control request after it");
    assert!(journey.model.viewer.follow);
    // Whoever looked back meanwhile sees what comes of the next one all the same.
    journey.press("esc 3 p p");
    assert!(!journey.model.viewer.follow);
    begin(&mut journey, "slow", 0);
    journey.press("a");
    assert_eq!(journey.model.viewer.selected + 1, journey.exchanges().len());
    assert!(journey.model.remedy().is_none());
}

#[test]
fn pane_2_says_who_changed_pane_1() {
    let said = |journey: &Journey| {
        let rows = pane::rows(&journey.model, Pane::Authorize, journey.now);
        let texts = rows.iter().filter_map(|row| match row {
            pane::Row::Text(line) => Some(line.text().to_owned()),
            pane::Row::Field { .. } | pane::Row::Buttons(_) | pane::Row::Gap => None,
        });
        texts.collect::<Vec<_>>().join("\n")
    };
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-MINE000000000001").press("esc");
    play(&mut journey, "deny", &["a enter"], 1);
    assert!(said(&journey).contains("pane 1 holds again what it held before"), "{}", said(&journey));
    // The port that the program itself chose meanwhile stays.
    let mut journey = Journey::new();
    begin(&mut journey, "slow", 0);
    let moved = Listening {
        redirect_uri: "http://127.0.0.1:40404/callback".into(),
        addresses: vec![([127, 0, 0, 1], 40404).into()],
        fingerprint: None,
    };
    journey.listen_next(Ok(moved)).press("a esc F p");
    assert!(journey.model.trial.is_none());
    assert_eq!(journey.model.form().redirect_uri.text(), "http://127.0.0.1:40404/callback");
    let mut journey = Journey::new();
    journey.press("a tab enter 1 tab").retype("APP-MINE000000000001").press("esc");
    assert!(said(&journey).contains("Pane 1 has changed since"), "{}", said(&journey));
}

#[test]
fn whoever_leaves_the_program_leaves_no_fault_behind() {
    let mut journey = Journey::new();
    begin(&mut journey, "slow", 0);
    let ended = |journey: &Journey| journey.done.iter().any(|effect| matches!(effect, Effect::Quit));
    journey.hold().press("q");
    assert!(!ended(&journey), "the fault goes first");
    journey.release();
    assert!(ended(&journey) && active(&mut journey).is_empty());
    // Who asks twice does not wait.
    let mut journey = Journey::new();
    begin(&mut journey, "slow", 0);
    journey.hold().press("q q");
    assert!(ended(&journey));
}

#[test]
fn the_strip_says_what_to_do_and_what_was_predicted() {
    let mut journey = Journey::new();
    begin(&mut journey, "gzip", 1);
    let said = |journey: &Journey| strip(&journey.model).expect("a strip").text();
    let step = &of_fault("gzip").expect("an experiment").steps[0];
    assert!(said(&journey).starts_with(&step.say));
    assert!(said(&journey).contains("You predict: bytes that are no JSON"), "{}", said(&journey));
    let hint = step.hint.as_deref().expect("a hint");
    assert!(!said(&journey).contains(hint));
    journey.press("K");
    assert!(said(&journey).contains(hint));
}

#[test]
fn a_simulation_that_does_not_answer_ends_the_experiment() {
    let mut journey = Journey::new();
    open(&mut journey, "slow");
    journey.fail_next(orcid_playground::oauth::TransportErrorKind::Refused, "nobody listens");
    journey.press("enter");
    assert!(journey.model.trial.is_none());
    assert!(journey.notice().contains("did not take the fault"), "{}", journey.notice());
}

#[test]
fn the_palette_has_the_lab() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("fault lab").press("enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Faults(_))));
    assert_eq!(experiments().len(), PLAYED.len());
}

#[test]
fn enter_in_the_lab_predicts_and_in_the_list_of_faults_switches() {
    let mut journey = Journey::new();
    journey.press("ctrl-p").type_text("fault lab").press("enter enter");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Asking(_))), "{}", journey.notice());
    assert_eq!(active(&mut journey), []);
    journey.press("esc F enter");
    assert_eq!(active(&mut journey).len(), 1);
}
