//! A small part of Solr's query language: fields, phrases, wildcards, ranges of dates, `AND`, `OR`, `NOT` and brackets
//! (guide `orcid-wire`, "Search").

/// A parsed query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Query {
    /// `*:*`.
    All,
    Term {
        field: Option<String>,
        pattern: Pattern,
    },
    /// Every one of them.
    And(Vec<Query>),
    /// Any one of them.
    Or(Vec<Query>),
    Not(Box<Query>),
}

/// What a field has to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// One word; `*` stands for any characters, `?` for one.
    Word(String),
    /// Words in this order.
    Phrase(Vec<String>),
    /// From one text to another, both included; `*` is no limit.
    Range(String, String),
}

/// Where the query breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Cannot parse the query at {0}")]
pub(super) struct QueryError(String);

/// Deeper than any person writes, and shallow enough for the stack.
const DEEPEST: usize = 32;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Field(String),
    Word(String),
    Phrase(String),
    Range(String, String),
    Must,
    MustNot,
}

/// Reads a query. Terms without an operator between them are alternatives, as Solr has it.
pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, depth: 0 };
    let query = parser.any(None)?;
    match parser.tokens {
        [] => Ok(query),
        [next, ..] => Err(QueryError(format!("{next:?}"))),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    let end = || QueryError("its end".to_owned());
    while let Some(first) = rest.chars().next() {
        match first {
            '(' | ')' => {
                tokens.push(if first == '(' { Token::Open } else { Token::Close });
                rest = &rest[1..];
            }
            '+' | '-' => {
                tokens.push(if first == '+' { Token::Must } else { Token::MustNot });
                rest = &rest[1..];
            }
            '"' => {
                let (phrase, after) = rest[1..].split_once('"').ok_or_else(end)?;
                tokens.push(Token::Phrase(phrase.to_owned()));
                rest = after;
            }
            '[' | '{' => {
                let close = rest.find([']', '}']).ok_or_else(end)?;
                let (from, to) = rest[1..close].split_once(" TO ").ok_or_else(|| QueryError(rest.to_owned()))?;
                tokens.push(Token::Range(from.trim().to_owned(), to.trim().to_owned()));
                rest = &rest[close + 1..];
            }
            _ => {
                let (word, field, after) = word(rest);
                if word.is_empty() {
                    return Err(QueryError(rest.to_owned()));
                }
                tokens.push(if field { Token::Field(word) } else { Token::Word(word) });
                rest = after;
            }
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

/// A word, whether a colon makes it a field, and what follows. A backslash takes the meaning from the next character.
fn word(text: &str) -> (String, bool, &str) {
    let mut word = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => word.extend(chars.next().map(|(_, c)| c)),
            // A URL or a time has colons of its own; a field's name has none in it, nor digits.
            ':' if !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '*') => {
                return (word, true, &text[at + 1..]);
            }
            c if c.is_whitespace() || matches!(c, '(' | ')' | '"') => return (word, false, &text[at..]),
            c => word.push(c),
        }
    }
    (word, false, "")
}

