//! An answer with the request that it answers and all that surrounds it: what facts are told of.

use std::{cell::OnceCell, fmt};

use http::header;

use super::{Reading, Situation, concepts::Spoken, copied, reading::media_type};
use crate::{
    oauth::{
        HttpRequest, ScopeSet,
        authorization_header::{bearer, decode_basic},
        form, is_loopback_host,
    },
    orcid::{Environment, EnvironmentKey},
};

/// A request, as far as it is looked at.
#[derive(Clone, Default)]
pub struct Request {
    /// In upper case; empty when the request is not known.
    pub method: String,
    /// The host, in lower case.
    pub host: String,
    /// The port, where it is named.
    pub port: Option<u16>,
    /// The path.
    pub path: String,
    /// The scheme.
    pub scheme: String,
    /// The form fields of body and query.
    pub fields: Vec<(String, String)>,
    /// The media type of the body.
    pub media_type: String,
    /// Whether there is an `Accept` header that asks for more than anything.
    pub accepts: bool,
    /// The `Authorization` header.
    pub authorization: String,
    /// The body as text.
    pub body: String,
    /// Whether no more is known of it than its line: what is missing here, need not be missing there.
    pub is_line: bool,
}

/// Without what may be secret: credentials, fields, body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, scheme, host, path, media_type, .. } = self;
        write!(f, "Request({method} {scheme}://{host}{path} {media_type})")
    }
}

impl Request {
    /// Reads one.
    pub fn of(request: &HttpRequest) -> Self {
        let text = |name| {
            let value = request.headers().get(name).map(http::HeaderValue::as_bytes).unwrap_or_default();
            String::from_utf8_lossy(value).into_owned()
        };
        let media_type = media_type(request);
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let mut fields = form::parse_form(request.uri().query().unwrap_or_default().as_bytes());
        if !body.trim_start().starts_with(['{', '<']) {
            fields.extend(form::parse_form(body.as_bytes()));
        }
        let host = request.uri().host().map_or_else(|| text(header::HOST), str::to_owned);
        Self {
            method: request.method().to_string(),
            host: host.to_lowercase(),
            port: request.uri().port_u16(),
            path: request.uri().path().to_owned(),
            scheme: request.uri().scheme_str().unwrap_or_default().to_owned(),
            fields,
            media_type,
            accepts: !matches!(text(header::ACCEPT).as_str(), "" | "*/*"),
            authorization: text(header::AUTHORIZATION),
            body,
            is_line: copied::is_line(request),
        }
    }

    /// A field of the form; `None` when it is not there.
    pub fn field(&self, name: &str) -> Option<&str> {
        form::first(&self.fields, name)
    }

    /// Id and secret of HTTP Basic (RFC 7617).
    fn basic(&self) -> Option<(String, String)> {
        decode_basic(&self.authorization)
    }

    /// The token that the request bears (RFC 6750 §2).
    pub fn bearer(&self) -> Option<&str> {
        bearer(&self.authorization).or_else(|| self.field("access_token"))
    }

    /// The segments of the path behind the API's version; the first one is the iD or the name of a resource.
    pub fn segments(&self) -> Vec<&str> {
        let all: Vec<&str> = self.path.split('/').filter(|segment| !segment.is_empty()).collect();
        let version = all
            .iter()
            .position(|segment| segment.starts_with('v') && segment[1..].starts_with(|c: char| c.is_ascii_digit()));
        all[version.map_or(0, |at| at + 1)..].to_vec()
    }

    /// The environment that its host belongs to.
    pub fn environment(&self) -> Option<EnvironmentKey> {
        Environment::of_url(&format!("https://{}/", self.host))
    }
}

/// All that facts are told of.
pub struct Case<'a> {
    /// The answer.
    pub reading: &'a Reading,
    /// The request; all empty when it is not known.
    pub request: Request,
    /// What surrounds it. What the request says itself stands in place of what is configured.
    pub situation: Situation,
    /// Whether it is known which redirect URI the authorization request had.
    pub knows_authorization: bool,
    /// Whether the client is configured, and no other one is spoken of.
    is_configured: bool,
    /// What its words speak of.
    spoken: OnceCell<Spoken>,
}

