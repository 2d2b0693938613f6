//! A home folder, the binary in it, and a browser as small as can be.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Stdio},
};

use bytes::Bytes;
use orcid_playground::{
    app::browser::{self, Page},
    net::HttpClient,
    oauth::{HttpRequest, HttpResponse, Outcome},
};
use serde_json::Value;

/// Fictional, and known to every simulated ORCID.
pub const SOPHIA: &str = "0000-0002-4456-8947";
/// The default client.
pub const CLIENT_ID: &str = "APP-PLAYGROUND000001";
/// Its secret, which is published.
pub const CLIENT_SECRET: &str = "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01";
/// A client secret that must not turn up anywhere.
pub const CANARY: &str = "c4na7y00-5ec7-4e70-8a11-0123456789ab";

/// A home folder with nothing in it.
pub struct Home(tempfile::TempDir);

/// How a process ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The binary with these arguments, and with an environment that holds nothing of this one's.
    pub fn command(&self, args: &[&str]) -> Command {
        self.at_home(Command::new(env!("CARGO_BIN_EXE_orcid-playground")), args)
    }

    fn at_home(&self, mut command: Command, args: &[&str]) -> Command {
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("XDG_STATE_HOME", self.path().join("state"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ended {
        end(&mut self.command(args))
    }

    /// Runs it with variables set.
    pub fn run_with(&self, variables: &[(&str, &str)], args: &[&str]) -> Ended {
        end(self.command(args).envs(variables.iter().copied()))
    }

    /// Runs it with something on standard input.
    pub fn run_reading(&self, stdin: impl AsRef<[u8]>, args: &[&str]) -> Ended {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_ref()).unwrap();
        ended(child)
    }

    /// Starts it.
    pub fn start(&self, args: &[&str]) -> Running {
        Self::started(self.command(args))
    }

    /// Starts it with a limit on the size of its files, in units of the shell's `ulimit -f`: for it the disk is full there.
    #[cfg(unix)]
    pub fn start_limited(&self, units: u32, args: &[&str]) -> Running {
        let mut shell = Command::new("sh");
        let limit = format!("ulimit -f {units} && exec \"$0\" \"$@\"");
        shell.args(["-c", &limit, env!("CARGO_BIN_EXE_orcid-playground")]);
        Self::started(self.at_home(shell, args))
    }

    /// Starts a command that was made ready.
    pub fn started(mut command: Command) -> Running {
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Running { child, stderr }
    }

    /// Every file below the home folder.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut open = vec![self.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { open.push(path) } else { files.push(path) }
            }
        }
        files
    }
}

fn end(command: &mut Command) -> Ended {
    ended(command.spawn().unwrap())
}

fn ended(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ended {
    /// Its output as JSON, once it has ended with this code.
    #[track_caller]
    pub fn json(&self, code: i32) -> Value {
        assert_eq!(self.code, code, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Its explanation, once it has ended with this code and without a result.
    #[track_caller]
    pub fn explained(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:?}");
        assert!(self.stderr.starts_with("error: ") || self.stderr.contains("\nerror: "), "{self:?}");
        &self.stderr
    }
}

/// A process that goes on. Killed when dropped.
pub struct Running {
    pub child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    /// The next line on stderr that begins so.
    pub fn stderr_line(&mut self, beginning: &str) -> String {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            assert!(self.stderr.read_line(&mut line).unwrap() > 0, "it ended before {beginning:?}: {seen}");
            if line.starts_with(beginning) {
                return line.trim_end().to_owned();
            }
            seen.push_str(&line);
        }
    }

    /// The first line on stdout.
    pub fn stdout_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        line
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Waits until it ends, however it ends.
    pub fn wait(mut self) {
        self.child.wait().unwrap();
    }

    /// Waits until it ends.
    pub fn end(mut self) -> Ended {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        let code = self.child.wait().unwrap().code().expect("it ends by itself");
        Ended { code, stdout, stderr }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A redirect URI on a port that was free a moment ago.
pub fn free_redirect_uri() -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    format!("http://127.0.0.1:{port}/callback")
}

/// Sends a request and waits for its answer.
pub fn send(request: HttpRequest) -> HttpResponse {
    send_with(&HttpClient::default(), request)
}

fn send_with(client: &HttpClient, request: HttpRequest) -> HttpResponse {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match runtime.block_on(client.send(request)) {
        Outcome::Answered { response, .. } => response,
        other => panic!("no answer: {other:?}"),
    }
}

/// A GET.
pub fn get(url: &str, headers: &[(&str, &str)]) -> HttpResponse {
    get_with(&HttpClient::default(), url, headers)
}

/// A GET of a client with settings of its own.
pub fn get_with(client: &HttpClient, url: &str, headers: &[(&str, &str)]) -> HttpResponse {
    let host = url::Url::parse(url).unwrap().authority().to_owned();
    let mut request = http::Request::get(url).header("host", host).header("user-agent", "test");
    if !headers.iter().any(|(name, _)| *name == "accept") {
        request = request.header("accept", "*/*");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send_with(client, request.body(Bytes::new()).unwrap())
}

/// Signs in as Sophia at the simulated ORCID, authorizes, and gives the address that a browser would land on.
pub fn authorize(authorization_url: &str) -> String {
    let (mut at, mut session) = (authorization_url.to_owned(), None);
    let home = url::Url::parse(&at).unwrap().origin();
    let mut response = send(browser::get(&at, None).unwrap());
    for _ in 0..8 {
        if let Some(changed) = browser::session(&response) {
            session = changed;
        }
        if let Some(target) = browser::location(&response, &at) {
            if url::Url::parse(&target).unwrap().origin() != home {
                return target;
            }
            at = target;
            response = send(browser::get(&at, session.as_deref()).unwrap());
            continue;
        }
        let (action, mut fields) = match browser::page(&response) {
            Some(Page::SignIn { action, fields, .. }) => (action, fields),
            Some(Page::Consent(consent)) => {
                (consent.action, consent.fields.into_iter().chain(consent.approve).collect())
            }
            other => panic!("{other:?}"),
        };
        fields.entry("orcid".to_owned()).or_insert_with(|| SOPHIA.to_owned());
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        at = url::Url::parse(&at).unwrap().join(&action).unwrap().into();
        response = send(browser::post(&at, session.as_deref(), &fields).unwrap());
    }
    panic!("the pages lead in a circle");
}
