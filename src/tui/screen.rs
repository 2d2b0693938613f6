//! What is drawn goes out in one piece: a whole frame in one write, which the terminal shows at once.

use std::{
    io::{self, Stdout, Write, stdout},
    mem::ManuallyDrop,
};

use crossterm::{
    queue,
    terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate},
};
use jiff::Timestamp;
use ratatui::{Terminal, backend::CrosstermBackend, layout::Rect};

use crate::{
    app::{Model, Size},
    ui::{self, theme::Theme},
};

/// The terminal's screen.
pub struct Screen {
    /// Never dropped: that would show the cursor, which is done elsewhere, and complain on a terminal that is gone.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<Frames<Stdout>>>>,
    theme: Theme,
}

impl Screen {
    /// The screen of standard output.
    ///
    /// # Errors
    /// When the terminal does not tell its size.
    pub fn new(theme: Theme) -> io::Result<Self> {
        let terminal = Terminal::new(CrosstermBackend::new(Frames::new(stdout())))?;
        Ok(Self { terminal: ManuallyDrop::new(terminal), theme })
    }

    /// Its size now.
    ///
    /// # Errors
    /// When the terminal does not tell it.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Draws what has changed.
    ///
    /// # Errors
    /// When the terminal does not take it.
    pub fn draw(&mut self, model: &Model, now: Timestamp) -> io::Result<()> {
        self.terminal.draw(|frame| ui::view(model, &self.theme, frame, now)).map(drop)
    }

    /// Makes the next frame a whole one, for a screen on which somebody else has drawn.
    ///
    /// # Errors
    /// When the terminal does not take it.
    pub fn forget(&mut self, size: Size) -> io::Result<()> {
        // `Terminal::clear` would ask the terminal where its cursor is, and wait for the answer among the keys.
        self.terminal.resize(Rect::from((ratatui::layout::Position::ORIGIN, size)))
    }
}

/// Collects what is written, and passes it on as one synchronized update when it is flushed.
struct Frames<W> {
    frame: Vec<u8>,
    to: W,
}

impl<W> Frames<W> {
    fn new(to: W) -> Self {
        Self { frame: Vec::new(), to }
    }
}

impl<W: Write> Write for Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.frame.is_empty() {
            queue!(self.frame, BeginSynchronizedUpdate)?;
        }
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        queue!(self.frame, EndSynchronizedUpdate)?;
        let written = self.to.write_all(&self.frame).and_then(|()| self.to.flush());
        self.frame.clear();
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps every write apart.
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write() {
        let mut frames = Frames::new(Writes(Vec::new()));
        for part in ["one ", "two"] {
            frames.write_all(part.as_bytes()).unwrap();
        }
        frames.flush().unwrap();
        assert_eq!(frames.to.0, ["\x1b[?2026hone two\x1b[?2026l"]);
    }

    #[test]
    fn nothing_drawn_is_nothing_written() {
        let mut frames = Frames::new(Writes(Vec::new()));
        frames.flush().unwrap();
        assert!(frames.to.0.is_empty());
    }
}
