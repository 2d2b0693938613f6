//! Writes down one request, byte for byte.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use orcid_playground::oauth::HttpRequest;

pub struct Listener {
    pub origin: String,
    received: Receiver<Arrived>,
}

/// What came over the wire.
#[derive(Debug)]
pub struct Arrived {
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Listener {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let (sender, received) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                if let Some(arrived) = receive(stream) {
                    let _ = sender.send(arrived);
                }
            }
        });
        Self { origin, received }
    }

    /// What arrived, once the program has ended.
    pub fn arrived(&self) -> Option<Arrived> {
        self.received.recv_timeout(Duration::from_secs(10)).ok()
    }
}

fn receive(stream: std::net::TcpStream) -> Option<Arrived> {
    let mut answer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    let mut next = |reader: &mut BufReader<_>| {
        line.clear();
        reader.read_until(b'\n', &mut line).ok()?;
        Some(line.strip_suffix(b"\r\n").unwrap_or(&line).to_vec())
    };
    let first = String::from_utf8(next(&mut reader)?).ok()?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    loop {
        let row = next(&mut reader)?;
        if row.is_empty() {
            break;
        }
        let colon = row.iter().position(|byte| *byte == b':')?;
        let name = String::from_utf8_lossy(&row[..colon]).to_ascii_lowercase();
        headers.push((name, row[colon + 1..].trim_ascii().to_vec()));
    }
    let header = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    if header("expect").is_some() {
        answer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let mut body = Vec::new();
    if header("transfer-encoding").is_some() {
        loop {
            let size = usize::from_str_radix(std::str::from_utf8(&next(&mut reader)?).ok()?.trim(), 16).ok()?;
            let mut piece = vec![0; size + 2];
            reader.read_exact(&mut piece).ok()?;
            if size == 0 {
                break;
            }
            body.extend_from_slice(&piece[..size]);
        }
    } else if let Some(length) = header("content-length") {
        body = vec![0; String::from_utf8(length).ok()?.parse().ok()?];
        reader.read_exact(&mut body).ok()?;
    }
    answer
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        .ok()?;
    Some(Arrived { method, target, headers, body })
}

impl Arrived {
    /// Method, target, every header that was asked for, and the body to the byte. Headers that a tool adds (what it is,
    /// what it accepts) may be there; a type of the body that nobody asked for may not.
    pub fn must_be(&self, request: &HttpRequest) -> Result<(), String> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        if (self.method.as_str(), plain(&self.target)) != (request.method().as_str(), plain(target)) {
            return Err(format!("{} {} instead of {} {target}", self.method, self.target, request.method()));
        }
        if self.body != request.body().as_ref() {
            let [is, should] =
                [&self.body, &request.body().to_vec()].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            return Err(format!("the body is {is:?} instead of {should:?}"));
        }
        for (name, value) in request.headers() {
            let is = self.headers.iter().find(|(known, _)| known == name.as_str()).map(|(_, value)| value.as_slice());
            if is != Some(value.as_bytes()) {
                let is = is.map(String::from_utf8_lossy);
                return Err(format!("{name} is {is:?} instead of {:?}", String::from_utf8_lossy(value.as_bytes())));
            }
        }
        let typed = self.headers.iter().any(|(name, value)| name == "content-type" && !value.is_empty());
        if typed && !request.headers().contains_key("content-type") {
            return Err("it has a content type that nobody asked for".to_owned());
        }
        Ok(())
    }
}

/// A target with those characters decoded that some libraries encode before they send it (RFC 3986 §6.2.2: the same URL).
fn plain(target: &str) -> String {
    target.replace("%27", "'").replace("%5B", "[").replace("%5D", "]")
}
