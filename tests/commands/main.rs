//! The binary as a process, in a home folder of its own, on ports that the kernel chooses: what it prints where, how it
//! exits, what it leaves behind.

#[path = "../support/by_hand.rs"]
mod by_hand;
mod call;
mod dance;
mod doctor;
mod explain;
mod explain_addresses;
mod explain_sessions;
mod exports;
mod findings;
mod id_token;
mod interrupting;
mod operations;
mod plain;
mod plain_awaiting;
mod profiles;
mod prompt;
mod remote;
mod sandbox;
mod sandbox_files;
mod sending_once;
mod support;
mod tokens;
mod usage;
