//! What a query is made of, before anybody asks what it means.

use super::{
    query::{Bound, QueryError},
    values::is_field,
};

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Field(String),
    Word(String),
    Phrase(String),
    Range(Bound, Bound),
    Must,
    MustNot,
}

/// Takes a query to pieces.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    let end = || QueryError::Syntax("its end".to_owned());
    let here = |rest: &str| QueryError::Syntax(rest.to_owned());
    while let Some(first) = rest.chars().next() {
        match first {
            '(' | ')' => {
                tokens.push(if first == '(' { Token::Open } else { Token::Close });
                rest = &rest[1..];
            }
            // What a hit counts for changes the order of the results, and here they have another one.
            '^' => {
                let number =
                    rest[1..].len() - rest[1..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
                rest[1..=number].parse::<f32>().map_err(|_| here(rest))?;
                if !matches!(tokens.last(), Some(Token::Word(_) | Token::Phrase(_) | Token::Range(..) | Token::Close)) {
                    return Err(here(rest));
                }
                rest = &rest[1 + number..];
            }
            '~' => return Err(QueryError::Unknown("a similarity (~)")),
            '/' => return Err(QueryError::Unknown("a regular expression (/…/)")),
            '!' => {
                tokens.push(Token::MustNot);
                rest = &rest[1..];
            }
            '+' | '-' => {
                tokens.push(if first == '+' { Token::Must } else { Token::MustNot });
                rest = &rest[1..];
            }
            '"' => {
                let (phrase, after) = phrase(&rest[1..]).ok_or_else(end)?;
                tokens.push(Token::Phrase(phrase));
                rest = after;
            }
            '[' | '{' => {
                let close = rest.find([']', '}']).ok_or_else(end)?;
                let (from, to) = rest[1..close].split_once(" TO ").ok_or_else(|| here(rest))?;
                let bound = |text: &str, included| {
                    let text = text.trim().trim_matches('"').to_owned();
                    if text.is_empty() { Err(here(rest)) } else { Ok(Bound { text, included }) }
                };
                let (from, to) = (bound(from, first == '[')?, bound(to, rest[close..].starts_with(']'))?);
                tokens.push(Token::Range(from, to));
                rest = &rest[close + 1..];
            }
            _ => {
                let (word, field, after) = word(rest);
                if word.is_empty() {
                    return Err(here(rest));
                }
                tokens.push(if field { Token::Field(word) } else { Token::Word(word) });
                rest = after;
            }
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// What stands before the closing quotation mark, and what follows it. A backslash takes the meaning from the next character.
fn phrase(text: &str) -> Option<(String, &str)> {
    let mut phrase = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((phrase, &text[at + 1..])),
            '\\' => phrase.extend(chars.next().map(|(_, c)| c)),
            c => phrase.push(c),
        }
    }
    None
}

/// A word, whether a colon makes it a field, and what follows. A backslash takes the meaning from the next character.
fn word(text: &str) -> (String, bool, &str) {
    let mut word = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => word.extend(chars.next().map(|(_, c)| c)),
            // A URL or a time has colons of its own; a field's name has none in it, and hardly ever digits.
            ':' if is_field(&word)
                || !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '*') =>
            {
                return (word, true, &text[at + 1..]);
            }
            c if c.is_whitespace() || matches!(c, '(' | ')' | '"' | '^' | '~') => return (word, false, &text[at..]),
            c => word.push(c),
        }
    }
    (word, false, "")
}
