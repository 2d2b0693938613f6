//! `profile`: from one home to another, and nothing along that should not be.

use std::fs;

use super::support::*;

const DEMO: &str = r#"
[profile.demo]
environment = "sandbox"
client_id = "APP-1234567890ABCDEF"
redirect_uri = "https://example.org/cb"
scope = "/read-limited"
remember_secret = true

[profile.demo.parameters]
lang = "de"

[profile.helped]
environment = "sandbox"
client_id = "APP-1234567890ABCDEF"
client_secret_command = "touch evil; echo s"

[profile.elsewhere]
environment = "https://auth.example.org"
client_id = "APP-2"
"#;

/// A home with three profiles, one of which remembers its secret.
fn home() -> Home {
    let home = Home::new();
    let folder = home.path().join("config/orcid-playground");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), DEMO).unwrap();
    let secrets = folder.join("secrets.toml");
    fs::write(&secrets, format!("version = 1\n[client_secret]\ndemo = \"{CANARY}\"\n")).unwrap();
    home
}

fn config(home: &Home) -> String {
    fs::read_to_string(home.path().join("config/orcid-playground/config.toml")).unwrap_or_default()
}

#[test]
fn a_shared_profile_arrives_without_its_secret() {
    let (mine, theirs) = (home(), Home::new());
    assert_eq!(mine.run(&["profile", "show", "demo", "--format", "json"]).json(0)["secret"], "remembered");
    for (name, link) in [("by-file", false), ("by-link", true)] {
        let shared =
            mine.run(if link { &["profile", "share", "demo", "--link"] } else { &["profile", "share", "demo"] });
        assert_eq!(shared.code, 0, "{shared:?}");
        assert!(!shared.stdout.contains(CANARY) && !shared.stderr.contains(CANARY), "{shared:?}");
        assert_eq!(shared.stdout.starts_with("orcid-playground:profile?version=1&"), link);
        let ended = theirs.run_reading(&shared.stdout, &["profile", "import", "-", "--name", name]);
        assert_eq!((ended.code, ended.stdout.as_str()), (0, format!("{name}\n").as_str()), "{ended:?}");
        assert!(ended.stderr.contains("/read-limited") && ended.stderr.contains("holds no secret"), "{ended:?}");
        let arrived = theirs.run(&["profile", "show", name, "--format", "json"]).json(0);
        assert_eq!((&arrived["secret"], &arrived["environment"]), (&"asked".into(), &"sandbox".into()));
        assert_eq!(
            (&arrived["client_id"], &arrived["parameters"]["lang"]),
            (&"APP-1234567890ABCDEF".into(), &"de".into())
        );
        // A URL is made of it like of any other.
        let url = theirs.run(&["url", "--profile", name]);
        assert!(url.stdout.contains("sandbox.orcid.org") && url.stdout.contains("lang=de"), "{url:?}");
    }
    let listed = theirs.run(&["profile", "list"]);
    assert!(listed.stdout.contains("by-file") && listed.stdout.contains("asked"), "{listed:?}");
    assert!(!config(&theirs).contains("active_profile"), "an imported profile is not the one in use");
    for args in [&["profile", "list"][..], &["profile", "show", "demo"], &["profile", "list", "--format", "json"]] {
        let ended = mine.run(args);
        assert!(ended.code == 0 && !ended.stdout.contains(CANARY), "{ended:?}");
    }
}

#[test]
fn a_command_is_neither_shared_nor_taken() {
    let (mine, theirs) = (home(), Home::new());
    let shared = mine.run(&["profile", "share", "helped"]).stdout;
    assert!(!shared.contains("evil") && !shared.contains("secret_command"), "{shared}");
    let hostile = format!(
        "{shared}client_secret_command = \"touch evil\"\nremember_secret = true\nclient_secret = \"{CANARY}\"\n"
    );
    let ended = theirs.run_reading(&hostile, &["profile", "import", "-"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(
        ended.stderr.contains("not taken")
            && ended.stderr.contains("client_secret_command, remember_secret, client_secret")
    );
    assert!(!ended.stderr.contains(CANARY) && !ended.stderr.contains("touch"), "{ended:?}");
    for file in theirs.files() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            !text.contains("touch") && !text.contains(CANARY) && !text.contains("remember_secret = true"),
            "{text}"
        );
    }
}

