//! Answers in pane 3 by the program as it is: filters are processes that end, what is saved is a file of one's own.

use std::os::unix::fs::PermissionsExt;

use crate::{
    dance::to_the_token,
    pty::{Home, Program, poll},
};

/// The children of a process.
#[cfg(target_os = "linux")]
fn children(process: u32) -> Vec<String> {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn filters_run_are_stopped_and_their_results_saved() {
    let home = Home::new();
    let mut pty = Program::new().at(&home).start();
    to_the_token(&mut pty);
    pty.send("r");
    pty.wait_for_text("GET /api");
    pty.wait_for_text("200 OK");
    pty.send("3");
    pty.send("|");
    pty.wait_for_text("Enter runs it");
    // One that never ends, and asks for all the memory that there is.
    pty.send("ctrl-u");
    pty.paste("[repeat(1)]");
    pty.send("enter");
    pty.wait_for_text("Esc stops it");
    pty.send("esc");
    pty.wait_for_text("stopped");
    #[cfg(target_os = "linux")]
    poll(|| children(pty.pid()).is_empty().then_some(()));
    pty.send("|");
    pty.send("ctrl-u");
    pty.paste(".path");
    pty.send("enter");
    pty.wait_for_text("filtered");
    pty.send("O");
    pty.send("b");
    pty.wait_for_text("Save the body");
    pty.send("ctrl-u");
    let file = home.path().join("path.json");
    pty.paste(file.to_str().unwrap());
    pty.send("enter");
    pty.wait_for_text("Saved as");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "\"/0000-0002-4456-8947\"\n");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
}
