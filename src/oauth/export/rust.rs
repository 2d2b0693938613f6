//! Rust with `reqwest` and `tokio`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    literal::{Language, braced},
    template::{Body, Part, Template, Value},
};

const RUST: Language = Language { unicode: braced, special: &[] };

fn expression(value: &Value) -> String {
    if let Some(text) = value.as_text() {
        return RUST.quoted(text);
    }
    let mut text = String::new();
    let mut arguments = String::new();
    for part in &value.0 {
        match part {
            Part::Text(part) => text.push_str(&part.replace('{', "{{").replace('}', "}}")),
            Part::Variable(name) => {
                text.push_str("{}");
                arguments.push_str(&format!(", env::var(\"{name}\")?"));
            }
        }
    }
    format!("format!({}{arguments})", RUST.quoted(&text))
}

/// The whole program. `{method}`, `{url}` and `{with}` are filled in; a line that begins with `{bytes}` or `{variables}`
/// stands only where there are some.
const PROGRAM: &str = include_str!("../../../assets/exports/rust.txt");

pub(super) fn write(request: &Template) -> String {
    let method = match request.method.as_str() {
        known @ ("GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH") => known.to_owned(),
        other => format!("from_bytes(b{})?", RUST.quoted(other)),
    };
    let mut with = Vec::new();
    if let Some((user, password)) = &request.basic {
        with.push(format!("        .basic_auth({}, Some({}))", expression(user), expression(password)));
    }
    for (name, value) in &request.headers {
        with.push(format!("        .header({}, {})", RUST.quoted(name), expression(value)));
    }
    match &request.body {
        Body::None if request.has_empty_body() => with.push("        .body(\"\")".to_owned()),
        Body::None => {}
        Body::Text(value) => with.push(format!("        .body({})", expression(value))),
        Body::Bytes(bytes) => with.push(format!(
            "        .body(base64::engine::general_purpose::STANDARD.decode(\"{}\")?)",
            STANDARD.encode(bytes)
        )),
    }
    let has_bytes = matches!(request.body, Body::Bytes(_));
    let mut program = String::new();
    for line in PROGRAM.lines() {
        let (line, stands) = match (line.strip_prefix("{bytes}"), line.strip_prefix("{variables}")) {
            (Some(line), _) => (line, has_bytes),
            (None, Some(line)) => (line, !request.variables.is_empty()),
            (None, None) if line == "{with}" && with.is_empty() => (line, false),
            (None, None) => (line, true),
        };
        if !stands {
            continue;
        }
        if line == "{with}" {
            program.push_str(&with.join("\n"));
        } else if line.contains("{method}") {
            // The address last: it may hold what looks like a mark.
            program.push_str(&line.replacen("{method}", &method, 1).replacen("{url}", &expression(&request.url), 1));
        } else {
            program.push_str(line);
        }
        program.push('\n');
    }
    program
}
