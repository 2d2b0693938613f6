//! Values of a seed of which not every text or number is one, with the words of the refusal. What a text may be, the rules
//! of the API say (guide `orcid-wire`, "Checks of what is written").

use std::cell::Cell;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de::Error};

use crate::sandbox::record::{Section, element, is_identifier_type, item_root, other_word, unfit};

/// Higher put-codes leave no room for those of what clients add, which every JSON reader takes for the number that it is.
const HIGHEST_PUT_CODE: u64 = 1_000_000_000_000_000;

/// A put-code.
pub(in crate::sandbox) fn put_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match u64::deserialize(deserializer)? {
        0 => Err(D::Error::custom("put-codes begin at 1")),
        code if code > HIGHEST_PUT_CODE => {
            Err(D::Error::custom(format!("put-codes end at {HIGHEST_PUT_CODE}; give a smaller number")))
        }
        code => Ok(code),
    }
}

/// Texts, each with the element of the API that it becomes: the API's rule for it holds here too.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $section:ident $($key:literal)/+;)*) => {$(
        $(#[$meta])*
        pub(in crate::sandbox) fn $name<'de, D, T>(deserializer: D) -> Result<T, D::Error>
        where
            D: Deserializer<'de>,
            T: From<String>,
        {
            checked(deserializer, |text| unfit(element(item_root(Section::$section), &[$($key),+])?, text))
        }
    )*

    #[cfg(test)]
    const ELEMENTS: &[(Section, &[&str])] = &[$((Section::$section, &[$($key),+])),*];
    };
}

texts! {
    /// A name that somebody is also known by, or a keyword; the API wants both to say something.
    other_name: OtherNames "content";
    /// What a link is called.
    url_name: ResearcherUrls "url-name";
    /// A country.
    country: Works "country";
    /// A language.
    language: Works "language-code";
    /// Which thing an identifier means.
    relationship: Works "external-ids" / "external-id" / "external-id-relationship";
    /// What identifies something.
    identifier: Works "external-ids" / "external-id" / "external-id-value";
    /// A department.
    department: Employments "department-name";
    /// A position, or a degree.
    position: Employments "role-title";
    /// An organization.
    organization: Employments "organization" / "name";
    /// Its city.
    city: Employments "organization" / "address" / "city";
    /// Its region.
    region: Employments "organization" / "address" / "region";
    /// A type of funding.
    funding_type: Fundings "type";
    /// The funder's own word for it.
    funders_type: Fundings "organization-defined-type";
    /// A reviewer's role.
    reviewer_role: PeerReviews "reviewer-role";
    /// A type of review.
    review_type: PeerReviews "review-type";
    /// What reviews are grouped by.
    group_id: PeerReviews "review-group-id";
    /// What was reviewed stands in it.
    subject_container: PeerReviews "subject-container-name";
    /// A type of what was reviewed.
    subject_type: PeerReviews "subject-type";
    /// A resource.
    resource: ResearchResources "resource-item" / "resource-name";
    /// A type of resource.
    resource_type: ResearchResources "resource-item" / "resource-type";
    /// A type of work.
    work_type: Works "type";
    /// A title.
    title: Works "title" / "title";
    /// A subtitle.
    subtitle: Works "title" / "subtitle";
    /// A journal.
    journal: Works "journal-title";
    /// A description.
    description: Works "short-description";
    /// A form of a citation.
    citation_type: Works "citation" / "citation-type";
    /// A contributor's name.
    contributor: Works "contributors" / "contributor" / "credit-name";
    /// A contributor's iD.
    contributor_orcid: Works "contributors" / "contributor" / "contributor-orcid" / "path";
    /// A contributor's place among the others.
    sequence: Works "contributors" / "contributor" / "contributor-attributes" / "contributor-sequence";
    /// A contributor's role.
    contributor_role: Works "contributors" / "contributor" / "contributor-attributes" / "contributor-role";
}

/// An e-mail address.
pub(in crate::sandbox) fn email<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let gap = |c: char| c.is_whitespace() || c.is_control();
    checked(deserializer, |text| {
        let path = ["contributors", "contributor", "contributor-email"];
        let element = element(item_root(Section::Works), &path)?;
        // The schema lets a little too much through.
        let twice = text.contains(gap) || text.matches('@').count() > 1;
        unfit(element, if twice { "" } else { text })
            .map(|_| format!("{text:?} is no e-mail address like name@example.org"))
    })
}

/// A list of which ORCID wants one at least; without it there is one.
pub(in crate::sandbox) fn filled<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Vec::deserialize(deserializer)?;
    if list.is_empty() {
        return Err(D::Error::custom("ORCID wants one at least; name one, or leave the key out for the usual ones"));
    }
    Ok(list)
}

