//! Versions 2.0 and 2.1, and what other versions lead to: guide `orcid-wire`, "Versions" and "Versions 2.0 and 2.1".

use http::Method;
use orcid_playground::oauth::HttpResponse;
use serde_json::Value;

use crate::support::{ISSUER, SOPHIA, World, json, text};

fn read(version: &str, below: &str) -> Value {
    let response = World::new().read(&format!("/pub/v{version}/{SOPHIA}/{below}"), None);
    assert_eq!(response.status(), 200, "{version} {below}: {}", text(&response));
    json(&response)
}

fn keys(value: &Value, pointer: &str) -> String {
    let object = value.pointer(pointer).and_then(Value::as_object).unwrap_or_else(|| panic!("{pointer} in {value}"));
    object.keys().cloned().collect::<Vec<_>>().join(" ")
}

#[test]
fn keys_stand_in_the_order_of_2_0() {
    let record = read("2.0", "record");
    let table: [(&str, &str); 9] = [
        ("", "orcid-identifier preferences history person activities-summary path"),
        ("/activities-summary", "last-modified-date educations employments fundings peer-reviews works path"),
        ("/activities-summary/employments", "last-modified-date employment-summary path"),
        (
            "/activities-summary/employments/employment-summary/0",
            "created-date last-modified-date source department-name role-title start-date end-date organization \
             visibility put-code path",
        ),
        ("/activities-summary/works/group/0", "last-modified-date external-ids work-summary"),
        (
            "/activities-summary/works/group/0/work-summary/0",
            "put-code created-date last-modified-date source title external-ids type publication-date visibility path \
             display-index",
        ),
        ("/activities-summary/works/group/0/work-summary/0/publication-date", "year month day media-type"),
        (
            "/activities-summary/works/group/0/external-ids/external-id/0",
            "external-id-type external-id-value external-id-url external-id-relationship",
        ),
        ("/person/keywords/keyword/0/source", "source-orcid source-client-id source-name"),
    ];
    for (pointer, expected) in table {
        assert_eq!(keys(&record, pointer), expected, "{pointer}");
    }
    assert_eq!(record["person"]["name"]["source"], Value::Null, "kept, as in 3.0");
    let group = &record["activities-summary"]["peer-reviews"]["group"][0];
    assert_eq!(keys(group, ""), "last-modified-date external-ids peer-review-summary");
    assert_eq!(group["peer-review-summary"].as_array().map(Vec::len), Some(1));
}

#[test]
fn constants_have_their_names_in_json_and_their_texts_in_xml() {
    let work = read("2.0", "work/3001");
    for (pointer, constant) in [
        ("/visibility", "PUBLIC"),
        ("/type", "JOURNAL_ARTICLE"),
        ("/citation/citation-type", "BIBTEX"),
        ("/external-ids/external-id/0/external-id-relationship", "SELF"),
        ("/contributors/contributor/0/contributor-attributes/contributor-sequence", "FIRST"),
        ("/contributors/contributor/0/contributor-attributes/contributor-role", "AUTHOR"),
    ] {
        assert_eq!(work.pointer(pointer).and_then(Value::as_str), Some(constant), "{pointer} in {work}");
    }
    assert_eq!(read("2.0", "record")["preferences"]["locale"], "EN");
    let xml = World::new().get(&format!("/pub/v2.0/{SOPHIA}/work/3001"));
    assert_eq!(xml.headers()["content-type"], "application/vnd.orcid+xml;charset=UTF-8");
    for expected in ["visibility=\"public\"", "<work:type>journal-article</work:type>", "<work:url>"] {
        assert!(text(&xml).contains(expected), "{expected} in {}", text(&xml));
    }
}

#[test]
fn what_came_later_has_an_older_name_or_none() {
    let types: Vec<String> = read("2.1", "works")["group"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["work-summary"][0]["type"].as_str().unwrap().to_owned())
        .collect();
    assert!(types.iter().all(|kind| ["JOURNAL_ARTICLE", "DATA_SET", "OTHER"].contains(&kind.as_str())), "{types:?}");
    let contributors = read("2.0", "work/3001")["contributors"]["contributor"].clone();
    let roles: Vec<_> = contributors
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["contributor-attributes"]["contributor-role"].clone())
        .collect();
    assert!(roles.contains(&Value::Null), "a role without an older name: {roles:?}");
    for missing in ["distinctions", "memberships", "service/1", "research-resources", "membership/summary/1"] {
        let response = World::new().read(&format!("/pub/v2.1/{SOPHIA}/{missing}"), None);
        assert_eq!(
            (response.status().as_u16(), json(&response)["error-code"].as_u64()),
            (404, Some(9001)),
            "{missing}"
        );
    }
    for missing in ["expanded-search?q=*:*", "csv-search?q=*:*"] {
        assert_eq!(World::new().read(&format!("/pub/v2.0/{missing}"), None).status(), 404, "{missing}");
    }
}

/// The only difference that ORCID names.
#[test]
fn the_two_differ_in_the_scheme_of_ids() {
    for below in ["record", "person", "activities", "works/3001,1", "keywords/1301"] {
        let (older, newer) = (read("2.0", below), read("2.1", below));
        let older_ids = older.to_string().matches("\"uri\":\"http://sandbox.orcid.org/").count();
        assert!(older_ids > 0 || below == "works/3001,1", "{below}");
        assert_eq!(older.to_string().replace("\"uri\":\"http://", "\"uri\":\"https://"), newer.to_string(), "{below}");
    }
}

