//! Whether a text says something, to the letter but for what stands between.

use crate::orcid::diagnosis::concepts::{goes_on, is_bounded};

/// Whether the parts of `pattern` stand in `words`, in their order, each as words of its own.
pub(super) fn says_so(words: &str, pattern: &str) -> bool {
    let mut from = 0;
    pattern.split('…').map(str::trim).all(|part| match find(words, from, part) {
        Some(at) => {
            from = at + part.len();
            true
        }
        None => false,
    })
}

/// Where a part stands, behind `from`. It begins where a word does; it ends where one does, but for a plural, a name of a
/// program's (`jsondecodeerror`, of which there are longer ones), and what ends in `*`.
fn find(words: &str, from: usize, part: &str) -> Option<usize> {
    let begun = part.trim_end_matches('*');
    let bounded =
        (begun.starts_with(goes_on), begun.len() == part.len() && begun.contains(' ') && begun.ends_with(goes_on));
    let is_whole = |at: &usize| {
        let end = at + begun.len();
        is_bounded(words, *at, end, bounded)
            || words[end..].starts_with('s') && is_bounded(words, *at, end + 1, bounded)
    };
    words[from..].match_indices(begun).map(|(at, _)| from + at).find(is_whole)
}
