//! The link: the keys of the file as a query.

use super::{Entry, LINK, Refused, SharedProfile, Taken, VERSION, build};
use crate::oauth::form;

pub(super) fn write(profile: &SharedProfile) -> String {
    let version = VERSION.to_string();
    let entries = profile.entries();
    let rest = entries.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    format!("{LINK}{}", form::query([("version", version.as_str())].into_iter().chain(rest)))
}

pub(super) fn read(text: &str) -> Result<Taken, Refused> {
    // Terminals and mails break long lines; a link has no blanks, so they can go.
    let joined: String = text.split_whitespace().collect();
    let query = joined.get(LINK.len()..).unwrap_or_default();
    let mut pairs = form::parse_form(query.as_bytes()).into_iter();
    match pairs.next() {
        Some((key, value)) if key == "version" && value == VERSION.to_string() => {}
        Some((key, _)) if key == "version" => {
            return Err(Refused::new(
                key,
                format!("this program knows version {VERSION} alone; a newer one may know it"),
            ));
        }
        _ => return Err(Refused::new("version", "it is missing: the link is cut off, or is none of this program's")),
    }
    build(pairs.map(|(key, value)| Entry { line: None, key, value }).collect())
}
