//! View functions: reads the model, writes nothing.

pub mod theme;
pub mod widgets;

/// Draws the model.
pub fn view(_model: &crate::app::Model, _theme: &theme::Theme, _frame: &mut ratatui::Frame, _now: jiff::Timestamp) {}
