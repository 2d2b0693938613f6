//! The paste box: what takes the place of what, what comes back, what is hidden.

use orcid_playground::app::{
    Command, Msg,
    control::{Control, Pane},
    pane::pane_of,
};

use crate::journey::Journey;

#[test]
fn a_second_paste_takes_the_place_of_the_first() {
    let mut journey = Journey::new();
    journey.paste("hello there");
    assert_eq!((journey.model.focus, journey.model.paste.field.text()), (Control::Paste, "hello there"));
    journey.paste("good bye");
    assert_eq!(journey.model.paste.field.text(), "good bye");
    assert!(journey.notice().starts_with("Not recognized"), "{}", journey.notice());
    // Moving about in it is no edit.
    journey.press("left left").paste("eUeiz2");
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.as_str()), Some("eUeiz2"));
    assert!(journey.model.paste.field.is_empty());
}

#[test]
fn what_a_paste_replaced_can_be_brought_back() {
    let mut journey = Journey::new();
    journey.paste("hello there").paste("good bye").press("alt-u");
    assert_eq!(journey.model.paste.field.text(), "hello there");
    journey.press("alt-r");
    assert_eq!(journey.model.paste.field.text(), "good bye");
    journey.press("ctrl-_");
    assert_eq!(journey.model.paste.field.text(), "hello there");
    // What was typed is one step.
    journey.go_to(Control::Scope).retype("/authenticate").press("alt-u");
    assert_eq!(journey.model.form().scope.text(), "");
    journey.press("alt-u");
    assert_eq!(journey.model.form().scope.text(), "/authenticate /read-limited");
}

#[test]
fn a_secret_that_comes_back_is_hidden_and_one_that_was_taken_does_not() {
    const UUID: &str = "53737721-9cdb-442a-8b77-409609bb5e43";
    let mut journey = Journey::new();
    journey.paste(UUID).press("esc").go_to(Control::Paste).press("backspace").press("esc").paste("hello there");
    assert!(!journey.model.paste.is_secret);
    journey.press("alt-u");
    assert_eq!(journey.model.paste.field.text(), &UUID[..35]);
    assert!(journey.model.paste.is_secret, "a part of a secret is hidden too");
    // Taken as the client secret: the box is a new one.
    let mut journey = Journey::new();
    journey.paste(UUID).press("down enter").go_to(Control::Paste).press("alt-u");
    assert!(journey.model.paste.field.is_empty() && !journey.model.paste.field.remembers(|_| true));
    // Another client's credentials are imported: the secret of the one before is gone for good.
    journey.paste("http://127.0.0.1:18800/oauth/authorize?client_id=APP-OTHER&response_type=code&scope=/authenticate");
    let secret = &journey.model.form().client_secret;
    assert!(secret.is_empty() && !secret.remembers(|_| true));
    // Swapped with the client id, which can be read.
    let mut journey = Journey::new();
    journey.go_to(Control::ClientSecret).retype("APP-1234567890ABCDEF").go_to(Control::ClientId).retype(UUID);
    journey.press("esc !");
    assert_eq!(journey.model.form().client_id.text(), "APP-1234567890ABCDEF");
    assert!(!journey.model.form().client_id.remembers(|_| true));
}

#[test]
fn what_was_shown_of_an_earlier_paste_is_not_shown_of_the_next() {
    const UUID: &str = "53737721-9cdb-442a-8b77-409609bb5e43";
    let mut journey = Journey::new();
    journey.paste(UUID).press("esc").go_to(Control::Paste);
    journey.tell(Msg::Command(Command::Reveal));
    assert!(journey.model.paste.is_secret && journey.model.revealed.is_some());
    journey.paste("hello there");
    assert!(!journey.model.paste.is_secret && journey.model.revealed.is_none());
    journey.paste(UUID);
    assert!(journey.model.paste.is_secret && journey.model.revealed.is_none());
}

#[test]
fn a_paste_into_the_empty_box_is_taken_at_once() {
    let mut journey = Journey::new();
    journey.go_to(Control::Paste).paste("eUeiz2\n");
    assert_eq!(journey.model.dance.code.as_ref().map(|code| code.value.as_str()), Some("eUeiz2"));
}

#[test]
fn a_paste_is_added_to_what_was_typed() {
    let mut journey = Journey::new();
    journey.go_to(Control::Paste).type_text("co").paste("de=eUeiz2");
    assert_eq!(journey.model.paste.field.text(), "code=eUeiz2");
    assert!(journey.model.dance.code.is_none(), "Enter takes it");
    journey.press("enter");
    assert!(journey.model.dance.code.is_some());
    // What was pasted and edited is the user's own text, too; the verdict on what it was goes.
    let mut journey = Journey::new();
    journey.paste("hello there").press("backspace");
    journey.paste("m");
    assert_eq!((journey.model.paste.field.text(), journey.notice()), ("hello therm", ""));
}

#[test]
fn a_paste_goes_into_the_field_that_has_the_focus() {
    let mut journey = Journey::new();
    journey.go_to(Control::ClientId).press("ctrl-e ctrl-u").paste("APP-1234567890ABCDEF\n");
    assert_eq!(journey.model.form().client_id.text(), "APP-1234567890ABCDEF");
    assert!(journey.model.dance.code.is_none());
}

#[test]
fn esc_leaves_the_box_also_when_the_dance_is_over() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut journey = Journey::new();
        journey.resize(width, height).press("enter enter enter r 2").go_to(Control::Paste).press("esc");
        assert!(!journey.model.focus.is_text(), "{:?}", journey.model.focus);
        assert_eq!(pane_of(journey.model.focus), Pane::Authorize);
        // From a field of pane 1 one does not land on what ends something.
        journey.press("1").go_to(Control::ClientId).press("esc");
        assert_eq!(pane_of(journey.model.focus), Pane::Configure, "{:?}", journey.model.focus);
    }
}
