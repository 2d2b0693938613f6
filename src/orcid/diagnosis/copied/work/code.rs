//! Which lines of a text are source code. Code names the failures that it handles; what a run of it printed stands beside it.

use super::{super::listed, is_run};

/// What goes on until it is closed.
enum Block {
    /// Brackets, so many of them open.
    Brackets(i32),
    /// All that is indented further than this.
    Indent(usize),
}

/// Of each line of a text whether it is source code.
pub(super) fn lines(text: &str) -> Vec<bool> {
    let mut found: Vec<bool> = Vec::new();
    let mut block: Option<Block> = None;
    // Whether a block is a value, and whether that is an answer which somebody wrote down: no code then.
    let (mut is_value, mut is_answer) = (false, false);
    for raw in text.lines() {
        let line = raw.trim().to_lowercase();
        let indent = raw.len() - raw.trim_start().len();
        let ends = is_reported(&line) || is_prose(&line);
        match &mut block {
            Some(Block::Brackets(open)) if !ends => {
                *open += opened(&line);
                is_answer |= is_value && listed::has(&line, "answer-member");
                found.push(true);
                if *open <= 0 {
                    block = None;
                }
            }
            Some(Block::Indent(least)) if line.is_empty() || indent > *least && !ends => found.push(!line.is_empty()),
            Some(_) | None => {
                block = None;
                let is_assigned = assigns(&line);
                let begins = (opens(&line) || is_assigned) && !ends;
                found.push(begins || !ends && is_code(&line));
                if begins && opened(&line) > 0 {
                    block = Some(Block::Brackets(opened(&line)));
                    is_value = is_assigned;
                    is_answer = is_assigned && listed::has(&line, "answer-member");
                } else if begins {
                    block = Some(Block::Indent(indent));
                }
            }
        }
        if block.is_none() && std::mem::take(&mut is_answer) {
            unmark(&mut found);
        }
    }
    if is_answer {
        unmark(&mut found);
    }
    found
}

/// The last block is an answer, not code.
fn unmark(found: &mut [bool]) {
    found.iter_mut().rev().take_while(|is_code| **is_code).for_each(|is_code| *is_code = false);
}

/// How many brackets a line opens more than it closes, those in quotes left out.
fn opened(line: &str) -> i32 {
    let (mut open, mut quote, mut escaped) = (0, None, false);
    for c in line.chars() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', _) => escaped = true,
            (c, Some(mark)) if c == mark => quote = None,
            ('"' | '\'' | '`', None) => quote = Some(c),
            ('{' | '(' | '[', None) => open += 1,
            ('}' | ')' | ']', None) => open -= 1,
            _ => {}
        }
    }
    open
}

/// Whether a line is what a program said when it ran, a report of a test among them.
fn is_reported(line: &str) -> bool {
    let begins = |list: &str| listed::words(list).iter().any(|sign| line.starts_with(sign.as_str()));
    is_run(line) || begins("report") || line.starts_with("{\"")
}

/// Whether a line is a sentence, with no sign of code in it.
fn is_prose(line: &str) -> bool {
    !opens(line)
        && !line.contains(|c: char| "{}[];=<>\"`@_".contains(c))
        && !line.ends_with(',')
        && !["//", "#", "/*", "*", "--"].iter().any(|comment| line.starts_with(comment))
        && line.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() > 3
}

/// Whether a line begins with one of a list.
fn begins(line: &str, list: &str) -> bool {
    listed::words(list).iter().any(|sign| line.starts_with(sign.as_str()))
}

/// Whether a line begins a declaration, a test or a branch.
fn opens(line: &str) -> bool {
    let control = line.trim_start_matches(['}', ' ']);
    begins(line, "test-source")
        || begins(line, "schema") && !line.ends_with(['.', '?'])
        || begins(line, "configuration") && line.ends_with('{')
        || begins(line, "declaration") && line.contains(['{', '(', ':'])
        || begins(line, "visibility") && line.contains('(') && line.ends_with('{')
        || begins(control, "branch") && (line.ends_with('{') || line.ends_with(':') && line.contains(CODE_SIGNS))
        || (line.ends_with(" do") || line.ends_with('|') && line.contains(" do |")) && line.contains(CODE_SIGNS)
}

/// What few sentences have that end so.
const CODE_SIGNS: [char; 7] = ['=', '(', '_', '"', '\'', '[', '!'];

/// Whether a line gives a name the beginning of a list or an object.
fn assigns(line: &str) -> bool {
    let Some((name, value)) = line.split_once('=') else { return false };
    let name = name.trim_end_matches(':').trim();
    let is_name = |c: char| c.is_alphanumeric() || "_.$<>, ?:".contains(c);
    line.ends_with(['{', '[', '('])
        && !name.is_empty()
        && name.split_whitespace().count() < 5
        && name.chars().all(is_name)
        && !value.contains("://")
}

/// Whether a line is code by itself.
fn is_code(line: &str) -> bool {
    let signs = || line.contains(['(', '=']) || line.ends_with([';', ':']);
    let statement = line.ends_with(");") || line == "};" || begins(line, "statement") && signs();
    statement
        || begins(line, "directive")
        || begins(line, "translation")
        || line.starts_with('@') && line.ends_with(')')
        || compares(line)
        || listed::has(line, "code-call")
}

/// Whether a line compares something with a text or with a status.
fn compares(line: &str) -> bool {
    let branches = listed::has(line, "comparing") || line.ends_with([';', '{', ':', ')']);
    let found = line.match_indices("==").chain(line.match_indices("!="));
    branches
        && found.filter(|(at, _)| *at > 0).any(|(at, sign)| {
            let left = line[..at].trim_end().chars().next_back();
            let right = line[at + sign.len()..].trim_start_matches(['=', ' ']);
            let digits = right.chars().take_while(char::is_ascii_digit).count();
            let of_status = digits == 3 && right.starts_with(['2', '3', '4', '5']);
            left.is_some_and(|c| c.is_alphanumeric() || "_)]".contains(c))
                && (of_status || right.starts_with(['"', '\'']) && right.len() > 2)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_what_it_printed() {
        for (text, code) in [
            ("if e.error == \"access_denied\":\n    raise Denied()\n\nprints\n{\"error\":\"x\"}", "##.._"),
            ("const a = {\n  access_denied: 'No.',\n};\nb(a);", "####"),
            ("result = {\n  'error': 'invalid_grant',\n  'error_description': 'Reused'\n}", "____"),
            (
                "    def test_it(api):\n        r = api.get('x')\n>       assert r.status_code == 201\nE   AssertionError: 400",
                "###_",
            ),
            ("public Token get(String code) {\n  post(code);\n}\n\nand get HTTP Status 415.", "###._"),
            ("return ResponseEntity.status(403).build();", "#"),
            ("len(secret) == 37", "_"),
            ("it fails if the scope is wrong: why?", "_"),
        ] {
            let found = lines(text);
            let read: String = text
                .lines()
                .zip(&found)
                .map(|(line, code)| {
                    if *code {
                        '#'
                    } else if line.is_empty() {
                        '.'
                    } else {
                        '_'
                    }
                })
                .collect();
            let expected = code.replace("..", "._");
            assert_eq!(read, expected, "{text}");
        }
    }
}
