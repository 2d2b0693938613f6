//! What stands before what in the sections of activities: guide `orcid-wire`, "Order of activities".

use http::Method;
use orcid_playground::sandbox::demo_researchers;
use serde_json::{Value, json};

use crate::{
    bodies::{ALL, identifiers, put_code, sections, work},
    support::{SOPHIA, World, json},
};

fn date(date: &str) -> Value {
    let mut parts = date.split('-').map(|part| json!({"value": part}));
    json!({"year": parts.next(), "month": parts.next(), "day": parts.next()})
}

/// The put-codes of a section, in its order.
fn codes(world: &mut World, version: &str, section: &str, token: &str) -> Vec<u64> {
    fn collect(value: &Value, into: &mut Vec<u64>) {
        match value {
            Value::Object(keys) => {
                into.extend(keys.get("put-code").and_then(Value::as_u64));
                keys.values().for_each(|value| collect(value, into));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&json(&world.read(&format!("/api/{version}/{SOPHIA}/{section}"), Some(token))), &mut found);
    found
}

#[test]
fn works_are_latest_first_and_undated_ones_last() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let add = |world: &mut World, doi: &str, title: &str, day: Option<&str>| {
        let mut body = work(doi);
        body["title"]["title"]["value"] = title.into();
        body["publication-date"] = day.map_or(Value::Null, date);
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/work"), &token, &body))
    };
    let undated = add(&mut world, "10.5/1", "A", None);
    let day = add(&mut world, "10.5/2", "A", Some("2025-03-02"));
    let month = add(&mut world, "10.5/3", "A", Some("2025-03"));
    let year = add(&mut world, "10.5/4", "A", Some("2025"));
    let second = add(&mut world, "10.5/5", "b", Some("2025-12"));
    let first = add(&mut world, "10.5/6", "B", Some("2025-12"));
    // The first entry of a group decides, and that is the oldest one.
    world.wait(60);
    let other = add(&mut world, "10.5555/playground.2022.4", "Z", Some("2027"));
    let all = codes(&mut world, "v3.0", "works", &token);
    assert_eq!(all, [3003, first, second, day, month, year, 3001, 3002, other, undated]);
    assert_eq!(codes(&mut world, "v2.1", "works", &token), all);
    assert!(codes(&mut world, "v3.0", "activities", &token).ends_with(&all), "works come last in the activities");
}

#[test]
fn works_that_are_made_up_are_in_the_same_order() {
    let millie = demo_researchers().iter().find(|researcher| researcher.generated_works > 0).unwrap();
    let works = json(&World::new().read(&format!("/pub/v3.0/{}/works", millie.orcid), None));
    let keys: Vec<(i64, String)> = works["group"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| {
            let work = &group["work-summary"][0];
            let year = work["publication-date"]["year"]["value"].as_str().unwrap_or("0").parse::<i64>().unwrap();
            (-year, work["title"]["title"]["value"].as_str().unwrap().to_owned())
        })
        .collect();
    assert!(keys.is_sorted(), "{:?}", &keys[..9]);
}

#[test]
fn affiliations_are_undated_then_going_then_ended_and_the_latest_first() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    for (section, plural) in [("employment", "employments"), ("distinction", "distinctions")] {
        let body = sections().into_iter().find(|(singular, ..)| *singular == section).unwrap().3;
        let before = codes(&mut world, "v3.0", plural, &token);
        let mut add = |start: Option<&str>, end: Option<&str>, n: u8| {
            let mut body = body.clone();
            body["start-date"] = start.map_or(Value::Null, date);
            body["end-date"] = end.map_or(Value::Null, date);
            body["external-ids"] = identifiers(&format!("10.5/{section}.{n}"));
            put_code(&world.write(Method::POST, &format!("{SOPHIA}/{section}"), &token, &body))
        };
        let ended = add(Some("2001"), Some("2003-04"), 1);
        let ended_later = add(Some("2000"), Some("2003-05"), 2);
        let ended_alike = add(Some("2002"), Some("2003-04"), 3);
        let undated = add(None, None, 4);
        let going = add(Some("1999"), None, 5);
        let mut now = codes(&mut world, "v3.0", plural, &token);
        now.retain(|code| !before.contains(code));
        assert_eq!(now, [undated, going, ended_later, ended_alike, ended], "{section}");
    }
    let mut fresh = World::new();
    let token = fresh.token(ALL, SOPHIA);
    for version in ["v3.0", "v2.0"] {
        assert_eq!(codes(&mut fresh, version, "employments", &token), [2002, 2001], "{version}");
    }
}

#[test]
fn reviews_of_a_journal_are_latest_first() {
    let mut world = World::new();
    let token = world.token(ALL, SOPHIA);
    let body = sections().into_iter().find(|(singular, ..)| *singular == "peer-review").unwrap().3;
    let mut add = |day: &str, n: u8| {
        let mut body = body.clone();
        body["review-completion-date"] = date(day);
        body["review-identifiers"] = identifiers(&format!("10.5/review.{n}"));
        put_code(&world.write(Method::POST, &format!("{SOPHIA}/peer-review"), &token, &body))
    };
    let codes_added = [add("2010-01", 1), add("2026", 2), add("2020", 3), add("2020-02", 4)];
    let [oldest, latest, year, month] = codes_added;
    let mut now = codes(&mut world, "v3.0", "peer-reviews", &token);
    now.retain(|code| codes_added.contains(code));
    assert_eq!(now, [latest, month, year, oldest]);
}