struct Parser<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError("too many brackets".to_owned()));
        }
        let mut queries = vec![self.all(field)?];
        while let Some(next) = self.tokens.first() {
            match next {
                Token::Close => break,
                Token::Word(word) if word == "OR" || word == "||" => self.skip(),
                Token::Word(_)
                | Token::Field(_)
                | Token::Phrase(_)
                | Token::Range(..)
                | Token::Open
                | Token::Must
                | Token::MustNot => {}
            }
            queries.push(self.all(field)?);
        }
        self.depth -= 1;
        Ok(combine(queries))
    }

    fn all(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        let mut queries = vec![self.one(field)?];
        while let Some(Token::Word(word)) = self.tokens.first()
            && (word == "AND" || word == "&&")
        {
            self.skip();
            queries.push(self.one(field)?);
        }
        Ok(if queries.len() == 1 { queries.remove(0) } else { Query::And(queries) })
    }

    fn one(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        let Some((first, rest)) = self.tokens.split_first() else { return Err(QueryError("its end".to_owned())) };
        self.tokens = rest;
        let term = |pattern| Query::Term { field: field.map(str::to_owned), pattern };
        match first {
            Token::Must => Ok(Query::And(vec![self.deeper(field)?])),
            Token::MustNot => Ok(Query::Not(Box::new(self.deeper(field)?))),
            Token::Word(word) if word == "NOT" || word == "!" => Ok(Query::Not(Box::new(self.deeper(field)?))),
            Token::Word(word) if matches!(word.as_str(), "AND" | "OR" | "&&" | "||") => {
                Err(QueryError(format!("'{word}'")))
            }
            Token::Word(word) => Ok(term(Pattern::Word(word.to_lowercase()))),
            Token::Phrase(phrase) => Ok(term(Pattern::Phrase(crate::sandbox::words::words(phrase)))),
            Token::Range(from, to) => Ok(term(Pattern::Range(from.clone(), to.clone()))),
            Token::Open => {
                let query = self.any(field)?;
                match self.tokens.split_first() {
                    Some((Token::Close, rest)) => {
                        self.tokens = rest;
                        Ok(query)
                    }
                    Some(_) | None => Err(QueryError("a bracket that is not closed".to_owned())),
                }
            }
            Token::Close => Err(QueryError("')'".to_owned())),
            Token::Field(name) if name == "*" => match self.one(None)? {
                Query::Term { pattern: Pattern::Word(word), .. } if word == "*" => Ok(Query::All),
                other => Ok(other),
            },
            Token::Field(name) => self.deeper(Some(name)),
        }
    }

    /// One more, within the bounds of the stack.
    fn deeper(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError("too many operators".to_owned()));
        }
        let query = self.one(field);
        self.depth -= 1;
        query
    }

    fn skip(&mut self) {
        self.tokens = &self.tokens[1..];
    }
}

/// Alternatives, but for those that must or must not be.
fn combine(mut queries: Vec<Query>) -> Query {
    if queries.len() == 1 {
        return queries.remove(0);
    }
    let needed = |query: &Query| matches!(query, Query::Not(_)) || matches!(query, Query::And(list) if list.len() == 1);
    let (mut all, any): (Vec<_>, Vec<_>) = queries.into_iter().partition(needed);
    if all.is_empty() {
        return Query::Or(any);
    }
    if !any.is_empty() && all.iter().all(|query| matches!(query, Query::Not(_))) {
        all.push(Query::Or(any));
    }
    Query::And(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(field: &str, word: &str) -> Query {
        let field = (!field.is_empty()).then(|| field.to_owned());
        Query::Term { field, pattern: Pattern::Word(word.to_owned()) }
    }

    #[test]
    fn fields_operators_and_brackets() {
        let and = |a, b| Query::And(vec![a, b]);
        let or = |a, b| Query::Or(vec![a, b]);
        for (text, expected) in [
            ("*:*", Query::All),
            ("Garcia", term("", "garcia")),
            ("family-name:Garcia", term("family-name", "garcia")),
            ("family-name:Gar*", term("family-name", "gar*")),
            ("a AND b", and(term("", "a"), term("", "b"))),
            ("a OR b AND c", or(term("", "a"), and(term("", "b"), term("", "c")))),
            ("a b", or(term("", "a"), term("", "b"))),
            ("keyword:(a AND b)", and(term("keyword", "a"), term("keyword", "b"))),
            ("a -b", and(Query::Not(Box::new(term("", "b"))), term("", "a"))),
            (r"doi-self:10.5555\/x", term("doi-self", "10.5555/x")),
        ] {
            let parsed = parse(text).unwrap();
            // An alternative of one is that one.
            let parsed = match parsed {
                Query::And(list) => Query::And(
                    list.into_iter()
                        .map(|q| match q {
                            Query::Or(mut one) if one.len() == 1 => one.remove(0),
                            other => other,
                        })
                        .collect(),
                ),
                other => other,
            };
            assert_eq!(parsed, expected, "{text}");
        }
        let range = Pattern::Range("2020".to_owned(), "*".to_owned());
        assert_eq!(parse("x:[2020 TO *]").unwrap(), Query::Term { field: Some("x".to_owned()), pattern: range });
    }

    #[test]
    fn broken_queries_are_told() {
        for text in ["", "(", ")", "a AND", "AND", "\"open", "x:", "[1 2]", "[1 TO"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"-".repeat(100_000)).is_err());
        assert!(parse(&"a:".repeat(100_000)).is_err());
    }
}
