//! Hosts, headers, the pages of our own.

use bytes::Bytes;
use http::Method;
use orcid_playground::sandbox::{Era, ready, respond};

use crate::support::{self, CALLBACK, SOPHIA, World, asking, block, text};

#[test]
fn the_ready_object_names_everything() {
    let mut world = World::new();
    let value = ready(&world.sandbox);
    let keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "issuer authorization_endpoint token_endpoint revocation_endpoint userinfo_endpoint jwks_uri public_api \
         member_api control certificate clients researchers"
    );
    assert_eq!(value["clients"][0]["client_id"], support::MEMBER.0);
    assert_eq!(value["clients"][0]["redirect_uris"][0], CALLBACK);
    assert_eq!(value["researchers"][0], serde_json::json!({"orcid": SOPHIA, "name": "Sophia Garcia"}));
    assert_eq!(support::json(&world.get("/_sandbox/ready")), value);
    for (origin, status) in
        [("https://evil.example", 403), ("http://localhost:3000", 403), ("null", 403), ("http://127.0.0.1:18800", 200)]
    {
        let response = world.send(Method::GET, "/_sandbox/ready", &[("origin", origin)], "");
        assert_eq!(response.status(), status, "{origin}");
    }
}

#[test]
fn only_our_own_names_are_answered() {
    let mut world = World::new();
    let mut status = |host: &str, path: &str| {
        world.send(Method::GET, path, &[("host", host), ("accept", "application/json")], "").status().as_u16()
    };
    assert_eq!(status("127.0.0.1:18800", "/"), 200);
    assert_eq!(status("localhost:4711", "/"), 200);
    assert_eq!(status("evil.example", "/"), 421);
    assert_eq!(status("evil.example", "/_sandbox/ready"), 421);
    let record = format!("/v3.0/{SOPHIA}/record");
    assert_eq!(status("pub.localhost:18800", &record), 200);
    assert_eq!(status("api.localhost:18800", &record), 403);
    assert_eq!(status("localhost:18800", &format!("/pub{record}")), 200);
    assert_eq!(status("localhost:18800", &record), 404);
}

#[test]
fn absolute_uris_need_no_host_header() {
    let mut world = World::new();
    let request = http::Request::get(format!("{}/", support::ISSUER)).body(Bytes::new()).unwrap();
    assert_eq!(respond(&mut world.sandbox, &request, world.now).response.status(), 200);
    let request = http::Request::get("/").body(Bytes::new()).unwrap();
    assert_eq!(respond(&mut world.sandbox, &request, world.now).response.status(), 400);
}

#[test]
fn pages_load_and_run_nothing() {
    let mut world = World::new();
    let sign_in = world.authorize(&asking("/authenticate"));
    let consent = world.sign_in(&asking("/authenticate"), SOPHIA);
    let error = world.authorize(&asking(""));
    let index = world.get("/");
    let missing = world.get("/nothing");
    assert_eq!(missing.status(), 404);
    for page in [sign_in, consent, error, index, missing] {
        let policy = page.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        let html = text(&page);
        assert!(html.contains("every researcher is fictional"));
        for forbidden in ["src=", "type=\"password\"", "@import", "url(", "<link", "style=\""] {
            assert!(!html.contains(forbidden), "{forbidden} in {html}");
        }
        assert_eq!(html.matches("<script").count(), 1);
        // The hash in the policy is that of the style sheet as it stands in the page.
        let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, style.as_bytes());
        use base64::Engine;
        assert!(policy.contains(&base64::engine::general_purpose::STANDARD.encode(hash)));
        block(&page);
    }
}

