//! Every lesson, played through; and that nothing but what a step asks for takes it further.

use orcid_playground::app::{
    Command, Effect, availability,
    dialog::Dialog,
    layout::rows_of,
    lesson::{Lessons, lessons, parse},
    strip::{room, strip},
};

use crate::journey::Journey;

/// What is done in each step: keys, or with `type:` and `retype:` text for the focused field.
const PLAYED: [(&str, &[&[&str]]); 16] = [
    ("the-dance", &[&["enter"], &["enter"], &["enter"], &["enter"], &["3", "p"]]),
    (
        "the-client",
        &[
            &["1 tab", "backspace", "type:X"],
            &["esc a"],
            &["esc 1 tab", "retype:APP-PLAYGROUND000001"],
            &["tab", "retype:wrong"],
            &["esc a enter"],
            &["x"],
        ],
    ),
    (
        "the-redirect-uri",
        &[
            &["1 tab tab tab", "retype:https://example.org/callback"],
            &["esc a"],
            &["esc 1 tab tab tab", "retype:http://127.0.0.1:18801/callback"],
            &["esc a enter"],
        ],
    ),
    (
        "scopes",
        &[
            &["1 tab tab tab tab", "retype:/authenticate"],
            &["esc a enter enter"],
            &["1 tab tab tab tab", "retype:read-limited"],
            &["esc a"],
            &["1 tab tab tab tab", "retype:/authenticate /read-limited", "esc a enter enter"],
        ],
    ),
    (
        "state-and-the-attack-it-stops",
        &[
            &["a esc"],
            &["paste:http://127.0.0.1:18801/callback?code=stolen&state=guessed"],
            &["go:state", "enter"],
            &["esc a esc", "paste:http://127.0.0.1:18801/callback?code=stolen"],
        ],
    ),
    ("the-researcher-says-no", &[&["a tab enter"], &["3"], &["2 a enter"]]),
    ("a-code-works-once", &[&["enter enter enter"], &["r"], &["2 x y"], &["2 r"]]),
    ("a-code-grows-old", &[&["F", "fault:expired-code"], &["esc a enter"], &["x"], &["a enter enter"]]),
    (
        "refresh",
        &[
            &["enter enter enter"],
            &["R"],
            &["r"],
            &["<", "retype:/authenticate", "enter"],
            &["<", "retype:/authenticate /read-limited", "enter"],
        ],
    ),
    ("revoke", &[&["enter enter enter"], &["X y"], &["2 r"]]),
    (
        "openid-connect",
        &[&["1 tab tab tab tab", "retype:openid"], &["go:nonce", "enter"], &["2 a enter enter"], &["u"], &["2 I"]],
    ),
    (
        "implicit-and-why-not",
        &[&["go:response-type", "retype:token"], &["esc 1 tab tab tab tab", "retype:openid"], &["esc a enter"]],
    ),
    ("client-credentials", &[&["ctrl-p", "type:two", "enter enter"], &["3"]]),
    (
        "limited-data",
        &[
            &["1 tab tab tab tab", "retype:/authenticate"],
            &["esc a enter enter enter"],
            &["1 tab tab tab tab", "retype:/authenticate /read-limited", "esc a enter enter enter"],
        ],
    ),
    (
        "writing-a-work",
        &[
            &["1 tab tab tab tab", "retype:/authenticate /read-limited /activities/update"],
            &["esc a enter enter"],
            &["o", "type:add-work", "enter", "ctrl-s"],
            &["2 r"],
            &["2 o", "type:add-work", "enter", "ctrl-s"],
            &["2 o", "type:update-work", "enter", "ctrl-s"],
            &["2 o", "type:delete-work", "enter", "ctrl-s"],
            &["1 tab tab tab tab", "retype:/authenticate /read-limited", "esc a enter enter"],
            &["o", "type:add-work", "enter", "ctrl-s"],
        ],
    ),
    (
        "real-credentials",
        &[
            &["C"],
            &["esc E down enter"],
            &["esc 1 tab tab tab", "retype:http://127.0.0.1:18801/callback"],
            &[
                "esc",
                "paste:Error: The provided redirect URI http://localhost:18801/callback does not match the redirect URIs registered by My application",
            ],
            &["esc E up enter"],
        ],
    ),
];

