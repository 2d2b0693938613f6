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
                arguments.push_str(&format!(", std::env::var(\"{name}\")?"));
            }
        }
    }
    format!("format!({}{arguments})", RUST.quoted(&text))
}

pub(super) fn write(request: &Template) -> String {
    let mut lines = vec![
        "// [dependencies]".to_owned(),
        "// reqwest = \"0.13\"".to_owned(),
        "// tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }".to_owned(),
    ];
    if matches!(request.body, Body::Bytes(_)) {
        lines.push("// base64 = \"0.22\"".to_owned());
        lines.push("use base64::Engine as _;".to_owned());
    }
    lines.extend(
        [
            "",
            "#[tokio::main]",
            "async fn main() -> Result<(), Box<dyn std::error::Error>> {",
            "    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;",
            "    let response = client",
        ]
        .map(str::to_owned),
    );
    let method = match request.method.as_str() {
        known @ ("GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH") => {
            format!("reqwest::Method::{known}")
        }
        other => format!("{}.parse()?", RUST.quoted(other)),
    };
    lines.push(format!("        .request({method}, {})", expression(&request.url)));
    if let Some((user, password)) = &request.basic {
        lines.push(format!("        .basic_auth({}, Some({}))", expression(user), expression(password)));
    }
    for (name, value) in &request.headers {
        lines.push(format!("        .header({}, {})", RUST.quoted(name), expression(value)));
    }
    match &request.body {
        Body::None if request.has_empty_body() => lines.push("        .body(\"\")".to_owned()),
        Body::None => {}
        Body::Text(value) => lines.push(format!("        .body({})", expression(value))),
        Body::Bytes(bytes) => lines.push(format!(
            "        .body(base64::engine::general_purpose::STANDARD.decode(\"{}\")?)",
            STANDARD.encode(bytes)
        )),
    }
    lines.extend(
        [
            "        .send()",
            "        .await?;",
            "    println!(\"{}\", response.status());",
            "    println!(\"{}\", response.text().await?);",
            "    Ok(())",
            "}",
        ]
        .map(str::to_owned),
    );
    lines.join("\n") + "\n"
}
