//! Where the parts of a dialog stand: drawn there, and clicked there.

use ratatui::layout::{Position, Rect};

use super::super::{
    Size,
    layout::{self, dialog_frame, inside},
    pane::place::label_areas,
};

/// What can be clicked, with the row of the dialog that it is (see [`super::Verbs::choose`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A row of a list: chosen; the chosen one is taken, as by Enter.
    Row(usize),
    /// A text field or an editor: gets the focus.
    Field(usize),
    /// One of several values: gets the focus, and the next value.
    Value(usize),
    /// A button: pressed.
    Button(usize),
}

/// A dialog on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Its frame.
    pub frame: Rect,
    /// What is inside the frame.
    pub inside: Rect,
    /// The list, when there is one; of a call, what is remarked on it.
    pub list: Rect,
    /// The buttons, when there are some.
    pub buttons: Rect,
    /// What can be clicked. What is out of sight is left out, or empty.
    pub spots: Vec<(Spot, Rect)>,
    /// The left arrow of a value, which leads to the one before.
    pub back: Rect,
}

impl Places {
    /// A dialog that would like to have so many columns and rows inside.
    pub fn new(screen: Size, columns: u16, rows: u16) -> Self {
        let frame = dialog_frame(screen, columns, rows);
        Self { frame, inside: inside(frame), ..Self::default() }
    }

    /// With a list of `len` rows, one of them selected, in sight.
    pub fn list(mut self, area: Rect, len: usize, selected: usize) -> Self {
        self.list = area;
        self.spots.extend(layout::list_rows(area, len, selected).map(|(row, place)| (Spot::Row(row), place)));
        self
    }

    /// A dialog with a list of `len` rows and, under it, what is said of the selected one, which is always in sight.
    pub fn explained_list(screen: Size, columns: u16, len: usize, selected: usize, about: &str) -> Self {
        let columns = layout::dialog_width(screen, columns);
        let explained = layout::rows_of(about, columns);
        let lines = u16::try_from(len).unwrap_or(u16::MAX);
        let places = Self::new(screen, columns, lines.saturating_add(1 + explained));
        let height = lines.min(places.inside.height.saturating_sub(explained + 1));
        let area = Rect { height, ..places.inside };
        places.list(area, len, selected)
    }

    /// With something in a line of the inside.
    pub fn line(mut self, spot: Spot, line: u16) -> Self {
        self.spots.push((spot, layout::nth(self.inside, line)));
        self
    }

    /// With buttons side by side, the first of which is the row `first`.
    pub fn buttons(mut self, area: Rect, labels: &[&str], first: usize) -> Self {
        self.buttons = area;
        let areas = label_areas(labels, area).into_iter().enumerate();
        self.spots.extend(areas.map(|(index, area)| (Spot::Button(first + index), area)));
        self
    }

    /// Where a row of a form stands; empty when it is out of sight.
    pub fn row(&self, row: usize) -> Rect {
        let is = |spot: &Spot| match spot {
            Spot::Field(index) | Spot::Value(index) => *index == row,
            Spot::Row(_) | Spot::Button(_) => false,
        };
        self.spots.iter().find(|(spot, _)| is(spot)).map_or(Rect::default(), |(_, area)| *area)
    }

    /// What stands at a place of the screen.
    pub fn at(&self, position: Position) -> Option<Spot> {
        self.spots.iter().find(|(_, area)| area.contains(position)).map(|(spot, _)| *spot)
    }
}

/// A form with words above its rows and remarks below, each so many lines high: the line of its first row. On a low
/// screen the rows matter more than the words above them.
pub fn first_line(inside: Rect, words: u16, rows: u16) -> u16 {
    (words + 1).min(inside.height.saturating_sub(rows))
}
