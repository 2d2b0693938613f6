//! A session as Markdown, for a support ticket: every step with its request, its answer, and what it means. Secrets are
//! replaced by placeholders here, whatever the session holds, so that no caller can forget to.

mod page;
mod past;

use page::{Page, cell};
use past::Past;

use super::failure;
use crate::{
    oauth::{Exchange, HttpRequest, HttpResponse, Outcome, Placeholders, Purpose, Session, wire},
    text,
};

/// A body is cut behind this many bytes; a line says so.
const BODY: usize = 32 << 10;

/// The Markdown. Further secrets, each with the name of its parameter, are looked for too.
pub fn transcript<'a>(session: &Session, secrets: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let (session, placeholders) = session.redacted(secrets);
    let mut page = Page::default();
    page.line("# ORCID OAuth session");
    page.line("");
    let when = session.saved.map(|saved| format!(" on {}", saved.strftime("%F %T UTC"))).unwrap_or_default();
    page.line(&format!(
        "Written by orcid-playground {}{when}. Secrets are replaced by placeholders: the same placeholder is the same \
         secret. Names, iDs and records are as they were.",
        env!("CARGO_PKG_VERSION")
    ));
    context(&mut page, &session);
    overview(&mut page, &session);
    let mut past = Past::default();
    for (index, exchange) in session.exchanges.iter().enumerate() {
        step(&mut page, index + 1, exchange, &mut past);
    }
    legend(&mut page, &placeholders);
    page.0
}

fn context(page: &mut Page, session: &Session) {
    let Some(context) = &session.context else { return };
    page.line("");
    page.line("| | |");
    page.line("|---|---|");
    for (name, value) in [
        ("Environment", &context.environment),
        ("Client ID", &context.client_id),
        ("Redirect URI", &context.redirect_uri),
        ("Scopes", &context.scope),
    ] {
        if !value.is_empty() {
            page.line(&format!("| {name} | {} |", cell(value)));
        }
    }
    page.line("");
    page.line("## Findings before sending");
    page.line("");
    if context.findings.is_empty() {
        page.line("Nothing to fix.");
    }
    for finding in &context.findings {
        page.line(&format!("- {}", cell(finding)));
    }
    if context.examined.is_empty() {
        return;
    }
    page.line("");
    page.line("## What the doctor found");
    page.line("");
    for line in &context.examined {
        page.line(&format!("- {}", cell(line)));
    }
}

fn overview(page: &mut Page, session: &Session) {
    page.line("");
    page.line("## Steps");
    page.line("");
    if session.exchanges.is_empty() {
        page.line("Nothing was sent.");
        return;
    }
    page.line("| # | What | Request | Answer |");
    page.line("|---|---|---|---|");
    for (index, exchange) in session.exchanges.iter().enumerate() {
        let answer = outcome(exchange);
        page.line(&format!(
            "| {} | {} | {} | {answer} |",
            index + 1,
            what(exchange.purpose),
            cell(&short(&exchange.request))
        ));
    }
}

/// Method and address without the query.
fn short(request: &HttpRequest) -> String {
    let url = request.uri().to_string();
    format!("{} {}", request.method(), url.split('?').next().unwrap_or_default())
}

fn what(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Discovery => "The addresses of the server are asked for",
        Purpose::AuthorizationRequest => "A browser is to open the authorization URL",
        Purpose::Researcher => "The researcher's browser",
        Purpose::Callback => "The browser comes back",
        Purpose::Token => "Token request",
        Purpose::Revocation => "Revocation",
        Purpose::Userinfo => "Userinfo",
        Purpose::Probe => "The server is asked whether it knows the client",
        Purpose::Control => "The simulated ORCID is set up",
        Purpose::KeySet => "The keys that sign ID tokens",
        Purpose::TokenProbe => "The server is asked whether the token still works",
        Purpose::Api => "API",
    }
}

fn outcome(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Outcome::Pending => "waiting".to_owned(),
        Outcome::Unseen => "not seen (front channel)".to_owned(),
        Outcome::Cancelled => "canceled".to_owned(),
        Outcome::Failed { error, after } => {
            format!("none: {} (after {})", failure::what(error.kind), text::elapsed(*after))
        }
        Outcome::Answered { response, done_after, .. } => {
            let status = response.status();
            let reason = status.canonical_reason().unwrap_or_default();
            format!("{} {reason} ({})", status.as_u16(), text::elapsed(*done_after))
        }
    }
}

