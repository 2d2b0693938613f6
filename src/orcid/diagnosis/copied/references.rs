//! Addresses of documentation, which programs and people name beside a failure: nothing was asked there, and nothing failed.

use std::borrow::Cow;

use super::{
    super::{TABLE, concepts::Spoken},
    clues, listed,
};

/// How much of the words before an address is looked at.
const BEFORE: usize = 48;

/// A text in lower case without them.
pub(super) fn without(lower: &str) -> String {
    let mut left = String::with_capacity(lower.len());
    let mut from = 0;
    for (at, address) in clues::addresses(lower) {
        let floor = crate::text::floor(lower, at.saturating_sub(BEFORE)).max(from);
        let before = lower[floor.min(at)..at].rsplit('\n').next().unwrap_or_default();
        // What another provider shows of its own failure is its answer.
        let is_answer = || Spoken::of(address).names("other-provider");
        let named = || listed::words("reference").iter().any(|word| before.contains(word.as_str()));
        // What a page's anchor is called is nobody's answer, either.
        let has_anchor = || {
            let anchor = address.split_once('#').map(|(_, anchor)| anchor);
            anchor.is_some_and(|anchor| !anchor.contains(['=', '?', '/']) && !is_answer_in_fragment(anchor))
        };
        if listed::has(address, "documentation") || has_anchor() || named() && !is_answer() {
            left.push_str(&lower[from..at.max(from)]);
            from = (at + address.len()).max(from);
        }
    }
    left.push_str(&lower[from..]);
    left
}

/// A text without the names of errors to which addresses lead within a page: `…/runbook#invalid_client` is no answer.
/// What ORCID itself writes behind a `#` stays.
pub(super) fn without_anchors(text: &str) -> Cow<'_, str> {
    let mut left = String::new();
    let mut from = 0;
    for (at, address) in clues::addresses(text) {
        // An address within an address that was taken already is behind it.
        let Some((page, anchor)) = address.split_once('#').filter(|_| at >= from) else { continue };
        if !is_answer_in_fragment(anchor) && anchor.contains('_') && TABLE.knows_error(anchor) {
            left.push_str(&text[from..at + page.len()]);
            from = at + address.len();
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    left.push_str(&text[from..]);
    Cow::Owned(left)
}

/// Whether ORCID itself writes so behind a `#`.
fn is_answer_in_fragment(fragment: &str) -> bool {
    listed::words("answer-in-fragment").iter().any(|answer| fragment.starts_with(answer.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_documentation_is_left_out() {
        for (text, left) in [
            (
                "curl: (60) x\nmore details here: https://curl.se/docs/sslcerts.html",
                "curl: (60) x\nmore details here: ",
            ),
            ("see https://a.example/errors, https://b.example/x", "see , https://b.example/x"),
            ("post https://a.example/token", "post https://a.example/token"),
        ] {
            assert_eq!(without(text), left);
        }
        for (text, left) in [
            ("runbook: https://wiki.example.org/orcid#invalid_client", "runbook: https://wiki.example.org/orcid"),
            (
                "see https://a.example/2024/https://b.example/x#invalid_client",
                "see https://a.example/2024/https://b.example/x",
            ),
            ("https://app.example.org/cb#login_required", "https://app.example.org/cb#login_required"),
            ("https://app.example.org/cb#error=invalid_scope", "https://app.example.org/cb#error=invalid_scope"),
        ] {
            assert_eq!(without_anchors(text), left);
        }
    }
}
