//! Reads values as JavaScript, Python and PowerShell write them in a request.

use super::value::{DEEPEST, Value};

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
