//! What several sections have.

use super::{Field, Text, attribute, object, text, time, value};

pub(super) const MODIFIED: &[Field] = &[attribute("path"), time("common:last-modified-date")];
pub(super) const ORCID_ID: &[Field] =
    &[text("common:uri").must_be(Text::OrcidUri), text("common:path").must_be(Text::Orcid), text("common:host")];
/// A contributor's.
pub(super) const CONTRIBUTOR_ORCID: Field = object("common:contributor-orcid", &[ORCID_ID]).any_of(&["uri", "path"]);
/// The same where a client may be meant.
const ANYBODY: &[Field] = &[text("common:uri"), text("common:path"), text("common:host")];
pub(super) const SOURCE: &[Field] = &[
    object("common:source-orcid", &[ANYBODY]),
    object("common:source-client-id", &[ANYBODY]),
    value("common:source-name"),
    object("common:assertion-origin-orcid", &[ANYBODY]),
    object("common:assertion-origin-client-id", &[ANYBODY]),
    value("common:assertion-origin-name"),
];
/// The attributes of [`ITEM`].
pub(in crate::sandbox::record) const SUMMARY_ATTRIBUTES: [&str; 4] =
    ["put-code", "visibility", "display-index", "path"];
/// What every item begins with.
pub(super) const ITEM: &[Field] = &[
    attribute("put-code"),
    attribute("visibility").one_of("visibility"),
    attribute("display-index"),
    attribute("path"),
    time("common:created-date"),
    time("common:last-modified-date"),
    object("common:source", &[SOURCE]),
];
pub(super) const DATE: &[Field] = &[
    value("common:year").required().must_be(Text::Number(1900, 2100)),
    value("common:month").must_be(Text::Number(1, 12)),
    value("common:day").must_be(Text::Number(1, 31)).behind("month"),
];
const NORMALIZED_ERROR: &[Field] = &[attribute("transient"), text("common:error-code"), text("common:error-message")];
pub(super) const EXTERNAL_ID: &[Field] = &[
    text("common:external-id-type").required().not_blank(usize::MAX),
    text("common:external-id-value").required().not_blank(usize::MAX),
    value("common:external-id-normalized").beside(&["transient"]),
    object("common:external-id-normalized-error", &[NORMALIZED_ERROR]),
    value("common:external-id-url"),
    text("common:external-id-relationship").one_of("relationship"),
];
pub(super) const EXTERNAL_IDS: &[Field] = &[object("common:external-id", &[EXTERNAL_ID]).many().summary()];
const ADDRESS: &[Field] = &[
    text("common:city").not_blank(4000),
    text("common:region").not_blank(4000),
    text("common:country").one_of("country"),
];
const DISAMBIGUATED: &[Field] = &[
    text("common:disambiguated-organization-identifier").demanded().at_most(500),
    text("common:disambiguation-source").demanded().at_most(500),
];
pub(super) const ORGANIZATION: &[Field] = &[
    text("common:name").required().not_blank(4000),
    object("common:address", &[ADDRESS]).required(),
    object("common:disambiguated-organization", &[DISAMBIGUATED]),
];
pub(super) const TITLE: &[Field] = &[
    value("common:title").demanded().not_blank(1000),
    value("common:subtitle").at_most(1000),
    value("common:translated-title").beside(&["language-code"]).not_blank(1000),
];
pub(super) const SHORT_TITLE: &[Field] = &[
    value("common:title").demanded().not_blank(1000),
    value("common:translated-title").beside(&["language-code"]).not_blank(1000),
];
/// The element that holds identifiers.
pub(in crate::sandbox::record) const EXTERNAL_IDS_ELEMENT: Field = object("common:external-ids", &[EXTERNAL_IDS]);
