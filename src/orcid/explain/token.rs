//! Tokens: UUIDs, which say nothing, and ID tokens, which say a lot.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::Value;

use super::Explanation;
use crate::{
    oauth::Secret,
    orcid::{Environment, EnvironmentKey, diagnosis::Situation},
};

pub(super) fn uuid(secret: &Secret) -> Explanation {
    Explanation::new(
        "uuid",
        "A UUID: an access token, a refresh token or a client secret of ORCID. It says nothing of itself; which one it is, only where it came from tells.",
    )
    .part("value", secret.masked())
    .then("An access token goes into the header Authorization: Bearer, a refresh token into `refresh`, a client secret into pane 1. Whoever has it can use it: keep it out of logs and tickets.")
}

pub(super) fn jwt(jwt: &Secret, situation: &Situation, now: Timestamp) -> Explanation {
    let mut parts = jwt.expose().split('.');
    let mut read = || parts.next().and_then(decoded);
    let (Some(header), Some(claims)) = (read(), read()) else {
        return Explanation::new("id-token", "It looks like a JWT, and its parts cannot be read: cut off, or changed.")
            .part("value", jwt.masked())
            .then("Copy it again as a whole: three parts with two dots.");
    };
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |name: &str| claims.get(name).and_then(Value::as_i64);
    let mut explanation = Explanation::new(
        "id-token",
        "An ID token (OpenID Connect Core 1.0 §2): it tells the client who signed in, and opens nothing. Its signature is not checked by this.",
    );
    for (name, value) in object(&header).chain(object(&claims)) {
        explanation = explanation.part(name, shown(name, value));
    }
    let alg = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    let expired = number("exp").filter(|exp| *exp <= now.as_second());
    let future = number("iat").filter(|iat| *iat > now.as_second() + 60);
    let of = Environment::of_url(&text("iss"));
    let elsewhere =
        of.clone().filter(|of| *of != situation.environment && situation.environment != EnvironmentKey::Local);
    let audience = text("aud");
    explanation
        .odd_if(alg != "RS256", format!("alg is {alg:?}; ORCID signs with RS256 only."))
        .odd_if(expired.is_some(), "It has expired.")
        .odd_if(number("exp").is_none(), "It has no exp.")
        .odd_if(future.is_some(), "It was issued in the future: one of the clocks is wrong.")
        .odd_if(elsewhere.is_some(), format!("Its issuer {} is not the environment that is configured.", text("iss")))
        .odd_if(
            !situation.client_id.is_empty() && !audience.is_empty() && audience != situation.client_id,
            format!("It was made for {audience}, not for {}.", situation.client_id),
        )
        .odd_if(claims.get("email").is_some(), "It has an e-mail claim; ORCID's never have one.")
        .then("Check the signature against the issuer's key set, then iss, aud, exp and nonce, before you believe it.")
}

fn decoded(part: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok().filter(Value::is_object)
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A claim in words: times as such beside their number.
fn shown(name: &str, value: &Value) -> String {
    let time = value.as_i64().filter(|_| matches!(name, "exp" | "iat" | "auth_time" | "nbf"));
    match (time.and_then(|seconds| Timestamp::from_second(seconds).ok()), value) {
        (Some(time), _) => format!("{value} ({time})"),
        (None, Value::String(text)) => text.clone(),
        (None, Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            value.to_string()
        }
    }
}
