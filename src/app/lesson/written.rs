//! What stands in a lesson file, read value by value: what could never come true, or would always be true, is refused where
//! it stands, so that the error names its line.

use serde::{Deserialize, Deserializer, de::Error};
use strum::IntoEnumIterator;

use super::condition::{Field, FieldName};
use crate::{
    oauth::{Purpose, TransportErrorKind, id_token::Check},
    orcid::EnvironmentKey,
    text,
};

/// A text of one line: a line break in it is a blank. Sanitised.
pub(super) fn line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let written = String::deserialize(deserializer)?;
    let words: Vec<&str> = written.lines().map(str::trim).filter(|row| !row.is_empty()).collect();
    said(text::sanitize(&words.join(" ")).into_owned())
}

/// The same, where it may be missing.
pub(super) fn optional_line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    line(deserializer).map(Some)
}

/// A text of one or more paragraphs, one a line. Sanitised.
pub(super) fn paragraphs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let written = String::deserialize(deserializer)?;
    let rows: Vec<_> = written.lines().map(str::trim).filter(|row| !row.is_empty()).map(text::sanitize).collect();
    said(rows.join("\n"))
}

fn said<E: Error>(words: String) -> Result<String, E> {
    if words.is_empty() { Err(E::custom("this text is empty")) } else { Ok(words) }
}

/// A list with something in it.
pub(in crate::app) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let list = Vec::deserialize(deserializer)?;
    if list.is_empty() { Err(D::Error::custom("at least one has to stand in this list")) } else { Ok(list) }
}

/// A part of something: the empty text is a part of everything.
pub(super) fn part<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let part = String::deserialize(deserializer)?;
    if part.is_empty() { Err(D::Error::custom("the empty text is a part of everything")) } else { Ok(part) }
}

/// The same, where it may be missing.
pub(super) fn optional_part<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    part(deserializer).map(Some)
}

/// A status code (RFC 9110 §15).
pub(super) fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u16>, D::Error> {
    let status = u16::deserialize(deserializer)?;
    if (100..600).contains(&status) {
        return Ok(Some(status));
    }
    Err(D::Error::custom(format!("no answer has the status {status}; they go from 100 to 599")))
}

/// A least size.
pub(super) fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<usize>, D::Error> {
    match usize::deserialize(deserializer)? {
        0 => Err(D::Error::custom("every answer has at least 0 bytes")),
        least => Ok(Some(least)),
    }
}

/// A least time.
pub(super) fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let least = f64::deserialize(deserializer)?;
    if least.is_finite() && least > 0.0 {
        return Ok(Some(least));
    }
    Err(D::Error::custom(format!("no answer is told apart by its taking {least} seconds at least")))
}

/// An environment, as the model writes it.
pub(super) fn environment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let word = String::deserialize(deserializer)?;
    let key = EnvironmentKey::from(word.clone());
    let is_address = |issuer: &str| url::Url::parse(issuer).is_ok_and(|url| url.has_host());
    match &key {
        EnvironmentKey::Custom(issuer) if !is_address(issuer) => Err(D::Error::custom(format!(
            "no environment is called {word:?}; there are local, sandbox, production and the URL of an issuer"
        ))),
        EnvironmentKey::Local | EnvironmentKey::Sandbox | EnvironmentKey::Production | EnvironmentKey::Custom(_) => {
            Ok(key.to_string())
        }
    }
}

/// A condition on a field of pane 1, as it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenField {
    name: FieldName,
    is: Option<String>,
    is_not: Option<String>,
    #[serde(default, deserialize_with = "optional_part")]
    has: Option<String>,
}

impl TryFrom<WrittenField> for Field {
    type Error = String;

    fn try_from(WrittenField { name, is, is_not, has }: WrittenField) -> Result<Self, Self::Error> {
        let wanted = [&is, &is_not, &has];
        if wanted.iter().all(|value| value.is_none()) {
            return Err("a field is asked for what it holds: is, is_not or has".to_owned());
        }
        let values = || wanted.iter().copied().flatten();
        let is_switch = match name {
            FieldName::State | FieldName::Nonce => true,
            FieldName::ClientId
            | FieldName::ClientSecret
            | FieldName::RedirectUri
            | FieldName::Scope
            | FieldName::ResponseType => false,
        };
        if let Some(value) = values().find(|value| is_switch && !matches!(value.as_str(), "on" | "off")) {
            return Err(format!("this field is on or off, and never {value:?}"));
        }
        // What is typed before and behind the value does not count.
        if let Some(value) = [&is, &is_not].into_iter().flatten().find(|value| value.trim() != value.as_str()) {
            return Err(format!("blanks around a field do not count, so it is never {value:?}"));
        }
        Ok(Self { name, is, is_not, has })
    }
}

/// One of the names that there are, or an error that lists them.
fn named<T: IntoEnumIterator, E: Error>(what: &str, word: &str, name: impl Fn(&T) -> String) -> Result<T, E> {
    T::iter().find(|one| name(one) == word).ok_or_else(|| {
        let known: Vec<String> = T::iter().map(|one| name(&one)).collect();
        E::custom(format!("no {what} {word:?}; there are {}", known.join(", ")))
    })
}

/// Why no whole answer came.
pub(super) fn failure<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<TransportErrorKind>, D::Error> {
    let word = String::deserialize(deserializer)?;
    named("failure is called", &word, TransportErrorKind::to_string).map(Some)
}

/// A check of an ID token.
pub(super) fn check<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Check>, D::Error> {
    let word = String::deserialize(deserializer)?;
    named("check of an ID token is called", &word, |check: &Check| check.label().to_owned()).map(Some)
}

/// What a message is there for.
pub(super) fn purpose<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Purpose, D::Error> {
    let word = String::deserialize(deserializer)?;
    named("message has the purpose", &word, Purpose::to_string)
}
