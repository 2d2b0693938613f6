//! A record as ORCID's API writes it: key order, nulls and empty sections as there (guide `orcid-wire`, "Record reads").
//! The hosts inside are those of `sandbox.orcid.org`, as ORCID's schemas demand.
//!
//! | file | what lives there |
//! |---|---|
//! | `resource` | what can be read, under which path, with which scope |
//! | `read` | how it is put together, and what is refused |
//! | `person`, `activity`, `affiliation`, `output`, `group` | the parts |
//! | `schema`, `xml` | the same as XML |
//! | `error` | the bodies of refusals |

mod activity;
mod affiliation;
mod error;
mod group;
mod output;
mod parse;
mod person;
mod read;
mod resource;
mod schema;
mod vocabulary;
mod xml;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub(super) use error::{ApiError, Problem};
pub(super) use read::{Reader, read};
pub(super) use resource::{NoResource, Resource};

use super::{
    Sandbox,
    activities::{ExternalId, FuzzyDate, Organization},
    jackson,
    researchers::{Researcher, Visibility},
};
use schema::Field;

/// The host of the iDs.
pub(super) const HOST: &str = "sandbox.orcid.org";

/// A body in every format: the tree that Jackson writes, and what its XML is called.
#[derive(Clone)]
pub(super) struct Document {
    root: &'static Field,
    value: Value,
}

impl Document {
    /// What a search found.
    pub fn search(value: Value) -> Self {
        Self { root: &schema::SEARCH, value }
    }

    /// What an expanded search found.
    pub fn expanded_search(value: Value) -> Self {
        Self { root: &schema::EXPANDED_SEARCH, value }
    }

    /// What is known of a client.
    pub fn client(value: Value) -> Self {
        Self { root: &schema::CLIENT_SUMMARY, value }
    }

    /// JSON without a space.
    pub fn compact(&self) -> Vec<u8> {
        serde_json::to_vec(&self.value).unwrap_or_default()
    }

    /// JSON as Jackson indents it.
    pub fn pretty(&self) -> Vec<u8> {
        jackson::pretty(&self.value).into_bytes()
    }

    /// XML.
    pub fn xml(&self) -> std::io::Result<Vec<u8>> {
        xml::document(self.root, &self.value)
    }
}

/// What all parts of a record need to write themselves.
struct Writer<'a> {
    sandbox: &'a Sandbox,
    researcher: &'a Researcher,
    reader: &'a Reader,
}

impl Writer<'_> {
    fn path(&self, below: &str) -> String {
        format!("/{}{below}", self.researcher.orcid)
    }

    /// When it was made and changed, and who added it.
    fn dated(&self, source: Option<&str>) -> Map<String, Value> {
        let mut item = Map::new();
        item.insert("created-date".to_owned(), time(self.researcher.created));
        item.insert("last-modified-date".to_owned(), time(self.researcher.modified));
        item.insert("source".to_owned(), self.source(source));
        item
    }

    /// Who added an item: the researcher, or a client.
    fn source(&self, client_id: Option<&str>) -> Value {
        let r = self.researcher;
        let (orcid, client, name) = match client_id {
            None => (identifier(r.orcid.as_str()), Value::Null, r.public_name()),
            Some(id) => {
                let uri = json!({"uri": format!("https://{HOST}/client/{id}"), "path": id, "host": HOST});
                (Value::Null, uri, self.sandbox.clients().find(id).map(|client| client.name.clone()))
            }
        };
        json!({
            "source-orcid": orcid,
            "source-client-id": client,
            "source-name": optional(name.as_deref()),
            "assertion-origin-orcid": null,
            "assertion-origin-client-id": null,
            "assertion-origin-name": null,
        })
    }

    /// A section with its items; an empty one has no date.
    fn section(&self, key: &str, items: Vec<Value>, path: &str) -> Value {
        let modified = if items.is_empty() { Value::Null } else { time(self.researcher.modified) };
        json!({"last-modified-date": modified, key: items, "path": self.path(path)})
    }
}

/// An iD as a URI, alone, and its host.
pub(super) fn identifier(orcid: &str) -> Value {
    json!({"uri": format!("https://{HOST}/{orcid}"), "path": orcid, "host": HOST})
}

fn optional(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| json!({"value": text}))
}

fn time(at: Timestamp) -> Value {
    json!({"value": at.as_millisecond()})
}

fn date(date: Option<&FuzzyDate>) -> Value {
    date.map_or(Value::Null, |date| {
        let (month, day) = (optional(date.month.as_deref()), optional(date.day.as_deref()));
        json!({"year": {"value": date.year}, "month": month, "day": day})
    })
}

fn organization(organization: &Organization) -> Value {
    let disambiguated = organization
        .ror
        .as_ref()
        .map(|ror| json!({"disambiguated-organization-identifier": ror, "disambiguation-source": "ROR"}));
    json!({
        "name": organization.name,
        "address": {"city": organization.city, "region": organization.region, "country": organization.country},
        "disambiguated-organization": disambiguated,
    })
}

fn external_id(id: &ExternalId) -> Value {
    json!({
        "external-id-type": id.kind,
        "external-id-value": id.value,
        "external-id-normalized": {"value": id.normalized(), "transient": true},
        "external-id-normalized-error": null,
        "external-id-url": optional(id.url.as_deref()),
        "external-id-relationship": id.relationship,
    })
}

fn external_ids<'a>(ids: impl IntoIterator<Item = &'a ExternalId>) -> Value {
    json!({"external-id": ids.into_iter().map(external_id).collect::<Vec<_>>()})
}
