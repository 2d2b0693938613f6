//! `/oauth/userinfo` (guide `orcid-wire`, "Userinfo").

use http::{Method, header};
use jiff::Timestamp;
use serde_json::json;

use super::{Sandbox, discovery, incoming::Incoming, reply::Reply, researchers::Visibility};
use crate::{oauth::form, orcid::scopes};

/// `GET` with a bearer token, or `POST` with the parameter `access_token`; when that one does not work, the header is looked at
/// as well.
pub(super) fn answer(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let posted = match *request.method {
        Method::OPTIONS => return discovery::preflight(request),
        Method::GET | Method::HEAD => None,
        Method::POST => {
            let mut parameters = form::parse_form(request.query.as_bytes());
            parameters.extend(request.is_form().then(|| request.form()).into_iter().flatten());
            form::first(&parameters, "access_token").map(str::to_owned)
        }
        _ => return Reply::new(405, "", "").header(header::ALLOW, "GET, HEAD, POST, OPTIONS"),
    };
    // ORCID takes the two words out, wherever they stand, and looks at no other scheme.
    let header = request.header(header::AUTHORIZATION).replace("Bearer", "").replace("bearer", "");
    let researcher = posted.iter().map(String::as_str).chain([header.trim()]).find_map(|token| {
        let pair = sandbox.state.live_access_token(token, now)?;
        if !scopes::closure(&pair.grant.scope).contains("/authenticate") {
            return None;
        }
        let researcher = sandbox.researchers().find(pair.grant.orcid.as_ref()?.as_str())?;
        sandbox.is_active(researcher).then_some(researcher)
    });
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
