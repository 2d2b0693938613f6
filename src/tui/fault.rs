//! Breaks the program on request, so that tests can see what is left of the terminal. Debug builds only.

use crate::app::Msg;

/// `update`: the next key panics where the model is updated. `task`: it panics in a task. `lent`: the next program that is
/// lent the terminal has a task panic beside it.
const VARIABLE: &str = "ORCID_PLAYGROUND_TEST_PANIC";

/// Panics on a key when the environment says so.
pub fn on_key(message: &Msg) {
    if !matches!(message, Msg::Key(_)) {
        return;
    }
    match std::env::var(VARIABLE).as_deref() {
        Ok("update") => panic!("a panic in update, as a test asked for"),
        Ok("task") => panic_in_a_task(),
        Ok(_) | Err(_) => {}
    }
}

/// Panics beside a program that has the terminal when the environment says so.
pub fn on_lending() {
    if std::env::var(VARIABLE).as_deref() == Ok("lent") {
        panic_in_a_task();
    }
}

fn panic_in_a_task() {
    drop(tokio::spawn(async { panic!("a panic in a task, as a test asked for") }));
}
