//! A record in figures, and the types of identifiers.

use super::{
    Field, Form,
    common::{DATE, ORCID_ID},
    object, text, time,
};

const AFFILIATION: &[Field] = &[
    text("summary:put-code"),
    text("summary:type"),
    text("summary:organization-name"),
    text("summary:role"),
    text("summary:url"),
    object("common:start-date", &[DATE]),
    object("common:end-date", &[DATE]),
    text("summary:validated"),
];
const EXTERNAL_IDENTIFIER: &[Field] = &[
    text("summary:put-code"),
    text("summary:external-id-type"),
    text("summary:external-id-value"),
    text("summary:external-id-url"),
    text("summary:validated"),
];
const COUNTS: &[Field] = &[text("summary:self-asserted-count"), text("summary:validated-count")];

pub(in crate::sandbox::record) const RECORD_SUMMARY: Field = object(
    "summary:record-summary",
    &[&[
        time("common:created-date"),
        time("common:last-modified-date"),
        text("summary:credit-name"),
        object("common:orcid-identifier", &[ORCID_ID]),
        object("summary:external-identifiers", &[&[object("summary:external-identifier", &[EXTERNAL_IDENTIFIER])]]),
        object("summary:employments", &[&[text("summary:count"), object("summary:employment", &[AFFILIATION])]]),
        object(
            "summary:professional-activities",
            &[&[text("summary:count"), object("summary:professional-activity", &[AFFILIATION])]],
        ),
        object("summary:fundings", &[COUNTS]),
        object("summary:works", &[COUNTS]),
        object(
            "summary:peer-reviews",
            &[&[
                text("summary:peer-review-publication-grants"),
                text("summary:self-asserted-count"),
                text("summary:total"),
            ]],
        ),
        object(
            "summary:education-qualifications",
            &[&[text("summary:count"), object("summary:education-qualification", &[AFFILIATION])]],
        ),
        object("summary:research-resources", &[COUNTS]),
        object("summary:email-domains", &[&[text("summary:count")]]),
    ]],
);

const IDENTIFIER_TYPE: Field = object(
    "identifierType",
    &[&[
        text("caseSensitive"),
        text("dateCreated"),
        text("deprecated"),
        text("description"),
        text("lastModified"),
        text("name"),
        text("primaryUse"),
        text("putCode"),
        text("resolutionPrefix"),
    ]],
);
/// No namespace, unlike all others.
pub(in crate::sandbox::record) const IDENTIFIER_TYPES: Field =
    Field::of("identifierTypes", Form::Wrapped(&IDENTIFIER_TYPE));
