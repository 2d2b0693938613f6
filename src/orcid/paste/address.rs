//! Addresses as they were copied: broken over lines, with blanks where `%20` belongs, out of the source of a page.

use percent_encoding::percent_decode_str;

use crate::orcid::{
    diagnosis::{is_habit, lacks_slash},
    scopes,
};

/// What stands for `&` where an address was copied out of something else, and what that is.
const AMPERSANDS: [(&str, &str); 4] = [("&amp;", "HTML"), ("&#38;", "HTML"), ("&#x26;", "HTML"), ("\\u0026", "JSON")];

/// How `&` is written in a text that was copied out of HTML or JSON, and which of the two it was.
pub fn escape(text: &str) -> Option<(&'static str, &'static str)> {
    AMPERSANDS.into_iter().find(|(written, _)| text.contains(written))
}

/// The text with each `&` as it is meant.
pub fn unescaped(text: &str) -> String {
    AMPERSANDS.iter().fold(text.to_owned(), |text, (written, _)| text.replace(written, "&"))
}

/// Whether there are blanks in a line of it.
pub fn has_blanks(text: &str) -> bool {
    text.lines().any(|line| line.trim().contains(char::is_whitespace))
}

/// How many words side by side make a sentence of a text that begins with an address.
const SENTENCE: usize = 3;

/// Whether somebody says something about the address: words stand side by side, as they do in no address. (Scopes do, where
/// `%20` was lost between them.)
pub fn has_prose(text: &str) -> bool {
    let is_word = |word: &str| {
        let bare = word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '/');
        let letters = bare.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’');
        letters && bare.chars().count() > 1 && !are_scopes(bare)
    };
    // Chinese and Japanese have no blanks between words.
    let is_sentence = |word: &str| word.chars().any(|c| ('\u{2e80}'..'\u{fff0}').contains(&c));
    text.lines().any(|line| {
        let mut words = line.split_whitespace().filter(|word| !word.contains("://"));
        let said = words.clone().filter(|word| is_word(word)).count();
        said >= SENTENCE || words.any(is_sentence)
    })
}

/// The address that was meant. Terminals and mails break long ones, and a URL has no blanks, so they can go; but between
/// scopes one stands for `%20`.
pub fn meant(text: &str) -> String {
    let text = unescaped(text);
    let Some(start) = ["?scope=", "&scope="].iter().find_map(|name| Some(text.find(name)? + name.len())) else {
        return joined(&text);
    };
    let end = text[start..].find(['&', '#']).map_or(text.len(), |end| start + end);
    let pieces: Vec<&str> = text[start..end].split_whitespace().collect();
    let scopes = if pieces.iter().all(|piece| are_scopes(piece)) { pieces.join("%20") } else { pieces.concat() };
    format!("{}{scopes}{}", joined(&text[..start]), joined(&text[end..]))
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Where a redirect landed: its address up to the answer; and whether that is in the path, as in the tutorial's
/// `…/oauthplayground/code=s536Z5`.
pub fn landing(url: &str) -> (String, bool) {
    let head = url.split(['?', '#']).next().unwrap_or_default();
    match head.rsplit_once('/') {
        Some((place, last)) if last.starts_with("code=") => (place.to_owned(), true),
        Some(_) | None => (head.to_owned(), false),
    }
}

/// Whether a piece of an address holds whole scopes.
fn are_scopes(piece: &str) -> bool {
    // It may be encoded twice.
    let decoded =
        (0..2).fold(piece.replace('+', " "), |text, _| percent_decode_str(&text).decode_utf8_lossy().into_owned());
    decoded.split_whitespace().all(|scope| scopes::find(scope).is_some() || lacks_slash(scope) || is_habit(scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_meant() {
        for (copied, meant) in [
            ("https://a.org/cb\n  ?code=x", "https://a.org/cb?code=x"),
            ("https://a.org/ cb?code=x&amp;state=y", "https://a.org/cb?code=x&state=y"),
            ("https://a.org/cb?code=x\\u0026state=y", "https://a.org/cb?code=x&state=y"),
            ("https://a.org/?scope=/authenticate openid&x=y", "https://a.org/?scope=/authenticate%20openid&x=y"),
            ("https://a.org/?scope=/authenticate%20\n  openid", "https://a.org/?scope=/authenticate%20%20openid"),
            ("https://a.org/?scope=%252Fauthenticate openid", "https://a.org/?scope=%252Fauthenticate%20openid"),
            ("https://a.org/?scope=/activities/up\ndate", "https://a.org/?scope=/activities/update"),
            ("https://a.org/?x=y&amp;scope=/read-limited\n&z=1", "https://a.org/?x=y&scope=/read-limited&z=1"),
        ] {
            assert_eq!(super::meant(copied), meant, "{copied}");
        }
        for (text, prose) in [
            ("https://a.org/?scope=/authenticate openid email&x=y", false),
            ("https://a.org/cb\n  ?co\n  de=x", false),
            ("https://a.org/?x=y gives us nothing", true),
            ("https://a.org/?x=y\n\nThis is the link.", true),
            ("https://a.org/?x=y 是我们的链接", true),
        ] {
            assert_eq!(has_prose(text), prose, "{text}");
        }
        assert!(has_blanks(" https://a.org/ x ") && !has_blanks(" https://a.org/\n  x\n"));
        assert_eq!(escape("a&b"), None);
    }
}
