//! The same documents as versions 2.0 and 2.1 write them (guide `orcid-wire`, "Versions 2.0 and 2.1").
//!
//! Nothing is put together a second time: a finished document of version 3.0 is changed by the tables here. What has
//! other elements in XML is in `schema::older`.

use std::rc::Rc;

use serde::{Serialize, Serializer, ser::SerializeSeq};
use serde_json::{Map, Value};

use super::{
    Document, Resource, schema,
    section::Section,
    tree::{Look, Parts, Tree},
};

/// The versions of the API that are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumString)]
pub(in crate::sandbox) enum Version {
    #[strum(serialize = "2.0")]
    V2_0,
    #[strum(serialize = "2.1")]
    V2_1,
    #[strum(serialize = "3.0")]
    V3_0,
}

impl Version {
    /// Whether it is one of those before 3.0.
    pub fn is_older(self) -> bool {
        match self {
            Self::V2_0 | Self::V2_1 => true,
            Self::V3_0 => false,
        }
    }

    /// Whether this version can read it: 2.x knows two kinds of affiliations and no research resources.
    pub fn has(self, resource: &Resource) -> bool {
        match resource {
            Resource::Section(section) | Resource::Item(section, _) | Resource::Summary(section, _) => {
                !self.is_older() || in_both(*section)
            }
            Resource::Record
            | Resource::Person
            | Resource::PersonalDetails
            | Resource::Biography
            | Resource::Email
            | Resource::Activities
            | Resource::Works(_) => true,
        }
    }
}

fn in_both(section: Section) -> bool {
    match section {
        Section::Distinctions
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services
        | Section::ResearchResources => false,
        Section::Address
        | Section::Keywords
        | Section::OtherNames
        | Section::ResearcherUrls
        | Section::ExternalIdentifiers
        | Section::Educations
        | Section::Employments
        | Section::Fundings
        | Section::PeerReviews
        | Section::Works => true,
    }
}

/// Keys that 2.x has nowhere.
const UNKNOWN: [&str; 5] = [
    "assertion-origin-orcid",
    "assertion-origin-client-id",
    "assertion-origin-name",
    "external-id-normalized",
    "external-id-normalized-error",
];

/// Keys that 2.x does not have in these objects.
const UNKNOWN_IN: [(&str, &[&str]); 8] = [
    (
        "activities-summary",
        &["distinctions", "invited-positions", "memberships", "qualifications", "services", "research-resources"],
    ),
    ("education", &["url", "external-ids", "display-index"]),
    ("education-summary", &["url", "external-ids", "display-index"]),
    ("employment", &["url", "external-ids", "display-index"]),
    ("employment-summary", &["url", "external-ids", "display-index"]),
    ("funding-summary", &["url"]),
    ("peer-review-summary", &["reviewer-role", "review-url", "review-type"]),
    ("work-summary", &["url", "journal-title"]),
];

/// Affiliations stand in their section without a group: the section, and the key of its list.
const WITHOUT_GROUPS: [(&str, &str); 2] = [("educations", "education-summary"), ("employments", "employment-summary")];

/// How an identifier may belong to an item; the others are left out.
const RELATIONSHIPS: [&str; 2] = ["self", "part-of"];

/// The types of works. What came later is `other`.
const WORK_TYPES: [&str; 38] = [
    "artistic-performance",
    "book-chapter",
    "book-review",
    "book",
    "conference-abstract",
    "conference-paper",
    "conference-poster",
    "data-set",
    "dictionary-entry",
    "disclosure",
    "dissertation",
    "edited-book",
    "encyclopedia-entry",
    "invention",
    "journal-article",
    "journal-issue",
    "lecture-speech",
    "license",
    "magazine-article",
    "manual",
    "newsletter-article",
    "newspaper-article",
    "online-resource",
    "other",
    "patent",
    "registered-copyright",
    "report",
    "research-technique",
    "research-tool",
    "spin-off-company",
    "standards-and-policy",
    "supervised-student-publication",
    "technical-standard",
    "test",
    "translation",
    "trademark",
    "website",
    "working-paper",
];

