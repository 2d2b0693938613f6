//! Everything that has a name is explained: whatever the program can send and whatever the simulated ORCID can answer.

#[path = "../support/journey.rs"]
mod journey;
mod names;
mod played;
mod served;

use names::Names;
use orcid_playground::orcid::terms;

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
    // The walk saw what it was to see.
    assert!(names.messages >= messages && names.found.len() >= least, "{} {}", names.messages, names.found.len());
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
