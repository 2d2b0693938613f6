//! What looks wrong with a call before it is sent. It never forbids: a wrong call can be sent all the same.

use url::Url;

use super::{
    super::{
        dialog::QUOTE,
        finding::{Code, Finding, Severity},
    },
    Call, Surroundings,
};
use crate::{
    oauth::Purpose,
    orcid::{
        EnvironmentKey, OrcidId, links,
        operations::{
            self, ApiHost, Operation, Verdict,
            template::{self, BodyFormat},
        },
    },
};

/// Everything that looks wrong, the worst first.
pub(super) fn findings(call: &Call, around: &Surroundings<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |severity, message: String| found.push(Finding { code: Code::Call, severity, message, fix: None });
    let empty: Vec<&str> =
        call.fields.iter().filter(|field| field.text.is_empty()).map(|field| field.info.label.as_str()).collect();
    if !empty.is_empty() {
        say(Severity::Error, format!("{} is empty.", empty.join(" and ")));
    }
    match call.parsed_url() {
        Err(why) => say(Severity::Error, format!("{}{}.", why[..1].to_uppercase(), &why[1..])),
        Ok(url) => address(call, around, &url, empty.is_empty(), &mut say),
    }
    if let Err(why) = call.typed_headers() {
        say(Severity::Error, format!("{}{}.", why[..1].to_uppercase(), &why[1..]));
    }
    if http::Method::from_bytes(call.method.text().as_bytes()).is_err() {
        say(Severity::Error, "The method is empty, or no word.".to_owned());
    }
    if call.takes_body() {
        body(call, &mut say);
    }
    found.sort_by_key(|finding| finding.severity);
    found
}

/// Where it goes: the host, the path, what the token may do there.
fn address(call: &Call, around: &Surroundings<'_>, url: &Url, filled: bool, say: &mut impl FnMut(Severity, String)) {
    let environment = &around.environment;
    if !call.may_hold_secrets(url, environment) {
        let host = url.host_str().unwrap_or_default();
        let instead = links::resolve(url.as_str(), environment, true).ok().filter(|target| target.with_token);
        let instead = instead.map(|target| format!(" Write {}.", target.url)).unwrap_or_default();
        say(Severity::Error, format!("{host} is no host of {}: the token stays here.{instead}", environment.title));
        return;
    }
    if call.purpose != Purpose::Api {
        return;
    }
    let Some(host) = ApiHost::of(url, environment) else {
        if url.path().contains("/v3.0/") {
            let api = &environment.member_api;
            say(Severity::Error, format!("The API is not on the web host: it is at {api}."));
        }
        return;
    };
    let path = path_of(url);
    let method = call.method.text();
    // Before its words are filled in, a path is none that could be recognised.
    let known: Option<&'static Operation> = operations::at(&path)
        .find(|operation| operation.method.as_str() == method)
        .or(call.operation.filter(|_| !filled));
    match known {
        Some(operation) => {
            match around.holder.may_at(operation, host) {
                Verdict::No(why) => {
                    let error = code_of_refusal(operation, host, around.holder.token);
                    say(Severity::Error, format!("ORCID will refuse: {why}{error}."));
                }
                Verdict::Yes(Some(remark)) => say(Severity::Note, format!("It will show {remark}.")),
                Verdict::Yes(None) => {}
            }
            if operation.scope.is_some() && around.holder.token && call.header("authorization").is_none() {
                let what = match host {
                    ApiHost::Member => "the member API answers 403",
                    ApiHost::Public => "the answer holds what is public",
                };
                say(Severity::Warning, format!("No Authorization header: {what}."));
            }
            whose(operation, &path, around, say);
        }
        None if filled && matches!(method, "HEAD" | "OPTIONS") => {}
        None if filled => say(
            Severity::Error,
            match word_for_put_code(call, &path) {
                Some(word) => format!("put-code is a number, and «{word}» is none: ORCID answers 400 (error 9034)."),
                None => unknown(method, &path),
            },
        ),
        None => {}
    }
}

/// What stands where the chosen operation has a put-code, when it is no number.
fn word_for_put_code<'a>(call: &Call, path: &'a str) -> Option<&'a str> {
    let place = call.operation?.path.rsplit('/').position(|part| part == "{put-code}")?;
    let word = path.rsplit('/').nth(place)?;
    (!word.bytes().all(|byte| byte.is_ascii_digit())).then_some(word)
}

fn path_of(url: &Url) -> String {
    percent_encoding::percent_decode_str(url.path())
        .decode_utf8()
        .ok()
        // A webhook's address stands encoded in the path; decoded it would be more path.
        .filter(|decoded| decoded.matches('/').count() == url.path().matches('/').count())
        .map_or_else(|| url.path().to_owned(), std::borrow::Cow::into_owned)
}

fn code_of_refusal(operation: &Operation, host: ApiHost, token: bool) -> &'static str {
    match (host, token) {
        (ApiHost::Member, false) => " (HTTP 403)",
        (ApiHost::Public, _) if operation.writes() => " (HTTP 405)",
        _ => "",
    }
}

/// Whose record it is, and whose the token.
fn whose(operation: &Operation, path: &str, around: &Surroundings<'_>, say: &mut impl FnMut(Severity, String)) {
    if !operation.path.starts_with("/{orcid}") {
        return;
    }
    let Some(orcid) = path.split('/').find(|part| part.len() == 19 && part.matches('-').count() == 3) else { return };
    if let Err(why) = orcid.parse::<OrcidId>() {
        say(Severity::Warning, format!("{orcid}: {why}. ORCID answers 404 (error 9016)."));
    }
    if let Some(own) = &around.holder.orcid
        && own != orcid
    {
        let severity = if operation.writes() { Severity::Error } else { Severity::Warning };
        say(severity, format!("The token is for {own}, the record is {orcid}'s: ORCID answers 401 (error 9017)."));
    }
}

