//! What is said about how to use it.

use crate::app::{Command, Model, availability, hints, keymap::KEYMAP};

pub(super) const HELP: &str = "\
An empty line does the next step, or presses what is chosen.
A number chooses a field or a button: a field asks for its new value, a button is pressed.
m and a number shows a message: m1. Where a text says pane 3, it means these; panes 1 and 2 are the list.
`list` says everything again; `keys` says every key and command; `tour` lists the lessons; `quit` (or `exit`) ends.
`explain` and a name says what it means (explain redirect_uri); with a number it explains that field or button, with m and a
number every name of that message.
A key or a command by its name does what it does on the screen: y a, ctrl-p, act-as-researcher.
In a dialog: down, up, tab, enter, esc; = and a text types that text.
Anything else is taken as pasted: a code, an address, an authorization URL.";

pub(super) const NOTHING_LEFT: &str =
    "Nothing is next: a number or a command says what to do; `keys` names them, `quit` ends.";

/// What an empty line does now, and what else is near.
pub(super) fn next(model: &Model) -> String {
    if model.dialogs.is_empty() {
        return match model.next_step() {
            Some(command) => format!("empty line: {}; ? help", KEYMAP.entry(command).title),
            None => "? help".to_owned(),
        };
    }
    let hints: Vec<String> =
        hints(model).into_iter().map(|hint| format!("{} {}", word(&hint.key), hint.label)).collect();
    hints.join("; ")
}

/// A key as it is typed here.
fn word(key: &str) -> String {
    let names = [
        ("⏎", "empty line:"),
        ("Tab", "tab"),
        ("⇧Tab", "shift-tab"),
        ("Esc", "esc"),
        ("↑", "up"),
        ("↓", "down"),
        ("←", "left"),
        ("→", "right"),
        ("Space", "space"),
    ];
    key.split(' ')
        .map(|part| names.iter().find(|(sign, _)| *sign == part).map_or(part, |(_, name)| name))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Every command that works now, with its keys and its name.
pub(super) fn keys(model: &Model) -> String {
    let mut lines = String::new();
    let here = |command: &Command| !ON_A_SCREEN.contains(command) && availability(model, *command).is_ok();
    for entry in KEYMAP.entries.iter().filter(|entry| here(&entry.command)) {
        let keys = KEYMAP.keys(entry.command).map(|keys| format!(" ({})", word(&keys))).unwrap_or_default();
        lines.push_str(&format!("{}{keys}: {}\n", entry.command, entry.title));
    }
    lines
}

/// What moves about on a screen, and means nothing here outside dialogs.
const ON_A_SCREEN: [Command; 18] = [
    Command::Activate,
    Command::FocusNext,
    Command::FocusPrevious,
    Command::Down,
    Command::Up,
    Command::Left,
    Command::Right,
    Command::PageDown,
    Command::PageUp,
    Command::Top,
    Command::Bottom,
    Command::Back,
    Command::ShowConfigure,
    Command::ShowAuthorize,
    Command::ShowMessages,
    Command::ToggleWrap,
    Command::ToggleMouse,
    Command::Suspend,
];
