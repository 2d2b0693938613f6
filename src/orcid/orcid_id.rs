//! The ORCID iD: sixteen characters, the last one a check digit.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An ORCID iD in its bare form, `0000-0002-1825-0097`, with a valid check digit (ISO 7064 MOD 11-2; guide `orcid-wire`,
/// "Identifiers"). It does not tell its environment: production and sandbox draw from the same ranges.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrcidId(String);

/// Why a text is no ORCID iD.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrcidId {
    /// Not four groups of four.
    #[error("an ORCID iD looks like 0000-0002-1825-0097, alone or at the end of a URL")]
    Shape,
    /// The shape is right, the last character is not what the others demand: most likely a typing error.
    #[error("the check digit of this ORCID iD should be {expected}: one of its digits is probably mistyped")]
    CheckDigit {
        /// What the first fifteen digits demand.
        expected: char,
    },
}

impl OrcidId {
    /// The bare iD.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The check digit of fifteen digits; separators are skipped.
fn check_digit(digits: impl Iterator<Item = u32>) -> char {
    let total = digits.fold(0, |total, digit| (total + digit) * 2 % 11);
    match (12 - total) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

impl FromStr for OrcidId {
    type Err = InvalidOrcidId;

    /// Reads a bare iD, or a URL that ends in one, with or without a slash behind it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().trim_end_matches('/');
        let start = text.len().checked_sub(19).ok_or(InvalidOrcidId::Shape)?;
        let id = text.get(start..).ok_or(InvalidOrcidId::Shape)?.to_ascii_uppercase();
        if !(text[..start].is_empty() || text[..start].ends_with('/')) {
            return Err(InvalidOrcidId::Shape);
        }
        let shaped = id.bytes().enumerate().all(|(i, byte)| match i {
            4 | 9 | 14 => byte == b'-',
            18 => byte.is_ascii_digit() || byte == b'X',
            _ => byte.is_ascii_digit(),
        });
        if !shaped {
            return Err(InvalidOrcidId::Shape);
        }
        let expected = check_digit(id[..18].chars().filter_map(|c| c.to_digit(10)));
        if id.ends_with(expected) { Ok(Self(id)) } else { Err(InvalidOrcidId::CheckDigit { expected }) }
    }
}

impl TryFrom<String> for OrcidId {
    type Error = InvalidOrcidId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<OrcidId> for String {
    fn from(id: OrcidId) -> Self {
        id.0
    }
}

impl fmt::Display for OrcidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OrcidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALID: [&str; 5] = [
        "0000-0002-1825-0097",
        "0000-0001-5109-3700",
        "0000-0002-1694-233X",
        "0000-0002-9079-593X",
        "0000-0001-2345-6789",
    ];

    #[test]
    fn known_ids_are_read_bare_and_from_urls() {
        for id in VALID {
            assert_eq!(id.parse::<OrcidId>().unwrap().as_str(), id);
            assert_eq!(format!("https://sandbox.orcid.org/{id}/").parse::<OrcidId>().unwrap().to_string(), id);
            assert_eq!(id.to_lowercase().parse::<OrcidId>().unwrap().as_str(), id);
        }
    }

    #[test]
    fn every_single_mistyped_digit_is_noticed() {
        for id in VALID {
            for (i, right) in id.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                for wrong in ('0'..='9').filter(|&c| c != right) {
                    let mut text = id.to_owned();
                    text.replace_range(i..=i, &wrong.to_string());
                    assert!(matches!(text.parse::<OrcidId>(), Err(InvalidOrcidId::CheckDigit { .. })), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "0000-0002-1825-009", "0000 0002 1825 0097", "é000-0002-1825-0097x", "00000-0002-1825-0097"] {
            assert_eq!(text.parse::<OrcidId>(), Err(InvalidOrcidId::Shape), "{text}");
        }
    }
}
