//! The sections of activities, in groups.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Writer, complete::complete, entry::Entry, group::group, item::moment, schema, section::Section, seeded, tree::Tree,
};
use crate::sandbox::activities::ExternalId;

/// What a section shows, and when it changed last.
pub(super) struct Shown {
    pub parts: Vec<Tree>,
    pub modified: Option<Timestamp>,
}

impl Writer<'_> {
    pub(super) fn activities(&self) -> Tree {
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
        let wholes: Vec<(Tree, Option<Timestamp>)> = sections.iter().map(|section| self.whole(*section)).collect();
        let modified = wholes.iter().filter_map(|(_, modified)| *modified).max();
        let mut keys = vec![("last-modified-date", moment(modified))];
        let names = sections.iter().map(|section| section.names().plural);
        keys.extend(names.zip(wholes.into_iter().map(|(whole, _)| whole)));
        keys.push(("path", Tree::text(self.path("/activities"))));
        Tree::Object(keys)
    }

    /// What the reader may see of a section, in groups.
    pub(super) fn groups(&self, section: Section) -> Shown {
        let items: Vec<Entry<'_>> = self.visible(section).collect();
        let modified = items.iter().map(|item| item.modified).max();
        let parts =
            if section == Section::PeerReviews { self.review_groups(items) } else { self.grouped(section, items) };
        Shown { parts, modified }
    }

    /// Items that share an identifier of their own stand together.
    fn grouped(&self, section: Section, items: Vec<Entry<'_>>) -> Vec<Tree> {
        let names = section.names();
        let write = |(ids, items): (Vec<ExternalId>, Vec<Entry<'_>>)| {
            let mut keys = head(&items, listed(&ids));
            let summaries = items.iter().map(|item| self.summary(item));
            keys.push(if names.list == "affiliation-group" {
                let wrapped = summaries.map(|summary| Tree::Object(vec![(names.summary.key(), summary)]));
                ("summaries", Tree::List(wrapped.collect()))
            } else {
                (names.summary.key(), Tree::List(summaries.collect()))
            });
            Tree::Object(keys)
        };
        group(items).into_iter().map(write).collect()
    }

    /// Reviews are grouped twice: by who asked for them, then as everything else.
    fn review_groups(&self, items: Vec<Entry<'_>>) -> Vec<Tree> {
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
            let mut keys = head(&items, Tree::Plain(json!({"external-id": [id]})));
            keys.push(("peer-review-group", Tree::List(self.grouped(Section::PeerReviews, items))));
            Tree::Object(keys)
        };
        by_group.into_iter().map(write).collect()
    }
}

/// Dates and identifiers of a group.
fn head(items: &[Entry<'_>], external_ids: Tree) -> Vec<(&'static str, Tree)> {
    let modified = items.iter().map(|item| item.modified).max();
    vec![("last-modified-date", moment(modified)), ("external-ids", external_ids)]
}

/// The identifiers of a group, as an item would have them.
fn listed(ids: &[ExternalId]) -> Tree {
    complete(&schema::EXTERNAL_IDS_ELEMENT, Some(&seeded::external_ids(ids)))
}
