//! Where the lines of JSON begin. An own tokenizer, because a viewer has to keep what libraries drop: the text of numbers,
//! the order of members, members that come twice, escapes as they were written. One pass, no recursion, no limit.

use super::{
    super::index::{Break, CHUNK, Index, NONE},
    decoded,
};
use crate::oauth::redact;

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
pub(in super::super) fn index(bytes: &[u8], many: bool) -> Index {
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
pub(super) fn string(bytes: &[u8], from: usize) -> (usize, Option<&'static str>) {
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
