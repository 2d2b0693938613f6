//! `GET /_sandbox/state`: what a test wants to look at afterwards. Tokens stand there as they are.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    orcid::OrcidId,
    sandbox::{Sandbox, faults, journal::Grant, reply::Reply, state::Pair, webhooks, written::Changes},
};

/// How many codes and tokens are listed; all are counted.
const SHOWN: usize = 1000;

pub(super) fn show(sandbox: &Sandbox, now: Timestamp) -> Reply {
    let state = &sandbox.state;
    let sessions: Vec<Value> =
        state.sessions().map(|session| json!({"orcid": session.orcid, "auth_time": session.auth_time})).collect();
    let codes: Vec<Value> = state
        .codes()
        .take(SHOWN)
        .map(|(code, known)| {
            let mut value = granted(&known.grant);
            value["code"] = code.into();
            value["redirect_uri"] = known.redirect_uri.as_str().into();
            value["expires_at"] = json!(known.expires_at);
            value
        })
        .collect();
    let tokens: Vec<Value> = state.pairs().iter().rev().take(SHOWN).map(|pair| token(pair, now)).collect();
    let webhooks: Vec<Value> = state
        .features()
        .webhooks()
        .take(SHOWN)
        .map(|(orcid, uri, webhook)| {
            json!({
                "orcid": orcid,
                "uri": uri,
                "client_id": webhook.client_id,
                "registered_at": webhook.registered,
                "calls": webhook.calls,
                "last_call": webhook.last,
                "not_called_because": webhooks::not_called_because(sandbox, uri, webhook),
            })
        })
        .collect();
    let notifications: Vec<_> = state.features().notifications().take(SHOWN).collect();
    let group_ids: Vec<_> = state.features().group_ids().take(SHOWN).collect();
    Reply::json(
        200,
        &json!({
            "issuer": sandbox.settings.issuer,
            "era": sandbox.settings.era,
            "auto_approve": sandbox.settings.auto_approve,
            "now": now,
            "clock_ahead_seconds": state.clock_offset().as_secs(),
            "faults": faults::active(sandbox),
            "known_faults": faults::faults().iter().map(|f| json!({"name": f.name, "summary": f.summary})).collect::<Value>(),
            "next_consents": state.next_consents(),
            "sessions": sessions,
            "code_count": state.codes().count(),
            "codes": codes,
            "token_count": state.pairs().len(),
            "tokens": tokens,
            "webhooks": webhooks,
            "notifications": notifications,
            "group_id_records": group_ids,
            "records": records(sandbox),
        }),
    )
}

/// The records into which clients wrote, with what stands there now and what is gone.
fn records(sandbox: &Sandbox) -> Value {
    let record = |(orcid, changes): (&OrcidId, &Changes)| {
        let sections = changes.sections().map(|(section, items)| {
            let written = items.standing().take(SHOWN).map(|(put_code, item)| {
                json!({
                    "put_code": put_code,
                    "client_id": item.client_id,
                    "visibility": item.visibility,
                    "created": item.created,
                    "modified": item.modified,
                })
            });
            json!({
                "section": section,
                "written_count": items.standing().count(),
                "written": written.collect::<Vec<_>>(),
                "removed": items.removed(),
            })
        });
        json!({"orcid": orcid, "modified": changes.modified(), "sections": sections.collect::<Vec<_>>()})
    };
    sandbox.state.written().records().take(SHOWN).map(record).collect()
}

fn granted(grant: &Grant) -> Value {
    json!({"client_id": grant.client_id, "orcid": grant.orcid, "scope": grant.scope.to_string()})
}

fn token(pair: &Pair, now: Timestamp) -> Value {
    let mut value = granted(&pair.grant);
    value["access_token"] = (&*pair.access_token).into();
    value["refresh_token"] = json!(pair.refresh_token);
    value["expires_at"] = json!(pair.expires_at);
    value["works"] = pair.alive(now).into();
    value["revoke_reason"] = json!(pair.disabled);
    value
}
