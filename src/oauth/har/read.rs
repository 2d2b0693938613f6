//! Reading, own files and those of others. What is wrong is named with its place: `log.entries[3].request.url`.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use serde_json::Value;
use strum::IntoEnumIterator;

use super::{OWN, VERSION};
use crate::oauth::{
    Exchange, ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose, TransportError, TransportErrorKind, form,
    session::{Session, purpose_of},
};

/// Why a file is no HAR that can be opened. Quotes no value of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HarError {
    /// Not JSON at all.
    #[error("the file is not JSON: line {line}, column {column}: {reason}")]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader of JSON says.
        reason: String,
    },
    /// A member is missing or of the wrong kind.
    #[error("the file is no HAR: {path}: {reason}")]
    Wrong {
        /// Where, `log.entries[3].request.url`.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// From a later version of this program.
    #[error(
        "the session is of format {found}, and this version reads formats up to {VERSION}; a later version wrote it"
    )]
    Later {
        /// Its format.
        found: u64,
    },
}

/// A value with its place in the file.
#[derive(Clone)]
struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    fn wrong<T>(&self, reason: impl Into<String>) -> Result<T, HarError> {
        Err(HarError::Wrong { path: self.path.clone(), reason: reason.into() })
    }

    fn member(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Self { value, path: format!("{}.{name}", self.path) })
    }

    fn must(&self, name: &str) -> Result<Self, HarError> {
        match self.member(name) {
            Some(member) => Ok(member),
            None if self.value.is_object() => self.wrong(format!("there is no {name:?} in it")),
            None => self.wrong("it should be an object"),
        }
    }

    fn text(&self) -> Result<&'a str, HarError> {
        self.value.as_str().map_or_else(|| self.wrong("it should be a text"), Ok)
    }

    fn list(&self) -> Result<Vec<Self>, HarError> {
        let Some(list) = self.value.as_array() else { return self.wrong("it should be a list") };
        Ok(list
            .iter()
            .enumerate()
            .map(|(index, value)| Self { value, path: format!("{}[{index}]", self.path) })
            .collect())
    }

    /// A list that other programs leave out.
    fn any(&self, name: &str) -> Result<Vec<Self>, HarError> {
        self.member(name).map_or_else(|| Ok(Vec::new()), |list| list.list())
    }

    /// Milliseconds; browsers write -1 where they do not know.
    fn duration(&self, name: &str) -> Duration {
        let milliseconds = self.value.get(name).and_then(Value::as_f64).unwrap_or(0.0).clamp(0.0, 1e12);
        Duration::from_secs_f64(milliseconds / 1000.0)
    }
}

/// The session in a file. Its messages are numbered from 1. Entries that are no HTTP (`data:`, `ws:`) are left out and told.
///
/// # Errors
/// What is wrong with the file, and where.
pub fn read(bytes: &[u8]) -> Result<Session, HarError> {
    // Some programs begin it with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| HarError::NotJson {
        line: error.line(),
        column: error.column(),
        reason: error.to_string().split(" at line").next().unwrap_or_default().to_owned(),
    })?;
    let root = At { value: &whole, path: "the whole".to_owned() };
    let log = At { path: "log".to_owned(), ..root.must("log")? };
    if let Some(version) = log.member("version") {
        let text = version.text()?;
        if !text.is_empty() && !text.starts_with("1.") {
            return version.wrong(format!("HAR {text} is not known here; 1.1 and 1.2 are"));
        }
    }
    let own = log.member(OWN);
    if let Some(found) = own.as_ref().and_then(|own| own.value["version"].as_u64()).filter(|found| *found > VERSION) {
        return Err(HarError::Later { found });
    }
    let mut session =
        Session { saved: None, context: None, redacted: false, exchanges: Vec::new(), left_out: Vec::new() };
    if let Some(own) = own {
        session.redacted = own.value["redacted"].as_bool().unwrap_or(false);
        if let Some(saved) = own.member("saved") {
            session.saved = Some(timestamp(&saved)?);
        }
        if let Some(context) = own.member("context") {
            session.context = match serde_json::from_value(context.value.clone()) {
                Ok(context) => Some(context),
                Err(error) => return context.wrong(error.to_string()),
            };
        }
    }
    for entry in log.must("entries")?.list()? {
        let url = entry.must("request")?.must("url")?;
        let text = url.text()?;
        if !text.starts_with("http://") && !text.starts_with("https://") {
            let scheme = text.split(':').next().unwrap_or_default();
            session.left_out.push(format!("{} is no HTTP message ({scheme:.20}:)", url.path));
            continue;
        }
        let id = ExchangeId(session.exchanges.len() as u64 + 1);
        session.exchanges.push(exchange(&entry, id)?);
    }
    Ok(session)
}

fn timestamp(at: &At<'_>) -> Result<Timestamp, HarError> {
    at.text()?.parse().or_else(|_| at.wrong("it should be a time like 2026-03-01T09:00:00Z"))
}

