//! The authorization URL on its way to a browser: opened, copied, shown. Copying changes nothing that is there.

use orcid_playground::{
    app::{Command, Msg, StepState, dance::Capture, dialog::Dialog, steps},
    oauth::{Purpose, form},
};

use crate::journey::Journey;

/// The messages that say that an authorization request was made.
fn requests(journey: &Journey) -> usize {
    journey.exchanges().iter().filter(|message| message.purpose == Purpose::AuthorizationRequest).count()
}

/// The parameter of a URL.
fn parameter(url: &str, name: &str) -> String {
    let fields = form::parse_form(url.split_once('?').expect("a query").1.as_bytes());
    form::first(&fields, name).expect("the parameter").to_owned()
}

#[test]
fn one_request_is_one_message_however_it_is_handed_out() {
    let mut journey = Journey::new();
    journey.press("b").tell(Msg::BrowserOpened(Err("exit status: 3".to_owned())));
    assert!(journey.notice().contains("No browser could be opened"), "{}", journey.notice());
    journey.press("y u Q");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Qr(_))));
    journey.press("esc");
    assert_eq!((requests(&journey), journey.exchanges().len()), (1, 1));
    let screen = journey.screen(120, 40);
    assert!(!screen.contains("is sent to") && screen.contains("A browser is to open"), "{screen}");
    // Another request is another message.
    journey.tell(Msg::Command(Command::NewRequest)).press("y u");
    assert_eq!(requests(&journey), 2);
}

#[test]
fn a_url_that_is_copied_after_the_dance_takes_nothing_away() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    let (before, shown) = (journey.screen(120, 40), journey.model.viewer.selected);
    let answered = journey.model.dance.arrived.clone();
    journey.press("y u");
    let copied = journey.copied().expect("a URL").to_owned();
    assert_eq!(journey.model.authorization_url(), copied, "what pane 2 shows");
    assert_eq!((&journey.model.dance.arrived, journey.model.viewer.selected), (&answered, shown));
    assert!(journey.model.dance.code.as_ref().is_some_and(|code| code.spent.is_some()));
    assert_eq!(steps(&journey.model)[1].1, StepState::Done);
    let screen = journey.screen(120, 40);
    assert!(before.contains("✓ state matches") && screen.contains("✓ state matches"), "{screen}");
    assert!(!screen.contains("Waiting for the callback") && !screen.contains("Stop listening"), "{screen}");
    assert!(matches!(journey.model.dance.capture, Capture::On(_)), "it is heard all the same");
    journey.press("y u y u");
    assert_eq!((journey.copied(), requests(&journey)), (Some(copied.as_str()), 1));

    // Who opens it begins the next dance with its answer.
    let state = parameter(&copied, "state");
    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?code=Ab12Cd&state={state}"));
    let code = journey.model.dance.code.as_ref().expect("a code");
    assert_eq!((code.value.as_str(), code.spent, &code.sent.url), ("Ab12Cd", None, &copied));
    assert!(journey.model.dance.granted.is_some(), "the tokens stay until there are others");
    assert!(journey.screen(120, 40).contains("✓ state matches"));
    // An answer to the request before is late, and not used.
    let late =
        format!("http://127.0.0.1:18801/callback?code=Zz99Zz&state={}", parameter(&answered_url(&journey), "state"));
    journey.browser_opens(&late);
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.as_str()), Some("Ab12Cd"));
}

/// The URL of the first request.
fn answered_url(journey: &Journey) -> String {
    let first = journey.exchanges().iter().find(|message| message.purpose == Purpose::Researcher);
    first.expect("the researcher").request.uri().to_string()
}

#[test]
fn after_an_error_a_url_that_is_copied_begins_anew() {
    let mut journey = Journey::new();
    journey.press("a down down down down down down down enter");
    journey.model.dialogs.clear();
    journey.browser_opens("http://127.0.0.1:18801/callback#error=login_required");
    journey.press("y u");
    assert!(journey.model.dance.is_awaited());
    assert!(journey.screen(120, 40).contains("Waiting for the callback"));
}
