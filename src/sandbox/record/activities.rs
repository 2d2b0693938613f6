//! The sections of activities, in groups.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Writer, complete::complete, entry::Entry, group::group, schema, section::Section, seeded, time};
use crate::sandbox::activities::ExternalId;

/// What a section shows, and when it changed last.
pub(super) struct Shown {
    pub values: Vec<Value>,
    pub modified: Option<Timestamp>,
}

impl Writer<'_> {
    pub(super) fn activities(&self) -> Value {
        let sections = [
            Section::Distinctions,
            Section::Educations,
            Section::Employments,
            Section::Fundings,
            Section::InvitedPositions,
            Section::Memberships,
            Section::PeerReviews,
            Section::Qualifications,
            Section::ResearchResources,
            Section::Services,
            Section::Works,
        ];
        let wholes: Vec<(Value, Option<Timestamp>)> = sections.iter().map(|section| self.whole(*section)).collect();
        let modified = wholes.iter().filter_map(|(_, modified)| *modified).max();
        let mut value = json!({"last-modified-date": modified.map_or(Value::Null, time)});
        if let Value::Object(map) = &mut value {
            let names = sections.iter().map(|section| section.names().plural.to_owned());
            map.extend(names.zip(wholes.into_iter().map(|(whole, _)| whole)));
            map.insert("path".to_owned(), self.path("/activities").into());
        }
        value
    }

    /// What the reader may see of a section, in groups.
    pub(super) fn groups(&self, section: Section) -> Shown {
        let items: Vec<Entry<'_>> = self.visible(section).collect();
        let modified = items.iter().map(|item| item.modified).max();
        let values =
            if section == Section::PeerReviews { self.review_groups(items) } else { self.grouped(section, items) };
        Shown { values, modified }
    }

    /// Items that share an identifier of their own stand together.
    fn grouped(&self, section: Section, items: Vec<Entry<'_>>) -> Vec<Value> {
        let write = |(ids, items): (Vec<ExternalId>, Vec<Entry<'_>>)| {
            let singular = section.names().singular;
            let mut value = head(&items, listed(&ids));
            let summaries: Vec<Value> = items.iter().map(|item| self.summary(item)).collect();
            let key = format!("{singular}-summary");
            if section.names().list == "affiliation-group" {
                let wrapped: Vec<Value> = summaries.into_iter().map(|summary| json!({&key: summary})).collect();
                value["summaries"] = wrapped.into();
            } else {
                value[key] = summaries.into();
            }
            value
        };
        group(items).into_iter().map(write).collect()
    }

    /// Reviews are grouped twice: by who asked for them, then as everything else.
    fn review_groups(&self, items: Vec<Entry<'_>>) -> Vec<Value> {
        let mut by_group: Vec<(String, Vec<Entry<'_>>)> = Vec::new();
        for item in items {
            let id = item.group_id();
            match by_group.iter_mut().find(|(other, _)| *other == id) {
                Some((_, list)) => list.push(item),
                None => by_group.push((id, vec![item])),
            }
        }
        let write = |(id, items): (String, Vec<Entry<'_>>)| {
            let id = json!({
                "external-id-type": "peer-review",
                "external-id-value": id,
                "external-id-normalized": null,
                "external-id-normalized-error": null,
                "external-id-url": null,
                "external-id-relationship": null,
            });
            let mut value = head(&items, json!({"external-id": [id]}));
            value["peer-review-group"] = self.grouped(Section::PeerReviews, items).into();
            value
        };
        by_group.into_iter().map(write).collect()
    }
}

/// Dates and identifiers of a group.
fn head(items: &[Entry<'_>], external_ids: Value) -> Value {
    let modified = items.iter().map(|item| item.modified).max();
    json!({"last-modified-date": modified.map_or(Value::Null, time), "external-ids": external_ids})
}

/// The identifiers of a group, as an item would have them.
fn listed(ids: &[ExternalId]) -> Value {
    complete(&schema::EXTERNAL_IDS_ELEMENT, Some(&seeded::external_ids(ids)))
}
