//! A request with its answer below it, as people paste both: from a terminal, a log, a ticket.

use super::{Pasted, address, body, command, configuration::from_request};
use crate::{
    oauth::wire,
    orcid::diagnosis::{Copied, Dressed, Reading, TABLE, is_error_page, speaks_of},
    text::{beginning, html},
};

/// Request and answer as messages; `None` when the text is not both.
pub(super) fn parts(text: &str) -> Option<(String, String)> {
    if text.lines().any(|line| line.starts_with("< HTTP/")) {
        return of_curl(text);
    }
    let text = &without_marks(&unescaped(text));
    behind_an_arrow(text).or_else(|| below(text)).or_else(|| in_words(text))
}

/// `POST https://… → 400, …` on a line.
fn behind_an_arrow(text: &str) -> Option<(String, String)> {
    ["→", "->", "=>"].iter().find_map(|arrow| {
        let (request, answer) = text.split_once(arrow).filter(|(request, _)| !request.contains('\n'))?;
        let answer = answer.trim();
        let word = answer.split(|c: char| c.is_whitespace() || ",;.:)".contains(c)).next().unwrap_or_default();
        let status =
            word.parse::<u16>().ok().filter(|_| !answer.lines().next().unwrap_or_default().contains("code"))?;
        let request = from_request(request.trim())?.request?.expose().to_owned();
        let rest = answer[word.len()..].trim_start_matches([',', ';', '.', ':', ')']);
        // What somebody notes of the answer is none of its body.
        if !answer.contains(['{', '<']) && Copied::of(answer).reading.code.is_some() {
            return Some((request, answer.to_owned()));
        }
        Some((request, body::settled(&with_gap(&format!("HTTP/1.1 {status}{rest}")))))
    })
}

/// How many lines are tried that may begin an answer: each costs as much as the text is long.
const OPENINGS: usize = 12;

/// An answer that begins on a line of its own.
fn below(text: &str) -> Option<(String, String)> {
    let (mut at, mut tried) = (0, 0);
    for line in text.split_inclusive('\n') {
        if at > 0
            && tried < OPENINGS
            && let Some(opening) = Opening::of(line)
        {
            tried += 1;
            let head = without_labels(&text[..at]);
            let rest = &text[at + opening.skipped..];
            let is_answer = match opening.kind {
                Kind::Status(_) | Kind::Message | Kind::Label => true,
                // In a request that is a message, JSON may be its own body.
                Kind::Body => command::message(head).is_some() || is_answer(rest),
            };
            if is_answer && let Some(request) = request(head) {
                return Some((request, opening.message(rest)));
            }
        }
        at += line.len();
    }
    None
}

/// An answer that somebody tells below the request, in words.
fn in_words(text: &str) -> Option<(String, String)> {
    let tells = |rest: &str| matches!(super::words(rest), Pasted::Words(_) | Pasted::Error(_));
    if let Some((head, rest)) = command::with_rest(text) {
        return tells(rest).then(|| Some((request(head)?, rest.trim().to_owned())))?;
    }
    // A failure to get an answer, below the request's line: the names of its exceptions look like headers.
    if let Some((line, rest)) = text.split_once('\n').filter(|(_, rest)| TABLE.failure(&rest.to_lowercase()).is_some())
        && tells(rest)
        && let Some(request) = request(line)
    {
        return Some((request, rest.trim().to_owned()));
    }
    // Below head and form of a message.
    let mut gaps = text.match_indices("\n\n").map(|(at, _)| at).take(3);
    gaps.find_map(|at| {
        let (head, rest) = (&text[..at], text[at..].trim());
        let is_form = rest.lines().next().is_some_and(is_form);
        (!is_form && !rest.starts_with(['{', '<']) && tells(rest))
            .then(|| Some((request(head)?, rest.to_owned())))
            .flatten()
    })
}

/// The request that a text is, as a message.
fn request(text: &str) -> Option<String> {
    Some(from_request(&with_form_apart(text.trim()))?.request?.expose().to_owned())
}

/// How long such a body is at most.
const ANSWER: usize = 1 << 13;

/// Whether a body is one of an answer: an error, or tokens.
fn is_answer(text: &str) -> bool {
    let text = beginning(text, ANSWER);
    if text.starts_with('<') && (text.contains("orcid.org/ns/") || is_error_page(&html::text(text))) {
        return true;
    }
    let text = body::json(text).unwrap_or_else(|| text.to_owned());
    let reading = Reading::of_body(text.as_bytes());
    reading.error.is_some() || reading.code.is_some() || reading.status.is_some() || Dressed::of(&text).is_some()
}

