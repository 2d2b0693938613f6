//! A value of pasted code: a text, an object, a list, a call. What is computed, or comes from elsewhere, is not known; it
//! keeps its name in brackets, as a place where a value belongs.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::oauth::form;

/// Deeper ones are not read.
pub(super) const DEEPEST: usize = 24;

/// How many bytes may come into a value by the names in it.
const GROWTH: usize = 64 * 1024;

/// Functions that are known beside those of forms.
const KNOWN: [&str; 7] =
    ["btoa", "Buffer.from", "JSON.stringify", "json.dumps", "ConvertTo-Json", "String", "encodeURI"];

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Object(Vec<(String, Value)>),
    List(Vec<Value>),
    /// A call with its arguments, those with a name by their names.
    Call(String, Vec<(Option<String>, Value)>),
    /// A name, or anything else that is not known.
    Name(String),
}

impl Value {
    /// As one text, as far as it is known.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Object(_) | Self::List(_) => self.json().to_string(),
            Self::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
                ("btoa" | "Buffer.from", [(_, value), ..]) => STANDARD.encode(value.text()),
                ("JSON.stringify" | "json.dumps" | "ConvertTo-Json", [(_, value), ..]) => value.json().to_string(),
                ("String" | "encodeURI", [(_, value), ..]) => value.text(),
                (name, [(_, value), ..]) if is_form(name) => value.form(),
                _ => format!("[{name}]"),
            },
            Self::Name(name) => match name.as_str() {
                "true" | "True" | "$true" => "true".to_owned(),
                "false" | "False" | "$false" => "false".to_owned(),
                name if name.starts_with(|c: char| c.is_ascii_digit()) => name.to_owned(),
                name => format!("[{name}]"),
            },
        }
    }

    /// As a form; a text is one already.
    pub fn form(&self) -> String {
        match self {
            Self::Object(members) => {
                let pairs: Vec<(&str, String)> =
                    members.iter().map(|(name, value)| (name.as_str(), value.text())).collect();
                form::form(pairs.iter().map(|(name, value)| (*name, value.as_str())))
            }
            Self::List(_) | Self::Text(_) | Self::Call(..) | Self::Name(_) => self.text(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Object(members) => members.iter().map(|(name, value)| (name.clone(), value.json())).collect(),
            Self::List(all) => all.iter().map(Self::json).collect(),
            Self::Name(name) if matches!(name.as_str(), "null" | "None" | "$null") => json!(null),
            Self::Name(name) => name.parse::<i64>().map_or_else(|_| json!(self.text()), |number| json!(number)),
            Self::Text(_) | Self::Call(..) => json!(self.text()),
        }
    }

    /// A member of an object, whatever its case; an argument of a call by its name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, it)| it),
            Self::Call(_, arguments) => {
                arguments.iter().find(|(key, _)| key.as_deref() == Some(name)).map(|(_, value)| value)
            }
            Self::List(_) | Self::Text(_) | Self::Name(_) => None,
        }
    }

    /// Whether it comes from elsewhere as a whole: a name, or a call that is not known here.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Name(name) => !name.starts_with(|c: char| c.is_ascii_digit()),
            // A form of what is not known is not known either.
            Self::Call(name, arguments) if is_form(name) => {
                arguments.first().is_some_and(|(_, argument)| argument.is_unknown())
            }
            Self::Call(name, _) => !KNOWN.contains(&name.as_str()),
            Self::Text(_) | Self::Object(_) | Self::List(_) => false,
        }
    }

    /// Whether it is made a form by what is called.
    pub fn is_form(&self) -> bool {
        matches!(self, Self::Call(name, _) if is_form(name))
    }

    /// The same with the names that are known in their places. It has bounds, since each line can hold the one before
    /// it twice: a name beyond [`GROWTH`] or [`DEEPEST`] stays a name.
    pub fn resolved(self, known: &[(String, Value)]) -> Self {
        let mut left = GROWTH;
        self.resolved_within(known, &mut left)
    }

    fn resolved_within(self, known: &[(String, Value)], left: &mut usize) -> Self {
        match self {
            Self::Name(name) => {
                let value = known.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value);
                match value.filter(|value| *left > 0 && value.depth() < DEEPEST) {
                    Some(value) => {
                        *left = left.saturating_sub(value.size());
                        value.clone()
                    }
                    None => Self::Name(name),
                }
            }
            Self::Object(members) => Self::Object(
                members.into_iter().map(|(name, value)| (name, value.resolved_within(known, left))).collect(),
            ),
            Self::List(all) => Self::List(all.into_iter().map(|value| value.resolved_within(known, left)).collect()),
            Self::Call(name, arguments) => Self::Call(
                name,
                arguments.into_iter().map(|(key, value)| (key, value.resolved_within(known, left))).collect(),
            ),
            Self::Text(text) => Self::Text(text),
        }
    }

    /// How many values stand in each other.
    fn depth(&self) -> usize {
        match self {
            Self::Text(_) | Self::Name(_) => 0,
            Self::Object(members) => 1 + members.iter().map(|(_, value)| value.depth()).max().unwrap_or_default(),
            Self::List(all) => 1 + all.iter().map(Self::depth).max().unwrap_or_default(),
            Self::Call(_, arguments) => 1 + arguments.iter().map(|(_, value)| value.depth()).max().unwrap_or_default(),
        }
    }

    /// How much it is: its bytes of text, and one for each of its parts.
    fn size(&self) -> usize {
        1 + match self {
            Self::Text(text) | Self::Name(text) => text.len(),
            Self::Object(members) => members.iter().map(|(name, value)| name.len() + value.size()).sum(),
            Self::List(all) => all.iter().map(Self::size).sum(),
            Self::Call(name, arguments) => name.len() + arguments.iter().map(|(_, value)| value.size()).sum::<usize>(),
        }
    }
}

/// Whether a function makes a form of an object.
fn is_form(name: &str) -> bool {
    ["URLSearchParams", "qs.stringify", "querystring.stringify", "urlencode", "urllib.parse.urlencode"].contains(&name)
}
