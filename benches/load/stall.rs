//! The process that connects and stalls.

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