#[test]
fn the_cookie_is_out_of_reach() {
    let mut world = World::new();
    let page = world.authorize(&asking("/authenticate"));
    let answer = world.submit(&block(&page), &[("orcid", SOPHIA)]);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("sandbox_session_18800=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
    let first = world.cookie.clone();
    world.submit(&block(&page), &[("orcid", SOPHIA)]);
    assert_ne!(world.cookie, first, "each sign-in has an id of its own");
}

#[test]
fn the_page_of_registration_takes_any_query() {
    for era in [Era::Current, Era::Classic] {
        let mut world = World::of(era);
        for target in
            ["/register", "/register?client_id=nonsense&x=%20", "/register?email=a@b.example&show_login=false"]
        {
            let page = world.get(target);
            assert_eq!((page.status().as_u16(), &block(&page)["page"]), (200, &"sign-in".into()), "{target}");
        }
        // The request that it carries goes on behind it.
        let page = world.get(&format!("/register?{}", support::query(&asking("/authenticate"))));
        let chosen = world.submit(&block(&page), &[("orcid", SOPHIA)]);
        assert!(support::location(&chosen).starts_with("/oauth/authorize?client_id="), "{chosen:?}");
    }
}

#[test]
fn other_sites_ask_who_is_signed_in_and_sign_out() {
    let mut world = World::new();
    let status = |world: &mut World, query: &str| text(&world.get(&format!("/userStatus.json{query}"))).to_owned();
    assert_eq!(status(&mut world, ""), r#"{"loggedIn":false}"#);
    world.sign_in(&asking("/authenticate"), SOPHIA);
    assert_eq!(status(&mut world, ""), r#"{"loggedIn":true}"#);
    assert_eq!(status(&mut world, "?callback=jQuery1_2&_=3"), r#"jQuery1_2({"loggedIn":true})"#);
    for unnamed in ["?callback=alert(1)//", "?callback=%3Cscript%3E", "?callback=", "?callback=1a", "?logUserOut=false"]
    {
        assert_eq!(status(&mut world, unnamed), r#"{"loggedIn":true}"#, "{unnamed}");
    }
    let left = world.send(Method::GET, "/userStatus.json?logUserOut=true", &[("origin", "https://app.example")], "");
    assert_eq!(text(&left), r#"{"loggedIn":false}"#);
    assert_eq!(left.headers()["access-control-allow-origin"], "https://app.example");
    assert_eq!(left.headers()["access-control-allow-credentials"], "true");
    assert!(world.cookie.is_none(), "the browser forgets it");
    assert!(world.journal.iter().any(|entry| format!("{entry:?}").contains("SessionClosed")), "and so does the server");
    assert_eq!(block(&world.authorize(&asking("/authenticate")))["page"], "sign-in");
    assert_eq!(world.send(Method::DELETE, "/userStatus.json", &[], "").status(), 405);
}

#[test]
fn a_head_has_no_body() {
    let mut world = World::new();
    let response = world.send(Method::HEAD, "/", &[], "");
    assert_eq!((response.status().as_u16(), response.body().len()), (200, 0));
    assert_eq!(world.send(Method::DELETE, "/", &[], "").status(), 405);
}

#[test]
fn the_sign_in_page_knows_whom_the_client_expects() {
    let mut world = World::new();
    let mut asked = asking("/authenticate");
    asked.push(("orcid", support::SAKURA));
    let page = world.authorize(&asked);
    assert!(text(&page).contains(&format!(r#"value="{}" class="person hinted" autofocus"#, support::SAKURA)));
    for (name, value, expected) in [
        ("email", "S.Garcia@university.example", support::SOPHIA),
        ("orcid", "https://orcid.org/0000-0002-4456-8947", support::SOPHIA),
    ] {
        asked.truncate(4);
        asked.push((name, value));
        assert!(
            text(&world.authorize(&asked)).contains(&format!(r#"value="{expected}" class="person hinted" autofocus"#))
        );
    }
    asked.truncate(4);
    asked.extend([("email", "s.garcia@university.example"), ("orcid", support::SAKURA)]);
    assert!(
        text(&world.authorize(&asked))
            .contains(&format!(r#"value="{}" class="person hinted" autofocus"#, support::SAKURA))
    );
    let unknown = world.submit(&block(&page), &[("orcid", "0000-0001-2345-6789")]);
    assert_eq!(unknown.status(), 400);
}

#[test]
fn a_redirect_uri_is_registered_once() {
    let mut world = World::new();
    world.sandbox.register_redirect_uri("http://127.0.0.1:9/cb");
    world.sandbox.register_redirect_uri("http://127.0.0.1:9/cb");
    let all: Vec<_> = world.sandbox.redirect_uris().collect();
    assert_eq!(all, [CALLBACK, "http://127.0.0.1:9/cb", "https://developers.google.com/oauthplayground"]);
}

/// The code cites the guide by its section titles; a title that is gone would leave the reader with nothing.
#[test]
fn every_cited_section_of_the_guide_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(root.join("assets/guides/orcid-wire.md")).unwrap();
    let titles: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let mut cited = 0;
    let mut open = vec![root.join("src")];
    while let Some(folder) = open.pop() {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let words: Vec<&str> =
                source.split_whitespace().filter(|word| !matches!(*word, "//!" | "///" | "//")).collect();
            let flat = words.join(" ");
            for citation in flat.split("guide `orcid-wire`").skip(1) {
                // `, "One", "Two"`: titles until something else follows.
                let mut rest = citation;
                while let Some(quoted) = rest.strip_prefix(", \"") {
                    let (title, behind) = quoted.split_once('"').unwrap();
                    assert!(titles.contains(&title), "{} cites \"{title}\"", path.display());
                    cited += 1;
                    rest = behind;
                }
            }
        }
    }
    assert!(cited > 10, "the citations are found at all: {cited}");
}
