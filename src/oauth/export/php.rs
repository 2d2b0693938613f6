//! PHP with its curl functions.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    curl::merged,
    literal::{Language, braced},
    template::{Body, Template, Value},
};

const PHP: Language = Language { unicode: braced, special: &['$'] };

fn expression(value: &Value) -> String {
    PHP.joined(value, |name| format!("getenv(\"{name}\")"), " . ")
}

pub(super) fn write(request: &Template) -> String {
    let mut lines = vec!["<?php".to_owned(), format!("$curl = curl_init({});", expression(&request.url))];
    lines.push("curl_setopt_array($curl, [".to_owned());
    let mut option = |name: &str, value: String| lines.push(format!("    CURLOPT_{name} => {value},"));
    option("CUSTOMREQUEST", PHP.quoted(&request.method));
    if request.method == "HEAD" {
        option("NOBODY", "true".to_owned());
    }
    if request.url.any(|text| text.contains("/.")) {
        option("PATH_AS_IS", "true".to_owned());
    }
    if let Some((user, password)) = &request.basic {
        let pair = merged(user.clone().then(Value::text(":")).then(password.clone()));
        option("USERPWD", expression(&pair));
    }
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .map(|(name, value)| {
            let separator = if value.0.is_empty() { ";" } else { ": " };
            expression(&merged(Value::text(&format!("{name}{separator}")).then(value.clone())))
        })
        .collect();
    let has_data = request.body != Body::None || request.has_empty_body();
    if has_data && request.header("content-type").is_none() {
        headers.push("\"content-type:\"".to_owned());
    }
    if !headers.is_empty() {
        option("HTTPHEADER", format!("[\n        {},\n    ]", headers.join(",\n        ")));
    }
    match &request.body {
        Body::None if has_data => option("POSTFIELDS", "\"\"".to_owned()),
        Body::None => {}
        Body::Text(value) => option("POSTFIELDS", expression(value)),
        Body::Bytes(bytes) => option("POSTFIELDS", format!("base64_decode(\"{}\")", STANDARD.encode(bytes))),
    }
    option("RETURNTRANSFER", "true".to_owned());
    lines.extend(
        [
            "]);",
            "$body = curl_exec($curl);",
            "if ($body === false) {",
            "    fwrite(STDERR, curl_error($curl) . \"\\n\");",
            "    exit(1);",
            "}",
            "echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), \"\\n\", $body, \"\\n\";",
        ]
        .map(str::to_owned),
    );
    lines.join("\n") + "\n"
}
