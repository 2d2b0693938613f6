//! The organisations of a record: employers, funders, whoever convened a review or hosts a resource.

use serde_json::Value;

use super::values::Found;
use crate::sandbox::{activities::Organization, record::Section};

/// An organisation that is named somewhere.
pub(super) struct Host {
    pub place: Place,
    pub name: String,
    /// Whose identifier it is: `ROR`, `RINGGOLD`, `GRID`, `FUNDREF`.
    pub source: Option<String>,
    pub id: Option<String>,
}

/// Where an organisation is named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Affiliation { ended: bool },
    Funding,
    PeerReview,
    Proposal,
    Resource,
}

impl Place {
    /// What stands in the name of the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Affiliation { .. } => "affiliation",
            Self::Funding => "funding",
            Self::PeerReview => "peer-review",
            Self::Proposal => "research-resource-proposal",
            Self::Resource => "research-resource-item",
        }
    }

    fn seeded(self, organization: &Organization) -> Host {
        let source = organization.ror.as_ref().map(|_| "ROR");
        self.host(organization.name.clone(), source, organization.ror.clone())
    }

    fn written(self, organization: &Value) -> Host {
        let known = &organization["disambiguated-organization"];
        let name = organization["name"].as_str().unwrap_or_default().to_owned();
        let id = known["disambiguated-organization-identifier"].as_str().map(str::to_owned);
        self.host(name, known["disambiguation-source"].as_str(), id)
    }

    /// Whoever numbered a funder, ORCID looks for the number as one of FundRef.
    fn host(self, name: String, source: Option<&str>, id: Option<String>) -> Host {
        let source = if self == Self::Funding { id.as_ref().map(|_| "FUNDREF") } else { source };
        Host { place: self, name, source: source.map(str::to_owned), id }
    }
}

/// All organisations of a record.
pub(super) fn hosts(found: Found<'_>) -> impl Iterator<Item = Host> {
    let r = found.researcher;
    let affiliations = [
        (Section::Employments, &r.employments),
        (Section::Educations, &r.educations),
        (Section::Distinctions, &r.distinctions),
        (Section::InvitedPositions, &r.invited_positions),
        (Section::Memberships, &r.memberships),
        (Section::Qualifications, &r.qualifications),
        (Section::Services, &r.services),
    ];
    let affiliations = affiliations.into_iter().flat_map(move |(section, list)| {
        let place = |ended| Place::Affiliation { ended };
        let public = list.iter().filter(move |item| found.shows(section, item.put_code, item.visibility));
        let written = found.written(section);
        public
            .map(move |item| place(item.end.is_some()).seeded(&item.organization))
            .chain(written.map(move |own| place(own.get("end-date").is_some()).written(&own["organization"])))
    });
    let fundings = r.fundings.iter().filter(move |item| found.shows(Section::Fundings, item.put_code, item.visibility));
    let fundings = fundings.map(|item| Place::Funding.seeded(&item.organization));
    let reviews = r.peer_reviews.iter();
    let reviews = reviews.filter(move |item| found.shows(Section::PeerReviews, item.put_code, item.visibility));
    let reviews = reviews.map(|item| Place::PeerReview.seeded(&item.organization));
    let resources = r.research_resources.iter();
    let resources =
        resources.filter(move |item| found.shows(Section::ResearchResources, item.put_code, item.visibility));
    let resources = resources.flat_map(|item| {
        let parts = item.items.iter().flat_map(|part| &part.hosts).map(|host| Place::Resource.seeded(host));
        item.hosts.iter().map(|host| Place::Proposal.seeded(host)).chain(parts)
    });
    fn list(hosts: &Value) -> impl Iterator<Item = &Value> {
        hosts["organization"].as_array().into_iter().flatten()
    }
    let written = found.written(Section::Fundings).map(|own| Place::Funding.written(&own["organization"]));
    let reviewed = found.written(Section::PeerReviews);
    let written = written.chain(reviewed.map(|own| Place::PeerReview.written(&own["convening-organization"])));
    let granted = found.written(Section::ResearchResources).flat_map(|own| {
        let parts = own["resource-item"].as_array().into_iter().flatten().flat_map(|part| list(&part["hosts"]));
        let parts = parts.map(|host| Place::Resource.written(host));
        list(&own["proposal"]["hosts"]).map(|host| Place::Proposal.written(host)).chain(parts)
    });
    affiliations.chain(fundings).chain(reviews).chain(resources).chain(written).chain(granted)
}
