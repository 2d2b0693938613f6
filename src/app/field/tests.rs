//! Typing, moving, deleting, undoing; what is seen of it; and that no edit breaks it.

use proptest::prelude::*;

use unicode_segmentation::UnicodeSegmentation;

use super::{Motion, TextField, Window};

fn at(text: &str, cursor: usize) -> TextField {
    let mut field = TextField::new(text);
    field.cursor = cursor;
    field
}

#[test]
fn typing_and_pasting() {
    let mut field = at("ac", 1);
    assert!(field.insert("b"));
    assert_eq!((field.text(), field.cursor()), ("abc", 2));
    assert!(field.insert("1\r\n2\t3\x1b"));
    assert_eq!((field.text(), field.cursor()), ("ab1 2 3c", 7));
    assert!(!field.insert("\n"));
}

#[test]
fn the_cursor_goes_by_graphemes() {
    let mut field = TextField::new("e\u{301}👩‍🔬x");
    assert!(field.go(Motion::Left) && field.go(Motion::Left));
    assert_eq!(field.cursor(), "e\u{301}".len());
    assert!(field.delete(Motion::Left));
    assert_eq!((field.text(), field.cursor()), ("👩‍🔬x", 0));
    assert!(field.delete(Motion::Right));
    assert_eq!(field.text(), "x");
    assert!(!field.go(Motion::Left) && !field.delete(Motion::Left));
}

#[test]
fn a_typed_letter_joins_the_mark_behind_it() {
    let mut field = at("\u{301}x", 0);
    field.insert("e");
    assert_eq!(field.cursor(), "e\u{301}".len());
}

#[test]
fn words() {
    let mut field = TextField::new("http://127.0.0.1/callback read limited");
    field.go(Motion::WordLeft);
    assert_eq!(&field.text()[field.cursor()..], "limited");
    field.go(Motion::WordLeft);
    assert!(field.delete(Motion::WordLeft));
    assert_eq!(field.text(), "http://127.0.0.1/read limited");
    field.go(Motion::WordRight);
    assert_eq!(&field.text()[field.cursor()..], " limited");
    assert!(field.delete(Motion::Start));
    assert_eq!((field.text(), field.cursor()), (" limited", 0));
    assert!(field.delete(Motion::End));
    assert!(field.is_empty());
}

#[test]
fn the_keys_of_a_shell() {
    let mut field = TextField::new("read limited, please");
    let mut press = |keys: &str| {
        for key in keys.split(" ") {
            field.key(key.parse().unwrap());
        }
        (field.text().to_owned(), field.cursor())
    };
    assert_eq!(press("alt-b").1, "read limited, ".len());
    assert_eq!(press("ctrl-a alt-f").1, "read".len());
    assert_eq!(press("ctrl-f").1, "read ".len());
    assert_eq!(press("alt-d"), ("read , please".to_owned(), "read ".len()));
    assert_eq!(press("ctrl-b ctrl-k"), ("read".to_owned(), "read".len()));
    assert_eq!(press("alt-u alt-u").0, "read limited, please");
    assert_eq!(press("ctrl-e alt-backspace").0, "read limited, ");
    assert_eq!(press("alt-x ctrl-t").0, "read limited, ");
}

#[test]
fn the_window_follows_the_cursor() {
    let mut field = TextField::new("abcdefghij");
    assert_eq!(field.window(20), Window { text: "abcdefghij".into(), cursor: 10 });
    assert_eq!(field.window(6), Window { text: "…ghij".into(), cursor: 5 });
    field.go(Motion::Start);
    assert_eq!(field.window(6), Window { text: "abcdef".into(), cursor: 0 });
    assert_eq!(field.masked_window(6).text, "••••••");
    assert_eq!(field.window(0), Window { text: "".into(), cursor: 0 });
}

#[test]
fn a_suggestion_is_replaced_or_edited() {
    let mut field = TextField::suggested("demo");
    assert!(!field.insert("\n") && field.is_selected());
    assert!(field.insert("m") && field.insert("y"));
    assert_eq!((field.text(), field.is_selected()), ("my", false));
    let mut field = TextField::suggested("demo");
    assert!(field.go(Motion::End) && field.insert("2"));
    assert_eq!(field.text(), "demo2");
    let mut field = TextField::suggested("demo");
    assert!(field.delete(Motion::Left));
    assert!(field.is_empty());
    assert!(!TextField::suggested("").is_selected());
}

#[test]
fn edits_are_undone_and_redone() {
    let mut field = TextField::new("a");
    assert!(!field.undo() && !field.redo(), "what it began with is no edit");
    for letter in ["b", "c"] {
        field.insert(letter);
    }
    field.go(Motion::Start);
    field.insert("pasted ");
    field.delete(Motion::Left);
    field.delete(Motion::Left);
    field.set("other");
    let mut seen = Vec::new();
    while field.undo() {
        seen.push(field.text().to_owned());
    }
    assert_eq!(seen, ["pasteabc", "pasted abc", "abc", "a"]);
    assert_eq!(field.cursor(), 1);
    while field.redo() {}
    assert_eq!((field.text(), field.cursor()), ("other", 5));
    field.undo();
    field.insert("x");
    assert!(!field.redo(), "another edit, another future");
}

#[test]
fn a_suggestion_that_was_replaced_comes_back() {
    let mut field = TextField::suggested("demo");
    field.insert("m");
    field.insert("y");
    assert!(field.undo());
    assert_eq!(field.text(), "demo");
    assert!(field.remembers(|text| text == "my") && !TextField::new("demo").remembers(|_| true));
}

#[test]
fn debug_shows_no_text() {
    assert_eq!(format!("{:?}", TextField::new("s3cret")), "TextField(6 bytes, cursor at 6)");
}

fn motion() -> impl Strategy<Value = Motion> {
    prop::sample::select(vec![
        Motion::Left,
        Motion::Right,
        Motion::WordLeft,
        Motion::WordRight,
        Motion::Start,
        Motion::End,
    ])
}

#[derive(Clone, Debug)]
enum Edit {
    Insert(String),
    Go(Motion),
    Delete(Motion),
    Undo,
    Redo,
}

proptest! {
    #[test]
    fn no_edit_breaks_it(
        edits in prop::collection::vec(
            prop_oneof![
                "(?s).{0,5}|[e\u{301}👩\u{200d}🔬🇩🇪 a]{0,4}".prop_map(Edit::Insert),
                motion().prop_map(Edit::Go),
                motion().prop_map(Edit::Delete),
                Just(Edit::Undo),
                Just(Edit::Redo),
            ],
            0..20,
        ),
        width in 0u16..12,
    ) {
        let mut field = TextField::default();
        for edit in edits {
            match edit {
                Edit::Insert(text) => { field.insert(&text); }
                Edit::Go(motion) => { field.go(motion); }
                Edit::Delete(motion) => { field.delete(motion); }
                Edit::Undo => { field.undo(); }
                Edit::Redo => { field.redo(); }
            }
            let boundaries: Vec<usize> = field.text().grapheme_indices(true).map(|(at, _)| at).chain([field.text().len()]).collect();
            prop_assert!(boundaries.contains(&field.cursor()), "{:?} {}", field.text(), field.cursor());
            for window in [field.window(width), field.masked_window(width), field.window_hiding(width, |at| at > 3)] {
                prop_assert!(crate::text::width(&window.text) <= usize::from(width));
                prop_assert!(window.cursor < width.max(1));
            }
        }
    }
}