/// Roles of the CRediT taxonomy by what they were called before: the last part of their URI, of works, of fundings. The
/// others were nothing.
const CREDIT_ROLES: [(&str, Option<&str>, Option<&str>); 4] = [
    ("writing-original-draft", Some("author"), None),
    ("writing-review-editing", Some("editor"), None),
    ("investigation", Some("co-investigator"), None),
    ("supervision", Some("principal-investigator"), Some("lead")),
];

/// Keys whose values are constants: JSON has their names, `JOURNAL_ARTICLE`, and XML their texts, `journal-article`.
const CONSTANTS: [&str; 10] = [
    "citation-type",
    "contributor-role",
    "contributor-sequence",
    "external-id-relationship",
    "locale",
    "review-type",
    "reviewer-role",
    "subject-type",
    "type",
    "visibility",
];

/// A document of version 3.0 in the shape of an older one.
pub(super) fn document(document: Document<'_>, version: Version) -> Document<'_> {
    let root = schema::older(document.root);
    Document { root, value: tree(root.key(), document.value, version), version }
}

/// What stands under a key. Long lists are changed part by part, when they are written.
fn tree<'a>(key: &'static str, tree_of_3: Tree<'a>, version: Version) -> Tree<'a> {
    match tree_of_3 {
        Tree::Object(pairs) if pairs.iter().all(|(name, _)| *name != "affiliation-group") => {
            let unknown = unknown_in(key);
            let known = pairs.into_iter().filter(|(name, _)| !UNKNOWN.contains(name) && !unknown.contains(name));
            Tree::Object(known.map(|(name, part)| (name, tree(name, part, version))).collect())
        }
        Tree::Made(parts) => Tree::Made(Rc::new(Changed { key, parts, version })),
        other
        @ (Tree::Plain(_) | Tree::Kept(_) | Tree::Text(_) | Tree::List(_) | Tree::Object(_) | Tree::Shared(_)) => {
            object(key, other.into_value(), version).into()
        }
    }
}

/// The parts of a list under a key, changed.
struct Changed<'a> {
    key: &'static str,
    parts: Rc<dyn Parts + 'a>,
    version: Version,
}

impl Parts for Changed<'_> {
    fn each(&self) -> Box<dyn Iterator<Item = Tree<'_>> + '_> {
        Box::new(self.parts.each().map(|part| object(self.key, part.into_value(), self.version).into()))
    }
}

/// The tree for JSON: constants by their names.
pub(super) struct WithConstants<'t, 'a>(pub &'t Tree<'a>);

impl Serialize for WithConstants<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Under("", self.0.look()).serialize(serializer)
    }
}

/// What stands under a key.
struct Under<'a>(&'a str, Look<'a>);

impl Serialize for Under<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(text) = self.1.str().filter(|_| CONSTANTS.contains(&self.0)) {
            return serializer.serialize_str(&text.to_uppercase().replace('-', "_"));
        }
        match self.1 {
            Look::Text(text) => serializer.serialize_str(text),
            Look::Object(pairs) => {
                serializer.collect_map(pairs.iter().map(|(key, part)| (key, Under(key, part.look()))))
            }
            Look::Value(Value::Object(map)) => {
                serializer.collect_map(map.iter().map(|(key, value)| (key, Under(key, Look::Value(value)))))
            }
            Look::Value(Value::Array(items)) => {
                serializer.collect_seq(items.iter().map(|item| Under("", Look::Value(item))))
            }
            Look::List(items) => serializer.collect_seq(items.iter().map(WithConstants)),
            Look::Made(parts) => {
                let parts = parts.each();
                let mut list = serializer.serialize_seq(parts.size_hint().1)?;
                for part in parts {
                    list.serialize_element(&WithConstants(&part))?;
                }
                list.end()
            }
            Look::Value(value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_))) => {
                value.serialize(serializer)
            }
        }
    }
}

fn unknown_in(key: &str) -> &'static [&'static str] {
    UNKNOWN_IN.iter().find(|(of, _)| *of == key).map_or(&[], |(_, keys)| *keys)
}

