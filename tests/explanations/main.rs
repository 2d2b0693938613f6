//! Everything that has a name is explained: whatever the program can send and whatever the simulated ORCID can answer.

#[path = "../support/journey.rs"]
mod journey;
mod names;
mod played;
mod served;

use std::collections::BTreeMap;

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

/// Holds that one text tells of one kind of thing. What stands under the same key in another place is another thing, when
/// it holds something else there: the text of the shorter key path would tell the wrong one.
fn one_kind_each(names: &Names) {
    let mut told: BTreeMap<(Place, &str), BTreeMap<Kind, &str>> = BTreeMap::new();
    for ((place, name), kinds) in &names.kinds {
        let Some(term) = terms::find(*place, name) else { continue };
        let ends = |known: &&String| format!("/{name}").ends_with(&format!("/{known}"));
        let Some(known) = term.names.iter().filter(ends).max_by_key(|known| known.len()) else { continue };
        let kinds = kinds.iter().map(|kind| (*kind, name.as_str()));
        told.entry((*place, known)).or_default().extend(kinds);
    }
    let mixed: Vec<String> = told
        .iter()
        .filter(|(_, kinds)| kinds.len() > 1)
        .map(|((place, known), kinds)| format!("{place} {known}: {kinds:?}"))
        .collect();
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