#[test]
fn who_sees_what_is_the_same_in_all_versions() {
    let mut world = World::new();
    let token = world.token("/read-limited", SOPHIA);
    let works = |world: &mut World, version: &str, host: &str, token: Option<&str>| {
        let body = json(&world.read(&format!("/{host}/v{version}/{SOPHIA}/works"), token));
        body["group"].as_array().unwrap().len()
    };
    for version in ["2.0", "2.1", "3.0"] {
        assert_eq!(works(&mut world, version, "pub", None), 2, "{version}");
        assert_eq!(works(&mut world, version, "api", Some(&token)), 3, "{version}");
        let foreign = world.read(&format!("/api/v{version}/0000-0099-0000-0016/record"), Some(&token));
        assert_eq!(json(&foreign)["error-code"], 9017, "{version}");
    }
}

#[test]
fn a_search_in_2_0_returns_fewer_rows() {
    let mut world = World::new();
    let found = json(&world.read("/pub/v2.0/search/?q=family-name:Garcia", None));
    assert_eq!(found["num-found"], 1);
    assert_eq!(found["result"][0]["orcid-identifier"]["uri"], format!("http://sandbox.orcid.org/{SOPHIA}"));
    let refused = world.read("/pub/v2.1/search?q=*:*&rows=201", None);
    assert_eq!(refused.status(), 400);
    assert!(text(&refused).contains("The rows parameter must be an integer between 0 and 200"));
    assert_eq!(world.read("/pub/v2.1/search?q=*:*&rows=200", None).status(), 200);
}

fn asked(target: &str, accept: &str) -> HttpResponse {
    World::new().send(Method::GET, target, &[("accept", accept)], "")
}

/// Guide `orcid-wire`, "Versions": the successor, and the version that the texts name.
#[test]
fn release_candidates_and_versions_that_never_were_lead_to_what_is_there() {
    for (version, successor, named) in [
        ("3.0_rc1", "3.0", "3.0"),
        ("3.0_rc2", "3.0", "3.0"),
        ("2.0_rc4", "2.0", "2.0"),
        ("2.1_rc1", "2.1", "3.0"),
        ("3.1", "3.0", "3.0"),
        ("4.0", "3.0", "3.0"),
        ("2.2", "3.0", "3.0"),
        ("3", "3.0", "3.0"),
        ("2.0_rcx", "2.0", "2.0"),
    ] {
        let message =
            |version: &str| format!("Release candidates for V{version} are now disabled, your request will be");
        for host in ["pub", "api"] {
            let response = asked(&format!("/{host}/v{version}/{SOPHIA}/works"), "application/json");
            assert_eq!(response.status(), 308, "{version}");
            assert_eq!(response.headers()["location"], format!("{ISSUER}/{host}/v{successor}/{SOPHIA}/works"));
            let body = json(&response);
            assert_eq!((body["error-code"].as_u64(), body["response-code"].as_u64()), (Some(9056), Some(301)));
            assert!(body["developer-message"].as_str().unwrap().starts_with(&message("2.0")), "{body}");
            assert!(body["user-message"].as_str().unwrap().starts_with(&message(named)), "{body}");
        }
        let xml = asked(&format!("/pub/v{version}/{SOPHIA}"), "*/*");
        assert!(text(&xml).contains("<error:response-code>308</error:response-code>"), "{}", text(&xml));
        for element in ["developer-message", "user-message"] {
            let told = format!("<error:{element}>{}", message(named));
            assert!(text(&xml).contains(&told), "{version}: {}", text(&xml));
        }
    }
}

#[test]
fn versions_of_old_say_so() {
    for (version, status, says) in [
        ("1.1", 400, "API Version 1.1 is no longer available."),
        ("1.2", 400, "API Version 1.2 is no longer available. please upgrade to the 2.0 API https://"),
        ("1.2_rc7", 400, "API Version 1.2 is no longer available."),
    ] {
        for host in ["pub", "api"] {
            let response = asked(&format!("/{host}/v{version}/{SOPHIA}/works"), "application/json");
            let body = json(&response);
            assert_eq!((response.status().as_u16(), body["error-code"].as_u64()), (status, Some(9001)), "{version}");
            assert!(body["developer-message"].as_str().unwrap().contains(says), "{version}: {body}");
        }
    }
}

#[test]
fn only_todays_version_takes_writes_and_says_so() {
    let mut world = World::new();
    let token = world.token("/person/update", SOPHIA);
    let bearer = format!("Bearer {token}");
    let headers = [("accept", "application/json"), ("authorization", &bearer), ("content-type", "application/json")];
    for (version, words) in [("v2.0", ": the simulated ORCID takes writes in v3.0 only"), ("v3.0", "")] {
        let target = format!("/api/{version}/{SOPHIA}/keywords");
        let method = if version == "v3.0" { Method::PUT } else { Method::POST };
        let response = world.send(method, &target, &headers, r#"{"content":"x"}"#);
        assert_eq!((response.status().as_u16(), &json(&response)["error-code"]), (405, &9001.into()), "{version}");
        let told = json(&response)["developer-message"].as_str().unwrap().to_owned();
        assert!(told.ends_with(&format!("HTTP 405 Method Not Allowed{words}")), "{told}");
    }
}

#[test]
fn a_version_alone_is_a_path_that_leads_nowhere() {
    for path in ["/pub/v3.0", "/pub/v3.0/", "/pub/v2.1"] {
        let response = asked(path, "application/json");
        assert_eq!((response.status().as_u16(), json(&response)["error-code"].as_u64()), (404, Some(9001)), "{path}");
    }
}

#[test]
fn without_a_version_todays_is_meant() {
    let response = asked(&format!("/pub/{SOPHIA}/record"), "application/json");
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], format!("{ISSUER}/pub/v3.0/{SOPHIA}/record"));
    for status in ["status", "v2.0/status", "v2.1/apiStatus", "pubStatus"] {
        assert_eq!(asked(&format!("/pub/{status}"), "*/*").status(), 200, "{status}");
    }
}
