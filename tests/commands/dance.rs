//! `url`, `authorize`, `exchange` on the simulated ORCID.

use super::support::*;

fn authorize_as(home: &Home, more: &[&str]) -> Ended {
    let redirect_uri = free_redirect_uri();
    home.run(&[&["authorize", "--as", SOPHIA, "--redirect-uri", &redirect_uri], more].concat())
}

#[test]
fn a_url_as_text_and_as_json() {
    let home = Home::new();
    let redirect_uri = free_redirect_uri();
    let asked = ["url", "--redirect-uri", &redirect_uri, "--state", "s1", "--scope", "openid", "--lang", "fr"];
    let text = home.run(&asked);
    assert_eq!(text.code, 0, "{text:?}");
    let json = home.run(&[&asked[..], &["--format", "json", "--nonce", "n1"]].concat()).json(0);
    let query = format!("client_id={CLIENT_ID}&response_type=code&scope=openid&redirect_uri={redirect_uri}&state=s1");
    let url = text.stdout.trim_end();
    assert!(url.ends_with(&format!("/oauth/authorize?{query}&lang=fr")), "{url}");
    assert!(json["authorization_url"].as_str().unwrap().ends_with(&format!("{query}&nonce=n1&lang=fr")), "{json}");
    assert_eq!((&json["state"], &json["nonce"]), (&"s1".into(), &"n1".into()));
    assert_eq!(json["redirect_uri"], redirect_uri.as_str());
    assert_eq!(json.as_object().unwrap().len(), 4);
}

#[test]
fn a_state_is_random_unless_given_or_switched_off() {
    let home = Home::new();
    let state = |more: &[&str]| home.run(&[&["url", "--format", "json"], more].concat()).json(0)["state"].clone();
    let (one, two) = (state(&[]), state(&[]));
    assert_ne!(one, two);
    assert!(one.as_str().unwrap().len() >= 22);
    assert!(state(&["--no-state"]).is_null());
}

#[test]
fn real_servers_get_their_own_addresses() {
    let home = Home::new();
    let ended = home.run_with(
        &[
            ("ORCID_ENV", "sandbox"),
            ("ORCID_CLIENT_ID", "APP-1234567890ABCDEF"),
            ("ORCID_REDIRECT_URI", "https://a.example/cb"),
        ],
        &["url", "--no-state"],
    );
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (
            0,
            "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code\
             &scope=/authenticate&redirect_uri=https://a.example/cb\n"
        )
    );
}

#[test]
fn the_whole_dance_in_one_command() {
    let home = Home::new();
    let ended = authorize_as(&home, &[]);
    let body = ended.json(0);
    assert_eq!(body["orcid"], SOPHIA);
    assert_eq!(body["scope"], "/authenticate /read-limited");
    // On stdout alone, and as it was received: ORCID's answer has no line break.
    assert!(!ended.stderr.contains(body["access_token"].as_str().unwrap()), "{ended:?}");
    assert!(!ended.stdout.ends_with('\n'));
    assert_eq!(home.run(&["token", "show", "--reveal"]).stdout, ended.stdout);
    // The second time no consent page is shown.
    assert_eq!(authorize_as(&home, &[]).json(0)["orcid"], SOPHIA);
}

#[test]
fn a_denial_is_an_answer_too() {
    let home = Home::new();
    assert_eq!(authorize_as(&home, &[]).code, 0);
    // Also after the same was granted.
    let ended = authorize_as(&home, &["--deny"]);
    assert!(ended.explained(1).contains("access_denied"), "{ended:?}");
    assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().len(), 1);
}

