//! The simulated ORCID under load, measured from outside by a generator on the same machine: `cargo bench --bench load`.
//!
//! * ready: from before the process is made to its line of JSON.
//! * requests: as many as go over 32 connections for some seconds, with the time of each; and, where the system tells it
//!   (Linux), the processor time that the server spent on one, which does not depend on who else uses the machine.
//! * stalled clients: the same, while a process of its own holds 10,000 connections on which it says nothing, or half of
//!   something; and again when the server may have 4,096 files only, so that it has to close some.
//! * memory: what is resident (`VmRSS`, Linux) with 10,000 tokens.
//! * cost: one call of the function that answers, when there are 1, 100, 10,000, 1,000,000 tokens; when 10, 1,000,
//!   100,000 items were written into another record; and of the record with 10,000 works.

#[cfg(unix)]
fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "stall") {
        Some(at) => stall::run(&arguments[at + 1], &arguments[at + 2]),
        None => {
            outside::all()?;
            inside::all();
            Ok(())
        }
    }
}

#[cfg(not(unix))]
fn main() {
    println!("measured on Unix only");
}

/// Prints a row: what it is, the figures, and what is asked for.
#[cfg(unix)]
fn row(what: &str, figures: &str, goal: &str) {
    println!("{what:<34}{figures:<58}{goal}");
}

#[cfg(unix)]
mod outside {
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
}

/// The process that connects and stalls.
#[cfg(unix)]
mod stall {
    use std::{
        io::{self, Read, Write},
        net::TcpStream,
    };

    use orcid_playground::net::serve::Limits;

    pub fn run(address: &str, count: &str) -> io::Result<()> {
        Limits::of_system();
        let count: usize = count.parse().expect("a number");
        let mut held = Vec::with_capacity(count);
        for number in 0..count {
            let mut stream = TcpStream::connect(address)?;
            if number % 2 == 1 {
                stream.write_all(b"GET / HTTP/1.1\r\nx-half: ")?;
            }
            held.push(stream);
        }
        println!("{} connected", held.len());
        // Until it is killed.
        io::stdin().read_to_end(&mut Vec::new())?;
        std::thread::park();
        Ok(())
    }
}

/// The function that answers, without sockets.
#[cfg(unix)]
mod inside {
    use std::{
        sync::Arc,
        time::{Duration, Instant},
    };

    use bytes::Bytes;
    use jiff::Timestamp;
    use orcid_playground::{
        oauth::{ScopeSet, Secret},
        sandbox::{
            Event, Grant, ItemWritten, JournalEntry, Sandbox, Section, Settings, SigningKey, Visibility, demo_clients,
            demo_researchers, respond,
        },
    };
    use rand::{SeedableRng, rngs::StdRng};

    use super::row;

    const ISSUER: &str = "http://127.0.0.1:18800";
    const BATCH: usize = 50;
    const BATCHES: usize = 40;

    pub fn all() {
        for count in [1, 100, 10_000, 1_000_000] {
            with(count);
        }
        for count in [10, 1_000, 100_000] {
            beside(count);
        }
        long();
    }

