//! A record as ORCID's API writes it in JSON: key order, nulls and empty sections as there (guide `orcid-wire`, "Record
//! reads"). The hosts inside are those of `sandbox.orcid.org`, as ORCID's schemas demand.

mod activities;
mod person;

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    Sandbox,
    researchers::{FuzzyDate, Researcher, Visibility},
};

const HOST: &str = "sandbox.orcid.org";

/// Who reads, as far as it decides what is shown.
pub(super) struct Reader {
    allowed: BTreeSet<&'static str>,
    client_id: Option<String>,
}

impl Reader {
    /// Anyone.
    pub fn public() -> Self {
        Self { allowed: BTreeSet::new(), client_id: None }
    }

    /// A client that the researcher trusts with these scopes (a closure).
    pub fn trusted(allowed: BTreeSet<&'static str>, client_id: String) -> Self {
        Self { allowed, client_id: Some(client_id) }
    }

    /// What is public, what the client added itself, and what is limited when it has the scope of that section.
    fn sees(&self, visibility: Visibility, source: Option<&str>, scope: &str) -> bool {
        let own = source.is_some() && source == self.client_id.as_deref();
        match visibility {
            Visibility::Public => true,
            Visibility::Limited => own || self.allowed.contains(scope),
            Visibility::Private => own,
        }
    }
}

const PERSON: &str = "/orcid-bio/read-limited";
const AFFILIATIONS: &str = "/affiliations/read-limited";
const WORKS: &str = "/orcid-works/read-limited";

/// The record, as far as the reader may see it.
pub(super) fn record(sandbox: &Sandbox, researcher: &Researcher, reader: &Reader) -> Value {
    let writer = Writer { sandbox, researcher, reader };
    json!({
        "orcid-identifier": identifier(researcher.orcid.as_str()),
        "preferences": {"locale": researcher.locale},
        "history": {
            "creation-method": "DIRECT",
            "completion-date": null,
            "submission-date": time(researcher.created),
            "last-modified-date": time(researcher.modified),
            "claimed": true,
            "source": null,
            "deactivation-date": null,
            "verified-email": true,
            "verified-primary-email": true,
        },
        "person": writer.person(),
        "activities-summary": writer.activities(),
        "path": writer.path(""),
    })
}

struct Writer<'a> {
    sandbox: &'a Sandbox,
    researcher: &'a Researcher,
    reader: &'a Reader,
}

impl Writer<'_> {
    fn path(&self, below: &str) -> String {
        format!("/{}{below}", self.researcher.orcid)
    }

    fn dated(&self, source: &Option<String>) -> Map<String, Value> {
        let mut item = Map::new();
        item.insert("created-date".to_owned(), time(self.researcher.created));
        item.insert("last-modified-date".to_owned(), time(self.researcher.modified));
        item.insert("source".to_owned(), self.source(source));
        item
    }

    /// Who added an item: the researcher, or a client.
    fn source(&self, client_id: &Option<String>) -> Value {
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

fn identifier(orcid: &str) -> Value {
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
