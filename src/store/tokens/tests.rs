//! Tests of the token store.

use std::fs;
use std::path::Path;

use bytes::Bytes;

use super::*;
use crate::{oauth::Standing, store::Paths};

fn token(time: &str, environment: &str, body: &[u8]) -> NewToken {
    NewToken {
        received_at: time.parse().unwrap(),
        environment: environment.into(),
        issuer: "http://127.0.0.1:18800".into(),
        token_endpoint: "http://127.0.0.1:18800/oauth/token".into(),
        client_id: "APP-PLAYGROUND000001".into(),
        grant_type: "authorization_code".into(),
        requested_scope: Some("/read-limited".into()),
        redirect_uri: Some("http://127.0.0.1:18801/callback".into()),
        nonce: None,
        response: http::Response::builder()
            .status(200)
            .header("content-type", "application/json;charset=UTF-8")
            .header("x-odd", http::HeaderValue::from_bytes(b"caf\xe9").unwrap())
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2")
            .body(Bytes::copy_from_slice(body))
            .unwrap(),
    }
}

const BODY: &[u8] = b"{ \"access_token\":\"53737721-0000\",\r\n\"orcid\" : \"0000-0002-4456-8947\"}  ";

#[test]
fn what_was_received_comes_back_to_the_byte() {
    let root = tempfile::tempdir().unwrap();
    for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
        for body in [BODY, b"<html>", b"", b"\xff\xfe{", "{\"name\":\"\u{202e}\u{1}ü\"}".as_bytes()] {
            let new = token("2026-11-22T00:23:56.123456Z", "local", body);
            let id = store.save_token(&new).unwrap().id;
            let found = store.find_token(&id).unwrap();
            assert_eq!(found.token.response.body(), body);
            assert_eq!(found.token.response.headers(), new.response.headers());
            assert_eq!(found.token.received_at, new.received_at);
            assert_eq!(found.response().is_some(), body == BODY);
        }
    }
}

#[test]
fn the_file_says_what_it_answers_to() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let saved = store.save_token(&token("2026-11-22T00:23:56.123Z", "local", BODY)).unwrap();
    assert_eq!(saved.path, store.paths().tokens().join("20261122T002356.123Z-local.json"));
    insta::assert_snapshot!(fs::read_to_string(&saved.path).unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&saved.path), mode(&store.paths().tokens())), (0o600, 0o700));
    }
}

#[test]
fn names_sort_are_short_and_free_of_anything_odd() {
    let store = Store::ephemeral();
    let id = |time, environment| store.save_token(&token(time, environment, BODY)).unwrap().id;
    assert_eq!(id("2026-11-22T00:00:00Z", "local"), "20261122T000000.000Z-local");
    assert_eq!(id("2026-11-22T00:00:00Z", "local"), "20261122T000000.000Z-local-2");
    assert_eq!(
        id("2026-11-21T00:00:00Z", "https://Auth.example.org:8080/x"),
        "20261121T000000.000Z-auth-example-org-8080-x"
    );
    assert_eq!(id("2026-11-23T00:00:00Z", "../../é"), "20261123T000000.000Z-other");
    let ids: Vec<_> = store.tokens().unwrap().tokens.into_iter().map(|token| token.id).collect();
    assert_eq!(
        ids,
        [
            "20261123T000000.000Z-other",
            "20261122T000000.000Z-local-2",
            "20261122T000000.000Z-local",
            "20261121T000000.000Z-auth-example-org-8080-x"
        ]
    );
}

#[test]
fn tokens_are_found_by_a_beginning_and_forgotten() {
    let store = Store::ephemeral();
    for time in ["2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", "2026-11-22T00:00:00Z"] {
        store.save_token(&token(time, "local", BODY)).unwrap();
    }
    assert_eq!(store.find_token("20261121").unwrap().id, "20261121T000000.000Z-local");
    assert_eq!(store.find_token("20261122T000000.000Z-local").unwrap().id, "20261122T000000.000Z-local");
    let ambiguous = store.find_token("20261122").unwrap_err();
    assert!(matches!(&ambiguous, StoreError::AmbiguousToken { ids, .. } if ids.len() == 2), "{ambiguous}");
    assert!(matches!(store.find_token("2027"), Err(StoreError::NoToken(_))));
    assert!(matches!(store.find_token(""), Err(StoreError::NoToken(_))));
    assert_eq!(store.forget_token("20261121").unwrap(), "20261121T000000.000Z-local");
    assert_eq!(store.tokens().unwrap().tokens.len(), 2);
}

#[test]
fn a_revoked_token_stays_and_says_so() {
    let root = tempfile::tempdir().unwrap();
    let now = "2026-11-23T00:00:00Z".parse().unwrap();
    for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
        let pair = br#"{"access_token":"a-1","refresh_token":"r-1"}"#;
        let first = store.save_token(&token("2026-11-21T00:00:00Z", "local", pair)).unwrap();
        let other = store.save_token(&token("2026-11-22T00:00:00Z", "local", BODY)).unwrap();
        assert_eq!(store.mark_revoked(&"r-1".into(), now).unwrap(), [first.id.as_str()]);
        let marked = store.find_token(&first.id).unwrap();
        assert_eq!((marked.revoked_at, marked.token.response.body().as_ref()), (Some(now), &pair[..]));
        assert_eq!(marked.token.response.headers(), first.token.response.headers());
        assert_eq!(store.find_token(&other.id).unwrap().revoked_at, None);
        // The first time counts; an unknown token marks nothing.
        for token in ["a-1", "nothing"] {
            assert!(store.mark_revoked(&token.into(), now).unwrap().is_empty());
        }
    }
}

