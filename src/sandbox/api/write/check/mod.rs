//! What may be written, beyond what the schemas say (guide `orcid-wire`, "Checks of what is written").
//!
//! | file | what lives there |
//! |---|---|
//! | `person` | the sections of the person |
//! | `identifiers` | external identifiers |
//! | `dates` | dates, and what comes after what |

mod dates;
mod identifiers;
mod person;

use serde_json::Value;

pub(in crate::sandbox) use dates::{ends_before_it_begins, is_day};
pub(super) use identifiers::identifiers;

use crate::sandbox::record::{ApiError, Problem, Section, Vocabulary, knows, unknown_word};
use dates::{date, in_order, started};
use identifiers::{funders, list, some_identifier};

type Checked = Result<(), ApiError>;

fn refused(problem: Problem) -> Checked {
    Err(ApiError::new(problem))
}

/// A rule without a code of its own, with the words in which it is refused.
fn invalid(why: &str) -> Checked {
    Err(ApiError::new(Problem::Invalid).because(why))
}

/// Without the blanks around it, which ORCID takes away before it asks whether there is anything.
fn text<'a>(own: &'a Value, path: &str) -> &'a str {
    own.pointer(path).and_then(Value::as_str).unwrap_or_default().trim()
}

/// Everything but the external identifiers.
pub(super) fn content(section: Section, own: &Value) -> Checked {
    match section {
        Section::Address
        | Section::Keywords
        | Section::OtherNames
        | Section::ResearcherUrls
        | Section::ExternalIdentifiers => person::content(section, own),
        Section::Educations | Section::Employments => {
            organization(own.get("organization"))?;
            if !place(&own["organization"], "city") || !place(&own["organization"], "country") {
                return refused(Problem::Address);
            }
            in_order(own)
        }
        Section::Distinctions
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services => {
            professional(own)?;
            in_order(own)
        }
        Section::Fundings => {
            title(own.get("title"))?;
            some_identifier(own.get("external-ids"))?;
            amount(own.get("amount"))?;
            organization(own.get("organization"))?;
            date(own.get("end-date"))?;
            started(own)?;
            date(own.get("start-date"))
        }
        Section::PeerReviews => {
            some_identifier(own.get("review-identifiers"))?;
            if text(own, "/review-type").is_empty() {
                return missing_word("review-type");
            }
            // Here alone it may be without an identifier.
            let convening = own.get("convening-organization");
            if let Some(convening) = convening.filter(|of| of.get("disambiguated-organization").is_some()) {
                organization(Some(convening))?;
            }
            date(own.get("review-completion-date"))
        }
        Section::ResearchResources => research_resource(own),
        Section::Works => work(own),
    }
}

fn missing_word(vocabulary: &str) -> Checked {
    Vocabulary::named(vocabulary).map_or(Ok(()), |vocabulary| Err(unknown_word(vocabulary, "")))
}

/// There is one, and what is translated says into which language.
fn title(title: Option<&Value>) -> Checked {
    if title.is_none_or(|title| text(title, "/title/value").is_empty()) {
        return refused(Problem::Title);
    }
    translated(title)
}

fn translated(title: Option<&Value>) -> Checked {
    let Some(translated) = title.and_then(|title| title.get("translated-title")) else { return Ok(()) };
    if text(translated, "/value").is_empty() {
        return invalid("Please specify a translated title or remove the language code");
    }
    let Some(languages) = Vocabulary::named("language") else { return Ok(()) };
    if languages.has(text(translated, "/language-code")) {
        return Ok(());
    }
    let error = ApiError::new(Problem::Type).fill("type", "translated title -> language code");
    Err(error.fill("values", &languages.listed()))
}

fn work(own: &Value) -> Checked {
    title(own.get("title"))?;
    if text(own, "/type").is_empty() {
        return missing_word("work-type");
    }
    if let Some(citation) = own.get("citation") {
        if text(citation, "/citation-type").is_empty() {
            return missing_word("citation-type");
        }
        if text(citation, "/citation-value").is_empty() {
            return invalid("Please specify a citation or remove the parent tag");
        }
    }
    date(own.get("publication-date"))?;
    some_identifier(own.get("external-ids"))?;
    funders(own.get("external-ids"))?;
    let contributors = own.pointer("/contributors/contributor").and_then(Value::as_array).into_iter().flatten();
    for uri in contributors.map(|contributor| text(contributor, "/contributor-orcid/uri")) {
        if !uri.is_empty() && !is_orcid_uri(uri) {
            return invalid("Invalid contributor URI");
        }
    }
    Ok(())
}

/// `https://orcid.org/…` or that of another of ORCID's hosts.
fn is_orcid_uri(uri: &str) -> bool {
    let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"));
    rest.and_then(|rest| rest.split_once('/'))
        .is_some_and(|(host, orcid)| host.ends_with("orcid.org") && super::super::is_orcid(orcid))
}

fn research_resource(own: &Value) -> Checked {
    let proposal = &own["proposal"];
    title(proposal.get("title"))?;
    let missing = |what: &str| Err(ApiError::new(Problem::Identifier).because(what));
    if some_identifier(proposal.get("external-ids")).is_err() {
        return missing("Missing external ID in Research Resource Proposal");
    }
    hosts(proposal)?;
    started(proposal)?;
    for item in own["resource-item"].as_array().into_iter().flatten() {
        if some_identifier(item.get("external-ids")).is_err() {
            return missing("Missing external ID in Research Resource Item");
        }
        hosts(item)?;
    }
    Ok(())
}

fn hosts(of: &Value) -> Checked {
    match of.pointer("/hosts/organization").and_then(Value::as_array) {
        Some(hosts) => hosts.iter().try_for_each(|host| organization(Some(host))),
        None => refused(Problem::Organization),
    }
}

/// Whether an organisation's address has this.
fn place(organization: &Value, key: &str) -> bool {
    !text(organization, &format!("/address/{key}")).is_empty()
}

/// Its identifier, or nothing.
fn identifier(organization: &Value) -> &str {
    text(organization, "/disambiguated-organization/disambiguated-organization-identifier")
}

/// There is one, and it is known which.
fn organization(organization: Option<&Value>) -> Checked {
    let Some(organization) = organization else { return refused(Problem::Organization) };
    let source = text(organization, "/disambiguated-organization/disambiguation-source");
    if identifier(organization).is_empty() || !knows("disambiguation-source", source) {
        return refused(Problem::DisambiguatedOrganization);
    }
    Ok(())
}

/// The organisation of an affiliation that is neither education nor employment.
fn professional(own: &Value) -> Checked {
    let Some(of) = own.get("organization") else { return refused(Problem::Organization) };
    if !identifier(of).is_empty() {
        organization(Some(of))?;
    } else if list(own.get("external-ids")).is_empty() {
        return refused(Problem::NoOrganizationIdentifier);
    }
    if !place(of, "country") && (place(of, "city") || place(of, "region")) {
        return refused(Problem::AddressWithoutCountry);
    }
    Ok(())
}

fn amount(amount: Option<&Value>) -> Checked {
    let Some(amount) = amount else { return Ok(()) };
    let (value, currency) = (text(amount, "/value"), text(amount, "/currency-code"));
    if currency.is_empty() && !value.is_empty() {
        return invalid("Please specify a currency code");
    }
    if value.is_empty() {
        return invalid("Please specify an amount or remove the amount tag");
    }
    if value.trim().parse::<f64>().is_err() {
        return refused(Problem::Amount);
    }
    if !knows("currency", currency) {
        return Err(ApiError::new(Problem::Argument).because(currency));
    }
    Ok(())
}
