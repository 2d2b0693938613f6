//! What is done with tokens, by the program as it is: what the screen says stands in the files too.

use serde_json::Value;

use crate::{
    dance::to_the_token,
    pty::{Home, Program},
};

/// The stored token responses, the oldest first.
fn stored(home: &Home) -> Vec<Value> {
    let folder = std::fs::read_dir(home.path().join("state/orcid-playground/tokens")).unwrap();
    let mut paths: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()).collect()
}

#[test]
fn tokens_are_refreshed_and_revoked() {
    let home = Home::new();
    let mut pty = Program::new().at(&home).start();
    to_the_token(&mut pty);
    pty.send("R");
    pty.wait_for_text("Old token");
    pty.send("X");
    pty.wait_for_text("Revoke these tokens?");
    pty.send("left");
    pty.send("enter");
    pty.wait_for_text("These tokens are revoked");
    pty.send("r");
    pty.wait_for_text("as it should be");
    pty.send("q");
    assert!(pty.exit_status().success());
    pty.assert_restored();
    let stored = stored(&home);
    let of = |name: &str| stored.iter().map(|token| token[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("grant_type"), ["authorization_code", "refresh_token"]);
    assert!(of("revoked_at")[0].is_null() && of("revoked_at")[1].is_string(), "{:?}", of("revoked_at"));
}