/// A path or a method that is not in the catalogue, and what may be meant.
fn unknown(method: &str, path: &str) -> String {
    let known: Vec<&str> = operations::at(path).map(|operation| operation.method.as_str()).collect();
    let near =
        path.rsplit('/').find(|part| part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && part.len() > 3);
    let stem = near.unwrap_or_default().trim_end_matches('s');
    let meant = operations::all().iter().find(|operation| {
        operation.method.as_str() == method
            && !stem.is_empty()
            && operation.path.split('/').any(|part| part.trim_end_matches('s') == stem)
    });
    let meant =
        meant.map(|operation| format!(" {} is {method} {}.", operation.name, operation.path)).unwrap_or_default();
    if known.is_empty() {
        format!("ORCID knows no such path.{meant} The person's sections are plural, one activity is singular.")
    } else {
        format!("This path takes {}, not {method} (HTTP 405).{meant}", known.join(", "))
    }
}

/// The body: its syntax, its put-code, and what ORCID does not let a client set.
fn body(call: &Call, say: &mut impl FnMut(Severity, String)) {
    let text = call.body.text();
    if text.trim().is_empty() {
        if call.content_type().is_none() && call.writes() {
            let none = "The body is empty, and no Content-Type of JSON or XML is sent: ORCID answers 415 (error 9001).";
            say(Severity::Error, none.to_owned());
        } else if call.operation.is_some_and(|operation| operation.body.is_some()) {
            say(Severity::Error, "The body is empty: ORCID answers 400 (error 9001).".to_owned());
        }
        return;
    }
    if call.is_form() {
        return;
    }
    let written = BodyFormat::guess(&text);
    match (call.content_type(), written) {
        (None, _) => say(Severity::Error, "No Content-Type of JSON or XML: ORCID answers 415 (error 9001).".to_owned()),
        (Some(said), Some(is)) if said != is => {
            say(Severity::Error, format!("The body looks like {is}, and Content-Type says {said}."));
        }
        (Some(_), _) => {}
    }
    if let Some(flaw) = &call.flaw {
        say(
            Severity::Error,
            format!("Line {}, column {} of the body: {}.", flaw.line, flaw.column, flaw.message.trim_end_matches('.')),
        );
        return;
    }
    let format = written.unwrap_or(call.format);
    let code = template::put_code(&text, format);
    let wanted = call.parsed_url().ok().and_then(|url| {
        let last = url.path().rsplit('/').next()?.to_owned();
        last.bytes().all(|byte| byte.is_ascii_digit()).then_some(last)
    });
    match (call.method.text(), code, wanted) {
        ("POST", Some(code), _) if call.operation.is_none_or(|it| it.name != "add-works") => say(
            Severity::Error,
            format!("The body has the put-code {code}: to add an item it must have none (error 9024)."),
        ),
        ("PUT", Some(code), Some(wanted)) if code != wanted => say(
            Severity::Error,
            format!("The put-code in the URL is {wanted}, in the body {code}: ORCID answers 400 (error 9019)."),
        ),
        ("PUT", None, Some(wanted)) => {
            say(Severity::Error, format!("The body lacks the put-code {wanted}: ORCID answers 400 (error 9019)."))
        }
        _ => {}
    }
    if call.operation.is_some_and(|operation| operation.name == "add-work") && text.contains("\"bulk\"") {
        say(Severity::Error, "Several works at once go to /works (add-works), one goes to /work.".to_owned());
    }
    if call.operation.is_some_and(|operation| operation.name == "add-works") && !text.contains("bulk") {
        say(Severity::Error, "/works takes a list, {\"bulk\": […]}; one work goes to /work (add-work).".to_owned());
    }
    if call.method.text() == "POST" && text.contains("visibility") {
        say(Severity::Warning, "Leave visibility out: the researcher decides on it (error 9035).".to_owned());
    }
}

impl Call {
    /// What is asked before it goes to production, where nothing is a playground: host, record and body.
    pub fn question(&self, around: &Surroundings<'_>) -> Option<Vec<String>> {
        let url = self.parsed_url().ok()?;
        let production =
            around.environment.key == EnvironmentKey::Production || links::is_own(&url, operations_production()?);
        if !production || !self.writes() {
            return None;
        }
        let orcid = url.path().split('/').find(|part| part.parse::<OrcidId>().is_ok());
        let record = orcid.map_or_else(|| "no record".to_owned(), |orcid| format!("the record {orcid}"));
        let host = url.host_str().unwrap_or_default();
        let mut text = vec![
            format!("This is production: {host}, {record}."),
            format!("{} {}", self.method.text(), &url[url::Position::BeforePath..]),
        ];
        if self.takes_body() && !self.body.is_empty() {
            let lines = self.body.lines();
            text.extend(lines.iter().take(12).map(|line| format!("{QUOTE}{line}")));
            if lines.len() > 12 {
                text.push(format!("{QUOTE}… and {} lines more", lines.len() - 12));
            }
        } else {
            text.push("Without a body.".to_owned());
        }
        Some(text)
    }
}

fn operations_production() -> Option<&'static crate::orcid::Environment> {
    crate::orcid::Environment::real(&EnvironmentKey::Production)
}
