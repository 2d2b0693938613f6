//! `/_sandbox/faults`: `GET` lists what acts, `PUT` replaces it by `[{"name": …, "times": …}]`, `DELETE` ends it all.

use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::sandbox::{
    Sandbox,
    faults::{self, faults},
    incoming::Incoming,
    journal::{ActiveFault, Event},
    reply::Reply,
};

pub(super) fn show(sandbox: &Sandbox) -> Reply {
    Reply::json(200, &faults::active(sandbox))
}

pub(super) fn set(request: &Incoming<'_>) -> Result<Reply, BadRequest> {
    let faults: Vec<ActiveFault> = body(request, r#"[{"name": "…", "times": 1}]"#)?;
    for (i, fault) in faults.iter().enumerate() {
        if faults::find(&fault.name).is_none() {
            let known: Vec<&str> = self::faults().iter().map(|fault| fault.name.as_str()).collect();
            let text = format!("There is no fault {:?}. There are: {}.", fault.name, known.join(", "));
            return Err(bad_request(&text));
        }
        if fault.times == Some(0) || faults[..i].iter().any(|other| other.name == fault.name) {
            return Err(bad_request("times is at least 1, and no fault stands twice."));
        }
    }
    Ok(Reply::json(200, &faults).event(Event::FaultsSet { faults }))
}

pub(super) fn clear() -> Reply {
    Reply::json(200, &json!([])).event(Event::FaultsSet { faults: Vec::new() })
}
