//! The activities: affiliations and works, each in a group of its own.

use serde_json::{Value, json};

use super::{AFFILIATIONS, WORKS, Writer, date, optional, time};
use crate::sandbox::researchers::{Affiliation, Work};

impl Writer<'_> {
    pub(super) fn activities(&self) -> Value {
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
