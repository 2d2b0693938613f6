//! Several requests one after another, as a terminal or a log of messages shows them: each with its answer below it.

use super::{command, exchange};
use crate::oauth::wire;

/// How many requests of a session are looked at, the last ones.
const STEPS: usize = 40;

/// Where a request begins.
struct Start<'a> {
    at: usize,
    /// What stands before a command, and before the next one: the prompt of the shell.
    prompt: &'a str,
}

/// The requests of a text that have an answer, each with it; `None` where there are not several requests.
pub(super) fn steps(text: &str) -> Option<Vec<(String, String)>> {
    if !text.contains('\n') && text.contains("\\n") {
        // As a text of JSON has it.
        return steps(&text.trim_matches('"').replace("\\n", "\n").replace("\\\"", "\""));
    }
    let starts = starts(text);
    if starts.len() < 2 {
        return None;
    }
    let ends = starts.iter().skip(1).map(|next| next.at - next.prompt.len()).chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| up_to_prompt(&text[start.at..end], start.prompt));
    let last = starts.len().saturating_sub(STEPS);
    let steps: Vec<_> = parts.skip(last).filter_map(exchange::parts).collect();
    (!steps.is_empty()).then_some(steps)
}

fn starts(text: &str) -> Vec<Start<'_>> {
    let mut starts = Vec::new();
    let (mut at, mut behind) = (0, 0);
    for line in text.split_inclusive('\n') {
        if at >= behind {
            if let Some(before) = command::prompt(line) {
                let begin = at + before.len();
                behind = begin + command::with_rest(&text[begin..]).map_or(line.len(), |(command, _)| command.len());
                starts.push(Start { at: begin, prompt: before });
            } else if is_head(line) {
                starts.push(Start { at, prompt: "" });
            }
        }
        at += line.len();
    }
    starts
}

/// Whether a line is the first one of a request as a message, or of a file of such requests.
fn is_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (Some(_), Some(target), version, None) = (words.next(), words.next(), words.next(), words.next()) else {
        return false;
    };
    let is_target = version.is_some() || target.starts_with("http");
    let whole = if version.is_none() { line.to_owned() } else { format!("{}\nHost: orcid.org", line.trim_end()) };
    is_target && line.starts_with(|c: char| c.is_ascii_uppercase()) && wire::read_request(&whole).is_some()
}

/// A part without what follows at the next prompt: commands that ask no server.
fn up_to_prompt<'a>(part: &'a str, prompt: &str) -> &'a str {
    let sign = prompt.trim_end();
    if sign.is_empty() {
        return part;
    }
    let mut at = 0;
    for line in part.split_inclusive('\n') {
        if at > 0 && (line.starts_with(prompt) || line.trim_end() == sign) {
            return &part[..at];
        }
        at += line.len();
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_has_its_answer() {
        let text = "me@host:~$ curl -si https://orcid.org/oauth/jwks\nHTTP/2 200\ncontent-type: application/json\n\n{\"keys\":[]}\nme@host:~$ cat note\nx\nme@host:~$ curl -s https://orcid.org/oauth/token \\\n  -d grant_type=refresh_token\n{\"error\":\"invalid_grant\"}\nme@host:~$";
        let steps = steps(text).expect("two requests");
        assert_eq!(steps.len(), 2, "{steps:?}");
        assert!(steps[0].0.starts_with("GET https://orcid.org/oauth/jwks") && steps[0].1.contains("200"), "{steps:?}");
        assert_eq!(steps[1].1, "{\"error\":\"invalid_grant\"}");
    }

    #[test]
    fn messages_one_below_the_other_are_a_session() {
        let text = "GET /oauth/jwks HTTP/1.1\nHost: orcid.org\n\nHTTP/1.1 200 OK\n\n{\"keys\":[]}\n\nPOST /oauth/token HTTP/1.1\nHost: orcid.org\nContent-Type: application/json\n\n{\"grant_type\":\"refresh_token\"}\n\nHTTP/1.1 415 \n\n";
        let steps = steps(text).expect("two requests");
        assert_eq!(steps.len(), 2, "{steps:?}");
        assert!(steps[1].0.contains("grant_type") && steps[1].1.contains("415"), "{steps:?}");
    }

    #[test]
    fn one_request_or_none_is_no_session() {
        for text in [
            "$ curl -si https://orcid.org/oauth/jwks\nHTTP/2 200\n\n{}",
            "$ curl https://orcid.org/oauth/jwks\n$ curl https://orcid.org/oauth/token",
            "POST /oauth/token HTTP/1.1\nHost: orcid.org\n\ncode=eUeiz2\n\nHTTP/1.1 400\n\n{}",
            "We GET it, then POST it.\nGET works",
        ] {
            assert_eq!(steps(text), None, "{text}");
        }
    }
}
