use std::collections::{BTreeSet, HashSet};

use super::*;

#[test]
fn every_text_is_whole_and_every_source_exists() {
    let guide = include_str!("../../../assets/guides/orcid-wire.md");
    let sections_of = |guide: &'static str| guide.lines().filter_map(|line| line.strip_prefix("## "));
    let sections: BTreeSet<&str> = sections_of(guide).collect();
    let of_the_sandbox: BTreeSet<&str> = sections_of(include_str!("../../../assets/guides/sandbox.md")).collect();
    for term in all() {
        let name = &term.names[0];
        for (label, text) in term.sections() {
            let whole = label == "Sources" || text.ends_with(['.', ')', '…', '!', '?']);
            assert!(whole && text.trim() == text, "{name}, {label}: {text}");
        }
        assert!(!term.sources.is_empty(), "{name} names no source");
        for source in &term.sources {
            match source.split_once(": ") {
                Some(("orcid-wire", section)) => assert!(sections.contains(section), "{name}: no section {section:?}"),
                Some(("sandbox", section)) => {
                    assert!(of_the_sandbox.contains(section), "{name}: no section {section:?}")
                }
                Some(_) | None => {
                    assert!(source.starts_with("RFC ") || source.starts_with("OpenID "), "{name}: {source}")
                }
            }
        }
        for (place, part) in &term.parts {
            assert!(find(*place, part).is_some(), "{name}: {part} in {place} is not explained");
        }
    }
}

#[test]
fn no_name_stands_twice_in_one_place() {
    let mut seen = HashSet::new();
    for term in all() {
        for pair in term.places.iter().flat_map(|place| term.names.iter().map(move |name| (place, name))) {
            assert!(seen.insert(pair), "{pair:?} stands twice");
        }
    }
}

#[test]
fn the_longest_end_of_a_path_counts() {
    let of = |path: &str| find(Place::Record, path).map(|term| term.names[0].as_str());
    assert_eq!(of("person/emails/path"), Some("path"));
    assert_eq!(of("person/name/path"), Some("name/path"));
    assert_eq!(of("result/orcid-identifier/path"), Some("orcid-identifier/path"));
    assert_eq!(of("record/person/@path"), Some("path"), "an attribute is a member of JSON");
    assert_eq!(of("orcid-identifier/nothing"), None);
    assert_ne!(find(Place::AuthorizationRequest, "client_id"), find(Place::TokenRequest, "client_id"));
    assert!(find(Place::RequestHeader, "Content-Type").is_some());
}

#[test]
fn paths_are_read_as_both_formats_write_them() {
    assert_eq!(plain_path(".group[3].\"work-summary\"[0].title"), "group/work-summary/title");
    assert_eq!(plain_path("/record:record/person:person[1]/@path"), "record/person/@path");
    assert_eq!(plain_path("."), "");
    // A key may be anything, and what is typed may end anywhere.
    assert_eq!(plain_path(r#"."a\"[b"[0].c"#), "a\"[b/c");
    for (broken, rest) in [(".[", ""), (".a[0", "a"), (".\"a", "\"a"), ("[", ""), ("/a:[", ""), (".\"", "\"")] {
        assert_eq!(plain_path(broken), rest, "{broken}");
    }
}

#[test]
fn names_are_found_wherever_they_stand() {
    let places = |text: &str| named(text).iter().flat_map(|term| term.places.clone()).collect::<Vec<_>>();
    assert_eq!(places("state"), [Place::AuthorizationRequest, Place::Callback]);
    assert!(places("content-type").contains(&Place::RequestHeader));
    assert!(places("Put-Code").contains(&Place::Record));
    assert_eq!(places("/read-limited"), [Place::Scope]);
    assert_eq!(places("at_hash"), [Place::Claim]);
    assert_eq!(places(".person.\"other-names\""), [Place::Record]);
    assert_eq!(places("refresh_token=").len(), 0);
    assert_eq!(places("9016"), [Place::Value]);
    assert!(places("").is_empty() && places("two words").is_empty());
}

#[test]
fn values_have_things_inside() {
    let of = |place, name: &str, value: &str| {
        inside(place, name, value).into_iter().map(|inner| inner.name).collect::<Vec<_>>()
    };
    assert_eq!(of(Place::TokenResponse, "scope", "/read-limited openid nobody"), ["/read-limited", "openid"]);
    assert_eq!(of(Place::RequestHeader, "authorization", "Bearer x"), ["authorization=bearer"]);
    assert_eq!(of(Place::TokenRequest, "grant_type", "refresh_token"), ["grant_type=refresh_token"]);
    assert_eq!(
        of(Place::ResponseHeader, "location", "http://127.0.0.1:18801/callback?code=a&state=b"),
        ["code", "state"]
    );
    assert_eq!(of(Place::Record, "error-code", "9016"), ["error-code=9016"]);
}

#[test]
fn a_url_is_made_of_parts() {
    let of = |url: &str| {
        let parts = url::parts(url);
        parts.into_iter().map(|part| format!("{}={}", part.name, &url[part.range])).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        of("https://orcid.org/oauth/authorize?a=b"),
        "https=https orcid.org=orcid.org /oauth/authorize=/oauth/authorize"
    );
    assert_eq!(
        of("/api/v3.0/0000-0002-4456-8947/work/12"),
        "/api=/api version=v3.0 {orcid}=0000-0002-4456-8947 work=work {put-code}=12"
    );
    assert_eq!(of("http://[::1]:80/cb"), "http=http loopback=[::1] port=80 path=/cb");
    assert_eq!(
        of("/pub/v3.0/0000-0002-4456-8947/nonsense"),
        "/pub=/pub version=v3.0 {orcid}=0000-0002-4456-8947 segment=nonsense"
    );
    assert_eq!(of(""), "");
    let url = "http://x/cb?code=a&state=b#error=c";
    let names: Vec<_> = url::parameters(url, Place::Callback).into_iter().map(|part| part.name).collect();
    assert_eq!(names, ["code", "state", "error"]);
}
