//! The simulated ORCID under load, measured from outside by a generator on the same machine: `cargo bench --bench load`.
//!
//! * ready: from before the process is made to its line of JSON.
//! * requests: as many as go over 32 connections for some seconds, with the time of each; and, where the system tells it
//!   (Linux), the processor time that the server spent on one, which does not depend on who else uses the machine.
//! * stalled clients: the same, while a process of its own holds 10,000 connections on which it says nothing, or half of
//!   something; and again when the server may have 4,096 files only, so that it has to close some.
//! * memory: what is resident (`VmRSS`, Linux) with 10,000 tokens.
//! * cost: one call of the function that answers, when there are 1, 100, 10,000, 1,000,000 tokens; when 10, 1,000,
//!   100,000 items were written into another record; and of the record with 10,000 works.

#[cfg(unix)]
mod inside;
#[cfg(unix)]
mod outside;
#[cfg(unix)]
mod stall;

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "stall") {
        Some(at) => stall::run(&arguments[at + 1], &arguments[at + 2]),
        None => {
            outside::all()?;
            inside::all();
            Ok(())
        }
    }
}

#[cfg(not(unix))]
fn main() {
    println!("measured on Unix only");
}

/// Prints a row: what it is, the figures, and what is asked for.
#[cfg(unix)]
fn row(what: &str, figures: &str, goal: &str) {
    println!("{what:<34}{figures:<58}{goal}");
}
