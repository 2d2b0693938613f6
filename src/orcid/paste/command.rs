//! The request that a command of `curl` makes, as a message.

use base64::{Engine, engine::general_purpose::STANDARD};

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

/// What a command asks for.
#[derive(Default)]
struct Command {
    method: Option<String>,
    url: String,
    headers: Vec<String>,
    data: Vec<String>,
    multipart: bool,
    /// The data go into the query.
    get: bool,
    head: bool,
}

/// The request of a command, with an absolute target. `None` when the text is no command of curl with a URL.
///
/// A body that comes from a file stands in it as the command has it: `@file`.
pub(super) fn message(text: &str) -> Option<String> {
    if let Some(command) = fetch(text) {
        return Some(command.message());
    }
    let words = shlex::split(without_prompt(text)).filter(|words| words.first().is_some_and(|word| word == "curl"))?;
    let command = Command::read(apart(words));
    (!command.url.is_empty()).then(|| command.message())
}

/// The command behind the prompt of a shell: `$ `, `me@host:~$ `, `% `, `PS C:\\> `.
pub(super) fn without_prompt(text: &str) -> &str {
    let Some(at) = text.find("curl ").filter(|at| !text[..*at].contains('\n')) else { return text };
    let prompt = text[..at].trim_end();
    let is_shell = prompt.ends_with(['$', '%', '#', '❯']) || prompt.starts_with("PS ") && prompt.ends_with('>');
    // Before a quotation's mark or a line's number more than one line has something.
    let is_one =
        prompt.split_whitespace().count() <= 2 && !prompt.starts_with(|c: char| c == '>' || c.is_ascii_digit());
    let is_prompt = text[..at].ends_with(' ') && is_shell && is_one;
    if is_prompt { &text[at..] } else { text }
}

/// What a browser's developer tools copy as `fetch("…", { … })`.
fn fetch(text: &str) -> Option<Command> {
    let inside = text.trim_start_matches("await ").strip_prefix("fetch(")?;
    let mut values = serde_json::Deserializer::from_str(inside).into_iter::<String>();
    let url = values.next()?.ok()?;
    let rest = inside[values.byte_offset()..].trim_start().strip_prefix(',').unwrap_or("{}");
    let options = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>().next()?.ok()?;
    let get = |name: &str| options.get(name).and_then(serde_json::Value::as_str);
    let headers = options.get("headers").and_then(serde_json::Value::as_object).into_iter().flatten();
    Some(Command {
        method: get("method").map(str::to_owned),
        url,
        headers: headers.filter_map(|(name, value)| Some(format!("{name}: {}", value.as_str()?))).collect(),
        data: get("body").map(str::to_owned).into_iter().collect(),
        ..Command::default()
    })
}

/// The words behind the program, with values that stick to their option taken off: `-XPOST`, `--data=…`, `-sSLd …`.
fn apart(words: Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for word in words.into_iter().skip(1) {
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

impl Command {
    fn read(words: Vec<String>) -> Self {
        let mut command = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                // What follows is another program's.
                "|" | "||" | "&&" | ";" | ">" | ">>" | "2>&1" | "2>/dev/null" => break,
                "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" => command.data.extend(words.next()),
                "--data-urlencode" => command.data.extend(words.next().map(|field| encoded(&field))),
                "-F" | "--form" | "--form-string" => {
                    command.multipart = true;
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
                "-u" | "--user" => {
                    let user = words.next().unwrap_or_default();
                    let user = if user.contains(':') { user } else { format!("{user}:") };
                    command.headers.push(format!("Authorization: Basic {}", STANDARD.encode(user)));
                }
                "--oauth2-bearer" => {
                    command.headers.push(format!("Authorization: Bearer {}", words.next().unwrap_or_default()));
                }
                "--url" => command.url = words.next().unwrap_or_default(),
                known if WITH_VALUE.contains(&known) => drop(words.next()),
                flag if flag.starts_with('-') => {}
                // Without a scheme curl means http.
                url if url.contains("://") => command.url = word,
                _ => command.url = format!("http://{word}"),
            }
        }
        command
    }

    fn message(&self) -> String {
        let data = self.data.join("&");
        let has_body = !self.data.is_empty() && !self.get;
        let method = match &self.method {
            Some(method) => method.as_str(),
            None if self.head => "HEAD",
            None if has_body => "POST",
            None => "GET",
        };
        let url = if self.get { form::with_query(&self.url, &data) } else { self.url.clone() };
        let mut lines = vec![format!("{method} {url} HTTP/1.1")];
        lines.extend(self.headers.iter().cloned());
        let typed = self.headers.iter().any(|header| header.to_ascii_lowercase().starts_with("content-type:"));
        if has_body && !typed {
            let form = if self.multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
            lines.push(format!("Content-Type: {form}"));
        }
        format!("{}\n\n{}", lines.join("\n"), if has_body { data.as_str() } else { "" })
    }
}

/// A field as `--data-urlencode` sends it.
fn encoded(field: &str) -> String {
    match field.split_once('=') {
        Some((name, value)) if !name.is_empty() => form::form([(name, value)]),
        Some(_) | None => field.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_as_curl_reads_them() {
        for (command, message_of) in [
            ("curl https://a.org/x", "GET https://a.org/x HTTP/1.1\n\n"),
            ("curl -sSL -XPUT https://a.org/x", "PUT https://a.org/x HTTP/1.1\n\n"),
            ("$ curl -G -d a=1 -d b=2 https://a.org/x", "GET https://a.org/x?a=1&b=2 HTTP/1.1\n\n"),
            (
                "curl -sd a=1 --data-urlencode 'u=http://b/?c' --url https://a.org -o /dev/null",
                "POST https://a.org HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\na=1&u=http%3A%2F%2Fb%2F%3Fc",
            ),
            (
                "curl --request=POST -H 'Content-Type: application/json' -d '{}' a.org",
                "POST http://a.org HTTP/1.1\nContent-Type: application/json\n\n{}",
            ),
            (
                "curl -u me:pw a.org -F x=1",
                "POST http://a.org HTTP/1.1\nAuthorization: Basic bWU6cHc=\nContent-Type: multipart/form-data\n\nx=1",
            ),
            ("curl -I https://a.org", "HEAD https://a.org HTTP/1.1\n\n"),
        ] {
            assert_eq!(message(command).as_deref(), Some(message_of), "{command}");
        }
        assert_eq!(message("curly https://a.org"), None);
        assert_eq!(message("curl -s"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_command_panics(text in ".*") {
            message(&format!("curl {text}"));
        }
    }
}
