//! `id-token`, `token probe`, `token exchange`, `token forget --all`, `paths --forget`.

use super::support::*;
use serde_json::Value;

const PREMIUM: &str = "APP-PLAYGROUND000003";

/// A home folder with one token of Sophia's, and the token response.
fn home_with(scope: &str, options: &[&str]) -> (Home, Value) {
    let home = Home::new();
    let redirect_uri = free_redirect_uri();
    let mut args = vec!["authorize", "--as", SOPHIA, "--scope", scope, "--redirect-uri", &redirect_uri];
    args.extend(options);
    let body = home.run(&args).json(0);
    (home, body)
}

fn checks(report: &Value, result: &str) -> Vec<String> {
    let all = report["checks"].as_array().unwrap().iter().filter(|check| check["result"] == result);
    all.map(|check| check["check"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_newest_stored_one_is_checked_against_what_it_answers_to() {
    let (home, body) = home_with("openid /read-limited", &["--nonce", "auto"]);
    let ended = home.run(&["id-token"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    for words in ["✓ This ID token holds", "Sophia Garcia (0000-0002-4456-8947) signed in", "✓ nonce", "as it was sent"]
    {
        assert!(ended.stdout.contains(words), "{words}: {ended:?}");
    }
    assert!(!ended.stdout.contains(body["id_token"].as_str().unwrap()), "{ended:?}");
    let report = home.run(&["id-token", "--format", "json"]).json(0);
    assert_eq!((&report["holds"], &report["claims"]["sub"]), (&true.into(), &SOPHIA.into()));
    assert_eq!(checks(&report, "fails"), Vec::<String>::new());
    assert_eq!(checks(&report, "skipped"), ["azp", "nbf", "c_hash"]);
}

#[test]
fn what_does_not_hold_ends_with_one_and_says_why() {
    let (home, body) = home_with("openid", &[]);
    let jwt = body["id_token"].as_str().unwrap();
    let ended = home.run_reading(format!("{jwt}\n"), &["id-token", "-", "--nonce", "n1", "--client-id", "APP-2"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stdout.contains("n1 was sent, and none came back") && ended.stdout.contains("this client is APP-2"));
    let report = home.run_reading(jwt, &["id-token", "-", "--client-id", "APP-2", "--format", "json"]).json(1);
    assert_eq!(checks(&report, "fails"), ["aud"]);
    assert_eq!(report["holds"], false);
    // One letter of the claims changed.
    let (header, rest) = jwt.split_once('.').unwrap();
    let forged = format!("{header}.{}", rest.replacen('J', "K", 1));
    let ended = home.run_reading(&forged, &["id-token", "-"]);
    assert!(ended.code == 1 && ended.stdout.contains("✗ signature") || ended.code == 2, "{ended:?}");
    // On the command line it works too, with a word about it.
    let ended = home.run(&["id-token", jwt]);
    assert!(ended.code == 0 && ended.stderr.contains("others on this machine"), "{ended:?}");
}

#[test]
fn one_of_a_real_orcid_is_held_against_that_one_and_needs_its_keys() {
    let home = Home::new();
    // {"kid":"production-orcid-org-x","alg":"RS256"} and claims of 2020, signed with nothing.
    let jwt = "eyJraWQiOiJwcm9kdWN0aW9uLW9yY2lkLW9yZy14IiwiYWxnIjoiUlMyNTYifQ.\
               eyJpc3MiOiJodHRwczovL29yY2lkLm9yZyIsImF1ZCI6IkFQUC0xIiwic3ViIjoiMDAwMC0wMDAyLTI2MDEtODEzMiIsImV4cCI6MTYwMjAwNjQ5MiwiaWF0IjoxNjAxOTIwMDkyfQ.AAAA";
    // Nothing listens at that proxy: the keys cannot be had, and the rest is checked all the same.
    let ended = {
        let mut command = home.command(&["id-token", "-"]);
        command.env("HTTPS_PROXY", "http://127.0.0.1:9").stdin(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), jwt.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let (stdout, stderr) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(3), "{stdout}{stderr}");
    assert!(stderr.contains("held against production"), "{stderr}");
    assert!(stdout.contains("✓ iss       https://orcid.org") && stdout.contains("✗ exp"), "{stdout}");
}

#[test]
fn what_is_none_says_so() {
    let home = Home::new();
    assert!(home.run(&["id-token"]).explained(2).contains("openid"));
    let given = |text: &str| home.run_reading(text, &["id-token", "-"]);
    assert!(given("53737721-9cdb-442a-8b77-409609bb5e43").explained(2).contains("three parts"));
    assert!(given("").explained(2).contains("empty"));
    let (home, _) = home_with("/authenticate", &[]);
    assert!(home.run(&["id-token"]).explained(2).contains("openid"));
    let id = home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].as_str().unwrap().to_owned();
    assert!(home.run(&["id-token", &id]).explained(2).contains("holds no ID token"));
}

#[test]
fn a_probe_is_remembered() {
    let (home, _) = home_with("/authenticate", &[]);
    let state = || home.run(&["token", "list", "--format", "json"]).json(0)[0]["state"].clone();
    assert_eq!(state(), "unknown");
    let ended = home.run(&["token", "probe"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "live\n"), "{ended:?}");
    assert_eq!(state(), "live");
    assert!(home.run(&["token", "list"]).stdout.contains("live, just now"));
    assert_eq!(home.run(&["revoke"]).code, 0);
    let ended = home.run(&["token", "probe", "--format", "json"]);
    assert_eq!(ended.json(1)["live"], false);
    assert!(ended.stderr.contains("revoked from here"), "{ended:?}");
    assert_eq!(state(), "revoked");
    // The client's own token is asked about where it is good.
    assert_eq!(home.run(&["client-credentials"]).code, 0);
    assert!(home.run(&["token", "probe"]).stderr.contains("/pub/v3.0/search/"));
}

#[test]
fn tokens_are_exchanged_on_behalf_of() {
    let (home, body) = home_with("openid /read-limited", &[]);
    let ended = home.run(&["token", "exchange", "--client-id", PREMIUM]);
    let acting = ended.json(0);
    assert_eq!((&acting["orcid"], &acting["expires_in"]), (&SOPHIA.into(), &3599.into()));
    assert!(ended.stderr.contains("no longer available") && ended.stderr.contains("stored: "), "{ended:?}");
    let listed = home.run(&["token", "list", "--format", "json"]).json(0);
    assert_eq!(listed[0]["client_id"], PREMIUM);
    assert_eq!(listed[0]["grant_type"], "urn:ietf:params:oauth:grant-type:token-exchange");
    // From standard input, for less.
    let jwt = body["id_token"].as_str().unwrap();
    let less = home.run_reading(jwt, &["token", "exchange", "-", "--client-id", PREMIUM, "--scope", "/read-limited"]);
    assert_eq!(less.json(0)["scope"], "/read-limited");
    // The other way round: an ID token comes, and holds.
    let back = home.run(&["token", "exchange", "--to", "id-token", "--client-id", PREMIUM]).json(0);
    assert_eq!(back["token_type"], "N_A");
    let ended = home.run(&["id-token"]);
    assert!(ended.code == 0 && ended.stdout.contains(&format!("made for {PREMIUM}")), "{ended:?}");
    // The demo client may not, and nobody may with their own.
    assert_eq!(home.run_reading(jwt, &["token", "exchange", "-"]).json(1)["error"], "invalid_request");
}

#[test]
fn the_implicit_flow_is_stored() {
    let (home, body) = home_with("openid", &["--response-type", "id_token token", "--nonce", "n1"]);
    assert_eq!(body["token_type"], "bearer");
    let token = home.run(&["token", "list", "--format", "json"]).json(0)[0].clone();
    assert_eq!((&token["grant_type"], &token["state"]), (&"implicit".into(), &"unknown".into()));
    assert!(token["expires_at"].is_string());
    let shown = home.run(&["token", "show"]);
    assert!(!shown.stdout.contains(body["access_token"].as_str().unwrap()), "{shown:?}");
    assert!(home.run(&["token", "show", "--reveal"]).stdout.starts_with("access_token="));
    assert_eq!(home.run(&["userinfo"]).json(0)["sub"], SOPHIA);
    let report = home.run(&["id-token", "--format", "json"]).json(0);
    assert!(
        checks(&report, "holds").contains(&"at_hash".to_owned())
            && checks(&report, "holds").contains(&"nonce".to_owned())
    );
    assert!(home.run(&["refresh"]).explained(2).contains("implicit"));
}

#[test]
fn all_is_said_twice() {
    let (home, _) = home_with("/authenticate", &[]);
    assert_eq!(home.run(&["refresh"]).code, 0);
    let tokens = home.path().join("state/orcid-playground/tokens");
    std::fs::write(tokens.join("odd.json"), "{").unwrap();
    let said = home.run(&["token", "forget", "--all"]);
    assert!(said.explained(2).contains("2 stored token responses"), "{said:?}");
    assert!(said.stderr.contains("odd.json") && said.stderr.contains("-local"), "{said:?}");
    assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().len(), 2);
    assert_eq!(home.run(&["token", "forget", "--all", "--env", "sandbox", "--yes"]).code, 0);
    let gone = home.run(&["token", "forget", "--all", "--yes", "--format", "json"]).json(0);
    assert_eq!(gone.as_array().unwrap().len(), 2);
    // What could not be read is not ours to throw away.
    assert_eq!(std::fs::read_to_string(tokens.join("odd.json")).unwrap(), "{");
    assert_eq!(home.run(&["token", "forget"]).code, 2);
}

#[test]
fn each_kind_of_file_is_forgotten_by_its_name() {
    let (home, _) = home_with("/authenticate", &[]);
    assert_eq!(home.run(&["url"]).code, 0);
    let state = home.path().join("state/orcid-playground");
    let pending = || std::fs::read_dir(state.join("pending")).map_or(0, Iterator::count);
    assert_eq!(pending(), 1);
    let asked = home.run(&["paths", "--forget", "pending", "--forget", "journal"]);
    assert!(asked.explained(2).contains("authorization requests that wait"), "{asked:?}");
    assert_eq!(pending(), 1);
    assert_eq!(home.run(&["paths", "--forget", "pending", "--forget", "journal", "--yes"]).code, 0);
    assert_eq!(pending(), 0);
    assert!(!state.join("sandbox.journal").exists() && state.join("tokens").exists());
    assert!(home.run(&["paths", "--forget", "nonsense"]).explained(2).contains("pending"));
    assert_eq!(home.run(&["paths", "--yes"]).code, 2);
}
