//! What a researcher has done: the items of the second half of a record, in the terms of ORCID's schema.

use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer, de::Error};

use super::{
    api::is_day,
    researchers::{Researcher, Visibility},
    seed::value,
};

/// An identifier of a work, a grant, a review.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct ExternalId {
    #[serde(rename = "type", deserialize_with = "value::identifier_type")]
    pub kind: String,
    #[serde(deserialize_with = "value::identifier")]
    pub value: String,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    /// `self`, `part-of`, `version-of` or `funded-by`.
    #[serde(default = "own", deserialize_with = "value::relationship")]
    pub relationship: Option<String>,
}

fn own() -> Option<String> {
    Some("self".to_owned())
}

impl ExternalId {
    /// A DOI of the item itself.
    pub fn doi(doi: &str) -> Self {
        Self {
            kind: "doi".to_owned(),
            value: doi.to_owned(),
            url: Some(format!("https://doi.org/{doi}")),
            relationship: own(),
        }
    }

    /// Whether it means the item itself. One without a relationship is taken for it.
    pub fn is_own(&self) -> bool {
        self.relationship.as_deref().is_none_or(|relationship| relationship == "self")
    }
}

/// An employment, an education, a membership: seven kinds have this shape.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Affiliation {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    #[serde(default, deserialize_with = "value::department")]
    pub department: Option<String>,
    #[serde(default, deserialize_with = "value::position")]
    pub role: Option<String>,
    pub start: Option<FuzzyDate>,
    pub end: Option<FuzzyDate>,
    pub organization: Organization,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    #[serde(default)]
    pub external_ids: Vec<ExternalId>,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// Where someone works or learned, who pays, who asked for a review.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Organization {
    #[serde(deserialize_with = "value::organization")]
    pub name: String,
    #[serde(deserialize_with = "value::city")]
    pub city: String,
    #[serde(default, deserialize_with = "value::region")]
    pub region: Option<String>,
    #[serde(deserialize_with = "value::country")]
    pub country: String,
    #[serde(default, deserialize_with = "value::ror")]
    pub ror: Option<String>,
}

/// Money for research.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Funding {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    /// `award`, `contract`, `grant` or `salary-award`.
    #[serde(rename = "type", deserialize_with = "value::funding_type")]
    pub kind: String,
    /// The funder's own word for it.
    #[serde(default, deserialize_with = "value::funders_type")]
    pub organization_defined_type: Option<String>,
    #[serde(deserialize_with = "value::title")]
    pub title: String,
    #[serde(default, deserialize_with = "value::description")]
    pub description: Option<String>,
    pub amount: Option<Amount>,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    pub start: Option<FuzzyDate>,
    pub end: Option<FuzzyDate>,
    #[serde(default)]
    pub external_ids: Vec<ExternalId>,
    pub organization: Organization,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// A sum of money.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// As it was written.
    #[serde(deserialize_with = "value::sum")]
    pub value: String,
    /// ISO 4217.
    #[serde(deserialize_with = "value::currency")]
    pub currency: String,
}

/// A review of somebody else's work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct PeerReview {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    /// `reviewer`, `editor`, `member`, `chair` or `organizer`.
    #[serde(deserialize_with = "value::reviewer_role")]
    pub role: String,
    /// `review` or `evaluation`.
    #[serde(rename = "type", deserialize_with = "value::review_type")]
    pub kind: String,
    pub date: FuzzyDate,
    /// What the reviews are grouped by: `issn:0000-0000`.
    #[serde(deserialize_with = "value::group_id")]
    pub group_id: String,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    /// Of the review.
    pub external_ids: Vec<ExternalId>,
    /// Of what was reviewed.
    pub subject_external_id: Option<ExternalId>,
    #[serde(default, deserialize_with = "value::subject_container")]
    pub subject_container: Option<String>,
    #[serde(default, deserialize_with = "value::subject_type")]
    pub subject_type: Option<String>,
    #[serde(default, deserialize_with = "value::title")]
    pub subject_name: Option<String>,
    #[serde(default, deserialize_with = "value::url")]
    pub subject_url: Option<String>,
    pub organization: Organization,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// Equipment, collections or time that somebody was granted.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct ResearchResource {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    /// Of the proposal.
    #[serde(deserialize_with = "value::title")]
    pub title: String,
    pub hosts: Vec<Organization>,
    pub external_ids: Vec<ExternalId>,
    pub start: Option<FuzzyDate>,
    pub end: Option<FuzzyDate>,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    pub items: Vec<ResourceItem>,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// One of the things that a proposal opened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct ResourceItem {
    #[serde(deserialize_with = "value::resource")]
    pub name: String,
    /// `infrastructures`, `collections`, `equipment` or `services`.
    #[serde(rename = "type", deserialize_with = "value::resource_type")]
    pub kind: String,
    pub hosts: Vec<Organization>,
    pub external_ids: Vec<ExternalId>,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
}

