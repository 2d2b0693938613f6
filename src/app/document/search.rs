//! Searching in what is shown: for text, and for key paths.

use std::ops::Range;

use http::HeaderMap;
use regex::bytes::{Regex, RegexBuilder};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    Body, Document, Line, Mode, Secrets,
    body::{self, KeyPath},
};

/// No more hits than this are kept.
pub const MOST_HITS: usize = 1_000_000;

/// Where something that was looked for stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// In the lines above the body: the line, and the byte range of its text, on grapheme boundaries.
    head: Vec<(usize, Range<usize>)>,
    /// In the body: offsets of its source, in order.
    body: Vec<u32>,
    /// Whether a key path was looked for, and the hits are whole lines.
    pub is_path: bool,
    /// Whether there are more.
    pub more: bool,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// In a line above the body, so many bytes from its start.
    Head(usize, usize),
    /// In the body, at an offset of its source.
    Body(usize),
}

impl Hits {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.head.len() + self.body.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first one at a place or behind it, around the end.
    pub fn first_from(&self, place: Hit) -> usize {
        let index = match place {
            Hit::Head(line, _) => self.head.partition_point(|(hit, _)| *hit < line),
            Hit::Body(offset) => self.head.len() + self.body.partition_point(|at| (*at as usize) < offset),
        };
        if index < self.len() { index } else { 0 }
    }

    /// One of them.
    pub fn get(&self, index: usize) -> Option<Hit> {
        match self.head.get(index) {
            Some((line, range)) => Some(Hit::Head(*line, range.start)),
            None => self.body.get(index - self.head.len()).map(|at| Hit::Body(*at as usize)),
        }
    }

    /// Which of the hits in a range of the body's source one is, from 0.
    pub(super) fn number_in(&self, index: usize, range: &Range<usize>) -> Option<usize> {
        let index = index.checked_sub(self.head.len())?;
        let at = *self.body.get(index)? as usize;
        let first = self.body.partition_point(|hit| (*hit as usize) < range.start);
        range.contains(&at).then(|| index - first)
    }

    /// Which of the hits in a line of the head one is, from 0.
    pub(super) fn number_in_head(&self, index: usize, line: usize) -> Option<usize> {
        let hit = self.head.get(index)?;
        let first = self.head.partition_point(|(other, _)| *other < line);
        (hit.0 == line).then(|| index - first)
    }

    /// Whether a hit stands in a range of the body's source.
    pub(super) fn any_in(&self, range: &Range<usize>) -> bool {
        let first = self.body.partition_point(|hit| (*hit as usize) < range.start);
        self.body.get(first).is_some_and(|hit| (*hit as usize) < range.end)
    }
}

/// Looks for a needle in a body, without regard to case, top to bottom; for a key path where the needle is one that
/// leads somewhere. What is masked cannot be found. `go_on` is asked from time to time, and a `false` ends the search.
pub(super) fn in_body(body: &Body, needle: &str, mode: Mode, secrets: Secrets, go_on: &dyn Fn() -> bool) -> Hits {
    let mut hits = Hits::default();
    let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if body.is_tree()
        && let Some(path) = KeyPath::parse(needle)
    {
        let lines = path.find(body, go_on);
        if !lines.is_empty() {
            hits.more = lines.len() > MOST_HITS;
            hits.body = lines.into_iter().take(MOST_HITS).map(|line| small(body.range(line).start)).collect();
            hits.is_path = true;
            return hits;
        }
    }
    let Some(pattern) = pattern(needle, body.is_json() && mode == Mode::Pretty) else { return hits };
    let mut line = 0..0;
    for (turn, found) in pattern.find_iter(body.source()).enumerate() {
        if turn % 4096 == 0 && !go_on() {
            break;
        }
        if found.start() >= line.end {
            line = body.range(body.line_at(found.start()));
        }
        // What reaches into the next line is nowhere on the screen.
        if found.end() > line.end || (secrets == Secrets::Masked && body.touches_secret(&found.range())) {
            continue;
        }
        if hits.body.len() == MOST_HITS {
            hits.more = true;
            break;
        }
        hits.body.push(small(found.start()));
    }
    hits
}

