//! What the message viewer shows of one exchange: lines of text whose parts have a meaning, not yet a colour.
//!
//! Everything that came from outside is sanitised here, and secrets are masked unless they are asked for, so that
//! whoever draws or copies a document cannot leak by oversight.
//!
//! A document is the lines of its head (the request, the head of the answer), which are made at once, and the
//! [`Body`] of the answer, of which only the lines in sight are made: it may have millions.

mod body;
pub mod filter;
mod fold;
mod line;
mod message;
mod rows;
mod search;
mod summary;
mod work;

use std::{borrow::Cow, sync::Arc};

pub use body::{Body, KeyPath, Whole};
pub use fold::Folds;
pub use line::{Line, Role, Spot};
pub use rows::{Extent, Place, Width, rows};
pub use search::{Hit, Hits, MOST_HITS};
pub(crate) use search::{find_in, pattern, stands_in};
pub use summary::{Summary, title};
pub use work::{Done, Job, SMALL, Ticket, Work, Worked};

use crate::oauth::{Exchange, HttpResponse};

/// The body of a request is cut behind this many bytes; a line says so. It is laid out at once, as small answers are.
pub const REQUEST_LIMIT: usize = SMALL;

/// How a message is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// As on the wire; the response head as the HTTP library parsed it.
    Raw,
    /// Parameters and form fields one per line and decoded, JSON and XML laid out, HTML as text.
    #[default]
    Pretty,
    /// The body of the answer byte by byte.
    Hex,
}

/// Whether secrets can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Secrets {
    /// Only their beginnings.
    #[default]
    Masked,
    /// Whole.
    Shown,
}

/// How a document is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Raw, pretty or bytes.
    pub mode: Mode,
    /// Masked or shown.
    pub secrets: Secrets,
}

/// One exchange as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    head: Vec<Line>,
    /// How many lines of the head are the request's.
    request: usize,
    body: Option<Arc<Body>>,
    folds: Folds,
    secrets: Secrets,
    mode: Mode,
}

/// How all of a tree shall be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldWish {
    /// All that lies inside the outermost containers.
    All,
    /// Nothing.
    Nothing,
    /// One level more.
    More,
    /// One level less.
    Less,
}

impl Document {
    /// The whole document of one exchange. Linear in its size; never fails, whatever the message holds. Who may not
    /// wait for large bodies takes [`Document::head`] and a [`Work`].
    pub fn new(exchange: &Exchange, options: Options) -> Self {
        let mut document = Self::head(exchange, options);
        if let Some((answer, whole)) = answer(exchange) {
            document.set_body(Some(Arc::new(Body::new(answer.headers(), answer.body(), options.mode, whole))));
        }
        document
    }

    /// The document of one exchange without the body of its answer.
    pub fn head(exchange: &Exchange, options: Options) -> Self {
        let Options { mode, secrets } = options;
        let head = message::request(exchange, options);
        let mut document = Self { request: head.len(), head, mode, secrets, ..Self::default() };
        document.renew_answer(exchange);
        document
    }

    /// Takes over head and masking of another document; the body and its folds stay.
    pub fn set_head(&mut self, other: Self) {
        (self.head, self.request, self.secrets, self.mode) = (other.head, other.request, other.secrets, other.mode);
    }

    /// Makes what the head says of the answer anew: more of it has come. The request stays.
    pub fn renew_answer(&mut self, exchange: &Exchange) {
        self.head.truncate(self.request);
        message::answer(&mut self.head, exchange, Options { mode: self.mode, secrets: self.secrets });
    }

    /// A document of lines.
    #[cfg(test)]
    pub fn of_lines(lines: Vec<Line>) -> Self {
        Self { head: lines, ..Self::default() }
    }

    /// Sets what stands below the head, all of it unfolded.
    pub fn set_body(&mut self, body: Option<Arc<Body>>) {
        self.folds = Folds::default();
        self.body = body;
    }

    /// How it is shown.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Whether its secrets can be read.
    pub fn secrets(&self) -> Secrets {
        self.secrets
    }

    /// What stands below the head.
    pub fn body(&self) -> Option<&Arc<Body>> {
        self.body.as_ref()
    }

