//! # orcid-playground: the map of the house
//!
//! Three pure machines in one thin shell:
//!
//! ```text
//!            Msg ──▶ app::update(&mut Model, Msg, now) ──▶ Vec<Effect>
//!                                   │
//! screen ◀── ui::view(&Model) ◀─────┘          Effect::Send(request) ──▶ network, or sandbox::respond
//!                                                                              │
//!            Msg::Received(exchange) ◀─────────────────────────────────────────┘
//! ```
//!
//! `update` decides, `view` draws, and the simulated ORCID is a function too, so a whole journey runs in a plain test.
//!
//! | folder | what lives there |
//! |---|---|
//! | [`oauth`] | the protocol, sans-I/O: builds requests, reads responses; [`oauth::Exchange`], redaction, curl |
//! | [`orcid`] | what ORCID is: environments, scopes, iDs, what people paste; data from `assets/` and lookups |
//! | [`sandbox`] | ORCID as a function: [`sandbox::respond`] |
//! | [`net`] | sockets: send, serve, capture the callback, certificates made on the spot |
//! | [`store`] | files: configuration, secrets, tokens, pending requests, the sandbox's journal |
//! | [`app`] | Model, Msg, Command, update, Effect: what the program decides |
//! | [`ui`] | view functions and widgets: reads the model, writes nothing |
//! | [`run`] | performs effects, for the terminal interface and the command line alike |
//! | [`tui`] | the terminal: enter and leave, input, the loop |
//! | [`cli`] | arguments and output of the commands |
//! | [`text`] | sanitising, width and wrapping of text from outside |
//!
//! Knowledge is data in `assets/`. Which layer may use which is held by `tests/architecture.rs`.

pub mod app;
pub mod cli;
pub mod net;
pub mod oauth;
pub mod orcid;
pub mod run;
pub mod sandbox;
pub mod store;
pub mod text;
pub mod tui;
pub mod ui;
