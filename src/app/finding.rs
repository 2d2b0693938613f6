//! What looks wrong in pane 1 before anything is sent. It never forbids: a wrong request can be sent all the same.

use super::Model;
use crate::{
    oauth::Scope,
    orcid::{EnvironmentKey, scopes},
};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The request will fail.
    Error,
    /// The request may fail, or do something unexpected.
    Warning,
    /// Good to know.
    Note,
}

/// Something that looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// What, and what to do.
    pub message: String,
}

/// Everything that looks wrong, the worst first.
pub fn findings(model: &Model) -> Vec<Finding> {
    let mut found = Vec::new();
    client(model, &mut found);
    redirect_uri(model, &mut found);
    scope(model, &mut found);
    found.sort_by_key(|finding| finding.severity);
    found
}

fn error(message: impl Into<String>) -> Finding {
    Finding { severity: Severity::Error, message: message.into() }
}

fn warning(message: impl Into<String>) -> Finding {
    Finding { severity: Severity::Warning, message: message.into() }
}

fn note(message: impl Into<String>) -> Finding {
    Finding { severity: Severity::Note, message: message.into() }
}

fn client(model: &Model, found: &mut Vec<Finding>) {
    let form = model.form();
    let (id, secret) = (form.client_id.text(), form.client_secret.text());
    if id.is_empty() {
        found.push(error("Client ID is empty: copy it from ORCID's developer tools (APP-…)."));
    } else if id.contains(['*', '[', '<', '{']) {
        found.push(error("Client ID is a placeholder: type your own over it (APP-…)."));
    } else if uuid::Uuid::try_parse(id).is_ok() {
        found.push(error("Client ID looks like a secret (a UUID): are the two swapped?"));
    } else if id.trim() != id {
        found.push(error("Client ID has a blank before or behind it."));
    }
    if secret.is_empty() && form.secret_command.is_none() {
        found.push(warning("Client secret is empty: the authorization works without, the exchange does not."));
    } else if secret.starts_with("APP-") {
        found.push(error("Client secret looks like a client ID: are the two swapped?"));
    } else if secret.trim() != secret {
        found.push(error("Client secret has a blank before or behind it."));
    }
    let orcids_own = matches!(form.environment, EnvironmentKey::Sandbox | EnvironmentKey::Production);
    if orcids_own && id == model.demo_client.client_id {
        found.push(error("This is the demo client of the simulated ORCID; ORCID itself does not know it."));
    }
    if !form.use_state {
        found.push(warning("state is off: a forged callback cannot be told from a real one."));
    }
}

fn redirect_uri(model: &Model, found: &mut Vec<Finding>) {
    let form = model.form();
    let text = form.redirect_uri.text();
    let Ok(uri) = url::Url::parse(text) else {
        found.push(error(if text.is_empty() {
            "Redirect URI is empty: ORCID demands it, even when a single one is registered."
        } else {
            "Redirect URI is not a URL."
        }));
        return;
    };
    let host = uri.host_str().unwrap_or_default();
    let loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    if !loopback {
        found
            .push(note(format!("The answer goes to {host}, not to this program: paste the address that you land on.")));
    } else if uri.port().is_none() {
        found.push(warning("Redirect URI has no port: nothing here can listen on it without special rights."));
    }
    if uri.fragment().is_some() {
        found.push(warning("Redirect URI has a fragment, which RFC 6749 §3.1.2 forbids."));
    }
    if form.environment == EnvironmentKey::Production && uri.scheme() == "http" {
        found.push(warning(
            "ORCID registers only https redirect URIs in production: https://127.0.0.1:PORT works here too.",
        ));
    }
    if host == "localhost" && form.environment != EnvironmentKey::Local {
        found.push(note(
            "ORCID compares hosts as text: localhost and 127.0.0.1 are two; its form takes only 127.0.0.1.",
        ));
    }
}

fn scope(model: &Model, found: &mut Vec<Finding>) {
    let asked = model.form().scopes();
    if asked.is_empty() {
        found.push(error("No scope: ORCID answers with a page that says «missing scope parameter»."));
    }
    for scope in asked.iter() {
        match scopes::find(scope.as_str()) {
            None => found.push(error(unknown_scope(scope))),
            Some(known) if known.legs == scopes::Legs::Two => {
                found.push(error(format!("{scope} is two-legged: it comes by client credentials, not by this dance.")))
            }
            Some(_) => {}
        }
    }
}

fn unknown_scope(scope: &Scope) -> String {
    let slashed = format!("/{scope}");
    if scopes::find(&slashed).is_some() {
        return format!("{scope} lacks its slash: {slashed}.");
    }
    format!("ORCID knows no scope {scope}; the answer will be invalid_scope.")
}
