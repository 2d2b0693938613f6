//! What a body is made of: as [`Value`], but with keys that cost nothing and parts that are shared, because a section may
//! have ten thousand items.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sandbox) enum Tree {
    /// Anything, whole.
    Plain(Value),
    List(Vec<Tree>),
    /// Keys in the order in which they are written.
    Object(Vec<(&'static str, Tree)>),
    /// The same part in several places.
    Shared(Arc<Tree>),
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        Self::Plain(value)
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(pairs) => serializer.collect_map(pairs.iter().map(|(key, part)| (key, part))),
            Self::Shared(part) => part.serialize(serializer),
        }
    }
}

/// A part, however it is kept.
#[derive(Clone, Copy)]
pub(super) enum Look<'a> {
    Value(&'a Value),
    List(&'a [Tree]),
    Object(&'a [(&'static str, Tree)]),
}

impl Tree {
    pub(super) const NULL: Self = Self::Plain(Value::Null);

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Plain(Value::String(text.into()))
    }

    /// The same as a value, where one is needed.
    pub fn into_value(self) -> Value {
        match self {
            Self::Plain(value) => value,
            Self::List(items) => items.into_iter().map(Self::into_value).collect(),
            Self::Object(pairs) => {
                let map: Map<String, Value> =
                    pairs.into_iter().map(|(key, part)| (key.to_owned(), part.into_value())).collect();
                map.into()
            }
            Self::Shared(part) => Arc::unwrap_or_clone(part).into_value(),
        }
    }

    pub(super) fn look(&self) -> Look<'_> {
        match self {
            Self::Plain(value) => Look::Value(value),
            Self::List(items) => Look::List(items),
            Self::Object(pairs) => Look::Object(pairs),
            Self::Shared(part) => part.look(),
        }
    }
}

impl<'a> Look<'a> {
    /// What stands under a key.
    pub fn get(self, key: &str) -> Option<Self> {
        match self {
            Self::Value(value) => value.get(key).map(Self::Value),
            Self::Object(pairs) => pairs.iter().find(|(name, _)| *name == key).map(|(_, part)| part.look()),
            Self::List(_) => None,
        }
    }

    /// The items of a list.
    pub fn items(self) -> Option<Vec<Self>> {
        match self {
            Self::Value(Value::Array(items)) => Some(items.iter().map(Self::Value).collect()),
            Self::List(items) => Some(items.iter().map(Tree::look).collect()),
            Self::Value(_) | Self::Object(_) => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(self) -> bool {
        matches!(self, Self::Value(Value::Null))
    }

    /// Keys and parts of an object; none of anything else.
    pub fn pairs(self) -> Vec<(&'a str, Self)> {
        match self {
            Self::Value(Value::Object(map)) => {
                map.iter().map(|(key, value)| (key.as_str(), Self::Value(value))).collect()
            }
            Self::Object(pairs) => pairs.iter().map(|(key, part)| (*key, part.look())).collect(),
            Self::Value(_) | Self::List(_) => Vec::new(),
        }
    }

    /// A plain value, if it is one.
    pub fn value(self) -> Option<&'a Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::List(_) | Self::Object(_) => None,
        }
    }
}
