//! Request, response, and what is said in words about either.

use std::{borrow::Cow, sync::Arc};

use http::HeaderMap;

use super::{Body, Document, Line, Mode, Options, REQUEST_LIMIT, Role, Secrets, Spot, Whole};
use crate::{
    app::failure,
    oauth::{Arrived, Exchange, HttpRequest, HttpResponse, Outcome, Purpose, form, redact, redact::SecretRange, wire},
    text,
};

/// The lines of the request, and the empty one below.
pub(super) fn request(exchange: &Exchange, options: Options) -> Vec<Line> {
    let mut lines = Vec::new();
    match options.mode {
        Mode::Raw | Mode::Hex => raw_request(&mut lines, exchange, options.secrets),
        Mode::Pretty => pretty_request(&mut lines, exchange, options.secrets),
    }
    lines.push(Line::new());
    lines
}

fn raw_request(lines: &mut Vec<Line>, exchange: &Exchange, secrets: Secrets) {
    let request = &exchange.request;
    if exchange.purpose == Purpose::AuthorizationRequest {
        lines.push(Line::of(Role::Comment, "A browser is to open"));
        let url = request.uri().to_string();
        lines.push(masked(&url, &redact::in_url(&url), Role::Target, secrets).at(Spot::RequestUrl));
        return;
    }
    head(lines, &wire::request_head(request), secrets);
    fragment(lines, exchange, Mode::Raw, secrets);
    if !request.body().is_empty() {
        lines.push(Line::new());
        request_body(lines, request, Mode::Raw, secrets);
    }
}

fn pretty_request(lines: &mut Vec<Line>, exchange: &Exchange, secrets: Secrets) {
    let request = &exchange.request;
    let path = match exchange.purpose {
        Purpose::AuthorizationRequest => {
            lines.push(Line::of(Role::Comment, "A browser is to open"));
            let url = request.uri().to_string();
            url.split('?').next().unwrap_or_default().to_owned()
        }
        Purpose::Discovery
        | Purpose::Researcher
        | Purpose::Probe
        | Purpose::Control
        | Purpose::Callback
        | Purpose::Token
        | Purpose::Revocation
        | Purpose::Userinfo
        | Purpose::Api
        | Purpose::KeySet
        | Purpose::TokenProbe => request.uri().path().to_owned(),
    };
    let first = Line::of(Role::Method, request.method().as_str()).with(Role::Plain, " ").with(Role::Target, &path);
    lines.push(first.at(Spot::RequestPath));
    parameters(lines, request.uri().query().unwrap_or_default().as_bytes(), Spot::Parameter, secrets);
    fragment(lines, exchange, Mode::Pretty, secrets);
    if !request.headers().is_empty() {
        lines.push(Line::new());
        headers(lines, request.headers(), Spot::RequestHeader, secrets);
    }
    if !request.body().is_empty() {
        lines.push(Line::new());
        request_body(lines, request, Mode::Pretty, secrets);
    }
}

/// The fragment of a callback, which no server sees.
fn fragment(lines: &mut Vec<Line>, exchange: &Exchange, mode: Mode, secrets: Secrets) {
    let Some(fragment) = &exchange.fragment else { return };
    lines.push(Line::new());
    lines.push(Line::of(Role::Comment, "Fragment, relayed by the page in the browser (a server never sees it)"));
    match mode {
        Mode::Pretty if fragment.contains('=') => {
            parameters(lines, fragment.as_bytes(), Spot::FragmentParameter, secrets)
        }
        Mode::Raw | Mode::Pretty | Mode::Hex => {
            let text = format!("#{fragment}");
            lines.push(masked(&text, &redact::in_url(&text), Role::Target, secrets).at(Spot::Fragment));
        }
    }
}

/// Decoded parameters, one per line.
fn parameters(lines: &mut Vec<Line>, text: &[u8], spot: Spot, secrets: Secrets) {
    for (name, value) in form::parse_form(text) {
        let mut line = Line::of(Role::Plain, "  ").with(Role::FormName, &name).with(Role::Punctuation, " = ");
        if redact::is_secret_name(&name) && !value.is_empty() {
            line.push_secret(&value, secrets);
        } else {
            line.push(Role::FormValue, &value);
        }
        lines.push(line.at(spot));
    }
}

/// A head as text: the first line by its words, then the headers.
fn head(lines: &mut Vec<Line>, text: &str, secrets: Secrets) {
    let mut rows = text.split('\n');
    let mut words = rows.next().unwrap_or_default().splitn(3, ' ');
    let mut first = Line::of(Role::Method, words.next().unwrap_or_default());
    if let Some(target) = words.next() {
        first.push(Role::Plain, " ");
        push_masked(&mut first, target, &redact::in_url(target), Role::Target, secrets);
    }
    if let Some(version) = words.next() {
        first.push(Role::Version, " ");
        first.push(Role::Version, version);
    }
    lines.push(first.at(Spot::RequestLine));
    for row in rows {
        let (name, value) = row.split_once(": ").unwrap_or((row, ""));
        lines.push(header(name, value, secrets).at(Spot::RequestHeader));
    }
}

fn headers(lines: &mut Vec<Line>, headers: &HeaderMap, spot: Spot, secrets: Secrets) {
    for (name, value) in headers {
        lines.push(header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()), secrets).at(spot));
    }
}

fn header(name: &str, value: &str, secrets: Secrets) -> Line {
    let mut line = Line::of(Role::HeaderName, name).with(Role::Punctuation, ": ");
    push_masked(&mut line, value, &redact::in_header(name, value), Role::HeaderValue, secrets);
    line
}

