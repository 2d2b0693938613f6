//! `POST /_sandbox/record-status` with `{"orcid": "0000-…", "status": "locked", "deprecated_by": "0000-…"}`: what becomes of
//! a record after somebody granted access to it. `deprecated_by` belongs to `deprecated` only.

use serde::Deserialize;
use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::{
    orcid::OrcidId,
    sandbox::{
        RecordStatus, Sandbox, incoming::Incoming, journal::Event, reply::Reply, researchers::deprecated_itself,
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    orcid: OrcidId,
    status: RecordStatus,
    deprecated_by: Option<OrcidId>,
}

pub(super) fn set(sandbox: &Sandbox, request: &Incoming<'_>) -> Result<Reply, BadRequest> {
    let shape = r#"{"orcid": "…", "status": "active", "locked", "deactivated", "deprecated" or "unclaimed"}"#;
    let Change { orcid, status, deprecated_by } = body(request, shape)?;
    for known in [Some(&orcid), deprecated_by.as_ref()].into_iter().flatten() {
        if sandbox.researchers().find(known.as_str()).is_none() {
            return Err(bad_request(&format!("There is no researcher {known}.")));
        }
    }
    if let Some(problem) = status.problem_with(&orcid, deprecated_by.as_ref()) {
        return Err(bad_request(&format!("deprecated_by: {problem}.")));
    }
    let primary = deprecated_by.as_ref().and_then(|primary| sandbox.researchers().find(primary.as_str()));
    if let Some(primary) = primary.filter(|primary| sandbox.standing(primary).0 == RecordStatus::Deprecated) {
        return Err(bad_request(&format!("deprecated_by: {}.", deprecated_itself(&primary.orcid))));
    }
    Ok(Reply::json(200, &json!({})).event(Event::RecordStatusSet { orcid, status, deprecated_by }))
}
