//! `refresh`, `revoke`, `client-credentials`, `userinfo` on the simulated ORCID.

use super::support::*;
use serde_json::Value;

/// A home folder with one token of Sophia's, and the token response.
fn home_with_token(scope: &str) -> (Home, Value) {
    let home = Home::new();
    let ended = home.run(&["authorize", "--as", SOPHIA, "--scope", scope, "--redirect-uri", &free_redirect_uri()]);
    let body = ended.json(0);
    (home, body)
}

fn listed(home: &Home) -> Vec<Value> {
    home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().clone()
}

fn id(home: &Home, index: usize) -> String {
    listed(home)[index]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_refresh_gives_a_new_pair_and_keeps_both() {
    let (home, old) = home_with_token("/authenticate /read-limited");
    let ended = home.run(&["refresh"]);
    let new = ended.json(0);
    assert_ne!((&new["access_token"], &new["refresh_token"]), (&old["access_token"], &old["refresh_token"]));
    assert_eq!((&new["orcid"], &new["scope"]), (&old["orcid"], &old["scope"]));
    assert!(ended.stderr.contains("stored: ") && ended.stderr.contains("old pair works on"), "{ended:?}");
    for token in [&old["access_token"], &new["access_token"]] {
        assert!(!ended.stderr.contains(token.as_str().unwrap()), "{ended:?}");
    }
    // As it was received, and with what it answers to.
    assert_eq!(home.run(&["token", "show", "--reveal"]).stdout, ended.stdout);
    let files = listed(&home);
    assert_eq!(files.len(), 2);
    assert_eq!(
        (&files[0]["grant_type"], &files[1]["grant_type"]),
        (&"refresh_token".into(), &"authorization_code".into())
    );
    assert_eq!(files[0]["requested_scope"], "/authenticate /read-limited");
    // The old one works on, as the note says.
    assert_eq!(home.run(&["userinfo", &id(&home, 1)]).json(0)["sub"], SOPHIA);
}

#[test]
fn a_refresh_may_ask_for_less_but_not_for_more() {
    let (home, _) = home_with_token("/authenticate /read-limited");
    let less = home.run(&["refresh", "--scope", "/authenticate"]);
    assert_eq!(less.json(0)["scope"], "/authenticate");
    let more = home.run(&["refresh", "--scope", "/activities/update"]);
    assert_eq!(more.json(1)["error"], "invalid_scope");
    assert!(more.stderr.contains("never for more"), "{more:?}");
    assert_eq!(listed(&home).len(), 2);
}

#[test]
fn what_todays_orcid_ignores_is_said() {
    let (home, old) = home_with_token("/authenticate");
    let ended = home.run(&["refresh", "--revoke-old", "true", "--expires-in", "60"]);
    assert!(ended.json(0)["expires_in"].as_i64().unwrap() > 60);
    for words in ["revoke_old=true is sent", "expires_in is sent", "expires_in=60 changed nothing"] {
        assert!(ended.stderr.contains(words), "{words}: {ended:?}");
    }
    assert_eq!(home.run(&["userinfo", &id(&home, 1)]).json(0)["sub"], old["orcid"]);
    assert_eq!(home.run(&["refresh", "--revoke-old", "perhaps"]).code, 2);
}

#[test]
fn revoking_kills_the_pair_and_the_file_says_so() {
    let (home, _) = home_with_token("/authenticate");
    assert_eq!(home.run(&["refresh"]).code, 0);
    let (new, old) = (id(&home, 0), id(&home, 1));
    let ended = home.run(&["revoke", &old]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "the body is empty: {ended:?}");
    assert!(ended.stderr.contains(&format!("revoked: {old}")) && ended.stderr.contains("HTTP 200"), "{ended:?}");
    let files = listed(&home);
    assert!(files[0]["revoked_at"].is_null() && files[1]["revoked_at"].is_string(), "{files:?}");
    assert!(home.run(&["token", "list"]).stdout.contains("revoked here"));
    // The server means it, and the other pair lives.
    let dead = home.run(&["userinfo", &old]);
    assert_eq!(dead.json(1)["error"], "access_denied");
    assert!(dead.stderr.contains("revoked"), "{dead:?}");
    assert_eq!(home.run(&["userinfo", &new]).code, 0);
    let disabled = home.run(&["refresh", &old]);
    assert_eq!(disabled.json(1)["error_description"], "Parent token is disabled");
    assert!(disabled.stderr.contains("Authorize again"), "{disabled:?}");
    // Again: the same answer, and as JSON.
    let again = home.run(&["revoke", &old, "--format", "json"]).json(0);
    assert_eq!((&again["id"], &again["status"]), (&old.as_str().into(), &200.into()));
}

#[test]
fn production_is_asked_about_before_anything_is_sent() {
    let (home, token) = home_with_token("/authenticate");
    let path = listed(&home)[0]["path"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(r#""environment": "local""#, r#""environment": "production""#)).unwrap();
    let ended = home.run(&["revoke"]);
    let said = ended.explained(4);
    assert!(said.contains("https://orcid.org") && said.contains(SOPHIA) && said.contains("--yes"), "{said}");
    assert!(!said.contains(token["access_token"].as_str().unwrap()), "{said}");
    assert!(listed(&home)[0]["revoked_at"].is_null());
    // A token goes to no other server.
    assert!(home.run(&["revoke", &id(&home, 0), "--env", "local", "--yes"]).explained(2).contains("of production"));
}

#[test]
fn a_client_gets_a_token_for_itself() {
    let home = Home::new();
    let ended = home.run(&["client-credentials"]);
    let body = ended.json(0);
    assert_eq!((&body["scope"], &body["orcid"]), (&"/read-public".into(), &Value::Null));
    assert!(body.as_object().unwrap().contains_key("orcid"));
    let files = listed(&home);
    assert_eq!(
        (&files[0]["grant_type"], &files[0]["requested_scope"]),
        (&"client_credentials".into(), &"/read-public".into())
    );
    // It stands for nobody, and can be refreshed and revoked like any other.
    assert!(home.run(&["userinfo"]).stderr.contains("two-legged"));
    assert_eq!(home.run(&["refresh"]).json(0)["scope"], "/read-public");
    assert_eq!(home.run(&["revoke"]).code, 0);
}

#[test]
fn scopes_that_need_a_researcher_fall_away() {
    let home = Home::new();
    let some = home.run(&["client-credentials", "--scope", "/read-public /read-limited"]);
    assert_eq!(some.json(0)["scope"], "/read-public");
    assert!(some.stderr.contains("asked for /read-public /read-limited, granted /read-public"), "{some:?}");
    let none = home.run(&["client-credentials", "--scope", "/read-limited"]);
    assert_eq!(none.json(1)["error_description"], "Invalid scope (none)");
    assert!(none.stderr.contains("two-legged"), "{none:?}");
    let unknown = home.run(&["client-credentials", "--scope", "/no/such"]);
    assert_eq!(unknown.json(1)["error"], "invalid_scope");
}

#[test]
fn secrets_stay_where_they_are() {
    let (home, _) = home_with_token("/authenticate");
    for command in ["refresh", "revoke", "client-credentials"] {
        let ended = home.run_with(&[("ORCID_CLIENT_SECRET", CANARY)], &[command]);
        assert_eq!(ended.json(1)["error"], "invalid_client", "{command}");
        let piped = home.run_reading(format!("{CANARY}\n"), &[command, "--client-secret-stdin"]);
        assert_eq!(piped.json(1)["error"], "invalid_client", "{command}");
        for said in [&ended.stdout, &ended.stderr, &piped.stdout, &piped.stderr] {
            assert!(!said.contains(CANARY), "{said}");
        }
    }
    for file in home.files() {
        assert!(!String::from_utf8_lossy(&std::fs::read(&file).unwrap()).contains(CANARY), "{}", file.display());
    }
    assert!(listed(&home)[0]["revoked_at"].is_null(), "a refused revocation marks nothing");
}

#[test]
fn nothing_to_work_with_is_two() {
    let home = Home::new();
    for command in ["refresh", "revoke", "userinfo"] {
        assert!(home.run(&[command]).explained(2).contains("authorize"), "{command}");
    }
    assert!(home.run(&["client-credentials", "--env", "sandbox"]).explained(2).contains("--client-id"));
    assert_eq!(home.run(&["refresh", "--env", "sandbox"]).code, 2);
}

#[test]
fn ephemeral_keeps_no_token() {
    let home = Home::new();
    let ended = home.run(&["client-credentials", "--ephemeral"]);
    assert_eq!(ended.json(0)["scope"], "/read-public");
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
}
