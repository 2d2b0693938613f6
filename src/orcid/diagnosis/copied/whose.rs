//! Whose a failure is that a text speaks of: ORCID's, another server's, anybody's, or nobody's, because nothing failed.

use super::{
    super::{TABLE, concepts::Spoken},
    Reading, clues, listed, members, plain,
};
use crate::{
    oauth::{HttpRequest, is_loopback_host},
    orcid::{environment::is_orcids, shape},
};

/// How many words a line has that is hardly more than the words of a failure.
const HARDLY_MORE: usize = 6;

/// How many lines are looked at for the words of a failure.
const LINES: usize = 100;

/// Whether a text names ORCID: by its name, by an iD or a client id.
fn names_orcid(lower: &str, spoken: &Spoken) -> bool {
    let mut words = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    spoken.names("orcid")
        || spoken.names("orcid-mistyped")
        || words.any(|word| {
            let upper = word.to_ascii_uppercase();
            shape::is_client_id(&upper) || shape::is_orcid_shaped(&upper)
        })
}

/// Whether a text is of another provider, which it names, or of a request to another server: what that answers, ORCID did
/// not.
pub fn is_of_others(text: &str, request: Option<&HttpRequest>) -> bool {
    let lower = plain(text).to_lowercase();
    let spoken = Spoken::of(&lower);
    if names_orcid(&lower, &spoken) {
        return false;
    }
    // Google's playground is where ORCID's tutorials send people.
    spoken.names("others-answer") && !lower.contains("oauthplayground") || request.is_some_and(goes_elsewhere)
}

/// Whether a request goes to another server than ORCID's, and is not the browser that comes back from there.
pub fn goes_elsewhere(request: &HttpRequest) -> bool {
    let host = request.uri().host();
    let elsewhere = host.is_some_and(|host| !is_orcids(&host.to_lowercase()) && !is_loopback_host(host));
    elsewhere && !request.uri().query().is_some_and(|query| query.contains("code="))
}

/// Whether a text names addresses, and all of them are other servers' that have nothing to do with the dance.
pub fn names_elsewhere(text: &str) -> bool {
    let lower = plain(text).to_lowercase();
    let all = || clues::addresses(&lower).map(|(_, address)| address);
    let is_other = |address: &str| {
        let host = clues::host(address);
        let of_dance = ["oauth", "callback", "code=", "error="].iter().any(|sign| address.contains(sign));
        // ORCID's own sources, to which it sends people who misspell a scope.
        let of_orcid = address.contains("github.com/orcid/");
        !is_orcids(&host) && !is_loopback_host(&host) && !of_dance && !of_orcid
    };
    let around = || all().fold(lower.clone(), |text, address| text.replace(address, " "));
    all().next().is_some() && all().all(is_other) && all().count() < 20 && {
        let around = around();
        !names_orcid(&around, &Spoken::of(&around))
    }
}

/// Whether the body of a whole response names other servers only.
pub fn answers_elsewhere(message: &str) -> bool {
    let Some((_, body)) = message.split_once("\n\n").or_else(|| message.split_once("\r\n\r\n")) else { return false };
    // Pages have addresses of style sheets and name spaces.
    !body.trim_start().starts_with('<') && body.contains("://") && is_elsewhere(body)
}

/// Whether words that other systems have too can be ORCID's here: ORCID or the dance is spoken of, or nothing else is said.
pub fn is_near(text: &str) -> bool {
    let lower = plain(text).to_lowercase();
    let spoken = Spoken::of(&lower);
    names_orcid(&lower, &spoken)
        || spoken.names("oauth-artefact")
        || !spoken.names("other-protocol")
            && lower.lines().take(LINES).any(|line| line.split_whitespace().count() <= HARDLY_MORE && TABLE.says(line))
}

/// Whether a text speaks of other servers only: what is said of them, ORCID did not say.
pub fn is_elsewhere(text: &str) -> bool {
    let lower = plain(text).to_lowercase();
    let spoken = Spoken::of(&lower);
    if names_orcid(&lower, &spoken) {
        return false;
    }
    if spoken.names("other-provider") {
        return true;
    }
    if listed::has(&lower, "this-computer") {
        // Other programs of this computer have other addresses than a callback, and ports of their own.
        return listed::has(&lower, "other-program") && !listed::has(&lower, "dance");
    }
    lower.contains("://") || lower.contains("enotfound ") || !lower.contains("proxy") && names_host(&lower)
}

/// Whether a text names a host, as far as names of packages and classes can be told apart from those.
fn names_host(lower: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut words = lower.split(|c: char| c.is_whitespace() || "()[]<>,;'\"`/".contains(c));
    words.any(|word| {
        let name = word.split(':').next().unwrap_or_default().trim_end_matches('.');
        name.rsplit_once('.').is_some_and(|(_, end)| listed::is_one(end, "top-level-domain"))
            && name.split('.').all(is_part)
    })
}

