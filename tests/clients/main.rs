//! Clients that were not written for it, of other languages, against the simulated ORCID as a process: unmodified but for
//! its addresses.
//!
//! `ORCID_CLIENTS_DIR` names the folder in which they are installed (`.ci/run` does it): a virtual environment of Python in
//! `python`, made of `python/requirements.txt`, and `node_modules` in `node`, made of `node/package.json`. Without it
//! each test is reported as ignored, with the reason; when `ORCID_PLAYGROUND_REQUIRE_CLIENTS` is set, it fails.

#![cfg_attr(not(unix), allow(dead_code, unused_imports))]

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

/// More than any of them needs.
const TIME_LIMIT: Duration = Duration::from_secs(50);

fn main() -> ExitCode {
    #[allow(unused_mut)]
    let mut trials: Vec<Trial> = Vec::new();
    #[cfg(unix)]
    trials.extend([
        trial("python_authlib_and_a_strict_reader_of_id_tokens", "python/authlib_client.py"),
        trial("python_requests_oauthlib", "python/requests_oauthlib_client.py"),
        trial("python_orcid", "python/orcid_library.py"),
        trial("node_openid_client", "node/openid-client.mjs"),
        trial("node_passport_orcid", "node/passport-orcid.mjs"),
    ]);
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

#[cfg(unix)]
fn trial(name: &str, script: &'static str) -> Trial {
    Trial::ignorable_test(name, move || match Installed::find(script) {
        Ok(installed) => installed.run().map(|()| Completion::Completed),
        Err(missing) if std::env::var_os("ORCID_PLAYGROUND_REQUIRE_CLIENTS").is_some() => Err(missing.into()),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}

/// A script, and the folder with the libraries that it needs.
struct Installed {
    script: PathBuf,
    libraries: PathBuf,
}

impl Installed {
    fn find(script: &str) -> Result<Self, String> {
        let folder =
            std::env::var_os("ORCID_CLIENTS_DIR").ok_or("ORCID_CLIENTS_DIR names no folder with the clients")?;
        let (language, _) = script.split_once('/').expect("a folder for each language");
        let libraries = Path::new(&folder).join(language);
        let needed = libraries.join(if language == "python" { "bin/python" } else { "node_modules" });
        if !needed.exists() {
            return Err(format!("{} is not there", needed.display()));
        }
        if language == "node" && Command::new("node").arg("--version").output().is_err() {
            return Err("node is not installed".to_owned());
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(script);
        Ok(Self { script, libraries })
    }

    /// Runs the script with a simulated ORCID of its own, in which Sophia authorizes whatever is valid.
    #[cfg(unix)]
    fn run(&self) -> Result<(), Failed> {
        let home = tempfile::tempdir()?;
        let (_orcid, ready) = Orcid::start(home.path())?;
        // Both languages look for libraries beside the script.
        let place = home.path().join("client");
        fs::create_dir(&place)?;
        for entry in fs::read_dir(self.script.parent().expect("a folder"))? {
            let entry = entry?.path();
            if entry.is_file() {
                fs::copy(&entry, place.join(entry.file_name().expect("a name")))?;
            }
        }
        let mut command = if self.libraries.ends_with("python") {
            Command::new(self.libraries.join("bin/python"))
        } else {
            std::os::unix::fs::symlink(self.libraries.join("node_modules"), place.join("node_modules"))?;
            Command::new("node")
        };
        command.arg(self.script.file_name().expect("a name")).current_dir(&place);
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("ORCID_READY", ready);
        let output = within(TIME_LIMIT, command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))?;
        if output.status.success() {
            return Ok(());
        }
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Err(format!("{}\n{}{}", output.status, said(&output.stdout), said(&output.stderr)).into())
    }
}

/// The simulated ORCID as a process, killed when dropped.
struct Orcid(Child);

impl Orcid {
    fn start(home: &Path) -> std::io::Result<(Self, String)> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_orcid-playground"))
            .args(["sandbox", "--addr", "127.0.0.1:0", "--ready-json", "--auto-approve", "0000-0002-4456-8947"])
            .env_clear()
            .env("HOME", home)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut ready)?;
        Ok((Self(child), ready))
    }
}

impl Drop for Orcid {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a command, and kills it when it takes too long.
fn within(limit: Duration, command: &mut Command) -> Result<Output, Failed> {
    let mut child = command.spawn()?;
    let (mut stdout, mut stderr) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
    // Read on the side, so that a full pipe holds nobody up.
    let reading = thread::spawn(move || {
        let mut all = Vec::new();
        stdout.read_to_end(&mut all).map(|_| all)
    });
    let complaining = thread::spawn(move || {
        let mut all = Vec::new();
        stderr.read_to_end(&mut all).map(|_| all)
    });
    let give_up = Instant::now() + limit;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() >= give_up => {
                child.kill()?;
                child.wait()?;
                return Err(format!("not done after {} s", limit.as_secs()).into());
            }
            None => thread::park_timeout(Duration::from_millis(10)),
        }
    };
    let read = |thread: thread::JoinHandle<std::io::Result<Vec<u8>>>| {
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    };
    Ok(Output { status, stdout: read(reading)?, stderr: read(complaining)? })
}
