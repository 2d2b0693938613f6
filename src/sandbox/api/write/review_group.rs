//! The group that a review belongs to: there must be one, and a journal's is made (guide `orcid-wire`, "Group-id records").

use jiff::Timestamp;
use serde_json::Value;

use crate::sandbox::{
    Sandbox,
    api::group_ids::journal,
    features::GroupIdRecord,
    record::{self, ApiError, Problem},
};

/// Looks for the group of a new review, and puts an ISSN into its usual form. A journal that nobody knew is returned: ORCID
/// adds it.
pub(super) fn of_new(sandbox: &Sandbox, review: &mut Value, now: Timestamp) -> Result<Option<GroupIdRecord>, ApiError> {
    let Some(issn) = group_id(review).strip_prefix("issn:").map(normalised) else {
        return of_changed(sandbox, review).map(|()| None);
    };
    let group_id = format!("issn:{issn}");
    let known = exists(sandbox, &group_id);
    review["review-group-id"] = group_id.into();
    if known { Ok(None) } else { journal(&issn, sandbox.state.features().next_group_id(), now).map(Some) }
}

/// Looks for the group of a review that is there already: no journal is made for it.
pub(super) fn of_changed(sandbox: &Sandbox, review: &Value) -> Result<(), ApiError> {
    if exists(sandbox, group_id(review)) {
        return Ok(());
    }
    Err(ApiError::new(Problem::Invalid).because("The given group id does not exist in our records"))
}

fn group_id(review: &Value) -> &str {
    review["review-group-id"].as_str().unwrap_or_default()
}

/// Whether clients or ORCID added it, or a researcher came with reviews in it.
fn exists(sandbox: &Sandbox, group_id: &str) -> bool {
    let mut added = sandbox.state.features().group_ids();
    added.any(|group| group.group_id == group_id) || record::has_reviews(sandbox, group_id)
}

/// `1234-567X`, however the two halves were parted.
fn normalised(issn: &str) -> String {
    let bare: String = issn.chars().filter(|c| !matches!(c, ' ' | '-' | '–')).collect::<String>().to_uppercase();
    match bare.split_at_checked(4) {
        Some((first, last)) => format!("{first}-{last}"),
        None => bare,
    }
}
