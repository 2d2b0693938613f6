//! Secrets among words, which are no document of any kind: a line of a log, an error's description, a note. What looks
//! like a token is found anywhere, other secrets behind their name or behind the scheme of a header.

use std::ops::Range;

use super::SecretRange;

/// The names of secrets, in words: `client_secret` is written `clientSecret`, `CLIENT-SECRET` and «client secret» too.
const NAMES: [&[&str]; 7] = [
    &["client", "secret"],
    &["access", "token"],
    &["refresh", "token"],
    &["id", "token"],
    &["id", "token", "hint"],
    &["subject", "token"],
    &["code", "verifier"],
];

/// Names that are words of prose as well: only what looks like a credential counts behind them.
const PLAIN_NAMES: [&str; 2] = ["token", "session"];

/// Schemes of `Authorization` (RFC 7617, RFC 6750), which are words of prose as well.
const SCHEMES: [&str; 2] = ["basic", "bearer"];

/// How quotes begin and end: plain, escaped, percent-encoded, in HTML, in print.
const QUOTES: [(&str, &str); 10] = [
    ("\\\"", "\\\""),
    ("\\'", "\\'"),
    ("\"", "\""),
    ("'", "'"),
    ("%22", "%22"),
    ("%27", "%27"),
    ("&quot;", "&quot;"),
    ("&#39;", "&#39;"),
    ("“", "”"),
    ("`", "`"),
];

/// What stands between a name and its value, in small letters.
const SEPARATORS: [&str; 8] = ["=>", ":=", "==", "=", ":", "%3d%3e", "%3d", "%3a"];

/// What looks like a token or a client secret among words, and what stands there as the value of one. ORCID repeats a bad
/// token in its answer; libraries write what they sent into their logs.
pub fn in_words(text: &str) -> Vec<SecretRange> {
    let lower = text.to_ascii_lowercase();
    let mut found = by_looks(text);
    for parts in NAMES {
        for (joint, sure) in [("_", true), ("-", true), ("", true), (" ", false)] {
            found.extend(behind(text, &lower, &parts.join(joint), &parts.join("_"), sure));
        }
    }
    for name in PLAIN_NAMES {
        found.extend(behind(text, &lower, name, name, false));
    }
    for scheme in SCHEMES {
        found.extend(behind_scheme(text, &lower, scheme));
    }
    apart(found)
}

/// UUIDs and signed JWTs.
fn by_looks(text: &str) -> Vec<SecretRange> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))) {
        let bare = word.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
        let jwt = bare.starts_with("eyJ") && bare.contains('.');
        if jwt || (bare.len() == 36 && uuid::Uuid::try_parse(bare).is_ok()) {
            found.push(SecretRange { range: start..start + bare.len(), name: "token".to_owned() });
        }
        start += word.len();
    }
    found
}

/// The values behind a name. Where it may be a word of prose, they count only when they look like credentials.
fn behind(text: &str, lower: &str, written: &str, name: &str, sure: bool) -> Vec<SecretRange> {
    let is_name = |at: usize| if sure { !ends_a_word(text, at, name) } else { starts_word(text, at) };
    let ends = lower.match_indices(written).filter(|(at, _)| is_name(*at));
    ends.filter_map(|(at, _)| value(text, lower, at..at + written.len()))
        .filter(|range| sure || is_credential(&text[range.clone()]))
        .map(|range| SecretRange { range, name: name.to_owned() })
        .collect()
}

/// What stands behind the scheme of a header, when it looks like a credential.
fn behind_scheme(text: &str, lower: &str, scheme: &str) -> Vec<SecretRange> {
    let mut found = Vec::new();
    for (at, _) in lower.match_indices(scheme).filter(|(at, _)| starts_word(text, *at)) {
        let rest = &text[at + scheme.len()..];
        let value = ["%20", "+", " "].iter().find_map(|blank| rest.strip_prefix(blank)).map(str::trim_start);
        let Some(value) = value else { continue };
        let start = text.len() - value.len();
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-._~+/=%".contains(c))).unwrap_or(value.len());
        let value = value[..end].trim_end_matches('.');
        if is_credential(value) {
            found.push(SecretRange { range: start..start + value.len(), name: "token".to_owned() });
        }
    }
    found
}

