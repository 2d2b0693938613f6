//! Everything that has a name is explained: whatever the program can send and whatever the simulated ORCID can answer.

#[path = "../support/journey.rs"]
mod journey;
mod names;
mod played;
mod served;

use std::collections::{BTreeMap, BTreeSet};

use names::{Kind, Names};
use orcid_playground::orcid::terms::{self, Place};

/// Holds that every name has a text, and says how many there are.
fn told(names: &Names, messages: usize, least: usize) {
    let missing: Vec<String> = names
        .found
        .iter()
        .filter(|((place, name), _)| terms::find(*place, name).is_none())
        .map(|((place, name), at)| format!("{place} {name}   ({at})"))
        .collect();
    println!("{} names in {} messages have a text", names.found.len() - missing.len(), names.messages);
    assert!(missing.is_empty(), "{} names have no text:\n{}", missing.len(), missing.join("\n"));
    one_kind_each(names);
    // The walk saw what it was to see.
    assert!(names.messages >= messages && names.found.len() >= least, "{} {}", names.messages, names.found.len());
}

/// A name, and what it was seen to hold.
type Held<'a> = (&'a str, &'a BTreeSet<Kind>);

/// Holds that one text tells of one kind of thing. Where what stands under a key holds something else than under the same
/// key in another place, it is another thing, and the text of the shorter key path would tell the wrong one.
fn one_kind_each(names: &Names) {
    let mut told: BTreeMap<(Place, &str), Vec<Held<'_>>> = BTreeMap::new();
    for ((place, name), kinds) in names.kinds.iter().filter(|(_, kinds)| !kinds.is_empty()) {
        let Some(term) = terms::find(*place, name) else { continue };
        let ends = |known: &&String| format!("/{name}").ends_with(&format!("/{known}"));
        let Some(known) = term.names.iter().filter(ends).max_by_key(|known| known.len()) else { continue };
        told.entry((*place, known)).or_default().push((name, kinds));
    }
    let mut mixed = Vec::new();
    for ((place, known), all) in &told {
        let pairs = all.iter().enumerate().flat_map(|(at, one)| all[..at].iter().map(move |other| (other, one)));
        let differ = pairs.into_iter().find(|((_, kinds), (_, others))| kinds.is_disjoint(others));
        mixed.extend(differ.map(|(one, other)| format!("{place} {known}: {one:?}, {other:?}")));
    }
    assert!(mixed.is_empty(), "{} texts tell of several kinds of things:\n{}", mixed.len(), mixed.join("\n"));
}

#[test]
fn what_the_program_sends_and_shows() {
    let mut names = Names::default();
    played::all(&mut names);
    told(&names, 500, 2500);
}

#[test]
fn what_the_simulated_orcid_answers() {
    let mut names = Names::default();
    served::all(&mut names);
    told(&names, 1500, 5000);
}
