//! A server whose answers a test writes by hand, when it wants to.

#![allow(dead_code)]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
};

/// A server on a port of this machine.
pub struct ByHand(TcpListener);

impl ByHand {
    pub fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// Its URL, without a slash behind it.
    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    /// The next request, and the connection on which its answer is waited for.
    pub fn asked(&self) -> (String, TcpStream) {
        let (stream, _) = self.0.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut text, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            assert!(reader.read_line(&mut line).unwrap() > 0, "it was cut off: {text}");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            text.push_str(&line);
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        text.push_str(&String::from_utf8(body).unwrap());
        (text, stream)
    }

    /// That nobody waits for an answer.
    pub fn is_left_alone(&self) {
        self.0.set_nonblocking(true).unwrap();
        assert!(self.0.accept().is_err(), "somebody asks");
    }

    /// The next request that does not ask for the discovery document, of which there is none.
    pub fn asked_for_more(&self) -> (String, TcpStream) {
        loop {
            let (request, stream) = self.asked();
            if !request.starts_with("GET /.well-known/") {
                return (request, stream);
            }
            answer(stream, "404 Not Found", "{}");
        }
    }
}

/// Answers with a body in JSON.
pub fn answer(mut stream: TcpStream, status: &str, body: &str) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n");
    stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).unwrap();
}
