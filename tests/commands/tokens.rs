//! `token`: from the store into another tool.

use super::support::*;

fn home_with_tokens(count: usize) -> Home {
    let home = Home::new();
    for _ in 0..count {
        let ended =
            home.run(&["authorize", "--as", SOPHIA, "--scope", "openid", "--redirect-uri", &free_redirect_uri()]);
        assert_eq!(ended.code, 0, "{ended:?}");
    }
    home
}

#[test]
fn where_a_token_of_local_works_is_said_when_nobody_serves_it() {
    let home = Home::new();
    let asked = home.run(&["authorize", "--as", SOPHIA]);
    assert!(asked.stderr.contains("note: the simulated ORCID ended with this command."), "{asked:?}");
    for args in [["token", "header"], ["token", "env"]] {
        let ended = home.run(&args);
        assert!(ended.code == 0 && ended.stderr.contains("nobody serves now"), "{ended:?}");
    }
    for format in ["env", "postman"] {
        let ended = home.run(&["export", format]);
        assert!(ended.stderr.contains("note: the simulated ORCID ended with this command."), "{ended:?}");
    }
    // While somebody serves, nothing is to be said.
    let mut serving = home.start(&["authorize", "--no-browser", "--redirect-uri", &free_redirect_uri()]);
    serving.stderr_line("http");
    assert!(!home.run(&["token", "header"]).stderr.contains("nobody serves"));
}

#[test]
fn secrets_are_shown_only_when_asked_for() {
    let home = home_with_tokens(1);
    let body = home.run(&["token", "show", "--reveal"]).json(0);
    let secret = |name: &str| body[name].as_str().unwrap().to_owned();
    let secrets = [secret("access_token"), secret("refresh_token"), secret("id_token")];
    for args in
        [&["token", "list"][..], &["token", "list", "--format", "json"], &["token", "show"], &["paths"], &["scopes"]]
    {
        let ended = home.run(args);
        assert_eq!(ended.code, 0, "{ended:?}");
        for secret in &secrets {
            assert!(!ended.stdout.contains(secret) && !ended.stderr.contains(secret), "{args:?}: {ended:?}");
        }
    }
    assert_eq!(home.run(&["token", "show"]).json(0)["orcid"], SOPHIA);
    assert_eq!(home.run(&["token", "header"]).stdout, format!("Authorization: Bearer {}\n", secrets[0]));
    assert_eq!(
        home.run(&["token", "header", "--format", "json"]).json(0)["Authorization"],
        format!("Bearer {}", secrets[0])
    );
}

