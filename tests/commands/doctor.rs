//! `doctor` as a process: what it prints, how it exits, what it leaves behind.

use super::support::*;

#[test]
fn all_is_well() {
    let home = Home::new();
    let ended = home.run(&["doctor", "--format", "json", "--redirect-uri", &free_redirect_uri()]);
    let lines = ended.json(0);
    let verdict = |what: &str| {
        let line = lines.as_array().unwrap().iter().find(|line| line["what"] == what);
        line.unwrap_or_else(|| panic!("nothing about {what}: {lines}"))["verdict"].clone()
    };
    for what in
        ["server", "client id and secret", "kind of client", "probe tokens", "redirect URI", "callback", "files"]
    {
        assert_eq!(verdict(what), "passed", "{what}");
    }
    // Nothing is stored of what it got.
    assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().len(), 0);
}

#[test]
fn a_wrong_secret_is_an_exit_code_and_never_shown() {
    let home = Home::new();
    let ended = home.run_with(&[("ORCID_CLIENT_SECRET", "n0t-the-secret")], &["doctor"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stdout.contains("✗ client id and secret") && ended.stdout.contains("it is the secret that is wrong"));
    assert!(!ended.stdout.contains("n0t-the-secret") && !ended.stderr.contains("n0t-the-secret"));
}

#[test]
fn nobody_there_and_a_sentence_from_standard_input() {
    let home = Home::new();
    let ended = home.run(&[
        "doctor",
        "--env",
        "http://127.0.0.1:9",
        "--client-id",
        "APP-1",
        "--redirect-uri",
        "https://e.org/",
    ]);
    assert_eq!(ended.code, 3, "{ended:?}");
    let page =
        "Error: The provided redirect URI https://e.org/x does not match the redirect URIs registered by A (APP-1).";
    let ended = home.run_reading(page, &["doctor", "--redirect-uri", "https://e.org/y", "--page", "-"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stdout.contains("from character 15 on it has «x» where yours has «y»"), "{ended:?}");
}

#[test]
fn a_taken_port_is_no_failure_where_another_one_does() {
    let home = Home::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/callback", taken.local_addr().unwrap());
    let ended = home.run(&["doctor", "--redirect-uri", &uri]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stdout.contains("local listens at a free one"), "{ended:?}");
}

/// What a ticket needs most is what the doctor found.
#[test]
fn the_transcript_holds_what_was_found() {
    let home = Home::new();
    let file = home.path().join("doctor.md");
    let secret = [("ORCID_CLIENT_SECRET", "n0t-the-secret")];
    let ended = home.run_with(&secret, &["doctor", "--format", "json", "--transcript", file.to_str().unwrap()]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.stderr.contains(r#""error":"One thing is wrong: client id and secret.""#), "{ended:?}");
    let text = std::fs::read_to_string(&file).unwrap();
    let found = text.split("## What the doctor found").nth(1).unwrap().split("## Steps").next().unwrap();
    for line in ["- ✓ server: ", "- ✗ client id and secret: ", " → "] {
        assert!(found.contains(line), "{line}: {text}");
    }
    assert!(!text.contains("A browser is to open the authorization URL"), "nobody is to: {text}");
    assert!(!text.contains("n0t-the-secret"), "{text}");
}

#[test]
fn files_that_are_of_no_use_are_one_line_of_many() {
    let home = Home::new();
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "[settings\n").unwrap();
    let broken = home.run(&["doctor"]);
    assert_eq!(broken.code, 1, "{broken:?}");
    assert!(broken.stdout.contains("✗ files") && broken.stdout.contains("config.toml"), "{broken:?}");
    assert!(broken.stdout.contains("✓ client id and secret"), "{broken:?}");

    // Something else stands where the state would be kept.
    let home = Home::new();
    std::fs::write(home.path().join("state"), "").unwrap();
    let unwritable = home.run(&["doctor"]);
    assert_eq!(unwritable.code, 1, "{unwritable:?}");
    assert!(unwritable.stdout.contains("✗ files") && unwritable.stdout.contains("✓ client id and secret"));
    let url = home.run(&["url"]);
    assert!(!url.explained(2).contains("End the other"), "nobody else is there: {url:?}");
}

#[test]
fn a_command_that_prints_no_secret_is_one_finding_among_others() {
    let home = Home::new();
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let profile = "[profile.mine]\nenvironment = \"local\"\nclient_id = \"APP-PLAYGROUND000001\"\n\
        redirect_uri = \"http://127.0.0.1:18801/callback\"\nclient_secret_command = \"echo nope >&2; exit 3\"\n";
    std::fs::write(folder.join("config.toml"), profile).unwrap();
    let ended = home.run(&["doctor", "--profile", "mine", "--redirect-uri", &free_redirect_uri()]);
    assert_eq!(ended.code, 1, "{ended:?}");
    for line in ["✗ client id and secret", "exit status: 3 («nope»)", "✓ server", "✓ files"] {
        assert!(ended.stdout.contains(line), "{line}: {ended:?}");
    }
}
