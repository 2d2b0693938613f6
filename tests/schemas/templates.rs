//! The bodies that calls begin with, as XML: each against the schema of its section, new and with a put-code.

use std::{fs, path::Path};

use orcid_playground::orcid::operations::template::{BodyFormat, body, names};

/// The schema of a template, below the folder of ORCID's model.
fn schema(name: &str) -> String {
    match name {
        "works" => "record_3.0/bulk-3.0.xsd".to_owned(),
        "external-identifier" => "record_3.0/person-external-identifier-3.0.xsd".to_owned(),
        "group-id-record" => "group-id-3.0/group-id-3.0.xsd".to_owned(),
        "notification-permission" => "notification_3.0/notification-permission-3.0.xsd".to_owned(),
        section => format!("record_3.0/{section}-3.0.xsd"),
    }
}

/// The schema itself. Two of them name files of version 2.1 that are not beside them; what they take from there is the same
/// in 3.0.
pub fn prepared(folder: &Path, name: &str, scratch: &Path) -> std::path::PathBuf {
    let path = folder.join(schema(name));
    let text = fs::read_to_string(&path).expect("the schema");
    if !text.contains("common_2.1") {
        return path;
    }
    let common = folder.join("common_3.0/common-3.0.xsd");
    let activities = folder.join("record_3.0/activities-3.0.xsd");
    let text = text
        .replace("../common_2.1/common-2.1.xsd", &common.display().to_string())
        .replace("../record_2.1/activities-2.1.xsd", &activities.display().to_string());
    let copy = scratch.join("schema.xsd");
    fs::write(&copy, text).expect("a copy of the schema");
    copy
}

/// The documents: the template as it is, and as an update.
pub fn documents(name: &str) -> Vec<(String, String)> {
    let client = |word: &str| (word == "client_id").then(|| "APP-PLAYGROUND000001".to_owned());
    let mut documents = vec![(name.to_owned(), body(name, BodyFormat::Xml, None, client).expect("a template"))];
    if name != "works" {
        let update = body(name, BodyFormat::Xml, Some("1523"), client).expect("a template");
        documents.push((format!("{name} update"), update));
    }
    documents
}

/// The names of all templates.
pub fn all() -> impl Iterator<Item = &'static str> {
    names()
}
