//! The members of an error, in whatever notation: JSON, whole or not, a program's own print of it, a form, a header, XML.

use super::{
    super::{TABLE, reading::element},
    listed,
};
use crate::oauth::form;

/// What a value stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    /// In quotes.
    Quoted(char),
    /// Behind a colon or an arrow, without quotes.
    Bare,
    /// In a form.
    Form,
}

/// The OAuth error code: where it is named, or where it stands as a word of its own.
pub(super) fn error(text: &str) -> Option<String> {
    named_error(text).or_else(|| word(text))
}

/// The same where it is named only: as a member, in a form, as an element.
pub(super) fn named_error(text: &str) -> Option<String> {
    let named = values(text, "error").find_map(|(value, notation)| {
        // `403 Client Error: Forbidden` is a status, not a code.
        let reason =
            notation == Notation::Bare && !value.contains('_') && value.starts_with(|c: char| c.is_ascii_uppercase());
        let value = value.to_ascii_lowercase();
        let shaped = !reason && value.len() > 3 && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let sure = matches!(notation, Notation::Quoted(_)) || TABLE.knows_error(&value);
        (shaped && sure).then_some(value)
    });
    let coded = || values(text, "error code").map(|(value, _)| value).find(|value| TABLE.knows_error(value));
    let in_xml = || element(text, "error").filter(|value| TABLE.knows_error(value));
    named.or_else(coded).or_else(in_xml)
}

/// A code as a word among others. `forbidden` and the like are words of every language, and are none here.
fn word(text: &str) -> Option<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphabetic() || c == '_'));
    words.filter(|word| word.contains('_')).map(str::to_ascii_lowercase).find(|word| TABLE.knows_error(word))
}

/// The status that an error of ORCID's API names as its own; the one in its sentence may be another.
pub(super) fn status(text: &str) -> Option<u16> {
    let status = |(value, _): (String, Notation)| value.trim().parse().ok();
    values(text, "response-code").find_map(status).filter(|status| (400..600).contains(status))
}

/// The code of an error of ORCID's API.
pub(super) fn api_code(text: &str) -> Option<u32> {
    let named = ["error-code", "errorcode", "error code", "error_code"].iter().find_map(|name| {
        values(text, name).find_map(|(value, _)| value.trim().parse().ok()).filter(|code| (9000..10_000).contains(code))
    });
    named
        .or_else(|| element(text, "error-code")?.parse().ok())
        .or_else(|| said_code(text))
        .or_else(|| code_behind_status(text))
}

/// How many words may stand between a status and the number of an error.
const BETWEEN: usize = 5;

/// Its number behind a status, as notes and mails have it: `403 (9038)`, `409/9021`, `409, nummer 9032`.
fn code_behind_status(text: &str) -> Option<u32> {
    let apart = |c: char| c.is_whitespace() || "()[]/,;:=.!?\"'«»„“”".contains(c);
    let mut words = text.split(apart).filter(|word| !word.is_empty());
    let mut since = BETWEEN + 1;
    let found = words.find(|word| {
        let is_number = word.bytes().all(|b| b.is_ascii_digit());
        if is_number && word.len() == 3 && word.starts_with(['4', '5']) {
            since = 0;
            return false;
        }
        since += 1;
        is_number && since <= BETWEEN + 1 && word.len() == 4 && word.parse().is_ok_and(|code| TABLE.knows_code(code))
    });
    found?.parse().ok()
}

/// Its number behind a word alone, as people write it: `error 9017`, `Fehler 9017`. Other systems have such numbers too.
fn said_code(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let at_orcid = listed::has(&lower, "around-api-code");
    let of_apis = |code: &u32| TABLE.knows_code(*code);
    let said = listed::words("before-api-code").iter().flat_map(|word| values(text, word));
    at_orcid.then(|| said.filter_map(|(value, _)| value.trim().parse().ok()).find(of_apis)).flatten()
}

/// Whether it is the error page of a Spring application: `(type=Not Found, status=404)`. Whose, it does not say; where ORCID's
/// own has that sentence, its code stands beside it.
pub(super) fn is_spring_page(text: &str) -> bool {
    text.split_once("unexpected error (type=").is_some_and(|(_, rest)| rest.contains("status="))
}

