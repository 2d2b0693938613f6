//! The program itself in a pseudo-terminal.
//!
//! | file | what it shows |
//! |---|---|
//! | [`dance`] | the whole dance, and how few keys it takes |
//! | [`leaving`] | every way of leaving gives the terminal back |

#![cfg(unix)]

mod dance;
mod leaving;
#[path = "../support/pty.rs"]
mod pty;
