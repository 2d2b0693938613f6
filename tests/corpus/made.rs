//! Cases made by the simulated ORCID, as it is today and as it was: every fault of `assets/faults.toml` that a failure shows,
//! and the mistakes that people make.

#[path = "../sandbox/support.rs"]
#[allow(dead_code)]
mod support;

use orcid_playground::{
    oauth::{HttpResponse, form, wire},
    orcid::{
        EnvironmentKey,
        diagnosis::{Place, Situation, TokenKnown},
    },
    sandbox::{ActiveFault, Era, Settings},
};
use strum::VariantArray;
use support::{CALLBACK, MEMBER, PUBLIC, SOPHIA, World, asking, json, location, settings};

use super::Case;

fn text(response: &HttpResponse) -> String {
    format!("{}\n\n{}", wire::response_head(response), String::from_utf8_lossy(response.body()))
}

struct Maker {
    era: Era,
    cases: Vec<Case>,
}

impl Maker {
    fn add(&mut self, name: &str, cause: &str, case: impl FnOnce(&mut Case)) {
        let mut made = Case {
            name: format!("{name} ({})", self.era),
            cause: cause.to_owned(),
            at: Some(Place::Token),
            configuration: Situation {
                environment: EnvironmentKey::Local,
                client_id: MEMBER.0.to_owned(),
                redirect_uri: CALLBACK.to_owned(),
                registered: vec![CALLBACK.to_owned()],
                scope: "/authenticate".parse_scope(),
                ..Situation::default()
            },
            request: None,
            answer: None,
            page: None,
            log: None,
            or: Vec::new(),
            paste: None,
            redirect: None,
            failure: None,
            words: String::new(),
        };
        case(&mut made);
        self.cases.push(made);
    }

    fn token(&mut self, name: &str, cause: &str, request: &[(&str, &str)], answer: &HttpResponse) {
        let body = form::form(request.iter().copied());
        self.add(name, cause, |case| {
            case.request = Some(format!(
                "POST http://127.0.0.1:18800/oauth/token HTTP/1.1\ncontent-type: application/x-www-form-urlencoded\n\n{body}"
            ));
            case.answer = Some(text(answer));
        });
    }

    fn world(&self, faults: &[&str]) -> World {
        let faults = faults.iter().map(|fault| ActiveFault { name: (*fault).to_owned(), times: None }).collect();
        World::with(Settings { era: self.era, faults, ..settings() })
    }
}

trait ParseScope {
    fn parse_scope(&self) -> orcid_playground::oauth::ScopeSet;
}

impl ParseScope for str {
    fn parse_scope(&self) -> orcid_playground::oauth::ScopeSet {
        orcid_playground::oauth::ScopeSet::parse(self)
    }
}

fn fields<'a>(client: (&'a str, &'a str), code: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("client_id", client.0),
        ("client_secret", client.1),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
    ]
}

pub fn cases() -> Vec<Case> {
    Era::VARIANTS.iter().flat_map(|era| of(*era)).collect()
}

fn of(era: Era) -> Vec<Case> {
    let mut maker = Maker { era, cases: Vec::new() };
    exchanges(&mut maker);
    front_channel(&mut maker);
    grants(&mut maker);
    tokens_in_use(&mut maker);
    faults(&mut maker);
    maker.cases
}

fn exchanges(maker: &mut Maker) {
    let mut world = maker.world(&[]);
    let code = world.code("/authenticate", SOPHIA);
    let wrong = (MEMBER.0, "f0e1d2c3-0000-4000-8000-000000000001");
    let answer = world.exchange(wrong, &code);
    maker.token("wrong secret", "secret-wrong", &fields(wrong, &code), &answer);
    let swapped = (MEMBER.1, MEMBER.0);
    let answer = world.exchange(swapped, &code);
    let cause = if answer.body().starts_with(b"{\"error\":\"invalid_client\",\"error_description\":\"Client not found")
    {
        "client-id-is-secret"
    } else {
        "id-and-secret-swapped"
    };
    maker.token("swapped", cause, &fields(swapped, &code), &answer);
    let answer = world.exchange(PUBLIC, &code);
    maker.token("another client's code", "code-of-other-client", &fields(PUBLIC, &code), &answer);
    maker.cases.last_mut().unwrap().configuration.code_client = Some(MEMBER.0.to_owned());
    let mut other = fields(MEMBER, &code);
    other[4].1 = "http://127.0.0.1:18801/callback/";
    let answer = world.post("/oauth/token", &other);
    maker.token("another redirect URI", "redirect-uri-of-exchange-differs", &other, &answer);
    world.exchange(MEMBER, &code);
    let answer = world.exchange(MEMBER, &code);
    maker.token("twice", "code-used-twice", &fields(MEMBER, &code), &answer);
    let answer = world.exchange(MEMBER, "zzzzz");
    maker.token("mistyped code", "code-malformed", &fields(MEMBER, "zzzzz"), &answer);
    let late = world.code("/authenticate", SOPHIA);
    world.wait(100_000);
    let answer = world.exchange(MEMBER, &late);
    maker.token("late", "code-expired", &fields(MEMBER, &late), &answer);
    maker.cases.last_mut().unwrap().configuration.code_age = Some(100_000);
    let none: Vec<_> = fields(MEMBER, "x").into_iter().filter(|(name, _)| *name != "grant_type").collect();
    let answer = world.post("/oauth/token", &none);
    maker.token("no grant type", "grant-type-missing", &none, &answer);
    let body = "{\"grant_type\":\"authorization_code\"}";
    let answer = world.send(http::Method::POST, "/oauth/token", &[("content-type", "application/json")], body);
    maker.add("JSON", "not-a-form", |case| {
        case.request =
            Some(format!("POST http://127.0.0.1:18800/oauth/token HTTP/1.1\ncontent-type: application/json\n\n{body}"));
        case.answer = Some(text(&answer));
    });
}

