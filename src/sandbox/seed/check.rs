//! What a seed must be beyond its single values: what belongs together fits, and what is named is there.

use std::{collections::HashSet, sync::Arc};

use jiff::Timestamp;
use strum::VariantArray;

use super::{
    SeedError,
    place::{at_item, at_key, at_text, line_of_put_code},
};
use crate::{
    orcid::scopes::{self, Who},
    sandbox::{
        api::{MOST_WORKS, ends_before_it_begins, is_orcid},
        clients::RegisteredClient,
        record::{Entry, Section},
        redirect::redirect_uri_problem,
        registry::Registry,
        researchers::Researcher,
    },
};

/// The longest secret that ORCID takes (guide `orcid-wire`, "Hosts and endpoints").
const LONGEST_SECRET: usize = 100;

/// A client, against those before it.
pub(super) fn client(
    text: &str,
    start: usize,
    client: &RegisteredClient,
    others: &[Arc<RegisteredClient>],
) -> Result<(), SeedError> {
    let wrong = |key: &str, problem: String| Err(at_key(text, start, key, problem));
    let id = &client.client_id;
    let is_client_id = |id: &str| {
        let rest = id.strip_prefix("APP-").unwrap_or_default();
        rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    // ORCID's first clients were numbered as researchers are.
    if !is_client_id(id) && !is_orcid(id) {
        let problem = "expected APP- and sixteen of 0-9 and A-Z, such as APP-MYTESTSUITE00001";
        return wrong("client_id", problem.to_owned());
    }
    if others.iter().any(|other| other.client_id == *id) {
        return wrong("client_id", format!("there is a client {id} already"));
    }
    if client.client_secret.is_empty() {
        return wrong("client_secret", "every ORCID client has a secret".to_owned());
    }
    if client.client_secret.expose().chars().count() > LONGEST_SECRET {
        return wrong("client_secret", format!("ORCID takes secrets of {LONGEST_SECRET} characters at most"));
    }
    if client.name.trim().is_empty() {
        return wrong("name", "the consent page has to call the client something".to_owned());
    }
    if let Some((uri, problem)) = client.redirect_uris.iter().find_map(|uri| Some((uri, redirect_uri_problem(uri)?))) {
        let problem = format!("{uri:?} {problem}; give the whole one that the client sends");
        return Err(at_text(text, start, "redirect_uris", uri, problem));
    }
    if let Some(scope) = client.extra_scopes.iter().find(|scope| scopes::find(scope).is_none()) {
        return Err(at_text(text, start, "extra_scopes", scope, format!("ORCID has no scope {scope:?}")));
    }
    let internal = |scope: &&String| scopes::find(scope).is_some_and(|known| known.who == Who::Internal);
    if let Some(scope) = client.extra_scopes.iter().find(internal) {
        let problem = format!("ORCID keeps {scope:?} for itself and gives it to no client; leave it out");
        return Err(at_text(text, start, "extra_scopes", scope, problem));
    }
    Ok(())
}

/// Whether the clients that a client acts for are there, now that everybody is known.
pub(super) fn acts_for(
    text: &str,
    start: usize,
    client: &RegisteredClient,
    clients: &Registry<RegisteredClient>,
) -> Result<(), SeedError> {
    let Some(other) = client.acts_for.iter().flatten().find(|other| clients.find(other).is_none()) else {
        return Ok(());
    };
    let problem = format!(
        "there is no client {other:?} in this sandbox; name one, or leave the key out when it may act for everybody"
    );
    Err(at_text(text, start, "acts_for", other, problem))
}

/// A researcher, against those before.
pub(super) fn researcher(
    text: &str,
    start: usize,
    researcher: &Researcher,
    others: &[Arc<Researcher>],
    now: Option<Timestamp>,
) -> Result<(), SeedError> {
    let wrong = |key: &str, problem: String| Err(at_key(text, start, key, problem));
    if others.iter().any(|other| other.orcid == researcher.orcid) {
        return wrong("orcid", format!("there is a researcher {} already", researcher.orcid));
    }
    if let Some(problem) = researcher.status.problem_with(&researcher.orcid, researcher.deprecated_by.as_ref()) {
        let key = if researcher.deprecated_by.is_none() { "status" } else { "deprecated_by" };
        return wrong(key, problem.to_owned());
    }
    if researcher.modified < researcher.created {
        return wrong("modified", "a record cannot have changed before it was created; give a later time".to_owned());
    }
    if now.is_some_and(|now| researcher.modified > now) {
        return wrong("modified", "it lies in the future; give a time that has passed".to_owned());
    }
    if researcher.works.len() + researcher.generated_works as usize > MOST_WORKS {
        let problem = format!("a record has {MOST_WORKS} works at most, those that are written out among them");
        return wrong("generated_works", problem);
    }
    if let Some(keyword) = researcher.keywords.iter().find(|keyword| keyword.content.trim().is_empty()) {
        let problem = "it is empty; write something".to_owned();
        return Err(at_item(text, start, (key(Section::Keywords), keyword.put_code), "content", problem));
    }
    emails(text, start, researcher, others)?;
    if let Some((section, code)) = twice(researcher) {
        let problem = format!("the put-code {code} is taken by another {section} of this researcher");
        let line = line_of_put_code(text, start, section, code);
        return Err(SeedError { line, key: "put_code".to_owned(), problem });
    }
    for (section, entry) in items(researcher) {
        let own = entry.own().into_value();
        if ends_before_it_begins(own.get("proposal").unwrap_or(&own)) {
            let problem = "the end lies before the start; exchange the two".to_owned();
            return Err(at_item(text, start, (key(section), entry.put_code), "end", problem));
        }
    }
    Ok(())
}

/// An address belongs to one record, and one of a record's is the primary one.
fn emails(text: &str, start: usize, researcher: &Researcher, others: &[Arc<Researcher>]) -> Result<(), SeedError> {
    let mut seen = HashSet::new();
    for email in &researcher.emails {
        let address = email.email.to_lowercase();
        let wrong = |problem: String| Err(at_text(text, start, "email", &email.email, problem));
        let has = |other: &&Arc<Researcher>| other.emails.iter().any(|email| email.email.to_lowercase() == address);
        if let Some(other) = others.iter().find(has) {
            return wrong(format!("{} is an address of {} already; give another one", email.email, other.orcid));
        }
        if !seen.insert(address.clone()) {
            return wrong(format!("{} is an address of this researcher already; leave it out", email.email));
        }
    }
    match researcher.emails.iter().filter(|email| email.primary).nth(1) {
        Some(second) => {
            let problem = "there is a primary address already; a record has one".to_owned();
            Err(SeedError { key: "primary".to_owned(), ..at_text(text, start, "email", &second.email, problem) })
        }
        None => Ok(()),
    }
}

/// Whether whoever an item is said to come from is there, now that everybody is known.
pub(super) fn sources(
    text: &str,
    start: usize,
    researcher: &Researcher,
    clients: &Registry<RegisteredClient>,
    researchers: &Registry<Researcher>,
) -> Result<(), SeedError> {
    for (section, entry) in items(researcher) {
        let Some(source) = entry.source else { continue };
        if clients.find(source).is_none() && researchers.find(source).is_none() {
            let problem = format!(
                "{source:?} is no client and no researcher of this sandbox; name one, or leave the key out when the \
                 researcher added it"
            );
            return Err(at_item(text, start, (key(section), entry.put_code), "source", problem));
        }
    }
    Ok(())
}

fn items(researcher: &Researcher) -> impl Iterator<Item = (Section, Entry<'_>)> {
    let sections = Section::VARIANTS.iter().copied();
    sections.flat_map(|section| Entry::written_down(researcher, section).map(move |entry| (section, entry)))
}

/// A put-code that two items of the same section have: only one of them could be read.
fn twice(researcher: &Researcher) -> Option<(&'static str, u64)> {
    let mut seen = HashSet::new();
    researcher.put_codes().find(|item| !seen.insert(*item))
}

/// The key of a section's tables.
fn key(section: Section) -> &'static str {
    match section {
        Section::Address => "address",
        Section::Keywords => "keyword",
        Section::OtherNames => "other_name",
        Section::ResearcherUrls => "url",
        Section::ExternalIdentifiers => "external_identifier",
        Section::Distinctions => "distinction",
        Section::Educations => "education",
        Section::Employments => "employment",
        Section::InvitedPositions => "invited_position",
        Section::Memberships => "membership",
        Section::Qualifications => "qualification",
        Section::Services => "service",
        Section::Fundings => "funding",
        Section::PeerReviews => "peer_review",
        Section::ResearchResources => "research_resource",
        Section::Works => "work",
    }
}
