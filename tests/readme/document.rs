//! README.md, taken apart: marked blocks and tables, inline code, keys.

use std::{
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// The file.
pub struct Readme {
    text: String,
}

/// The folder of the crate.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Readme {
    /// Reads it.
    pub fn read() -> Self {
        Self { text: fs::read_to_string(root().join("README.md")).expect("README.md") }
    }

    /// Every line.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// What stands behind `<!-- {kind}: ` in each comment.
    pub fn marked(&self, kind: &str) -> Vec<&str> {
        let begin = format!("<!-- {kind}: ");
        self.lines().filter_map(|line| line.strip_prefix(&begin)?.strip_suffix(" -->")).collect()
    }

    /// Holds that the fenced block below a comment has this inside; with `UPDATE_README` puts it there.
    pub fn hold(&mut self, comment: &str, inside: &str) {
        self.hold_range(comment, inside, |readme| readme.block_range(comment));
    }

    /// The same of the table below a comment, head included.
    pub fn hold_table(&mut self, name: &str, rows: &str) {
        self.hold_range(name, rows, |readme| readme.table_range(name));
    }

    fn hold_range(&mut self, comment: &str, inside: &str, range: impl Fn(&Self) -> (usize, usize)) {
        let (from, to) = range(self);
        if self.text[from..to] == *inside {
            return;
        }
        assert!(
            std::env::var_os("UPDATE_README").is_some(),
            "The block {comment:?} is old. UPDATE_README=1 cargo test --test readme puts this there:\n{inside}"
        );
        // Tests run side by side, and each knows its own block only.
        static WRITING: Mutex<()> = Mutex::new(());
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        *self = Self::read();
        let (from, to) = range(self);
        self.text.replace_range(from..to, inside);
        fs::write(root().join("README.md"), &self.text).expect("README.md can be written");
    }

    fn table_range(&self, name: &str) -> (usize, usize) {
        let mark = format!("\n<!-- table: {name} -->\n");
        let at = self.text.find(&mark).unwrap_or_else(|| panic!("README.md has no table {name}"));
        let from = at + mark.len();
        let rows = self.text[from..].split_inclusive('\n').take_while(|line| line.starts_with('|'));
        (from, from + rows.map(str::len).sum::<usize>())
    }

    fn block_range(&self, comment: &str) -> (usize, usize) {
        let mark = format!("\n<!-- {comment} -->\n```");
        let at = self.text.find(&mark).unwrap_or_else(|| panic!("README.md has no block below <!-- {comment} -->"));
        let fence = at + mark.len();
        let from = fence + self.text[fence..].find('\n').expect("a line break") + 1;
        let to = from + self.text[from..].find("```").expect("the end of the block");
        (from, to)
    }

    /// The rows of the table below a comment, without its head.
    pub fn table(&self, name: &str) -> Vec<Vec<&str>> {
        let mark = format!("<!-- table: {name} -->");
        let rows: Vec<_> = (self.lines())
            .skip_while(|line| *line != mark)
            .skip(3)
            .take_while(|line| line.starts_with('|'))
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        assert!(!rows.is_empty(), "README.md has no table below {mark}");
        rows
    }

    /// The lines of the fenced blocks for the shell.
    pub fn shell(&self) -> Vec<&str> {
        let mut inside = false;
        let mut lines = Vec::new();
        for line in self.lines() {
            match line {
                "```sh" => inside = true,
                "```" => inside = false,
                _ if inside => lines.push(line),
                _ => {}
            }
        }
        lines
    }

    /// Every text between backticks, outside fenced blocks.
    pub fn inline_code(&self) -> Vec<&str> {
        let mut fenced = false;
        let mut found = Vec::new();
        for line in self.lines() {
            if line.starts_with("```") {
                fenced = !fenced;
            } else if !fenced {
                assert!(line.matches('`').count() % 2 == 0, "code does not go over the end of a line: {line}");
                found.extend(code(line));
            }
        }
        found
    }

    /// Every key, outside tables too.
    pub fn keys(&self) -> Vec<&str> {
        self.lines().flat_map(keys).collect()
    }
}

/// The texts between backticks in a line.
pub fn code(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The keys in a line.
pub fn keys(line: &str) -> impl Iterator<Item = &str> {
    line.split("<kbd>").skip(1).filter_map(|rest| rest.split_once("</kbd>")).map(|(key, _)| match key {
        // A bar would end the cell of a table, this bracket begin a tag.
        "&#124;" => "|",
        "&lt;" => "<",
        key => key,
    })
}
