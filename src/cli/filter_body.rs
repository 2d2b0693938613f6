//! A jq filter in a process of its own, for the playground: it may never end, or ask for all the memory that there is,
//! and is ended from outside then. Not meant to be typed.

use std::io::{self, BufRead, Read, Write};

use super::error::CliError;
use crate::app::document::filter;

/// A process that runs a filter gets no more memory than this, in bytes, and no more processor time, in seconds.
#[cfg(unix)]
const LIMITS: (u64, u64) = (4 << 30, 60);

/// Reads the length of the filter on a line, the filter, and the values to filter; writes the results, one a line.
///
/// # Errors
/// What is wrong with the filter, in the words of [`filter::run`].
pub fn run() -> Result<(), CliError> {
    limit();
    let mut stdin = io::stdin().lock();
    let mut length = String::new();
    let read = stdin.read_line(&mut length).and_then(|_| {
        let length = length.trim().parse::<usize>().map_err(io::Error::other)?;
        let mut input = Vec::new();
        stdin.read_to_end(&mut input)?;
        Ok((length.min(input.len()), input))
    });
    let (length, input) = read.map_err(|error| CliError::io("read standard input", &error))?;
    let (code, values) = input.split_at(length);
    let code = String::from_utf8_lossy(code);
    match filter::run(&code, values, filter::RESULT_LIMIT) {
        Ok(results) => io::stdout().write_all(&results).map_err(|error| CliError::io("write", &error)),
        Err(why) => {
            // For the playground, which shows it behind the filter: without any dress.
            let _ = writeln!(io::stderr(), "{why}");
            std::process::exit(1)
        }
    }
}

#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    for (resource, most) in [(Resource::As, LIMITS.0), (Resource::Cpu, LIMITS.1), (Resource::Core, 0)] {
        let Rlimit { maximum, .. } = getrlimit(resource);
        let most = maximum.map_or(most, |maximum| maximum.min(most));
        // Where the system knows no such limit, the one who waits still ends it in time.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn limit() {}
