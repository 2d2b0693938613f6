//! XML laid out for reading: an element a line, its children indented. Looks at tags only (names that do not match,
//! tags that do not end); a validator it is not. One pass, no recursion, no limit.

use std::ops::Range;

use super::{
    Body, Container,
    index::{Break, CHUNK, Index, NONE},
};
use crate::app::document::{Line, Role, Secrets};

/// An element that is open: its container, its children so far, where its name stands.
type Open = (u32, u32, Range<usize>);

/// Finds the lines of a text, up to its end or to where it breaks.
pub(super) fn index(bytes: &[u8]) -> Index {
    let mut builder = Builder { bytes, at: 0, index: Index::of(bytes.len()), open: Vec::new(), root_seen: false };
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
    index: Index,
    open: Vec<Open>,
    root_seen: bool,
}

impl Builder<'_> {
    fn run(&mut self) -> Result<(), Break> {
        if self.bytes.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        while self.at < self.bytes.len() {
            let tag = memchr::memchr(b'<', &self.bytes[self.at..]).map_or(self.bytes.len(), |tag| self.at + tag);
            self.text(tag)?;
            self.at = tag;
            let rest = &self.bytes[tag..];
            if rest.is_empty() {
                break;
            } else if rest.starts_with(b"<!--") {
                self.part(b"-->", "a comment does not end")?;
            } else if rest.starts_with(b"<![CDATA[") {
                self.part(b"]]>", "a CDATA section does not end")?;
            } else if rest.starts_with(b"<?") {
                self.part(b"?>", "a processing instruction does not end")?;
            } else if rest.starts_with(b"<!") {
                self.declaration()?;
            } else if rest.starts_with(b"</") {
                self.close()?;
            } else {
                self.element()?;
            }
        }
        match (self.open.is_empty(), self.root_seen) {
            (false, _) => self.fail("the text ends before its elements do"),
            (true, false) => self.fail("there is no element"),
            (true, true) => Ok(()),
        }
    }

    /// Text up to a tag, each row of it on a line; blanks between tags are nothing.
    fn text(&mut self, end: usize) -> Result<(), Break> {
        let from = self.at;
        if self.bytes[from..end].trim_ascii().is_empty() {
            return Ok(());
        }
        if self.open.is_empty() {
            self.at = end - self.bytes[from..end].trim_ascii_start().len();
            return self.fail("this stands outside the root element");
        }
        self.rows(from..end);
        Ok(())
    }

    fn rows(&mut self, range: Range<usize>) {
        let mut from = range.start;
        while from < range.end {
            let row = memchr::memchr(b'\n', &self.bytes[from..range.end]).map_or(range.end, |end| from + end + 1);
            let begin = row - self.bytes[from..row].trim_ascii_start().len();
            if begin < row {
                self.child();
                self.index.line(begin);
                self.index.continued(self.bytes, begin..row);
            }
            from = row;
        }
    }

    fn part(&mut self, end: &[u8], problem: &'static str) -> Result<(), Break> {
        match memchr::memmem::find(&self.bytes[self.at..], end) {
            Some(found) => {
                let to = self.at + found + end.len();
                self.rows(self.at..to);
                self.at = to;
                Ok(())
            }
            None => self.fail(problem),
        }
    }

    /// A document type, with what it declares in brackets.
    fn declaration(&mut self) -> Result<(), Break> {
        let mut depth = 0_usize;
        for (at, byte) in self.bytes.iter().enumerate().skip(self.at) {
            match byte {
                b'[' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                b'>' if depth == 0 => {
                    self.rows(self.at..at + 1);
                    self.at = at + 1;
                    return Ok(());
                }
                _ => {}
            }
        }
        self.fail("a declaration does not end")
    }

    fn element(&mut self) -> Result<(), Break> {
        let from = self.at;
        let Some(end) = tag_end(self.bytes, from) else { return self.fail("a tag does not end") };
        let name = name(self.bytes, from + 1);
        if name.is_empty() {
            return self.fail("a tag has no name");
        }
        if self.open.is_empty() && self.root_seen {
            return self.fail("there is something behind the root element");
        }
        self.root_seen = true;
        let (parent, index) = self.open.last().map_or((NONE, 0), |open| (open.0, open.1));
        self.child();
        self.index.line(from);
        self.at = end;
        if self.bytes[..end].ends_with(b"/>") {
            self.index.continued(self.bytes, from..end);
            return Ok(());
        }
        if let Some(close) = self.leaf_end(end, &name)
            && close - from <= CHUNK
        {
            self.at = close;
            return Ok(());
        }
        self.index.continued(self.bytes, from..end);
        let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        let container = self.index.open(parent, index, depth);
        self.open.push((container, 0, name));
        Ok(())
    }

    /// Where an element ends that holds one row of text at most.
    fn leaf_end(&self, from: usize, name: &Range<usize>) -> Option<usize> {
        let window = &self.bytes[from..(from + CHUNK).min(self.bytes.len())];
        let tag = memchr::memchr(b'<', window)?;
        let (text, rest) = window.split_at(tag);
        let closing = rest.strip_prefix(b"</")?.strip_prefix(&self.bytes[name.clone()])?;
        let end = memchr::memchr(b'>', closing)?;
        let only_blanks = closing[..end].trim_ascii().is_empty();
        (only_blanks && !text.contains(&b'\n')).then(|| from + tag + 2 + name.len() + end + 1)
    }

    fn close(&mut self) -> Result<(), Break> {
        let from = self.at;
        let name = name(self.bytes, from + 2);
        let Some(end) = memchr::memchr(b'>', &self.bytes[from..]) else { return self.fail("a tag does not end") };
        match self.open.last() {
            None => return self.fail("this closes an element that is not open"),
            Some(open) if self.bytes[open.2.clone()] != self.bytes[name] => {
                return self.fail("this closes another element than the one that is open");
            }
            Some(_) => {}
        }
        self.index.line(from);
        self.at = from + end + 1;
        if let Some((container, count, _)) = self.open.pop() {
            self.index.close(container, count);
        }
        Ok(())
    }

    fn child(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.1 = open.1.saturating_add(1);
        }
    }

    fn fail<T>(&self, problem: &'static str) -> Result<T, Break> {
        Err(Break { at: self.at, problem })
    }
}

