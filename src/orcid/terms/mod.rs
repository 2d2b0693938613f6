//! What every name of the dance means: parameters, headers, members and elements, claims, scopes, the parts of a URL, and the
//! fields and buttons of this program. The texts are in `assets/explanations/`; scopes and the codes of API errors add what
//! their own tables say.

mod inside;
mod place;
mod read;
pub mod url;

use std::{collections::HashMap, sync::LazyLock};

pub use inside::{Inner, inside};
pub use place::{Place, body_place, form_place, query_place};

use super::sources;

/// What a name means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The name as on the wire, or the end of a key path: `orcid-identifier/path`. Several, when one text fits them all.
    pub names: Vec<String>,
    /// Where it stands.
    pub places: Vec<Place>,
    /// What it is called, when that is not its name.
    pub title: Option<String>,
    /// A few words, for a line that has no room for more.
    pub gist: Option<String>,
    /// What it is.
    pub what: String,
    /// Who sends it to whom, by the front channel or the back channel.
    pub goes: Option<String>,
    /// What ORCID does with it.
    pub orcid: Option<String>,
    /// Where ORCID departs from the specification.
    pub rfc: Option<String>,
    /// What goes wrong without it, or when it is wrong.
    pub without: Option<String>,
    /// RFC sections, and sections of the guide as `orcid-wire: title`.
    pub sources: Vec<String>,
    /// What is sent along: names that are explained in a place.
    pub parts: Vec<(Place, String)>,
}

impl Term {
    /// Its labelled sections, those that there are.
    pub fn sections(&self) -> Vec<(&'static str, String)> {
        let told = [
            ("What", Some(&self.what)),
            ("Goes", self.goes.as_ref()),
            ("ORCID", self.orcid.as_ref()),
            ("RFC", self.rfc.as_ref()),
            ("Without", self.without.as_ref()),
        ];
        let told = told.into_iter().filter_map(|(label, text)| Some((label, text?.clone())));
        told.chain([("Sources", sources::in_words(&self.sources))]).collect()
    }

    /// Where it stands, in words.
    pub fn places(&self) -> String {
        self.places.iter().map(|place| place.words()).collect::<Vec<_>>().join(", ")
    }
}

struct Table {
    terms: Vec<Term>,
    /// For a place and the last step of a name: the whole names that end so, each with its term.
    by_end: HashMap<(Place, String), Vec<(String, usize)>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The files are part of the program; that they can be read is held by the tests below.
    let terms = read::all().expect("assets/explanations/ is well-formed");
    let mut by_end: HashMap<_, Vec<_>> = HashMap::new();
    for (index, term) in terms.iter().enumerate() {
        for (place, name) in term.places.iter().flat_map(|place| term.names.iter().map(move |name| (*place, name))) {
            by_end.entry((place, end(place, name).to_owned())).or_default().push((name.clone(), index));
        }
    }
    Table { terms, by_end }
});

/// Every term.
pub fn all() -> &'static [Term] {
    &TABLE.terms
}

/// The last step of a name, where names are key paths.
fn end(place: Place, name: &str) -> &str {
    if place.has_paths() { name.rsplit('/').next().unwrap_or(name) } else { name }
}

/// What a name means in a place. In bodies the name is a key path, its steps separated by slashes: the term counts that has
/// the longest end of it.
pub fn find(place: Place, name: &str) -> Option<&'static Term> {
    let name = match place {
        Place::RequestHeader | Place::ResponseHeader => &name.to_ascii_lowercase(),
        // What is an attribute in XML is a member in JSON.
        place if place.has_paths() => &name.replace('@', ""),
        _ => name,
    };
    let known = TABLE.by_end.get(&(place, end(place, name).to_owned()))?;
    let fits = known.iter().filter(|(known, _)| {
        name.strip_suffix(known.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('/'))
    });
    fits.max_by_key(|(known, _)| known.len()).map(|(_, index)| &TABLE.terms[*index])
}

/// A key path as `jq` or XPath writes it, in the form that [`find`] takes: numbers and prefixes left out. Of a text that is
/// no path, what looks like one.
pub fn plain_path(path: &str) -> String {
    let separator = if path.starts_with('/') { '/' } else { '.' };
    let mut steps: Vec<String> = Vec::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        if first == separator {
            rest = &rest[1..];
        } else if first == '[' {
            // Behind a number that does not end nothing can follow.
            rest = rest.split_once(']').map_or("", |(_, behind)| behind);
        } else {
            let (step, behind) = first_step(rest, separator);
            let local = if separator == '/' { step.rsplit(':').next().unwrap_or(&step) } else { &step };
            if !local.is_empty() {
                steps.push(local.to_owned());
            }
            rest = behind;
        }
    }
    steps.join("/")
}

/// The first step of a path, which may be quoted as in JSON, and what stands behind it.
fn first_step(path: &str, separator: char) -> (String, &str) {
    let mut strings = serde_json::Deserializer::from_str(path).into_iter::<String>();
    if path.starts_with('"')
        && let Some(Ok(step)) = strings.next()
    {
        return (step, &path[strings.byte_offset()..]);
    }
    let end = path.find([separator, '[']).unwrap_or(path.len());
    (path[..end].to_owned(), &path[end..])
}

/// How many words such a name has at most.
const NAME: usize = 3;

/// Everything that has a name, whatever its case, wherever it stands: what somebody means who asks for it.
pub fn named(text: &str) -> Vec<&'static Term> {
    let text = text.trim().trim_end_matches(':').to_lowercase();
    let words = text.split_whitespace().count();
    if words > 1 {
        // People write blanks where the names have something else.
        let joined = |sign: &str| named(&text.split_whitespace().collect::<Vec<_>>().join(sign));
        let found = || ["_", "-"].into_iter().map(joined).find(|found| !found.is_empty());
        return if words <= NAME { found().unwrap_or_default() } else { Vec::new() };
    }
    if text.is_empty() {
        return Vec::new();
    }
    let path = if text.starts_with('.') { plain_path(&text) } else { text.clone() };
    let whole = |name: &String| name.to_lowercase() == text || name.to_lowercase() == path;
    let last = |name: &String| {
        let name = name.to_lowercase();
        [format!("/{path}"), format!("={path}")].iter().any(|end| name.ends_with(end)) && !name.starts_with('/')
    };
    let by =
        |fits: &dyn Fn(&String) -> bool| all().iter().filter(|term| term.names.iter().any(fits)).collect::<Vec<_>>();
    let mut found = by(&whole);
    let more = by(&last).into_iter().filter(|term| !found.contains(term)).collect::<Vec<_>>();
    found.extend(more);
    // In the order of the dance: what the simulated ORCID's control interface calls so comes last.
    found.sort_by_key(|term| term.places.first().copied());
    if found.is_empty() && !text.contains("://") {
        let bodies = [Place::Record, Place::TokenResponse, Place::Control];
        found.extend(bodies.into_iter().filter_map(|place| find(place, &path)).take(1));
    }
    found
}

#[cfg(test)]
mod tests;
