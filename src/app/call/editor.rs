//! A text of several lines that is typed into: headers and bodies. What edits it is ratatui's text area, used without its
//! drawing; the screen reads lines and cursor.

use ratatui_textarea::{CursorMove, TextArea};

use crate::app::{
    Key,
    field::{Editing, Motion},
};

/// The text and its cursor.
#[derive(Clone, Debug, Default)]
pub struct Editor(TextArea<'static>);

impl Editor {
    /// With a text, the cursor at its beginning.
    pub fn new(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut area = TextArea::new(if lines.is_empty() { vec![String::new()] } else { lines });
        area.set_max_histories(200);
        Self(area)
    }

    /// The lines.
    pub fn lines(&self) -> &[String] {
        self.0.lines()
    }

    /// The text; it ends with a line break unless it is empty.
    pub fn text(&self) -> String {
        if self.is_empty() { String::new() } else { self.lines().join("\n") + "\n" }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.lines().iter().all(String::is_empty)
    }

    /// Line and character of the cursor, both from 0.
    pub fn cursor(&self) -> (usize, usize) {
        let cursor = self.0.cursor();
        (cursor.0, cursor.1)
    }

    /// Puts another text in its place; it can be undone.
    pub fn set(&mut self, text: &str) {
        self.0.select_all();
        self.0.cut();
        self.0.insert_str(text.strip_suffix('\n').unwrap_or(text));
        self.0.move_cursor(CursorMove::Top);
        self.0.move_cursor(CursorMove::Head);
    }

    /// Inserts what was pasted, line breaks and tabs included, other control characters not.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
        self.0.insert_str(text);
    }

    /// A line break that keeps the indentation.
    pub fn new_line(&mut self) {
        let (row, column) = self.cursor();
        let indent: String = self.lines()[row].chars().take(column).take_while(|c| matches!(c, ' ' | '\t')).collect();
        self.0.insert_newline();
        self.0.insert_str(indent);
    }

    /// Moves by lines; `false` when there is no line in that direction.
    pub fn vertical(&mut self, by: isize) -> bool {
        let before = self.cursor().0;
        for _ in 0..by.unsigned_abs() {
            self.0.move_cursor(if by < 0 { CursorMove::Up } else { CursorMove::Down });
        }
        before != self.cursor().0
    }

    /// Moves by characters, around the ends of lines.
    pub fn horizontal(&mut self, by: isize) {
        self.0.move_cursor(if by < 0 { CursorMove::Back } else { CursorMove::Forward });
    }

    /// To the beginning or the end of the line.
    pub fn to_edge(&mut self, end: bool) {
        self.0.move_cursor(if end { CursorMove::End } else { CursorMove::Head });
    }

    /// To a line and a character, both from 0.
    pub fn go_to(&mut self, row: usize, column: usize) {
        let number = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        self.0.move_cursor(CursorMove::Jump(number(row), number(column)));
    }

    /// Does what a key means in it: the keys of the text fields, line by line. Tells whether the text may have changed.
    pub fn key(&mut self, key: Key) -> bool {
        let area = &mut self.0;
        match Editing::of(key) {
            Some(Editing::Type(c)) => area.insert_char(c),
            Some(Editing::Delete(motion)) => drop(match motion {
                Motion::Left => area.delete_char(),
                Motion::Right => area.delete_next_char(),
                Motion::WordLeft => area.delete_word(),
                Motion::WordRight => area.delete_next_word(),
                Motion::Start => area.delete_line_by_head(),
                Motion::End => area.delete_line_by_end(),
            }),
            Some(Editing::Undo) => drop(area.undo()),
            Some(Editing::Redo) => drop(area.redo()),
            Some(Editing::Go(motion)) => {
                area.move_cursor(match motion {
                    Motion::Left => CursorMove::Back,
                    Motion::Right => CursorMove::Forward,
                    Motion::WordLeft => CursorMove::WordBack,
                    Motion::WordRight => CursorMove::WordForward,
                    Motion::Start => CursorMove::Head,
                    Motion::End => CursorMove::End,
                });
                return false;
            }
            None => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_typed_pasted_undone() {
        let mut editor = Editor::new("{\n  \"a\": 1\n}\n");
        assert_eq!((editor.lines().len(), editor.cursor()), (3, (0, 0)));
        assert!(editor.vertical(1) && editor.vertical(-2));
        editor.vertical(1);
        editor.to_edge(true);
        editor.key("x".parse().unwrap());
        editor.new_line();
        editor.paste("1\r\n\u{1b}2\t3");
        assert_eq!(editor.text(), "{\n  \"a\": 1x\n  1\n2\t3\n}\n");
        for _ in 0..8 {
            editor.key("alt-u".parse().unwrap());
        }
        assert_eq!(editor.text(), "{\n  \"a\": 1\n}\n");
        editor.set("new\n");
        assert_eq!((editor.text().as_str(), editor.cursor()), ("new\n", (0, 0)));
        editor.key("alt-u".parse().unwrap());
        editor.key("alt-u".parse().unwrap());
        assert_eq!(editor.text(), "{\n  \"a\": 1\n}\n");
        assert_eq!(Editor::new("").text(), "");
    }

    #[test]
    fn the_keys_of_a_shell_move_and_delete_in_it() {
        let mut editor = Editor::new("one two three\n");
        let mut press = |keys: &str| {
            for key in keys.split(" ") {
                editor.key(key.parse().unwrap());
            }
            (editor.lines()[0].clone(), editor.cursor().1)
        };
        assert_eq!(press("alt-f ctrl-f").1, 5);
        assert_eq!(press("ctrl-b alt-d ctrl-e alt-b").0, "one  three");
        assert_eq!(press("ctrl-_").0, "one two three");
    }
}
