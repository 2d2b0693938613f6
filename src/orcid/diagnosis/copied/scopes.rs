//! The scopes that a library says were asked for, and those that were granted.

use crate::oauth::ScopeSet;

/// How oauthlib begins to say it, in lower case; the two follow in quotes.
const SIGN: &str = "scope has changed from";

/// What was asked for and what was granted: `Scope has changed from "a b" to "b".` Some write commas between them.
pub(super) fn changed(text: &str) -> Option<(ScopeSet, ScopeSet)> {
    let at = text.to_ascii_lowercase().find(SIGN)? + SIGN.len();
    let (asked, rest) = quoted(&text[at..])?;
    let (granted, _) = quoted(rest.trim_start().strip_prefix("to")?)?;
    let set = |text: &str| ScopeSet::parse(&text.replace(',', " "));
    Some((set(asked), set(granted)))
}

/// What stands in quotes at the beginning, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asked_and_granted_are_told_apart() {
        for (text, asked, granted) in [
            (
                r#"Warning: Scope has changed from "/read-limited openid" to "openid"."#,
                "/read-limited openid",
                "openid",
            ),
            (r#"Scope has changed from "/a,/b" to "/b, /a"."#, "/a /b", "/b /a"),
            ("Scope has changed from 'openid email'\nto 'openid'", "openid email", "openid"),
            (r#"Scope has changed from "openid" to "". (x)"#, "openid", ""),
        ] {
            assert_eq!(changed(text), Some((ScopeSet::parse(asked), ScopeSet::parse(granted))), "{text}");
        }
        assert_eq!(changed("Scope has changed from openid"), None);
        assert_eq!(changed(r#"Scope has changed from "openid" to"#), None);
    }
}