/// How the first line of an answer begins.
struct Opening {
    kind: Kind,
    /// How much of the line stands before the answer.
    skipped: usize,
}

enum Kind {
    /// A status line of HTTP.
    Message,
    /// A status without it: `401 Unauthorized`, `Status: 401`.
    Status(u16),
    /// `Response:`.
    Label,
    /// JSON, XML or a page.
    Body,
}

impl Opening {
    fn of(line: &str) -> Option<Self> {
        let rest = line.trim_start();
        let indent = line.len() - rest.len();
        let found = |kind, skipped| Some(Self { kind, skipped: indent + skipped });
        if wire::status_line(rest).is_some() {
            return found(Kind::Message, 0);
        }
        if indent == 0 && rest.starts_with(['{', '<']) || rest.starts_with("[{") {
            return found(Kind::Body, 0);
        }
        if let Some((status, end)) = status(rest) {
            return found(Kind::Status(status), end);
        }
        let (label, behind) = rest.trim_end().split_once(':')?;
        if label.split_whitespace().count() > 3 || !speaks_of(label, "answer-label") {
            return None;
        }
        let blanks = behind.len() - behind.trim_start().len();
        let skipped = label.len() + 1 + blanks;
        let number = label.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 3);
        if let Some(status) = number.and_then(|word| word.parse().ok()) {
            return found(Kind::Status(status), skipped);
        }
        match Self::of(behind.trim_start()) {
            Some(inner) => found(inner.kind, skipped + inner.skipped),
            None => behind.trim().is_empty().then(|| found(Kind::Label, skipped)).flatten(),
        }
    }

    /// The answer as a message, or its body alone.
    fn message(&self, rest: &str) -> String {
        let rest = rest.trim_start_matches(['\n', '\r', ' ']).trim_end();
        match self.kind {
            Kind::Message => body::settled(&with_gap(rest)),
            Kind::Status(status) => {
                // A class of Java's and what it says are none.
                let is_header =
                    |line: &str| line.split_once(": ").is_some_and(|(name, _)| !name.contains([' ', '{', '.', '(']));
                let gap = if rest.lines().next().is_some_and(is_header) { "" } else { "\n" };
                body::settled(&with_gap(&format!("HTTP/1.1 {status}\n{gap}{rest}")))
            }
            Kind::Label => {
                let inner = Self::of(rest).filter(|inner| !matches!(inner.kind, Kind::Label));
                inner.map_or_else(|| rest.to_owned(), |inner| inner.message(&rest[inner.skipped..]))
            }
            Kind::Body => body::json(rest).unwrap_or_else(|| rest.to_owned()),
        }
    }
}

/// A status that a line begins with, alone or with its name, and where that ends.
fn status(line: &str) -> Option<(u16, usize)> {
    let digits = line.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let status = http::StatusCode::from_u16(digits.parse().ok()?).ok().filter(|status| status.as_u16() >= 200)?;
    let rest = line[3..].trim_end();
    let reason = status.canonical_reason().unwrap_or_default();
    let behind = rest.trim_start();
    let is_reason =
        !reason.is_empty() && behind.get(..reason.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(reason));
    let is_body = behind.starts_with(['{', '<']);
    if rest.is_empty() || is_body || behind.starts_with("http") {
        // The address behind a status is the request's, once more.
        let end = if behind.starts_with("http") { line.trim_end().len() } else { 3 };
        return Some((status.as_u16(), end));
    }
    is_reason.then(|| (status.as_u16(), 3 + (rest.len() - behind.len()) + reason.len()))
}

/// As it was before a page was made of it.
fn unescaped(text: &str) -> String {
    if text.starts_with('<') { text.to_owned() } else { address::unescaped(text).replace("&quot;", "\"") }
}

/// Without what logs of HTTP clients put before a line that went out or came in.
fn without_marks(text: &str) -> String {
    if !text.lines().any(|line| line.starts_with("<-- ")) {
        return text.to_owned();
    }
    let lines = text.lines().filter(|line| !line.starts_with("--> END") && !line.starts_with("<-- END"));
    let lines = lines.map(|line| line.trim_start_matches("--> ").trim_start_matches("<-- "));
    lines.collect::<Vec<_>>().join("\n")
}

/// Without a line such as `Request:` before it, and without the line that is drawn below it.
fn without_labels(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['-', '=', '*', '_']).trim_end();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let is_label = first.trim_end().ends_with(':') && first.split_whitespace().count() <= 3;
    if is_label { rest.trim_start() } else { text }
}

