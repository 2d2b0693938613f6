//! What can be found of a researcher: the public part of the record, under the names of ORCID's search fields (guide
//! `orcid-wire`, "Search").

use jiff::Timestamp;
use serde_json::Value;

use super::query::{Bound, Pattern, Query};
use crate::sandbox::{
    activities::ExternalId,
    record::{Section, external_ids},
    researchers::{Researcher, Visibility},
    words::words,
    written::Changes,
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

/// A record with what clients wrote into it.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct Found<'a> {
    pub researcher: &'a Researcher,
    pub changes: Option<&'a Changes>,
}

impl<'a> Found<'a> {
    /// Whether something of the seed stands as it was.
    fn stands(self, section: Section, put_code: u64) -> bool {
        let items = self.changes.and_then(|changes| changes.section(section));
        items.is_none_or(|items| !items.is_removed(put_code) && items.find(put_code).is_none())
    }

    /// What clients wrote into a section, as far as it is public.
    fn written(self, section: Section) -> impl Iterator<Item = &'a Value> {
        let items = self.changes.and_then(|changes| changes.section(section));
        let standing = items.into_iter().flat_map(|items| items.standing());
        standing.filter(|(_, item)| item.visibility == Visibility::Public).map(|(_, item)| &item.own)
    }

    fn texts(self, section: Section, pointer: &'static str) -> impl Iterator<Item = String> {
        self.written(section).filter_map(move |own| own.pointer(pointer).and_then(Value::as_str).map(str::to_owned))
    }
}

