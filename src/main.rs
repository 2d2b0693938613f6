//! The program: everything happens in the library.

use std::process::ExitCode;

use clap::Parser;
use orcid_playground::cli;

fn main() -> ExitCode {
    cli::complete::answer_shell();
    cli::run(&cli::Args::parse())
}
