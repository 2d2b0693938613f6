//! The text as it was before mails, pages and programs wrote it their way.

use std::{borrow::Cow, sync::LazyLock};

use aho_corasick::AhoCorasick;

use super::listed;
use crate::orcid::shape;

/// Of longer texts the beginning and the end are read, and between them the lines that may tell something: a log may be of
/// any length.
const MOST: usize = 1 << 16;

/// How much of the beginning and of the end is read.
const END: usize = 3 * MOST / 8;

/// What such a line has.
static TELLING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    // The words are those of a file that is part of the program.
    AhoCorasick::new(listed::words("telling")).expect("a few words fit into an automaton")
});

/// What programs write for the characters that JSON and words are made of.
const WRITTEN: [(&str, &str); 12] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("\\\"", "\""),
    ("\\'", "'"),
    ("\\r", " "),
    ("\\n", "\n"),
];

/// Without the marks of a quotation, with straight quotes, plain blanks, and what was escaped as it was.
pub fn plain(text: &str) -> String {
    let mut plain = bounded(text).into_owned();
    for (written, meant) in WRITTEN {
        if plain.contains(written) {
            plain = plain.replace(written, meant);
        }
    }
    // JSON within JSON within JSON is escaped more than once.
    for _ in 0..3 {
        if !plain.contains("\\\"") {
            break;
        }
        plain = plain.replace("\\\"", "\"");
    }
    let straight = plain.chars().filter_map(|c| match c {
        '“' | '”' | '„' | '‟' => Some('"'),
        '‘' | '’' | '‚' => Some('\''),
        '\n' | ' ' | '"' | '\'' => Some(c),
        c if c.is_whitespace() => Some(' '),
        // Invisible ones mean nothing.
        c if shape::is_stray(c) => None,
        c => Some(c),
    });
    let plain: String = straight.collect();
    unquoted(&chatted(&plain))
}

pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    if text.len() <= MOST {
        return Cow::Borrowed(text);
    }
    let at = |from: usize| (from..=from + 3).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let (head, behind) = text.split_at(at(END));
    let (between, tail) = behind.split_at(at(text.len() - END) - head.len());
    let mut short = head.to_owned();
    let mut room = MOST - 2 * END;
    let (mut from, mut end) = (0, 0);
    for found in TELLING.find_iter(between) {
        if found.start() < end {
            continue;
        }
        let begin = between[from..found.start()].rfind('\n').map_or(from, |line| from + line + 1);
        end = between[found.end()..].find('\n').map_or(between.len(), |line| found.end() + line);
        let line = crate::text::beginning(&between[begin..end], room);
        short.push('\n');
        short.push_str(line);
        room = room.saturating_sub(line.len() + 1);
        from = end;
        if room == 0 {
            break;
        }
    }
    short.push('\n');
    short.push_str(tail);
    Cow::Owned(short)
}

/// With the names of those who chat as they stand elsewhere: `<rk> it fails` is `rk: it fails`.
fn chatted(text: &str) -> Cow<'_, str> {
    let name = |line: &str| {
        let (name, _) = line.strip_prefix('<')?.split_once("> ")?;
        let is_name =
            !name.is_empty() && name.len() <= NAME && name.chars().all(|c| c.is_alphanumeric() || "_-|[]".contains(c));
        is_name.then(|| name.to_owned())
    };
    if text.contains("</") || !text.lines().any(|line| name(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let lines = text.lines().map(|line| match name(line) {
        Some(name) => format!("{name}: {}", &line[name.len() + "<> ".len()..]),
        None => line.to_owned(),
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// How long such a name is at most.
const NAME: usize = 24;

/// Without what a mail puts before every line that it quotes, and without the fences of a block of code. curl marks what it
/// sent the same way; that stays.
fn unquoted(text: &str) -> String {
    let of_curl = text.lines().any(|line| line.starts_with("< HTTP/"));
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("```"));
    let lines = lines.map(|line| if of_curl { line } else { line.trim_start_matches(['>', ' ']) });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_tells_is_found_in_the_middle_of_a_long_log() {
        let line = "2026-12-01 10:00:00 INFO nothing to see here\n";
        let log = format!("{0}ERROR orcid {{\"error\":\"invalid_grant\"}}\n{0}", line.repeat(5000));
        let read = bounded(&log);
        assert!(
            read.len() <= MOST + 8 && read.contains("ERROR orcid {\"error\":\"invalid_grant\"}\n"),
            "{}",
            read.len()
        );
        let many = bounded(&"ORCID said so\n".repeat(20_000)).len();
        assert!(many <= MOST + 8, "{many}");
        assert_eq!(bounded("short"), "short");
    }
}
