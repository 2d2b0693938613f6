//! The rules of the schema for a text alone, in words for whoever writes a seed by hand.

use serde_json::Value;

use super::shape;
use crate::sandbox::record::{
    schema::{Field, Form, Text},
    vocabulary::Vocabulary,
};

/// Longer lists are not shown as a whole.
const SHOWN: usize = 80;

/// The element at the end of a path of JSON's keys.
pub(in crate::sandbox) fn element(root: &'static Field, path: &[&str]) -> Option<&'static Field> {
    path.iter().try_fold(root, |field, key| {
        let field = match field.form {
            Form::Wrapped(inner) => inner,
            Form::Attribute
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Object(_)
            | Form::Each(_) => field,
        };
        field.fields().find(|part| part.key() == *key)
    })
}

/// Why a text cannot stand in an element, and what could; `None` when it can.
pub(in crate::sandbox) fn unfit(field: &Field, text: &str) -> Option<String> {
    if let Text::One(name) = field.rule.text {
        return other_word(name, text);
    }
    shape::text(field, Value::String(text.to_owned())).err()?;
    let length = text.chars().count();
    Some(match field.rule.text {
        Text::AtMost(most) | Text::NotBlank(most) if length > most => {
            format!("{length} characters are too many for ORCID, which takes {most}")
        }
        Text::NotBlank(_) => "it is empty; write something, or leave the key out where it may be".to_owned(),
        Text::Email => format!("{text:?} is no e-mail address like name@example.org"),
        Text::Orcid => format!("{text:?} is no ORCID iD like 0000-0002-1825-0097"),
        Text::GroupId => format!("{text:?} is no group of reviews like issn:2049-3630 or orcid-generated:my-reviews"),
        Text::Number(least, most) => format!("{text:?} is no number from {least} to {most}"),
        Text::Any | Text::OrcidUri | Text::AtMost(_) | Text::One(_) => format!("{text:?} cannot stand here"),
    })
}

/// Another word than those of the list of this name, and which there are; `None` when the list has it.
pub(in crate::sandbox) fn other_word(name: &str, word: &str) -> Option<String> {
    let vocabulary = Vocabulary::named(name).filter(|vocabulary| !vocabulary.has(word))?;
    let expected = if vocabulary.words.len() > SHOWN {
        format!("one of ORCID's list, such as {}", vocabulary.words[..3].join(", "))
    } else {
        format!("one of {}", vocabulary.listed())
    };
    Some(format!("ORCID knows no {} {word:?}, expected {expected}", name.replace('-', " ")))
}
