//! What holds for every request, and for every way in which a token can come and go.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use orcid_playground::{
    oauth::ScopeSet,
    orcid::scopes,
    sandbox::{Era, Settings, respond},
};
use proptest::{prelude::*, sample::select};

use crate::support::{self, CALLBACK, MEMBER, PREMIUM, SAKURA, SOPHIA, World, json, pair};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() }
}

fn eras() -> impl Strategy<Value = Era> {
    select(vec![Era::Current, Era::Classic])
}

/// A request as a program with any number of faults might send it.
#[derive(Clone, Debug)]
struct Sent {
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// Where something is, and where nothing is.
fn paths() -> impl Strategy<Value = String> {
    let known = select(vec![
        "/",
        "/oauth/authorize",
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/userinfo",
        "/oauth/jwks",
        "/.well-known/openid-configuration",
        "/signin",
        "/signout",
        "/0000-0002-4456-8947",
        "/pub/v3.0/0000-0002-4456-8947/record",
        "/pub/v3.0/0000-0002-4456-8947/works/1,2,x",
        "/pub/v3.0/search/",
        "/pub/v3.0/expanded-search/",
        "/pub/oauth/token",
        "/api/v3.0/0000-0002-4456-8947/record",
        "/api/v3.0/0000-0002-4456-8947/work/99999999999999999999",
        "/api/v3.0/0000-0002-4456-8947/works",
        "/api/v3.0/0000-0099-0000-0040/person",
        "/api/v2.1/0000-0002-4456-8947/record",
        "/api/oauth/token",
        "/_sandbox/state",
        "/_sandbox/exchanges",
        "/_sandbox/clock",
        "/_sandbox/next-consent",
        "/_sandbox/faults",
        "/_sandbox/revoke-access",
        "/_sandbox/redirect-uris",
    ])
    .prop_map(str::to_owned);
    let odd = "(/([a-z0-9.%_~-]|%[0-9a-f]{2}){0,8}){1,6}";
    prop_oneof![6 => known.clone(), 1 => odd, 2 => (known, odd).prop_map(|(known, odd)| known + &odd)]
}

/// `a=b&c=d`, of what is known and what is not.
fn form() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        9 => select(vec![
            "client_id", "client_secret", "grant_type", "code", "redirect_uri", "scope", "state", "response_type",
            "prompt", "max_age", "nonce", "token", "refresh_token", "subject_token", "subject_token_type",
            "requested_token_type", "expires_in", "revoke_old", "q", "rows", "start", "fl", "access_token", "approved",
            "orcid", "lang",
        ])
        .prop_map(str::to_owned),
        1 => "[a-z%]{0,6}",
    ];
    let value = prop_oneof![
        9 => select(vec![
            MEMBER.0, MEMBER.1, PREMIUM.0, PREMIUM.1, CALLBACK, SOPHIA, SAKURA, "authorization_code", "refresh_token",
            "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange", "code", "token", "id_token",
            "/read-limited", "openid", "/read-public", "none", "login", "-1", "9223372036854775807", "true", "",
            "urn:ietf:params:oauth:token-type:id_token", "family-name:Garcia", "*:*", "(((", "[a TO",
        ])
        .prop_map(str::to_owned),
        1 => "([^&#\\PC]|%[0-9a-fA-F]{2}){0,12}",
    ];
    prop::collection::vec((name, value), 0..8)
        .prop_map(|pairs| pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let written = select(vec![
        r#"{"advance": 9223372036854775807}"#,
        r#"{"advance": 200000000000}"#,
        r#"{"set": "9999-12-30T22:00:00Z"}"#,
        r#"{"decision": "approve", "orcid": "0000-0002-4456-8947", "scopes": [""]}"#,
        r#"[{"name": "slow"}, {"name": "wrong-alg", "times": 0}]"#,
        r#"{"redirect_uri": ""}"#,
        r#"{"title":{"title":{"value":null}},"type":"book","put-code":-1}"#,
        "<work:work xmlns:work=\"http://www.orcid.org/ns/work\"><",
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>",
        "{\"bulk\":[{\"work\":{}}]}",
    ])
    .prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![
        4 => form().prop_map(String::into_bytes),
        2 => written,
        1 => prop::collection::vec(any::<u8>(), 0..80),
    ]
}

fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let known = select(vec![
        ("host", "127.0.0.1:18800"),
        ("host", "pub.localhost"),
        ("host", "evil.example"),
        ("host", ":"),
        ("accept", "application/json"),
        ("accept", "application/vnd.orcid+xml; qs=5"),
        ("accept", "text/csv;q=0.000, */*;q=x"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-type", "application/orcid+json"),
        ("content-type", "application/vnd.orcid+xml"),
        ("content-type", ";"),
        ("authorization", "Bearer TOKEN"),
        ("authorization", "Bearer ,"),
        ("authorization", "Basic QVBQOg=="),
        ("authorization", "Basic ===="),
        ("cookie", "sandbox_session_18800=x; ;=;"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:18800"),
        ("range", "bytes=0-"),
    ])
    .prop_map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
    let odd = ("[a-z-]{1,12}", prop::collection::vec(any::<u8>(), 0..30));
    prop::collection::vec(prop_oneof![6 => known, 1 => odd], 0..6)
}

fn requests() -> impl Strategy<Value = Sent> {
    let method = prop_oneof![
        9 => select(vec!["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]).prop_map(str::to_owned),
        1 => "[A-Za-z]{1,8}",
    ];
    (method, paths(), prop::option::of(form()), headers(), bodies()).prop_map(|(method, path, query, headers, body)| {
        let target = query.map_or(path.clone(), |query| format!("{path}?{query}"));
        Sent { method, target, headers, body }
    })
}

impl Sent {
    /// What `http` takes of it. With a real token where one is named.
    fn request(&self, token: &str) -> Option<http::Request<Bytes>> {
        let mut request = http::Request::new(Bytes::from(self.body.clone()));
        *request.method_mut() = Method::from_bytes(self.method.as_bytes()).ok()?;
        *request.uri_mut() = self.target.replace("TOKEN", token).parse().ok()?;
        for (name, value) in &self.headers {
            let value = match std::str::from_utf8(value) {
                Ok(text) => text.replace("TOKEN", token).into_bytes(),
                Err(_) => value.clone(),
            };
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_bytes(&value)) {
                request.headers_mut().append(name, value);
            }
        }
        if !request.headers().contains_key("host") && !self.body.len().is_multiple_of(5) {
            request.headers_mut().insert("host", HeaderValue::from_static("127.0.0.1:18800"));
        }
        Some(request)
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn every_request_gets_an_answer(era in eras(), sent in prop::collection::vec(requests(), 1..8)) {
        let mut world = World::of(era);
        let token = world.token("/activities/update /person/update /read-limited openid", SOPHIA);
        for sent in sent {
            let Some(request) = sent.request(&token) else { continue };
            let answer = respond(&mut world.sandbox, &request, world.now);
            let status = answer.response.status().as_u16();
            prop_assert!((200..600).contains(&status), "{sent:?}: {status}");
            prop_assert!(sent.method != "HEAD" || answer.response.body().is_empty(), "{sent:?}");
        }
    }
}

/// Scopes as a set: mostly such as a member may ask a researcher for, sometimes of any kind.
fn some_scopes() -> impl Strategy<Value = BTreeSet<&'static str>> {
    let of = |wanted: fn(&scopes::ScopeInfo) -> bool| -> Vec<&'static str> {
        scopes::all().iter().filter(|info| wanted(info)).map(|info| info.value.as_str()).collect()
    };
    let usual = of(|info| info.legs == scopes::Legs::Three && info.allowed_for(scopes::ClientType::Member));
    prop_oneof![
        4 => prop::collection::btree_set(select(usual), 1..6),
        1 => prop::collection::btree_set(select(of(|_| true)), 1..4),
    ]
}

fn text(scopes: &BTreeSet<&str>) -> String {
    scopes.iter().copied().collect::<Vec<_>>().join(" ")
}

/// What a token response grants.
fn granted(response: &http::Response<Bytes>) -> BTreeSet<String> {
    let answer = json(response);
    answer["scope"].as_str().expect("it says its scopes").split(' ').map(str::to_owned).collect()
}

/// That each of them is allowed by what was there.
fn within(narrow: &BTreeSet<String>, wide: &BTreeSet<String>) -> bool {
    let allowed = scopes::closure(&ScopeSet::parse(&text(&wide.iter().map(String::as_str).collect())));
    narrow.iter().all(|scope| wide.contains(scope) || allowed.contains(scope.as_str()))
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn scopes_never_widen(
        era in eras(),
        asked in some_scopes(),
        wishes in prop::collection::vec(some_scopes(), 1..4),
    ) {
        let mut world = World::with(Settings { era, auto_approve: Some(SOPHIA.parse().unwrap()), ..support::settings() });
        let asked_text = text(&asked);
        let own: BTreeSet<String> = asked.iter().map(|scope| (*scope).to_owned()).collect();

        // For itself: nothing that was not asked for, and nothing that takes a researcher.
        let two_legged = world.ask(MEMBER, "client_credentials", &[("scope", &asked_text)]);
        if two_legged.status() == 200 {
            let granted = granted(&two_legged);
            prop_assert!(granted.is_subset(&own), "{asked_text}: {granted:?}");
            prop_assert!(granted.iter().all(|scope| scopes::find(scope).unwrap().legs != scopes::Legs::Three));
        }

        // With a researcher: nothing that was not asked for, and after that nothing that was not there before.
        let answer = world.authorize(&support::asking(&asked_text));
        let code = answer.headers().get("location").and_then(|at| support::parameter(at.to_str().unwrap(), "code"));
        let Some(code) = code else { return Ok(()) };
        let first = world.exchange(MEMBER, &code);
        let mut held = granted(&first);
        let (_, mut refresh_token) = pair(&first);
        prop_assert!(held.is_subset(&own), "{asked_text}: {held:?}");
        for wish in wishes {
            let fields = [("refresh_token", refresh_token.as_str()), ("scope", &text(&wish))];
            let answer = world.ask(MEMBER, "refresh_token", &fields);
            if answer.status() != 200 {
                continue;
            }
            let narrower = granted(&answer);
            prop_assert!(within(&narrower, &held), "{held:?} became {narrower:?}");
            held = narrower;
            refresh_token = pair(&answer).1;
        }
    }
}

/// How a token comes to be worth nothing.
#[derive(Clone, Copy, Debug)]
enum End {
    Revoked,
    RefreshTokenRevoked,
    CodeUsedAgain,
    Expired,
    AccessTakenAway,
    Reset,
    /// One that nobody issued: a character differs.
    Altered(usize, char),
    /// Not even a token.
    Invented(&'static str),
    /// The refresh token in the access token's place.
    RefreshToken,
}

fn ends() -> impl Strategy<Value = End> {
    prop_oneof![
        select(vec![
            End::Revoked,
            End::RefreshTokenRevoked,
            End::CodeUsedAgain,
            End::Expired,
            End::AccessTakenAway,
            End::Reset,
            End::RefreshToken,
            End::Invented("null"),
            End::Invented("00000000-0000-0000-0000-000000000000"),
            End::Invented("*"),
        ]),
        (0usize..36, prop::char::ranges(vec!['0'..='9', 'A'..='Z', 'a'..='z'].into()))
            .prop_map(|(at, by)| End::Altered(at, by)),
    ]
}

/// Ends the token, and gives what is presented in its place.
fn end(world: &mut World, end: End, code: &str, access_token: String, refresh_token: String) -> String {
    let revoke = |world: &mut World, token: &str| {
        let fields = [("client_id", MEMBER.0), ("client_secret", MEMBER.1), ("token", token)];
        assert_eq!(world.post("/oauth/revoke", &fields).status(), 200);
    };
    let control = |world: &mut World, what: &str, body: &str| {
        let answer = world.send(Method::POST, what, &[("content-type", "application/json")], body);
        assert_eq!(answer.status(), 200, "{what}: {}", support::text(&answer));
    };
    match end {
        End::Revoked => revoke(world, &access_token),
        End::RefreshTokenRevoked => revoke(world, &refresh_token),
        End::CodeUsedAgain => assert_eq!(world.exchange(MEMBER, code).status(), 400),
        End::Expired => world.wait(631_138_519),
        End::AccessTakenAway => {
            let body = format!(r#"{{"client_id": "{}", "orcid": "{SOPHIA}"}}"#, MEMBER.0);
            control(world, "/_sandbox/revoke-access", &body);
        }
        End::Reset => control(world, "/_sandbox/reset", ""),
        End::Altered(at, by) => {
            let mut altered: Vec<char> = access_token.chars().collect();
            altered[at] = by;
            return altered.into_iter().collect();
        }
        End::Invented(token) => return token.to_owned(),
        End::RefreshToken => return refresh_token,
    }
    access_token
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_token_that_is_worth_nothing_reads_nothing(era in eras(), way in ends(), asked in some_scopes(), in_query in any::<bool>()) {
        // Whether it may all be asked for does not matter here: /read-limited and openid always may.
        let mut scope: BTreeSet<&str> = asked.into_iter().filter(|scope| {
            scopes::find(scope).is_some_and(|info| info.legs == scopes::Legs::Three)
                && scopes::find(scope).unwrap().allowed_for(scopes::ClientType::Member)
        }).collect();
        scope.extend(["/read-limited", "openid"]);
        let mut world = World::of(era);
        let code = world.code(&text(&scope), SOPHIA);
        let (access_token, refresh_token) = pair(&world.exchange(MEMBER, &code));
        let read = |world: &mut World, target: &str, token: &str| {
            if in_query {
                world.read(&format!("{target}?access_token={token}"), None)
            } else {
                world.read(target, Some(token))
            }
        };
        let record = format!("/api/v3.0/{SOPHIA}/record");
        prop_assert_eq!(read(&mut world, &record, &access_token).status(), 200, "it reads before");
        let presented = end(&mut world, way, &code, access_token.clone(), refresh_token);
        prop_assume!(presented != access_token || !matches!(way, End::Altered(..)));
        for target in [
            record.as_str(),
            "/oauth/userinfo",
            "/api/v3.0/0000-0002-4456-8947/person",
            "/api/v3.0/0000-0002-4456-8947/works",
            "/pub/v3.0/0000-0002-4456-8947/record",
            "/api/v3.0/0000-0099-0000-0024/record",
            "/api/v3.0/search/?q=garcia",
        ] {
            let answer = read(&mut world, target, &presented);
            let body = support::text(&answer);
            // The public API answers without a token too; a token that is none gets nothing more than that.
            let nothing = answer.status().is_client_error()
                || (target.starts_with("/pub/") && !body.contains("\"visibility\" : \"limited\""));
            prop_assert!(nothing, "{way:?} {target}: {} {body}", answer.status());
        }
    }

    #[test]
    fn a_token_of_somebody_else_does_not_read_what_is_limited(era in eras(), premium in any::<bool>()) {
        // Sakura's token opens nothing of Sophia's that is not public.
        let mut world = World::of(era);
        let client = if premium { PREMIUM } else { MEMBER };
        let asking = [("client_id", client.0), ("response_type", "code"), ("scope", "/read-limited"), ("redirect_uri", CALLBACK)];
        let code = world.code_for(&asking, SAKURA);
        let (foreign, _) = pair(&world.exchange(client, &code));
        let own = world.token("/read-limited", SOPHIA);
        for section in ["record", "person", "email", "keywords", "works", "educations", "fundings"] {
            let target = format!("/api/v3.0/{SOPHIA}/{section}");
            let answer = world.read(&target, Some(&foreign));
            let body = support::text(&answer).to_lowercase();
            prop_assert!(!body.contains("\"visibility\" : \"limited\"") && !body.contains("\"visibility\":\"limited\""), "{target}: {body}");
            prop_assert_eq!(world.read(&target, Some(&own)).status(), 200);
        }
        let answer = world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(&own));
        let body = support::text(&answer).to_lowercase();
        prop_assert!(body.contains("limited"), "there is something limited to be read: {body}");
    }
}