fn act(journey: &mut Journey, action: &str) {
    use orcid_playground::app::control::Control;
    match action.split_once(':') {
        Some(("type", text)) => {
            journey.type_text(text);
        }
        Some(("retype", text)) => {
            journey.retype(text);
        }
        Some(("paste", text)) => {
            journey.press("2 esc").paste(text);
        }
        Some(("fault", name)) => {
            let faults = orcid_playground::app::fault::faults();
            let row = faults.iter().position(|fault| fault.name == name).expect("a fault");
            down(journey, row).press("enter");
        }
        Some(("go", what)) => {
            if !journey.model.advanced {
                journey.press("esc A");
            }
            journey.go_to(match what {
                "state" => Control::UseState,
                "nonce" => Control::UseNonce,
                "response-type" => Control::ResponseType,
                other => panic!("no control is called {other}"),
            });
        }
        Some(_) | None => {
            journey.press(action);
        }
    }
}

fn down(journey: &mut Journey, rows: usize) -> &mut Journey {
    for _ in 0..rows {
        journey.press("down");
    }
    journey
}

/// Begins the lesson in that row.
fn begin(row: usize) -> Journey {
    let mut journey = Journey::new();
    choose(&mut journey, row);
    journey
}

/// Begins that lesson from wherever one is.
fn choose(journey: &mut Journey, row: usize) {
    while !journey.model.dialogs.is_empty() {
        journey.press("esc");
    }
    journey.press("2 esc L");
    for _ in 0..20 {
        journey.press("up");
    }
    down(journey, row).press("enter");
    assert_eq!(journey.model.course.as_ref().expect("a lesson").lesson, row);
}

fn step(journey: &Journey) -> usize {
    journey.model.course.as_ref().expect("a lesson").step
}

#[test]
fn every_lesson_can_be_played_to_its_end() {
    assert_eq!(PLAYED.len(), lessons().len());
    for (row, lesson) in lessons().iter().enumerate() {
        let (id, played) = PLAYED[row];
        assert_eq!(id, lesson.id);
        assert_eq!(played.len(), lesson.steps.len(), "{id}");
        let mut journey = begin(row);
        for (number, actions) in played.iter().enumerate() {
            // What has nothing to do with the step takes nobody further.
            let noise: &[&str] = if journey.model.dialogs.is_empty() { &["ctrl-p esc"] } else { &[] };
            for elsewhere in noise {
                journey.press(elsewhere);
            }
            assert_eq!(step(&journey), number, "{id}: step {} was over by itself", number + 1);
            for (index, action) in actions.iter().enumerate() {
                assert_eq!(step(&journey), number, "{id}: {action} of step {} came too late", number + 1);
                act(&mut journey, action);
                let over = step(&journey) > number;
                assert_eq!(
                    over,
                    index + 1 == actions.len(),
                    "{id}, step {}: {action}: {}",
                    number + 1,
                    journey.notice()
                );
            }
        }
        assert!(journey.model.progress.done.contains(&lesson.id), "{id} is done");
        assert!(journey.done.iter().any(|effect| matches!(effect, Effect::SaveProgress(_))));
    }
}

#[test]
fn every_lesson_can_be_played_after_the_first_one() {
    // The same researcher granted the same scopes in lesson 1, and ORCID would skip its consent page.
    let mut journey = begin(0);
    PLAYED[0].1.iter().flat_map(|step| step.iter()).for_each(|action| act(&mut journey, action));
    for (row, (id, played)) in PLAYED.iter().enumerate().skip(1) {
        choose(&mut journey, row);
        for (number, actions) in played.iter().enumerate() {
            assert_eq!(step(&journey), number, "{id}: {}", journey.notice());
            actions.iter().for_each(|action| act(&mut journey, action));
        }
        assert!(journey.model.progress.done.contains(&(*id).to_owned()), "{id}: {}", journey.notice());
    }
}

#[test]
fn the_wrong_action_does_not_pass() {
    // To authorize is no denial.
    let mut journey = begin(5);
    journey.press("a enter");
    assert_eq!(step(&journey), 0);
    // What happened before a step began does not count for it.
    let mut journey = begin(9);
    journey.press("enter enter enter");
    assert_eq!(step(&journey), 1);
    journey.press("r");
    assert_eq!(step(&journey), 1);
}

