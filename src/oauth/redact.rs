//! Which parts of a message are secret. Used for masking on the screen and for the variables of exported commands.

mod words;

use std::{borrow::Cow, ops::Range};

use percent_encoding::percent_decode;
pub use words::in_words;

/// Parameters and JSON members that carry a secret. An authorization code is not among them: it works once, dies soon,
/// and has to be seen to be understood.
const SECRET_NAMES: [&str; 8] = [
    "client_secret",
    "access_token",
    "refresh_token",
    "id_token",
    "token",
    "subject_token",
    "code_verifier",
    "session",
];

/// The same in an authorization request: the ID token of whom the client expects (OpenID Connect Core 1.0 §3.1.2.1). It
/// never stands in JSON, where each name costs a search.
const SECRET_PARAMETER: &str = "id_token_hint";

/// No secret name is longer in JSON than this, in bytes: `client_secret`, each letter escaped, in quotes.
const LONGEST_ESCAPED: usize = 13 * 6 + 2;

/// One secret value inside a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretRange {
    /// Its byte range.
    pub range: Range<usize>,
    /// The parameter, member or header that holds it.
    pub name: String,
}

/// Whether the value of a parameter or member with this (decoded) name is secret.
pub fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES.contains(&name) || name == SECRET_PARAMETER
}

/// The secret values of a form body or of a query (`a=b&c=d`).
pub fn in_form(text: &str) -> Vec<SecretRange> {
    form_secrets(text.as_bytes()).map(|(name, range)| SecretRange { name: name.into_owned(), range }).collect()
}

/// The same of bytes that may be no text: their ranges alone.
pub fn in_form_bytes(bytes: &[u8]) -> Vec<Range<usize>> {
    form_secrets(bytes).map(|(_, range)| range).collect()
}

/// Each secret value with its name, decoded: `client%5Fsecret` is read as `client_secret` by every server.
fn form_secrets(bytes: &[u8]) -> impl Iterator<Item = (Cow<'_, str>, Range<usize>)> {
    let mut start = 0;
    bytes.split(|byte| *byte == b'&').filter_map(move |pair| {
        let begin = start;
        start += pair.len() + 1;
        let equals = memchr::memchr(b'=', pair).filter(|equals| equals + 1 < pair.len())?;
        let name = percent_decode(&pair[..equals]).decode_utf8().ok().filter(|name| is_secret_name(name))?;
        Some((name, begin + equals + 1..begin + pair.len()))
    })
}

/// The secret values of a URL: in its query and in its fragment.
pub fn in_url(url: &str) -> Vec<SecretRange> {
    let mut found = Vec::new();
    let (head, fragment) = url.split_once('#').map_or((url, None), |(head, fragment)| (head, Some(fragment)));
    let shift = |ranges: Vec<SecretRange>, by: usize| {
        ranges.into_iter().map(move |s| SecretRange { range: s.range.start + by..s.range.end + by, name: s.name })
    };
    if let Some((path, query)) = head.split_once('?') {
        found.extend(shift(in_form(query), path.len() + 1));
    }
    if let Some(fragment) = fragment {
        found.extend(shift(in_form(fragment), head.len() + 1));
    }
    found
}

/// The secret string values of a JSON text. Works on cut-off and invalid JSON too: a secret does not become public
/// because its document is broken.
pub fn in_json(text: &str) -> Vec<SecretRange> {
    let named = |(name, range): (&'static str, _)| SecretRange { range, name: name.to_owned() };
    json_secrets(text.as_bytes()).into_iter().map(named).collect()
}

/// The same of bytes that may be no text, and may be many: their ranges alone.
pub fn in_json_bytes(bytes: &[u8]) -> Vec<Range<usize>> {
    json_secrets(bytes).into_iter().map(|(_, range)| range).collect()
}

/// Each secret value with its name, in order, none inside another.
fn json_secrets(bytes: &[u8]) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    // Each name stands in quotes, and no other way to look for eight of them is as quick.
    for name in SECRET_NAMES {
        let key = format!("\"{name}\"");
        let mut end = 0;
        for at in memchr::memmem::find_iter(bytes, &key) {
            if at >= end
                && let Some(range) = json_value(bytes, at + key.len())
            {
                end = range.end;
                found.push((name, range));
            }
        }
    }
    found.extend(escaped_names(bytes));
    found.retain(|(_, range)| !range.is_empty());
    found.sort_by_key(|(_, range)| range.start);
    let mut last = 0;
    found.retain(|(_, range)| {
        let apart = range.start >= last;
        if apart {
            last = range.end;
        }
        apart
    });
    found
}

