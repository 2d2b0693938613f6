//! Whether somebody tells that a matter is over: a failure is named, and it is none any more.

use super::{
    super::{
        super::concepts::{goes_on, is_bounded},
        listed,
    },
    is_run,
};

/// Whether a text in lower case says so, and nothing behind that asks or complains again.
pub(super) fn is_settled(lower: &str) -> bool {
    let ends = |word: &String| {
        let mut found = lower.rmatch_indices(word.as_str()).map(|(at, _)| (at, at + word.len()));
        let at_letter = (word.starts_with(goes_on), word.ends_with(goes_on));
        found.find(|(from, to)| is_bounded(lower, *from, *to, at_letter)).map(|(_, to)| to)
    };
    let Some(end) = listed::words("settled").iter().filter_map(ends).max() else { return false };
    let behind = &lower[end..];
    let before = &lower[..end];
    let taken_back = listed::words("unsettled").iter().any(|word| before.ends_with(word.as_str()));
    // What a program printed counts more than what is said of it.
    let printed = || lower.lines().any(is_run) || lower.contains("{\"error");
    !taken_back && !behind.contains(['?', '？']) && !listed::has(behind, "goes-on") && !printed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_is_told_from_what_is_not() {
        for over in [
            "it was the line feed: \"client authentication failed\" is gone. thanks!",
            "[resolved] the alert invalid_client is over since 13:42",
            "mismatch in spring? solved, we registered it.",
            "keine fehler mehr mit orcid, danke",
            "abbiamo provato il login e adesso funziona",
        ] {
            assert!(is_settled(over), "{over}");
        }
        for open in [
            "not solved. invalid_grant again",
            "that is solved, but now we get invalid_scope",
            "[solved] invalid_grant\nnow invalid_scope: why?",
            "redirect uri mismatch: how was this solved?",
            "could not be resolved",
            "es konnte der remotename nicht aufgelöst werden",
            "le nom distant n'a pas pu être résolu",
            "the first problem is solved.\n{\"error\":\"invalid_scope\"}",
        ] {
            assert!(!is_settled(open), "{open}");
        }
    }
}
