//! Sections, single items and who sees them: guide `orcid-wire`, "Record reads" and "Who sees what".

use http::Method;
use orcid_playground::sandbox::demo_researchers;
use serde_json::Value;

use crate::support::{MEMBER, PUBLIC, ROBIN, SOPHIA, World, json, text};

fn public(below: &str) -> Value {
    let response = World::new().read(&format!("/pub/v3.0/{SOPHIA}/{below}"), None);
    assert_eq!(response.status(), 200, "{below}: {}", text(&response));
    json(&response)
}

#[test]
fn a_section_alone_is_what_it_is_in_the_record() {
    let record = public("record");
    for (path, pointer) in [
        ("person", "/person"),
        ("email", "/person/emails"),
        ("address", "/person/addresses"),
        ("keywords", "/person/keywords"),
        ("other-names", "/person/other-names"),
        ("researcher-urls", "/person/researcher-urls"),
        ("external-identifiers", "/person/external-identifiers"),
        ("biography", "/person/biography"),
        ("activities", "/activities-summary"),
        ("distinctions", "/activities-summary/distinctions"),
        ("educations", "/activities-summary/educations"),
        ("employments", "/activities-summary/employments"),
        ("fundings", "/activities-summary/fundings"),
        ("invited-positions", "/activities-summary/invited-positions"),
        ("memberships", "/activities-summary/memberships"),
        ("peer-reviews", "/activities-summary/peer-reviews"),
        ("qualifications", "/activities-summary/qualifications"),
        ("research-resources", "/activities-summary/research-resources"),
        ("services", "/activities-summary/services"),
        ("works", "/activities-summary/works"),
    ] {
        let section = public(path);
        assert_eq!(Some(&section), record.pointer(pointer), "{path}");
        assert_eq!(section["path"], format!("/{SOPHIA}/{path}"));
    }
    let details = public("personal-details");
    assert_eq!(details["name"], record["person"]["name"]);
    assert_eq!(details["biography"], record["person"]["biography"]);
}

