//! The XML of every section, checked against ORCID's own schemas.
//!
//! Needs the folder of ORCID's model, named by `ORCID_MODEL_DIR` (it holds `record_3.0/record-3.0.xsd`), and `xmllint`.
//! Without them each test is reported as ignored, with the reason.

#[allow(dead_code)]
#[path = "../sandbox/support.rs"]
mod support;
mod templates;

use std::{
    path::PathBuf,
    process::{Command, ExitCode},
};

use http::Method;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use orcid_playground::sandbox::demo_researchers;
use serde_json::Value;

use support::{SOPHIA, World, json, text};

/// Schema, the paths that it describes, and the sections whose items it describes: each with the items' paths.
type Row = (&'static str, &'static [&'static str], &'static [(&'static str, &'static [&'static str])]);

const TABLE: [Row; 23] = [
    ("record", &["record", ""], &[]),
    ("person", &["person"], &[]),
    ("personal-details", &["personal-details", "biography"], &[]),
    ("email", &["email"], &[]),
    ("address", &["address"], &[("address", &["address/{}"])]),
    ("keyword", &["keywords"], &[("keywords", &["keywords/{}"])]),
    ("other-name", &["other-names"], &[("other-names", &["other-names/{}"])]),
    ("researcher-url", &["researcher-urls"], &[("researcher-urls", &["researcher-urls/{}"])]),
    (
        "person-external-identifier",
        &["external-identifiers"],
        &[("external-identifiers", &["external-identifiers/{}"])],
    ),
    (
        "activities",
        &[
            "activities",
            "distinctions",
            "educations",
            "employments",
            "invited-positions",
            "memberships",
            "qualifications",
            "services",
            "fundings",
            "peer-reviews",
            "research-resources",
            "works",
        ],
        &[],
    ),
    ("distinction", &[], &[("distinctions", &["distinction/{}", "distinction/summary/{}"])]),
    ("education", &[], &[("educations", &["education/{}", "education/summary/{}"])]),
    ("employment", &[], &[("employments", &["employment/{}", "employment/summary/{}"])]),
    ("invited-position", &[], &[("invited-positions", &["invited-position/{}", "invited-position/summary/{}"])]),
    ("membership", &[], &[("memberships", &["membership/{}", "membership/summary/{}"])]),
    ("qualification", &[], &[("qualifications", &["qualification/{}", "qualification/summary/{}"])]),
    ("service", &[], &[("services", &["service/{}", "service/summary/{}"])]),
    ("funding", &[], &[("fundings", &["funding/{}", "funding/summary/{}"])]),
    ("peer-review", &[], &[("peer-reviews", &["peer-review/{}", "peer-review/summary/{}"])]),
    ("research-resource", &[], &[("research-resources", &["research-resource/{}", "research-resource/summary/{}"])]),
    ("work", &[], &[("works", &["work/{}", "work/summary/{}"])]),
    ("bulk", &[], &[("works", &["works/{},1"])]),
    ("error", &["nonsense", "work/1"], &[]),
];

/// The same for version 2.0.
const OLDER: [Row; 17] = [
    ("record", &["record", ""], &[]),
    ("person", &["person"], &[]),
    ("personal-details", &["personal-details", "biography"], &[]),
    ("email", &["email"], &[]),
    ("address", &["address"], &[("address", &["address/{}"])]),
    ("keyword", &["keywords"], &[("keywords", &["keywords/{}"])]),
    ("other-name", &["other-names"], &[("other-names", &["other-names/{}"])]),
    ("researcher-url", &["researcher-urls"], &[("researcher-urls", &["researcher-urls/{}"])]),
    (
        "person-external-identifier",
        &["external-identifiers"],
        &[("external-identifiers", &["external-identifiers/{}"])],
    ),
    ("activities", &["activities", "educations", "employments", "fundings", "peer-reviews", "works"], &[]),
    ("education", &[], &[("educations", &["education/{}", "education/summary/{}"])]),
    ("employment", &[], &[("employments", &["employment/{}", "employment/summary/{}"])]),
    ("funding", &[], &[("fundings", &["funding/{}", "funding/summary/{}"])]),
    ("peer-review", &[], &[("peer-reviews", &["peer-review/{}", "peer-review/summary/{}"])]),
    ("work", &[], &[("works", &["work/{}", "work/summary/{}"])]),
    ("bulk", &[], &[("works", &["works/{},1"])]),
    ("error", &["nonsense", "work/1", "memberships", "research-resource/6001"], &[]),
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = TABLE.iter().map(|row| trial("3.0", row.0, move || documents("3.0", row))).collect();
    trials.extend(OLDER.iter().map(|row| trial("2.0", row.0, move || documents("2.0", row))));
    trials.push(trial("2.0", "search", || searches("v2.0/search")));
    trials.push(trial("3.0", "search", || searches("v3.0/search")));
    trials.push(trial("3.0", "expanded-search", || searches("v3.0/expanded-search")));
    trials.extend(templates::all().map(template));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(
    version: &'static str,
    schema: &'static str,
    documents: impl FnOnce() -> Vec<(String, String)> + Send + 'static,
) -> Trial {
    Trial::ignorable_test(format!("{schema}_is_valid_in_{version}"), move || {
        let folder = match model() {
            Ok(folder) => folder,
            Err(why) => return Ok(Completion::ignored_with(why)),
        };
        let file = folder.join(format!("record_{version}")).join(format!("{schema}-{version}.xsd"));
        check(&file, &documents()).map(|()| Completion::Completed)
    })
}

/// A trial of the body that calls of a section begin with.
fn template(name: &'static str) -> Trial {
    Trial::ignorable_test(format!("the_template_{name}_is_valid"), move || {
        let folder = match model() {
            Ok(folder) => folder,
            Err(why) => return Ok(Completion::ignored_with(why)),
        };
        let scratch = tempfile::tempdir()?;
        let schema = templates::prepared(&folder, name, scratch.path());
        check(&schema, &templates::documents(name)).map(|()| Completion::Completed)
    })
}

/// The folder of ORCID's model, when everything is there that the trials need.
fn model() -> Result<PathBuf, &'static str> {
    let folder = std::env::var_os("ORCID_MODEL_DIR").map(PathBuf::from);
    let folder = folder.ok_or("ORCID_MODEL_DIR names no folder with ORCID's schemas")?;
    let xmllint = Command::new("xmllint").arg("--version").output();
    xmllint.map(|_| folder).map_err(|_| "xmllint is not installed")
}

fn check(schema: &PathBuf, documents: &[(String, String)]) -> Result<(), Failed> {
    assert!(!documents.is_empty(), "there is something to check");
    let folder = tempfile::tempdir()?;
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet", "--schema"]).arg(schema);
    for (index, (path, xml)) in documents.iter().enumerate() {
        let name = path.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let file = folder.path().join(format!("{index}_{name}.xml"));
        std::fs::write(&file, xml)?;
        command.arg(file);
    }
    let output = command.output()?;
    let complaints = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return Ok(());
    }
    let complaints: Vec<&str> = complaints.lines().filter(|line| !line.ends_with(" validates")).take(20).collect();
    Err(complaints.join("\n").into())
}

fn xml(world: &mut World, target: &str, token: Option<&str>) -> String {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("accept", "application/xml")];
    headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    text(&world.send(Method::GET, target, &headers, "")).to_owned()
}

/// What these paths answer, for everybody's record in public, and for Sophia's as far as a trusted client sees it.
fn documents(version: &str, (schema, wholes, sections): &Row) -> Vec<(String, String)> {
    let mut world = World::new();
    let token = world.token("/read-limited", SOPHIA);
    // Ten thousand works are alike.
    let few = demo_researchers().iter().filter(|r| r.generated_works == 0);
    let mut readers: Vec<(String, Option<&str>)> =
        few.map(|r| (format!("/pub/v{version}/{}", r.orcid), None)).collect();
    readers.push((format!("/api/v{version}/{SOPHIA}"), Some(&token)));
    let mut targets = Vec::new();
    for (base, token) in readers {
        targets.extend(wholes.iter().map(|whole| (format!("{base}/{whole}"), token)));
        for (section, items) in *sections {
            for put_code in put_codes(&json(&world.read(&format!("{base}/{section}"), token))) {
                let put_code = put_code.to_string();
                targets.extend(items.iter().map(|item| (format!("{base}/{}", item.replace("{}", &put_code)), token)));
            }
        }
    }
    // Refusals have a schema of their own.
    targets.retain(|(target, token)| (world.read(target, *token).status() != 200) == (*schema == "error"));
    targets.into_iter().map(|(target, token)| (target.clone(), xml(&mut world, &target, token))).collect()
}

/// Every put-code in a body.
fn put_codes(value: &Value) -> Vec<u64> {
    match value {
        Value::Object(map) => {
            let own = map.get("put-code").and_then(Value::as_u64);
            own.into_iter().chain(map.values().flat_map(put_codes)).collect()
        }
        Value::Array(items) => items.iter().flat_map(put_codes).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn searches(kind: &str) -> Vec<(String, String)> {
    let mut world = World::new();
    let queries = ["*:*", "family-name:Garcia", "keyword:nothing-of-the-kind"];
    queries.map(|q| format!("/pub/{kind}?q={q}")).map(|t| (t.clone(), xml(&mut world, &t, None))).into()
}
