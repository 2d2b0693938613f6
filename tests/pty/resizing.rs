//! Any size, at any moment.

use crate::pty::Program;

#[test]
fn every_size_is_survived() {
    let mut pty = Program::new().start();
    pty.wait_for_text("1 Configure");
    for (columns, rows) in
        [(39, 11), (1, 1), (0, 0), (40, 12), (1, 60), (300, 1), (80, 24), (200, 60), (0, 24), (39, 40)]
    {
        let before = pty.bytes_written();
        pty.resize(columns, rows);
        // A terminal without a single cell shows nothing, whatever is drawn.
        if columns > 0 && rows > 0 {
            pty.wait_for_bytes_after(before);
        }
    }
    pty.wait_for_text("needs 40×12, has 39×40");
    pty.resize(120, 40);
    pty.wait_for("the whole screen", |screen| {
        let text = screen.contents();
        text.contains("1 Configure") && text.contains("3 Request / Response") && text.contains("q quit")
    });
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

#[test]
fn a_terminal_that_tells_no_size_can_be_left() {
    for (columns, rows) in [(0, 0), (1, 1)] {
        let mut pty = Program::new().size(columns, rows).start();
        pty.wait_for("the terminal's modes", vt100::Screen::alternate_screen);
        pty.send("q");
        assert!(pty.exit_status().success());
        pty.assert_restored();
    }
}
