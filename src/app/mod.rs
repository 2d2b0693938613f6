//! What the program decides: [`Model`], [`Msg`], [`Command`], [`update()`], [`Effect`]. Pure: no clock, no file, no socket.

mod available;
pub mod call;
pub mod card;
mod command;
pub mod control;
pub mod copy;
pub mod dance;
pub mod diagnosis;
pub mod dialog;
pub mod doctor;
pub mod document;
pub mod export;
mod failure;
pub mod fault;
pub mod field;
pub mod finding;
pub mod form;
pub mod help;
pub mod history;
pub mod id_token;
pub mod keep;
mod key;
pub mod keymap;
pub mod layout;
pub mod lesson;
mod model;
pub mod msg;
pub mod pane;
pub mod profile;
pub mod refreshing;
pub mod researcher;
pub mod sequence;
pub mod shelf;
mod steps;
pub mod token_exchange;
mod transcript;
mod update;
pub mod viewer;
mod wake;

pub use available::{Hint, availability, hints};
pub use command::Command;
pub use key::{Key, KeyCode, UnknownKey};
pub use layout::Size;
pub use model::{Local, Model, Notice, Start, Tone};
pub use msg::{Effect, Msg};
pub use steps::{StepState, steps};
pub use transcript::transcript;
pub use update::{
    ENVIRONMENTS, OperationRow, PaletteRow, ScopeRow, explain, operation_rows, palette_rows, scope_rows, update,
};
pub use wake::{next_wake, spinner};
