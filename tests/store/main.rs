//! The store between processes: killed in the middle of a save, two at once, a disk that refuses.
//!
//! The other process is this test program, started again with one of its ignored tests, `helper`, and told by
//! environment variables what to do.

#![cfg(unix)]

mod helper;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use bytes::Bytes;
use orcid_playground::store::{Claim, NewToken, Paths, SaveStep, Store, StoreError};
use strum::IntoEnumIterator;

const BODY: &str = r#"{"access_token":"53737721-0000-4000-8000-000000000001","token_type":"bearer"}"#;

fn token(body: &str) -> NewToken {
    NewToken {
        received_at: "2026-11-22T00:23:56.123Z".parse().unwrap(),
        environment: "local".into(),
        issuer: "http://127.0.0.1:18800".into(),
        token_endpoint: "http://127.0.0.1:18800/oauth/token".into(),
        client_id: "APP-PLAYGROUND000001".into(),
        grant_type: "authorization_code".into(),
        requested_scope: Some("/read-limited".into()),
        nonce: None,
        redirect_uri: None,
        response: http::Response::builder().status(200).body(Bytes::from(body.to_owned())).unwrap(),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn killed_at_any_step_a_token_is_there_whole_or_not_at_all() {
    for step in SaveStep::iter() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        let old = store.save_token(&token(BODY)).unwrap();

        let end = helper::start(root.path(), "save-token", &step.to_string()).wait().unwrap();
        assert!(!end.success(), "{step}: the process was to die");

        let list = store.tokens().unwrap();
        let saved = step > SaveStep::Rename;
        assert_eq!(list.tokens.len(), if saved { 2 } else { 1 }, "{step}");
        assert!(list.unreadable.is_empty(), "{step}: {:?}", list.unreadable);
        for found in &list.tokens {
            assert_eq!(found.token.response.body(), BODY, "{step}");
            assert!(found.response().is_some(), "{step}");
        }
        assert!(list.tokens.iter().any(|found| found.id == old.id), "{step}: the old one is intact");

        let folder = store.paths().tokens();
        let leftovers = |names: &[String]| names.iter().filter(|name| name.ends_with(".tmp")).count();
        let between = step > SaveStep::CreateTemporary && step <= SaveStep::Rename;
        assert_eq!(leftovers(&names(&folder)), usize::from(between), "{step}: what the dead process left");
        store.save_token(&token(BODY)).unwrap();
        assert_eq!(leftovers(&names(&folder)), 0, "{step}: the next save cleans up");
        assert_eq!(store.tokens().unwrap().tokens.len(), if saved { 3 } else { 2 }, "{step}");
    }
}

#[test]
fn a_save_in_the_making_is_not_taken_for_a_leftover() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let mut other = helper::start(root.path(), "save-token-stopping", "Rename");
    helper::line(&mut other);
    // It stands before the rename now. This save cleans up, but not what the other one still needs.
    store.save_token(&token(BODY)).unwrap();
    helper::go_on(&mut other);
    assert!(other.wait().unwrap().success());
    assert_eq!(store.tokens().unwrap().tokens.len(), 2);
}

#[test]
fn two_processes_never_share_a_name() {
    const EACH: usize = 40;
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let mut others: Vec<_> = (0..2).map(|_| helper::start(root.path(), "save-tokens", &EACH.to_string())).collect();
    for other in &mut others {
        assert!(other.wait().unwrap().success());
    }
    let list = store.tokens().unwrap();
    assert_eq!((list.tokens.len(), list.unreadable.len()), (2 * EACH, 0));
}

#[test]
fn two_processes_never_lose_each_others_profiles() {
    const EACH: usize = 15;
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let mut others: Vec<_> = (0..2).map(|_| helper::start(root.path(), "save-profiles", &EACH.to_string())).collect();
    for other in &mut others {
        assert!(other.wait().unwrap().success());
    }
    assert_eq!(store.config().unwrap().profiles.len(), 2 * EACH);
}

