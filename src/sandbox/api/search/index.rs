//! What can be found of a researcher: the public part of the record, under the names of ORCID's search fields (guide
//! `orcid-wire`, "Search").

use super::query::{Pattern, Query};
use crate::sandbox::{
    activities::{Affiliation, Organization},
    researchers::{RecordStatus, Researcher, Visibility},
};

/// The fields that can be asked for.
const FIELDS: [&str; 23] = [
    "orcid",
    "given-names",
    "family-name",
    "credit-name",
    "other-names",
    "given-and-family-names",
    "email",
    "keyword",
    "biography",
    "external-id-reference",
    "external-id-type-and-value",
    "affiliation-org-name",
    "current-institution-affiliation-name",
    "past-institution-affiliation-name",
    "ror-org-id",
    "funding-titles",
    "grant-numbers",
    "work-titles",
    "doi-self",
    "digital-object-ids",
    "profile-submission-date",
    "profile-last-modified-date",
    "text",
];

/// Whether there is a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// Whether searches find the record at all.
pub(super) fn is_found(researcher: &Researcher) -> bool {
    researcher.status == RecordStatus::Active
}

/// Words in lower case, as Solr splits a text.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Whether a query finds a researcher.
pub(super) fn matches(query: &Query, researcher: &Researcher) -> bool {
    match query {
        Query::All => true,
        Query::And(queries) => queries.iter().all(|query| matches(query, researcher)),
        Query::Or(queries) => queries.iter().any(|query| matches(query, researcher)),
        Query::Not(query) => !matches(query, researcher),
        Query::Term { field, pattern } => {
            let field = field.as_deref().unwrap_or("text");
            values(researcher, field).iter().any(|value| holds(value, field, pattern))
        }
    }
}

/// Whether the field is one value rather than a text of words.
fn is_exact(field: &str) -> bool {
    matches!(
        field,
        "orcid"
            | "email"
            | "external-id-reference"
            | "external-id-type-and-value"
            | "ror-org-id"
            | "grant-numbers"
            | "doi-self"
            | "digital-object-ids"
            | "profile-submission-date"
            | "profile-last-modified-date"
    )
}

fn holds(value: &str, field: &str, pattern: &Pattern) -> bool {
    let lower = value.to_lowercase();
    match pattern {
        Pattern::Word(word) if is_exact(field) || word == "*" => wildcard(word, &lower),
        Pattern::Word(word) if word.contains(['*', '?']) => words(&lower).iter().any(|w| wildcard(word, w)),
        // `anti-matter` is two words here, as in the text.
        Pattern::Word(word) => contains(&words(&lower), &words(word)),
        Pattern::Phrase(phrase) if is_exact(field) => words(&lower) == *phrase,
        Pattern::Phrase(phrase) => contains(&words(&lower), phrase),
        Pattern::Range(from, to) => {
            let (from, to) = (from.to_lowercase(), to.to_lowercase());
            // Whatever is written as NOW lies behind everything.
            (from == "*" || lower >= from) && (to == "*" || to.starts_with("now") || lower <= to)
        }
    }
}

fn contains(words: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && words.windows(phrase.len()).any(|window| window == phrase)
}

/// `*` for any characters, `?` for one.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            Some(_) | None => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// The public values of a field.
pub(super) fn values(researcher: &Researcher, field: &str) -> Vec<String> {
    let r = researcher;
    let public = |visibility| visibility == Visibility::Public;
    let name = |value: Option<&String>| -> Vec<String> {
        value.filter(|_| public(r.name_visibility)).cloned().into_iter().collect()
    };
    match field {
        "orcid" => vec![r.orcid.to_string()],
        "given-names" => name(Some(&r.given_names)),
        "family-name" => name(r.family_name.as_ref()),
        "credit-name" => name(r.credit_name.as_ref()),
        "given-and-family-names" => name(Some(
            &[Some(r.given_names.as_str()), r.family_name.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        )),
        "other-names" => r.other_names.iter().filter(|n| public(n.visibility)).map(|n| n.content.clone()).collect(),
        "email" => r.emails.iter().filter(|e| public(e.visibility)).map(|e| e.email.clone()).collect(),
        "keyword" => r.keywords.iter().filter(|k| public(k.visibility)).map(|k| k.content.clone()).collect(),
        "biography" => r.biography.iter().filter(|b| public(b.visibility)).map(|b| b.content.clone()).collect(),
        "external-id-reference" => identifiers(r).map(|(_, value)| value).collect(),
        "external-id-type-and-value" => identifiers(r).map(|(kind, value)| format!("{kind}={value}")).collect(),
        "affiliation-org-name" => organizations(r, |_| true).map(|o| o.name.clone()).collect(),
        "current-institution-affiliation-name" => {
            organizations(r, |a| a.end.is_none()).map(|o| o.name.clone()).collect()
        }
        "past-institution-affiliation-name" => organizations(r, |a| a.end.is_some()).map(|o| o.name.clone()).collect(),
        "ror-org-id" => organizations(r, |_| true).filter_map(|o| o.ror.clone()).collect(),
        "funding-titles" => r.fundings.iter().filter(|f| public(f.visibility)).map(|f| f.title.clone()).collect(),
        "grant-numbers" => {
            let public = r.fundings.iter().filter(|f| public(f.visibility));
            public.flat_map(|f| &f.external_ids).map(|id| id.value.clone()).collect()
        }
        "work-titles" => r.works.iter().filter(|w| public(w.visibility)).map(|w| w.title.clone()).collect(),
        "doi-self" | "digital-object-ids" => {
            let works = r.works.iter().filter(|w| public(w.visibility)).flat_map(|w| w.identifiers());
            let wanted = works.filter(|id| id.kind == "doi" && (field != "doi-self" || id.is_own()));
            wanted.map(|id| id.value).collect()
        }
        "profile-submission-date" => vec![r.created.to_string()],
        "profile-last-modified-date" => vec![r.modified.to_string()],
        "text" => {
            let others = FIELDS
                .iter()
                .filter(|f| !matches!(**f, "text" | "profile-submission-date" | "profile-last-modified-date"));
            others.flat_map(|field| values(r, field)).collect()
        }
        _ => Vec::new(),
    }
}

fn identifiers(r: &Researcher) -> impl Iterator<Item = (String, String)> {
    let public = r.external_identifiers.iter().filter(|i| i.visibility == Visibility::Public);
    public.map(|i| (i.kind.clone(), i.value.clone()))
}

fn organizations(r: &Researcher, which: impl Fn(&Affiliation) -> bool) -> impl Iterator<Item = &Organization> {
    let all = r.employments.iter().chain(&r.educations);
    all.filter(move |a| a.visibility == Visibility::Public && which(a)).map(|a| &a.organization)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, text) in [("*", ""), ("gar*", "garcia"), ("*cia", "garcia"), ("g?r*a", "garcia"), ("a**b", "ab")]
        {
            assert!(wildcard(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("gar", "garcia"), ("?", ""), ("a*b", "abc"), ("", "a")] {
            assert!(!wildcard(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn every_field_has_values_somewhere() {
        let all = crate::sandbox::demo_researchers();
        for field in FIELDS {
            assert!(all.iter().any(|r| !values(r, field).is_empty()), "{field}");
        }
    }
}
