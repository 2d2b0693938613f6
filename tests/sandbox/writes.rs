//! What clients write, and what is read of it then: guide `orcid-wire`, "Record writes", "Several works at once", "What stands
//! there already".

use http::{Method, header};
use orcid_playground::sandbox::Seed;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, identifiers, put_code, sections, work},
    support::{self, ISSUER, MEMBER, PREMIUM, SOPHIA, World, json, text},
};

/// Whether everything of `part` is in `whole`.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|other| holds(other, value)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
        }
        _ => whole == part,
    }
}

#[test]
fn every_section_is_added_changed_and_deleted() {
    for (singular, plural, _, body) in sections() {
        let mut world = World::new();
        let token = world.token(ALL, SOPHIA);
        world.wait(60);
        let created = world.now.as_millisecond();
        let added = world.write(Method::POST, &format!("{SOPHIA}/{singular}"), &token, &body);
        let code = put_code(&added);
        let path = format!("{SOPHIA}/{singular}/{code}");
        assert_eq!(added.headers()[header::LOCATION], format!("{ISSUER}/api/v3.0/{path}"));
        assert!(added.body().is_empty());

        let target = format!("/api/v3.0/{path}");
        let read = json(&world.read(&target, Some(&token)));
        assert!(holds(&read, &body), "{singular}: {read} lacks something of {body}");
        assert_eq!(read["put-code"], code);
        assert_eq!(read["path"], format!("/{path}"));
        assert_eq!(read["visibility"], "public");
        assert_eq!(read["source"]["source-client-id"]["path"], MEMBER.0);
        assert_eq!(read["source"]["source-orcid"], Value::Null);
        assert_eq!(read["created-date"]["value"], created);
        assert_eq!(read["last-modified-date"]["value"], created);
        let all = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/{plural}"), None));
        assert_eq!(all["last-modified-date"]["value"], created, "{plural}");
        assert!(all.to_string().contains(&format!("\"path\":\"/{path}\"")), "{plural}");
        let record = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/record"), None));
        assert_eq!(record["history"]["last-modified-date"]["value"], created, "{plural}");
        let half = if record["person"].to_string().contains(&path) { "person" } else { "activities-summary" };
        assert_eq!(record[half]["last-modified-date"]["value"], created, "{plural}");

        // What was read can be written back, and changes nothing.
        world.wait(60);
        let same = world.write(Method::PUT, &path, &token, &read);
        assert_eq!(same.status(), 200, "{singular}: {}", text(&same));
        assert_eq!(json(&same), read, "{singular}");
        let xml = world.send(
            Method::GET,
            &target,
            &[("accept", "application/xml"), ("authorization", &format!("Bearer {token}"))],
            "",
        );
        let same = world.write_as(Method::PUT, &path, &token, "application/vnd.orcid+xml", text(&xml));
        assert_eq!(json(&same), read, "{singular}: {}", text(&xml));
        let twice = world.write(Method::POST, &format!("{SOPHIA}/{singular}"), &token, &body);
        // ORCID compares countries with something else: guide `orcid-wire`, "What stands there already".
        let status = if singular == "address" { 201 } else { 409 };
        assert_eq!(twice.status(), status, "{singular}: {}", text(&twice));

        // Another text somewhere.
        let changed: Value =
            serde_json::from_str(&read.to_string().replace("example.org", "example.net").replace("PT", "FR")).unwrap();
        let changed: Value =
            serde_json::from_str(&changed.to_string().replace("<water>", "w").replace("Σο", "So")).unwrap();
        let changed: Value = serde_json::from_str(&changed.to_string().replace("e.org/12", "e.net/12")).unwrap();
        let response = world.write(Method::PUT, &path, &token, &changed);
        assert_eq!(response.status(), 200, "{singular}: {}", text(&response));
        let again = json(&world.read(&target, Some(&token)));
        assert_eq!(again, json(&response), "{singular}");
        assert_ne!(again, read);
        assert_eq!(again["created-date"]["value"], created);
        assert_eq!(again["last-modified-date"]["value"], created + 60_000);

        world.wait(60);
        let gone = world.write(Method::DELETE, &path, &token, &Value::Null);
        assert_eq!(gone.status(), 204);
        assert!(gone.body().is_empty());
        assert_eq!(world.read(&target, Some(&token)).status(), 404);
        assert_eq!(world.write(Method::DELETE, &path, &token, &Value::Null).status(), 404);
        let record = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/record"), None));
        assert_eq!(record["history"]["last-modified-date"]["value"], created + 120_000, "{plural}");
        // It may come again, under another number.
        let next = world.write(Method::POST, &format!("{SOPHIA}/{singular}"), &token, &body);
        assert!(put_code(&next) > code);
    }
}

