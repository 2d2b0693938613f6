//! What is said about how to use it.

use crate::app::{
    Command, Hint, Key, Model, availability,
    control::Control,
    hints,
    keymap::{Context, KEYMAP, Lookup},
};

pub(super) const HELP: &str = "\
An empty line does the next step, or presses what is chosen.
A number chooses a field or a button: a field asks for its new value, a button is pressed.
m and a number shows a message: m1. Where a text says pane 3, it means these; panes 1 and 2 are the list.
`list` says everything again, in a dialog all of the dialog; `keys` says every key and command; `tour` lists the lessons; `quit` (or `exit`) ends.
`explain` and a name says what it means (explain redirect_uri); with a number it explains that field or button, with m and a
number every name of that message.
A key or a command by its name does what it does on the screen: y a, ctrl-p, act-as-researcher. In a lesson, K says how.
In a dialog: down, up, tab, enter, esc; a number goes to that row of a list; = and a text types that text. Of a dialog that is open, what changes is said.
Anything else is taken as pasted: a code, an address, an authorization URL.";

pub(super) const NOTHING_LEFT: &str =
    "Nothing is next: a number or a command says what to do; `keys` names them, `quit` ends.";

/// What is asked when a text field was chosen.
pub(super) fn question(control: Control, label: Option<&str>) -> String {
    if control == Control::Paste {
        return "What did you get? A code, an address, a token response, a failure. An empty line pastes nothing."
            .to_owned();
    }
    let hidden = if control == Control::ClientSecret { " What you type can be read on the screen." } else { "" };
    let name = label.unwrap_or("the field");
    format!("The new value of {name}? An empty line keeps it, - empties it.{hidden}")
}

/// What an empty line does now, and what else is near.
pub(super) fn next(model: &Model) -> String {
    if model.dialogs.is_empty() {
        return match model.next_step() {
            Some(command) => format!("empty line: {}; ? help", KEYMAP.entry(command).title),
            None => "? help".to_owned(),
        };
    }
    hints(model).iter().map(said).collect::<Vec<_>>().join("; ")
}

/// A hint. What a terminal makes of a key with Control is not known, so the command stands there by its name.
fn said(Hint { key, label, .. }: &Hint) -> String {
    let command = Key::on_screen(key).filter(|key| key.ctrl).map(|key| KEYMAP.lookup(Context::Dialog, &[], key));
    match command {
        Some(Lookup::Command(command)) if command.to_string() == *label => label.clone(),
        Some(Lookup::Command(command)) => format!("{command}: {label}"),
        Some(Lookup::Prefix | Lookup::Unbound) | None => match word(key).as_str() {
            "enter" => format!("empty line: {label}"),
            word => format!("{word} {label}"),
        },
    }
}

/// Keys as they are typed here.
fn word(keys: &str) -> String {
    let name = |part: &str| Key::on_screen(part).map_or_else(|| part.to_owned(), Key::name);
    keys.split(' ').map(name).collect::<Vec<_>>().join(" ")
}

/// The key that a word names, as it is read here or written on the screen.
pub(super) fn key(word: &str) -> Option<Key> {
    let small = || word.to_lowercase().parse().ok().filter(|_| word.chars().nth(1).is_some());
    word.parse().ok().or_else(|| Key::on_screen(word)).or_else(small)
}

/// Every command that works now, with its keys and its name.
pub(super) fn keys(model: &Model) -> String {
    let mut lines = String::new();
    let means = |command: Command| !command.moves_about() && !ON_A_SCREEN.contains(&command);
    let here = |command: Command| means(command) && availability(model, command).is_ok();
    for entry in KEYMAP.entries.iter().filter(|entry| here(entry.command)) {
        let keys = KEYMAP.keys(entry.command).map(|keys| format!(" ({})", word(&keys))).unwrap_or_default();
        lines.push_str(&format!("{}{keys}: {}\n", entry.command, entry.title));
    }
    lines
}

/// What belongs to a screen with panes and a mouse, and means nothing here.
const ON_A_SCREEN: [Command; 7] = [
    Command::ShowConfigure,
    Command::ShowAuthorize,
    Command::ShowMessages,
    Command::ToggleWrap,
    Command::ToggleMouse,
    Command::Redraw,
    Command::Suspend,
];
