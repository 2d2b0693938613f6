//! A value that must not leak: client secrets, access, refresh and ID tokens.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A text that is hidden from `Debug` and wiped from memory when it is dropped.
///
/// It has no `Display` on purpose: whoever wants the text has to say [`Secret::expose`], which is easy to search for.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text that must not leak.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The text itself, for the wire, for a file with mode 0600, or for a copy that the user asked for.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to hide.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text with its tail hidden, recognisable but useless: `53737721-••••`.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

/// Masks one secret value: tokens (UUIDs, JWTs) keep at most their first eight characters, and never more than a quarter.
pub fn mask(value: &str) -> String {
    // What stands in an opened session is no secret any more, and two of them must be told apart.
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    if value.starts_with(super::placeholder::MARK) && value.bytes().all(plain) {
        return value.to_owned();
    }
    let shown = beginning(value);
    if shown.is_empty() { "••••".to_owned() } else { format!("{shown}-••••") }
}

/// What of a secret is shown: enough to tell two of them apart, and no more than a quarter.
pub fn beginning(value: &str) -> &str {
    let shown = (value.chars().count() / 4).min(8);
    let end = value.char_indices().nth(shown).map_or(value.len(), |(at, _)| at);
    value[..end].trim_end_matches('-')
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "Secret(empty)" } else { "Secret(••••)" })
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_text() {
        assert_eq!(format!("{:?}", Secret::from("53737721-9cdb")), "Secret(••••)");
    }

    #[test]
    fn a_mask_keeps_at_most_a_quarter() {
        assert_eq!(mask("53737721-9cdb-442a-8b77-409609bb5e43"), "53737721-••••");
        assert_eq!(mask("abc"), "••••");
        assert_eq!(mask("REDACTED_ACCESS_TOKEN_1"), "REDACTED_ACCESS_TOKEN_1");
        assert_eq!(mask("abcdefgh"), "ab-••••");
        assert_eq!(mask("é•ü漢字かな漢字かな"), "é•-••••");
    }
}