/// Whether a query finds a researcher.
pub(super) fn matches(query: &Query, found: Found<'_>) -> bool {
    match query {
        Query::All => true,
        Query::And(queries) => queries.iter().all(|query| matches(query, found)),
        Query::Or(queries) => queries.iter().any(|query| matches(query, found)),
        Query::Not(query) => !matches(query, found),
        Query::Term { field, pattern } => {
            let field = field.as_deref().unwrap_or("text");
            values(found, field).iter().any(|value| holds(value, field, pattern))
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
        Pattern::Phrase { words: phrase, .. } if is_exact(field) => words(&lower) == *phrase,
        Pattern::Phrase { words: phrase, .. } => contains(&words(&lower), phrase),
        Pattern::Range(from, to) if is_exact(field) => within(&lower, from, to),
        Pattern::Range(from, to) => words(&lower).iter().any(|word| within(word, from, to)),
        Pattern::Period(from, to) => value.parse::<Timestamp>().is_ok_and(|time| {
            from.is_none_or(|(from, included)| time > from || included && time == from)
                && to.is_none_or(|(to, included)| time < to || included && time == to)
        }),
    }
}

/// Whether a word stands between two others in a dictionary.
fn within(word: &str, from: &Bound, to: &Bound) -> bool {
    let order = |bound: &Bound| word.cmp(bound.text.to_lowercase().as_str());
    let at = |bound: &Bound| bound.included && order(bound).is_eq();
    (from.text == "*" || order(from).is_gt() || at(from)) && (to.text == "*" || order(to).is_lt() || at(to))
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
pub(in crate::sandbox) fn values(found: Found<'_>, field: &str) -> Vec<String> {
    let r = found.researcher;
    let public = |visibility| visibility == Visibility::Public;
    let name = |value: Option<&String>| -> Vec<String> {
        value.filter(|_| public(r.name_visibility)).cloned().into_iter().collect()
    };
    /// What is public of a list of the seed and stands.
    macro_rules! seeded {
        ($section:ident, $list:ident) => {
            r.$list.iter().filter(|item| public(item.visibility) && found.stands(Section::$section, item.put_code))
        };
    }
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
        "other-names" => {
            let names = seeded!(OtherNames, other_names).map(|name| name.content.clone());
            names.chain(found.texts(Section::OtherNames, "/content")).collect()
        }
        "email" => r.emails.iter().filter(|e| public(e.visibility)).map(|e| e.email.clone()).collect(),
        "keyword" => {
            let keywords = seeded!(Keywords, keywords).map(|keyword| keyword.content.clone());
            keywords.chain(found.texts(Section::Keywords, "/content")).collect()
        }
        "biography" => r.biography.iter().filter(|b| public(b.visibility)).map(|b| b.content.clone()).collect(),
        "external-id-reference" | "external-id-type-and-value" => {
            let identifiers = seeded!(ExternalIdentifiers, external_identifiers);
            let seeded = identifiers.map(|id| (id.kind.clone(), id.value.clone()));
            let text = |own: &Value, key: &str| own[key].as_str().unwrap_or_default().to_owned();
            let written = found.written(Section::ExternalIdentifiers);
            let written = written.map(|own| (text(own, "external-id-type"), text(own, "external-id-value")));
            let all = seeded.chain(written);
            let typed = field == "external-id-type-and-value";
            all.map(|(kind, value)| if typed { format!("{kind}={value}") } else { value }).collect()
        }
        "affiliation-org-name" => affiliations(found).map(|affiliation| affiliation.organization).collect(),
        "current-institution-affiliation-name" => {
            affiliations(found).filter(|a| !a.ended).map(|affiliation| affiliation.organization).collect()
        }
        "past-institution-affiliation-name" => {
            affiliations(found).filter(|a| a.ended).map(|affiliation| affiliation.organization).collect()
        }
        "ror-org-id" => affiliations(found).filter_map(|affiliation| affiliation.ror).collect(),
        "funding-titles" => {
            let titles = seeded!(Fundings, fundings).map(|funding| funding.title.clone());
            titles.chain(found.texts(Section::Fundings, "/title/title/value")).collect()
        }
        "grant-numbers" => {
            let seeded = seeded!(Fundings, fundings).flat_map(|funding| &funding.external_ids).cloned();
            let written = found.written(Section::Fundings).flat_map(|own| external_ids(Section::Fundings, own));
            seeded.chain(written).map(|id| id.value).collect()
        }
        "work-titles" => {
            let titles = seeded!(Works, works).map(|work| work.title.clone());
            titles.chain(found.texts(Section::Works, "/title/title/value")).collect()
        }
        "doi-self" | "digital-object-ids" => {
            let seeded = seeded!(Works, works).flat_map(|work| work.identifiers());
            let written = found.written(Section::Works).flat_map(|own| external_ids(Section::Works, own));
            let wanted = |id: &ExternalId| id.kind == "doi" && (field != "doi-self" || id.is_own());
            seeded.chain(written).filter(wanted).map(|id| id.value).collect()
        }
        "profile-submission-date" => vec![r.created.to_string()],
        "profile-last-modified-date" => {
            let written = found.changes.and_then(Changes::modified);
            vec![written.map_or(r.modified, |written| written.max(r.modified)).to_string()]
        }
        "text" => {
            let others = FIELDS
                .iter()
                .filter(|f| !matches!(**f, "text" | "profile-submission-date" | "profile-last-modified-date"));
            others.flat_map(|field| values(found, field)).collect()
        }
        _ => Vec::new(),
    }
}

/// Where somebody works, worked or learned.
struct Affiliation {
    organization: String,
    ror: Option<String>,
    ended: bool,
}

/// Employments and educations that are public.
fn affiliations(found: Found<'_>) -> impl Iterator<Item = Affiliation> {
    let r = found.researcher;
    let lists = [(Section::Employments, &r.employments), (Section::Educations, &r.educations)];
    lists.into_iter().flat_map(move |(section, list)| {
        let public = list
            .iter()
            .filter(move |item| item.visibility == Visibility::Public && found.stands(section, item.put_code));
        let seeded = public.map(|item| Affiliation {
            organization: item.organization.name.clone(),
            ror: item.organization.ror.clone(),
            ended: item.end.is_some(),
        });
        let written = found.written(section).map(|own| {
            let text = |pointer: &str| own.pointer(pointer).and_then(Value::as_str);
            let disambiguated = "/organization/disambiguated-organization";
            let from_ror = text(&format!("{disambiguated}/disambiguation-source")) == Some("ROR");
            let identifier = text(&format!("{disambiguated}/disambiguated-organization-identifier"));
            Affiliation {
                organization: text("/organization/name").unwrap_or_default().to_owned(),
                ror: identifier.filter(|_| from_ror).map(str::to_owned),
                ended: own.get("end-date").is_some(),
            }
        });
        seeded.chain(written)
    })
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
            let has = |researcher| !values(Found { researcher, changes: None }, field).is_empty();
            assert!(all.iter().any(|researcher| has(researcher)), "{field}");
        }
    }
}
