//! What a line means that the person types.

use std::io;

use jiff::Timestamp;

use super::{
    Talk,
    dialog::Spoken,
    say,
    words::{HELP, NOTHING_LEFT, key, keys},
};
use crate::{
    app::{
        Command, Key, KeyCode, Model, Msg, Tone,
        control::Control,
        keymap::{Context, KEYMAP, Lookup},
        meaning::things_at,
        situation,
    },
    orcid::{explain::explain, shape},
    text,
};

/// So many lines of a message are looked through for names.
const MOST_EXPLAINED: usize = 5000;

impl Talk {
    /// Does what a line means. Tells whether it was the last one.
    pub(super) fn line(&mut self, line: &str) -> io::Result<bool> {
        if let Some(control) = self.asked.take() {
            return Ok(self.answer(control, line));
        }
        let typing = !self.model.dialogs.is_empty();
        let words = line.trim();
        Ok(match words {
            "" => self.enter(),
            "?" | "help" => {
                say(HELP)?;
                false
            }
            "keys" => {
                say(&keys(&self.model))?;
                false
            }
            "list" => {
                if !typing {
                    self.said.clear();
                    self.strip.clear();
                }
                self.dialog = Spoken::default();
                false
            }
            "quit" | "exit" | "stop" => self.take(Msg::Command(Command::Quit)),
            "tour" if !typing => self.take(Msg::Command(Command::Lessons)),
            _ => match (
                words.strip_prefix('='),
                words.parse::<usize>(),
                words.strip_prefix('m').map(str::parse::<usize>),
                words.strip_prefix("explain "),
            ) {
                (_, _, _, Some(words)) => self.explain(words.trim())?,
                (Some(text), ..) if typing => self.type_text(text),
                (_, Ok(number), ..) if self.chooses_by_number() => self.choose(number)?,
                _ if typing => self.in_dialog(words)?,
                _ if self.is_code(words) => self.keys_or_paste(words),
                (_, Ok(number), ..) => self.number(number)?,
                (_, _, Some(Ok(number)), _) => {
                    self.show(number)?;
                    false
                }
                _ => self.keys_or_paste(words),
            },
        })
    }

    /// Whether it looks like a code, and is the number of nothing that was said.
    fn is_code(&self, words: &str) -> bool {
        let number = |words: &str| words.parse::<usize>().ok();
        let is_control = number(words).is_some_and(|number| self.numbers.control(number).is_some());
        let is_message = words
            .strip_prefix('m')
            .and_then(number)
            .is_some_and(|number| (1..=self.model.exchanges.len()).contains(&number));
        shape::is_code(words) && !is_control && !is_message
    }

    fn enter(&mut self) -> bool {
        if self.model.dialogs.is_empty()
            && let Some(command) = self.model.next_step()
        {
            return self.take(Msg::Command(command));
        }
        if self.model.dialogs.is_empty() {
            self.notice = None;
            return self.take(Msg::Trouble(NOTHING_LEFT.to_owned()));
        }
        self.take(Msg::Key(Key::plain(KeyCode::Enter)))
    }

    fn number(&mut self, number: usize) -> io::Result<bool> {
        let Some(control) = self.numbers.control(number) else {
            say(&format!("Nothing has the number {number}. `list` says everything again."))?;
            return Ok(false);
        };
        let leave = self.take(Msg::Focus(control));
        if self.model.focus != control {
            say(&format!("Number {number} is not there now. `list` says everything again."))?;
            return Ok(leave);
        }
        if control.is_text() {
            self.asked = Some(control);
            return Ok(leave);
        }
        Ok(self.take(Msg::Command(Command::Activate)))
    }

    /// Whether the open dialog is a list in which nothing is typed.
    fn chooses_by_number(&mut self) -> bool {
        let open = self.model.dialogs.last_mut().map(|dialog| dialog.verbs_mut());
        open.is_some_and(|verbs| verbs.field().is_none() && verbs.row().is_some())
    }

    /// Goes to a row of the open list; an empty line takes it.
    fn choose(&mut self, number: usize) -> io::Result<bool> {
        let rows = self.model.dialogs.last().map_or(0, |dialog| dialog.verbs().rows(&self.model));
        if number == 0 || number > rows {
            say(&format!("There is no row {number} here; there are {rows}."))?;
            return Ok(false);
        }
        let mut leave = self.take(Msg::Key(Key::plain(KeyCode::Home)));
        for _ in 1..number {
            leave |= self.take(Msg::Key(Key::plain(KeyCode::Down)));
        }
        Ok(leave)
    }

    /// What a name means; or a field by its number, or the names of a message.
    fn explain(&mut self, words: &str) -> io::Result<bool> {
        if let Ok(number) = words.parse::<usize>()
            && let Some(control) = self.numbers.control(number)
        {
            let leave = self.take(Msg::Focus(control));
            return Ok(leave || self.take(Msg::Command(Command::Explain)));
        }
        if let Some(Ok(number)) = words.strip_prefix('m').map(str::parse::<usize>) {
            self.names_of(number)?;
            return Ok(false);
        }
        let told = explain(words, &situation(&self.model), Timestamp::now()).text();
        told.lines().try_for_each(|line| say(&text::sanitize(line)))?;
        Ok(false)
    }

