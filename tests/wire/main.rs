//! Real sockets on loopback: what goes over the wire is what is recorded, and nothing that a peer does goes unexplained.

mod any_bytes;
mod capturing;
mod failing;
mod leaving;
mod limits;
mod listening;
mod sending;
mod serving;
mod simulated;
mod support;
#[cfg(target_os = "linux")]
mod taking_over;
