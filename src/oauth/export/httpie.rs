//! `http`, the command of HTTPie.

use super::{
    Unexportable,
    curl::{decoded, merged, pipe, shell_word},
    literal::{needs_a_pipe, shell},
    template::{Body, Template, Value},
};

pub(super) fn write(request: &Template) -> Result<String, Unexportable> {
    let piped = match &request.body {
        Body::Text(value) if needs_a_pipe(value) => Some(pipe(value)),
        Body::Bytes(bytes) => Some(decoded(bytes)),
        Body::None | Body::Text(_) => None,
    };
    let ignore = if piped.is_some() { "" } else { "--ignore-stdin " };
    let mut lines = vec![format!("http {ignore}{} {}", shell_word(&request.method), shell(&request.url))];
    if let Some((user, password)) = &request.basic {
        let pair = user.clone().then(Value::text(":")).then(password.clone());
        if pair.any(|text| text.contains('\\')) {
            return Err(Unexportable::HttpieBackslash);
        }
        // In front of the URL, where options belong.
        lines.insert(0, format!("http {ignore}-a {}", shell(&merged(pair))));
        lines[1] = format!("{} {}", shell_word(&request.method), shell(&request.url));
    }
    for (name, value) in &request.headers {
        lines.push(shell(&header(name, value)?));
    }
    if request.body != Body::None && request.header("content-type").is_none() {
        lines.push("'content-type:'".to_owned());
    }
    if let (Body::Text(value), None) = (&request.body, &piped) {
        lines.push(format!("--raw {}", shell(value)));
    }
    let command = lines.join(" \\\n  ");
    Ok(match piped {
        Some(source) => format!("{source} | {command}"),
        None => command,
    })
}

/// `name:value`. A value that begins like a longer separator stands behind a blank, which HTTPie takes away again.
fn header(name: &str, value: &Value) -> Result<Value, Unexportable> {
    if value.0.is_empty() {
        return Ok(Value::text(&format!("{name};")));
    }
    let escapes = |text: &str| ["\\:", "\\;", "\\=", "\\@"].iter().any(|pair| text.contains(pair));
    if value.any(escapes) {
        return Err(Unexportable::HttpieBackslash);
    }
    let begins = value.as_text().is_some_and(|text| text.starts_with(['=', '@', ':']));
    let blank = if begins { ": " } else { ":" };
    Ok(merged(Value::text(&format!("{name}{blank}")).then(value.clone())))
}
