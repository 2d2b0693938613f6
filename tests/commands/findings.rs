//! What looks wrong is said on stderr before a request goes out; nothing is forbidden, and stdout stays what it is.

use super::support::*;

/// Of the sandbox, and sent nowhere: `url` asks nobody.
const SANDBOX: [&str; 6] =
    ["--env", "sandbox", "--client-id", "APP-1234567890ABCDEF", "--redirect-uri", "http://127.0.0.1:8000/callback"];

fn url(home: &Home, more: &[&str]) -> Ended {
    home.run(&[&["url", "--format", "json"], &SANDBOX[..], more].concat())
}

#[test]
fn a_request_that_looks_right_is_told_nothing_of() {
    let home = Home::new();
    let right = url(&home, &["--scope", "openid"]);
    assert!(right.json(0)["authorization_url"].as_str().unwrap().starts_with("https://sandbox.orcid.org/"));
    assert_eq!(right.stderr, "");
    let local = home.run(&["--ephemeral", "authorize", "--as", SOPHIA]);
    assert!(local.code == 0 && !local.stderr.contains("wrong") && !local.stderr.contains("warning"), "{local:?}");
}

#[test]
fn url_says_what_pane_1_says_and_how_to_put_it_right() {
    let home = Home::new();
    for (options, says) in [
        (
            &["--scope", "read-limited"][..],
            "looks wrong: read-limited lacks its slash: /read-limited. Try --scope /read-limited",
        ),
        (&["--scope", "openid,/authenticate"], "looks wrong: Scopes are separated by blanks"),
        (&["--scope", "/read-public"], "looks wrong: /read-public is two-legged"),
        (&["--scope", "/webhook"], "looks wrong: /webhook is two-legged"),
        (&["--scope", "/nonsense"], "`orcid-playground scopes` lists them."),
        (&["--scope", "openid", "--no-state"], "warning: state is off"),
        (&["--scope", "openid", "--max-age", "soon"], "Leave --max-age away."),
        (&["--scope", "openid", "--response-type", "id_token"], "demands a nonce. Try --nonce auto"),
        (&["--scope", "openid", "--orcid", "0000-0002-1825-0098"], "Try --orcid 0000-0002-1825-0097"),
    ] {
        let told = url(&home, options);
        assert!(told.json(0)["authorization_url"].is_string(), "nothing is forbidden");
        assert!(told.stderr.contains(says), "{options:?}: {}", told.stderr);
        // What cannot be asked for is left away, and nothing is added to it.
        assert!(!told.stderr.contains("two-legged") || !told.stderr.contains("openid"), "{}", told.stderr);
    }
    let swapped = home.run(&[
        "url",
        "--env",
        "sandbox",
        "--client-id",
        "f0e1d2c3-0000-4000-8000-000000000001",
        "--redirect-uri",
        "https://a.example/cb",
        "--scope",
        "openid",
    ]);
    assert!(swapped.stderr.contains("are the two swapped?"), "{swapped:?}");
    let demo = home.run(&[
        "url",
        "--env",
        "production",
        "--client-id",
        CLIENT_ID,
        "--redirect-uri",
        "http://127.0.0.1:8000/cb",
    ]);
    assert!(demo.stderr.contains("Try --env local") && demo.stderr.contains("only https redirect URIs"), "{demo:?}");
}

#[test]
fn a_redirect_uri_of_this_machine_is_registered_on_the_way() {
    let home = Home::new();
    let own = home.run(&["url", "--redirect-uri", "http://localhost:4711/elsewhere", "--scope", "openid"]);
    assert!(own.code == 0 && !own.stderr.contains("Does not begin with"), "{own:?}");
    let foreign = home.run(&["url", "--redirect-uri", "https://app.example/cb", "--scope", "openid"]);
    assert!(foreign.stderr.contains("Does not begin with a redirect URI of the demo clients"), "{foreign:?}");
}

#[test]
fn a_token_of_ones_own_and_its_scopes() {
    let home = Home::new();
    let ask = |scope: &str| home.run(&["--ephemeral", "client-credentials", "--scope", scope]);
    let right = ask("/read-public");
    assert!(right.code == 0 && !right.stderr.contains("wrong"), "{right:?}");
    assert!(
        ask("read-public")
            .stderr
            .contains("looks wrong: read-public lacks its slash: /read-public. Try --scope /read-public (scope-slash)")
    );
    assert!(ask("/read-public /authenticate").stderr.contains("note: /authenticate comes from a researcher"));
    assert!(ask("/read-public,/webhook").stderr.contains("separated by blanks"));
    assert!(ask("/webhook").stderr.contains("note: /webhook is for clients of premium members; any other client"));
    assert!(!ask("/group-id-record/read").stderr.contains("is for clients"), "the demo client is a member's");
    let premium =
        home.run(&["--ephemeral", "client-credentials", "--client-id", "APP-PLAYGROUND000003", "--scope", "/webhook"]);
    assert!(premium.code == 0 && !premium.stderr.contains("/webhook is for"), "{premium:?}");
}

#[test]
fn a_code_whose_request_is_old_is_exchanged_with_a_warning() {
    let home = Home::new();
    assert_eq!(home.run(&["url", "--scope", "/authenticate"]).code, 0);
    let pending = home.files().into_iter().find(|file| file.to_string_lossy().contains("pending")).expect("a request");
    let text = std::fs::read_to_string(&pending).unwrap();
    let fresh = home.run(&["exchange", "abc123"]);
    assert!(!fresh.stderr.contains("The request was made"), "{fresh:?}");
    let at = text.find("created_at").expect("its time");
    let value = at + text[at..].find("20").expect("a year");
    let end = value + text[value..].find('Z').expect("its end");
    let earlier = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(25);
    std::fs::write(
        &pending,
        format!("{}{}{}", &text[..value], earlier.to_string().trim_end_matches('Z'), &text[end..]),
    )
    .unwrap();
    let old = home.run(&["exchange", "abc123"]);
    assert!(old.stderr.contains("warning: The request was made 25 min ago"), "{old:?}");
}

#[test]
fn a_refresh_for_more_than_there_is() {
    let home = Home::new();
    assert_eq!(home.run(&["authorize", "--as", SOPHIA, "--scope", "/authenticate"]).code, 0);
    let more = home.run(&["refresh", "--scope", "/activities/update"]);
    assert!(more.stderr.contains("warning: /activities/update is not among what the old tokens may"), "{more:?}");
    assert_ne!(more.code, 0);
}
