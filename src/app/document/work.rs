//! What takes as long as a body is long: laying it out, searching in it, filtering it. As data, so that who decides
//! does not wait, and who performs decides nothing.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;

use super::{Body, Folds, Hits, Mode, Secrets, Whole, filter, search};

/// Bodies up to this many bytes are laid out and searched at once: that takes no longer than to draw them.
pub const SMALL: usize = 256 << 10;

/// Identifies a piece of work, so that the result of one that nobody waits for any more is not taken for another's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// A piece of work.
#[derive(Clone, Debug)]
pub struct Work {
    /// Which.
    pub ticket: Ticket,
    /// What is to be done.
    pub job: Job,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Job {
    /// Find the lines of a body.
    Lay {
        /// What it says of itself.
        headers: HeaderMap,
        /// Its bytes.
        source: Bytes,
        /// How it is to be shown.
        mode: Mode,
        /// How much of it is there.
        whole: Whole,
    },
    /// Look for something.
    Find {
        /// Where.
        body: Arc<Body>,
        /// What.
        needle: String,
        /// How the body is shown.
        mode: Mode,
        /// Whether secrets can be found.
        secrets: Secrets,
    },
    /// Fold all of a tree from a level on.
    Fold {
        /// The tree.
        body: Arc<Body>,
        /// The level.
        level: u32,
    },
    /// Run a filter. It may never end by itself.
    Filter {
        /// The filter.
        code: String,
        /// Over what.
        body: Arc<Body>,
        /// Whether it may see secrets.
        secrets: Secrets,
    },
}

/// What came of a piece of work.
#[derive(Clone, Debug)]
pub struct Worked {
    /// Which.
    pub ticket: Ticket,
    /// Its result.
    pub done: Done,
}

/// A result.
#[derive(Clone, Debug)]
pub enum Done {
    /// The body's lines.
    Laid(Arc<Body>),
    /// What was found in the body.
    Found(Hits),
    /// What is folded now of the body.
    Folded(Arc<Body>, Folds),
    /// What a filter gave, or why it gave nothing.
    Filtered(Result<Arc<Body>, String>),
}

impl Job {
    /// Does it, here and now. `go_on` is asked from time to time; the result is worth nothing once it said no.
    pub fn perform(self, go_on: &dyn Fn() -> bool) -> Done {
        match self {
            Self::Lay { headers, source, mode, whole } => {
                Done::Laid(Arc::new(Body::new(&headers, &source, mode, whole)))
            }
            Self::Find { body, needle, mode, secrets } => {
                Done::Found(search::in_body(&body, &needle, mode, secrets, go_on))
            }
            Self::Fold { body, level } => {
                let folds = Folds::at_level(&body, level);
                Done::Folded(body, folds)
            }
            Self::Filter { code, body, secrets } => {
                let input = filter::input(&body, secrets);
                Done::Filtered(filter::run(&code, &input, filter::RESULT_LIMIT).map(Self::filtered))
            }
        }
    }

    /// The results of a filter as a body.
    pub fn filtered(results: Vec<u8>) -> Arc<Body> {
        Arc::new(Body::of_values(&results.into()))
    }
}
