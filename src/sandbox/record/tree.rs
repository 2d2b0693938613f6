//! What a body is made of: as [`Value`], but with keys that cost nothing, texts that are borrowed, and lists that are made
//! while they are written, because a section may have ten thousand items.

use std::{borrow::Cow, rc::Rc};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// A part of a body.
#[derive(Clone)]
pub(in crate::sandbox) enum Tree<'a> {
    /// Anything, whole.
    Plain(Value),
    /// Anything, whole, that stands elsewhere.
    Kept(&'a Value),
    Text(Cow<'a, str>),
    List(Vec<Tree<'a>>),
    /// Keys in the order in which they are written.
    Object(Vec<(&'static str, Tree<'a>)>),
    /// The same part in several places.
    Shared(Rc<Tree<'static>>),
    /// A list whose parts are made one after the other, each time that somebody looks at them.
    Made(Rc<dyn Parts + 'a>),
}

/// Makes the parts of a list.
pub(in crate::sandbox) trait Parts {
    fn each(&self) -> Box<dyn Iterator<Item = Tree<'_>> + '_>;
}

impl From<Value> for Tree<'_> {
    fn from(value: Value) -> Self {
        Self::Plain(value)
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(serializer),
            Self::Kept(value) => value.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(pairs) => serializer.collect_map(pairs.iter().map(|(key, part)| (key, part))),
            Self::Shared(part) => part.serialize(serializer),
            Self::Made(parts) => serializer.collect_seq(parts.each()),
        }
    }
}

/// A part, however it is kept.
#[derive(Clone, Copy)]
pub(super) enum Look<'a> {
    Value(&'a Value),
    Text(&'a str),
    List(&'a [Tree<'a>]),
    Object(&'a [(&'static str, Tree<'a>)]),
    Made(&'a dyn Parts),
}

impl<'a> Tree<'a> {
    pub(super) const NULL: Self = Self::Plain(Value::Null);

    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The same as a value, where one is needed.
    pub fn into_value(self) -> Value {
        match self {
            Self::Plain(value) => value,
            Self::Kept(value) => value.clone(),
            Self::Text(text) => text.into_owned().into(),
            Self::List(items) => items.into_iter().map(Self::into_value).collect(),
            Self::Object(pairs) => {
                let map: Map<String, Value> =
                    pairs.into_iter().map(|(key, part)| (key.to_owned(), part.into_value())).collect();
                map.into()
            }
            Self::Shared(part) => Rc::unwrap_or_clone(part).into_value(),
            Self::Made(parts) => parts.each().map(Tree::into_value).collect(),
        }
    }

    pub(super) fn look(&self) -> Look<'_> {
        match self {
            Self::Plain(value) => Look::Value(value),
            Self::Kept(value) => Look::Value(value),
            Self::Text(text) => Look::Text(text),
            Self::List(items) => Look::List(items),
            Self::Object(pairs) => Look::Object(pairs),
            Self::Shared(part) => part.look(),
            Self::Made(parts) => Look::Made(parts.as_ref()),
        }
    }

    /// What stands under a key; null is left there, or nothing matters any more.
    pub(super) fn take(&mut self, key: &str) -> Option<Self> {
        match self {
            Self::Plain(value) => value.get_mut(key).map(|value| Self::Plain(value.take())),
            Self::Kept(value) => value.get(key).map(Self::Kept),
            Self::Object(pairs) => {
                let part = pairs.iter_mut().find(|(name, _)| *name == key);
                part.map(|(_, part)| std::mem::replace(part, Self::NULL))
            }
            Self::Text(_) | Self::List(_) | Self::Shared(_) | Self::Made(_) => None,
        }
    }

    /// The items of a list; none of anything else.
    pub(super) fn into_items(self) -> Vec<Self> {
        match self {
            Self::Plain(Value::Array(items)) => items.into_iter().map(Self::Plain).collect(),
            Self::Kept(Value::Array(items)) => items.iter().map(Self::Kept).collect(),
            Self::List(items) => items,
            Self::Plain(_) | Self::Kept(_) | Self::Text(_) | Self::Object(_) | Self::Shared(_) | Self::Made(_) => {
                Vec::new()
            }
        }
    }
}

impl<'a> Look<'a> {
    /// What stands under a key.
    pub fn get(self, key: &str) -> Option<Self> {
        match self {
            Self::Value(value) => value.get(key).map(Self::Value),
            Self::Object(pairs) => pairs.iter().find(|(name, _)| *name == key).map(|(_, part)| part.look()),
            Self::Text(_) | Self::List(_) | Self::Made(_) => None,
        }
    }

    /// Does something with each item, if it is a list; whether it is one.
    pub fn each(self, mut of: impl FnMut(Look<'_>)) -> bool {
        match self {
            Self::Value(Value::Array(items)) => items.iter().for_each(|item| of(Look::Value(item))),
            Self::List(items) => items.iter().for_each(|item| of(item.look())),
            Self::Made(parts) => parts.each().for_each(|part| of(part.look())),
            Self::Value(_) | Self::Text(_) | Self::Object(_) => return false,
        }
        true
    }

    /// Whether it is a list of nothing.
    pub fn is_empty_list(self) -> bool {
        match self {
            Self::Value(value) => value.as_array().is_some_and(Vec::is_empty),
            Self::List(items) => items.is_empty(),
            Self::Made(parts) => parts.each().next().is_none(),
            Self::Text(_) | Self::Object(_) => false,
        }
    }

    /// Whether it is null.
    pub fn is_null(self) -> bool {
        matches!(self, Self::Value(Value::Null))
    }

    /// Keys and parts of an object; none of anything else.
    pub fn pairs(self) -> impl Iterator<Item = (&'a str, Self)> {
        let (map, pairs) = match self {
            Self::Value(Value::Object(map)) => (Some(map), [].as_slice()),
            Self::Object(pairs) => (None, pairs),
            Self::Value(_) | Self::Text(_) | Self::List(_) | Self::Made(_) => (None, [].as_slice()),
        };
        let of_map = map.into_iter().flatten().map(|(key, value)| (key.as_str(), Self::Value(value)));
        of_map.chain(pairs.iter().map(|(key, part)| (*key, part.look())))
    }

    /// A number, if it is a whole one.
    pub fn integer(self) -> Option<i64> {
        match self {
            Self::Value(value) => value.as_i64(),
            Self::Text(_) | Self::List(_) | Self::Object(_) | Self::Made(_) => None,
        }
    }

    /// A text, if it is one.
    pub fn str(self) -> Option<&'a str> {
        match self {
            Self::Value(value) => value.as_str(),
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Object(_) | Self::Made(_) => None,
        }
    }
}
