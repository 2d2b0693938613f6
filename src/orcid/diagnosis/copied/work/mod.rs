//! Whether a text is of the work on a program rather than of a run of it: a commit, a change log, source code, tests that
//! passed, documentation, plans. The names of failures stand there, and nothing failed.
//!
//! | file | what it holds |
//! |---|---|
//! | `code` | which lines are source code |
//! | `passed` | reports of tests of which none failed |
//! | `prose` | which sentences tell no failure |
//! | `form` | plans, tables, lists of questions and glossaries, by their form |
//! | `files` | the history of a program, its texts, stubs, counters |
//! | `settled` | who tells that a matter is over |

mod code;
mod files;
mod form;
mod passed;
mod prose;
mod settled;

use std::borrow::Cow;

use super::{
    super::{Situation, TABLE, diagnose},
    Copied, listed, members,
    plain::{bounded, plain},
    whose,
};

/// Whether a text is of the work on a program as a whole, or nothing that is left of it tells a failure: see [`run_of`].
pub fn is_of_work(text: &str) -> bool {
    is_of_work_as_a_whole(text)
        || match run_of(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(run) => !tells(&run),
        }
}

/// A text without its lines of source code, without the sentences that tell no failure, and without what other servers
/// answered: what is left tells of a run, if there was one.
pub fn run_of(text: &str) -> Cow<'_, str> {
    let bounded = bounded(text);
    let is_escaped = !text.trim().contains('\n') && text.contains("\\n");
    let lines = if is_escaped { Cow::Owned(bounded.replace("\\n", "\n")) } else { bounded };
    let mut run = String::new();
    let (mut dropped, mut is_plan) = (false, false);
    for (line, is_code) in lines.lines().zip(code::lines(&lines)) {
        is_plan = prose::is_heading(line) || is_plan && (prose::is_item(line) || line.trim().is_empty());
        let is_left_out = is_code
            || is_plan
            || prose::is_task(line)
            || files::is_idle_counter(line)
            || whose::is_answer_of_others(line);
        let left = if is_left_out { Some(String::new()) } else { prose::without(line) };
        dropped |= left.is_some();
        run.push_str(left.as_deref().unwrap_or(line));
        run.push('\n');
    }
    if dropped { Cow::Owned(run) } else { Cow::Borrowed(text) }
}

/// Whether a failure is told that something is known of.
fn tells(text: &str) -> bool {
    let Copied { reading, request } = Copied::of(text);
    let all = diagnose(&reading, request.as_ref(), &Situation::default());
    all.iter().any(|diagnosis| !diagnosis.causes.is_empty())
}

fn is_of_work_as_a_whole(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    let counted = |before: &str| {
        before.split_whitespace().last().is_some_and(|word| word.starts_with("test") || word.parse::<u32>().is_ok())
    };
    let is_passed = |line: &str| listed::words("passed").iter().any(|sign| line.starts_with(sign.as_str()));
    let passed = (lower.lines().any(is_passed) || lower.match_indices(" passed").any(|(at, _)| counted(&lower[..at])))
        && !lower.replace(" 0 failed", "").contains("fail");
    let described = lower.contains("responses:\n") && lower.contains("description:");
    let listed = || is_listing(&lower) && members::named_error(&plain(text)).is_none();
    is_commit(&lower)
        || listed::has(&lower, "wanted")
        || is_change_log(&lower)
        || passed
        || passed::is_report(&lower)
        || form::is_plan(&lower)
        || form::is_glossary(&lower)
        || form::is_table(&lower)
        || form::is_faq(&lower)
        || form::is_minutes(&lower)
        || form::is_lesson(&lower)
        || files::is_file(&lower)
        || settled::is_settled(&lower)
        || is_policy(&lower)
        || described
        || is_guidance(&lower)
        || prose::is_document(&lower)
        || listed()
}

/// Whether a text is the message of a commit: by what git writes before it, by its kind, or because its first line tells the
/// program what to do.
fn is_commit(lower: &str) -> bool {
    let first = lower.lines().next().unwrap_or_default();
    let hash = first.strip_prefix("commit ").and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
    let is_hash = hash.len() >= 7 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let kind = first.split([':', '(', '!']).next().unwrap_or_default();
    is_hash
        || ["merge pull request ", "merge branch "].iter().any(|begin| first.starts_with(begin))
        || first.len() > kind.len() && listed::is_one(kind, "commit") && !is_run(first)
        || is_imperative(first.trim_start_matches(['#', ' '])) && {
            let gap = lower.lines().nth(1).is_none_or(|line| line.trim().is_empty());
            gap && (listed::has(lower, "trailer") || !first_person(lower) && !happened(lower))
        }
}

/// Whether a line tells a program what to do, as the first line of a commit does.
fn is_imperative(line: &str) -> bool {
    let verb = line.split_whitespace().next().unwrap_or_default();
    let tells = || !first_person(line) && !happened(line) && !line.contains(['?', '{']);
    line.len() <= SUBJECT && line.len() > verb.len() && listed::is_one(verb, "commit-verb") && tells()
}

/// How long the first line of a commit is at most.
const SUBJECT: usize = 100;

/// Whether a text tells of something that happened.
fn happened(lower: &str) -> bool {
    listed::has(lower, "happened") || listed::has(lower, "lately")
}

/// Whether somebody speaks of himself, as people do who have a failure.
fn first_person(lower: &str) -> bool {
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| listed::is_one(word, "first-person"))
}

