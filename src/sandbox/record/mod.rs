//! A record as ORCID's API writes it: key order, nulls and empty sections as there (guide `orcid-wire`, "Record reads").
//! The hosts inside are those of `sandbox.orcid.org`, as ORCID's schemas demand.
//!
//! | file | what lives there |
//! |---|---|
//! | `section`, `resource` | what there is, under which path, with which scope |
//! | `read` | how it is put together, and what is refused |
//! | `entry`, `seeded` | one item, from the start or written by a client; their order |
//! | `item`, `complete`, `tree` | what the API shows of it |
//! | `person`, `activities`, `group` | what the items stand in |
//! | `schema`, `xml` | the same as XML |
//! | `parse`, `vocabulary`, `identifier_type` | what clients write, read by the same tables |
//! | `summary` | a record in figures |
//! | `members` | groups of reviews, notifications |
//! | `normalize` | the tidy form of identifiers |
//! | `misfit` | whether what was written earlier fits the seed of now |
//! | `older` | versions 2.0 and 2.1 |
//! | `error` | the bodies of refusals |

mod activities;
mod complete;
mod entry;
mod error;
mod group;
mod identifier_type;
mod item;
mod members;
mod misfit;
mod normalize;
mod older;
mod parse;
mod person;
mod read;
mod resource;
mod schema;
mod section;
mod seeded;
mod summary;
mod tree;
mod vocabulary;
mod xml;

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use jiff::Timestamp;
use serde_json::{Value, json};

pub(super) use entry::{Entry, external_ids, marks};
pub(super) use error::{ApiError, Problem};
pub(super) use identifier_type::{IDENTIFIER_TYPES, IdentifierType, is_identifier_type};
pub(super) use members::{
    group_id, group_ids, has_reviews, notification, notifications, read_group_id, read_notification,
};
pub(super) use misfit::misfit;
pub(super) use normalize::normalized;
pub(super) use older::Version;
pub(super) use parse::{
    Syntax, body, element, is_group_id, other_word, schema as held_to_schema, unfit, unknown_word, words,
};
pub(super) use read::{Reader, item, read};
pub(super) use resource::{NoResource, Resource, put_code};
pub use section::Section;
pub(super) use summary::summary;
pub(super) use vocabulary::{Vocabulary, knows};
pub(super) use xml::escaped_xml;

use super::{
    Sandbox, jackson,
    researchers::{Researcher, Visibility},
    written::Changes,
};
pub(super) use schema::Field;
use tree::Tree;

/// The host of the iDs.
pub(super) const HOST: &str = "sandbox.orcid.org";

/// A body in every format: the tree that Jackson writes, and what its XML is called.
pub(super) struct Document<'a> {
    root: &'static Field,
    value: Tree<'a>,
    version: Version,
}

impl<'a> Document<'a> {
    fn new(root: &'static Field, value: impl Into<Tree<'a>>) -> Self {
        Self { root, value: value.into(), version: Version::V3_0 }
    }

    /// The same as a version of the API writes it.
    pub fn of(self, version: Version) -> Self {
        if version.is_older() { older::document(self, version) } else { self }
    }

    /// What a search found.
    pub fn search(value: Value) -> Self {
        Self::new(&schema::SEARCH, value)
    }

    /// What an expanded search found.
    pub fn expanded_search(value: Value) -> Self {
        Self::new(&schema::EXPANDED_SEARCH, value)
    }

    /// What is known of a client.
    pub fn client(value: Value) -> Self {
        Self::new(&schema::CLIENT_SUMMARY, value)
    }

    /// The types of identifiers.
    pub fn identifier_types(value: Value) -> Self {
        Self::new(&schema::IDENTIFIER_TYPES, value)
    }

    /// Several works, or why not.
    pub fn bulk(value: Value) -> Self {
        Self::new(&schema::BULK, value)
    }

    /// The tree.
    pub fn value(self) -> Value {
        self.value.into_value()
    }

    /// JSON without a space.
    pub fn compact(&self) -> Vec<u8> {
        let json = if self.version.is_older() {
            serde_json::to_vec(&older::WithConstants(&self.value))
        } else {
            serde_json::to_vec(&self.value)
        };
        json.unwrap_or_default()
    }

