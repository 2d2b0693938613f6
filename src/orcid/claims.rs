//! What the members of an ID token mean, in a few words: the gist of `assets/explanations/claims.toml`.

use super::terms::{self, Place};

/// The meaning of a header member or a claim in a few words; `None` for those that are not known here.
pub fn meaning(name: &str) -> Option<&'static str> {
    let term = [Place::Claim, Place::JoseHeader].into_iter().find_map(|place| terms::find(place, name))?;
    term.gist.as_deref()
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
