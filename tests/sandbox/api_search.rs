//! Searching: guide `orcid-wire`, "Search".

use http::Method;
use orcid_playground::sandbox::Seed;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, organization, put_code, sections, work},
    support::{MEMBER, SAKURA, SOPHIA, World, json, text},
};

fn found(query: &str) -> Vec<String> {
    let query = query.replace(' ', "+").replace('"', "%22");
    let value = json(&World::new().read(&format!("/pub/v3.0/search?q={query}"), None));
    let results = value["result"].as_array().cloned().unwrap_or_default();
    assert_eq!(value["num-found"], results.len());
    results.iter().map(|r| r["orcid-identifier"]["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn queries_find_what_is_public() {
    for (query, expected) in [
        ("family-name:Garcia", &[SOPHIA][..]),
        ("family-name:garc* AND given-names:sophia", &[SOPHIA]),
        ("family-name:Garcia AND given-names:Robin", &[]),
        ("keyword:\"blue carbon\"", &[SOPHIA]),
        ("keyword:\"carbon blue\"", &[]),
        ("keyword:seagrass", &[]),
        ("family-name:Quietwater", &[]),
        ("email:*@kaku.example", &[SAKURA]),
        ("doi-self:%2210.5555/playground.2024.17%22", &[SOPHIA]),
        ("doi-self:10.5555/playground.2023.9", &[SAKURA]),
        ("orcid:0000-0002-4456-8947", &[SOPHIA]),
        ("affiliation-org-name:(University AND Example)", &[SOPHIA]),
        ("family-name:(Garcia OR 架空)", &[SOPHIA, SAKURA]),
        ("given-names:Lock", &[]),
        ("profile-last-modified-date:[2026-05-01T00:00:00Z TO 2026-06-01T00:00:00Z]", &[SOPHIA]),
        ("family-name:Garcia NOT given-names:Sophia", &[]),
    ] {
        let query = query.replace("架空", "%E6%9E%B6%E7%A9%BA");
        assert_eq!(found(&query), expected, "{query}");
    }
    assert_eq!(found("*:*").len(), 6, "who is active");
}

#[test]
fn nothing_found_is_null() {
    let response = World::new().read("/pub/v3.0/search?q=keyword:nothing-of-the-kind", None);
    assert_eq!(text(&response), r#"{"result":null,"num-found":0}"#);
}

#[test]
fn pages_are_cut_by_start_and_rows() {
    let mut world = World::new();
    let mut page = |parameters: &str| {
        let value = json(&world.read(&format!("/pub/v3.0/search?q=*:*&{parameters}"), None));
        assert_eq!(value["num-found"], 6);
        value["result"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(page(""), 6);
    assert_eq!(page("rows=2"), 2);
    assert_eq!(page("rows=0"), 0);
    assert_eq!(page("start=5&rows=1000"), 1);
    assert_eq!(page("start=10000"), 0);
}

#[test]
fn bad_parameters_are_refused() {
    let mut world = World::new();
    let granted = json(&world.ask(MEMBER, "client_credentials", &[("scope", "/read-public")]));
    let token = granted["access_token"].as_str().unwrap().to_owned();
    let rows = "The client application made a bad request to the ORCID API. Full validation error: The rows parameter must \
                be an integer between 0 and 1,000";
    for bad in ["rows=1001", "rows=-1", "rows=many"] {
        let value = json(&world.read(&format!("/pub/v3.0/search?q=*:*&{bad}"), None));
        assert_eq!(
            (value["error-code"].as_u64(), value["developer-message"].as_str()),
            (Some(9012), Some(rows)),
            "{bad}"
        );
    }
    let value = json(&world.read("/pub/v3.0/search?q=*:*&start=10001", None));
    assert_eq!((&value["error-code"], &value["response-code"]), (&Value::from(9043), &Value::from(400)));
    assert_eq!(world.read("/api/v3.0/search?q=*:*&start=10001", Some(&token)).status(), 200);
    for broken in ["q=(", "q=nosuchfield:x", "q=%22open", "q=AND"] {
        let response = world.read(&format!("/pub/v3.0/search?{broken}"), None);
        assert_eq!((response.status().as_u16(), json(&response)["error-code"].as_u64()), (400, Some(9012)), "{broken}");
    }
    assert_eq!(world.read("/api/v3.0/search?q=*:*", None).status(), 403, "the member API takes nobody unknown");
}

#[test]
fn expanded_results_have_names() {
    let value = json(&World::new().read("/pub/v3.0/expanded-search?q=family-name:Garcia", None));
    let result = &value["expanded-result"][0];
    assert_eq!(
        result.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" "),
        "orcid-id given-names family-names credit-name other-name email institution-name"
    );
    assert_eq!(result["orcid-id"], SOPHIA);
    assert_eq!(result["email"], Value::Array(Vec::new()), "hers is not public");
    let institutions = result["institution-name"].as_array().unwrap();
    assert!(institutions.contains(&"University of Example".into()));
    assert!(institutions.is_sorted_by(|a, b| a.as_str() < b.as_str()), "each once, in order: {institutions:?}");
}

#[test]
fn tables_have_the_fields_asked_for() {
    let mut world = World::new();
    let fields = "fl=orcid,given-names,keyword";
    let response = world.read(&format!("/pub/v3.0/csv-search?q=family-name:Garcia&{fields}"), None);
    assert_eq!(response.headers()["content-type"], "text/csv;charset=UTF-8");
    assert_eq!(
        text(&response),
        format!("orcid,given-names,keyword\n{SOPHIA},Sophia,\"blue carbon,coastal ecology\"\n")
    );
    let bad = world.read("/pub/v3.0/csv-search?q=*:*&rows=x", None);
    assert_eq!(json(&bad)["error-code"], 9012);
    let bad = world.read("/pub/v3.0/csv-search?q=*:*&fl=orcid,nope", None);
    assert_eq!((bad.status().as_u16(), &json(&bad)["error-code"]), (400, &Value::from(9012)));
}

#[test]
fn fields_of_orcids_list_are_known() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let mut organization = organization();
    let mut post = |section: &str, source: &str, id: &str| {
        let mut body = sections().into_iter().find(|(singular, ..)| *singular == section).unwrap().3;
        organization["disambiguated-organization"] =
            json!({"disambiguated-organization-identifier": id, "disambiguation-source": source});
        body["organization"] = organization.clone();
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/{section}"), &token, &body));
    };
    post("employment", "RINGGOLD", "385488");
    post("membership", "GRID", "grid.5509.9");
    post("funding", "FUNDREF", "100000001");
    let mut body = work("10.5555/book");
    body["external-ids"]["external-id"].as_array_mut().unwrap().extend([
        json!({"external-id-type": "pmid", "external-id-value": "24857732", "external-id-relationship": "self"}),
        json!({"external-id-type": "isbn", "external-id-value": "978-3-16-148410-0", "external-id-relationship": "part-of"}),
        json!({"external-id-type": "k10plus", "external-id-value": "12X", "external-id-relationship": "self"}),
    ]);
    body["title"]["translated-title"] = json!({"value": "Einzigartig", "language-code": "de"});
    put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &body));
    let review = sections().into_iter().find(|(singular, ..)| *singular == "peer-review").unwrap().3;
    put_code(&world.write(Method::POST, &format!("{SOPHIA}/peer-review"), &token, &review));
    let mut hits = |query: &str| {
        let query = query.replace(' ', "+").replace('"', "%22");
        let value = json(&world.read(&format!("/pub/v3.0/search?q={query}"), None));
        value["num-found"].as_u64().unwrap_or_else(|| panic!("{query}: {value}"))
    };
    for (query, count) in [
        ("ringgold-org-id:385488", 1),
        ("ringgold-org-id:385489", 0),
        ("grid-org-id:grid.5509.9", 1),
        ("fundref-org-id:100000001", 1),
        ("385488", 1),
        ("title:einzigartig", 1),
        ("pmid:24857732", 1),
        ("pmid-self:24857732", 1),
        ("pmid-part-of:24857732", 0),
        ("isbn:16", 1),
        ("isbn-self:\"978-3-16-148410-0\"", 0),
        ("isbn-part-of:\"978-3-16-148410-0\"", 1),
        ("k10plus-self:12X", 1),
        ("digital-object-ids:10.5555", 2),
        ("peer-review-type:review", 1),
        ("peer-review-role:reviewer", 1),
        ("peer-review-group-id:\"issn%5C:0000-0019\"", 1),
        ("funding-org-name:\"Example University\"", 1),
    ] {
        assert_eq!(hits(query), count, "{query}");
    }
    let table = "/pub/v3.0/csv-search?q=ringgold-org-id:385488&fl=orcid,given-names";
    assert_eq!(text(&world.read(table, None)), format!("orcid,given-names\n{SOPHIA},Sophia\n"));
    let usual = world.read("/pub/v3.0/csv-search?q=ringgold-org-id:385488&fl=", None);
    assert!(text(&usual).starts_with("orcid,email,given-names,family-name,"), "{}", text(&usual));
}

#[test]
fn the_parser_can_be_chosen_and_where_it_looks() {
    let mut world = World::new();
    for (query, expected) in [
        ("q={!edismax qf=\"given-names family-name^2\"}Garcia", 1),
        ("q={!edismax qf='given-names'}Garcia", 0),
        ("q={!dismax qf=keyword v='carbon'}", 1),
        ("q={!lucene}family-name:Garcia", 1),
        ("q=family-name:Garcia&v=nobody", 1),
        ("defType=edismax&q=Garcia&qf=given-names^1.0 family-name^2.0", 1),
        ("defType=edismax&q=Garcia&qf=given-names", 0),
        ("defType=edismax&q=Garcia -orcid:(0000-0002-4456-8947)&qf=family-name", 0),
    ] {
        let encoded = query.replace(' ', "+").replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
        let value = json(&world.read(&format!("/pub/v3.0/search?{encoded}"), None));
        assert_eq!(value["num-found"], expected, "{query} {value}");
    }
    for wrong in ["q=%7B!nonsense%7Dx", "q=%7B!edismax", "q=x&defType=nonsense", "q=x&defType=dismax&qf=nonsense"] {
        let value = json(&world.read(&format!("/pub/v3.0/search?{wrong}"), None));
        assert_eq!(value["error-code"], 9012, "{wrong}");
    }
}

#[test]
fn names_are_found_without_their_marks_in_one_field() {
    let seed = "[[researcher]]\norcid = \"0000-0099-0000-0104\"\nlocale = \"en\"\ncreated = \"2024-01-01T00:00:00Z\"\n\
                modified = \"2024-01-01T00:00:00Z\"\ngiven_names = \"Åsa\"\nfamily_name = \"Kårlsbeârd\"\n";
    let mut world = World::new();
    world.sandbox.set_seed(Seed::parse(seed).unwrap());
    for (query, count) in [
        ("given-and-family-names:K%C3%A5rlsbe%C3%A2rd", 1),
        ("given-and-family-names:Karlsbeard", 1),
        ("given-and-family-names:Ka%CC%8Arlsbea%CC%82rd", 1),
        ("given-and-family-names:karls*", 1),
        ("given-and-family-names:%22asa+karlsbeard%22", 1),
        ("family-name:K%C3%A5rlsbe%C3%A2rd", 1),
        ("family-name:Karlsbeard", 0),
        ("karlsbeard", 0),
    ] {
        let value = json(&world.read(&format!("/pub/v3.0/search?q={query}"), None));
        assert_eq!(value["num-found"], count, "{query}");
    }
}

/// Now is 2026-11-22, noon.
#[test]
fn dates_are_counted_from_now() {
    let all = found("*:*");
    let modified = |range: &str| found(&format!("profile-last-modified-date:{}", range.replace('+', "%2B")));
    assert_eq!(modified("[* TO NOW]"), all);
    assert_eq!(modified("[NOW TO *]"), Vec::<String>::new());
    assert_eq!(modified("[2026-05-01T00:00:00Z TO NOW-5MONTHS/MONTH]"), [SOPHIA]);
    assert_eq!(modified("[NOW/YEAR+4MONTHS TO 2026-06-01T00:00:00Z]"), [SOPHIA]);
    let submitted = |query: &str| found(&format!("profile-submission-date:{query}"));
    assert_eq!(submitted("*"), all);
}

#[test]
fn what_solr_knows_is_evaluated_or_refused() {
    assert_eq!(found("family-name:Garcia^2 OR given-names:nobody^0.5"), [SOPHIA]);
    assert_eq!(found("keyword:%22blue carbon%22^3"), [SOPHIA]);
    assert_eq!(found("family-name:[gaa TO gaz]"), [SOPHIA]);
    assert_eq!(found("family-name:{garcia TO gaz]"), Vec::<String>::new());
    assert_eq!(found("family-name:[foo TO bar]"), Vec::<String>::new(), "nothing lies between");
    let mut world = World::new();
    for wrong in [
        "profile-submission-date:[foo TO bar]",
        "profile-submission-date:[2020 TO *]",
        "profile-submission-date:yesterday",
        "profile-submission-date:[NOW%C3%A9 TO *]",
        "profile-last-modified-date:[NOW-1FORTNIGHT TO NOW]",
        "family-name:/gar.*/",
        "family-name:garzia~",
        "keyword:%22blue carbon%22~5",
        "garcia^much",
    ] {
        let response = world.read(&format!("/pub/v3.0/search?q={}", wrong.replace(' ', "+")), None);
        assert_eq!((response.status().as_u16(), json(&response)["error-code"].as_u64()), (400, Some(9012)), "{wrong}");
    }
}
