//! What Java's `java.net.URI` takes for a URI: RFC 2396 with Java's deviations, from its documentation (guide `orcid-wire`,
//! "Webhooks").

use std::net::Ipv6Addr;

const UNRESERVED: &str = "_-!.~'()*";
/// What a path, the name of a registry and a user may have besides.
const PATH: &str = ":@&=+$,;/";
const REGISTRY: &str = "$,;:@&=+";
const USER: &str = ";:&=+$,";
/// What a query, a fragment and an opaque part may have besides.
const RESERVED: &str = ";/?:@&=+$,[]";

/// Whether `new URI(text)` takes it.
pub(super) fn is_uri(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').map_or((text, ""), |(text, fragment)| (text, fragment));
    let scheme = text.find([':', '/', '?']).filter(|&at| text[at..].starts_with(':'));
    let rest = match scheme {
        Some(at) if !is_scheme(&text[..at]) => return false,
        Some(at) => &text[at + 1..],
        None => text,
    };
    let whole = if scheme.is_some() && !rest.starts_with('/') {
        !rest.is_empty() && consists(rest, RESERVED)
    } else {
        hierarchical(rest)
    };
    whole && consists(fragment, RESERVED)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// `[//authority][path][?query]`. Java allows an empty authority in front of something.
fn hierarchical(text: &str) -> bool {
    let (text, query) = text.split_once('?').map_or((text, None), |(text, query)| (text, Some(query)));
    let path = match text.strip_prefix("//") {
        None => text,
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let named = if authority.is_empty() {
                !path.is_empty() || query.is_some()
            } else {
                consists(authority, REGISTRY) || with_ipv6(authority)
            };
            if !named {
                return false;
            }
            path
        }
    };
    consists(path, PATH) && query.is_none_or(|query| consists(query, RESERVED))
}

/// `[user@][address][:port]`, the address in brackets.
fn with_ipv6(authority: &str) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let Some((address, port)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) else { return false };
    let (address, zone) = address.split_once('%').unwrap_or((address, ""));
    let port_is_one =
        port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    consists(user, USER)
        && address.parse::<Ipv6Addr>().is_ok()
        && zone.bytes().all(|b| b.is_ascii_alphanumeric())
        && port_is_one
}

/// Whether there are only these, letters, digits, percent-encoded bytes and, as Java has it, other characters that are seen.
fn consists(text: &str, besides: &str) -> bool {
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let other = !c.is_ascii() && !c.is_whitespace() && !c.is_control();
        let known = match c {
            '%' => (0..2).all(|_| characters.next().is_some_and(|digit| digit.is_ascii_hexdigit())),
            c => c.is_ascii_alphanumeric() || UNRESERVED.contains(c) || besides.contains(c) || other,
        };
        if !known {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_those_of_java() {
        for uri in [
            "https://nowhere2.com/0000/updated?a=b",
            "nowhere",
            "localhost:9/x",
            "http://x/é",
            "http://[::1]:9/x",
            "http://u:p@[fe80::1%eth0]/",
            "http:///x",
            "http://a_b:port/x",
            "mailto:a@example.org",
            "http://x?[a]#b",
            "//x",
            "?x",
        ] {
            assert!(is_uri(uri), "{uri}");
        }
        for other in [
            "127.0.0.1:9/x",
            ":x",
            "http://[bad",
            "http://[bad]",
            "http://x/%zz",
            "http://x/%a",
            "http://",
            "http:",
            "http://a b",
            "http://{x}",
            "http://x/[a]",
            "http://x/a#b#c",
            "http://x/a|b",
        ] {
            assert!(!is_uri(other), "{other}");
        }
    }
}
