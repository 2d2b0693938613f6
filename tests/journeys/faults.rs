//! Every fault of the simulated ORCID in a whole dance: what the program makes of it.

use orcid_playground::{
    app::{control::Control, fault::faults},
    oauth::Purpose,
    ui::plain,
};

use crate::journey::Journey;

/// Switches a fault on for good, in the open list.
fn choose(journey: &mut Journey, name: &str) {
    let row = faults().iter().position(|fault| fault.name == name).expect("a fault");
    for _ in 0..row {
        journey.press("down");
    }
    // Once, then always.
    journey.press("enter enter esc");
}

/// The dance with a fault switched on, and everything that panes and notice say at its end.
fn dance(name: &str) -> (Journey, String) {
    let mut journey = Journey::new();
    journey.press("1 tab tab tab tab").retype("openid /read-limited").press("esc F");
    choose(&mut journey, name);
    let mut said = String::new();
    for keys in ["a", "enter", "x", "r", "u", "I"] {
        journey.press(if keys == "enter" && journey.model.dialogs.is_empty() { "2" } else { keys });
        said.push_str(&format!("[{keys}] {}\n", journey.notice()));
        said.push_str(&dialog(&journey));
        if keys == "I" || keys == "x" {
            journey.press("esc");
        }
    }
    let mut numbers = plain::Numbers::default();
    said.push_str(&plain::panes(&journey.model, &mut numbers, journey.now).join("\n"));
    for exchange in journey.exchanges() {
        for diagnosis in journey.model.diagnoses_of(exchange.id) {
            let cause = diagnosis.first().map_or("nothing is known of it", |cause| cause.id);
            said.push_str(&format!("\n{}: {cause}", diagnosis.headline));
        }
    }
    (journey, said)
}

/// Each fault, and what the program says of it: in panes, dialogs, or as the cause of a diagnosis. `tokens` where the dance
/// comes to its end all the same; how an answer travels on real sockets is seen in `tests/wire`.
const SAID: [(&str, &str); 27] = [
    ("deny", "The researcher chose «Deny access»."),
    ("wrong-state", "State mismatch"),
    ("missing-state", "No state came back, though one was sent"),
    ("error-in-fragment", "invalid_scope"),
    ("expired-code", "code-expired"),
    ("fewer-scopes", "granted-less"),
    ("code-used-before", "code-used-twice"),
    ("double-redirect", "token-revoked"),
    ("missing-refresh-token", "no-refresh-token"),
    ("wrong-issuer", "✗ iss"),
    ("wrong-audience", "✗ aud"),
    ("wrong-nonce", "tokens"),
    ("expired-id-token", "✗ exp"),
    ("clock-skew", "✗ iat"),
    ("wrong-signature", "✗ signature"),
    ("missing-alg", "✗ alg"),
    ("too-many-requests", "daily-quota"),
    ("unavailable", "too-fast"),
    ("challenge", "challenge-page"),
    ("token-redirect", "token-host-redirects"),
    ("invalid-json", "answer-cut-off"),
    ("wrong-content-type", "tokens"),
    ("huge-body", "tokens"),
    ("gzip", "compressed-answer"),
    ("slow", "tokens"),
    ("in-pieces", "tokens"),
    ("cut-off", "the connection ended in the middle: reset"),
];

#[test]
fn each_fault_is_told_for_what_it_is() {
    let names: Vec<&str> = faults().iter().map(|fault| fault.name.as_str()).collect();
    assert_eq!(names, SAID.map(|(name, _)| name), "the table has every fault");
    let mut missed = Vec::new();
    for (name, words) in SAID {
        let (journey, said) = dance(name);
        let told = match words {
            "tokens" => journey.model.dance.granted.is_some() && !said.contains('✗'),
            words => said.contains(words),
        };
        if !told {
            missed.push(format!("{name}: {words} is not in\n{said}\n"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_nonce_that_was_sent_must_come_back() {
    let mut journey = Journey::new();
    journey.press("A").go_to(Control::UseNonce).press("enter esc F");
    choose(&mut journey, "wrong-nonce");
    journey.press("1 tab tab tab tab").retype("openid").press("esc a enter x I");
    let card = dialog(&journey);
    assert!(card.contains("✗ nonce"), "{card}");
}

/// What the open dialog says.
fn dialog(journey: &Journey) -> String {
    let lines = plain::dialog(&journey.model, journey.now);
    lines.iter().map(|line| line.marked.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_long_answer_is_read_to_its_end() {
    let (journey, _) = dance("huge-body");
    let token = journey.last_of(Purpose::Token);
    assert!(token.outcome.response().is_some_and(|answer| answer.body().len() > 1 << 20), "it is long");
    assert!(journey.model.diagnoses_of(token.id).is_empty(), "{:?}", journey.model.diagnoses_of(token.id));
}

#[test]
fn what_is_known_to_be_the_same_is_no_cause() {
    // The code is fresh, and client and redirect URI are those of the authorization request: nothing but time is left.
    let (journey, _) = dance("expired-code");
    let token = journey.last_of(Purpose::Token);
    let diagnoses = journey.model.diagnoses_of(token.id);
    let causes: Vec<&str> = diagnoses.iter().flat_map(|it| &it.causes).map(|cause| cause.id).collect();
    assert_eq!(causes, ["code-expired"]);
    assert!(journey.model.dance.code_is_useless());
}
