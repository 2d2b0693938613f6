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

/// How many characters an iD has, hyphens not counted.
pub const ORCID_LENGTH: usize = 16;

/// A dash that is no hyphen: what word processors and typeset pages make of one.
pub fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// What was meant for an iD, with hyphens: one that is [`is_orcid_shaped`], alone or behind ORCID's host; one with dashes,
/// blanks or nothing between its groups; one with a digit too few or too many, which stays so. `None` for what is no iD.
pub fn meant_orcid(text: &str) -> Option<String> {
    let text = percent_encoding::percent_decode_str(text.trim().trim_end_matches('/')).decode_utf8_lossy();
    let bare = match text.rsplit_once('/') {
        Some((host, id)) => Some(id).filter(|_| host.ends_with("orcid.org"))?,
        None => &*text,
    };
    let hyphenated = |c: char| if is_dash(c) || c.is_whitespace() { '-' } else { c.to_ascii_uppercase() };
    let id: String = bare.chars().map(hyphenated).collect();
    if is_orcid_shaped(&id) {
        return Some(id);
    }
    let characters: String = id.chars().filter(|c| *c != '-').collect();
    let digits = characters.strip_suffix('X').unwrap_or(&characters);
    let range = ["0000", "0009"].iter().any(|first| digits.starts_with(first));
    if !range || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let groups = id.split('-').filter(|group| !group.is_empty()).count();
    match characters.len() {
        ORCID_LENGTH => {
            let group = |at: usize| &characters[at..at + 4];
            Some([group(0), group(4), group(8), group(12)].join("-"))
        }
        14..=18 if groups == 4 => Some(id),
        15 | 17 if groups == 1 => Some(id),
        _ => None,
    }
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

/// Whether a bare word is taken for a code: five small letters behind a letter are rather a word, and one code in eighty looks so.
pub fn is_bare_code(text: &str) -> bool {
    is_code(text)
        && (text.starts_with(|c: char| c.is_ascii_digit())
            || !text.bytes().skip(1).all(|byte| byte.is_ascii_lowercase()))
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

/// Whether a value that should be plain is percent-encoded: a blank, `@`, `/` or `:` stands in it as `%` and two digits.
pub fn is_encoded(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["%20", "%40", "%2f", "%3a"].iter().any(|code| lower.contains(code))
}

/// Whether a URI is percent-encoded as a whole. Its own parameters may be.
pub fn is_encoded_uri(text: &str) -> bool {
    text.to_lowercase().contains("%3a%2f%2f") && !text.contains("://")
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
        for text in [
            "0000-0002-1825-0097",
            "https://orcid.org/0000-0002-1825-0097",
            "orcid.org/0000–0002–1825–0097",
            "sandbox.orcid.org/0000-0002-1825-0097/",
            "0000%E2%80%930002%E2%80%931825%E2%80%930097",
            "0000 0002 1825 0097",
            "0000000218250097",
            "0000-00021825-0097",
        ] {
            assert_eq!(meant_orcid(text).as_deref(), Some("0000-0002-1825-0097"), "{text}");
        }
        for text in ["0000-0002-1825-009", "0000-0002-1825-00977", "000000021825009"] {
            assert_eq!(meant_orcid(text).as_deref(), Some(text));
        }
        assert_eq!(meant_orcid("000000021694233x").as_deref(), Some("0000-0002-1694-233X"));
        for text in ["", "eUeiz2", "1234567812345678", "0000", "00000002", "2026-03-01", "a.org/0000000218250097"] {
            assert_eq!(meant_orcid(text), None, "{text}");
        }
        assert!(is_uuid("5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01") && !is_uuid("5a0c4d1e7f3b4c6a9d281e0b6f7a9c01"));
        assert!(is_jwt("eyJraWQiOiJ4In0.eyJzdWIiOiJ4In0.c2ln") && !is_jwt("eyJ.x"));
        assert!(is_code("eUeiz2") && !is_code("eUeiz") && !is_code("eUe-z2"));
        assert!(is_placeholder("[APP-****************]") && is_placeholder("YOUR_CLIENT_ID"));
        assert!(!is_placeholder("APP-1234567890ABCDEF"));
        assert!(is_encoded_uri("https%3A%2F%2Fa.org") && is_encoded("a%40b.org"));
        assert!(!is_encoded_uri("https://a.org/cb?next=https%3A%2F%2Fb.org") && !is_encoded("100%"));
        assert_eq!(without_strays(" \u{200b}APP-1\u{a0}\n\""), "APP-1");
    }
}
