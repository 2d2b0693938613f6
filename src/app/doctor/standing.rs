//! What a server thinks of a client before anybody signs in.

use http::{StatusCode, header};

use crate::oauth::HttpResponse;

/// What the authorization endpoint thinks of a client before anybody signs in.
pub(super) enum Standing {
    Known,
    Unknown,
    /// Locked or deactivated, in the server's words.
    Barred(String),
    NotTold(String),
}

pub(super) fn standing(answer: &HttpResponse) -> Standing {
    let status = answer.status();
    if status.is_redirection() {
        return Standing::NotTold("The server wants a person to sign in before it says anything.".to_owned());
    }
    if status == StatusCode::FORBIDDEN || status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
        return Standing::NotTold(format!("The server answers HTTP {} to the question.", status.as_u16()));
    }
    let page = page(answer);
    let sentence = || page.lines().find(|line| line.starts_with("Error:")).unwrap_or_default().to_owned();
    let unknown = page.contains("Invalid parameter: client_id")
        || page.contains("Client not found")
        || (page.contains("The provided client id") && page.contains("is invalid"));
    if unknown {
        Standing::Unknown
    } else if page.contains("is locked") || page.contains("is deactivated") {
        Standing::Barred(sentence())
    } else {
        Standing::Known
    }
}

/// Whether a page asks somebody to sign in: by a field for a password, or a form that is called that. A link to such a page in the
/// head of any other is none.
pub(super) fn signs_in(answer: &HttpResponse) -> bool {
    let body = String::from_utf8_lossy(answer.body()).to_lowercase();
    let any = |signs: &[&str]| signs.iter().any(|sign| body.contains(sign));
    let asks = any(&["type=\"password\"", "type='password'", "type=password"])
        || body.contains("<form") && any(&["sign in", "signin", "log in", "login"]);
    is_page(answer) && asks
}

/// A page or a JSON body as text.
pub(super) fn page(answer: &HttpResponse) -> String {
    let text = String::from_utf8_lossy(answer.body());
    if is_page(answer) { crate::text::html::text(&text) } else { text.into_owned() }
}

pub(super) fn is_page(answer: &HttpResponse) -> bool {
    answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"))
}
