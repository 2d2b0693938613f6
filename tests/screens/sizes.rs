//! No size and no input breaks the program.

use orcid_playground::{
    app::{Msg, Size, keymap::KEYMAP},
    ui::{
        self,
        theme::{Background, Colours, Theme},
    },
};
use proptest::prelude::*;
use ratatui::{buffer::Buffer, layout::Rect};

use super::journey::Journey;

#[derive(Clone, Debug)]
enum Input {
    Keys(String),
    Paste(String),
    Resize(u16, u16),
    Click(u16, u16),
    Drag(u16, u16),
    Wheel(i16, u16, u16),
    Wait(u64),
    Callback(String),
}

/// Every key of the key map but those that leave the program; some letters for the fields.
fn keys() -> Vec<String> {
    let mut keys: Vec<String> = KEYMAP
        .bindings
        .iter()
        .map(|binding| binding.keys.iter().map(name).collect::<Vec<_>>().join(" "))
        .chain(
            ["ab", "APP", "日本", "e\u{301}"].map(|text| text.chars().map(String::from).collect::<Vec<_>>().join(" ")),
        )
        .collect();
    // Those that lead somewhere come up more often.
    keys.extend(["enter", "enter", "enter", "tab", "tab", "tab", "down", "esc"].map(String::from));
    keys
}

/// A key as tests write it.
fn name(key: &orcid_playground::app::Key) -> String {
    use orcid_playground::app::KeyCode;
    let code = match key.code {
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::BackTab => "shift-tab".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    format!("{}{}{code}", if key.ctrl { "ctrl-" } else { "" }, if key.alt { "alt-" } else { "" })
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        8 => prop::sample::select(keys()).prop_map(Input::Keys),
        1 => "(?s).{0,40}|code=[a-zA-Z0-9]{6}|https://[a-z]{3}\\.org/\\?code=x&state=y".prop_map(Input::Paste),
        2 => (0u16..=250, 0u16..=80).prop_map(|(width, height)| Input::Resize(width, height)),
        1 => (0u16..=250, 0u16..=80).prop_map(|(x, y)| Input::Click(x, y)),
        1 => (0u16..=250, 0u16..=80).prop_map(|(x, y)| Input::Drag(x, y)),
        1 => (any::<i16>(), 0u16..=250, 0u16..=80).prop_map(|(lines, x, y)| Input::Wheel(lines, x, y)),
        1 => (0u64..100_000).prop_map(Input::Wait),
        1 => "(code|error|x)=[ -~]{0,12}(&state=[a-z]{3})?".prop_map(Input::Callback),
    ]
}

fn draw(journey: &Journey, theme: &Theme) {
    let Size { width, height } = journey.model.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = ui::draw(&journey.model, theme, &mut buffer, journey.now);
    assert!(cursor.is_none_or(|cursor| buffer.area.contains(cursor)), "{cursor:?} is not on the screen");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_size_and_no_input_panics(inputs in prop::collection::vec(input(), 1..40)) {
        let theme = Theme::built_in(Colours::None, Background::Dark);
        let mut journey = Journey::new();
        for input in inputs {
            match input {
                Input::Keys(keys) => journey.press(&keys),
                Input::Paste(text) => journey.paste(&text),
                Input::Resize(width, height) => journey.resize(width, height),
                Input::Click(x, y) => journey.tell(Msg::Click(x, y)),
                Input::Drag(x, y) => journey.tell(Msg::Drag(x, y)),
                Input::Wheel(lines, x, y) => journey.tell(Msg::Wheel(lines, x, y)),
                Input::Wait(seconds) => journey.wait(seconds),
                Input::Callback(query) => {
                    let query = query.replace(|c: char| c.is_whitespace() || "\"<>\\^`{|}".contains(c), "_");
                    journey.browser_opens(&format!("http://127.0.0.1:18801/callback?{query}"))
                }
            };
            draw(&journey, &theme);
        }
    }
}

#[test]
fn every_size_is_drawn() {
    let theme = Theme::built_in(Colours::None, Background::Dark);
    let mut journeys = ["", "enter", "enter enter enter enter 3 /", "S", "ctrl-p", "W", "E"].map(|keys| {
        let mut journey = Journey::new();
        if !keys.is_empty() {
            journey.press(keys);
        }
        journey
    });
    for journey in &mut journeys {
        for width in (0..44).chain([60, 80, 109, 110, 179, 180, 250]) {
            for height in [0, 1, 2, 11, 12, 13, 24, 80] {
                journey.resize(width, height);
                draw(journey, &theme);
            }
        }
    }
}
