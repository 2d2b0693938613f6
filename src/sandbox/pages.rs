//! The pages for people, from `assets/pages/`. Each also carries one block of JSON, so that a program can play the
//! researcher over the HTTP that a browser uses.

use std::sync::{Arc, LazyLock};

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::header;
use minijinja::Environment;
use serde_json::{Value, json};

use super::{
    Sandbox, authorization_request::ValidRequest, incoming::Incoming, reply::Reply, researchers::Researcher,
    state::Session,
};
use crate::{
    oauth::{AuthorizationRequest, ScopeSet, form},
    orcid::{OrcidId, scopes},
};

static STYLE: &str = include_str!("../../assets/pages/style.css");

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    for (name, source) in [
        ("base.html", include_str!("../../assets/pages/base.html")),
        ("index.html", include_str!("../../assets/pages/index.html")),
        ("sign-in.html", include_str!("../../assets/pages/sign-in.html")),
        ("consent.html", include_str!("../../assets/pages/consent.html")),
        ("error.html", include_str!("../../assets/pages/error.html")),
        ("message.html", include_str!("../../assets/pages/message.html")),
    ] {
        pages.add_template(name, source).expect("the templates in assets/pages compile");
    }
    pages
});

/// Nothing may be loaded and nothing may run; the one style sheet is allowed by its hash. There is no `form-action`:
/// browsers apply it to the redirect behind a form too, and the consent form leads to the client's site.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(digest::digest(&digest::SHA256, STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'")
});

fn render(status: u16, template: &str, block: &Value, mut context: Value) -> Reply {
    if let Value::Object(map) = &mut context {
        map.insert("style".to_owned(), STYLE.into());
        map.insert("authorization".to_owned(), script_json(block).into());
    }
    let html = PAGES.get_template(template).and_then(|page| page.render(minijinja::value::Serde(&context)));
    let Ok(html) = html else { return Reply::new(500, "text/plain;charset=UTF-8", "the page could not be made") };
    Reply::new(status, "text/html;charset=UTF-8", html)
        .header(header::CONTENT_SECURITY_POLICY, &POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::X_FRAME_OPTIONS, "DENY")
        // Not `no-referrer`: with that, browsers hide from us that our own forms come from us.
        .header(header::REFERRER_POLICY, "same-origin")
        .no_store()
}

/// JSON that cannot end the script element it stands in.
fn script_json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// What this is, who lives here.
pub(super) fn index(sandbox: &Sandbox) -> Reply {
    let block = json!({"page": "index", "issuer": sandbox.settings().issuer});
    let researchers = choices(sandbox);
    render(200, "index.html", &block, json!({"issuer": sandbox.settings().issuer, "researchers": researchers}))
}

/// Who are you today?
pub(super) fn sign_in(sandbox: &Sandbox, query: &str, valid: Option<&ValidRequest>) -> Reply {
    let hint = expected(sandbox, query);
    let asked = AuthorizationRequest::from_query(query);
    let client = valid.map(|valid| &valid.client).or_else(|| sandbox.clients().find(&asked.client_id));
    let client_name = client.map(|client| client.name.as_str());
    let scopes = scope_lines(valid.map_or(&asked.scope, |valid| &valid.scope));
    let researchers = choices(sandbox);
    let fields = json!({"request": query});
    let block = json!({"page": "sign-in", "action": "/signin", "fields": fields, "researchers": researchers,
        "client_name": client_name, "scopes": scopes});
    let context = json!({"fields": fields, "researchers": researchers, "client_name": client_name, "hint": hint,
        "issuer": sandbox.settings().issuer});
    render(200, "sign-in.html", &block, context)
}

/// The researcher whom the client expects: by `orcid`, which wins, or by `email`.
fn expected(sandbox: &Sandbox, query: &str) -> Option<OrcidId> {
    let parameters = form::parse_form(query.as_bytes());
    if let Some(orcid) = form::first(&parameters, "orcid") {
        // Some clients send the whole URI.
        let bare = orcid.trim().rsplit('/').next().unwrap_or_default();
        return sandbox.researchers().find(bare).map(|researcher| researcher.orcid.clone());
    }
    let email = form::first(&parameters, "email")?.trim();
    let has_it = |researcher: &&Arc<Researcher>| researcher.emails.iter().any(|e| e.email.eq_ignore_ascii_case(email));
    sandbox.researchers().all().iter().find(has_it).map(|researcher| researcher.orcid.clone())
}

/// Authorize or deny?
pub(super) fn consent(sandbox: &Sandbox, query: &str, valid: &ValidRequest, session: &Session) -> Reply {
    let scopes = scope_lines(&valid.scope);
    let (client_name, client_id) = (&valid.client.name, &valid.client.client_id);
    let fields = json!({"request": query, "csrf_token": session.csrf_token});
    let name = sandbox.researchers().find(session.orcid.as_str()).map(|researcher| researcher.display_name());
    let signed_in_as = json!({"orcid": session.orcid, "name": name});
    let block = json!({"page": "consent", "action": "/oauth/authorize", "fields": fields,
        "approve": {"approved": "true"}, "deny": {"approved": "false"}, "client_name": client_name,
        "client_id": client_id, "scopes": scopes, "signed_in_as": signed_in_as});
    let context = json!({"fields": fields, "client_name": client_name, "client_id": client_id, "scopes": scopes,
        "signed_in_as": signed_in_as, "redirect_uri": valid.redirect_uri});
    render(200, "consent.html", &block, context)
}

/// ORCID's error page (guide `orcid-wire`, "Errors of the front channel").
pub(super) fn error(status: u16, message: &str, details: &str) -> Reply {
    let block = json!({"page": "error", "message": message, "details": details});
    render(status, "error.html", &block, json!({"message": message, "details": details}))
}

/// A page of our own, where ORCID has none.
pub(super) fn message(status: u16, title: &str, text: &str) -> Reply {
    let block = json!({"page": "message", "title": title, "message": text});
    render(status, "message.html", &block, json!({"title": title, "text": text}))
}

/// Tomcat's page: no JSON where JSON is what everybody parses (guide `orcid-wire`, "Token errors").
pub(super) fn unsupported_media_type(request: &Incoming<'_>) -> Reply {
    let found = request.header(header::CONTENT_TYPE);
    let found = if found.is_empty() { "null" } else { found };
    // The header is repeated in HTML, so what means something there must not.
    let found = found.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><title>HTTP Status 415 – Unsupported Media Type</title></head>\
         <body><h1>HTTP Status 415 – Unsupported Media Type</h1><hr class=\"line\" /><p><b>Type</b> Status Report</p>\
         <p><b>Message</b> Content-Type &#39;{found}&#39; is not supported.</p></body></html>"
    );
    Reply::new(415, "text/html;charset=utf-8", html).header(header::ACCEPT, "application/x-www-form-urlencoded")
}

fn choices(sandbox: &Sandbox) -> Value {
    let able = sandbox.researchers().all().iter().filter(|r| sandbox.is_active(r));
    able.map(|r| json!({"orcid": r.orcid, "name": r.display_name()})).collect()
}

fn scope_lines(scope: &ScopeSet) -> Value {
    scopes::consent_lines(scope).into_iter().map(|(scope, text)| json!({"scope": scope, "text": text})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script_element() {
        let block = script_json(&json!({"name": "</script><b>&"}));
        assert!(!block.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<Value>(&block).unwrap()["name"], "</script><b>&");
    }
}