fn masked(text: &str, ranges: &[SecretRange], role: Role, secrets: Secrets) -> Line {
    let mut line = Line::new();
    push_masked(&mut line, text, ranges, role, secrets);
    line
}

fn push_masked(line: &mut Line, text: &str, ranges: &[SecretRange], role: Role, secrets: Secrets) {
    let mut from = 0;
    for SecretRange { range, .. } in ranges {
        line.push(role, &text[from..range.start]);
        line.push_secret(&text[range.clone()], secrets);
        from = range.end;
    }
    line.push(role, &text[from..]);
}

/// The body of a request, or its beginning: an opened session can hold large ones.
fn request_body(lines: &mut Vec<Line>, request: &HttpRequest, mode: Mode, secrets: Secrets) {
    let shown = request.body().slice(..request.body().len().min(REQUEST_LIMIT));
    let cut = shown.len() < request.body().len();
    let whole = if cut { Whole::Beginning } else { Whole::Yes };
    let mut document = Document { secrets, ..Document::default() };
    document.set_body(Some(Arc::new(Body::new(request.headers(), &shown, mode, whole))));
    let below = document.head_len();
    lines.extend(document.lines().map(Cow::into_owned).enumerate().map(|(index, line)| {
        let spot = index.checked_sub(below).map_or(Spot::Nothing, Spot::RequestBody);
        line.at(spot)
    }));
    if cut {
        let (shown, all) = (text::size(shown.len()), text::size(request.body().len()));
        lines.push(Line::of(Role::Warning, &format!("… cut here: {shown} of {all} are shown")));
    }
}

/// The lines of the answer above its body, or of what there is instead of one.
pub(super) fn answer(lines: &mut Vec<Line>, exchange: &Exchange, options: Options) {
    match &exchange.outcome {
        Outcome::Pending if exchange.arrived.is_none() => {
            lines.push(Line::of(Role::Comment, "Waiting for the answer …"));
        }
        Outcome::Pending => {}
        Outcome::Unseen => lines.push(Line::of(
            Role::Comment,
            if exchange.purpose == Purpose::Callback {
                "The browser brought this; there is no answer to show."
            } else {
                "A browser carries this: the answer does not pass through this program."
            },
        )),
        Outcome::Answered { response, done_after, .. } => {
            if exchange.purpose == Purpose::Callback {
                lines.push(Line::of(Role::Comment, "This program answered the browser with"));
            }
            let figures = format!("{} · {}", text::elapsed(*done_after), text::size(response.body().len()));
            answer_head(lines, response, &figures, options);
        }
        Outcome::Failed { error, after } => {
            let what = if exchange.arrived.is_some() { "✗ No whole answer: " } else { "✗ No answer: " };
            lines.push(
                Line::of(Role::Bad, what)
                    .with(Role::Bad, failure::what(error.kind))
                    .with(Role::Comment, &format!("   after {}", text::elapsed(*after))),
            );
            lines.extend(error.message.lines().map(|message| Line::of(Role::Plain, message)));
        }
        Outcome::Cancelled => {
            lines.push(Line::of(Role::Warning, "Canceled: you stopped waiting for the answer."));
        }
    }
    if let Some(arrived) = &exchange.arrived {
        arrival(lines, exchange, arrived, options);
    }
}

/// An answer that is not there whole.
fn arrival(lines: &mut Vec<Line>, exchange: &Exchange, arrived: &Arrived, options: Options) {
    let received = match arrived.total {
        Some(total) => {
            format!("{} of {}", text::size(arrived.received), text::size(usize::try_from(total).unwrap_or(usize::MAX)))
        }
        None => text::size(arrived.received),
    };
    let pending = matches!(exchange.outcome, Outcome::Pending);
    if !pending {
        lines.push(Line::of(Role::Warning, &format!("What came of the answer until then: {received}.")));
        lines.push(Line::new());
    }
    let figures = if pending { format!("arriving · {received}") } else { "not whole".to_owned() };
    answer_head(lines, &arrived.response, &figures, options);
}

fn answer_head(lines: &mut Vec<Line>, response: &HttpResponse, figures: &str, options: Options) {
    let status = response.status();
    match options.mode {
        Mode::Raw | Mode::Hex => {
            let head = wire::response_head(response);
            let mut rows = head.split('\n');
            let (version, status_text) = rows.next().and_then(|row| row.split_once(' ')).unwrap_or_default();
            lines.push(
                Line::of(Role::Version, version)
                    .with(Role::Plain, " ")
                    .with(Role::of_status(status), status_text)
                    .with(Role::Comment, &format!("   head as parsed · {figures}"))
                    .at(Spot::Status),
            );
            for row in rows {
                let (name, value) = row.split_once(": ").unwrap_or((row, ""));
                lines.push(header(name, value, options.secrets).at(Spot::ResponseHeader));
            }
        }
        Mode::Pretty => {
            let status_text = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
            lines.push(
                Line::of(Role::of_status(status), status_text.trim_end())
                    .with(Role::Comment, &format!("   {figures}"))
                    .at(Spot::Status),
            );
            headers(lines, response.headers(), Spot::ResponseHeader, options.secrets);
        }
    }
    lines.push(Line::new());
    if response.body().is_empty() {
        lines.push(Line::of(Role::Comment, "(no body)"));
    }
}

/// A fragment for a heading, with its `#`, secrets masked.
pub(super) fn masked_fragment(fragment: &str) -> String {
    let text = format!("#{fragment}");
    redact::replace(&text, &redact::in_url(&text), |_, value| crate::oauth::mask(value))
}

/// The target of a request for a heading: path and query, secrets masked.
pub(super) fn target(request: &HttpRequest) -> String {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    redact::replace(target, &redact::in_url(target), |_, value| crate::oauth::mask(value))
}
