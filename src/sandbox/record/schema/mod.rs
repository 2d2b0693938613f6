//! What ORCID's schemas say about each element: its namespace, its place, whether it is an attribute, and what may stand in
//! it (guide `orcid-wire`, "XML and JSON").
//!
//! A record is built once, as the JSON that Jackson makes of ORCID's model. These tables say what XML the same model
//! makes, so that the two cannot drift apart: a key that is missing here is found by a test. Read backwards, they take
//! what a client writes ([`super::parse`]).
//!
//! | file | what lives there |
//! |---|---|
//! | `common` | what several sections have |
//! | `person` | the sections of the person |
//! | `activities` | affiliations, fundings, reviews, resources, works |
//! | `whole` | records, searches, errors |
//! | `summary` | figures, types of identifiers |
//! | `members` | groups of reviews, notifications |
//! | `older` | what versions 2.0 and 2.1 have in other places |

mod activities;
mod common;
mod members;
mod older;
mod person;
mod summary;
mod whole;

pub(super) use activities::*;
pub(super) use common::{EXTERNAL_IDS_ELEMENT, SUMMARY_ATTRIBUTES};
pub(super) use members::*;
pub(super) use older::older;
pub(super) use person::*;
pub(super) use summary::*;
pub(super) use whole::*;

/// An element or attribute: its XML name with the usual prefix, whose local part is the key in JSON.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct Field {
    pub name: &'static str,
    pub form: Form,
    pub rule: Rule,
    pub(in crate::sandbox::record) key: &'static str,
}

/// How a value stands in JSON, and what becomes of it in XML.
#[derive(Clone, Copy)]
pub(in crate::sandbox) enum Form {
    /// A plain value; an attribute.
    Attribute,
    /// A plain value, or a list of them; an element for each.
    Text,
    /// `{"value": …}`; an element, whose attributes are the other keys.
    Value,
    /// `{"value": milliseconds}`; an element with a date and time.
    Time,
    /// The name of a constant, `MEMBER_REFERRED`; an element with the constant's text, `Member-referred`.
    Constant,
    /// An object, or a list of them; an element for each. Its fields, in the order of the schema.
    Object(&'static [&'static [Field]]),
    /// A list of objects with one key each; elements without one around them.
    Each(&'static [Field]),
    /// A list under the inner key; in XML the outer element stands around it.
    Wrapped(&'static Field),
}

/// What a written field must be.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct Rule {
    /// The schema demands it.
    pub required: bool,
    /// The schema demands it, but a rule with a code of its own may say so first: looked at last.
    pub demanded: bool,
    /// It stands behind this other one only. Looked at last, as the two that follow.
    pub behind: Option<&'static str>,
    /// Of an object: one of these keys is there.
    pub any_of: &'static [&'static str],
    /// Of a list: how many there may be.
    pub most: Option<usize>,
    /// In XML it may have the attributes of an item, which nobody keeps.
    pub summary: bool,
    /// It may stand several times: a list in JSON.
    pub many: bool,
    /// Attributes that stand beside a value.
    pub attributes: &'static [&'static str],
    pub text: Text,
}

/// What may stand in a text.
#[derive(Clone, Copy)]
pub(in crate::sandbox) enum Text {
    Any,
    /// So many characters at most.
    AtMost(usize),
    /// Something that can be seen, in so many characters at most.
    NotBlank(usize),
    /// A number in this range.
    Number(u32, u32),
    /// A bare iD.
    Orcid,
    /// The address of an iD. Looked at last.
    OrcidUri,
    /// What reviews are grouped by.
    GroupId,
    /// An e-mail address.
    Email,
    /// A word of this vocabulary of `assets/vocabulary.toml`.
    One(&'static str),
}

impl Field {
    /// The key in JSON.
    pub fn key(&self) -> &'static str {
        self.key
    }

    /// Of an object, its fields.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let parts: &'static [&'static [Field]] = match self.form {
            Form::Object(parts) => parts,
            Form::Attribute
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Each(_)
            | Form::Wrapped(_) => &[],
        };
        parts.iter().copied().flatten()
    }

    const fn of(name: &'static str, form: Form) -> Self {
        let key = match form {
            Form::Wrapped(inner) => inner.key,
            Form::Attribute
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Object(_)
            | Form::Each(_) => local(name),
        };
        let rule = Rule {
            required: false,
            demanded: false,
            behind: None,
            any_of: &[],
            most: None,
            summary: false,
            many: false,
            attributes: &[],
            text: Text::Any,
        };
        Self { name, form, rule, key }
    }

    const fn required(mut self) -> Self {
        self.rule.required = true;
        self
    }

    const fn demanded(mut self) -> Self {
        self.rule.demanded = true;
        self
    }

    const fn behind(mut self, sibling: &'static str) -> Self {
        self.rule.behind = Some(sibling);
        self
    }

    const fn any_of(mut self, keys: &'static [&'static str]) -> Self {
        self.rule.any_of = keys;
        self
    }

    const fn up_to(mut self, most: usize) -> Self {
        self.rule.most = Some(most);
        self
    }

    const fn summary(mut self) -> Self {
        self.rule.summary = true;
        self
    }

    const fn many(mut self) -> Self {
        self.rule.many = true;
        self
    }

    const fn beside(mut self, attributes: &'static [&'static str]) -> Self {
        self.rule.attributes = attributes;
        self
    }

    const fn must_be(mut self, text: Text) -> Self {
        self.rule.text = text;
        self
    }

    const fn at_most(self, length: usize) -> Self {
        self.must_be(Text::AtMost(length))
    }

    const fn not_blank(self, length: usize) -> Self {
        self.must_be(Text::NotBlank(length))
    }

    const fn one_of(self, vocabulary: &'static str) -> Self {
        self.must_be(Text::One(vocabulary))
    }
}

/// A name without its prefix.
const fn local(name: &'static str) -> &'static str {
    let mut at = 0;
    while at < name.len() {
        if name.as_bytes()[at] == b':' {
            return name.split_at(at + 1).1;
        }
        at += 1;
    }
    name
}

/// The namespaces that the prefixes stand for end in the prefix's own name.
pub(super) const NAMESPACE: &str = "http://www.orcid.org/ns/";

const fn attribute(name: &'static str) -> Field {
    Field::of(name, Form::Attribute)
}

const fn text(name: &'static str) -> Field {
    Field::of(name, Form::Text)
}

const fn value(name: &'static str) -> Field {
    Field::of(name, Form::Value)
}

const fn time(name: &'static str) -> Field {
    Field::of(name, Form::Time)
}

const fn object(name: &'static str, fields: &'static [&'static [Field]]) -> Field {
    Field::of(name, Form::Object(fields))
}
