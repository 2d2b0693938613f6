//! How the call that is being prepared answers what every dialog is asked: it has fields, choices and editors.

use jiff::Timestamp;

use super::{Button, Call, Part, place};
use crate::{
    app::{
        Command, Hint, Key, Model,
        dialog::{Places, Spot, Then, Verbs, then},
        document::{Line, Role},
        field::{Motion, TextField},
        finding::Severity,
        layout::{dialog_width, rows_of, total},
    },
    text,
};

impl Call {
    /// The buttons that there are, with what they say.
    pub fn buttons(&self) -> Vec<(Button, &'static str)> {
        let mut buttons = vec![(Button::Send, "Send")];
        buttons.extend(self.takes_body().then_some((Button::Editor, "Open the body in an editor")));
        buttons.extend(self.resumed.then_some((Button::Anew, "Begin anew")));
        buttons
    }

    /// What they say.
    pub fn labels(&self) -> Vec<&'static str> {
        self.buttons().into_iter().map(|(_, label)| label).collect()
    }

    /// The place of the chosen one among them.
    pub fn chosen_button(&self) -> usize {
        self.buttons().iter().position(|(button, _)| *button == self.button).unwrap_or(0)
    }

    fn choose_button(&mut self, index: usize) {
        let buttons = self.buttons();
        self.button = buttons.get(index).or(buttons.last()).map_or(Button::Send, |(button, _)| *button);
    }

    /// What looks wrong, a line each; what the operation does when nothing does.
    pub fn remarks(&self) -> Vec<Line> {
        let told =
            self.told.iter().map(|words| Line::of(Role::Warning, "! ").with(Role::Plain, &text::sanitize(words)));
        if self.findings.is_empty() && self.told.is_none() {
            let about = self.operation.map_or("", |operation| operation.about.as_str());
            return vec![Line::of(Role::Good, "✓ ").with(Role::Plain, "nothing to fix. ").with(Role::Comment, about)];
        }
        let found = self.findings.iter().map(|finding| {
            let (sign, role) = match finding.severity {
                Severity::Error => ("✗ ", Role::Bad),
                Severity::Warning => ("! ", Role::Warning),
                Severity::Note => ("· ", Role::Comment),
            };
            Line::of(role, sign).with(Role::Plain, &text::sanitize(&finding.message))
        });
        told.chain(found).collect()
    }

    /// The next or the previous part, around the ends.
    fn go(&mut self, by: isize) {
        let parts = self.parts();
        let here = parts.iter().position(|part| *part == self.part).unwrap_or(0);
        let count = isize::try_from(parts.len()).unwrap_or(1).max(1);
        let next = (isize::try_from(here).unwrap_or(0) + by).rem_euclid(count);
        if let Some(part) = usize::try_from(next).ok().and_then(|next| parts.get(next)) {
            self.part = *part;
        }
    }

    /// Up and down by lines; at the first and the last line of a text one leaves it.
    fn vertical(&mut self, by: isize) {
        if !self.editor_mut().is_some_and(|editor| editor.vertical(by)) {
            self.go(by);
        }
    }

    fn page(&mut self, by: isize) {
        match self.editor_mut() {
            Some(editor) => drop(editor.vertical(by)),
            None => self.go(by.signum()),
        }
    }

    /// To the first or the last character of a text.
    fn edge(&mut self, end: bool) {
        if let Some(editor) = self.editor_mut() {
            editor.to_edge(end);
        } else if let Some(field) = self.field_mut() {
            field.go(if end { Motion::End } else { Motion::Start });
        }
    }

    fn new_line(&mut self) -> Then {
        self.editor_mut()?.new_line();
        self.edited_part()
    }

    fn edited_part(&self) -> Then {
        then(|turn| turn.with_call(Call::edited))
    }
}

impl Verbs for Call {
    fn command(&mut self, command: Command) -> Option<Then> {
        self.told = None;
        match command {
            Command::FocusNext => self.go(1),
            Command::FocusPrevious => self.go(-1),
            Command::Down => self.vertical(1),
            Command::Up => self.vertical(-1),
            Command::PageDown => self.page(10),
            Command::PageUp => self.page(-10),
            Command::Top => self.edge(false),
            Command::Bottom => self.edge(true),
            _ => return None,
        }
        Some(None)
    }

