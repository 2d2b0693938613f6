//! The texts of `assets/explanations/`, and what other tables add to them.

use serde::Deserialize;

use super::{Place, Term};
use crate::orcid::{
    diagnosis::TABLE,
    scopes::{self, Legs, ScopeInfo, Who},
};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../assets/explanations/", $name, ".toml")))),*]
    };
}

/// The files by their names.
pub(super) const FILES: &[(&str, &str)] =
    files!["claims", "control", "findings", "headers", "members", "parameters", "record", "screen", "urls", "values",];

/// A file. What its terms do not say of their own holds for all of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where its terms stand.
    r#in: Option<String>,
    term: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    r#in: Option<String>,
    title: Option<String>,
    gist: Option<String>,
    what: String,
    goes: Option<String>,
    orcid: Option<String>,
    rfc: Option<String>,
    without: Option<String>,
    sources: Vec<String>,
    #[serde(default)]
    with: Vec<With>,
}

/// What is sent along.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct With {
    r#in: String,
    names: String,
}

/// Every term of every file, then those of the scopes and of the codes that have no text of their own.
pub(super) fn all() -> Result<Vec<Term>, String> {
    let mut terms = Vec::new();
    for (name, text) in FILES {
        terms.extend(file(text).map_err(|why| format!("{name}.toml: {why}"))?);
    }
    let scopes = scopes::all().iter().map(scope);
    let codes = TABLE.api_codes().into_iter().map(api_code);
    let more: Vec<Term> = scopes.chain(codes).collect();
    terms.extend(more);
    Ok(terms)
}

/// What an error of the API can come from, and what to do about each.
fn api_code(code: u32) -> Term {
    let causes = TABLE.causes_of_api_code(code);
    let either = |texts: Vec<&str>| texts.join(" Or: ");
    let mut sources: Vec<String> = causes.iter().flat_map(|cause| cause.sources.iter().cloned()).collect();
    sources.sort();
    sources.dedup();
    Term {
        names: vec![format!("error-code={code}")],
        places: vec![Place::Value],
        what: either(causes.iter().map(|cause| cause.cause.as_str()).collect()),
        without: Some(either(causes.iter().map(|cause| cause.fix.as_str()).collect())),
        sources,
        ..Term::default()
    }
}

/// The terms of one file.
pub(super) fn file(text: &str) -> Result<Vec<Term>, String> {
    let File { r#in: everywhere, term } = toml::from_str(text).map_err(|error| error.to_string())?;
    term.into_iter().map(|row| of(row, everywhere.as_deref())).collect()
}

fn of(row: Row, everywhere: Option<&str>) -> Result<Term, String> {
    let name = row.name;
    let place = |word: &str| word.parse::<Place>().map_err(|_| format!("{name}: no such place: {word:?}"));
    let places = row.r#in.as_deref().or(everywhere).unwrap_or_default();
    let places = places.split_whitespace().map(place).collect::<Result<Vec<_>, _>>()?;
    if places.is_empty() {
        return Err(format!("{name}: it stands nowhere"));
    }
    let mut parts = Vec::new();
    for With { r#in, names } in &row.with {
        let place = place(r#in)?;
        parts.extend(names.split_whitespace().map(|name| (place, name.to_owned())));
    }
    Ok(Term {
        names: name.split_whitespace().map(str::to_owned).collect(),
        places,
        title: row.title,
        gist: row.gist,
        what: row.what,
        goes: row.goes,
        orcid: row.orcid,
        rfc: row.rfc,
        without: row.without,
        sources: row.sources,
        parts,
    })
}

/// What the table of scopes says of one.
fn scope(scope: &ScopeInfo) -> Term {
    let who = match scope.who {
        Who::All => "Every client may ask for it.",
        Who::Member => "Clients of ORCID members may ask for it.",
        Who::PremiumMember => "Clients of premium members may ask for it.",
        Who::Creator => "Only clients that may create records have it, a kind that ORCID no longer hands out.",
        Who::ByHand => "ORCID adds it to single clients, on request.",
        Who::Internal => "Only ORCID's own services have it.",
    };
    let mut orcid = who.to_owned();
    if let Some(consent) = &scope.consent {
        orcid.push_str(&format!(" The consent page says: «{}».", consent.trim_end_matches('.')));
    }
    if !scope.implies.is_empty() {
        orcid.push_str(&format!(" It brings along: {}.", scope.implies.join(", ")));
    }
    if !scope.current {
        orcid.push_str(" ORCID's documentation of today does not name it; it works all the same.");
    }
    let (goes, without) = match scope.legs {
        Legs::Three => (
            "From your application to ORCID in the scope of the authorization URL (front channel): the researcher is asked for it.",
            "Without it, or a scope that brings it, ORCID refuses what it allows. A scope that this client may not have is answered with invalid_scope.",
        ),
        Legs::Two => (
            "From your application to ORCID in the scope of a client credentials request (back channel): no researcher is asked.",
            "Without it ORCID refuses what it allows. Asked of a researcher, in the authorization URL, it is an invalid_scope.",
        ),
    };
    Term {
        names: vec![scope.value.clone()],
        places: vec![Place::Scope],
        what: scope.summary.clone(),
        goes: Some(goes.to_owned()),
        orcid: Some(orcid),
        without: Some(without.to_owned()),
        sources: vec!["RFC 6749 §3.3".to_owned(), "orcid-wire: Scopes".to_owned()],
        ..Term::default()
    }
}
