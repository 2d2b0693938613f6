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
//! `update` decides, `view` draws, and the simulated ORCID is a function too, so a whole journey (press a key, authorize,
//! exchange, read the record) runs in a plain test: `tests/support/journey.rs` closes the loop with no socket, clock or
//! thread.
//!
//! | folder | what lives there |
//! |---|---|
//! | [`oauth`] | the protocol, sans-I/O: builds requests, reads responses; [`oauth::Exchange`], redaction, curl |
//! | [`orcid`] | what ORCID is: environments, scopes, iDs, what people paste, what a failure means ([`orcid::diagnosis`]), what any text is ([`orcid::explain`]), what every name means ([`orcid::terms`]); data from `assets/` and lookups |
//! | [`sandbox`] | ORCID as a function: [`sandbox::respond`]; what happened is a journal of [`sandbox::JournalEntry`] |
//! | [`net`] | sockets: send, serve, capture the callback, certificates made on the spot |
//! | [`store`] | files: configuration, secrets, tokens, pending requests, the sandbox's journal; [`store::Store`] is the door |
//! | [`app`] | [`app::Model`], [`app::Msg`], [`app::Command`], [`app::update()`], [`app::Effect`]: what the program decides |
//! | [`ui`] | view functions and widgets: [`ui::view`] reads the model and writes nothing |
//! | [`run`] | performs effects, for the terminal interface and the command line alike: [`run::World`] |
//! | [`tui`] | the terminal: enter and leave, input, the loop: [`tui::run`] |
//! | [`cli`] | arguments and output of the commands: [`cli::run`], which `main` calls |
//! | [`text`] | sanitising, width and wrapping of text from outside; time in words |
//!
//! Every file begins with what it holds. Which layer may use which is held by `tests/architecture.rs`: the
//! pure ones (`oauth`, `orcid`, `sandbox`, `app`, `text`) know no socket, file, clock or terminal. The time is an
//! argument everywhere, and randomness is a generator that is handed in.
//!
//! # From a key to the wire and back
//!
//! 1. [`tui::input`] turns a terminal event into [`app::Msg::Key`].
//! 2. [`app::keymap`] says which [`app::Command`] the key means where; palette, buttons and mouse speak commands too.
//! 3. [`app::update()`] changes the model and returns [`app::Effect`]s. For a button that sends, that is
//!    [`app::Effect::Send`] with a finished request, and an [`oauth::Exchange`] that is pending in pane 3.
//! 4. [`run::World`] performs the effect; a token response is in the [`store`] before anything looks into it.
//! 5. What came back is [`app::Msg::Received`], and [`ui::view`] draws what the model now holds.
//!
//! # Where growth goes
//!
//! Knowledge is data in `assets/`: scopes, errors, explanations, operations of the API, environments, the key map, lessons, researchers,
//! clients, faults, pages, themes. Facts about ORCID's behaviour, with how sure they are, stand in the guide `orcid-wire`
//! (`assets/guides/orcid-wire.md`), which code and tests cite. A new variant of one of our enums leads, by exhaustive matches, to all that has to know it.

// Where something cannot be missing, `expect` says why; tests may be short.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

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
