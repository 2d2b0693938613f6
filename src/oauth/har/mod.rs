//! HAR 1.2, the HTTP Archive: how browsers, proxies and this program write messages down. A saved session is one, with what
//! HAR has no place for in members that begin with an underscore, as its authors ask; other programs read past them.

mod read;
mod write;

pub use read::{HarError, read};
pub use write::write;

/// The member for what HAR has no place for.
const OWN: &str = "_orcidPlayground";
/// The version of what stands there.
const VERSION: u64 = 1;

#[cfg(test)]
mod tests;