fn step(page: &mut Page, number: usize, exchange: &Exchange, past: &mut Past) {
    page.line("");
    page.line(&format!("## {number}. {}", what(exchange.purpose)));
    page.line("");
    page.line(&format!("{}: {}", exchange.started.strftime("%F %T%.3f UTC"), outcome(exchange)));
    page.line("");
    page.block("http", &request(exchange));
    if let Some(fragment) = &exchange.fragment {
        page.line("");
        page.line("Fragment, which a server never sees:");
        page.line("");
        page.block("text", &format!("#{fragment}"));
    }
    match &exchange.outcome {
        Outcome::Answered { response, .. } => {
            page.line("");
            page.line(if exchange.purpose == Purpose::Callback {
                "This program answered the browser:"
            } else {
                "Answer:"
            });
            page.line("");
            page.block("http", &answer(response));
        }
        Outcome::Failed { error, .. } => {
            page.line("");
            page.block("text", &error.message);
        }
        Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => {}
    }
    for remark in past.remarks(number, exchange) {
        page.line("");
        page.line(&format!("> {}", cell(&remark)));
    }
}

fn request(exchange: &Exchange) -> String {
    let request = &exchange.request;
    if exchange.purpose == Purpose::AuthorizationRequest {
        return format!("{} {}", request.method(), request.uri());
    }
    with_body(wire::request_head(request), request.headers(), request.body())
}

fn answer(response: &HttpResponse) -> String {
    with_body(wire::response_head(response), response.headers(), response.body())
}

