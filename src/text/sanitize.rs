//! Text from outside, made harmless and honest: nothing in it can move the cursor, reorder the line or hide.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::width;

/// Tab stops stand every four columns.
pub const TAB_WIDTH: usize = 4;

/// More marks than this on one letter are shown as marks of their own: no script needs them, and terminals choke.
const MAX_COMBINING: usize = 8;

/// One line of text for the screen: controls become control pictures (`␛`, a newline `␊`), tabs blanks up to the next
/// stop, bidi controls and invisible characters marks like `‹U+202E›`.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    sanitize_into(&mut out, text);
    Cow::Owned(out)
}

/// Appends a sanitised text to a line that is already sanitised; tab stops count from the start of that line.
pub fn sanitize_into(line: &mut String, text: &str) {
    if is_clean(text) {
        line.push_str(text);
        return;
    }
    // The column is only known as far as it was needed, so that many tabs do not make the work quadratic.
    let (mut measured, mut column) = (0, 0);
    let mut previous = line.chars().next_back();
    let mut combining = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let visible = c.width().is_some_and(|cells| cells > 0);
        combining = if visible { 0 } else { combining + 1 };
        match c {
            '\t' => {
                column += width(&line[measured..]);
                let blanks = TAB_WIDTH - column % TAB_WIDTH;
                line.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
                measured = line.len();
            }
            '\0'..='\x1f' => line.push(char::from_u32(0x2400 + c as u32).unwrap_or('␀')),
            '\x7f' => line.push('␡'),
            _ if is_invisible(c) && !belongs(previous, c, chars.peek().copied()) => mark(line, c),
            _ if !visible && combining > MAX_COMBINING => mark(line, c),
            // A combining mark with nothing before it would vanish, and so would a part of a syllable on its own.
            _ if !visible && !joins(previous.unwrap_or('◌'), c) => mark(line, c),
            _ if !visible && previous.is_none() => line.extend(['◌', c]),
            _ => line.push(c),
        }
        previous = Some(c);
    }
}

/// The lines of a text, each sanitised. `\n` and `\r\n` end a line; a final one opens no further line.
pub fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.lines().map(sanitize)
}

fn is_clean(text: &str) -> bool {
    if text.is_ascii() {
        return !text.bytes().any(|byte| byte.is_ascii_control());
    }
    text.chars().all(|c| c.width().is_some_and(|cells| cells > 0) && !is_invisible(c))
}

/// Whether a character makes one grapheme with the one before it.
fn joins(previous: char, c: char) -> bool {
    String::from_iter([previous, c]).graphemes(true).count() == 1
}

fn mark(line: &mut String, c: char) {
    line.push_str(&format!("‹U+{:04X}›", c as u32));
}

/// Characters that are not seen, or that change how others are seen. All that Unicode calls default ignorable, the
/// bidi controls, C1, and the two separators that some terminals take for newlines.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether an invisible character does its proper work where it stands: a joiner between letters that join, a variation
/// selector behind what has variants, a tag in a flag.
fn belongs(previous: Option<char>, c: char, next: Option<char>) -> bool {
    let Some(previous) = previous else { return false };
    let stands_on_its_own = |c: char| !c.is_ascii() && !c.is_control() && (!is_invisible(c) || is_selector(c));
    match c {
        '\u{200c}' | '\u{200d}' => stands_on_its_own(previous) && next.is_some_and(stands_on_its_own),
        '\u{fe0f}' => !is_invisible(previous) && (!previous.is_ascii() || matches!(previous, '0'..='9' | '#' | '*')),
        _ if is_selector(c) => !is_invisible(previous) && !previous.is_ascii(),
        '\u{e0020}'..='\u{e007f}' => matches!(previous, '\u{1f3f4}' | '\u{e0020}'..='\u{e007e}'),
        _ => false,
    }
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::grapheme_width;

    #[test]
    fn controls_become_pictures() {
        assert_eq!(sanitize("a\x1b[31mb\x7f\0"), "a␛[31mb␡␀");
        assert_eq!(sanitize("a\r\nb"), "a␍␊b");
        assert_eq!(sanitize("a\u{9b}b"), "a‹U+009B›b");
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(sanitize("\ta\tbcd\t日\t|"), "    a   bcd 日  |");
        let mut line = "key ".to_owned();
        sanitize_into(&mut line, "\tv");
        assert_eq!(line, "key     v");
    }

    #[test]
    fn nothing_hides_or_reorders() {
        assert_eq!(sanitize("a\u{202e}b\u{200b}c\u{feff}"), "a‹U+202E›b‹U+200B›c‹U+FEFF›");
        assert_eq!(sanitize("a\u{200d}b"), "a‹U+200D›b");
        assert_eq!(sanitize("a\u{fe00}\u{fe01}"), "a‹U+FE00›‹U+FE01›");
        assert_eq!(sanitize("\u{301}a"), "◌\u{301}a");
    }

    #[test]
    fn what_writing_needs_stays() {
        for text in [
            "e\u{301}",
            "👩‍🔬",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "👩🏽‍🚀",
            "می\u{200c}خواهم",
            "日本語",
            "❤️‍🔥",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        ] {
            assert_eq!(sanitize(text), text);
        }
    }

    #[test]
    fn lines_end_where_they_end() {
        assert_eq!(lines("a\r\nb\n\nc\rd\n").collect::<Vec<_>>(), ["a", "b", "", "c␍d"]);
    }

    #[test]
    fn many_tabs_are_quick() {
        assert_eq!(sanitize(&"\t".repeat(1 << 18)).len(), TAB_WIDTH << 18);
    }

    proptest! {
        #[test]
        fn every_grapheme_of_the_result_is_drawn(text in "(?s).{0,60}|[\u{200b}-\u{2064}a\u{301}\u{fe00}-\u{fe0f}\t\u{e0000}-\u{e01ff}]{0,20}") {
            let clean = sanitize(&text).into_owned();
            for grapheme in clean.graphemes(true) {
                prop_assert!(grapheme_width(grapheme) > 0, "{:?} of {:?}", grapheme, text);
            }
            prop_assert!(!clean.chars().any(char::is_control));
        }

        #[test]
        fn twice_is_once(text in "(?s).{0,60}") {
            let once = sanitize(&text).into_owned();
            prop_assert_eq!(sanitize(&once), once.as_str());
        }
    }
}
