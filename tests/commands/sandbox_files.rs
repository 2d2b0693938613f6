//! What `sandbox` reads and keeps: state, keys, certificates, seeds.

use orcid_playground::net::{HttpClient, Settings};
use rustix::process::Signal;
use serde_json::Value;

use super::{sandbox::start, support::*};

#[test]
fn https_with_a_certificate_that_stays_with_the_state() {
    let home = Home::new();
    let state = home.path().join("run.journal");
    let arguments = ["--tls", "--state", state.to_str().unwrap(), "--issuer", "https://orcid.test:8443"];
    let (running, ready) = start(&home, &arguments);
    let certificate = ready["certificate"].as_str().unwrap().to_owned();
    assert_eq!(certificate, format!("{}.certificate.pem", state.display()));
    let first = std::fs::read_to_string(&certificate).unwrap();
    running.signal(Signal::TERM);
    assert_eq!(running.end().code, 0);
    let (running, _) = start(&home, &arguments);
    assert_eq!(std::fs::read_to_string(&certificate).unwrap(), first, "whoever trusted it still does");
    drop(running);
    // Another name needs another certificate.
    let mut other = arguments;
    other[4] = "https://other.test";
    let (_running, _) = start(&home, &other);
    assert_ne!(std::fs::read_to_string(&certificate).unwrap(), first);
    assert!(
        home.run(&["sandbox", "--addr", "127.0.0.1:0", "--tls", "--issuer", "http://127.0.0.1:1"])
            .explained(2)
            .contains("https")
    );
}

#[test]
fn a_certificate_for_one_run_goes_with_it() {
    let home = Home::new();
    let (running, ready) = start(&home, &["--tls"]);
    let issuer = ready["issuer"].as_str().unwrap();
    assert!(issuer.starts_with("https://127.0.0.1:"), "{issuer}");
    let certificate = std::path::PathBuf::from(ready["certificate"].as_str().unwrap());
    let client = HttpClient::new(Settings { ca_file: Some(certificate.clone()), ..Settings::default() });
    for host in ["127.0.0.1", "localhost"] {
        let url = ready["jwks_uri"].as_str().unwrap().replace("127.0.0.1", host);
        assert_eq!(get_with(&client, &url, &[]).status(), 200, "{url}");
    }
    running.signal(Signal::TERM);
    assert_eq!(running.end().code, 0);
    assert!(!certificate.exists());
}

#[cfg(unix)]
#[test]
fn the_key_set_that_a_client_kept_is_still_right_after_a_restart() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let state = home.path().join("run.journal");
    let keep = ["--state", state.to_str().unwrap()];
    let key_set = |ready: &Value| get(ready["jwks_uri"].as_str().unwrap(), &[]).body().clone();
    let (running, ready) = start(&home, &keep);
    let key = home.path().join("run.journal.key");
    assert!(!key.exists(), "it is made when somebody needs it");
    let kept = key_set(&ready);
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    running.signal(Signal::KILL);
    running.wait();
    let (running, ready) = start(&home, &keep);
    assert_eq!(key_set(&ready), kept);
    drop(running);
    // One that is none is put aside, and that is said.
    std::fs::write(&key, "no key").unwrap();
    let (mut running, ready) = start(&home, &keep);
    assert_ne!(key_set(&ready), kept);
    assert!(running.stderr_line("warning: ").contains("no RSA key"));
    assert_eq!(std::fs::read_to_string(home.path().join("run.journal.key.unreadable-1")).unwrap(), "no key");
}