#[test]
fn every_item_is_under_its_path() {
    fn items(value: &Value, found: &mut Vec<Value>) {
        match value {
            Value::Object(map) => {
                if map.get("put-code").is_some_and(Value::is_u64) {
                    found.push(value.clone());
                }
                map.values().for_each(|value| items(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| items(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    items(&public("record"), &mut found);
    assert_eq!(found.len(), 19);
    let mut world = World::new();
    for item in found {
        let path = item["path"].as_str().unwrap();
        let alone = json(&world.read(&format!("/pub/v3.0{path}"), None));
        assert_eq!(alone["put-code"], item["put-code"], "{path}");
        for key in ["created-date", "source", "visibility", "path"] {
            assert_eq!(alone[key], item[key], "{path} {key}");
        }
        // The person's items have no summaries, and are the same in their section and alone.
        let (kind, put_code) = path[21..].split_once('/').unwrap();
        let summary = world.read(&format!("/pub/v3.0/{SOPHIA}/{kind}/summary/{put_code}"), None);
        if item["display-index"].is_u64() {
            assert_eq!(alone, item, "{path}");
            assert_eq!(summary.status(), 404, "{path}");
        } else {
            assert_eq!(json(&summary), item, "{path}");
        }
    }
}

#[test]
fn items_have_their_keys_in_order() {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        keys(&public("work/3001")),
        "created-date last-modified-date source put-code path title journal-title short-description citation type \
         publication-date external-ids url contributors language-code country visibility"
    );
    assert_eq!(
        keys(&public("fundings")["group"][0]["funding-summary"][0]),
        "created-date last-modified-date source title external-ids url type start-date end-date organization visibility \
         put-code path display-index"
    );
    let review = &public("peer-reviews")["group"][0];
    assert_eq!(keys(review), "last-modified-date external-ids peer-review-group");
    assert_eq!(review["external-ids"]["external-id"][0]["external-id-value"], "issn:0000-0019");
    assert_eq!(
        keys(&review["peer-review-group"][0]["peer-review-summary"][0]),
        "created-date last-modified-date source reviewer-role external-ids review-url review-type completion-date \
         review-group-id convening-organization visibility put-code path display-index"
    );
    assert_eq!(
        keys(&public("research-resource/6001")),
        "created-date last-modified-date source proposal resource-item visibility put-code path"
    );
}

/// Host, scope (or none), what, status, error code.
#[test]
fn who_sees_a_single_item() {
    let table: [(&str, &str, &str, u16, u64); 17] = [
        ("pub", "", "keywords/1301", 200, 0),
        ("pub", "", "keywords/1303", 403, 9039),
        ("pub", "/read-limited", "keywords/1303", 403, 9039),
        ("pub", "", "funding/4002", 403, 9039),
        ("api", "/read-limited", "keywords/1303", 200, 0),
        ("api", "/person/read-limited", "keywords/1303", 200, 0),
        ("api", "/activities/read-limited", "keywords/1303", 403, 9038),
        ("api", "/activities/read-limited", "work/3003", 200, 0),
        ("api", "/activities/read-limited", "employment/2002", 200, 0),
        ("api", "/person/read-limited", "work/3003", 403, 9038),
        ("api", "/authenticate", "work/3003", 403, 9038),
        ("api", "/authenticate", "work/summary/3003", 403, 9038),
        ("api", "/authenticate", "work/3001", 200, 0),
        ("api", "/read-limited", "funding/4002", 403, 9013),
        ("api", "/read-limited", "funding/summary/4002", 403, 9013),
        ("api", "/read-limited", "work/999", 404, 9016),
        ("pub", "", "keywords/3001", 404, 9016),
    ];
    for (host, scope, below, status, code) in table {
        let mut world = World::new();
        let token = (!scope.is_empty()).then(|| world.token(scope, SOPHIA));
        let response = world.read(&format!("/{host}/v3.0/{SOPHIA}/{below}"), token.as_deref());
        assert_eq!(response.status(), status, "{host} {scope} {below}: {}", text(&response));
        assert_eq!(json(&response)["error-code"].as_u64().unwrap_or(0), code, "{host} {scope} {below}");
    }
}

#[test]
fn a_client_of_its_own_reads_what_is_public_of_everybody() {
    let mut world = World::new();
    let granted = json(&world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")]));
    let token = granted["access_token"].as_str().unwrap().to_owned();
    for orcid in [SOPHIA, ROBIN] {
        let response = world.read(&format!("/api/v3.0/{orcid}/keywords"), Some(&token));
        assert_eq!(response.status(), 200);
        assert!(!text(&response).contains("limited"));
    }
    let refused = world.read(&format!("/api/v3.0/{SOPHIA}/keywords/1303"), Some(&token));
    assert_eq!(json(&refused)["error-code"], 9038);
}

#[test]
fn several_works_come_in_the_order_asked() {
    let bulk = public("works/3002,999,3003,3001");
    let entries = bulk["bulk"].as_array().unwrap();
    assert_eq!(entries[0]["work"]["put-code"], 3002);
    assert_eq!(entries[1]["error"]["error-code"], 9039);
    assert_eq!(entries[2]["work"]["put-code"], 3001);
    assert_eq!(entries[3]["error"]["error-code"], 9034, "those that there are not come last");
    let refused = World::new().read(&format!("/pub/v3.0/{SOPHIA}/works/3002,x"), None);
    assert_eq!((refused.status().as_u16(), json(&refused)["error-code"].as_u64()), (400, Some(9006)));
    let refused = World::new().read(&format!("/pub/v3.0/{SOPHIA}/works/%203001"), None);
    assert!(json(&refused)["developer-message"].as_str().unwrap().ends_with("For input string: \" 3001\""));
    // Whom to ask is named, as everywhere.
    let said = |value: &Value| value["bulk"][0]["error"]["user-message"].as_str().unwrap().to_owned();
    assert!(said(&public("works/999")).ends_with("contact the client for assistance."));
    let mut world = World::new();
    let token = world.token("/read-limited", SOPHIA);
    let mine = json(&world.read(&format!("/api/v3.0/{SOPHIA}/works/999"), Some(&token)));
    assert!(said(&mine).ends_with("contact Playground Demo Client for assistance."), "{mine}");
    let many = |n: usize| format!("/pub/v3.0/{SOPHIA}/works/{}", vec!["3001"; n].join(","));
    let mut world = World::new();
    assert_eq!(world.read(&many(100), None).status(), 200);
    let refused = world.read(&many(101), None);
    assert_eq!(refused.status(), 400);
    assert_eq!(json(&refused)["error-code"], 9042);
    assert_eq!(json(&refused)["developer-message"], "Too many put codes specified: maximum is 100");
}

#[test]
fn ten_thousand_works_are_made_when_they_are_read() {
    let millie = demo_researchers().iter().find(|r| r.generated_works > 0).unwrap();
    let mut world = World::new();
    let works = json(&world.read(&format!("/pub/v3.0/{}/works", millie.orcid), None));
    let groups = works["group"].as_array().unwrap();
    assert_eq!(groups.len(), 10_000);
    // Of those of the earliest year, the last one by its title.
    let path = groups[9_999]["work-summary"][0]["path"].as_str().unwrap();
    let last = json(&world.read(&format!("/pub/v3.0{path}"), None));
    assert_eq!(last["title"]["title"]["value"], "Fictional measurement series no. 9950");
    assert_eq!(world.read(&format!("/pub/v3.0/{}/work/1010001", millie.orcid), None).status(), 404);
    assert_eq!(world.read(&format!("/pub/v3.0/{}/work/1000000", millie.orcid), None).status(), 404);
}

#[test]
fn clients_and_the_service_itself() {
    let mut world = World::new();
    let client = json(&world.read(&format!("/pub/v3.0/client/{}", PUBLIC.0), None));
    assert_eq!(client.as_object().unwrap().keys().collect::<Vec<_>>(), ["name", "description"]);
    assert_eq!(json(&world.read("/pub/v3.0/client/APP-NOSUCHCLIENT0000", None))["error-code"], 9016);
    for path in ["/pub/v3.0/status", "/pub/pubStatus", "/api/apiStatus"] {
        let status = world.get(path);
        assert_eq!(
            text(&status),
            r#"{"tomcatUp":true,"dbConnectionOk":true,"readOnlyDbConnectionOk":true,"overallOk":true}"#
        );
    }
    let head = world.send(Method::HEAD, &format!("/pub/v3.0/{SOPHIA}/works"), &[("accept", "application/json")], "");
    assert_eq!((head.status().as_u16(), head.body().len()), (200, 0));
    assert_eq!(head.headers()["access-control-allow-origin"], "*");
}
