//! Names under which secrets stand.

use percent_encoding::percent_decode_str;

/// Names that carry a secret, as [`plain_name`] writes them, beside those that end in `_token`, `_secret` or `password`.
const NAMES: [&str; 25] = [
    "token",
    "session",
    "session_id",
    "sessionid",
    "jsessionid",
    "sid",
    "code_verifier",
    "assertion",
    "client_assertion",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "api_key",
    "apikey",
    "x_api_key",
    "device_code",
    "id_token_hint",
    "csrf",
    "_csrf",
    "xsrf",
    "csrftoken",
    "jwt",
    "bearer",
    "credentials",
];

/// A name with small letters and underscores.
pub(in super::super) fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let name: String = name.chars().map(plain).collect();
    // One token, whichever way it goes.
    match name.as_str() {
        "authorization" | "token" | "bearer" | "subject_token" => "access_token".to_owned(),
        "set_cookie" => "cookie".to_owned(),
        _ => name,
    }
}

pub(super) fn is_secret(name: &str) -> bool {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    NAMES.contains(&name.as_str()) || ["_token", "_secret", "password"].iter().any(|end| name.ends_with(end))
}

/// In a form or a query, where an authorization code is one too.
pub(super) fn is_secret_parameter(name: &str) -> bool {
    is_secret(name) || name.eq_ignore_ascii_case("code")
}

/// Form decoding: percent signs and plus signs.
pub(in super::super) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
