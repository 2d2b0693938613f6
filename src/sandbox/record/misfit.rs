//! Whether what clients wrote earlier fits a record as it is seeded now: a seed may be changed between two runs that go on
//! from the same state.

use super::{entry::Entry, section::Section};
use crate::sandbox::{researchers::Researcher, written::Changes};

/// An item for which it does not, and whether a client added it (else it changed one that the seed had).
pub(in crate::sandbox) fn misfit(researcher: &Researcher, changes: &Changes) -> Option<(Section, u64, bool)> {
    let written = changes.sections().flat_map(|(section, items)| items.standing().map(move |item| (section, item)));
    written
        .filter(|(section, (put_code, item))| Entry::is_seeded(researcher, *section, *put_code) == item.added)
        .map(|(section, (put_code, item))| (section, put_code, item.added))
        .next()
}
