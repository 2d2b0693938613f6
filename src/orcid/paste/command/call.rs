//! What calls of JavaScript and Python send: `fetch`, axios, requests, httpx, urllib3.

use super::{Command, powershell, reader::Reader, value::Value};

/// Verbs of axios, requests and httpx.
const VERBS: [&str; 6] = ["get", "post", "put", "delete", "head", "patch"];

/// The request of a piece of code: of the first call in it that sends one. Before it stand assignments, whose values count,
/// and imports; behind it stands code, or nothing.
pub(super) fn read(text: &str) -> Option<(&'static str, Command)> {
    // PowerShell goes on with the next line behind a backtick.
    let joined = text.replace("`\r\n", " ").replace("`\n", " ");
    let is_powershell = joined.to_ascii_lowercase().contains("-uri");
    let mut reader = Reader::new(if is_powershell { &joined } else { text });
    let mut known = Vec::new();
    loop {
        reader.blanks();
        let line = reader.rest().lines().next()?;
        let imports = ["import ", "from ", "using "].iter().any(|word| line.starts_with(word));
        if imports || line.contains(" = require(") {
            reader.line();
            continue;
        }
        match statement(&mut reader, &known)? {
            Found::Request(source, command) => {
                return is_followed_by_code(reader.rest()).then_some((source, *command));
            }
            Found::Assignment(name, value) => known.push((name, value)),
            Found::Call => {}
        }
        reader.take(";");
    }
}

