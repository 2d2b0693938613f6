//! Whichever way the program ends, the terminal is as it was before.

use rustix::process::Signal;

use crate::pty::{Program, Pty};

fn started() -> Pty {
    let pty = Program::new().start();
    pty.wait_for_text("1 Configure");
    pty.look(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor()));
    pty
}

#[test]
fn by_key() {
    for key in ["q", "ctrl-c"] {
        let mut pty = started();
        pty.send(key);
        assert!(pty.exit_status().success(), "{key}");
        pty.assert_restored();
    }
}

#[test]
fn by_signal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut pty = started();
        pty.signal(signal);
        pty.exit_status();
        pty.assert_restored();
    }
}
