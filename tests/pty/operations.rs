//! What is done with tokens, by the program as it is: what the screen says stands in the files too.

use serde_json::Value;

use crate::{
    dance::to_the_token,
    pty::{Home, Program},
};

/// The stored token responses, the oldest first.
pub fn stored(home: &Home) -> Vec<Value> {
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

#[test]
fn stored_tokens_are_asked_about_taken_and_forgotten() {
    let home = Home::new();
    let mut pty = Program::new().at(&home).start();
    to_the_token(&mut pty);
    pty.send("<");
    pty.wait_for_text("revoke_old");
    pty.send("ctrl-e");
    pty.send("ctrl-u");
    pty.write(b"/authenticate\r");
    pty.wait_for_text("Old token");
    pty.send("T");
    pty.wait_for_text("p probes");
    pty.wait_for_text("refresh_token ·");
    pty.send("p");
    pty.wait_for_text("live: the server took it");
    pty.send("down");
    pty.wait_for_text("authorization_code ·");
    pty.send("d");
    pty.wait_for_text("Forget this token response?");
    pty.send("left");
    pty.send("enter");
    pty.wait_for("that it is gone", |screen| {
        let text = screen.contents();
        text.contains("refresh_token ·") && !text.contains("authorization_code ·")
    });
    pty.send("enter");
    pty.wait_for_text("The stored token is in hand");
    pty.send("X");
    pty.wait_for_text("Revoke these tokens?");
    pty.send("R");
    pty.wait_for_text("These tokens are revoked");
    pty.send("q");
    assert!(pty.exit_status().success());
    let stored = stored(&home);
    assert_eq!(stored.len(), 1);
    assert_eq!((&stored[0]["grant_type"], &stored[0]["seen"]["what"]), (&"refresh_token".into(), &"live".into()));
    assert!(stored[0]["revoked_at"].is_string());
    assert!(stored[0]["body"].as_str().unwrap().contains("\"scope\":\"/authenticate\""));
}

#[test]
fn tokens_of_a_fragment_are_on_disk_before_they_are_shown() {
    let home = Home::new();
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let profile = "version = 1\n[settings]\nactive_profile = \"implicit\"\n[profile.implicit]\nenvironment = \"local\"\n\
        client_id = \"APP-PLAYGROUND000001\"\nredirect_uri = \"http://127.0.0.1:18801/callback\"\nscope = \"openid\"\n\
        response_type = \"id_token token\"\nuse_nonce = true\n";
    std::fs::write(folder.join("config.toml"), profile).unwrap();
    let mut pty = Program::new().at(&home).start();
    pty.wait_for_text("act as researcher");
    pty.send("a");
    pty.wait_for_text("Authorize access");
    pty.send("enter");
    pty.wait_for_text("Tokens, in the fragment");
    let stored = stored(&home);
    assert_eq!(stored[0]["grant_type"], "implicit");
    assert!(stored[0]["body"].as_str().unwrap().starts_with("access_token=") && stored[0]["nonce"].is_string());
    pty.send("I");
    pty.wait_for_text("This ID token holds");
    pty.send("q");
    pty.wait_for("that the card is closed", |screen| !screen.contents().contains("This ID token holds"));
    pty.send("q");
    assert!(pty.exit_status().success());
}