/// Plays the steps of a lesson before this one.
fn up_to(id: &str, step: usize) -> Journey {
    let row = PLAYED.iter().position(|(known, _)| *known == id).expect("a lesson");
    let mut journey = begin(row);
    for actions in &PLAYED[row].1[..step] {
        actions.iter().for_each(|action| act(&mut journey, action));
    }
    assert_eq!(journey.model.course.as_ref().expect("a lesson").step, step, "{id}");
    journey
}

#[test]
fn the_wrong_action_does_not_pass_in_the_newer_steps() {
    // A work that is only prepared, and not sent, is none; nor is one that is deleted in the place of updated.
    let mut journey = up_to("writing-a-work", 2);
    journey.press("o").type_text("add-work").press("enter esc");
    assert_eq!(step(&journey), 2);
    let mut journey = up_to("writing-a-work", 5);
    journey.press("2 o").type_text("delete-work").press("enter ctrl-s esc esc");
    assert_eq!(step(&journey), 5, "{}", journey.notice());
    // A refresh for the same scopes narrows nothing.
    let mut journey = up_to("refresh", 3);
    journey.press("R");
    assert_eq!(step(&journey), 3);
    // Without its nonce the ID token of another dance does not end the lesson.
    let mut journey = up_to("openid-connect", 4);
    journey.go_to(orcid_playground::app::control::Control::UseNonce).press("enter 2 N a enter enter I");
    assert_eq!(step(&journey), 4);
    // The environment alone is no redirect URI.
    let mut journey = up_to("real-credentials", 2);
    journey.press("esc 1 tab tab tab").retype("http://localhost:18801/callback").press("esc");
    assert_eq!(step(&journey), 2);
}

fn said(journey: &Journey) -> String {
    strip(&journey.model).expect("a strip").text()
}

#[test]
fn a_prediction_is_held_against_what_happens() {
    // Down twice is «you get it once more»; what happens is that the token dies, and the step after the question shows it.
    for (keys, told) in [
        ("V down enter", "✓ As you predicted: it dies (message "),
        ("V down down enter", "✗ You predicted: you get it once more. What happened: it dies (message "),
        ("1", "What happened: it dies (message "),
    ] {
        let mut journey = up_to("a-code-works-once", 2);
        assert!(
            said(&journey).contains("What will become of your first token? (V to predict)  ○\u{a0}nothing"),
            "{}",
            said(&journey)
        );
        journey.press("2").press(keys);
        if keys.starts_with('V') {
            assert!(said(&journey).contains("●\u{a0}"), "{}", said(&journey));
        }
        journey.press("2 x y");
        assert_eq!(step(&journey), 3);
        assert!(!said(&journey).contains("happened") && !said(&journey).contains("As you predicted"));
        journey.press("2 r");
        assert!(said(&journey).contains(told), "{}", said(&journey));
        assert!(availability(&journey.model, Command::Predict).is_err());
    }
}

#[test]
fn every_prediction_of_the_lessons_comes_to_an_answer() {
    for (row, lesson) in lessons().iter().enumerate() {
        let asked = lesson.steps.iter().filter(|step| step.predict.is_some()).count();
        let mut journey = begin(row);
        let mut told = 0;
        for actions in PLAYED[row].1 {
            for action in *actions {
                act(&mut journey, action);
            }
            told += usize::from(journey.model.course.as_ref().is_some_and(|course| course.told.is_some()));
        }
        assert_eq!(told, asked, "{}", lesson.id);
    }
}

