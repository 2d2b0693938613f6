//! The sections of activities, in groups.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;

use super::{
    Writer,
    complete::{complete, is_normalized},
    entry::{Entry, order},
    group::{group, identifiers},
    item::moment,
    schema,
    section::Section,
    seeded,
    tree::{Parts, Tree},
};

impl<'a> Writer<'a> {
    pub(super) fn activities(&self) -> Tree<'a> {
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
        let wholes: Vec<(Tree<'a>, Option<Timestamp>)> = sections.iter().map(|section| self.whole(*section)).collect();
        let modified = wholes.iter().filter_map(|(_, modified)| *modified).max();
        let mut keys = vec![("last-modified-date", moment(modified))];
        let names = sections.iter().map(|section| section.names().plural);
        keys.extend(names.zip(wholes.into_iter().map(|(whole, _)| whole)));
        keys.push(("path", Tree::text(self.path("/activities"))));
        Tree::Object(keys)
    }
}

/// Items that share an identifier of their own, together.
pub(super) struct Groups<'a> {
    writer: Writer<'a>,
    section: Section,
    groups: Vec<Vec<Entry<'a>>>,
}

impl<'a> Groups<'a> {
    pub fn of(writer: Writer<'a>, section: Section, mut items: Vec<Entry<'a>>) -> Self {
        if section.of_affiliations() {
            order::affiliations(&mut items);
        }
        let mut groups = group(items);
        if section == Section::Works {
            order::works(&mut groups);
        }
        if section == Section::PeerReviews {
            order::reviews(&mut groups);
        }
        Self { writer, section, groups }
    }

    fn one<'g>(&'g self, items: &'g [Entry<'a>]) -> Tree<'g> {
        let names = self.section.names();
        let mut keys = head(items, listed(items));
        let summaries = items.iter().map(|item| self.writer.summary(item));
        keys.push(if self.section.of_affiliations() {
            let wrapped = summaries.map(|summary| Tree::Object(vec![(names.summary.key(), summary)]));
            ("summaries", Tree::List(wrapped.collect()))
        } else {
            (names.summary.key(), Tree::List(summaries.collect()))
        });
        Tree::Object(keys)
    }
}

impl Parts for Groups<'_> {
    fn each(&self) -> Box<dyn Iterator<Item = Tree<'_>> + '_> {
        Box::new(self.groups.iter().map(|items| self.one(items)))
    }
}

/// Reviews are grouped twice: by who asked for them, then as everything else.
pub(super) struct ReviewGroups<'a>(Vec<(String, Groups<'a>)>);

impl<'a> ReviewGroups<'a> {
    pub fn of(writer: &Writer<'a>, items: Vec<Entry<'a>>) -> Self {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut by_group: Vec<(String, Vec<Entry<'a>>)> = Vec::new();
        for item in items {
            let id = item.group_id();
            let place = *places.entry(id).or_insert_with_key(|id| {
                by_group.push((id.clone(), Vec::new()));
                by_group.len() - 1
            });
            by_group[place].1.push(item);
        }
        let grouped = |(id, items)| (id, Groups::of(writer.clone(), Section::PeerReviews, items));
        Self(by_group.into_iter().map(grouped).collect())
    }

    fn one<'g>((id, inner): &'g (String, Groups<'a>)) -> Tree<'g> {
        let id = json!({
            "external-id-type": "peer-review",
            "external-id-value": id,
            "external-id-normalized": null,
            "external-id-normalized-error": null,
            "external-id-url": null,
            "external-id-relationship": null,
        });
        let mut keys = head(inner.groups.iter().flatten(), Tree::Plain(json!({"external-id": [id]})));
        keys.push(("peer-review-group", Tree::List(inner.each().collect())));
        Tree::Object(keys)
    }
}

impl Parts for ReviewGroups<'_> {
    fn each(&self) -> Box<dyn Iterator<Item = Tree<'_>> + '_> {
        Box::new(self.0.iter().map(Self::one))
    }
}

/// Dates and identifiers of a group.
fn head<'i, 'a: 'i, 't>(
    items: impl IntoIterator<Item = &'i Entry<'a>>,
    external_ids: Tree<'t>,
) -> Vec<(&'static str, Tree<'t>)> {
    let modified = items.into_iter().map(|item| item.modified).max();
    vec![("last-modified-date", moment(modified)), ("external-ids", external_ids)]
}

/// The identifiers of a group, as an item would have them.
fn listed(items: &[Entry<'_>]) -> Tree<'static> {
    let element = &schema::EXTERNAL_IDS_ELEMENT;
    let normalizes = items.first().is_some_and(|item| is_normalized(item.section, element.key()));
    complete(element, Some(seeded::external_ids(identifiers(items))), normalizes)
}
