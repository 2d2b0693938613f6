//! Python with `requests`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    literal::Language,
    template::{Body, Template, Value},
};

const PYTHON: Language = Language {
    unicode: |c| match u32::from(c) {
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    },
    special: &[],
};

fn expression(value: &Value) -> String {
    PYTHON.joined(value, |name| format!("os.environ[\"{name}\"]"), " + ")
}

/// Bytes of an expression: `requests` takes a text for Latin-1 where HTTP is meant to have bytes.
fn encoded(value: &Value) -> String {
    match value.0.as_slice() {
        [_] | [] => format!("{}.encode()", expression(value)),
        _ => format!("({}).encode()", expression(value)),
    }
}

pub(super) fn write(request: &Template) -> String {
    let mut imports = Vec::new();
    if matches!(request.body, Body::Bytes(_)) {
        imports.push("import base64");
    }
    if !request.variables.is_empty() {
        imports.push("import os");
    }
    let mut lines: Vec<String> = imports.iter().map(|line| (*line).to_owned()).collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(["import requests".to_owned(), String::new(), "response = requests.request(".to_owned()]);
    lines.push(format!("    {},", PYTHON.quoted(&request.method)));
    lines.push(format!("    {},", expression(&request.url)));
    if let Some((user, password)) = &request.basic {
        lines.push(format!("    auth=({}, {}),", expression(user), expression(password)));
    }
    if !request.headers.is_empty() {
        lines.push("    headers={".to_owned());
        for (name, value) in &request.headers {
            let text = if value.any(|text| !text.is_ascii()) { encoded(value) } else { expression(value) };
            lines.push(format!("        {}: {text},", PYTHON.quoted(name)));
        }
        lines.push("    },".to_owned());
    }
    match &request.body {
        Body::None => {}
        Body::Text(value) => lines.push(format!("    data={},", encoded(value))),
        Body::Bytes(bytes) => lines.push(format!("    data=base64.b64decode(\"{}\"),", STANDARD.encode(bytes))),
    }
    lines.push("    allow_redirects=False,".to_owned());
    lines.push(")".to_owned());
    lines.push("print(response.status_code)".to_owned());
    lines.push("print(response.text)".to_owned());
    lines.join("\n") + "\n"
}
