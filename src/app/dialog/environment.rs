//! Choosing the environment.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::{Places, Selection, Spot, Then, Verbs, then};
use crate::app::{
    Model,
    layout::{below, dialog_width, rows_of},
};

/// The rows of the environment dialog.
pub const ENVIRONMENTS: [(&str, &str); 4] = [
    ("local (simulated ORCID)", "inside this program: no account, no network; a demo client is set"),
    ("ORCID Sandbox", "ORCID's test server: needs a sandbox client and a sandbox account"),
    ("ORCID (production)", "the real thing: real records, not a playground"),
    ("another issuer …", "an issuer's URL, or its discovery document"),
];

/// Choose the environment.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The chosen row of [`ENVIRONMENTS`].
    pub selection: Selection,
}

impl Verbs for Environment {
    fn rows(&self, _model: &Model) -> usize {
        ENVIRONMENTS.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 74);
        let height = |(_, about): &(&str, &str)| 1 + rows_of(about, columns.saturating_sub(2));
        let heights = ENVIRONMENTS.each_ref().map(height);
        let mut places = Places::new(model.size, columns, heights.iter().sum());
        let inside = places.inside;
        // When not all of it fits, what is above the chosen one goes.
        let row = self.selection.row;
        let needed: u16 = heights.iter().take(row + 1).sum();
        let fits = |skip: &usize| needed - heights.iter().take(*skip).sum::<u16>() <= inside.height;
        let mut line = 0;
        for (index, height) in heights.iter().enumerate().skip((0..=row).find(fits).unwrap_or(row)) {
            let rest = below(inside, line);
            places.spots.push((Spot::Row(index), Rect { height: rest.height.min(*height), ..rest }));
            line += height;
        }
        places
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.environment_chosen(row))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("choose".to_owned())
    }
}
