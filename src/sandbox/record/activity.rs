//! The activities: one type for the items of all their sections.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::{Writer, group::group, resource::Section, time};
use crate::sandbox::{
    activities::{Affiliation, ExternalId, Funding, PeerReview, ResearchResource, Work},
    researchers::{Researcher, Visibility},
};

/// One item of a section of activities.
pub(super) enum Activity<'a> {
    /// Seven sections have this shape.
    Affiliation(Section, &'a Affiliation),
    Funding(&'a Funding),
    PeerReview(&'a PeerReview),
    ResearchResource(&'a ResearchResource),
    /// Boxed, because one that is made up is whole in here.
    Work(Box<Cow<'a, Work>>),
}

impl<'a> Activity<'a> {
    /// All of a section, whoever reads them. The person's sections have none.
    pub fn all(researcher: &'a Researcher, section: Section) -> Vec<Self> {
        let affiliations = |items: &'a [Affiliation]| -> Vec<Self> {
            items.iter().map(|item| Self::Affiliation(section, item)).collect()
        };
        match section {
            Section::Distinctions => affiliations(&researcher.distinctions),
            Section::Educations => affiliations(&researcher.educations),
            Section::Employments => affiliations(&researcher.employments),
            Section::InvitedPositions => affiliations(&researcher.invited_positions),
            Section::Memberships => affiliations(&researcher.memberships),
            Section::Qualifications => affiliations(&researcher.qualifications),
            Section::Services => affiliations(&researcher.services),
            Section::Fundings => researcher.fundings.iter().map(Self::Funding).collect(),
            Section::PeerReviews => researcher.peer_reviews.iter().map(Self::PeerReview).collect(),
            Section::ResearchResources => researcher.research_resources.iter().map(Self::ResearchResource).collect(),
            Section::Works => researcher.all_works().map(|work| Self::Work(Box::new(work))).collect(),
            Section::Address
            | Section::Keywords
            | Section::OtherNames
            | Section::ResearcherUrls
            | Section::ExternalIdentifiers => Vec::new(),
        }
    }

    /// One of a section.
    pub fn find(researcher: &'a Researcher, section: Section, put_code: u64) -> Option<Self> {
        if section == Section::Works {
            return researcher.work(put_code).map(|work| Self::Work(Box::new(work)));
        }
        Self::all(researcher, section).into_iter().find(|activity| activity.put_code() == put_code)
    }

    pub fn put_code(&self) -> u64 {
        match self {
            Self::Affiliation(_, item) => item.put_code,
            Self::Funding(item) => item.put_code,
            Self::PeerReview(item) => item.put_code,
            Self::ResearchResource(item) => item.put_code,
            Self::Work(item) => item.put_code,
        }
    }

    pub fn visibility(&self) -> Visibility {
        match self {
            Self::Affiliation(_, item) => item.visibility,
            Self::Funding(item) => item.visibility,
            Self::PeerReview(item) => item.visibility,
            Self::ResearchResource(item) => item.visibility,
            Self::Work(item) => item.visibility,
        }
    }

    pub fn source(&self) -> Option<&str> {
        match self {
            Self::Affiliation(_, item) => item.source.as_deref(),
            Self::Funding(item) => item.source.as_deref(),
            Self::PeerReview(item) => item.source.as_deref(),
            Self::ResearchResource(item) => item.source.as_deref(),
            Self::Work(item) => item.source.as_deref(),
        }
    }

    pub fn external_ids(&self) -> Vec<ExternalId> {
        match self {
            Self::Affiliation(_, item) => item.external_ids.clone(),
            Self::Funding(item) => item.external_ids.clone(),
            Self::PeerReview(item) => item.external_ids.clone(),
            Self::ResearchResource(item) => item.external_ids.clone(),
            Self::Work(item) => item.identifiers(),
        }
    }
}

impl Writer<'_> {
    pub(super) fn activities(&self) -> Value {
        let sections = [
            Section::Distinctions,
            Section::Educations,
            Section::Employments,
            Section::Fundings,
            Section::InvitedPositions,
            Section::Memberships,
            Section::PeerReviews,
            Section::Qualifications,
            Section::ResearchResources,
            Section::Services,
            Section::Works,
        ];
        let wholes: Vec<Value> = sections.iter().map(|section| self.whole(*section)).collect();
        let any = wholes.iter().any(|whole| !whole["last-modified-date"].is_null());
        let mut value = json!({"last-modified-date": if any { time(self.researcher.modified) } else { Value::Null }});
        if let Value::Object(map) = &mut value {
            map.extend(sections.iter().map(|section| section.names().plural.to_owned()).zip(wholes));
            map.insert("path".to_owned(), self.path("/activities").into());
        }
        value
    }

    /// What the reader may see of a section, in groups.
    pub(super) fn groups(&self, section: Section) -> Vec<Value> {
        let seen = |item: &Activity<'_>| self.reader.sees(item.visibility(), item.source(), section.names().scope);
        let items: Vec<Activity<'_>> = Activity::all(self.researcher, section).into_iter().filter(seen).collect();
        if section == Section::PeerReviews { self.review_groups(items) } else { self.grouped(section, items) }
    }

    /// Items that share an identifier of their own stand together.
    fn grouped(&self, section: Section, items: Vec<Activity<'_>>) -> Vec<Value> {
        let write = |(ids, items): (Vec<ExternalId>, Vec<Activity<'_>>)| {
            let singular = section.names().singular;
            let summaries: Vec<Value> = items.iter().map(|item| self.summary(item)).collect();
            let key = format!("{singular}-summary");
            let mut value = self.group_head(super::external_ids(&ids));
            if section.names().list == "affiliation-group" {
                let wrapped: Vec<Value> = summaries.into_iter().map(|summary| json!({&key: summary})).collect();
                value["summaries"] = wrapped.into();
            } else {
                value[key] = summaries.into();
            }
            value
        };
        group(items).into_iter().map(write).collect()
    }

    /// Reviews are grouped twice: by who asked for them, then as everything else.
    fn review_groups(&self, items: Vec<Activity<'_>>) -> Vec<Value> {
        let group_id = |item: &Activity<'_>| match item {
            Activity::PeerReview(review) => review.group_id.clone(),
            Activity::Affiliation(..) | Activity::Funding(_) | Activity::ResearchResource(_) | Activity::Work(_) => {
                String::new()
            }
        };
        let mut by_group: Vec<(String, Vec<Activity<'_>>)> = Vec::new();
        for item in items {
            let id = group_id(&item);
            match by_group.iter_mut().find(|(other, _)| *other == id) {
                Some((_, list)) => list.push(item),
                None => by_group.push((id, vec![item])),
            }
        }
        let write = |(id, items): (String, Vec<Activity<'_>>)| {
            let id = json!({
                "external-id-type": "peer-review",
                "external-id-value": id,
                "external-id-normalized": null,
                "external-id-normalized-error": null,
                "external-id-url": null,
                "external-id-relationship": null,
            });
            let mut value = self.group_head(json!({"external-id": [id]}));
            value["peer-review-group"] = self.grouped(Section::PeerReviews, items).into();
            value
        };
        by_group.into_iter().map(write).collect()
    }

    fn group_head(&self, external_ids: Value) -> Value {
        json!({"last-modified-date": time(self.researcher.modified), "external-ids": external_ids})
    }

    /// An item as its section shows it.
    pub(super) fn summary(&self, activity: &Activity<'_>) -> Value {
        match activity {
            Activity::Affiliation(section, item) => self.affiliation(*section, item),
            Activity::Funding(item) => self.funding_summary(item),
            Activity::PeerReview(item) => self.peer_review_summary(item),
            Activity::ResearchResource(item) => self.research_resource_summary(item),
            Activity::Work(item) => self.work_summary(item),
        }
    }

    /// All of an item. An affiliation has no more than its summary.
    pub(super) fn full(&self, activity: &Activity<'_>) -> Value {
        match activity {
            Activity::Affiliation(section, item) => self.affiliation(*section, item),
            Activity::Funding(item) => self.funding(item),
            Activity::PeerReview(item) => self.peer_review(item),
            Activity::ResearchResource(item) => self.research_resource(item),
            Activity::Work(item) => self.work(item),
        }
    }
}
