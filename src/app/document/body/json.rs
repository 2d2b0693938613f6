//! JSON laid out for reading. An own tokenizer, because a viewer has to keep what libraries drop: the text of numbers,
//! the order of members, members that come twice, escapes as they were written. One pass, no recursion, no limit.

use std::{borrow::Cow, ops::Range};

use super::{
    Body,
    index::{Break, CHUNK, Index, NONE, boundary},
};
use crate::{
    app::document::{Line, Role, Secrets},
    oauth::redact,
};

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

/// Finds the lines of a text, up to its end or to where it breaks. With `many`, values may follow each other.
pub(super) fn index(bytes: &[u8], many: bool) -> Index {
    let mut builder = Builder {
        bytes,
        at: 0,
        many,
        index: Index::of(bytes.len()),
        open: Vec::new(),
        secret: false,
        line_taken: false,
    };
    let problem = builder.run().err();
    let Builder { mut index, open, .. } = builder;
    if let Some(problem) = problem {
        index.broken(bytes, problem, open.into_iter().rev().map(|(container, count, _)| (container, count)));
    }
    index.done()
}

struct Builder<'a> {
    bytes: &'a [u8],
    at: usize,
    many: bool,
    index: Index,
    /// The open brackets: the container, its children so far, whether it is an object.
    open: Vec<(u32, u32, bool)>,
    /// Whether the value that comes next belongs to a member whose value is secret.
    secret: bool,
    /// Whether the line of the value that comes next has begun: with the name of its member.
    line_taken: bool,
}

impl Builder<'_> {
    fn run(&mut self) -> Result<(), Break> {
        let mut expect = Expect::Value;
        loop {
            self.skip_blanks();
            let Some(&byte) = self.bytes.get(self.at) else {
                let ended = expect == Expect::Nothing || (self.many && self.open.is_empty() && !self.line_taken);
                return if ended { Ok(()) } else { self.fail("the text ends too early") };
            };
            let in_object = self.open.last().map(|open| open.2);
            expect = match (expect, byte) {
                (Expect::Nothing, _) if self.many => Expect::Value,
                (Expect::Nothing, _) => return self.fail("there is something behind the end"),
                (Expect::FirstValueOrEnd, b']') | (Expect::FirstKeyOrEnd, b'}') => {
                    self.at += 1;
                    self.after_value()
                }
                (Expect::CommaOrEnd, b']') if in_object == Some(false) => self.close(),
                (Expect::CommaOrEnd, b'}') if in_object == Some(true) => self.close(),
                (Expect::CommaOrEnd, b',') => {
                    self.at += 1;
                    if in_object == Some(true) { Expect::Key } else { Expect::Value }
                }
                (Expect::CommaOrEnd, _) => return self.fail("a comma or a closing bracket is missing"),
                (Expect::Colon, b':') => {
                    self.at += 1;
                    Expect::Value
                }
                (Expect::Colon, _) => return self.fail("a colon is missing"),
                (Expect::Key | Expect::FirstKeyOrEnd, b'"') => {
                    self.key()?;
                    Expect::Colon
                }
                (Expect::Key | Expect::FirstKeyOrEnd, _) => return self.fail("a member name is missing"),
                (Expect::Value | Expect::FirstValueOrEnd, _) => self.value(byte)?,
            };
        }
    }

    fn value(&mut self, first: u8) -> Result<Expect, Break> {
        let secret = std::mem::take(&mut self.secret);
        if !std::mem::take(&mut self.line_taken) {
            self.index.line(self.at);
        }
        let from = self.at;
        match first {
            b'{' | b'[' => return Ok(self.open(first == b'{')),
            b'"' => {
                self.string()?;
                if secret && self.at - from > 2 {
                    let small = |at| u32::try_from(at).unwrap_or(u32::MAX);
                    self.index.secrets.push(small(from + 1)..small(self.at - 1));
                }
            }
            b'-' | b'0'..=b'9' => self.number()?,
            _ => {
                let rest = &self.bytes[self.at..];
                let words: [&[u8]; 3] = [b"true", b"false", b"null"];
                let Some(word) = words.into_iter().find(|word| rest.starts_with(word)) else {
                    return self.fail("this is no JSON value");
                };
                self.at += word.len();
            }
        }
        self.index.continued(self.bytes, from..self.at);
        Ok(self.after_value())
    }

    /// An empty container stays on its line.
    fn open(&mut self, object: bool) -> Expect {
        self.at += 1;
        self.skip_blanks();
        let expect = if object { Expect::FirstKeyOrEnd } else { Expect::FirstValueOrEnd };
        if self.bytes.get(self.at) != Some(if object { &b'}' } else { &b']' }) {
            let (parent, index) = self.open.last().map_or((NONE, 0), |open| (open.0, open.1));
            let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
            let container = self.index.open(parent, index, depth);
            self.open.push((container, 0, object));
        }
        expect
    }

    fn close(&mut self) -> Expect {
        self.index.line(self.at);
        self.at += 1;
        if let Some((container, count, _)) = self.open.pop() {
            self.index.close(container, count);
        }
        self.after_value()
    }

    fn after_value(&mut self) -> Expect {
        match self.open.last_mut() {
            Some(open) => {
                open.1 = open.1.saturating_add(1);
                Expect::CommaOrEnd
            }
            None => Expect::Nothing,
        }
    }

    fn key(&mut self) -> Result<(), Break> {
        let from = self.at;
        self.index.line(from);
        self.string()?;
        let key = &self.bytes[from..self.at];
        // A very long name has lines of its own.
        self.line_taken = key.len() <= CHUNK;
        if !self.line_taken {
            self.index.continued(self.bytes, from..self.at);
        }
        self.secret = redact::is_secret_name(&decoded(key));
        Ok(())
    }

    fn string(&mut self) -> Result<(), Break> {
        let (at, problem) = string(self.bytes, self.at);
        self.at = at;
        problem.map_or(Ok(()), |problem| self.fail(problem))
    }

    /// A number as it was written.
    fn number(&mut self) -> Result<(), Break> {
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
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Break> {
        let from = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == from { self.fail("a digit is missing") } else { Ok(()) }
    }

    fn skip_if(&mut self, any: &[u8]) -> bool {
        let found = self.bytes.get(self.at).is_some_and(|byte| any.contains(byte));
        self.at += usize::from(found);
        found
    }

    fn skip_blanks(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn fail<T>(&self, problem: &'static str) -> Result<T, Break> {
        Err(Break { at: self.at, problem })
    }
}

/// Goes over a string from its opening quote. Gives the place behind it, or that of what is wrong in it. Its escapes
/// are checked, and left as they are.
fn string(bytes: &[u8], from: usize) -> (usize, Option<&'static str>) {
    let mut at = from + 1;
    loop {
        match bytes.get(at) {
            None => return (at, Some("the text ends inside a string")),
            Some(b'"') => return (at + 1, None),
            Some(b'\\') => {
                let rest = &bytes[at + 1..];
                match rest.first() {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                    Some(b'u') if rest.len() > 4 && rest[1..5].iter().all(u8::is_ascii_hexdigit) => at += 6,
                    Some(_) => return (at, Some("this escape does not exist")),
                    None => return (at + 1, Some("the text ends inside a string")),
                }
            }
            Some(0..=0x1f) => return (at, Some("a control character in a string must be escaped")),
            Some(_) => at += 1,
        }
    }
}

/// What a string with its quotes stands for: a name written with escapes is the same name.
pub(super) fn decoded(string: &[u8]) -> Cow<'_, str> {
    let inside = string.strip_prefix(b"\"").unwrap_or(string);
    let inside = inside.strip_suffix(b"\"").unwrap_or(inside);
    if !inside.contains(&b'\\') {
        return String::from_utf8_lossy(inside);
    }
    let text = String::from_utf8_lossy(string);
    match serde_json::from_str::<String>(&text) {
        Ok(decoded) => Cow::Owned(decoded),
        // Half of a surrogate pair: there is no such text; it stays as it was written.
        Err(_) => String::from_utf8_lossy(inside),
    }
}

