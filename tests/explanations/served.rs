//! What the simulated ORCID answers: all its routes, in both eras and every format, and its errors.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use orcid_playground::{
    oauth::{HttpRequest, form},
    orcid::operations,
    sandbox::{Era, Sandbox, Settings, SigningKey, demo_clients, demo_researchers, faults, respond},
};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use crate::names::Names;

const ISSUER: &str = "http://127.0.0.1:18800";
const CALLBACK: &str = "http://127.0.0.1:18801/callback";
const SOPHIA: &str = "0000-0002-4456-8947";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const BIG: &str = "0000-0099-0000-0059";

pub fn all(names: &mut Names) {
    for era in [Era::Current, Era::Classic] {
        let mut server = Server::new(era, names);
        // The API is the same in both eras.
        if era == Era::Current {
            server.records();
            server.searches();
        }
        server.tokens();
        server.pages();
        server.mistakes();
        server.control();
        server.every_fault();
    }
}

/// The simulated ORCID, and whoever asks it.
struct Server<'a> {
    sandbox: Sandbox,
    names: &'a mut Names,
    now: Timestamp,
}

impl<'a> Server<'a> {
    fn new(era: Era, names: &'a mut Names) -> Self {
        let settings = Settings {
            issuer: ISSUER.to_owned(),
            redirect_uris: vec![CALLBACK.to_owned()],
            era,
            auto_approve: Some(SOPHIA.parse().expect("an iD")),
            ..Settings::default()
        };
        let key = Arc::new(SigningKey::from_pkcs8(include_bytes!("../support/key.der")).expect("the key of the tests"));
        let sandbox = Sandbox::new(settings, Arc::new(move || Arc::clone(&key)), StdRng::seed_from_u64(3));
        Self { sandbox, names, now: "2026-03-01T09:00:00Z".parse().expect("a time") }
    }

