//! `call`: any request to ORCID's API, with a stored token.
//!
//! | file | what it holds |
//! |---|---|
//! | `asker` | with which token, at which server |
//! | `list` | the operations, as a table |
//! | `sink` | where the answer goes: a terminal, a pipe, a file; and how far it is |
//! | `pages` | all hits of a search |

mod asker;
mod list;
mod pages;
mod refusal;
mod sink;

use bytes::Bytes;
use http::header;

use self::{
    asker::Asker,
    sink::{Progress, Sink},
};
use super::{
    args::CallArgs,
    ask,
    context::Context,
    error::CliError,
    format::Format,
    input,
    output::{self, note},
    server::answered,
    target::{NoUrl, Target},
};
use crate::{
    app::{call::Call, finding::Severity},
    net::Opened,
    oauth::{HttpRequest, HttpResponse, Outcome, wire},
    orcid::operations::template::{self, BodyFormat},
};

/// Calls, and prints the body of the answer as it arrives.
pub async fn run(cx: &Context, args: &CallArgs) -> Result<(), CliError> {
    if args.list {
        return list::print(cx, args);
    }
    let target = Target::read(&args.what, &args.field, args.host, args.data.is_none())?;
    if args.template {
        return print_template(args, &target);
    }
    let body = body(cx, args, &target).await?;
    let mut asker = Asker::find(cx, args, &target).await?;
    let mut asked = args.yes;
    loop {
        let call = prepare(args, &target, &asker, &body)?;
        for finding in call.findings.iter().filter(|finding| finding.severity < Severity::Note) {
            note(&format!("warning: {}", finding.message));
        }
        let around = asker.surroundings();
        if !asked && let Some(question) = call.question(&around) {
            ask::agreed(question.join("\n"), "Send it? Type yes: ", "Nothing was sent.").await?;
        }
        asked = true;
        let request = call.request(&around.environment).map_err(|why| {
            CliError::usage(
                format!("The request cannot be sent: {why}."),
                "Correct the address, the method or the header.",
            )
        })?;
        let request = with_body(request, &body);
        let is_safe = request.method().is_safe();
        let ended = if args.all { pages::run(cx, args, &request).await } else { once(cx, args, request).await };
        match ended {
            // Who served the simulated ORCID has ended: what it kept is known here too.
            // What would change something is sent again only where nothing of it has arrived.
            Err(error)
                if (error.reached_nobody() || is_safe && error.lost_its_server()) && asker.take_over(cx).await? => {}
            ended => return ended,
        }
    }
}

/// The template of an operation's body.
fn print_template(args: &CallArgs, target: &Target) -> Result<(), CliError> {
    let operation = target.operation.filter(|operation| operation.body.is_some()).ok_or_else(|| {
        CliError::usage("This has no body.", "`call --list` shows the operations; those that add or update have one.")
    })?;
    let format = args.accept.as_deref().map_or(BodyFormat::Json, |word| match BodyFormat::of(&media_type(word)) {
        Some(format) => format,
        None => BodyFormat::Json,
    });
    let put_code = target.field("put-code");
    let name = operation.body.as_deref().unwrap_or_default();
    let text = template::body(name, format, put_code.as_deref(), |_| None).unwrap_or_default();
    output::body(text.as_bytes())
}

/// The body that was given.
async fn body(cx: &Context, args: &CallArgs, target: &Target) -> Result<Bytes, CliError> {
    let Some(data) = &args.data else {
        if let Some(operation) = target.operation.filter(|operation| operation.body.is_some()) {
            let name = &operation.name;
            return Err(CliError::usage(
                format!("{name} needs a body: --data @file, or --data - for standard input."),
                format!("Begin with one: `orcid-playground call {name} --template`."),
            ));
        }
        return Ok(Bytes::new());
    };
    let source = data.strip_prefix('@');
    if data == "-" || source == Some("-") {
        return input::bytes(&cx.global, "the body").await.map(Bytes::from);
    }
    match source {
        Some(path) => input::file(path.into()).await.map(Bytes::from),
        None => Ok(Bytes::from(data.clone())),
    }
}

fn media_type(word: &str) -> String {
    match word {
        "json" => "application/json".to_owned(),
        "xml" => "application/xml".to_owned(),
        "csv" => "text/csv".to_owned(),
        other => other.to_owned(),
    }
}

