//! What members keep beside records: guide `orcid-wire`, "Group-id records", "Permission notifications", "Webhooks".

use http::{Method, header};
use jiff::Timestamp;
use orcid_playground::{
    oauth::HttpResponse,
    sandbox::{CallOutcome, JournalEntry, WebhookCall},
};
use serde_json::{Value, json};

use crate::support::{self, ISSUER, MEMBER, PREMIUM, PUBLIC, ROBIN, SOPHIA, World, text};

fn token(world: &mut World, client: (&str, &str), scope: &str) -> String {
    let tokens = support::json(&world.ask(client, "client_credentials", &[("scope", scope)]));
    tokens["access_token"].as_str().unwrap_or_else(|| panic!("{scope}: {tokens}")).to_owned()
}

fn send(world: &mut World, method: Method, target: &str, token: &str, body: &str) -> HttpResponse {
    let content_type = if body.starts_with('<') { "application/xml" } else { "application/json" };
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", &*bearer), ("accept", "application/json"), ("content-type", content_type)];
    world.send(method, target, &headers, body)
}

/// Status and error code.
type Refused = (u16, u64);

/// Method, path, token, body, and how it is refused.
type Row<'a> = (Method, &'a str, &'a str, &'a str, Refused);

fn refused(response: &HttpResponse) -> Refused {
    let code = support::json(response)["error-code"].as_u64();
    (response.status().as_u16(), code.unwrap_or_else(|| panic!("{}", text(response))))
}

fn group(group_id: &str, name: &str) -> String {
    json!({"name": name, "group-id": group_id, "description": "Reviews.", "type": "publisher"}).to_string()
}

const GROUPS: &str = "/api/v3.0/group-id-record";

fn added(response: &HttpResponse) -> u64 {
    assert_eq!(response.status(), 201, "{}", text(response));
    assert!(response.body().is_empty());
    let location = response.headers()[header::LOCATION].to_str().unwrap();
    assert!(location.starts_with(&format!("{ISSUER}/api/v3.0/")), "{location}");
    location.rsplit('/').next().unwrap().parse().unwrap()
}

#[test]
fn a_group_is_added_read_changed_and_deleted() {
    let mut world = World::new();
    let token = token(&mut world, MEMBER, "/group-id-record/update");
    let response = send(&mut world, Method::POST, GROUPS, &token, &group("publons:playground", "Playground"));
    let put_code = added(&response);
    let one = format!("{GROUPS}/{put_code}");
    let read = send(&mut world, Method::GET, &one, &token, "");
    let expected = format!(
        r#"{{"name":"Playground","group-id":"publons:playground","description":"Reviews.","type":"publisher","put-code":{put_code}}}"#
    );
    assert_eq!(text(&read), expected);
    let xml = format!(
        r#"<g:group-id-record xmlns:g="http://www.orcid.org/ns/group-id" put-code="{put_code}"><g:name>New name</g:name>
        <g:group-id>publons:playground</g:group-id><g:description>x</g:description><g:type>conference</g:type>
        </g:group-id-record>"#
    );
    let changed = send(&mut world, Method::PUT, &one, &token, &xml);
    assert_eq!((changed.status().as_u16(), &support::json(&changed)["name"]), (200, &json!("New name")));
    assert_eq!(support::json(&send(&mut world, Method::GET, &one, &token, ""))["type"], "conference");
    assert_eq!(send(&mut world, Method::DELETE, &one, &token, "").status(), 204);
    assert_eq!(refused(&send(&mut world, Method::GET, &one, &token, "")), (400, 9026));
    let again = send(&mut world, Method::POST, GROUPS, &token, &group("publons:playground", "Playground"));
    assert!(added(&again) > put_code, "a number is given once");
}

