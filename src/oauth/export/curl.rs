//! `curl`: one option a line. The body goes through `--data-raw`, so that nothing in it is taken for a file name.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    literal::{needs_a_pipe, shell},
    template::{Body, Part, Template, Value},
};

pub(super) fn write(request: &Template) -> String {
    let mut start = format!("curl -i {}", shell(&request.url));
    // curl would take brackets and braces for patterns, and tidy dots away.
    if request.url.any(|text| text.contains(['[', ']', '{', '}'])) {
        start.insert_str("curl -i".len(), " --globoff");
    }
    if request.url.any(|text| text.contains("/.")) {
        start.insert_str("curl -i".len(), " --path-as-is");
    }
    let mut options = vec![start];
    let has_data = request.body != Body::None || request.has_empty_body();
    let implied = if has_data { "POST" } else { "GET" };
    match request.method.as_str() {
        "HEAD" if !has_data => options.push("--head".to_owned()),
        method if method != implied => options.push(format!("-X {}", shell_word(method))),
        _ => {}
    }
    if let Some((user, password)) = &request.basic {
        let pair = user.clone().then(Value::text(":")).then(password.clone());
        options.push(format!("-u {}", shell(&merged(pair))));
    }
    for (name, value) in &request.headers {
        // A colon with nothing behind it would take the header away.
        let separator = if value.0.is_empty() { ";" } else { ": " };
        let line = Value::text(&format!("{name}{separator}")).then(value.clone());
        options.push(format!("-H {}", shell(&merged(line))));
    }
    if has_data && request.header("content-type").is_none() {
        options.push("-H 'content-type:'".to_owned());
    }
    let piped = match &request.body {
        Body::None if request.has_empty_body() => {
            options.push("--data-raw ''".to_owned());
            None
        }
        Body::None => None,
        Body::Text(value) if needs_a_pipe(value) => Some(pipe(value)),
        Body::Text(value) => {
            options.push(format!("--data-raw {}", shell(value)));
            None
        }
        Body::Bytes(bytes) => Some(decoded(bytes)),
    };
    match piped {
        Some(source) => {
            options.push("--data-binary @-".to_owned());
            format!("{source} | {}", options.join(" \\\n  "))
        }
        None => options.join(" \\\n  "),
    }
}

/// A method as a word of a shell; extension methods may hold `'`, `!`, `|` and the like (RFC 9110 §9.1).
pub(super) fn shell_word(method: &str) -> String {
    if method.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        method.to_owned()
    } else {
        shell(&Value::text(method))
    }
}

/// Neighbouring texts as one, so that the quotes do not end and begin again.
pub(super) fn merged(value: Value) -> Value {
    let mut parts: Vec<Part> = Vec::new();
    for part in value.0 {
        match (parts.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => parts.push(part),
        }
    }
    Value(parts)
}

/// Bytes on standard output.
pub(super) fn decoded(bytes: &[u8]) -> String {
    format!("printf %s '{}' | base64 -d", STANDARD.encode(bytes))
}

/// A text on standard output, variables and all.
pub(super) fn pipe(value: &Value) -> String {
    let parts: Vec<String> = value
        .0
        .iter()
        .map(|part| match part {
            Part::Text(text) => decoded(text.as_bytes()),
            Part::Variable(name) => format!("printf %s \"${name}\""),
        })
        .collect();
    match parts.as_slice() {
        [one] => one.clone(),
        _ => format!("{{ {}; }}", parts.join("; ")),
    }
}
