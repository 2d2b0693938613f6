//! What `Invoke-RestMethod` and `Invoke-WebRequest` of PowerShell send.

use super::{Command, reader::Reader, value::Value};

/// The two, with their short names.
pub(super) const NAMES: [&str; 4] = ["invoke-restmethod", "invoke-webrequest", "irm", "iwr"];

/// What the parameters behind the name ask for; `None` when there is something else among them.
pub(super) fn read(reader: &mut Reader<'_>, known: &[(String, Value)]) -> Option<Command> {
    let mut command = Command::default();
    let mut body = None;
    loop {
        let rest = reader.rest().trim_start_matches([' ', '\t']);
        if rest.is_empty() || rest.starts_with(['\n', ';', '|']) {
            break;
        }
        if !rest.starts_with('-') {
            // An address may stand without its name; other words are those of a sentence.
            command.url = Some(value(reader)?.resolved(known).text()).filter(|url| url.contains("://"))?;
            continue;
        }
        let name = reader.name()?.to_ascii_lowercase();
        let rest = reader.rest().trim_start_matches([' ', '\t']);
        if rest.is_empty() || rest.starts_with(['-', '\n', ';', '|']) {
            // A switch: nothing is its value.
            continue;
        }
        let value = value(reader)?.resolved(known);
        match name.as_str() {
            "-uri" => command.url = value.text(),
            "-method" => command.method = Some(value.text().to_uppercase()),
            "-headers" => command.headers_of(&value),
            "-contenttype" => command.headers.push(format!("Content-Type: {}", value.text())),
            "-body" => body = Some(value),
            _ => {}
        }
    }
    match body {
        // A table is a form, or the query of a GET.
        Some(table @ Value::Object(_)) => {
            command.get = command.method.as_deref().is_none_or(|method| method == "GET");
            command.data.push(table.form());
        }
        Some(body) => command.body(&body, super::FORM),
        None => {}
    }
    // Where no method is named, it is GET whatever the body.
    command.method.get_or_insert_with(|| "GET".to_owned());
    Some(command)
}

/// The value of a parameter, in quotes or as a word.
fn value(reader: &mut Reader<'_>) -> Option<Value> {
    if reader.rest().trim_start().starts_with(['"', '\'', '@', '$', '(']) {
        return reader.one();
    }
    Some(Value::Text(reader.word()))
}
