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

/// An error with all its causes, in one line, without repeating what a cause already says.
pub(crate) fn cause_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}
