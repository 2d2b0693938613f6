//! Keys as this program speaks of them: in the key map, in tests, in the footer.

use std::{fmt, str::FromStr};

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character as typed, upper case included.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// One key press. Shift is not kept: it is in the character, or in [`KeyCode::BackTab`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Control.
    pub ctrl: bool,
    /// With Alt (Meta).
    pub alt: bool,
}

impl Key {
    /// A key without modifiers.
    pub fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// Its name as [`Key::from_str`] reads it: `ctrl-p`.
    pub fn name(self) -> String {
        let (ctrl, alt) = (if self.ctrl { "ctrl-" } else { "" }, if self.alt { "alt-" } else { "" });
        let named = NAMED.iter().find(|(_, code, _)| *code == self.code).map(|(name, _, _)| (*name).to_owned());
        let typed = |code| if let KeyCode::Char(c) = code { c.to_string() } else { String::new() };
        format!("{ctrl}{alt}{}", named.unwrap_or_else(|| typed(self.code)))
    }

    /// The key that the screen writes so: `^P`, `Esc`, `⏎`.
    pub fn on_screen(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("Alt-").filter(|rest| !rest.is_empty()) {
            return Some(Self {
                alt: true,
                ..Self::on_screen(&rest.to_lowercase()).or_else(|| Self::on_screen(rest))?
            });
        }
        if let Some(rest) = text.strip_prefix('^').filter(|rest| !rest.is_empty()) {
            return Some(Self {
                ctrl: true,
                ..Self::on_screen(&rest.to_lowercase()).or_else(|| Self::on_screen(rest))?
            });
        }
        if let Some((_, code, _)) = NAMED.iter().find(|(_, _, sign)| *sign == text) {
            return Some(Self::plain(*code));
        }
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none()).map(|c| Self::plain(KeyCode::Char(c)))
    }

    /// The character to insert when the key is typed into a text field.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

const NAMED: [(&str, KeyCode, &str); 15] = [
    ("enter", KeyCode::Enter, "⏎"),
    ("esc", KeyCode::Esc, "Esc"),
    ("tab", KeyCode::Tab, "Tab"),
    ("shift-tab", KeyCode::BackTab, "⇧Tab"),
    ("backspace", KeyCode::Backspace, "⌫"),
    ("delete", KeyCode::Delete, "Del"),
    ("left", KeyCode::Left, "←"),
    ("right", KeyCode::Right, "→"),
    ("up", KeyCode::Up, "↑"),
    ("down", KeyCode::Down, "↓"),
    ("home", KeyCode::Home, "Home"),
    ("end", KeyCode::End, "End"),
    ("pageup", KeyCode::PageUp, "PgUp"),
    ("pagedown", KeyCode::PageDown, "PgDn"),
    ("space", KeyCode::Char(' '), "Space"),
];

/// A key name that the key map does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called {0:?}")]
pub struct UnknownKey(String);

impl FromStr for Key {
    type Err = UnknownKey;

    /// Reads `q`, `?`, `ctrl-p`, `alt-left`, `shift-tab`.
    fn from_str(text: &str) -> Result<Self, UnknownKey> {
        if let Some((_, code, _)) = NAMED.iter().find(|(name, _, _)| *name == text) {
            return Ok(Self::plain(*code));
        }
        if let Some(rest) = text.strip_prefix("ctrl-").filter(|rest| !rest.is_empty()) {
            return Ok(Self { ctrl: true, ..rest.parse()? });
        }
        if let Some(rest) = text.strip_prefix("alt-").filter(|rest| !rest.is_empty()) {
            return Ok(Self { alt: true, ..rest.parse()? });
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(c), None) => Ok(Self::plain(KeyCode::Char(c))),
            _ => Err(UnknownKey(text.to_owned())),
        }
    }
}

impl fmt::Display for Key {
    /// The short form of the footer: `⏎`, `^P`, `q`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        let name = NAMED.iter().find(|(_, code, _)| *code == self.code).map(|(_, _, short)| *short);
        match (self.code, name) {
            (_, Some(name)) => write!(f, "{}{name}", if self.ctrl { "^" } else { "" }),
            (KeyCode::Char(c), None) if self.ctrl => write!(f, "^{}", c.to_ascii_uppercase()),
            (KeyCode::Char(c), None) if self.alt => write!(f, "{}", c.to_ascii_uppercase()),
            (KeyCode::Char(c), None) => write!(f, "{c}"),
            (_, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_shown() {
        let shown = |text: &str| text.parse::<Key>().map(|key| key.to_string());
        assert_eq!(shown("ctrl-p").unwrap(), "^P");
        assert_eq!(shown("enter").unwrap(), "⏎");
        assert_eq!(shown("alt-left").unwrap(), "Alt-←");
        assert_eq!(shown("alt-k").unwrap(), "Alt-K");
        assert_eq!(shown("Q").unwrap(), "Q");
        assert_eq!(shown("-").unwrap(), "-");
        for name in ["ctrl-p", "alt-left", "ctrl-left", "esc", "shift-tab", "space", "Q", "^", "-", "alt-u", "pageup"] {
            let key: Key = name.parse().unwrap();
            assert_eq!((key.name().as_str(), Key::on_screen(&key.to_string())), (name, Some(key)));
        }
        assert!(["", "Enter", "xyz", "^Pq"].iter().all(|text| Key::on_screen(text).is_none()));
        assert!(shown("ctrl-").is_err());
        assert!(shown("").is_err());
    }
}