/// Whether a text names several of OAuth's errors and nobody speaks: a list of what there is, or of what is to be done.
fn is_listing(lower: &str) -> bool {
    let words = lower.split(|c: char| !(c.is_ascii_alphabetic() || c == '_'));
    let mut named: Vec<&str> = words.filter(|word| word.contains('_') && TABLE.knows_error(word)).collect();
    named.sort_unstable();
    named.dedup();
    named.len() > 1 && !speaks(lower) && !lower.lines().any(is_run) && !is_traced(lower)
}

/// Whether somebody speaks of himself, or asks.
fn speaks(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    lower.contains("? ") || lower.trim_end().ends_with('?') || words.any(|word| listed::is_one(word, "speaking"))
}

/// Whether a line is what a program said when it ran: an exception, an answer, a line of a log.
fn is_run(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let says = line.trim_end().len() > first.len();
    says && (first.ends_with("error:") || first.ends_with("exception:"))
        || line.starts_with("{\"error")
        || line.starts_with("http/")
        || line.starts_with("20") && line.as_bytes().get(4) == Some(&b'-')
        || line.contains("level=error")
        || ["[error]", "[warn]", "error ", "warn "].iter().any(|level| line.starts_with(level))
}

/// Whether a trace stands in it.
fn is_traced(lower: &str) -> bool {
    listed::has(lower, "trace")
}

/// Whether a text is the list of what changed in a version: its number, and a list below.
fn is_change_log(lower: &str) -> bool {
    let mut lines = lower.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let is_item = |line: &str| line.trim_start().starts_with(['-', '*', '+', '•', '・', '#']);
    let goes_on = |line: &str| line.starts_with("  ");
    let numbered = first.split(|c: char| !(c.is_ascii_digit() || c == '.')).any(|number| {
        let mut parts = number.split('.');
        number.len() >= 3 && number.contains('.') && parts.all(|part| !part.is_empty())
    });
    let items = lines.clone().filter(|line| is_item(line)).count();
    let all = lines.all(|line| is_item(line) || goes_on(line));
    let heading = first.starts_with('#') && (first.contains("changelog") || numbered && items > 0);
    let plain = numbered && items > 1 && all && !is_item(first) && !first.contains("http/");
    heading || plain && !first.contains("fail") && !listed::has(first, "failure")
}

/// Whether a text is of the terms or the privacy of a service: what may happen, and what becomes of data then.
fn is_policy(lower: &str) -> bool {
    listed::has(lower, "policy")
        && !lower.contains(['?', '{'])
        && !listed::has(lower, "lately")
        && !lower.lines().any(is_run)
}

/// Whether a text tells how things are to be done, not what happened to somebody.
fn is_guidance(lower: &str) -> bool {
    listed::has(lower, "guidance") && !first_person(lower) && !lower.contains(['?', '{']) && !happened(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_on_a_program_is_no_failure_of_it() {
        for text in [
            "commit 3f2a9c1\nAuthor: Ann\n\n    Fix state mismatch handling in the login, add tests",
            "## Changelog 2.3.0\n- The sign-in now handles access_denied",
            "CI: 214 tests passed, 0 failed (test_state_mismatch, test_invalid_scope)",
            "if (error === 'access_denied') { return showDenied(); }",
            "except OAuthError as e:\n    if e.error == \"access_denied\":\n        raise",
            "## 1.4.0\n- Handle access_denied on the ORCID callback",
            "PASS a.test.js\n  ✓ shows a message when the user denied access\nTests: 2 passed, 2 total",
            "responses:\n  \"401\":\n    description: invalid_token - the access token is invalid",
            "To avoid redirect URI mismatch errors, register every redirect URI that your integration uses.",
            "If the user chooses to deny access, your callback receives error=access_denied. Handle this gracefully.",
            "Authorization codes can only be used once. If a code is used twice, the tokens are revoked.",
            "The /read-limited scope lets you read what is shared with trusted parties. Only members can use these scopes.",
            "orcid-login 1.2.0 (2026-10-02)\n  * handle access_denied\n  * say more of invalid_grant",
            "public enum Fault { DENIED(\"access_denied\"); private final String value; }",
            "it(\"goes on after access_denied\", async () => {\n  mock({ error: \"access_denied\" });\n});",
            "3f2a9c1 Handle access_denied at the callback\n77ab012 Say more of invalid_scope",
            "case \"access_denied\":\n    return redirect(\"/login\")",
            "fix(login): show a page for access_denied",
            "error:\n  type: string\n  enum: [invalid_request, invalid_grant]",
            "As a user I see a message when access_denied comes back",
            "switch (error) {\n  case 'access_denied': return denied();\n  case 'invalid_scope': return scope();\n}",
            "def test_denied(client):\n    reply = client.get(\"/cb?error=access_denied\")\n    assert reply.status_code == 302",
        ] {
            assert!(is_of_work(text), "{text}");
        }
        for text in [
            "state mismatch",
            "1 passed, 1 failed: state mismatch",
            "if it fails with access_denied, why?",
            "We tried to avoid a redirect URI mismatch and got one",
            "def login():\n    fetch_token()\n\nTraceback (most recent call last):\nInvalidGrantError: (invalid_grant)",
            "Sometimes access_denied, sometimes invalid_scope. Why?",
            "ERROR invalid_grant\n2026-11-10 10:00:00 ERROR access_denied",
            "fetch 2.1 fails:\n- error: invalid_grant\n- error: invalid_scope",
        ] {
            assert!(!is_of_work(text), "{text}");
        }
    }
}
