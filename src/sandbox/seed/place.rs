//! Where in a seed file something stands: the line and the key that an error names.

use super::SeedError;
use crate::oauth::redact;

/// An error of the TOML library, with the key that it means.
pub(super) fn unreadable(text: &str, error: &toml::de::Error) -> SeedError {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let problem = error.message().lines().collect::<Vec<_>>().join("; ");
    let named = ["unknown field `", "missing field `", "duplicate field `"].iter().find_map(|before| {
        let rest = problem.split_once(before)?.1;
        rest.split_once('`').map(|(key, _)| key.to_owned())
    });
    let written = || {
        let line = text.lines().nth(line_of(text, start) - 1).unwrap_or_default();
        line.split('=').next().unwrap_or_default().trim().to_owned()
    };
    let key = named.or_else(|| key_of_value(text.get(..start)?)).unwrap_or_else(written);
    // What stands in a secret's place may be the secret, without its quotation marks.
    let problem = match problem.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected ")) {
        Some((_, expected)) if redact::is_secret_name(&key) => format!("invalid type, expected {expected} in quotes"),
        _ => problem,
    };
    SeedError { line: line_of(text, start), key, problem }
}

/// The key whose value begins behind this text: directly, or as an entry of a list.
fn key_of_value(before: &str) -> Option<String> {
    let before = before.trim_end();
    let head = match before.strip_suffix('=') {
        Some(head) => head,
        None => {
            // Inside a list, the last one that was opened.
            let open = before.match_indices('=').rfind(|(at, _)| before[at + 1..].trim_start().starts_with('['))?.0;
            let inside = before[open + 1..].trim_start();
            (inside.ends_with(['[', ',']) && inside.matches(']').count() < inside.matches('[').count())
                .then_some(&before[..open])?
        }
    };
    let key = head.trim_end().rsplit(|c: char| c.is_whitespace() || "{,".contains(c)).next()?;
    (!key.is_empty()).then(|| key.trim_matches(['"', '\'']).to_owned())
}

/// Something that is wrong with a key of the table that begins at `start`.
pub(super) fn at_key(text: &str, start: usize, key: &str, problem: String) -> SeedError {
    let table = text.get(start..).unwrap_or_default();
    let below = table.lines().position(|line| says(line, key)).unwrap_or(0);
    SeedError { line: line_of(text, start) + below, key: key.to_owned(), problem }
}

/// Something that is wrong with one of the texts of a key, which may be a list over many lines, or stand in several tables
/// below the one at `start`.
pub(super) fn at_text(text: &str, start: usize, key: &str, wrong: &str, problem: String) -> SeedError {
    let table = text.get(start..).unwrap_or_default();
    let (double, single) = (format!("\"{wrong}\""), format!("'{wrong}'"));
    let from = table.lines().position(|line| says(line, key));
    let found = from.and_then(|from| {
        let found = table.lines().skip(from).position(|line| line.contains(&double) || line.contains(&single))?;
        Some(from + found)
    });
    match found {
        Some(below) => SeedError { line: line_of(text, start) + below, key: key.to_owned(), problem },
        None => at_key(text, start, key, problem),
    }
}

/// Something that is wrong with a key of an item of a researcher, which is known by its section and put-code.
pub(super) fn at_item(
    text: &str,
    start: usize,
    (section, put_code): (&str, u64),
    key: &str,
    problem: String,
) -> SeedError {
    let lines: Vec<&str> = text.lines().collect();
    let is_header = |line: &&str| line.trim_start().starts_with("[[");
    let code = line_of_put_code(text, start, section, put_code) - 1;
    let header = (0..=code).rev().find(|at| lines.get(*at).is_some_and(is_header)).unwrap_or(code);
    let item = lines.iter().skip(header + 1).take_while(|line| !is_header(line));
    let line = item.into_iter().position(|line| says(line, key)).map_or(code, |below| header + 1 + below);
    SeedError { line: line + 1, key: key.to_owned(), problem }
}

/// The last line of a researcher's table that gives this put-code to an item of this section.
pub(super) fn line_of_put_code(text: &str, start: usize, section: &str, code: u64) -> usize {
    let table = text.get(start..).unwrap_or_default();
    let mut here = false;
    let mut last = 0;
    for (index, line) in table.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line == "[[researcher]]" && index > 0 {
            break;
        }
        if line.starts_with('[') {
            here = line == format!("[[researcher.{section}]]");
        }
        let value = line.split_once('=').filter(|(key, _)| key.trim() == "put_code").map(|(_, value)| value.trim());
        if here && value.and_then(|value| value.parse::<u64>().ok()) == Some(code) {
            last = index;
        }
    }
    line_of(text, start) + last
}

/// Whether a line gives a key its value.
fn says(line: &str, key: &str) -> bool {
    line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// The line in which a byte stands.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
