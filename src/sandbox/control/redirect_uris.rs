//! `POST /_sandbox/redirect-uris` with `{"redirect_uri": "http://127.0.0.1:…/callback"}`: registers it for the demo
//! clients until the sandbox ends. A second program that uses this sandbox has a callback port of its own.

use serde::Deserialize;
use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::sandbox::{Sandbox, incoming::Incoming, redirect::redirect_uri_problem, reply::Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registration {
    redirect_uri: String,
}

pub(super) fn register(sandbox: &mut Sandbox, request: &Incoming<'_>) -> Result<Reply, BadRequest> {
    let Registration { redirect_uri } = body(request, r#"{"redirect_uri": "…"}"#)?;
    if let Some(problem) = redirect_uri_problem(&redirect_uri) {
        return Err(bad_request(&format!("redirect_uri {redirect_uri:?} {problem}.")));
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
        for wrong in [
            r#"{"redirect_uri":"x"}"#,
            r#"{"redirect_uri":"myapp:/cb"}"#,
            r#"{"redirect_uri":"http:///cb"}"#,
            r#"{"redirect_uri":"http://127.0.0.1:9/callback#x"}"#,
        ] {
            assert_eq!(post(&mut sandbox, None, wrong), 400, "{wrong}");
        }
        assert!(!sandbox.redirect_uris().any(|uri| uri == "http://127.0.0.1:9/callback"));
        assert_eq!(post(&mut sandbox, None, body), 200);
        assert!(sandbox.redirect_uris().any(|uri| uri == "http://127.0.0.1:9/callback"));
    }
}