/// Status and path of a Spring application's error page, which names the status with a reason in place of a code.
pub(super) fn error_page(text: &str) -> Option<(u16, String)> {
    values(text, "timestamp").next()?;
    let status = values(text, "status").find_map(|(value, _)| value.trim().parse::<u16>().ok())?;
    let (path, _) = values(text, "path").find(|(value, _)| value.starts_with('/'))?;
    (400..600).contains(&status).then_some((status, path))
}

/// The words for people.
pub(super) fn description(text: &str) -> Option<String> {
    const NAMES: [&str; 6] =
        ["error_description", "error-description", "errordescription", "developer-message", "user-message", "message"];
    let folded = |value: String| value.split_whitespace().collect::<Vec<_>>().join(" ");
    NAMES
        .iter()
        .find_map(|name| {
            let quoted = |notation| matches!(notation, Notation::Quoted(_) | Notation::Form);
            values(text, name).find(|(value, notation)| quoted(*notation) && !value.trim().is_empty())
        })
        .map(|(value, _)| value)
        .or_else(|| NAMES[..4].iter().find_map(|name| element(text, name)))
        .map(folded)
}

/// No value is longer: what goes on without an end is read again for every name in it.
const LONGEST: usize = 1 << 11;

/// How many values of one name are looked at.
const MANY: usize = 512;

/// The values that stand behind a name, wherever it stands.
fn values<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (String, Notation)> + 'a {
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    let found = std::iter::from_fn(move || {
        loop {
            let at = from + lower[from..].find(name)?;
            from = at + name.len();
            let inside = lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            if !inside && let Some(found) = value(&text[from..]) {
                return Some(found);
            }
        }
    });
    found.take(MANY)
}

/// The value behind a name: `": "…"`, `' => '…'`, `=…&`, ` 9017`.
fn value(rest: &str) -> Option<(String, Notation)> {
    let rest = crate::text::beginning(rest, LONGEST);
    let behind = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    let behind = behind.strip_prefix(']').unwrap_or(behind).trim_start();
    if let Some(value) = behind.strip_prefix("=>").or_else(|| behind.strip_prefix(':')).map(str::trim_start) {
        return typed(value);
    }
    if let Some(value) = behind.strip_prefix('=') {
        if value.starts_with(['"', '\'']) {
            return typed(value);
        }
        let ends = value.match_indices(['&', ' ', '\n', '"', '\'', ',', ')', ']', '}', ';', '`']);
        let end = ends.map(|(at, _)| at).find(|at| !goes_on(&value[*at..])).unwrap_or(value.len());
        let pair = form::parse_form(format!("v={}", &value[..end]).as_bytes());
        return Some((form::first(&pair, "v")?.to_owned(), Notation::Form));
    }
    let number: String = behind.chars().take_while(char::is_ascii_digit).collect();
    (!number.is_empty()).then_some((number, Notation::Bare))
}

/// Whether a comma belongs to the value: one that neither a blank nor another member follows.
fn goes_on(rest: &str) -> bool {
    rest.strip_prefix(',').is_some_and(|rest| {
        let word = rest.split(|c: char| c.is_whitespace() || "&,\"')]};`".contains(c)).next().unwrap_or_default();
        word.starts_with(['/', '%']) || word.len() > 1 && !word.contains(['=', ':'])
    })
}

fn typed(value: &str) -> Option<(String, Notation)> {
    // PHP's var_dump: `string(13) "…"`.
    if let Some((_, string)) = value.strip_prefix("string(").and_then(|string| string.split_once(") ")) {
        return typed(string);
    }
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        if value.starts_with(['{', '[', '<']) {
            return None;
        }
        let end = value.find([',', ';', '}', ')', ']', '"', '\'', ' ', '\n']).unwrap_or(value.len());
        return Some((value[..end].to_owned(), Notation::Bare))
            .filter(|(value, _)| !value.is_empty() && value != "null");
    };
    let inside = &value[1..];
    // A quote ends a value only where something follows that can follow a value: `doesn't` goes on.
    let closes = |at: usize| {
        let next = inside[at + 1..].trim_start().chars().next();
        next.is_none_or(|c| matches!(c, ',' | '}' | ']' | ')' | ';' | ':' | '*' | '"'))
    };
    let end = inside.match_indices(quote).map(|(at, _)| at).find(|at| closes(*at));
    // What is cut off ends where its paragraph does.
    let cut = || inside.find("\n\n").unwrap_or(inside.len());
    Some((inside[..end.unwrap_or_else(cut)].to_owned(), Notation::Quoted(quote)))
}
