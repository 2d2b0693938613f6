//! What a learner does in each step of each lesson, and the hands that do it.

use orcid_playground::app::control::Control;

use crate::journey::Journey;

/// What is done in each step: keys, or with `type:` and `retype:` text for the focused field.
pub const PLAYED: [(&str, &[&[&str]]); 16] = [
    ("the-dance", &[&["enter"], &["enter"], &["enter"], &["enter"], &["3", "p"]]),
    (
        "the-client",
        &[
            &["1 tab", "backspace", "type:X"],
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
    ("a-code-works-once", &[&["enter enter enter"], &["r"], &["2 x E"], &["2 r"]]),
    ("a-code-grows-old", &[&["F", "fault:expired-code"], &["esc a enter"], &["x"], &["a enter enter"]]),
    (
        "refresh",
        &[
            &["enter enter enter"],
            &["R"],
            &["r"],
            &["<", "retype:/authenticate", "enter"],
            &["<", "retype:/authenticate /read-limited", "enter"],
        ],
    ),
    ("revoke", &[&["enter enter enter"], &["X R"], &["2 r"]]),
    (
        "openid-connect",
        &[&["1 tab tab tab tab", "retype:openid"], &["go:nonce", "enter"], &["2 a enter enter"], &["u"], &["2 I"]],
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
    (
        "writing-a-work",
        &[
            &["1 tab tab tab tab", "retype:/authenticate /read-limited /activities/update"],
            &["esc a enter enter"],
            &["o", "type:add-work", "enter", "ctrl-s"],
            &["2 r"],
            &["2 o", "type:add-work", "enter", "ctrl-s"],
            &["2 o", "type:update-work", "enter", "ctrl-s"],
            &["2 o", "type:delete-work", "enter", "ctrl-s"],
            &["1 tab tab tab tab", "retype:/authenticate /read-limited", "esc a enter enter"],
            &["o", "type:add-work", "enter", "ctrl-s"],
        ],
    ),
    (
        "real-credentials",
        &[
            &["C"],
            &["esc E down enter"],
            &["esc 1 tab tab tab", "retype:http://127.0.0.1:18801/callback"],
            &[
                "esc",
                "paste:Error: The provided redirect URI http://localhost:18801/callback does not match the redirect URIs registered by My application",
            ],
            &["esc E up enter"],
        ],
    ),
];

pub fn act(journey: &mut Journey, action: &str) {
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

pub fn down(journey: &mut Journey, rows: usize) -> &mut Journey {
    for _ in 0..rows {
        journey.press("down");
    }
    journey
}

/// Begins the lesson in that row.
pub fn begin(row: usize) -> Journey {
    let mut journey = Journey::new();
    choose(&mut journey, row);
    journey
}

/// Begins that lesson from wherever one is.
pub fn choose(journey: &mut Journey, row: usize) {
    while !journey.model.dialogs.is_empty() {
        journey.press("esc");
    }
    journey.press("2 esc L");
    for _ in 0..20 {
        journey.press("up");
    }
    down(journey, row).press("enter");
    assert_eq!(journey.model.course.as_ref().expect("a lesson").lesson, row);
}

pub fn step(journey: &Journey) -> usize {
    journey.model.course.as_ref().expect("a lesson").step
}

/// Plays the steps of a lesson before this one.
pub fn up_to(id: &str, step: usize) -> Journey {
    let row = PLAYED.iter().position(|(known, _)| *known == id).expect("a lesson");
    let mut journey = begin(row);
    for actions in &PLAYED[row].1[..step] {
        actions.iter().for_each(|action| act(&mut journey, action));
    }
    assert_eq!(journey.model.course.as_ref().expect("a lesson").step, step, "{id}");
    journey
}

/// Plays a lesson through.
pub fn up_to_the_end(row: usize) -> Journey {
    let mut journey = begin(row);
    PLAYED[row].1.iter().flat_map(|step| step.iter()).for_each(|action| act(&mut journey, action));
    assert!(journey.model.course.as_ref().is_some_and(|course| journey.model.is_over(course)));
    journey
}
