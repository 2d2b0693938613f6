//! The messages of one run, to be kept, shown to others, and opened again. The file is a HAR: see [`super::har`].

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Exchange, HttpRequest, Placeholders, Purpose, form};

/// Messages, and what they were about.
#[derive(Clone, Debug)]
pub struct Session {
    /// When it was kept; unknown for a HAR of another program.
    pub saved: Option<Timestamp>,
    /// What was set up; unknown for a HAR of another program.
    pub context: Option<Context>,
    /// Whether secrets are replaced by placeholders.
    pub redacted: bool,
    /// The messages, in order.
    pub exchanges: Vec<Exchange>,
    /// What could not be read and was left out, in words.
    pub left_out: Vec<String>,
}

/// What was set up when a session was kept. Holds no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The environment, by its name on the screen.
    pub environment: String,
    /// As typed.
    pub client_id: String,
    /// As typed.
    pub redirect_uri: String,
    /// Blank separated.
    pub scope: String,
    /// What looked wrong in it, in words, the worst first.
    pub findings: Vec<String>,
    /// What the doctor found, a line each; empty when it was not asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examined: Vec<String>,
}

impl Session {
    /// The same session without secrets. Further secrets that are known to whoever keeps it, a client secret that was never
    /// sent for instance, are looked for too; each has the name of its parameter.
    pub fn redacted<'a>(&self, secrets: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Placeholders) {
        let mut known = Placeholders::default();
        known.learn(&self.exchanges.iter().collect::<Vec<_>>());
        for (name, secret) in secrets {
            known.learn_value(name, secret);
        }
        let context = self.context.as_ref().map(|context| Context {
            environment: known.url(&context.environment),
            client_id: known.text(&context.client_id),
            redirect_uri: known.url(&context.redirect_uri),
            scope: known.text(&context.scope),
            findings: context.findings.iter().map(|finding| known.text(finding)).collect(),
            examined: context.examined.iter().map(|line| known.text(line)).collect(),
        });
        let session = Self {
            saved: self.saved,
            context,
            redacted: true,
            exchanges: self.exchanges.iter().map(|exchange| known.exchange(exchange)).collect(),
            left_out: self.left_out.clone(),
        };
        (session, known)
    }
}

/// What a message is there for, by its looks: ORCID's layout of endpoints (guide `orcid-wire`, "Hosts and endpoints") is that
/// of most servers.
pub fn purpose_of(request: &HttpRequest) -> Purpose {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let parameters = form::parse_form(query.as_bytes());
    let has = |name: &str| form::first(&parameters, name).is_some();
    let is_post = request.method() == http::Method::POST;
    match path {
        _ if path.contains("/.well-known/") => Purpose::Discovery,
        _ if path.ends_with("/revoke") && is_post => Purpose::Revocation,
        _ if path.ends_with("/token") && is_post => Purpose::Token,
        _ if path.ends_with("/userinfo") => Purpose::Userinfo,
        _ if path.ends_with("/authorize") && !is_post && has("client_id") => Purpose::AuthorizationRequest,
        _ if has("code") || has("error") && has("state") => Purpose::Callback,
        _ if path.contains("/oauth/") || path.contains("/signin") => Purpose::Researcher,
        _ => Purpose::Api,
    }
}
