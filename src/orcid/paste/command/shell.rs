//! What commands of `wget` and of HTTPie send.

use serde_json::{Map, Value, json};

use super::{Command, with_scheme};
use crate::oauth::form;

/// What the words of `wget` ask for, the program itself left out.
pub(super) fn wget(words: Vec<String>) -> Command {
    let mut command = Command::default();
    let (mut user, mut password) = (None, None);
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (option, stuck) = match word.split_once('=').filter(|_| word.starts_with("--")) {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let mut value = || stuck.clone().or_else(|| words.next()).unwrap_or_default();
        match option {
            "--post-data" | "--body-data" => command.data.push(value()),
            "--post-file" | "--body-file" => command.data.push(format!("@{}", value())),
            "--header" => command.headers.push(value()),
            "--method" => command.method = Some(value()),
            "--user" | "--http-user" => user = Some(value()),
            "--password" | "--http-password" => password = Some(value()),
            "-O" | "-o" | "-P" | "-U" | "-T" | "-t" | "--output-document" | "--output-file" | "--user-agent"
            | "--timeout" | "--tries" => drop(value()),
            flag if flag.starts_with('-') => {}
            url => command.url = with_scheme(url),
        }
    }
    if let Some(user) = user {
        command.basic(&format!("{user}:{}", password.unwrap_or_default()));
    }
    command
}

/// What the words of HTTPie ask for, `http` or `https` itself left out.
pub(super) fn httpie(words: Vec<String>, scheme: &str) -> Option<Command> {
    let mut command = Command::default();
    let (mut is_form, mut bearer) = (false, false);
    let mut items = Vec::new();
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (option, stuck) = match word.split_once('=').filter(|_| word.starts_with("--")) {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (word.as_str(), None),
        };
        let mut value = || stuck.clone().or_else(|| words.next()).unwrap_or_default();
        match option {
            "-f" | "--form" => is_form = true,
            "--raw" => command.data.push(value()),
            "-A" | "--auth-type" => bearer = value() == "bearer",
            "-a" | "--auth" => match value() {
                token if bearer => command.headers.push(format!("Authorization: Bearer {token}")),
                pair => command.basic(&pair),
            },
            "-o" | "--output" | "-p" | "--print" | "--session" | "--timeout" | "--verify" | "-s" | "--style" => {
                drop(value());
            }
            flag if flag.starts_with('-') => {}
            method if command.url.is_empty() && command.method.is_none() && is_method(method) => {
                command.method = Some(method.to_owned());
            }
            url if command.url.is_empty() => {
                command.url = if url.contains("://") { url.to_owned() } else { format!("{scheme}://{url}") };
            }
            _ => items.push(word),
        }
    }
    put(&mut command, &items, is_form)?;
    Some(command)
}

fn is_method(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Puts the items of HTTPie where they belong: `Name:value`, `name==value`, `name=value`, `name:=json`.
fn put(command: &mut Command, items: &[String], is_form: bool) -> Option<()> {
    let (mut fields, mut query) = (Vec::new(), Vec::new());
    for item in items {
        let at = item.find([':', '='])?;
        let (name, rest) = item.split_at(at);
        if let Some(json) = rest.strip_prefix(":=") {
            fields.push((name, serde_json::from_str(json).ok()?));
        } else if let Some(value) = rest.strip_prefix("==") {
            query.push((name, value));
        } else if let Some(value) = rest.strip_prefix('=') {
            fields.push((name, json!(value)));
        } else {
            command.headers.push(format!("{name}: {}", rest[1..].trim()));
        }
    }
    if !query.is_empty() {
        command.url = form::with_query(&command.url, &form::query(query));
    }
    if fields.is_empty() {
        return Some(());
    }
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if is_form {
        let pairs: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, text(value))).collect();
        command.data.push(form::form(pairs.iter().map(|(name, value)| (*name, value.as_str()))));
    } else {
        // Without --form it sends JSON.
        command.default_type = "application/json";
        let object: Map<String, Value> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        command.data.push(Value::Object(object).to_string());
    }
    Some(())
}
