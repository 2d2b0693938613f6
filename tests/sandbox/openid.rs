//! OpenID Connect: the ID token, the key that verifies it, userinfo, discovery.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Method;
use serde_json::Value;

use crate::support::{self, CALLBACK, ISSUER, MEMBER, PUBLIC, ROBIN, SOPHIA, World, asking, text};

fn decode(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

/// Header, payload as text; the signature is checked with the published key.
fn verify(world: &mut World, id_token: &str) -> (String, String) {
    let keys = support::json(&world.get("/oauth/jwks"));
    let key = &keys["keys"][0];
    let (input, signature) = id_token.rsplit_once('.').unwrap();
    let public =
        RsaPublicKeyComponents { n: decode(key["n"].as_str().unwrap()), e: decode(key["e"].as_str().unwrap()) };
    public.verify(&RSA_PKCS1_2048_8192_SHA256, input.as_bytes(), &decode(signature)).expect("the signature is good");
    let (header, payload) = input.split_once('.').unwrap();
    let texts = [header, payload].map(|part| String::from_utf8(decode(part)).unwrap());
    assert_eq!(texts[0], format!(r#"{{"kid":"{}","alg":"RS256"}}"#, key["kid"].as_str().unwrap()));
    let [header, payload] = texts;
    (header, payload)
}

#[test]
fn an_id_token_has_orcids_claims_in_orcids_order() {
    let mut world = World::new();
    let mut asked = asking("openid /read-limited");
    asked.push(("nonce", "n-1"));
    let code = world.code_for(&asked, SOPHIA);
    world.wait(42);
    let tokens = support::json(&world.exchange(MEMBER, &code));
    let (_, payload) = verify(&mut world, tokens["id_token"].as_str().unwrap());
    let claims: Value = serde_json::from_str(&payload).unwrap();
    let (at_hash, jti) = (claims["at_hash"].as_str().unwrap(), claims["jti"].as_str().unwrap());
    let iat = world.now.as_second();
    assert_eq!(
        payload,
        format!(
            r#"{{"at_hash":"{at_hash}","aud":"{}","sub":"{SOPHIA}","auth_time":{},"amr":"pwd","iss":"http:\/\/127.0.0.1:18800","name":"Sophia Garcia","exp":{},"given_name":"Sophia","iat":{iat},"nonce":"n-1","family_name":"Garcia","jti":"{jti}"}}"#,
            MEMBER.0,
            iat - 42,
            iat + 86_400
        )
    );
    let hash =
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, tokens["access_token"].as_str().unwrap().as_bytes());
    assert_eq!(at_hash, URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]));
    let keys: Vec<_> = tokens.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.last(), Some(&"id_token"));
}

#[test]
fn what_is_not_public_is_not_claimed_and_public_clients_get_no_amr() {
    let mut world = World::new();
    let asked = [("client_id", PUBLIC.0), ("response_type", "code"), ("scope", "openid"), ("redirect_uri", CALLBACK)];
    let code = world.code_for(&asked, ROBIN);
    let tokens = support::json(&world.exchange(PUBLIC, &code));
    let (_, payload) = verify(&mut world, tokens["id_token"].as_str().unwrap());
    let claims: serde_json::Map<String, Value> = serde_json::from_str(&payload).unwrap();
    let names: Vec<_> = claims.keys().map(String::as_str).collect();
    assert_eq!(names, ["at_hash", "aud", "sub", "auth_time", "iss", "exp", "iat", "jti"]);
}

#[test]
fn without_openid_there_is_no_id_token_and_no_key_is_made() {
    let mut world = World::new();
    let code = world.code("/authenticate", SOPHIA);
    assert!(support::json(&world.exchange(MEMBER, &code)).get("id_token").is_none());
}

#[test]
fn the_key_is_asked_for_when_it_is_needed() {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let source: orcid_playground::sandbox::KeySource = Arc::new(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        support::key()
    });
    let random = rand::SeedableRng::seed_from_u64(1);
    let mut world = World::new();
    world.sandbox = orcid_playground::sandbox::Sandbox::new(support::settings(), source, random);
    world.token("/authenticate", SOPHIA);
    world.get("/.well-known/openid-configuration");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    world.get("/oauth/jwks");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_key_survives_a_file() {
    use orcid_playground::sandbox::SigningKey;
    let key = support::key();
    let again = SigningKey::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
    assert_eq!((key.kid(), key.jwk()), (again.kid(), again.jwk()));
    assert!(!format!("{key:?}").contains("private"));
    assert!(SigningKey::from_pkcs8(b"no key").is_err());
}

#[test]
fn the_key_set_has_one_key_without_alg() {
    let mut world = World::new();
    let response = world.get("/oauth/jwks");
    let keys = support::json(&response);
    let names: Vec<_> = keys["keys"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["kty", "e", "use", "kid", "n"]);
    assert_eq!(keys["keys"][0]["e"], "AQAB");
    assert_eq!(response.headers()["cache-control"], "no-cache, no-store, max-age=0, must-revalidate");
    let kid = keys["keys"][0]["kid"].as_str().unwrap();
    assert_eq!(kid.strip_prefix("local-orcid-org-").map(str::len), Some(32));
}