/// The name of the member that begins in a line, with its quotes.
pub(super) fn key(bytes: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    if bytes.get(line.start) != Some(&b'"') {
        return None;
    }
    let end = string(&bytes[..line.end], line.start).0.min(line.end);
    let colon = bytes[end..line.end].iter().find(|byte| !byte.is_ascii_whitespace());
    (colon == Some(&b':')).then_some(line.start..end)
}

/// The name and the value that begin in a line, as byte ranges; the value of a container is its bracket.
pub(super) fn parts(bytes: &[u8], line: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let skip = |at: usize| at + bytes[at..line.end].iter().take_while(|byte| blank(byte)).count();
    let token = |from: usize| match bytes[..line.end].get(from) {
        Some(b'"') => from..string(&bytes[..line.end], from).0.min(line.end),
        Some(b'{' | b'[' | b'}' | b']') => from..from + 1,
        None => line.end..line.end,
        Some(_) => {
            let rest = &bytes[from..line.end];
            from..from
                + rest.iter().position(|byte| blank(byte) || matches!(byte, b',' | b']' | b'}')).unwrap_or(rest.len())
        }
    };
    let first = token(line.start);
    if bytes.get(line.start) == Some(&b'"') {
        let colon = skip(first.end);
        if colon < line.end && bytes[colon] == b':' {
            let value = skip(colon + 1);
            return (Some(first), token(value.min(line.end)));
        }
    }
    (None, first)
}

/// Whether a comma stands before a line, behind the one above.
fn comma_before(bytes: &[u8], from: usize, at: usize) -> bool {
    let between = &bytes[from.max(at.saturating_sub(CHUNK)).min(at)..at];
    between.trim_ascii_end().last() == Some(&b',')
}

