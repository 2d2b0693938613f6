//! Every lesson, played through; and that nothing but what a step asks for takes it further.

use orcid_playground::app::{
    Effect,
    lesson::{lessons, parse},
};

use crate::journey::Journey;

/// What is done in each step: keys, or with `type:` and `retype:` text for the focused field.
const PLAYED: [(&str, &[&[&str]]); 15] = [
    ("the-dance", &[&["enter"], &["enter"], &["enter"], &["enter"], &["3", "p"]]),
    (
        "the-client",
        &[
            &["1 tab", "backspace"],
            &["esc a"],
            &["esc 1 tab", "retype:APP-PLAYGROUND000001"],
            &["tab", "retype:wrong"],
            &["esc a enter"],
            &["x"],
        ],
    ),
    (
        "the-redirect-uri",
        &[
            &["1 tab tab tab", "retype:https://example.org/callback"],
            &["esc a"],
            &["esc 1 tab tab tab", "retype:http://127.0.0.1:18801/callback"],
            &["esc a enter"],
        ],
    ),
    (
        "scopes",
        &[
            &["1 tab tab tab tab", "retype:/authenticate"],
            &["esc a enter enter"],
            &["1 tab tab tab tab", "retype:read-limited"],
            &["esc a"],
            &["1 tab tab tab tab", "retype:/authenticate /read-limited", "esc a enter enter"],
        ],
    ),
    (
        "state-and-the-attack-it-stops",
        &[
            &["a esc"],
            &["paste:http://127.0.0.1:18801/callback?code=stolen&state=guessed"],
            &["go:state", "enter"],
            &["esc a esc", "paste:http://127.0.0.1:18801/callback?code=stolen"],
        ],
    ),
    ("the-researcher-says-no", &[&["a tab enter"], &["3"], &["2 a enter"]]),
    ("a-code-works-once", &[&["enter enter enter"], &["r"], &["2 x y"], &["2 r"]]),
    ("a-code-grows-old", &[&["F", "fault:expired-code"], &["esc a enter"], &["x"], &["a enter enter"]]),
    ("refresh", &[&["enter enter enter"], &["R"], &["r"]]),
    ("revoke", &[&["enter enter enter"], &["X y"], &["2 r"]]),
    (
        "openid-connect",
        &[&["1 tab tab tab tab", "retype:openid"], &["go:nonce", "enter"], &["2 a enter enter"], &["u"]],
    ),
    (
        "implicit-and-why-not",
        &[&["go:response-type", "retype:token"], &["esc 1 tab tab tab tab", "retype:openid"], &["esc a enter"]],
    ),
    ("client-credentials", &[&["ctrl-p", "type:two", "enter enter"], &["3"]]),
    (
        "limited-data",
        &[
            &["1 tab tab tab tab", "retype:/authenticate"],
            &["esc a enter enter enter"],
            &["1 tab tab tab tab", "retype:/authenticate /read-limited", "esc a enter enter enter"],
        ],
    ),
    ("real-credentials", &[&["C"], &["esc E down enter"], &["esc E up enter"]]),
];

fn act(journey: &mut Journey, action: &str) {
    use orcid_playground::app::control::Control;
    match action.split_once(':') {
        Some(("type", text)) => {
            journey.type_text(text);
        }
        Some(("retype", text)) => {
            journey.retype(text);
        }
        Some(("paste", text)) => {
            journey.press("2 esc").paste(text);
        }
        Some(("fault", name)) => {
            let faults = orcid_playground::app::fault::faults();
            let row = faults.iter().position(|fault| fault.name == name).expect("a fault");
            down(journey, row).press("enter");
        }
        Some(("go", what)) => {
            if !journey.model.advanced {
                journey.press("esc A");
            }
            journey.go_to(match what {
                "state" => Control::UseState,
                "nonce" => Control::UseNonce,
                "response-type" => Control::ResponseType,
                other => panic!("no control is called {other}"),
            });
        }
        Some(_) | None => {
            journey.press(action);
        }
    }
}

fn down(journey: &mut Journey, rows: usize) -> &mut Journey {
    for _ in 0..rows {
        journey.press("down");
    }
    journey
}

/// Begins the lesson in that row.
fn begin(row: usize) -> Journey {
    let mut journey = Journey::new();
    journey.press("L");
    for _ in 0..20 {
        journey.press("up");
    }
    down(&mut journey, row).press("enter");
    assert_eq!(journey.model.course.as_ref().expect("a lesson").lesson, row);
    journey
}

fn step(journey: &Journey) -> usize {
    journey.model.course.as_ref().expect("a lesson").step
}

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
fn what_is_wrong_with_a_lesson_is_said_with_its_line() {
    let wrong = "title = \"x\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"x\"\nhint = \"x\"\nuntil = [{ seen = { to = \"nowhere\" } }]\n";
    let error = parse("01-mine.toml", wrong).unwrap_err().to_string();
    assert!(error.contains("01-mine.toml") && error.contains("line 7") && error.contains("nowhere"), "{error}");
    let empty = "title = \"x\"\nabout = \"x\"\nend = \"x\"\nstep = []\n";
    assert!(parse("x.toml", empty).unwrap_err().to_string().contains("at least one step"));
}
