//! JSON laid out for reading. An own tokenizer, because a viewer has to keep what libraries drop: the text of numbers,
//! the order of members, members that come twice, escapes as they were written. One pass, no recursion, no limit.

use super::{Line, Role, Secrets};
use crate::oauth::redact;

/// Deeper levels are not indented further, or a hostile body of brackets would grow quadratically.
const MAX_INDENT: usize = 40;

/// Where a text stops being JSON (RFC 8259).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// The byte offset.
    pub at: usize,
    /// What was wrong there.
    pub problem: &'static str,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    FirstValueOrEnd,
    FirstKeyOrEnd,
    Key,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// Lays the text out, two blanks per level. Gives the lines up to the end, or up to where the text breaks.
pub(super) fn pretty(text: &str, secrets: Secrets) -> (Vec<Line>, Option<Break>) {
    let mut printer =
        Printer { text, at: 0, secrets, lines: Vec::new(), line: Line::new(), open: Vec::new(), secret_key: false };
    let problem = printer.run().err();
    let Printer { mut lines, line, .. } = printer;
    if !line.text().is_empty() {
        lines.push(line);
    }
    (lines, problem)
}

struct Printer<'a> {
    text: &'a str,
    at: usize,
    secrets: Secrets,
    lines: Vec<Line>,
    line: Line,
    /// The open brackets; `true` is an object.
    open: Vec<bool>,
    /// Whether the value that comes next belongs to a member whose value is secret.
    secret_key: bool,
}

impl<'a> Printer<'a> {
    fn run(&mut self) -> Result<(), Break> {
        let mut expect = Expect::Value;
        loop {
            self.skip_blanks();
            let Some(byte) = self.peek() else {
                return if expect == Expect::Nothing { Ok(()) } else { self.fail("the text ends too early") };
            };
            expect = match (expect, byte) {
                (Expect::Nothing, _) => return self.fail("there is something behind the end"),
                (Expect::FirstValueOrEnd, b']') | (Expect::FirstKeyOrEnd, b'}') => self.close(byte, true),
                (Expect::CommaOrEnd, b']') if self.open.last() == Some(&false) => self.close(byte, false),
                (Expect::CommaOrEnd, b'}') if self.open.last() == Some(&true) => self.close(byte, false),
                (Expect::CommaOrEnd, b',') => {
                    self.punctuation(",");
                    self.newline();
                    if self.open.last() == Some(&true) { Expect::Key } else { Expect::Value }
                }
                (Expect::CommaOrEnd, _) => return self.fail("a comma or a closing bracket is missing"),
                (Expect::Colon, b':') => {
                    self.punctuation(":");
                    self.line.push(Role::Punctuation, " ");
                    Expect::Value
                }
                (Expect::Colon, _) => return self.fail("a colon is missing"),
                (Expect::Key | Expect::FirstKeyOrEnd, b'"') => {
                    if expect == Expect::FirstKeyOrEnd {
                        self.newline();
                    }
                    self.key()?;
                    Expect::Colon
                }
                (Expect::Key | Expect::FirstKeyOrEnd, _) => return self.fail("a member name is missing"),
                (Expect::Value | Expect::FirstValueOrEnd, _) => {
                    if expect == Expect::FirstValueOrEnd {
                        self.newline();
                    }
                    self.value(byte)?
                }
            };
        }
    }

    fn value(&mut self, first: u8) -> Result<Expect, Break> {
        let secret = std::mem::take(&mut self.secret_key);
        match first {
            b'{' | b'[' => {
                self.punctuation(if first == b'{' { "{" } else { "[" });
                self.open.push(first == b'{');
                return Ok(if first == b'{' { Expect::FirstKeyOrEnd } else { Expect::FirstValueOrEnd });
            }
            b'"' => {
                let string = self.string()?;
                if secret && string.len() > 2 {
                    self.line.push(Role::JsonString, "\"");
                    self.line.push_secret(&string[1..string.len() - 1], self.secrets);
                    self.line.push(Role::JsonString, "\"");
                } else {
                    self.line.push(Role::JsonString, string);
                }
            }
            b'-' | b'0'..=b'9' => {
                let number = self.number()?;
                self.line.push(Role::JsonNumber, number);
            }
            _ => {
                let rest = &self.text[self.at..];
                let Some(word) = ["true", "false", "null"].into_iter().find(|word| rest.starts_with(word)) else {
                    return self.fail("this is no JSON value");
                };
                self.line.push(Role::JsonLiteral, word);
                self.at += word.len();
            }
        }
        Ok(if self.open.is_empty() { Expect::Nothing } else { Expect::CommaOrEnd })
    }

    fn key(&mut self) -> Result<(), Break> {
        let key = self.string()?;
        self.line.push(Role::JsonKey, key);
        // A name written with escapes is the same name.
        let name = if key.contains('\\') {
            serde_json::from_str(key).unwrap_or_default()
        } else {
            key[1..key.len() - 1].to_owned()
        };
        self.secret_key = redact::is_secret_name(&name);
        Ok(())
    }

