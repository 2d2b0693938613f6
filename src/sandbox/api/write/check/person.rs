//! The sections of the person.

use serde_json::Value;

use super::{Checked, Section, invalid, text};

/// Everything but what the schema says already.
pub(super) fn content(section: Section, own: &Value) -> Checked {
    let required = |path: &str, why: &str| if text(own, path).is_empty() { invalid(why) } else { Ok(()) };
    match section {
        Section::Address => required("/country/value", "Country cannot be null"),
        Section::Keywords => required("/content", "Keyword cannot be null"),
        Section::ResearcherUrls => {
            required("/url/value", "Url field must not be empty")?;
            short(own, "/url/value", 2000, "Url field")
        }
        Section::ExternalIdentifiers => {
            short(own, "/external-id-type", 255, "Common name field")?;
            short(own, "/external-id-value", 255, "Reference field")?;
            if text(own, "/external-id-relationship") != "self" {
                return invalid("Relationship field should be self for person identifiers");
            }
            required("/external-id-url/value", "Reference field must not be empty")?;
            short(own, "/external-id-url/value", 2000, "Url")
        }
        // An other name needs no more than to be there; activities have checks of their own.
        Section::OtherNames
        | Section::Distinctions
        | Section::Educations
        | Section::Employments
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services
        | Section::Fundings
        | Section::PeerReviews
        | Section::ResearchResources
        | Section::Works => Ok(()),
    }
}

/// The length that counts is the whole one.
fn short(own: &Value, path: &str, most: usize, what: &str) -> Checked {
    let text = own.pointer(path).and_then(Value::as_str).unwrap_or_default();
    if text.chars().count() > most {
        return invalid(&format!("{what} must not be longer than {most} characters"));
    }
    Ok(())
}