#[test]
fn a_shell_takes_the_variables() {
    let home = home_with_tokens(1);
    let body = home.run(&["token", "show", "--reveal"]).json(0);
    let program = home.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", r#"eval "$("$0" token env)"; printf '%s %s' "$ORCID_ACCESS_TOKEN" "$ORCID_ID""#])
        .arg(program.get_program())
        .env_clear()
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = shell.output().unwrap();
    let expected = format!("{} {SOPHIA}", body["access_token"].as_str().unwrap());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn tokens_have_names_and_can_be_forgotten() {
    let home = home_with_tokens(2);
    let listed = home.run(&["token", "list", "--format", "json"]).json(0);
    let id = |i: usize| listed[i]["id"].as_str().unwrap().to_owned();
    // The newest first, and meant when none is named.
    assert!(id(0) > id(1));
    assert_eq!(home.run(&["token", "show"]).stdout, home.run(&["token", "show", &id(0)]).stdout);
    assert_ne!(home.run(&["token", "header", &id(1)]).stdout, home.run(&["token", "header"]).stdout);
    assert!(home.run(&["token", "show", "2"]).explained(2).contains("several"));
    assert!(home.run(&["token", "forget", "nope"]).explained(2).contains("no stored token"));
    assert_eq!(home.run(&["token", "forget", &id(0)]).stdout, format!("{}\n", id(0)));
    assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"], id(1).as_str());
    assert_eq!(home.run(&["token", "forget"]).code, 2);
    // Those of another environment are not meant.
    assert_eq!(home.run(&["token", "header", "--env", "local"]).code, 0);
    assert!(home.run(&["token", "header", "--env", "production"]).explained(2).contains("of production"));
    assert_eq!(home.run(&["token", "list", "--env", "sandbox", "--format", "json"]).stdout, "[]\n");
}

#[test]
fn an_answer_that_is_no_token_response_is_kept_and_named() {
    let home = home_with_tokens(1);
    let listed = home.run(&["token", "list", "--format", "json"]).json(0);
    let path = listed[0]["path"].as_str().unwrap();
    let token = home.run(&["token", "show", "--reveal"]).json(0)["access_token"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(path).unwrap();
    // A header must not grow out of a token.
    std::fs::write(path, text.replace(&token, r"a\\r\\nX-Evil: 1")).unwrap();
    assert!(home.run(&["token", "header"]).explained(2).contains("header"));
    assert!(home.run(&["token", "env"]).stdout.contains("'a\r\nX-Evil: 1'"));
    std::fs::write(path, text.replace("access_token", "other")).unwrap();
    assert!(home.run(&["token", "header"]).explained(2).contains("no access token"));
    std::fs::write(path, "torn").unwrap();
    let ended = home.run(&["token", "list"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""));
    assert!(ended.stderr.contains(path), "{ended:?}");
}

#[test]
fn nothing_stored_is_said_plainly() {
    let home = Home::new();
    assert!(home.run(&["token", "show"]).explained(2).contains("authorize"));
    assert!(home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().is_empty());
    assert_eq!(home.files().len(), 0);
}

#[test]
fn everything_is_forgotten_only_on_purpose() {
    let home = home_with_tokens(1);
    let before = home.files().len();
    assert!(home.run(&["paths", "--forget-everything"]).explained(2).contains("--yes"));
    assert_eq!(home.files().len(), before);
    let ended = home.run(&["paths", "--forget-everything", "--yes"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(home.files().len(), 0);
    let paths = home.run(&["paths", "--format", "json"]).json(0);
    assert!(paths.as_array().unwrap().iter().all(|path| path["exists"] == false));
}

#[test]
fn the_advice_keeps_the_environment() {
    let home = Home::new();
    assert!(home.run(&["token", "list", "--env", "sandbox"]).stderr.contains("authorize --env sandbox"));
    assert!(home.run(&["--env", "production", "revoke"]).explained(2).contains("authorize --env production"));
}

#[test]
fn what_is_asked_chooses_the_token() {
    let home = home_with_tokens(2);
    let newest = |home: &Home| home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].clone();
    // The newest is two-legged, and knows nobody; the one before was revoked.
    let revoked = newest(&home);
    assert_eq!(home.run(&["revoke", revoked.as_str().unwrap()]).code, 0);
    assert_eq!(home.run(&["client-credentials"]).code, 0);
    assert_ne!(newest(&home), revoked);
    let userinfo = home.run(&["userinfo"]);
    assert_eq!(userinfo.json(0)["sub"], SOPHIA);
    let refreshed = home.run(&["refresh"]);
    assert_eq!(refreshed.code, 0, "{refreshed:?}");
}

/// The file of the newest token, changed as somebody who asked the server would change it.
fn change_newest(home: &Home, change: impl Fn(&mut serde_json::Value)) {
    let path = home.run(&["token", "list", "--format", "json"]).json(0)[0]["path"].as_str().unwrap().to_owned();
    let mut file: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut file);
    std::fs::write(path, file.to_string()).unwrap();
}

#[test]
fn a_token_that_the_server_refused_is_not_chosen_and_one_that_it_took_since_is() {
    let home = home_with_tokens(1);
    let other = "0000-0099-0000-0016";
    let redirect_uri = free_redirect_uri();
    let more = home.run(&["authorize", "--as", other, "--scope", "openid", "--redirect-uri", &redirect_uri]);
    assert_eq!(more.code, 0, "{more:?}");
    let whose = || home.run(&["userinfo"]).json(0)["sub"].as_str().unwrap().to_owned();
    assert_eq!(whose(), other);
    let seen = |what: &str| serde_json::json!({"what": what, "at": jiff::Timestamp::now().to_string()});
    for refused in ["refused", "code-reused"] {
        change_newest(&home, |file| file["seen"] = seen(refused));
        assert_eq!(whose(), SOPHIA, "{refused}");
    }
    change_newest(&home, |file| file["revoked_at"] = file["received_at"].clone());
    assert_eq!(whose(), SOPHIA);
    change_newest(&home, |file| file["seen"] = seen("live"));
    assert_eq!(whose(), other);
}

#[test]
fn all_names_are_looked_for_before_the_first_token_goes() {
    let home = home_with_tokens(2);
    let listed = home.run(&["token", "list", "--format", "json"]).json(0);
    let id = |i: usize| listed[i]["id"].as_str().unwrap().to_owned();
    let beginning = "2";
    for wrong in ["nonsense", beginning] {
        home.run(&["token", "forget", &id(0), wrong]).explained(2);
        assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0), listed);
    }
    let both = home.run(&["token", "forget", &id(0), &id(1), &id(0)]);
    assert_eq!((both.code, both.stdout), (0, format!("{}\n{}\n", id(0), id(1))));
}

#[test]
fn what_is_no_text_is_no_token() {
    let home = Home::new();
    for args in [&["token", "exchange", "-", "--client-id", CLIENT_ID][..], &["id-token", "-"]] {
        let ended = home.run_reading(b"\xff\xfe", args);
        assert!(ended.explained(2).contains("no text (UTF-8)"), "{ended:?}");
    }
}