impl<'a> Case<'a> {
    /// Whether the request went to the simulated ORCID.
    pub fn is_at_simulator(&self) -> bool {
        self.situation.environment == EnvironmentKey::Local && is_loopback_host(&self.request.host)
    }

    /// What the words of the answer speak of; read when it is first asked for.
    pub(super) fn spoken(&self) -> &Spoken {
        self.spoken.get_or_init(|| Spoken::of(&self.reading.words))
    }

    /// Puts the three together.
    pub fn new(reading: &'a Reading, request: Option<&HttpRequest>, situation: &Situation) -> Self {
        let about = situation;
        let configured = !(about.client_id.is_empty() && about.redirect_uri.is_empty() && about.scope.is_empty());
        let told = &reading.clues.told;
        let is_configured = configured && !told.is_of_other(about);
        let mut situation = told.situation(about);
        let knows_authorization = situation.authorized_redirect_uri.is_some();
        let request = request.map(Request::of).unwrap_or_default();
        let basic = request.basic();
        let own = |name: &str| request.field(name).map(str::to_owned);
        // In a redirect these are the server's words, in an authorization request they may be another client's.
        if request.path.contains("/oauth") || request.path.ends_with("/token") || request.path.ends_with("/revoke") {
            let id = own("client_id").or_else(|| basic.as_ref().map(|(id, _)| id.clone()));
            let secret = own("client_secret").or_else(|| basic.map(|(_, secret)| secret));
            // A form without them is a form without them, whatever is configured.
            if !request.fields.is_empty() && request.method == "POST" && request.authorization.is_empty() {
                situation.client_id = id.unwrap_or_default();
                situation.client_secret = secret.filter(|secret| !secret.is_empty()).map(Into::into);
            } else {
                situation.client_id = id.unwrap_or(situation.client_id);
                situation.client_secret = secret.map(Into::into).or(situation.client_secret);
            }
            let redirect_uri = own("redirect_uri");
            if let Some(sent) = redirect_uri {
                if situation.authorized_redirect_uri.is_none() && !situation.redirect_uri.is_empty() {
                    situation.authorized_redirect_uri = Some(situation.redirect_uri.clone());
                }
                situation.redirect_uri = sent;
            }
            situation.scope = own("scope").map_or(situation.scope, |scope| ScopeSet::parse(&scope));
            situation.code = own("code").or(situation.code);
            situation.response_type = own("response_type").or(situation.response_type);
        }
        if let Some((asked, _)) = &reading.scopes_changed {
            situation.scope = asked.clone();
        }
        Self { reading, request, situation, knows_authorization, is_configured, spoken: OnceCell::new() }
    }

    /// Whether it is known what the client is, or what it sent: only then is something missing.
    pub fn knows_client(&self) -> bool {
        self.is_configured
            || self.situation.client_secret.is_some()
            || !self.request.fields.is_empty()
            || (!self.request.method.is_empty() && !self.request.is_line)
    }

    /// The `grant_type` of a token request; empty when it is not known.
    pub fn grant(&self) -> &str {
        let told = self.reading.clues.told.grant.as_deref();
        // Only client credentials give tokens that stand for nobody (guide `orcid-wire`, "Two-legged tokens").
        let two_legged =
            self.reading.token.as_ref().filter(|token| token.is_two_legged()).map(|_| "client_credentials");
        self.request.field("grant_type").or(told).or(two_legged).unwrap_or_default()
    }

    /// The server that is meant: that of the configuration.
    pub fn environment(&self) -> &EnvironmentKey {
        &self.situation.environment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_a_request_is_shown() {
        let request = http::Request::post("https://sandbox.orcid.org/oauth/token?code=s3cret")
            .header("authorization", "bearer s3cret")
            .body("client_secret=s3cret".into())
            .unwrap();
        let request = Request::of(&request);
        assert_eq!((request.bearer(), request.field("client_secret")), (Some("s3cret"), Some("s3cret")));
        let shown = format!("{request:?}");
        assert!(shown.contains("POST https://sandbox.orcid.org/oauth/token") && !shown.contains("s3cret"), "{shown}");
    }
}
