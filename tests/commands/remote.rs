//! Over SSH the browser is on another computer: the command that brings the ports there is said.

use super::support::*;

/// The command for these ports.
fn line(ports: &[&str]) -> String {
    let forwards: String = ports.iter().map(|port| format!("-L {port}:127.0.0.1:{port} ")).collect();
    format!("ssh {forwards}-p 2222 mia@192.0.2.1")
}

const SSH: [(&str, &str); 2] = [("SSH_CONNECTION", "198.51.100.7 50022 192.0.2.1 2222"), ("USER", "mia")];

fn port_of(address: &str) -> String {
    url::Url::parse(address.trim()).unwrap().port().unwrap().to_string()
}

#[test]
fn authorize_says_it_where_the_browser_must_be_elsewhere() {
    let redirect_uri = free_redirect_uri();
    for how in [&["--no-browser"][..], &[]] {
        let asked = [&["authorize", "--timeout", "1", "--redirect-uri", &redirect_uri], how].concat();
        let ended = Home::new().run_with(&SSH, &asked);
        assert_eq!(ended.code, 4, "{ended:?}");
        let url = ended.stderr.lines().find(|line| line.starts_with("http")).expect("the address");
        let said = line(&[&port_of(&redirect_uri), &port_of(url)]);
        assert!(ended.stderr.lines().any(|line| line == said), "{said} is not in {ended:?}");
        assert_eq!(ended.stdout, "");
        // At one's own desk nothing of it is said.
        let here = Home::new().run(&asked);
        assert!(!here.stderr.contains("ssh "), "{here:?}");
    }
}

#[test]
fn what_ssh_does_not_tell_is_a_placeholder_that_is_explained() {
    let asked = ["authorize", "--no-browser", "--timeout", "1", "--redirect-uri", &free_redirect_uri()];
    let ended = Home::new().run_with(&[("SSH_TTY", "/dev/pts/0")], &asked);
    assert!(ended.stderr.contains("USER@HOST") && ended.stderr.contains("are what you gave to ssh"), "{ended:?}");
}

#[test]
fn the_doctor_has_it_as_a_remedy() {
    let redirect_uri = free_redirect_uri();
    let ended = Home::new().run_with(&SSH, &["doctor", "--redirect-uri", &redirect_uri]);
    assert!(ended.stdout.contains(&format!("ssh -L {0}:127.0.0.1:{0} -L ", port_of(&redirect_uri))), "{ended:?}");
    assert!(ended.stdout.contains("-p 2222 mia@192.0.2.1"), "{ended:?}");
    let here = Home::new().run(&["doctor", "--redirect-uri", &redirect_uri]);
    assert!(!here.stdout.contains("ssh "), "{here:?}");
}

#[test]
fn plain_mode_says_it_too() {
    let redirect_uri = free_redirect_uri();
    let mut command = Home::new().command(&["--plain", "--ephemeral", "--redirect-uri", &redirect_uri]);
    command.envs(SSH).stdin(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"copy-url\nquit\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(&format!("ssh -L {0}:127.0.0.1:{0} -L ", port_of(&redirect_uri))), "{said}");
    assert!(said.contains("[Copy ssh -L]"), "{said}");
}
