//! String literals: for shells in single quotes, for languages in double quotes.

use super::template::{Part, Value};

/// Texts between single quotes, which a POSIX shell takes as they are, and variables between double quotes.
pub(super) fn shell(value: &Value) -> String {
    if value.0.is_empty() {
        return "''".to_owned();
    }
    let part = |part: &Part| match part {
        Part::Text(text) => format!("'{}'", text.replace('\'', r"'\''")),
        Part::Variable(name) => format!("\"${name}\""),
    };
    value.0.iter().map(part).collect()
}

/// A body that a shell cannot hold in an argument, or a terminal would not take when it is pasted: control characters, and
/// more than the 128 KiB that Linux allows.
pub(super) fn needs_a_pipe(value: &Value) -> bool {
    let length: usize = value.0.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 64 }).sum();
    length > 100_000 || value.any(|text| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')))
}

/// How a language writes a character that must not stand in a literal as it is.
pub(super) struct Language {
    /// Its code point as an escape.
    pub unicode: fn(char) -> String,
    /// What has to be escaped by a backslash beside the quote and the backslash.
    pub special: &'static [char],
}

impl Language {
    /// A text between double quotes.
    pub(super) fn quoted(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if self.special.contains(&c) => out.extend(['\\', c]),
                c if is_invisible(c) => out.push_str(&(self.unicode)(c)),
                c => out.push(c),
            }
        }
        out.push('"');
        out
    }

    /// An expression: literals and variables with something between them.
    pub(super) fn joined(&self, value: &Value, variable: impl Fn(&str) -> String, joint: &str) -> String {
        if value.0.is_empty() {
            return "\"\"".to_owned();
        }
        let part = |part: &Part| match part {
            Part::Text(text) => self.quoted(text),
            Part::Variable(name) => variable(name),
        };
        value.0.iter().map(part).collect::<Vec<_>>().join(joint)
    }
}

/// Characters that a reader of the code could not see, or that would reorder what is seen.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `\u{7f}`: JavaScript, Rust, PHP, Hurl.
pub(super) fn braced(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}
