//! The terminal shell: enters and leaves the terminal, turns its events into messages, and runs the loop.
//!
//! | file | what it does |
//! |---|---|
//! | [`terminal`] | modes of the terminal, switched on in order and off in reverse |
//! | `panics` | a panic anywhere gives the terminal back and ends the program |
//! | [`input`] | events of the terminal become messages |
//! | `signals` | what SIGTERM, SIGHUP, SIGINT, SIGTSTP and SIGCONT order; stopping for Ctrl-Z |
//! | `order` | what concerns the program as a whole |
//! | `sources` | everything that the loop waits for |
//! | `screen` | whole frames go out in one write |
//! | `gate` | keeps reading back while an editor has the terminal |
//! | `hang_up` | the end of the terminal where no signal tells it |
//! | `run` | the loop: wait, update, perform, draw |
//! | [`plain`] | the same as numbered lines, with no screen at all |
//! | `fault` | breaks the program on request, in debug builds, to test what is left then |

#[cfg(debug_assertions)]
mod fault;
mod gate;
mod hang_up;
pub mod input;
mod order;
mod panics;
pub mod plain;
mod run;
mod screen;
mod signals;
mod sources;
pub mod terminal;

pub use order::Ending;
pub use run::{Beginning, run};
