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
    trials.push(Trial::ignorable_test("orcids_own_samples_are_taken", samples));
    trials.push(Trial::ignorable_test("what_members_exchange_is_valid", members));
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

/// The beginning of a sample's name, where it is written, and the schema of what is read then.
const SAMPLES: [(&str, &str, &str); 19] = [
    // Not of a record.
    ("peer-review-group-id", "", ""),
    ("address", "address", "address"),
    ("bulk", "works", "bulk"),
    ("distinction", "distinction", "distinction"),
    ("education", "education", "education"),
    ("employment", "employment", "employment"),
    ("external-identifier", "external-identifiers", "person-external-identifier"),
    ("funding", "funding", "funding"),
    ("invited-position", "invited-position", "invited-position"),
    ("keyword", "keywords", "keyword"),
    ("membership", "membership", "membership"),
    ("other-name", "other-names", "other-name"),
    ("peer-review-full", "peer-review", "peer-review"),
    ("peer-review-simple", "peer-review", "peer-review"),
    ("qualification", "qualification", "qualification"),
    ("research-resource", "research-resource", "research-resource"),
    ("researcher-url", "researcher-urls", "researcher-url"),
    ("service", "service", "service"),
    ("work-", "work", "work"),
];

/// ORCID's samples of what clients write: each is taken, read back whole, and valid.
fn samples() -> Result<Completion, Failed> {
    let Some(folder) = std::env::var_os("ORCID_MODEL_DIR").map(PathBuf::from) else {
        return Ok(Completion::ignored_with("ORCID_MODEL_DIR names no folder with ORCID's samples"));
    };
    if Command::new("xmllint").arg("--version").output().is_err() {
        return Ok(Completion::ignored_with("xmllint is not installed"));
    }
    let model = folder.join("record_3.0");
    let mut taken = 0;
    for file in std::fs::read_dir(model.join("samples/write_samples"))? {
        let file = file?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let row = SAMPLES.iter().find(|(begins, ..)| name.starts_with(begins));
        let (_, path, schema) = row.unwrap_or_else(|| panic!("{name} is a sample of something new"));
        if !path.is_empty() {
            check(&model.join(format!("{schema}-3.0.xsd")), &[(name.clone(), sample(&file, path))])?;
            taken += 1;
        }
    }
    assert!(taken > 40, "{taken}");
    Ok(Completion::Completed)
}

/// Writes a sample into an untouched record; the XML of what stands there then.
fn sample(file: &std::path::Path, path: &str) -> String {
    let name = file.display();
    let body = std::fs::read_to_string(file).expect("a sample is text");
    let content_type =
        if file.extension().is_some_and(|kind| kind == "xml") { "application/xml" } else { "application/json" };
    let mut world = World::new();
    let token = world.token("/activities/update /person/update /read-limited", SOPHIA);
    let answer = world.write_as(Method::POST, &format!("{SOPHIA}/{path}"), &token, content_type, &body);
    let target = if path == "works" {
        assert_eq!(answer.status(), 200, "{name}: {}", text(&answer));
        let bulk = json(&answer);
        let answers = bulk["bulk"].as_array().expect("a list");
        let given = body.matches(if content_type.ends_with("xml") { "<work:work>" } else { "\"work\"" }).count();
        assert_eq!(answers.len(), given, "{name}");
        if content_type.ends_with("json") {
            let written: Value = serde_json::from_str(&body).expect("JSON");
            for (answer, work) in answers.iter().zip(written["bulk"].as_array().expect("a list")) {
                // One of the samples has a work with nothing but the identifier of a whole, which version 3 refuses.
                if answer["error"]["error-code"] == 9023 && !work.to_string().contains("\"self\"") {
                    continue;
                }
                assert_eq!(lost(answer, work, ""), None, "{name}: {answer}");
            }
        }
        let codes: Vec<String> = put_codes(&bulk).iter().map(u64::to_string).collect();
        format!("/api/v3.0/{SOPHIA}/works/{}", codes.join(","))
    } else {
        assert_eq!(answer.status(), 201, "{name}: {}", text(&answer));
        let location = answer.headers()["location"].to_str().expect("a URL");
        location.strip_prefix(support::ISSUER).expect("below the issuer").to_owned()
    };
    if content_type.ends_with("json") && path != "works" {
        let (written, read) = (serde_json::from_str(&body).expect("JSON"), json(&world.read(&target, Some(&token))));
        if let Some(lost) = lost(&read, &written, "") {
            panic!("{name}: {lost} was written and is not read");
        }
    }
    xml(&mut world, &target, Some(&token))
}

