//! What is said of a person and an account. The words are ORCID's, which ends in FOAF's `plan` for a biography.

use serde_json::Value;

use crate::sandbox::record::HOST;

/// The vocabularies, by the prefix that names them.
pub(super) const NAMESPACES: [(&str, &str); 10] = [
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("pav", "http://purl.org/pav/"),
    ("gn", "http://www.geonames.org/ontology#"),
    ("as", "https://www.w3.org/ns/activitystreams#"),
    ("ldp", "http://www.w3.org/ns/ldp#"),
    ("space", "http://www.w3.org/ns/pim/space#"),
];

/// What something is said of, or what is said.
#[derive(Clone, PartialEq)]
pub(super) enum Node {
    Iri(String),
    /// Something without a name; there is one in a document.
    Blank,
    /// A word of a vocabulary, with its prefix.
    Word(&'static str),
    Text(String),
    /// Milliseconds.
    Moment(i64),
}

/// One statement. The predicate is a word of a vocabulary.
pub(super) struct Triple {
    pub subject: Node,
    pub predicate: &'static str,
    pub object: Node,
}

/// A subject, and everything that is said of it so far.
struct Says<'a> {
    all: &'a mut Vec<Triple>,
    subject: Node,
}

fn about<'a>(all: &'a mut Vec<Triple>, subject: &Node) -> Says<'a> {
    Says { all, subject: subject.clone() }
}

impl Says<'_> {
    fn is(self, predicate: &'static str, object: Node) -> Self {
        self.all.push(Triple { subject: self.subject.clone(), predicate, object });
        self
    }

    fn text(self, predicate: &'static str, text: &Value) -> Self {
        match text.as_str() {
            Some(text) => self.is(predicate, Node::Text(text.to_owned())),
            None => self,
        }
    }

    fn moment(self, predicate: &'static str, at: &Value) -> Self {
        match at["value"].as_i64() {
            Some(at) => self.is(predicate, Node::Moment(at)),
            None => self,
        }
    }
}

/// Everything that is said in `document`, from the JSON of the record.
pub(super) fn of_record(record: &Value, document: &str) -> Vec<Triple> {
    let uri = record["orcid-identifier"]["uri"].as_str().unwrap_or_default();
    let (orcid, part) = (&record["orcid-identifier"]["path"], |name: &str| Node::Iri(format!("{uri}#{name}")));
    let (works, account, site) = (part("workspace-works"), part("orcid-id"), Node::Iri(format!("https://{HOST}")));
    let mut all = Vec::new();
    person(&mut all, &record["person"], &Node::Iri(uri.to_owned()), (&works, &account));
    drop(about(&mut all, &works).is("rdf:type", Node::Word("foaf:Document")));
    let says = about(&mut all, &account).is("rdf:type", Node::Word("foaf:OnlineAccount"));
    let says = says.is("foaf:accountServiceHomepage", site.clone());
    drop(says.text("foaf:accountName", orcid).text("rdfs:label", orcid));
    let (history, person) = (&record["history"], || Node::Iri(uri.to_owned()));
    let says =
        about(&mut all, &Node::Iri(document.to_owned())).is("rdf:type", Node::Word("foaf:PersonalProfileDocument"));
    let says = says.is("foaf:primaryTopic", person()).is("foaf:maker", person());
    let says = says.is("pav:createdBy", person()).is("prov:wasAttributedTo", person()).is("pav:createdWith", site);
    let changed = &history["last-modified-date"];
    let says = says.moment("pav:lastUpdateOn", changed).moment("prov:generatedAtTime", changed);
    drop(says.moment("pav:createdOn", &history["submission-date"]));
    all
}

fn person(all: &mut Vec<Triple>, person: &Value, subject: &Node, (works, account): (&Node, &Node)) {
    let list = |of: &'_ Value| of.as_array().cloned().unwrap_or_default();
    let (name, country) = (&person["name"], &person["addresses"]["address"][0]["country"]["value"]);
    let credit = &name["credit-name"]["value"];
    let (given, family) = (&name["given-names"]["value"], &name["family-name"]["value"]);
    let label = match (credit.as_str(), given.as_str(), family.as_str()) {
        (Some(_), _, _) => credit.clone(),
        (None, Some(given), Some(family)) => format!("{given} {family}").into(),
        (None, _, _) => Value::Null,
    };
    let says = about(all, subject);
    let says = says.is("rdf:type", Node::Word("foaf:Person")).is("rdf:type", Node::Word("prov:Person"));
    let says = says.text("foaf:name", credit).text("rdfs:label", &label);
    let mut says = says.text("foaf:givenName", given).text("foaf:familyName", family);
    for email in list(&person["emails"]["email"]) {
        says = says.is("foaf:mbox", Node::Iri(format!("mailto:{}", email["email"].as_str().unwrap_or_default())));
    }
    if !country.is_null() {
        says = says.is("foaf:based_near", Node::Blank);
    }
    says = says.text("foaf:plan", &person["biography"]["content"]);
    for url in list(&person["researcher-urls"]["researcher-url"]) {
        let predicate = relation(url["url-name"].as_str().unwrap_or_default());
        says = says.is(predicate, Node::Iri(url["url"]["value"].as_str().unwrap_or_default().to_owned()));
    }
    drop(says.is("foaf:publications", works.clone()).is("foaf:account", account.clone()));
    if !country.is_null() {
        let says = about(all, &Node::Blank).is("rdf:type", Node::Word("gn:Feature"));
        drop(says.text("gn:countryCode", country));
    }
}

/// What a web page is to a person, by what they call it.
fn relation(name: &str) -> &'static str {
    match name {
        "homepage" | "home" | "home page" | "personal" | "personal homepage" | "personal home page" => "foaf:homepage",
        "inbox" => "ldp:inbox",
        "outbox" => "as:outbox",
        "storage" => "space:storage",
        _ if name.eq_ignore_ascii_case("webid") => "owl:sameAs",
        _ if name.eq_ignore_ascii_case("foaf") => "prov:alternateOf",
        _ => "foaf:page",
    }
}
