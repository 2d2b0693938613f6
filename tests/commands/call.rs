//! `call` on the simulated ORCID.

use serde_json::Value;

use super::{
    by_hand::{ByHand, answer},
    support::*,
};

const ALL: &str = "/read-limited /activities/update /person/update";

/// A home folder with one token of Sophia's.
fn home_with_token(scope: &str) -> Home {
    let home = Home::new();
    let uri = free_redirect_uri();
    let ended = home.run(&["authorize", "--as", SOPHIA, "--scope", scope, "--redirect-uri", &uri]);
    assert_eq!(ended.code, 0, "{ended:?}");
    home
}

fn template(home: &Home, name: &str, more: &[&str]) -> String {
    let ended = home.run(&[&["call", name, "--template"], more].concat());
    assert_eq!(ended.code, 0, "{ended:?}");
    let path = home.path().join("body");
    std::fs::write(&path, &ended.stdout).unwrap();
    format!("@{}", path.display())
}

#[test]
fn a_work_is_added_read_changed_and_deleted() {
    let home = home_with_token(ALL);
    let data = template(&home, "add-work", &[]);
    let added = home.run(&["call", "add-work", "--data", &data, "-i"]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(added.stdout.starts_with("HTTP/1.1 201 Created\n") && added.stdout.contains("location: "), "{added:?}");
    let code = added.stderr.split("put-code ").nth(1).unwrap().split(',').next().unwrap().to_owned();
    let field = format!("put-code={code}");
    let item = home.run(&["call", "read-work", "--field", &field]).json(0);
    assert_eq!(item["put-code"].to_string(), code);
    // Changed, from standard input; the simulated ORCID is another process's each time, and remembers.
    let text = item.to_string().replace("lighthouse", "beacon");
    let changed = home.run_reading(&text, &["call", "update-work", "-f", &field, "-d", "-"]);
    assert_eq!(changed.json(0)["put-code"], item["put-code"]);
    let path = format!("/{{orcid}}/work/{code}");
    let xml = home.run(&["call", "GET", &path, "--accept", "xml"]);
    assert!(xml.stdout.starts_with("<?xml") && xml.stdout.contains("beacon"), "{xml:?}");
    let again = home.run(&["call", "add-work", "--data", &data]);
    assert_eq!(again.code, 0, "another title and the same identifier: {again:?}");
}

#[test]
fn the_same_work_twice_is_refused_and_explained() {
    let home = home_with_token(ALL);
    let data = template(&home, "add-work", &[]);
    assert_eq!(home.run(&["call", "add-work", "--data", &data]).code, 0);
    let twice = home.run(&["call", "POST", "/{orcid}/work", "--data", &data]);
    assert_eq!(twice.json(1)["error-code"], 9021);
    let told = "PUT to put-code 1010001";
    assert!(twice.stderr.contains("error 9021") && twice.stderr.contains(told), "{twice:?}");
    let body = twice.json(1)["developer-message"].as_str().unwrap().to_owned();
    let code = body.split("put-code ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    let gone = home.run(&["call", "delete-work", "-f", &format!("put-code={code}")]);
    assert_eq!((gone.code, gone.stdout.as_str()), (0, ""), "{gone:?}");
    assert!(gone.stderr.contains("HTTP 204"), "{gone:?}");
    let missing = home.run(&["call", "read-work", "-f", &format!("put-code={code}")]);
    assert_eq!(missing.json(1)["error-code"], 9016);
}

#[test]
fn every_template_can_be_sent_in_both_formats() {
    use orcid_playground::orcid::operations;
    let home = home_with_token(ALL);
    for operation in operations::all().iter().filter(|operation| operation.name.starts_with("add-")) {
        if operation.two_legged || operation.body.as_deref() == Some("peer-review") {
            continue;
        }
        for (format, again) in [("json", false), ("xml", true)] {
            let data = template(&home, &operation.name, &["--accept", format]);
            let ended = home.run(&["call", &operation.name, "--data", &data]);
            // The second one is the same item: what was written was understood.
            let same = ["9021", "9030"].iter().any(|code| ended.stdout.contains(code));
            assert!(ended.code == 0 || (again && same), "{} {format}: {ended:?}", operation.name);
        }
    }
}

#[test]
fn operations_are_listed_with_what_the_token_may() {
    let home = home_with_token("/authenticate");
    let ended = home.run(&["call", "--list", "work", "--format", "json"]);
    let rows = ended.json(0);
    let row = |name: &str| rows.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    assert_eq!((&row("read-works")["may"], &row("add-work")["may"]), (&true.into(), &false.into()));
    assert!(row("add-work")["why"].as_str().unwrap().contains("/activities/update"));
    let table = home.run(&["call", "--list", "webhook"]);
    assert!(table.stdout.contains("add-webhook     PUT") && table.stdout.contains("client credentials"), "{table:?}");
    assert!(home.run(&["call", "--list", "nonsense"]).explained(2).contains("No operation matches"));
}

#[test]
fn answers_come_as_json_for_programs() {
    let home = home_with_token(ALL);
    let ended = home.run(&["call", "add-keyword", "--data", r#"{"content":"tides"}"#, "--format", "json"]);
    let answer = ended.json(0);
    assert_eq!((&answer["status"], &answer["body"]), (&201.into(), &Value::Null));
    assert!(answer["put_code"].as_str().unwrap().parse::<u64>().is_ok(), "{answer}");
    assert!(answer["url"].as_str().unwrap().ends_with(&format!("/api/v3.0/{SOPHIA}/keywords")), "{answer}");
    let read = home.run(&["call", "read-keywords", "--format", "json"]).json(0);
    assert!(read["body"]["keyword"].as_array().unwrap().iter().any(|keyword| keyword["content"] == "tides"), "{read}");
    let refused = home.run(&["call", "read-work", "-f", "put-code=1", "--format", "json"]);
    assert_eq!(refused.json(1)["body"]["error-code"], 9016);
}

#[test]
fn a_search_is_read_to_its_end() {
    let home = Home::new();
    let all = home.run(&["call", "search", "-f", "q=*:*", "--all", "--anonymous"]);
    let hits = all.json(0);
    assert_eq!(hits["result"].as_array().unwrap().len() as u64, hits["num-found"].as_u64().unwrap());
    assert!(hits["num-found"].as_u64().unwrap() > 2, "{hits}");
    let none =
        home.run(&["call", "expanded-search", "-f", "q=family-name:Nobodyatall", "--all", "--anonymous"]).json(0);
    assert_eq!((&none["expanded-result"], &none["num-found"]), (&Value::Null, &0.into()));
    let table = home.run(&["call", "csv-search", "-f", "q=*:*", "--all", "--anonymous"]);
    assert!(table.stdout.starts_with("orcid,given-names,family-name\n") && table.stdout.contains(SOPHIA), "{table:?}");
    let file = home.path().join("hits.json");
    let saved = home.run(&["call", "search", "--all", "--anonymous", "-o", file.to_str().unwrap()]);
    assert_eq!((saved.code, saved.stdout.as_str()), (0, ""), "{saved:?}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(serde_json::from_str::<Value>(&text).unwrap()["result"].is_array(), "{text}");
    assert!(home.run(&["call", "read-client", "--all", "--anonymous"]).explained(2).contains("search"));
}

#[test]
fn lists_with_pages_are_read_to_their_end() {
    let home = Home::new();
    let asked = home.run(&["client-credentials", "--scope", "/group-id-record/update"]);
    assert_eq!(asked.code, 0, "{asked:?}");
    let all = |home: &Home| home.run(&["call", "read-group-ids", "--field", "page-size=2", "--all"]).json(0);
    let none = all(&home);
    assert_eq!(none["total"], none["group-id-record"].as_array().unwrap().len(), "{none}");
    for name in ["one", "two", "three"] {
        let body = format!(
            r#"{{"name": "{name}", "group-id": "orcid-generated:{name}", "description": "{name}", "type": "journal"}}"#
        );
        let added = home.run(&["call", "add-group-id", "--data", &body]);
        assert_eq!(added.code, 0, "{added:?}");
    }
    let some = all(&home);
    let before = none["total"].as_u64().unwrap();
    assert_eq!(
        (some["total"].as_u64(), some["group-id-record"].as_array().map(Vec::len)),
        (Some(before + 3), Some(before as usize + 3))
    );
}

#[test]
fn without_a_token_what_is_public_is_read() {
    let home = Home::new();
    let path = format!("/{SOPHIA}/works");
    let ended = home.run(&["call", "GET", &path]);
    assert!(ended.json(0)["group"].is_array());
    assert!(ended.stderr.contains("without one"), "{ended:?}");
    assert!(home.run(&["call", "add-work", "--data", "{}"]).explained(2).contains("No token"));
    assert!(home.run(&["call", "read-record"]).explained(2).contains("No token"), "whose record?");
}

#[test]
fn the_newest_token_that_may_is_taken() {
    let home = home_with_token(ALL);
    let id = home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(home.run(&["client-credentials"]).code, 0);
    let added = home.run(&["call", "add-keyword", "--data", r#"{"content":"moon"}"#]);
    assert_eq!(added.code, 0, "{added:?}");
    let newest = home.run(&["token", "list", "--format", "json"]).json(0)[0]["id"].as_str().unwrap().to_owned();
    let wrong = home.run(&[
        "call",
        "POST",
        &format!("/{SOPHIA}/keywords"),
        "--token",
        &newest,
        "--data",
        r#"{"content":"sun"}"#,
    ]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(wrong.stderr.contains("warning: ") && wrong.stderr.contains("client's own"), "{wrong:?}");
    assert_eq!(home.run(&["call", "read-keywords", "--token", &id]).code, 0);
}

#[test]
fn production_is_asked_about_before_anything_is_sent() {
    let home = home_with_token(ALL);
    let file = home.run(&["token", "list", "--format", "json"]).json(0)[0]["path"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace(r#""environment": "local""#, r#""environment": "production""#)).unwrap();
    let ended = home.run(&["call", "add-keyword", "--data", r#"{"content":"tides"}"#]);
    let said = ended.explained(4);
    for words in ["api.orcid.org", SOPHIA, "tides", "--yes"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_dead_token_is_not_told_on_stderr() {
    let home = home_with_token("/read-limited");
    let header = home.run(&["token", "header"]).stdout;
    let token = header.trim().rsplit(' ').next().unwrap();
    assert_eq!(home.run(&["revoke"]).code, 0);
    let ended = home.run(&["call", "read-record"]);
    assert!(ended.json(1)["error_description"].as_str().unwrap().contains(token), "the body is as it came: {ended:?}");
    assert!(ended.stderr.contains("Invalid access token") && !ended.stderr.contains(token), "{ended:?}");
}

#[test]
fn what_cannot_be_called_is_two() {
    let home = home_with_token("/authenticate");
    for (args, words) in [
        (&["call", "read-work"][..], "put-code"),
        (&["call", "reed-works"], "read-works"),
        (&["call", "GET", "works"], "no operation"),
        (&["call", "get"], "needs a path"),
        (&["call", "delete-work", "1523"], "call delete-work --field put-code=1523"),
        (&["call", "POST", "read-works"], "GET"),
        (&["call", "read-works", "-f", "put-code=1"], "no put-code"),
        (&["call", "read-works", "-f", "nonsense"], "no field"),
        (&["call", "read-works", "-H", "nonsense"], "no header"),
        (&["call", "add-work"], "--template"),
        (&["call", "read-works", "--template"], "no body"),
        (&["call", "add-work", "-d", "@/no/such/file"], "/no/such/file"),
        (&["call", "GET", "https://doi.org/10.5555/1"], "leads out"),
    ] {
        assert!(home.run(args).explained(2).contains(words), "{args:?}: {:?}", home.run(args));
    }
}

#[test]
fn a_token_goes_nowhere_else() {
    let home = home_with_token("/authenticate");
    let token = home.run(&["token", "header"]).stdout;
    let token = token.trim().rsplit(' ').next().unwrap();
    // ORCID's sandbox in a link means the simulated one here.
    let linked = home.run(&["call", "GET", &format!("https://pub.sandbox.orcid.org/v3.0/{SOPHIA}/record")]);
    assert_eq!(linked.json(0)["orcid-identifier"]["path"], SOPHIA);
    for ended in [linked, home.run(&["call", "GET", "https://orcid.org/x"])] {
        assert!(!ended.stderr.contains(token), "{ended:?}");
    }
}

#[test]
fn slips_of_the_hand_are_named() {
    let home = home_with_token("/authenticate /activities/update");
    let word = home.run(&["call", "read-work", "-f", "put-code=abc"]);
    assert!(word.stderr.contains("put-code is a number, and «abc» is none"), "{word:?}");
    let empty = home.run_reading("", &["call", "POST", "/{orcid}/work", "-d", "-"]);
    assert!(empty.stderr.contains("no Content-Type") && empty.stderr.contains("HTTP 415"), "{empty:?}");
    let html = home.run(&["call", "read-record", "--accept", "text/html"]);
    assert!(html.code == 1 && html.stderr.contains("none of the formats that Accept names"));
    let nobody = home.run(&["call", "read-record", "--anonymous"]);
    assert!(!nobody.explained(2).contains("came with the token"));
    assert!(home.run(&["call", "read-recrod"]).explained(2).contains("read-record"));
    assert!(home.run(&["call", "read-record", "--host", "foo"]).stderr.contains("[possible values: member, public]"));
}

#[cfg(unix)]
#[test]
fn a_file_has_the_whole_answer_or_what_it_had() {
    use std::{io::Write, os::unix::fs::PermissionsExt};
    let (home, server) = (Home::new(), ByHand::new());
    let (file, url) = (home.path().join("answer.json"), server.url());
    let args = ["call", "GET", "/search?q=x", "--anonymous", "--env", &url, "-o", file.to_str().unwrap()];
    std::fs::write(&file, "what it had").unwrap();
    let running = home.start(&args);
    let (_, mut stream) = server.asked_for_more();
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 90000\r\n\r\n{\"half\":").unwrap();
    drop(stream);
    assert_eq!(running.end().code, 3);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "what it had");
    let running = home.start(&args);
    let (_, stream) = server.asked_for_more();
    answer(stream, "200 OK", r#"{"whole":true}"#);
    assert_eq!(running.end().code, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), r#"{"whole":true}"#);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    // Nothing is left beside it.
    let beside = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(beside.filter(|name| name != "state" && name != "config").collect::<Vec<_>>(), ["answer.json"]);
}

/// Pages are expensive: what came before the last one failed stands beside the file.
#[test]
fn pages_that_came_before_a_failure_are_kept_beside_the_file() {
    let (home, server) = (Home::new(), ByHand::new());
    let (file, url) = (home.path().join("all.json"), server.url());
    let path = "/group-id-record";
    let running =
        home.start(&["call", "GET", path, "--all", "--anonymous", "--env", &url, "-o", file.to_str().unwrap()]);
    let (_, stream) = server.asked_for_more();
    let records = vec![r#"{"put-code":1}"#; 100].join(",");
    answer(stream, "200 OK", &format!(r#"{{"total":100,"group-id-record":[{records}]}}"#));
    drop(server.asked());
    let ended = running.end();
    assert_eq!(ended.code, 3, "{ended:?}");
    assert!(ended.stderr.contains("all.json.part"), "{ended:?}");
    assert!(!file.exists());
    let part = std::fs::read_to_string(home.path().join("all.json.part")).unwrap();
    assert_eq!(part.matches("put-code").count(), 100);
}
