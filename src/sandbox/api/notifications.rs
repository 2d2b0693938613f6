//! `/{orcid}/notification-permission` on the member host (guide `orcid-wire`, "Permission notifications").

use http::header;

use super::{Caller, check_status, version};
use crate::{
    orcid::OrcidId,
    sandbox::{
        features::Notification,
        java_uri::is_uri,
        journal::Event,
        record::{self, ApiError, Problem},
        reply::Reply,
        researchers::RecordStatus,
    },
};

/// What is asked for stands behind `/notification-permission`.
pub(super) fn answer(caller: &Caller<'_>, orcid: &str, below: &str) -> Result<Reply, ApiError> {
    let client_id = caller.must_have("/premium-notification")?;
    let missing = || ApiError::no_such_page();
    let put_code = match below {
        "" => None,
        number => Some(number.parse().map_err(|_| missing())?),
    };
    let researcher = caller.sandbox.researchers().find(orcid).ok_or_else(|| ApiError::new(Problem::NotFound))?;
    let reads = matches!(caller.request.method.as_str(), "GET" | "HEAD");
    // What was sent to a record that is switched off can still be read.
    if !(reads && caller.sandbox.standing(researcher).0 == RecordStatus::Deactivated) {
        check_status(caller.sandbox, caller.request, researcher)?;
    }
    let all = || caller.sandbox.state.features().notifications().filter(|n| n.orcid == researcher.orcid);
    let find = |put_code: u64| {
        let unknown = || ApiError::new(Problem::NoNotification).fill("id", &put_code.to_string()).fill("orcid", orcid);
        all().find(|notification| notification.put_code == put_code).ok_or_else(unknown)
    };
    match (caller.request.method.as_str(), put_code) {
        ("GET" | "HEAD", None) => {
            let own: Vec<&Notification> = all().filter(|notification| notification.client_id == client_id).collect();
            Ok(caller.format.reply(200, &record::notifications(caller.sandbox, &own)))
        }
        ("GET" | "HEAD", Some(put_code)) => {
            let notification = find(put_code)?;
            if notification.client_id != client_id {
                let why = format!("This notification does not belong to {client_id}");
                return Err(ApiError::new(Problem::Scope).because(&why));
            }
            Ok(caller.format.reply(200, &record::notification(caller.sandbox, notification)))
        }
        ("POST", None) => send(caller, &researcher.orcid, client_id),
        ("DELETE", Some(put_code)) => {
            let notification = find(put_code)?;
            if notification.client_id != client_id {
                return Err(ApiError::new(Problem::Source).fill("activity", "notification"));
            }
            let archived =
                Notification { archived: notification.archived.or(Some(caller.now)), ..notification.clone() };
            let document = record::notification(caller.sandbox, &archived);
            Ok(caller.format.reply(200, &document).event(Event::NotificationArchived { put_code }))
        }
        (_, None) => Err(caller.method_not_allowed("GET, HEAD, POST")),
        (_, Some(_)) => Err(caller.method_not_allowed("GET, HEAD, DELETE")),
    }
}

fn send(caller: &Caller<'_>, orcid: &OrcidId, client_id: &str) -> Result<Reply, ApiError> {
    let mut body = record::read_notification(caller.request.header(header::CONTENT_TYPE), caller.request.body)?;
    if body.get("put-code").is_some() {
        let why = "Put code must be null when creating a new notification";
        return Err(ApiError::new(Problem::Argument).because(why));
    }
    let uri = body["authorization-url"]["uri"].as_str().unwrap_or_default();
    if !uri.trim().is_empty() && !is_uri(uri) {
        return Err(ApiError::new(Problem::Invalid).because("Bad authorization uri"));
    }
    if let Some(body) = body.as_object_mut() {
        body.shift_remove("source");
    }
    let put_code = caller.sandbox.state.features().next_notification();
    let notification = Notification {
        put_code,
        orcid: orcid.clone(),
        client_id: client_id.to_owned(),
        body,
        created: caller.now,
        archived: None,
    };
    let path = caller.request.path.trim_end_matches('/');
    let location = format!("{}{path}/{put_code}", version::base(caller.sandbox, caller.request));
    Ok(Reply::new(201, "", "").header(header::LOCATION, &location).event(Event::NotificationSent(notification)))
}
