//! The program itself in a pseudo-terminal.
//!
//! | file | what it shows |
//! |---|---|
//! | [`dance`] | the whole dance, and how few keys it takes |
//! | [`answers`] | filters, and bodies saved |
//! | [`asking`] | commands that ask, or tell how far they are |
//! | [`operations`] | refresh and revoke, on the screen and in the files |
//! | [`leaving`] | every way of leaving gives the terminal back |
//! | [`stopping`] | Ctrl-Z, `fg`, and their relatives |
//! | [`resizing`] | any size, at any moment |
//! | [`resting`] | a program at rest does nothing at all |
//! | [`together`] | several instances, and ports that others have |
//! | [`surroundings`] | no terminal, a poor terminal, no colours |
//! | [`calls`] | calls of the API, and a body in the user's own editor |
//! | [`tour`] | the offer of the tour, and an experiment of the fault lab |
//! | [`pasting`] | what is pasted is text, never keys |

#![cfg(unix)]

mod answers;
mod asking;
#[path = "../support/by_hand.rs"]
mod by_hand;
mod calls;
mod dance;
mod leaving;
mod operations;
mod pasting;
#[path = "../support/pty/mod.rs"]
mod pty;
mod resizing;
#[cfg(target_os = "linux")]
mod resting;
mod stopping;
mod surroundings;
mod together;
mod tour;