    /// JSON as Jackson indents it.
    pub fn pretty(&self) -> Vec<u8> {
        if self.version.is_older() {
            jackson::pretty(&older::WithConstants(&self.value))
        } else {
            jackson::pretty(&self.value)
        }
    }

    /// XML.
    pub fn xml(&self) -> Vec<u8> {
        xml::document(self.root, &self.value)
    }
}

/// The element that an item of a section is alone.
pub(super) fn item_root(section: Section) -> &'static Field {
    section.names().item
}

/// The element that several works are in.
pub(super) fn bulk_root() -> &'static Field {
    &schema::BULK
}

/// The path of an item.
pub(super) fn singular(section: Section) -> &'static str {
    section.names().singular
}

/// What a section is called where all of it is read.
pub(super) fn plural(section: Section) -> &'static str {
    section.names().plural
}

/// The scope that adds to a section, and no more.
pub(super) fn create_scope(section: Section) -> &'static str {
    section.names().create
}

/// The scope that changes a section.
pub(super) fn update_scope(section: Section) -> &'static str {
    section.names().update
}

/// What all parts of a record need to write themselves.
#[derive(Clone)]
struct Writer<'a> {
    sandbox: &'a Sandbox,
    researcher: &'a Researcher,
    /// What clients wrote into the record.
    changes: Option<&'a Changes>,
    reader: Rc<Reader>,
    sources: Rc<Sources>,
}

/// The sources that were named already: many items have the same.
type Sources = RefCell<Vec<(Option<String>, Option<String>, Rc<Tree<'static>>)>>;

impl<'a> Writer<'a> {
    fn new(sandbox: &'a Sandbox, researcher: &'a Researcher, changes: Option<&'a Changes>, reader: Reader) -> Self {
        Self { sandbox, researcher, changes, reader: Rc::new(reader), sources: Rc::default() }
    }

    /// Who added an item, made once for all that have the same.
    fn shared_source(&self, client_id: Option<&str>, origin: Option<&str>) -> Tree<'static> {
        let mut sources = self.sources.borrow_mut();
        let same = |known: &Option<String>, wanted: Option<&str>| known.as_deref() == wanted;
        if let Some((.., source)) = sources.iter().find(|(id, of, _)| same(id, client_id) && same(of, origin)) {
            return Tree::Shared(Rc::clone(source));
        }
        let source = Rc::new(Tree::Plain(self.source(client_id, origin)));
        sources.push((client_id.map(str::to_owned), origin.map(str::to_owned), Rc::clone(&source)));
        Tree::Shared(source)
    }

    fn path(&self, below: &str) -> String {
        format!("/{}{below}", self.researcher.orcid)
    }

    /// Who added an item: the researcher, or a client, perhaps on behalf of another one.
    fn source(&self, client_id: Option<&str>, origin: Option<&str>) -> Value {
        let r = self.researcher;
        let client = |id: &str| json!({"uri": format!("https://{HOST}/client/{id}"), "path": id, "host": HOST});
        let client_name = |id: &str| self.sandbox.clients().find(id).map(|client| client.name.clone());
        let (orcid, by, name) = match client_id {
            None => (identifier(r.orcid.as_str()), Value::Null, r.public_name()),
            Some(id) => (Value::Null, client(id), client_name(id)),
        };
        json!({
            "source-orcid": orcid,
            "source-client-id": by,
            "source-name": name.map_or(Value::Null, |name| json!({"value": name})),
            "assertion-origin-orcid": null,
            "assertion-origin-client-id": origin.map(client),
            "assertion-origin-name": origin.and_then(client_name).map(|name| json!({"value": name})),
        })
    }
}

/// An iD as a URI, alone, and its host.
pub(super) fn identifier(orcid: &str) -> Value {
    json!({"uri": format!("https://{HOST}/{orcid}"), "path": orcid, "host": HOST})
}

fn time(at: Timestamp) -> Value {
    json!({"value": at.as_millisecond()})
}
