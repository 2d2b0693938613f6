//! Real sockets on loopback: what goes over the wire is what is recorded, and nothing that a peer does goes unexplained.

mod capturing;
mod failing;
mod sending;
mod serving;
mod simulated;
mod support;
