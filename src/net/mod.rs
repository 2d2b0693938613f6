//! Sockets: the only place where bytes leave or enter the program over a network.
//!
//! | module | what it does |
//! |---|---|
//! | [`send`] | one request out, one outcome back, byte for byte as recorded |
//! | [`serve`] | a listener and a function from request to response |
//! | [`capture`] | the listener behind a loopback redirect URI, and the page the person sees there |
//! | `delivery` | how a response travels: at once, or late, in pieces, cut off |
//! | [`tls`] | certificates made on the spot |

pub mod capture;
mod delivery;
pub mod send;
pub mod serve;
pub mod tls;

pub use crate::oauth::Captured;
pub use capture::{Capture, CaptureError, CaptureErrorKind};
pub use delivery::Delivery;
pub use send::{HttpClient, Opened, Proxy, Recorder, Settings};
