//! One item of a section, whether it stood in the record from the start or a client wrote it.

pub(super) mod order;

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    complete::complete, normalize::normalized, schema::Field, section::Section, seeded, seeded::optional, tree::Tree,
};
use crate::sandbox::{
    activities::{
        Affiliation, ExternalId, Funding, PeerReview, ResearchResource, Work, generated_identifiers, generated_work,
    },
    researchers::{Address, Content, PersonIdentifier, Researcher, ResearcherUrl, Visibility},
    written::{Changes, Item, Items},
};

/// One item.
pub(in crate::sandbox) struct Entry<'a> {
    pub section: Section,
    pub put_code: u64,
    pub visibility: Visibility,
    /// The client that added it; `None`: the researcher did.
    pub source: Option<&'a str>,
    /// The client for which that one acted.
    pub origin: Option<&'a str>,
    pub created: Timestamp,
    pub modified: Timestamp,
    /// The highest stands first; what clients add is 0.
    pub display_index: usize,
    own: Own<'a>,
}

/// Where its own keys come from.
enum Own<'a> {
    Written(&'a Value),
    Affiliation(&'a Affiliation),
    Funding(&'a Funding),
    PeerReview(&'a PeerReview),
    ResearchResource(&'a ResearchResource),
    Work(&'a Work),
    /// Made up whenever it is looked at: its number.
    Generated(u64),
    Address(&'a Address),
    Content(&'a Content),
    Url(&'a ResearcherUrl),
    Identifier(&'a PersonIdentifier),
}

impl<'a> Entry<'a> {
    /// All of a section, in the order in which they stand there, whoever reads them.
    pub fn all(
        researcher: &'a Researcher,
        changes: Option<&'a Changes>,
        section: Section,
    ) -> impl Iterator<Item = Self> + 'a {
        let items = changes.and_then(|changes| changes.section(section));
        let seeded = Self::seeded(researcher, section).filter_map(move |entry| match items {
            Some(items) if items.is_removed(entry.put_code) => None,
            Some(items) => match items.find(entry.put_code) {
                Some(item) => Some(Self::written(section, entry.put_code, item, entry.display_index)),
                None => Some(entry),
            },
            None => Some(entry),
        });
        let added = items.into_iter().flat_map(Items::added);
        seeded.chain(added.map(move |(put_code, item)| Self::written(section, put_code, item, 0)))
    }

    /// One of a section. Costs the same however many works are made up.
    pub fn find(
        researcher: &'a Researcher,
        changes: Option<&'a Changes>,
        section: Section,
        put_code: u64,
    ) -> Option<Self> {
        let items = changes.and_then(|changes| changes.section(section));
        if items.is_some_and(|items| items.is_removed(put_code)) {
            return None;
        }
        let seeded = || match section {
            Section::Works => Self::work(researcher, put_code),
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
            | Section::Services
            | Section::Fundings
            | Section::PeerReviews
            | Section::ResearchResources => Self::seeded(researcher, section).find(|entry| entry.put_code == put_code),
        };
        match items.and_then(|items| items.find(put_code)) {
            Some(item) if item.added => Some(Self::written(section, put_code, item, 0)),
            Some(item) => {
                let display_index = seeded().map_or(0, |entry| entry.display_index);
                Some(Self::written(section, put_code, item, display_index))
            }
            None => seeded(),
        }
    }

    /// Whether it was there from the start. Costs the same however many works are made up.
    pub fn is_seeded(researcher: &'a Researcher, section: Section, put_code: u64) -> bool {
        Self::find(researcher, None, section, put_code).is_some()
    }

    /// What was there from the start, stands untouched, and was added by a client. Nothing that is made up was.
    pub fn seeded_by(
        researcher: &'a Researcher,
        changes: Option<&'a Changes>,
        section: Section,
        client_id: &str,
    ) -> impl Iterator<Item = Self> {
        let items = changes.and_then(|changes| changes.section(section));
        let untouched =
            move |code: u64| items.is_none_or(|items| !items.is_removed(code) && items.find(code).is_none());
        Self::written_down(researcher, section)
            .filter(move |entry| entry.source == Some(client_id) && untouched(entry.put_code))
    }

    /// What the seed says one by one; nothing that is made up.
    pub fn written_down(researcher: &'a Researcher, section: Section) -> Box<dyn Iterator<Item = Self> + 'a> {
        match section {
            Section::Works => Box::new(researcher.works.iter().map(|work| Self::of_work(researcher, work))),
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
            | Section::Services
            | Section::Fundings
            | Section::PeerReviews
            | Section::ResearchResources => Self::seeded(researcher, section),
        }
    }

    /// Something that a client wrote.
    pub fn written(section: Section, put_code: u64, item: &'a Item, display_index: usize) -> Self {
        Self {
            section,
            put_code,
            visibility: item.visibility,
            source: Some(&item.client_id),
            origin: item.on_behalf_of.as_deref(),
            created: item.created,
            modified: item.modified,
            display_index,
            own: Own::Written(&item.own),
        }
    }

    fn of_work(researcher: &'a Researcher, work: &'a Work) -> Self {
        Self {
            section: Section::Works,
            put_code: work.put_code,
            visibility: work.visibility,
            source: work.source.as_deref(),
            origin: None,
            created: researcher.created,
            modified: researcher.modified,
            display_index: 0,
            own: Own::Work(work),
        }
    }

    /// One that is made up: public, and added by nobody else.
    fn of_generated(researcher: &'a Researcher, put_code: u64) -> Self {
        Self {
            section: Section::Works,
            put_code,
            visibility: Visibility::Public,
            source: None,
            origin: None,
            created: researcher.created,
            modified: researcher.modified,
            display_index: 0,
            own: Own::Generated(put_code),
        }
    }

    fn work(researcher: &'a Researcher, put_code: u64) -> Option<Self> {
        let written_down = researcher.works.iter().find(|work| work.put_code == put_code);
        let made_up = || researcher.generated_put_codes().contains(&put_code);
        written_down
            .map(|work| Self::of_work(researcher, work))
            .or_else(|| made_up().then(|| Self::of_generated(researcher, put_code)))
    }

    /// What stood in the record from the start.
    fn seeded(researcher: &'a Researcher, section: Section) -> Box<dyn Iterator<Item = Self> + 'a> {
        type Parts<'a> = (u64, Visibility, &'a Option<String>, Own<'a>);
        let r = researcher;
        let entry = move |display_index: usize, (put_code, visibility, source, own): Parts<'a>| Self {
            section,
            put_code,
            visibility,
            source: source.as_deref(),
            origin: None,
            created: r.created,
            modified: r.modified,
            display_index,
            own,
        };
        macro_rules! entries {
            ($list:expr, $own:path) => {{
                let count = if section.of_person() { $list.len() } else { 0 };
                Box::new($list.iter().enumerate().map(move |(index, item)| {
                    entry(count.saturating_sub(index), (item.put_code, item.visibility, &item.source, $own(item)))
                }))
            }};
        }
        match section {
            Section::Address => entries!(r.addresses, Own::Address),
            Section::Keywords => entries!(r.keywords, Own::Content),
            Section::OtherNames => entries!(r.other_names, Own::Content),
            Section::ResearcherUrls => entries!(r.urls, Own::Url),
            Section::ExternalIdentifiers => entries!(r.external_identifiers, Own::Identifier),
            Section::Distinctions => entries!(r.distinctions, Own::Affiliation),
            Section::Educations => entries!(r.educations, Own::Affiliation),
            Section::Employments => entries!(r.employments, Own::Affiliation),
            Section::InvitedPositions => entries!(r.invited_positions, Own::Affiliation),
            Section::Memberships => entries!(r.memberships, Own::Affiliation),
            Section::Qualifications => entries!(r.qualifications, Own::Affiliation),
            Section::Services => entries!(r.services, Own::Affiliation),
            Section::Fundings => entries!(r.fundings, Own::Funding),
            Section::PeerReviews => entries!(r.peer_reviews, Own::PeerReview),
            Section::ResearchResources => entries!(r.research_resources, Own::ResearchResource),
            Section::Works => {
                let written_down = r.works.iter().map(move |work| Self::of_work(r, work));
                Box::new(written_down.chain(r.generated_put_codes().map(move |code| Self::of_generated(r, code))))
            }
        }
    }

    /// What is its own, without what ORCID adds.
    pub fn own(&self) -> Tree<'a> {
        Tree::Plain(match &self.own {
            Own::Written(value) => return Tree::Kept(value),
            Own::Work(item) => return seeded::work(item, Cow::Borrowed),
            Own::Generated(put_code) => {
                return seeded::work(&generated_work(*put_code), |text| Cow::Owned(text.to_owned()));
            }
            Own::Affiliation(item) => seeded::affiliation(item),
            Own::Funding(item) => seeded::funding(item),
            Own::PeerReview(item) => seeded::peer_review(item),
            Own::ResearchResource(item) => seeded::research_resource(item),
            Own::Address(item) => json!({"country": {"value": item.country}}),
            Own::Content(item) => json!({"content": item.content}),
            Own::Url(item) => json!({"url-name": item.name, "url": {"value": item.url}}),
            Own::Identifier(item) => json!({
                "external-id-type": item.kind,
                "external-id-value": item.value,
                "external-id-url": optional(item.url.as_deref()),
                "external-id-relationship": "self",
            }),
        })
    }

    /// Whether it says the same as what is written now.
    pub fn says(&self, own: &Value) -> bool {
        let (mut earlier, mut now) = (self.own(), Tree::Kept(own));
        let part = |field: &Field, of: &mut Tree<'_>| complete(field, of.take(field.key()), false).into_value();
        self.root().fields().all(|field| part(field, &mut earlier) == part(field, &mut now))
    }

    /// What it is grouped by.
    pub fn external_ids(&self) -> Vec<ExternalId> {
        match &self.own {
            Own::Written(value) => external_ids(self.section, value),
            Own::Affiliation(item) => item.external_ids.clone(),
            Own::Funding(item) => item.external_ids.clone(),
            Own::PeerReview(item) => item.external_ids.clone(),
            Own::ResearchResource(item) => item.external_ids.clone(),
            Own::Work(item) => item.identifiers(),
            Own::Generated(put_code) => generated_identifiers(*put_code),
            Own::Address(_) | Own::Content(_) | Own::Url(_) | Own::Identifier(_) => Vec::new(),
        }
    }

    /// Of a review, who asked for it.
    pub fn group_id(&self) -> String {
        match &self.own {
            Own::PeerReview(item) => item.group_id.clone(),
            Own::Written(value) => value["review-group-id"].as_str().unwrap_or_default().to_owned(),
            Own::Affiliation(_)
            | Own::Funding(_)
            | Own::ResearchResource(_)
            | Own::Work(_)
            | Own::Generated(_)
            | Own::Address(_)
            | Own::Content(_)
            | Own::Url(_)
            | Own::Identifier(_) => String::new(),
        }
    }

    /// The element that it is alone.
    pub fn root(&self) -> &'static Field {
        self.section.names().item
    }
}

/// The external identifiers of something written.
pub(in crate::sandbox) fn external_ids(section: Section, own: &Value) -> Vec<ExternalId> {
    let list = match section {
        Section::PeerReviews => &own["review-identifiers"],
        Section::ResearchResources => &own["proposal"]["external-ids"],
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
        | Section::Services
        | Section::Fundings
        | Section::Works => &own["external-ids"],
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let one = |id: &Value| ExternalId {
        kind: text(&id["external-id-type"]).unwrap_or_default(),
        value: text(&id["external-id-value"]).unwrap_or_default(),
        url: text(&id["external-id-url"]["value"]),
        relationship: text(&id["external-id-relationship"]),
    };
    list["external-id"].as_array().into_iter().flatten().map(one).collect()
}

/// What makes two identifiers the same: type and normalized value, or the value as it is where there is none. Those of fundings
/// are compared as they are (guide `orcid-wire`, "Normalized identifiers").
pub(super) fn identity(section: Section, id: &ExternalId) -> String {
    let tidy = if section == Section::Fundings { None } else { normalized(&id.kind, &id.value) };
    format!("{}\n{}", id.kind, tidy.as_deref().unwrap_or(&id.value))
}

/// By what ORCID knows that a client adds the same thing again: identifiers of the thing itself, or what it says of the
/// person (guide `orcid-wire`, "What stands there already").
pub(in crate::sandbox) fn marks(section: Section, own: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match section {
        // ORCID compares a text with a constant here, which are never equal.
        Section::Address => Vec::new(),
        Section::Keywords | Section::OtherNames => text(&own["content"]).into_iter().collect(),
        Section::ResearcherUrls => text(&own["url"]["value"]).into_iter().collect(),
        Section::ExternalIdentifiers => {
            let part = |key| text(&own[key]).unwrap_or_default();
            vec![format!("{}\n{}", part("external-id-type"), part("external-id-value"))]
        }
        Section::Distinctions
        | Section::Educations
        | Section::Employments
        | Section::InvitedPositions
        | Section::Memberships
        | Section::Qualifications
        | Section::Services
        | Section::Fundings
        | Section::PeerReviews
        | Section::ResearchResources
        | Section::Works => {
            let own_ids = external_ids(section, own).into_iter().filter(ExternalId::is_own);
            own_ids.map(|id| identity(section, &id)).collect()
        }
    }
}
