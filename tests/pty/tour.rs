//! The tour: offered at the first start, and never again.

use crate::pty::{Program, Pty};

const OFFER: &str = "New here?";

/// The next start at the same home.
fn again(pty: &Pty) -> Pty {
    let next = Program::new().at(pty.home()).start();
    next.wait_for_text("act as researcher");
    next
}

fn quit(mut pty: Pty) -> Pty {
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
    pty
}

#[test]
fn the_first_start_shows_it_and_the_second_does_not() {
    for (columns, rows) in [(120, 40), (80, 24), (60, 20)] {
        let first = Program::new().size(columns, rows).start();
        first.wait_for_text(OFFER);
        // Even whoever did nothing with it is not asked again.
        let first = quit(first);
        let second = again(&first);
        assert!(!second.screen().contains(OFFER), "{}", second.screen());
    }
}

#[test]
fn esc_declines_it_and_lessons_begin_from_it() {
    let mut pty = Program::new().start();
    pty.wait_for_text(OFFER);
    pty.send("esc");
    pty.wait_for("the offer to go", |screen| !screen.contents().contains(OFFER));

    let mut pty = Program::new().start();
    pty.wait_for_text(OFFER);
    pty.send("L");
    pty.wait_for_text("Lessons");
    pty.send("enter");
    pty.wait_for_text("The dance · step 1 of 5");
    assert!(!pty.screen().contains(OFFER));
}

#[test]
fn it_is_not_offered_where_nothing_can_be_kept() {
    let program = env!("CARGO_BIN_EXE_orcid-playground");
    let pty = Program::command([program, "--ephemeral"]).start();
    pty.wait_for_text("act as researcher");
    assert!(!pty.screen().contains(OFFER), "{}", pty.screen());
}

/// An experiment as a person does it, on real sockets: the connection breaks indeed.
#[test]
fn an_experiment_of_the_fault_lab() {
    let mut pty = Program::new().start();
    pty.wait_for_text("act as researcher");
    pty.send("F");
    pty.wait_for_text("What the simulated ORCID shall do wrong");
    pty.send("end p");
    pty.wait_for_text("Fault lab · cut-off");
    pty.send("down enter");
    pty.wait_for_text("Act as the researcher, and authorize.");
    pty.send("a");
    pty.wait_for_text("Authorize access");
    pty.send("enter");
    pty.wait_for_text("The connection breaks.");
    pty.send("x");
    pty.wait_for_text("Now exchange the same code once more.");
    pty.send("x");
    pty.wait_for_text("This code was sent, and no answer came");
    pty.send("E");
    pty.wait_for_text("As you predicted.");
    // Once more, and away in the middle of it: the fault does not stay behind.
    pty.send("enter");
    pty.wait_for_text("predict it and begin");
    pty.send("enter");
    pty.wait_for_text("step 1 of 3");
    let pty = quit(pty);
    let mut next = again(&pty);
    next.send("F");
    next.wait_for_text("What the simulated ORCID shall do wrong");
    // Not before the answer is there can it be known that none acts.
    next.wait_for("the answer about the faults", |screen| {
        screen.contents().lines().any(|line| line.contains("GET /_sandbox/faults") && line.contains(" 200 "))
    });
    let screen = next.screen();
    assert!(!screen.contains("│ once "), "{screen}");
    next.send("esc");
    // Esc and q in one piece would be another key.
    next.wait_for("the list to go", |screen| !screen.contents().contains("What the simulated ORCID"));
    quit(next);
}
