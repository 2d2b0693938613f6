//! Whole journeys as plain function calls: keys go in, the simulated ORCID answers, the model and its messages come out.
//! No socket, no clock, no file, no sleep.

#[path = "../support/journey.rs"]
mod journey;
#[path = "../support/screen.rs"]
mod screen;

mod again;
mod answers;
mod awaited;
mod call_checks;
mod calling;
mod calls;
mod catalogue;
mod configure;
mod dance;
mod diagnosis;
mod dialog_keys;
mod doctor;
mod errors;
mod explaining;
mod faults;
mod findings;
mod forged;
mod handed_out;
mod id_token;
mod kept;
mod lab;
mod leaving;
mod lessons;
mod notices;
mod operations;
mod palette;
mod paste_box;
mod pasted_tokens;
mod pasting;
mod production;
mod questions;
mod refreshing;
mod remote;
mod resending;
mod sessions;
mod several_lines;
mod sharing;
mod shelf;
mod tour;
mod viewing;
