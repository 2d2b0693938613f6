//! Questions before something that cannot be undone.

use orcid_playground::{
    app::{Command, Msg, dialog::Dialog, hints},
    oauth::Purpose,
};

use crate::journey::Journey;

/// The title of the question that is open.
fn asked(journey: &Journey) -> Option<&str> {
    match journey.model.dialogs.last() {
        Some(Dialog::Confirm(confirm)) => Some(confirm.title.as_str()),
        _ => None,
    }
}

#[test]
fn the_keys_that_copy_say_yes_to_no_question() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    assert!(journey.notice().contains("y a"), "{}", journey.notice());
    journey.press("x");
    assert_eq!(asked(&journey), Some("This code was exchanged before"));
    // What it told stands under no question that takes the same keys for something else.
    assert_eq!(journey.notice(), "");
    let before = journey.exchanges().len();
    journey.press("y a");
    assert_eq!((journey.exchanges().len(), asked(&journey).is_some()), (before, true));
    assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.revoked.is_none()));
}

#[test]
fn a_question_is_answered_with_a_key_that_its_footer_names_or_on_its_button() {
    for keys in ["E", "tab enter", "left enter"] {
        let mut journey = Journey::new();
        journey.press("enter enter enter x");
        let named: Vec<_> = hints(&journey.model).into_iter().map(|hint| (hint.key, hint.label)).collect();
        assert!(named.contains(&("E".to_owned(), "exchange it again".to_owned())), "{named:?}");
        let before = journey.exchanges().len();
        journey.press(keys);
        assert_eq!(journey.exchanges().len(), before + 1, "{keys}");
        assert_eq!(journey.last_exchange().purpose, Purpose::Token, "{keys}");
    }
    // The key that asks answers nothing when it is pressed twice.
    let mut journey = Journey::new();
    journey.press("enter enter enter X X x enter");
    assert!(journey.model.dialogs.is_empty());
    assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.revoked.is_none()));
    journey.tell(Msg::Command(Command::Revoke)).press("R");
    assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.revoked.is_some()));
}

/// What moves elsewhere, opens the list of commands or turns a page there, leads to no button that cannot be undone.
#[test]
fn no_other_key_leads_to_the_button() {
    for keys in ["ctrl-p", "ctrl-n", "up", "down", "pageup", "pagedown", "home", "end", "k", "j", "h", "g", "space"] {
        let mut journey = Journey::new();
        journey.press("enter enter enter x").press(keys);
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(confirm)) if confirm.on_no), "{keys}");
        journey.press("enter");
        assert!(journey.model.dance.granted.as_ref().is_some_and(|granted| granted.revoked.is_none()), "{keys}");
    }
    let mut journey = Journey::new();
    journey.press("enter enter enter x");
    for lines in [-3, 3] {
        journey.tell(Msg::Wheel(lines, 60, 20));
        assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Confirm(confirm)) if confirm.on_no));
    }
}
