//! A question before something that cannot be undone.

use jiff::Timestamp;

use super::{Places, Then, Verbs, closing_letter, then};
use crate::{
    app::{
        Command, Hint, Key, Model,
        hints::uncapitalized,
        layout::{below, dialog_width, rows_of, total},
    },
    oauth::ExchangeId,
    orcid::shared_profile::Taken,
};

/// How a line of a question begins that is quoted: the body that would be sent.
pub const QUOTE: &str = "  ";

/// A question before something that cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// Its title.
    pub title: String,
    /// What will happen; lines that begin with [`QUOTE`] stand together.
    pub text: Vec<String>,
    /// What the button says.
    pub yes: String,
    /// What it does.
    pub then: Confirmed,
    /// Whether the button that says no has the focus.
    pub on_no: bool,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Exchange a code that was sent before.
    ExchangeAgain,
    /// Switch to a profile.
    UseProfile(String),
    /// Delete a profile.
    DeleteProfile(String),
    /// Take a profile that names a server of its own.
    TakeProfile(Box<Taken>),
    /// Revoke the tokens.
    Revoke,
    /// Send the call that is being prepared.
    SendCall,
    /// Send a message once more.
    Resend(ExchangeId),
    /// Remove a stored token response.
    ForgetToken(String),
    /// Put a pasted client id into pane 1.
    TakeClientId(String),
    /// Give up the code that was not exchanged, and do this.
    DropCode(Command),
    /// Clear the messages.
    ClearMessages,
    /// Save in the place of a file that is there.
    ReplaceFile,
    /// Leave the program.
    Leave,
}

impl Confirm {
    /// The empty lines below a line of its text: what is quoted, a body, stands in one block.
    pub fn gap(&self, line: usize) -> u16 {
        let quoted = |line: usize| self.text.get(line).is_some_and(|words| words.starts_with(QUOTE));
        u16::from(!(quoted(line) && quoted(line + 1)))
    }

    /// The rows of the text.
    fn needed(&self, columns: u16) -> u16 {
        total((0..self.text.len()).flat_map(|line| [rows_of(&self.text[line], columns), self.gap(line)]))
    }

    /// The key that says yes: the capital that the button begins with. The keys that are pressed all the time, those that
    /// open such a question and the first of two for copying, are other ones.
    fn letter_of_yes(&self) -> Option<char> {
        self.yes.chars().next().map(|first| first.to_ascii_uppercase())
    }

    fn answered(&self, yes: bool) -> Then {
        let confirmed = yes.then(|| self.then.clone());
        then(move |turn| turn.answered(confirmed))
    }
}

impl Verbs for Confirm {
    /// Only Tab and the arrows to the sides go to the other button: the keys that move everywhere else, and mean something
    /// else there too, never lead to the one that cannot be undone.
    fn command(&mut self, command: Command) -> Option<Then> {
        let goes = matches!(command, Command::FocusNext | Command::FocusPrevious | Command::Left | Command::Right);
        (command.only_moves() && !goes).then_some(None)
    }

    fn step(&mut self, by: isize, _rows: usize) -> Then {
        // There are two buttons: Tab goes to the other one, whichever has the focus.
        if by.abs() == 1 {
            self.on_no = !self.on_no;
        }
        None
    }

    fn sideways(&mut self, by: isize) -> Then {
        self.on_no = by > 0;
        None
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.typed().is_some() && key.typed() == self.letter_of_yes() {
            self.answered(true)
        } else {
            closing_letter(key)
        }
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 66);
        let places = Places::new(model.size, columns, self.needed(columns).saturating_add(1));
        let area = below(places.inside, places.inside.height.saturating_sub(1));
        places.buttons(area, &[&self.yes, "No"], 0)
    }

    fn choose(&mut self, row: usize) -> Then {
        self.on_no = row == 1;
        None
    }

    fn activate(&mut self) -> Then {
        self.answered(!self.on_no)
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        // Where Enter says the same, that is the shorter way.
        let yes = self.letter_of_yes().filter(|_| self.on_no).map(|letter| Hint::new(letter, uncapitalized(&self.yes)));
        yes.into_iter().chain([Hint::next()]).collect()
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some(if self.on_no { "no".to_owned() } else { uncapitalized(&self.yes) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_be_longer_than_any_screen() {
        let mut confirm = Confirm {
            title: String::new(),
            text: vec!["a".to_owned(); 70_000],
            yes: "Send".to_owned(),
            then: Confirmed::SendCall,
            on_no: true,
        };
        assert_eq!(confirm.needed(66), u16::MAX);
        confirm.text.truncate(2);
        assert_eq!(confirm.needed(66), 4);
    }
}
