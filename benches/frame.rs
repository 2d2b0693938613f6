//! From a key to the cells that change on the screen, and what the start and a large message cost.

#[path = "../tests/support/journey.rs"]
mod journey;

use std::{hint::black_box, time::Duration};

use bytes::Bytes;
use criterion::Criterion;
use jiff::Timestamp;
use orcid_playground::{
    app::{
        Key, Msg, Size,
        document::{Document, Options},
        keymap,
        layout::areas,
        update,
    },
    oauth::{Exchange, ExchangeId, Outcome, Purpose},
    ui::{
        self,
        theme::{Background, Colours, Theme},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};

use journey::Journey;

const SIZE: Size = Size { width: 120, height: 40 };

/// The dance up to the record, pane 3 with the focus.
fn with_record() -> Journey {
    let mut journey = Journey::new();
    journey.press("enter enter enter enter 3");
    assert!(journey.last_exchange().outcome.response().expect("the record").body().len() > 12_000);
    journey
}

fn draw(journey: &Journey, theme: &Theme) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
    ui::draw(&journey.model, theme, &mut buffer, journey.now);
    buffer
}

/// A key is pressed; the model changes, the screen is drawn, and compared with the one before.
fn key_to_frame(criterion: &mut Criterion) {
    let theme = Theme::built_in(Colours::True, Background::Dark);
    let mut group = criterion.benchmark_group("key to frame, 120×40");
    for (name, keys) in [
        ("scrolling the record", ["down", "up"]),
        ("raw and pretty by turns", ["t", "t"]),
        ("message by message", ["[", "]"]),
    ] {
        let mut journey = with_record();
        let keys = keys.map(|key| key.parse::<Key>().expect("a key"));
        let mut before = draw(&journey, &theme);
        let mut turn = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                turn += 1;
                drop(update(&mut journey.model, Msg::Key(keys[turn % 2]), journey.now));
                let after = draw(&journey, &theme);
                black_box(before.diff(&after).len());
                before = after;
            });
        });
    }
    let mut journey = Journey::new();
    journey.press("1 tab");
    let mut before = draw(&journey, &theme);
    let keys = ["x", "backspace"].map(|key| key.parse::<Key>().expect("a key"));
    let mut turn = 0;
    group.bench_function("typing", |bencher| {
        bencher.iter(|| {
            turn += 1;
            drop(update(&mut journey.model, Msg::Key(keys[turn % 2]), journey.now));
            let after = draw(&journey, &theme);
            black_box(before.diff(&after).len());
            before = after;
        });
    });
    let journey = with_record();
    group.bench_function("geometry alone", |bencher| bencher.iter(|| areas(black_box(&journey.model), journey.now)));
    group.finish();
}

/// What has to be there before the first frame.
fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    group.bench_function("theme", |bencher| {
        bencher.iter(|| Theme::built_in(black_box(Colours::True), Background::Dark));
    });
    group.bench_function("key map", |bencher| bencher.iter(keymap::embedded));
    let theme = Theme::built_in(Colours::True, Background::Dark);
    let journey = Journey::new();
    group.bench_function("first frame", |bencher| bencher.iter(|| draw(black_box(&journey), &theme)));
    group.finish();
}

/// A body of one MiB becomes lines and rows.
fn large_body(criterion: &mut Criterion) {
    let item = r#"{"put-code":1234567,"title":{"value":"A title, neither short nor long"},"visibility":"public"},"#;
    let mut body = String::from("[");
    while body.len() + item.len() < 1 << 20 {
        body.push_str(item);
    }
    body.pop();
    body.push(']');
    let response = http::Response::builder()
        .header("content-type", "application/json")
        .body(Bytes::from(body))
        .expect("a response");
    let exchange = Exchange {
        id: ExchangeId(1),
        purpose: Purpose::Api,
        request: http::Request::get("http://127.0.0.1:18800/api").body(Bytes::new()).expect("a request"),
        fragment: None,
        outcome: Outcome::Answered { response, head_after: Duration::ZERO, done_after: Duration::ZERO },
        arrived: None,
        started: Timestamp::UNIX_EPOCH,
    };
    let mut group = criterion.benchmark_group("one MiB of JSON");
    group.sample_size(20);
    group.bench_function("document", |bencher| {
        bencher.iter(|| Document::new(black_box(&exchange), Options::default()));
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    key_to_frame(&mut criterion);
    start(&mut criterion);
    large_body(&mut criterion);
    criterion.final_summary();
}
