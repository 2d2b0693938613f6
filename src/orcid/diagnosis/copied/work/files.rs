//! Files that name failures and tell of none: the history of a program, its texts, stubs of a server, counters.

use super::super::listed;

/// How many lines such a file has at least.
const LINES: usize = 3;

/// Whether a text in lower case is one of them as a whole.
pub(super) fn is_file(lower: &str) -> bool {
    is_history(lower) || is_texts(lower) || is_stub(lower)
}

/// The history of a program, a line each: `7c0e4d1 do not log access tokens`.
fn is_history(lower: &str) -> bool {
    let is_log = |line: &str| line.split_whitespace().nth(1).is_some_and(|word| listed::is_one(word, "log-level"));
    !lower.contains("{\"")
        && every_line(lower, 2, |line| {
            let hash = line.trim_start_matches(['*', '|', ' ']).split(' ').next().unwrap_or_default();
            (7..=40).contains(&hash.len())
                && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
                && hash.bytes().any(|byte| byte.is_ascii_alphabetic())
                && !is_log(line)
        })
}

/// The texts of a program, a line each: `orcid.error.denied=You said no.`
fn is_texts(lower: &str) -> bool {
    every_line(lower, LINES, |line| {
        let Some((key, value)) = line.split_once('=') else { return line.starts_with(['#', '!']) };
        let is_part =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        let key = key.trim();
        key.contains('.') && key.split('.').all(is_part) && value.trim().contains(' ')
    })
}

/// A stub that stands for a server in tests.
fn is_stub(lower: &str) -> bool {
    lower.starts_with(['{', '[']) && listed::has(lower, "stub")
}

/// Whether a line counts nothing, or says what is counted: `orcid_errors_total{kind="timeout"} 0`.
pub(super) fn is_idle_counter(line: &str) -> bool {
    let line = line.trim();
    let counted = line.rsplit_once("} ").is_some_and(|(name, count)| {
        !name.contains(char::is_whitespace) && name.contains('{') && count.parse::<f64>() == Ok(0.0)
    });
    counted
        || line.starts_with("# help ")
        || line.starts_with("# type ")
        || line.starts_with("# HELP ")
        || line.starts_with("# TYPE ")
}

fn every_line(lower: &str, least: usize, is: impl Fn(&str) -> bool) -> bool {
    let lines: Vec<&str> = lower.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // Behind the texts of a program others may be cut off.
    lines.len() >= least && lines.into_iter().all(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_form() {
        for file in [
            "a91f0c2 (head -> main) retry on 503\n51bb2a9 fix invalid_scope",
            "orcid.error.access_denied=sie haben abgelehnt.\norcid.error.timeout=orcid antwortet nicht.\norcid.connect=mit orcid verbinden",
            r#"{"request": {"urlpath": "/oauth/token"}, "response": {"status": 401, "jsonbody": {"error": "invalid_client"}}}"#,
        ] {
            assert!(is_file(file), "{file}");
        }
        for text in [
            "deadbeef\nerror invalid_grant",
            "a91f0c2b error orcid token request failed: 401\na91f0c2c error orcid token request failed: 401",
            "orcid.client.id=app-1\norcid.error=invalid_grant\norcid.status=401",
            r#"{"request": {"url": "/oauth/token"}, "response": {"status": 401}}"#,
        ] {
            assert!(!is_file(text), "{text}");
        }
        assert!(
            is_idle_counter("orcid_requests_total{code=\"429\"} 0")
                && !is_idle_counter("orcid_requests_total{code=\"429\"} 17")
        );
        assert!(!is_idle_counter("answer {\"error\":\"x\"} 0"));
    }
}
