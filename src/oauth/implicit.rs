//! Tokens that came in the fragment of the redirect (RFC 6749 §4.2.2; guide `orcid-wire`, "Implicit flow").

use serde_json::{Map, Value};

use super::{TokenResponse, form};

/// What stands for the grant type of such tokens; the wire has none.
pub const IMPLICIT: &str = "implicit";

/// Reads the parameters of a fragment as a token response. `None` without an access token.
pub fn token_response(fragment: &str) -> Option<TokenResponse> {
    let parameters = form::parse_form(fragment.as_bytes()).into_iter();
    let member = |(name, value): (String, String)| {
        // The only number among them; one that is none is kept for the eye alone.
        let number = if name == "expires_in" { value.parse::<i64>().ok().map(Value::from) } else { None };
        match number {
            None if name == "expires_in" => ("expires_in (not a number)".to_owned(), value.into()),
            number => (name, number.unwrap_or_else(|| value.into())),
        }
    };
    let object: Map<String, Value> = parameters.map(member).collect();
    serde_json::from_value(object.into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_reads_like_a_token_response() {
        let fragment = "access_token=24c11342-f5da&token_type=bearer&state=x&expires_in=599&tokenVersion=1\
                        &persistent=false&id_token=a.b.c";
        let response = token_response(fragment).unwrap();
        assert_eq!((response.access_token.expose(), response.expires_in), ("24c11342-f5da", Some(599)));
        assert_eq!(response.id_token.as_ref().map(|token| token.expose()), Some("a.b.c"));
        assert!(response.refresh_token.is_none() && response.orcid().is_none() && !response.is_two_legged());
        assert_eq!(token_response("access_token=a&expires_in=soon").unwrap().expires_in, None);
        assert!(token_response("error=invalid_scope").is_none());
    }
}
