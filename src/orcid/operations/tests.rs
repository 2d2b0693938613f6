use std::collections::HashSet;

use super::{
    template::{BodyFormat, body, names, put_code, with_put_code},
    *,
};
use crate::oauth::ScopeSet;

fn holder(scopes: &str, orcid: Option<&str>) -> Holder {
    Holder {
        token: true,
        scopes: Some(ScopeSet::parse(scopes)),
        orcid: orcid.map(str::to_owned),
        client_id: "APP-1".to_owned(),
        dead: false,
    }
}

const SOPHIA: &str = "0000-0002-4456-8947";

#[test]
fn the_table_is_whole() {
    let mut names = HashSet::new();
    for operation in all() {
        assert!(names.insert(&operation.name), "{} stands twice", operation.name);
        assert!(operation.about.ends_with('.') && operation.path.starts_with('/'), "{}", operation.name);
        for scope in [&operation.scope, &operation.instead, &operation.limited].into_iter().flatten() {
            assert!(crate::orcid::scopes::find(scope).is_some(), "{}: {scope}", operation.name);
        }
        for name in operation.fields() {
            assert!(field(name).is_some(), "{}: {name}", operation.name);
        }
        // What changes something needs a token and the member API, and a body where HTTP expects one.
        if operation.writes() {
            assert!(operation.scope.is_some() && operation.api == Api::Member, "{}", operation.name);
        }
        assert_eq!(
            operation.body.is_some(),
            matches!(operation.method, Method::POST | Method::PUT) && !operation.path.contains("webhook"),
            "{}",
            operation.name
        );
    }
    assert_eq!(all().len(), 118);
}

#[test]
fn every_body_has_its_template_and_every_template_its_use() {
    let used: HashSet<&str> = all().iter().filter_map(|operation| operation.body.as_deref()).collect();
    assert_eq!(used, names().collect());
    for name in names() {
        let json = body(name, BodyFormat::Json, None, |_| None).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap().is_object(), "{name}");
        for format in [BodyFormat::Json, BodyFormat::Xml] {
            let text = body(name, format, Some("77"), |_| Some("APP-1".to_owned())).unwrap();
            assert_eq!(put_code(&text, format).as_deref(), Some("77"), "{name}");
            assert!(!text.contains("{client_id}"), "{name}");
            assert_eq!(put_code(&with_put_code(&text, format, "78"), format).as_deref(), Some("78"), "{name}");
            assert_eq!(BodyFormat::guess(&text), Some(format));
        }
    }
}

#[test]
fn paths_are_filled_and_recognised() {
    for operation in all() {
        let path = operation.fill(|name| {
            Some(
                match name {
                    "orcid" => SOPHIA,
                    "put-code" | "id" => "12",
                    "put-codes" => "12,13",
                    "uri" => "https://example.org/a b?c=d",
                    other => field(other).map_or("x", |field| field.default.as_str()),
                }
                .to_owned(),
            )
            .filter(|value| !value.is_empty())
            .or_else(|| Some("APP-1".to_owned()))
        });
        assert!(!path.contains('{') && !path.contains(' '), "{path}");
        let whole = if operation.root { path } else { format!("/api/v3.0{path}") };
        let target = whole.split('?').next().unwrap();
        assert_eq!(recognise(&operation.method, target).map(|it| &it.name), Some(&operation.name), "{target}");
    }
    let webhook = find("add-webhook").unwrap().fill(|name| Some(name.to_owned() + "://x/y"));
    assert!(webhook.ends_with("uri%3A%2F%2Fx%2Fy"), "{webhook}");
    assert!(find("read-work").unwrap().fill(|_| None).ends_with("/{orcid}/work/{put-code}"));
    assert!(recognise(&Method::GET, "/v3.0/0000-0002-4456-8947/works/summary/1").is_none());
}

#[test]
fn scopes_are_inherited() {
    let add = find("add-work").unwrap();
    assert!(holder("/activities/update", Some(SOPHIA)).may(add).is_yes());
    assert!(holder("/orcid-works/create", Some(SOPHIA)).may(add).is_yes());
    assert!(!holder("/orcid-works/create", Some(SOPHIA)).may(find("update-work").unwrap()).is_yes());
    let lacks = holder("/authenticate /read-limited", Some(SOPHIA)).may(add);
    assert!(lacks.words().unwrap().contains("lacks /activities/update"));
    let own = holder("/read-public", None);
    assert!(own.may(add).words().unwrap().contains("the client's own"));
    assert!(own.may(find("read-record").unwrap()).is_yes());
    let webhook = find("add-webhook").unwrap();
    assert!(holder("/activities/update", Some(SOPHIA)).may(webhook).words().unwrap().contains("client credentials"));
    assert!(holder("/webhook", None).may(webhook).is_yes());
    assert!(!Holder { dead: true, ..holder("/webhook", None) }.may(webhook).is_yes());
}

#[test]
fn the_host_follows_the_token() {
    let read = find("read-record").unwrap();
    let nobody = Holder::default();
    assert_eq!(read.host(&nobody), ApiHost::Public);
    assert!(nobody.may(read).is_yes() && !nobody.may_at(read, ApiHost::Member).is_yes());
    assert_eq!(read.host(&holder("/authenticate", Some(SOPHIA))), ApiHost::Public);
    let member = holder("/read-limited", Some(SOPHIA));
    assert_eq!((read.host(&member), member.may(read)), (ApiHost::Member, Verdict::Yes(None)));
    assert!(member.may_at(find("add-work").unwrap(), ApiHost::Public).words().unwrap().contains("member API"));
    let local = Environment::local("http://127.0.0.1:18800");
    let url = |text: &str| ApiHost::of(&text.parse().unwrap(), &local);
    assert_eq!(url("http://127.0.0.1:18800/api/v3.0/x"), Some(ApiHost::Member));
    assert_eq!(url("http://127.0.0.1:18800/pubx"), None);
    assert_eq!(
        find("add-webhook").unwrap().url(&local, ApiHost::Member, |_| Some("x".to_owned())),
        "http://127.0.0.1:18800/api/x/webhook/x"
    );
}
