use serde_json::json;

use super::*;
use crate::oauth::clock::LEEWAY;
use crate::sandbox::SigningKey;

const NOW: i64 = 1_772_355_600;
const TOKEN: &str = "bb5c8a64-8e52-4e6a-8316-ed273914fd29";

fn key() -> SigningKey {
    SigningKey::from_pkcs8(include_bytes!("../../../tests/support/key.der")).unwrap()
}

fn key_set() -> KeySet {
    KeySet::read(json!({"keys": [key().jwk()]}).to_string().as_bytes()).unwrap()
}

fn claims() -> Value {
    json!({"at_hash": "C4s1yVuTTNlOXpcozQ3bvg", "aud": "APP-1", "sub": "0000-0002-4456-8947", "auth_time": NOW - 100,
        "amr": "pwd", "iss": "https://sandbox.orcid.org", "exp": NOW + 86_400, "iat": NOW, "nonce": "n1"})
}

fn header() -> Value {
    json!({"kid": key().kid(), "alg": "RS256"})
}

fn signed(header: &Value, claims: &Value) -> String {
    key().sign(&header.to_string(), &claims.to_string()).unwrap()
}

/// The checks that do not hold, of a token against what fits the one above but for a change.
fn failing(text: &str, change: impl FnOnce(&mut Expected<'_>)) -> Vec<(Check, String)> {
    let (keys, access_token) = (key_set(), Secret::from(TOKEN));
    let mut expected = Expected {
        issuer: "https://sandbox.orcid.org",
        client_id: Some("APP-1"),
        nonce: Nonce::Sent("n1".into()),
        max_age: None,
        access_token: Some(&access_token),
        front_channel: false,
        code: None,
        orcid: Some("0000-0002-4456-8947"),
        keys: Keys::Known(&keys),
        now: jiff::Timestamp::from_second(NOW).unwrap(),
    };
    change(&mut expected);
    let checks = verify(&IdToken::decode(text).unwrap(), &expected);
    let order: Vec<Check> = checks.iter().map(|checked| checked.check).collect();
    assert_eq!(order, <Check as strum::IntoEnumIterator>::iter().collect::<Vec<_>>());
    let failed: Vec<_> = checks.iter().filter(|checked| checked.verdict == Verdict::Fails).collect();
    assert!(failed.iter().all(|checked| !checked.advice.is_empty()), "{failed:?}");
    assert_eq!(holds(&checks), failed.is_empty());
    failed.into_iter().map(|checked| (checked.check, checked.reason.clone())).collect()
}

/// The same, with a claim or header member changed before signing; null takes it away.
fn with(member: &str, value: Value) -> Vec<(Check, String)> {
    let (mut header, mut claims) = (header(), claims());
    let of = if matches!(member, "alg" | "kid" | "crit") { &mut header } else { &mut claims };
    if value.is_null() {
        of.as_object_mut().unwrap().shift_remove(member);
    } else {
        of[member] = value;
    }
    failing(&signed(&header, &claims), |_| {})
}

#[test]
fn what_orcid_sends_holds() {
    assert_eq!(failing(&signed(&header(), &claims()), |_| {}), []);
    // What stricter servers send.
    for (member, value) in [
        ("aud", json!(["APP-1"])),
        ("azp", json!("APP-1")),
        ("amr", json!(["pwd", "mfa"])),
        ("kid", Value::Null),
        ("nbf", json!(NOW)),
        ("exp", json!(NOW as f64 + 0.5)),
        ("at_hash", Value::Null),
    ] {
        assert_eq!(with(member, value), [], "{member}");
    }
}

#[test]
fn each_wrong_part_is_named() {
    for (member, value, check, words) in [
        ("alg", Value::Null, Check::Algorithm, "no algorithm"),
        ("alg", json!("none"), Check::Algorithm, "nobody signed"),
        ("alg", json!("HS256"), Check::Algorithm, "shared secret"),
        ("alg", json!("ES256"), Check::Algorithm, "ES256"),
        ("crit", json!(["exp"]), Check::Algorithm, "understood"),
        ("kid", json!("production-orcid-org-x"), Check::Key, "no key of this server, which has local-orcid-org-"),
        ("iss", json!("https://orcid.org"), Check::Issuer, "https://orcid.org made it"),
        ("iss", json!("https://sandbox.orcid.org/"), Check::Issuer, "was asked"),
        ("aud", json!("APP-2"), Check::Audience, "made for APP-2"),
        ("aud", json!(["APP-1", "APP-2"]), Check::Audience, "and for others"),
        ("aud", Value::Null, Check::Audience, "nobody"),
        ("azp", json!("APP-2"), Check::AuthorizedParty, "APP-2"),
        ("sub", json!("0000-0002-1825-0097"), Check::Subject, "0000-0002-1825-0097 signed in"),
        ("exp", json!(NOW - 3_600), Check::Expiry, "1h ago"),
        ("exp", Value::Null, Check::Expiry, "for ever"),
        ("exp", json!("tomorrow"), Check::Expiry, "for ever"),
        ("iat", json!(NOW + 600), Check::IssuedAt, "10m from now: the clocks disagree"),
        ("iat", Value::Null, Check::IssuedAt, "missing"),
        ("nbf", json!(NOW + 600), Check::NotBefore, "10m from now"),
        ("nonce", json!("n2"), Check::Nonce, "n2 came back, and n1 was sent"),
        ("nonce", Value::Null, Check::Nonce, "none came back"),
        ("at_hash", json!("1nvmvAmWpiWtgvJemCBeXQ"), Check::AccessTokenHash, "do not belong together"),
        ("amr", json!(7), Check::Methods, "neither"),
    ] {
        let failed = with(member, value);
        assert_eq!(failed.len(), 1, "{member}: {failed:?}");
        assert!(failed[0].0 == check && failed[0].1.contains(words), "{member}: {failed:?}");
    }
}

#[test]
fn clocks_may_differ_by_a_minute() {
    for (member, value, fine) in [
        ("exp", NOW - LEEWAY + 1, true),
        ("exp", NOW - LEEWAY, false),
        ("iat", NOW + LEEWAY, true),
        ("iat", NOW + LEEWAY + 1, false),
    ] {
        assert_eq!(with(member, json!(value)).is_empty(), fine, "{member} {value}");
    }
}

#[test]
fn a_changed_letter_is_found_and_a_header_never_chooses() {
    let whole = signed(&header(), &claims());
    let (input, signature) = whole.rsplit_once('.').unwrap();
    let other = signed(&header(), &json!({}));
    let swapped = format!("{input}.{}", other.rsplit_once('.').unwrap().1);
    assert_eq!(failing(&swapped, |_| {})[0].0, Check::Signature);
    // Signed with nothing, and with the public key as a secret: never looked at as a signature.
    let unsigned = |alg: &str| {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{signature}", part(&json!({"kid": key().kid(), "alg": alg})), part(&claims()))
    };
    for alg in ["none", "None", "HS256", "hs256"] {
        assert_eq!(failing(&unsigned(alg), |_| {})[0].0, Check::Algorithm, "{alg}");
    }
    // Another server's key under the same name.
    let stranger = SigningKey::generate().unwrap();
    let mut jwk = stranger.jwk();
    jwk["kid"] = key().kid().into();
    let keys = KeySet::read(json!({"keys": [jwk]}).to_string().as_bytes()).unwrap();
    let failed = failing(&whole, |expected| expected.keys = Keys::Known(Box::leak(Box::new(keys))));
    assert_eq!(failed[0].0, Check::Signature);
}

#[test]
fn without_keys_nothing_is_promised() {
    let token = IdToken::decode(&signed(&header(), &claims())).unwrap();
    let expected = Expected {
        issuer: "https://sandbox.orcid.org",
        client_id: None,
        nonce: Nonce::Unknown,
        max_age: None,
        access_token: None,
        front_channel: false,
        code: None,
        orcid: None,
        keys: Keys::Missing("no answer"),
        now: jiff::Timestamp::from_second(NOW).unwrap(),
    };
    let checks = verify(&token, &expected);
    assert!(checks.iter().all(|checked| checked.verdict != Verdict::Fails), "{checks:?}");
    assert!(!holds(&checks));
}

#[test]
fn what_the_request_asked_counts() {
    let text = signed(&header(), &claims());
    let one = |change: fn(&mut Expected<'_>)| failing(&text, change).first().map(|(check, _)| *check);
    assert_eq!(one(|expected| expected.nonce = Nonce::NotSent), Some(Check::Nonce));
    assert_eq!(one(|expected| expected.nonce = Nonce::Unknown), None);
    assert_eq!(one(|expected| expected.max_age = Some(39)), Some(Check::AuthTime));
    assert_eq!(one(|expected| expected.max_age = Some(40)), None);
    assert_eq!(one(|expected| expected.code = Some("eUeiz2")), None);
    let mut bare = claims();
    bare.as_object_mut().unwrap().shift_remove("at_hash");
    let failed = failing(&signed(&header(), &bare), |expected| expected.front_channel = true);
    assert_eq!(failed[0].0, Check::AccessTokenHash);
    bare["c_hash"] = "AAAA".into();
    assert_eq!(failing(&signed(&header(), &bare), |expected| expected.code = Some("eUeiz2"))[0].0, Check::CodeHash);
}

#[test]
fn what_is_no_token_says_why() {
    let whole = signed(&header(), &claims());
    for (text, why) in [
        ("53737721-9cdb-442a-8b77-409609bb5e43", NotAnIdToken::Parts(1)),
        ("a.b.c.d.e", NotAnIdToken::Encrypted),
        ("e=.e30.e30", NotAnIdToken::Base64("header")),
        ("e30.bnVsbA.e30", NotAnIdToken::Json("payload")),
        (&whole[..whole.len() / 2], NotAnIdToken::Json("payload")),
    ] {
        let error = IdToken::decode(text).unwrap_err();
        assert!(error == why || matches!(error, NotAnIdToken::Parts(2)), "{text}: {error}");
    }
    assert!(!format!("{:?}", IdToken::decode(&whole).unwrap()).contains(&whole[..40]));
}

#[test]
fn key_sets_of_all_kinds() {
    assert_eq!(KeySet::read(b"<html>"), Err(NotAKeySet::Shape));
    assert_eq!(KeySet::read(br#"{"kty":"RSA"}"#), Err(NotAKeySet::Shape));
    let mut jwk = key().jwk();
    jwk["use"] = "enc".into();
    let only = |jwk: &Value| KeySet::read(json!({"keys": [jwk, {"kty": "EC"}]}).to_string().as_bytes());
    assert_eq!(only(&jwk), Err(NotAKeySet::Empty));
    jwk["use"] = "sig".into();
    jwk["alg"] = "RS256".into();
    assert_eq!(only(&jwk).unwrap().names(), key().kid());
}

#[test]
fn whatever_stands_in_it_nothing_panics_and_messages_stay_short() {
    let long = "\u{1b}[2J\u{202e}ü".repeat(4_000);
    for member in ["alg", "kid", "crit", "iss", "aud", "azp", "sub", "nonce", "at_hash", "c_hash", "amr"] {
        for value in
            [json!(long), json!([long, 7, null]), json!({ "a": long }), json!(i64::MIN), json!(1e300), json!(true)]
        {
            let failed = with(member, value.clone());
            assert!(failed.iter().all(|(_, reason)| reason.chars().count() < 600), "{member}");
        }
    }
    for member in ["exp", "iat", "nbf", "auth_time"] {
        for value in [json!(i64::MAX), json!(i64::MIN), json!(-1), json!(1e300), json!(-1e300), json!(long)] {
            with(member, value);
        }
    }
}
