//! Employments, educations and the other five kinds of affiliations.

use serde_json::{Value, json};

use super::{Writer, date, external_ids, optional, organization, resource::Section};
use crate::sandbox::activities::Affiliation;

impl Writer<'_> {
    pub(super) fn affiliation(&self, section: Section, item: &Affiliation) -> Value {
        let ids = if item.external_ids.is_empty() { Value::Null } else { external_ids(&item.external_ids) };
        let mut map = self.dated(item.source.as_deref());
        let own = json!({
            "put-code": item.put_code,
            "department-name": item.department,
            "role-title": item.role,
            "start-date": date(item.start.as_ref()),
            "end-date": date(item.end.as_ref()),
            "organization": organization(&item.organization),
            "url": optional(item.url.as_deref()),
            "external-ids": ids,
            "display-index": "0",
            "visibility": item.visibility,
            "path": self.path(&format!("/{}/{}", section.names().singular, item.put_code)),
        });
        if let Value::Object(own) = own {
            map.extend(own);
        }
        Value::Object(map)
    }
}