/// The call with its headers: those that were given, and what belongs there beside them.
fn prepare(args: &CallArgs, target: &Target, asker: &Asker, body: &Bytes) -> Result<Call, CliError> {
    let text = String::from_utf8_lossy(body);
    let accept = args.accept.as_deref().map(media_type).unwrap_or_else(|| target.accept().to_owned());
    let mut headers = vec![("accept".to_owned(), accept)];
    if asker.token.is_some() && asker.with_token(target) {
        headers.push(("authorization".to_owned(), "Bearer {token}".to_owned()));
    }
    if !body.is_empty() {
        let format = BodyFormat::guess(&text).unwrap_or_default();
        headers.push(("content-type".to_owned(), format.media_type().to_owned()));
    }
    for given in &args.header {
        let (name, value) = given.split_once(':').ok_or_else(|| {
            CliError::usage(
                format!("{given:?} is no header."),
                "A header looks like this: -H 'Accept: application/json'.",
            )
        })?;
        let name = name.trim().to_ascii_lowercase();
        headers.retain(|(known, _)| *known != name);
        if !value.trim().is_empty() {
            headers.push((name, value.trim().to_owned()));
        }
    }
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let url = target.url(&asker.server.environment, &asker.holder).map_err(|why| match why {
        NoUrl::Unknown(operation, name) if name == "orcid" && asker.token.is_none() => CliError::usage(
            format!("{} needs {name}: --field {name}=…", operation.name),
            "Whose record? Without a token, the iD has to be given.",
        ),
        why => why.into(),
    })?;
    Ok(Call::typed(&target.method, &url, &headers, &text, target.operation, &asker.surroundings()))
}

/// The body to the byte, with its length.
fn with_body(request: HttpRequest, body: &Bytes) -> HttpRequest {
    if body.is_empty() {
        return request;
    }
    let (mut head, _) = request.into_parts();
    head.headers.insert(header::CONTENT_LENGTH, body.len().into());
    HttpRequest::from_parts(head, body.clone())
}

/// One request, its answer written while it arrives.
async fn once(cx: &Context, args: &CallArgs, request: HttpRequest) -> Result<(), CliError> {
    let failed = |error| {
        let outcome = Outcome::Failed { error, after: std::time::Duration::ZERO };
        answered(&request, outcome).err().unwrap_or_else(CliError::interrupted)
    };
    let mut opened = cx.client.open(request.clone()).await.map_err(failed)?;
    let status = opened.head.status;
    // What is small, and has to be understood, is read as a whole.
    if !status.is_success() || cx.global.format == Format::Json {
        let response = whole(opened).await.map_err(failed)?;
        match cx.global.format {
            Format::Json => output::json(&as_json(&request, &response))?,
            Format::Text => {
                if args.include {
                    output::text(&(wire::response_head(&response) + "\n"))?;
                }
                output::body(response.body())?;
            }
        }
        if cx.global.format == Format::Json && args.output.is_some() {
            note("note: --output does nothing with --format json: the answer is in the JSON above.");
        }
        return ended(&request, &response);
    }
    if args.include {
        let head = http::Response::from_parts(opened.head.clone(), Bytes::new());
        output::text(&(wire::response_head(&head) + "\n"))?;
    }
    let mut sink = Sink::open(args.output.as_deref())?;
    let mut progress = Progress::new(opened.length(), &sink);
    while let Some(piece) = opened.next().await.map_err(|error| failed(error).behind_output())? {
        sink.write(&piece)?;
        progress.add(piece.len());
    }
    drop(progress);
    sink.end()?;
    let head = http::Response::from_parts(opened.head, Bytes::new());
    ended(&request, &head)
}

async fn whole(mut opened: Opened) -> Result<HttpResponse, crate::oauth::TransportError> {
    let mut bytes = Vec::new();
    while let Some(piece) = opened.next().await? {
        bytes.extend_from_slice(&piece);
    }
    Ok(HttpResponse::from_parts(opened.head, bytes.into()))
}

/// What became of it: nothing to say, or why it was refused.
fn ended(request: &HttpRequest, response: &HttpResponse) -> Result<(), CliError> {
    let status = response.status();
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    if status.is_success() {
        if let Some(location) = location {
            let code = location.rsplit('/').next().unwrap_or_default();
            note(&format!("added: put-code {code}, at {location}"));
        } else if request.method() != http::Method::GET {
            note(&format!("done: HTTP {}", status.as_u16()));
        }
        return Ok(());
    }
    match location {
        Some(location) if response.body().is_empty() => Err(CliError::refused(
            format!("HTTP {}: this leads to {location}", status.as_u16()),
            "Links are not followed by themselves: call that address.",
        )),
        Some(location) => {
            Err(CliError::refused(refusal::meaning(request, response), format!("It leads to {location}")))
        }
        None => Err(CliError::refused(refusal::meaning(request, response), "")),
    }
}

/// The answer for programs.
fn as_json(request: &HttpRequest, response: &HttpResponse) -> serde_json::Value {
    let text = String::from_utf8_lossy(response.body());
    let body = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(_) if text.is_empty() => serde_json::Value::Null,
        Err(_) => serde_json::Value::String(text.into_owned()),
    };
    let mut headers = serde_json::Map::new();
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        match headers.get_mut(name.as_str()) {
            Some(serde_json::Value::String(known)) => *known = format!("{known}, {value}"),
            _ => drop(headers.insert(name.to_string(), value.into())),
        }
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let put_code = location.and_then(|place| place.rsplit('/').next()).filter(|code| code.parse::<u64>().is_ok());
    serde_json::json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "status": response.status().as_u16(),
        "put_code": put_code,
        "headers": headers,
        "body": body,
    })
}
