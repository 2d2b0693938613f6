//! What a command of `curl` sends.

use super::{Command, with_scheme};
use crate::oauth::form;

/// Options with a value that do not change the request.
const WITH_VALUE: [&str; 12] = [
    "-o",
    "--output",
    "-A",
    "--user-agent",
    "-b",
    "--cookie",
    "-c",
    "--cookie-jar",
    "-m",
    "--max-time",
    "-w",
    "--write-out",
];

/// Those of one letter, behind which the value may stand at once.
const SHORT_WITH_VALUE: &str = "dFHXuoAbcmwe";

/// What the words of a command ask for, the program itself left out.
pub(super) fn read(words: Vec<String>) -> Command {
    let mut command = Command::default();
    let mut words = apart(words).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" => command.data.extend(words.next()),
            "--data-urlencode" => command.data.extend(words.next().map(|field| encoded(&field))),
            "-F" | "--form" | "--form-string" => {
                command.default_type = "multipart/form-data";
                command.data.extend(words.next());
            }
            "--json" => {
                command.data.extend(words.next());
                command
                    .headers
                    .extend(["Content-Type: application/json", "Accept: application/json"].map(str::to_owned));
            }
            "-H" | "--header" => command.headers.extend(words.next()),
            "-X" | "--request" => command.method = words.next(),
            "-G" | "--get" => command.get = true,
            "-I" | "--head" => command.head = true,
            "-u" | "--user" => command.basic(&words.next().unwrap_or_default()),
            "--oauth2-bearer" => {
                command.headers.push(format!("Authorization: Bearer {}", words.next().unwrap_or_default()));
            }
            "--url" => command.url = with_scheme(&words.next().unwrap_or_default()),
            known if WITH_VALUE.contains(&known) => drop(words.next()),
            flag if flag.starts_with('-') => {}
            url => command.url = with_scheme(url),
        }
    }
    command
}

/// The words behind the program, with values that stick to their option taken off: `-XPOST`, `--data=…`, `-sSLd …`.
fn apart(words: Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for word in words {
        let long = word.starts_with("--");
        match word.split_once('=').filter(|_| long) {
            Some((name, value)) => all.extend([name.to_owned(), value.to_owned()]),
            None if long || !word.starts_with('-') || word.len() <= 2 => all.push(word),
            None => {
                let letters = &word[1..];
                let end = letters.find(|letter| SHORT_WITH_VALUE.contains(letter));
                let flags = &letters[..end.unwrap_or(letters.len())];
                all.extend(flags.chars().map(|flag| format!("-{flag}")));
                if let Some(option) = end.and_then(|end| letters[end..].chars().next()) {
                    let value = &letters[flags.len() + option.len_utf8()..];
                    all.push(format!("-{option}"));
                    all.extend(Some(value.to_owned()).filter(|value| !value.is_empty()));
                }
            }
        }
    }
    all
}

/// A field as `--data-urlencode` sends it.
fn encoded(field: &str) -> String {
    match field.split_once('=') {
        Some((name, value)) if !name.is_empty() => form::form([(name, value)]),
        Some(_) | None => field.to_owned(),
    }
}
