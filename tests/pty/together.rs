//! Several instances of one user, and ports that somebody else has.

use crate::{
    dance::to_the_token,
    pty::{Home, Program},
};

#[test]
fn two_instances_share_the_simulated_orcid() {
    let home = Home::new();
    let mut first = Program::new().at(&home).start();
    first.wait_for_text("1 Configure");
    let mut second = Program::new().at(&home).start();
    to_the_token(&mut second);
    to_the_token(&mut first);
    first.send("q");
    assert!(first.exit_status().success());
    // Who served is gone; the other one takes over.
    second.send("N");
    second.wait_for_text("⏎ act as researcher");
    to_the_token(&mut second);
    second.send("enter");
    second.wait_for_text("orcid-identifier");
}

#[test]
fn the_usual_ports_are_taken() {
    // By somebody else's playground: this one, or whoever kept it from having them.
    let mut neighbour = Program::new().start();
    to_the_token(&mut neighbour);
    let mut pty = Program::new().start();
    to_the_token(&mut pty);
    let screen = pty.screen();
    assert!(!screen.contains("127.0.0.1:18800") && !screen.contains("127.0.0.1:18801"), "whose ports?\n{screen}");
    // The neighbour is still served by its own.
    neighbour.send("enter");
    neighbour.wait_for_text("orcid-identifier");
}
