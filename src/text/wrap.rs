//! Breaking a line into rows. Rows are byte ranges of the line, so that styles and search hits keep their places.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::width::{byte_at_column, grapheme_width};

/// Rows of at most `cells` cells, broken wherever the row is full: for what has to stay as it is, byte by byte. An
/// empty line is one empty row. A grapheme wider than the row has a row of its own.
pub fn wrap_hard(line: &str, cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(1);
    let mut rows = Vec::new();
    if line.is_ascii() && !line.bytes().any(|byte| byte.is_ascii_control()) {
        let mut from = 0;
        while line.len() - from > cells {
            rows.push(from..from + cells);
            from += cells;
        }
        rows.push(from..line.len());
        return rows;
    }
    let (mut from, mut filled) = (0, 0);
    for (at, grapheme) in line.grapheme_indices(true) {
        let wide = grapheme_width(grapheme);
        if filled + wide > cells && at > from {
            rows.push(from..at);
            (from, filled) = (at, 0);
        }
        filled += wide;
    }
    rows.push(from..line.len());
    rows
}

/// Rows of at most `cells` cells, broken at blanks (which vanish there), and inside a word only when it is longer than
/// a row: for prose.
pub fn wrap_words(line: &str, cells: usize) -> Vec<Range<usize>> {
    let cells = cells.max(1);
    let mut rows = Vec::new();
    let mut from = 0;
    loop {
        let rest = &line[from..];
        let (fits, _) = byte_at_column(rest, cells);
        if fits == rest.len() {
            rows.push(from..line.len());
            return rows;
        }
        // A grapheme wider than the row still has to go somewhere.
        let fits = if fits == 0 { rest.graphemes(true).next().map_or(rest.len(), str::len) } else { fits };
        let end = if rest[fits..].starts_with(' ') {
            fits
        } else {
            rest[..fits].rfind(' ').filter(|&blank| !rest[..blank].trim_start().is_empty()).unwrap_or(fits)
        };
        rows.push(from..from + rest[..end].trim_end_matches(' ').len());
        from += end + rest[end..].bytes().take_while(|&byte| byte == b' ').count();
        if from == line.len() {
            return rows;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::width;

    fn shown<'a>(line: &'a str, rows: &[Range<usize>]) -> Vec<&'a str> {
        rows.iter().map(|row| &line[row.clone()]).collect()
    }

    #[test]
    fn hard_rows_are_full() {
        assert_eq!(shown("abcdefg", &wrap_hard("abcdefg", 3)), ["abc", "def", "g"]);
        assert_eq!(shown("日本語", &wrap_hard("日本語", 3)), ["日", "本", "語"]);
        assert_eq!(shown("日本", &wrap_hard("日本", 1)), ["日", "本"]);
        assert_eq!(shown("", &wrap_hard("", 3)), [""]);
        assert_eq!(shown("abcdef", &wrap_hard("abcdef", 3)), ["abc", "def"]);
    }

    #[test]
    fn prose_breaks_at_blanks() {
        let text = "ORCID has revoked both tokens";
        assert_eq!(shown(text, &wrap_words(text, 10)), ["ORCID has", "revoked", "both", "tokens"]);
        assert_eq!(shown("a verylongword", &wrap_words("a verylongword", 6)), ["a", "verylo", "ngword"]);
        assert_eq!(shown("ab ", &wrap_words("ab ", 2)), ["ab"]);
    }

    proptest! {
        #[test]
        fn rows_fit_and_lose_nothing(text in "[ a-zü日👩‍🔬]{0,60}", cells in 2usize..20) {
            let rows = wrap_hard(&text, cells);
            prop_assert_eq!(shown(&text, &rows).concat(), text.clone());
            prop_assert!(rows.iter().all(|row| width(&text[row.clone()]) <= cells));
            let rows = wrap_words(&text, cells);
            prop_assert!(rows.iter().all(|row| width(&text[row.clone()]) <= cells));
            prop_assert_eq!(shown(&text, &rows).concat().replace(' ', ""), text.replace(' ', ""));
        }

        #[test]
        fn no_text_panics(text in "(?s).{0,60}", cells in 0usize..9) {
            wrap_hard(&text, cells);
            wrap_words(&text, cells);
        }
    }
}
