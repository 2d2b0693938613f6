//! A record as ORCID's API writes it in JSON: key order, nulls and empty sections as there (guide `orcid-wire`, "Record
//! reads"). The hosts inside are those of `sandbox.orcid.org`, as ORCID's schemas demand.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    clients,
    researchers::{Affiliation, FuzzyDate, Researcher, Visibility, Work},
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
pub(super) fn record(researcher: &Researcher, reader: &Reader) -> Value {
    let writer = Writer { researcher, reader };
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
    researcher: &'a Researcher,
    reader: &'a Reader,
}

impl Writer<'_> {
    fn path(&self, below: &str) -> String {
        format!("/{}{below}", self.researcher.orcid)
    }

    fn person(&self) -> Value {
        let r = self.researcher;
        let sees = |visibility, source: &Option<String>| self.reader.sees(visibility, source.as_deref(), PERSON);
        let none = None;
        let name = sees(r.name_visibility, &none).then(|| {
            json!({
                "created-date": time(r.created),
                "last-modified-date": time(r.modified),
                "given-names": {"value": r.given_names},
                "family-name": optional(r.family_name.as_deref()),
                "credit-name": optional(r.credit_name.as_deref()),
                "source": null,
                "visibility": r.name_visibility,
                "path": r.orcid,
            })
        });
        let biography = r.biography.as_ref().filter(|b| sees(b.visibility, &none)).map(|b| {
            json!({
                "created-date": time(r.created),
                "last-modified-date": time(r.modified),
                "content": b.content,
                "visibility": b.visibility,
                "path": self.path("/biography"),
            })
        });
        let other_names = self.items(
            "other-names",
            r.other_names
                .iter()
                .filter(|o| sees(o.visibility, &o.source))
                .map(|o| (o.put_code, o.visibility, &o.source, json!({"content": o.content}))),
        );
        let urls = self.items(
            "researcher-urls",
            r.urls
                .iter()
                .filter(|u| sees(u.visibility, &u.source))
                .map(|u| (u.put_code, u.visibility, &u.source, json!({"url-name": u.name, "url": {"value": u.url}}))),
        );
        let emails: Vec<Value> = r
            .emails
            .iter()
            .filter(|e| sees(e.visibility, &none))
            .map(|e| {
                json!({
                    "created-date": time(r.created),
                    "last-modified-date": time(r.modified),
                    "source": self.source(&None),
                    "email": e.email,
                    "path": null,
                    "visibility": e.visibility,
                    "verified": true,
                    "primary": e.primary,
                    "put-code": null,
                })
            })
            .collect();
        let addresses = self.items(
            "address",
            r.addresses
                .iter()
                .filter(|a| sees(a.visibility, &a.source))
                .map(|a| (a.put_code, a.visibility, &a.source, json!({"country": {"value": a.country}}))),
        );
        let keywords = self.items(
            "keywords",
            r.keywords
                .iter()
                .filter(|k| sees(k.visibility, &k.source))
                .map(|k| (k.put_code, k.visibility, &k.source, json!({"content": k.content}))),
        );
        let identifiers = self.items(
            "external-identifiers",
            r.external_identifiers.iter().filter(|i| sees(i.visibility, &i.source)).map(|i| {
                let own = json!({
                    "external-id-type": i.kind,
                    "external-id-value": i.value,
                    "external-id-url": optional(i.url.as_deref()),
                    "external-id-relationship": "self",
                });
                (i.put_code, i.visibility, &i.source, own)
            }),
        );
        json!({
            "last-modified-date": time(r.modified),
            "name": name,
            "other-names": self.section("other-name", other_names, "/other-names"),
            "biography": biography,
            "researcher-urls": self.section("researcher-url", urls, "/researcher-urls"),
            "emails": self.section("email", emails, "/email"),
            "addresses": self.section("address", addresses, "/address"),
            "keywords": self.section("keyword", keywords, "/keywords"),
            "external-identifiers": self.section("external-identifier", identifiers, "/external-identifiers"),
            "path": self.path("/person"),
        })
    }

    /// Items of the person: dates and source first, then what is their own, then visibility, path and numbers.
    fn items<'a>(
        &self,
        section: &str,
        items: impl Iterator<Item = (u64, Visibility, &'a Option<String>, Value)>,
    ) -> Vec<Value> {
        let items: Vec<_> = items.collect();
        let count = items.len();
        let full =
            |(index, (put_code, visibility, source, own)): (usize, (u64, Visibility, &Option<String>, Value))| {
                let mut item = self.dated(source);
                if let Value::Object(own) = own {
                    item.extend(own);
                }
                item.insert("visibility".to_owned(), json!(visibility));
                item.insert("path".to_owned(), self.path(&format!("/{section}/{put_code}")).into());
                item.insert("put-code".to_owned(), put_code.into());
                item.insert("display-index".to_owned(), (count - index).into());
                Value::Object(item)
            };
        items.into_iter().enumerate().map(full).collect()
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
                (Value::Null, uri, clients::find(id).map(|client| client.name.clone()))
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

    fn activities(&self) -> Value {
        let r = self.researcher;
        let affiliations = |kind: &str, items: &[Affiliation]| -> Vec<Value> {
            let seen = items.iter().filter(|a| self.reader.sees(a.visibility, a.source.as_deref(), AFFILIATIONS));
            seen.map(|item| self.affiliation_group(kind, item)).collect()
        };
        let works = r.works.iter().filter(|w| self.reader.sees(w.visibility, w.source.as_deref(), WORKS));
        let works: Vec<Value> = works.map(|work| self.work_group(work)).collect();
        let educations = affiliations("education", &r.educations);
        let employments = affiliations("employment", &r.employments);
        let any = !(works.is_empty() && educations.is_empty() && employments.is_empty());
        let empty = |key: &str, section: &str| self.section(key, Vec::new(), section);
        json!({
            "last-modified-date": if any { time(r.modified) } else { Value::Null },
            "distinctions": empty("affiliation-group", "/distinctions"),
            "educations": self.section("affiliation-group", educations, "/educations"),
            "employments": self.section("affiliation-group", employments, "/employments"),
            "fundings": empty("group", "/fundings"),
            "invited-positions": empty("affiliation-group", "/invited-positions"),
            "memberships": empty("affiliation-group", "/memberships"),
            "peer-reviews": empty("group", "/peer-reviews"),
            "qualifications": empty("affiliation-group", "/qualifications"),
            "research-resources": empty("group", "/research-resources"),
            "services": empty("affiliation-group", "/services"),
            "works": self.section("group", works, "/works"),
            "path": self.path("/activities"),
        })
    }

    fn affiliation_group(&self, kind: &str, item: &Affiliation) -> Value {
        let organization = &item.organization;
        let disambiguated = organization
            .ror
            .as_ref()
            .map(|ror| json!({"disambiguated-organization-identifier": ror, "disambiguation-source": "ROR"}));
        let mut summary = self.dated(&item.source);
        let own = json!({
            "put-code": item.put_code,
            "department-name": item.department,
            "role-title": item.role,
            "start-date": date(item.start.as_ref()),
            "end-date": date(item.end.as_ref()),
            "organization": {
                "name": organization.name,
                "address": {
                    "city": organization.city,
                    "region": organization.region,
                    "country": organization.country,
                },
                "disambiguated-organization": disambiguated,
            },
            "url": null,
            "external-ids": null,
            "display-index": "0",
            "visibility": item.visibility,
            "path": self.path(&format!("/{kind}/{}", item.put_code)),
        });
        if let Value::Object(own) = own {
            summary.extend(own);
        }
        json!({
            "last-modified-date": time(self.researcher.modified),
            "external-ids": {"external-id": []},
            "summaries": [{format!("{kind}-summary"): summary}],
        })
    }

    fn work_group(&self, work: &Work) -> Value {
        let external_ids: Vec<Value> = work.doi.iter().map(|doi| external_id(doi)).collect();
        let external_ids = json!({"external-id": external_ids});
        json!({
            "last-modified-date": time(self.researcher.modified),
            "external-ids": external_ids,
            "work-summary": [{
                "put-code": work.put_code,
                "created-date": time(self.researcher.created),
                "last-modified-date": time(self.researcher.modified),
                "source": self.source(&work.source),
                "title": {"title": {"value": work.title}, "subtitle": null, "translated-title": null},
                "external-ids": external_ids,
                "url": optional(work.url.as_deref()),
                "type": work.kind,
                "publication-date": date(work.date.as_ref()),
                "journal-title": optional(work.journal.as_deref()),
                "visibility": work.visibility,
                "path": self.path(&format!("/work/{}", work.put_code)),
                "display-index": "0",
            }],
        })
    }
}

fn external_id(doi: &str) -> Value {
    json!({
        "external-id-type": "doi",
        "external-id-value": doi,
        "external-id-normalized": {"value": doi.to_ascii_lowercase(), "transient": true},
        "external-id-normalized-error": null,
        "external-id-url": {"value": format!("https://doi.org/{doi}")},
        "external-id-relationship": "self",
    })
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
