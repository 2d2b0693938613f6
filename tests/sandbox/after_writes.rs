//! Where else a write shows: in the journal, the control interface, the search, and on no other record.

use http::Method;
use orcid_playground::sandbox::JournalEntry;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, put_code, sections, work},
    support::{self, MEMBER, ROBIN, SOPHIA, World, json, text},
};

#[test]
fn what_was_written_survives_in_the_journal() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    for (singular, _, _, body) in sections() {
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/{singular}"), &token, &body));
    }
    let code = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/x")));
    let gone = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/gone")));
    world.wait(9);
    let mut body = work("10.5/x");
    body["put-code"] = code.into();
    body["type"] = "book".into();
    assert_eq!(world.write(Method::PUT, &format!("{SOPHIA}/work/{code}"), &token, &body).status(), 200);
    assert_eq!(world.write(Method::DELETE, &format!("{SOPHIA}/work/{gone}"), &token, &Value::Null).status(), 204);
    let mut again = support::sandbox();
    for entry in &world.journal {
        again.replay(&JournalEntry::parse(&entry.line()).unwrap()).unwrap();
    }
    assert!(again.same_state(&world.sandbox));
    let target = format!("/api/v3.0/{SOPHIA}/record");
    let before = text(&world.read(&target, Some(&token))).to_owned();
    world.sandbox = again;
    assert_eq!(text(&world.read(&target, Some(&token))), before);
    let next = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/y")));
    assert_eq!(next, gone + 1, "no put-code is given twice");
}

#[test]
fn the_control_interface_shows_and_resets_what_was_written() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let code = put_code(&world.write(Method::POST, &format!("{SOPHIA}/keywords"), &token, &json!({"content": "k"})));
    let records = json(&world.get("/_sandbox/state"))["records"].clone();
    assert_eq!(records[0]["orcid"], SOPHIA);
    assert_eq!(records[0]["sections"][0]["section"], "keywords");
    assert_eq!(records[0]["sections"][0]["written"][0]["put_code"], code);
    assert_eq!(records[0]["sections"][0]["written"][0]["client_id"], MEMBER.0);
    world.post("/_sandbox/reset", &[]);
    assert_eq!(json(&world.get("/_sandbox/state"))["records"], json!([]));
    assert_eq!(world.read(&format!("/pub/v3.0/{SOPHIA}/keywords/{code}"), None).status(), 404);
}

#[test]
fn searches_find_what_was_written() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let hits = |world: &mut World, query: &str| -> u64 {
        json(&world.read(&format!("/pub/v3.0/search?q={query}"), None))["num-found"].as_u64().unwrap()
    };
    for (singular, _, _, mut body) in sections() {
        if singular == "funding" {
            let ids = body["external-ids"]["external-id"].as_array_mut().unwrap();
            ids.push(json!({"external-id-type": "grant_number", "external-id-value": "GN-7",
                "external-id-relationship": "self"}));
        }
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/{singular}"), &token, &body));
    }
    assert_eq!(hits(&mut world, "grant-numbers:%2210.5555/grant%22"), 0, "a DOI is no number of a grant");
    for query in [
        "keyword:mud",
        "other-names:%CE%A3%CE%BF%CF%86%CE%AF%CE%B1",
        "external-id-type-and-value:%22Loop=12%22",
        "affiliation-org-name:%22Example%20University%22",
        "past-institution-affiliation-name:%22Example%20University%22",
        "ror-org-id:%22https://ror.org/000000000%22",
        "funding-titles:money",
        "grant-numbers:%22GN-7%22",
        "work-titles:%22A%20work%22",
        "doi-self:%2210.5555/work%22",
        "mud",
    ] {
        assert_eq!(hits(&mut world, query), 1, "{query}");
    }
    // An item that is gone, and one that is changed.
    let all = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/keywords"), None));
    let mud = all["keyword"].as_array().unwrap().iter().find(|k| k["content"] == "mud & <water>").unwrap();
    let mut sand = mud.clone();
    sand["content"] = "sand".into();
    let path = format!("{SOPHIA}/keywords/{}", mud["put-code"]);
    assert_eq!(world.write(Method::PUT, &path, &token, &sand).status(), 200);
    assert_eq!((hits(&mut world, "keyword:mud"), hits(&mut world, "keyword:sand")), (0, 1));
    assert_eq!(world.write(Method::DELETE, &path, &token, &Value::Null).status(), 204);
    assert_eq!(hits(&mut world, "keyword:sand"), 0);
}

#[test]
fn another_researchers_record_stays_as_it_is() {
    let mut world = World::new();
    let before = text(&world.read(&format!("/pub/v3.0/{ROBIN}/record"), None)).to_owned();
    let token = world.token(ALL, SOPHIA);
    for (singular, _, _, body) in sections() {
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/{singular}"), &token, &body));
        let refused = world.write(Method::POST, &format!("{ROBIN}/{singular}"), &token, &body);
        assert_eq!(json(&refused)["error-code"], 9017, "{singular}");
    }
    assert_eq!(text(&world.read(&format!("/pub/v3.0/{ROBIN}/record"), None)), before);
}
