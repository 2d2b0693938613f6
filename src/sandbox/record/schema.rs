//! What ORCID's schemas say about each element: its namespace, its place, and whether it is an attribute (guide
//! `orcid-wire`, "XML and JSON").
//!
//! A record is built once, as the JSON that Jackson makes of ORCID's model. These tables say what XML the same model
//! makes, so that the two cannot drift apart: a key that is missing here is found by a test.

/// An element or attribute: its XML name with the usual prefix, whose local part is the key in JSON.
pub(super) struct Field {
    pub name: &'static str,
    pub form: Form,
}

/// How a value stands in JSON, and what becomes of it in XML.
pub(super) enum Form {
    /// A plain value; an attribute.
    Attribute,
    /// A plain value, or a list of them; an element for each.
    Text,
    /// `{"value": …}`; an element, whose attributes are the other keys.
    Value,
    /// `{"value": milliseconds}`; an element with a date and time.
    Time,
    /// The name of a constant, `MEMBER_REFERRED`; an element with the constant's text, `Member-referred`.
    Constant,
    /// An object, or a list of them; an element for each. Its fields, in the order of the schema.
    Object(&'static [&'static [Field]]),
    /// A list of objects with one key each; elements without one around them.
    Each(&'static [Field]),
    /// A list under the inner key; in XML the outer element stands around it.
    Wrapped(&'static Field),
}

impl Field {
    /// The key in JSON.
    pub fn key(&self) -> &'static str {
        match self.form {
            Form::Wrapped(inner) => inner.key(),
            Form::Attribute
            | Form::Text
            | Form::Value
            | Form::Time
            | Form::Constant
            | Form::Object(_)
            | Form::Each(_) => self.name.split_once(':').map_or(self.name, |(_, local)| local),
        }
    }
}

/// The namespaces that the prefixes stand for end in the prefix's own name.
pub(super) const NAMESPACE: &str = "http://www.orcid.org/ns/";

pub(super) const fn attribute(name: &'static str) -> Field {
    Field { name, form: Form::Attribute }
}

pub(super) const fn text(name: &'static str) -> Field {
    Field { name, form: Form::Text }
}

pub(super) const fn value(name: &'static str) -> Field {
    Field { name, form: Form::Value }
}

const fn time(name: &'static str) -> Field {
    Field { name, form: Form::Time }
}

