//! The text of the help dialog: what the focused thing is, then every key.

use super::{
    control::Control,
    document::{Line, Role},
    field::EDITING,
    keymap::{Context, KEYMAP},
    meaning,
};

/// The lines of the help, for what had the focus.
pub fn lines(about: Control) -> Vec<Line> {
    let term = meaning::term(about);
    let title = term.title.as_ref().or(term.names.first()).map_or("", String::as_str);
    let mut lines = vec![Line::of(Role::Title, title), Line::of(Role::Plain, &term.what), Line::new()];
    lines.push(Line::of(Role::Title, "Keys (letters work outside text fields)"));
    for entry in &KEYMAP.entries {
        let mut keys: Vec<String> = Vec::new();
        for binding in KEYMAP.bindings.iter().filter(|binding| binding.command == entry.command) {
            let key = binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            // A key that works in several places is bound in each.
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if !keys.is_empty() {
            let keys = format!("{:<14}", keys.join(", "));
            // They mean something else where nothing was looked for.
            let all = || KEYMAP.bindings.iter().filter(|binding| binding.command == entry.command);
            let of_search = all().all(|binding| binding.contexts == [Context::Found]);
            let title = if of_search { format!("{} (after a search)", entry.title) } else { entry.title.clone() };
            lines.push(Line::of(Role::FormName, &keys).with(Role::Plain, &title));
        }
    }
    lines.push(Line::new());
    lines.push(Line::of(Role::Title, "Keys in a text field"));
    for (keys, what) in EDITING {
        lines.push(Line::of(Role::FormName, &format!("{keys:<14}")).with(Role::Plain, what));
    }
    lines.push(Line::new());
    lines.push(Line::of(Role::Comment, "Every command, also those without a key, is in the palette: Ctrl-P."));
    lines
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;
    use crate::app::{Command, form::Parameter};

    #[test]
    fn everything_that_can_have_the_focus_has_a_text() {
        let fixed = [
            Control::Environment,
            Control::ClientId,
            Control::ClientSecret,
            Control::RedirectUri,
            Control::Scope,
            Control::Advanced,
            Control::UseState,
            Control::UseNonce,
            Control::Pkce,
            Control::AuthMethod,
            Control::ResponseType,
            Control::Url,
            Control::Paste,
            Control::Viewer,
        ];
        let parameters = Parameter::ALL.map(Control::Parameter);
        let buttons = Command::iter().map(Control::Button);
        for control in fixed.into_iter().chain(parameters).chain(buttons) {
            let term = meaning::term(control);
            assert!(term.what.ends_with('.') && !lines(control)[0].text().is_empty(), "{control:?}: {}", term.what);
        }
        for parameter in Parameter::ALL {
            assert!(!parameter.note().is_empty(), "{parameter:?}");
        }
    }

    #[test]
    fn a_key_stands_there_once() {
        let lines = lines(Control::Viewer);
        let of =
            |title: &str| lines.iter().find(|line| line.text().ends_with(title)).map(|line| line.text().to_owned());
        assert_eq!(of(" Quit").as_deref(), Some("q, ^C         Quit"));
        assert_eq!(of(" Back").as_deref(), Some("Esc           Back"));
    }
}
