//! Every widget at some sizes as a picture, and at all sizes with any text without a panic.

use bytes::Bytes;
use jiff::Timestamp;
use proptest::prelude::*;
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Rect, style::Modifier, widgets::Widget};

use super::*;
use crate::{
    app::document::{Document, Hits, Mode, Options, Place, Role},
    oauth::{Exchange, ExchangeId, Outcome, Purpose},
    ui::theme::{Background, Colours, Part, Theme},
};

fn theme() -> Theme {
    Theme::built_in(Colours::None, Background::Dark)
}

fn draw(width: u16, height: u16, widget: impl Widget) -> TestBackend {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| frame.render_widget(widget, frame.area())).unwrap();
    terminal.backend().clone()
}

/// Draws several widgets, one per row.
struct Rows<F>(F);

impl<F: FnOnce(&mut dyn FnMut(u16) -> Rect, &mut Buffer)> Widget for Rows<F> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let mut y = area.y;
        let mut next = |height: u16| {
            let place = Rect { y, height, ..area }.intersection(area);
            y += height;
            place
        };
        (self.0)(&mut next, buffer);
    }
}

fn token_document(mode: Mode) -> Document {
    let request = http::Request::post("http://127.0.0.1:18800/oauth/token")
        .header("host", "127.0.0.1:18800")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from_static(b"client_id=APP-1&client_secret=s3cret-s3cret&grant_type=authorization_code"))
        .unwrap();
    let response = http::Response::builder()
        .header("content-type", "application/json")
        .body(Bytes::from_static(
            br#"{"access_token":"53737721-9cdb-442a-8b77-409609bb5e43","name":"\u65e5 Jos\u00e9"}"#,
        ))
        .unwrap();
    let after = std::time::Duration::from_millis(38);
    let exchange = Exchange {
        id: ExchangeId(1),
        purpose: Purpose::Token,
        request,
        fragment: None,
        outcome: Outcome::Answered { response, head_after: after, done_after: after },
        arrived: None,
        started: Timestamp::UNIX_EPOCH,
    };
    Document::new(&exchange, Options { mode, ..Options::default() })
}

#[test]
fn buttons() {
    let theme = theme();
    let buttons = ["Open in browser", "Act as researcher", "Copy URL"].map(|label| Button {
        label,
        focused: label.starts_with("Act"),
        enabled: label != "Copy URL",
    });
    for width in [60, 30] {
        let height = ButtonRow::height(&buttons, width);
        insta::assert_snapshot!(
            format!("buttons_{width}"),
            draw(width, height, ButtonRow { buttons: &buttons, theme: &theme })
        );
    }
}

#[test]
fn frames_and_footers() {
    let theme = theme();
    let hints = [("⏎", "press button"), ("Tab", "next"), ("y", "copy…"), ("^P", "commands"), ("q", "quit")];
    for width in [64, 24] {
        let rows = Rows(|next: &mut dyn FnMut(u16) -> Rect, buffer: &mut Buffer| {
            let pane = Pane {
                title: "3 Request / Response",
                right: "4 of 6 · POST /oauth/token",
                focused: true,
                theme: &theme,
            };
            pane.render(next(3), buffer);
            Dialog { title: "Scopes", right: "", theme: &theme }.render(next(2), buffer);
            Footer { hints: &hints, theme: &theme }.render(next(1), buffer);
        });
        insta::assert_snapshot!(format!("frames_and_footers_{width}"), draw(width, 6, rows));
    }
}

#[test]
fn a_document_wrapped_and_scrolled() {
    let theme = theme();
    let document = token_document(Mode::Raw);
    let matches = document.find("CLIENT", Hits::default());
    for (name, wrap, left, top) in [("wrapped", true, 0, 0), ("scrolled", false, 10, 2)] {
        let view = DocumentView {
            document: &document,
            wrap,
            top: Place { line: top, row: 0 },
            left,
            hits: Some((&matches, "CLIENT")),
            current: Some(0),
            cursor: None,
            theme: &theme,
        };
        insta::assert_snapshot!(format!("document_{name}"), draw(40, 8, view));
    }
    let view = DocumentView {
        document: &document,
        wrap: true,
        top: Place::default(),
        left: 0,
        hits: Some((&matches, "CLIENT")),
        current: Some(0),
        cursor: None,
        theme: &theme,
    };
    let backend = draw(40, 8, view);
    let style = |x, y| backend.buffer()[(x, y)].style().add_modifier;
    assert_eq!(style(0, 5), theme.part(Part::MatchCurrent).add_modifier);
    assert_eq!(style(16, 5), theme.part(Part::Match).add_modifier);
    assert_eq!(style(7, 5), Modifier::empty());
}

#[test]
fn half_a_wide_character_leaves_its_column_empty() {
    let theme = theme();
    let document = Document::of_lines(vec![crate::app::document::Line::of(Role::Plain, "日本x")]);
    let shown = |left| {
        let view = DocumentView {
            document: &document,
            wrap: false,
            top: Place::default(),
            left,
            hits: None,
            current: None,
            cursor: None,
            theme: &theme,
        };
        draw(6, 1, view).to_string()
    };
    // The column of the half that is hidden holds the mark that more stands there.
    assert!(shown(0).contains("\"日本x"), "{}", shown(0));
    assert!(shown(1).contains("\"‹本x"), "{}", shown(1));
    assert!(shown(3).contains("\"‹x"), "{}", shown(3));
}

proptest! {
    #[test]
    fn no_size_and_no_text_panics(
        x in 0u16..30, y in 0u16..10, width in 0u16..30, height in 0u16..8, words in "(?s).{0,30}|[日👩‍🔬\u{301}a ]{0,20}",
        left in 0usize..20, top in 0usize..20, number: usize,
    ) {
        // The area may stand outside the buffer: a resize can come between layout and drawing.
        let area = Rect { x, y, width, height };
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 6));
        let theme = Theme::built_in(Colours::True, Background::Light);
        let b = &mut buffer;
        Pane { title: &words, right: &words, focused: true, theme: &theme }.render(area, b);
        Dialog { title: &words, right: &words, theme: &theme }.render(area, b);
        Footer { hints: &[(&words, &words), ("q", "quit")], theme: &theme }.render(area, b);
        Scrollbar { len: number, top: left, theme: &theme }.render(area, b);
        let buttons = [Button { label: &words, focused: true, enabled: true }; 3];
        ButtonRow::height(&buttons, width);
        ButtonRow { buttons: &buttons, theme: &theme }.render(area, b);
        let document = Document::of_lines(vec![crate::app::document::Line::of(Role::Plain, &words).with(Role::Bad, &words); 3]);
        let needle: String = words.chars().take(1).collect();
        let matches = document.find(&needle, Hits::default());
        for wrap in [true, false] {
            let top = Place { line: top % 5, row: top / 5 };
            let hits = Some((&matches, needle.as_str()));
            DocumentView { document: &document, wrap, top, left, hits, current: Some(0), cursor: Some(top), theme: &theme }.render(area, b);
        }
    }
}