/// Where something that was written is not read; a plain text may stand for a value.
fn lost(read: &Value, written: &Value, at: &str) -> Option<String> {
    match (read, written) {
        (_, Value::Null) => None,
        (Value::Object(read), Value::Object(written)) => {
            let lost = |(key, value)| lost(read.get(key).unwrap_or(&Value::Null), value, &format!("{at}/{key}"));
            written.iter().find_map(lost)
        }
        (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
            read.iter().zip(written).find_map(|(read, written)| lost(read, written, at))
        }
        (Value::Object(map), Value::String(_)) => lost(map.get("value").unwrap_or(&Value::Null), written, at),
        _ => (read != written).then(|| at.to_owned()),
    }
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

/// Groups of reviews and notifications, made of ORCID's samples. Their schemas lean on a version of `common` that ORCID does
/// not have there any more: the one of 2.0, but for the scheme of iDs, stands in for it.
fn members() -> Result<Completion, Failed> {
    let Some(model) = std::env::var_os("ORCID_MODEL_DIR").map(PathBuf::from) else {
        return Ok(Completion::ignored_with("ORCID_MODEL_DIR names no folder with ORCID's schemas"));
    };
    if Command::new("xmllint").arg("--version").output().is_err() {
        return Ok(Completion::ignored_with("xmllint is not installed"));
    }
    let read = |path: &str| std::fs::read_to_string(model.join(path));
    let folder = tempfile::tempdir()?;
    let write = |path: &str, text: String| -> std::io::Result<PathBuf> {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(folder.path()))?;
        std::fs::write(&file, text).map(|()| file)
    };
    let common = read("common_2.0/common-2.0.xsd")?.replace("value=\"http://(", "value=\"https://(");
    write("common_2.1/common-2.1.xsd", common)?;
    let groups = write("group-id-3.0/group-id-3.0.xsd", read("group-id-3.0/group-id-3.0.xsd")?)?;
    // Activities are imported and not used.
    let notifications = read("notification_3.0/notification-permission-3.0.xsd")?;
    let import = notifications.find("<xs:import namespace=\"http://www.orcid.org/ns/activities\"");
    let notifications = match import.and_then(|at| Some((at, at + notifications.get(at..)?.find("/>")? + 2))) {
        Some((from, to)) => format!("{}{}", &notifications[..from], &notifications[to..]),
        None => notifications,
    };
    let notifications = write("notification_3.0/notification-permission-3.0.xsd", notifications)?;

    let mut world = World::new();
    let mut token = |scope: &str| {
        let tokens = json(&world.ask(support::PREMIUM, "client_credentials", &[("scope", scope)]));
        tokens["access_token"].as_str().unwrap_or_else(|| panic!("{tokens}")).to_owned()
    };
    let (of_groups, of_notifications) = (token("/group-id-record/update"), token("/premium-notification"));
    let inbox = format!("/api/v3.0/{SOPHIA}/notification-permission");
    let group = read("group-id-3.0/samples/group-id-3.0.xml")?.replace("issn:xxxxxxxx", "publons:sample");
    let notification = read("notification_3.0/samples/notification-permission-3.0.xml")?.replace("put-code=\"1\" ", "");
    let mut documents = |target: &str, token: &str, body: &str| {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", &*bearer), ("content-type", "application/xml")];
        let added = world.send(Method::POST, target, &headers, body);
        assert_eq!(added.status(), 201, "{}", text(&added));
        [format!("{target}/1"), target.to_owned()].map(|target| (target.clone(), xml(&mut world, &target, Some(token))))
    };
    let of_groups = documents("/api/v3.0/group-id-record", &of_groups, &group);
    let [one, all] = documents(&inbox, &of_notifications, &notification);
    check(&groups, &of_groups)?;
    check(&notifications, &[one, all])?;
    Ok(Completion::Completed)
}
