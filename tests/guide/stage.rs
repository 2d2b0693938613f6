//! A folder in which a snippet is run.

use std::{
    ffi::OsString,
    fs, io,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use libtest_mimic::Failed;

/// Removed when dropped.
pub struct Stage(tempfile::TempDir);

impl Stage {
    /// Empty but for a folder `bin`, which leads the search path and holds the program.
    pub fn new() -> io::Result<Self> {
        let stage = Self(tempfile::tempdir()?);
        fs::create_dir(stage.path().join("bin"))?;
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_orcid-playground"), stage.program())?;
        Ok(stage)
    }

    /// Puts a script in the program's place.
    pub fn replace_program(&self, script: &str) -> io::Result<()> {
        fs::remove_file(self.program())?;
        fs::write(self.program(), script)?;
        fs::set_permissions(self.program(), fs::Permissions::from_mode(0o755))
    }

    fn program(&self) -> PathBuf {
        self.path().join("bin/orcid-playground")
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts a file into it.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let file = self.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder"))?;
        fs::write(file, text)
    }

    /// A command that runs here, with nothing of this environment but the search path.
    pub fn command(&self, program: &str) -> Command {
        let mut path = OsString::from(self.path().join("bin"));
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.path())
            .env("LC_ALL", "C.UTF-8");
        command
            .envs(["PYENV_ROOT", "PYENV_VERSION"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command to its end. What it says is in the failure.
    pub fn run(&self, program: &str, args: &[&str]) -> Result<String, Failed> {
        said(self.command(program).args(args))
    }
}

/// Runs a command to its end, and gives what it printed.
pub fn said(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    Err(format!("{command:?}: {}\n{}{}", output.status, text(&output.stdout), text(&output.stderr)).into())
}

/// Whether a command ends well.
pub fn succeeds(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
