//! `/oauth/authorize`: shows who is asked for what, and sends the browser back with the answer.

use http::Method;
use jiff::{SignedDuration, Timestamp};

use super::{
    Sandbox, ahead,
    authorization_request::{Asked, Refusal, ResponseType, ValidRequest, fresh, validate},
    clients::GrantType,
    implicit,
    incoming::Incoming,
    journal::{Event, Grant},
    pages,
    reply::Reply,
    settings::Era,
    sign_in,
    state::Session,
};
use crate::{
    oauth::{Secret, form},
    orcid::OrcidId,
};

/// How long a code can be exchanged (guide `orcid-wire`, "Authorization code").
const CODE_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Who authorizes, and when that researcher signed in.
pub(super) struct Granting {
    /// None when it was decided ahead.
    pub session: Option<Secret>,
    pub orcid: OrcidId,
    pub auth_time: Timestamp,
}

impl Granting {
    fn by(id: Secret, session: &Session) -> Self {
        Self { session: Some(id), orcid: session.orcid.clone(), auth_time: session.auth_time }
    }
}

/// `GET`: an error, the sign-in page, the consent page, or the code at once when the researcher granted just this before.
/// `HEAD` is safe (RFC 9110 §9.2.1): it gives no code and uses no answer up that was given ahead.
pub(super) fn show(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let query = request.query;
    let only_looks = *request.method == Method::HEAD;
    if !only_looks && let Some(answer) = ahead::answer(sandbox, query, now) {
        return answer;
    }
    let current = sign_in::session(sandbox, request);
    if current.is_none() && sandbox.settings.era == Era::Classic {
        // The former front end looked at a request only when it had asked who is there.
        return Reply::redirect(&format!("{}/signin?oauth&{query}", sandbox.settings().issuer));
    }
    let valid = match validate(sandbox, query, Asked::session(current.as_ref().map(|(_, session)| session)), now) {
        Ok(valid) => valid,
        Err(refusal) => return refused(&refusal),
    };
    let Some((id, session)) = current.filter(|(_, session)| signed_in(session, &valid, query, now)) else {
        return pages::sign_in(sandbox, query, Some(&valid));
    };
    let granted = sandbox.state.already_granted(&valid.client.client_id, &session.orcid, &valid.scope, now);
    if granted && !valid.confirm && !only_looks {
        return approve(sandbox, Granting::by(id, &session), valid, now);
    }
    pages::consent(sandbox, query, &valid, &session)
}

/// The sign-in page for an authorization request, or what is wrong with the request, as the former front end had it.
pub(super) fn at_sign_in(sandbox: &Sandbox, query: &str, now: Timestamp) -> Reply {
    match validate(sandbox, query, Asked::Nobody, now) {
        Ok(valid) => pages::sign_in(sandbox, query, Some(&valid)),
        Err(refusal) => refused(&refusal),
    }
}

/// The former server's page for a redirect URI that does not match, which says nothing of the request but the client.
pub(super) fn mismatch(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    let parameters = form::parse_form(request.query.as_bytes());
    let client = form::first(&parameters, "client_id").and_then(|id| sandbox.clients().find(id));
    let by = client.map_or_else(|| "the client".to_owned(), |client| format!("{} ({})", client.name, client.client_id));
    let message = format!("Error: The provided redirect URI does not match the redirect URIs registered by {by}.");
    pages::error(200, &message, "invalid_grant / Redirect URI doesn't match your registered redirect URIs.")
}

/// `POST` of the consent page.
pub(super) fn decide(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    let fields = request.form();
    let query = form::first(&fields, "request").unwrap_or_default();
    let Some((id, session)) = sign_in::session(sandbox, request) else {
        return pages::message(403, "Signed out", "Nobody is signed in any more. Start again from the application.");
    };
    if !request.same_origin || form::first(&fields, "csrf_token") != Some(&session.csrf_token) {
        let text = "This form does not belong to your session. Start again from the application.";
        return pages::message(403, "Refused", text);
    }
    // The form repeats the request; what it says is checked as if it came for the first time.
    let valid = match validate(sandbox, query, Asked::SignedIn(&session), now) {
        Ok(valid) => valid,
        Err(refusal) => return refused(&refusal),
    };
    if !signed_in(&session, &valid, query, now) {
        return pages::sign_in(sandbox, query, Some(&valid));
    }
    match form::first(&fields, "approved") {
        Some("true") => approve(sandbox, Granting::by(id, &session), valid, now),
        Some(_) | None => deny(Some(id), valid),
    }
}

