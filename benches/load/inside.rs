//! The function that answers, without sockets.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use jiff::Timestamp;
use orcid_playground::{
    oauth::{ScopeSet, Secret},
    sandbox::{
        Event, Grant, ItemWritten, JournalEntry, Sandbox, Section, Settings, SigningKey, Visibility, demo_clients,
        demo_researchers, respond,
    },
};
use rand::{SeedableRng, rngs::StdRng};

use super::row;

const ISSUER: &str = "http://127.0.0.1:18800";
const BATCH: usize = 50;
const BATCHES: usize = 40;

pub fn all() {
    for count in [1, 100, 10_000, 1_000_000] {
        with(count);
    }
    for count in [10, 1_000, 100_000] {
        beside(count);
    }
    long();
}

fn sandbox() -> Sandbox {
    let key = || Arc::new(SigningKey::generate().expect("randomness"));
    let settings = Settings { issuer: ISSUER.to_owned(), ..Settings::default() };
    Sandbox::new(settings, Arc::new(key), StdRng::seed_from_u64(1))
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// A work that a client wrote.
fn work(number: usize) -> serde_json::Value {
    serde_json::json!({
        "title": {"title": {"value": format!("Measured{number}")}},
        "type": "book",
        "external-ids": {"external-id": [{
            "external-id-type": "doi",
            "external-id-value": format!("10.5555/load.{number}"),
            "external-id-relationship": "self",
        }]},
    })
}

/// Writing into one record, reading and finding it, while so many items stand in another one.
fn beside(count: usize) {
    let (mut sandbox, now) = (sandbox(), now());
    let [mine, other] = [0, 1].map(|place| demo_researchers()[place].orcid.clone());
    // A client of a member.
    let client_id = demo_clients()[0].client_id.clone();
    let replay = |sandbox: &mut Sandbox, event| {
        sandbox.replay(&JournalEntry::new(now, event)).expect("an entry of this version");
    };
    let access_token = "53737721-0000-4a00-8000-000000000000";
    let grant = Grant {
        client_id: client_id.clone(),
        orcid: Some(mine.clone()),
        scope: ScopeSet::parse("/activities/update /read-limited"),
        nonce: None,
        auth_time: now,
        on_behalf_of: None,
    };
    let expires_at = "2040-01-01T00:00:00Z".parse().expect("a time");
    replay(&mut sandbox, Event::TokenExchanged { access_token: Secret::new(access_token), grant, expires_at });
    for number in 0..count {
        let written = ItemWritten {
            orcid: other.clone(),
            section: Section::Works,
            put_code: 2_000_000 + number as u64,
            client_id: client_id.clone(),
            on_behalf_of: None,
            visibility: Visibility::Public,
            created: now,
            item: work(number),
        };
        replay(&mut sandbox, Event::ItemAdded(written));
    }
    // Before this record is long itself.
    let finding = least(&mut sandbox, &get("pub/v3.0/search/?q=work-titles:sediment", "application/json"), now);
    let mut number = count;
    let mut writing = Duration::MAX;
    for _ in 0..BATCHES {
        let begun = Instant::now();
        for _ in 0..BATCH {
            number += 1;
            let request = http::Request::post(format!("{ISSUER}/api/v3.0/{mine}/work"))
                .header("content-type", "application/json")
                .header("authorization", format!("Bearer {access_token}"))
                .body(Bytes::from(work(number).to_string()))
                .expect("a request");
            let answer = respond(&mut sandbox, &request, now);
            assert_eq!(answer.response.status(), 201, "{answer:?}");
        }
        writing = writing.min(begun.elapsed() / BATCH as u32);
    }
    let path = format!("pub/v3.0/{mine}/work/{}", 2_000_000 + count);
    let reading = least(&mut sandbox, &get(&path, "application/json"), now);
    let micro = |time: Duration| time.as_secs_f64() * 1e6;
    let figures =
        format!("a POST {:.1} µs, a read {:.1} µs, a search {:.1} µs", micro(writing), micro(reading), micro(finding));
    row(&format!("{count} items stand elsewhere"), &figures, "the same in every row");
}

/// The record with 10,000 works.
fn long() {
    let (mut sandbox, now) = (sandbox(), now());
    let many = demo_researchers().iter().find(|researcher| researcher.generated_works > 0).expect("one");
    let paths = ["works", "activities", "record", "work/1005000"];
    for path in paths {
        let time = |kind: &str| {
            let request = get(&format!("pub/v3.0/{}/{path}", many.orcid), kind);
            let mut one = || {
                let begun = Instant::now();
                assert_eq!(respond(&mut sandbox, &request, now).response.status(), 200);
                begun.elapsed()
            };
            (0..10).map(|_| one()).min().unwrap_or_default().as_secs_f64() * 1e3
        };
        let [json, pretty, xml] = ["application/json", "application/orcid+json", "application/xml"].map(time);
        let goal = if path.contains('/') { "≤ 1 ms" } else { "< 100 ms" };
        let figures = format!("JSON {json:.2} ms, ORCID's JSON {pretty:.2} ms, XML {xml:.2} ms");
        row(&format!("10,000 works, {path}"), &figures, goal);
    }
}

fn get(path: &str, kind: &str) -> http::Request<Bytes> {
    let request = http::Request::get(format!("{ISSUER}/{path}")).header("accept", kind);
    request.body(Bytes::new()).expect("a request")
}

fn with(count: usize) {
    let mut sandbox = sandbox();
    let client = &demo_clients()[0];
    let form = format!(
        "client_id={}&client_secret={}&grant_type=client_credentials&scope=/read-public",
        client.client_id,
        client.client_secret.expose()
    );
    let issue = http::Request::post(format!("{ISSUER}/oauth/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from(form))
        .expect("a request");
    let now = now();
    let (mut last, mut longest) = (Bytes::new(), Duration::ZERO);
    for _ in 0..count {
        let begun = Instant::now();
        last = respond(&mut sandbox, &issue, now).response.into_body();
        longest = longest.max(begun.elapsed());
    }
    let token: serde_json::Value = serde_json::from_slice(&last).expect("a token response");
    let read = http::Request::get(format!("{ISSUER}/pub/v3.0/0000-0002-4456-8947/keywords"))
        .header("accept", "application/json")
        .header("authorization", format!("Bearer {}", token["access_token"].as_str().expect("a token")))
        .body(Bytes::new())
        .expect("a request");
    let reading = least(&mut sandbox, &read, now);
    let issuing = least(&mut sandbox, &issue, now);
    let figures = format!(
        "a token {:.1} µs, a read {:.1} µs; slowest on the way {:.1} ms",
        issuing.as_secs_f64() * 1e6,
        reading.as_secs_f64() * 1e6,
        longest.as_secs_f64() * 1e3
    );
    row(&format!("{count} tokens are there"), &figures, "the same in every row");
}

/// The time of one answer, in the batch that was disturbed least.
fn least(sandbox: &mut Sandbox, request: &http::Request<Bytes>, now: Timestamp) -> Duration {
    let batch = |sandbox: &mut Sandbox| {
        let begun = Instant::now();
        for _ in 0..BATCH {
            assert_eq!(respond(sandbox, request, now).response.status(), 200);
        }
        begun.elapsed() / BATCH as u32
    };
    (0..BATCHES).map(|_| batch(sandbox)).min().unwrap_or_default()
}
