//! The sections of a record: their names, their scopes, their shapes (guide `orcid-wire`, "Record reads" and "Record
//! writes").

use serde::{Deserialize, Serialize};

use super::schema::{self, Field};

/// A section of a record whose items have put-codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::VariantArray)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are ORCID's own")]
pub enum Section {
    Address,
    Keywords,
    OtherNames,
    ResearcherUrls,
    ExternalIdentifiers,
    Distinctions,
    Educations,
    Employments,
    InvitedPositions,
    Memberships,
    Qualifications,
    Services,
    Fundings,
    PeerReviews,
    ResearchResources,
    Works,
}

/// The names and the shapes of a section.
pub(super) struct Names {
    /// The path of the whole.
    pub plural: &'static str,
    /// The path of an item. The person's sections have the same for both.
    pub singular: &'static str,
    /// The key of the list in JSON.
    pub list: &'static str,
    /// Which scope shows what is limited.
    pub scope: &'static str,
    /// Which scope changes what the client added, and adds.
    pub update: &'static str,
    /// Which scope adds, and no more.
    pub create: &'static str,
    pub whole: &'static Field,
    pub item: &'static Field,
    pub summary: &'static Field,
}

const PERSON: &str = "/orcid-bio/read-limited";
const AFFILIATIONS: &str = "/affiliations/read-limited";

/// A section of the person: its items are the same in it and alone.
macro_rules! person {
    ($plural:literal, $list:literal, $whole:ident, $item:ident, $create:literal) => {
        Names {
            plural: $plural,
            singular: $plural,
            list: $list,
            scope: PERSON,
            update: "/orcid-bio/update",
            create: $create,
            whole: &schema::$whole,
            item: &schema::$item,
            summary: &schema::$item,
        }
    };
}

/// A section of affiliations.
macro_rules! affiliations {
    ($plural:literal, $singular:literal) => {
        Names {
            plural: $plural,
            singular: $singular,
            list: "affiliation-group",
            scope: AFFILIATIONS,
            update: "/affiliations/update",
            create: "/affiliations/create",
            whole: &const { schema::affiliations(concat!("activities:", $plural)) },
            item: &const { schema::affiliation(concat!($singular, ":", $singular)) },
            summary: &const { schema::affiliation(concat!($singular, ":", $singular, "-summary")) },
        }
    };
}

/// Another section of activities.
macro_rules! activities {
    ($plural:literal, $singular:literal, $scopes:literal, $whole:ident, $item:ident, $summary:ident) => {
        Names {
            plural: $plural,
            singular: $singular,
            list: "group",
            scope: concat!($scopes, "/read-limited"),
            update: concat!($scopes, "/update"),
            create: concat!($scopes, "/create"),
            whole: &schema::$whole,
            item: &schema::$item,
            summary: &schema::$summary,
        }
    };
}

impl Section {
    /// Its names.
    pub(super) fn names(self) -> &'static Names {
        match self {
            Self::Address => &person!("address", "address", ADDRESSES, ADDRESS_ITEM, "/orcid-bio/update"),
            Self::Keywords => &person!("keywords", "keyword", KEYWORDS, KEYWORD, "/orcid-bio/update"),
            Self::OtherNames => &person!("other-names", "other-name", OTHER_NAMES, OTHER_NAME, "/orcid-bio/update"),
            Self::ResearcherUrls => {
                &person!("researcher-urls", "researcher-url", RESEARCHER_URLS, RESEARCHER_URL, "/orcid-bio/update")
            }
            Self::ExternalIdentifiers => &person!(
                "external-identifiers",
                "external-identifier",
                EXTERNAL_IDENTIFIERS,
                EXTERNAL_IDENTIFIER,
                "/orcid-bio/external-identifiers/create"
            ),
            Self::Distinctions => &affiliations!("distinctions", "distinction"),
            Self::Educations => &affiliations!("educations", "education"),
            Self::Employments => &affiliations!("employments", "employment"),
            Self::InvitedPositions => &affiliations!("invited-positions", "invited-position"),
            Self::Memberships => &affiliations!("memberships", "membership"),
            Self::Qualifications => &affiliations!("qualifications", "qualification"),
            Self::Services => &affiliations!("services", "service"),
            Self::Fundings => &activities!("fundings", "funding", "/funding", FUNDINGS, FUNDING, FUNDING_SUMMARY),
            Self::PeerReviews => &activities!(
                "peer-reviews",
                "peer-review",
                "/peer-review",
                PEER_REVIEWS,
                PEER_REVIEW,
                PEER_REVIEW_SUMMARY
            ),
            Self::ResearchResources => &activities!(
                "research-resources",
                "research-resource",
                "/affiliations",
                RESEARCH_RESOURCES,
                RESEARCH_RESOURCE,
                RESEARCH_RESOURCE_SUMMARY
            ),
            Self::Works => &activities!("works", "work", "/orcid-works", WORKS, WORK, WORK_SUMMARY),
        }
    }

    /// Whether it belongs to the person rather than to the activities.
    pub(super) fn of_person(self) -> bool {
        self.names().scope == PERSON
    }

    /// Whether it is one of the seven kinds of affiliations.
    pub(super) fn of_affiliations(self) -> bool {
        self.names().list == "affiliation-group"
    }
}

/// The scope for what is limited of the person.
pub(super) const PERSON_SCOPE: &str = PERSON;
