//! Where every line of a body begins, and which lines belong together: all that is kept of a body beside its bytes.
//!
//! A line costs four bytes and a container (an object, an array, an element with children) twenty-four, so that a body
//! of 50 MB and its index stay well below three times 50 MB. Everything that is drawn is made anew from the bytes, for
//! the lines in sight.

use std::ops::Range;

/// Longer lines are continued on further ones, so that no line costs more than this to draw.
pub(in crate::app::document) const CHUNK: usize = 4096;

/// Marks a line that continues the one before.
const CONTINUED: u32 = 1 << 31;

/// No container.
pub(in crate::app::document) const NONE: u32 = u32::MAX;

/// Bodies end here for the index: the offsets of what lies behind would not fit.
pub(in crate::app::document) const MOST_BYTES: usize = (CONTINUED - 1) as usize;

/// Lines that belong together: from the one that opens to the one that closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::document) struct Container {
    /// The line that opens it.
    pub open: u32,
    /// The line that closes it; the one that marks the break, when the text breaks before.
    pub close: u32,
    /// The container around it, or [`NONE`].
    pub parent: u32,
    /// The first container that does not stand inside it.
    pub after: u32,
    /// Which child of its parent it is, from 0.
    pub index: u32,
    /// How many children it has.
    pub count: u32,
}

/// Where a text stops being what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::document) struct Break {
    /// The byte offset.
    pub at: usize,
    /// What was wrong there.
    pub problem: &'static str,
}

/// The lines of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::app::document) struct Index {
    /// Where each line begins; the highest bit says that it continues the one before.
    lines: Vec<u32>,
    /// In the order in which they open.
    containers: Vec<Container>,
    /// What is secret, in order, as byte ranges of the source.
    pub secrets: Vec<Range<u32>>,
    /// Where the text breaks; the lines from there on are as they came.
    pub problem: Option<Break>,
    /// The line that says so.
    mark: Option<u32>,
    /// How deep the deepest container lies; 0 without any.
    pub depth: u32,
    /// The bytes that were indexed.
    end: u32,
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Index {
    /// An empty index of so many bytes, with room for lines of about the usual length.
    pub fn of(bytes: usize) -> Self {
        Self { lines: Vec::with_capacity(bytes.min(MOST_BYTES) / 24), end: small(bytes), ..Self::default() }
    }

    /// Begins a line.
    pub fn line(&mut self, at: usize) {
        self.lines.push(small(at));
    }

    /// Begins the further lines of a long one that stands in a range and has begun already.
    pub fn continued(&mut self, bytes: &[u8], range: Range<usize>) {
        let mut at = range.start;
        while range.end - at > CHUNK {
            let next = boundary(bytes, at + CHUNK);
            self.lines.push(small(next) | CONTINUED);
            at = next;
        }
    }

    /// Opens a container with the line that was begun last.
    pub fn open(&mut self, parent: u32, index: u32, depth: u32) -> u32 {
        let container = small(self.containers.len());
        let open = self.last();
        self.containers.push(Container { open, close: open, parent, after: container + 1, index, count: 0 });
        self.depth = self.depth.max(depth + 1);
        container
    }

    /// Closes a container with the line that was begun last.
    pub fn close(&mut self, container: u32, count: u32) {
        let (close, after) = (self.last(), small(self.containers.len()));
        if let Some(container) = self.containers.get_mut(container as usize) {
            (container.close, container.after, container.count) = (close, after, count);
        }
    }

    /// The text breaks: what is open is closed with a line that says so, and the rest follows as it came.
    pub fn broken(&mut self, bytes: &[u8], problem: Break, open: impl Iterator<Item = (u32, u32)>) {
        // A line that broke before it began is part of the rest.
        if self.lines.last().is_some_and(|at| *at == small(problem.at)) {
            self.lines.pop();
        }
        self.line(problem.at);
        self.mark = Some(self.last());
        self.problem = Some(problem);
        for (container, count) in open {
            self.close(container, count);
        }
        self.rows(bytes, problem.at..bytes.len());
    }

    /// The rows of a text as they are.
    pub fn rows(&mut self, bytes: &[u8], range: Range<usize>) {
        let mut from = range.start;
        while from < range.end {
            let end = memchr::memchr(b'\n', &bytes[from..range.end]).map_or(range.end, |newline| from + newline + 1);
            self.line(from);
            self.continued(bytes, from..end);
            from = end;
        }
    }

    /// Whether a line is the one that says where the text breaks.
    pub fn is_mark(&self, line: usize) -> bool {
        self.mark.is_some_and(|mark| mark as usize == line)
    }

    /// Gives back the room that was not needed.
    pub fn done(mut self) -> Self {
        self.lines.shrink_to_fit();
        self.containers.shrink_to_fit();
        self
    }

    fn last(&self) -> u32 {
        small(self.lines.len()).saturating_sub(1)
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The bytes of a line, with what stands between it and the next one.
    pub fn range(&self, line: usize) -> Range<usize> {
        let end = self.end as usize;
        let at = |line: usize| self.lines.get(line).map_or(end, |at| (at & !CONTINUED) as usize);
        at(line)..at(line + 1)
    }

    /// Whether a line continues the one before.
    pub fn is_continued(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|at| at & CONTINUED != 0)
    }

    /// The line in which a byte stands.
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|at| (at & !CONTINUED) as usize <= offset).saturating_sub(1)
    }

    /// All containers, in the order in which they open.
    pub fn containers(&self) -> &[Container] {
        &self.containers
    }

    /// The container that a line opens.
    pub fn opened_by(&self, line: usize) -> Option<u32> {
        let line = small(line);
        self.containers.binary_search_by_key(&line, |container| container.open).ok().map(small)
    }

    /// The innermost container that a line stands in or opens.
    pub fn around(&self, line: usize) -> u32 {
        let line = small(line);
        let before = self.containers.partition_point(|container| container.open <= line);
        let mut here = small(before).wrapping_sub(1);
        while let Some(container) = self.containers.get(here as usize) {
            if container.close >= line {
                return here;
            }
            here = container.parent;
        }
        NONE
    }

    /// How many containers a line stands in, but no more than `most`. The lines that open and close one stand outside.
    pub fn depth_of(&self, line: usize, most: usize) -> usize {
        let mut here = self.around(line);
        let mut depth = 0;
        if let Some(container) = self.containers.get(here as usize)
            && (container.open as usize == line || container.close as usize == line)
        {
            here = container.parent;
        }
        while depth < most
            && let Some(container) = self.containers.get(here as usize)
        {
            depth += 1;
            here = container.parent;
        }
        depth
    }

    /// Whether a byte of a range belongs to a secret.
    pub fn touches_secret(&self, range: &Range<usize>) -> bool {
        touches(&self.secrets, range)
    }

    /// The secret that a byte belongs to.
    pub fn secret_at(&self, offset: usize) -> Option<Range<usize>> {
        let next = self.secrets.partition_point(|secret| secret.end as usize <= offset);
        let secret = self.secrets.get(next)?;
        (secret.start as usize <= offset).then_some(secret.start as usize..secret.end as usize)
    }
}

/// Whether a range of bytes and one of some others, which are in order, have a byte in common.
pub(in crate::app::document) fn touches(ranges: &[Range<u32>], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|other| other.end as usize <= range.start);
    ranges.get(next).is_some_and(|other| (other.start as usize) < range.end)
}

/// The place at or a little before `at` where no character is cut.
pub(in crate::app::document) fn boundary(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    (at.saturating_sub(3)..=at).rev().find(|&at| bytes.get(at).is_none_or(|byte| byte & 0xc0 != 0x80)).unwrap_or(at)
}
