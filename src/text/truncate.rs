//! Texts that are too wide: cut at graphemes, the cut marked with `…`.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use super::width::{byte_at_column, grapheme_width, width};

/// At most `cells` wide, the end left out: `http://127.0…`.
pub fn truncate(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    match cells {
        0 => Cow::Borrowed(""),
        _ => Cow::Owned(format!("{}…", &text[..byte_at_column(text, cells - 1).0])),
    }
}

/// At most `cells` wide, the beginning left out: `…/callback`.
pub fn truncate_left(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    match cells {
        0 => Cow::Borrowed(""),
        _ => Cow::Owned(format!("…{}", tail(text, cells - 1))),
    }
}

/// At most `cells` wide, the middle left out, for texts whose two ends both matter: `/api/v3.0/…/record`.
pub fn truncate_middle(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let (end, taken) = byte_at_column(text, (cells - 1).div_ceil(2));
    Cow::Owned(format!("{}…{}", &text[..end], tail(text, cells - 1 - taken)))
}

/// The longest end of a text that fits into `cells`.
fn tail(text: &str, cells: usize) -> &str {
    let mut left = cells;
    let mut from = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        let Some(rest) = left.checked_sub(grapheme_width(grapheme)) else { break };
        left = rest;
        from = at;
    }
    &text[from..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_cut_is_marked() {
        assert_eq!(truncate("abcdef", 4), "abc…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate_left("abcdef", 4), "…def");
        assert_eq!(truncate_middle("abcdefgh", 5), "ab…gh");
        assert_eq!(truncate("abc", 3), "abc");
        assert_eq!(truncate("abc", 0), "");
        assert_eq!(truncate_middle("abc", 1), "…");
    }

    proptest! {
        #[test]
        fn never_too_wide(text in "(?s).{0,40}", cells in 0usize..50) {
            for cut in [truncate(&text, cells), truncate_left(&text, cells), truncate_middle(&text, cells)] {
                prop_assert!(width(&cut) <= cells);
            }
        }
    }
}