/// The place behind a tag; a `>` in quotes does not end it.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    loop {
        at += memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[at] {
            b'>' => return Some(at + 1),
            quote => at += 2 + memchr::memchr(quote, &bytes[at + 1..])?,
        }
    }
}

fn is_name(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<' | b'=' | b'"' | b'\'')
}

fn name(bytes: &[u8], from: usize) -> Range<usize> {
    let rest = bytes.get(from..).unwrap_or_default();
    from..from + rest.iter().take_while(|byte| is_name(**byte)).count()
}

/// The name of the element that a line begins with.
pub(super) fn name_at(bytes: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let slice = &bytes[line.clone()];
    let is_element = slice.first() == Some(&b'<') && !matches!(slice.get(1), Some(b'/' | b'!' | b'?') | None);
    is_element.then(|| name(bytes, line.start + 1))
}

/// One line, laid out; a folded one with its end.
pub(super) fn line(body: &Body, at: usize, folded: Option<Container>, secrets: Secrets) -> Line {
    let bytes = body.bytes();
    let range = body.index.range(at);
    let end = range.start + bytes[range.clone()].trim_ascii_end().len();
    let mut line = body.indented(at);
    let slice = &bytes[range.start..end];
    if body.index.is_continued(at) || !slice.starts_with(b"<") {
        body.push_text(&mut line, Role::Plain, range.start..end, secrets);
        return line;
    }
    if slice.starts_with(b"<!") || slice.starts_with(b"<?") {
        body.push_text(&mut line, Role::Punctuation, range.start..end, secrets);
        return line;
    }
    let rest = tag(body, &mut line, range.start..end, secrets);
    if let Some(container) = folded {
        let what = if container.count == 1 { "child" } else { "children" };
        line.push(Role::Comment, &format!(" … {} {what} ", container.count));
        let close = body.index.range(container.close as usize);
        let end = close.start + bytes[close.clone()].trim_ascii_end().len();
        if bytes[close.clone()].starts_with(b"</") {
            tag(body, &mut line, close.start..end, secrets);
        }
    } else if rest < end {
        let closing = memchr::memrchr(b'<', &bytes[rest..end]).map_or(end, |tag| rest + tag);
        body.push_text(&mut line, Role::Plain, rest..closing, secrets);
        tag(body, &mut line, closing..end, secrets);
    }
    line
}