/// Whether the session is enough: `prompt=login` wants one that was opened for this very request, `max_age` one that is
/// not older, unless it was.
fn signed_in(session: &Session, valid: &ValidRequest, query: &str, now: Timestamp) -> bool {
    if !valid.force_login && fresh(session, valid.max_age, now) {
        return true;
    }
    // Browsers and redirects may encode a query anew; what it says stays the same.
    let says = |query: &str| form::parse_form(query.as_bytes());
    session.signed_in_for.as_deref().is_some_and(|asked| says(asked) == says(query))
}

pub(super) fn refused(refusal: &Refusal) -> Reply {
    match refusal {
        Refusal::Page { status, message, details } => pages::error(*status, message, details),
        Refusal::NotFound => Reply::redirect("/404"),
        Refusal::Fragment { redirect_uri, fragment } => Reply::redirect(&in_fragment(redirect_uri, fragment)),
    }
}

pub(super) fn approve(sandbox: &mut Sandbox, by: Granting, valid: ValidRequest, now: Timestamp) -> Reply {
    match valid.response_type {
        ResponseType::Code => issue_code(sandbox, by, valid, now),
        // Spring's library looks at the grant when everything has been agreed to.
        ResponseType::Implicit if !valid.client.may_use(GrantType::Implicit) => {
            Reply::redirect(&failed(&valid, "invalid_client", "Unauthorized grant type: implicit"))
        }
        ResponseType::Implicit => implicit::issue(sandbox, by, valid, now),
    }
}

fn issue_code(sandbox: &mut Sandbox, by: Granting, valid: ValidRequest, now: Timestamp) -> Reply {
    let code = sandbox.code();
    let location = back(&valid.redirect_uri, &[("code", &code)], valid.state.as_deref());
    Reply::redirect(&location).event(Event::CodeIssued {
        session: by.session,
        code: code.into(),
        grant: Grant {
            client_id: valid.client.client_id.clone(),
            orcid: Some(by.orcid),
            scope: valid.scope,
            nonce: valid.nonce.map(Into::into),
            auth_time: by.auth_time,
            on_behalf_of: None,
        },
        redirect_uri: valid.redirect_uri,
        expires_at: now + CODE_LIFETIME,
    })
}

pub(super) fn deny(session: Option<Secret>, valid: ValidRequest) -> Reply {
    let location = failed(&valid, "access_denied", "User denied access");
    Reply::redirect(&location).event(Event::ConsentDenied { session, client_id: valid.client.client_id.clone() })
}

/// The redirect URI with an error, where the answer would have been.
fn failed(valid: &ValidRequest, error: &str, description: &str) -> String {
    let error = [("error", error), ("error_description", description)];
    let state = valid.state.as_deref();
    match valid.response_type {
        ResponseType::Code => back(&valid.redirect_uri, &error, state),
        ResponseType::Implicit => {
            let fields = error.into_iter().chain(state.map(|state| ("state", state)));
            in_fragment(&valid.redirect_uri, &form::query(fields))
        }
    }
}

/// The redirect URI with the answer in its fragment, in place of one that was there.
pub(super) fn in_fragment(redirect_uri: &str, fragment: &str) -> String {
    let base = redirect_uri.split('#').next().unwrap_or_default();
    format!("{base}#{fragment}")
}

/// The redirect URI with the answer in its query, the state last.
pub(super) fn back(redirect_uri: &str, answer: &[(&str, &str)], state: Option<&str>) -> String {
    let query = form::query(answer.iter().copied().chain(state.map(|state| ("state", state))));
    form::with_query(redirect_uri, &query)
}
