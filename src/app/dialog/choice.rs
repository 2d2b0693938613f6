//! One of several: put-codes of earlier answers, links to follow.

use jiff::Timestamp;

use super::{Places, Selection, Then, Verbs, then};
use crate::{
    app::{Model, layout::dialog_width},
    oauth::Secret,
    orcid::links::Target,
};

/// One of several.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its title.
    pub title: String,
    /// What can be chosen, with what is said of it.
    pub rows: Vec<(String, String)>,
    /// The chosen row.
    pub selection: Selection,
    /// What it is for.
    pub what: Choosing,
}

/// What is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// A put-code for the call that is being prepared.
    PutCode,
    /// What a pasted UUID is.
    Uuid(Secret),
    /// A link of an answer, to be followed: where each leads, or why it cannot be followed.
    Link(Vec<Result<Target, &'static str>>),
    /// A demo client for pane 1.
    DemoClient,
    /// What the lesson is about to show.
    Prediction,
}

impl Verbs for Choice {
    fn rows(&self, _model: &Model) -> usize {
        self.rows.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let height = u16::try_from(self.rows.len().clamp(1, 20)).unwrap_or(20);
        let places = Places::new(model.size, dialog_width(model.size, 90), height);
        let area = places.inside;
        places.list(area, self.rows.len(), self.selection.row)
    }

    fn activate(&mut self) -> Then {
        let choice = self.clone();
        then(move |turn| turn.chosen(choice))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("choose".to_owned())
    }
}
