//! A small part of Solr's query language: fields, phrases, wildcards, ranges of dates, `AND`, `OR`, `NOT` and brackets
//! (guide `orcid-wire`, "Search").

use super::{
    dates::Edge,
    token::{Token, tokens},
};
use crate::sandbox::words::words;

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
    /// Words in this order, and how they were written.
    Phrase { words: Vec<String>, text: String },
    /// From one text to another.
    Range(Bound, Bound),
    /// From one point in time to another.
    Period(Edge, Edge),
}

/// An end of a range; the text `*` is no limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub text: String,
    /// Whether it belongs to the range: square brackets rather than curly ones.
    pub included: bool,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum QueryError {
    /// Where it breaks.
    #[error("Cannot parse the query at {0}")]
    Syntax(String),
    /// No date where one has to stand.
    #[error("Invalid Date String:'{0}'")]
    Date(String),
    /// No parser of this name.
    #[error("invalid query parser '{0}' for query")]
    Parser(String),
    /// What Solr knows and the simulation does not.
    #[error("the simulated ORCID does not know {0} in a query")]
    Unknown(&'static str),
}

/// Deeper than any person writes, and shallow enough for the stack.
const DEEPEST: usize = 32;

/// Reads a query. Terms without an operator between them are alternatives, as Solr has it.
pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, depth: 0 };
    let query = parser.any(None)?;
    match parser.tokens {
        [] => Ok(query),
        [next, ..] => Err(QueryError::Syntax(format!("{next:?}"))),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self, field: Option<&str>) -> Result<Query, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError::Syntax("too many brackets".to_owned()));
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
        let Some((first, rest)) = self.tokens.split_first() else {
            return Err(QueryError::Syntax("its end".to_owned()));
        };
        self.tokens = rest;
        let term = |pattern| Query::Term { field: field.map(str::to_owned), pattern };
        match first {
            Token::Must => Ok(Query::And(vec![self.deeper(field)?])),
            Token::MustNot => Ok(Query::Not(Box::new(self.deeper(field)?))),
            Token::Word(word) if word == "NOT" => Ok(Query::Not(Box::new(self.deeper(field)?))),
            Token::Word(word) if matches!(word.as_str(), "AND" | "OR" | "&&" | "||") => {
                Err(QueryError::Syntax(format!("'{word}'")))
            }
            Token::Word(word) => Ok(term(Pattern::Word(word.to_lowercase()))),
            Token::Phrase(phrase) => Ok(term(Pattern::Phrase { words: words(phrase), text: phrase.clone() })),
            Token::Range(from, to) => Ok(term(Pattern::Range(from.clone(), to.clone()))),
            Token::Open => {
                let query = self.any(field)?;
                match self.tokens.split_first() {
                    Some((Token::Close, rest)) => {
                        self.tokens = rest;
                        Ok(query)
                    }
                    Some(_) | None => Err(QueryError::Syntax("a bracket that is not closed".to_owned())),
                }
            }
            Token::Close => Err(QueryError::Syntax("')'".to_owned())),
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
            return Err(QueryError::Syntax("too many operators".to_owned()));
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
            ("a^2 OR b^0.5", or(term("", "a"), term("", "b"))),
            ("a !b", and(Query::Not(Box::new(term("", "b"))), term("", "a"))),
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
        let bound = |text: &str, included| Bound { text: text.to_owned(), included };
        let range = Pattern::Range(bound("2020", true), bound("*", false));
        assert_eq!(parse("x:[2020 TO *}").unwrap(), Query::Term { field: Some("x".to_owned()), pattern: range });
    }

    #[test]
    fn broken_queries_are_told() {
        for text in ["", "(", ")", "a AND", "AND", "\"open", "x:", "[1 2]", "[1 TO", "^2", "a^", "a^b", "[ TO b]"] {
            assert!(parse(text).is_err(), "{text}");
        }
        for text in ["roam~", "\"a b\"~5", "/gar.*/", "family-name:/gar.*/"] {
            assert!(matches!(parse(text), Err(QueryError::Unknown(_))), "{text}");
        }
        let quoted = Pattern::Phrase { words: vec!["a".to_owned(), "b".to_owned()], text: "a\"b".to_owned() };
        assert_eq!(parse(r#""a\"b""#).unwrap(), Query::Term { field: None, pattern: quoted });
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"-".repeat(100_000)).is_err());
        assert!(parse(&"a:".repeat(100_000)).is_err());
    }
}
