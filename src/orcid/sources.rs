//! Sources in words.

/// The sources of a text as people read them: `guide «Code reuse» · RFC 6749 §4.1.2`.
pub fn in_words(sources: &[String]) -> String {
    let named = sources.iter().map(|source| match source.split_once(": ") {
        Some(("orcid-wire", section)) => format!("guide «{section}»"),
        Some(("sandbox", section)) => format!("guide sandbox «{section}»"),
        Some(_) | None => source.clone(),
    });
    named.collect::<Vec<_>>().join(" · ")
}
