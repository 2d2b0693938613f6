//! Affiliations, fundings, peer reviews, research resources, works.

use super::{
    Field, Form, Text,
    common::{CONTRIBUTOR_ORCID, DATE, EXTERNAL_ID, EXTERNAL_IDS, ITEM, MODIFIED, ORGANIZATION, SHORT_TITLE, TITLE},
    object, text, time, value,
};

const AFFILIATION: &[Field] = &[
    text("common:department-name").not_blank(4000),
    text("common:role-title").not_blank(4000),
    object("common:start-date", &[DATE]),
    object("common:end-date", &[DATE]),
    object("common:organization", &[ORGANIZATION]),
    value("common:url"),
    object("common:external-ids", &[EXTERNAL_IDS]),
];

/// An affiliation, or its summary, under the name of its kind.
pub(in crate::sandbox::record) const fn affiliation(name: &'static str) -> Field {
    object(name, &[ITEM, AFFILIATION])
}

pub(super) const GROUP: &[Field] = &[time("common:last-modified-date"), object("common:external-ids", &[EXTERNAL_IDS])];
const AFFILIATION_GROUP: Field = object(
    "activities:affiliation-group",
    &[
        GROUP,
        &[Field::of(
            "summaries",
            Form::Each(&[
                affiliation("distinction:distinction-summary"),
                affiliation("education:education-summary"),
                affiliation("employment:employment-summary"),
                affiliation("invited-position:invited-position-summary"),
                affiliation("membership:membership-summary"),
                affiliation("qualification:qualification-summary"),
                affiliation("service:service-summary"),
            ]),
        )],
    ],
);

/// A section of affiliations under the name of its kind.
pub(in crate::sandbox::record) const fn affiliations(name: &'static str) -> Field {
    object(name, &[MODIFIED, &[AFFILIATION_GROUP]])
}

