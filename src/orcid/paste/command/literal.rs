//! Values as JavaScript, Python and PowerShell write them in a request: texts, objects, lists, calls. What is computed, or
//! comes from elsewhere, is not known; it keeps its name in brackets, as a place where a value belongs.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::oauth::form;

/// Deeper ones are not read.
const DEEPEST: usize = 24;

/// How many bytes may come into a value by the names in it.
const GROWTH: usize = 64 * 1024;

/// Functions that are known beside those of forms.
const KNOWN: [&str; 7] =
    ["btoa", "Buffer.from", "JSON.stringify", "json.dumps", "ConvertTo-Json", "String", "encodeURI"];

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Object(Vec<(String, Value)>),
    List(Vec<Value>),
    /// A call with its arguments, those with a name by their names.
    Call(String, Vec<(Option<String>, Value)>),
    /// A name, or anything else that is not known.
    Name(String),
}

impl Value {
    /// As one text, as far as it is known.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Object(_) | Self::List(_) => self.json().to_string(),
            Self::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
                ("btoa" | "Buffer.from", [(_, value), ..]) => STANDARD.encode(value.text()),
                ("JSON.stringify" | "json.dumps" | "ConvertTo-Json", [(_, value), ..]) => value.json().to_string(),
                ("String" | "encodeURI", [(_, value), ..]) => value.text(),
                (name, [(_, value), ..]) if is_form(name) => value.form(),
                _ => format!("[{name}]"),
            },
            Self::Name(name) => match name.as_str() {
                "true" | "True" | "$true" => "true".to_owned(),
                "false" | "False" | "$false" => "false".to_owned(),
                name if name.starts_with(|c: char| c.is_ascii_digit()) => name.to_owned(),
                name => format!("[{name}]"),
            },
        }
    }

    /// As a form; a text is one already.
    pub fn form(&self) -> String {
        match self {
            Self::Object(members) => {
                let pairs: Vec<(&str, String)> =
                    members.iter().map(|(name, value)| (name.as_str(), value.text())).collect();
                form::form(pairs.iter().map(|(name, value)| (*name, value.as_str())))
            }
            Self::List(_) | Self::Text(_) | Self::Call(..) | Self::Name(_) => self.text(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Object(members) => members.iter().map(|(name, value)| (name.clone(), value.json())).collect(),
            Self::List(all) => all.iter().map(Self::json).collect(),
            Self::Name(name) if matches!(name.as_str(), "null" | "None" | "$null") => json!(null),
            Self::Name(name) => name.parse::<i64>().map_or_else(|_| json!(self.text()), |number| json!(number)),
            Self::Text(_) | Self::Call(..) => json!(self.text()),
        }
    }

    /// A member of an object, whatever its case; an argument of a call by its name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, it)| it),
            Self::Call(_, arguments) => {
                arguments.iter().find(|(key, _)| key.as_deref() == Some(name)).map(|(_, value)| value)
            }
            Self::List(_) | Self::Text(_) | Self::Name(_) => None,
        }
    }

    /// Whether it comes from elsewhere as a whole: a name, or a call that is not known here.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Name(name) => !name.starts_with(|c: char| c.is_ascii_digit()),
            // A form of what is not known is not known either.
            Self::Call(name, arguments) if is_form(name) => {
                arguments.first().is_some_and(|(_, argument)| argument.is_unknown())
            }
            Self::Call(name, _) => !KNOWN.contains(&name.as_str()),
            Self::Text(_) | Self::Object(_) | Self::List(_) => false,
        }
    }

    /// Whether it is made a form by what is called.
    pub fn is_form(&self) -> bool {
        matches!(self, Self::Call(name, _) if is_form(name))
    }

    /// The same with the names that are known in their places. It has bounds, since each line can hold the one before
    /// it twice: a name beyond [`GROWTH`] or [`DEEPEST`] stays a name.
    pub fn resolved(self, known: &[(String, Value)]) -> Self {
        let mut left = GROWTH;
        self.resolved_within(known, &mut left)
    }

    fn resolved_within(self, known: &[(String, Value)], left: &mut usize) -> Self {
        match self {
            Self::Name(name) => {
                let value = known.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value);
                match value.filter(|value| *left > 0 && value.depth() < DEEPEST) {
                    Some(value) => {
                        *left = left.saturating_sub(value.size());
                        value.clone()
                    }
                    None => Self::Name(name),
                }
            }
            Self::Object(members) => Self::Object(
                members.into_iter().map(|(name, value)| (name, value.resolved_within(known, left))).collect(),
            ),
            Self::List(all) => Self::List(all.into_iter().map(|value| value.resolved_within(known, left)).collect()),
            Self::Call(name, arguments) => Self::Call(
                name,
                arguments.into_iter().map(|(key, value)| (key, value.resolved_within(known, left))).collect(),
            ),
            Self::Text(text) => Self::Text(text),
        }
    }

    /// How many values stand in each other.
    fn depth(&self) -> usize {
        match self {
            Self::Text(_) | Self::Name(_) => 0,
            Self::Object(members) => 1 + members.iter().map(|(_, value)| value.depth()).max().unwrap_or_default(),
            Self::List(all) => 1 + all.iter().map(Self::depth).max().unwrap_or_default(),
            Self::Call(_, arguments) => 1 + arguments.iter().map(|(_, value)| value.depth()).max().unwrap_or_default(),
        }
    }

    /// How much it is: its bytes of text, and one for each of its parts.
    fn size(&self) -> usize {
        1 + match self {
            Self::Text(text) | Self::Name(text) => text.len(),
            Self::Object(members) => members.iter().map(|(name, value)| name.len() + value.size()).sum(),
            Self::List(all) => all.iter().map(Self::size).sum(),
            Self::Call(name, arguments) => name.len() + arguments.iter().map(|(_, value)| value.size()).sum::<usize>(),
        }
    }
}

