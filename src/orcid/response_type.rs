//! The values of `response_type` (guide `orcid-wire`, "Implicit flow").

/// Those that ORCID knows.
const KNOWN: [&str; 5] = ["code", "token", "id_token", "id_token token", "token id_token"];

/// Whether ORCID knows it.
pub fn is_known(response_type: &str) -> bool {
    KNOWN.contains(&response_type)
}

/// Whether ORCID demands a nonce with it: with `id_token`, alone or beside `token`, and with no other (guide `orcid-wire`,
/// "The authorization request and its checks").
pub fn demands_nonce(response_type: &str) -> bool {
    response_type.split_whitespace().any(|part| part == "id_token")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_token_demands_a_nonce() {
        for (response_type, known, nonce) in [
            ("code", true, false),
            ("token", true, false),
            ("id_token", true, true),
            ("id_token token", true, true),
            ("token id_token", true, true),
            ("code id_token", false, true),
            ("Code", false, false),
        ] {
            assert_eq!((is_known(response_type), demands_nonce(response_type)), (known, nonce), "{response_type}");
        }
    }
}
