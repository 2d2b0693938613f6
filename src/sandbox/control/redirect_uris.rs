//! `POST /_sandbox/redirect-uris` with `{"redirect_uri": "http://127.0.0.1:…/callback"}`: registers it for the demo
//! clients until the sandbox ends. A second program that uses this sandbox has a callback port of its own.

use serde::Deserialize;
use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::sandbox::{Sandbox, incoming::Incoming, reply::Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registration {
    redirect_uri: String,
}

pub(super) fn register(sandbox: &mut Sandbox, request: &Incoming<'_>) -> Result<Reply, BadRequest> {
    let Registration { redirect_uri } = body(request, r#"{"redirect_uri": "…"}"#)?;
    if url::Url::parse(&redirect_uri).is_err() {
        return Err(bad_request("redirect_uri is not a URL."));
    }
    sandbox.register_redirect_uri(redirect_uri);
    let registered: Vec<&str> = sandbox.redirect_uris().collect();
    Ok(Reply::json(200, &json!({ "redirect_uris": registered })))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use jiff::Timestamp;
    use rand::{SeedableRng, rngs::StdRng};

    use crate::sandbox::{Sandbox, Settings, SigningKey, respond};

    fn post(sandbox: &mut Sandbox, origin: Option<&str>, body: &'static str) -> u16 {
        let mut request =
            http::Request::post("http://127.0.0.1:1/_sandbox/redirect-uris").header("host", "127.0.0.1:1");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let request = request.body(Bytes::from(body)).unwrap();
        respond(sandbox, &request, Timestamp::UNIX_EPOCH).response.status().as_u16()
    }

    #[test]
    fn redirect_uris_are_registered_by_programs_only() {
        let settings = Settings { issuer: "http://127.0.0.1:1".into(), ..Settings::default() };
        let key = || Arc::new(SigningKey::generate().unwrap());
        let mut sandbox = Sandbox::new(settings, Arc::new(key), StdRng::seed_from_u64(1));
        let body = r#"{"redirect_uri":"http://127.0.0.1:9/callback"}"#;
        assert_eq!(post(&mut sandbox, Some("https://evil.example"), body), 403);
        assert_eq!(post(&mut sandbox, None, "{}"), 400);
        assert_eq!(post(&mut sandbox, None, r#"{"redirect_uri":"x"}"#), 400);
        assert!(!sandbox.redirect_uris().any(|uri| uri == "http://127.0.0.1:9/callback"));
        assert_eq!(post(&mut sandbox, None, body), 200);
        assert!(sandbox.redirect_uris().any(|uri| uri == "http://127.0.0.1:9/callback"));
    }
}
