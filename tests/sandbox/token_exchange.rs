//! Token exchange: guide `orcid-wire`, "Token exchange".

use http::Method;
use orcid_playground::{oauth::HttpResponse, sandbox::JournalEntry};
use serde_json::Value;

use crate::support::{self, ISSUER, MEMBER, PREMIUM, ROBIN, SOPHIA, World, asking, json, location_of, pair, text};

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN: &str = "urn:ietf:params:oauth:token-type:id_token";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

fn id_token(world: &mut World, orcid: &str) -> String {
    let code = world.code("openid /read-limited", orcid);
    json(&world.exchange(MEMBER, &code))["id_token"].as_str().unwrap().to_owned()
}

#[test]
fn an_id_token_becomes_an_access_token() {
    let mut world = World::new();
    let subject = id_token(&mut world, SOPHIA);
    world.wait(100_000);
    let fields =
        [("subject_token", subject.as_str()), ("subject_token_type", ID_TOKEN), ("requested_token_type", ACCESS_TOKEN)];
    let response = world.ask(PREMIUM, EXCHANGE, &fields);
    let tokens = json(&response);
    let access = tokens["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        text(&response),
        format!(
            r#"{{"access_token":"{access}","token_type":"bearer","expires_in":3599,"scope":"/read-limited openid","issued_token_type":"{ACCESS_TOKEN}","name":"Sophia Garcia","orcid":"{SOPHIA}"}}"#
        ),
        "although the ID token expired"
    );
    assert_eq!(world.read_record(&access), 200);
    let mut narrow = fields.to_vec();
    narrow.push(("scope", "/authenticate /webhook"));
    assert_eq!(json(&world.ask(PREMIUM, EXCHANGE, &narrow))["scope"], "/authenticate");
    world.wait(3600);
    assert_eq!(world.read_record(&access), 401);
}

/// Guide `orcid-wire`, "Token exchange".
#[test]
fn what_is_written_on_behalf_of_another_client_says_so() {
    let mut world = World::new();
    let code = world.code("openid /person/update /read-limited", SOPHIA);
    let tokens = json(&world.exchange(MEMBER, &code));
    let [subject, own] = ["id_token", "access_token"].map(|name| tokens[name].as_str().unwrap().to_owned());
    let fields =
        [("subject_token", subject.as_str()), ("subject_token_type", ID_TOKEN), ("requested_token_type", ACCESS_TOKEN)];
    let delegated = json(&world.ask(PREMIUM, EXCHANGE, &fields))["access_token"].as_str().unwrap().to_owned();
    let keyword = serde_json::json!({"content": "delegation"});
    let added = world.write(Method::POST, &format!("{SOPHIA}/keywords"), &delegated, &keyword);
    let path = location_of(&added)[ISSUER.len()..].to_owned();
    let read = json(&world.read(&path, Some(&delegated)));
    let client = |id: &str| serde_json::json!({"uri": format!("https://sandbox.orcid.org/client/{id}"), "path": id, "host": "sandbox.orcid.org"});
    let names: Vec<String> = [MEMBER.0, PREMIUM.0]
        .map(|id| json(&world.read(&format!("/pub/v3.0/client/{id}"), None))["name"].as_str().unwrap().to_owned())
        .into();
    assert_eq!(
        read["source"],
        serde_json::json!({"source-orcid": null, "source-client-id": client(PREMIUM.0), "source-name": {"value": names[1]},
            "assertion-origin-orcid": null, "assertion-origin-client-id": client(MEMBER.0),
            "assertion-origin-name": {"value": names[0]}})
    );
    // The pair of both is a source of its own.
    let again = world.write(Method::POST, &format!("{SOPHIA}/keywords"), &delegated, &keyword);
    assert_eq!(json(&again)["error-code"], 9030);
    let below = &path["/api/v3.0/".len()..];
    let mut asked = asking("/person/update");
    asked[0] = ("client_id", PREMIUM.0);
    let code = world.code_for(&asked, SOPHIA);
    let (alone, _) = pair(&world.exchange(PREMIUM, &code));
    for other in [&own, &alone] {
        assert_eq!(json(&world.write(Method::DELETE, below, other, &Value::Null))["error-code"], 9010);
    }
    assert_eq!(world.write(Method::POST, &format!("{SOPHIA}/keywords"), &own, &keyword).status(), 201);
    assert_eq!(world.write(Method::DELETE, below, &delegated, &Value::Null).status(), 204);
    for host in ["api", "pub"] {
        let refused = world.read(&format!("/{host}/v2.1/{SOPHIA}/keywords"), Some(&delegated));
        assert_eq!(
            (refused.status().as_u16(), &json(&refused)["error-code"]),
            (403, &serde_json::json!(9052)),
            "{host}"
        );
    }
    assert_eq!(world.read(&format!("/api/v2.1/{SOPHIA}/keywords"), Some(&own)).status(), 200);
    let mut later = support::sandbox();
    world.journal.iter().for_each(|entry| later.replay(&JournalEntry::parse(&entry.line()).unwrap()).unwrap());
    assert!(later.same_state(&world.sandbox));
}

