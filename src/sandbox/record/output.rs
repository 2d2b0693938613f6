//! Works, fundings, peer reviews and research resources, each as a summary and whole.

use serde_json::{Map, Value, json};

use super::{Writer, date, external_id, external_ids, identifier, optional, organization, time};
use crate::sandbox::{
    activities::{Contributor, Funding, PeerReview, ResearchResource, Work},
    researchers::Visibility,
};

impl Writer<'_> {
    pub(super) fn work_summary(&self, work: &Work) -> Value {
        json!({
            "put-code": work.put_code,
            "created-date": time(self.researcher.created),
            "last-modified-date": time(self.researcher.modified),
            "source": self.source(work.source.as_deref()),
            "title": work_title(work),
            "external-ids": external_ids(&work.identifiers()),
            "url": optional(work.url.as_deref()),
            "type": work.kind,
            "publication-date": date(work.date.as_ref()),
            "journal-title": optional(work.journal.as_deref()),
            "visibility": work.visibility,
            "path": self.path(&format!("/work/{}", work.put_code)),
            "display-index": "0",
        })
    }

    pub(super) fn work(&self, work: &Work) -> Value {
        let citation = work.citation.as_ref().map(|c| json!({"citation-type": c.kind, "citation-value": c.value}));
        json!({
            "created-date": time(self.researcher.created),
            "last-modified-date": time(self.researcher.modified),
            "source": self.source(work.source.as_deref()),
            "put-code": work.put_code,
            "path": self.path(&format!("/work/{}", work.put_code)),
            "title": work_title(work),
            "journal-title": optional(work.journal.as_deref()),
            "short-description": work.description,
            "citation": citation,
            "type": work.kind,
            "publication-date": date(work.date.as_ref()),
            "external-ids": external_ids(&work.identifiers()),
            "url": optional(work.url.as_deref()),
            "contributors": {"contributor": work.contributors.iter().map(contributor).collect::<Vec<_>>()},
            "language-code": work.language,
            "country": optional(work.country.as_deref()),
            "visibility": work.visibility,
        })
    }

    pub(super) fn funding_summary(&self, funding: &Funding) -> Value {
        let mut map = self.dated(funding.source.as_deref());
        let own = json!({
            "title": title(&funding.title),
            "external-ids": external_ids(&funding.external_ids),
            "url": optional(funding.url.as_deref()),
            "type": funding.kind,
            "start-date": date(funding.start.as_ref()),
            "end-date": date(funding.end.as_ref()),
            "organization": organization(&funding.organization),
        });
        extend(&mut map, own);
        self.end(map, funding.visibility, "funding", funding.put_code, true)
    }

    pub(super) fn funding(&self, funding: &Funding) -> Value {
        let mut map = self.dated(funding.source.as_deref());
        let amount = funding.amount.as_ref().map(|a| json!({"value": a.value, "currency-code": a.currency}));
        let own = json!({
            "put-code": funding.put_code,
            "path": self.path(&format!("/funding/{}", funding.put_code)),
            "type": funding.kind,
            "organization-defined-type": optional(funding.organization_defined_type.as_deref()),
            "title": title(&funding.title),
            "short-description": funding.description,
            "amount": amount,
            "url": optional(funding.url.as_deref()),
            "start-date": date(funding.start.as_ref()),
            "end-date": date(funding.end.as_ref()),
            "external-ids": external_ids(&funding.external_ids),
            "contributors": {"contributor": []},
            "organization": organization(&funding.organization),
            "visibility": funding.visibility,
        });
        extend(&mut map, own);
        Value::Object(map)
    }

    pub(super) fn peer_review_summary(&self, review: &PeerReview) -> Value {
        let mut map = self.dated(review.source.as_deref());
        let own = json!({
            "reviewer-role": review.role,
            "external-ids": external_ids(&review.external_ids),
            "review-url": optional(review.url.as_deref()),
            "review-type": review.kind,
            "completion-date": date(Some(&review.date)),
            "review-group-id": review.group_id,
            "convening-organization": organization(&review.organization),
        });
        extend(&mut map, own);
        self.end(map, review.visibility, "peer-review", review.put_code, true)
    }

    pub(super) fn peer_review(&self, review: &PeerReview) -> Value {
        let mut map = self.dated(review.source.as_deref());
        let subject = |text: &String| json!({"title": {"value": text}, "subtitle": null, "translated-title": null});
        let own = json!({
            "reviewer-role": review.role,
            "review-identifiers": external_ids(&review.external_ids),
            "review-url": optional(review.url.as_deref()),
            "review-type": review.kind,
            "review-completion-date": date(Some(&review.date)),
            "review-group-id": review.group_id,
            "subject-external-identifier": review.subject_external_id.as_ref().map(external_id),
            "subject-container-name": optional(review.subject_container.as_deref()),
            "subject-type": review.subject_type,
            "subject-name": review.subject_name.as_ref().map(subject),
            "subject-url": optional(review.subject_url.as_deref()),
            "convening-organization": organization(&review.organization),
        });
        extend(&mut map, own);
        self.end(map, review.visibility, "peer-review", review.put_code, false)
    }

    pub(super) fn research_resource_summary(&self, resource: &ResearchResource) -> Value {
        let mut map = self.dated(resource.source.as_deref());
        extend(&mut map, json!({"proposal": proposal(resource)}));
        self.end(map, resource.visibility, "research-resource", resource.put_code, true)
    }

    pub(super) fn research_resource(&self, resource: &ResearchResource) -> Value {
        let mut map = self.dated(resource.source.as_deref());
        let items: Vec<Value> = resource
            .items
            .iter()
            .map(|item| {
                json!({
                    "resource-name": item.name,
                    "resource-type": item.kind,
                    "hosts": {"organization": item.hosts.iter().map(organization).collect::<Vec<_>>()},
                    "external-ids": external_ids(&item.external_ids),
                    "url": optional(item.url.as_deref()),
                })
            })
            .collect();
        extend(&mut map, json!({"proposal": proposal(resource), "resource-item": items}));
        self.end(map, resource.visibility, "research-resource", resource.put_code, false)
    }

    /// What these items end with.
    fn end(
        &self,
        mut map: Map<String, Value>,
        visibility: Visibility,
        name: &str,
        put_code: u64,
        index: bool,
    ) -> Value {
        let path = self.path(&format!("/{name}/{put_code}"));
        extend(&mut map, json!({"visibility": visibility, "put-code": put_code, "path": path}));
        if index {
            map.insert("display-index".to_owned(), "0".into());
        }
        Value::Object(map)
    }
}

