//! Bodies laid out: whole, broken, deep, hostile, secret.

use http::header;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::app::document::Folds;

fn of(content_type: &str, bytes: &[u8], mode: Mode) -> Body {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", content_type.parse().unwrap());
    Body::new(&headers, &Bytes::copy_from_slice(bytes), mode, Whole::Yes)
}

fn json(text: &str) -> Body {
    of("application/json", text.as_bytes(), Mode::Pretty)
}

fn xml(text: &str) -> Body {
    of("application/xml", text.as_bytes(), Mode::Pretty)
}

fn shown(body: &Body, secrets: Secrets) -> String {
    let lines: Vec<String> = (0..body.len()).map(|line| body.line(line, None, secrets).text().to_owned()).collect();
    lines.join("\n")
}

fn problem(text: &str) -> Option<usize> {
    json(text).index.problem.map(|problem| problem.at)
}

#[test]
fn json_is_laid_out_with_everything_kept() {
    assert_eq!(
        shown(&json(r#" {"b":1.50e+3,"a":[true,null,{}],"u":"\u00e9\/" , "b" : [ ]} "#), Secrets::Masked),
        "{\n  \"b\": 1.50e+3,\n  \"a\": [\n    true,\n    null,\n    {}\n  ],\n  \"u\": \"\\u00e9\\/\",\n  \"b\": []\n}"
    );
    assert_eq!(shown(&json("\"x\""), Secrets::Masked), "\"x\"");
    assert_eq!(shown(&json("  "), Secrets::Masked), "✗ Not valid JSON: line 1, column 3: the text ends too early");
}

#[test]
fn secrets_are_masked_whatever_their_name_is_written_like() {
    let text = r#"{"access_token":"53737721-9cdb-442a-8b77-409609bb5e43","\u0074oken":"abcdefgh","token":"","x":1}"#;
    let masked = shown(&json(text), Secrets::Masked);
    for part in ["\"53737721-••••\",", "\"ab-••••\",", "\"token\": \"\","] {
        assert!(masked.contains(part), "{masked}");
    }
    assert!(shown(&json(text), Secrets::Shown).contains("\"abcdefgh\","));
    // What a filter may see.
    let input = json(text).masked();
    assert!(serde_json::from_slice::<Value>(&input).is_ok() && !input.windows(4).any(|part| part == b"442a"));
}

#[test]
fn bytes_hide_secrets_too() {
    let body = of("application/json", br#"{"token":"abcdefgh"}"#, Mode::Hex);
    let masked = shown(&body, Secrets::Masked);
    assert!(masked.starts_with("00000000  7b 22 74 6f 6b 65 6e 22 3a 22 •• ••") && !masked.contains("abc"), "{masked}");
    assert!(shown(&body, Secrets::Shown).contains("abcdef"));
}

#[test]
fn it_says_where_a_text_breaks_and_shows_it_to_there() {
    for (text, at) in [
        ("{\"a\":}", 5),
        ("[1,]", 3),
        ("", 0),
        ("{\"a\" 1}", 5),
        ("nul", 0),
        ("[01]", 2),
        ("1 2", 2),
        ("[1}", 2),
        ("\"a", 2),
    ] {
        assert_eq!(problem(text), Some(at), "{text}");
    }
    assert_eq!(json::position("a\nbü\"".as_bytes(), 5), (2, 3));
    let body = json("{\"a\":[1,2,\n{\"token\":\"abcdefgh\",]}\nrest \"token\":\"ijklmnop\"");
    assert_eq!(
        shown(&body, Secrets::Masked),
        "{\n  \"a\": [\n    1,\n    2,\n    {\n      \"token\": \"ab-••••\",\n✗ Not valid JSON: line 2, column 21: a member name is missing\n]}\nrest \"token\":\"ij-••••\""
    );
}

#[test]
fn a_beginning_is_no_fault() {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, "application/json".parse().unwrap())]);
    let body = Body::new(&headers, &Bytes::from("{\"a\":[1,\"bc"), Mode::Pretty, Whole::Beginning);
    assert_eq!(shown(&body, Secrets::Masked), "{\n  \"a\": [\n    1,\n    \"bc\n…");
    assert!(body.notes().is_empty());
}

#[test]
fn hostile_depth_stays_linear_and_needs_no_stack() {
    let depth = 200_000;
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("<a>\n", "</a>\n")] {
        let inside = if open == "{\"a\":" { "1" } else { "" };
        let text = open.repeat(depth) + inside + &close.repeat(depth);
        let body = if open.starts_with('<') { xml(&text) } else { json(&text) };
        assert_eq!(body.index.problem, None);
        let last = body.len() - 1;
        for line in [0, last / 2, last] {
            assert!(body.line(line, None, Secrets::Masked).text().len() < 100);
        }
        assert!(body.path_of(last / 2).is_some());
        let mut folds = Folds::at_level(&body, 1);
        assert_eq!(body.len() - folds.hidden_lines(), 3);
        folds.show(&body, last / 2);
        assert!(folds.line_at(folds.place_of(last / 2)) == last / 2);
    }
    // Text that breaks with all of it open.
    let text = "[".repeat(depth);
    assert_eq!(problem(&text), Some(depth));
}