fn exchange(entry: &At<'_>, id: ExchangeId) -> Result<Exchange, HarError> {
    let own = entry.member(OWN);
    let own_text = |name: &str| own.as_ref().and_then(|own| own.value[name].as_str());
    let (request, mut fragment) = request(&entry.must("request")?, own_text("requestBody"))?;
    fragment = own_text("fragment").map(str::to_owned).or(fragment);
    let word = own_text("purpose");
    let purpose = Purpose::iter().find(|purpose| Some(purpose.to_string().as_str()) == word);
    let timings = entry.member("timings");
    let of = |name: &str| timings.as_ref().map_or(Duration::ZERO, |timings| timings.duration(name));
    let total = entry.duration("time");
    let outcome = match own_text("outcome") {
        Some("unseen") => Outcome::Unseen,
        // It waits for nothing any more.
        Some("cancelled" | "pending") => Outcome::Cancelled,
        Some(_) | None => {
            let answer = entry.must("response")?;
            match answer.value.get("status").and_then(Value::as_u64) {
                Some(0) => Outcome::Failed { error: failure(&answer, own.as_ref()), after: total },
                Some(_) => {
                    let receive = of("receive").min(total);
                    Outcome::Answered { response: response(&answer)?, head_after: total - receive, done_after: total }
                }
                None => return answer.wrong("its status should be a number"),
            }
        }
    };
    Ok(Exchange {
        id,
        purpose: purpose.unwrap_or_else(|| purpose_of(&request)),
        request,
        fragment,
        outcome,
        arrived: None,
        started: timestamp(&entry.must("startedDateTime")?)?,
    })
}

fn failure(answer: &At<'_>, own: Option<&At<'_>>) -> TransportError {
    let own = own.map(|own| &own.value["error"]);
    let word = own.and_then(|error| error["kind"].as_str());
    let kind = TransportErrorKind::iter().find(|kind| Some(kind.to_string().as_str()) == word);
    let said = own.and_then(|error| error["message"].as_str());
    // Where Chromium says why.
    let said = said.or_else(|| answer.value["_error"].as_str()).filter(|said| !said.is_empty());
    TransportError {
        kind: kind.unwrap_or(TransportErrorKind::Other),
        message: said.unwrap_or("the file holds no answer").to_owned(),
    }
}

fn request(at: &At<'_>, bytes: Option<&str>) -> Result<(HttpRequest, Option<String>), HarError> {
    let url = at.must("url")?;
    // The URL Standard reads what HTTP does not: blanks, letters beyond ASCII.
    let Ok(parsed) = url::Url::parse(url.text()?) else { return url.wrong("it should be a URL") };
    let fragment = parsed.fragment().map(str::to_owned);
    let as_written = url.text()?.split('#').next().unwrap_or_default().parse::<http::Uri>();
    let uri = match as_written.or_else(|_| parsed.as_str().split('#').next().unwrap_or_default().parse()) {
        Ok(uri) => uri,
        Err(error) => return url.wrong(format!("it cannot be requested: {error}")),
    };
    let method = at.must("method")?;
    let Ok(name) = method.text()?.parse::<http::Method>() else { return method.wrong("it should be a method") };
    let mut request = HttpRequest::new(body(at, bytes)?);
    *request.method_mut() = name;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers(&at.any("headers")?)?;
    Ok((request, fragment))
}

fn body(request: &At<'_>, bytes: Option<&str>) -> Result<Bytes, HarError> {
    if let Some(bytes) = bytes {
        return match STANDARD.decode(bytes) {
            Ok(bytes) => Ok(bytes.into()),
            Err(error) => request.wrong(format!("its body should be Base64: {error}")),
        };
    }
    let Some(data) = request.member("postData") else { return Ok(Bytes::new()) };
    if let Some(text) = data.member("text").filter(|text| text.value.as_str() != Some("")) {
        return Ok(text.text()?.to_owned().into());
    }
    // Fields instead of a text, as browsers write forms.
    let mut pairs = Vec::new();
    for field in data.any("params")? {
        let value = field.member("value").map_or(Ok(""), |value| value.text())?;
        pairs.push((field.must("name")?.text()?, value));
    }
    Ok(form::form(pairs).into())
}

fn headers(list: &[At<'_>]) -> Result<HeaderMap, HarError> {
    let mut headers = HeaderMap::new();
    for header in list {
        let name = header.must("name")?;
        let text = name.text()?;
        // HTTP/2 has :method and the like among them, which say nothing new.
        if text.starts_with(':') {
            continue;
        }
        let Ok(key) = HeaderName::from_bytes(text.as_bytes()) else {
            return name.wrong("it should be a header's name");
        };
        let value = header.must("value")?;
        // Chromium joins the values of repeated headers with line breaks.
        for line in value.text()?.split('\n') {
            match HeaderValue::from_bytes(line.trim_end_matches('\r').as_bytes()) {
                Ok(line) => drop(headers.append(key.clone(), line)),
                Err(_) => return value.wrong("it has characters that no header can"),
            }
        }
    }
    Ok(headers)
}

fn response(at: &At<'_>) -> Result<HttpResponse, HarError> {
    let mut body = Bytes::new();
    if let Some(content) = at.member("content")
        && let Some(text) = content.member("text")
    {
        body = match content.member("encoding").and_then(|encoding| encoding.value.as_str()) {
            Some("base64") => match STANDARD.decode(text.text()?) {
                Ok(bytes) => bytes.into(),
                Err(error) => return text.wrong(format!("it should be Base64: {error}")),
            },
            Some(_) | None => text.text()?.to_owned().into(),
        };
    }
    let status = at.must("status")?;
    let mut response = HttpResponse::new(body);
    let code = status.value.as_u64().and_then(|code| u16::try_from(code).ok());
    match code.and_then(|code| http::StatusCode::from_u16(code).ok()) {
        Some(code) => *response.status_mut() = code,
        None => return status.wrong("it should be a status of HTTP"),
    }
    if at.value["httpVersion"].as_str() == Some("HTTP/1.0") {
        *response.version_mut() = http::Version::HTTP_10;
    }
    *response.headers_mut() = headers(&at.any("headers")?)?;
    Ok(response)
}