/// Whether a function makes a form of an object.
fn is_form(name: &str) -> bool {
    ["URLSearchParams", "qs.stringify", "querystring.stringify", "urlencode", "urllib.parse.urlencode"].contains(&name)
}

/// Reads values one after the other.
pub(super) struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text, depth: 0 }
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Passes over blanks, line breaks and comments.
    pub fn blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            // A backslash at the end of a line goes on with the next one.
            match self.rest.strip_prefix("\\\n") {
                Some(rest) => self.rest = rest,
                None if self.rest.starts_with("//") || self.rest.starts_with('#') => self.line(),
                None => return,
            }
        }
    }

    /// Passes over the rest of the line.
    pub fn line(&mut self) {
        self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
    }

    /// Takes a sign, when it comes next.
    pub fn take(&mut self, sign: &str) -> bool {
        self.blanks();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// A name: letters, digits, and what joins them.
    pub fn name(&mut self) -> Option<String> {
        self.blanks();
        let of_shell = self.rest.starts_with('$');
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '$') || (of_shell && c == ':');
        let end = self.rest.find(|c: char| !joins(c)).unwrap_or(self.rest.len());
        let name = &self.rest[..end];
        self.rest = &self.rest[end..];
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// A value with what is joined to it.
    pub fn value(&mut self) -> Option<Value> {
        self.depth += 1;
        let mut value = (self.depth < DEEPEST).then(|| self.one()).flatten()?;
        loop {
            let behind = self.rest;
            self.blanks();
            // Texts that follow each other are one in Python.
            let follows = matches!(value, Value::Text(_)) && self.rest.starts_with(['"', '\'']);
            if follows || (!self.rest.starts_with("++") && self.take("+")) {
                value = Value::Text(value.text() + &self.one()?.text());
            } else if self.rest.starts_with("||") || self.rest.starts_with("??") {
                self.rest = &self.rest[2..];
                self.one()?;
            } else if self.depth > 1 && self.take("|") {
                value = Value::Call(self.name()?, vec![(None, value)]);
            } else {
                self.rest = behind;
                break;
            }
        }
        self.depth -= 1;
        Some(value)
    }

    /// A word as a shell has it: up to the next blank.
    pub fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let (word, rest) = self.rest.split_at(self.rest.find(char::is_whitespace).unwrap_or(self.rest.len()));
        self.rest = rest;
        word.to_owned()
    }

    /// A value alone, and nothing behind it.
    pub fn one(&mut self) -> Option<Value> {
        self.blanks();
        let value = match self.rest.chars().next()? {
            '"' | '\'' | '`' => Value::Text(self.text()?),
            '{' => self.object()?,
            '@' if self.rest.starts_with("@{") => self.object()?,
            '[' => self.list(']')?,
            '(' => match self.list(')')? {
                // Only a comma makes more than brackets of it.
                Value::List(mut all) if all.len() == 1 => all.remove(0),
                list => list,
            },
            _ => self.named()?,
        };
        // What is done with it changes how it is held, and not what it says.
        while self.rest.starts_with('.') || self.rest.starts_with("?.") {
            self.rest = self.rest.trim_start_matches(['?', '.']);
            self.name()?;
            if self.rest.starts_with('(') {
                self.brackets()?;
            }
        }
        Some(value)
    }

    /// Passes over brackets with all that is in them.
    fn brackets(&mut self) -> Option<()> {
        let mut open = 0usize;
        loop {
            match self.rest.chars().next()? {
                '"' | '\'' | '`' => drop(self.text()?),
                c => {
                    self.rest = &self.rest[c.len_utf8()..];
                    match c {
                        '(' | '[' | '{' => open += 1,
                        ')' | ']' | '}' if open == 1 => return Some(()),
                        ')' | ']' | '}' => open -= 1,
                        _ => {}
                    }
                }
            }
        }
    }

    /// A name, or a call. `b"…"` and `f"…"` are texts.
    fn named(&mut self) -> Option<Value> {
        let mut name = self.name()?;
        while matches!(name.as_str(), "new" | "await" | "return") {
            name = self.name()?;
        }
        match name.as_str() {
            "b" | "f" | "r" | "u" | "rb" | "br" if self.rest.starts_with(['"', '\'']) => {
                return self.text().map(Value::Text);
            }
            _ => {}
        }
        if self.rest.starts_with('(') {
            self.rest = &self.rest[1..];
            return Some(Value::Call(name, self.arguments()?));
        }
        while self.rest.starts_with('[') {
            self.brackets()?;
        }
        Some(Value::Name(name))
    }

    fn arguments(&mut self) -> Option<Vec<(Option<String>, Value)>> {
        let mut all = Vec::new();
        while !self.take(")") {
            let before = self.rest;
            let name = self.name().filter(|_| self.take("=") && !self.rest.starts_with(['=', '>']));
            if name.is_none() {
                self.rest = before;
            }
            all.push((name, self.value()?));
            if !self.take(",") && !self.rest.starts_with(')') {
                return None;
            }
        }
        Some(all)
    }

    fn list(&mut self, end: char) -> Option<Value> {
        self.rest = &self.rest[1..];
        let mut all = Vec::new();
        while !self.take(end.encode_utf8(&mut [0; 4])) {
            all.push(self.value()?);
            if !self.take(",") && !self.rest.starts_with(end) {
                return None;
            }
        }
        Some(Value::List(all))
    }

    fn object(&mut self) -> Option<Value> {
        self.rest = self.rest.trim_start_matches('@').strip_prefix('{')?;
        let mut members = Vec::new();
        while !self.take("}") {
            if self.take("...") || self.take("**") {
                self.value()?;
            } else {
                let key = if self.rest.starts_with(['"', '\'']) { self.text()? } else { self.name()? };
                let value = if self.take(":") || self.take("=") { self.value()? } else { Value::Name(key.clone()) };
                members.push((key, value));
            }
            // PowerShell sets members apart by lines too.
            let _ = self.take(",") || self.take(";");
        }
        Some(Value::Object(members))
    }

    fn text(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let triple = quote.to_string().repeat(3);
        let fence = if self.rest.starts_with(&triple) { triple } else { quote.to_string() };
        let mut rest = &self.rest[fence.len()..];
        let mut text = String::new();
        while !rest.starts_with(&fence) {
            let c = rest.chars().next()?;
            rest = &rest[c.len_utf8()..];
            if c != '\\' {
                text.push(c);
                continue;
            }
            let escaped = rest.chars().next()?;
            rest = &rest[escaped.len_utf8()..];
            match escaped {
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                '\n' => {}
                other => text.push(other),
            }
        }
        self.rest = &rest[fence.len()..];
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        Reader::new(text).value().unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn three_languages_write_the_same() {
        let expected = r#"{"grant_type":"x y","n":1}"#;
        for text in [
            "{ grant_type: 'x y', n: 1 }",
            r#"{"grant_type": "x " "y", 'n': 1,}"#,
            "@{ grant_type = 'x y'; n = 1 }",
            "@{\n  grant_type = \"x y\"\n  n = 1\n}",
            "JSON.stringify({grant_type: `x ` + 'y', n: 1})",
            "(@{ grant_type = 'x y'; n = 1 } | ConvertTo-Json)",
            "{ // why\n 'grant_type': f'x y'.strip(), 'n': 1 }",
        ] {
            assert_eq!(read(text).text(), expected, "{text}");
        }
        assert_eq!(read("new URLSearchParams({ a: 'b c', d: token })").text(), "a=b+c&d=%5Btoken%5D");
        assert_eq!(read("'Basic ' + btoa('id:secret')").text(), "Basic aWQ6c2VjcmV0");
        assert_eq!(read("os.environ[\"TOKEN\"]").text(), "[os.environ]");
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in ".*") {
            let _ = Reader::new(&text).value();
        }

        #[test]
        fn no_code_panics(text in r#"[a-z(){}\[\]"'`.,:;=+|@$\\ \n]{0,60}"#) {
            let _ = Reader::new(&text).value().map(|value| value.text());
        }

        #[test]
        fn no_depth_is_too_deep(sign in r"[\[({]") {
            let _ = Reader::new(&sign.repeat(50_000)).value();
        }
    }
}
