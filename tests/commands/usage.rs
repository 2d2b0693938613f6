//! The command line itself: help, completions, exit codes, pipes.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use rustix::process::Signal;

use super::support::*;

#[test]
fn help_teaches() {
    let home = Home::new();
    let help = home.run_with(&[("COLUMNS", "100"), ("ORCID_CLIENT_SECRET", CANARY)], &["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(help.stdout);
    assert!(!help.stdout.contains(CANARY));
}

#[test]
fn every_command_has_help_with_examples() {
    let home = Home::new();
    for command in [
        "url",
        "authorize",
        "exchange",
        "explain",
        "refresh",
        "revoke",
        "client-credentials",
        "userinfo",
        "sandbox",
        "token",
        "scopes",
        "paths",
        "completions",
    ] {
        let help = home.run(&[command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(help.stdout.contains("Examples:\n  "), "{command}: {}", help.stdout);
        assert!(help.stdout.contains("orcid-playground"), "{command}");
    }
}

#[test]
fn options_stand_before_and_behind_the_command() {
    let home = Home::new();
    let client = ["--env", "production", "--client-id", "APP-1", "--redirect-uri", "https://a.example/"];
    let before = home.run(&[&client[..], &["url", "--no-state"]].concat());
    let behind = home.run(&[&["url", "--no-state"], &client[..]].concat());
    assert_eq!(before.code, 0, "{before:?}");
    assert_eq!(before.stdout, behind.stdout);
    assert!(before.stdout.starts_with("https://orcid.org/oauth/authorize?client_id=APP-1&"));
}

/// What stands below the options is not filled anew: a line that is too long is broken in the middle of a word's column.
#[test]
fn what_stands_below_the_options_of_help_fits() {
    fn walk(command: &clap::Command) {
        let texts = [command.get_after_help(), command.get_after_long_help()];
        for line in
            texts.into_iter().flatten().flat_map(|text| text.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(line.chars().count() <= 100, "{}: {line}", command.get_name());
        }
        command.get_subcommands().for_each(walk);
    }
    walk(&<orcid_playground::cli::Args as clap::CommandFactory>::command());
}

#[test]
fn an_error_is_json_for_programs() {
    let home = Home::new();
    let ended = home.run(&["token", "show", "--format", "json"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{ended:?}");
    let error: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap_or_else(|why| panic!("{why}: {ended:?}"));
    assert_eq!((&error["error"], &error["exit_code"]), (&"No token is stored.".into(), &2.into()));
    assert!(error["advice"].as_str().unwrap().contains("authorize"), "{error}");
}

#[test]
fn a_mistyped_folder_is_not_made() {
    let home = Home::new();
    let lost = home.path().join("no/such/file");
    let lost = lost.to_str().unwrap();
    for args in [
        &["authorize", "--as", SOPHIA, "--transcript", lost][..],
        &["authorize", "--as", SOPHIA, "--save-session", lost],
        &["export", "curl", "-o", lost],
        &["sandbox", "--addr", "127.0.0.1:0", "--state", lost],
    ] {
        let ended = home.run(args);
        assert!(ended.explained(2).contains(lost), "{args:?}: {ended:?}");
    }
    assert!(!home.path().join("no").exists());
}

#[test]
fn the_scope_can_be_a_variable_too() {
    let home = Home::new();
    let scope = |variable: &str, more: &[&str]| {
        let variables = [("ORCID_SCOPE", variable)];
        home.run_with(&variables, &[&["authorize", "--as", SOPHIA], more].concat()).json(0)["scope"].clone()
    };
    assert_eq!(scope("/authenticate /activities/update", &[]), "/activities/update /authenticate");
    assert_eq!(scope("/activities/update", &["--scope", "/authenticate"]), "/authenticate");
    // A client's own token is asked for with scopes of its own.
    let own = home.run_with(&[("ORCID_SCOPE", "/activities/update")], &["client-credentials"]);
    assert_eq!(own.json(0)["scope"], "/read-public");
}

#[test]
fn wrong_usage_is_two() {
    let home = Home::new();
    for args in [
        &["--no-such-option"][..],
        &["no-such-command"],
        &["url", "--env", "nowhere"],
        &["url", "--env", "sandbox"],
        &["url", "--env", "sandbox", "--client-id", "APP-1"],
        &["url", "--profile", "nobody"],
        &["url", "--redirect-uri", "http://a/", "--redirect-uri", "http://b/"],
        &["url", "--state", "x", "--no-state"],
        &["exchange", "two words that mean nothing"],
        &["exchange", "0000-0002-4456-8947"],
        &["exchange", ""],
        &["exchange", "-", "--client-secret-stdin"],
        &["exchange", "http://127.0.0.1:1/cb?code=eUeiz2&state=unknown"],
        &["exchange", "eUeiz2", "--env", "sandbox", "--client-id", "APP-1", "--redirect-uri", "http://127.0.0.1:1/cb"],
        &["authorize", "--redirect-uri", "http://127.0.0.1/no-port"],
        &["authorize", "--timeout", "0"],
        &["paths", "--yes"],
    ] {
        let ended = home.run(args);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}: {ended:?}");
        assert!(ended.stderr.starts_with("error: ") || ended.stderr.contains("\nerror: "), "{args:?}: {ended:?}");
    }
}

#[test]
fn what_is_no_text_is_refused() {
    let home = Home::new();
    for args in [["explain", "-"], ["exchange", "-"]] {
        let ended = home.run_reading([0xff, 0xfe, 0x00], &args);
        assert!(ended.explained(2).contains("UTF-8"), "{ended:?}");
    }
}

#[test]
fn the_playground_needs_a_terminal() {
    let home = Home::new();
    assert!(home.run(&[]).explained(2).contains("terminal"));
}

#[test]
fn certificates_that_cannot_be_read_are_two() {
    let home = Home::new();
    let empty = home.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    for (file, why) in [("/no/such.pem", "/no/such.pem"), (empty.to_str().unwrap(), "no certificate in PEM")] {
        let ended = home.run(&["--ca-file", file, "url"]);
        assert!(ended.explained(2).contains(why), "{ended:?}");
    }
}

#[test]
fn no_answer_is_three() {
    let home = Home::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("http://127.0.0.1:{port}");
    let ended = home.run_with(
        &[("ORCID_CLIENT_SECRET", CANARY)],
        &["exchange", "eUeiz2", "--env", &nobody, "--client-id", "APP-1", "--redirect-uri", "http://127.0.0.1:1/cb"],
    );
    assert!(ended.explained(3).contains(&nobody), "{ended:?}");
    assert!(!ended.stderr.contains(CANARY));
}

#[test]
fn what_needs_a_person_is_four() {
    let home = Home::new();
    let elsewhere = home.run(&["authorize", "--redirect-uri", "https://developers.google.com/oauthplayground"]);
    assert!(elsewhere.explained(4).contains("exchange"), "{elsewhere:?}");
    let late = home.run(&["authorize", "--no-browser", "--timeout", "1", "--redirect-uri", &free_redirect_uri()]);
    assert!(late.explained(4).contains("--timeout"), "{late:?}");
}

#[test]
fn an_interruption_is_130() {
    let home = Home::new();
    let mut waiting = home.start(&["authorize", "--no-browser", "--redirect-uri", &free_redirect_uri()]);
    waiting.stderr_line("Waiting at http");
    waiting.signal(Signal::INT);
    let ended = waiting.end();
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (130, "", ""));
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let home = Home::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = home.command(&["scopes", "--all"]);
    let output = command.stdout(writer).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn scopes_are_data_for_programs() {
    let home = Home::new();
    let some = home.run(&["scopes", "--format", "json"]).json(0);
    let all = home.run(&["scopes", "--all", "--format", "json"]).json(0);
    assert_eq!((some.as_array().unwrap().len(), all.as_array().unwrap().len()), (10, 40));
    assert_eq!(some[2]["scope"], "/read-limited");
    assert_eq!((&some[2]["who"], &some[2]["legs"]), (&"member".into(), &3.into()));
    let text = home.run(&["scopes"]).stdout;
    assert!(text.lines().any(|line| line.starts_with("/read-limited ") && line.contains(" member ")), "{text}");
}

#[test]
fn shells_accept_their_completions() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.stdout.contains("orcid-playground"), "{shell}");
        if matches!(shell, "bash" | "zsh" | "fish") && parses(shell, &script.stdout) == Some(false) {
            panic!("{shell} does not accept its completions");
        }
    }
    assert_eq!(home.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn values_are_completed_as_bash_asks_for_them() {
    let home = Home::new();
    home.run(&["authorize", "--as", "0000-0002-4456-8947"]).json(0);
    let token = home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].as_str().expect("an id").to_owned();
    let complete = |words: &[&str]| {
        let index = (words.len() - 1).to_string();
        let mut command = home.command(&[&["--"], words].concat());
        command.env("ORCID_PLAYGROUND_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", index).env("_CLAP_IFS", "\n");
        let output = command.output().expect("the program starts");
        String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let program = "orcid-playground";
    assert_eq!(complete(&[program, "--env", "pro"]), ["production"]);
    assert_eq!(complete(&[program, "authorize", "--as", "0000-0002"]), ["0000-0002-4456-8947"]);
    assert_eq!(complete(&[program, "token", "show", "2"]), [token]);
    assert_eq!(complete(&[program, "sandbox", "--fault", "expired-c"]), ["expired-code"]);
    assert_eq!(complete(&[program, "explain", "max_"]), ["max_age"]);
    assert_eq!(complete(&[program, "explain", "orcid-identifier/"]), ["orcid-identifier/path"]);
    assert!(complete(&[program, "explain", "/read-"]).contains(&"/read-limited".to_owned()));
    assert_eq!(complete(&[program, "guide", "se"]), ["seed"]);
    assert_eq!(complete(&[program, "man", "dia"]), [""; 0]);
    assert_eq!(complete(&[program, "man", "doc"]), ["doctor"]);
    assert_eq!(complete(&[program, "paths", "--forget", "pen"]), ["pending"]);
    assert_eq!(complete(&[program, "url", "--prompt", "l"]), ["login"]);
    assert_eq!(complete(&[program, "url", "--lang", "zh"]), ["zh_CN", "zh_TW"]);
    assert_eq!(complete(&[program, "call", "read-record-"]), ["read-record-summary"]);
    assert!(complete(&[program, "call", "GET", "read-rec"]).is_empty(), "behind a method stands a path");
    assert!(complete(&[program, "call", "GET", "/{orcid}/wor"]).contains(&"/{orcid}/works".to_owned()));
    let more = complete(&[program, "url", "--scope", "/authenticate /read-l"]);
    assert_eq!(more, ["/authenticate /read-limited"]);
    assert_eq!(complete(&[program, "--profile", ""]), [""; 0], "no profile is saved");
    // What is called like a method and is none, and a method behind other options.
    assert_eq!(complete(&[program, "--profile", "get", "call", "read-record-"]), ["read-record-summary"]);
    assert_eq!(complete(&[program, "call", "--field", "get", "read-record-"]), ["read-record-summary"]);
    let paths = complete(&[program, "call", "--accept", "json", "get", "/{orcid}/wor"]);
    assert!(paths.contains(&"/{orcid}/works".to_owned()), "{paths:?}");
}

#[test]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    let page = home.run(&["man"]);
    assert_eq!(page.code, 0);
    assert!(page.stdout.contains(".TH orcid-playground 1"), "{}", page.stdout);
    let folder = home.path().join("man1");
    assert_eq!(home.run(&["man", "--dir", folder.to_str().expect("UTF-8")]).code, 0);
    let show = std::fs::read_to_string(folder.join("orcid-playground-token-show.1")).expect("a page");
    assert!(show.contains(r"\-\-reveal"), "{show}");
    assert_eq!(home.run(&["man", "nope"]).code, 2);
}

/// Whether a shell takes a script, without running it; `None` when it is not installed.
fn parses(shell: &str, script: &str) -> Option<bool> {
    let mut child =
        Command::new(shell).arg("-n").stdin(Stdio::piped()).stderr(Stdio::null()).stdout(Stdio::null()).spawn().ok()?;
    child.stdin.take()?.write_all(script.as_bytes()).ok()?;
    Some(child.wait().ok()?.success())
}

#[test]
fn guides_are_listed_and_printed_as_they_are() {
    let home = Home::new();
    let listed = home.run(&["guide"]);
    assert_eq!(listed.code, 0);
    for name in ["sandbox", "lessons", "orcid-wire"] {
        assert!(listed.stdout.contains(name), "{listed:?}");
        let text = std::fs::read_to_string(format!("{}/assets/guides/{name}.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert_eq!(home.run(&["guide", name]).stdout, text);
        assert_eq!(home.run(&["guide", name, "--format", "json"]).json(0)["text"], text.as_str());
    }
    assert!(home.run(&["guide", "nope"]).explained(2).contains("sandbox, seed, lessons, orcid-wire"));
    let seed = home.run(&["guide", "seed"]).stdout;
    assert!(seed.starts_with("# The people") && seed.contains("[[researcher]]"), "{seed}");
}

#[test]
fn a_word_is_no_code_and_an_empty_variable_is_named() {
    let home = Home::new();
    let word = home.run(&["exchange", "zzz"]);
    assert!(word.explained(2).contains("«zzz» is neither a code (six letters and digits) nor an address with one."));
    assert!(home.run(&["exchange", "undefined"]).explained(2).contains("a variable that holds nothing"));
    let marked = home.run(&["exchange", "code=zzz"]);
    assert!(marked.stdout.contains("invalid_grant"), "it goes out all the same: {marked:?}");
}

#[test]
fn a_scope_with_a_slip_is_named_by_authorize_too() {
    let home = Home::new();
    let slip = home.run(&["authorize", "--as", SOPHIA, "--scope", "/authenticate /read-limted"]);
    assert!(!slip.explained(1).contains("may not ask"), "{slip:?}");
    assert!(slip.stderr.contains("/read-limted"), "{slip:?}");
}

#[test]
fn an_unknown_profile_leads_to_the_list() {
    let home = Home::new();
    assert!(home.run(&["--profile", "nosuch", "url"]).explained(2).contains("profile list"));
}

#[test]
fn a_lesson_file_that_cannot_be_used_stops_the_start_with_its_line() {
    let home = Home::new();
    let folder = home.path().join("lessons");
    std::fs::create_dir(&folder).unwrap();
    let lesson = |condition: &str| {
        format!("title = \"x\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"x\"\nuntil = [{condition}]\n")
    };
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let start = || home.run(&["--plain", "--lessons", folder.to_str().unwrap()]).explained(2).to_owned();
    // The line is quoted as it stands there, also where it looks like a secret elsewhere.
    let condition = "{ id-token={check=\"athash\", verdict=\"holds\"} }";
    write("01-a.toml", &lesson(condition));
    let said = start();
    assert!(said.contains("01-a.toml") && said.contains("line 6") && said.contains(condition), "{said}");
    let good = lesson("{ tokens = \"here\" }");
    write("01-a.toml", &good);
    write("02-a.toml", &good);
    let said = start();
    assert!(said.contains("02-a.toml has the same id as 01-a.toml: a"), "{said}");
    write("02-a.toml", &good.replace("title = \"x\"", "title = \"\""));
    let said = start();
    assert!(said.contains("02-a.toml") && said.contains("line 1"), "{said}");
}

#[cfg(unix)]
#[test]
fn words_that_are_no_text_do_not_hinder_completion() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let mut command = home.command(&["--", "orcid-playground", "call", "--field"]);
    command.arg(std::ffi::OsStr::from_bytes(b"a=\xff")).arg("read-record-");
    command.env("ORCID_PLAYGROUND_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", "4").env("_CLAP_IFS", "\n");
    let output = command.output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((stdout.trim(), &*stderr), ("read-record-summary", ""));
}