    fn close(&mut self, bracket: u8, empty: bool) -> Expect {
        self.open.pop();
        if !empty {
            self.newline();
        }
        self.punctuation(if bracket == b'}' { "}" } else { "]" });
        if self.open.is_empty() { Expect::Nothing } else { Expect::CommaOrEnd }
    }

    fn punctuation(&mut self, sign: &'static str) {
        self.line.push(Role::Punctuation, sign);
        self.at += sign.len();
    }

    fn newline(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.line.push(Role::Punctuation, &" ".repeat(2 * self.open.len().min(MAX_INDENT)));
    }

    /// A string with its quotes; its escapes are checked, and left as they are.
    fn string(&mut self) -> Result<&'a str, Break> {
        let from = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return self.fail("the text ends inside a string"),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(&self.text[from..self.at]);
                }
                Some(b'\\') => {
                    let rest = &self.text.as_bytes()[self.at + 1..];
                    match rest.first() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
                        Some(b'u') if rest.len() > 4 && rest[1..5].iter().all(u8::is_ascii_hexdigit) => self.at += 6,
                        Some(_) => return self.fail("this escape does not exist"),
                        None => return self.fail("the text ends inside a string"),
                    }
                }
                Some(0..=0x1f) => return self.fail("a control character in a string must be escaped"),
                Some(_) => self.at += 1,
            }
        }
    }

    /// A number as it was written.
    fn number(&mut self) -> Result<&'a str, Break> {
        let from = self.at;
        self.skip_if(b"-");
        if !self.skip_if(b"0") {
            self.digits()?;
        }
        if self.skip_if(b".") {
            self.digits()?;
        }
        if self.skip_if(b"eE") {
            self.skip_if(b"+-");
            self.digits()?;
        }
        Ok(&self.text[from..self.at])
    }

    fn digits(&mut self) -> Result<(), Break> {
        let from = self.at;
        while self.skip_if(b"0123456789") {}
        if self.at == from { self.fail("a digit is missing") } else { Ok(()) }
    }

    fn skip_if(&mut self, any: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| any.contains(&byte));
        self.at += usize::from(found);
        found
    }

    fn skip_blanks(&mut self) {
        while self.skip_if(b" \t\r\n") {}
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fail<T>(&self, problem: &'static str) -> Result<T, Break> {
        Err(Break { at: self.at, problem })
    }
}

/// Line and column (in characters, both from 1) of a byte offset.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        let (lines, problem) = pretty(text, Secrets::Masked);
        assert_eq!(problem, None);
        lines.iter().map(|line| line.text()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn laid_out_with_everything_kept() {
        assert_eq!(
            shown(r#" {"b":1.50e+3,"a":[true,null,{}],"u":"\u00e9\/","b":[]} "#),
            "{\n  \"b\": 1.50e+3,\n  \"a\": [\n    true,\n    null,\n    {}\n  ],\n  \"u\": \"\\u00e9\\/\",\n  \"b\": []\n}"
        );
        assert_eq!(shown("\"x\""), "\"x\"");
    }

    #[test]
    fn secrets_are_masked_whatever_their_name_is_written_like() {
        let text = r#"{"access_token":"53737721-9cdb-442a-8b77-409609bb5e43","\u0074oken":"abcdefgh","token":""}"#;
        let shown = shown(text);
        assert!(
            shown.contains("\"53737721-••••\"") && shown.contains("\"ab-••••\"") && shown.contains("\"token\": \"\"")
        );
    }

    #[test]
    fn it_says_where_a_text_breaks() {
        for (text, at) in [
            ("{\"a\":}", 5),
            ("[1,]", 3),
            ("", 0),
            ("{\"a\" 1}", 5),
            ("nul", 0),
            ("[01]", 2),
            ("1 2", 2),
            ("[1}", 2),
            ("\"a", 2),
        ] {
            assert_eq!(pretty(text, Secrets::Masked).1.map(|b| b.at), Some(at), "{text}");
        }
        assert_eq!(position("a\nbü\"", 5), (2, 3));
    }

    #[test]
    fn hostile_depth_stays_linear() {
        let depth = 100_000;
        let text = "[".repeat(depth) + &"]".repeat(depth);
        let (lines, problem) = pretty(&text, Secrets::Masked);
        assert_eq!(problem, None);
        assert!(lines.iter().map(|line| line.text().len()).sum::<usize>() <= 2 * depth * (2 * MAX_INDENT + 2));
    }

    proptest! {
        #[test]
        fn accepts_what_serde_accepts(text in r#"[\[\]{}:,"a0-9\.\-eE \\/un]{0,12}"#) {
            let serde = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
            prop_assert_eq!(pretty(&text, Secrets::Masked).1.is_none(), serde, "{}", text);
        }

        #[test]
        fn no_text_panics(text in "(?s).{0,60}") {
            if let Some(b) = pretty(&text, Secrets::Shown).1 {
                position(&text, b.at);
            }
        }
    }
}
