//! The terminal shell: enters and leaves the terminal, turns its events into messages, and runs the loop.
//!
//! | file | what it does |
//! |---|---|
//! | [`terminal`] | modes of the terminal, switched on in order and off in reverse, also after a panic |
//! | [`input`] | events of the terminal become messages |
//! | [`signals`] | SIGTERM, SIGHUP, SIGINT, SIGCONT; stopping for Ctrl-Z |
//! | [`run`] | the loop: drain, update, perform, draw |

pub mod input;
mod run;
mod signals;
pub mod terminal;

pub use run::{Beginning, run};
