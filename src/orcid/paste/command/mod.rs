//! The request that a command or a piece of code makes, as a message: curl, wget, HTTPie, PowerShell, and the calls of
//! libraries that people use. Only what stands in the text is taken; what is computed keeps its name in brackets.

mod call;
mod curl;
mod powershell;
mod reader;
mod shell;
mod value;

use self::value::Value;
use crate::oauth::{authorization_header::encode_basic, form};

/// The type that most programs give to a body that comes without one.
const FORM: &str = "application/x-www-form-urlencoded";

/// What a command asks for.
struct Command {
    method: Option<String>,
    url: String,
    headers: Vec<String>,
    data: Vec<String>,
    /// The type of the body when no header names one; may be empty.
    default_type: &'static str,
    /// The data go into the query.
    get: bool,
    head: bool,
}

impl Default for Command {
    fn default() -> Self {
        Self {
            method: None,
            url: String::new(),
            headers: Vec::new(),
            data: Vec::new(),
            default_type: FORM,
            get: false,
            head: false,
        }
    }
}

/// What a text is, and its request with an absolute target. `None` when it is no command with a URL.
///
/// A body that comes from a file stands in it as the command has it: `@file`.
pub(super) fn message(text: &str) -> Option<(&'static str, String)> {
    let (source, command) = words(text).or_else(|| call::read(text))?;
    (!command.url.is_empty()).then(|| (source, command.message()))
}

/// A command of a shell.
fn words(text: &str) -> Option<(&'static str, Command)> {
    let text = without_prompt(text);
    let program = ["curl", "wget", "http", "https"]
        .into_iter()
        .find(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with(char::is_whitespace)))?;
    // A line goes on behind a backslash.
    let mut words = shlex::split(&extent(text).0.replace("\\\r\n", " ").replace("\\\n", " "))?;
    words.remove(0);
    // What follows is another program's.
    let end = words
        .iter()
        .position(|word| ["|", "||", "&&", ";", ">", ">>", "<", "<<<", "2>&1", "2>/dev/null"].contains(&word.as_str()));
    words.truncate(end.unwrap_or(words.len()));
    let (source, command) = match program {
        "curl" => return Some(("a curl command", curl::read(words))),
        "wget" => ("a wget command", shell::wget(words)),
        scheme => ("an HTTPie command", shell::httpie(words, scheme)?),
    };
    // Sentences begin with these words too.
    let (_, host) = command.url.split_once("://")?;
    host.contains(['.', ':', '/']).then_some((source, command))
}

/// A command that a text begins with, and what stands behind it; `None` where nothing does.
pub(super) fn with_rest(text: &str) -> Option<(&str, &str)> {
    words(text)?;
    let (command, rest) = extent(without_prompt(text));
    (!rest.trim().is_empty()).then_some((command, rest))
}

/// How many lines a command may have.
const LINES: usize = 100;

/// A command, and what stands behind it: it ends with the first line that has an address before it and that nothing goes on
/// behind, neither a quotation nor an option.
fn extent(text: &str) -> (&str, &str) {
    let mut end = 0;
    for line in text.split_inclusive('\n').take(LINES) {
        end += line.len();
        let (command, rest) = text.split_at(end);
        let is_option = |next: &str| {
            let name = next.trim_start().trim_start_matches('-');
            next.trim_start().starts_with('-') && name.starts_with(|c: char| c.is_ascii_alphabetic())
        };
        let goes_on = line.trim_end().ends_with(['\\', '^', '`'])
            || rest.lines().next().is_some_and(is_option)
            || shlex::split(command).is_none();
        let has_address = ["://", "orcid.org", "localhost", "127.0.0.1"].iter().any(|sign| command.contains(sign));
        if has_address && !goes_on {
            return (command, rest);
        }
    }
    (text, "")
}

/// What stands before a command with an address on a line: the prompt of a shell, with what else the line does before,
/// or nothing. `None` where there is no command.
pub(super) fn prompt(line: &str) -> Option<&str> {
    let programs = ["curl ", "wget ", "http ", "https "].iter();
    let at = programs.filter_map(|name| line.find(name)).min().filter(|at| {
        let before = &line[..*at];
        let shell = before.trim_end();
        let sign = |c: char| "$%#❯➜".contains(c);
        let at_prompt =
            before.contains("$ ") || before.contains("% ") || shell.ends_with(sign) || before.contains(['❯', '➜']);
        let is_next = shell.ends_with(sign) || shell.ends_with([';', '&', '|', '(', '~']) || before.contains("=$(");
        before.is_empty() || before == "+ " || at_prompt && is_next || shell.starts_with("PS ") && shell.ends_with('>')
    })?;
    (words(&line[at..]).is_some() || line.trim_end().ends_with('\\')).then_some(&line[..at])
}

/// The command behind the prompt of a shell: `$ `, `me@host:~$ `, `% `, `PS C:\\> `. Before a quotation's mark or the number
/// of a line more than one line has something.
fn without_prompt(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    let at = ["curl ", "wget ", "http ", "https "].iter().filter_map(|name| first.find(name)).min().unwrap_or(0);
    let prompt = text[..at].trim_end();
    let is_shell = prompt.ends_with(['$', '%', '#', '❯']) || prompt.starts_with("PS ") && prompt.ends_with('>');
    let is_one =
        prompt.split_whitespace().count() <= 2 && !prompt.starts_with(|c: char| c == '>' || c.is_ascii_digit());
    if text[..at].ends_with(' ') && is_shell && is_one { &text[at..] } else { text }
}

/// An address as curl and wget understand it: without a scheme they mean http.
fn with_scheme(url: &str) -> String {
    if url.contains("://") { url.to_owned() } else { format!("http://{url}") }
}

impl Command {
    /// Adds user and password (RFC 7617).
    fn basic(&mut self, user: &str) {
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        self.headers.push(format!("Authorization: {}", encode_basic(user, password)));
    }

    /// Adds the headers of an object.
    fn headers_of(&mut self, object: &Value) {
        if let Value::Object(members) = object {
            self.headers.extend(members.iter().map(|(name, value)| format!("{name}: {}", value.text())));
        }
    }

    /// Adds the parameters of a query.
    fn query(&mut self, parameters: Option<&Value>) {
        if let Some(parameters) = parameters {
            self.url = form::with_query(&self.url, &parameters.form());
        }
    }

    /// Adds a body. What is not known of it is not guessed: as of a file, only its name stands there.
    fn body(&mut self, body: &Value, default_type: &'static str) {
        if body.is_unknown() {
            self.data.push(format!("@{}", body.text().trim_matches(['[', ']'])));
        } else {
            self.default_type = default_type;
            self.data.push(body.form());
        }
    }

    /// Whether the header of the type says something.
    fn says(&self, kind: &str) -> bool {
        self.content_type().is_some_and(|header| header.contains(kind))
    }

    fn content_type(&self) -> Option<String> {
        self.headers.iter().map(|header| header.to_ascii_lowercase()).find(|header| header.starts_with("content-type:"))
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
        if has_body && self.content_type().is_none() && !self.default_type.is_empty() {
            lines.push(format!("Content-Type: {}", self.default_type));
        }
        format!("{}\n\n{}", lines.join("\n"), if has_body { data.as_str() } else { "" })
    }
}

#[cfg(test)]
mod tests;