#[test]
fn a_lesson_can_be_left_and_taken_up_again() {
    let mut journey = Journey::new();
    journey.press("1 tab").retype("APP-MINE000000000001").press("esc L enter enter enter enter");
    assert_eq!(step(&journey), 3);
    assert_eq!(journey.model.form().client_id.text(), "APP-PLAYGROUND000001");
    journey.press("L enter");
    assert!(journey.model.course.is_none());
    // What was typed before the lesson is there again.
    assert_eq!(journey.model.form().client_id.text(), "APP-MINE000000000001");
    assert_eq!(journey.model.progress.left_at["the-dance"], 3);
    journey.press("L up up up enter");
    assert_eq!(step(&journey), 3);
}

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
fn with_lessons(texts: &[&str]) -> Journey {
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

#[test]
fn a_lesson_that_is_over_leads_on() {
    let mut journey = up_to_the_end(0);
    let strip_of = |journey: &Journey| strip(&journey.model).expect("a strip");
    assert!(strip_of(&journey).title.ends_with("✓ done"));
    assert_eq!(strip_of(&journey).keys, "L next: What a client is");
    // Where the title has no room, the key has.
    journey.resize(60, 20);
    assert_eq!(strip_of(&journey).keys, "L next");
    journey.press("2 L");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Lessons(list)) if list.selection.row == 1));
    journey.press("enter");
    assert_eq!(journey.model.course.as_ref().map(|course| (course.lesson, course.step)), Some((1, 0)));
    // Of a lesson under way the list still chooses that one.
    journey.press("L");
    assert!(matches!(journey.model.dialogs.last(), Some(Dialog::Lessons(list)) if list.selection.row == 1));
    // When all were played there is none to lead on to.
    let mut journey = with_lessons(&[
        "title = \"x\"\nabout = \"x\"\nend = \"x\"\n[[step]]\nsay = \"x\"\nuntil = [{ seen = { to = \"token\" } }]\n",
    ]);
    journey.press("L enter enter enter enter");
    assert_eq!(strip_of(&journey).keys, "L lessons");
    journey.press("L enter");
    assert!(journey.model.course.is_none(), "the strip can be put away");
}

/// Plays a lesson through.
fn up_to_the_end(row: usize) -> Journey {
    let mut journey = begin(row);
    PLAYED[row].1.iter().flat_map(|step| step.iter()).for_each(|action| act(&mut journey, action));
    assert!(journey.model.course.as_ref().is_some_and(|course| journey.model.is_over(course)));
    journey
}

#[test]
fn no_slip_of_lesson_2_is_another_client_of_the_simulation() {
    let mut journey = begin(1);
    for last in ["2", "3", "4", "5"] {
        journey.press("1 tab").retype(&format!("APP-PLAYGROUND00000{last}"));
        assert_eq!(step(&journey), 0, "{last} is a demo client's");
        journey.press("esc");
    }
}

#[test]
fn the_earlier_answer_is_marked_where_one_predicts_again() {
    let mut journey = up_to("a-code-works-once", 2);
    let marks = |journey: &Journey| match journey.model.dialogs.last() {
        Some(Dialog::Choice(choice)) => choice.rows.iter().map(|(row, _)| row.chars().next().unwrap()).collect(),
        other => panic!("{other:?}"),
    };
    let marked: String = marks(journey.press("2 V"));
    assert_eq!(marked, "○○○");
    let marked: String = marks(journey.press("down enter V"));
    assert_eq!(marked, "○●○");
}

#[test]
fn pane_3_follows_a_lesson_from_its_beginning() {
    let mut journey = Journey::new();
    journey.press("enter enter enter 3 p p");
    assert!(!journey.model.viewer.follow);
    journey.press("2 L enter");
    assert!(journey.model.viewer.follow);
    journey.press("a");
    assert_eq!(journey.model.viewer.selected + 1, journey.exchanges().len());
}

#[test]
fn the_callback_of_lesson_4_shows_its_error_in_its_heading() {
    let journey = up_to("scopes", 4);
    let callback = journey.last_of(orcid_playground::oauth::Purpose::Callback);
    assert_eq!(orcid_playground::app::document::title(callback), "GET /callback#error=invalid_scope");
}

#[test]
fn the_hint_is_seen_in_the_smallest_terminal() {
    for row in 0..lessons().len() {
        let mut journey = begin(row);
        journey.resize(40, 12).press("K");
        let hint = lessons()[row].steps[0].hint.as_deref().expect("a hint");
        let (columns, rows) = room(journey.model.size);
        let (whole, alone) = (said(&journey), format!("→ {hint}"));
        assert!(whole == alone || (rows_of(&whole, columns) <= rows && whole.ends_with(&alone)), "{whole}");
        journey.press("K").resize(200, 60).press("K");
        assert!(said(&journey).contains(&lessons()[row].steps[0].say) && said(&journey).ends_with(hint));
    }
}

#[test]
fn a_lesson_that_is_over_has_no_hint() {
    let mut journey = begin(0);
    assert!(availability(&journey.model, Command::Hint).is_ok());
    PLAYED[0].1.iter().flat_map(|step| step.iter()).for_each(|action| act(&mut journey, action));
    assert!(availability(&journey.model, Command::Hint).is_err());
}
