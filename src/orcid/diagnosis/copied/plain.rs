//! The text as it was before mails, pages and programs wrote it their way.

use std::borrow::Cow;

use crate::orcid::shape;

/// Of longer texts the beginning and the end are read, half of this each: a log may be of any length.
const MOST: usize = 1 << 16;

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
    let (head, tail) = (&text[..at(MOST / 2)], &text[at(text.len() - MOST / 2)..]);
    Cow::Owned(format!("{head}\n{tail}"))
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
