//! The authorization URL as a QR code.

use super::{Then, Verbs, copying_letter};
use crate::app::{Hint, Key, Model};

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// The URL that it holds.
    pub url: String,
    /// What to know about opening it on another device.
    pub remark: String,
}

impl Verbs for Qr {
    fn letter(&mut self, key: Key) -> Then {
        copying_letter(key, Some(&self.url))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::new("y", "copy URL")]
    }
}