/// Where the string behind a name and its colon stands, without its quotes: `from` is behind the closing quote of the name.
fn json_value(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let value = bytes[from..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let start = bytes.len() - value.len();
    Some(start..start + string_end(value))
}

/// The values of secret names that are written with escapes (RFC 8259 §7): `"\u0074oken"` is a token to whoever reads it.
fn escaped_names(bytes: &[u8]) -> Vec<(&'static str, Range<usize>)> {
    let mut found = Vec::new();
    if memchr::memmem::find(bytes, b"\\u00").is_none() {
        return found;
    }
    let mut from = 0;
    while let Some(quote) = memchr::memchr(b'"', &bytes[from..]) {
        let start = from + quote;
        let end = start + 1 + string_end(&bytes[start + 1..]);
        from = (end + 1).min(bytes.len());
        let text = &bytes[start..from];
        if text.len() > LONGEST_ESCAPED || !text.contains(&b'\\') {
            continue;
        }
        let Ok(decoded) = serde_json::from_slice::<String>(text) else { continue };
        if let Some(name) = SECRET_NAMES.into_iter().find(|name| *name == decoded)
            && let Some(range) = json_value(bytes, from)
        {
            found.push((name, range));
        }
    }
    found
}

/// How much of an answer is looked through for what it says of a secret: refusals are short.
const MOST_OF_A_REFUSAL: usize = 64 * 1024;

/// The secrets among the words of a refusal, in JSON or XML: ORCID repeats a bad token in its description (RFC 6750 §3.1).
pub fn in_descriptions(bytes: &[u8]) -> Vec<Range<usize>> {
    let bytes = &bytes[..bytes.len().min(MOST_OF_A_REFUSAL)];
    let mut found = Vec::new();
    for at in memchr::memmem::find_iter(bytes, "error_description") {
        let end = bytes[at..].iter().position(|byte| b"<\n}".contains(byte)).map_or(bytes.len(), |end| at + end);
        // In XML it ends where the next tag begins, behind its own.
        let from = at + "error_description".len() + usize::from(bytes.get(end) == Some(&b'<'));
        let Some(words) = bytes.get(from..end).and_then(|words| std::str::from_utf8(words).ok()) else { continue };
        found.extend(in_words(words).into_iter().map(|s| s.range.start + from..s.range.end + from));
    }
    found
}

/// Where a JSON string ends, given the bytes behind its opening quote: the offset of the closing quote, or of the end.
fn string_end(bytes: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'"', b'\\', &bytes[from..]) {
        if bytes[from + at] == b'"' {
            return from + at;
        }
        from = (from + at + 2).min(bytes.len());
    }
    bytes.len()
}

/// The secret part of a header value: credentials behind the scheme, and cookie values.
pub fn in_header(name: &str, value: &str) -> Vec<SecretRange> {
    let range = match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" => value.find(' ').map_or(0, |blank| blank + 1)..value.len(),
        "cookie" => value.find('=').map_or(0, |equals| equals + 1)..value.len(),
        "set-cookie" => {
            let from = value.find('=').map_or(0, |equals| equals + 1);
            from..value[from..].find(';').map_or(value.len(), |end| from + end)
        }
        "location" | "referer" => return in_url(value),
        _ => return Vec::new(),
    };
    if range.is_empty() { Vec::new() } else { vec![SecretRange { range, name: name.to_owned() }] }
}

/// What may be secret in a text of which nothing is known, such as a pasted one: secrets among words, values of secret names in
/// JSON and in forms, the credentials of a header. In order; none begins inside another.
pub fn in_any(text: &str) -> Vec<SecretRange> {
    let mut all = in_words(text);
    all.extend(in_json(text));
    all.extend(in_pairs(text));
    all.extend(in_credentials(text));
    words::apart(all)
}

/// What ends a value among words: the next pair, a quote of a shell, a blank.
fn ends_value(c: char) -> bool {
    c.is_whitespace() || "&#'\"".contains(c)
}

/// Values behind `name=`, wherever that stands.
fn in_pairs(text: &str) -> Vec<SecretRange> {
    let mut found = Vec::new();
    for name in SECRET_NAMES {
        for (at, matched) in text.match_indices(&format!("{name}=")) {
            let of_longer = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let start = at + matched.len();
            let end = text[start..].find(ends_value).map_or(text.len(), |end| start + end);
            if start < end && !text[..at].ends_with(of_longer) {
                found.push(SecretRange { range: start..end, name: name.to_owned() });
            }
        }
    }
    found
}