#[test]
fn a_byte_order_mark_is_no_content() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let xml = r#"<k:keyword xmlns:k="http://www.orcid.org/ns/keyword"><k:content>XML</k:content></k:keyword>"#;
    for (media_type, body) in [("application/json", r#"{"content": "JSON"}"#), ("application/xml", xml)] {
        let marked = format!("\u{feff}{body}");
        let path = format!("{SOPHIA}/keywords");
        assert_eq!(world.write_as(Method::POST, &path, &token, media_type, &marked).status(), 201, "{media_type}");
    }
}

#[test]
fn scopes_that_write() {
    for (singular, _, family, body) in sections() {
        let bio = family == "/orcid-bio";
        let broad = if bio { "/person/update" } else { "/activities/update" };
        let other = if bio { "/activities/update" } else { "/person/update" };
        let update = format!("{family}/update");
        let create = if singular == "external-identifiers" {
            "/orcid-bio/external-identifiers/create".to_owned()
        } else {
            format!("{family}/create")
        };
        let mut rows = vec![(broad, true, true), (update.as_str(), true, true), (other, false, false)];
        rows.push(("/read-limited", false, false));
        if !bio || singular == "external-identifiers" {
            rows.push((&create, true, false));
        }
        for (scope, adds, changes) in rows {
            let mut world = World::new();
            let all = world.token(ALL, SOPHIA);
            let token = world.token(scope, SOPHIA);
            let below = format!("{SOPHIA}/{singular}");
            let added = world.write(Method::POST, &below, &token, &body);
            assert_eq!(added.status() == 201, adds, "{scope} {singular}: {}", text(&added));
            let code = if adds { put_code(&added) } else { put_code(&world.write(Method::POST, &below, &all, &body)) };
            if !adds {
                assert_eq!(added.status(), 403);
                assert_eq!(json(&added)["error-code"], 9038);
            }
            let deleted = world.write(Method::DELETE, &format!("{below}/{code}"), &token, &Value::Null);
            assert_eq!(deleted.status(), if changes { 204 } else { 403 }, "{scope} {singular}");
        }
    }
}

#[test]
fn only_the_source_changes_what_it_added() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let code = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/a")));
    let mut asking = support::asking(ALL);
    asking[0] = ("client_id", PREMIUM.0);
    let other = world.code_for(&asking, SOPHIA);
    let other = support::pair(&world.exchange(PREMIUM, &other)).0;
    let mut body = work("10.5/a");
    body["put-code"] = code.into();
    body["type"] = "book".into();
    // The researcher's own (3001), and another client's.
    for (method, path, body) in [
        (Method::PUT, format!("work/{code}"), body.clone()),
        (Method::DELETE, format!("work/{code}"), Value::Null),
        (Method::DELETE, "keywords/1301".to_owned(), Value::Null),
    ] {
        let response = world.write(method, &format!("{SOPHIA}/{path}"), &other, &body);
        assert_eq!(response.status(), 403, "{path}");
        let error = json(&response);
        assert_eq!(error["error-code"], 9010);
        let words = "403 Forbidden: You are not the source of the work, so you are not allowed to update it.";
        assert_eq!(error["developer-message"], words);
    }
    // Of a work that it would not even change, it is told with another code, and before anything else.
    let mut same = json(&world.read(&format!("/api/v3.0/{SOPHIA}/work/{code}"), Some(&token)));
    let response = world.write(Method::PUT, &format!("{SOPHIA}/work/{code}"), &other, &same);
    assert_eq!((response.status().as_u16(), &json(&response)["error-code"]), (403, &json!(9014)));
    let words = "The client application is forbidden to perform the action. Full validation error: 403 Forbidden: You are not \
                 the source of the work, so you are not allowed to update it.";
    assert_eq!(json(&response)["developer-message"], words);
    same["type"] = "book".into();
    let response = world.write(Method::PUT, &format!("{SOPHIA}/work/{code}"), &other, &same);
    assert_eq!(json(&response)["error-code"], 9010);
    // It may add the same itself, and both stand in one group.
    let second =
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &other, &work("https://doi.org/10.5/A")));
    let works = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/works"), None));
    let group = works["group"].as_array().unwrap().iter().find(|group| group.to_string().contains("10.5/a")).unwrap();
    let codes: Vec<_> = group["work-summary"].as_array().unwrap().iter().map(|work| work["put-code"].clone()).collect();
    assert_eq!(codes, [json!(code), json!(second)]);
}

