//! The bodies of the API's refusals: `assets/api_errors.toml` (guide `orcid-wire`, "Record errors").

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Document, schema};

/// What the API refuses with. The numbers are ORCID's error codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub(in crate::sandbox) enum Problem {
    /// What is wrong with the request itself: path, method, `Accept`.
    Request = 9001,
    /// The token may not do this.
    Scope = 9004,
    /// An argument of another type.
    Argument = 9006,
    /// Merged into another record.
    Deprecated = 9007,
    /// The server's own fault.
    Server = 9008,
    /// Added by somebody else.
    Source = 9010,
    /// No such record, for what does not read it.
    NoRecord = 9011,
    /// A bad argument of a search.
    Search = 9012,
    /// Private, and somebody else's.
    Private = 9013,
    /// Somebody else's.
    Forbidden = 9014,
    /// No such record or item.
    NotFound = 9016,
    /// The token does not work for this record.
    Unauthorized = 9017,
    /// The record is locked.
    Locked = 9018,
    /// One put-code in the path, another one in the body.
    PutCodeMismatch = 9019,
    /// Something that a rule of ORCID forbids.
    Invalid = 9020,
    /// The same client has added it already.
    Duplicate = 9021,
    /// An activity without a title.
    Title = 9022,
    /// An activity without an external identifier, or with one that is none.
    Identifier = 9023,
    /// A put-code for something new.
    PutCodeUnexpected = 9024,
    /// The same client has added the same to the person already.
    DuplicateElement = 9030,
    /// The group is there already.
    DuplicateGroup = 9025,
    /// No such group.
    NoGroup = 9026,
    /// No such webhook.
    NoWebhook = 9028,
    /// No such notification.
    NoNotification = 9029,
    /// A put-code that is none.
    PutCode = 9034,
    /// Another visibility than the item has.
    Visibility = 9035,
    /// Nobody has taken the record over.
    Unclaimed = 9036,
    /// A word that is not in the list.
    Type = 9037,
    /// Limited, and the token does not open it.
    AccessControl = 9038,
    /// Not public, on the public API.
    NotPublic = 9039,
    /// Something else needs it.
    CannotDelete = 9040,
    /// There is no biography.
    NoBiography = 9041,
    /// More put-codes than are allowed.
    TooManyPutCodes = 9042,
    /// A search that begins too far down for somebody without credentials.
    SearchStart = 9043,
    /// The record is switched off.
    Deactivated = 9044,
    /// An organisation without an identifier.
    DisambiguatedOrganization = 9045,
    /// No organisation.
    Organization = 9046,
    /// JSON that does not fit the model.
    Json = 9047,
    /// More works than a record may have.
    TooManyWorks = 9048,
    /// No date.
    Date = 9049,
    /// An end without a beginning.
    StartDate = 9050,
    /// A word that is none of a list.
    EnumValue = 9051,
    /// A token on behalf of another client, in a version that does not know such.
    OnBehalfOf = 9052,
    /// No ISSN.
    Issn = 9053,
    /// A sum that is no number.
    Amount = 9054,
    /// An end before the beginning.
    EndBeforeStart = 9055,
    /// A version of the API that is no more.
    VersionGone = 9056,
    /// The client may not work.
    ClientLocked = 9057,
    /// A role that contributors do not have.
    ContributorRole = 9058,
    /// The organisation of an education or employment without city or country.
    Address = 9060,
    /// A city or region without its country.
    AddressWithoutCountry = 9061,
    /// A professional activity with neither the organisation's identifier nor one of its own.
    NoOrganizationIdentifier = 9062,
}

/// A refusal, ready to be written.
#[derive(Clone, Debug)]
pub(in crate::sandbox) struct ApiError {
    pub status: u16,
    problem: Problem,
    developer_message: String,
    user_message: String,
    /// Where the record is now.
    pub location: Option<String>,
    /// What may be done in place of what was tried.
    pub allow: Option<&'static str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    status: u16,
    developer: String,
    user: String,
}

static TABLE: LazyLock<HashMap<String, Entry>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/api_errors.toml")).expect("assets/api_errors.toml is well-formed")
});

impl ApiError {
    /// As the table has it. A test sees to it that every problem is there.
    pub fn new(problem: Problem) -> Self {
        let entry = TABLE.get(&(problem as u16).to_string());
        Self {
            status: entry.map_or(500, |entry| entry.status),
            problem,
            developer_message: entry.map(|entry| entry.developer.clone()).unwrap_or_default(),
            user_message: entry.map(|entry| entry.user.clone()).unwrap_or_default(),
            location: None,
            allow: None,
        }
    }

    /// That there is nothing at this path at all.
    pub fn no_such_page() -> Self {
        Self::new(Problem::Request).status(404).because("HTTP 404 Not Found")
    }

    /// That nothing is done here with this method.
    pub fn no_such_method() -> Self {
        Self::new(Problem::Request).status(405).because("HTTP 405 Method Not Allowed")
    }

    /// With the words of the exception behind it.
    pub fn because(mut self, exception: &str) -> Self {
        self.developer_message.push_str(" Full validation error: ");
        self.developer_message.push_str(exception);
        self
    }

    /// With another status than the table's.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With the methods that there are.
    pub fn allow(mut self, methods: &'static str) -> Self {
        self.allow = Some(methods);
        self
    }

    /// With a place in the texts filled in.
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let place = format!("${{{name}}}");
        for text in [&mut self.developer_message, &mut self.user_message] {
            *text = text.replace(&place, value);
        }
        self
    }

    /// The five keys, in ORCID's order.
    pub fn value(&self) -> Value {
        json!({
            "response-code": self.status,
            "developer-message": self.developer_message,
            "user-message": self.user_message,
            "error-code": self.problem as u16,
            "more-info": "https://members.orcid.org/api/resources/troubleshooting",
        })
    }

    /// The whole body.
    pub fn document(&self) -> Document<'static> {
        Document::new(&schema::ERROR, self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn the_table_has_every_problem_and_no_other() {
        for problem in Problem::VARIANTS {
            assert!(TABLE.contains_key(&(*problem as u16).to_string()), "{problem:?}");
        }
        assert_eq!(TABLE.len(), Problem::VARIANTS.len());
    }

    #[test]
    fn places_are_filled_and_exceptions_follow() {
        let error = ApiError::new(Problem::Locked).fill("orcid", "https://orcid.example/1").because("why");
        let text = error.value()["developer-message"].as_str().unwrap().to_owned();
        assert!(text.ends_with("ORCID https://orcid.example/1 Full validation error: why"), "{text}");
        assert_eq!(error.status, 409);
    }
}
