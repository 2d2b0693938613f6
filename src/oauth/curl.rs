//! A request as a `curl` command that makes the same request.

use http::Method;

use super::{HttpRequest, redact};

/// What stands in the command where a secret was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// A shell variable, `$ORCID_CLIENT_SECRET`: the command can be shown to others.
    AsVariables,
    /// The secret itself: the command runs as it is.
    Real,
}

/// The command, one option a line. Headers that curl sets itself in the same way (`Host`, `Content-Length`) are left
/// out; the body goes through `--data-raw`, so that nothing in it is taken for a file name.
pub fn command(request: &HttpRequest, secrets: Secrets) -> String {
    let mut parts = vec![format!(
        "curl -i {}",
        quote(&request.uri().to_string(), &redact::in_url(&request.uri().to_string()), secrets)
    )];
    let body = String::from_utf8_lossy(request.body());
    let implied = if body.is_empty() { Method::GET } else { Method::POST };
    if *request.method() != implied {
        parts.push(format!("-X {}", request.method()));
    }
    for (name, value) in request.headers() {
        if matches!(name.as_str(), "host" | "content-length") {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes());
        let line = format!("{name}: {value}");
        let shift = line.len() - value.len();
        let ranges: Vec<_> = redact::in_header(name.as_str(), &value)
            .into_iter()
            .map(|mut s| {
                s.range = s.range.start + shift..s.range.end + shift;
                s
            })
            .collect();
        parts.push(format!("-H {}", quote(&line, &ranges, secrets)));
    }
    if !body.is_empty() {
        let json = request.headers().get("content-type").is_some_and(|t| t.as_bytes().ends_with(b"json"));
        let ranges = if json { redact::in_json(&body) } else { redact::in_form(&body) };
        parts.push(format!("--data-raw {}", quote(&body, &ranges, secrets)));
    }
    parts.join(" \\\n  ")
}

/// Quotes for a POSIX shell: single quotes, and the variables between them in double quotes.
fn quote(text: &str, ranges: &[redact::SecretRange], secrets: Secrets) -> String {
    let quoted =
        |part: &str| if part.is_empty() { String::new() } else { format!("'{}'", part.replace('\'', r"'\''")) };
    if secrets == Secrets::Real || ranges.is_empty() {
        return quoted(text);
    }
    let mut out = String::new();
    let mut from = 0;
    for secret in ranges {
        out.push_str(&quoted(&text[from..secret.range.start]));
        out.push_str(&format!("\"${}\"", variable(&secret.name)));
        from = secret.range.end;
    }
    out.push_str(&quoted(&text[from..]));
    out
}

/// The shell variable that stands for a secret: `ORCID_CLIENT_SECRET`, `ORCID_ACCESS_TOKEN`, …
pub fn variable(name: &str) -> String {
    match name {
        "authorization" | "token" => "ORCID_ACCESS_TOKEN".to_owned(),
        "cookie" | "set-cookie" => "ORCID_SESSION".to_owned(),
        other => format!("ORCID_{}", other.to_ascii_uppercase().replace('-', "_")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    #[test]
    fn secrets_become_variables_or_stay() {
        let request = http::Request::post("http://127.0.0.1:1/oauth/token")
            .header("host", "127.0.0.1:1")
            .header("accept", "application/json")
            .body(Bytes::from("client_id=A&client_secret=it's&code=x"))
            .unwrap();
        assert_eq!(
            command(&request, Secrets::AsVariables),
            "curl -i 'http://127.0.0.1:1/oauth/token' \\\n  -H 'accept: application/json' \\\n  \
             --data-raw 'client_id=A&client_secret='\"$ORCID_CLIENT_SECRET\"'&code=x'"
        );
        assert!(command(&request, Secrets::Real).ends_with(r"'client_id=A&client_secret=it'\''s&code=x'"));
    }

    #[test]
    fn a_bearer_token_becomes_a_variable() {
        let request =
            super::super::bearer_request("http://127.0.0.1:1/r", &"secret".into(), "application/json").unwrap();
        let text = command(&request, Secrets::AsVariables);
        assert!(text.contains("-H 'authorization: Bearer '\"$ORCID_ACCESS_TOKEN\""), "{text}");
        assert!(!text.contains("secret"));
    }
}
