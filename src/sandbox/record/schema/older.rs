//! Elements of 2.x that are not those of 3.0: mostly, what is in `common` today was in each section's own namespace.

use super::{
    ERROR, Field, Form, PERSON,
    activities::{CITATION, FUNDING_CONTRIBUTOR, GROUP, WORK_CONTRIBUTOR},
    attribute,
    common::{DATE, EXTERNAL_IDS, ITEM, MODIFIED, ORCID_ID, ORGANIZATION, SHORT_TITLE, TITLE},
    object, text, value,
    whole::HISTORY,
};

/// An affiliation, or its summary.
macro_rules! affiliation {
    ($prefix:literal, $name:literal) => {
        object(
            concat!($prefix, ":", $name),
            &[
                ITEM,
                &[
                    text(concat!($prefix, ":department-name")),
                    text(concat!($prefix, ":role-title")),
                    object("common:start-date", &[DATE]),
                    object("common:end-date", &[DATE]),
                    object(concat!($prefix, ":organization"), &[ORGANIZATION]),
                ],
            ],
        )
    };
}

const EDUCATION: Field = affiliation!("education", "education");
const EDUCATION_SUMMARY: Field = affiliation!("education", "education-summary");
const EMPLOYMENT: Field = affiliation!("employment", "employment");
const EMPLOYMENT_SUMMARY: Field = affiliation!("employment", "employment-summary");
const EDUCATIONS: Field = object("activities:educations", &[MODIFIED, &[EDUCATION_SUMMARY]]);
const EMPLOYMENTS: Field = object("activities:employments", &[MODIFIED, &[EMPLOYMENT_SUMMARY]]);

const FUNDING_SUMMARY: Field = object(
    "funding:funding-summary",
    &[
        ITEM,
        &[
            object("funding:title", &[SHORT_TITLE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            text("funding:type"),
            object("common:start-date", &[DATE]),
            object("common:end-date", &[DATE]),
            object("funding:organization", &[ORGANIZATION]),
        ],
    ],
);
const FUNDING: Field = object(
    "funding:funding",
    &[
        ITEM,
        &[
            text("funding:type"),
            value("funding:organization-defined-type"),
            object("funding:title", &[SHORT_TITLE]),
            text("funding:short-description"),
            value("funding:amount"),
            value("funding:url"),
            object("common:start-date", &[DATE]),
            object("common:end-date", &[DATE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            object("funding:contributors", &[&[object("funding:contributor", &[FUNDING_CONTRIBUTOR])]]),
            object("funding:organization", &[ORGANIZATION]),
        ],
    ],
);
const FUNDINGS: Field =
    object("activities:fundings", &[MODIFIED, &[object("activities:group", &[GROUP, &[FUNDING_SUMMARY]])]]);

const PEER_REVIEW_SUMMARY: Field = object(
    "peer-review:peer-review-summary",
    &[
        ITEM,
        &[
            object("common:external-ids", &[EXTERNAL_IDS]),
            object("peer-review:completion-date", &[DATE]),
            text("peer-review:review-group-id"),
            object("peer-review:convening-organization", &[ORGANIZATION]),
        ],
    ],
);
const PEER_REVIEWS: Field =
    object("activities:peer-reviews", &[MODIFIED, &[object("activities:group", &[GROUP, &[PEER_REVIEW_SUMMARY]])]]);

const WORK_SUMMARY: Field = object(
    "work:work-summary",
    &[
        ITEM,
        &[
            object("work:title", &[TITLE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            text("work:type"),
            object("common:publication-date", &[DATE]),
        ],
    ],
);
const WORK: Field = object(
    "work:work",
    &[
        ITEM,
        &[
            object("work:title", &[TITLE]),
            value("work:journal-title"),
            text("work:short-description"),
            object("work:citation", &[CITATION]),
            text("work:type"),
            object("common:publication-date", &[DATE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            value("work:url"),
            object("work:contributors", &[&[object("work:contributor", &[WORK_CONTRIBUTOR])]]),
            text("common:language-code"),
            value("common:country"),
        ],
    ],
);
const WORKS: Field = object("activities:works", &[MODIFIED, &[object("activities:group", &[GROUP, &[WORK_SUMMARY]])]]);
const BULK: Field = object("bulk:bulk", &[&[Field::of("bulk", Form::Each(&[WORK, ERROR]))]]);

const ACTIVITIES: Field =
    object("activities:activities-summary", &[MODIFIED, &[EDUCATIONS, EMPLOYMENTS, FUNDINGS, PEER_REVIEWS, WORKS]]);
const RECORD: Field = object(
    "record:record",
    &[&[
        attribute("path"),
        object("common:orcid-identifier", &[ORCID_ID]),
        object("preferences:preferences", &[&[text("preferences:locale")]]),
        object("history:history", &[HISTORY]),
        PERSON,
        ACTIVITIES,
    ]],
);

/// The roots that differ. All others are the same in both.
static ROOTS: [&Field; 17] = [
    &RECORD,
    &ACTIVITIES,
    &EDUCATIONS,
    &EDUCATION,
    &EDUCATION_SUMMARY,
    &EMPLOYMENTS,
    &EMPLOYMENT,
    &EMPLOYMENT_SUMMARY,
    &FUNDINGS,
    &FUNDING,
    &FUNDING_SUMMARY,
    &PEER_REVIEWS,
    &PEER_REVIEW_SUMMARY,
    &WORKS,
    &WORK,
    &WORK_SUMMARY,
    &BULK,
];

/// The root of 2.x for one of 3.0.
pub(in crate::sandbox::record) fn older(of: &'static Field) -> &'static Field {
    ROOTS.into_iter().find(|root| root.name == of.name).unwrap_or(of)
}
