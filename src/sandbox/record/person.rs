//! The person: names, biography, e-mail, keywords and so on.

use serde_json::{Value, json};

use super::{
    Writer, optional,
    resource::{PERSON_SCOPE, Section},
    time,
};
use crate::sandbox::researchers::Visibility;

/// One item of a section of the person.
pub(super) struct PersonItem<'a> {
    pub put_code: u64,
    pub visibility: Visibility,
    pub source: Option<&'a str>,
    /// The first one stands highest.
    display_index: usize,
    own: Value,
}

impl Writer<'_> {
    pub(super) fn person(&self) -> Value {
        json!({
            "last-modified-date": time(self.researcher.modified),
            "name": self.name(),
            "other-names": self.whole(Section::OtherNames),
            "biography": self.visible_biography(),
            "researcher-urls": self.whole(Section::ResearcherUrls),
            "emails": self.emails(),
            "addresses": self.whole(Section::Address),
            "keywords": self.whole(Section::Keywords),
            "external-identifiers": self.whole(Section::ExternalIdentifiers),
            "path": self.path("/person"),
        })
    }

    pub(super) fn personal_details(&self) -> Value {
        json!({
            "last-modified-date": time(self.researcher.modified),
            "name": self.name(),
            "other-names": self.whole(Section::OtherNames),
            "biography": self.visible_biography(),
            "path": self.path("/personal-details"),
        })
    }

    fn name(&self) -> Value {
        let r = self.researcher;
        if !self.reader.sees(r.name_visibility, None, PERSON_SCOPE) {
            return Value::Null;
        }
        json!({
            "created-date": time(r.created),
            "last-modified-date": time(r.modified),
            "given-names": {"value": r.given_names},
            "family-name": optional(r.family_name.as_deref()),
            "credit-name": optional(r.credit_name.as_deref()),
            "source": null,
            "visibility": r.name_visibility,
            "path": r.orcid,
        })
    }

    fn visible_biography(&self) -> Value {
        match &self.researcher.biography {
            Some(biography) if self.reader.sees(biography.visibility, None, PERSON_SCOPE) => self.biography(),
            Some(_) | None => Value::Null,
        }
    }

    /// Whoever reads it.
    pub(super) fn biography(&self) -> Value {
        let r = self.researcher;
        r.biography.as_ref().map_or(Value::Null, |biography| {
            json!({
                "created-date": time(r.created),
                "last-modified-date": time(r.modified),
                "content": biography.content,
                "visibility": biography.visibility,
                "path": self.path("/biography"),
            })
        })
    }

    pub(super) fn emails(&self) -> Value {
        let r = self.researcher;
        let seen = r.emails.iter().filter(|email| self.reader.sees(email.visibility, None, PERSON_SCOPE));
        let write = |email: &crate::sandbox::researchers::Email| {
            json!({
                "created-date": time(r.created),
                "last-modified-date": time(r.modified),
                "source": self.source(None),
                "email": email.email,
                "path": null,
                "visibility": email.visibility,
                "verified": true,
                "primary": email.primary,
                "put-code": null,
            })
        };
        self.section("email", seen.map(write).collect(), "/email")
    }

    /// The items of a section of the person, whoever reads them. The other sections have none of these.
    pub(super) fn person_items(&self, section: Section) -> Vec<PersonItem<'_>> {
        let r = self.researcher;
        match section {
            Section::Address => {
                list(&r.addresses, |a| (a.put_code, a.visibility, &a.source, json!({"country": {"value": a.country}})))
            }
            Section::Keywords => {
                list(&r.keywords, |k| (k.put_code, k.visibility, &k.source, json!({"content": k.content})))
            }
            Section::OtherNames => {
                list(&r.other_names, |o| (o.put_code, o.visibility, &o.source, json!({"content": o.content})))
            }
            Section::ResearcherUrls => list(&r.urls, |u| {
                (u.put_code, u.visibility, &u.source, json!({"url-name": u.name, "url": {"value": u.url}}))
            }),
            Section::ExternalIdentifiers => list(&r.external_identifiers, |i| {
                let own = json!({
                    "external-id-type": i.kind,
                    "external-id-value": i.value,
                    "external-id-url": optional(i.url.as_deref()),
                    "external-id-relationship": "self",
                });
                (i.put_code, i.visibility, &i.source, own)
            }),
            Section::Distinctions
            | Section::Educations
            | Section::Employments
            | Section::InvitedPositions
            | Section::Memberships
            | Section::Qualifications
            | Section::Services
            | Section::Fundings
            | Section::PeerReviews
            | Section::ResearchResources
            | Section::Works => Vec::new(),
        }
    }

    /// Those that the reader may see.
    pub(super) fn visible_items(&self, section: Section) -> Vec<Value> {
        let seen = |item: &PersonItem<'_>| self.reader.sees(item.visibility, item.source, section.names().scope);
        self.person_items(section).into_iter().filter(seen).map(|item| self.person_item(section, item)).collect()
    }

    /// Dates and source first, then what is its own, then visibility, path and numbers.
    pub(super) fn person_item(&self, section: Section, item: PersonItem<'_>) -> Value {
        let mut map = self.dated(item.source);
        if let Value::Object(own) = item.own {
            map.extend(own);
        }
        map.insert("visibility".to_owned(), json!(item.visibility));
        let path = self.path(&format!("/{}/{}", section.names().singular, item.put_code));
        map.insert("path".to_owned(), path.into());
        map.insert("put-code".to_owned(), item.put_code.into());
        map.insert("display-index".to_owned(), item.display_index.into());
        Value::Object(map)
    }
}

type Parts<'a> = (u64, Visibility, &'a Option<String>, Value);

fn list<'a, T>(items: &'a [T], parts: impl Fn(&'a T) -> Parts<'a>) -> Vec<PersonItem<'a>> {
    let item = |(index, item): (usize, &'a T)| {
        let (put_code, visibility, source, own) = parts(item);
        PersonItem { put_code, visibility, source: source.as_deref(), display_index: items.len() - index, own }
    };
    items.iter().enumerate().map(item).collect()
}