#[test]
fn what_the_server_thinks_is_kept_beside_the_answer() {
    let root = tempfile::tempdir().unwrap();
    let at = |time: &str| time.parse::<Timestamp>().unwrap();
    for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
        let pair = br#"{"access_token":"a-1","refresh_token":"r-1","expires_in":600}"#;
        let new = NewToken { nonce: Some("n1".into()), ..token("2026-11-21T00:00:00Z", "local", pair) };
        let id = store.save_token(&new).unwrap().id;
        let standing = |now| store.find_token(&id).unwrap().record().standing(at(now));
        assert_eq!(standing("2026-11-21T00:05:00Z"), Standing::Unknown);
        assert_eq!(store.mark_seen(&"a-1".into(), Seen::Live, at("2026-11-21T00:01:00Z")).unwrap(), [id.as_str()]);
        assert_eq!(standing("2026-11-21T00:05:00Z"), Standing::Live);
        assert_eq!(store.mark_revoked(&"a-1".into(), at("2026-11-21T00:02:00Z")).unwrap().len(), 1);
        assert_eq!(standing("2026-11-21T00:05:00Z"), Standing::Revoked);
        store.mark_seen(&"a-1".into(), Seen::CodeReused, at("2026-11-21T00:03:00Z")).unwrap();
        let kept = store.find_token(&id).unwrap();
        assert_eq!(kept.seen, Some((Seen::CodeReused, at("2026-11-21T00:03:00Z"))));
        assert_eq!((kept.token.nonce.as_deref(), kept.token.response.body().as_ref()), (Some("n1"), &pair[..]));
        assert_eq!(standing("2026-11-21T00:10:00Z"), Standing::Expired);
        // What is forgotten is not brought back by a word about it.
        store.forget_token(&id).unwrap();
        assert!(store.mark_seen(&"a-1".into(), Seen::Live, at("2026-11-21T00:04:00Z")).unwrap().is_empty());
        assert!(store.tokens().unwrap().tokens.is_empty());
    }
}

#[test]
fn a_fragment_is_kept_as_it_came_and_read_like_any_answer() {
    let store = Store::ephemeral();
    let fragment = b"access_token=a-1&token_type=bearer&expires_in=599&id_token=x.y.z";
    let new = NewToken { grant_type: "implicit".into(), ..token("2026-11-21T00:00:00Z", "local", fragment) };
    let kept = store.save_token(&new).unwrap();
    let response = store.find_token(&kept.id).unwrap().response().unwrap();
    assert_eq!((response.access_token.expose(), response.expires_in), ("a-1", Some(599)));
    assert_eq!(store.mark_seen(&"a-1".into(), Seen::Live, Timestamp::UNIX_EPOCH).unwrap(), [kept.id]);
}

#[test]
fn a_pasted_answer_is_kept_as_it_was_pasted_and_read_like_any() {
    let root = tempfile::tempdir().unwrap();
    for store in [Store::ephemeral(), Store::at(Paths::at(root.path()))] {
        let pasted = b"{\n  \"access_token\": \"a-1\", \"refresh_token\": \"r-1\"}";
        let new = NewToken {
            grant_type: crate::oauth::PASTED.into(),
            requested_scope: None,
            ..token("2026-11-21T00:00:00Z", "local", pasted)
        };
        let id = store.save_token(&new).unwrap().id;
        let kept = store.find_token(&id).unwrap();
        assert_eq!(kept.token.response.body().as_ref(), pasted);
        assert_eq!(kept.token.grant_type, "pasted");
        let response = kept.response().unwrap();
        assert_eq!(response.refresh_token.unwrap().expose(), "r-1");
    }
}

#[test]
fn what_cannot_be_read_is_named_and_stays() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::at(Paths::at(root.path()));
    let saved = store.save_token(&token("2026-11-22T00:00:00Z", "local", BODY)).unwrap();
    let whole = fs::read_to_string(&saved.path).unwrap();
    let folder = store.paths().tokens();
    fs::write(folder.join("a.json"), &whole[..whole.len() / 2]).unwrap();
    fs::write(folder.join("b.json"), whole.replace("\"version\": 1", "\"version\": 2")).unwrap();
    fs::write(folder.join("c.json"), "[\"53737721\"]").unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    fs::create_dir(folder.join("d.json")).unwrap();

    let list = store.tokens().unwrap();
    assert_eq!(list.tokens.len(), 1);
    let names: Vec<_> = list.unreadable.iter().map(|u| u.path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.json", "b.json", "c.json", "d.json", "notes.txt"]);
    assert!(list.unreadable[1].reason.contains("format version 2"), "{list:?}");
    assert!(!format!("{list:?}").contains("53737721"), "{list:?}");
    assert!(list.unreadable.iter().all(|unreadable| unreadable.path.exists()));
    // Only a file that may hold a token is narrowed: not a folder, and nothing of the user's.
    let narrowed: Vec<_> = store.take_notices().iter().map(ToString::to_string).collect();
    assert!(narrowed.iter().all(|n| !n.contains("d.json") && !n.contains("notes.txt")), "{narrowed:?}");
}