/// Parameters that are other than in a good request.
type Changes<'a> = &'a [(&'a str, &'a str)];

fn front_channel(maker: &mut Maker) {
    let cases: [(&str, &str, Changes<'_>); 8] = [
        ("unknown client", "client-of-other-environment", &[("client_id", "APP-0000000000000000")]),
        ("no client id", "client-id-missing", &[("client_id", "")]),
        ("no scope", "scope-missing", &[("scope", "")]),
        ("no redirect URI", "redirect-uri-missing", &[("redirect_uri", "")]),
        ("another port", "redirect-uri-loopback", &[("redirect_uri", "http://127.0.0.1:18802/callback")]),
        ("another path", "redirect-uri-not-registered", &[("redirect_uri", "http://127.0.0.1:18801/other")]),
        ("locked", "client-locked", &[("client_id", "APP-PLAYGROUND000004")]),
        ("no nonce", "nonce-missing", &[("response_type", "id_token"), ("scope", "openid")]),
    ];
    for (name, cause, changes) in cases {
        let mut world = maker.world(&[]);
        let mut asked = asking("/authenticate");
        for (name, value) in changes {
            asked.retain(|(known, _)| known != name);
            asked.push((name, value));
        }
        asked.retain(|(_, value)| !value.is_empty());
        let mut answer = world.authorize(&asked);
        if answer.status() == 302 && location(&answer).contains("/signin") {
            answer = world.get(&location(&answer));
        }
        if String::from_utf8_lossy(answer.body()).contains("\"page\":\"sign-in\"") {
            let block = support::block(&answer);
            let moved = world.submit(&block, &[("orcid", SOPHIA)]);
            answer = world.get(&location(&moved));
        }
        let get = |name: &str| form::first(&owned(&asked), name).unwrap_or_default().to_owned();
        maker.add(name, cause, |case| {
            case.at = Some(Place::Page);
            case.configuration.client_id = get("client_id");
            case.configuration.redirect_uri = get("redirect_uri");
            case.configuration.scope = get("scope").parse_scope();
            case.configuration.nonce = Some(false);
            case.page = Some(orcid_playground::text::html::text(&String::from_utf8_lossy(answer.body())));
        });
    }
    for (name, cause, client, scope) in [
        ("two-legged scope", "two-legged-scope-at-authorization", MEMBER.0, "/authenticate /read-public"),
        ("slash", "scope-without-slash", MEMBER.0, "read-limited"),
        ("misspelt", "scope-misspelt", MEMBER.0, "/authorise"),
        ("member scope", "member-scope-for-public-client", PUBLIC.0, "/read-limited"),
    ] {
        let mut world = maker.world(&[]);
        let asked = [("client_id", client), ("response_type", "code"), ("scope", scope), ("redirect_uri", CALLBACK)];
        let mut answer = world.authorize(&asked);
        while answer.status() == 302 && location(&answer).contains("/signin") {
            answer = world.get(&location(&answer));
        }
        let landed = location(&answer);
        maker.add(name, cause, |case| {
            case.at = Some(Place::Redirect);
            case.configuration.client_id = client.to_owned();
            case.configuration.scope = scope.parse_scope();
            case.redirect = Some(landed);
        });
    }
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn grants(maker: &mut Maker) {
    let mut world = maker.world(&[]);
    for (name, cause, scope) in [
        ("three-legged for oneself", "three-legged-scope-by-client-credentials", "/authenticate"),
        ("webhook", "premium-scope", "/webhook"),
        ("misspelt for oneself", "scope-misspelt", "/read-publick"),
    ] {
        let answer = world.ask(MEMBER, "client_credentials", &[("scope", scope)]);
        let asked = [
            ("client_id", MEMBER.0),
            ("client_secret", MEMBER.1),
            ("grant_type", "client_credentials"),
            ("scope", scope),
        ];
        maker.token(name, cause, &asked, &answer);
    }
    let (access, refresh) = world.pair("/authenticate", SOPHIA);
    let refreshing = |token: &str| {
        owned(&[
            ("client_id", MEMBER.0),
            ("client_secret", MEMBER.1),
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
        ])
    };
    let answer = world.ask(MEMBER, "refresh_token", &[("refresh_token", &access[..8])]);
    let sent = refreshing(&access[..8]);
    let sent: Vec<_> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    maker.token("a cut off refresh token", "refresh-token-wrong", &sent, &answer);
    world.post("/oauth/revoke", &[("client_id", MEMBER.0), ("client_secret", MEMBER.1), ("token", &access)]);
    let answer = world.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]);
    let sent = refreshing(&refresh);
    let sent: Vec<_> = sent.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    maker.token("a revoked refresh token", "refresh-token-dead", &sent, &answer);
}

