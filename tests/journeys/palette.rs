//! The list of every command, searched.

use orcid_playground::app::{
    Command,
    dialog::{Dialog, palette_rows},
};

use crate::journey::Journey;

fn found(journey: &mut Journey, typed: &str) -> Vec<Command> {
    journey.press("ctrl-p").type_text(typed);
    let Some(Dialog::Palette(palette)) = journey.model.dialogs.last() else { panic!("no palette") };
    let rows = palette_rows(&journey.model, palette).iter().map(|row| row.entry.command).collect();
    journey.press("esc");
    rows
}

#[test]
fn what_is_called_so_stands_first() {
    let mut journey = Journey::new();
    journey.press("enter enter enter");
    for (typed, first) in [
        ("token exchange", Command::TokenExchange),
        ("Token Exchange", Command::TokenExchange),
        ("on behalf of", Command::TokenExchange),
        ("change", Command::EditAndResend),
        ("exchange", Command::Exchange),
        ("lessons", Command::Lessons),
    ] {
        assert_eq!(found(&mut journey, typed).first(), Some(&first), "{typed}");
    }
    // Called by its name it is first although it does not work: Enter must not do another thing.
    let mut journey = Journey::new();
    assert_eq!(found(&mut journey, "refresh the tokens").first(), Some(&Command::Refresh));
}

#[test]
fn common_words_find_what_is_meant() {
    let mut journey = Journey::new();
    for (typed, meant) in [
        ("export", Command::CopyAs),
        ("export", Command::SaveSession),
        ("import", Command::OpenSession),
        ("logout", Command::SignOut),
        ("log out", Command::SignOut),
        ("delete", Command::Profiles),
        ("delete", Command::TokenShelf),
        ("login", Command::OpenBrowser),
        ("har", Command::SaveSession),
    ] {
        assert!(found(&mut journey, typed).contains(&meant), "{typed} does not find {meant}");
    }
    assert!(found(&mut journey, "zebra").is_empty());
}