pub(in crate::sandbox::record) const FUNDING_SUMMARY: Field = object(
    "funding:funding-summary",
    &[
        ITEM,
        &[
            object("funding:title", &[SHORT_TITLE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            value("common:url"),
            text("funding:type"),
            object("common:start-date", &[DATE]),
            object("common:end-date", &[DATE]),
            object("common:organization", &[ORGANIZATION]),
        ],
    ],
);
const FUNDING_ROLE: &[Field] = &[text("funding:contributor-role").one_of("funding-contributor-role")];
pub(super) const FUNDING_CONTRIBUTOR: &[Field] = &[
    CONTRIBUTOR_ORCID,
    value("funding:credit-name").not_blank(150),
    value("funding:contributor-email").must_be(Text::Email),
    object("funding:contributor-attributes", &[FUNDING_ROLE]),
];
pub(in crate::sandbox::record) const FUNDING: Field = object(
    "funding:funding",
    &[
        ITEM,
        &[
            text("funding:type").required().one_of("funding-type"),
            value("funding:organization-defined-type").at_most(255),
            object("funding:title", &[SHORT_TITLE]),
            text("funding:short-description").at_most(5000),
            value("funding:amount").beside(&["currency-code"]),
            value("common:url"),
            object("common:start-date", &[DATE]),
            object("common:end-date", &[DATE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            object("funding:contributors", &[&[object("funding:contributor", &[FUNDING_CONTRIBUTOR]).many()]]),
            object("common:organization", &[ORGANIZATION]),
        ],
    ],
);
pub(in crate::sandbox::record) const FUNDINGS: Field =
    object("activities:fundings", &[MODIFIED, &[object("activities:group", &[GROUP, &[FUNDING_SUMMARY]])]]);

pub(in crate::sandbox::record) const PEER_REVIEW_SUMMARY: Field = object(
    "peer-review:peer-review-summary",
    &[
        ITEM,
        &[
            text("peer-review:reviewer-role"),
            object("common:external-ids", &[EXTERNAL_IDS]),
            value("peer-review:review-url"),
            text("peer-review:review-type"),
            object("peer-review:completion-date", &[DATE]),
            text("peer-review:review-group-id"),
            object("peer-review:convening-organization", &[ORGANIZATION]),
        ],
    ],
);
pub(in crate::sandbox::record) const PEER_REVIEW: Field = object(
    "peer-review:peer-review",
    &[
        ITEM,
        &[
            text("peer-review:reviewer-role").required().one_of("reviewer-role"),
            object("peer-review:review-identifiers", &[EXTERNAL_IDS]),
            value("peer-review:review-url"),
            text("peer-review:review-type").one_of("review-type"),
            object("peer-review:review-completion-date", &[DATE]).required(),
            text("peer-review:review-group-id").required().must_be(Text::GroupId),
            object("peer-review:subject-external-identifier", &[EXTERNAL_ID]).summary(),
            value("peer-review:subject-container-name").not_blank(1000),
            text("peer-review:subject-type").one_of("subject-type"),
            object("peer-review:subject-name", &[TITLE]),
            value("peer-review:subject-url"),
            object("peer-review:convening-organization", &[ORGANIZATION]).required(),
        ],
    ],
);
pub(in crate::sandbox::record) const PEER_REVIEWS: Field = object(
    "activities:peer-reviews",
    &[
        MODIFIED,
        &[object(
            "activities:group",
            &[GROUP, &[object("activities:peer-review-group", &[GROUP, &[PEER_REVIEW_SUMMARY]])]],
        )],
    ],
);

const HOSTS: &[Field] = &[object("common:organization", &[ORGANIZATION]).many().up_to(10).required()];
const PROPOSAL: &[Field] = &[
    object("research-resource:title", &[SHORT_TITLE]),
    object("research-resource:hosts", &[HOSTS]),
    object("common:external-ids", &[EXTERNAL_IDS]),
    object("common:start-date", &[DATE]),
    object("common:end-date", &[DATE]),
    value("common:url"),
];
const RESOURCE_ITEM: &[Field] = &[
    text("research-resource:resource-name").required().not_blank(1000),
    text("research-resource:resource-type").required().one_of("resource-type"),
    object("research-resource:hosts", &[HOSTS]),
    object("common:external-ids", &[EXTERNAL_IDS]),
    value("common:url"),
];
pub(in crate::sandbox::record) const RESEARCH_RESOURCE_SUMMARY: Field = object(
    "research-resource:research-resource-summary",
    &[ITEM, &[object("research-resource:proposal", &[PROPOSAL])]],
);
pub(in crate::sandbox::record) const RESEARCH_RESOURCE: Field = object(
    "research-resource:research-resource",
    &[
        ITEM,
        &[
            object("research-resource:proposal", &[PROPOSAL]).required(),
            Field::of(
                "research-resource:resource-items",
                Form::Wrapped(&object("research-resource:resource-item", &[RESOURCE_ITEM]).many()),
            )
            .required(),
        ],
    ],
);
pub(in crate::sandbox::record) const RESEARCH_RESOURCES: Field = object(
    "activities:research-resources",
    &[MODIFIED, &[object("activities:group", &[GROUP, &[RESEARCH_RESOURCE_SUMMARY]])]],
);

pub(in crate::sandbox::record) const WORK_SUMMARY: Field = object(
    "work:work-summary",
    &[
        ITEM,
        &[
            object("work:title", &[TITLE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            value("common:url"),
            text("work:type"),
            object("common:publication-date", &[DATE]),
            value("work:journal-title"),
        ],
    ],
);
pub(super) const CITATION: &[Field] =
    &[text("work:citation-type").one_of("citation-type"), text("work:citation-value")];
const WORK_ROLE: &[Field] = &[
    text("work:contributor-sequence").one_of("contributor-sequence"),
    text("work:contributor-role").one_of("contributor-role"),
];
pub(super) const WORK_CONTRIBUTOR: &[Field] = &[
    CONTRIBUTOR_ORCID,
    value("work:credit-name").not_blank(150),
    value("work:contributor-email").must_be(Text::Email),
    object("work:contributor-attributes", &[WORK_ROLE]),
];
pub(in crate::sandbox::record) const WORK: Field = object(
    "work:work",
    &[
        ITEM,
        &[
            object("work:title", &[TITLE]),
            value("work:journal-title").not_blank(1000),
            text("work:short-description").at_most(5000),
            object("work:citation", &[CITATION]),
            text("work:type").one_of("work-type"),
            object("common:publication-date", &[DATE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            value("common:url"),
            object("work:contributors", &[&[object("work:contributor", &[WORK_CONTRIBUTOR]).many()]]),
            text("common:language-code").one_of("language"),
            value("common:country").one_of("country"),
        ],
    ],
);
pub(in crate::sandbox::record) const WORKS: Field =
    object("activities:works", &[MODIFIED, &[object("activities:group", &[GROUP, &[WORK_SUMMARY]])]]);

pub(in crate::sandbox::record) const ACTIVITIES: Field = object(
    "activities:activities-summary",
    &[
        MODIFIED,
        &[
            affiliations("activities:distinctions"),
            affiliations("activities:educations"),
            affiliations("activities:employments"),
            FUNDINGS,
            affiliations("activities:invited-positions"),
            affiliations("activities:memberships"),
            PEER_REVIEWS,
            affiliations("activities:qualifications"),
            RESEARCH_RESOURCES,
            affiliations("activities:services"),
            WORKS,
        ],
    ],
);
