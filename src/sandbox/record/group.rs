//! Grouping: items that share an identifier are one thing that several parties have added (guide `orcid-wire`,
//! "Groups").

use std::collections::{HashMap, HashSet};

use super::entry::{Entry, identity};
use crate::sandbox::activities::ExternalId;

/// Items in groups. A group stands where its first item stood.
///
/// Identifiers of the item and of its versions bring items together, compared by type and normalised value.
pub(super) fn group(items: Vec<Entry<'_>>) -> Vec<Vec<Entry<'_>>> {
    let mut groups: Vec<Vec<Entry<'_>>> = Vec::new();
    let mut home: HashMap<String, usize> = HashMap::with_capacity(items.len());
    // Where a group went that another one took in.
    let mut moved: Vec<usize> = Vec::new();
    for item in items {
        let ids = item.external_ids();
        let keys = ids.iter().filter(|id| brings_together(id)).map(|id| identity(item.section, id));
        let keys: Vec<_> = keys.collect();
        let mut homes: Vec<usize> = keys.iter().filter_map(|key| home.get(key)).map(|&at| follow(&moved, at)).collect();
        homes.sort_unstable();
        homes.dedup();
        let target = homes.first().copied().unwrap_or(groups.len());
        home.extend(keys.into_iter().map(|key| (key, target)));
        if target == groups.len() {
            groups.push(vec![item]);
            moved.push(target);
            continue;
        }
        for &other in homes.iter().skip(1) {
            let items = std::mem::take(&mut groups[other]);
            moved[other] = target;
            groups[target].extend(items);
        }
        groups[target].push(item);
    }
    groups.retain(|items| !items.is_empty());
    groups
}

/// Whether it is not that of a larger whole, or of the money.
fn brings_together(id: &ExternalId) -> bool {
    !matches!(id.relationship.as_deref(), Some("part-of" | "funded-by"))
}

/// What a group lists: the identifiers of all its items, each once, but those of a larger whole.
pub(super) fn identifiers(items: &[Entry<'_>]) -> Vec<ExternalId> {
    let Some(section) = items.first().map(|item| item.section) else { return Vec::new() };
    let mut ids: Vec<ExternalId> = items.iter().flat_map(Entry::external_ids).filter(brings_together).collect();
    if ids.len() > 1 {
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(identity(section, id)));
    }
    ids
}

fn follow(moved: &[usize], mut at: usize) -> usize {
    while moved[at] != at {
        at = moved[at];
    }
    at
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
        groups.into_iter().map(|items| items.iter().map(|item| item.put_code).collect()).collect()
    }

    #[test]
    fn shared_identifiers_bring_items_together() {
        let own = "self";
        assert_eq!(codes(&[&[("10.5/A", own)], &[], &[("https://doi.org/10.5/a", own)]]), [vec![1, 3], vec![2]]);
        let parts = codes(&[&[("10.5/book", "part-of")], &[("10.5/book", "part-of")]]);
        assert_eq!(parts, [[1], [2]], "chapters of a book are not one work");
        assert_eq!(codes(&[&[("10.5/A", own)], &[("10.5/B", own), ("10.5/a", "version-of")]]), [[1, 2]], "a preprint");
    }

    #[test]
    fn an_item_can_join_two_groups() {
        let own = "self";
        let items: [&[(&str, &str)]; 4] = [&[("a", own)], &[("b", own)], &[("a", own), ("b", own)], &[("b", own)]];
        assert_eq!(codes(&items), [[1, 2, 3, 4]]);
    }
}
