//! What the errors of an authorization server mean, and what to do about them. The table is `assets/errors.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::oauth::ErrorResponse;

/// An error explained.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorInfo {
    /// The code as on the wire.
    pub error: String,
    /// A part of the description that must be there.
    #[serde(default)]
    pub description: String,
    /// What happened, and why.
    pub cause: String,
    /// What to do.
    pub fix: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageInfo {
    contains: String,
    fix: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    error: Vec<ErrorInfo>,
    page: Vec<PageInfo>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    // The file is part of the program; that it can be read is held by the tests below.
    toml::from_str(include_str!("../../assets/errors.toml")).expect("assets/errors.toml is well-formed")
});

/// What is known of an error; `None` when nothing is.
pub fn explain(error: &ErrorResponse) -> Option<&'static ErrorInfo> {
    let description = error.error_description.as_deref().unwrap_or_default();
    TABLES.error.iter().find(|info| info.error == error.error && description.contains(&info.description))
}

/// What to do about a sentence of ORCID's error page, from which nobody is sent back (guide `orcid-wire`, "Errors of the
/// front channel").
pub fn page_fix(sentence: &str) -> &'static str {
    TABLES.page.iter().find(|info| sentence.contains(&info.contains)).map_or("", |info| &info.fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(error: &str, description: &str) -> Option<&'static str> {
        let error =
            ErrorResponse { error: error.to_owned(), error_description: Some(description.to_owned()), error_uri: None };
        explain(&error).map(|info| info.cause.as_str())
    }

    #[test]
    fn the_first_entry_that_fits_counts() {
        assert!(cause("invalid_grant", "Reused authorization code: eUeiz2").unwrap().contains("exchanged before"));
        assert!(cause("invalid_grant", "Invalid authorization code: x").unwrap().contains("no such code"));
        assert!(cause("invalid_grant", "anything else").unwrap().contains("expired"));
        assert_eq!(cause("teapot", ""), None);
    }

    #[test]
    fn a_sentence_of_the_error_page_says_which_field_to_change() {
        let locked = "Error: The provided client id APP-1 is locked.";
        let redirect = "Error: The provided redirect URI x does not match the redirect URIs registered by y (z).";
        let link = "Error: Incorrect OAuth Link for client id APP-1, missing scope parameter.";
        assert!(page_fix(locked).contains("another client"));
        assert!(page_fix("Error: The provided client id APP-1 is invalid.").contains("Client ID"));
        assert!(page_fix(redirect).contains("Redirect URI"));
        assert!(page_fix(link).contains("scopes"));
        assert!(page_fix("anything else").contains("pane 1"));
    }

    #[test]
    fn no_entry_hides_behind_another() {
        for (i, info) in TABLES.error.iter().enumerate() {
            let shadow =
                TABLES.error[..i].iter().find(|e| e.error == info.error && info.description.contains(&e.description));
            assert!(shadow.is_none(), "{} {:?}", info.error, info.description);
            assert!(info.cause.ends_with('.') && info.fix.ends_with('.'), "{}", info.error);
        }
    }
}
