//! A request with its answer below it, as people paste both: from a terminal, a log, a ticket.

use super::{body, command, configuration::from_request};
use crate::oauth::wire;

/// Request and answer as messages; `None` when the text is not both.
pub(super) fn parts(text: &str) -> Option<(String, String)> {
    if text.lines().any(|line| line.starts_with("< HTTP/")) {
        return of_curl(text);
    }
    for arrow in ["→", "->", "=>"] {
        let Some((request, answer)) = text.split_once(arrow).filter(|(request, _)| !request.contains('\n')) else {
            continue;
        };
        let answer = answer.trim();
        let word = answer.split(|c: char| c.is_whitespace() || ",;.:)".contains(c)).next().unwrap_or_default();
        let status = word.parse::<u16>().ok();
        if let (Some(import), Some(status)) =
            (from_request(request.trim()), status.filter(|_| !answer.contains("code")))
        {
            let request = import.request?.expose().to_owned();
            let rest = answer[word.len()..].trim_start_matches([',', ';', '.', ':', ')']);
            return Some((request, body::settled(&with_gap(&format!("HTTP/1.1 {status}{rest}")))));
        }
    }
    let begins = |line: &str| wire::status_line(line).is_some() || line.starts_with(['{', '<']);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let answer = text[at..].trim();
        if at > 0 && begins(line) {
            let head = text[..at].trim();
            // Behind the empty line of a message, JSON is its own body.
            let whole = wire::status_line(line).is_some() || command::message(head).is_some();
            if whole && let Some(request) = from_request(&with_form_apart(head)).and_then(|import| import.request) {
                let answer = with_gap(answer);
                let is_message = wire::status_line(line).is_some();
                let settled = if is_message { Some(body::settled(&answer)) } else { body::json(&answer) };
                return Some((request.expose().to_owned(), settled.unwrap_or(answer)));
            }
        }
        at += line.len();
    }
    None
}

/// What `curl -v` prints: what was sent behind `>`, what came behind `<`, remarks behind `*`, the body as it is.
fn of_curl(text: &str) -> Option<(String, String)> {
    let sent: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix('>').map(str::trim)).filter(|line| !line.is_empty()).collect();
    let mut came = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with(['>', '*'])) {
        match line.strip_prefix('<').filter(|_| !line.starts_with("<!") && !line.starts_with("<?")) {
            Some(head) if line == "<" || head.starts_with(' ') => came.push(head.trim()),
            // A body without a line end has curl's next remark behind it; `{ [5 bytes data]` is its progress.
            _ if line.starts_with("{ [") || line.starts_with("} [") => {}
            _ => came.push(line.split("* Connection #").next().unwrap_or(line)),
        }
    }
    let answer = came.join("\n");
    let (head, body) = answer.split_once("\n\n").unwrap_or((&answer, ""));
    let answer = body::settled(&format!("{head}\n\n{}", body.trim()));
    wire::read_response(&answer)?;
    Some((sent.join("\n"), answer))
}

/// A response with the empty line between head and body that copying loses.
pub(super) fn with_gap(answer: &str) -> String {
    let head_only = !answer.contains("\n\n") && !answer.contains("\r\n\r\n");
    let body = ["\n{", "\n<", "\r\n{"].iter().filter_map(|sign| answer.find(sign)).min();
    match body.filter(|_| head_only && answer.starts_with("HTTP/")) {
        Some(at) => format!("{}\n\n{}", answer[..at].trim_end(), answer[at..].trim_start()),
        None => answer.to_owned(),
    }
}

/// A request with the empty line between head and form that copying loses.
fn with_form_apart(request: &str) -> String {
    let is_form = |line: &str| line.contains('=') && !line.contains(": ") && !line.contains(' ');
    let mut before = request.split_inclusive('\n').take_while(|line| !is_form(line.trim())).map(str::len);
    let at = before.by_ref().sum();
    let gone = at == 0 || at == request.len() || request[..at].contains("\n\n") || request.contains("curl ");
    if gone { request.to_owned() } else { format!("{}\n\n{}", request[..at].trim_end(), &request[at..]) }
}
