//! The HTTP status that a text speaks of.

use http::StatusCode;

use super::listed;

/// The first one of a refusal that says by its surroundings that it is one. (Who tells of a success is not content with it.)
pub(super) fn find(text: &str) -> Option<u16> {
    let lower = text.to_lowercase();
    lower.lines().filter(|line| !is_own_log(line)).find_map(|line| {
        let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || "`()[]→,\"';{}=".contains(c)).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        (0..words.len()).find_map(|at| {
            let digits = words[at].trim_end_matches([':', '.']);
            // Of three digits without a sign or a unit.
            let code: u16 = digits.parse().ok().filter(|_| digits.len() == 3)?;
            let status = StatusCode::from_u16(code).ok().filter(is_refusal)?;
            let last = at.checked_sub(1).map(|before| words[before]);
            let before = last.map(|word| word.trim_end_matches([':', '=', '-']));
            let named = before.is_some_and(|word| {
                listed::is_one(word, "before-status")
                    && (word != "code" || at < 2 || listed::is_one(words[at - 2], "before-code"))
                    || word.ends_with("error")
                    || word.ends_with("exception")
                    || listed::words("status-name").iter().any(|name| word.ends_with(name.as_str()))
                    || is_request(&words[..at])
                    || matches!(last, Some(">" | "->")) && is_request(&words[..at - 1])
                    || word == "many" && words.get(at + 1) == Some(&"error")
            });
            // What the application itself answers, ORCID did not.
            if code == 500 && is_own(line) {
                return None;
            }
            let alone = words.len() == 1;
            let reason = status.canonical_reason().unwrap_or_default().to_lowercase();
            let reason = reason.split(' ').next().unwrap_or_default();
            let reasoned =
                !reason.is_empty() && words.get(at + 1).is_some_and(|next| next.trim_end_matches([':', '.']) == reason);
            let of = words.get(at + 1).is_some_and(|next| ["for", "from", "on"].contains(next))
                && words.get(at + 2).is_some_and(|target| target.starts_with("http") || target.starts_with('/'));
            let loosely = before.is_some_and(|word| listed::is_one(word, "may-stand-before-status"))
                && is_closed(behind(line, digits), words.get(at + 1).copied());
            (named || alone || reasoned || of || loosely).then_some(code)
        })
    })
}

/// What stands behind a word of a line.
fn behind(line: &str, word: &str) -> Option<char> {
    let end = word.as_ptr() as usize - line.as_ptr() as usize + word.len();
    line[end..].chars().next()
}

/// Whether what stands behind a number is no thing that is counted by it: a mark, the end, or a small word.
fn is_closed(behind: Option<char>, next: Option<&str>) -> bool {
    behind.is_none_or(|c| ".,;:)!?»\"”“'’–—".contains(c))
        || next.is_none_or(|word| listed::is_one(word, "may-stand-behind-status"))
}

/// Whether it is a line of a server's log about a path that is none of ORCID's: the status is the application's own.
fn is_own_log(line: &str) -> bool {
    let request =
        ["\"get /", "\"post /", "\"put /", "\"head /"].iter().find_map(|sign| Some(line.find(sign)? + sign.len() - 1));
    let Some(path) = request.and_then(|at| line[at..].split(['"', ' ', '?']).next()) else { return false };
    line.contains(" http/") && super::of_path(path).is_none() && !path.starts_with("/oauth/authorize")
}

/// Whether a line speaks of the writer's own application.
fn is_own(line: &str) -> bool {
    !listed::has(line, "from-orcid") && listed::has(line, "own-application")
}

/// Whether the words end with a method and an address, as a line of a log has them.
fn is_request(words: &[&str]) -> bool {
    let [.., method, target] = words else { return false };
    ["get", "post", "put", "delete", "head", "options"].contains(method)
        && (target.starts_with('/') || target.starts_with("http"))
}

/// Whether it is a status that exists, of a refusal or a redirect; those of 520 and more are Cloudflare's.
fn is_refusal(status: &StatusCode) -> bool {
    (300..600).contains(&status.as_u16()) && status.canonical_reason().is_some()
        || (520..=527).contains(&status.as_u16())
}
