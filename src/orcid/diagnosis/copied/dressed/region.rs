//! Where in a text an object stands.

use super::member;

/// How many lines without a member may stand between two members: R prints a value and an empty line below each name.
const GAP: usize = 2;

/// The part of a text that an object is.
pub(super) struct Region<'a> {
    /// What stands before it.
    pub before: &'a str,
    /// The object.
    pub text: &'a str,
    /// What stands behind it.
    pub after: &'a str,
    /// Whether it is a form: its values are encoded.
    pub is_form: bool,
    /// Whether its end is missing.
    pub is_cut: bool,
}

/// The object that the name from `at` to `end` belongs to. `None` in an address: what a browser was sent with is no body.
pub(super) fn around<'a>(text: &'a str, (at, end): (usize, usize), names: &[&str]) -> Option<Region<'a>> {
    let apart = |c: char| c.is_whitespace() || "\"'<>(){}[]`".contains(c);
    let start = text[..at].rfind(apart).map_or(0, |before| before + 1);
    let chunk_start = (start..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let chunk_end = text[end..].find(apart).map_or(text.len(), |behind| end + behind);
    let before = &text[chunk_start..at];
    if before.contains("://") || before.ends_with(['#', '?']) {
        return None;
    }
    let part = |from: usize, to: usize, is_form: bool, is_cut: bool| Region {
        before: &text[..from],
        text: &text[from..to],
        after: &text[to..],
        is_form,
        is_cut,
    };
    if text[end..].starts_with('=') && text[chunk_start..chunk_end].contains('&') {
        return Some(part(chunk_start, chunk_end, true, false));
    }
    if let Some(opener) = opener(text, at, end) {
        let closer = closer(text, opener);
        return Some(part(opener, closer.unwrap_or_else(|| torn_end(text, opener)), false, closer.is_none()));
    }
    let (from, to) = paragraph(text, at, names);
    Some(part(from, to, false, false))
}

/// Where an object ends whose bracket nothing closes: where its paragraph does, and before a number of which more may follow.
fn torn_end(text: &str, opener: usize) -> usize {
    let end = text[opener..].find("\n\n").map_or(text.len(), |at| opener + at);
    let left = text[opener..end].trim_end();
    let number = left.trim_end_matches(['"', '\'', ')']).trim_end_matches(|c: char| c.is_ascii_digit());
    opener + if number.ends_with(':') { number } else { left }.len()
}

/// The bracket that is open where the name stands; not the one around the name.
fn opener(text: &str, at: usize, end: usize) -> Option<usize> {
    let own = text[..at].trim_end_matches(['"', '\'', ':', '@', '$', '\\']);
    let is_own = text[end..].trim_start_matches(['"', '\'']).starts_with(']');
    let head = own.strip_suffix('[').filter(|_| is_own).unwrap_or(own);
    let mut depth = 0_usize;
    head.char_indices().rev().find_map(|(at, c)| match c {
        '}' | ']' | ')' => {
            depth += 1;
            None
        }
        '{' | '[' | '(' if depth == 0 => Some(at),
        '{' | '[' | '(' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

/// Behind the bracket that closes the one at `opener`. Brackets in quotes do not count.
fn closer(text: &str, opener: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in text[opener..].char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some(c),
            // `doesn't` opens nothing.
            (None, '\'') if !last.is_alphanumeric() => quote = Some(c),
            (None, '{' | '[' | '(') => depth += 1,
            (None, '}' | ']' | ')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(opener + at + 1);
                }
            }
            (None, _) => {}
        }
        last = c;
    }
    None
}

/// The lines around that hold members.
fn paragraph(text: &str, at: usize, names: &[&str]) -> (usize, usize) {
    let lower = text.to_ascii_lowercase();
    let is_member = |line: &str| {
        let value = |(_, end): (usize, usize)| line.get(end..).is_some_and(|rest| member::value(rest, false).is_some());
        names
            .iter()
            .any(|name| member::ends(line, name).any(value) || line.trim_start_matches(['$', ' ', '"']) == *name)
    };
    let line_start = |at: usize| lower[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut from = line_start(at);
    while from > 0 {
        let above = line_start(from - 1);
        if !is_member(&lower[above..from - 1]) {
            break;
        }
        from = above;
    }
    let (mut to, mut end, mut gap) = (at, from, 0);
    for line in lower[from..].split_inclusive('\n') {
        end += line.len();
        if is_member(line.trim_end()) {
            (to, gap) = (end, 0);
        } else {
            gap += 1;
        }
        if gap > GAP {
            break;
        }
    }
    // R's last value stands a line below its name.
    let behind =
        lower[to..].split_inclusive('\n').next().filter(|line| line.starts_with("[1]") || line.starts_with("null"));
    (from, to + behind.map_or(0, str::len))
}