    fn sandbox() -> Sandbox {
        let key = || Arc::new(SigningKey::generate().expect("randomness"));
        let settings = Settings { issuer: ISSUER.to_owned(), ..Settings::default() };
        Sandbox::new(settings, Arc::new(key), StdRng::seed_from_u64(1))
    }

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().expect("a time")
    }

    /// A work that a client wrote.
    fn work(number: usize) -> serde_json::Value {
        serde_json::json!({
            "title": {"title": {"value": format!("Measured{number}")}},
            "type": "book",
            "external-ids": {"external-id": [{
                "external-id-type": "doi",
                "external-id-value": format!("10.5555/load.{number}"),
                "external-id-relationship": "self",
            }]},
        })
    }

    /// Writing into one record, reading and finding it, while so many items stand in another one.
    fn beside(count: usize) {
        let (mut sandbox, now) = (sandbox(), now());
        let [mine, other] = [0, 1].map(|place| demo_researchers()[place].orcid.clone());
        // A client of a member.
        let client_id = demo_clients()[0].client_id.clone();
        let replay = |sandbox: &mut Sandbox, event| {
            sandbox.replay(&JournalEntry::new(now, event)).expect("an entry of this version");
        };
        let access_token = "53737721-0000-4a00-8000-000000000000";
        let grant = Grant {
            client_id: client_id.clone(),
            orcid: Some(mine.clone()),
            scope: ScopeSet::parse("/activities/update /read-limited"),
            nonce: None,
            auth_time: now,
        };
        let expires_at = "2040-01-01T00:00:00Z".parse().expect("a time");
        replay(&mut sandbox, Event::TokenExchanged { access_token: Secret::new(access_token), grant, expires_at });
        for number in 0..count {
            let written = ItemWritten {
                orcid: other.clone(),
                section: Section::Works,
                put_code: 2_000_000 + number as u64,
                client_id: client_id.clone(),
                visibility: Visibility::Public,
                created: now,
                item: work(number),
            };
            replay(&mut sandbox, Event::ItemAdded(written));
        }
        // Before this record is long itself.
        let finding = least(&mut sandbox, &get("pub/v3.0/search/?q=work-titles:sediment", "application/json"), now);
        let mut number = count;
        let mut writing = Duration::MAX;
        for _ in 0..BATCHES {
            let begun = Instant::now();
            for _ in 0..BATCH {
                number += 1;
                let request = http::Request::post(format!("{ISSUER}/api/v3.0/{mine}/work"))
                    .header("content-type", "application/json")
                    .header("authorization", format!("Bearer {access_token}"))
                    .body(Bytes::from(work(number).to_string()))
                    .expect("a request");
                let answer = respond(&mut sandbox, &request, now);
                assert_eq!(answer.response.status(), 201, "{answer:?}");
            }
            writing = writing.min(begun.elapsed() / BATCH as u32);
        }
        let path = format!("pub/v3.0/{mine}/work/{}", 2_000_000 + count);
        let reading = least(&mut sandbox, &get(&path, "application/json"), now);
        let micro = |time: Duration| time.as_secs_f64() * 1e6;
        let figures = format!(
            "a POST {:.1} µs, a read {:.1} µs, a search {:.1} µs",
            micro(writing),
            micro(reading),
            micro(finding)
        );
        row(&format!("{count} items stand elsewhere"), &figures, "the same in every row");
    }

    /// The record with 10,000 works.
    fn long() {
        let (mut sandbox, now) = (sandbox(), now());
        let many = demo_researchers().iter().find(|researcher| researcher.generated_works > 0).expect("one");
        let paths = ["works", "activities", "record", "work/1005000"];
        for path in paths {
            let time = |kind: &str| {
                let request = get(&format!("pub/v3.0/{}/{path}", many.orcid), kind);
                let mut one = || {
                    let begun = Instant::now();
                    assert_eq!(respond(&mut sandbox, &request, now).response.status(), 200);
                    begun.elapsed()
                };
                (0..10).map(|_| one()).min().unwrap_or_default().as_secs_f64() * 1e3
            };
            let [json, pretty, xml] = ["application/json", "application/orcid+json", "application/xml"].map(time);
            let goal = if path.contains('/') { "≤ 1 ms" } else { "< 100 ms" };
            let figures = format!("JSON {json:.2} ms, ORCID's JSON {pretty:.2} ms, XML {xml:.2} ms");
            row(&format!("10,000 works, {path}"), &figures, goal);
        }
    }

    fn get(path: &str, kind: &str) -> http::Request<Bytes> {
        let request = http::Request::get(format!("{ISSUER}/{path}")).header("accept", kind);
        request.body(Bytes::new()).expect("a request")
    }

    fn with(count: usize) {
        let mut sandbox = sandbox();
        let client = &demo_clients()[0];
        let form = format!(
            "client_id={}&client_secret={}&grant_type=client_credentials&scope=/read-public",
            client.client_id,
            client.client_secret.expose()
        );
        let issue = http::Request::post(format!("{ISSUER}/oauth/token"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(form))
            .expect("a request");
        let now = now();
        let (mut last, mut longest) = (Bytes::new(), Duration::ZERO);
        for _ in 0..count {
            let begun = Instant::now();
            last = respond(&mut sandbox, &issue, now).response.into_body();
            longest = longest.max(begun.elapsed());
        }
        let token: serde_json::Value = serde_json::from_slice(&last).expect("a token response");
        let read = http::Request::get(format!("{ISSUER}/pub/v3.0/0000-0002-4456-8947/keywords"))
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {}", token["access_token"].as_str().expect("a token")))
            .body(Bytes::new())
            .expect("a request");
        let reading = least(&mut sandbox, &read, now);
        let issuing = least(&mut sandbox, &issue, now);
        let figures = format!(
            "a token {:.1} µs, a read {:.1} µs; slowest on the way {:.1} ms",
            issuing.as_secs_f64() * 1e6,
            reading.as_secs_f64() * 1e6,
            longest.as_secs_f64() * 1e3
        );
        row(&format!("{count} tokens are there"), &figures, "the same in every row");
    }

    /// The time of one answer, in the batch that was disturbed least.
    fn least(sandbox: &mut Sandbox, request: &http::Request<Bytes>, now: Timestamp) -> Duration {
        let batch = |sandbox: &mut Sandbox| {
            let begun = Instant::now();
            for _ in 0..BATCH {
                assert_eq!(respond(sandbox, request, now).response.status(), 200);
            }
            begun.elapsed() / BATCH as u32
        };
        (0..BATCHES).map(|_| batch(sandbox)).min().unwrap_or_default()
    }
}
