//! The person: names, biography, e-mail, keywords and so on.

use serde_json::{Value, json};

use super::{PERSON, Writer, optional, time};
use crate::sandbox::researchers::Visibility;

impl Writer<'_> {
    pub(super) fn person(&self) -> Value {
        let r = self.researcher;
        let sees = |visibility, source: &Option<String>| self.reader.sees(visibility, source.as_deref(), PERSON);
        let none = None;
        let name = sees(r.name_visibility, &none).then(|| {
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
        });
        let biography = r.biography.as_ref().filter(|b| sees(b.visibility, &none)).map(|b| {
            json!({
                "created-date": time(r.created),
                "last-modified-date": time(r.modified),
                "content": b.content,
                "visibility": b.visibility,
                "path": self.path("/biography"),
            })
        });
        let other_names = self.items(
            "other-names",
            r.other_names
                .iter()
                .filter(|o| sees(o.visibility, &o.source))
                .map(|o| (o.put_code, o.visibility, &o.source, json!({"content": o.content}))),
        );
        let urls = self.items(
            "researcher-urls",
            r.urls
                .iter()
                .filter(|u| sees(u.visibility, &u.source))
                .map(|u| (u.put_code, u.visibility, &u.source, json!({"url-name": u.name, "url": {"value": u.url}}))),
        );
        let emails: Vec<Value> = r
            .emails
            .iter()
            .filter(|e| sees(e.visibility, &none))
            .map(|e| {
                json!({
                    "created-date": time(r.created),
                    "last-modified-date": time(r.modified),
                    "source": self.source(&None),
                    "email": e.email,
                    "path": null,
                    "visibility": e.visibility,
                    "verified": true,
                    "primary": e.primary,
                    "put-code": null,
                })
            })
            .collect();
        let addresses = self.items(
            "address",
            r.addresses
                .iter()
                .filter(|a| sees(a.visibility, &a.source))
                .map(|a| (a.put_code, a.visibility, &a.source, json!({"country": {"value": a.country}}))),
        );
        let keywords = self.items(
            "keywords",
            r.keywords
                .iter()
                .filter(|k| sees(k.visibility, &k.source))
                .map(|k| (k.put_code, k.visibility, &k.source, json!({"content": k.content}))),
        );
        let identifiers = self.items(
            "external-identifiers",
            r.external_identifiers.iter().filter(|i| sees(i.visibility, &i.source)).map(|i| {
                let own = json!({
                    "external-id-type": i.kind,
                    "external-id-value": i.value,
                    "external-id-url": optional(i.url.as_deref()),
                    "external-id-relationship": "self",
                });
                (i.put_code, i.visibility, &i.source, own)
            }),
        );
        json!({
            "last-modified-date": time(r.modified),
            "name": name,
            "other-names": self.section("other-name", other_names, "/other-names"),
            "biography": biography,
            "researcher-urls": self.section("researcher-url", urls, "/researcher-urls"),
            "emails": self.section("email", emails, "/email"),
            "addresses": self.section("address", addresses, "/address"),
            "keywords": self.section("keyword", keywords, "/keywords"),
            "external-identifiers": self.section("external-identifier", identifiers, "/external-identifiers"),
            "path": self.path("/person"),
        })
    }

    /// Items of the person: dates and source first, then what is their own, then visibility, path and numbers.
    fn items<'a>(
        &self,
        section: &str,
        items: impl Iterator<Item = (u64, Visibility, &'a Option<String>, Value)>,
    ) -> Vec<Value> {
        let items: Vec<_> = items.collect();
        let count = items.len();
        let full =
            |(index, (put_code, visibility, source, own)): (usize, (u64, Visibility, &Option<String>, Value))| {
                let mut item = self.dated(source);
                if let Value::Object(own) = own {
                    item.extend(own);
                }
                item.insert("visibility".to_owned(), json!(visibility));
                item.insert("path".to_owned(), self.path(&format!("/{section}/{put_code}")).into());
                item.insert("put-code".to_owned(), put_code.into());
                item.insert("display-index".to_owned(), (count - index).into());
                Value::Object(item)
            };
        items.into_iter().enumerate().map(full).collect()
    }
}