fn extend(map: &mut Map<String, Value>, own: Value) {
    if let Value::Object(own) = own {
        map.extend(own);
    }
}

fn title(text: &str) -> Value {
    json!({"title": {"value": text}, "translated-title": null})
}

fn work_title(work: &Work) -> Value {
    let subtitle = optional(work.subtitle.as_deref());
    json!({"title": {"value": work.title}, "subtitle": subtitle, "translated-title": null})
}

fn contributor(contributor: &Contributor) -> Value {
    let attributes = (contributor.sequence.is_some() || contributor.role.is_some())
        .then(|| json!({"contributor-sequence": contributor.sequence, "contributor-role": contributor.role}));
    json!({
        "contributor-orcid": contributor.orcid.as_deref().map(identifier),
        "credit-name": {"value": contributor.name},
        "contributor-email": null,
        "contributor-attributes": attributes,
    })
}

fn proposal(resource: &ResearchResource) -> Value {
    json!({
        "title": title(&resource.title),
        "hosts": {"organization": resource.hosts.iter().map(organization).collect::<Vec<_>>()},
        "external-ids": external_ids(&resource.external_ids),
        "start-date": date(resource.start.as_ref()),
        "end-date": date(resource.end.as_ref()),
        "url": optional(resource.url.as_deref()),
    })
}
