//! How many cells a text takes: the one measure of the program, equal to what ratatui's buffer draws.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The width of a text in terminal cells: the sum over its graphemes, because the buffer places them one by one.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// The width of one grapheme. Graphemes with control characters have none: ratatui leaves them out.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.chars().any(char::is_control) {
        return 0;
    }
    // ratatui reserves a further cell for each halfwidth sound mark.
    let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count();
    grapheme.width() + if grapheme.len() > 1 { sound_marks } else { 0 }
}

/// Where the text is cut when `columns` cells of it are left out or taken: the byte offset of the first grapheme that
/// does not lie wholly within them, and the columns in front of it.
pub fn byte_at_column(text: &str, columns: usize) -> (usize, usize) {
    // Only what is taken is looked at, and one byte more, which could be a mark on the last letter.
    if text.bytes().take(columns.saturating_add(1)).all(|byte| matches!(byte, b' '..=b'~')) {
        let at = columns.min(text.len());
        return (at, at);
    }
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let next = taken + grapheme_width(grapheme);
        if next > columns {
            return (at, taken);
        }
        taken = next;
    }
    (text.len(), taken)
}

/// Where the text goes on when `columns` cells of it are hidden on the left: a byte offset, and the cells that stay empty
/// before it because a wide character is half hidden.
pub fn behind_column(text: &str, columns: usize) -> (usize, usize) {
    let (at, taken) = byte_at_column(text, columns);
    match text[at..].graphemes(true).next() {
        Some(half) if taken < columns => (at + half.len(), taken + grapheme_width(half) - columns),
        _ => (at, 0),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};

    use super::*;

    /// How many cells ratatui's buffer really uses.
    fn drawn(text: &str) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 500, 1));
        usize::from(buffer.set_stringn(0, 0, text, 500, Style::default()).0)
    }

    #[test]
    fn known_widths() {
        for (text, cells) in [("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍🔬", 2), ("a\tb", 2), ("ﾊﾞ", 3)]
        {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn a_cut_never_splits_a_grapheme() {
        assert_eq!(byte_at_column("日本", 3), (3, 2));
        assert_eq!(byte_at_column("abc", 9), (3, 3));
        assert_eq!(
            [0, 1, 2, 3, 9].map(|columns| behind_column("a日b", columns)),
            [(0, 0), (1, 0), (4, 1), (4, 0), (5, 0)]
        );
    }

    proptest! {
        #[test]
        fn equal_to_what_is_drawn(text in "(?s).{0,100}|[ﾊﾞﾟ\u{1100}-\u{11ff}]{0,9}") {
            prop_assert_eq!(width(&text), drawn(&text));
        }
    }
}
