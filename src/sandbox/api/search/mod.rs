//! The three searches (guide `orcid-wire`, "Search").
//!
//! | file | what lives there |
//! |---|---|
//! | `query`, `dates`, `parser` | what is asked, in Solr's language; where it is looked for |
//! | `values` | the fields of a record |
//! | `index`, `candidates` | whether a query finds a record; which records it may find |

mod candidates;
mod dates;
mod hosts;
mod index;
mod parser;
mod query;
mod token;
mod values;

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    oauth::form,
    sandbox::{
        Sandbox,
        incoming::Incoming,
        record::{ApiError, Document, Problem, Version, identifier},
        reply::Reply,
        researchers::Researcher,
        state::Pair,
        words::{WordIndex, folded},
    },
};

/// How many are returned when nobody says how many, and at most.
const ROWS: (usize, usize) = (1000, 1000);
/// The same in 2.x.
const OLDER_ROWS: (usize, usize) = (100, 200);
/// Somebody without credentials sees no further.
const LAST_START: usize = 10_000;

/// What a search found, in the order of the iDs' registration, and how many there are in all.
struct Found<'a> {
    page: Vec<values::Found<'a>>,
    total: usize,
}

/// `/search`: iDs.
pub(super) fn search(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    pair: Option<&Pair>,
    version: Version,
    now: Timestamp,
) -> Result<Document<'static>, ApiError> {
    let found = find(sandbox, request, pair, if version.is_older() { OLDER_ROWS } else { ROWS }, now)?;
    let results: Vec<Value> =
        found.page.iter().map(|r| json!({"orcid-identifier": identifier(r.researcher.orcid.as_str())})).collect();
    let results = if results.is_empty() { Value::Null } else { results.into() };
    Ok(Document::search(json!({"result": results, "num-found": found.total})))
}

/// `/expanded-search`: iDs with names, addresses and institutions.
pub(super) fn expanded(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    pair: Option<&Pair>,
    now: Timestamp,
) -> Result<Document<'static>, ApiError> {
    let found = find(sandbox, request, pair, ROWS, now)?;
    let result = |r: &values::Found<'_>| {
        let all = |field| values::values(*r, field);
        let one = |field| all(field).into_iter().next();
        let institutions: BTreeSet<String> = all("affiliation-org-name").into_iter().collect();
        json!({
            "orcid-id": r.researcher.orcid,
            "given-names": one("given-names"),
            "family-names": one("family-name"),
            "credit-name": one("credit-name"),
            "other-name": all("other-names"),
            "email": all("email"),
            "institution-name": institutions,
        })
    };
    let results: Vec<Value> = found.page.iter().map(result).collect();
    let results = if results.is_empty() { Value::Null } else { results.into() };
    Ok(Document::expanded_search(json!({"expanded-result": results, "num-found": found.total})))
}

/// `/csv-search`: the fields that `fl` names, in a table.
pub(super) fn csv(
    sandbox: &Sandbox,
    request: &Incoming<'_>,
    pair: Option<&Pair>,
    now: Timestamp,
) -> Result<Reply, ApiError> {
    let found = find(sandbox, request, pair, ROWS, now)?;
    let parameters = form::parse_form(request.query.as_bytes());
    let list = form::first(&parameters, "fl").filter(|list| !list.trim().is_empty()).unwrap_or(
        "orcid,email,given-names,family-name,given-and-family-names,current-institution-affiliation-name,\
         past-institution-affiliation-name",
    );
    let fields: Vec<&str> = list.split([',', ' ']).filter(|field| !field.is_empty()).collect();
    if let Some(unknown) = fields.iter().find(|field| !values::is_field(field)) {
        return Err(bad(&format!("undefined field {unknown}")));
    }
    let mut table = fields.join(",");
    table.push('\n');
    for found in &found.page {
        let row: Vec<String> = fields.iter().map(|field| cell(&values::values(*found, field).join(","))).collect();
        table.push_str(&row.join(","));
        table.push('\n');
    }
    Ok(Reply::new(200, "text/csv;charset=UTF-8", table))
}

/// RFC 4180 §2.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn bad(why: &str) -> ApiError {
    ApiError::new(Problem::Search).because(why)
}

fn find<'a>(
    sandbox: &'a Sandbox,
    request: &Incoming<'_>,
    pair: Option<&Pair>,
    (usual, most): (usize, usize),
    now: Timestamp,
) -> Result<Found<'a>, ApiError> {
    super::read_public(pair)?;
    let parameters = form::parse_form(request.query.as_bytes());
    let parameter = |name| form::first(&parameters, name).map(str::trim).filter(|value| !value.is_empty());
    let rows = match parameter("rows") {
        None => usual,
        Some(rows) => match rows.parse() {
            Ok(rows) if rows <= most => rows,
            Ok(_) | Err(_) => {
                let most = if most < 1000 { most.to_string() } else { "1,000".to_owned() };
                return Err(bad(&format!("The rows parameter must be an integer between 0 and {most}")));
            }
        },
    };
    let start = match parameter("start").map(str::parse::<usize>) {
        None => 0,
        Some(Ok(start)) if start <= LAST_START || pair.is_some() => start,
        Some(Err(_)) if pair.is_some() => return Err(bad("The start parameter must be an integer, 0 or more")),
        Some(Ok(_) | Err(_)) => return Err(ApiError::new(Problem::SearchStart)),
    };
    let query = parser::parse(parameter("q").unwrap_or("*:*"), parameter).map_err(|error| bad(&error.to_string()))?;
    if let Some(unknown) = unknown_field(&query) {
        return Err(bad(&format!("undefined field {unknown}")));
    }
    let query = dates::resolve(query, now).map_err(|error| bad(&error.to_string()))?;
    let all = sandbox.researchers().all();
    let places: Box<dyn Iterator<Item = usize>> = match candidates::candidates(sandbox, &query) {
        Some(places) => Box::new(places.into_iter()),
        None => Box::new(0..all.len()),
    };
    let found = places.filter_map(|place| all.get(place)).map(|researcher| in_index(sandbox, researcher));
    let matching: Vec<_> =
        found.filter(|found| sandbox.is_active(found.researcher) && index::matches(&query, *found)).collect();
    let page = matching.iter().skip(start).take(rows).copied().collect();
    Ok(Found { page, total: matching.len() })
}

/// A record as the fields see it.
fn in_index<'a>(sandbox: &'a Sandbox, researcher: &'a Researcher) -> values::Found<'a> {
    values::Found { researcher, changes: sandbox.state.written().of(&researcher.orcid) }
}

/// Which words these have from the start.
pub(in crate::sandbox) fn index_words(researchers: &[Arc<Researcher>]) -> WordIndex<usize> {
    let mut words = WordIndex::default();
    for (place, researcher) in researchers.iter().enumerate() {
        let found = values::Found { researcher, changes: None };
        values::values(found, "text").iter().for_each(|text| words.add(text, &place));
        values::values(found, index::FOLDED).iter().for_each(|text| words.add(&folded(text), &place));
    }
    words
}

fn unknown_field(query: &query::Query) -> Option<&str> {
    use query::Query;
    match query {
        Query::All => None,
        Query::Term { field, .. } => field.as_deref().filter(|field| !values::is_field(field)),
        Query::And(queries) | Query::Or(queries) => queries.iter().find_map(unknown_field),
        Query::Not(query) => unknown_field(query),
    }
}
