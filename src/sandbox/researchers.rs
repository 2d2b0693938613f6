//! The people of the simulated ORCID: `assets/researchers.toml`, read when a request first needs one.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    activities::{Affiliation, Funding, PeerReview, ResearchResource, Work},
    registry::Registry,
    seed::value,
};
use crate::orcid::OrcidId;

/// Who may read an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Visibility {
    /// Everyone.
    #[default]
    Public,
    /// Trusted parties: clients with a scope that reads it.
    Limited,
    /// The researcher.
    Private,
}

/// Whether a record can be read and edited (guide `orcid-wire`, "Record errors").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum RecordStatus {
    /// It can.
    #[default]
    Active,
    /// Locked by ORCID, because somebody misused it.
    Locked,
    /// Switched off by its owner.
    Deactivated,
    /// Merged into another record.
    Deprecated,
    /// Made by a member, and its owner has not taken it over.
    Unclaimed,
}

/// Why a deprecated record names no other deprecated one: who follows would go from one to the next.
pub(super) fn deprecated_itself(primary: &OrcidId) -> String {
    format!("{primary} is deprecated itself; name the record that took the place of both")
}

impl RecordStatus {
    /// What is wrong with a record that is merged into none, or into itself, or into another without being deprecated.
    pub(super) fn problem_with(self, orcid: &OrcidId, deprecated_by: Option<&OrcidId>) -> Option<&'static str> {
        match (self, deprecated_by) {
            (Self::Deprecated, None) => Some("a deprecated record names the one that took its place"),
            (Self::Deprecated, Some(primary)) if primary == orcid => Some("a record cannot take its own place"),
            (Self::Deprecated, Some(_)) | (_, None) => None,
            (Self::Active | Self::Locked | Self::Deactivated | Self::Unclaimed, Some(_)) => {
                Some("only a deprecated record has it")
            }
        }
    }
}

/// A record, in the terms of ORCID's schema.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub struct Researcher {
    pub orcid: OrcidId,
    /// Whether it can be read and edited.
    #[serde(default)]
    pub status: RecordStatus,
    /// The record that took this one's place; a deprecated record has it.
    pub deprecated_by: Option<OrcidId>,
    #[serde(deserialize_with = "value::locale")]
    pub locale: String,
    #[serde(deserialize_with = "value::time")]
    pub created: Timestamp,
    #[serde(deserialize_with = "value::time")]
    pub modified: Timestamp,
    #[serde(deserialize_with = "value::name")]
    pub given_names: String,
    #[serde(default, deserialize_with = "value::name")]
    pub family_name: Option<String>,
    #[serde(default, deserialize_with = "value::name")]
    pub credit_name: Option<String>,
    #[serde(default)]
    pub name_visibility: Visibility,
    /// Whether a second factor belongs to each sign-in.
    #[serde(default)]
    pub two_factor: bool,
    /// Who may read what clients add.
    #[serde(default)]
    pub default_visibility: Visibility,
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
    #[serde(default, rename = "distinction")]
    pub distinctions: Vec<Affiliation>,
    #[serde(default, rename = "education")]
    pub educations: Vec<Affiliation>,
    #[serde(default, rename = "employment")]
    pub employments: Vec<Affiliation>,
    #[serde(default, rename = "invited_position")]
    pub invited_positions: Vec<Affiliation>,
    #[serde(default, rename = "membership")]
    pub memberships: Vec<Affiliation>,
    #[serde(default, rename = "qualification")]
    pub qualifications: Vec<Affiliation>,
    #[serde(default, rename = "service")]
    pub services: Vec<Affiliation>,
    #[serde(default, rename = "funding")]
    pub fundings: Vec<Funding>,
    #[serde(default, rename = "peer_review")]
    pub peer_reviews: Vec<PeerReview>,
    #[serde(default, rename = "research_resource")]
    pub research_resources: Vec<ResearchResource>,
    #[serde(default, rename = "work")]
    pub works: Vec<Work>,
    /// So many works besides, made up when they are asked for.
    #[serde(default)]
    pub generated_works: u32,
}