/// A file that stood there before is worth more than one that is made.
#[test]
fn files_of_others_are_not_written_over() {
    let home = Home::new();
    let (state, other) = (home.path().join("run.journal"), home.path().join("thesis.txt"));
    let (state, other) = (state.to_str().unwrap(), other.to_str().unwrap());
    std::fs::write(other, "years of work").unwrap();
    let run = |more: &[&str]| home.run(&[&["sandbox", "--addr", "127.0.0.1:0"], more].concat());
    for more in [&["--tls", "--certificate", other][..], &["--tls", "--state", state, "--certificate", other]] {
        let refused = run(more);
        let words = refused.explained(2);
        assert!(words.contains("thesis.txt") && words.contains("no certificate in PEM"), "{words}");
    }
    for text in ["years of work", r#"{"all":"in one line"}"#, r#"{"journal":1} and more"#] {
        std::fs::write(other, text).unwrap();
        let refused = run(&["--state", other]);
        let words = refused.explained(2);
        assert!(words.contains("thesis.txt") && words.contains("no journal of this program"), "{words}");
        assert_eq!(std::fs::read_to_string(other).unwrap(), text);
    }
    std::fs::write(other, "years of work").unwrap();
    std::fs::write(format!("{state}.tls-key"), "years of work").unwrap();
    let refused = run(&["--tls", "--state", state]);
    let words = refused.explained(2);
    assert!(words.contains("run.journal.tls-key") && words.contains("no private key"), "{words}");
    assert_eq!(std::fs::read_to_string(format!("{state}.tls-key")).unwrap(), "years of work");
    assert_eq!(std::fs::read_to_string(other).unwrap(), "years of work");
    // A certificate of an earlier run may go.
    let certificate = home.path().join("orcid.pem");
    for _ in 0..2 {
        let (running, _) = start(&home, &["--tls", "--certificate", certificate.to_str().unwrap()]);
        running.signal(Signal::TERM);
        assert_eq!(running.end().code, 0);
    }
    assert!(run(&["--state", home.path().to_str().unwrap()]).explained(2).contains("no regular file"));
    #[cfg(target_os = "linux")]
    assert!(run(&["--state", "/dev/full"]).explained(2).contains("no regular file"));
    let both = home.run(&["--ephemeral", "sandbox", "--addr", "127.0.0.1:0", "--state", "new.journal"]);
    assert!(both.explained(2).contains("--ephemeral keeps nothing"), "{both:?}");
}