    /// Every name of a message once, with what it is.
    fn names_of(&mut self, number: usize) -> io::Result<()> {
        let count = self.model.exchanges.len();
        if number == 0 || number > count {
            return say(&format!("There is no message {number}; there are {count}."));
        }
        self.take(Msg::Select(number - 1));
        let (exchange, document) = (&self.model.exchanges[number - 1], &self.model.viewer.document);
        let mut told = Vec::new();
        for thing in (0..document.len().min(MOST_EXPLAINED)).flat_map(|line| things_at(exchange, document, line)) {
            let words = format!("{} ({}): {}", thing.title(), thing.place.words(), thing.term.what);
            if !told.contains(&words) {
                say(&text::sanitize(&words))?;
                told.push(words);
            }
        }
        Ok(())
    }

    /// The new value of a field.
    fn answer(&mut self, control: Control, line: &str) -> bool {
        let value = line.trim();
        if value.is_empty() {
            return false;
        }
        self.take(Msg::Focus(control));
        if control == Control::Paste {
            return self.take(Msg::Paste(value.to_owned()));
        }
        for key in ["ctrl-e", "ctrl-u"].iter().filter_map(|key| key.parse().ok()) {
            self.take(Msg::Key(key));
        }
        value != "-" && self.take(Msg::Paste(value.to_owned()))
    }

    fn type_text(&mut self, text: &str) -> bool {
        if self.model.dialogs.last_mut().is_some_and(|dialog| dialog.verbs_mut().takes_paste()) {
            return self.take(Msg::Paste(text.to_owned()));
        }
        text.chars().any(|c| self.take(Msg::Key(Key::plain(KeyCode::Char(c)))))
    }

    /// Keys by their names, a command by its name, or something pasted.
    fn keys_or_paste(&mut self, words: &str) -> bool {
        if let Some(command) = self.command_of(words) {
            return self.command(command);
        }
        if let Some(keys) = words.split_whitespace().map(key).collect::<Option<Vec<Key>>>() {
            self.leave_the_field();
            return keys.into_iter().any(|key| self.take(Msg::Key(key)));
        }
        if self.model.dialogs.last_mut().is_some_and(|dialog| !dialog.verbs_mut().takes_paste()) {
            return false;
        }
        self.leave_the_field();
        self.take(Msg::Paste(words.to_owned()))
    }

    /// The command of this name; outside a dialog, where a letter means one, that of the key too.
    fn command_of(&self, words: &str) -> Option<Command> {
        let by_key = || match KEYMAP.lookup(Context::List, &[], key(words)?) {
            Lookup::Command(command) => Some(command),
            Lookup::Prefix | Lookup::Unbound => None,
        };
        let here = self.model.dialogs.is_empty() && self.model.prefix.is_empty() && !self.model.viewer.is_typing();
        words.parse().ok().or_else(|| by_key().filter(|_| here))
    }

    fn command(&mut self, command: Command) -> bool {
        let leave = self.take(Msg::Command(command));
        // What a remedy cannot put right by itself is asked for.
        let focus = self.model.focus;
        let open = self.model.notice.as_ref().is_some_and(|notice| notice.tone == Tone::Plain);
        if command == Command::Remedy && open && focus.is_text() && self.model.dialogs.is_empty() {
            self.asked = Some(focus);
        }
        leave
    }

    /// A key, or a paste, would go into a text field that has the focus; here only an answer is typed into one.
    fn leave_the_field(&mut self) {
        if self.model.dialogs.is_empty() && !self.model.viewer.is_typing() && self.model.focus.is_text() {
            self.take(Msg::Focus(Control::Url));
        }
    }

    /// The same in a dialog, where not every word means something: then that is said.
    fn in_dialog(&mut self, words: &str) -> io::Result<bool> {
        let looks = |model: &Model| (Spoken::of(model, Timestamp::now()), model.notice.clone(), model.exchanges.len());
        let before = looks(&self.model);
        let leave = self.keys_or_paste(words);
        let is_key = words.split_whitespace().all(|word| key(word).is_some()) && words.parse::<usize>().is_err();
        let is_letter = words.chars().nth(1).is_none();
        if !leave && (!is_key || is_letter) && words.parse::<Command>().is_err() && looks(&self.model) == before {
            say(&format!(
                "«{}» means nothing in this dialog. down and up move, = and a text types, the line below says what else works.",
                text::sanitize(words)
            ))?;
        }
        Ok(leave)
    }

    /// A message, as pane 3 shows it.
    fn show(&mut self, number: usize) -> io::Result<()> {
        let count = self.model.exchanges.len();
        if number == 0 || number > count {
            return say(&format!("There is no message {number}; there are {count}."));
        }
        self.take(Msg::Select(number - 1));
        // Who asks for a message looks at it.
        self.take(Msg::Focus(Control::Viewer));
        self.model.card().iter().try_for_each(|line| say(line.text()))?;
        say(&self.model.viewer.document.text())
    }
}