#[test]
fn groups_are_listed_in_pages_and_found_by_name() {
    let mut world = World::new();
    let update = token(&mut world, MEMBER, "/group-id-record/update");
    for number in 1..=5 {
        added(&send(
            &mut world,
            Method::POST,
            GROUPS,
            &update,
            &group(&format!("publons:g{number}"), &format!("G {number}")),
        ));
    }
    let reader = token(&mut world, MEMBER, "/group-id-record/read");
    let mut list =
        |query: &str| support::json(&send(&mut world, Method::GET, &format!("{GROUPS}/{query}"), &reader, ""));
    let page = list("?page-size=2&page=2");
    let names: Vec<&str> =
        page["group-id-record"].as_array().unwrap().iter().map(|g| g["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["G 3", "G 4"]);
    assert_eq!((&page["total"], &page["page"], &page["page-size"]), (&json!(2), &json!(2), &json!(2)), "of this page");
    assert_eq!(list("")["page-size"], 100);
    assert_eq!(list("?page=9")["group-id-record"], json!([]));
    assert_eq!(list("?name=G+4")["group-id"], "publons:g4");
    assert_eq!(list("?group-id=publons:g5")["name"], "G 5");
    assert_eq!(
        list("?name=nobody"),
        json!({"name": null, "group-id": null, "description": null, "type": null, "put-code": null})
    );
    assert_eq!(list("?page-size=many")["error-code"], 9020);
    assert_eq!(list("?page=0")["error-code"], 9020);
}

#[test]
fn journals_are_orcids_own() {
    let mut world = World::new();
    let token = token(&mut world, MEMBER, "/group-id-record/update");
    let journal = group("issn:0317-8471", "My journal");
    assert_eq!(refused(&send(&mut world, Method::POST, GROUPS, &token, &group("issn:0317-8472", "x"))), (400, 9053));
    for _ in 0..2 {
        assert_eq!(refused(&send(&mut world, Method::POST, GROUPS, &token, &journal)), (409, 9025));
    }
    let found = support::json(&send(&mut world, Method::GET, &format!("{GROUPS}?group-id=issn:0317-8471"), &token, ""));
    assert_eq!((&found["name"], &found["type"]), (&json!("ISSN 0317-8471"), &json!("journal")));
    let one = format!("{GROUPS}/{}", found["put-code"]);
    assert_eq!(refused(&send(&mut world, Method::DELETE, &one, &token, "")), (403, 9010));
}

#[test]
fn refusals_of_groups() {
    let mut world = World::new();
    let mine = token(&mut world, MEMBER, "/group-id-record/update");
    let others = token(&mut world, PREMIUM, "/group-id-record/update");
    let put_code = added(&send(&mut world, Method::POST, GROUPS, &mine, &group("publons:mine", "Mine")));
    let one = format!("{GROUPS}/{put_code}");
    let with_number = group("publons:mine", "Mine").replace('{', &format!("{{\"put-code\":{put_code},"));
    let reader = token(&mut world, MEMBER, "/group-id-record/read");
    let public = token(&mut world, PUBLIC, "/read-public");
    let webhook = token(&mut world, PREMIUM, "/webhook");
    let reviewed = group("orcid-generated:playground-journal", "Reviews that a record has");
    let table: [Row<'_>; 17] = [
        (Method::POST, GROUPS, &mine, &group("publons:mine", "Again"), (409, 9025)),
        (Method::POST, GROUPS, &mine, &group("nonsense:1", "x"), (400, 9020)),
        (Method::POST, GROUPS, &mine, &with_number, (400, 9024)),
        (Method::POST, GROUPS, &mine, r#"{"name":"x"}"#, (400, 9047)),
        (Method::POST, GROUPS, &mine, &group("publons:a", "x").replace("publisher", "club"), (400, 9051)),
        (Method::POST, GROUPS, &mine, "{", (400, 9001)),
        (Method::PUT, &one, &mine, &group("publons:mine", "x"), (400, 9019)),
        (Method::PUT, &one, &others, &with_number, (403, 9010)),
        (Method::DELETE, &one, &others, "", (403, 9010)),
        (Method::PUT, "/api/v3.0/group-id-record/99", &mine, &with_number, (400, 9019)),
        (Method::DELETE, "/api/v3.0/group-id-record/99", &mine, "", (400, 9026)),
        (Method::GET, "/api/v3.0/group-id-record/one", &mine, "", (400, 9034)),
        (Method::GET, "/api/v3.0/group-id-record/1/2", &mine, "", (404, 9001)),
        (Method::DELETE, GROUPS, &mine, "", (405, 9001)),
        (Method::POST, GROUPS, &reader, &reviewed, (403, 9038)),
        (Method::GET, GROUPS, &webhook, "", (403, 9038)),
        (Method::GET, GROUPS, &public, "", (401, 9017)),
    ];
    for (method, target, token, body, expected) in table {
        let response = send(&mut world, method.clone(), target, token, body);
        assert_eq!(refused(&response), expected, "{method} {target} {body}: {}", text(&response));
    }
    let form =
        [("authorization", &*format!("Bearer {mine}")), ("content-type", "text/plain"), ("accept", "application/json")];
    assert_eq!(refused(&world.send(Method::POST, GROUPS, &form, "x")), (415, 9001));
    assert_eq!(refused(&world.read("/pub/v3.0/group-id-record", None)), (404, 9001));
}

#[test]
fn a_review_finds_its_group_and_a_journal_is_made_for_one() {
    let mut world = World::new();
    let groups = token(&mut world, MEMBER, "/group-id-record/update");
    let writer = world.token("/activities/update", SOPHIA);
    let rows = crate::bodies::sections();
    let mut review = rows.into_iter().find(|(singular, ..)| *singular == "peer-review").unwrap().3;
    let path = format!("{SOPHIA}/peer-review");
    // A journal, however its ISSN is written.
    review["review-group-id"] = "issn:03178471".into();
    let code = added(&world.write(Method::POST, &path, &writer, &review));
    let read = support::json(&world.read(&format!("/pub/v3.0/{path}/{code}"), None));
    assert_eq!(read["review-group-id"], "issn:0317-8471");
    let journal =
        support::json(&send(&mut world, Method::GET, &format!("{GROUPS}?group-id=issn:0317-8471"), &groups, ""));
    assert_eq!((&journal["name"], &journal["type"]), (&json!("ISSN 0317-8471"), &json!("journal")));
    // Any other group has to be there first, also when a review moves.
    let mut moved = review.clone();
    moved["put-code"] = code.into();
    moved["review-group-id"] = "publons:moved".into();
    let one = format!("{path}/{code}");
    assert_eq!(refused(&world.write(Method::PUT, &one, &writer, &moved)), (400, 9020));
    added(&send(&mut world, Method::POST, GROUPS, &groups, &group("publons:moved", "Moved")));
    let answer = world.write(Method::PUT, &one, &writer, &moved);
    assert_eq!((answer.status().as_u16(), &support::json(&answer)["review-group-id"]), (200, &json!("publons:moved")));
}

#[test]
fn a_group_with_reviews_stays() {
    let mut world = World::new();
    let reviews = support::json(&world.read(&format!("/pub/v3.0/{SOPHIA}/peer-reviews"), None));
    let group_id = reviews["group"][0]["peer-review-group"][0]["peer-review-summary"][0]["review-group-id"].clone();
    let group_id = group_id.as_str().unwrap_or_else(|| panic!("{reviews}"));
    let token = token(&mut world, MEMBER, "/group-id-record/update");
    send(&mut world, Method::POST, GROUPS, &token, &group(group_id, "Reviewed"));
    let found = support::json(&send(&mut world, Method::GET, &format!("{GROUPS}?group-id={group_id}"), &token, ""));
    let refusal = send(&mut world, Method::DELETE, &format!("{GROUPS}/{}", found["put-code"]), &token, "");
    assert_eq!(refused(&refusal), (409, 9040));
}

fn request_for(item: &str) -> String {
    json!({
        "notification-type": "permission",
        "authorization-url": {"path": "/oauth/authorize?client_id=APP-PLAYGROUND000003"},
        "notification-subject": "your works",
        "notification-intro": "We know of a work of yours.",
        "items": {"item": [{"item-type": "work", "item-name": item}]},
    })
    .to_string()
}

#[test]
fn a_notification_is_sent_read_and_archived() {
    let mut world = World::new();
    let token = token(&mut world, PREMIUM, "/premium-notification");
    let inbox = format!("/api/v3.0/{SOPHIA}/notification-permission");
    let put_code = added(&send(&mut world, Method::POST, &inbox, &token, &request_for("A work")));
    let one = format!("{inbox}/{put_code}");
    let read = support::json(&send(&mut world, Method::GET, &one, &token, ""));
    let keys: Vec<&str> = read.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "put-code notification-type authorization-url notification-subject notification-intro items created-date \
         sent-date read-date actioned-date archived-date source"
    );
    assert_eq!(read["authorization-url"]["uri"], format!("{ISSUER}/oauth/authorize?client_id=APP-PLAYGROUND000003"));
    assert_eq!(read["items"]["item"][0]["item-name"], "A work");
    assert_eq!(read["source"]["source-client-id"]["path"], PREMIUM.0);
    assert_eq!(read["archived-date"], Value::Null);
    let list = support::json(&send(&mut world, Method::GET, &inbox, &token, ""));
    assert_eq!(list["notification"].as_array().unwrap().len(), 1);
    let archived = send(&mut world, Method::DELETE, &one, &token, "");
    assert_eq!((archived.status().as_u16(), support::json(&archived)["archived-date"].is_i64()), (200, true));
    let when = support::json(&archived)["archived-date"].clone();
    world.wait(60);
    send(&mut world, Method::DELETE, &one, &token, "");
    assert_eq!(support::json(&send(&mut world, Method::GET, &one, &token, ""))["archived-date"], when, "once");
    let headers = [("authorization", &*format!("Bearer {token}")), ("accept", "application/xml")];
    let xml = world.send(Method::GET, &one, &headers, "");
    assert!(
        text(&xml).contains("<common:created-date>2026-11-22T12:00:00.000Z</common:created-date>"),
        "{}",
        text(&xml)
    );
}

#[test]
fn refusals_of_notifications() {
    let mut world = World::new();
    let mine = token(&mut world, PREMIUM, "/premium-notification");
    let inbox = format!("/api/v3.0/{SOPHIA}/notification-permission");
    added(&send(&mut world, Method::POST, &inbox, &mine, &request_for("A work")));
    let webhook = token(&mut world, PREMIUM, "/webhook");
    let body = request_for("A work");
    let numbered = body.replacen('{', "{\"put-code\":1,", 1);
    let of = |orcid: &str| format!("/api/v3.0/{orcid}/notification-permission");
    let table: [(Method, String, &str, &str, Refused); 10] = [
        (Method::POST, inbox.clone(), &mine, &numbered, (400, 9006)),
        (Method::POST, inbox.clone(), &mine, &body.replace("\"work\"", "\"song\""), (400, 9051)),
        (Method::POST, inbox.clone(), &mine, &body.replace("\"path\":\"/", "\"uri\":\"http://x y/"), (400, 9020)),
        (Method::POST, inbox.clone(), &webhook, &body, (403, 9038)),
        (Method::POST, of("0000-0000-0000-0000"), &mine, &body, (404, 9016)),
        (Method::POST, of("0000-0099-0000-0067"), &mine, &body, (409, 9018)),
        (Method::POST, of("0000-0099-0000-0075"), &mine, &body, (409, 9044)),
        (Method::GET, format!("{}/1", of(ROBIN)), &mine, "", (404, 9029)),
        (Method::GET, format!("{inbox}/one"), &mine, "", (404, 9001)),
        (Method::PUT, format!("{inbox}/1"), &mine, &body, (405, 9001)),
    ];
    for (method, target, token, body, expected) in table {
        let response = send(&mut world, method.clone(), &target, token, body);
        assert_eq!(refused(&response), expected, "{method} {target} {body}: {}", text(&response));
    }
    let switched_off = send(&mut world, Method::GET, &of("0000-0099-0000-0075"), &mine, "");
    assert_eq!(switched_off.status(), 200, "reading goes on");
}

const HOOK: &str = "http://127.0.0.1:18801/changed?of=sophia";

fn hook(uri: &str) -> String {
    let encoded = percent_encoding::utf8_percent_encode(uri, percent_encoding::NON_ALPHANUMERIC);
    format!("/api/{SOPHIA}/webhook/{encoded}")
}

#[test]
fn a_webhook_is_registered_once_and_unregistered_by_who_did() {
    let mut world = World::new();
    let mine = token(&mut world, PREMIUM, "/webhook");
    let first = send(&mut world, Method::PUT, &hook(HOOK), &mine, "");
    assert_eq!((first.status().as_u16(), first.body().len()), (201, 0));
    assert_eq!(first.headers()[header::LOCATION], format!("{ISSUER}{}", hook(HOOK)));
    assert_eq!(send(&mut world, Method::PUT, &hook(HOOK), &mine, "").status(), 204);
    let read = token(&mut world, PREMIUM, "/read-public");
    assert_eq!(refused(&send(&mut world, Method::PUT, &hook(HOOK), &read, "")), (403, 9038));
    assert_eq!(refused(&send(&mut world, Method::GET, &hook(HOOK), &mine, "")), (405, 9001));
    assert_eq!(refused(&send(&mut world, Method::PUT, &hook("http://a b"), &mine, "")), (400, 9012));
    assert_eq!(refused(&send(&mut world, Method::DELETE, &hook("http://127.0.0.1:1/"), &mine, "")), (404, 9028));
    let nobody = hook(HOOK).replace(SOPHIA, "0000-0000-0000-0000");
    assert_eq!(refused(&send(&mut world, Method::PUT, &nobody, &mine, "")), (404, 9011));
    assert_eq!(send(&mut world, Method::DELETE, &hook(HOOK), &mine, "").status(), 204);
    assert_eq!(refused(&send(&mut world, Method::DELETE, &hook(HOOK), &mine, "")), (404, 9028));
}

#[test]
fn each_change_of_the_record_calls_what_is_on_this_computer() {
    let mut world = World::new();
    let registers = token(&mut world, PREMIUM, "/webhook");
    let other = hook("http://127.0.0.1:18801/other").replace(SOPHIA, ROBIN);
    for target in [hook(HOOK), hook("https://example.org/hook"), other] {
        assert_eq!(send(&mut world, Method::PUT, &target, &registers, "").status(), 201);
    }
    let writes = world.token("/person/update", SOPHIA);
    let keywords = format!("/api/v3.0/{SOPHIA}/keywords");
    assert!(world.calls.is_empty());
    let put_code = added(&send(&mut world, Method::POST, &keywords, &writes, r#"{"content":"one"}"#));
    assert_eq!(std::mem::take(&mut world.calls), [call()]);
    let one = format!("{keywords}/{put_code}");
    send(&mut world, Method::PUT, &one, &writes, &format!(r#"{{"put-code":{put_code},"content":"two"}}"#));
    assert_eq!(std::mem::take(&mut world.calls), [call()]);
    assert_eq!(send(&mut world, Method::POST, &keywords, &writes, "{").status(), 400);
    assert!(world.calls.is_empty(), "nothing changed");
    send(&mut world, Method::DELETE, &one, &writes, "");
    assert_eq!(std::mem::take(&mut world.calls), [call()]);
}

/// A file of the journal rebuilds it all.
#[test]
fn what_members_keep_is_in_the_journal() {
    let mut world = World::new();
    let (groups, hooks) =
        (token(&mut world, PREMIUM, "/group-id-record/update"), token(&mut world, PREMIUM, "/webhook"));
    let notifies = token(&mut world, PREMIUM, "/premium-notification");
    let inbox = format!("/api/v3.0/{SOPHIA}/notification-permission");
    for name in ["publons:one", "publons:two"] {
        added(&send(&mut world, Method::POST, GROUPS, &groups, &group(name, name)));
        added(&send(&mut world, Method::POST, &inbox, &notifies, &request_for(name)));
        send(&mut world, Method::PUT, &hook(&format!("http://127.0.0.1:1/{name}")), &hooks, "");
    }
    send(&mut world, Method::DELETE, &format!("{GROUPS}/1"), &groups, "");
    send(&mut world, Method::DELETE, &format!("{inbox}/1"), &notifies, "");
    send(&mut world, Method::DELETE, &hook("http://127.0.0.1:1/publons:one"), &hooks, "");
    let status = format!(r#"{{"orcid":"{ROBIN}","status":"locked"}}"#);
    let headers = [("content-type", "application/json")];
    assert_eq!(world.send(Method::POST, "/_sandbox/record-status", &headers, &status).status(), 200);
    let mut again = support::sandbox();
    for entry in &world.journal {
        again.replay(&JournalEntry::parse(&entry.line()).unwrap()).unwrap();
    }
    assert!(world.sandbox.same_state(&again));
}

fn state(world: &mut World) -> Value {
    support::json(&world.get("/_sandbox/state"))["webhooks"].clone()
}

fn call() -> WebhookCall {
    WebhookCall {
        orcid: SOPHIA.parse().unwrap(),
        registered: HOOK.to_owned(),
        url: HOOK.to_owned(),
        after: std::time::Duration::ZERO,
        attempt: 1,
    }
}

#[test]
fn what_came_of_a_call_is_noted_and_a_failure_tried_again() {
    let mut world = World::new();
    let token = token(&mut world, PREMIUM, "/webhook");
    send(&mut world, Method::PUT, &hook(HOOK), &token, "");
    send(&mut world, Method::PUT, &hook("https://example.org/hook"), &token, "");
    let webhooks = state(&mut world);
    assert_eq!((&webhooks[0]["uri"], &webhooks[0]["not_called_because"]), (&json!(HOOK), &Value::Null));
    let why = webhooks[1]["not_called_because"].as_str().unwrap();
    assert!(why.contains("calls this computer only"), "{why}");
    let now: Timestamp = world.now;
    let mut next = Some(call());
    let mut waits = Vec::new();
    while let Some(call) = next {
        waits.push(call.after.as_secs());
        next = world.sandbox.webhook_called(&call, CallOutcome::Failed("nobody listens".into()), now).1;
    }
    assert_eq!(waits, [0, 1, 2], "three attempts, each later than the one before");
    let webhooks = state(&mut world);
    assert_eq!((&webhooks[0]["calls"], &webhooks[0]["last_call"]), (&json!(3), &json!({"failed": "nobody listens"})));
    let (entry, again) = world.sandbox.webhook_called(&call(), CallOutcome::Answered(204), now);
    assert_eq!(again, None);
    assert!(entry.line().contains(r#""outcome":{"answered":204}"#), "{}", entry.line());
    assert_eq!(state(&mut world)[0]["last_call"], json!({"answered": 204}));
    assert!(world.sandbox.webhook_called(&call(), CallOutcome::Answered(302), now).1.is_some(), "only 2xx is success");
    send(&mut world, Method::DELETE, &hook(HOOK), &token, "");
    assert_eq!(
        world.sandbox.webhook_called(&call(), CallOutcome::Answered(500), now).1,
        None,
        "unregistered meanwhile"
    );
}
