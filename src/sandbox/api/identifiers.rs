//! `/identifiers`: the types of identifiers that items can have, `assets/identifier_types.toml` (guide `orcid-wire`,
//! "Types of identifiers").

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::record::Document;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IdentifierType {
    description: String,
    resolution_prefix: Option<String>,
    #[serde(default)]
    case_sensitive: bool,
}

static TYPES: LazyLock<BTreeMap<String, IdentifierType>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/identifier_types.toml"))
        .expect("assets/identifier_types.toml is well-formed")
});

/// When the list was made: ORCID's database knows, we do not.
const MADE: Timestamp = Timestamp::constant(1_480_000_000, 0);

/// All of them, by name.
pub(super) fn list() -> Document<'static> {
    let one = |(index, (name, kind)): (usize, (&String, &IdentifierType))| {
        json!({
            "name": name,
            "resolutionPrefix": kind.resolution_prefix,
            "description": format!("{name}: {}", kind.description),
            "dateCreated": MADE.as_millisecond(),
            "lastModified": MADE.as_millisecond(),
            "caseSensitive": kind.case_sensitive,
            "primaryUse": "work",
            "deprecated": false,
            "putCode": index + 1,
        })
    };
    Document::identifier_types(TYPES.iter().enumerate().map(one).collect::<Value>())
}