/// A tag with its attributes. Gives the place behind it.
fn tag(body: &Body, line: &mut Line, range: Range<usize>, secrets: Secrets) -> usize {
    let bytes = body.bytes();
    let mut at = range.start;
    let mut named = false;
    while at < range.end {
        match bytes[at] {
            b'<' | b'/' => {
                line.push(Role::Punctuation, if bytes[at] == b'<' { "<" } else { "/" });
                at += 1;
            }
            b'=' => {
                line.push(Role::Punctuation, "=");
                at += 1;
            }
            b'>' => {
                line.push(Role::Punctuation, ">");
                return at + 1;
            }
            quote @ (b'"' | b'\'') => {
                let inside = &bytes[at + 1..range.end];
                let end = memchr::memchr(quote, inside).map_or(range.end, |end| at + end + 2);
                body.push_text(line, Role::JsonString, at..end, secrets);
                at = end;
            }
            byte if byte.is_ascii_whitespace() => {
                at += bytes[at..range.end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if at < range.end && !matches!(bytes[at], b'>' | b'=') {
                    line.push(Role::Plain, " ");
                }
            }
            _ => {
                let end = name(bytes, at).end.min(range.end);
                let role = if named { Role::FormName } else { Role::JsonKey };
                body.push_text(line, role, at..end, Secrets::Shown);
                named = true;
                at = end;
            }
        }
    }
    at
}

/// Where the element of a line begins and ends.
pub(super) fn value_range(body: &Body, at: usize) -> Range<usize> {
    let index = &body.index;
    let mut last =
        index.opened_by(at).and_then(|c| index.containers().get(c as usize)).map_or(at, |c| c.close as usize);
    while index.is_continued(last + 1) {
        last += 1;
    }
    let (from, close) = (index.range(at).start, index.range(last));
    let end = close.start + body.bytes()[close.clone()].trim_ascii_end().len();
    from..end.max(from)
}

/// The text of an element that holds nothing else, its references resolved; what holds more, as it came.
pub(super) fn value_text(element: &[u8]) -> String {
    let text = String::from_utf8_lossy(element);
    let inside = || {
        let begin = tag_end(element, 0)?;
        let inside = text.get(begin..)?;
        let (inside, _) = inside.rsplit_once("</")?;
        (!inside.contains('<')).then(|| quick_xml::escape::unescape(inside).ok().map(|text| text.into_owned()))?
    };
    match inside() {
        Some(inside) if element.starts_with(b"<") => inside,
        Some(_) | None => text.into_owned(),
    }
}

/// Where a line stands, as XPath writes it: `/record:record/person:person/other-name[2]`.
pub(super) fn path_of(body: &Body, line: usize) -> String {
    let bytes = body.bytes();
    let mut steps = Vec::new();
    let mut here = body.opening(body.head_of(line));
    loop {
        let parent = match body.opened_by(here).and_then(|c| body.containers().get(c as usize)) {
            Some(container) => container.parent,
            None => body.around(here),
        };
        if let Some(name) = name_at(bytes, &body.index.range(here)) {
            let same = |other: &usize| {
                name_at(bytes, &body.index.range(*other)).is_some_and(|other| bytes[other] == bytes[name.clone()])
            };
            let (mut before, mut others) = (0, false);
            for sibling in super::path::children(body, parent) {
                match sibling.cmp(&here) {
                    std::cmp::Ordering::Less => before += usize::from(same(&sibling)),
                    std::cmp::Ordering::Equal => {}
                    std::cmp::Ordering::Greater => {
                        others = before == 0 && same(&sibling);
                        if others || before > 0 {
                            break;
                        }
                    }
                }
            }
            let name = String::from_utf8_lossy(&bytes[name]).into_owned();
            steps.push(if before > 0 || others { format!("{name}[{}]", before + 1) } else { name });
        }
        match body.containers().get(parent as usize) {
            Some(container) => here = container.open as usize,
            None => break,
        }
    }
    steps.iter().rev().map(|step| format!("/{step}")).collect()
}