#[test]
fn a_revoked_token_is_not_handed_out_without_a_word() {
    let home = home_with_tokens(2);
    let listed = home.run(&["token", "list", "--format", "json"]).json(0);
    let id = |i: usize| listed[i]["id"].as_str().unwrap().to_owned();
    let header = |id: &str| home.run(&["token", "header", id]).stdout;
    let (newer, older) = (header(&id(0)), header(&id(1)));
    assert_eq!(home.run(&["revoke"]).code, 0);
    // The one that works is taken, by all of them, and that is said.
    for args in [&["token", "header"][..], &["token", "env"], &["token", "show"], &["userinfo"]] {
        let ended = home.run(args);
        assert_eq!(ended.code, 0, "{ended:?}");
        let told = format!("note: {} is taken: the newer one, {}, was revoked from here.", id(1), id(0));
        assert!(ended.stderr.contains(&told), "{args:?}: {ended:?}");
    }
    assert_eq!(home.run(&["token", "header"]).stdout, older);
    // Named, it is handed out with a warning.
    let named = home.run(&["token", "header", &id(0)]);
    assert_eq!((named.code, named.stdout.as_str()), (0, newer.as_str()));
    assert!(named.stderr.contains("warning") && named.stderr.contains("was revoked from here"), "{named:?}");
    // None is left: nothing goes to another program.
    assert_eq!(home.run(&["revoke"]).code, 0);
    for how in ["header", "env"] {
        let refused = home.run(&["token", how]);
        let told = refused.explained(2);
        assert!(told.contains("was revoked from here") && told.contains("authorize"), "{refused:?}");
        assert!(told.contains(&format!("token {how} {}", id(0))), "{refused:?}");
    }
    let shown = home.run(&["token", "show"]);
    assert!(shown.code == 0 && shown.stderr.contains("was revoked from here"), "{shown:?}");
}

/// Two servers, a token of each, and a profile of one of them that was used last.
#[test]
fn a_profile_counts_for_stored_tokens_as_for_everything_else() {
    let home = home_with_tokens(1);
    let local = home.run(&["token", "header"]).stdout;
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let config = |active: &str, profile: &str| {
        let text = format!(
            "[settings]\n{active}\n[profile.library]\nenvironment = \"http://127.0.0.1:9\"\nclient_id = \"APP-1\"\n\
             redirect_uri = \"http://127.0.0.1:18801/callback\"\n{profile}"
        );
        std::fs::write(folder.join("config.toml"), text).unwrap();
    };
    let none = "No token of http://127.0.0.1:9 is stored";
    config("", "");
    // Named: no other environment's token, whatever asks.
    let asking = [
        &["token", "header"][..],
        &["token", "env"],
        &["userinfo"],
        &["refresh"],
        &["call", "read-works"],
        &["id-token"],
    ];
    for args in asking {
        let named = home.run(&[args, &["--profile", "library"]].concat());
        let told = named.explained(2).to_owned();
        let of_client = "No token of the client of the profile library is stored for http://127.0.0.1:9";
        assert!(told.contains(of_client) || told.contains("No ID token"), "{args:?}: {named:?}");
    }
    // Nor another client's of the same environment: it would be revoked with it, say.
    config("", "[profile.other]\nenvironment = \"local\"\nclient_id = \"APP-OTHER00000000001\"\n");
    for args in [&["token", "header"][..], &["revoke", "--yes"]] {
        let ended = home.run(&[args, &["--profile", "other"]].concat());
        assert!(ended.explained(2).contains("No token of the client of the profile other"), "{args:?}: {ended:?}");
    }
    assert_eq!(home.run(&["token", "header"]).stdout, local);
    assert_eq!(home.run(&["token", "list", "--profile", "library", "--format", "json"]).stdout, "[]\n");
    let id = home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].as_str().unwrap().to_owned();
    let refused = home.run(&["token", "header", &id, "--profile", "library"]);
    assert!(refused.explained(2).contains("Leave --profile away"), "{refused:?}");
    // Used last: the same, and it is said how to be without it. The list has all.
    config("active_profile = \"library\"", "");
    for args in [&["token", "header"][..], &["call", "read-works"]] {
        let ended = home.run(args);
        let told = ended.explained(2);
        assert!(told.contains(none) && told.contains("the profile library, which was used last"), "{ended:?}");
        assert!(told.contains("--env"), "{ended:?}");
        assert_eq!(home.run(&[args, &["--env", "local"]].concat()).code, 0);
    }
    assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"], id.as_str());
    // Whoever goes to a server with it says so.
    let ended = home.run(&["authorize", "--as", SOPHIA]);
    assert!(ended.stderr.contains("note: the profile library, which was used last, is taken"), "{ended:?}");
    assert!(!home.run(&["url", "--env", "local"]).stderr.contains("library"));
}

#[test]
fn a_transcript_is_headed_by_the_server_that_was_asked() {
    let home = home_with_tokens(1);
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "[settings]\nactive_profile = \"library\"\n[profile.library]\nenvironment = \"http://127.0.0.1:9\"\n\
                client_id = \"APP-1\"\n";
    std::fs::write(folder.join("config.toml"), text).unwrap();
    let id = home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].as_str().unwrap().to_owned();
    let file = home.path().join("c.md");
    let ended = home.run(&["userinfo", &id, "--transcript", file.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("| Environment | local |") && text.contains(CLIENT_ID), "{text}");
}
