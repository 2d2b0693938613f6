//! Everything that has a name is explained: whatever the program can send and whatever the simulated ORCID can answer.

#[path = "../support/journey.rs"]
mod journey;
mod names;
mod played;
mod served;

use names::Names;
use orcid_playground::orcid::terms;

/// Drives all of it, and gives what it named.
fn walk() -> Names {
    let mut names = Names::default();
    played::all(&mut names);
    served::all(&mut names);
    names
}

#[test]
fn every_name_has_a_text() {
    let names = walk();
    let missing: Vec<String> = names
        .found
        .iter()
        .filter(|((place, name), _)| terms::find(*place, name).is_none())
        .map(|((place, name), at)| format!("{place} {name}   ({at})"))
        .collect();
    println!("{} names in {} messages have a text", names.found.len() - missing.len(), names.messages);
    assert!(missing.is_empty(), "{} names have no text:\n{}", missing.len(), missing.join("\n"));
    // The walk saw what it was to see.
    assert!(names.messages > 1500 && names.found.len() > 1200, "{} {}", names.messages, names.found.len());
}