fn starts_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether what looks like the name is the end of a word: the `id_token` of `invalid_token`, not that of `myIdToken` or `%26id_token`.
fn ends_a_word(text: &str, at: usize, name: &str) -> bool {
    let same_case = |a: char, b: char| a.is_ascii_alphabetic() && a.is_ascii_uppercase() == b.is_ascii_uppercase();
    let before = text[..at].chars().next_back().zip(text[at..].chars().next());
    let encoded = at >= 3 && text.as_bytes()[at - 3] == b'%';
    name.starts_with("id_") && !encoded && before.is_some_and(|(before, first)| same_case(before, first))
}

/// Whether a text can hardly be a word: it has a digit, or capitals in its middle, or is longer than words are.
fn is_credential(text: &str) -> bool {
    let digit = text.contains(|c: char| c.is_ascii_digit());
    let mixed = text.contains(|c: char| c.is_ascii_lowercase()) && text.chars().skip(1).any(|c| c.is_ascii_uppercase());
    text.len() >= 8 && (digit || mixed) || text.len() >= 24
}

/// The value of a name: `=value`, `: value`, `": "value"`, `'=>'value'`, `', 'value'`, `%3Dvalue`, `>value<`.
fn value(text: &str, lower: &str, name: Range<usize>) -> Option<Range<usize>> {
    let end = |quote: &str| quote.len();
    let mut at = name.end;
    let closed = QUOTES.iter().find(|(_, close)| lower[at..].starts_with(close));
    at += closed.map_or(0, |(_, close)| end(close));
    at = past_blanks(lower, at);
    let element = lower[at..].starts_with('>') && opens_element(&lower[..name.start]);
    let separator = match SEPARATORS.iter().find(|separator| lower[at..].starts_with(**separator)) {
        Some(separator) => separator,
        None if element => ">",
        // A pair of strings: ("client_secret", "…").
        None if closed.is_some() && lower[at..].starts_with(',') => ",",
        None => return None,
    };
    at = past_blanks(lower, at + separator.len());
    let quote = QUOTES.iter().find(|(open, _)| lower[at..].starts_with(open));
    if separator == "," && quote.is_none_or(|(open, _)| *open == "`" && closed == quote) {
        // Names one after the other, as documentation and compilers quote them: `client_secret`, `name`.
        return None;
    }
    let start = at + quote.map_or(0, |(open, _)| end(open));
    let length = match quote {
        Some((_, close)) => quoted(&text[start..], close),
        None => bare(&text[start..], &lower[start..], separator.starts_with('%')),
    };
    if quote.is_none() && separator == ":" && begins_a_sentence(&text[start..], length) {
        return None;
    }
    (length > 0).then(|| start..start + length)
}

/// Whether a word with more words behind it stands here, as in `client_secret: missing field`, and no value: those are followed by
/// nothing, or by the next name with its value.
fn begins_a_sentence(text: &str, length: usize) -> bool {
    let is_word = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.all(|c| c.is_ascii_lowercase())
    };
    let (word, rest) = text.split_at(length);
    let line = rest.lines().next().unwrap_or_default();
    let next = line.strip_prefix(' ').and_then(|line| line.split(' ').next()).unwrap_or_default();
    is_word(word) && next.starts_with(|c: char| c.is_ascii_alphabetic() || c == '`') && !next.contains(['=', ':', '&'])
}

