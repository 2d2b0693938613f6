//! Text from outside, made safe for a terminal; one measure of width; wrapping, cutting, times and sizes in words.
//!
//! Everything here works on graphemes, as ratatui's buffer does, so that what is measured is what is drawn.

pub mod html;
mod sanitize;
mod time;
mod truncate;
mod width;
mod wrap;

pub use sanitize::{TAB_WIDTH, lines, sanitize, sanitize_into};
pub use time::{age, age_changes_at, count, elapsed, lifetime, size};
pub use truncate::{truncate, truncate_left, truncate_middle};
pub use width::{behind_column, byte_at_column, grapheme_width, width};
pub use wrap::{wrap_hard, wrap_words};

/// The nearest place at or before `at` where a character begins: what `str::floor_char_boundary` is since Rust 1.91.
pub fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The beginning of a text, of no more than `most` bytes.
pub fn beginning(text: &str, most: usize) -> &str {
    &text[..floor(text, most)]
}