/// A work.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Work {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    #[serde(rename = "type", deserialize_with = "value::work_type")]
    pub kind: String,
    #[serde(deserialize_with = "value::title")]
    pub title: String,
    #[serde(default, deserialize_with = "value::subtitle")]
    pub subtitle: Option<String>,
    #[serde(default, deserialize_with = "value::journal")]
    pub journal: Option<String>,
    #[serde(default, deserialize_with = "value::description")]
    pub description: Option<String>,
    pub citation: Option<Citation>,
    pub date: Option<FuzzyDate>,
    /// Short for an external identifier of type `doi` and relationship `self`.
    #[serde(default, deserialize_with = "value::identifier")]
    pub doi: Option<String>,
    #[serde(default)]
    pub external_ids: Vec<ExternalId>,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    #[serde(default, deserialize_with = "value::language")]
    pub language: Option<String>,
    #[serde(default, deserialize_with = "value::country")]
    pub country: Option<String>,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// How a work wants to be cited.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Citation {
    /// `bibtex`, `ris`, `formatted-unspecified` and so on.
    #[serde(rename = "type", deserialize_with = "value::citation_type")]
    pub kind: String,
    #[serde(deserialize_with = "value::some")]
    pub value: String,
}

/// Who else took part in a work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Contributor {
    #[serde(deserialize_with = "value::contributor")]
    pub name: String,
    #[serde(default, deserialize_with = "value::contributor_orcid")]
    pub orcid: Option<String>,
    /// `first` or `additional`.
    #[serde(default, deserialize_with = "value::sequence")]
    pub sequence: Option<String>,
    #[serde(default, deserialize_with = "value::contributor_role")]
    pub role: Option<String>,
}

impl Work {
    /// All identifiers, the DOI first.
    pub fn identifiers(&self) -> Vec<ExternalId> {
        self.doi.as_deref().map(ExternalId::doi).into_iter().chain(self.external_ids.iter().cloned()).collect()
    }
}

/// Put-codes of generated works begin behind this.
const GENERATED: u64 = 1_000_000;

impl Researcher {
    /// The put-codes of the works that are made up.
    pub(super) fn generated_put_codes(&self) -> RangeInclusive<u64> {
        GENERATED + 1..=GENERATED + u64::from(self.generated_works)
    }

    /// The highest put-code that is made up.
    pub(super) fn highest_generated(&self) -> u64 {
        if self.generated_works == 0 { 0 } else { GENERATED + u64::from(self.generated_works) }
    }
}

/// The identifiers of the work that is made up for such a put-code, without making it: works are grouped by them.
pub(super) fn generated_identifiers(put_code: u64) -> Vec<ExternalId> {
    vec![ExternalId::doi(&generated_doi(generated_number(put_code)))]
}

fn generated_doi(n: u64) -> String {
    format!("10.5555/playground.series.{n}")
}

/// The number of a work that is made up, counted from 1. Type, title and year follow from it, so that works can be put
/// in order without being made.
pub(super) fn generated_number(put_code: u64) -> u64 {
    put_code - GENERATED
}

pub(super) const GENERATED_TYPE: &str = "data-set";

pub(super) fn generated_title(n: u64) -> String {
    format!("Fictional measurement series no. {n}")
}

pub(super) fn generated_year(n: u64) -> u16 {
    1970 + (n % 50) as u16
}

/// The work that is made up for such a put-code.
pub(super) fn generated_work(put_code: u64) -> Work {
    let n = generated_number(put_code);
    Work {
        put_code,
        kind: GENERATED_TYPE.to_owned(),
        title: generated_title(n),
        date: Some(FuzzyDate { year: generated_year(n).to_string(), month: None, day: None }),
        doi: Some(generated_doi(n)),
        ..Work::default()
    }
}

/// `2024`, `2024-03` or `2024-03-15`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FuzzyDate {
    /// Four digits.
    pub year: String,
    /// Two digits.
    pub month: Option<String>,
    /// Two digits.
    pub day: Option<String>,
}

impl<'de> Deserialize<'de> for FuzzyDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        value::quoted(deserializer, "\"2024-03-15\"")?.try_into().map_err(D::Error::custom)
    }
}

impl TryFrom<String> for FuzzyDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split('-');
        let mut part = |length: usize| match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == length && p.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(p.to_owned())),
            Some(_) => Err(format!("{text:?} is not a date like 2024, 2024-03 or 2024-03-15")),
        };
        let date = Self { year: part(4)?.unwrap_or_default(), month: part(2)?, day: part(2)? };
        if parts.next().is_some() {
            return Err(format!("{text:?} has more than year, month and day"));
        }
        if !("1900"..="2100").contains(&date.year.as_str()) {
            return Err(format!("{text:?}: ORCID takes years from 1900 to 2100"));
        }
        if is_day(&text) { Ok(date) } else { Err(format!("{text:?} is a day that no calendar has")) }
    }
}
