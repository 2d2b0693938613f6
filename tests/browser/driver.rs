//! The process that speaks WebDriver for Chromium.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Set where the absence of a browser must not pass for success.
const REQUIRE: &str = "ORCID_PLAYGROUND_REQUIRE_BROWSER";

/// One chromedriver for all tests, on a port that the kernel chose.
#[derive(Default)]
pub struct Driver(Mutex<Option<Running>>);

struct Running {
    child: Child,
    port: u16,
    /// Open to the end: a driver that cannot write ends.
    _said: BufReader<ChildStdout>,
    /// What browsers leave behind in the home folder goes with it.
    _home: TempDir,
}

impl Driver {
    /// Where it listens; the inner error says which tool is missing.
    ///
    /// # Errors
    /// When it does not start, or when a tool is missing and must not be.
    pub fn url(&self) -> Result<Result<String, String>, String> {
        let mut running = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let port = match &*running {
            Some(running) => running.port,
            None => {
                if let Some(missing) = missing() {
                    let required = env::var_os(REQUIRE).is_some();
                    return if required { Err(format!("{REQUIRE} is set, but {missing}")) } else { Ok(Err(missing)) };
                }
                running.insert(start().map_err(|error| format!("chromedriver does not start: {error}"))?).port
            }
        };
        Ok(Ok(format!("http://127.0.0.1:{port}")))
    }

    /// Ends it, and the browsers that it still has.
    pub fn end(&self) {
        let Some(mut running) = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take() else { return };
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", running.port)) {
            let asked = write!(stream, "GET /shutdown HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n\r\n", running.port);
            let until = Instant::now() + Duration::from_secs(5);
            while asked.is_ok() && Instant::now() < until && !matches!(running.child.try_wait(), Ok(Some(_))) {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        let _ = running.child.kill();
        let _ = running.child.wait();
    }
}

/// Also when a panic gets past the tests.
impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

fn missing() -> Option<String> {
    if tool(&["chromedriver"]).is_none() {
        return Some("chromedriver is not installed (on Debian: package chromium-driver)".to_owned());
    }
    chromium().is_none().then(|| "Chromium is not installed (on Debian: package chromium)".to_owned())
}

/// The browser.
pub fn chromium() -> Option<PathBuf> {
    tool(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

fn tool(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

fn start() -> std::io::Result<Running> {
    let home = tempfile::tempdir()?;
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .env("HOME", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut said = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut line = String::new();
    let port = loop {
        line.clear();
        if said.read_line(&mut line)? == 0 {
            let _ = child.kill();
            let _ = child.wait();
            return Err(std::io::Error::other("it ended without naming its port"));
        }
        if let Some((_, port)) = line.split_once("successfully on port ")
            && let Ok(port) = port.trim().trim_end_matches('.').parse()
        {
            break port;
        }
    };
    Ok(Running { child, port, _said: said, _home: home })
}