pub(super) const fn object(name: &'static str, fields: &'static [&'static [Field]]) -> Field {
    Field { name, form: Form::Object(fields) }
}

pub(super) const MODIFIED: &[Field] = &[attribute("path"), time("common:last-modified-date")];
pub(super) const ORCID_ID: &[Field] = &[text("common:uri"), text("common:path"), text("common:host")];
const SOURCE: &[Field] = &[
    object("common:source-orcid", &[ORCID_ID]),
    object("common:source-client-id", &[ORCID_ID]),
    value("common:source-name"),
    object("common:assertion-origin-orcid", &[ORCID_ID]),
    object("common:assertion-origin-client-id", &[ORCID_ID]),
    value("common:assertion-origin-name"),
];
/// What every item begins with.
pub(super) const ITEM: &[Field] = &[
    attribute("put-code"),
    attribute("visibility"),
    attribute("display-index"),
    attribute("path"),
    time("common:created-date"),
    time("common:last-modified-date"),
    object("common:source", &[SOURCE]),
];
pub(super) const DATE: &[Field] = &[value("common:year"), value("common:month"), value("common:day")];
const NORMALIZED_ERROR: &[Field] = &[attribute("transient"), text("common:error-code"), text("common:error-message")];
const EXTERNAL_ID: &[Field] = &[
    text("common:external-id-type"),
    text("common:external-id-value"),
    value("common:external-id-normalized"),
    object("common:external-id-normalized-error", &[NORMALIZED_ERROR]),
    value("common:external-id-url"),
    text("common:external-id-relationship"),
];
pub(super) const EXTERNAL_IDS: &[Field] = &[object("common:external-id", &[EXTERNAL_ID])];
const ADDRESS: &[Field] = &[text("common:city"), text("common:region"), text("common:country")];
const DISAMBIGUATED: &[Field] =
    &[text("common:disambiguated-organization-identifier"), text("common:disambiguation-source")];
pub(super) const ORGANIZATION: &[Field] = &[
    text("common:name"),
    object("common:address", &[ADDRESS]),
    object("common:disambiguated-organization", &[DISAMBIGUATED]),
];
pub(super) const TITLE: &[Field] = &[value("common:title"), value("common:subtitle"), value("common:translated-title")];

const NAME: &[Field] = &[
    attribute("visibility"),
    attribute("path"),
    time("common:created-date"),
    time("common:last-modified-date"),
    value("personal-details:given-names"),
    value("personal-details:family-name"),
    value("personal-details:credit-name"),
];
const BIOGRAPHY: &[Field] = &[
    attribute("visibility"),
    attribute("path"),
    time("common:created-date"),
    time("common:last-modified-date"),
    text("personal-details:content"),
];
const EMAIL_ITEM: &[Field] = &[attribute("verified"), attribute("primary"), text("email:email")];

/// The root elements that are answered, and the parts that more than one of them has.
pub(super) const OTHER_NAME: Field = object("other-name:other-name", &[ITEM, &[text("other-name:content")]]);
pub(super) const KEYWORD: Field = object("keyword:keyword", &[ITEM, &[text("keyword:content")]]);
pub(super) const ADDRESS_ITEM: Field = object("address:address", &[ITEM, &[value("address:country")]]);
pub(super) const RESEARCHER_URL: Field =
    object("researcher-url:researcher-url", &[ITEM, &[text("researcher-url:url-name"), value("researcher-url:url")]]);
pub(super) const EXTERNAL_IDENTIFIER: Field = object("external-identifier:external-identifier", &[ITEM, EXTERNAL_ID]);
pub(super) const OTHER_NAMES: Field = object("other-name:other-names", &[MODIFIED, &[OTHER_NAME]]);
pub(super) const KEYWORDS: Field = object("keyword:keywords", &[MODIFIED, &[KEYWORD]]);
pub(super) const ADDRESSES: Field = object("address:addresses", &[MODIFIED, &[ADDRESS_ITEM]]);
pub(super) const RESEARCHER_URLS: Field = object("researcher-url:researcher-urls", &[MODIFIED, &[RESEARCHER_URL]]);
pub(super) const EXTERNAL_IDENTIFIERS: Field =
    object("external-identifier:external-identifiers", &[MODIFIED, &[EXTERNAL_IDENTIFIER]]);
pub(super) const EMAILS: Field = object("email:emails", &[MODIFIED, &[object("email:email", &[ITEM, EMAIL_ITEM])]]);
pub(super) const BIOGRAPHY_ROOT: Field = object("personal-details:biography", &[BIOGRAPHY]);
pub(super) const PERSONAL_DETAILS: Field = object(
    "personal-details:personal-details",
    &[
        MODIFIED,
        &[object("personal-details:name", &[NAME]), OTHER_NAMES, object("personal-details:biography", &[BIOGRAPHY])],
    ],
);
pub(super) const PERSON: Field = object(
    "person:person",
    &[
        MODIFIED,
        &[
            object("person:name", &[NAME]),
            OTHER_NAMES,
            object("person:biography", &[BIOGRAPHY]),
            RESEARCHER_URLS,
            EMAILS,
            ADDRESSES,
            KEYWORDS,
            EXTERNAL_IDENTIFIERS,
        ],
    ],
);

const AFFILIATION: &[Field] = &[
    text("common:department-name"),
    text("common:role-title"),
    object("common:start-date", &[DATE]),
    object("common:end-date", &[DATE]),
    object("common:organization", &[ORGANIZATION]),
    value("common:url"),
    object("common:external-ids", &[EXTERNAL_IDS]),
];

/// An affiliation, or its summary, under the name of its kind.
pub(super) const fn affiliation(name: &'static str) -> Field {
    object(name, &[ITEM, AFFILIATION])
}

pub(super) const GROUP: &[Field] = &[time("common:last-modified-date"), object("common:external-ids", &[EXTERNAL_IDS])];
const AFFILIATION_GROUP: Field = object(
    "activities:affiliation-group",
    &[
        GROUP,
        &[Field {
            name: "summaries",
            form: Form::Each(&[
                affiliation("distinction:distinction-summary"),
                affiliation("education:education-summary"),
                affiliation("employment:employment-summary"),
                affiliation("invited-position:invited-position-summary"),
                affiliation("membership:membership-summary"),
                affiliation("qualification:qualification-summary"),
                affiliation("service:service-summary"),
            ]),
        }],
    ],
);

/// A section of affiliations under the name of its kind.
pub(super) const fn affiliations(name: &'static str) -> Field {
    object(name, &[MODIFIED, &[AFFILIATION_GROUP]])
}

pub(super) const FUNDING_SUMMARY: Field = object(
    "funding:funding-summary",
    &[
        ITEM,
        &[
            object("funding:title", &[TITLE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            value("common:url"),
            text("funding:type"),
            object("common:start-date", &[DATE]),
            object("common:end-date", &[DATE]),
            object("common:organization", &[ORGANIZATION]),
        ],
    ],
);
const FUNDING_ROLE: &[Field] = &[text("funding:contributor-role")];
pub(super) const FUNDING_CONTRIBUTOR: &[Field] = &[
    object("common:contributor-orcid", &[ORCID_ID]),
    value("funding:credit-name"),
    object("funding:contributor-attributes", &[FUNDING_ROLE]),
];
pub(super) const FUNDING: Field = object(
    "funding:funding",
    &[
        ITEM,
        &[
            text("funding:type"),
            value("funding:organization-defined-type"),
            object("funding:title", &[TITLE]),
            text("funding:short-description"),
            value("funding:amount"),
            value("common:url"),
            object("common:start-date", &[DATE]),
            object("common:end-date", &[DATE]),
            object("common:external-ids", &[EXTERNAL_IDS]),
            object("funding:contributors", &[&[object("funding:contributor", &[FUNDING_CONTRIBUTOR])]]),
            object("common:organization", &[ORGANIZATION]),
        ],
    ],
);
pub(super) const FUNDINGS: Field =
    object("activities:fundings", &[MODIFIED, &[object("activities:group", &[GROUP, &[FUNDING_SUMMARY]])]]);

pub(super) const PEER_REVIEW_SUMMARY: Field = object(
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
pub(super) const PEER_REVIEW: Field = object(
    "peer-review:peer-review",
    &[
        ITEM,
        &[
            text("peer-review:reviewer-role"),
            object("peer-review:review-identifiers", &[EXTERNAL_IDS]),
            value("peer-review:review-url"),
            text("peer-review:review-type"),
            object("peer-review:review-completion-date", &[DATE]),
            text("peer-review:review-group-id"),
            object("peer-review:subject-external-identifier", &[EXTERNAL_ID]),
            value("peer-review:subject-container-name"),
            text("peer-review:subject-type"),
            object("peer-review:subject-name", &[TITLE]),
            value("peer-review:subject-url"),
            object("peer-review:convening-organization", &[ORGANIZATION]),
        ],
    ],
);
pub(super) const PEER_REVIEWS: Field = object(
    "activities:peer-reviews",
    &[
        MODIFIED,
        &[object(
            "activities:group",
            &[GROUP, &[object("activities:peer-review-group", &[GROUP, &[PEER_REVIEW_SUMMARY]])]],
        )],
    ],
);

const HOSTS: &[Field] = &[object("common:organization", &[ORGANIZATION])];
const PROPOSAL: &[Field] = &[
    object("research-resource:title", &[TITLE]),
    object("research-resource:hosts", &[HOSTS]),
    object("common:external-ids", &[EXTERNAL_IDS]),
    object("common:start-date", &[DATE]),
    object("common:end-date", &[DATE]),
    value("common:url"),
];
const RESOURCE_ITEM: &[Field] = &[
    text("research-resource:resource-name"),
    text("research-resource:resource-type"),
    object("research-resource:hosts", &[HOSTS]),
    object("common:external-ids", &[EXTERNAL_IDS]),
    value("common:url"),
];
pub(super) const RESEARCH_RESOURCE_SUMMARY: Field = object(
    "research-resource:research-resource-summary",
    &[ITEM, &[object("research-resource:proposal", &[PROPOSAL])]],
);
pub(super) const RESEARCH_RESOURCE: Field = object(
    "research-resource:research-resource",
    &[
        ITEM,
        &[
            object("research-resource:proposal", &[PROPOSAL]),
            Field {
                name: "research-resource:resource-items",
                form: Form::Wrapped(&object("research-resource:resource-item", &[RESOURCE_ITEM])),
            },
        ],
    ],
);
pub(super) const RESEARCH_RESOURCES: Field = object(
    "activities:research-resources",
    &[MODIFIED, &[object("activities:group", &[GROUP, &[RESEARCH_RESOURCE_SUMMARY]])]],
);

pub(super) const WORK_SUMMARY: Field = object(
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
pub(super) const CITATION: &[Field] = &[text("work:citation-type"), text("work:citation-value")];
const WORK_ROLE: &[Field] = &[text("work:contributor-sequence"), text("work:contributor-role")];
pub(super) const WORK_CONTRIBUTOR: &[Field] = &[
    object("common:contributor-orcid", &[ORCID_ID]),
    value("work:credit-name"),
    object("work:contributor-attributes", &[WORK_ROLE]),
];
pub(super) const WORK: Field = object(
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
            value("common:url"),
            object("work:contributors", &[&[object("work:contributor", &[WORK_CONTRIBUTOR])]]),
            text("common:language-code"),
            value("common:country"),
        ],
    ],
);
pub(super) const WORKS: Field =
    object("activities:works", &[MODIFIED, &[object("activities:group", &[GROUP, &[WORK_SUMMARY]])]]);
pub(super) const ERROR: Field = object(
    "error:error",
    &[&[
        text("error:response-code"),
        text("error:developer-message"),
        text("error:user-message"),
        text("error:error-code"),
        text("error:more-info"),
    ]],
);
pub(super) const BULK: Field = object("bulk:bulk", &[&[Field { name: "bulk", form: Form::Each(&[WORK, ERROR]) }]]);

pub(super) const ACTIVITIES: Field = object(
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
pub(super) const HISTORY: &[Field] = &[
    Field { name: "history:creation-method", form: Form::Constant },
    time("history:completion-date"),
    time("history:submission-date"),
    time("common:last-modified-date"),
    text("history:claimed"),
    object("common:source", &[SOURCE]),
    time("history:deactivation-date"),
    text("history:verified-email"),
    text("history:verified-primary-email"),
];
pub(super) const RECORD: Field = object(
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

pub(super) const SEARCH: Field = object(
    "search:search",
    &[&[attribute("num-found"), object("search:result", &[&[object("common:orcid-identifier", &[ORCID_ID])]])]],
);
pub(super) const EXPANDED_SEARCH: Field = object(
    "expanded-search:expanded-search",
    &[&[
        attribute("num-found"),
        object(
            "expanded-search:expanded-result",
            &[&[
                text("expanded-search:orcid-id"),
                text("expanded-search:given-names"),
                text("expanded-search:family-names"),
                text("expanded-search:credit-name"),
                text("expanded-search:other-name"),
                text("expanded-search:email"),
                text("expanded-search:institution-name"),
            ]],
        ),
    ]],
);
pub(super) const CLIENT_SUMMARY: Field =
    object("client:client-summary", &[&[text("client:name"), text("client:description")]]);
