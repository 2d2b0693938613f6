//! Grouping: items that share an identifier are one thing that several parties have added (guide `orcid-wire`,
//! "Groups").

use std::collections::HashMap;

use super::entry::Entry;
use crate::sandbox::activities::ExternalId;

/// Items in groups, each with the identifiers of all its items. A group stands where its first item stood.
///
/// Only identifiers of the item itself (`self`) bring items together, compared by type and normalised value; all are
/// listed but those of a larger whole.
pub(super) fn group(items: Vec<Entry<'_>>) -> Vec<(Vec<ExternalId>, Vec<Entry<'_>>)> {
    let mut groups: Vec<(Vec<ExternalId>, Vec<Entry<'_>>)> = Vec::new();
    let mut home: HashMap<(String, String), usize> = HashMap::new();
    // Where a group went that another one took in.
    let mut moved: Vec<usize> = Vec::new();
    for item in items {
        let ids = item.external_ids();
        let keys: Vec<_> = ids.iter().filter(|id| id.relationship.as_deref() == Some("self")).map(key).collect();
        let mut homes: Vec<usize> = keys.iter().filter_map(|key| home.get(key)).map(|&at| follow(&moved, at)).collect();
        homes.sort_unstable();
        homes.dedup();
        let target = homes.first().copied().unwrap_or(groups.len());
        if target == groups.len() {
            groups.push((Vec::new(), Vec::new()));
            moved.push(target);
        }
        for &other in homes.iter().skip(1) {
            let (ids, items) = std::mem::take(&mut groups[other]);
            moved[other] = target;
            add(&mut groups[target].0, ids);
            groups[target].1.extend(items);
        }
        home.extend(keys.into_iter().map(|key| (key, target)));
        let listed = ids.into_iter().filter(|id| !matches!(id.relationship.as_deref(), Some("part-of" | "funded-by")));
        add(&mut groups[target].0, listed.collect());
        groups[target].1.push(item);
    }
    groups.retain(|(_, items)| !items.is_empty());
    groups
}

fn follow(moved: &[usize], mut at: usize) -> usize {
    while moved[at] != at {
        at = moved[at];
    }
    at
}

fn key(id: &ExternalId) -> (String, String) {
    (id.kind.clone(), id.normalized())
}

fn add(list: &mut Vec<ExternalId>, ids: Vec<ExternalId>) {
    for id in ids {
        if !list.iter().any(|other| key(other) == key(&id)) {
            list.push(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{
        activities::Work,
        record::Section,
        researchers::{Researcher, demo_researchers},
    };

    fn record(works: &[&[(&str, &str)]]) -> Researcher {
        let work = |(index, ids): (usize, &&[(&str, &str)])| Work {
            put_code: index as u64 + 1,
            external_ids: ids
                .iter()
                .map(|(value, relationship)| ExternalId {
                    kind: "doi".to_owned(),
                    value: (*value).to_owned(),
                    url: None,
                    relationship: Some((*relationship).to_owned()),
                })
                .collect(),
            ..Work::default()
        };
        let works = works.iter().enumerate().map(work).collect();
        Researcher { works, generated_works: 0, ..demo_researchers()[0].as_ref().clone() }
    }

    fn codes(works: &[&[(&str, &str)]]) -> Vec<Vec<u64>> {
        let record = record(works);
        let groups = group(Entry::all(&record, None, Section::Works).collect());
        groups.into_iter().map(|(_, items)| items.iter().map(|item| item.put_code).collect()).collect()
    }

    #[test]
    fn shared_identifiers_bring_items_together() {
        let own = "self";
        assert_eq!(codes(&[&[("10.5/A", own)], &[], &[("https://doi.org/10.5/a", own)]]), [vec![1, 3], vec![2]]);
        let parts = codes(&[&[("10.5/book", "part-of")], &[("10.5/book", "part-of")]]);
        assert_eq!(parts, [[1], [2]], "chapters of a book are not one work");
    }

    #[test]
    fn an_item_can_join_two_groups() {
        let own = "self";
        let items: [&[(&str, &str)]; 4] = [&[("a", own)], &[("b", own)], &[("a", own), ("b", own)], &[("b", own)]];
        assert_eq!(codes(&items), [[1, 2, 3, 4]]);
    }
}
