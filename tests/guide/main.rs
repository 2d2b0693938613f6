//! The guide `sandbox` does what it shows: each of its snippets, taken out of the guide's text, starts the simulated ORCID,
//! and a driver in the same language uses what the snippet gives.
//!
//! | file | what it holds |
//! |---|---|
//! | `snippet` | finding a snippet in the guide |
//! | `stage` | a folder with the snippet, its driver and the program on the search path |
//! | `languages` | the snippets for test suites |
//! | `shell` | the snippets for containers, for CI and for curl |
//! | `start_orcid` | the Rust snippet, compiled |
//! | `drivers/` | what uses the snippets, in their languages |
//!
//! A language that is not installed is reported as ignored, with the reason; when `ORCID_PLAYGROUND_REQUIRE_GUIDE` is set,
//! it fails.

#![cfg_attr(not(unix), allow(dead_code, unused_imports))]

mod languages;
mod shell;
mod snippet;
mod stage;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};

fn main() -> ExitCode {
    // The Rust snippet finds its program on the search path, which only a process of its own may have changed.
    if std::env::args().nth(1).as_deref() == Some(languages::RUST_DRIVER) {
        return languages::drive_rust();
    }
    #[allow(unused_mut)]
    let mut trials: Vec<Trial> = Vec::new();
    #[cfg(unix)]
    {
        trials.extend(languages::ALL.iter().map(|language| {
            Trial::ignorable_test(language.name, || when_there(language.missing(), || language.run()))
        }));
        trials.push(Trial::test("rust", languages::rust));
        trials.push(Trial::test("container", shell::container));
        trials.push(Trial::ignorable_test("ci", || when_there(shell::missing(), shell::ci)));
        trials.push(Trial::ignorable_test("curl", || when_there(shell::missing(), shell::curl)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Runs a test where what it needs is installed.
fn when_there(missing: Option<String>, test: impl FnOnce() -> Result<(), Failed>) -> Result<Completion, Failed> {
    match missing {
        Some(why) if std::env::var_os("ORCID_PLAYGROUND_REQUIRE_GUIDE").is_some() => Err(why.into()),
        Some(why) => Ok(Completion::ignored_with(why)),
        None => test().map(|()| Completion::Completed),
    }
}
