//! The question before an experiment, and the comparison after it.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::Experiment;
use crate::app::{
    Hint, Key, KeyCode, Model,
    dialog::{Page, Places, Spot, Then, Verbs, closing_letter, then},
    document::{Line, Role},
    layout::{below, dialog_width, rows_of},
    lesson::Actual,
};

/// The dialog that asks for a prediction.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Of which experiment.
    pub experiment: &'static Experiment,
    /// The chosen answer.
    pub row: usize,
}

/// The dialog that compares.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Of which experiment.
    pub experiment: &'static Experiment,
    /// The answer that was predicted.
    pub predicted: usize,
    /// What really happened; `None` when it is none of the answers.
    pub actual: Option<Actual>,
    /// The first line shown.
    pub scroll: usize,
}

impl Asking {
    /// The columns of the mark in front of an answer.
    pub const MARK: u16 = 4;
}

/// The columns that they would like to have.
pub const COLUMNS: u16 = 76;

/// What the parts of the card begin with; all of a width, and the words hang behind.
pub const LABELS: [&str; 3] = [PREDICTED, HAPPENED, WHY];
const PREDICTED: &str = "You predicted  ";
const HAPPENED: &str = "What happened  ";
const WHY: &str = "Why            ";

impl Verdict {
    /// Whether the prediction came true.
    pub fn is_right(&self) -> bool {
        self.actual.is_some_and(|actual| actual.answer == self.predicted)
    }

    /// What stands on the card.
    pub fn lines(&self) -> Vec<Line> {
        let prediction = &self.experiment.predict;
        let (sign, role) = if self.is_right() {
            ("✓ As you predicted.", Role::Good)
        } else {
            ("✗ Not as you predicted.", Role::Bad)
        };
        let happened = match self.actual {
            Some(actual) => prediction.happened(actual),
            None => "none of the answers that could be chosen; pane 3 has what came".to_owned(),
        };
        let part = |label: &str, words: &str| Line::of(Role::Title, label).with(Role::Plain, words);
        vec![
            Line::of(role, sign),
            Line::new(),
            part(PREDICTED, prediction.say(self.predicted)),
            part(HAPPENED, &happened),
            Line::new(),
            part(WHY, &self.experiment.why),
            Line::new(),
            Line::of(Role::Title, "What your application must do"),
            Line::of(Role::Plain, &self.experiment.must),
        ]
    }
}

impl Verbs for Asking {
    fn rows(&self, _model: &Model) -> usize {
        self.experiment.predict.answers.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, COLUMNS);
        let predict = &self.experiment.predict;
        let (about, asked) = (rows_of(&self.experiment.about, columns), rows_of(&predict.ask, columns));
        let room = columns.saturating_sub(Self::MARK + 1);
        let heights: Vec<u16> = predict.answers.iter().map(|answer| rows_of(&answer.say, room)).collect();
        let wanted: u16 = heights.iter().sum();
        let places = Places::new(model.size, columns, about + 1 + asked + wanted);
        // The answers are always in sight; what the fault is has been read in the list.
        let words = places.inside.height.saturating_sub(asked + wanted + 1).min(about);
        let area = below(places.inside, words + u16::from(words > 0) + asked);
        if area.height < wanted {
            // One line each.
            return places.list(area, heights.len(), self.row);
        }
        let tops = heights.iter().scan(area.y, |y, height| Some(std::mem::replace(y, *y + height)));
        let rows = tops.zip(&heights).map(|(y, height)| Rect { y, height: *height, ..area });
        let spots = rows.enumerate().map(|(row, place)| (Spot::Row(row), place)).collect();
        Places { list: area, spots, ..places }
    }

    fn letter(&mut self, key: Key) -> Then {
        closing_letter(key)
    }

    fn activate(&mut self) -> Then {
        let (experiment, row) = (self.experiment, self.row);
        then(move |turn| turn.begin_trial(experiment, row))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("predict it and begin".to_owned())
    }
}

impl Verbs for Verdict {
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        Some(Page::new(self.lines(), COLUMNS))
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn letter(&mut self, key: Key) -> Then {
        let experiment = self.experiment;
        match (key.code, experiment.following()) {
            (KeyCode::Char('n'), Some(next)) => then(move |turn| turn.once_more(next)),
            (KeyCode::Char('F'), _) => then(move |turn| turn.other_experiments(experiment)),
            _ => closing_letter(key),
        }
    }

    fn activate(&mut self) -> Then {
        let experiment = self.experiment;
        then(move |turn| turn.once_more(experiment))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("once more".to_owned())
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let scrolls = self.page(model).is_some_and(|page| page.last_top(model.size) > 0);
        let next = self.experiment.following().map(|_| Hint::new("n", "next experiment"));
        let others = Hint::new("F", "list");
        next.into_iter().chain([others]).chain(scrolls.then(|| Hint::vertical("scroll"))).collect()
    }
}
