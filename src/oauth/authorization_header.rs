//! What stands in an `Authorization` header (RFC 9110 §11.6.2). The names of schemes know no case (§11.1).

use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;
use url::form_urlencoded::byte_serialize;

/// The value of a header with user and password of HTTP Basic (RFC 7617 §2).
pub fn encode_basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// User and password of HTTP Basic, as they stand there.
pub fn decode_basic(header: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(credentials(header, "basic")?).ok()?).ok()?;
    text.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
}

/// The value of a header with id and secret of a client, each form-encoded inside (RFC 6749 §2.3.1).
pub fn encode_client(client_id: &str, client_secret: &str) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    encode_basic(&encode(client_id), &encode(client_secret))
}

/// Id and secret of a client in HTTP Basic, each form-encoded inside (RFC 6749 §2.3.1).
pub fn decode_client(header: &str) -> Option<(String, String)> {
    let decode = |half: &str| percent_decode_str(&half.replace('+', " ")).decode_utf8_lossy().into_owned();
    decode_basic(header).map(|(id, secret)| (decode(&id), decode(&secret)))
}

/// The token that a header bears (RFC 6750 §2.1).
pub fn bearer(header: &str) -> Option<&str> {
    credentials(header, "bearer")
}

fn credentials<'a>(header: &'a str, scheme: &str) -> Option<&'a str> {
    let (found, credentials) = header.trim().split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then(|| credentials.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_read_as_it_was_written() {
        let header = encode_client("APP 1", "a b+c:d%");
        assert_eq!(decode_client(&header), Some(("APP 1".to_owned(), "a b+c:d%".to_owned())));
    }

    #[test]
    fn a_scheme_is_what_it_is_in_any_case() {
        let pair = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
        for (header, expected) in [
            (encode_basic("APP-1", "s3cret").as_str(), pair("APP-1", "s3cret")),
            ("Basic QVBQLTE6czNjcmV0", pair("APP-1", "s3cret")),
            ("basic QVBQLTE6czNjcmV0", pair("APP-1", "s3cret")),
            (" BASIC   QVBQLTE6czNjcmV0 ", pair("APP-1", "s3cret")),
            (encode_basic("", "").as_str(), pair("", "")),
            (encode_basic("a", "b:c").as_str(), pair("a", "b:c")),
            (encode_basic("APP%2D1", "ü").as_str(), pair("APP%2D1", "ü")),
            ("Bearer QVBQLTE6czNjcmV0", None),
            ("Basic", None),
            ("Basic not base64", None),
            ("Basic QVBQ", None),
            ("Basic /w==", None),
        ] {
            assert_eq!(decode_basic(header), expected, "{header}");
        }
        assert_eq!(decode_client(&encode_basic("APP%2D1", "a%3Ab")), pair("APP-1", "a:b"));
        for (header, expected) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("bearer", None),
            ("Bearerabc", None),
            ("Bücher abc", None),
            ("Basic abc", None),
        ] {
            assert_eq!(bearer(header), expected, "{header}");
        }
    }
}