/// Whether a text has a refusal's status among other words, and none of them is of OAuth: it may be anybody's.
pub fn is_anybodys(text: &str, reading: &Reading) -> bool {
    let Some(status @ 400..500) = reading.status.filter(|_| reading.failure.is_none()) else { return false };
    let plain = plain(text).to_lowercase();
    // On a line of its own it is what was copied.
    let among = |line: &str| line.contains(&status.to_string()) && line.split_whitespace().count() > 6;
    plain.lines().any(among) && !listed::has(&plain, "oauth")
}

/// Whether another computer was called, and this one refused: then a proxy is set that does not run.
pub(super) fn refused_on_the_way(words: &str) -> bool {
    let lower = words.to_lowercase();
    let refused = ["econnrefused 127.0.0.1:", "econnrefused ::1:", "econnrefused localhost:"];
    lower.lines().any(|line| {
        let called = line.find("orcid.org/").filter(|at| line[..*at].contains("://"));
        called.is_some_and(|at| refused.iter().any(|sign| line[at..].contains(sign)))
    })
}

/// Whether a text is of the work on a program rather than of a run of it: a commit, a change log, source code, tests that
/// passed, documentation. The names of failures stand there, and nothing failed.
pub fn is_of_work(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    let first = lower.lines().next().unwrap_or_default();
    let kind = first.split([':', '(', '!']).next().unwrap_or_default();
    let commit = lower.starts_with("commit ") && lower.contains("\nauthor:")
        || ["merge pull request ", "merge branch "].iter().any(|begin| first.starts_with(begin))
        || first.len() > kind.len() && listed::is_one(kind, "commit") && !is_run(first);
    let wanted = listed::has(&lower, "wanted");
    let counted = |before: &str| {
        before.split_whitespace().last().is_some_and(|word| word.starts_with("test") || word.parse::<u32>().is_ok())
    };
    let passed = lower.match_indices(" passed").any(|(at, _)| counted(&lower[..at]))
        && !lower.replace(" 0 failed", "").contains("fail");
    let described = lower.contains("responses:\n") && lower.contains("description:");
    let listed = || is_listing(&lower) && members::named_error(&plain(text)).is_none();
    commit
        || wanted
        || is_change_log(&lower)
        || passed
        || is_source(&lower)
        || described
        || is_guidance(&lower)
        || listed()
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
    let is_item = |line: &str| line.trim_start().starts_with(['-', '*', '+', '•', '#']);
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

/// Whether a text is source code, and neither a run of it nor anybody's words are beside it.
fn is_source(lower: &str) -> bool {
    let lines = || lower.lines().map(str::trim_start);
    let compares = |line: &str| {
        let text = ["== \"", "== '", "=== \"", "=== '"].iter().any(|sign| line.contains(sign));
        (line.starts_with("if (") || line.starts_with("if(")) && line.contains("==") && line.contains('{')
            || line.starts_with("if ") && text && line.ends_with(':')
            || (line.starts_with("case \"") || line.starts_with("case '")) && line.contains([':', '='])
    };
    if !is_traced(lower) && !listed::has(lower, "raised") && lines().any(compares) {
        return true;
    }
    let declares = |line: &str| {
        let begins = |list: &str| listed::words(list).iter().any(|sign| line.starts_with(sign.as_str()));
        begins("test-source") || begins("declaration") && line.contains(['{', '(', ':'])
    };
    let runs = lines().any(|line| is_run(line) || line.starts_with("{\""));
    lines().any(declares) && !runs && !is_traced(lower) && !speaks(lower)
}

/// Whether a text tells how things are to be done, not what happened to somebody.
fn is_guidance(lower: &str) -> bool {
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let somebody = words.any(|word| listed::is_one(word, "first-person"));
    listed::has(lower, "guidance") && !somebody && !lower.contains(['?', '{']) && !listed::has(lower, "happened")
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

    #[test]
    fn what_others_say_is_not_orcids() {
        for text in
            ["AADSTS7000215: Invalid client secret provided.", "https://oauth2.googleapis.com/token: invalid_grant"]
        {
            assert!(is_of_others(text, None), "{text}");
        }
        for text in ["invalid_client", "Google login works, ORCID says invalid_client", "APP-1234567890ABCDEF at Azure"]
        {
            assert!(!is_of_others(text, None), "{text}");
        }
        assert!(
            is_near("User denied access") && is_near("OmniAuth: user denied access to what the application asked for")
        );
        assert!(!is_near("The user denied access to the camera, so the call could not start."));
    }
}