fn tokens_in_use(maker: &mut Maker) {
    let mut world = maker.world(&[]);
    let token = world.token("/read-limited", SOPHIA);
    let known = |scope: &str, orcid: Option<&str>| TokenKnown {
        scope: scope.parse_scope(),
        orcid: orcid.map(str::to_owned),
        ..TokenKnown::default()
    };
    let mut read = |maker: &mut Maker,
                    name: &str,
                    cause: &str,
                    at: Place,
                    path: &str,
                    bearer: &str,
                    token: TokenKnown| {
        let answer = world.read(path, Some(bearer));
        maker.add(name, cause, |case| {
            case.at = Some(at);
            case.request = Some(format!(
                "GET http://127.0.0.1:18800{path} HTTP/1.1\naccept: application/json\nauthorization: Bearer {bearer}\n\n"
            ));
            case.answer = Some(text(&answer));
            case.configuration.token = Some(token);
        });
    };
    let sophia = || known("/read-limited", Some(SOPHIA));
    read(maker, "userinfo", "userinfo-scope-missing", Place::Userinfo, "/oauth/userinfo", &token, sophia());
    let other = "/api/v3.0/0000-0099-0000-0016/record";
    read(maker, "another record", "token-of-other-record", Place::Api, other, &token, sophia());
    let nobody = "/api/v3.0/0000-0002-4456-8948/record";
    read(maker, "mistyped iD", "orcid-mistyped", Place::Api, nobody, &token, sophia());
    let own = "/api/v3.0/0000-0002-4456-8947/record";
    read(maker, "cut off", "token-malformed", Place::Api, own, &token[..20], TokenKnown::default());
    let revoked = TokenKnown { revoked: true, ..sophia() };
    let gone = "00000000-0000-4000-8000-000000000000";
    read(maker, "revoked", "token-revoked", Place::Api, own, gone, revoked);
}

/// The faults that show in the answer.
fn faults(maker: &mut Maker) {
    for (fault, cause) in [
        ("expired-code", "code-expired"),
        ("code-used-before", "code-used-twice"),
        ("too-many-requests", "daily-quota"),
        ("unavailable", "too-fast"),
        ("challenge", "challenge-page"),
        ("token-redirect", "token-host-redirects"),
        ("invalid-json", "answer-cut-off"),
        ("gzip", "compressed-answer"),
        ("missing-refresh-token", "no-refresh-token"),
        ("fewer-scopes", "granted-less"),
    ] {
        let mut world = maker.world(&[fault]);
        let code = world.code("/authenticate /read-limited", SOPHIA);
        let answer = world.exchange(MEMBER, &code);
        maker.token(fault, cause, &fields(MEMBER, &code), &answer);
        maker.cases.last_mut().unwrap().configuration.scope = "/authenticate /read-limited".parse_scope();
        maker.cases.last_mut().unwrap().configuration.code_age = (fault == "expired-code").then_some(90_000);
    }
    let mut world = maker.world(&["deny"]);
    let page = world.sign_in(&asking("/authenticate"), SOPHIA);
    let done = if page.status() == 302 {
        page
    } else {
        let block = support::block(&page);
        world.submit(&block, &[("approved", "true")])
    };
    let landed = location(&done);
    maker.add("deny", "researcher-denied", |case| {
        case.at = Some(Place::Redirect);
        case.redirect = Some(landed);
    });
    // A good answer has nothing to be told of.
    let mut world = maker.world(&[]);
    let code = world.code("/authenticate", SOPHIA);
    let answer = world.exchange(MEMBER, &code);
    assert!(json(&answer)["access_token"].is_string());
    maker.token("nothing wrong", "", &fields(MEMBER, &code), &answer);
}