    /// How many lines are in sight.
    pub fn len(&self) -> usize {
        self.head_len() + self.body.as_ref().map_or(0, |body| body.len() - self.folds.hidden_lines())
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lines above the body: the head's and what is to be said of the body.
    pub fn head_len(&self) -> usize {
        self.head.len() + self.body.as_ref().map_or(0, |body| body.notes().len())
    }

    /// One of the lines in sight; an empty one behind the last.
    pub fn line(&self, index: usize) -> Cow<'_, Line> {
        if let Some(line) = self.head.get(index) {
            return Cow::Borrowed(line);
        }
        let Some(body) = &self.body else { return Cow::Owned(Line::new()) };
        let index = index - self.head.len();
        if let Some(line) = body.notes().get(index) {
            return Cow::Borrowed(line);
        }
        let line = self.folds.line_at(index - body.notes().len());
        if line >= body.len() {
            return Cow::Owned(Line::new());
        }
        Cow::Owned(body.line(line, self.folds.folded_at(body, line), self.secrets))
    }

    /// Some of the lines in sight.
    pub fn lines(&self) -> impl Iterator<Item = Cow<'_, Line>> {
        (0..self.len()).map(|index| self.line(index))
    }

    /// The whole text, each line ended by a newline. Masked like the document itself.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in self.lines() {
            text.push_str(line.text());
            text.push('\n');
        }
        text
    }

    /// The line of the body that stands at one of the lines in sight.
    fn body_line(&self, index: usize) -> Option<(&Body, usize)> {
        let body = self.body.as_ref()?;
        let line = self.folds.line_at(index.checked_sub(self.head_len())?);
        (line < body.len()).then_some((body, line))
    }

    /// The body of the answer and the line of it that stands at one of the lines in sight.
    pub fn body_at(&self, index: usize) -> Option<(&Body, usize)> {
        self.body_line(index)
    }

    /// Where a line in sight stands in a tree, as jq (or XPath) writes it.
    pub fn path_of(&self, index: usize) -> Option<String> {
        let (body, line) = self.body_line(index)?;
        body.path_of(line)
    }

    /// The value that a line in sight holds or opens: as it was received, whether secrets are masked or not.
    pub fn value_of(&self, index: usize) -> Option<String> {
        let (body, line) = self.body_line(index)?;
        Some(body.value_of(line))
    }

    /// How many bytes that value has, without making it.
    pub fn value_size(&self, index: usize) -> Option<usize> {
        let (body, line) = self.body_line(index)?;
        Some(body.value_range(line).len())
    }

    /// Whether there is something to fold.
    pub fn is_tree(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.is_tree() && !body.containers().is_empty())
    }

    /// Whether folding at a line in sight folds anything.
    pub fn folds_at(&self, index: usize) -> bool {
        let line = index.checked_sub(self.head_len()).map(|index| self.folds.line_at(index));
        self.body
            .as_ref()
            .zip(line)
            .is_some_and(|(body, line)| body.is_tree() && line < body.len() && fold::container_at(body, line).is_some())
    }

    /// Folds or unfolds at a line in sight: `Some(true)` folds, `Some(false)` unfolds, `None` whichever it is not. Gives
    /// the line where it happened.
    pub fn fold(&mut self, index: usize, wish: Option<bool>) -> Option<usize> {
        let head = self.head_len();
        let body = Arc::clone(self.body.as_ref()?);
        let line = self.folds.line_at(index.checked_sub(head)?);
        let folded = self.folds.folded_at(&body, line).is_some();
        let container = fold::container_at(&body, line)?;
        match (folded, wish) {
            (true, None | Some(false)) => self.folds.unfold(&body, container),
            (false, None | Some(true)) => self.folds.fold(&body, container),
            (true, Some(true)) => {
                // What is folded already is folded with what is around it.
                let parent = body.containers().get(container as usize)?.parent;
                self.folds.fold(&body, parent);
                let open = body.containers().get(parent as usize)?.open as usize;
                return Some(head + self.folds.place_of(open));
            }
            (false, Some(false)) => return None,
        }
        let open = body.containers().get(container as usize)?.open as usize;
        Some(head + self.folds.place_of(open))
    }

    /// Folds everywhere. Of a large tree that takes its time: then the work is given that is to be done first.
    pub fn fold_everywhere(&mut self, wish: FoldWish) -> Option<Job> {
        let body = Arc::clone(self.body.as_ref()?);
        let level = match wish {
            FoldWish::All => self.folds.wish_level(1),
            FoldWish::Nothing => self.folds.wish_level(u32::MAX),
            FoldWish::More => self.folds.wish_level_by(&body, -1),
            FoldWish::Less => self.folds.wish_level_by(&body, 1),
        };
        if level < body.depth() && body.source().len() > SMALL {
            return Some(Job::Fold { body, level });
        }
        self.folds = Folds::at_level(&body, level);
        None
    }

    /// What is folded.
    pub fn folds(&self) -> &Folds {
        &self.folds
    }

    /// Takes what was worked out for a body, when that is still the one that is shown.
    pub fn set_folds(&mut self, body: &Arc<Body>, folds: Folds) {
        if self.body.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, body)) {
            self.folds = folds;
        }
    }

    /// What stays in place while folds change: where a line in sight stands in the whole.
    pub fn anchor(&self, index: usize) -> usize {
        let head = self.head_len();
        if index < head { index } else { head + self.folds.line_at(index - head) }
    }

    /// The line in sight at (or around) such an anchor.
    pub fn at_anchor(&self, anchor: usize) -> usize {
        let head = self.head_len();
        if anchor < head { anchor } else { head + self.folds.place_of(anchor - head) }
    }

    /// The beginning of a line in sight, as the place of a hit.
    pub fn place_of(&self, line: usize) -> Hit {
        match self.body_line(line) {
            Some((body, at)) => Hit::Body(body.range(at).start),
            None => Hit::Head(line, 0),
        }
    }

    /// Brings a hit into sight. Gives its line, and the byte of that line's text where it stands.
    pub fn show_hit(&mut self, hits: &Hits, index: usize, needle: &str) -> Option<(usize, usize)> {
        let place = match hits.get(index)? {
            Hit::Head(line, at) => return Some((line, at)),
            Hit::Body(offset) => {
                let body = self.body.as_ref()?;
                let line = body.line_at(offset);
                self.folds.show(body, line);
                self.head_len() + self.folds.place_of(line)
            }
        };
        let mut marks = self.marks(place, hits, Some(index), needle);
        let at = marks.find(|(_, current)| *current).map_or(0, |(range, _)| range.start);
        drop(marks);
        Some((place, at))
    }

    /// The byte ranges of a line's text where hits stand, and whether each is the one that the view is at.
    pub fn marks<'a>(
        &'a self,
        index: usize,
        hits: &'a Hits,
        current: Option<usize>,
        needle: &str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, bool)> + use<'a> {
        let mut found = Vec::new();
        let line = self.line(index);
        let in_body = self.body_line(index).map(|(body, line)| body.range(line));
        let number = current.and_then(|current| match &in_body {
            Some(range) => hits.number_in(current, range),
            None => hits.number_in_head(current, index),
        });
        if !hits.is_path {
            find_in(&line, &needle.to_lowercase(), |range| found.push(range));
            if in_body.is_some() && self.secrets == Secrets::Masked {
                found.retain(|range| !line.touches(Role::Secret, range));
            }
        } else if in_body.is_some_and(|range| hits.any_in(&range)) {
            let text = line.text();
            found.push(text.len() - text.trim_start().len()..text.len());
        }
        found.into_iter().enumerate().map(move |(at, range)| (range, number == Some(at)))
    }

    /// The width of the widest of some lines, in cells: how far scrolling to the side makes sense.
    pub fn width_of(&self, lines: std::ops::Range<usize>) -> usize {
        let end = lines.end.min(self.len());
        (lines.start.min(end)..end).map(|index| crate::text::width(self.line(index).text())).max().unwrap_or(0)
    }
}

/// The answer of an exchange, when it has a body: whole, or as far as it came.
pub fn answer(exchange: &Exchange) -> Option<(&HttpResponse, Whole)> {
    let whole = exchange.outcome.response().map(|response| (response, Whole::Yes));
    let partly = || exchange.arrived.as_ref().map(|arrived| (&arrived.response, Whole::Beginning));
    whole.or_else(partly).filter(|(response, _)| !response.body().is_empty())
}

#[cfg(test)]
mod tests;
