//! The person: names, biography, e-mail, keywords and so on.

use serde_json::{Value, json};

use super::{
    Writer,
    item::moment,
    section::{PERSON_SCOPE, Section},
    seeded::optional,
    time,
    tree::Tree,
};

impl<'a> Writer<'a> {
    pub(super) fn person(&self) -> Tree<'a> {
        // The names change with the record; of the rest, what changed last counts.
        let mut modified = self.researcher.modified;
        let mut section = |section| {
            let (value, changed) = self.whole(section);
            modified = changed.map_or(modified, |changed| changed.max(modified));
            value
        };
        let other_names = section(Section::OtherNames);
        let urls = section(Section::ResearcherUrls);
        let addresses = section(Section::Address);
        let keywords = section(Section::Keywords);
        let identifiers = section(Section::ExternalIdentifiers);
        Tree::Object(vec![
            ("last-modified-date", moment(modified)),
            ("name", self.name().into()),
            ("other-names", other_names),
            ("biography", self.visible_biography().into()),
            ("researcher-urls", urls),
            ("emails", self.emails().into()),
            ("addresses", addresses),
            ("keywords", keywords),
            ("external-identifiers", identifiers),
            ("path", Tree::text(self.path("/person"))),
        ])
    }

    pub(super) fn personal_details(&self) -> Tree<'a> {
        let (other_names, changed) = self.whole(Section::OtherNames);
        let modified = changed.map_or(self.researcher.modified, |changed| changed.max(self.researcher.modified));
        Tree::Object(vec![
            ("last-modified-date", moment(modified)),
            ("name", self.name().into()),
            ("other-names", other_names),
            ("biography", self.visible_biography().into()),
            ("path", Tree::text(self.path("/personal-details"))),
        ])
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
        let all = self.reader.may("/email/read-private");
        let seen = r.emails.iter().filter(|email| all || self.reader.sees(email.visibility, None, PERSON_SCOPE));
        let write = |email: &crate::sandbox::researchers::Email| {
            json!({
                "created-date": time(r.created),
                "last-modified-date": time(r.modified),
                "source": self.source(None, None),
                "email": email.email,
                "path": null,
                "visibility": email.visibility,
                "verified": true,
                "primary": email.primary,
                "put-code": null,
            })
        };
        let emails: Vec<Value> = seen.map(write).collect();
        let modified = if emails.is_empty() { Value::Null } else { time(r.modified) };
        json!({"last-modified-date": modified, "email": emails, "path": self.path("/email")})
    }
}