/// What `curl -v` prints: what was sent behind `>`, what came behind `<`, remarks behind `*`, the body as it is. The command
/// before it tells the request's body too. Of several answers the last one counts.
fn of_curl(text: &str) -> Option<(String, String)> {
    let sent: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix('>').map(str::trim)).collect();
    let mut came = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with(['>', '*'])) {
        if line.starts_with("< HTTP/") {
            came.clear();
        } else if came.is_empty() {
            continue;
        }
        match line.strip_prefix('<').filter(|_| !line.starts_with("<!") && !line.starts_with("<?")) {
            Some(head) if line == "<" || head.starts_with(' ') => came.push(head.trim()),
            // A body without a line end has curl's next remark behind it; `{ [5 bytes data]` is its progress.
            _ if line.starts_with("{ [") || line.starts_with("} [") => {}
            _ => came.push(line.split("* Connection #").next().unwrap_or(line)),
        }
    }
    let answer = with_gap(&came.join("\n"));
    let (head, body) = answer.split_once("\n\n").unwrap_or((&answer, ""));
    let answer = body::settled(&format!("{head}\n\n{}", body.trim()));
    wire::read_response(&answer)?;
    let command = command::with_rest(text).and_then(|(command, _)| request(command));
    Some((command.unwrap_or_else(|| sent.join("\n").trim().to_owned()), answer))
}

/// A response with the empty line between head and body that copying loses.
pub(super) fn with_gap(answer: &str) -> String {
    let gap = ["\n\n", "\r\n\r\n"].iter().filter_map(|sign| answer.find(sign)).min().unwrap_or(answer.len());
    let body = ["\n{", "\n<", "\r\n{"].iter().filter_map(|sign| answer.find(sign)).min();
    match body.filter(|at| *at < gap && answer.starts_with("HTTP/")) {
        Some(at) => format!("{}\n\n{}", answer[..at].trim_end(), answer[at..].trim_start()),
        None => answer.to_owned(),
    }
}

/// Whether a line is a form.
fn is_form(line: &str) -> bool {
    line.contains('=') && !line.contains(": ") && !line.contains(' ')
}

/// A request with the empty line between head and form that copying loses.
fn with_form_apart(request: &str) -> String {
    let mut before = request.split_inclusive('\n').take_while(|line| !is_form(line.trim())).map(str::len);
    let at = before.by_ref().sum();
    let gone = at == 0 || at == request.len() || request[..at].contains("\n\n") || request.contains("curl ");
    if gone { request.to_owned() } else { format!("{}\n\n{}", request[..at].trim_end(), &request[at..]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = "POST https://orcid.org/oauth/token HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&code=eUeiz2";
    const COMMAND: &str =
        "curl -i https://orcid.org/oauth/token \\\n  -d grant_type=authorization_code \\\n  -d code=eUeiz2";
    const BODY: &str = "{\"error\":\"invalid_grant\"}";

    #[test]
    fn an_answer_below_a_request_is_found_however_it_begins() {
        for head in [
            "HTTP/1.1 400 Bad Request\nserver: x\n\n",
            "HTTP/2 400\nserver: x\n",
            "400 Bad Request\n",
            "400\n",
            "Status: 400\n",
            "Response (400):\n",
        ] {
            for request in [REQUEST, COMMAND] {
                for gap in ["\n", "\n\n", "\n\n---\n"] {
                    let (sent, answer) =
                        parts(&format!("{request}{gap}{head}{BODY}")).unwrap_or_else(|| panic!("{request}{gap}{head}"));
                    assert!(sent.contains("code=eUeiz2"), "{sent}");
                    let response = wire::read_response(&answer).unwrap_or_else(|| panic!("{answer}"));
                    assert_eq!(
                        (response.status().as_u16(), response.body().as_ref()),
                        (400, BODY.as_bytes()),
                        "{answer}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_body_alone_is_an_answer_where_it_is_none_of_the_request() {
        for text in [
            format!("{REQUEST}\n\n{BODY}"),
            format!("{COMMAND}\nResponse:\n{BODY}"),
            format!("Request:\n{COMMAND}\n\n{BODY}"),
        ] {
            assert_eq!(parts(&text).map(|(_, answer)| answer).as_deref(), Some(BODY), "{text}");
        }
        let json =
            "POST https://orcid.org/oauth/token HTTP/1.1\nContent-Type: application/json\n\n{\"code\":\"eUeiz2\"}";
        assert_eq!(parts(json), None);
        assert_eq!(parts(COMMAND), None);
    }

    #[test]
    fn what_is_said_of_an_answer_is_one() {
        let (_, answer) = parts(&format!("{COMMAND}\nsays that the authorization code has expired, why?")).unwrap();
        assert!(answer.starts_with("says"), "{answer}");
        assert_eq!(parts(&format!("{COMMAND}\nis what we send.")), None);
    }
}
