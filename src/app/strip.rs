//! The strip above the panes: a lesson or an experiment under way, or the offer of the tour.

use super::{
    Command, Model, Size,
    document::{Line, Role},
    keymap::{Context, KEYMAP},
    lab,
    layout::rows_of,
    lesson,
};

/// What stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// Its title.
    pub title: String,
    /// The keys that belong to it, on the right of the title where there is room.
    pub keys: String,
    /// Its text, a paragraph each.
    pub lines: Vec<Line>,
}

impl Strip {
    /// The rows that its text needs in so many columns.
    pub fn rows(&self, columns: u16) -> u16 {
        rows(&self.lines, columns)
    }

    /// Its text in one line.
    pub fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }
}

fn rows(lines: &[Line], columns: u16) -> u16 {
    lines.iter().fold(0, |rows: u16, line| rows.saturating_add(rows_of(line.text(), columns)))
}

/// What is said in one or more paragraphs, a line each.
pub(super) fn paragraphs(role: Role, words: &str) -> Vec<Line> {
    words.lines().map(|words| Line::of(role, words)).collect()
}

/// The columns and the rows that its text can have: up to a quarter of the screen.
pub fn room(screen: Size) -> (u16, u16) {
    (screen.width.saturating_sub(2), (screen.height / 4).max(2))
}

/// What to do, and behind it how; where there is no room for both, the way alone stands there: it was asked for.
pub(super) fn with_hint(lines: Vec<Line>, hint: &str, screen: Size) -> Vec<Line> {
    let hint = format!("→ {hint}");
    let mut whole = lines;
    let last = whole.pop().unwrap_or_default();
    whole.push(last.with(Role::Warning, &format!("  {hint}")));
    let (columns, most) = room(screen);
    if rows(&whole, columns) <= most { whole } else { vec![Line::of(Role::Warning, &hint)] }
}

/// Keys with what they do, those that work where the focus is: a letter is text in a text field.
pub(super) fn keys(model: &Model, commands: &[(Command, &str)]) -> String {
    let context = match model.context() {
        Context::Text if !model.is_plain => Context::Text,
        // In a dialog none of them works, and none is drawn.
        Context::Text | Context::List | Context::Viewer | Context::Found | Context::Dialog => Context::List,
    };
    let key = |(command, label): &(Command, &str)| Some(format!("{} {label}", KEYMAP.keys_in(context, *command)?));
    commands.iter().filter_map(key).collect::<Vec<_>>().join("  ")
}

impl Model {
    /// The first row of the strip's text that is in sight, where one has read on.
    pub fn first_row(&self, strip: &Strip) -> u16 {
        // In a wider terminal there may be nothing behind it any more.
        let is_there = |row: u16| row < strip.rows(room(self.size).0);
        self.read_on.as_ref().filter(|(title, row)| *title == strip.title && is_there(*row)).map_or(0, |(_, row)| *row)
    }

    /// The row of the strip's text that comes next, when not all of it is in sight.
    pub fn next_row(&self, strip: &Strip) -> Option<u16> {
        let (columns, rows) = room(self.size);
        let next = self.first_row(strip).saturating_add(rows);
        (strip.rows(columns) > next).then_some(next)
    }
}

/// The strip, when there is something to say.
pub fn strip(model: &Model) -> Option<Strip> {
    let mut strip = lab::strip(model).or_else(|| lesson::strip(model)).or_else(|| model.tour.then(|| offer(model)))?;
    if model.next_row(&strip).is_some() {
        let (hint, more) = (keys(model, &[(Command::Hint, "hint")]), keys(model, &[(Command::Hint, "more")]));
        strip.keys = match strip.keys.contains(&hint) {
            true => strip.keys.replace(&hint, &more),
            false => format!("{more}  {}", strip.keys),
        };
    }
    Some(strip)
}

/// The offer of the tour, made once to somebody who was never here.
fn offer(model: &Model) -> Strip {
    let key = keys(model, &[(Command::Lessons, "")]);
    let words = format!(
        "{}, then Enter, starts a tour of the dance: a few minutes, and nothing leaves this computer.",
        key.trim_end()
    );
    Strip {
        title: "New here?".to_owned(),
        keys: format!("{}  Esc no, thanks", keys(model, &[(Command::Lessons, "tour")])),
        lines: vec![Line::of(Role::Plain, &words)],
    }
}
