//! The formats of the API: guide `orcid-wire`, "Formats" and "XML and JSON".

use http::Method;
use orcid_playground::oauth::HttpResponse;

use crate::support::{ISSUER, SOPHIA, World, json, location, text};

fn read(accept: &str, below: &str) -> HttpResponse {
    World::new().send(Method::GET, &format!("/pub/v3.0/{SOPHIA}/{below}"), &[("accept", accept)], "")
}

#[test]
fn each_type_is_answered_with_itself() {
    for pretty in ["application/vnd.orcid+json", "application/orcid+json"] {
        let response = read(pretty, "record");
        assert!(text(&response).starts_with("{\n  \"orcid-identifier\" : {\n    \"uri\" : \"https://"));
        assert_eq!(response.headers()["content-type"], format!("{pretty};charset=UTF-8"));
    }
    assert!(text(&read("application/json", "record")).starts_with(r#"{"orcid-identifier":{"uri":"#));
    for xml in ["application/vnd.orcid+xml", "application/orcid+xml", "application/xml"] {
        let response = read(xml, "record");
        let start = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<record:record path=\"/{SOPHIA}\" xmlns:"
        );
        assert!(text(&response).starts_with(&start), "{}", text(&response));
        assert_eq!(response.headers()["content-type"], format!("{xml};charset=UTF-8"));
    }
    assert_eq!(json(&read("application/json", "record")), json(&read("application/orcid+json", "record")));
}

#[test]
fn without_a_wish_the_answer_is_xml() {
    let response = World::new().get(&format!("/pub/v3.0/{SOPHIA}/record"));
    assert_eq!(response.headers()["content-type"], "application/vnd.orcid+xml;charset=UTF-8");
    assert_eq!(read("*/*", "record").body(), response.body());
}

#[test]
fn who_takes_anything_is_answered_in_the_type_of_the_body() {
    let mut world = World::new();
    let keywords = format!("/pub/v3.0/{SOPHIA}/keywords");
    let (json, xml) = ("application/json;charset=UTF-8", "application/vnd.orcid+xml;charset=UTF-8");
    for (content_type, accept, expected) in [
        ("application/json", None, json),
        ("application/json", Some("*/*"), json),
        ("application/orcid+json", Some("*/*"), "application/orcid+json;charset=UTF-8"),
        ("application/xml", None, "application/xml;charset=UTF-8"),
        ("application/json", Some("application/xml"), "application/xml;charset=UTF-8"),
        ("application/json", Some("application/*"), xml),
        ("application/json; charset=utf-8", None, xml),
        ("Application/JSON", None, xml),
        ("application/x-www-form-urlencoded", None, xml),
        ("", Some("*/*"), xml),
    ] {
        let mut headers = vec![("content-type", content_type)];
        headers.extend(accept.map(|accept| ("accept", accept)));
        let response = world.send(Method::GET, &keywords, &headers, "");
        assert_eq!(response.headers()["content-type"], expected, "{headers:?}");
    }
    let token = world.token("/activities/update", SOPHIA);
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let refused = world.send(Method::POST, &format!("/api/v3.0/{SOPHIA}/work"), &headers, "{}");
    assert_eq!((refused.status().as_u16(), crate::support::json(&refused)["response-code"].as_u64()), (400, Some(400)));
}

#[test]
fn other_types_are_not_acceptable() {
    let response = read("text/html", "record");
    assert_eq!(response.status(), 406);
    assert_eq!(json(&response)["error-code"], 9001);
    assert!(!response.headers().contains_key("content-type"));
    let response = read("json", "record");
    assert_eq!(response.status(), 400);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
}

#[test]
fn xml_says_what_json_says() {
    let body = read("application/xml", "work/3001");
    let expected = [
        "<work:work put-code=\"3001\" visibility=\"public\" path=\"/0000-0002-4456-8947/work/3001\" xmlns:common=",
        "<common:created-date>2018-03-12T09:30:00.000Z</common:created-date>",
        "<common:source-name>",
        "<common:subtitle>What a sample record can show</common:subtitle>",
        "<common:external-id-normalized transient=\"true\">10.5555/playground.2024.17</common:external-id-normalized>",
        "<work:citation-type>bibtex</work:citation-type>",
        "<work:contributor-sequence>first</work:contributor-sequence>",
    ];
    for part in expected {
        assert!(text(&body).contains(part), "{part} in {}", text(&body));
    }
    let record = read("application/xml", "record");
    assert!(text(&record).contains("<history:creation-method>Direct</history:creation-method>"));
    let funding = read("application/xml", "funding/4001");
    assert!(text(&funding).contains("<funding:amount currency-code=\"EUR\">120000.00</funding:amount>"));
}

#[test]
fn hostile_texts_stay_texts() {
    let mut world = World::new();
    let target = "/pub/v3.0/0000-0099-0000-0040/record";
    let value = json(&world.read(target, None));
    assert_eq!(value["person"]["name"]["given-names"]["value"], "\u{1b}[31mMallory\u{1b}[0m");
    let xml = world.send(Method::GET, target, &[("accept", "application/xml")], "");
    let xml = text(&xml);
    assert!(xml.contains("\u{FFFD}[31mMallory\u{FFFD}[0m"));
    assert!(xml.contains("&lt;script&gt;") && !xml.contains("<script>"));
    assert!(xml.chars().all(|c| c == '\n' || c == '\t' || c >= ' '), "nothing that XML cannot hold");
}

#[test]
fn an_id_on_the_web_host_leads_programs_to_the_api() {
    let mut world = World::new();
    for accept in ["application/json", "application/orcid+xml", "application/xml;q=0.5"] {
        let response = world.send(Method::GET, &format!("/{SOPHIA}"), &[("accept", accept)], "");
        assert_eq!(location(&response), format!("{ISSUER}/pub/v3.0/{SOPHIA}"), "{accept}");
    }
    for accept in ["", "text/html,application/xml;q=0.9,*/*;q=0.8", "image/png"] {
        let response = world.send(Method::GET, &format!("/{SOPHIA}"), &[("accept", accept)], "");
        assert_eq!(response.status(), 404, "{accept}");
        assert!(text(&response).contains("/pub/v3.0/"), "{accept}");
    }
}
