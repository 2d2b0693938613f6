//! The program, asked over connections by a generator on the same machine.

use std::{
    fs,
    io::{self, BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use orcid_playground::net::serve::Limits;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime,
    task::LocalSet,
};

use super::row;

const PROGRAM: &str = env!("CARGO_BIN_EXE_orcid-playground");
const STARTS: usize = 30;
const CONNECTIONS: usize = 32;
const SECONDS: Duration = Duration::from_secs(5);
const STALLED: usize = 10_000;

pub fn all() -> io::Result<()> {
    Limits::of_system();
    println!("load average before: {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    ready()?;
    let mut server = Server::start(None)?;
    for (what, request, goal) in server.requests() {
        let (name, goal) = (format!("{what}, {CONNECTIONS} connections"), format!("≥ {goal}/s, p99 ≤ 5 ms"));
        row(&name, &server.load(&request, Until::Time(SECONDS)).to_string(), &goal);
    }
    for files in [None, Some(4096)] {
        server = Server::start(files)?;
        let mut stalling = server.stalled_by()?;
        let held = files.map_or(String::new(), |files| format!(", {files} files"));
        let (_, request, _) = &server.requests()[0];
        let load = server.load(request, Until::Time(SECONDS));
        row(&format!("discovery, {STALLED} stalled{held}"), &load.to_string(), "as if they were not there");
        row("  resident meanwhile", &format!("{:.1} MiB", server.resident()), "");
        stalling.kill()?;
        stalling.wait()?;
    }
    server = Server::start(None)?;
    let before = server.resident();
    let (_, request, _) = &server.requests()[1];
    server.load(request, Until::Count(10_000));
    row("resident with 10,000 tokens", &format!("{:.1} MiB, {before:.1} before", server.resident()), "≤ 20 MiB");
    Ok(())
}

fn ready() -> io::Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let before = Instant::now();
        let server = Server::start(None)?;
        times.push(before.elapsed());
        drop(server);
    }
    times.sort();
    let milliseconds = |at: usize| times[at].as_secs_f64() * 1e3;
    let figures = format!(
        "least {:.1}, median {:.1}, most {:.1} ms",
        milliseconds(0),
        milliseconds(STARTS / 2),
        milliseconds(STARTS - 1)
    );
    row("ready", &figures, "≤ 5 ms");
    Ok(())
}

/// The program, serving. Killed when dropped.
struct Server {
    child: Child,
    ready: Value,
}

enum Until {
    Time(Duration),
    Count(usize),
}

impl Server {
    fn start(files: Option<u32>) -> io::Result<Self> {
        let mut command = match files {
            None => Command::new(PROGRAM),
            Some(files) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\""), PROGRAM]);
                shell
            }
        };
        command.args(["--ephemeral", "sandbox", "--addr", "127.0.0.1:0", "--ready-json"]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line)?;
        Ok(Self { child, ready: serde_json::from_str(&line)? })
    }

    fn authority(&self) -> &str {
        self.ready["issuer"].as_str().expect("an issuer").trim_start_matches("http://")
    }

    /// What is asked, and how often in a second it must be possible.
    fn requests(&self) -> [(&'static str, String, u32); 2] {
        let host = self.authority();
        let client = &self.ready["clients"][0];
        let form = format!(
            "client_id={}&client_secret={}&grant_type=client_credentials&scope=/read-public",
            client["client_id"].as_str().expect("an id"),
            client["client_secret"].as_str().expect("a secret"),
        );
        let discovery = format!("GET /.well-known/openid-configuration HTTP/1.1\r\nhost: {host}\r\n\r\n");
        let token = format!(
            "POST /oauth/token HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{form}",
            form.len()
        );
        [("discovery", discovery, 40_000), ("client credentials", token, 20_000)]
    }

    fn load(&self, request: &str, until: Until) -> Load {
        let (cpu, begun) = (self.processor_time(), Instant::now());
        let each = |count: usize| count / CONNECTIONS + 1;
        let (deadline, count) = match until {
            Until::Time(time) => (begun + time, usize::MAX),
            Until::Count(count) => (begun + Duration::from_secs(600), each(count)),
        };
        let runtime = runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut times: Vec<u32> = runtime.block_on(LocalSet::new().run_until(async {
            let one = || {
                let (address, request) = (self.authority().to_owned(), request.to_owned());
                tokio::task::spawn_local(ask(address, request, deadline, count))
            };
            let asking: Vec<_> = (0..CONNECTIONS).map(|_| one()).collect();
            let mut all = Vec::new();
            for times in asking {
                all.extend(times.await.expect("no panic").expect("answers"));
            }
            all
        }));
        let elapsed = begun.elapsed();
        times.sort_unstable();
        let cpu = self.processor_time().zip(cpu).map(|(after, before)| (after - before) / times.len() as f64);
        Load { per_second: times.len() as f64 / elapsed.as_secs_f64(), times, cpu }
    }

    /// A process that holds connections and does not go on.
    fn stalled_by(&self) -> io::Result<Child> {
        let this = std::env::current_exe()?;
        let mut child = Command::new(this)
            .args(["stall", self.authority(), &STALLED.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut String::new())?;
        Ok(child)
    }

    /// Microseconds of processor time so far.
    fn processor_time(&self) -> Option<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/schedstat", self.child.id())).ok()?;
        // Of the main thread, which is the one that serves.
        stat.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e3)
    }

    fn resident(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim_end_matches("kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks on one connection, one request after the other; gives the time of each in microseconds.
async fn ask(address: String, request: String, deadline: Instant, count: usize) -> io::Result<Vec<u32>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut buffer) = (Vec::new(), Vec::with_capacity(8192));
    while times.len() < count && Instant::now() < deadline {
        let begun = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        buffer.clear();
        while !is_whole(&buffer) {
            if stream.read_buf(&mut buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&buffer));
        times.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    Ok(times)
}

fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = &answer[..end];
    let name = b"content-length: ";
    let Some(at) = head.windows(name.len()).position(|text| text.eq_ignore_ascii_case(name)) else { return false };
    let digits = head[at + name.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    answer.len() >= end + 4 + length
}

struct Load {
    per_second: f64,
    /// Microseconds, the shortest first.
    times: Vec<u32>,
    /// Microseconds of the server's for each.
    cpu: Option<f64>,
}

impl std::fmt::Display for Load {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |share: f64| f64::from(self.times[(self.times.len() as f64 * share) as usize]) / 1e3;
        write!(f, "{:.0}/s, median {:.2}, p99 {:.2} ms", self.per_second, at(0.5), at(0.99))?;
        self.cpu.map_or(Ok(()), |cpu| write!(f, ", {cpu:.1} µs CPU"))
    }
}