/// One line, laid out; a folded one with its end.
pub(super) fn line(body: &Body, at: usize, folded: Option<super::index::Container>, secrets: Secrets) -> Line {
    let (bytes, index) = (body.bytes(), &body.index);
    let range = index.range(at);
    let mut line = body.indented(at);
    if index.is_continued(at) {
        // What continues a secret that is masked stands in its first line already.
        if secrets == Secrets::Masked && index.secret_at(range.start).is_some() {
            return Line::of(Role::Secret, "…");
        }
        let ends = !index.is_continued(at + 1);
        let end = if ends { string_end(bytes, range.clone()) } else { range.end };
        body.push_text(&mut line, Role::JsonString, range.start..end, secrets);
        if ends && bytes[end..].trim_ascii_start().first() == Some(&b':') {
            // A very long name; its value has a line of its own.
            line.push(Role::Punctuation, ":");
        } else if ends && comma_before(bytes, end, index.range(at + 1).start) {
            line.push(Role::Punctuation, ",");
        }
        return line;
    }
    let continues = index.is_continued(at + 1);
    let (key, value) = parts(bytes, range.clone());
    if let Some(key) = key {
        body.push_text(&mut line, Role::JsonKey, key, Secrets::Shown);
        line.push(Role::Punctuation, ": ");
    }
    match bytes[value.clone()].first() {
        Some(b'"') => match index.secret_at(value.start + 1) {
            Some(secret) => {
                line.push(Role::JsonString, "\"");
                match secrets {
                    Secrets::Masked => line.push_secret(&String::from_utf8_lossy(&bytes[secret]), secrets),
                    Secrets::Shown => {
                        let end = if continues { value.end } else { secret.end };
                        line.push_secret(&String::from_utf8_lossy(&bytes[secret.start..end]), secrets);
                    }
                }
                if !continues || secrets == Secrets::Masked {
                    line.push(Role::JsonString, "\"");
                }
            }
            None => body.push_text(&mut line, Role::JsonString, value.clone(), secrets),
        },
        Some(bracket @ (b'{' | b'[' | b'}' | b']')) => {
            let opens = matches!(bracket, b'{' | b'[');
            line.push(Role::Punctuation, &char::from(*bracket).to_string());
            let end = if *bracket == b'{' { "}" } else { "]" };
            match folded {
                Some(container) => {
                    let what = match (*bracket, container.count) {
                        (b'{', 1) => "member",
                        (b'{', _) => "members",
                        (_, 1) => "element",
                        (_, _) => "elements",
                    };
                    line.push(Role::Comment, &format!(" … {} {what} ", container.count));
                    line.push(Role::Punctuation, end);
                }
                // An empty one closes where it opens; one that is cut off nowhere.
                None if opens && index.opened_by(at).is_none() && closes_at_once(bytes, value.end) => {
                    line.push(Role::Punctuation, end);
                }
                None => {}
            }
        }
        Some(b'-' | b'0'..=b'9') => body.push_text(&mut line, Role::JsonNumber, value.clone(), secrets),
        Some(_) => body.push_text(&mut line, Role::JsonLiteral, value.clone(), secrets),
        None => {}
    }
    let last = folded.map_or(at, |container| container.close as usize);
    let next = index.range(last).end;
    let opens = folded.is_none() && index.opened_by(at).is_some();
    if !continues && !opens && comma_before(bytes, value.end, next) {
        line.push(Role::Punctuation, ",");
    }
    line
}

/// Where the string that began before a range ends in it: behind its quote, before comma and blanks.
fn string_end(bytes: &[u8], range: Range<usize>) -> usize {
    let slice = &bytes[range.clone()];
    slice.iter().rposition(|&byte| byte == b'"').map_or(range.end, |quote| range.start + quote + 1)
}

fn closes_at_once(bytes: &[u8], from: usize) -> bool {
    bytes[from..].iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| matches!(byte, b'}' | b']'))
}

/// Where the last value of a line ends with all that it holds.
pub(super) fn value_range(body: &Body, at: usize) -> Range<usize> {
    let (bytes, index) = (body.bytes(), &body.index);
    let (_, value) = parts(bytes, index.range(at));
    if let Some(container) = index.opened_by(at).and_then(|c| index.containers().get(c as usize)) {
        let close = index.range(container.close as usize);
        return value.start..(close.start + 1).min(bytes.len());
    }
    if matches!(bytes.get(value.start), Some(b'{' | b'[')) {
        let end = bytes[value.start..].iter().position(|byte| matches!(byte, b'}' | b']')).unwrap_or(0);
        return value.start..value.start + end + 1;
    }
    let mut last = at;
    while index.is_continued(last + 1) {
        last += 1;
    }
    if last == at {
        return value;
    }
    let end = index.range(last);
    let end = match bytes.get(value.start) {
        Some(b'"') => string_end(bytes, end),
        _ => boundary(bytes, end.end),
    };
    value.start..end
}

/// Line and column (in characters, both from 1) of a byte offset.
pub(super) fn position(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let column = before[line_start..].iter().filter(|&byte| byte & 0xc0 != 0x80).count() + 1;
    (memchr::memchr_iter(b'\n', before).count() + 1, column)
}