#[test]
fn long_values_are_continued() {
    let text =
        format!("{{\"a\":\"{}\",\"token\":\"{}\",\"{}\":1}}", "é".repeat(9000), "s".repeat(9000), "k".repeat(9000));
    let body = json(&text);
    let masked = shown(&body, Secrets::Masked);
    assert_eq!(masked.matches('é').count(), 9000);
    assert!(!masked.contains("ssssssssss") && masked.contains("\"ssssssss-••••\""));
    assert!((0..body.len()).all(|line| body.line(line, None, Secrets::Shown).text().len() <= 2 * 4096 + 100));
    let line = (0..body.len()).find(|line| body.line(*line, None, Secrets::Shown).text().contains("éé\",")).unwrap();
    assert_eq!((body.path_of(line).unwrap().as_str(), body.value_of(line).chars().count()), (".a", 9000));
    assert!(shown(&body, Secrets::Shown).replace([' ', '\n'], "") == text);
}

#[test]
fn xml_is_laid_out_as_a_tree() {
    let body = xml(
        "<?xml version=\"1.0\"?>\n<r:record  path='/0'\n xmlns:r=\"u>v\"><p><name>A &amp; B</name><x/><!-- c --></p>\n<q> some\n <b>mixed</b> text</q><e></e></r:record>\n",
    );
    assert_eq!(
        shown(&body, Secrets::Masked),
        "<?xml version=\"1.0\"?>\n<r:record path='/0' xmlns:r=\"u>v\">\n  <p>\n    <name>A &amp; B</name>\n    <x/>\n    <!-- c -->\n  </p>\n  <q>\n    some\n    <b>mixed</b>\n    text\n  </q>\n  <e></e>\n</r:record>"
    );
    assert_eq!(body.path_of(3).unwrap(), "/r:record/p/name");
    assert_eq!(body.value_of(3), "A & B");
    assert!(body.value_of(2).starts_with("<p><name>") && body.value_of(2).ends_with("</p>"));
    let folded = body.line(2, Some(body.containers()[1]), Secrets::Masked);
    assert_eq!(folded.text(), "  <p> … 3 children </p>");
    for (text, problem) in [
        ("<a><b></a>", "this closes another element"),
        ("<a>", "the text ends before"),
        ("<a b='", "a tag does not end"),
        ("<a/>x", "outside the root"),
        ("<a/><b/>", "behind the root"),
        ("</a>", "is not open"),
        ("", "there is no element"),
    ] {
        assert!(xml(text).problem().unwrap_or_default().contains(problem), "{text}: {:?}", xml(text).problem());
    }
}

