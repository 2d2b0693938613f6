//! Performs effects, for the terminal interface and the command line alike.
//!
//! | file | what it does |
//! |---|---|
//! | [`local`] | the simulated ORCID of `local`: serves it, or finds the process that does |
//! | `local_orcid` | the same as the interface uses it: it outlives the process that served it |
//! | [`service`] | the simulated ORCID as a service: journal, state, answer |
//! | `webhooks` | calls whom a change of a record concerns |
//! | `sending` | a request on its way, and the token that comes back |
//! | `writes` | what is being written to the disk: whoever leaves waits for it |
//! | [`world`] | everything that effects need, and the one match over them |
//! | `listening` | the listener behind a redirect URI |
//! | [`clipboard`] | the ladder of copying |
//! | [`editor`] | a text in the user's own editor |
//! | [`browser`] | opens a URL in the system's browser |
//! | [`signing_key`] | the RSA key that signs ID tokens: made late, kept where the journal is |
//! | [`doctor`] | what the doctor finds on this computer |
//! | [`profiles`] | profiles between screen and files |
//! | [`shelf`] | stored tokens between the screen and the files |
//! | `sessions` | sessions, transcripts and code in files that the user names |
//! | [`working`] | what takes long: large bodies laid out, searched, filtered |
//! | [`shell_command`] | runs the command of a profile that prints its secret |

pub mod browser;
pub mod clipboard;
pub mod doctor;
pub mod editor;
mod listening;
pub mod local;
mod local_orcid;
pub mod profiles;
mod sending;
pub mod service;
mod sessions;
pub mod shelf;
pub mod shell_command;
pub mod signing_key;
mod webhooks;
pub mod working;
pub mod world;
mod writes;

pub use world::{Shell, World};
