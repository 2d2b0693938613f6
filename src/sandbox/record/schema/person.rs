//! The sections of the person.

use super::{
    Field, attribute,
    common::{EXTERNAL_ID, ITEM, MODIFIED},
    object, text, time, value,
};

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
pub(in crate::sandbox::record) const OTHER_NAME: Field =
    object("other-name:other-name", &[ITEM, &[text("other-name:content").required().at_most(255)]]);
pub(in crate::sandbox::record) const KEYWORD: Field =
    object("keyword:keyword", &[ITEM, &[text("keyword:content").at_most(255)]]);
pub(in crate::sandbox::record) const ADDRESS_ITEM: Field =
    object("address:address", &[ITEM, &[value("address:country").one_of("country")]]);
pub(in crate::sandbox::record) const RESEARCHER_URL: Field = object(
    "researcher-url:researcher-url",
    &[ITEM, &[text("researcher-url:url-name").not_blank(350), value("researcher-url:url").required()]],
);
pub(in crate::sandbox::record) const EXTERNAL_IDENTIFIER: Field =
    object("external-identifier:external-identifier", &[ITEM, EXTERNAL_ID]);
pub(in crate::sandbox::record) const OTHER_NAMES: Field = object("other-name:other-names", &[MODIFIED, &[OTHER_NAME]]);
pub(in crate::sandbox::record) const KEYWORDS: Field = object("keyword:keywords", &[MODIFIED, &[KEYWORD]]);
pub(in crate::sandbox::record) const ADDRESSES: Field = object("address:addresses", &[MODIFIED, &[ADDRESS_ITEM]]);
pub(in crate::sandbox::record) const RESEARCHER_URLS: Field =
    object("researcher-url:researcher-urls", &[MODIFIED, &[RESEARCHER_URL]]);
pub(in crate::sandbox::record) const EXTERNAL_IDENTIFIERS: Field =
    object("external-identifier:external-identifiers", &[MODIFIED, &[EXTERNAL_IDENTIFIER]]);
pub(in crate::sandbox::record) const EMAILS: Field =
    object("email:emails", &[MODIFIED, &[object("email:email", &[ITEM, EMAIL_ITEM])]]);
pub(in crate::sandbox::record) const BIOGRAPHY_ROOT: Field = object("personal-details:biography", &[BIOGRAPHY]);
pub(in crate::sandbox::record) const PERSONAL_DETAILS: Field = object(
    "personal-details:personal-details",
    &[
        MODIFIED,
        &[object("personal-details:name", &[NAME]), OTHER_NAMES, object("personal-details:biography", &[BIOGRAPHY])],
    ],
);
pub(in crate::sandbox::record) const PERSON: Field = object(
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