#[test]
fn a_clients_item_of_the_seed_is_its_own() {
    let seed = format!(
        "[[researcher]]\norcid = \"0000-0099-0000-0112\"\nlocale = \"en\"\ncreated = \"2026-01-01T00:00:00Z\"\n\
         modified = \"2026-01-01T00:00:00Z\"\ngiven_names = \"Test\"\ndefault_visibility = \"limited\"\n\
         [[researcher.keyword]]\nput_code = 2000001\ncontent = \"first\"\nsource = \"{}\"\n\
         [[researcher.keyword]]\nput_code = 2000002\ncontent = \"second\"\n",
        MEMBER.0
    );
    let mut world = World::new();
    world.sandbox.set_seed(Seed::parse(&seed).unwrap());
    let orcid = "0000-0099-0000-0112";
    let token = world.token(ALL, orcid);
    let contents = |world: &mut World| -> Vec<(String, u64, u64)> {
        let all = json(&world.read(&format!("/api/v3.0/{orcid}/keywords"), Some(&token)));
        let items = all["keyword"].as_array().unwrap().iter();
        let item = |k: &Value| {
            let number = |key: &str| k[key].as_u64().unwrap();
            (k["content"].as_str().unwrap().to_owned(), number("put-code"), number("display-index"))
        };
        items.map(item).collect()
    };
    let below = format!("{orcid}/keywords");
    let twice = world.write(Method::POST, &below, &token, &json!({"content": "first"}));
    assert_eq!(json(&twice)["error-code"], 9030);
    // What the researcher added does not count.
    let code = put_code(&world.write(Method::POST, &below, &token, &json!({"content": "second"})));
    assert_eq!(code, 2_000_003, "above every put-code of the seed");
    let changed = json!({"content": "1st", "put-code": 2_000_001});
    assert_eq!(world.write(Method::PUT, &format!("{below}/2000001"), &token, &changed).status(), 200);
    let expected = [("1st", 2_000_001, 2), ("second", 2_000_002, 1), ("second", 2_000_003, 0)];
    assert_eq!(contents(&mut world), expected.map(|(text, code, index)| (text.to_owned(), code, index)));
    assert_eq!(world.write(Method::DELETE, &format!("{below}/2000001"), &token, &Value::Null).status(), 204);
    assert_eq!(contents(&mut world).len(), 2);
    assert_eq!(put_code(&world.write(Method::POST, &below, &token, &json!({"content": "first"}))), 2_000_004);
    // Its owner's choice, not the client's.
    let body = json!({"content": "hidden?", "visibility": "public"});
    let code = put_code(&world.write(Method::POST, &below, &token, &body));
    assert_eq!(json(&world.read(&format!("/api/v3.0/{below}/{code}"), Some(&token)))["visibility"], "limited");
    assert_eq!(world.read(&format!("/pub/v3.0/{below}/{code}"), None).status(), 403);
}

#[test]
fn works_in_bulk_are_answered_one_by_one() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &work("10.5/old")));
    let mut numbered = work("10.5/numbered");
    numbered["put-code"] = 7.into();
    let untitled = json!({"type": "book", "external-ids": identifiers("10.5/untitled")});
    let mut novel = work("10.5/novel");
    novel["type"] = "novel".into();
    let works = [work("10.5/1"), work("10.5/old"), work("10.5/1"), numbered, untitled, novel, work("10.5/2")];
    let bulk = json!({"bulk": works.map(|work| json!({"work": work}))});
    let response = world.write(Method::POST, &format!("{SOPHIA}/works"), &token, &bulk);
    assert_eq!(response.status(), 200, "{}", text(&response));
    let answer = json(&response);
    let codes: Vec<u64> = answer["bulk"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["error"]["error-code"].as_u64().unwrap_or_default())
        .collect();
    assert_eq!(codes, [0, 9021, 9021, 9024, 9022, 9037, 0]);
    let first = &answer["bulk"][0]["work"];
    let message = answer["bulk"][2]["error"]["developer-message"].as_str().unwrap();
    assert!(message.contains(&format!("put-code {}.", first["put-code"])), "{message}");
    let path = first["path"].as_str().unwrap();
    assert_eq!(json(&world.read(&format!("/api/v3.0{path}"), Some(&token))), *first);
    let both = format!("{},{}", first["put-code"], answer["bulk"][6]["work"]["put-code"]);
    let read = json(&world.read(&format!("/pub/v3.0/{SOPHIA}/works/{both}"), None));
    assert_eq!(read["bulk"][1]["work"], answer["bulk"][6]["work"]);

    // An error in a work's place comes back.
    let odd = json!({"bulk": [{"error": {}}, {"error": {"response-code": 404, "error-code": 9016}}]});
    let errors = json(&world.write(Method::POST, &format!("{SOPHIA}/works"), &token, &odd));
    let error = |status: u16, code: Option<u16>| {
        json!({"error": {"response-code": status, "developer-message": null, "user-message": null, "error-code": code,
            "more-info": null}})
    };
    assert_eq!(errors, json!({"bulk": [error(0, None), error(404, Some(9016))]}));

    // What is neither a work nor an error is against the schema.
    for nothing in [json!({"bulk": [{"work": null}]}), json!({"bulk": [{}]})] {
        let response = world.write(Method::POST, &format!("{SOPHIA}/works"), &token, &nothing);
        assert_eq!((response.status().as_u16(), &json(&response)["error-code"]), (400, &json!(9047)), "{nothing}");
    }

    let many =
        |n: usize| json!({"bulk": (0..n).map(|i| json!({"work": work(&format!("10.6/{i}"))})).collect::<Vec<_>>()});
    let response = world.write(Method::POST, &format!("{SOPHIA}/works"), &token, &many(101));
    assert_eq!((response.status().as_u16(), &json(&response)["error-code"]), (400, &json!(9006)));
    let response = world.write(Method::POST, &format!("{SOPHIA}/works"), &token, &many(100));
    assert!(!text(&response).contains("\"error\""));
}

