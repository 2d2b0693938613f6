//! Which sentences tell how things are, how they are to be done, or what was done to a program: documentation, plans, notes.
//! They name failures, and nothing failed. Who tells of himself, or of what happened, tells of a failure.

use super::{super::super::TABLE, super::listed, first_person, happened, is_run};

/// A line without the sentences that tell of no failure; `None` where it has none of those.
pub(super) fn without(line: &str) -> Option<String> {
    let lower = line.trim().to_lowercase();
    if lower.contains(['{', '<']) || is_run(&lower) {
        return None;
    }
    let all: Vec<&str> = sentences(line).collect();
    let kept: Vec<&str> = all.iter().copied().filter(|sentence| !is_idle(sentence)).collect();
    // What ORCID's API says to developers sounds like a rule, too.
    (kept.len() < all.len() && TABLE.api_code(&lower).is_none()).then(|| kept.concat())
}

/// The sentences of a line, each with what ends it.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let mut ends = rest.match_indices(['.', '!', '?', '。']).map(|(at, end)| at + end.len());
        let end = ends.find(|end| rest[*end..].starts_with(' ') || rest[..*end].ends_with('。'));
        let (sentence, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Whether a sentence tells of no failure.
pub(super) fn is_idle(sentence: &str) -> bool {
    let lower = sentence.trim().to_lowercase();
    if listed::has(&lower, "happened") || lower.contains('?') {
        return false;
    }
    let is_planned = listed::has(&lower, "work-note") || begins(item(&lower), "plan");
    is_planned || !listed::has(&lower, "lately") && !first_person(&lower) && is_rule(&lower)
}

/// Whether a sentence in lower case says how things are to be.
fn is_rule(lower: &str) -> bool {
    begins(item(lower), "condition") && listed::has(lower, "rule") || listed::has(lower, "norm")
}

/// A line without the mark of a list before it.
pub(super) fn item(line: &str) -> &str {
    line.trim_start_matches(['-', '*', '+', '•', '#', ' '])
}

fn begins(text: &str, list: &str) -> bool {
    listed::words(list).iter().any(|word| text.starts_with(word.as_str()))
}

/// Whether a line is the heading of a list of what is to be done.
pub(super) fn is_heading(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let numbered = lower.trim_start_matches(|c: char| c.is_ascii_digit() || ".)".contains(c));
    let label = item(numbered).trim_end_matches([':', '?']).trim_end();
    !label.is_empty() && listed::words("plan").iter().any(|word| word.trim_end_matches(':').trim_end() == label)
}

/// Whether a line is a task with a box to tick.
pub(super) fn is_task(line: &str) -> bool {
    ["[ ]", "[x]", "[X]"].iter().any(|mark| item(line.trim()).starts_with(mark))
}

/// Whether a line is an item of such a list.
pub(super) fn is_item(line: &str) -> bool {
    line.trim_start().starts_with(['-', '*', '+', '•']) && !listed::has(&line.to_lowercase(), "happened")
}

/// How many words a sentence has that somebody wrote for others to read.
const SENTENCE: usize = 5;

/// Whether a text is nothing but whole sentences, one of them a rule, and nobody speaks of himself in it: documentation.
pub(super) fn is_document(lower: &str) -> bool {
    let told = happened(lower) || first_person(lower);
    let is_sentence = |sentence: &str| {
        sentence.split_whitespace().count() >= SENTENCE
            && !sentence.contains(['{', '"', '?', '<'])
            && !sentence.contains(": ")
    };
    !told
        && !lower.lines().any(is_run)
        && lower.lines().filter(|line| !line.trim().is_empty()).flat_map(sentences).all(is_sentence)
        && lower.lines().flat_map(sentences).any(is_rule)
        && TABLE.api_code(lower).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_plans_are_told_from_what_happened() {
        for idle in [
            "If the same code is used twice, the exchange will fail.",
            "When you exceed the limit, the request is answered with 429.",
            "Ein Code darf nur einmal eingelöst werden.",
            "Tue: wrote tests for the error paths (401, 403, 429).",
            "Next week: back-off for 429 answers",
        ] {
            assert!(is_idle(idle), "{idle}");
        }
        for told in [
            "If we send the code twice, it will fail.",
            "When the page is loaded it returned 401.",
            "If it fails, what must I do?",
            "The authorization code has expired.",
        ] {
            assert!(!is_idle(told), "{told}");
        }
        assert_eq!(without("A code must not be used twice. Invalid grant.").as_deref(), Some(" Invalid grant."));
        assert_eq!(without("Invalid grant."), None);
    }
}
