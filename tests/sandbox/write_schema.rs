//! What no rule demands is held to ORCID's schemas: guide `orcid-wire`, "Checks of what is written".

use http::Method;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, identifiers},
    support::{SOPHIA, World, json, text},
    write_checks::with,
};

/// What no rule demands is held to the schema: guide `orcid-wire`, "Checks of what is written".
#[test]
fn what_the_rules_let_through_is_held_to_the_schema() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let host = || json!({"name": "Host", "address": {}, "disambiguated-organization": {"disambiguated-organization-identifier": "1", "disambiguation-source": "ROR"}});
    let contributor = "/contributors/contributor/0/contributor-orcid";
    for (section, pointer, value, says) in [
        (
            "membership",
            "/organization/disambiguated-organization",
            json!({"disambiguation-source": "ROR"}),
            "disambiguated-organization-identifier}' is expected",
        ),
        ("service", "/organization/disambiguated-organization", json!({}), "-identifier}' is expected"),
        ("research-resource", "/proposal/start-date/month", Value::Null, "starting with element '{"),
        ("research-resource", "/proposal/hosts/organization", json!(vec![host(); 11]), "starting with element '{"),
        ("work", &format!("{contributor}/uri"), json!(""), "cvc-pattern-valid: Value ''"),
        ("work", &format!("{contributor}/uri"), json!("   "), "cvc-pattern-valid: Value '   '"),
        ("work", contributor, json!({"host": "orcid.org"}), "One of '{uri, path}' is expected"),
        ("funding", &format!("{contributor}/uri"), json!("http://orcid.org/0000-0001-5109-3700"), "cvc-pattern-valid"),
        ("peer-review", "/subject-name/title", Value::Null, "common\":title}' is expected"),
        (
            "peer-review",
            "/subject-name/translated-title",
            json!({"value": "Uno"}),
            "cvc-complex-type.4: Attribute 'language-code' must appear on element 'common:translated-title'.",
        ),
        ("peer-review", "/subject-name/translated-title", json!({"language-code": "en"}), "cvc-pattern-valid"),
    ] {
        let mut body = with(section, pointer, value.clone());
        if body.get("external-ids").is_some() {
            body["external-ids"] = identifiers("10.5555/schema");
        }
        let response = world.write(Method::POST, &format!("{SOPHIA}/{section}"), &token, &body);
        let error = json(&response);
        assert_eq!(
            (response.status().as_u16(), &error["error-code"]),
            (400, &json!(9047)),
            "{section} {pointer} {error}"
        );
        let said = error["developer-message"].as_str().unwrap();
        assert!(said.starts_with("400 Bad request: invalid JSON - cvc-") && said.contains(says), "{said}");
    }
    // The address of the schema, at every host that it allows.
    for (at, uri) in
        ["https://sandbox.orcid.org/0000-0001-5109-370X", "https://localhost:8443/orcid-web/0000-0001-5109-3700"]
            .into_iter()
            .enumerate()
    {
        let mut body = with("funding", &format!("{contributor}/uri"), json!(uri));
        body["external-ids"] = identifiers(&format!("10.5555/{at}"));
        let response = world.write(Method::POST, &format!("{SOPHIA}/funding"), &token, &body);
        assert_eq!(response.status(), 201, "{uri}: {}", text(&response));
    }
}

#[test]
fn xml_is_held_to_the_schema_with_another_code() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let put_code = world.write(
        Method::POST,
        &format!("{SOPHIA}/research-resource"),
        &token,
        &with("research-resource", "/proposal/url", json!({"value": "https://example.org"})),
    );
    let put_code = crate::support::location_of(&put_code).rsplit_once('/').unwrap().1.to_owned();
    let target = format!("{SOPHIA}/research-resource/{put_code}");
    let bearer = format!("Bearer {token}");
    let headers = [("accept", "application/xml"), ("authorization", bearer.as_str())];
    let xml = world.send(Method::GET, &format!("/api/v3.0/{target}"), &headers, "");
    let xml = text(&xml).to_owned();
    for (before, after, status, says) in [
        (
            "<research-resource:resource-items>",
            "<research-resource:resource-items type=\"public\">",
            400,
            "cvc-complex-type.3.2.2: Attribute 'type'",
        ),
        ("<research-resource:resource-items>", "<research-resource:resource-items>x", 400, "cvc-complex-type.2.3"),
        ("<common:month>02</common:month>", "", 400, "cvc-complex-type.2.4.a"),
        // Where the schema allows the attributes of an item, they are taken and not kept.
        (
            "<common:external-id>",
            "<common:external-id put-code=\"1\" visibility=\"public\" display-index=\"0\" path=\"/x\">",
            200,
            "",
        ),
    ] {
        let changed = xml.replacen(before, after, 1);
        assert_ne!(changed, xml, "{before} is in {xml}");
        let response = world.write_as(Method::PUT, &target, &token, "application/xml", &changed);
        assert_eq!(response.status(), status, "{after}: {}", text(&response));
        if status == 400 {
            let error = json(&response);
            assert_eq!(error["error-code"], 9001);
            assert!(error["developer-message"].as_str().unwrap().contains(says), "{error}");
        }
    }
}
