//! Addresses of documentation, which programs and people name beside a failure: nothing was asked there, and nothing failed.

use super::{super::concepts::Spoken, clues, listed};

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
        if listed::has(address, "documentation") || named() && !is_answer() {
            left.push_str(&lower[from..at.max(from)]);
            from = (at + address.len()).max(from);
        }
    }
    left.push_str(&lower[from..]);
    left
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
    }
}
