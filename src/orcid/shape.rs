//! What ORCID's identifiers look like, and what people make of them by accident (guide `orcid-wire`, "Identifiers").

/// `APP-` and sixteen of `[0-9A-Z]`, or the iD-like kind of very old clients.
pub fn is_client_id(text: &str) -> bool {
    let tail =
        |rest: &str| rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    text.strip_prefix("APP-").is_some_and(tail) || is_orcid_shaped(text)
}

/// Four groups of four, the last character a digit or X. Says nothing of the check digit.
pub fn is_orcid_shaped(text: &str) -> bool {
    text.len() == 19
        && text.bytes().enumerate().all(|(i, byte)| match i {
            4 | 9 | 14 => byte == b'-',
            18 => byte.is_ascii_digit() || byte == b'X',
            _ => byte.is_ascii_digit(),
        })
}

/// A UUID with its hyphens: a client secret, an access token or a refresh token.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// Three parts of base64url, the first one a JSON object: a signed JWT.
pub fn is_jwt(text: &str) -> bool {
    let part = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    text.starts_with("eyJ") && text.split('.').count() == 3 && text.split('.').all(part)
}

/// Six letters and digits: an authorization code.
pub fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What programs print for a variable that holds nothing: JavaScript's `undefined` and `null`, Python's `None`, R's `NULL`
/// and `NA`, Ruby's `nil`, a number that is none.
pub fn is_empty_variable(text: &str) -> bool {
    matches!(text, "undefined" | "null" | "None" | "NULL" | "NaN" | "NA" | "nil")
}

/// A text that stands where a value belongs: `[APP-…]`, `<your id>`, `{client_id}`, `*replace with …*`, `your-client-id`.
pub fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.contains(['*', '[', '<', '{', '…'])
        || ["your", "xxxx", "replace", "example-client", "client_id", "client-id", "client_secret"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Blanks, line breaks, no-break and zero-width characters, quotes around it: what copying leaves in a value.
pub fn is_stray(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '"' | '\'' | '“' | '”' | '‘' | '’'
        )
}

/// The value without what [`is_stray`].
pub fn without_strays(text: &str) -> String {
    text.chars().filter(|c| !is_stray(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart() {
        assert!(is_client_id("APP-PLAYGROUND000001") && is_client_id("4444-4444-4444-4445"));
        for text in
            ["", "APP-", "APP-playground000001", "APP-PLAYGROUND00001", "APP-PLAYGROUND0000012", "PLAYGROUND000001"]
        {
            assert!(!is_client_id(text), "{text}");
        }
        assert!(is_uuid("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01") && !is_uuid("5a0c4d1e7f3b4c6a9d281e0b6f7a9c01"));
        assert!(is_jwt("eyJraWQiOiJ4In0.eyJzdWIiOiJ4In0.c2ln") && !is_jwt("eyJ.x"));
        assert!(is_code("eUeiz2") && !is_code("eUeiz") && !is_code("eUe-z2"));
        assert!(is_placeholder("[APP-****************]") && is_placeholder("YOUR_CLIENT_ID"));
        assert!(!is_placeholder("APP-1234567890ABCDEF"));
        assert_eq!(without_strays(" \u{200b}APP-1\u{a0}\n\""), "APP-1");
    }
}
