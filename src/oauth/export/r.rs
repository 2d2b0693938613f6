//! R with `httr2`.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Unexportable,
    literal::Language,
    template::{Body, Part, Template, Value},
};

/// R cannot read lines that are much longer when there is more than ASCII in them.
const LONGEST: usize = 1000;

const R: Language = Language {
    unicode: |c| match u32::from(c) {
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    },
    special: &[],
};

fn expression(value: &Value) -> String {
    let value = in_pieces(value);
    let joint = if value.any(|text| text.chars().count() == LONGEST) { ",\n    " } else { ", " };
    let parts = R.joined(&value, |name| format!("Sys.getenv(\"{name}\")"), joint);
    if value.0.len() > 1 { format!("paste0({parts})") } else { parts }
}

fn in_pieces(value: &Value) -> Value {
    let mut pieces = Vec::new();
    for part in &value.0 {
        match part {
            Part::Text(text) => {
                let all: Vec<char> = text.chars().collect();
                pieces.extend(all.chunks(LONGEST).map(|piece| Part::Text(piece.iter().collect())));
            }
            Part::Variable(name) => pieces.push(Part::Variable(name.clone())),
        }
    }
    Value(pieces)
}

pub(super) fn write(request: &Template) -> Result<String, Unexportable> {
    if request.headers.iter().any(|(_, value)| value.0.is_empty()) {
        return Err(Unexportable::REmptyHeader);
    }
    let mut steps = vec![format!("response <- request({})", expression(&request.url))];
    steps.push(format!("req_method({})", R.quoted(&request.method)));
    if let Some((user, password)) = &request.basic {
        steps.push(format!("req_auth_basic({}, {})", expression(user), expression(password)));
    }
    let has_body = request.body != Body::None || request.has_empty_body();
    // With a body its type is an argument of the body.
    let headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| !has_body || name != "content-type")
        .map(|(name, value)| format!("    {} = {}", R.quoted(name), expression(value)))
        .collect();
    if !headers.is_empty() {
        steps.push(format!("req_headers(\n{}\n  )", headers.join(",\n")));
    }
    let kind = request.header("content-type").map_or_else(|| "\"\"".to_owned(), expression);
    match &request.body {
        Body::None if has_body => steps.push(format!("req_body_raw(raw(), type = {kind})")),
        Body::None => {}
        Body::Text(value) => {
            // Its bytes: R would count characters.
            steps.push(format!("req_body_raw(charToRaw(enc2utf8({})), type = {kind})", expression(value)));
        }
        Body::Bytes(bytes) => {
            steps.push(format!("req_body_raw(openssl::base64_decode(\"{}\"), type = {kind})", STANDARD.encode(bytes)))
        }
    }
    steps.push("req_options(followlocation = 0L)".to_owned());
    steps.push("req_error(is_error = \\(response) FALSE)".to_owned());
    steps.push("req_perform()".to_owned());
    Ok(format!(
        "library(httr2)\n\n{}\n\ncat(resp_status(response), \"\\n\")\ncat(rawToChar(response$body), \"\\n\")\n",
        steps.join(" |>\n  ")
    ))
}
