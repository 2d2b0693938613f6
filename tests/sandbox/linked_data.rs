//! A record as linked data: guide `orcid-wire`, "Linked data".

use http::Method;
use orcid_playground::{oauth::HttpResponse, sandbox::Seed};

use crate::support::{ISSUER, SOPHIA, World, json, location, text};

const HOSTILE: &str = "0000-0099-0000-0104";

fn read(world: &mut World, path: &str, accept: &str) -> HttpResponse {
    world.send(Method::GET, path, &[("accept", accept)], "")
}

#[test]
fn schema_org_is_one_of_the_formats_of_the_record() {
    let mut world = World::new();
    let response = read(&mut world, &format!("/pub/v3.0/{SOPHIA}"), "application/ld+json");
    assert_eq!(
        (response.status().as_u16(), &response.headers()["content-type"]),
        (200, &"application/ld+json".parse().unwrap())
    );
    let begins = format!(
        "{{\n  \"@context\" : \"http://schema.org\",\n  \"@type\" : \"Person\",\n  \"@id\" : \"https://sandbox.orcid.org/{SOPHIA}\",\n"
    );
    assert!(text(&response).starts_with(&begins), "{}", text(&response));
    let person = json(&response);
    let keys: Vec<&str> = person.as_object().unwrap().keys().map(String::as_str).collect();
    let order = [
        "@context",
        "@type",
        "@id",
        "mainEntityOfPage",
        "name",
        "givenName",
        "familyName",
        "alternateName",
        "address",
        "affiliation",
        "@reverse",
        "url",
        "identifier",
    ];
    assert_eq!(keys, order);
    let works = &person["@reverse"]["creator"];
    assert_eq!(works[0]["@type"], "CreativeWork");
    assert!(works[0]["@id"].as_str().unwrap().starts_with("https://doi.org/10.5555/"), "{works}");
    assert_eq!(works[0]["identifier"]["propertyID"], "doi", "a list of one is the one");
    assert_eq!(person["@reverse"]["funder"]["identifier"][0]["propertyID"], "ROR");
    // Whoever names it with others gets it last, and elsewhere there is none of it.
    let both = read(&mut world, &format!("/pub/v3.0/{SOPHIA}"), "application/ld+json, application/json");
    assert_eq!(both.headers()["content-type"], "application/json;charset=UTF-8");
    for path in ["record", "person", "works"] {
        assert_eq!(
            read(&mut world, &format!("/pub/v3.0/{SOPHIA}/{path}"), "application/ld+json").status(),
            406,
            "{path}"
        );
    }
    assert_eq!(read(&mut world, &format!("/pub/v2.1/{SOPHIA}"), "application/ld+json").status(), 406);
    let missing = read(&mut world, "/pub/v3.0/0000-0002-1825-0097", "application/ld+json");
    assert_eq!((missing.status().as_u16(), &json(&missing)["error-code"]), (404, &9016.into()));
}

#[test]
fn rdf_has_a_place_of_its_own() {
    let mut world = World::new();
    let place = format!("/pub/experimental_rdf_v1/{SOPHIA}");
    let led = read(&mut world, &format!("/pub/{SOPHIA}"), "text/turtle");
    assert_eq!((led.status().as_u16(), location(&led)), (302, format!("{ISSUER}{place}")));
    assert_eq!(read(&mut world, &format!("/pub/v3.0/{SOPHIA}"), "text/turtle").status(), 406);
    let uri = format!("https://sandbox.orcid.org/{SOPHIA}");
    for (accept, kind, says) in [
        ("text/turtle", "text/turtle", format!("<{uri}#orcid-id>\n    a foaf:OnlineAccount ;\n")),
        ("text/n3", "text/n3", "foaf:givenName \"Sophia\" ;\n".to_owned()),
        (
            "application/n-triples",
            "application/n-triples",
            format!("<{uri}> <http://xmlns.com/foaf/0.1/account> <{uri}#orcid-id> .\n"),
        ),
        ("*/*", "application/rdf+xml", format!("<rdf:Description rdf:about=\"{uri}\">")),
    ] {
        let response = read(&mut world, &place, accept);
        assert_eq!(response.status(), 200, "{accept}");
        assert_eq!(response.headers()["content-type"], kind);
        assert!(text(&response).contains(&says), "{accept}: {}", text(&response));
    }
    for (path, accept, status) in [
        (place.as_str(), "application/json", 406),
        ("/pub/experimental_rdf_v1/0000-0002-1825-0097", "text/turtle", 404),
        ("/pub/experimental_rdf_v1/nobody", "text/turtle", 404),
        ("/api/experimental_rdf_v1/0000-0002-4456-8947", "text/turtle", 302),
    ] {
        assert_eq!(read(&mut world, path, accept).status(), status, "{path} {accept}");
    }
    assert_eq!(world.send(Method::DELETE, &place, &[("accept", "text/turtle")], "").headers()["allow"], "GET, HEAD");
    let bad = world.send(Method::GET, &place, &[("accept", "text/turtle"), ("authorization", "Bearer x")], "");
    assert_eq!(bad.status(), 401);
}

/// What stands in a record cannot end what is written around it.
#[test]
fn texts_and_addresses_stay_in_their_place() {
    let mut world = World::new();
    let seed = format!(
        "[[researcher]]\norcid = \"{HOSTILE}\"\nlocale = \"en\"\ncreated = \"2024-01-01T00:00:00Z\"\n\
         modified = \"2026-01-01T00:00:00Z\"\ngiven_names = 'a\"\\<&>'\nfamily_name = \"\\u001B[31m\\nb\"\n\
         [[researcher.url]]\nput_code = 1\nname = \"homepage\"\nurl = 'https://example.org/?a=<b>&c'\n"
    );
    world.sandbox.set_seed(Seed::parse(&seed).unwrap());
    let place = format!("/pub/experimental_rdf_v1/{HOSTILE}");
    let turtle = read(&mut world, &place, "text/turtle");
    assert!(text(&turtle).contains(r#"foaf:givenName "a\"\\<&>" ;"#), "{}", text(&turtle));
    assert!(text(&turtle).contains(r#"foaf:familyName "\u001B[31m\nb" ;"#), "{}", text(&turtle));
    assert!(text(&turtle).contains("foaf:homepage <https://example.org/?a=%3Cb%3E&c>"), "{}", text(&turtle));
    let xml = read(&mut world, &place, "application/rdf+xml");
    assert!(text(&xml).contains("<foaf:givenName>a&quot;\\&lt;&amp;&gt;</foaf:givenName>"), "{}", text(&xml));
    assert!(text(&xml).contains("<foaf:familyName>\u{FFFD}[31m\nb</foaf:familyName>"), "{}", text(&xml));
    assert!(text(&xml).contains("rdf:resource=\"https://example.org/?a=%3Cb%3E&amp;c\""), "{}", text(&xml));
}