/// Credentials behind `Authorization: <scheme>` (RFC 9110 §11.6.2), wherever that stands.
fn in_credentials(text: &str) -> Vec<SecretRange> {
    const HEADER: &str = "authorization:";
    let lower = text.to_ascii_lowercase();
    let credentials = |(at, _)| {
        let behind = &text[at + HEADER.len()..];
        let (scheme, value) = behind.trim_start().split_once(' ')?;
        let value = value.trim_start();
        let start = text.len() - value.len();
        let end = value.find(ends_value).map_or(text.len(), |end| start + end);
        (start < end && !scheme.contains(ends_value))
            .then(|| SecretRange { range: start..end, name: "authorization".to_owned() })
    };
    lower.match_indices(HEADER).filter_map(credentials).collect()
}

/// The text with each secret replaced by what `with` makes of it.
pub fn replace(text: &str, secrets: &[SecretRange], mut with: impl FnMut(&SecretRange, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for secret in secrets {
        out.push_str(&text[from..secret.range.start]);
        out.push_str(&with(secret, &text[secret.range.clone()]));
        from = secret.range.end;
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stars(text: &str, secrets: Vec<SecretRange>) -> String {
        replace(text, &secrets, |_, _| "*".to_owned())
    }

    #[test]
    fn forms_and_urls() {
        let body = "client_id=A&client_secret=s3cret&code=eUeiz2&token=";
        assert_eq!(stars(body, in_form(body)), "client_id=A&client_secret=*&code=eUeiz2&token=");
        let url = "http://a/cb?access_token=x#access_token=y&token_type=bearer&id_token=z";
        assert_eq!(stars(url, in_url(url)), "http://a/cb?access_token=*#access_token=*&token_type=bearer&id_token=*");
    }

    #[test]
    fn names_are_read_as_servers_read_them() {
        let body = "client%5Fsecret=s3cret&c%6fde=x&%74oken=y";
        assert_eq!(stars(body, in_form(body)), "client%5Fsecret=*&c%6fde=x&%74oken=*");
        assert_eq!(in_form(body)[0].name, "client_secret");
        let body = r#"{"\u0074oken":"abc","x":"\u0074oken","access\u005Ftoken": "d\"e","\u0061":"f","\u0074oken":"cut"#;
        assert_eq!(
            stars(body, in_json(body)),
            r#"{"\u0074oken":"*","x":"\u0074oken","access\u005Ftoken": "*","\u0061":"f","\u0074oken":"*"#
        );
        assert_eq!(in_json(body)[1].name, "access_token");
    }

    #[test]
    fn json_even_when_broken() {
        let body = r#"{"access_token" : "a\"b","name":"token","refresh_token":"cut"#;
        assert_eq!(stars(body, in_json(body)), r#"{"access_token" : "*","name":"token","refresh_token":"*"#);
        let body = r#"{"access_token":null,"id_token":"""#;
        assert_eq!(stars(body, in_json(body)), body);
    }

    #[test]
    fn headers() {
        let mask = |name, value: &str| stars(value, in_header(name, value));
        assert_eq!(mask("Authorization", "Bearer abc"), "Bearer *");
        assert_eq!(mask("set-cookie", "session=abc; Path=/"), "session=*; Path=/");
        assert_eq!(mask("accept", "application/json"), "application/json");
    }

    #[test]
    fn anything_that_was_pasted() {
        let any = |text: &str| stars(text, in_any(text));
        assert_eq!(any("53737721-9cdb-442a-8b77-409609bb5e43"), "*");
        assert_eq!(any("Authorization: Bearer 53737721-9cdb-442a-8b77-409609bb5e43"), "Authorization: Bearer *");
        assert_eq!(
            any("curl -H 'authorization: Basic QVBQOng=' https://orcid.org"),
            "curl -H 'authorization: Basic *' https://orcid.org"
        );
        assert_eq!(
            any("--data 'client_secret=hunter2&code=eUeiz2&token=x'"),
            "--data 'client_secret=*&code=eUeiz2&token=*'"
        );
        assert_eq!(any(r#"{"error":"x","access_token":"abc"}"#), r#"{"error":"x","access_token":"*"}"#);
        assert_eq!(any(r#"{"access_token":"53737721-9cdb-442a-8b77-409609bb5e43 or so"}"#), r#"{"access_token":"*"}"#);
        for plain in
            ["eUeiz2", "hello there", "https://a.org/cb?code=s536Z5&state=abc", "authorization: none", "a_token=1"]
        {
            assert_eq!(any(plain), plain);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_input_panics_and_ranges_stay_in_order(text in ".*|([a-z_]{0,3}(token|authorization|access_token|\"token\")[:= \"&'é]{0,3}[a-z0-9é -]{0,9}){0,4}") {
            for found in [in_form(&text), in_json(&text), in_url(&text), in_any(&text), in_header("cookie", &text)] {
                replace(&text, &found, |_, value| value.to_owned());
            }
        }
    }
}
