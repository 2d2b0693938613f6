//! The snippets for test suites.

use std::{io::Write, net::TcpStream, path::Path, process::ExitCode};

use libtest_mimic::Failed;

use super::{
    snippet,
    stage::{Stage, said, succeeds},
};

/// A language: where its snippets go, what uses them, and how that is run.
pub struct Language {
    pub name: &'static str,
    /// The heading in the guide, and the word at its fences.
    heading: &'static str,
    fence: &'static str,
    /// The files that the snippets become, in the guide's order.
    files: &'static [&'static str],
    /// What uses them.
    drivers: &'static [(&'static str, &'static str)],
    /// What is run, one after the other.
    commands: &'static [&'static [&'static str]],
    /// What shows that everything is there, and what that is.
    check: &'static [&'static str],
    needs: &'static str,
}

/// Where Debian keeps the Java library that reads JSON.
const CLASSES: &str =
    "/usr/share/java/jackson-databind.jar:/usr/share/java/jackson-core.jar:/usr/share/java/jackson-annotations.jar:.";

pub const ALL: &[Language] = &[
    Language {
        name: "python",
        heading: "### Python",
        fence: "python",
        files: &["conftest.py"],
        drivers: &[("test_orcid.py", include_str!("drivers/test_orcid.py"))],
        commands: &[&["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"]],
        check: &["python3", "-c", "import pytest"],
        needs: "Python with pytest",
    },
    Language {
        name: "node",
        heading: "### Node",
        fence: "js",
        files: &["orcid.mjs"],
        drivers: &[("driver.mjs", include_str!("drivers/driver.mjs"))],
        commands: &[&["node", "driver.mjs"]],
        check: &["node", "-e", "process.exit(typeof fetch == 'function' ? 0 : 1)"],
        needs: "Node with fetch",
    },
    Language {
        name: "r",
        heading: "### R",
        fence: "r",
        files: &["tests/testthat/setup.R"],
        drivers: &[("tests/testthat/test-orcid.R", include_str!("drivers/test-orcid.R"))],
        commands: &[&["Rscript", "-e", "testthat::test_dir('tests/testthat', stop_on_failure = TRUE)"]],
        check: &[
            "Rscript",
            "-e",
            "for (p in c('httr2', 'jsonlite', 'processx', 'testthat', 'withr')) library(p, character.only = TRUE)",
        ],
        needs: "R with httr2, jsonlite, processx, testthat and withr",
    },
    Language {
        name: "php",
        heading: "### PHP",
        fence: "php",
        files: &["bootstrap.php", "provider.php"],
        drivers: &[("driver.php", include_str!("drivers/driver.php"))],
        commands: &[&["php", "driver.php"]],
        check: &["php", "--version"],
        needs: "PHP",
    },
    Language {
        name: "java",
        heading: "### Java",
        fence: "java",
        files: &["Orcid.java", "spring.txt"],
        drivers: &[
            ("Driver.java", include_str!("drivers/Driver.java")),
            ("surround.sh", include_str!("drivers/surround.sh")),
        ],
        commands: &[
            &["sh", "surround.sh"],
            &["javac", "-cp", CLASSES, "-d", ".", "Driver.java", "Orcid.java"],
            &["java", "-cp", CLASSES, "Driver"],
        ],
        check: &["sh", "-c", "javac --version && ls /usr/share/java/jackson-databind.jar"],
        needs: "a Java development kit with Jackson in /usr/share/java",
    },
];

impl Language {
    /// What is not installed.
    pub fn missing(&self) -> Option<String> {
        let (program, args) = self.check.split_first().expect("a program");
        (!succeeds(program, args)).then(|| format!("{} is not installed", self.needs))
    }

    /// Runs what uses the snippets.
    pub fn run(&self) -> Result<(), Failed> {
        let stage = Stage::new()?;
        let snippets = snippet::below(self.heading, self.fence);
        assert_eq!(snippets.len(), self.files.len(), "the snippets below {}", self.heading);
        for (file, text) in self.files.iter().zip(snippets) {
            // A file of PHP begins with a tag, which the guide leaves out.
            let tag = if Path::new(file).extension().is_some_and(|ending| ending == "php") { "<?php\n" } else { "" };
            stage.write(file, &format!("{tag}{text}"))?;
        }
        for (file, text) in self.drivers {
            stage.write(file, text)?;
        }
        let mut last = String::new();
        for command in self.commands {
            let (program, args) = command.split_first().expect("a program");
            last = stage.run(program, args)?;
        }
        // Each says at its end what it got, so that a driver that did nothing is noticed.
        if last.contains("/read-public") { Ok(()) } else { Err(format!("no token was told of:\n{last}").into()) }
    }
}

/// The argument with which this test binary runs the Rust snippet.
pub const RUST_DRIVER: &str = "drive-the-rust-snippet";

include!("start_orcid.rs");

/// The guide has what is compiled here, and it runs.
pub fn rust() -> Result<(), Failed> {
    assert_eq!(
        snippet::only("### Rust", "rust"),
        include_str!("start_orcid.rs"),
        "the guide's snippet, and the compiled one"
    );
    let itself = std::env::current_exe()?;
    said(Stage::new()?.command(itself.to_str().ok_or("a path")?).arg(RUST_DRIVER)).map(drop)
}

/// Uses the Rust snippet.
pub fn drive_rust() -> ExitCode {
    let (mut process, orcid) = start_orcid(&["--era", "classic"]).expect("it starts");
    let address = orcid["issuer"].as_str().and_then(|issuer| issuer.strip_prefix("http://")).expect("an issuer");
    let greeted = TcpStream::connect(address)
        .and_then(|mut stream| stream.write_all(b"GET /oauth/jwks HTTP/1.1\r\nhost: localhost\r\n\r\n"));
    let ended = process.kill().and_then(|()| process.wait());
    if greeted.is_ok() && ended.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
