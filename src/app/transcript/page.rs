//! The Markdown as it is written: nothing in a message can end its block, or begin a format.

use crate::text;

/// The text so far.
#[derive(Default)]
pub(super) struct Page(pub(super) String);

impl Page {
    /// A line; what could act on a terminal is made harmless.
    pub(super) fn line(&mut self, text: &str) {
        self.0.push_str(&text::sanitize(text));
        self.0.push('\n');
    }

    /// Something to be shown as it is, in a fence that nothing in it can end.
    pub(super) fn block(&mut self, kind: &str, content: &str) {
        let mut longest = 0;
        let mut run = 0;
        for c in content.chars() {
            run = if c == '`' { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        let fence = "`".repeat((longest + 1).max(3));
        self.line(&format!("{fence}{kind}"));
        for line in text::lines(content) {
            self.0.push_str(&line);
            self.0.push('\n');
        }
        self.line(&fence);
    }
}

/// A text in a table or a heading, where it must not end the row or begin a format.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '*' | '`' | '[' | ']' | '<' | '\\' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