/// Whether a needle stands in a body as it came, outside of what is secret in it. Linear in its size.
pub(crate) fn stands_in(pattern: &Regex, headers: &HeaderMap, bytes: &[u8]) -> bool {
    let mut found = pattern.find_iter(bytes).peekable();
    if found.peek().is_none() {
        return false;
    }
    let secrets = body::secrets_of(headers, bytes);
    found.any(|found| !body::touches(&secrets, &found.range()))
}

/// The needle as it stands in the bytes, whatever its case. In JSON that is laid out, a blank behind a colon may not be there.
pub(crate) fn pattern(needle: &str, laid_out: bool) -> Option<Regex> {
    if needle.is_empty() {
        return None;
    }
    let escaped = regex::escape(needle);
    let escaped = if laid_out { escaped.replace("\": ", "\"\\s*:\\s*") } else { escaped };
    RegexBuilder::new(&escaped).case_insensitive(true).build().ok()
}

impl Document {
    /// Looks for a needle in the lines above the body, and adds what was found in the body.
    pub fn find(&self, needle: &str, in_body: Hits) -> Hits {
        let lower = needle.to_lowercase();
        let mut hits = in_body;
        if lower.is_empty() || hits.is_path {
            return hits;
        }
        for index in 0..self.head_len() {
            let line = self.line(index);
            find_in(&line, &lower, |range| hits.head.push((index, range)));
        }
        hits
    }
}

/// The places in a line where a needle in lower case stands, as byte ranges on grapheme boundaries.
pub(crate) fn find_in(line: &Line, needle: &str, mut hit: impl FnMut(Range<usize>)) {
    let text = line.text();
    if needle.is_empty() {
        return;
    }
    if text.is_ascii() {
        for (at, part) in text.to_ascii_lowercase().match_indices(needle) {
            hit(at..at + part.len());
        }
        return;
    }
    // Lower case can be longer or shorter than the original: remember where each byte of it came from.
    let mut lower = String::with_capacity(text.len());
    let mut origin: Vec<(usize, usize)> = Vec::with_capacity(text.len());
    for (at, grapheme) in text.grapheme_indices(true) {
        lower.push_str(&grapheme.to_lowercase());
        origin.resize(lower.len(), (at, at + grapheme.len()));
    }
    for (at, part) in lower.match_indices(needle) {
        hit(origin[at].0..origin[at + part.len() - 1].1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::document::{Role, Whole};

    fn found(text: &str, needle: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        find_in(&Line::of(Role::Plain, text), &needle.to_lowercase(), |range| found.push(range));
        found
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(found("x access_token ACCESS_TOKEN", "access_TOKEN"), [2..14, 15..27]);
        assert!(found("abc", "").is_empty());
    }

    #[test]
    fn no_match_reaches_into_what_is_masked() {
        let text = r#"{"access_token": "537abc-9cdb-442a-8b77", "x": "537"}"#;
        let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, "application/json".parse().unwrap())]);
        for mode in [Mode::Pretty, Mode::Raw] {
            let body = Body::new(&headers, &text.into(), mode, Whole::Yes);
            let mut document = Document { mode, ..Document::default() };
            document.set_body(Some(std::sync::Arc::new(body.clone())));
            for (needle, masked, shown) in [
                ("access_token", 1, 1),
                (": \"", 2, 2),
                (": \"5", 1, 2),
                ("n\": \"537abc", 0, 1),
                ("b77\"", 0, 1),
                ("442a", 0, 1),
                ("537", 1, 2),
            ] {
                let found = in_body(&body, needle, mode, Secrets::Masked, &|| true);
                let marked = (0..document.len()).flat_map(|line| document.marks(line, &found, None, needle));
                assert_eq!((found.len(), marked.count()), (masked, masked), "{mode}: {needle}");
                assert_eq!(in_body(&body, needle, mode, Secrets::Shown, &|| true).len(), shown, "{mode}: {needle}");
            }
        }
    }

    #[test]
    fn hits_keep_their_places_when_lower_case_is_longer() {
        let text = "İİ Ärger";
        assert_eq!(&text[found(text, "ärger")[0].clone()], "Ärger");
    }

    proptest! {
        #[test]
        fn no_needle_panics(text in ".{0,40}", needle in ".{0,3}") {
            let line = Line::of(Role::Plain, &text);
            for range in found(&text, &needle) {
                prop_assert!(line.text().get(range).is_some());
            }
        }
    }
}
