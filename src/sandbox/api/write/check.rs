//! What may be written, beyond what the schemas say (guide `orcid-wire`, "Checks of what is written").

use jiff::civil::Date;
use serde_json::Value;

use crate::sandbox::record::{
    ApiError, Problem, Section, Vocabulary, external_ids, is_identifier_type, knows, unknown_word,
};

type Checked = Result<(), ApiError>;

fn refused(problem: Problem) -> Checked {
    Err(ApiError::new(problem))
}

/// A rule without a code of its own, with the words in which it is refused.
fn invalid(why: &str) -> Checked {
    Err(ApiError::new(Problem::Invalid).because(why))
}

fn text<'a>(own: &'a Value, path: &str) -> &'a str {
    own.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// Everything but the external identifiers.
pub(super) fn content(section: Section, own: &Value) -> Checked {
    match section {
        Section::Address if text(own, "/country/value").is_empty() => invalid("Country cannot be null"),
        Section::Keywords if text(own, "/content").is_empty() => invalid("Keyword cannot be null"),
        Section::Address | Section::Keywords | Section::OtherNames => Ok(()),
        Section::ResearcherUrls => {
            short(text(own, "/url/value"), 2000, "Url field")?;
            if text(own, "/url/value").is_empty() { invalid("Url field must not be empty") } else { Ok(()) }
        }
        Section::ExternalIdentifiers => person_identifier(own),
        Section::Educations | Section::Employments => {
            organization(own.get("organization"))?;
            if !place(&own["organization"], "city") || !place(&own["organization"], "country") {
                return refused(Problem::Address);
            }
            period(own)
        }
        Section::Distinctions
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services => {
            professional(own)?;
            period(own)
        }
        Section::Fundings => {
            title(own.get("title"))?;
            some_identifier(own.get("external-ids"))?;
            amount(own.get("amount"))?;
            organization(own.get("organization"))?;
            started(own)?;
            period(own)
        }
        Section::PeerReviews => {
            some_identifier(own.get("review-identifiers"))?;
            if text(own, "/review-type").is_empty() {
                return missing_word("review-type");
            }
            translated(own.get("subject-name"))?;
            match own.get("convening-organization") {
                // Here alone it may be without an identifier.
                Some(convening) if convening.get("disambiguated-organization").is_none() => {}
                convening => organization(convening)?,
            }
            date(own.get("review-completion-date"))
        }
        Section::ResearchResources => research_resource(own),
        Section::Works => work(own),
    }
}

/// The external identifiers: their types, and that one of a work is its own.
pub(super) fn identifiers(section: Section, own: &Value) -> Checked {
    match section {
        Section::Works => {
            let own_one = external_ids(section, own).iter().any(|id| id.relationship.as_deref() == Some("self"));
            let missing = (!own_one).then_some("At least one identifier with 'self' relationship is required");
            types(own.get("external-ids"), missing)
        }
        Section::Fundings => types(own.get("external-ids"), None),
        Section::PeerReviews => {
            versions(own.get("review-identifiers"))?;
            match own.get("subject-external-identifier") {
                Some(id) if !is_identifier_type(text(id, "/external-id-type")) => not_identifiers(" type"),
                Some(_) | None => Ok(()),
            }
        }
        Section::ResearchResources => {
            versions(own.pointer("/proposal/external-ids"))?;
            let items = own["resource-item"].as_array().into_iter().flatten();
            items.map(|item| item.get("external-ids")).try_for_each(versions)
        }
        Section::Address
        | Section::Keywords
        | Section::OtherNames
        | Section::ResearcherUrls
        | Section::ExternalIdentifiers
        | Section::Distinctions
        | Section::Educations
        | Section::Employments
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services => Ok(()),
    }
}

fn short(text: &str, most: usize, what: &str) -> Checked {
    if text.chars().count() > most {
        return invalid(&format!("{what} must not be longer than {most} characters"));
    }
    Ok(())
}

