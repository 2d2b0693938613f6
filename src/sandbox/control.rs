//! The control interface below `/_sandbox`: for programs on this computer, not for scripts of other sites.

use serde::Deserialize;

use super::{Sandbox, incoming::Incoming, pages, reply::Reply};

/// `GET /_sandbox/ready`.
pub(super) fn ready(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    refuse_foreign(request).unwrap_or_else(|| Reply::json(200, &super::ready(sandbox)).no_store())
}

/// `POST /_sandbox/redirect-uris` with `{"redirect_uri": "http://127.0.0.1:…/callback"}`: registers it for the demo
/// clients until the sandbox ends. A second program that uses this sandbox has a callback port of its own.
pub(super) fn register_redirect_uri(sandbox: &mut Sandbox, request: &Incoming<'_>) -> Reply {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Registration {
        redirect_uri: String,
    }
    if let Some(refusal) = refuse_foreign(request) {
        return refusal;
    }
    let registration: Registration = match serde_json::from_slice(request.body) {
        Ok(registration) => registration,
        Err(error) => {
            return pages::message(400, "Bad request", &format!("Expected {{\"redirect_uri\": \"…\"}}: {error}."));
        }
    };
    if url::Url::parse(&registration.redirect_uri).is_err() {
        return pages::message(400, "Bad request", "redirect_uri is not a URL.");
    }
    sandbox.register_redirect_uri(registration.redirect_uri);
    let registered: Vec<&str> = sandbox.redirect_uris().collect();
    Reply::json(200, &serde_json::json!({ "redirect_uris": registered })).no_store()
}

fn refuse_foreign(request: &Incoming<'_>) -> Option<Reply> {
    (!request.same_origin).then(|| pages::message(403, "Refused", "The control interface answers no other site."))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;
    use jiff::Timestamp;
    use rand::{SeedableRng, rngs::StdRng};

    use super::super::{Sandbox, Settings, SigningKey, respond};

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
