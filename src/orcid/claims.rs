//! What the members of an ID token mean: `assets/claims.toml`.

use std::{collections::HashMap, sync::LazyLock};

static CLAIMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/claims.toml")).expect("assets/claims.toml is well-formed (tested)")
});

/// The meaning of a header member or a claim in a few words; `None` for those that are not known here.
pub fn meaning(name: &str) -> Option<&'static str> {
    CLAIMS.get(name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_orcid_sends_is_explained() {
        // In the order of a real token.
        for name in "kid alg at_hash aud sub auth_time amr iss name exp given_name iat nonce family_name jti".split(' ')
        {
            assert!(super::meaning(name).is_some(), "{name}");
        }
        assert_eq!(super::meaning("email"), None);
    }
}
