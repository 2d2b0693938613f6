//! `/oauth/userinfo` (guide `orcid-wire`, "Userinfo").

use http::{Method, header};
use jiff::Timestamp;
use serde_json::json;

use super::{Sandbox, discovery, incoming::Incoming, reply::Reply, researchers::Visibility};
use crate::{
    oauth::{Scope, form},
    orcid::scopes,
};

/// `GET` with a bearer token, or `POST` with the form field `access_token`.
pub(super) fn answer(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let token = match *request.method {
        Method::OPTIONS => return discovery::preflight(request),
        Method::GET | Method::HEAD => request.bearer_token(),
        Method::POST => {
            let field = form::first(&request.form(), "access_token").map(str::to_owned);
            field.filter(|_| request.is_form()).or_else(|| request.bearer_token())
        }
        _ => return Reply::new(405, "", "").header(header::ALLOW, "GET, HEAD, POST, OPTIONS"),
    };
    let researcher = token
        .and_then(|token| sandbox.state.live_access_token(&token, now))
        .filter(|pair| scopes::closure(pair.grant.scope.iter().map(Scope::as_str)).contains("/authenticate"))
        .and_then(|pair| sandbox.researchers().find(pair.grant.orcid.as_ref()?.as_str()))
        .filter(|researcher| sandbox.is_active(researcher));
    let reply = match researcher {
        Some(researcher) => {
            let named = researcher.name_visibility == Visibility::Public;
            Reply::json(
                200,
                &json!({
                    "id": format!("https://sandbox.orcid.org/{}", researcher.orcid),
                    "sub": researcher.orcid,
                    "name": researcher.credit_name.as_ref().filter(|_| named),
                    "family_name": researcher.family_name.as_ref().filter(|_| named),
                    "given_name": Some(&researcher.given_names).filter(|_| named),
                }),
            )
        }
        // A hyphen in the second key, and 403 whatever is wrong.
        None => Reply::json(403, &json!({"error": "access_denied", "error-description": "access_token is invalid"})),
    };
    discovery::cors(request, reply)
}
