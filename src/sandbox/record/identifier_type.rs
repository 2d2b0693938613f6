//! The types that the identifiers of works and fundings have: `assets/identifier_types.toml` (guide `orcid-wire`, "Types of
//! identifiers").

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

/// One of them; its name is the key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct IdentifierType {
    /// For people.
    pub description: String,
    /// What makes a URL of a value when it stands in front of it.
    pub resolution_prefix: Option<String>,
    /// Whether values are compared letter by letter.
    #[serde(default)]
    pub case_sensitive: bool,
    /// Whether searches have a field of this name (guide `orcid-wire`, "Search").
    #[serde(default)]
    pub search_field: bool,
}

/// All of them, by name.
pub(in crate::sandbox) static IDENTIFIER_TYPES: LazyLock<BTreeMap<String, IdentifierType>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/identifier_types.toml"))
        .expect("assets/identifier_types.toml is well-formed")
});

/// Whether there is one of this name.
pub(in crate::sandbox) fn is_identifier_type(name: &str) -> bool {
    IDENTIFIER_TYPES.contains_key(name)
}
