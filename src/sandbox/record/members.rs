//! Groups of reviews and notifications, read and written (guide `orcid-wire`, "Group-id records" and "Permission
//! notifications").

use serde_json::{Value, json};

use super::{
    ApiError, Document, HOST, Problem, Section,
    entry::Entry,
    parse::{self, Syntax},
    schema::{self, Field},
};
use crate::sandbox::{
    Sandbox,
    features::{GroupIdRecord, Notification},
    registry::Registry,
};

/// A group-id record in a body.
pub(in crate::sandbox) fn read_group_id(content_type: &str, body: &[u8]) -> Result<Value, ApiError> {
    read(&schema::GROUP_ID_RECORD, content_type, body)
}

/// A notification in a body.
pub(in crate::sandbox) fn read_notification(content_type: &str, body: &[u8]) -> Result<Value, ApiError> {
    read(&schema::NOTIFICATION, content_type, body)
}

fn read(root: &Field, content_type: &str, body: &[u8]) -> Result<Value, ApiError> {
    let Some(syntax) = Syntax::of(content_type) else {
        return Err(ApiError::new(Problem::Request).status(415).because("HTTP 415 Unsupported Media Type"));
    };
    let value = parse::body(root, syntax, body)?;
    parse::words(root, &value)?;
    Ok(value)
}

/// One group; a group that is not there has no values.
pub(in crate::sandbox) fn group_id(record: Option<&GroupIdRecord>) -> Document<'static> {
    Document::new(&schema::GROUP_ID_RECORD, group_id_value(record))
}

fn group_id_value(record: Option<&GroupIdRecord>) -> Value {
    json!({
        "name": record.map(|r| &r.name),
        "group-id": record.map(|r| &r.group_id),
        "description": record.map(|r| &r.description),
        "type": record.map(|r| &r.kind),
        "put-code": record.map(|r| r.put_code),
    })
}

/// Whether any record has a review in a group.
pub(in crate::sandbox) fn has_reviews(sandbox: &Sandbox, group_id: &str) -> bool {
    sandbox.researchers().all().iter().any(|researcher| {
        let changes = sandbox.state.written().of(&researcher.orcid);
        Entry::all(researcher, changes, Section::PeerReviews).any(|review| review.group_id() == group_id)
    })
}

/// A page of groups. `total` counts this page only, as at ORCID.
pub(in crate::sandbox) fn group_ids(records: &[&GroupIdRecord], page: u64, page_size: u64) -> Document<'static> {
    let modified = records.iter().map(|record| record.modified).max().map(super::time);
    let value = json!({
        "last-modified-date": modified,
        "total": records.len(),
        "page": page,
        "page-size": page_size,
        "group-id-record": records.iter().map(|record| group_id_value(Some(record))).collect::<Vec<_>>(),
    });
    Document::new(&schema::GROUP_ID_RECORDS, value)
}

/// One notification.
pub(in crate::sandbox) fn notification(sandbox: &Sandbox, notification: &Notification) -> Document<'static> {
    Document::new(&schema::NOTIFICATION, notification_value(sandbox, notification))
}

/// Several.
pub(in crate::sandbox) fn notifications(sandbox: &Sandbox, list: &[&Notification]) -> Document<'static> {
    let list: Vec<Value> = list.iter().map(|notification| notification_value(sandbox, notification)).collect();
    Document::new(&schema::NOTIFICATIONS, json!({"notification": list}))
}

fn notification_value(sandbox: &Sandbox, notification: &Notification) -> Value {
    let body = &notification.body;
    let client = &notification.client_id;
    json!({
        "put-code": notification.put_code,
        "notification-type": body["notification-type"],
        "authorization-url": authorization_url(sandbox, &body["authorization-url"]),
        "notification-subject": body["notification-subject"],
        "notification-intro": body["notification-intro"],
        "items": body["items"],
        "created-date": notification.created.as_millisecond(),
        "sent-date": null,
        "read-date": null,
        "actioned-date": null,
        "archived-date": notification.archived.map(|at| at.as_millisecond()),
        "source": {
            "source-orcid": null,
            "source-client-id": {"uri": format!("https://{HOST}/client/{client}"), "path": client, "host": HOST},
            "source-name": name_of(sandbox.clients(), client).map(|name| json!({"value": name})),
            "assertion-origin-orcid": null,
            "assertion-origin-client-id": null,
            "assertion-origin-name": null,
        },
    })
}

fn name_of<'a>(clients: &'a Registry<crate::sandbox::RegisteredClient>, id: &str) -> Option<&'a str> {
    clients.find(id).map(|client| client.name.as_str())
}

/// A path alone belongs to this ORCID.
fn authorization_url(sandbox: &Sandbox, given: &Value) -> Value {
    let issuer = &sandbox.settings().issuer;
    let text = |key: &str| given[key].as_str().filter(|text| !text.trim().is_empty());
    let uri = text("uri").map_or_else(|| format!("{issuer}{}", text("path").unwrap_or_default()), str::to_owned);
    let rest = uri.split_once("://").map_or("", |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    json!({"uri": uri, "path": text("path").map_or_else(|| format!("/{path}"), str::to_owned), "host": host})
}