#[test]
fn exchanges_that_are_refused() {
    let mut world = World::new();
    let subject = id_token(&mut world, SOPHIA);
    let (input, signature) = subject.rsplit_once('.').unwrap();
    let forged = format!("{input}.{}", signature.chars().rev().collect::<String>());
    let ask = |world: &mut World, client: (&str, &str), subject: &str, more: &[(&str, &str)]| {
        let mut fields =
            vec![("subject_token", subject), ("subject_token_type", ID_TOKEN), ("requested_token_type", ACCESS_TOKEN)];
        fields.extend(more);
        let response = world.ask(client, EXCHANGE, &fields);
        (response.status().as_u16(), json(&response)["error_description"].as_str().unwrap_or_default().to_owned())
    };
    let refused = |status, text: &str| (status, text.to_owned());
    assert_eq!(
        ask(&mut world, MEMBER, &subject, &[]),
        refused(400, "Client does not have urn:ietf:params:oauth:grant-type:token-exchange enabled")
    );
    let unreadable = refused(400, "Unexpected id token value, cannot parse the id_token");
    assert_eq!(ask(&mut world, PREMIUM, "nonsense", &[]), unreadable);
    assert_eq!(ask(&mut world, PREMIUM, "a.b.c", &[]), unreadable);
    assert_eq!(ask(&mut world, PREMIUM, &forged, &[]), refused(400, "Invalid id token signature"));
    assert_eq!(
        ask(&mut world, PREMIUM, &subject, &[("scope", "/activities/update")]),
        refused(401, "The requested scope(s) are not available from this id_token")
    );
    let mut asked = asking("openid");
    asked[0] = ("client_id", PREMIUM.0);
    let code = world.code_for(&asked, SOPHIA);
    let own = json(&world.exchange(PREMIUM, &code))["id_token"].as_str().unwrap().to_owned();
    assert_eq!(
        ask(&mut world, PREMIUM, &own, &[]),
        refused(400, "Attempt to exchange own id_token, use refresh token instead")
    );
    let (id, secret) = MEMBER;
    let code = world.code("openid", ROBIN);
    let tokens = json(&world.exchange(MEMBER, &code));
    let token = tokens["access_token"].as_str().unwrap();
    world.post("/oauth/revoke", &[("client_id", id), ("client_secret", secret), ("token", token)]);
    assert_eq!(
        ask(&mut world, PREMIUM, tokens["id_token"].as_str().unwrap(), &[]),
        refused(401, "The id_token is disabled and does not contain any valid scope")
    );
}

#[test]
fn an_access_token_becomes_an_id_token() {
    let mut world = World::new();
    let mut asked = asking("openid");
    asked[0] = ("client_id", PREMIUM.0);
    let code = world.code_for(&asked, SOPHIA);
    let (access, _) = pair(&world.exchange(PREMIUM, &code));
    let ask = |world: &mut World, subject: &str| {
        let fields =
            [("subject_token", subject), ("subject_token_type", ACCESS_TOKEN), ("requested_token_type", ID_TOKEN)];
        world.ask(PREMIUM, EXCHANGE, &fields)
    };
    let response = ask(&mut world, &access);
    let token = json(&response)["access_token"].as_str().unwrap().to_owned();
    assert_eq!(token.split('.').count(), 3);
    assert_eq!(
        text(&response),
        format!(
            r#"{{"access_token":"{token}","token_type":"N_A","expires_in":86399,"issued_token_type":"{ID_TOKEN}"}}"#
        )
    );
    let (foreign, _) = world.pair("openid", SOPHIA);
    let says = |response: &HttpResponse| json(response)["error_description"].as_str().unwrap().to_owned();
    assert_eq!(says(&ask(&mut world, &foreign)), "Clients can only exchange their own access_tokens for id_tokens");
    assert_eq!(says(&ask(&mut world, "nobody")), "access_token does not exist or is disabled");
    world.wait(631_138_519);
    assert_eq!(says(&ask(&mut world, &access)), "access_token has expired");
}
