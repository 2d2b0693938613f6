//! What runs the code.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use libtest_mimic::{Completion, Failed};
use orcid_playground::oauth::{
    HttpRequest,
    export::{self, Format, Secrets},
};

/// A program that runs the code of a format.
#[derive(Clone, Copy)]
pub struct Tool {
    pub format: Format,
    /// The program, and how it is asked whether it has what it needs.
    program: &'static str,
    check: &'static [&'static str],
    /// Whether it must be there where the whole suite runs.
    required: bool,
}

impl Tool {
    pub const ALL: [Self; 7] = [
        Self { format: Format::Curl, program: "curl", check: &["--version"], required: true },
        Self { format: Format::Httpie, program: "http", check: &["--version"], required: true },
        Self { format: Format::Python, program: "python3", check: &["-c", "import requests"], required: true },
        Self {
            format: Format::JavaScript,
            program: "node",
            check: &["-e", "process.exit(typeof fetch == 'function' ? 0 : 1)"],
            required: true,
        },
        Self { format: Format::R, program: "Rscript", check: &["-e", "library(httr2)"], required: true },
        Self {
            format: Format::Php,
            program: "php",
            check: &["-r", "exit(function_exists('curl_init') ? 0 : 1);"],
            required: true,
        },
        Self { format: Format::Hurl, program: "hurl", check: &["--version"], required: false },
    ];

    /// Runs a test where the program is.
    pub fn when_there(self, test: impl FnOnce() -> Result<(), Failed>) -> Result<Completion, Failed> {
        if !there(self.program, self.check) {
            let why = format!("{} is not installed, or lacks what the code needs", self.program);
            if self.required && std::env::var_os("ORCID_PLAYGROUND_REQUIRE_EXPORTS").is_some() {
                return Err(why.into());
            }
            return Ok(Completion::ignored_with(why));
        }
        test().map(|()| Completion::Completed)
    }

    /// The code of a request; nothing when the format has no way to say it, which has to be known before.
    pub fn code(self, request: &HttpRequest, secrets: Secrets, not_in: &[Format]) -> Result<Option<String>, Failed> {
        match (export::snippet(request, self.format, secrets), not_in.contains(&self.format)) {
            (Ok(code), false) => Ok(Some(code)),
            (Err(_), true) => Ok(None),
            (Ok(code), true) => Err(format!("it was said that {} cannot say it:\n{code}", self.format).into()),
            (Err(why), false) => Err(why.to_string().into()),
        }
    }

    /// Runs it, with the variables that it reads, and gives what it says.
    pub fn run(self, code: &str, request: &HttpRequest, secrets: Secrets) -> Result<String, Failed> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join(format!("request.{}", self.format.extension()));
        std::fs::write(&file, code)?;
        let mut command = match self.format {
            Format::Curl | Format::Httpie => Command::new("sh"),
            Format::Python | Format::R | Format::JavaScript | Format::Rust | Format::Php | Format::Hurl => {
                Command::new(self.program)
            }
        };
        let variables = if secrets == Secrets::AsVariables { export::variables(request) } else { Vec::new() };
        if self.format == Format::Hurl {
            for known in &variables {
                command.args(["--variable", &format!("{}={}", known.name, known.value.expose())]);
            }
        }
        command.arg(&file);
        clean(&mut command).envs(variables.iter().map(|known| (&known.name, known.value.expose())));
        // Its own settings and caches, and nobody's `.netrc`.
        let output = command.env("HOME", folder.path()).stdin(Stdio::null()).output()?;
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        if !output.status.success() {
            return Err(format!("{}: {}\n{code}\n{said}", self.program, output.status).into());
        }
        Ok(said)
    }
}

/// Without this machine's proxies.
fn clean(command: &mut Command) -> &mut Command {
    command.env_clear().env("LC_ALL", "C.UTF-8").envs(
        ["PATH", "PYENV_ROOT", "PYENV_VERSION", "RUSTUP_HOME", "CARGO_HOME", "RUSTUP_TOOLCHAIN"]
            .into_iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?))),
    )
}

fn there(program: &str, check: &[&str]) -> bool {
    let mut command = Command::new(program);
    let quiet = command.args(check).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

pub fn is_there(program: &str) -> bool {
    there(program, &["--version"])
}

/// Gives a text to a program.
pub fn pipe(program: &str, args: &[&str], text: &str) -> Result<(), Failed> {
    let mut child =
        Command::new(program).args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    child.stdin.take().ok_or("no standard input")?.write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{program}: {}\n{text}", String::from_utf8_lossy(&output.stderr)).into())
}