    fn send(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> (u16, String, String) {
        let mut request = http::Request::builder().method(method).uri(format!("{ISSUER}{target}"));
        for (name, value) in headers.iter().chain(&[("host", "127.0.0.1:18800")]) {
            request = request.header(*name, *value);
        }
        let request: HttpRequest = request.body(Bytes::from(body.to_owned())).expect("a request");
        let response = respond(&mut self.sandbox, &request, self.now).response;
        self.names.both(&request, &response);
        let location = response.headers().get("location").map(|at| at.to_str().unwrap_or_default().to_owned());
        let text = String::from_utf8_lossy(response.body()).into_owned();
        (response.status().as_u16(), location.unwrap_or_default(), text)
    }

    fn post(&mut self, target: &str, fields: &[(&str, &str)]) -> Value {
        let (_, _, text) = self.send("POST", target, &[FORM], &form::form(fields.iter().copied()));
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn authorize(&mut self, parameters: &[(&str, &str)]) -> String {
        let mut all = vec![("client_id", demo_clients()[0].client_id.as_str()), ("redirect_uri", CALLBACK)];
        all.extend(parameters);
        self.send("GET", &format!("/oauth/authorize?{}", form::query(all)), &[], "").1
    }

    /// A token response of the member client.
    fn granted(&mut self, scope: &str) -> Value {
        let back = self.authorize(&[("response_type", "code"), ("scope", scope), ("state", "s"), ("nonce", "n")]);
        let code =
            back.split_once("code=").map_or("", |(_, rest)| rest.split('&').next().unwrap_or_default()).to_owned();
        self.ask("authorization_code", &[("code", &code), ("redirect_uri", CALLBACK)])
    }

    fn ask(&mut self, grant: &str, fields: &[(&str, &str)]) -> Value {
        let client = &demo_clients()[0];
        let secret = client.client_secret.expose();
        let mut all = vec![("client_id", client.client_id.as_str()), ("client_secret", secret), ("grant_type", grant)];
        all.extend(fields);
        self.post("/oauth/token", &all)
    }

    fn token(&mut self, scope: &str) -> String {
        self.granted(scope)["access_token"].as_str().expect("a token").to_owned()
    }

    /// Every readable path of every researcher, on both hosts, in both formats and all versions.
    fn records(&mut self) {
        let bearer = format!("Bearer {}", self.token("/read-limited"));
        let researchers: Vec<String> = demo_researchers().iter().map(|one| one.orcid.to_string()).collect();
        for orcid in researchers.iter().filter(|orcid| *orcid != BIG) {
            let mut paths = vec![String::new(), "/record".to_owned()];
            // The richest record has everything; of the others the whole says enough.
            if orcid == SOPHIA {
                let reads = operations::all().iter().filter(|one| !one.writes() && one.path.contains("{orcid}"));
                let path =
                    |path: &str| path.replace("/{orcid}", "").replace("{put-code}", "1").replace("{put-codes}", "1,2");
                paths.extend(reads.map(|operation| path(&operation.path)));
                let record = self.read("/pub/v3.0", orcid, "/record", "application/json", None);
                paths.extend(item_paths(&record, orcid));
            }
            for path in &paths {
                for accept in ["application/json", "application/xml"] {
                    for version in ["v3.0", "v2.1", "v2.0"] {
                        self.read(&format!("/pub/{version}"), orcid, path, accept, None);
                    }
                    self.read("/api/v3.0", orcid, path, accept, Some(&bearer));
                }
            }
        }
        for target in ["/status", "/apiStatus", "/pubStatus", "/v3.0/client/APP-PLAYGROUND000001", "/v3.0/identifiers"]
        {
            for host in ["/pub", "/api"] {
                self.send("GET", &format!("{host}{target}"), &[("accept", "application/json")], "");
                self.send("GET", &format!("{host}{target}"), &[("accept", "application/xml")], "");
            }
        }
        // A script of another site asks first.
        let asks = [("origin", "https://example.org"), ("access-control-request-method", "GET")];
        self.send("OPTIONS", &format!("/pub/v3.0/{SOPHIA}/record"), &asks, "");
        self.send("GET", "/oauth/jwks", &[("origin", "https://example.org")], "");
        for accept in ["application/json", "text/html"] {
            self.send("GET", &format!("/{SOPHIA}"), &[("accept", accept)], "");
        }
    }

    fn read(&mut self, base: &str, orcid: &str, path: &str, accept: &str, bearer: Option<&str>) -> Value {
        let mut headers = vec![("accept", accept)];
        headers.extend(bearer.map(|bearer| ("authorization", bearer)));
        let (_, _, text) = self.send("GET", &format!("{base}/{orcid}{path}"), &headers, "");
        serde_json::from_str(&text).unwrap_or_default()
    }

    fn searches(&mut self) {
        for (path, accepts) in [
            ("search", &["application/json", "application/xml"][..]),
            ("expanded-search", &["application/json", "application/xml"]),
            ("csv-search", &["text/csv"]),
        ] {
            for accept in accepts {
                for q in ["family-name:Garcia", "family-name:nobody", "nofield:x"] {
                    for version in ["v3.0", "v2.1", "v2.0"] {
                        let query = form::query([("q", q), ("start", "0"), ("rows", "5"), ("fl", "orcid")]);
                        self.send("GET", &format!("/pub/{version}/{path}?{query}"), &[("accept", accept)], "");
                    }
                }
            }
        }
    }

    fn tokens(&mut self) {
        let granted = self.granted("openid /read-limited");
        let text = |name: &str| granted[name].as_str().unwrap_or_default().to_owned();
        let (access, refresh, id_token) = (text("access_token"), text("refresh_token"), text("id_token"));
        self.ask(
            "refresh_token",
            &[("refresh_token", &refresh), ("revoke_old", "false"), ("expires_in", "3600"), ("scope", "openid")],
        );
        self.ask("client_credentials", &[("scope", "/read-public")]);
        const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
        let kind = |kind: &str| format!("urn:ietf:params:oauth:token-type:{kind}");
        for (token, from, to) in [(&access, "access_token", "id_token"), (&id_token, "id_token", "access_token")] {
            let (from, to) = (kind(from), kind(to));
            let premium = &demo_clients()[2];
            for client in [&demo_clients()[0], premium] {
                self.post(
                    "/oauth/token",
                    &[
                        ("client_id", &client.client_id),
                        ("client_secret", client.client_secret.expose()),
                        ("grant_type", EXCHANGE),
                        ("subject_token", token),
                        ("subject_token_type", &from),
                        ("requested_token_type", &to),
                    ],
                );
            }
        }
        let bearer = format!("Bearer {access}");
        self.send("GET", "/oauth/userinfo", &[("authorization", &bearer)], "");
        self.post("/oauth/userinfo", &[("access_token", &access)]);
        self.send("GET", "/oauth/userinfo", &[], "");
        for target in ["/oauth/jwks", "/.well-known/openid-configuration"] {
            self.send("GET", target, &[], "");
        }
        let client = &demo_clients()[0];
        let credentials = [("client_id", client.client_id.as_str()), ("client_secret", client.client_secret.expose())];
        for fields in [&[][..], &[("token", access.as_str()), ("token_type_hint", "access_token")]] {
            self.post("/oauth/revoke", &[&credentials, fields].concat());
        }
        self.send(
            "GET",
            &format!("/pub/v3.0/{SOPHIA}/record"),
            &[("authorization", &bearer), ("accept", "application/json")],
            "",
        );
    }

    /// Sign-in, consent, the errors that stand on a page, those that go back; the implicit flow.
    fn pages(&mut self) {
        for kind in ["token", "id_token token", "id_token", "nothing", "code"] {
            for scope in ["openid", "/authenticate", "/read-public"] {
                self.authorize(&[("response_type", kind), ("scope", scope), ("state", "s"), ("nonce", "n")]);
            }
        }
        self.sandbox = Server::new(self.sandbox.settings().era, self.names).sandbox;
        let settings = Settings { auto_approve: None, ..self.sandbox.settings().clone() };
        let key = Arc::new(SigningKey::from_pkcs8(include_bytes!("../support/key.der")).expect("the key of the tests"));
        let with_pages = Sandbox::new(settings, Arc::new(move || Arc::clone(&key)), StdRng::seed_from_u64(4));
        let without = std::mem::replace(&mut self.sandbox, with_pages);
        for extra in
            [&[][..], &[("prompt", "none")], &[("prompt", "login")], &[("max_age", "x")], &[("prompt", "confirm")]]
        {
            let asked = [&[("response_type", "code"), ("scope", "openid")], extra].concat();
            let to = self.authorize(&asked);
            if to.starts_with(ISSUER) {
                self.send("GET", to.trim_start_matches(ISSUER), &[], "");
            }
        }
        for target in [
            "/",
            "/signin",
            "/signout",
            "/oauth/authorize",
            "/oauth/authorize?client_id=APP-NOBODY0000000000&response_type=code",
        ] {
            self.send("GET", target, &[], "");
        }
        self.send("PUT", "/signin", &[], "");
        self.sandbox = without;
    }

    /// What is refused.
    fn mistakes(&mut self) {
        let client = &demo_clients()[0];
        let (id, secret) = (client.client_id.as_str(), client.client_secret.expose());
        for fields in [
            &[][..],
            &[("grant_type", "authorization_code")],
            &[("grant_type", "authorization_code"), ("client_id", id)],
            &[("grant_type", "authorization_code"), ("client_id", id), ("client_secret", "wrong"), ("code", "x")],
            &[("grant_type", "authorization_code"), ("client_id", id), ("client_secret", secret), ("code", "nobody")],
            &[("grant_type", "password"), ("client_id", id), ("client_secret", secret)],
            &[("grant_type", "refresh_token"), ("client_id", id), ("client_secret", secret)],
            &[
                ("grant_type", "client_credentials"),
                ("client_id", id),
                ("client_secret", secret),
                ("scope", "/webhook"),
            ],
        ] {
            for host in ["", "/pub", "/api"] {
                self.post(&format!("{host}/oauth/token"), fields);
            }
        }
        self.send("GET", "/oauth/token", &[], "");
        self.send("POST", "/oauth/token", &[("content-type", "application/json")], "{}");
        let bearer = format!("Bearer {}", self.token("/activities/update /person/update /read-limited"));
        let json =
            [("authorization", bearer.as_str()), ("content-type", "application/json"), ("accept", "application/json")];
        for body in ["{", "{}", "[]", r#"{"title":null}"#, r#"{"put-code":1}"#, r#"{"bulk":[{"work":{}}]}"#] {
            for path in ["work", "works", "employment", "keywords", "peer-review", "nothing", "external-identifiers"] {
                for accept in ["application/json", "application/xml"] {
                    let headers = [json[0], json[1], ("accept", accept)];
                    self.send("POST", &format!("/api/v3.0/{SOPHIA}/{path}"), &headers, body);
                }
            }
        }
        for (method, path) in
            [("DELETE", "work/1"), ("PUT", "work/1"), ("PATCH", "record"), ("GET", "work/x"), ("GET", "work/9")]
        {
            for host in ["/api", "/pub"] {
                self.send(method, &format!("{host}/v3.0/{SOPHIA}/{path}"), &json, "{}");
                self.send(method, &format!("{host}/v3.0/{SOPHIA}/{path}"), &[("accept", "text/plain")], "{}");
            }
        }
        self.send("GET", &format!("/api/v3.0/{SOPHIA}/record"), &[], "");
        self.send("GET", &format!("/pub/v3.0/{SOPHIA}/record?access_token=x"), &[], "");
        self.send("GET", &format!("/pub/v1.2/{SOPHIA}/orcid-bio"), &[("accept", "application/json")], "");
        self.send("GET", &format!("/pub/v3.0_rc1/{SOPHIA}/record"), &[("accept", "application/json")], "");
        self.send("GET", &format!("/pub/{SOPHIA}/record"), &[("accept", "application/json")], "");
        self.send("GET", "/", &[("host", "example.org")], "");
    }

    fn control(&mut self) {
        let json = [("content-type", "application/json")];
        let webhook = "http%3A%2F%2F127.0.0.1%3A9%2Fhook";
        let premium = &demo_clients()[2];
        let own = self.post(
            "/oauth/token",
            &[
                ("client_id", &premium.client_id),
                ("client_secret", premium.client_secret.expose()),
                ("grant_type", "client_credentials"),
                ("scope", "/webhook"),
            ],
        );
        let bearer = format!("Bearer {}", own["access_token"].as_str().unwrap_or_default());
        self.send("PUT", &format!("/api/{SOPHIA}/webhook/{webhook}"), &[("authorization", &bearer)], "");
        self.authorize(&[("response_type", "code"), ("scope", "/authenticate")]);
        for (method, what, body) in [
            ("PUT", "faults", json!([{"name": "deny", "times": 3}])),
            ("POST", "next-consent", json!({"decision": "approve", "orcid": SOPHIA, "scopes": ["openid"]})),
            ("POST", "clock", json!({"advance": 5})),
            ("POST", "clock", json!({"set": "2026-11-22T12:00:00Z"})),
            ("POST", "record-status", json!({"orcid": SOPHIA, "status": "locked"})),
            (
                "POST",
                "record-status",
                json!({"orcid": SOPHIA, "status": "deprecated", "deprecated_by": "0000-0099-0000-0016"}),
            ),
            ("GET", "state", Value::Null),
            ("POST", "revoke-access", json!({"client_id": premium.client_id, "orcid": SOPHIA})),
            ("POST", "redirect-uris", json!({"redirect_uri": "http://127.0.0.1:9/callback"})),
            ("GET", "ready", Value::Null),
            ("GET", "exchanges", Value::Null),
            ("GET", "faults", Value::Null),
            ("DELETE", "faults", Value::Null),
            ("GET", "clock", Value::Null),
            ("POST", "clock", Value::Null),
            ("POST", "reset", json!({})),
        ] {
            let body = if body.is_null() { String::new() } else { body.to_string() };
            self.send(method, &format!("/_sandbox/{what}"), &json, &body);
        }
    }

    /// Each fault at each endpoint.
    fn every_fault(&mut self) {
        for fault in faults() {
            self.send("PUT", "/_sandbox/faults", &[], &json!([{"name": fault.name}]).to_string());
            let granted = self.granted("openid /read-limited");
            let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap_or("none"));
            for target in ["/oauth/userinfo".to_owned(), "/oauth/jwks".to_owned(), format!("/api/v3.0/{SOPHIA}/record")]
            {
                self.send("GET", &target, &[("authorization", &bearer), ("accept", "application/json")], "");
            }
            self.post("/oauth/revoke", &[("client_id", "x"), ("client_secret", "y"), ("token", "z")]);
            self.send("DELETE", "/_sandbox/faults", &[], "");
        }
    }
}

/// The paths of the items of a record, with the put-codes that they have there, and of their summaries.
fn item_paths(record: &Value, orcid: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![record];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                let path = members
                    .get("path")
                    .and_then(Value::as_str)
                    .and_then(|path| path.strip_prefix(&format!("/{orcid}")));
                if let (Some(path), Some(code)) = (path, members.get("put-code").and_then(Value::as_u64)) {
                    found.push(path.to_owned());
                    let stem = path.trim_end_matches(&format!("/{code}"));
                    found.push(format!("{stem}/summary/{code}"));
                }
                open.extend(members.values());
            }
            Value::Array(all) => open.extend(all),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
