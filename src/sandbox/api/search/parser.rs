//! Which of Solr's parsers reads a query, and where it looks: `{!edismax qf="given-names family-name"}`, or `defType` and `qf` as
//! parameters of their own (guide `orcid-wire`, "Search").

use super::query::{self, Query, QueryError};

/// Those that ORCID's documentation names.
const PARSERS: [&str; 3] = ["lucene", "dismax", "edismax"];

/// Reads a query. `parameter` is what stands beside it.
pub(super) fn parse<'a>(
    text: &'a str,
    parameter: impl Fn(&'static str) -> Option<&'a str>,
) -> Result<Query, QueryError> {
    let (local, text) = match text.strip_prefix("{!") {
        None => (Vec::new(), text),
        Some(rest) => {
            let (local, text) = rest.split_once('}').ok_or_else(|| QueryError::Syntax(text.to_owned()))?;
            (locals(local)?, text)
        }
    };
    let own = |name: &str| local.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let set = |name: &'static str| own(name).or_else(|| parameter(if name == "type" { "defType" } else { name }));
    let parser = set("type").unwrap_or("lucene");
    if !PARSERS.contains(&parser) {
        return Err(QueryError::Parser(parser.to_owned()));
    }
    let text = own("v").unwrap_or(text).trim();
    let query = query::parse(if text.is_empty() { "*:*" } else { text })?;
    let fields = if parser == "lucene" { set("df") } else { set("qf") };
    // What a field counts for (`^2`) changes the order, which is another one here.
    let fields = fields.unwrap_or_default().split_whitespace().filter_map(|field| field.split('^').next());
    let fields: Vec<&str> = fields.collect();
    Ok(if fields.is_empty() { query } else { within(query, &fields) })
}

/// `edismax qf='a b' v=x` as names and values.
fn locals(mut text: &str) -> Result<Vec<(String, String)>, QueryError> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(found);
        }
        let end = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let Some(rest) = rest.strip_prefix('=') else {
            // The first one alone is the parser.
            found.push(("type".to_owned(), name.to_owned()));
            text = rest;
            continue;
        };
        let quoted =
            rest.strip_prefix('\'').map(|rest| (rest, '\'')).or_else(|| rest.strip_prefix('"').map(|r| (r, '"')));
        let (value, after) = match quoted {
            Some((rest, quote)) => rest.split_once(quote).ok_or_else(|| QueryError::Syntax(text.to_owned()))?,
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        found.push((name.to_owned(), value.to_owned()));
        text = after;
    }
}

/// What names no field is looked for in these.
fn within(query: Query, fields: &[&str]) -> Query {
    let all = |queries: Vec<Query>| queries.into_iter().map(|query| within(query, fields)).collect();
    match query {
        Query::All => Query::All,
        Query::And(queries) => Query::And(all(queries)),
        Query::Or(queries) => Query::Or(all(queries)),
        Query::Not(query) => Query::Not(Box::new(within(*query, fields))),
        Query::Term { field: None, pattern } => {
            let term = |field: &&str| Query::Term { field: Some((*field).to_owned()), pattern: pattern.clone() };
            Query::Or(fields.iter().map(term).collect())
        }
        Query::Term { field: Some(_), .. } => query,
    }
}
