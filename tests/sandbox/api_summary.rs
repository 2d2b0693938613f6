//! Figures of a record, and what identifiers there are: guide `orcid-wire`, "Record summary" and "Types of identifiers".

use http::Method;
use serde_json::{Value, json};

use crate::support::{MEMBER, PREMIUM, PUBLIC, ROBIN, SOPHIA, World, json, text};

fn summary(world: &mut World, orcid: &str, token: &str) -> Value {
    let response = world.read(&format!("/api/v3.0/{orcid}/summary"), Some(token));
    assert_eq!(response.status(), 200, "{}", text(&response));
    json(&response)
}

fn two_legged(world: &mut World, client: (&str, &str), scope: &str) -> String {
    let tokens = json(&world.ask(client, "client_credentials", &[("scope", scope)]));
    tokens["access_token"].as_str().unwrap_or_else(|| panic!("{tokens}")).to_owned()
}

#[test]
fn a_record_in_figures() {
    let mut world = World::new();
    let token = two_legged(&mut world, MEMBER, "/read-public");
    let value = summary(&mut world, SOPHIA, &token);
    let keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "created-date last-modified-date credit-name orcid-identifier external-identifiers employments \
         professional-activities fundings works peer-reviews email-domains education-qualifications \
         research-resources"
    );
    assert_eq!(value["credit-name"], "Sophia Garcia");
    let employment = &value["employments"]["employment"][0];
    let keys: Vec<&str> = employment.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys.join(" "), "put-code type organization-name role url start-date end-date validated");
    assert_eq!((&value["employments"]["count"], &employment["type"]), (&json!(1), &json!("employment")));
    let works = world.read(&format!("/pub/v3.0/{SOPHIA}/works"), None);
    let groups = json(&works)["group"].as_array().unwrap().len() as u64;
    let count = |key: &str| value["works"][key].as_u64().unwrap();
    assert_eq!(count("self-asserted-count") + count("validated-count"), groups, "only public ones count");
    assert!(count("validated-count") > 0 && count("self-asserted-count") > 0, "{value}");
    assert_eq!(value["professional-activities"]["count"], 4);
    let shown = value["professional-activities"]["professional-activity"].as_array().unwrap();
    assert_eq!(shown.len(), 3, "three are shown");
    assert_eq!(
        value["peer-reviews"],
        json!({"peer-review-publication-grants": 1, "self-asserted-count": 1, "total": 1})
    );
}

#[test]
fn nothing_is_null_beside_a_zero() {
    let mut world = World::new();
    let token = two_legged(&mut world, MEMBER, "/read-public");
    let value = summary(&mut world, ROBIN, &token);
    assert_eq!(value["credit-name"], Value::Null, "a private name");
    assert_eq!(value["external-identifiers"], Value::Null);
    assert_eq!(value["education-qualifications"], json!({"count": 0, "education-qualification": null}));
    let headers = [("authorization", &*format!("Bearer {token}")), ("accept", "application/xml")];
    let xml = world.send(Method::GET, &format!("/api/v3.0/{SOPHIA}/summary"), &headers, "");
    let xml = text(&xml);
    assert!(xml.contains("<summary:record-summary xmlns:common="), "{xml}");
    let place = |name: &str| xml.find(&format!("<summary:{name}>")).unwrap_or_else(|| panic!("{name} in {xml}"));
    assert!(place("works") < place("peer-reviews") && place("research-resources") < place("email-domains"));
}

#[test]
fn who_may_read_the_figures() {
    let mut world = World::new();
    let own = world.token("/authenticate", SOPHIA);
    assert_eq!(summary(&mut world, SOPHIA, &own)["credit-name"], "Sophia Garcia");
    let webhook = two_legged(&mut world, PREMIUM, "/webhook");
    let public = two_legged(&mut world, PUBLIC, "/read-public");
    for (target, token, status, code) in [
        (format!("/api/v3.0/{ROBIN}/summary"), &own, 401, 9017),
        (format!("/api/v3.0/{SOPHIA}/summary"), &webhook, 401, 9017),
        (format!("/api/v3.0/{SOPHIA}/summary"), &public, 401, 9017),
        ("/api/v3.0/0000-0099-0000-0067/summary".to_owned(), &own, 409, 9018),
        (format!("/pub/v3.0/{SOPHIA}/summary"), &own, 404, 9001),
        (format!("/api/v2.0/{SOPHIA}/summary"), &own, 404, 9001),
    ] {
        let response = world.read(&target, Some(token));
        assert_eq!(response.status(), status, "{target}: {}", text(&response));
        assert_eq!(json(&response)["error-code"], code, "{target}");
    }
}

#[test]
fn the_types_of_identifiers_are_listed() {
    let mut world = World::new();
    for version in ["2.0", "2.1", "3.0"] {
        let response = world.get(&format!("/pub/v{version}/identifiers?locale=en"));
        assert_eq!(response.headers()["content-type"], "application/json;charset=UTF-8");
        let list = json(&response);
        let doi = list.as_array().unwrap().iter().find(|kind| kind["name"] == "doi").unwrap().clone();
        assert_eq!((&doi["resolutionPrefix"], &doi["caseSensitive"]), (&json!("https://doi.org/"), &json!(false)));
    }
    // What is listed is what may be written, under the same name.
    let list = json(&world.get("/pub/v3.0/identifiers"));
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|kind| kind["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"grant_number") && names.contains(&"cgn"), "{names:?}");
    let writer = world.token("/activities/update", SOPHIA);
    for name in names {
        let mut work = crate::bodies::work("10.5/a");
        work["external-ids"]["external-id"][0]["external-id-type"] = name.into();
        let answer = world.write(Method::POST, &format!("{SOPHIA}/work"), &writer, &work);
        assert_eq!(answer.status(), 201, "{name}: {}", text(&answer));
    }
    let xml = world.send(Method::GET, "/pub/v3.0/identifiers", &[("accept", "application/xml")], "");
    assert!(text(&xml).contains("<identifierTypes>\n    <identifierType>\n        <caseSensitive>"), "{}", text(&xml));
    let other = world.send(Method::GET, "/pub/v3.0/identifiers", &[("accept", "application/vnd.orcid+xml")], "");
    assert_eq!(other.status(), 406);
    let token = world.token("/read-limited", SOPHIA);
    assert_eq!(world.read("/api/v3.0/identifiers", Some(&token)).status(), 404);
}
