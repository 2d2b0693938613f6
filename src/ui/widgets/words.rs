//! Words of the program: one line of news, or wrapped prose.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};

use super::{put, row};
use crate::{
    text,
    ui::theme::{Part, Theme},
};

/// How a piece of news is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// For information.
    Neutral,
    /// Something went well.
    Good,
    /// Something deserves a look.
    Warning,
    /// Something went wrong.
    Bad,
}

impl Tone {
    /// The part of the screen that it is.
    pub fn part(self) -> Part {
        match self {
            Self::Neutral => Part::Notice,
            Self::Good => Part::NoticeGood,
            Self::Warning => Part::NoticeWarning,
            Self::Bad => Part::NoticeBad,
        }
    }

    /// The sign in front, so that colour is not the only difference.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Neutral => "·",
            Self::Good => "✓",
            Self::Warning => "!",
            Self::Bad => "✗",
        }
    }
}

/// One line of news: `✓ state matches`.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub words: &'a str,
    /// The styles.
    pub theme: &'a Theme,
}

impl Widget for Notice<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let line = format!("{} {}", self.tone.sign(), text::sanitize(self.words));
        put(
            buffer,
            area.x,
            area.y,
            if area.height > 0 { area.width } else { 0 },
            &line,
            self.theme.part(self.tone.part()),
        );
    }
}

/// Prose, wrapped at words.
#[derive(Clone, Copy, Debug)]
pub struct Prose<'a> {
    /// The text; line breaks stay.
    pub words: &'a str,
    /// Its look.
    pub style: Style,
}

/// How many rows a prose takes in this width.
pub fn prose_height(words: &str, width: u16) -> u16 {
    let rows = text::lines(words).map(|line| text::wrap_words(&line, usize::from(width)).len()).sum::<usize>();
    u16::try_from(rows).unwrap_or(u16::MAX)
}

impl Widget for Prose<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let mut index = 0;
        for line in text::lines(self.words) {
            for range in text::wrap_words(&line, usize::from(area.width)) {
                let Some(place) = row(area, index) else { return };
                put(buffer, place.x, place.y, place.width, &line[range], self.style);
                index += 1;
            }
        }
    }
}
