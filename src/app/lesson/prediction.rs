//! A question before something happens, and what really happened in the end. Which of the answers is the actual one is never
//! written down: it is the one whose conditions hold.

use serde::Deserialize;

use super::{Condition, written};
use crate::app::Model;

/// A question with some answers to choose from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Prediction {
    /// The question.
    pub ask: String,
    /// The answers, two at least, each for another course of things.
    pub answers: Vec<Answer>,
}

/// One of the answers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What happens then.
    #[serde(deserialize_with = "written::line")]
    pub say: String,
    /// When it is the actual one: all of this is so.
    #[serde(deserialize_with = "written::some")]
    pub when: Vec<Condition>,
}

/// What really happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actual {
    /// Which of the answers says so.
    pub answer: usize,
    /// The message that shows it, by its place in pane 3, from 0 on.
    pub message: Option<usize>,
}

/// As it stands in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "written::line")]
    ask: String,
    answers: Vec<Answer>,
}

impl TryFrom<Written> for Prediction {
    type Error = &'static str;

    fn try_from(Written { ask, answers }: Written) -> Result<Self, Self::Error> {
        if answers.len() < 2 {
            return Err("a prediction has at least two answers");
        }
        Ok(Self { ask, answers })
    }
}

impl Prediction {
    /// Which of the answers is the actual one, by what has come since the message with that number; none as long as nothing
    /// decides it.
    pub fn actual(&self, model: &Model, since: usize) -> Option<Actual> {
        let holds = |answer: &Answer| answer.when.iter().all(|condition| condition.holds(model, since));
        // The last of several messages is the one that decides: between the answers, too.
        let message =
            |answer: &Answer| answer.when.iter().filter_map(|condition| condition.shown_by(model, since)).max();
        let held = self.answers.iter().enumerate().filter(|(_, answer)| holds(answer));
        held.map(|(index, answer)| Actual { answer: index, message: message(answer) })
            .reduce(|first, other| if other.message > first.message { other } else { first })
    }

    /// The words of an answer.
    pub fn say(&self, answer: usize) -> &str {
        self.answers.get(answer).map_or("", |answer| answer.say.as_str())
    }

    /// What happened, in words: `it dies (message 9)`.
    pub fn happened(&self, actual: Actual) -> String {
        let message = actual.message.map(|index| format!(" (message {})", index + 1)).unwrap_or_default();
        format!("{}{message}", self.say(actual.answer))
    }
}