/// What a statement is.
enum Found {
    Request(&'static str, Box<Command>),
    Assignment(String, Value),
    /// A call that sends nothing.
    Call,
}

fn statement(reader: &mut Reader<'_>, known: &[(String, Value)]) -> Option<Found> {
    let start = reader.rest();
    let mut name = reader.name()?;
    let declares = matches!(name.as_str(), "const" | "let" | "var");
    if declares {
        // Several at once have no name of their own.
        name = if reader.rest().trim_start().starts_with(['{', '[']) {
            reader.one()?;
            String::new()
        } else {
            reader.name()?
        };
    }
    let assigns = reader.take("=");
    if !assigns {
        *reader = Reader::new(start);
    }
    let value = reader.rest();
    if reader.name().is_some_and(|word| powershell::NAMES.contains(&word.to_ascii_lowercase().as_str())) {
        let command = powershell::read(reader, known).filter(|command| command.url.contains("://"))?;
        return Some(Found::Request("a PowerShell command", Box::new(command)));
    }
    *reader = Reader::new(value);
    let value = reader.value()?.resolved(known);
    match request(&value) {
        Some((source, command)) => Some(Found::Request(source, Box::new(command))),
        None if assigns => Some(Found::Assignment(name, value)),
        None => matches!(value, Value::Call(..)).then_some(Found::Call),
    }
}

/// Whether what follows a call can be code: `.then(…)`, further lines, and no words on how it ended.
fn is_followed_by_code(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let ends =
        rest.is_empty() || rest.starts_with(['\n', '\r', ';', '.', ')', '}', '|', '#']) || rest.starts_with("//");
    let told = crate::orcid::diagnosis::Copied::of(rest).reading;
    let words_of_failure =
        told.status.is_some() || told.error.is_some() || told.code.is_some() || told.failure.is_some();
    ends && !words_of_failure && !rest.contains("Error:") && !rest.contains("Exception")
}

/// What a call sends, when it is one that sends.
fn request(value: &Value) -> Option<(&'static str, Command)> {
    let Value::Call(name, arguments) = value else { return None };
    let given: Vec<&Value> = arguments.iter().filter(|(name, _)| name.is_none()).map(|(_, value)| value).collect();
    let (library, verb) = name.split_once('.').unwrap_or((name, ""));
    let (source, command) = match (library, verb) {
        ("fetch", "") => ("a call of fetch", fetch(&given)?),
        ("axios", verb) => ("a call of axios", axios(verb, &given)?),
        ("requests" | "httpx", verb) => ("a call in Python", python(verb, &given, value)?),
        ("http", "request") if given.len() > 1 => ("a call in Python", python(verb, &given, value)?),
        _ => return None,
    };
    (command.url.contains("://")).then_some((source, command))
}

/// `fetch(url, { method, headers, body })`
fn fetch(given: &[&Value]) -> Option<Command> {
    let mut command = Command { url: given.first()?.text(), ..Command::default() };
    let Some(options) = given.get(1) else { return Some(command) };
    command.method = options.get("method").map(Value::text);
    command.headers_of(options.get("headers").unwrap_or(&Value::Object(Vec::new())));
    if let Some(body) = options.get("body") {
        // It gives a text a type of its own.
        command.body(body, if body.is_form() { super::FORM } else { "text/plain;charset=UTF-8" });
        // Without a method it sends nothing: GET has no body.
        command.method.get_or_insert_with(|| "GET".to_owned());
    }
    Some(command)
}

/// `axios.post(url, data, { headers })`, `axios.get(url, { params })`, `axios({ method, url, data })`
fn axios(verb: &str, given: &[&Value]) -> Option<Command> {
    let mut command = Command::default();
    let has_data = matches!(verb, "post" | "put" | "patch");
    let empty = &Value::Object(Vec::new());
    let given_at = |at: usize| given.get(at).copied().unwrap_or(empty);
    let options = match verb {
        "" | "request" if matches!(given.first()?, Value::Object(_)) => given.first()?,
        "" => given_at(1),
        verb if VERBS.contains(&verb) => given_at(1 + usize::from(has_data)),
        _ => return None,
    };
    let named = options.get("method").map(|method| method.text().to_uppercase());
    command.method = if VERBS.contains(&verb) { Some(verb.to_uppercase()) } else { named };
    command.url = options.get("url").unwrap_or(given.first()?).text();
    command.headers_of(options.get("headers").unwrap_or(empty));
    command.query(options.get("params"));
    if let Some(auth) = options.get("auth") {
        let part = |name: &str| auth.get(name).map(Value::text).unwrap_or_default();
        command.basic(&format!("{}:{}", part("username"), part("password")));
    }
    let data = options.get("data").or(given.get(1).copied().filter(|_| has_data));
    match data {
        // An object becomes JSON, unless its type says that it is a form.
        Some(object @ (Value::Object(_) | Value::List(_))) if !command.says("form-urlencoded") => {
            command.default_type = "application/json";
            command.data.push(object.text());
        }
        Some(data) => command.body(data, super::FORM),
        None => {}
    }
    Some(command)
}

/// `requests.post(url, data=…, headers=…)`; urllib3 has `fields` and `body`.
fn python(verb: &str, given: &[&Value], call: &Value) -> Option<Command> {
    let mut command = Command::default();
    let mut given = given.iter().copied();
    command.method = Some(match verb {
        "request" => given.next().or(call.get("method"))?.text().to_uppercase(),
        verb if VERBS.contains(&verb) => verb.to_uppercase(),
        _ => return None,
    });
    command.url = given.next().or(call.get("url"))?.text();
    // The next one without a name is the query of a GET, and the body of the others.
    let next = given.next();
    let (query, body) = if verb == "get" { (next, None) } else { (None, next) };
    command.query(call.get("params").or(query));
    command.headers_of(call.get("headers").unwrap_or(&Value::Object(Vec::new())));
    match call.get("auth") {
        Some(Value::List(pair)) => command.basic(&pair.iter().map(Value::text).collect::<Vec<_>>().join(":")),
        Some(Value::Call(name, pair)) if name.ends_with("HTTPBasicAuth") => {
            command.basic(&pair.iter().map(|(_, value)| value.text()).collect::<Vec<_>>().join(":"));
        }
        Some(_) | None => {}
    }
    let data = ["data", "fields", "body", "content"].iter().find_map(|name| call.get(name)).or(body);
    if let Some(json) = call.get("json") {
        command.default_type = "application/json";
        command.data.push(json.text());
    } else if let Some(data) = data {
        // A text goes as it is, without a type.
        command.body(data, if matches!(data, Value::Text(_)) { "" } else { super::FORM });
    }
    Some(command)
}
