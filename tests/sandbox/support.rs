//! A researcher's browser and a client, over plain function calls.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http::{Method, header};
use jiff::{SignedDuration, Timestamp};
use orcid_playground::{
    oauth::{HttpResponse, form},
    sandbox::{Era, JournalEntry, KeySource, Sandbox, Settings, SigningKey, WebhookCall, respond},
};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;

pub const ISSUER: &str = "http://127.0.0.1:18800";
pub const CALLBACK: &str = "http://127.0.0.1:18801/callback";
pub const MEMBER: (&str, &str) = ("APP-PLAYGROUND000001", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01");
pub const PUBLIC: (&str, &str) = ("APP-PLAYGROUND000002", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c02");
pub const PREMIUM: (&str, &str) = ("APP-PLAYGROUND000003", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c03");
pub const SOPHIA: &str = "0000-0002-4456-8947";
pub const ROBIN: &str = "0000-0099-0000-0016";
pub const SAKURA: &str = "0000-0099-0000-0024";

static KEY: LazyLock<Arc<SigningKey>> = LazyLock::new(|| Arc::new(SigningKey::generate().unwrap()));

pub fn key() -> Arc<SigningKey> {
    KEY.clone()
}

/// A sandbox, its clock, one browser, and everything that its journal said.
pub struct World {
    pub sandbox: Sandbox,
    pub now: Timestamp,
    pub cookie: Option<String>,
    pub journal: Vec<JournalEntry>,
    /// The webhooks that are to be called.
    pub calls: Vec<WebhookCall>,
}

pub fn settings() -> Settings {
    Settings { issuer: ISSUER.to_owned(), redirect_uris: vec![CALLBACK.to_owned()], ..Settings::default() }
}

pub fn sandbox() -> Sandbox {
    let source: KeySource = Arc::new(key);
    Sandbox::new(settings(), source, StdRng::seed_from_u64(7))
}

pub fn query(pairs: &[(&str, &str)]) -> String {
    form::query(pairs.iter().copied())
}

/// A valid authorization request of the member client.
pub fn asking(scope: &str) -> Vec<(&str, &str)> {
    vec![("client_id", MEMBER.0), ("response_type", "code"), ("scope", scope), ("redirect_uri", CALLBACK)]
}

impl World {
    pub fn new() -> Self {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        Self { sandbox: sandbox(), now, cookie: None, journal: Vec::new(), calls: Vec::new() }
    }

    /// One whose sandbox imitates the server of an era.
    pub fn of(era: Era) -> Self {
        Self::with(Settings { era, ..settings() })
    }

    pub fn with(settings: Settings) -> Self {
        let source: KeySource = Arc::new(key);
        Self { sandbox: Sandbox::new(settings, source, StdRng::seed_from_u64(7)), ..Self::new() }
    }

    pub fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    /// Sends a request in origin form, as a socket would hand it over.
    pub fn send(&mut self, method: Method, target: &str, headers: &[(&str, &str)], body: &str) -> HttpResponse {
        let mut request = http::Request::builder().method(method).uri(target);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "127.0.0.1:18800");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, format!("theme=dark; {cookie}"));
        }
        let request = request.body(Bytes::from(body.to_owned())).unwrap();
        let answer = respond(&mut self.sandbox, &request, self.now);
        for cookie in answer.response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = Some(pair).filter(|pair| !pair.ends_with('='));
        }
        self.journal.extend(answer.journal);
        self.calls.extend(answer.calls);
        answer.response
    }

    pub fn get(&mut self, target: &str) -> HttpResponse {
        self.send(Method::GET, target, &[], "")
    }

    pub fn post(&mut self, target: &str, fields: &[(&str, &str)]) -> HttpResponse {
        let body = form::form(fields.iter().copied());
        self.send(Method::POST, target, &[("content-type", "application/x-www-form-urlencoded")], &body)
    }

    pub fn authorize(&mut self, parameters: &[(&str, &str)]) -> HttpResponse {
        self.get(&format!("/oauth/authorize?{}", query(parameters)))
    }

    /// Submits the form that a page's block describes, with these fields besides the hidden ones.
    pub fn submit(&mut self, block: &Value, chosen: &[(&str, &str)]) -> HttpResponse {
        let hidden = block["fields"].as_object().unwrap();
        let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (k.as_str(), v.as_str().unwrap())).collect();
        fields.extend(chosen);
        self.post(block["action"].as_str().unwrap(), &fields)
    }

    /// Signs in and stops at what comes then.
    pub fn sign_in(&mut self, parameters: &[(&str, &str)], orcid: &str) -> HttpResponse {
        let mut page = self.authorize(parameters);
        if page.status() == 302 {
            page = self.get(&location(&page));
        }
        let block = block(&page);
        assert_eq!(block["page"], "sign-in");
        let moved = self.submit(&block, &[("orcid", orcid)]);
        self.get(&location(&moved))
    }

    /// The whole front channel; the code.
    pub fn code(&mut self, scope: &str, orcid: &str) -> String {
        self.code_for(&asking(scope), orcid)
    }

    pub fn code_for(&mut self, parameters: &[(&str, &str)], orcid: &str) -> String {
        let page = self.sign_in(parameters, orcid);
        let done = if page.status() == 302 {
            page
        } else {
            let block = block(&page);
            self.submit(&block, &[("approved", "true")])
        };
        self.cookie = None;
        parameter(&location(&done), "code").expect("a code came back")
    }

    pub fn exchange(&mut self, client: (&str, &str), code: &str) -> HttpResponse {
        let fields = [
            ("client_id", client.0),
            ("client_secret", client.1),
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
        ];
        self.post("/oauth/token", &fields)
    }

    /// A token request of a client with these fields.
    pub fn ask(&mut self, client: (&str, &str), grant_type: &str, fields: &[(&str, &str)]) -> HttpResponse {
        let mut all = vec![("client_id", client.0), ("client_secret", client.1), ("grant_type", grant_type)];
        all.extend(fields);
        self.post("/oauth/token", &all)
    }

    /// An access token with its refresh token.
    pub fn pair(&mut self, scope: &str, orcid: &str) -> (String, String) {
        let code = self.code(scope, orcid);
        pair(&self.exchange(MEMBER, &code))
    }

    /// An access token for these scopes.
    pub fn token(&mut self, scope: &str, orcid: &str) -> String {
        let code = self.code(scope, orcid);
        json(&self.exchange(MEMBER, &code))["access_token"].as_str().unwrap().to_owned()
    }

    /// A body of JSON to a path below `/api/v3.0/`.
    pub fn write(&mut self, method: Method, below: &str, token: &str, body: &Value) -> HttpResponse {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.write_as(method, below, token, "application/json", &body)
    }

    /// The same in another format.
    pub fn write_as(
        &mut self,
        method: Method,
        below: &str,
        token: &str,
        content_type: &str,
        body: &str,
    ) -> HttpResponse {
        let bearer = format!("Bearer {token}");
        let headers = [("accept", "application/json"), ("authorization", &bearer), ("content-type", content_type)];
        self.send(method, &format!("/api/v3.0/{below}"), &headers, body)
    }

    /// What a token gets of the record of [`SOPHIA`].
    pub fn read_record(&mut self, token: &str) -> u16 {
        self.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(token)).status().as_u16()
    }

    pub fn read(&mut self, target: &str, token: Option<&str>) -> HttpResponse {
        let bearer = token.map(|token| format!("Bearer {token}")).unwrap_or_default();
        let mut headers = vec![("accept", "application/json")];
        if token.is_some() {
            headers.push(("authorization", bearer.as_str()));
        }
        self.send(Method::GET, target, &headers, "")
    }
}

pub fn text(response: &HttpResponse) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

pub fn json(response: &HttpResponse) -> Value {
    serde_json::from_slice(response.body()).unwrap_or_else(|e| panic!("{e}: {}", text(response)))
}

pub fn location(response: &HttpResponse) -> String {
    assert_eq!(response.status(), 302, "{}", text(response));
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

/// Where something new stands.
pub fn location_of(response: &HttpResponse) -> String {
    assert_eq!(response.status(), 201, "{}", text(response));
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

pub fn parameter(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    form::first(&form::parse_form(query.as_bytes()), name).map(str::to_owned)
}

/// The machine-readable block of a page.
pub fn block(response: &HttpResponse) -> Value {
    let html = text(response);
    let start = r#"<script type="application/json" id="authorization">"#;
    let rest = html.split_once(start).unwrap_or_else(|| panic!("no block in {html}")).1;
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// The two tokens of a token response.
pub fn pair(response: &HttpResponse) -> (String, String) {
    let tokens = json(response);
    let token = |name: &str| tokens[name].as_str().unwrap_or_else(|| panic!("no {name}: {tokens}")).to_owned();
    (token("access_token"), token("refresh_token"))
}