/// Whether an element begins behind this text, with a prefix or without.
fn opens_element(before: &str) -> bool {
    let prefix = before.rsplit_once('<').map(|(_, prefix)| prefix);
    prefix.is_some_and(|prefix| {
        let name = prefix.strip_suffix(':');
        prefix.is_empty() || name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    })
}

/// Blanks, in a URL too.
fn past_blanks(text: &str, mut at: usize) -> usize {
    while let Some(blank) = [" ", "\t", "\r", "\n", "%20", "+"].iter().find(|blank| text[at..].starts_with(**blank)) {
        at += blank.len();
    }
    at
}

/// The length of a quoted value: up to its closing quote, or to the end where that is cut off.
fn quoted(text: &str, close: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && text[at..].starts_with(close) {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The length of a value without quotes: up to what ends a word, a parameter or an element.
fn bare(text: &str, lower: &str, encoded: bool) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "&\"'`<>\\“”".contains(c));
    let end = end.into_iter().chain(lower.find("%26").filter(|_| encoded)).min().unwrap_or(text.len());
    text[..end].trim_end_matches([',', ';', '.', ')', ']', '}']).len()
}

/// In order; those that overlap as one.
pub(super) fn apart(mut found: Vec<SecretRange>) -> Vec<SecretRange> {
    found.sort_by_key(|secret| (secret.range.start, std::cmp::Reverse(secret.range.end)));
    let mut all: Vec<SecretRange> = Vec::new();
    for secret in found {
        match all.last_mut() {
            Some(last) if secret.range.start < last.range.end => {
                last.range.end = last.range.end.max(secret.range.end);
            }
            Some(_) | None => all.push(secret),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oauth::redact::replace;

    fn stars(text: &str) -> String {
        replace(text, &in_words(text), |_, _| "*".to_owned())
    }

    #[test]
    fn values_are_found_behind_their_names() {
        for (text, shown) in [
            ("client_secret=s3cr3tvalue", "client_secret=*"),
            ("sent client_secret=s3cr3t&grant_type=x, and", "sent client_secret=*&grant_type=x, and"),
            ("client_secret: s3cr3tvalue.", "client_secret: *."),
            (r#"{"client_secret": "s3 cr3t\"x"}"#, r#"{"client_secret": "*"}"#),
            (r#"{\"access_token\":\"s3cr3t\"}"#, r#"{\"access_token\":\"*\"}"#),
            ("['client_secret'=>'s3cr3t']", "['client_secret'=>'*']"),
            ("('refresh_token', 's3cr3t')", "('refresh_token', '*')"),
            ("client_secret%3Ds3cr3t%26code%3Dx", "client_secret%3D*%26code%3Dx"),
            ("%22client_secret%22%3A%22s3cr3t%22", "%22client_secret%22%3A%22*%22"),
            ("{client_secret=s3cr3t}", "{client_secret=*}"),
            ("clientSecret = s3cr3t", "clientSecret = *"),
            ("myIdToken=s3cr3t, x_id_token=s3cr3t%26id_token%3Ds3cr3t", "myIdToken=*, x_id_token=*"),
            ("a%3D1%26id_token%3Ds3cr3t", "a%3D1%26id_token%3D*"),
            ("ORCID_CLIENT_SECRET=s3cr3t ./run", "ORCID_CLIENT_SECRET=* ./run"),
            ("<a:access_token>s3cr3t</a:access_token> and more", "<a:access_token>*</a:access_token> and more"),
            ("Client secret: s3cr3tvalue", "Client secret: *"),
            ("token=s3cr3tvalue", "token=*"),
            ("Authorization: Basic QVBQLTE6czNjcjN0", "Authorization: Basic *"),
            ("authorization:bearer  s3cr3tvalue, then", "authorization:bearer  *, then"),
            ("Invalid access token: 53737721-9cdb-442a-8b77-409609bb5e43", "Invalid access token: *"),
            ("id_token=eyJraWQi.eyJzdWIi.c2ln&x", "id_token=*&x"),
            ("('client_secret', `s3cr3t`)", "('client_secret', `*`)"),
            ("client_secret: secret", "client_secret: *"),
            ("client_secret: secret\nand more", "client_secret: *\nand more"),
            ("client_secret: secret grant_type=x", "client_secret: * grant_type=x"),
            ("client_secret: secret grant_type: x", "client_secret: * grant_type: x"),
            ("`client_secret`, `53737721-9cdb-442a-8b77-409609bb5e43`", "`client_secret`, `*`"),
            // Cut off, it is secret still.
            (r#"{"client_secret": "s3cr"#, r#"{"client_secret": "*"#),
        ] {
            assert_eq!(stars(text), shown, "{text}");
        }
    }

    #[test]
    fn prose_stays_as_it_is() {
        for text in [
            "Missing parameter: client_secret",
            "HTTP 401 invalid_token: Invalid access token",
            "INVALID-TOKEN: none",
            "client_secret is missing or invalid",
            "Invalid access token: expired",
            "The token: a UUID",
            "Full authentication is required; use Bearer authentication, or Basic auth.",
            r#"Bearer realm="ORCID T2 API", error="invalid_token""#,
            "client_secret_basic: not in the document",
            "expected one of `client_id`, `client_secret`, `name`, `type`",
            "unknown variant, expected one of `refresh_token`, `implicit`, `urn:ietf:params:oauth:grant-type:token-exchange`",
            "line 3, client_secret: Every ORCID client has a secret.",
            "line 1, client_secret: missing field `client_secret`.",
            "line 3, client_secret: invalid type, expected a string in quotes.",
            "client_secret=",
        ] {
            assert_eq!(stars(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_value_survives(
            before in "[ -~]{0,12}",
            secret in "Zq[A-Za-z0-9_~/+-]{4,30}7x",
            after in "([ &,;\"'<)}].{0,12})?",
            place in 0usize..16,
        ) {
            let written = [
                ("client_secret=", ""), ("client_secret: ", ""), ("\"client_secret\": \"", "\""), ("'client_secret'=>'", "'"),
                ("client_secret%3D", "%26x"), ("clientSecret=\"", "\""), ("access_token:", ""), ("REFRESH_TOKEN=", ""),
                ("id_token_hint=", ""), ("\\\"code_verifier\\\":\\\"", "\\\""), ("<client_secret>", "</client_secret>"),
                ("token=", ""), (" Basic ", ""), (" bearer ", ""), ("subject-token = ", ""), ("client secret = ", ""),
            ];
            let (open, close) = written[place];
            let text = format!("{before} {open}{secret}{close}{after}");
            let shown = stars(&text);
            prop_assert!(!shown.contains(&secret), "{text}\n{shown}");
            prop_assert!(!shown.contains(&secret[secret.len() - 4..]), "{text}\n{shown}");
        }

        #[test]
        fn sentences_stay_and_what_was_given_out_never_does(
            name in "client_secret|access_token|refresh_token|clientSecret|id-token",
            words in "[A-Z]?[a-z]{1,12}( [a-z]{1,9}){1,5}[.]?",
            token in "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[A-Za-z]{3}[0-9][A-Za-z0-9]{6,30}",
        ) {
            let sentence = format!("line 3, {name}: {words}");
            prop_assert_eq!(stars(&sentence), sentence);
            for text in [format!("{name}: {token} {words}"), format!("{name}: {token}"), format!("({name:?}, `{token}`) {words}")] {
                prop_assert!(!stars(&text).contains(&token), "{text}");
            }
        }

        #[test]
        fn ranges_are_apart_and_no_text_panics(text in "(client_secret|token|bearer|[ =:\"'%3dD>é“”&\\\\]|.){0,24}") {
            let found = in_words(&text);
            prop_assert!(found.windows(2).all(|two| two[0].range.end <= two[1].range.start));
            stars(&text);
        }
    }
}
