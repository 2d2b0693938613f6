//! Records that are locked, deactivated, merged or not taken over after somebody granted access: guide `orcid-wire`, "Token
//! errors of the former server" and "Record errors"; the control interface sets it.

use http::Method;
use orcid_playground::sandbox::Era;
use serde_json::Value;

use crate::support::{MEMBER, ROBIN, SOPHIA, World, asking, json, text};

fn set(world: &mut World, body: &str) -> u16 {
    let json = [("content-type", "application/json")];
    world.send(Method::POST, "/_sandbox/record-status", &json, body).status().as_u16()
}

fn becomes(world: &mut World, status: &str) {
    let merged = if status == "deprecated" { format!(r#","deprecated_by":"{ROBIN}""#) } else { String::new() };
    assert_eq!(set(world, &format!(r#"{{"orcid":"{SOPHIA}","status":"{status}"{merged}}}"#)), 200, "{status}");
}

const STATUSES: [(&str, &str, u64); 4] = [
    ("locked", "is locked", 9018),
    ("deactivated", "is deactivated", 9044),
    ("deprecated", "is deprecated", 9007),
    ("unclaimed", "is not claimed", 9036),
];

#[test]
fn a_code_of_such_a_record_is_refused() {
    for era in [Era::Classic, Era::Current] {
        for (status, says, _) in STATUSES {
            let mut world = World::of(era);
            let code = world.code("/authenticate", SOPHIA);
            becomes(&mut world, status);
            let refused = world.exchange(MEMBER, &code);
            assert_eq!(refused.status(), 400, "{status}");
            let body = json(&refused);
            assert_eq!(body["error"], "unauthorized_client", "{status}");
            assert_eq!(body["error_description"], format!("{SOPHIA} {says}"), "{status}");
            let first = body.as_object().unwrap().keys().next().unwrap().clone();
            assert_eq!(first, if era == Era::Classic { "error" } else { "error_description" });
            becomes(&mut world, "active");
            assert_eq!(world.exchange(MEMBER, &code).status(), 200, "nothing was spent");
        }
    }
}

#[test]
fn tokens_of_such_a_record() {
    for (status, says, code) in STATUSES {
        let mut world = World::new();
        let (access, refresh) = world.pair("/authenticate", SOPHIA);
        becomes(&mut world, status);
        let refreshed = json(&world.ask(MEMBER, "refresh_token", &[("refresh_token", &refresh)]));
        let read = world.read(&format!("/api/v3.0/{SOPHIA}/record"), Some(&access));
        let public = world.read(&format!("/pub/v3.0/{SOPHIA}/record"), None);
        assert_eq!(json(&public)["error-code"], code, "{status}");
        assert_eq!(world.read("/oauth/userinfo", Some(&access)).status(), 403, "{status}");
        if status == "deactivated" {
            // Whoever switches a record off revokes all tokens for it.
            assert_eq!(refreshed["error_description"], "Parent token is disabled");
            assert_eq!(read.status(), 401);
            let state = json(&world.get("/_sandbox/state"));
            assert_eq!(state["tokens"][0]["revoke_reason"], "RECORD_DEACTIVATED");
        } else {
            assert_eq!(refreshed["error_description"], format!("{SOPHIA} {says}"), "{status}");
            assert_eq!(json(&read)["error-code"], code, "{status}");
        }
    }
}

#[test]
fn nobody_signs_in_or_finds_it() {
    let mut world = World::new();
    let page = world.sign_in(&asking("/authenticate"), SOPHIA);
    assert_eq!(page.status(), 200, "the consent page");
    becomes(&mut world, "locked");
    let moved = world.authorize(&asking("/authenticate"));
    assert!(!text(&moved).contains(r#""page":"consent""#), "signed out: {}", text(&moved));
    let ready = json(&world.get("/_sandbox/ready"));
    assert!(ready["researchers"].as_array().unwrap().iter().all(|researcher| researcher["orcid"] != SOPHIA));
    let found = json(&world.read("/pub/v3.0/search?q=family-name:Garcia", None));
    assert_eq!(found["num-found"], 0);
    let consent = format!(r#"{{"decision":"approve","orcid":"{SOPHIA}"}}"#);
    let json_body = [("content-type", "application/json")];
    let refused = world.send(Method::POST, "/_sandbox/next-consent", &json_body, &consent);
    assert_eq!(refused.status(), 400);
    assert!(text(&refused).contains("not active"), "{}", text(&refused));
}

#[test]
fn a_status_that_makes_no_sense_is_refused() {
    let mut world = World::new();
    for body in [
        format!(r#"{{"orcid":"{SOPHIA}","status":"deprecated"}}"#),
        format!(r#"{{"orcid":"{SOPHIA}","status":"deprecated","deprecated_by":"{SOPHIA}"}}"#),
        format!(r#"{{"orcid":"{SOPHIA}","status":"locked","deprecated_by":"{ROBIN}"}}"#),
        format!(r#"{{"orcid":"{SOPHIA}","status":"asleep"}}"#),
        r#"{"orcid":"0000-0002-1825-0097","status":"locked"}"#.to_owned(),
    ] {
        assert_eq!(set(&mut world, &body), 400, "{body}");
    }
    let record = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/record"), None));
    assert_ne!(record["person"], Value::Null);
}

#[test]
fn no_record_leads_from_one_deprecated_record_to_the_next() {
    let mut world = World::new();
    becomes(&mut world, "deprecated");
    let back = format!(r#"{{"orcid":"{ROBIN}","status":"deprecated","deprecated_by":"{SOPHIA}"}}"#);
    assert_eq!(set(&mut world, &back), 400);
}
