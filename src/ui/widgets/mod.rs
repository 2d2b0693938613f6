//! The building blocks of the screen. Each draws plain data; none keeps state, and none fails at any size.

mod button;
mod dialog;
mod document;
mod footer;
mod pane;
mod scrollbar;

pub use button::{Button, ButtonRow};
pub use dialog::Dialog;
pub use document::DocumentView;
pub use footer::Footer;
pub use pane::Pane;
pub use scrollbar::Scrollbar;

#[cfg(test)]
mod tests;
