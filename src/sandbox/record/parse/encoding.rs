//! The characters of an XML document: UTF-8, UTF-16 with its byte order mark, or what the declaration says, as far as
//! every XML parser knows it (XML 1.0 §4.3.3, appendix F).

use std::borrow::Cow;

/// How far an XML declaration may reach.
const DECLARATION: usize = 200;

/// The document as text, its byte order mark included.
pub(super) fn decode(body: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    match body {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ if says_latin_1(body) => Ok(body.iter().copied().map(char::from).collect::<String>().into()),
        _ => std::str::from_utf8(body).map(Cow::Borrowed).map_err(|_| "Invalid byte of a UTF-8 sequence."),
    }
}

fn utf16(body: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, &'static str> {
    const WRONG: &str = "Invalid UTF-16 sequence.";
    let (pairs, rest) = body.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    if !rest.is_empty() {
        return Err(WRONG);
    }
    String::from_utf16(&units).map(Cow::Owned).map_err(|_| WRONG)
}

/// Whether the declaration names ISO 8859-1.
fn says_latin_1(body: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&body[..body.len().min(DECLARATION)]).to_ascii_lowercase();
    let declaration = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let named = declaration.and_then(|(inside, _)| inside.split_once("encoding")).map(|(_, value)| value);
    let named = named.map(|value| value.trim_start_matches([' ', '=', '"', '\'']));
    named.is_some_and(|name| {
        name.starts_with("iso-8859-1\"") || name.starts_with("iso-8859-1'") || name.starts_with("latin1")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_and_marked_encodings_are_read() {
        let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\u{e9}</a>";
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        assert_eq!(decode(&latin).unwrap(), text);
        let wide = "\u{feff}<a>\u{67b6}</a>";
        let little: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = wide.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(
            (decode(&little).unwrap(), decode(&big).unwrap()),
            ("<a>\u{67b6}</a>".into(), "<a>\u{67b6}</a>".into())
        );
        assert_eq!(decode("<a>\u{e9}</a>".as_bytes()).unwrap(), "<a>\u{e9}</a>");
        for bad in [&latin[45..], &little[..7], b"\xFF\xFE\x00\xD8"] {
            assert!(decode(bad).is_err(), "{bad:?}");
        }
    }
}
