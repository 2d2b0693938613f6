//! What ORCID's error page says of the redirect URI, held against the configured one.

use super::Line;

const WHAT: &str = "redirect URI";

/// What a page, or its sentence, says of this redirect URI (guide `orcid-wire`, "Errors of the front channel").
pub(super) fn held_against(page: &str, ours: &str) -> Line {
    // As it was copied, it may be broken over lines.
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let theirs = page.split_once("provided redirect URI ").and_then(|(_, rest)| rest.split_once(" does not match"));
    match theirs {
        None => Line::not_testable(
            WHAT,
            "What was pasted is no sentence about the redirect URI.",
            Some("Copy the sentence that begins with «Error: The provided redirect URI»."),
        ),
        Some((theirs, _)) if theirs.trim() == ours => Line::failed(
            WHAT,
            format!("ORCID refused exactly this one: {ours}"),
            "Register it with the client, to the letter, in ORCID's developer tools (or ask ORCID's support, for a member client).",
        ),
        Some((theirs, _)) => Line::failed(
            WHAT,
            format!(
                "ORCID refused {}, which is another one than {ours}: {}.",
                theirs.trim(),
                difference(theirs.trim(), ours)
            ),
            "Send the one that is registered: scheme, host and port must be the same text, and the path must begin as the registered one does.",
        ),
    }
}

/// Where two texts begin to differ, in words.
fn difference(theirs: &str, ours: &str) -> String {
    let common = theirs.chars().zip(ours.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| {
        let rest: String = text.chars().skip(common).take(12).collect();
        // Letters of other alphabets look like those of ours.
        let first = rest.chars().next().filter(|c| !c.is_ascii());
        let point = first.map(|c| format!(" (it begins with U+{:04X})", u32::from(c))).unwrap_or_default();
        if rest.is_empty() { "nothing".to_owned() } else { format!("«{rest}»{point}") }
    };
    format!("from character {} on it has {} where yours has {}", common + 1, rest(theirs), rest(ours))
}