#[test]
fn a_record_has_no_more_than_ten_thousand_works() {
    let mut world = World::new();
    let many = orcid_playground::sandbox::demo_researchers().iter().find(|r| r.generated_works > 0).unwrap();
    let orcid = many.orcid.as_str();
    let token = world.token(ALL, orcid);
    let one = work("10.5/a");
    for (path, body) in [("work", one.clone()), ("works", json!({"bulk": [{"work": one}]}))] {
        let response = world.write(Method::POST, &format!("{orcid}/{path}"), &token, &body);
        assert_eq!((response.status().as_u16(), &json(&response)["error-code"]), (409, &json!(9048)), "{path}");
    }
    assert_eq!(world.write(Method::POST, &format!("{orcid}/keywords"), &token, &json!({"content": "a"})).status(), 201);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever a keyword and a title say, both formats give it back, and nothing is lost in the other one.
    #[test]
    fn texts_survive_every_way(content in "\\PC{1,60}", title in "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{fffe}\u{ffff}]{0,40}x") {
        prop_assume!(!content.trim().is_empty());
        let mut world = World::new();
        let token = world.token(ALL, SOPHIA);
        let code = put_code(&world.write(Method::POST, &format!("{SOPHIA}/keywords"), &token, &json!({"content": content})));
        let path = format!("/api/v3.0/{SOPHIA}/keywords/{code}");
        prop_assert_eq!(&json(&world.read(&path, Some(&token)))["content"], &json!(content));

        let mut body = work("10.5/a");
        body["title"]["title"]["value"] = title.as_str().into();
        let code = put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &body));
        let path = format!("{SOPHIA}/work/{code}");
        let bearer = format!("Bearer {token}");
        let headers = [("accept", "application/xml"), ("authorization", bearer.as_str())];
        let xml = world.send(Method::GET, &format!("/api/v3.0/{path}"), &headers, "");
        let same = world.write_as(Method::PUT, &path, &token, "application/xml", text(&xml));
        prop_assert_eq!(&json(&same)["title"]["title"]["value"], &json!(title));
        prop_assert_eq!(&json(&same)["last-modified-date"], &json(&same)["created-date"], "nothing changed");
    }

    /// No body brings it down, and a refused one changes nothing.
    #[test]
    fn no_body_brings_it_down(body in "[\\x00-\\x7fé]{0,120}", path in "(work|works|keywords|employment|work/3001|nonsense)",
        kind in "(application/json|application/xml|text/plain|)", method in 0..3_usize) {
        let mut world = World::new();
        let token = world.token(ALL, SOPHIA);
        let method = [Method::POST, Method::PUT, Method::DELETE][method].clone();
        let entries = world.journal.len();
        let response = world.write_as(method, &format!("{SOPHIA}/{path}"), &token, &kind, &body);
        prop_assert!((200..500).contains(&response.status().as_u16()), "{}", response.status());
        if !response.status().is_success() {
            prop_assert_eq!(world.journal.len(), entries);
            prop_assert!(json(&response)["error-code"].is_u64());
        }
    }
}
