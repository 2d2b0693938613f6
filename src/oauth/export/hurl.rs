//! A file for `hurl`. Its variables are given with `--variable`, which the first line shows.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Unexportable,
    literal::{braced, is_invisible},
    template::{Body, Part, Template, Value},
};

/// Texts with what means something in Hurl as code points: every kind of text there knows that escape.
fn text(value: &Value) -> String {
    let escape = |c: char| match c {
        '#' | '\\' | '`' | '{' | '}' => braced(c),
        c if is_invisible(c) => braced(c),
        c => c.to_string(),
    };
    let part = |part: &Part| match part {
        Part::Text(text) => text.chars().map(escape).collect::<String>(),
        Part::Variable(name) => format!("{{{{{name}}}}}"),
    };
    value.0.iter().map(part).collect()
}

/// A name before a colon.
fn key(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    value.chars().map(|c| if plain(c) { c.to_string() } else { braced(c) }).collect()
}

pub(super) fn write(request: &Template) -> Result<String, Unexportable> {
    if !request.method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Unexportable::HurlMethod);
    }
    let mut lines = Vec::new();
    if !request.variables.is_empty() {
        let given: String =
            request.variables.iter().map(|known| format!(" --variable {0}=\"${0}\"", known.name)).collect();
        lines.push(format!("# hurl{given} request.hurl"));
    }
    lines.push(format!("{} {}", request.method, text(&request.url)));
    for (name, value) in &request.headers {
        lines.push(format!("{}: {}", key(name), text(value)));
    }
    if let Some((user, password)) = &request.basic {
        lines.push("[BasicAuth]".to_owned());
        // A name is limited to what a variable's value is not.
        let user = user.as_text().map(key).unwrap_or_else(|| text(user));
        lines.push(format!("{user}: {}", text(password)));
    }
    match &request.body {
        Body::None => {}
        Body::Text(value) => lines.push(format!("`{}`", text(value))),
        Body::Bytes(bytes) => lines.push(format!("base64,{};", STANDARD.encode(bytes))),
    }
    lines.push("HTTP *".to_owned());
    Ok(lines.join("\n") + "\n")
}
