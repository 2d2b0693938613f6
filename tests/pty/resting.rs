//! At rest the program writes nothing and is not even woken.

use std::{
    fs,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::pty::{PATIENCE, Program, Pty};

/// How long nothing has to happen: longer than any beat that a program would have. That nothing happens can only be seen in
/// time.
const WATCHED: Duration = Duration::from_secs(7);

/// How often any thread of the process was woken so far, for each thread by its name.
fn wake_ups(process: u32) -> Vec<(String, u64)> {
    let number = |status: &str, name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().parse::<u64>().unwrap_or(0)
    };
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let mut counts: Vec<_> = threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("status")).ok())
        .map(|status| {
            let name = status.lines().next().unwrap_or_default().trim_start_matches("Name:").trim().to_owned();
            (name, number(&status, "voluntary_ctxt_switches:"))
        })
        .collect();
    counts.sort();
    counts
}

type Activity = (usize, Vec<(String, u64)>);

fn activity(pty: &Pty) -> Activity {
    (pty.bytes_written(), wake_ups(pty.pid()))
}

/// Comes to rest within reason, and stays there.
fn rests(pty: &Pty) {
    let give_up = Instant::now() + PATIENCE;
    let mut before = activity(pty);
    loop {
        sleep(WATCHED);
        let after = activity(pty);
        if after == before {
            return;
        }
        assert!(Instant::now() < give_up, "no rest: {before:?} became {after:?}");
        before = after;
    }
}

#[test]
fn nothing_happens_after_the_start() {
    let pty = Program::new().start();
    pty.wait_for_text("q quit");
    rests(&pty);
}

#[test]
fn nothing_happens_behind_an_open_dialog() {
    let mut pty = Program::new().start();
    pty.wait_for_text("q quit");
    pty.send("?");
    pty.wait_for_text("back");
    rests(&pty);
}
