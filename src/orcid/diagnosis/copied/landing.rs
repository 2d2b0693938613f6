//! Where the browser landed, in a text that names the authorization URL too: each is judged by the other.

use super::{
    plain,
    told::{TRIES, Told, authorization_url, piece},
};
use crate::oauth::AuthorizationResponse;

/// How the answer begins in an address.
const SIGNS: [&str; 7] = ["?code=", "&code=", "#code=", "#access_token=", "&access_token=", "#id_token=", "&id_token="];

/// The answer, and the address that it stands in. A server's log names the path alone; the host is the redirect URI's.
pub fn landing(text: &str) -> Option<(AuthorizationResponse, String)> {
    if !text.contains("/oauth/authorize?") || text.contains("grant_type=") {
        return None;
    }
    let plain = plain(text);
    if authorization_url(&plain).is_empty() {
        return None;
    }
    let places = SIGNS.iter().flat_map(|sign| plain.match_indices(sign).take(TRIES));
    let pieces = places.map(|(at, _)| piece(&plain, at).trim_start_matches(['(', '[', ',', '=']));
    let mut pieces = pieces.filter(|piece| !piece.contains("/oauth/authorize"));
    pieces.find_map(|piece| {
        let response = AuthorizationResponse::parse_url(piece)?;
        let is_error = matches!(response, AuthorizationResponse::Error { .. });
        (!is_error).then(|| (response, absolute(piece, &plain)))
    })
}

fn absolute(piece: &str, plain: &str) -> String {
    let told = Told::of(plain, true);
    let origin = told.redirect_uri.as_deref().filter(|_| piece.starts_with('/')).and_then(|uri| {
        let (scheme, rest) = uri.split_once("://")?;
        Some(format!("{scheme}://{}", rest.split(['/', '?', '#']).next()?))
    });
    format!("{}{piece}", origin.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_landing_is_found_in_any_layout() {
        let asked = "https://orcid.org/oauth/authorize?client_id=APP-1&redirect_uri=https://a.example/cb&state=x";
        for landed in ["https://a.example/cb?code=s536Z5&state=y", "/cb?code=s536Z5&state=y"] {
            for text in [
                format!("{asked}\n{landed}"),
                format!("> {asked}\n> < {landed}"),
                format!("| asked | {asked} |\n| came | {landed} |"),
                format!("went to {asked}, came back to ({landed})."),
            ] {
                let (response, url) = landing(&text).unwrap_or_else(|| panic!("{text}"));
                assert_eq!((response.state(), url.as_str()), (Some("y"), "https://a.example/cb?code=s536Z5&state=y"));
            }
        }
        assert_eq!(landing(asked), None);
    }
}
