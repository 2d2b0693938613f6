//! Calls of the API.

use super::{host_label, root, token::ID_TOKEN};
use crate::orcid::{
    InvalidOrcidId, OrcidId,
    diagnosis::{PERSON, Request},
    shape,
};

/// A call of the API.
pub(super) fn odd(request: &Request) -> Vec<String> {
    let root = root(request);
    let writes = !matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    let mut odd = Vec::new();
    match host_label(request) {
        Some("pub.") if writes => {
            odd.push(format!("The public API only reads: write at https://api.{root}."));
        }
        Some("api.") if request.bearer().is_none() => {
            odd.push("The member API answers 403 without a token: send Authorization: Bearer and the access token.".to_owned());
        }
        Some("pub." | "api.") => {}
        Some(_) | None if request.environment().is_some() => odd.push(format!(
            "{} is the web host: the APIs are at https://pub.{root} (what is public) and https://api.{root} (with a token).",
            request.host
        )),
        Some(_) | None => {}
    }
    if request.bearer().is_some_and(shape::is_jwt) {
        odd.push(ID_TOKEN.to_owned());
    }
    if !writes && !request.accepts {
        odd.push(
            "It has no Accept header that names a format: ORCID answers with XML then. Send Accept: application/json."
                .to_owned(),
        );
    }
    if matches!(request.method.as_str(), "POST" | "PUT") && !is_body(&request.media_type) {
        odd.push(format!(
            "Its Content-Type is {}: ORCID reads JSON and XML, and answers 415 to others. Send Content-Type: application/json.",
            if request.media_type.is_empty() { "missing" } else { &request.media_type }
        ));
    }
    path(request, &mut odd);
    odd
}

fn is_body(media_type: &str) -> bool {
    media_type.ends_with("json") || media_type.ends_with("xml")
}

fn path(request: &Request, odd: &mut Vec<String>) {
    let segments = request.segments();
    if let Some(id) = segments.first().filter(|segment| shape::is_orcid_shaped(segment))
        && let Err(InvalidOrcidId::CheckDigit { expected }) = id.parse::<OrcidId>()
    {
        odd.push(format!("The check digit of {id} should be {expected}: a digit is mistyped, and the answer is 404."));
    }
    let section = segments.get(1).copied().unwrap_or_default();
    if let Some((one, many)) = PERSON.iter().find(|(one, _)| *one == section) {
        odd.push(format!("The path says /{one}; ORCID calls it /{many}, also for one of them."));
    }
    if request.method == "PUT" && request.segments().len() == 2 {
        odd.push("A PUT needs the put-code of what is changed at the end of the path, and in the body.".to_owned());
    }
}