/// What a researcher says of themselves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Biography {
    #[serde(deserialize_with = "value::some")]
    pub content: String,
    #[serde(default)]
    pub visibility: Visibility,
}

/// An other name or a keyword.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    #[serde(deserialize_with = "value::other_name")]
    pub content: String,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// A link to a page of the researcher.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResearcherUrl {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    #[serde(deserialize_with = "value::url_name")]
    pub name: String,
    #[serde(deserialize_with = "value::url")]
    pub url: String,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// An e-mail address. It has no put-code, and its default is to be private.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Email {
    #[serde(deserialize_with = "value::email")]
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
pub struct Address {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    #[serde(deserialize_with = "value::country")]
    pub country: String,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

/// An identifier of the person in another system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonIdentifier {
    #[serde(deserialize_with = "value::put_code")]
    pub put_code: u64,
    #[serde(rename = "type", deserialize_with = "value::person_identifier")]
    pub kind: String,
    #[serde(deserialize_with = "value::person_identifier")]
    pub value: String,
    #[serde(default, deserialize_with = "value::url")]
    pub url: Option<String>,
    #[serde(default)]
    pub visibility: Visibility,
    pub source: Option<String>,
}

impl Researcher {
    /// The put-codes that are written down, each with the key of its section.
    pub(super) fn put_codes(&self) -> impl Iterator<Item = (&'static str, u64)> {
        macro_rules! codes {
            ($($key:literal: $list:ident),* $(,)?) => {
                std::iter::empty()$(.chain(self.$list.iter().map(|item| ($key, item.put_code))))*
            };
        }
        codes!(
            "other_name": other_names,
            "url": urls,
            "address": addresses,
            "keyword": keywords,
            "external_identifier": external_identifiers,
            "distinction": distinctions,
            "education": educations,
            "employment": employments,
            "invited_position": invited_positions,
            "membership": memberships,
            "qualification": qualifications,
            "service": services,
            "funding": fundings,
            "peer_review": peer_reviews,
            "research_resource": research_resources,
            "work": works,
        )
    }

    fn highest_put_code(&self) -> u64 {
        let written_down = self.put_codes().map(|(_, code)| code);
        written_down.max().unwrap_or_default().max(self.highest_generated())
    }

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

const OWN: &str = include_str!("../../assets/researchers.toml");

#[derive(Deserialize)]
struct File {
    researcher: Vec<Researcher>,
}

static DEMO: LazyLock<Registry<Researcher>> = LazyLock::new(|| {
    let file: File = value::of_our_own(|| toml::from_str(OWN)).expect("assets/researchers.toml is well-formed");
    Registry::new(file.researcher.into_iter().map(Arc::new), |researcher| researcher.orcid.as_str())
});

/// The demo researchers, Sophia Garcia first.
pub fn demo_researchers() -> &'static [Arc<Researcher>] {
    DEMO.all()
}

/// The highest put-code among what these have from the start.
pub(super) fn highest_put_code(researchers: &[Arc<Researcher>]) -> u64 {
    researchers.iter().map(|researcher| researcher.highest_put_code()).max().unwrap_or_default()
}

/// The same of the demo researchers.
pub(super) fn highest_demo_put_code() -> u64 {
    static HIGHEST: LazyLock<u64> = LazyLock::new(|| highest_put_code(demo_researchers()));
    *HIGHEST
}

/// The same, to look one up.
pub(super) fn demo() -> &'static Registry<Researcher> {
    &DEMO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_keep_the_rules_of_seeds() {
        toml::from_str::<File>(OWN).unwrap();
    }

    #[test]
    fn all_are_fictional_and_their_ids_are_nobodys() {
        assert_eq!(demo_researchers().len(), 10);
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
        assert_eq!(names.last().unwrap().as_deref(), Some("Nemo"));
        assert_eq!(demo_researchers()[1].display_name(), "Robin Quietwater");
    }
}
