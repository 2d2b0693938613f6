//! An answer with another state, after the right one has come: it changes nothing.

use orcid_playground::{
    app::{Command, Tone, availability, sequence},
    oauth::{Purpose, StateCheck},
};

use crate::journey::Journey;

const FORGED: &str = "http://127.0.0.1:18801/callback?code=stolen&state=guessed";

fn code(journey: &Journey) -> &str {
    &journey.model.dance.code.as_ref().expect("a code").value
}

#[test]
fn the_code_in_hand_stays_whichever_way_it_comes() {
    for pasted in [true, false] {
        let mut journey = Journey::new();
        journey.press("a enter");
        let before = code(&journey).to_owned();
        if pasted {
            journey.paste(FORGED);
        } else {
            journey.browser_opens(FORGED);
        }
        let notice = journey.model.notice.clone().expect("a notice");
        assert_eq!(notice.tone, Tone::Bad);
        assert!(notice.text.contains("dropped") && notice.text.contains(&format!("The code {before} ")), "{notice:?}");
        assert_eq!(code(&journey), before);
        assert_eq!(journey.model.dance.arrived.as_ref().unwrap().check, StateCheck::Matches);
        assert_eq!(availability(&journey.model, Command::Exchange), Ok(()));
        let screen = journey.screen(120, 40);
        assert!(screen.contains("state matches") && screen.contains("[ Exchange code for tokens ]"), "{screen}");
        assert!(screen.contains("another answer (message"), "{screen}");
        assert!(!screen.contains("Waiting for the callback") && !screen.contains("Still waiting"), "{screen}");
        journey.press("x");
        assert!(journey.model.dance.granted.is_some(), "{}", journey.notice());
        // The next request begins anew.
        journey.press("N");
        assert!(journey.model.dance.dropped.is_none());
    }
}

#[test]
fn a_denial_stays_as_well() {
    let mut journey = Journey::new();
    journey.press("a tab enter").paste(FORGED);
    assert!(journey.notice().contains("access_denied, and stays"), "{}", journey.notice());
    assert!(journey.screen(120, 40).contains("access_denied"));
    assert!(!journey.screen(120, 40).contains("Still waiting"));
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn the_right_answer_pasted_once_more_is_still_taken() {
    let mut journey = Journey::new();
    journey.press("b");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    for value in ["AAAAA1", "AAAAA2"] {
        journey.paste(&format!("http://127.0.0.1:18801/callback?code={value}&state={state}"));
        assert_eq!(code(&journey), value);
    }
}

#[test]
fn forged_tokens_of_a_fragment_are_not_welcomed() {
    let mut journey = Journey::new();
    journey.press("b").paste("http://127.0.0.1:18801/callback#access_token=abc&state=x");
    let screen = journey.screen(120, 40);
    assert!(screen.contains("State mismatch") && !screen.contains("Tokens arrived"), "{screen}");
}

#[test]
fn the_diagram_does_not_say_that_orcid_sent_it() {
    let mut journey = Journey::new();
    journey.press("a enter").paste(FORGED);
    let forged = journey.exchanges().len() - 1;
    let labels = |journey: &Journey| -> Vec<(usize, String)> {
        sequence::arrows(journey.exchanges()).into_iter().map(|arrow| (arrow.exchange, arrow.label)).collect()
    };
    let of_forged: Vec<_> = labels(&journey).into_iter().filter(|(index, _)| *index == forged).collect();
    assert_eq!(of_forged.len(), 1, "{of_forged:?}");
    // One that nothing was sent for from here comes from ORCID, as far as it is known; so does the answer of a browser.
    let mut journey = Journey::new();
    journey.paste(FORGED);
    assert!(labels(&journey).iter().any(|(_, label)| label == "redirect"));
    let mut journey = Journey::new();
    journey.press("b");
    let state = journey.model.dance.sent.as_ref().unwrap().request.state.clone().unwrap();
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=AAAAA1&state={state}"));
    assert_eq!(journey.last_exchange().purpose, Purpose::Callback);
    assert!(labels(&journey).iter().any(|(_, label)| label == "redirect"));
}

#[test]
fn an_answer_without_the_state_is_not_used_and_the_right_one_still_is() {
    let mut journey = Journey::new();
    journey.press("b");
    journey.browser_opens("http://127.0.0.1:18801/callback?code=Zz12yX");
    assert!(journey.model.dance.code.is_none(), "{}", journey.notice());
    assert!(journey.notice().starts_with("State missing"), "{}", journey.notice());
    let state = journey.model.dance.newest().and_then(|sent| sent.request.state.clone()).expect("a state");
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=Rea1cd&state={state}"));
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.as_str()), Some("Rea1cd"));
    // Another one behind it changes nothing.
    journey.browser_opens("http://127.0.0.1:18801/callback?code=Zz12yX");
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.as_str()), Some("Rea1cd"));
    // Pasted, it is the same; a code alone is somebody's own word.
    let mut journey = Journey::new();
    journey.press("b").paste("http://127.0.0.1:18801/callback?code=Zz12yX");
    assert!(journey.model.dance.code.is_none());
    journey.paste("Zz12yX");
    assert!(journey.model.dance.code.is_some());
}