#[test]
fn what_orcid_shows_or_sends_back_is_explained() {
    let home = Home::new();
    let unknown = home.run_with(
        &[("ORCID_CLIENT_SECRET", CANARY)],
        &["authorize", "--as", SOPHIA, "--client-id", "APP-0000000000000000", "--redirect-uri", &free_redirect_uri()],
    );
    assert!(unknown.explained(1).contains("error page"), "{unknown:?}");
    let scope = authorize_as(&home, &["--scope", "/no/such"]);
    assert!(scope.explained(1).contains("invalid_scope"), "{scope:?}");
    let nobody = home.run(&["authorize", "--as", "0000-0002-1825-0097", "--redirect-uri", &free_redirect_uri()]);
    assert!(nobody.explained(2).contains(SOPHIA), "{nobody:?}");
    let typo = home.run(&["authorize", "--as", "0000-0002-4456-8948"]);
    assert!(typo.explained(2).contains("check digit"), "{typo:?}");
    let real = home.run(&[
        "authorize",
        "--as",
        SOPHIA,
        "--env",
        "sandbox",
        "--client-id",
        "APP-1",
        "--redirect-uri",
        "http://127.0.0.1:1/",
    ]);
    assert!(real.explained(2).contains("simulated"), "{real:?}");
}

#[test]
fn a_wrong_secret_is_refused_and_kept_to_itself() {
    let home = Home::new();
    let redirect_uri = free_redirect_uri();
    let asked = ["authorize", "--as", SOPHIA, "--redirect-uri", &redirect_uri];
    let ended = home.run_with(&[("ORCID_CLIENT_SECRET", CANARY)], &asked);
    assert_eq!(ended.json(1)["error"], "invalid_client");
    assert!(ended.stderr.contains("secret"), "{ended:?}");
    let piped = home.run_reading(format!("{CANARY}\n"), &[&asked[..], &["--client-secret-stdin"]].concat());
    assert_eq!(piped.json(1)["error"], "invalid_client");
    for said in [&ended.stdout, &ended.stderr, &piped.stdout, &piped.stderr] {
        assert!(!said.contains(CANARY), "{said}");
    }
    for file in home.files() {
        assert!(!String::from_utf8_lossy(&std::fs::read(&file).unwrap()).contains(CANARY), "{}", file.display());
    }
    let right = home.run_reading(format!("{CLIENT_SECRET}\n"), &[&asked[..], &["--client-secret-stdin"]].concat());
    assert_eq!(right.json(0)["orcid"], SOPHIA);
}

#[test]
fn a_code_travels_between_processes() {
    let home = Home::new();
    // The first one serves the simulated ORCID, as the playground would.
    let mut serving = home.start(&["authorize", "--no-browser", "--redirect-uri", &free_redirect_uri()]);
    let served = serving.stderr_line("http");
    let asked = home.run(&["url", "--format", "json", "--redirect-uri", &free_redirect_uri()]).json(0);
    let url = asked["authorization_url"].as_str().unwrap();
    assert_eq!(url::Url::parse(url).unwrap().origin(), url::Url::parse(&served).unwrap().origin());

    let landed = authorize(url);
    assert!(landed.contains(asked["state"].as_str().unwrap()));
    assert_eq!(home.run(&["exchange", &landed]).json(0)["orcid"], SOPHIA);

    // Once more: the request is answered, so its address is refused; the bare code goes out and costs the tokens.
    assert!(home.run(&["exchange", &landed]).explained(2).contains("state"));
    let (_, code) = landed.split_once("code=").unwrap();
    let code = &code[..6];
    let reused = home.run(&["exchange", code]);
    assert!(reused.json(1)["error_description"].as_str().unwrap().contains("Reused"), "{reused:?}");
    assert!(reused.stderr.contains("revoked"), "{reused:?}");
}

#[test]
fn a_code_outlives_the_process_that_gave_it() {
    let home = Home::new();
    let mut serving = home.start(&["authorize", "--no-browser", "--redirect-uri", &free_redirect_uri()]);
    serving.stderr_line("http");
    let asked = home.run(&["url", "--format", "json", "--redirect-uri", &free_redirect_uri()]).json(0);
    let landed = authorize(asked["authorization_url"].as_str().unwrap());
    serving.signal(rustix::process::Signal::KILL);
    serving.child.wait().unwrap();
    assert_eq!(home.run_reading(format!("{landed}\n"), &["exchange", "-"]).json(0)["orcid"], SOPHIA);
}

