//! What stands in panes 1 and 2, as rows. The same rows give the order of the focus, the geometry for the mouse, and
//! the picture.

mod arrived;
mod authorize;
mod configure;
mod hidden;
pub mod place;
mod tokens;

use super::{
    Model,
    control::{Control, Pane},
    document::Line,
    field::TextField,
};
use jiff::Timestamp;
use ratatui::layout::{Position, Rect};

pub use authorize::OTHER_PANES;
pub use hidden::Hidden;
pub use place::{LABEL_WIDTH, Placed, Placement, button_areas, hanging, hanging_rows, has, note_indent, place};

/// One row of a pane.
#[derive(Clone, Debug)]
pub enum Row<'a> {
    /// A labelled value.
    Field {
        /// What has the focus when it has.
        control: Control,
        /// Its label.
        label: &'static str,
        /// Its value.
        value: Value<'a>,
        /// A line below it, shown while it has the focus.
        note: Option<&'a str>,
    },
    /// Buttons side by side.
    Buttons(Vec<Button>),
    /// A text; wrapped when it is long.
    Text(Line),
    /// An empty line.
    Gap,
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// To type into.
    Edit {
        /// The text and its cursor.
        field: &'a TextField,
        /// What of it is not shown now.
        hidden: Hidden,
        /// Shown while it is empty.
        placeholder: &'a str,
    },
    /// Opens a choice.
    Choice(String),
    /// On or off.
    Toggle(bool),
    /// Only to be read.
    Shown(Line),
}

/// A button; it is there only when it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What has the focus when it has; also says what it does.
    pub control: Control,
    /// Its label.
    pub label: &'static str,
    /// Whether it is the next step of the dance.
    pub primary: bool,
}

/// The rows of a pane. Pane 3 is not made of rows.
pub fn rows(model: &Model, pane: Pane, now: Timestamp) -> Vec<Row<'_>> {
    match pane {
        Pane::Configure => configure::rows(model, now),
        Pane::Authorize => authorize::rows(model, now),
        Pane::Messages => Vec::new(),
    }
}

/// The pane that a control stands in.
pub fn pane_of(control: Control) -> Pane {
    match control {
        Control::Environment
        | Control::ClientId
        | Control::ClientSecret
        | Control::RedirectUri
        | Control::Scope
        | Control::Advanced
        | Control::UseState
        | Control::UseNonce
        | Control::Pkce
        | Control::AuthMethod
        | Control::ResponseType
        | Control::Parameter(_)
        | Control::Finding(_) => Pane::Configure,
        Control::Url | Control::Paste => Pane::Authorize,
        Control::Button(
            super::Command::SaveProfile
            | super::Command::Profiles
            | super::Command::ChooseScopes
            | super::Command::Doctor,
        ) => Pane::Configure,
        Control::Button(_) => Pane::Authorize,
        Control::Viewer => Pane::Messages,
    }
}

/// The controls of a pane in reading order, row by row.
pub fn controls(rows: &[Row<'_>]) -> Vec<Vec<Control>> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Field { value: Value::Shown(_), control, .. }
                if !matches!(control, Control::Url | Control::Advanced) =>
            {
                None
            }
            Row::Field { control, .. } => Some(vec![*control]),
            Row::Buttons(buttons) => Some(buttons.iter().map(|button| button.control).collect()),
            Row::Text(_) | Row::Gap => None,
        })
        .collect()
}

/// The control at a place of the screen, given the inside of a pane.
pub fn control_at(model: &Model, pane: Pane, inside: Rect, at: Position, now: Timestamp) -> Option<Control> {
    let rows = rows(model, pane, now);
    let placement = place(&rows, inside.width, inside.height, model.focus);
    let line = i32::from(at.y) - i32::from(inside.y);
    let placed = placement.rows.iter().find(|p| (p.y..p.y + i32::from(p.height)).contains(&line))?;
    match rows.get(placed.row)? {
        Row::Field { value: Value::Shown(_), control, .. } if !matches!(control, Control::Url | Control::Advanced) => {
            None
        }
        Row::Field { control, .. } => Some(*control),
        Row::Buttons(buttons) => {
            let top = u16::try_from(i32::from(inside.y) + placed.y).ok()?;
            let area = Rect { y: top, height: placed.height, ..inside };
            let areas = button_areas(buttons, area);
            areas.iter().zip(buttons).find(|(area, _)| area.contains(at)).map(|(_, button)| button.control)
        }
        Row::Text(_) | Row::Gap => None,
    }
}

/// The index of the first message in the list of pane 3, so that the chosen one is visible.
pub fn first_listed(model: &Model, height: u16) -> usize {
    let height = usize::from(height.max(1));
    let last = model.exchanges.len().saturating_sub(height);
    model.viewer.selected.saturating_sub(height / 2).min(last)
}