fn with_body(head: String, headers: &http::HeaderMap, body: &[u8]) -> String {
    if body.is_empty() {
        return head;
    }
    let text = String::from_utf8_lossy(body);
    let kind = headers.get(http::header::CONTENT_TYPE).map(|kind| kind.as_bytes().to_ascii_lowercase());
    let is = |what: &[u8]| kind.as_ref().is_some_and(|kind| kind.windows(what.len()).any(|word| word == what));
    if is(b"html") {
        let page = text::html::text(&text);
        return format!("{head}\n\n({} of HTML, as text)\n{}", text::size(body.len()), page.trim());
    }
    let is_json = is(b"json");
    let laid_out = is_json.then(|| serde_json::from_str::<serde_json::Value>(&text).ok()).flatten();
    let text = laid_out.map_or_else(|| text.into_owned(), |value| format!("{value:#}"));
    let end = (0..=text.len().min(BODY)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let cut = if end < text.len() { format!("\n… ({} more)", text::size(text.len() - end)) } else { String::new() };
    format!("{head}\n\n{}{cut}", &text[..end])
}

/// The placeholders. Id and secret of a client, as a Basic header has them, are not replaced as one there: their placeholder is
/// told where it stands above.
fn legend(page: &mut Page, placeholders: &Placeholders) {
    let stands = |placeholder: &str| {
        let number_ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
        page.0.match_indices(placeholder).any(|(at, found)| number_ends(&page.0[at + found.len()..]))
    };
    let mut all: Vec<_> =
        placeholders.legend().filter(|(placeholder, kind, _)| kind != "credentials" || stands(placeholder)).collect();
    if all.is_empty() {
        return;
    }
    all.sort();
    all.dedup();
    page.line("");
    page.line("## Placeholders");
    page.line("");
    for (placeholder, kind, length) in all {
        let length = length.map_or_else(
            || "which was replaced when the session was saved".to_owned(),
            |length| format!("{length} characters"),
        );
        page.line(&format!("- `{placeholder}`: {kind}, {length}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::{ExchangeId, session::Context};
    use bytes::Bytes;
    use jiff::Timestamp;

    fn session(steps: Vec<(Purpose, HttpRequest, Outcome)>) -> Session {
        let started = "2026-03-01T09:00:00Z".parse().unwrap();
        let exchange = |(index, (purpose, request, outcome))| Exchange {
            id: ExchangeId(index as u64 + 1),
            purpose,
            request,
            fragment: None,
            outcome,
            arrived: None,
            started,
        };
        Session {
            saved: Some(started),
            context: Some(Context { environment: "local".into(), ..Context::default() }),
            redacted: false,
            exchanges: steps.into_iter().enumerate().map(exchange).collect(),
            left_out: Vec::new(),
        }
    }

    fn get(url: &str) -> HttpRequest {
        http::Request::get(url).body(Bytes::new()).unwrap()
    }

    fn post(body: &str) -> HttpRequest {
        http::Request::post("http://127.0.0.1:1/oauth/token").body(Bytes::from(body.to_owned())).unwrap()
    }

    fn answered(status: u16, body: &str) -> Outcome {
        let response = http::Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_owned()))
            .unwrap();
        Outcome::Answered { response, head_after: Default::default(), done_after: Default::default() }
    }

    #[test]
    fn steps_are_told_with_what_they_mean() {
        let refused = r#"{"error":"invalid_grant","error_description":"Reused authorization code: eUeiz2"}"#;
        let text = transcript(
            &session(vec![
                (
                    Purpose::AuthorizationRequest,
                    get("http://127.0.0.1:1/oauth/authorize?client_id=A&state=s1"),
                    Outcome::Unseen,
                ),
                (Purpose::Callback, get("http://127.0.0.1:2/callback?code=eUeiz2&state=s1"), Outcome::Unseen),
                (
                    Purpose::Token,
                    post("code=eUeiz2&client_secret=s3cret-one"),
                    answered(200, r#"{"access_token":"tok-one-1"}"#),
                ),
                (Purpose::Token, post("code=eUeiz2&client_secret=s3cret-one"), answered(400, refused)),
            ]),
            [],
        );
        assert!(text.contains("> The state is the one that was sent in step 1."), "{text}");
        assert!(text.contains("> This code was exchanged before, in step 3"), "{text}");
        assert!(text.contains("> invalid_grant: Reused authorization code: REDACTED_CODE_1. Cause: "), "{text}");
        assert!(text.contains("code=REDACTED_CODE_1&client_secret=REDACTED_CLIENT_SECRET_1\n"), "{text}");
        assert!(text.contains("- `REDACTED_ACCESS_TOKEN_1`: access token, 9 characters"), "{text}");
        for secret in ["eUeiz2", "s3cret-one", "tok-one-1"] {
            assert!(!text.contains(secret), "{text}");
        }
    }

    /// A HAR of another program does not tell when it was kept; and its Basic header is the client's, no token.
    #[test]
    fn what_is_unknown_or_no_token_is_not_told() {
        let mut request = post("grant_type=client_credentials");
        request.headers_mut().insert("authorization", "Basic QVBQLTE6czNjcmV0LW9uZQ==".parse().unwrap());
        let mut session = session(vec![(Purpose::Token, request, answered(200, r#"{"access_token":"tok-one-1"}"#))]);
        session.saved = None;
        let text = transcript(&session, []);
        assert!(!text.contains("1970") && text.contains(&format!("{}. Secrets", env!("CARGO_PKG_VERSION"))), "{text}");
        let legend = text.split("## Placeholders").nth(1).unwrap();
        let lines: Vec<&str> = legend.trim().lines().collect();
        assert_eq!(
            lines,
            [
                "- `REDACTED_ACCESS_TOKEN_1`: access token, 9 characters",
                "- `REDACTED_CLIENT_SECRET_1`: client secret, 10 characters",
            ]
        );
    }

    #[test]
    fn nothing_in_a_message_can_end_its_block_or_reach_a_terminal() {
        let hostile = "```\n# Owned\n````\n\x1b[2J\u{202e}| a";
        let text = transcript(&session(vec![(Purpose::Api, post(hostile), answered(200, hostile))]), []);
        assert!(text.contains("\n`````http\n"), "{text}");
        assert!(!text.contains(['\x1b', '\u{202e}']), "{text}");
        let mut fence: Option<String> = None;
        for line in text.lines() {
            match &fence {
                None if line.starts_with("```") => fence = Some(line.chars().take_while(|c| *c == '`').collect()),
                None => assert_ne!(line, "# Owned"),
                Some(open) if line == open => fence = None,
                Some(_) => {}
            }
        }
        assert_eq!(fence, None);
    }

    #[test]
    fn a_long_body_is_cut_after_its_secrets_are_replaced() {
        let secret = "0123456789abcdef".repeat(40);
        let body = format!("{}{secret}", " ".repeat(BODY - 40));
        let mut session = session(vec![(Purpose::Api, post(&body), Outcome::Cancelled)]);
        session.saved = Some(Timestamp::UNIX_EPOCH);
        let text = transcript(&session, [("client_secret", secret.as_str())]);
        assert!(!text.contains("0123456789abcdef"), "cut");
    }
}
