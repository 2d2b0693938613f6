//! Values of a token in words, and the hash that ties tokens to each other.

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// A value of the token for a message: whatever it is.
pub(super) fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The beginning of a text from outside: a message stays a message, whatever a token holds.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Seconds since 1970 as a date.
pub(super) fn date(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map_or_else(|_| format!("{seconds} s after 1970"), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// A stretch of time: `47h 59m`, then days, then years.
pub(super) fn span(seconds: i64) -> String {
    const DAY: i64 = 24 * 60 * 60;
    match seconds.saturating_abs() / DAY {
        0..2 => format!("{:#}", SignedDuration::from_secs(seconds)),
        days @ 2..730 => format!("{days} days"),
        days => format!("{} years", days / 365),
    }
}

/// The left half of the SHA-256 of an ASCII text in base64url: `at_hash`, `c_hash` beside RS256 (OpenID Connect Core 1.0
/// §3.1.3.6).
pub(super) fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, text.as_bytes()).as_ref()[..16])
}