#[test]
fn the_browser_brings_the_answer_and_forgeries_are_left() {
    let home = Home::new();
    let redirect_uri = free_redirect_uri();
    let mut waiting = home.start(&["authorize", "--no-browser", "--redirect-uri", &redirect_uri]);
    let url = waiting.stderr_line("http");
    get(&format!("{redirect_uri}?code=f0rged&state=x"), &[]);
    get(&format!("{redirect_uri}?code=f0rged"), &[]);
    waiting.stderr_line("warning: An answer with another state");
    waiting.stderr_line("warning: An answer without the state");
    let page = get(&authorize(&url), &[]);
    assert!(page.status().is_success());
    assert_eq!(waiting.end().json(0)["orcid"], SOPHIA);
}

#[test]
fn a_denial_in_the_browser_ends_the_waiting() {
    let home = Home::new();
    let redirect_uri = free_redirect_uri();
    let mut waiting = home.start(&["authorize", "--no-browser", "--redirect-uri", &redirect_uri, "--state", "s1"]);
    waiting.stderr_line("http");
    get(&format!("{redirect_uri}?error=access_denied&error_description=User%20denied%20access&state=s1"), &[]);
    let ended = waiting.end();
    assert!(ended.explained(1).contains("access_denied"));
}

#[test]
fn a_taken_port_is_replaced_on_local() {
    let home = Home::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let redirect_uri = format!("http://{}/callback", taken.local_addr().unwrap());
    let mut waiting = home.start(&["authorize", "--no-browser", "--redirect-uri", &redirect_uri]);
    let landed = authorize(&waiting.stderr_line("http"));
    assert!(!landed.starts_with(&redirect_uri), "{landed}");
    get(&landed, &[]);
    assert_eq!(waiting.end().json(0)["orcid"], SOPHIA);
    // The port is compared at ORCID, so there it is an error.
    let real = home.run_with(
        &[("ORCID_CLIENT_SECRET", CANARY)],
        &["authorize", "--no-browser", "--env", "sandbox", "--client-id", "APP-1", "--redirect-uri", &redirect_uri],
    );
    real.explained(2);
}

#[test]
fn several_at_once_share_one_simulated_orcid() {
    let home = Home::new();
    let redirect_uris: Vec<_> = (0..4).map(|_| free_redirect_uri()).collect();
    let running: Vec<_> =
        (redirect_uris.iter()).map(|uri| home.start(&["authorize", "--as", SOPHIA, "--redirect-uri", uri])).collect();
    let mut tokens: Vec<_> =
        running.into_iter().map(|running| running.end().json(0)["access_token"].to_string()).collect();
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 4);
    assert_eq!(home.run(&["token", "list", "--format", "json"]).json(0).as_array().unwrap().len(), 4);
}

#[test]
fn ephemeral_leaves_nothing() {
    let home = Home::new();
    let ended = authorize_as(&home, &["--ephemeral"]);
    assert_eq!(ended.json(0)["orcid"], SOPHIA);
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_code_goes_to_no_other_server_by_mistake() {
    let home = Home::new();
    let asked = home.run(&["url", "--format", "json", "--redirect-uri", &free_redirect_uri()]).json(0);
    let landed =
        format!("{}?code=eUeiz2&state={}", asked["redirect_uri"].as_str().unwrap(), asked["state"].as_str().unwrap());
    let elsewhere = ["--env", "sandbox", "--client-id", "APP-1", "--redirect-uri", "http://127.0.0.1:1/cb"];
    assert!(home.run(&[&["exchange", &landed], &elsewhere[..]].concat()).explained(2).contains("--env"));
    // The newest request is another server's, so the bare code goes with what is configured: there, no secret is known.
    let bare = home.run(&[&["exchange", "eUeiz2"], &elsewhere[..]].concat());
    assert!(bare.explained(2).contains("secret of APP-1"), "{bare:?}");
    assert_eq!(home.run(&["exchange", &landed]).json(1)["error"], "invalid_grant");
}
