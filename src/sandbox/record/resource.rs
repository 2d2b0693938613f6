//! What can be read of a record: the paths below `/v3.0/{orcid}` (guide `orcid-wire`, "Record reads").

use super::schema::{self, Field};

/// One path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Resource {
    Record,
    Person,
    PersonalDetails,
    Biography,
    Email,
    Activities,
    /// All items of a section.
    Section(Section),
    /// One item, whole.
    Item(Section, u64),
    /// One item, as its section shows it.
    Summary(Section, u64),
    /// Several works, in the order in which they are asked for; what is no number stays a text.
    Works(Vec<Result<u64, String>>),
}

/// The sections whose items have put-codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::VariantArray)]
pub(in crate::sandbox) enum Section {
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
    pub whole: &'static Field,
    pub item: &'static Field,
    pub summary: &'static Field,
}

const PERSON: &str = "/orcid-bio/read-limited";
const AFFILIATIONS: &str = "/affiliations/read-limited";

/// A section of the person: its items are the same in it and alone.
macro_rules! person {
    ($plural:literal, $list:literal, $whole:ident, $item:ident) => {
        Names {
            plural: $plural,
            singular: $plural,
            list: $list,
            scope: PERSON,
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
            whole: &const { schema::affiliations(concat!("activities:", $plural)) },
            item: &const { schema::affiliation(concat!($singular, ":", $singular)) },
            summary: &const { schema::affiliation(concat!($singular, ":", $singular, "-summary")) },
        }
    };
}

/// Another section of activities.
macro_rules! activities {
    ($plural:literal, $singular:literal, $scope:literal, $whole:ident, $item:ident, $summary:ident) => {
        Names {
            plural: $plural,
            singular: $singular,
            list: "group",
            scope: $scope,
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
            Self::Address => &person!("address", "address", ADDRESSES, ADDRESS_ITEM),
            Self::Keywords => &person!("keywords", "keyword", KEYWORDS, KEYWORD),
            Self::OtherNames => &person!("other-names", "other-name", OTHER_NAMES, OTHER_NAME),
            Self::ResearcherUrls => &person!("researcher-urls", "researcher-url", RESEARCHER_URLS, RESEARCHER_URL),
            Self::ExternalIdentifiers => {
                &person!("external-identifiers", "external-identifier", EXTERNAL_IDENTIFIERS, EXTERNAL_IDENTIFIER)
            }
            Self::Distinctions => &affiliations!("distinctions", "distinction"),
            Self::Educations => &affiliations!("educations", "education"),
            Self::Employments => &affiliations!("employments", "employment"),
            Self::InvitedPositions => &affiliations!("invited-positions", "invited-position"),
            Self::Memberships => &affiliations!("memberships", "membership"),
            Self::Qualifications => &affiliations!("qualifications", "qualification"),
            Self::Services => &affiliations!("services", "service"),
            Self::Fundings => {
                &activities!("fundings", "funding", "/funding/read-limited", FUNDINGS, FUNDING, FUNDING_SUMMARY)
            }
            Self::PeerReviews => &activities!(
                "peer-reviews",
                "peer-review",
                "/peer-review/read-limited",
                PEER_REVIEWS,
                PEER_REVIEW,
                PEER_REVIEW_SUMMARY
            ),
            Self::ResearchResources => &activities!(
                "research-resources",
                "research-resource",
                "/activities/read-limited",
                RESEARCH_RESOURCES,
                RESEARCH_RESOURCE,
                RESEARCH_RESOURCE_SUMMARY
            ),
            Self::Works => &activities!("works", "work", "/orcid-works/read-limited", WORKS, WORK, WORK_SUMMARY),
        }
    }

    /// Whether it belongs to the person rather than to the activities.
    pub(super) fn of_person(self) -> bool {
        self.names().scope == PERSON
    }
}

/// The scope for what is limited of the person.
pub(super) const PERSON_SCOPE: &str = PERSON;

/// Most works that can be asked for at once.
pub(super) const MOST_PUT_CODES: usize = 100;

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum NoResource {
    /// There is no such path.
    Unknown,
    /// A put-code that is no number.
    PutCode,
}

impl Resource {
    /// The path behind the iD, without a slash at either end.
    pub fn parse(path: &str) -> Result<Self, NoResource> {
        use strum::VariantArray;
        let number = |text: &str| text.parse().map_err(|_| NoResource::PutCode);
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["" | "record"] => return Ok(Self::Record),
            ["person"] => return Ok(Self::Person),
            ["personal-details"] => return Ok(Self::PersonalDetails),
            ["biography"] => return Ok(Self::Biography),
            ["email"] => return Ok(Self::Email),
            ["activities"] => return Ok(Self::Activities),
            ["works", list] => {
                let codes = list.replace("%2C", ",").replace("%2c", ",");
                return Ok(Self::Works(
                    codes.split(',').map(|code| code.trim().parse().map_err(|_| code.to_owned())).collect(),
                ));
            }
            _ => {}
        }
        let section = |plural: bool, name: &str| {
            let same = |section: &&Section| {
                let names = section.names();
                name == if plural { names.plural } else { names.singular }
            };
            Section::VARIANTS.iter().find(same).copied().ok_or(NoResource::Unknown)
        };
        match parts[..] {
            [name] => section(true, name).map(Self::Section),
            [name, "summary", code] => {
                let section = section(false, name)?;
                if section.of_person() { Err(NoResource::Unknown) } else { Ok(Self::Summary(section, number(code)?)) }
            }
            [name, code] => Ok(Self::Item(section(false, name)?, number(code)?)),
            _ => Err(NoResource::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_plural_for_all_and_singular_for_one() {
        let ok = [
            ("", Resource::Record),
            ("record", Resource::Record),
            ("works", Resource::Section(Section::Works)),
            ("work/7", Resource::Item(Section::Works, 7)),
            ("work/summary/7", Resource::Summary(Section::Works, 7)),
            ("works/7,8%2Cx", Resource::Works(vec![Ok(7), Ok(8), Err("x".to_owned())])),
            ("keywords/7", Resource::Item(Section::Keywords, 7)),
            ("invited-position/7", Resource::Item(Section::InvitedPositions, 7)),
        ];
        for (path, resource) in ok {
            assert_eq!(Resource::parse(path), Ok(resource), "{path}");
        }
        for path in ["work", "keyword/7", "employments/7", "keywords/summary/7", "work/7/8", "nonsense", "works/7/8"] {
            assert_eq!(Resource::parse(path), Err(NoResource::Unknown), "{path}");
        }
        assert_eq!(Resource::parse("work/seven"), Err(NoResource::PutCode));
        assert_eq!(Resource::parse("work/-1"), Err(NoResource::PutCode));
    }
}
