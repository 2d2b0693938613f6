//! Several instances of one user, and ports that somebody else has.

use crate::{
    dance::to_the_token,
    pty::{Home, Program, Pty},
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

/// Where the screen says that the simulated ORCID is: `http://127.0.0.1:18800`.
fn simulated_orcid(pty: &Pty) -> String {
    let screen = pty.screen();
    let address = screen.lines().find_map(|line| line.split_once("Send to")?.1.split_once("/oauth/"));
    address.unwrap_or_else(|| panic!("no address:\n{screen}")).0.trim().to_owned()
}

#[test]
fn the_usual_ports_are_taken() {
    // By somebody else's playground: this one, or whoever kept it from having them.
    let mut neighbour = Program::new().start();
    to_the_token(&mut neighbour);
    let mut pty = Program::new().start();
    to_the_token(&mut pty);
    assert_ne!(simulated_orcid(&pty), simulated_orcid(&neighbour), "whose ORCID?\n{}", pty.screen());
    // The neighbour is still served by its own.
    neighbour.send("enter");
    neighbour.wait_for_text("orcid-identifier");
}
