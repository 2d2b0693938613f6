//! Lessons of a teacher's own: what is wrong with a file is said with its line, and what it says is made harmless.

use orcid_playground::app::{
    Command, availability,
    lesson::{Lessons, parse},
    strip::strip,
};

use crate::journey::Journey;

#[test]
fn what_is_wrong_with_a_lesson_is_said_with_its_line() {
    let wrong = "title = \"x\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"x\"\nhint = \"x\"\nuntil = [{ seen = { to = \"nowhere\" } }]\n";
    let error = parse("01-mine.toml", wrong).unwrap_err().to_string();
    assert!(error.contains("01-mine.toml") && error.contains("line 7") && error.contains("nowhere"), "{error}");
    let lonely = format!(
        "{}[step.predict]\nask = \"?\"\nanswers = [{{ say = \"x\", when = [{{ tokens = \"here\" }}] }}]\n",
        wrong.replace("nowhere", "token")
    );
    let error = parse("02-mine.toml", &lonely).unwrap_err().to_string();
    assert!(error.contains("02-mine.toml") && error.contains("line 8") && error.contains("two answers"), "{error}");
    let check =
        wrong.replace("{ seen = { to = \"nowhere\" } }", "{ id-token = { check = \"smell\", verdict = \"holds\" } }");
    let error = parse("03-mine.toml", &check).unwrap_err().to_string();
    assert!(error.contains("line 7") && error.contains("smell") && error.contains("at_hash"), "{error}");
}

#[test]
fn what_could_never_come_true_is_refused_with_its_line() {
    let lesson = |title: &str, step: &str| format!("title = {title}\nabout = \"x\"\nend = \"x\"\n{step}");
    let until = |condition: &str| lesson("\"x\"", &format!("[[step]]\nsay = \"x\"\nuntil = [{condition}]\n"));
    for (text, line, words) in [
        (until(""), 6, "at least one"),
        (lesson("\"x\"", "step = []\n"), 4, "at least one"),
        (lesson("\"x\"", ""), 1, "step"),
        (until("{ environment = \"local\" }").replace("title = \"x\"", "title = \" \""), 1, "empty"),
        (lesson("\"x\"", "[[step]]\nsay = \"\"\n"), 5, "empty"),
        (until("{ field = { name = \"scope\" } }"), 6, "is, is_not or has"),
        (until("{ field = { name = \"scope\", has = \"\" } }"), 6, "part of everything"),
        (until("{ field = { name = \"scope\", is = \"openid \" } }"), 6, "blanks"),
        (until("{ field = { name = \"state\", is = \"true\" } }"), 6, "on or off"),
        (until("{ seen = { to = \"token\", status = 2000 } }"), 6, "2000"),
        (until("{ seen = { to = \"token\", answer = \"\" } }"), 6, "part of everything"),
        (until("{ seen = { to = \"token\", bytes = 0 } }"), 6, "0 bytes"),
        (until("{ seen = { to = \"token\", seconds = 0 } }"), 6, "0 seconds"),
        (until("{ environment = \"lokal\" }"), 6, "local, sandbox, production"),
    ] {
        let error = parse("01-mine.toml", &text).expect_err(&text).to_string();
        assert!(error.starts_with("01-mine.toml") && error.contains(&format!("line {line},")), "{error}");
        assert!(error.contains(words), "{error}");
    }
    for condition in [
        "{ environment = \"local\" }",
        "{ environment = \"https://orcid.example.org/\" }",
        "{ field = { name = \"client_secret\", is = \"\" } }",
        "{ field = { name = \"nonce\", is_not = \"off\" } }",
        "{ seen = { to = \"api\", status = 599 } }",
    ] {
        parse("x.toml", &until(condition)).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// The program with these lessons in the place of the built-in ones.
pub fn with_lessons(texts: &[&str]) -> Journey {
    let parsed = texts.iter().enumerate().map(|(number, text)| {
        parse(&format!("0{number}-lesson-{number}.toml"), text).unwrap_or_else(|error| panic!("{error}"))
    });
    let own = Lessons::Own(parsed.collect());
    Journey::with(|start| start.lessons = own)
}

#[test]
fn a_lesson_needs_no_hint() {
    let mut journey = with_lessons(&[
        "title = \"x\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"x\"\nuntil = [{ seen = { to = \"token\" } }]\n",
    ]);
    journey.press("L enter");
    assert_eq!(availability(&journey.model, Command::Hint), Err("this step has no hint"));
    assert_eq!(strip(&journey.model).expect("a strip").keys, "L lessons");
    journey.press("K enter enter enter");
    assert!(strip(&journey.model).expect("a strip").title.ends_with("✓ done"));
}

#[test]
fn what_a_teacher_writes_is_made_harmless_and_its_line_breaks_stay() {
    let mut journey = with_lessons(&[
        "title = \"a\\u001b[31mb\\u202ec\"\nabout = \"\"\"\none\ntwo\n\"\"\"\nend = \"x\"\n[[step]]\nsay = \"\"\"\nFirst this.\n\nThen that.\n\"\"\"\nuntil = [{ seen = { to = \"token\" } }]\n",
    ]);
    journey.press("L");
    let lesson = &journey.model.lessons[0];
    assert_eq!((lesson.title.as_str(), lesson.about.as_str()), ("a␛[31mb‹U+202E›c", "one two"));
    journey.press("enter");
    let strip = strip(&journey.model).expect("a strip");
    assert!(strip.title.contains("a␛[31mb‹U+202E›c"), "{}", strip.title);
    let said: Vec<&str> = strip.lines.iter().map(|line| line.text()).collect();
    assert_eq!(said, ["First this.", "Then that."]);
    assert!(journey.notice().contains("a␛[31mb‹U+202E›c. one two"), "{}", journey.notice());
}
