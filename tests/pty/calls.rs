//! Calls of the API by the program as it is: a work is written, seen in the record, changed in an editor, and deleted; in
//! between the tokens are refreshed, at the end revoked.

use std::os::unix::fs::PermissionsExt;

use crate::{
    dance::to_the_token,
    pty::{Home, Program, Pty},
};

/// An editor that changes a title, once it was told to go on by a key: keys belong to it, not to the program below.
const EDITOR: &str = r#"#!/bin/sh
printf 'EDITOR has %s; press x\n' "$1"
stty -icanon -echo min 1
key=$(dd bs=1 count=1 2>/dev/null)
stty icanon echo
[ "$key" = x ] || exit 3
sed 's/found its keepers/kept its light/' "$1" > "$1.new" && cat "$1.new" > "$1" && rm "$1.new"
"#;

/// An editor that draws on the whole screen, and tidies nothing up when it is told to end.
const UNTIDY: &str = r#"#!/bin/sh
stty raw -echo
printf '\033[?1049h\033[?25l\033[?2004hEDITOR at work'
exec sleep 60
"#;

fn with_scopes(home: &Home, script: &str) -> Pty {
    with_scopes_in(Program::new(), home, script)
}

fn with_scopes_in(program: Program, home: &Home, script: &str) -> Pty {
    let editor = home.path().join("editor");
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut pty = program.at(home).size(120, 40).env("EDITOR", editor.to_str().unwrap()).start();
    pty.wait_for_text("Act as researcher");
    // The field of the scopes.
    pty.send("1");
    for _ in 0..4 {
        pty.send("tab");
    }
    pty.send("ctrl-e");
    pty.write(b" /activities/update");
    pty.wait_for_text("/read-limited /activities/update");
    // The last line of the frame that shows it: an Enter behind an Esc would be another key.
    pty.wait_for_text("⏎ list of scopes");
    pty.send("esc");
    pty.wait_for_text("⏎ act as researcher");
    to_the_token(&mut pty);
    pty
}

/// Prepares a call, by the words that find it first.
fn prepare(pty: &mut Pty, name: &str) {
    pty.send("o");
    pty.wait_for_text("Call the API ─");
    pty.write(name.as_bytes());
    pty.wait_for_text(&format!("> {name}"));
    pty.send("enter");
    pty.wait_for_text(&format!("Call · {name}"));
}

#[test]
fn a_work_is_written_seen_updated_and_deleted_and_the_tokens_are_refreshed_and_revoked() {
    let home = Home::new();
    let mut pty = with_scopes(&home, EDITOR);
    prepare(&mut pty, "add-work");
    pty.send("ctrl-s");
    pty.wait_for_text("added, put-code");
    pty.send("r");
    pty.wait_for_text("Read with the token");
    pty.send("/");
    pty.write(b"found its keepers");
    pty.wait_for_text("found its keepers   1 of");
    pty.send("esc");
    pty.wait_for_text("q quit");
    prepare(&mut pty, "update-work");
    pty.send("ctrl-o");
    pty.wait_for_text("EDITOR has");
    // The terminal is the editor's: no alternate screen, and the key goes to it.
    pty.write(b"x");
    pty.wait_for_text("Call · update-work");
    pty.wait_for_text("kept its light");
    pty.send("ctrl-s");
    pty.wait_for_text("HTTP 200: done");
    pty.send("r");
    pty.wait_for_text("Read with the token");
    pty.send("/");
    pty.write(b"kept its light");
    pty.wait_for_text("kept its light   1 of");
    pty.send("esc");
    pty.wait_for_text("q quit");
    pty.send("R");
    pty.wait_for_text("Old token");
    // The new token may do what the old one might.
    prepare(&mut pty, "delete-work");
    pty.send("ctrl-s");
    pty.wait_for_text("HTTP 204: deleted");
    pty.send("X");
    pty.wait_for_text("Revoke these tokens?");
    pty.send("R");
    pty.wait_for_text("These tokens are revoked");
    pty.send("r");
    pty.wait_for_text("as it should be");
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

#[test]
fn an_editor_that_fails_changes_nothing_and_the_keys_come_back() {
    let home = Home::new();
    let mut pty = with_scopes(&home, EDITOR);
    prepare(&mut pty, "add-work");
    pty.send("ctrl-o");
    pty.wait_for_text("EDITOR has");
    pty.write(b"n");
    pty.wait_for_text("The editor changed nothing");
    pty.wait_for_text("Call · add-work");
    pty.send("esc");
    pty.wait_for_text("⏎ prepare it");
    pty.send("esc");
    pty.wait_for_text("q quit");
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}

#[test]
fn whoever_ends_the_program_below_an_editor_gets_the_terminal_back() {
    let home = Home::new();
    let mut pty = with_scopes(&home, UNTIDY);
    prepare(&mut pty, "add-work");
    pty.send("ctrl-o");
    pty.wait_for_text("EDITOR at work");
    pty.signal(rustix::process::Signal::TERM);
    assert_eq!(pty.exit_status().exit_code(), 143);
    pty.assert_restored();
}

/// The message of a panic would be drawn into the editor, and whoever types there would lose their text.
#[cfg(debug_assertions)]
#[test]
fn a_panic_beside_an_editor_ends_the_program_when_the_editor_has_ended() {
    let home = Home::new();
    let mut pty = with_scopes_in(Program::new().env("ORCID_PLAYGROUND_TEST_PANIC", "lent"), &home, EDITOR);
    prepare(&mut pty, "add-work");
    pty.send("ctrl-o");
    pty.wait_for_text("EDITOR has");
    assert!(!pty.screen().contains("as a test asked for"), "{}", pty.screen());
    pty.write(b"x");
    assert_eq!(pty.exit_status().exit_code(), 101);
    pty.assert_restored();
    let screen = pty.screen();
    assert!(screen.contains("as a test asked for") && screen.contains("an error of its own"), "{screen}");
}