#[test]
fn userinfo_needs_a_scope_that_tells_who() {
    let mut world = World::new();
    let known = world.token("/authenticate", SOPHIA);
    let response = world.read("/oauth/userinfo", Some(&known));
    assert_eq!(
        text(&response),
        format!(
            r#"{{"id":"https://sandbox.orcid.org/{SOPHIA}","sub":"{SOPHIA}","name":"Sophia Garcia","family_name":"Garcia","given_name":"Sophia"}}"#
        )
    );
    let posted = world.post("/oauth/userinfo", &[("access_token", &known)]);
    assert_eq!(posted.body(), response.body());
    let hidden = world.token("openid", ROBIN);
    assert_eq!(
        text(&world.read("/oauth/userinfo", Some(&hidden))),
        format!(
            r#"{{"id":"https://sandbox.orcid.org/{ROBIN}","sub":"{ROBIN}","name":null,"family_name":null,"given_name":null}}"#
        )
    );
    let wrong_scope = world.token("/read-limited", SOPHIA);
    for token in [None, Some("00000000-0000-0000-0000-000000000000"), Some(wrong_scope.as_str())] {
        let response = world.read("/oauth/userinfo", token);
        assert_eq!(response.status(), 403);
        assert_eq!(text(&response), r#"{"error":"access_denied","error-description":"access_token is invalid"}"#);
    }
}

/// Guide `orcid-wire`, "Userinfo": where the token may stand.
#[test]
fn userinfo_takes_the_token_from_few_places() {
    let mut world = World::new();
    let token = world.token("openid", SOPHIA);
    let query = format!("/oauth/userinfo?access_token={token}");
    let form = format!("access_token={token}");
    let is_form = ("content-type", "application/x-www-form-urlencoded");
    for (method, path, authorization, header, body, status) in [
        (Method::GET, "/oauth/userinfo", format!("Bearer {token}"), None, "", 200),
        (Method::GET, "/oauth/userinfo", format!("bearer {token}"), None, "", 200),
        (Method::GET, "/oauth/userinfo", token.clone(), None, "", 200),
        (Method::GET, "/oauth/userinfo", format!("BEARER {token}"), None, "", 403),
        (Method::GET, "/oauth/userinfo", format!("Basic {token}"), None, "", 403),
        (Method::GET, &query, String::new(), None, "", 403),
        (Method::POST, &query, String::new(), None, "", 200),
        (Method::POST, "/oauth/userinfo", String::new(), Some(is_form), &form, 200),
        (Method::POST, "/oauth/userinfo", String::new(), None, &form, 403),
        (Method::POST, "/oauth/userinfo", format!("Bearer {token}"), Some(is_form), "access_token=x", 200),
        (Method::POST, "/oauth/userinfo", "Bearer x".to_owned(), Some(is_form), "access_token=x", 403),
    ] {
        let headers: Vec<_> = header.into_iter().chain([("authorization", authorization.as_str())]).collect();
        let response = world.send(method.clone(), path, &headers, body);
        assert_eq!(response.status(), status, "{method} {path} {authorization} {body}");
    }
}

#[test]
fn discovery_has_orcids_bytes_with_our_issuer() {
    let mut world = World::new();
    let response = world.get("/.well-known/openid-configuration");
    let expected = r#"{
  "token_endpoint_auth_signing_alg_values_supported" : [ "RS256" ],
  "id_token_signing_alg_values_supported" : [ "RS256" ],
  "userinfo_endpoint" : "ISSUER/oauth/userinfo",
  "authorization_endpoint" : "ISSUER/oauth/authorize",
  "token_endpoint" : "ISSUER/oauth/token",
  "jwks_uri" : "ISSUER/oauth/jwks",
  "claims_supported" : [ "family_name", "given_name", "name", "auth_time", "iss", "sub" ],
  "scopes_supported" : [ "openid" ],
  "subject_types_supported" : [ "public" ],
  "response_types_supported" : [ "code", "id_token", "id_token token" ],
  "claims_parameter_supported" : false,
  "token_endpoint_auth_methods_supported" : [ "client_secret_post" ],
  "grant_types_supported" : [ "authorization_code", "implicit", "refresh_token" ],
  "issuer" : "ISSUER"
}"#;
    assert_eq!(text(&response), expected.replace("ISSUER", ISSUER));
    world.sandbox.set_issuer("https://orcid.test/");
    assert_eq!(support::json(&world.get("/.well-known/openid-configuration"))["issuer"], "https://orcid.test");
}

#[test]
fn scripts_of_other_sites_may_read_what_orcid_lets_them() {
    let mut world = World::new();
    let origin = [("origin", "https://app.example")];
    for path in ["/.well-known/openid-configuration", "/oauth/jwks", "/oauth/userinfo"] {
        for method in [Method::GET, Method::OPTIONS] {
            let response = world.send(method, path, &origin, "");
            assert_eq!(response.headers()["access-control-allow-origin"], "https://app.example", "{path}");
            assert!(!response.headers().contains_key("access-control-allow-headers"), "none was asked for: {path}");
            assert_eq!(response.headers()["access-control-allow-credentials"], "true");
        }
    }
}
