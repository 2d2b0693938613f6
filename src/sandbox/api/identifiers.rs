//! `/identifiers`: the types of identifiers that items can have, `assets/identifier_types.toml` (guide `orcid-wire`,
//! "Types of identifiers").

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sandbox::record::{Document, IDENTIFIER_TYPES, IdentifierType};

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
    Document::identifier_types(IDENTIFIER_TYPES.iter().enumerate().map(one).collect::<Value>())
}