#[test]
fn a_name_that_is_taken_is_not_lost_by_accident() {
    let home = home();
    let file = home.path().join("shared.toml");
    fs::write(&file, "version = 1\n[profile]\nname = \"demo\"\nenvironment = \"sandbox\"\nclient_id = \"APP-NEW\"\n")
        .unwrap();
    let file = file.to_str().unwrap();
    let before = config(&home);
    assert!(home.run(&["profile", "import", file]).explained(2).contains("--replace"));
    assert_eq!(config(&home), before);
    let ended = home.run(&["profile", "import", file, "--replace"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stderr.contains("forgotten"), "{ended:?}");
    let replaced = home.run(&["profile", "show", "demo", "--format", "json"]).json(0);
    assert_eq!((&replaced["client_id"], &replaced["secret"]), (&"APP-NEW".into(), &"asked".into()));
    for file in home.files() {
        assert!(!fs::read_to_string(&file).unwrap().contains(CANARY), "{}", file.display());
    }
}

#[test]
fn where_a_secret_will_go_is_shown_and_asked_about() {
    let (mine, theirs) = (home(), Home::new());
    let link = mine.run(&["profile", "share", "elsewhere", "--link"]).stdout;
    let refused = theirs.run(&["profile", "import", link.trim()]);
    let said = refused.explained(4);
    assert!(said.contains("token_endpoint: https://auth.example.org/oauth/token") && said.contains("--yes"), "{said}");
    assert_eq!(theirs.files().len(), 0);
    let ended = theirs.run(&["profile", "import", link.trim(), "--yes"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "elsewhere\n"), "{ended:?}");
    assert!(ended.stderr.contains("https://auth.example.org/oauth/token"), "{ended:?}");
}

#[test]
fn what_is_hostile_or_unknown_is_refused_with_its_place() {
    let home = Home::new();
    let head = "version = 1\n[profile]\nname = \"a\"\nenvironment = \"local\"\n";
    for (text, says) in [
        (format!("{head}client_id = \"a\\u001b]0;x\\u0007\"\n"), "line 5, client_id"),
        (format!("{head}scope = 3\n"), "line 5, scope"),
        (head.replace("= 1", "= 2"), "line 1, version"),
        ("{}".to_owned(), "no TOML"),
        ("orcid-playground:profile?version=9".to_owned(), "version"),
        (head.replace("local", "https://orcid.org@evil.example"), "line 4, environment"),
    ] {
        let ended = home.run_reading(&text, &["profile", "import", "-"]);
        assert!(ended.explained(2).contains(says), "{says}: {ended:?}");
        assert!(!ended.stderr.contains('\u{1b}'), "{ended:?}");
    }
    let nameless = home.run(&["profile", "import", "orcid-playground:profile?version=1&environment=local"]);
    assert!(nameless.explained(2).contains("--name"));
    assert!(home.run(&["profile", "import", "nowhere.toml"]).explained(2).contains("nowhere.toml"));
    assert_eq!(home.files().len(), 0);
}

#[test]
fn a_secret_in_a_wrong_place_is_not_given_away() {
    let home = home();
    let path = home.path().join("config/orcid-playground/config.toml");
    fs::write(&path, DEMO.replace("https://example.org/cb", &format!("https://example.org/{CANARY}"))).unwrap();
    for args in [&["profile", "share", "demo"][..], &["profile", "share", "demo", "--link"]] {
        let ended = home.run(args);
        assert!(!ended.explained(2).contains(CANARY), "{ended:?}");
    }
}

#[test]
fn profiles_are_forgotten_with_their_secrets() {
    let home = home();
    assert!(home.run(&["profile", "forget", "demo", "nope"]).explained(2).contains("nope"));
    assert!(config(&home).contains("[profile.demo]"), "nothing goes before all are found");
    let ended = home.run(&["profile", "forget", "demo", "helped"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "demo\nhelped\n"), "{ended:?}");
    let left = home.run(&["profile", "list", "--format", "json"]).json(0);
    assert_eq!((left.as_array().unwrap().len(), &left[0]["name"]), (1, &"elsewhere".into()));
    for file in home.files() {
        assert!(!fs::read_to_string(&file).unwrap().contains(CANARY), "{}", file.display());
    }
}

#[test]
fn names_are_completed() {
    let home = home();
    let mut command = home.command(&["--", "orcid-playground", "profile", "share", ""]);
    command
        .env("ORCID_PLAYGROUND_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", "3")
        .env("_CLAP_COMPLETE_COMP_TYPE", "9");
    let output = command.env("_CLAP_IFS", "\n").output().unwrap();
    let offered = String::from_utf8(output.stdout).unwrap();
    assert!(offered.lines().any(|line| line == "elsewhere"), "{offered}");
}

#[test]
fn what_says_nothing_in_the_configuration_is_named() {
    let home = Home::new();
    let folder = home.path().join("config/orcid-playground");
    std::fs::create_dir_all(&folder).unwrap();
    let slips =
        "[profiles.a]\nclient_id = \"APP-1\"\n[settings]\ntheme = \"pink\"\n[profile.b]\nclient_id = \"APP-2\"\n";
    std::fs::write(folder.join("config.toml"), slips).unwrap();
    let listed = home.run(&["profile", "list"]);
    assert!(listed.code == 0 && listed.stdout.contains("APP-2"), "{listed:?}");
    assert!(listed.stderr.contains("a profile is [profile.NAME]") && listed.stderr.contains("\"pink\""), "{listed:?}");
    let doctor = home.run(&["doctor"]);
    assert!(doctor.code == 0 && doctor.stdout.contains("· configuration"), "{doctor:?}");
}

#[test]
fn a_link_of_another_kind_is_no_file() {
    let home = Home::new();
    let ended = home.run(&["profile", "import", "orcid-playground://x"]);
    assert!(ended.explained(2).contains("orcid-playground:profile?"), "{ended:?}");
}
