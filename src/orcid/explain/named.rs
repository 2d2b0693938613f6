//! Addresses and lines of headers that nobody answered: what each of their parts is called, and means.

use std::collections::HashSet;

use super::Explanation;
use crate::orcid::{
    environment::is_orcids,
    terms::{self, Place, Term, query_place, url},
};

/// No server takes a longer address, and each of its parts is looked up.
const LONGEST: usize = 8 << 10;

/// An address or a path of ORCID's: its parts and parameters. `None` for any other text.
pub(super) fn url(text: &str) -> Option<Explanation> {
    if text.len() > LONGEST {
        return None;
    }
    let (method, address) = match text.split_once(' ') {
        Some((method @ ("GET" | "POST" | "PUT" | "DELETE"), address)) => (Some(method), address),
        Some(_) => return None,
        None => (None, text),
    };
    let is_path = method.is_some() && address.starts_with('/');
    let parsed = ::url::Url::parse(address).ok();
    let host = parsed.as_ref().and_then(::url::Url::host_str).unwrap_or_default().to_lowercase();
    if address.contains(char::is_whitespace) || !(is_path || is_orcids(&host)) {
        return None;
    }
    let place = query_place(address);
    let parts = url::parts(address).into_iter().chain(url::parameters(address, place));
    let method = method.and_then(|method| terms::find(Place::Method, method));
    let named: Vec<_> = parts.filter_map(|part| terms::find(part.place, &part.name)).collect();
    // Any server has paths; one that ORCID has tells whose it is.
    let is_known =
        !is_path || named.iter().any(|term| !term.names.iter().any(|name| name == "segment" || name == "path"));
    let terms = once(method.into_iter().chain(named));
    (is_known && !terms.is_empty()).then(|| Explanation {
        terms,
        ..Explanation::new("url", "An address of ORCID's (nothing was asked there): its parts, from left to right.")
    })
}

/// A header with its value.
pub(super) fn header(text: &str) -> Option<Explanation> {
    let (name, value) = text.split_once(": ").filter(|_| !text.contains('\n'))?;
    let places = [Place::RequestHeader, Place::ResponseHeader];
    let known = places.iter().filter_map(|place| terms::find(*place, name));
    let inner = places.iter().flat_map(|place| terms::inside(*place, name, value));
    let inner = inner.filter_map(|inner| terms::find(inner.place, &inner.name));
    let terms = once(known.chain(inner));
    (!terms.is_empty())
        .then(|| Explanation { terms, ..Explanation::new("header", "A header of HTTP, with its value.") })
}

/// Each of them once, in their order.
fn once(terms: impl Iterator<Item = &'static Term>) -> Vec<&'static Term> {
    let mut seen = HashSet::new();
    terms.filter(|term| seen.insert(std::ptr::from_ref(*term))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(explanation: Option<Explanation>) -> Vec<String> {
        let terms = explanation.map(|it| it.terms).unwrap_or_default();
        terms.iter().flat_map(|term| term.names.first().cloned()).collect()
    }

    #[test]
    fn the_parts_of_an_address_are_named() {
        let token = names(url("https://sandbox.orcid.org/oauth/token"));
        assert!(
            token.iter().any(|name| name == "/oauth/token") && token.iter().any(|name| name == "sandbox.orcid.org"),
            "{token:?}"
        );
        assert!(!names(url("https://api.orcid.org/v3.0/0000-0002-1825-0097/keyword")).is_empty());
        assert!(!names(url("GET /v3.0/0000-0002-1825-0097/record")).is_empty());
        assert!(names(url("GET /health")).is_empty());
        assert!(names(url("https://example.org/oauth/token")).is_empty());
        assert!(names(url("see https://orcid.org/oauth/token for more")).is_empty());
    }

    #[test]
    fn a_header_is_named_with_its_value() {
        assert!(!names(header("Content-Type: text/html")).is_empty());
        assert!(names(header("Dear all: hello")).is_empty());
    }
}
