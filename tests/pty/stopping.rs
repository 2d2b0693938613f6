//! Ctrl-Z leaves a usable terminal to the shell, and `fg` brings the program back.

use rustix::process::Signal;

use crate::pty::{Program, Pty, poll, signal_to};

const PROMPT: &str = "shell>";

/// The program, started by a shell with job control.
fn in_a_shell() -> (Pty, i32) {
    let mut pty = Program::command(["sh", "-i"]).env("PS1", PROMPT).start();
    pty.wait_for_text(PROMPT);
    let shell = pty.foreground();
    pty.write(format!("{}\n", env!("CARGO_BIN_EXE_orcid-playground")).as_bytes());
    pty.wait_for_text("1 Configure");
    let program = pty.foreground().unwrap();
    assert_ne!(Some(program), shell, "the shell has no job control");
    (pty, program)
}

/// `T` for a stopped process.
#[cfg(target_os = "linux")]
fn state(process: i32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit(") ").next()?.chars().next()
}

/// Other systems have no such file; what the terminal shows has to do.
#[cfg(not(target_os = "linux"))]
fn state(_process: i32) -> Option<char> {
    Some('T')
}

fn wait_until_stopped(pty: &Pty, program: i32) {
    pty.wait_for("the shell's screen", |screen| !screen.alternate_screen() && screen.contents().ends_with(PROMPT));
    assert!(poll(|| (state(program) == Some('T')).then_some(())).is_some(), "the program runs on");
    pty.look(|screen| assert!(!screen.bracketed_paste() && !screen.hide_cursor()));
}

fn wait_until_whole(pty: &Pty) {
    pty.wait_for("the whole screen", |screen| {
        let mut lines = screen.rows(0, screen.size().1.get());
        let first = lines.next().unwrap_or_default();
        let footer = lines.last().unwrap_or_default();
        let modes = screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor();
        // Where nothing could be given back, the screen before was whole but for what the shell wrote over it.
        let drawn = first.contains("local (simulated ORCID)") && footer.contains("q quit");
        modes && drawn && !screen.contents().contains(PROMPT)
    });
}

fn leave(mut pty: Pty) {
    pty.send("q");
    pty.wait_for("the shell's screen", |screen| !screen.alternate_screen() && screen.contents().ends_with(PROMPT));
    pty.write(b"exit\n");
    pty.exit_status();
    pty.assert_restored();
}

#[test]
fn ctrl_z_and_fg() {
    let (mut pty, program) = in_a_shell();
    for _ in 0..2 {
        pty.send("ctrl-z");
        wait_until_stopped(&pty, program);
        pty.write(b"fg\n");
        wait_until_whole(&pty);
    }
    leave(pty);
}

#[test]
fn fg_in_another_size() {
    let (mut pty, program) = in_a_shell();
    pty.send("ctrl-z");
    wait_until_stopped(&pty, program);
    pty.resize(80, 24);
    pty.write(b"fg\n");
    wait_until_whole(&pty);
    pty.wait_for("one pane at a time", |screen| screen.contents().contains("2 Authorize"));
    leave(pty);
}

#[test]
fn stopped_by_others() {
    let (mut pty, program) = in_a_shell();
    signal_to(program, Signal::TSTP);
    wait_until_stopped(&pty, program);
    pty.write(b"fg\n");
    wait_until_whole(&pty);
    leave(pty);
}

/// Nothing can be given back before SIGSTOP; what follows is put right all the same.
#[test]
fn stopped_without_warning() {
    let (mut pty, program) = in_a_shell();
    let before = pty.bytes_written();
    signal_to(program, Signal::STOP);
    // It may have been stopped inside a frame; then the prompt is a part of that, and not to be seen yet.
    pty.wait_for_written_after(before, PROMPT);
    pty.write(b"fg\n");
    wait_until_whole(&pty);
    leave(pty);
}

#[test]
fn the_first_program_of_a_terminal_is_not_stopped_for_good() {
    let mut pty = Program::new().start();
    pty.wait_for_text("1 Configure");
    pty.send("ctrl-z");
    pty.wait_for_text("Not stopped");
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}
