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
static TELLING: LazyLock<AhoCorasick> = LazyLock::new(|| automaton("telling"));

/// What lines have that are read when there is room.
static TELLING_LESS: LazyLock<AhoCorasick> = LazyLock::new(|| automaton("telling-less"));

/// How much of such a line is read.
const LINE: usize = 1 << 11;

fn automaton(list: &str) -> AhoCorasick {
    // The words are those of a file that is part of the program.
    AhoCorasick::new(listed::words(list)).expect("a few words fit into an automaton")
}

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
    for words in [&*TELLING, &*TELLING_LESS] {
        let mut taken = 0;
        for found in words.find_iter(between) {
            if room == 0 {
                break;
            }
            if found.start() < taken {
                continue;
            }
            let begin = between[taken..found.start()].rfind('\n').map_or(taken, |line| taken + line + 1);
            // Of a line that is long what stands around the word.
            let begin = crate::text::floor(between, begin.max(found.start().saturating_sub(LINE / 4)));
            let end = between[found.end()..].find('\n').map_or(between.len(), |line| found.end() + line);
            let line = crate::text::beginning(&between[begin..end], room.min(LINE));
            short.push('\n');
            short.push_str(line);
            room = room.saturating_sub(line.len() + 1);
            taken = begin + line.len().max(1);
            taken = (taken..=between.len()).find(|at| between.is_char_boundary(*at)).unwrap_or(between.len());
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
        let crowd = "GET https://api.orcid.org/v3.0/0000-0002-1825-0097/works ok\n".repeat(3000);
        assert!(bounded(&format!("{crowd}ERROR invalid_grant\n{crowd}")).contains("ERROR invalid_grant"));
        let wide = "x".repeat(200_000);
        assert!(bounded(&format!("{wide} invalid_grant {wide}")).contains(" invalid_grant "));
        let many = bounded(&"ORCID said so\n".repeat(20_000)).len();
        assert!(many <= MOST + 8, "{many}");
        assert_eq!(bounded("short"), "short");
    }
}