    fn sideways(&mut self, by: isize) -> Then {
        match self.part {
            Part::Host => return then(|turn| turn.with_call(Call::switch_host)),
            Part::Format => return then(|turn| turn.with_call(Call::switch_format)),
            Part::Headers | Part::Body => self.editor_mut()?.horizontal(by),
            Part::Buttons => {
                self.choose_button(self.chosen_button().saturating_add_signed(by));
            }
            Part::Field(_) | Part::Method | Part::Url => {}
        }
        None
    }

    fn field(&mut self) -> Option<&mut TextField> {
        self.field_mut()
    }

    fn edited(&mut self) -> Then {
        self.edited_part()
    }

    fn key(&mut self, key: Key) -> Then {
        self.told = None;
        let changed = match self.editor_mut() {
            Some(editor) => editor.key(key),
            None => self.field_mut()?.key(key),
        };
        changed.then(|| self.edited_part()).flatten()
    }

    fn takes_paste(&mut self) -> bool {
        true
    }

    fn paste(&mut self, text: &str) -> Then {
        // Into an editor with its line breaks.
        match self.editor_mut() {
            Some(editor) => editor.paste(text),
            None => drop(self.field_mut()?.insert(text.trim())),
        }
        self.edited_part()
    }

    /// A part by its place in [`Call::parts`]; the further buttons stand behind the last.
    fn choose(&mut self, row: usize) -> Then {
        let parts = self.parts();
        self.part = parts.get(row).copied().unwrap_or(Part::Buttons);
        self.choose_button((row + 1).saturating_sub(parts.len()));
        None
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 110);
        let remarks = total(self.remarks().iter().map(|line| rows_of(line.text(), columns)));
        let mut places = Places::new(model.size, columns, place::wanted(self, remarks));
        let placed = place::place(self, places.inside, remarks);
        let parts = self.parts();
        for (part, area) in placed.parts {
            let row = parts.iter().position(|known| *known == part).unwrap_or(0);
            let spot = match part {
                Part::Host | Part::Format => Spot::Value(row),
                Part::Field(_) | Part::Method | Part::Url | Part::Headers | Part::Body | Part::Buttons => {
                    Spot::Field(row)
                }
            };
            places.spots.push((spot, area));
        }
        places.list = placed.findings;
        places.buttons(placed.buttons, &self.labels(), parts.len() - 1)
    }

    fn activate(&mut self) -> Then {
        match self.part {
            Part::Field(index) if self.has_offers(index) => return then(move |turn| turn.open_offers(index)),
            Part::Field(_) | Part::Method | Part::Url => self.go(1),
            Part::Host | Part::Format => return self.sideways(1),
            Part::Headers | Part::Body => return self.new_line(),
            Part::Buttons => {
                return match self.button {
                    Button::Send => then(|turn| turn.send_call()),
                    Button::Editor => then(|turn| turn.edit_body()),
                    Button::Anew => then(|turn| turn.begin_call_anew()),
                };
            }
        }
        None
    }

    fn closed(&mut self) -> Then {
        let call = self.clone();
        then(move |turn| turn.call_left(call))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        match self.part {
            Part::Host | Part::Format => vec![Hint::sideways("change"), Hint::next()],
            Part::Field(_) | Part::Method | Part::Url | Part::Headers | Part::Body | Part::Buttons => {
                vec![Hint::next()]
            }
        }
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        let words = match self.part {
            Part::Field(index) if self.has_offers(index) => "choose",
            Part::Field(_) | Part::Method | Part::Url => return None,
            Part::Host | Part::Format => "change",
            Part::Headers | Part::Body => "new line",
            Part::Buttons => match self.button {
                Button::Send => "send",
                Button::Editor => "open the editor",
                Button::Anew => "begin anew",
            },
        };
        Some(words.to_owned())
    }
}
