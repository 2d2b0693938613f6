//! The program itself in a pseudo-terminal, and a real browser that it opens: the whole dance as a person does it.

use std::{os::unix::fs::PermissionsExt, path::PathBuf};

use super::{
    browser::Browser,
    pty::{Home, Program, Pty, poll},
    stage::Stage,
};

/// The program, with a `BROWSER` that writes down which address it was asked to open.
struct Person {
    pty: Pty,
    opened: PathBuf,
}

impl Person {
    fn start(arguments: &[&str]) -> Self {
        let home = Home::new();
        let opened = home.path().join("opened");
        let script = home.path().join("browser");
        std::fs::write(
            &script,
            format!("#!/bin/sh\nprintf %s \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n", opened.display()),
        )
        .unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        let command = [&[env!("CARGO_BIN_EXE_orcid-playground")], arguments].concat();
        let pty = Program::command(command).at(&home).env("BROWSER", script.to_str().unwrap()).start();
        pty.wait_for_text("Act as researcher");
        Self { pty, opened }
    }

    /// Presses the key that opens the browser, and gives the address that it was sent to.
    fn authorize(&mut self) -> String {
        self.pty.send("b");
        poll(|| std::fs::read_to_string(&self.opened).ok()).expect("the browser was not opened")
    }
}

async fn to_consent(browser: &Browser, url: &str) {
    browser.goto(url).await;
    browser.sees("Which researcher are you?").await;
    browser.click("button[value='0000-0002-4456-8947']").await;
    browser.sees("Authorize access").await;
}

pub async fn approved(browser: &Browser, _stage: &mut Stage) {
    let mut person = Person::start(&[]);
    to_consent(browser, &person.authorize()).await;
    browser.click("#authorize-button").await;
    browser.sees("Authorized").await;
    person.pty.wait_for_text("state matches");
    person.pty.send("enter");
    person.pty.wait_for_text("Sophia Garcia");
    person.pty.send("enter");
    person.pty.wait_for_text("orcid-identifier");
    person.pty.send("q");
    assert!(person.pty.exit_status().success());
}

pub async fn denied(browser: &Browser, _stage: &mut Stage) {
    let mut person = Person::start(&[]);
    to_consent(browser, &person.authorize()).await;
    browser.click("#deny-button").await;
    browser.sees("Access denied").await;
    person.pty.wait_for_text("access_denied");
    assert!(!person.pty.screen().contains("Exchange code"));
}

pub async fn fragment(browser: &Browser, _stage: &mut Stage) {
    let mut person = Person::start(&["--scope", "/authenticate /read-public"]);
    browser.goto(&person.authorize()).await;
    person.pty.wait_for_text("invalid_scope");
    assert!(!browser.address().await.as_str().contains('#'), "the fragment has left the address bar");
}
