//! The people of the simulated ORCID: `assets/researchers.toml`, read when a request first needs one.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::registry::Registry;
use crate::orcid::OrcidId;

/// Who may read an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Everyone.
    #[default]
    Public,
    /// Trusted parties: clients with a scope that reads it.
    Limited,
    /// The researcher.
    Private,
}

/// A record, in the terms of ORCID's schema.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Researcher {
    pub orcid: OrcidId,
    pub locale: String,
    pub created: Timestamp,
    pub modified: Timestamp,
    pub given_names: String,
    pub family_name: Option<String>,
    pub credit_name: Option<String>,
    #[serde(default)]
    pub name_visibility: Visibility,
    pub biography: Option<Biography>,
    #[serde(default, rename = "other_name")]
    pub other_names: Vec<Content>,
    #[serde(default, rename = "url")]
    pub urls: Vec<ResearcherUrl>,
    #[serde(default, rename = "email")]
    pub emails: Vec<Email>,
    #[serde(default, rename = "address")]
    pub addresses: Vec<Address>,
    #[serde(default, rename = "keyword")]
    pub keywords: Vec<Content>,
    #[serde(default, rename = "external_identifier")]
    pub external_identifiers: Vec<PersonIdentifier>,
    #[serde(default, rename = "employment")]
    pub employments: Vec<Affiliation>,
    #[serde(default, rename = "education")]
    pub educations: Vec<Affiliation>,
    #[serde(default, rename = "work")]
    pub works: Vec<Work>,
}

/// What a researcher says of themselves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Biography {
    pub content: String,
    #[serde(default)]
    pub visibility: Visibility,
}

/// An other name or a keyword.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Content {
    pub put_code: u64,
    pub content: String,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// A link to a page of the researcher.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct ResearcherUrl {
    pub put_code: u64,
    pub name: String,
    pub url: String,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// An e-mail address. It has no put-code, and its default is to be private.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Email {
    pub email: String,
    #[serde(default = "private")]
    pub visibility: Visibility,
    #[serde(default)]
    pub primary: bool,
}

fn private() -> Visibility {
    Visibility::Private
}

/// A country.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Address {
    pub put_code: u64,
    pub country: String,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// An identifier of the person in another system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct PersonIdentifier {
    pub put_code: u64,
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
    pub url: Option<String>,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// An employment or an education.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Affiliation {
    pub put_code: u64,
    pub department: Option<String>,
    pub role: Option<String>,
    pub start: Option<FuzzyDate>,
    pub end: Option<FuzzyDate>,
    pub organization: Organization,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// Where someone works or learned.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Organization {
    pub name: String,
    pub city: String,
    pub region: Option<String>,
    pub country: String,
    pub ror: Option<String>,
}

/// A work, as far as a summary shows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Work {
    pub put_code: u64,
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub journal: Option<String>,
    pub date: Option<FuzzyDate>,
    pub doi: Option<String>,
    pub url: Option<String>,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// `2024`, `2024-03` or `2024-03-15`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct FuzzyDate {
    /// Four digits.
    pub year: String,
    /// Two digits.
    pub month: Option<String>,
    /// Two digits.
    pub day: Option<String>,
}

impl TryFrom<String> for FuzzyDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut parts = text.split('-');
        let mut part = |length: usize| match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == length && p.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(p.to_owned())),
            Some(_) => Err(format!("{text} is not a date like 2024, 2024-03 or 2024-03-15")),
        };
        let date = Self { year: part(4)?.unwrap_or_default(), month: part(2)?, day: part(2)? };
        if parts.next().is_some() { Err(format!("{text} has more than year, month and day")) } else { Ok(date) }
    }
}

impl Researcher {
    /// The name that token responses and lists of other clients show: the credit name, else given names and family
    /// name; `None` when it is not public.
    pub fn public_name(&self) -> Option<String> {
        (self.name_visibility == Visibility::Public).then(|| self.display_name())
    }

    /// The name that the researcher sees, public or not.
    pub fn display_name(&self) -> String {
        let full = || match &self.family_name {
            Some(family) => format!("{} {family}", self.given_names),
            None => self.given_names.clone(),
        };
        self.credit_name.clone().unwrap_or_else(full)
    }
}

static DEMO: LazyLock<Registry<Researcher>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        researcher: Vec<Researcher>,
    }
    let text = include_str!("../../assets/researchers.toml");
    let file: File = toml::from_str(text).expect("assets/researchers.toml is well-formed");
    Registry::new(file.researcher.into_iter().map(Arc::new), |researcher| researcher.orcid.as_str())
});

/// The demo researchers, Sophia Garcia first.
pub fn demo_researchers() -> &'static [Arc<Researcher>] {
    DEMO.all()
}

/// The same, to look one up.
pub(super) fn demo() -> &'static Registry<Researcher> {
    &DEMO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_fictional_and_their_ids_are_nobodys() {
        assert_eq!(demo_researchers().len(), 4);
        for researcher in demo_researchers() {
            assert!(researcher.biography.as_ref().unwrap().content.contains("fictional"), "{}", researcher.orcid);
            let id = researcher.orcid.as_str();
            assert!(id == "0000-0002-4456-8947" || id.starts_with("0000-0099-"), "{id} may be someone's");
        }
    }

    #[test]
    fn names_are_shown_when_they_are_public() {
        let names: Vec<_> = demo_researchers().iter().map(|r| r.public_name()).collect();
        assert_eq!(names[0].as_deref(), Some("Sophia Garcia"));
        assert_eq!(names[1], None);
        assert_eq!(names[3].as_deref(), Some("Nemo"));
        assert_eq!(demo_researchers()[1].display_name(), "Robin Quietwater");
    }
}
