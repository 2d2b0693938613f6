//! Reports of tests of which none failed: what they are called names failures.

use super::{TABLE, is_run, listed, members};

/// Whether a text in lower case is such a report: by a line that counts what passed, and none that counts a failure. What
/// somebody tells behind it, is no test's name.
pub(super) fn is_report(lower: &str) -> bool {
    let bare = |line: &str| line.trim_matches(|c: char| c.is_whitespace() || c == '=').to_owned();
    let lines: Vec<String> = lower.lines().map(bare).collect();
    let Some(end) = lines.iter().rposition(|line| counts(line) || listed::has(line, "none-failed")) else {
        return false;
    };
    let behind = lines[end + 1..].join("\n");
    !lines.iter().any(|line| fails(line) || is_run(line)) && members::error(&behind).is_none() && !TABLE.says(&behind)
}

/// Whether a line is nothing but the count of tests: `3 examples, 0 failures`, `3 passing (20ms)`.
fn counts(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    words.next().is_some_and(is_number) && words.next().is_some_and(|word| listed::is_one(word, "counted-test"))
}

/// Whether a line counts a failure, or is one's.
fn fails(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let counted = words.windows(2).any(|pair| {
        is_number(pair[0]) && pair[0] != "0" && ["fail", "error"].iter().any(|sign| pair[1].starts_with(sign))
    });
    counted || listed::words("report").iter().any(|sign| line.starts_with(sign.as_str()))
}

fn is_number(word: &str) -> bool {
    word.parse::<u32>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passed_is_told_from_what_failed() {
        for passed in [
            "when the code was used before\n  raises\n\n3 examples, 0 failures",
            "✔ fails when the state differs\n\n  3 passing (24ms)",
            "test_fails passed\n==== 2 passed in 0.12s ====",
            "2 runs, 5 assertions, 0 failures, 0 errors, 0 skips",
            "tests run: 4, failures: 0, errors: 0, skipped: 0",
        ] {
            assert!(is_report(passed), "{passed}");
        }
        for failed in [
            "3 examples, 1 failure",
            "2 passing (3ms)\n1 failing",
            "3 passed, 1 error",
            "500 records fetched, 0 failures",
            "2 passed\nerror: invalid_grant",
            "2 passed\n\nin production: invalid_grant",
        ] {
            assert!(!is_report(failed), "{failed}");
        }
    }
}