fn person_identifier(own: &Value) -> Checked {
    short(text(own, "/external-id-type"), 255, "Common name field")?;
    short(text(own, "/external-id-value"), 255, "Reference field")?;
    if text(own, "/external-id-relationship") != "self" {
        return invalid("Relationship field should be self for person identifiers");
    }
    if text(own, "/external-id-url/value").is_empty() {
        return invalid("Reference field must not be empty");
    }
    short(text(own, "/external-id-url/value"), 2000, "Url")
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
    period(proposal)?;
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

/// What ends has begun.
fn started(own: &Value) -> Checked {
    if own.get("end-date").is_some() && own.get("start-date").is_none() {
        return refused(Problem::StartDate);
    }
    Ok(())
}

/// `start-date` and `end-date`.
fn period(own: &Value) -> Checked {
    let (start, end) = (own.get("start-date"), own.get("end-date"));
    date(end)?;
    date(start)?;
    if ends_before_it_begins(own) { refused(Problem::EndBeforeStart) } else { Ok(()) }
}

/// Whether the `end-date` lies before the `start-date`.
pub(in crate::sandbox) fn ends_before_it_begins(own: &Value) -> bool {
    match (own.get("start-date"), own.get("end-date")) {
        (Some(start), Some(end)) => before(end, start),
        (Some(_) | None, Some(_) | None) => false,
    }
}

/// Whether one date lies before another, as far as both are known.
fn before(date: &Value, other: &Value) -> bool {
    for part in ["/year/value", "/month/value", "/day/value"] {
        let (date, other) = (text(date, part), text(other, part));
        if date.is_empty() || other.is_empty() || date != other {
            return !date.is_empty() && !other.is_empty() && date < other;
        }
    }
    false
}

/// Whether a date is one: four digits, two, two, and a day that the month has.
fn date(date: Option<&Value>) -> Checked {
    let Some(date) = date else { return Ok(()) };
    let part = |key: &str| date.pointer(&format!("/{key}/value")).and_then(Value::as_str);
    let (year, month, day) = (part("year"), part("month"), part("day"));
    let written = match (year, month, day) {
        (Some(year), None, None) => year.to_owned(),
        (Some(year), Some(month), None) => format!("{year}-{month}"),
        (year, month, Some(day)) => format!("{}-{}-{day}", year.unwrap_or("null"), month.unwrap_or("null")),
        (None, Some(month), None) => format!("null-{month}"),
        (None, None, None) => "null".to_owned(),
    };
    if is_day(&written) {
        return Ok(());
    }
    Err(ApiError::new(Problem::Date).fill("dateString", &written))
}

/// Whether `2024`, `2024-03` or `2024-03-15` is in the calendar.
pub(in crate::sandbox) fn is_day(written: &str) -> bool {
    let whole = match written.len() {
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_owned(),
    };
    let form = whole.len() == 10
        && whole.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    form && whole.parse::<Date>().is_ok()
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

fn list(ids: Option<&Value>) -> &[Value] {
    ids.and_then(|ids| ids.get("external-id")).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn some_identifier(ids: Option<&Value>) -> Checked {
    if list(ids).is_empty() { refused(Problem::Identifier) } else { Ok(()) }
}

/// The types that ORCID does not know, and another complaint.
fn types(ids: Option<&Value>, other: Option<&str>) -> Checked {
    let kinds = list(ids).iter().map(|id| text(id, "/external-id-type"));
    let complaints: String =
        kinds.filter(|kind| !is_identifier_type(kind)).chain(other).map(|what| format!(" {what}")).collect();
    if complaints.is_empty() { Ok(()) } else { not_identifiers(&complaints) }
}

/// Types, and that a version of something has an identifier of its own.
fn versions(ids: Option<&Value>) -> Checked {
    let any = |relationship: &str| list(ids).iter().any(|id| text(id, "/external-id-relationship") == relationship);
    let lonely = any("version-of") && !any("self");
    types(ids, lonely.then_some("version-of requires at least one self identifier"))
}

fn not_identifiers(complaints: &str) -> Checked {
    Err(ApiError::new(Problem::Identifier).because(&format!("Invalid external-id {complaints}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> Value {
        let parts: Vec<&str> = text.split('-').collect();
        let part = |at: usize| parts.get(at).map(|part| json!({"value": part}));
        let mut value = json!({"year": part(0), "month": part(1), "day": part(2)});
        value.as_object_mut().unwrap().retain(|_, part| !part.is_null());
        value
    }

    #[test]
    fn dates() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert!(date(Some(&day(good))).is_ok(), "{good}");
        }
        for bad in ["2023-02-29", "2024-2", "2024-13", "2024-02-1", "24"] {
            let error = date(Some(&day(bad))).unwrap_err().value();
            assert_eq!(error["error-code"], 9049, "{bad}");
            assert_eq!(error["developer-message"], format!("400 Bad request: invalid date: {bad} "));
        }
        assert!(date(Some(&json!({"year": {"value": "2024"}, "day": {"value": "01"}}))).is_err());
    }

    #[test]
    fn an_end_comes_after_its_beginning() {
        for (start, end, ok) in [
            ("2020", "2019", false),
            ("2020", "2020", true),
            ("2020-05", "2020", true),
            ("2020-05", "2020-04", false),
            ("2020-05-02", "2020-05-01", false),
            ("2020-05-02", "2021-01-01", true),
        ] {
            assert_eq!(period(&json!({"start-date": day(start), "end-date": day(end)})).is_ok(), ok, "{start} {end}");
        }
    }
}
