//! What looks wrong is said on stderr before a request goes out, as pane 1 says it. Nothing is forbidden.

use jiff::Timestamp;

use super::{
    configuration::{Resolved, demo_secret},
    context::Context,
    output::note,
    server::Server,
};
use crate::{
    app::{
        Command,
        control::Control,
        finding::{self, Code, Finding, Fix, KnownCode, Plan, Severity},
        form::{Form, Parameter},
    },
    oauth::{AuthorizationRequest, Client, ScopeSet, Secret, is_loopback_url},
};

/// An authorization request, as it will be sent.
pub fn of_authorization(cx: &Context, resolved: &Resolved, server: &Server, request: &AuthorizationRequest) {
    let form = Form::of_request(server.environment.key.clone(), &resolved.client(), &resolved.scope, request);
    let known = demo_secret(&server.environment.key, &request.client_id);
    let plan = plan(server, &form, known.as_ref());
    tell(cx, &finding::of_authorization(&plan, Timestamp::now()), &form);
}

/// What looks wrong about a client at a server, whatever it asks for.
pub fn of_client(client: &Client, server: &Server, scope: &str) -> Vec<Finding> {
    let form = Form::of_client(server.environment.key.clone(), client, scope);
    let known = demo_secret(&server.environment.key, &client.client_id);
    let plan = plan(server, &form, known.as_ref());
    finding::of_authorization(&plan, Timestamp::now()).into_iter().filter(|it| applies(it.code, &form)).collect()
}

/// A client's request for a token of its own.
pub fn of_client_credentials(cx: &Context, client: &Client, server: &Server, scope: &str) {
    let form = Form::of_client(server.environment.key.clone(), client, scope);
    let known = demo_secret(&server.environment.key, &client.client_id);
    let plan = plan(server, &form, known.as_ref());
    tell(cx, &finding::of_client_credentials(&plan), &form);
}

/// The exchange of a code; `requested` is when its request was made, where that is known.
pub fn of_exchange(cx: &Context, client: &Client, server: &Server, requested: Option<Timestamp>) {
    let form = Form::of_client(server.environment.key.clone(), client, "");
    let known = demo_secret(&server.environment.key, &client.client_id);
    let plan = Plan { code: requested.map(KnownCode::Requested), ..plan(server, &form, known.as_ref()) };
    tell(cx, &finding::of_token_request(&plan, Timestamp::now()), &form);
}

/// A refresh: the client, and scopes that the old tokens do not have.
pub fn of_refresh(cx: &Context, client: &Client, server: &Server, parent: Option<&ScopeSet>, asked: Option<&ScopeSet>) {
    of_exchange(cx, client, server, None);
    if let (Some(parent), Some(asked)) = (parent, asked)
        && let Some(remark) = crate::app::refreshing::wider(parent, asked)
    {
        note(&format!("warning: {remark}"));
    }
}

/// What is judged: a client at a server, with the secret that is published for it, if one is.
fn plan<'a>(server: &'a Server, form: &'a Form, demo_secret: Option<&'a Secret>) -> Plan<'a> {
    Plan { clients: server.clients(), demo_secret, ..Plan::new(&server.environment, form) }
}

fn tell(cx: &Context, findings: &[Finding], form: &Form) {
    let recording = &cx.recording;
    for finding in findings.iter().filter(|finding| applies(finding.code, form)) {
        let word = match finding.severity {
            Severity::Error => "looks wrong",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let hint = finding.fix.as_ref().and_then(hint).map(|hint| format!(" {hint}")).unwrap_or_default();
        note(&format!("{word}: {}{hint} ({})", finding.message, finding.code));
        recording.finding(finding.text());
    }
}

/// Whether a finding of the playground holds for a command, too.
fn applies(code: Code, form: &Form) -> bool {
    // The secret is asked for when it is needed; the listener says itself what it cannot listen at.
    let elsewhere = [Code::SecretMissing, Code::RedirectElsewhere, Code::RedirectPort].contains(&code);
    // Commands register every redirect URI of this machine at the simulated ORCID.
    let known = code == Code::RedirectUnregistered && is_loopback_url(form.redirect_uri.text());
    !elsewhere && !known
}

/// What could be typed instead. Never a secret.
fn hint(fix: &Fix) -> Option<String> {
    let option = |name: &str, value: &Secret| {
        let quoted = shlex::try_quote(value.expose()).ok()?.into_owned();
        Some(if value.is_empty() { format!("Leave --{name} away.") } else { format!("Try --{name} {quoted}") })
    };
    match fix {
        Fix::Set(Control::ClientId, value) => option("client-id", value),
        Fix::Set(Control::RedirectUri, value) => option("redirect-uri", value),
        Fix::Set(Control::Scope, value) => option("scope", value),
        Fix::Set(Control::ResponseType, value) => option("response-type", value),
        Fix::Set(Control::Parameter(parameter), value) => option(&name(*parameter), value),
        Fix::Environment(key) => Some(format!("Try --env {key}")),
        Fix::Nonce => Some("Try --nonce auto".to_owned()),
        Fix::Command(Command::ChooseScopes) => Some("`orcid-playground scopes` lists them.".to_owned()),
        Fix::Set(_, _) | Fix::Swap | Fix::State | Fix::Command(_) => None,
    }
}

/// The option of a parameter.
fn name(parameter: Parameter) -> String {
    parameter.name().replace('_', "-")
}