/// A text that says something.
pub(in crate::sandbox) fn some<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    checked(deserializer, |text| text.trim().is_empty().then(|| "it is empty; write something".to_owned()))
}

/// A type, or a value, of an identifier of the person.
pub(in crate::sandbox) fn person_identifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| some_within(text, 255))
}

/// A part of a name (`string-150` of ORCID's schemas).
pub(in crate::sandbox) fn name<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    checked(deserializer, |text| some_within(text, 150))
}

/// What is wrong with a text that says nothing, or too much.
fn some_within(text: &str, most: usize) -> Option<String> {
    match text.chars().count() {
        _ if text.trim().is_empty() => Some("it is empty; write something".to_owned()),
        length if length > most => Some(format!("{length} characters are too many for ORCID, which takes {most}")),
        _ => None,
    }
}

/// A type of identifiers of works, fundings and so on.
pub(in crate::sandbox) fn identifier_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |kind| {
        (!is_identifier_type(kind)).then(|| {
            format!("ORCID knows no identifier type {kind:?}, expected one like doi, isbn, grant_number (GET /pub/v3.0/identifiers lists them)")
        })
    })
}

/// A language of ORCID's pages.
pub(in crate::sandbox) fn locale<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| other_word("locale", text))
}

/// A currency.
pub(in crate::sandbox) fn currency<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| other_word("currency", text))
}

/// A sum, in digits.
pub(in crate::sandbox) fn sum<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| {
        let number = text.trim().parse::<f64>().is_ok_and(f64::is_finite);
        (!number).then(|| format!("{text:?} is no sum like \"1500.50\""))
    })
}

/// A link.
pub(in crate::sandbox) fn url<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    checked(deserializer, |text| {
        let length = text.chars().count();
        if length > 2000 {
            return Some(format!("{length} characters are too many for ORCID, which takes 2000"));
        }
        let is_link = |url: &url::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        let gap = text.chars().any(|c| c.is_whitespace() || c.is_control());
        let fine = !gap && url::Url::parse(text).is_ok_and(|url| is_link(&url));
        (!fine).then(|| format!("{text:?} is no URL like https://example.org/page"))
    })
}

/// An identifier of the Research Organization Registry.
pub(in crate::sandbox) fn ror<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    checked(deserializer, |text| {
        let name = text.strip_prefix("https://ror.org/").unwrap_or_default();
        let fine = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        (!fine).then(|| format!("{text:?} is no ROR identifier like https://ror.org/05qwgg493"))
    })
}

/// A point in time, between the years that ORCID's dates have.
pub(in crate::sandbox) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = quoted(deserializer, "\"2024-01-01T00:00:00Z\"")?;
    let wrong = || D::Error::custom(format!("{text:?} is no time like \"2024-01-01T00:00:00Z\""));
    let time: Timestamp = text.parse().map_err(|_| wrong())?;
    let year = time.to_zoned(jiff::tz::TimeZone::UTC).year();
    if (1900..=2100).contains(&year) { Ok(time) } else { Err(D::Error::custom("its year is not from 1900 to 2100")) }
}

/// A text. TOML has dates of its own, which people write without quotation marks.
pub(in crate::sandbox) fn quoted<'de, D: Deserializer<'de>>(deserializer: D, like: &str) -> Result<String, D::Error> {
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => Ok(text),
        toml::Value::Datetime(date) => {
            Err(D::Error::custom(format!("{date} is a date of TOML; put it in quotes, like {like}")))
        }
        other => Err(D::Error::custom(format!(
            "this is of type {}; expected a text in quotes, like {like}",
            other.type_str()
        ))),
    }
}

thread_local! {
    /// Whether what is read now is the program's own.
    static OWN: Cell<bool> = const { Cell::new(false) };
}

/// Reads the program's own researchers without looking at each value: a test has done that, and at every start it would
/// take as long as all the rest.
pub(in crate::sandbox) fn of_our_own<T>(read: impl FnOnce() -> T) -> T {
    OWN.set(true);
    let value = read();
    OWN.set(false);
    value
}

fn checked<'de, D, T>(deserializer: D, problem: impl Fn(&str) -> Option<String>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: From<String>,
{
    let text = String::deserialize(deserializer)?;
    match if OWN.get() { None } else { problem(&text) } {
        Some(problem) => Err(D::Error::custom(problem)),
        None => Ok(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_an_element_with_a_rule() {
        for (section, path) in ELEMENTS {
            let element = element(item_root(*section), path).unwrap_or_else(|| panic!("{section:?} {path:?}"));
            assert!(unfit(element, &"x ".repeat(5000)).is_some() || path.ends_with(&["external-id-value"]), "{path:?}");
        }
    }
}
