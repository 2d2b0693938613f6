//! Percent-encoding of the two places where OAuth parameters travel: URLs and form bodies.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays readable in the query of an authorization URL: the unreserved characters of RFC 3986 §2.3, and `/` and
/// `:`, which a query may hold (§3.4) and which ORCID's own examples leave as they are. A blank becomes `%20`.
const QUERY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b':');

/// `application/x-www-form-urlencoded` as the WHATWG URL standard writes it, blanks as `+`.
pub fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Reads `a=b&c=d` with either kind of blank. Never fails: what is not valid UTF-8 is replaced.
pub fn parse_form(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).into_owned().collect()
}

/// The first value of a parameter.
pub fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// A query string for a URL that people read: only what must be encoded is.
pub fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    pairs
        .into_iter()
        .map(|(key, value)| format!("{}={}", utf8_percent_encode(key, QUERY), utf8_percent_encode(value, QUERY)))
        .collect::<Vec<_>>()
        .join("&")
}

/// `base` with a query appended: behind `&` when it has one, behind `?` when not, before a fragment.
pub fn with_query(base: &str, query: &str) -> String {
    if query.is_empty() {
        return base.to_owned();
    }
    let (head, fragment) = match base.split_once('#') {
        Some((head, fragment)) => (head, format!("#{fragment}")),
        None => (base, String::new()),
    };
    let joint = match head.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some((_, present)) if present.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{head}{joint}{query}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_encodes_only_what_it_must() {
        let text = query([("scope", "/read-limited /activities/update"), ("redirect_uri", "http://a.org/cb?x=1&y=ü")]);
        assert_eq!(text, "scope=/read-limited%20/activities/update&redirect_uri=http://a.org/cb%3Fx%3D1%26y%3D%C3%BC");
        assert_eq!(parse_form(text.as_bytes())[1].1, "http://a.org/cb?x=1&y=ü");
    }

    #[test]
    fn a_plus_survives_the_round_trip() {
        assert_eq!(parse_form(query([("state", "a+b c")]).as_bytes())[0].1, "a+b c");
        assert_eq!(parse_form(form([("state", "a+b c")]).as_bytes())[0].1, "a+b c");
    }

    #[test]
    fn a_query_is_appended_where_it_belongs() {
        assert_eq!(with_query("http://a/cb", "code=1"), "http://a/cb?code=1");
        assert_eq!(with_query("http://a/cb?x=1", "code=1"), "http://a/cb?x=1&code=1");
        assert_eq!(with_query("http://a/cb?", "code=1"), "http://a/cb?code=1");
        assert_eq!(with_query("http://a/cb#f", "code=1"), "http://a/cb?code=1#f");
    }
}
