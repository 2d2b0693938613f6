//! JavaScript with `fetch`, as a module for Node.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Unexportable,
    literal::{Language, braced},
    template::{Body, Template, Value},
};

const JAVASCRIPT: Language = Language { unicode: braced, special: &[] };

fn expression(value: &Value) -> String {
    JAVASCRIPT.joined(value, |name| format!("process.env.{name}"), " + ")
}

pub(super) fn write(request: &Template) -> Result<String, Unexportable> {
    if request.body != Body::None && matches!(request.method.as_str(), "GET" | "HEAD") {
        return Err(Unexportable::FetchBody);
    }
    let mut lines = vec![format!("const response = await fetch({}, {{", expression(&request.url))];
    lines.push(format!("  method: {},", JAVASCRIPT.quoted(&request.method)));
    if !request.headers.is_empty() || request.basic.is_some() {
        lines.push("  headers: {".to_owned());
        if let Some((user, password)) = &request.basic {
            let pair = super::curl::merged(user.clone().then(Value::text(":")).then(password.clone()));
            let base64 = format!("Buffer.from({}).toString(\"base64\")", expression(&pair));
            lines.push(format!("    \"authorization\": \"Basic \" + {base64},"));
        }
        for (name, value) in &request.headers {
            let text = expression(value);
            // fetch takes a character for a byte.
            let latin = value.any(|text| !text.is_ascii());
            let text = if latin { format!("Buffer.from({text}).toString(\"latin1\")") } else { text };
            lines.push(format!("    {}: {text},", JAVASCRIPT.quoted(name)));
        }
        lines.push("  },".to_owned());
    }
    match &request.body {
        Body::None => {}
        // fetch gives a text a type of its own, bytes none.
        Body::Text(value) if request.header("content-type").is_none() => {
            lines.push(format!("  body: new TextEncoder().encode({}),", expression(value)));
        }
        Body::Text(value) => lines.push(format!("  body: {},", expression(value))),
        Body::Bytes(bytes) => {
            lines.push(format!("  body: Buffer.from(\"{}\", \"base64\"),", STANDARD.encode(bytes)));
        }
    }
    lines.push("  redirect: \"manual\",".to_owned());
    lines.push("});".to_owned());
    lines.push("console.log(response.status);".to_owned());
    lines.push("console.log(await response.text());".to_owned());
    Ok(lines.join("\n") + "\n")
}