#[test]
fn one_process_serves_and_the_others_learn_where() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let mut other = helper::start(root.path(), "serve", "http://127.0.0.1:41234");
    helper::line(&mut other);
    match store.try_serve().unwrap() {
        Claim::ServedBy { address } => assert_eq!(address.as_deref(), Some("http://127.0.0.1:41234")),
        Claim::Serving(_) => panic!("another process holds the lock"),
    }
    let forgotten = store.paths().forget_everything().unwrap();
    assert!(forgotten.kept.contains(&store.paths().sandbox_lock()), "{forgotten:?}");

    other.kill().unwrap();
    other.wait().unwrap();
    assert!(store.paths().sandbox_address().exists(), "killed, it could not take its address away");
    let Claim::Serving(serving) = store.try_serve().unwrap() else { panic!("nobody holds the lock") };
    assert!(!store.paths().sandbox_address().exists(), "the stale address is gone");
    drop(serving);
    assert!(matches!(store.try_serve().unwrap(), Claim::Serving(_)));
}

#[test]
fn what_a_killed_process_wrote_to_the_journal_is_there() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let mut other = helper::start(root.path(), "journal", "");
    helper::line(&mut other);
    other.kill().unwrap();
    other.wait().unwrap();
    let (_, entries) = store.open_journal::<String>().unwrap();
    assert_eq!(entries, ["one", "two", "three"]);
    assert!(store.take_notices().is_empty());
}

#[test]
fn a_disk_that_takes_no_more_is_said_loudly_and_leaves_nothing_half() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    store.save_token(&token(BODY)).unwrap();
    // A limit on the size of files refuses every byte, to root too, as a full disk does.
    let mut other = helper::start_limited(root.path(), "save-token-refused");
    let said = helper::line(&mut other);
    assert!(other.wait().unwrap().success());
    assert!(said.contains("Could not write") && said.contains("ulimit -f"), "{said}");
    assert!(!said.contains("53737721"), "no token in an error: {said}");
    assert_eq!(store.tokens().unwrap().tokens.len(), 1);
    assert_eq!(names(&store.paths().tokens()).len(), 1);
}

#[test]
fn something_in_the_way_is_named() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    fs::write(root.path().join("state"), "a file where the folder goes").unwrap();
    let error = store.save_token(&token(BODY)).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }));
    let said = error.to_string();
    assert!(said.contains(&format!("move it away ({})", root.path().join("state").display())), "{said}");
    assert_eq!(fs::read_to_string(root.path().join("state")).unwrap(), "a file where the folder goes");
}

#[test]
fn a_linked_configuration_stays_a_link_and_keeps_its_rights() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let dotfiles = root.path().join("dotfiles");
    fs::create_dir_all(&dotfiles).unwrap();
    fs::create_dir_all(store.paths().config_folder()).unwrap();
    fs::write(dotfiles.join("playground.toml"), "# mine\n").unwrap();
    fs::set_permissions(dotfiles.join("playground.toml"), fs::Permissions::from_mode(0o644)).unwrap();
    symlink(dotfiles.join("playground.toml"), store.paths().config()).unwrap();

    store.update_settings(|settings| settings.mouse = true).unwrap();

    assert!(store.paths().config().is_symlink());
    assert_eq!(mode(&dotfiles.join("playground.toml")), 0o644);
    let text = fs::read_to_string(dotfiles.join("playground.toml")).unwrap();
    assert!(text.contains("# mine") && text.contains("mouse = true"), "{text}");
}

#[test]
fn folders_are_those_of_the_xdg_specification() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path).display().to_string();
    let state = at("xdg state");
    // A relative path is none (XDG Base Directory Specification), so the one below the home folder counts.
    for (given, found) in [(state.as_str(), state.clone()), ("relative", at("home/.local/state"))] {
        let mut other = helper::start(root.path(), "discover", given);
        let config = at("xdg config");
        assert_eq!(
            helper::line(&mut other),
            format!("{config}/orcid-playground/config.toml and {found}/orcid-playground/sandbox.key")
        );
        assert!(other.wait().unwrap().success());
    }
}