/// Clients that trust it go on to, whoever else tries to start with the same file.
#[test]
fn the_certificate_of_one_that_runs_stays() {
    let home = Home::new();
    let state = home.path().join("run.journal");
    let arguments = ["--tls", "--state", state.to_str().unwrap()];
    let (_running, ready) = start(&home, &arguments);
    let certificate = ready["certificate"].as_str().unwrap();
    let key = format!("{}.tls-key", state.display());
    let both = || (std::fs::read(certificate).unwrap(), std::fs::read(&key).unwrap());
    let before = both();
    let other = ["sandbox", "--addr", "127.0.0.1:0", "--issuer", "https://orcid.test:18800"];
    let second = home.run(&[&other[..], &arguments].concat());
    assert!(second.explained(2).contains("is in use"), "{second:?}");
    assert_eq!(both(), before);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_could_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let state = home.path().join("run.journal");
    let arguments = ["--tls", "--state", state.to_str().unwrap()];
    let (running, _) = start(&home, &arguments);
    running.signal(Signal::TERM);
    running.end();
    let key = home.path().join("run.journal.tls-key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let (mut running, _) = start(&home, &arguments);
    assert!(running.stderr_line("note: ").contains("run.journal.tls-key could be read by other users"));
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
}

/// A full disk, as far as a process can have one of its own: a limit on the size of its files.
#[test]
#[cfg(unix)]
fn what_cannot_be_written_down_does_not_happen() {
    let home = Home::new();
    let state = home.path().join("run.journal");
    let args = ["sandbox", "--addr", "127.0.0.1:0", "--ready-json", "--state", state.to_str().unwrap()];
    let mut running = home.start_limited(16, &args);
    let ready: Value = serde_json::from_str(&running.stdout_line()).unwrap();
    let post = |endpoint: &str, more: &str| {
        let url = ready[endpoint].as_str().unwrap();
        let form = format!("client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}&{more}");
        let request = http::Request::post(url)
            .header("host", url::Url::parse(url).unwrap().authority())
            .header("user-agent", "test")
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("content-length", form.len())
            .body(form.into())
            .unwrap();
        send(request)
    };
    let tokens = |ready: &Value| -> Value {
        let url = format!("{}/state", ready["control"].as_str().unwrap());
        serde_json::from_slice::<Value>(get(&url, &[]).body()).unwrap()["tokens"].take()
    };
    let ask = || post("token_endpoint", "grant_type=client_credentials&scope=/read-public");
    let mut given = Vec::new();
    let refused = loop {
        let answer = ask();
        if answer.status() != 200 {
            break answer;
        }
        given.push(serde_json::from_slice::<Value>(answer.body()).unwrap()["access_token"].take());
        assert!(given.len() < 1000, "the limit holds");
    };
    let words = String::from_utf8_lossy(refused.body()).into_owned();
    assert_eq!(refused.status(), 500);
    assert!(words.starts_with("The simulated ORCID changed nothing") && words.contains("run.journal"), "{words}");
    assert!(running.stderr_line("error: ").contains("run.journal"));
    let kept: Vec<_> = tokens(&ready).as_array().unwrap().iter().map(|token| token["access_token"].clone()).collect();
    assert!(kept.iter().eq(given.iter().rev()), "nobody was given more, or less, than there is");
    // What changes nothing is answered, and a revocation that fails revokes nothing.
    let victim = given
        .iter()
        .find(|token| post("revocation_endpoint", &format!("token={}", token.as_str().unwrap())).status() == 500);
    let bearer = format!("Bearer {}", victim.unwrap().as_str().unwrap());
    let record = format!("{}/{SOPHIA}/keywords", ready["public_api"].as_str().unwrap());
    assert_eq!(get(&record, &[("authorization", &bearer)]).status(), 200);
    // When there is room again, it goes on where it stood, with nothing torn.
    let before = tokens(&ready);
    running.signal(Signal::KILL);
    running.wait();
    let (running, again) = start(&home, &args[4..]);
    assert_eq!(tokens(&again), before);
    running.signal(Signal::TERM);
    assert_eq!(running.end().stderr, "");
}

#[test]
fn a_seed_that_no_longer_fits_the_state_is_told_at_the_start() {
    let home = Home::new();
    let (seed, state) = (home.path().join("seed.toml"), home.path().join("run.journal"));
    let researcher = |put_code: &str| {
        format!(
            "[[researcher]]\norcid = \"0000-0099-0000-0104\"\nlocale = \"en\"\ncreated = \"2024-01-01T00:00:00Z\"\n\
             modified = \"2026-01-01T00:00:00Z\"\ngiven_names = \"T\"\n[[researcher.keyword]]\nput_code = {put_code}\n\
             content = \"c\"\n"
        )
    };
    let entry = r#"{"version":1,"at":"2026-01-01T00:00:00Z","event":"item_added","orcid":"0000-0099-0000-0104","section":"keywords","put_code":77,"client_id":"APP-PLAYGROUND000001","visibility":"public","created":"2026-01-01T00:00:00Z","item":{"content":"x"}}"#;
    std::fs::write(&state, format!("{{\"journal\":1}}\n{entry}\n")).unwrap();
    let keep = ["--seed", seed.to_str().unwrap(), "--state", state.to_str().unwrap()];
    std::fs::write(&seed, researcher("7")).unwrap();
    drop(start(&home, &keep));
    std::fs::write(&seed, researcher("77")).unwrap();
    let refused = home.run(&[&["sandbox", "--addr", "127.0.0.1:0"], &keep[..]].concat());
    let words = refused.explained(2);
    assert!(words.contains("put-code 77") && words.contains("0000-0099-0000-0104"), "{words}");
    std::fs::write(&seed, b"# \xE9\n").unwrap();
    let refused = home.run(&[&["sandbox", "--addr", "127.0.0.1:0"], &keep[..]].concat());
    assert!(refused.explained(2).contains("line 1 is not text in UTF-8"), "{refused:?}");
}

#[test]
fn own_clients_and_researchers_are_seeded() {
    let home = Home::new();
    let path = home.path().join("seed.toml");
    let seed = |text: &str| std::fs::write(&path, text).unwrap();
    let arguments = ["--seed", path.to_str().unwrap()];
    seed(
        r#"
[[client]]
client_id = "APP-MYTESTSUITE00001"
client_secret = "6f1c9b1e-0f9a-4d3b-8a35-2f1b6a9c1d11"
name = "My test suite"
type = "member"
"#,
    );
    let (_running, ready) = start(&home, &arguments);
    let clients = ready["clients"].as_array().unwrap();
    assert!(clients.iter().any(|client| client["client_id"] == "APP-MYTESTSUITE00001"), "{clients:?}");
    seed("[[client]]\nclient_id = \"APP-MYTESTSUITE00001\"\nsecret = \"x\"\n");
    let refused = home.run(&[&["sandbox", "--addr", "127.0.0.1:0"], &arguments[..]].concat());
    assert!(refused.explained(2).contains("line 3") && refused.stderr.contains("guide seed"), "{refused:?}");
}
