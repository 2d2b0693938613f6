//! What a journey looks like: the screen drawn into memory.
#![allow(dead_code)]

use orcid_playground::ui::{
    self,
    theme::{Background, Colours, Theme},
};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Position, style::Modifier};

use crate::journey::Journey;

impl Journey {
    /// The screen at a size, as text, without colours.
    pub fn screen(&mut self, width: u16, height: u16) -> String {
        let (buffer, cursor) = self.draw(width, height, &Theme::built_in(Colours::None, Background::Dark));
        text(&buffer, cursor)
    }

    /// The screen at a size: what stands in each cell, and where the cursor is.
    pub fn draw(&mut self, width: u16, height: u16, theme: &Theme) -> (Buffer, Option<Position>) {
        self.resize(width, height);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen in memory");
        terminal.draw(|frame| ui::view(&self.model, theme, frame, self.now)).expect("a screen in memory");
        let buffer = terminal.backend().buffer().clone();
        let cursor = ui::draw(&self.model, theme, &mut buffer.clone(), self.now);
        (buffer, cursor)
    }
}

/// A buffer as text, blanks at the ends of lines cut; the cursor is told below.
fn text(buffer: &Buffer, cursor: Option<Position>) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                row.push_str(symbol);
                skip = orcid_playground::text::width(symbol).saturating_sub(1);
            } else {
                skip -= 1;
            }
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    for run in reversed(buffer) {
        text.push_str(&format!("(reversed: {run})\n"));
    }
    if let Some(Position { x, y }) = cursor {
        text.push_str(&format!("(cursor in column {x} of line {y})\n"));
    }
    text
}

/// What is reversed: the focus and the chosen row, where there are no colours.
fn reversed(buffer: &Buffer) -> Vec<String> {
    let mut runs = Vec::new();
    for y in 0..buffer.area.height {
        let mut run = String::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            if cell.modifier.contains(Modifier::REVERSED) {
                run.push_str(cell.symbol());
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run).trim().to_owned());
            }
        }
        if !run.is_empty() {
            runs.push(run.trim().to_owned());
        }
    }
    runs
}
