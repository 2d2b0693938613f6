//! Values of a seed of which not every text or number is one, with the words of the refusal (guide `orcid-wire`, "Checks of
//! what is written").

use serde::{Deserialize, Deserializer, de::Error};

use crate::sandbox::record::{Vocabulary, knows};

/// A put-code.
pub(in crate::sandbox) fn put_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        0 => Err(D::Error::custom("put-codes begin at 1")),
        code => Ok(code),
    }
}

/// A country.
pub(in crate::sandbox) fn country<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    known("country", "two capital letters of ISO 3166, such as ES", deserializer)
}

/// A type of work.
pub(in crate::sandbox) fn work_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    listed("work-type", deserializer)
}

/// A type of funding.
pub(in crate::sandbox) fn funding_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    listed("funding-type", deserializer)
}

/// A type of review.
pub(in crate::sandbox) fn review_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    listed("review-type", deserializer)
}

fn listed<'de, D: Deserializer<'de>>(name: &str, deserializer: D) -> Result<String, D::Error> {
    let all = Vocabulary::named(name).map(Vocabulary::listed).unwrap_or_default();
    known(name, &format!("one of {all}"), deserializer)
}

fn known<'de, D: Deserializer<'de>>(name: &str, expected: &str, deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if knows(name, &text) {
        return Ok(text);
    }
    Err(D::Error::custom(format!("ORCID knows no {name} {text:?}, expected {expected}")))
}