#[test]
fn paths_are_those_of_jq_and_lead_back() {
    let body = json(r#"{"a":[1,{"put-code":2,"t":[[],[3,4]]},5],"B":{"a":{"x":6}}}"#);
    let paths: Vec<String> = (0..body.len()).map(|line| body.path_of(line).unwrap()).collect();
    assert_eq!(paths[0], ".");
    for path in [".a", ".a[0]", ".a[1].\"put-code\"", ".a[1].t[0]", ".a[1].t[1][1]", ".a[2]", ".B.a.x"] {
        let line = paths.iter().position(|found| found == path).unwrap_or_else(|| panic!("{path} of {paths:?}"));
        assert_eq!(KeyPath::parse(path).unwrap().find(&body, &|| true), [line], "{path}");
    }
    let find = |path: &str| KeyPath::parse(path).unwrap().find(&body, &|| true).len();
    assert_eq!(
        (find("..a"), find(".b"), find(".a[]"), find(".a[*].put"), find("$.a[1].t[9]"), find("..x")),
        (2, 1, 3, 1, 0, 1)
    );
    for none in ["a.b", "", ".", "..", ".[x]", "https://x"] {
        assert_eq!(KeyPath::parse(none), None, "{none}");
    }
    let body = xml("<o:r><o:g><t>1</t></o:g><o:g><t>2</t></o:g></o:r>");
    let find = |path: &str| KeyPath::parse(path).unwrap().find(&body, &|| true);
    let (second, all) = (find("/r/g[2]/t"), find("//t"));
    assert_eq!(body.path_of(second[0]).unwrap(), "/o:r/o:g[2]/t");
    assert_eq!(all.len(), 2);
}

#[test]
fn forms_and_pages_and_bytes() {
    let form = of("application/x-www-form-urlencoded", b"a=b%20c&&token=abcdefgh&d\n", Mode::Pretty);
    assert_eq!(shown(&form, Secrets::Masked), "  a = b c\n  token = ab-••••\n  d = ");
    assert_eq!(form.value_of(0), "b c");
    let page = of("text/html", b"<p>Bad<p>client", Mode::Pretty);
    assert_eq!(shown(&page, Secrets::Masked), "Bad\nclient");
    let bytes: Vec<u8> = (0..=255).collect();
    let hex = of("image/png", &bytes, Mode::Pretty);
    assert_eq!((hex.len(), hex.line_at(33)), (16, 2));
    assert!(shown(&hex, Secrets::Masked).contains("00000040  40 41 42"));
    let raw = of("text/plain", b"a\r\nb\x1b[2J\n\nc", Mode::Raw);
    assert_eq!(shown(&raw, Secrets::Masked), "a\nb␛[2J\n\nc");
}

/// Any value, its strings as plain as its structure is not.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z\"\\\\/{}\\[\\], é\n]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec(("[a-z. -]{0,6}", inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn json_looks_as_serde_lays_it_out(value in value()) {
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        for text in [value.to_string(), pretty.clone()] {
            prop_assert_eq!(&shown(&json(&text), Secrets::Shown), &pretty);
        }
    }

    #[test]
    fn paths_and_values_of_every_line_are_right(value in value()) {
        let body = json(&value.to_string());
        for line in 0..body.len() {
            let path = body.path_of(line).unwrap();
            let filtered = super::super::filter::run(&path, value.to_string().as_bytes(), 1 << 20).unwrap();
            let found = body.value_range(line);
            let here: Value = serde_json::from_slice(&body.source[found]).unwrap();
            // Floats may be written in another way.
            let there: Value = serde_json::from_slice(&filtered).unwrap();
            prop_assert!(here == there || here.to_string().contains('.') || there.to_string().contains('e'), "{}: {} {}", path, here, there);
        }
    }

    #[test]
    fn accepts_what_serde_accepts(text in r#"[\[\]{}:,"a0-9\.\-eE \\/un]{0,12}"#) {
        let serde = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        prop_assert_eq!(problem(&text).is_none(), serde, "{}", text);
    }

    #[test]
    fn raw_is_byte_for_byte(text in "[ -~é\n]{0,200}") {
        let body = of("text/plain", text.as_bytes(), Mode::Raw);
        let again: Vec<u8> = (0..body.len()).flat_map(|line| body.source[body.range(line)].to_vec()).collect();
        prop_assert_eq!(again, text.as_bytes());
        if !text.contains("\"token\"") {
            prop_assert_eq!(shown(&body, Secrets::Masked), text.strip_suffix('\n').unwrap_or(&text));
        }
    }

    #[test]
    fn nothing_panics(
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..60),
            "[<>/a!?='\"\\[\\]{}:,1 \n-]{0,60}".prop_map(String::into_bytes),
        ],
        content_type in "application/json|application/xml|text/html|text/plain|application/x-www-form-urlencoded|application/x-ndjson|image/png",
        cut in any::<bool>(),
    ) {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, content_type.parse().unwrap())]);
        let whole = if cut { Whole::Beginning } else { Whole::Yes };
        for mode in [Mode::Raw, Mode::Pretty, Mode::Hex] {
            let body = Body::new(&headers, &Bytes::from(bytes.clone()), mode, whole);
            for line in 0..body.len() {
                for secrets in [Secrets::Masked, Secrets::Shown] {
                    body.line(line, None, secrets);
                }
                let folded = body.opened_by(line).and_then(|c| body.containers().get(c as usize)).copied();
                body.line(line, folded, Secrets::Masked);
                body.path_of(line);
                body.value_of(line);
            }
        }
    }

    #[test]
    fn folds_hide_and_show(value in value(), turns in proptest::collection::vec((any::<prop::sample::Index>(), 0..6), 0..12)) {
        let body = json(&value.to_string());
        let containers = body.containers();
        let mut folds = Folds::default();
        let mut folded = vec![false; containers.len()];
        for (index, what) in turns {
            if containers.is_empty() {
                break;
            }
            let at = index.index(containers.len());
            let container = u32::try_from(at).unwrap();
            match what {
                0..3 => { folds.fold(&body, container); folded[at] = true; }
                3 => { folds.unfold(&body, container); folded[at] = false; }
                4 => {
                    folds.show(&body, containers[at].open as usize);
                    for (other, c) in containers.iter().enumerate() {
                        if c.open < containers[at].open && containers[at].open <= c.close {
                            folded[other] = false;
                        }
                    }
                }
                _ => {
                    folds = Folds::at_level(&body, 2);
                    for (other, c) in containers.iter().enumerate() {
                        folded[other] = body.depth() > 2 && c.parent != NONE && containers[c.parent as usize].parent != NONE;
                    }
                }
            }
            let hides = |line: usize| containers.iter().zip(&folded).any(|(c, folded)| *folded && (c.open as usize) < line && line <= c.close as usize);
            let visible: Vec<usize> = (0..body.len()).filter(|line| !hides(*line)).collect();
            prop_assert_eq!(body.len() - folds.hidden_lines(), visible.len());
            for (place, line) in visible.iter().enumerate() {
                prop_assert_eq!((folds.line_at(place), folds.place_of(*line)), (*line, place));
            }
        }
    }
}
