//! Searching in what is shown.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Document, Line};

/// One hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The index of the line.
    pub line: usize,
    /// The byte range of the line's text, on grapheme boundaries. [`Document::columns`] tells the cells.
    pub range: Range<usize>,
}

impl Document {
    /// All places where the needle stands, without regard to case, top to bottom. An empty needle is found nowhere. What
    /// is masked cannot be found.
    pub fn find(&self, needle: &str) -> Vec<Match> {
        let needle = needle.to_lowercase();
        if needle.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            find_in(line, &needle, |range| found.push(Match { line: index, range }));
        }
        found
    }
}

fn find_in(line: &Line, needle: &str, mut hit: impl FnMut(Range<usize>)) {
    let text = line.text();
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
    use crate::app::document::Role;

    fn document(lines: &[&str]) -> Document {
        Document { lines: lines.iter().map(|text| Line::of(Role::Plain, text)).collect() }
    }

    #[test]
    fn case_does_not_matter() {
        let document = document(&["Access_Token", "no", "x access_token ACCESS_TOKEN"]);
        let found = document.find("access_TOKEN");
        assert_eq!(
            found.iter().map(|hit| (hit.line, hit.range.clone())).collect::<Vec<_>>(),
            [(0, 0..12), (2, 2..14), (2, 15..27)]
        );
        assert!(document.find("").is_empty());
    }

    #[test]
    fn hits_keep_their_places_when_lower_case_is_longer() {
        let document = document(&["İİ Ärger"]);
        let hit = &document.find("ärger")[0];
        assert_eq!(&document.lines[0].text()[hit.range.clone()], "Ärger");
    }

    proptest! {
        #[test]
        fn no_needle_panics(text in ".{0,40}", needle in ".{0,3}") {
            let document = document(&[&text]);
            for hit in document.find(&needle) {
                prop_assert!(document.lines[0].text().get(hit.range).is_some());
            }
        }
    }
}
