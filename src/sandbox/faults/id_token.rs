//! Faults of an ID token, in a token response or in a fragment.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::sandbox::{
    key::{KeySource, SigningKey},
    reply::Reply,
};

/// What is wrong with it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    Issuer,
    Audience,
    Nonce,
    Expired,
    Skew,
    Signature,
    NoAlg,
}

const TWO_DAYS: i64 = 2 * 86_400;
const TEN_MINUTES: i64 = 600;

impl Change {
    /// Whether there was an ID token that this change concerns.
    pub fn apply(self, reply: &mut Reply, key: &KeySource) -> bool {
        let body = serde_json::from_slice::<Value>(reply.response.body()).unwrap_or_default();
        let in_body = body.get("id_token").and_then(Value::as_str);
        let location = reply.location().to_owned();
        let in_fragment = location.split_once("&id_token=").map(|(_, rest)| rest.split('&').next().unwrap_or_default());
        let Some(token) = in_body.or(in_fragment) else { return false };
        let Some(changed) = self.changed(token, &key()) else { return false };
        if in_body.is_some() {
            let text = String::from_utf8_lossy(reply.response.body()).replace(token, &changed);
            *reply.response.body_mut() = text.into();
        } else {
            reply.set_location(&location.replace(token, &changed));
        }
        true
    }

    fn changed(self, token: &str, key: &SigningKey) -> Option<String> {
        let (input, _) = token.rsplit_once('.')?;
        let (header, payload) = input.split_once('.')?;
        let text = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        let (mut header, payload) = (text(header)?, text(payload)?);
        if let Self::Signature = self {
            let other = key.sign(&header, "{}").ok()?;
            return Some(format!("{input}.{}", other.rsplit_once('.')?.1));
        }
        let mut claims: Map<String, Value> = serde_json::from_str(&payload).ok()?;
        match self {
            Self::Issuer => set(&mut claims, "iss", "https://orcid.org".into())?,
            Self::Audience => set(&mut claims, "aud", "APP-SOMEBODYELSES001".into())?,
            Self::Nonce => set(&mut claims, "nonce", "another-nonce".into())?,
            Self::Expired => shift(&mut claims, -TWO_DAYS)?,
            Self::Skew => shift(&mut claims, TEN_MINUTES)?,
            Self::NoAlg => header = json!({"kid": key.kid()}).to_string(),
            Self::Signature => {}
        }
        key.sign(&header, &Value::Object(claims).to_string().replace('/', "\\/")).ok()
    }
}

/// Changes a claim that is there.
fn set(claims: &mut Map<String, Value>, name: &str, value: Value) -> Option<()> {
    *claims.get_mut(name)? = value;
    Some(())
}

fn shift(claims: &mut Map<String, Value>, seconds: i64) -> Option<()> {
    for name in ["auth_time", "exp", "iat"] {
        let time = claims.get(name)?.as_i64()?;
        set(claims, name, (time + seconds).into())?;
    }
    Some(())
}
