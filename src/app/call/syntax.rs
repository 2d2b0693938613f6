//! Where a body breaks the rules of its format: line and column, before it is sent.

use quick_xml::{Reader, errors::Error, events::Event};
use serde::de::IgnoredAny;

use crate::orcid::operations::template::BodyFormat;

/// Bodies above this size are sent unread: checking them would hold up the keys.
const LIMIT: usize = 1 << 20;

/// The place where a text breaks the rules, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The line, from 1.
    pub line: usize,
    /// The character in it, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

/// The first place where a text is not what its format demands.
pub fn flaw(text: &str, format: BodyFormat) -> Option<Flaw> {
    if text.len() > LIMIT {
        return None;
    }
    match format {
        BodyFormat::Json => json(text),
        BodyFormat::Xml => xml(text),
    }
}

fn json(text: &str) -> Option<Flaw> {
    // Its end is where something is written last.
    let text = text.trim_end();
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    let line = error.line().max(1);
    let content = text.lines().nth(line - 1).unwrap_or_default();
    // The library counts bytes; 0 stands for the end of the line before.
    let column = content.char_indices().take_while(|(at, _)| *at < error.column().saturating_sub(1)).count() + 1;
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    Some(Flaw { line, column, message })
}

fn xml(text: &str) -> Option<Flaw> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut roots) = (0usize, 0usize);
    let at = |offset: usize, message: String| {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Some(Flaw { line, column, message })
    };
    let offset = |position: u64| usize::try_from(position).unwrap_or(usize::MAX);
    loop {
        let before = offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Eof) if depth > 0 => return at(text.len(), "an element is not closed".to_owned()),
            Ok(Event::Eof) if roots == 0 => return at(text.len(), "there is no element".to_owned()),
            Ok(Event::Eof) => return None,
            Ok(Event::Start(start)) => {
                if depth == 0 {
                    roots += 1;
                    if roots > 1 {
                        return at(before, "a second element beside the first".to_owned());
                    }
                }
                depth += 1;
                if let Some(error) = start.attributes().find_map(Result::err) {
                    return at(before, error.to_string());
                }
            }
            Ok(Event::Empty(start)) => {
                roots += usize::from(depth == 0);
                if let Some(error) = start.attributes().find_map(Result::err) {
                    return at(before, error.to_string());
                }
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Text(words)) if depth == 0 && !words.iter().all(u8::is_ascii_whitespace) => {
                return at(before, "text outside of the element".to_owned());
            }
            Ok(Event::Text(words)) => {
                // A bare & begins a reference that nothing ends.
                if let Some(place) = words.iter().position(|byte| *byte == b'&') {
                    return at(before + place, "an & that begins no reference: write &amp;".to_owned());
                }
            }
            Ok(_) => {}
            Err(error) => {
                let place = match &error {
                    Error::Syntax(_) | Error::IllFormed(_) => offset(reader.error_position()),
                    _ => before,
                };
                return at(place, error.to_string().trim_start_matches("ill-formed document: ").to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, format: BodyFormat) -> Option<(usize, usize)> {
        flaw(text, format).map(|flaw| (flaw.line, flaw.column))
    }

    #[test]
    fn json_is_marked_where_it_breaks() {
        assert_eq!(place("{\"a\": [1, 2]}", BodyFormat::Json), None);
        assert_eq!(place("{\n  \"é\": oops\n}", BodyFormat::Json), Some((2, 8)));
        assert_eq!(place("{\"a\": 1,}", BodyFormat::Json), Some((1, 9)));
        assert_eq!(place("{\"a\": 1", BodyFormat::Json).map(|place| place.0), Some(1));
        assert!(flaw("", BodyFormat::Json).unwrap().message.contains("EOF"));
        assert!(!flaw("{,}", BodyFormat::Json).unwrap().message.contains("line"));
    }

    #[test]
    fn xml_is_marked_where_it_breaks() {
        assert_eq!(place("<?xml version=\"1.0\"?>\n<a b=\"c\"><d/>x &amp; y</a>\n", BodyFormat::Xml), None);
        assert_eq!(place("<a>\n  <b></c>\n</a>", BodyFormat::Xml).map(|place| place.0), Some(2));
        assert_eq!(place("<a>\n x & y</a>", BodyFormat::Xml), Some((2, 4)));
        assert_eq!(place("<a>\n", BodyFormat::Xml).map(|place| place.0), Some(2));
        assert_eq!(place("<a/>\n<b></b>", BodyFormat::Xml), Some((2, 1)));
        assert_eq!(place("<a b=c></a>", BodyFormat::Xml), Some((1, 1)));
        assert_eq!(place("", BodyFormat::Xml), Some((1, 1)));
        assert_eq!(place("words", BodyFormat::Xml), Some((1, 1)));
    }
}