/// What stands under a key: an object, or a list of them.
fn object(key: &str, value: Value, version: Version) -> Value {
    let map = match value {
        Value::Object(map) => map,
        Value::Array(items) => return items.into_iter().map(|item| object(key, item, version)).collect(),
        Value::String(text) if key == "uri" && version == Version::V2_0 => return plain_http(&text).into(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return value,
    };
    let unknown = unknown_in(key);
    let mut changed = Map::new();
    for (name, value) in map {
        match (name.as_str(), value) {
            (name, _) if UNKNOWN.contains(&name) || unknown.contains(&name) => {}
            ("affiliation-group", Value::Array(groups)) => {
                let list = WITHOUT_GROUPS.iter().find(|(section, _)| *section == key).map_or(key, |(_, list)| *list);
                changed.insert(list.to_owned(), object(list, without_groups(groups, list), version));
            }
            ("peer-review-group", Value::Array(groups)) => {
                let list = "peer-review-summary";
                let items = groups.into_iter().flat_map(|mut group| listed(group[list].take())).collect();
                changed.insert(list.to_owned(), object(list, items, version));
            }
            ("external-id", Value::Array(ids)) => {
                let known = |id: &Value| {
                    id["external-id-relationship"].as_str().is_none_or(|kind| RELATIONSHIPS.contains(&kind))
                };
                let ids = ids.into_iter().filter(known).collect();
                changed.insert(name, object("external-id", ids, version));
            }
            ("type", Value::String(kind)) if matches!(key, "work" | "work-summary") => {
                changed.insert(name, work_type(&kind).into());
            }
            ("subject-type", Value::String(kind)) => {
                changed.insert(name, work_type(&kind).into());
            }
            ("contributors", contributors) => {
                let mut contributors = object(&name, contributors, version);
                let list = contributors["contributor"].as_array_mut().map_or(&mut [][..], Vec::as_mut_slice);
                for contributor in list {
                    if let Some(role) = contributor.pointer_mut("/contributor-attributes/contributor-role") {
                        *role = former_role(role, key == "funding");
                    }
                }
                changed.insert(name, contributors);
            }
            ("publication-date", Value::Object(mut date)) => {
                date.insert("media-type".to_owned(), Value::Null);
                changed.insert(name, Value::Object(date));
            }
            (_, value) => {
                let value = object(&name, value, version);
                changed.insert(name, value);
            }
        }
    }
    if WITHOUT_GROUPS.iter().any(|(section, list)| *list == key || section.strip_suffix('s') == Some(key)) {
        // Here the number stands at the end, before the path.
        for last in ["put-code", "path"] {
            if let Some(value) = changed.shift_remove(last) {
                changed.insert(last.to_owned(), value);
            }
        }
    }
    Value::Object(changed)
}

/// `[{"summaries": [{"education-summary": {…}}]}]` without the groups.
fn without_groups(groups: Vec<Value>, list: &str) -> Value {
    let summaries = groups.into_iter().flat_map(|mut group| listed(group["summaries"].take()));
    summaries.map(|mut summary| summary[list].take()).collect()
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Vec::new(),
    }
}

fn work_type(kind: &str) -> &'static str {
    match kind {
        "dissertation-thesis" => "dissertation",
        _ => WORK_TYPES.iter().find(|known| **known == kind).copied().unwrap_or("other"),
    }
}

fn former_role(role: &Value, of_funding: bool) -> Value {
    let Some((_, name)) = role.as_str().and_then(|uri| uri.split_once("/contributor-roles/")) else {
        return role.clone();
    };
    let known = CREDIT_ROLES.iter().find(|(credit, ..)| *credit == name.trim_matches('/'));
    known.and_then(|(_, work, funding)| if of_funding { *funding } else { *work }).into()
}

/// iDs and clients were `http` in 2.0.
fn plain_http(uri: &str) -> String {
    uri.strip_prefix("https://").map_or_else(|| uri.to_owned(), |rest| format!("http://{rest}"))
}
