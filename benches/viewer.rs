//! Large answers in pane 3: bodies of 1, 10 and 50 MB, from the last byte to the first lines, and from a key to the
//! frame that it changes. `cargo bench --bench viewer` measures all; `-- 10` only the body of 10 MB.
//!
//! `-- write <MB> <file>` writes such a body, for other programs to read (`benches/side-by-side.sh`).
//!
//! Each size runs in a process of its own, so that its memory is its own too. What a key does is measured one by one,
//! because a mean hides the one that stutters.

#[path = "../tests/support/journey.rs"]
mod journey;

use std::{
    fmt::Write as _,
    process::Command,
    time::{Duration, Instant},
};

use bytes::Bytes;
use orcid_playground::{
    app::{
        Effect, Key, Msg, Size,
        document::{Done, Job, Worked, filter},
        update,
    },
    oauth::Outcome,
    ui::{
        self,
        theme::{Background, Colours, Theme},
    },
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use ratatui::{buffer::Buffer, layout::Rect};

use journey::Journey;

const SIZE: Size = Size { width: 120, height: 40 };
const MB: usize = 1_000_000;

/// What is promised: (what, in MB, at most).
const PROMISES: [(&str, usize, Duration); 4] = [
    ("the whole tree", 10, Duration::from_millis(150)),
    ("the whole tree", 50, Duration::from_millis(700)),
    ("search", 50, Duration::from_millis(300)),
    ("p99", 0, Duration::from_millis(4)),
];

/// The works of a researcher who wrote a great deal, as the API lists them.
fn works(bytes: usize) -> String {
    let mut body = String::with_capacity(bytes + 2_000);
    body.push_str("{\"last-modified-date\":{\"value\":1767225600000},\"group\":[");
    let mut number = 0;
    while body.len() < bytes {
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(
            body,
            r#"{comma}{{"last-modified-date":{{"value":17672{number:08}}},"external-ids":{{"external-id":[{{"external-id-type":"doi","external-id-value":"10.5555/{number}","external-id-normalized":{{"value":"10.5555/{number}","transient":true}},"external-id-url":{{"value":"https://doi.org/10.5555/{number}"}},"external-id-relationship":"self"}}]}},"work-summary":[{{"put-code":{number},"created-date":{{"value":1500000000000}},"source":{{"source-orcid":null,"source-client-id":{{"uri":"https://sandbox.orcid.org/client/APP-0000000000000001","path":"APP-0000000000000001","host":"sandbox.orcid.org"}},"source-name":{{"value":"An index of works"}}}},"title":{{"title":{{"value":"On the {number}th question of measure, «größer» and smaller"}},"subtitle":null,"translated-title":null}},"type":"journal-article","publication-date":{{"year":{{"value":"2024"}},"month":{{"value":"03"}},"day":null}},"visibility":"public","path":"/0000-0002-4456-8947/work/{number}","display-index":"0"}}]}}"#
        );
        number += 1;
    }
    body.push_str("],\"path\":\"/0000-0002-4456-8947/works\"}");
    body
}

struct Bench {
    journey: Journey,
    theme: Theme,
    megabytes: usize,
}

impl Bench {
    fn new(megabytes: usize) -> Self {
        let mut journey = Journey::new();
        journey.press("enter enter enter").hold().press("r 3");
        Self { journey, theme: Theme::built_in(Colours::True, Background::Dark), megabytes }
    }

    fn draw(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        ui::draw(&self.journey.model, &self.theme, &mut buffer, self.journey.now);
        buffer
    }

    fn tell(&mut self, msg: Msg) -> Vec<Effect> {
        update(&mut self.journey.model, msg, self.journey.now)
    }

    /// Does what was asked for and takes in its result.
    fn work(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Work(work) = effect {
                let done = work.job.perform(&|| true);
                self.tell(Msg::Worked(Worked { ticket: work.ticket, done }));
            }
        }
    }

    fn report(&self, what: &str, took: Duration) {
        let promise = PROMISES.iter().find(|(name, size, _)| what.contains(name) && [0, self.megabytes].contains(size));
        let promise = match promise {
            Some((_, _, most)) if took <= *most => format!("   promised ≤ {} ms ✓", most.as_millis()),
            Some((_, _, most)) => format!("   promised ≤ {} ms ✗", most.as_millis()),
            None => String::new(),
        };
        println!("  {what:<58}{:>10.3} ms{promise}", took.as_secs_f64() * 1e3);
    }

    /// Presses keys in turn, and measures each until its frame is drawn; and where it gave work to do elsewhere, the frame
    /// that shows its result, too.
    fn keys(&mut self, what: &str, turns: usize, keys: &[&str]) {
        let keys: Vec<Key> = keys.iter().map(|key| key.parse().expect("a key")).collect();
        let mut took = Vec::new();
        for turn in 0..turns {
            let began = Instant::now();
            let effects = self.tell(Msg::Key(keys[turn % keys.len()]));
            self.draw();
            took.push(began.elapsed());
            for effect in effects {
                if let Effect::Work(work) = effect {
                    let done = work.job.perform(&|| true);
                    let began = Instant::now();
                    self.tell(Msg::Worked(Worked { ticket: work.ticket, done }));
                    self.draw();
                    took.push(began.elapsed());
                }
            }
        }
        self.percentiles(what, &mut took);
    }

    fn percentiles(&self, what: &str, took: &mut [Duration]) {
        took.sort_unstable();
        let at = |percent: usize| took[(took.len() - 1) * percent / 100];
        self.report(&format!("{what}, median"), at(50));
        self.report(&format!("{what}, p99"), at(99));
    }

    /// Looks for something, and measures the search alone and the key that jumps.
    fn search(&mut self, needle: &str) {
        self.tell(Msg::Key("/".parse().expect("a key")));
        let mut effects = Vec::new();
        for c in needle.chars() {
            let key = if c == ' ' { "space".to_owned() } else { c.to_string() };
            effects = self.tell(Msg::Key(key.parse().expect("a key")));
        }
        let began = Instant::now();
        self.work(effects);
        let took = began.elapsed();
        let hits = self.journey.model.viewer.search.as_ref().map_or(0, |search| search.hits.len());
        self.report(&format!("search for «{needle}» ({hits} hits)"), took);
    }

    /// Goes somewhere at random.
    fn anywhere(&mut self, random: &mut StdRng) {
        let lines = self.journey.model.viewer.document.len();
        self.journey.model.viewer.cursor.line = random.random_range(0..lines);
        self.journey.model.viewer.cursor.row = 0;
        let effects = self.tell(Msg::Woke);
        self.work(effects);
    }
}

/// The peak of the memory in use and the memory in use now, in kB.
fn memory() -> (usize, usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let read = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    };
    (read("VmHWM:"), read("VmRSS:"))
}

fn measure(megabytes: usize) {
    println!("{megabytes} MB of works as JSON, 120×40");
    let mut bench = Bench::new(megabytes);
    bench.draw();
    let (_, before) = memory();
    let body = Bytes::from(works(megabytes * MB));
    let size = body.len();
    let response =
        http::Response::builder().header("content-type", "application/json").body(body.clone()).expect("a response");
    let outcome = Outcome::Answered { response, head_after: Duration::ZERO, done_after: Duration::ZERO };
    let id = bench.journey.last_exchange().id;
    let began = Instant::now();
    let effects = bench.tell(Msg::Received(id, outcome, None));
    bench.draw();
    bench.report("from the last byte to the first pretty lines", began.elapsed());
    bench.work(effects);
    bench.draw();
    bench.report("from the last byte to the whole tree", began.elapsed());
    let lines = bench.journey.model.viewer.document.len();
    let (peak, _) = memory();
    let times = (peak.saturating_sub(before) * 1024) as f64 / size as f64;
    println!("  {:<58}{times:>10.2} × the body ({lines} lines), promised ≤ 3", "memory, at its peak");

    bench.keys("scrolling by lines", 2_000, &["down"]);
    bench.keys("scrolling by pages", 2_000, &["pagedown"]);
    bench.keys("to the end and back", 500, &["end", "home"]);
    let mut random = StdRng::seed_from_u64(7);
    let mut took = Vec::new();
    for _ in 0..500 {
        bench.anywhere(&mut random);
        for key in ["enter", "down", "enter", "pageup"] {
            let began = Instant::now();
            bench.tell(Msg::Key(key.parse().expect("a key")));
            bench.draw();
            took.push(began.elapsed());
        }
    }
    bench.percentiles("folding and unfolding anywhere", &mut took);
    bench.keys("everything folded and unfolded", 100, &["z", "M", "z", "R"]);
    bench.keys("one level more and less", 100, &["z", "m", "z", "r"]);
    bench.keys("into a folded tree: unfold, down, fold", 300, &["z", "M", "down", "down", "right", "left", "z", "R"]);
    bench.search("journal-article");
    bench.keys("from match to match", 1_000, &["enter"]);
    bench.tell(Msg::Key("esc".parse().expect("a key")));
    bench.search("größer");
    bench.tell(Msg::Key("esc".parse().expect("a key")));
    bench.search("not to be found");
    bench.tell(Msg::Key("esc".parse().expect("a key")));
    bench.search("..put-code");
    bench.tell(Msg::Key("esc".parse().expect("a key")));
    let began = Instant::now();
    let results = filter::run(".group | map(.\"work-summary\"[0].\"put-code\") | length", &body, MB);
    bench.report(
        &format!("jq: put-codes counted ({})", String::from_utf8_lossy(&results.unwrap_or_default()).trim()),
        began.elapsed(),
    );
    let job = Job::Lay {
        headers: http::HeaderMap::new(),
        source: body,
        mode: orcid_playground::app::document::Mode::Raw,
        whole: Default::default(),
    };
    let began = Instant::now();
    assert!(matches!(job.perform(&|| true), Done::Laid(_)));
    bench.report("raw, laid out", began.elapsed());
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [write, megabytes, file, ..] = &arguments[..]
        && write == "write"
    {
        let body = works(megabytes.parse::<usize>().expect("a number of MB") * MB);
        std::fs::write(file, body).expect("a file");
        return;
    }
    // `cargo test` only wants to know whether it runs.
    let default = if arguments.iter().any(|argument| argument == "--test") { vec![1] } else { vec![1, 10, 50] };
    let asked: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    match asked[..] {
        [megabytes] => measure(megabytes),
        _ => {
            for megabytes in if asked.is_empty() { default } else { asked } {
                let program = std::env::current_exe().expect("this program");
                let ended = Command::new(program).arg(megabytes.to_string()).status().expect("a process");
                assert!(ended.success(), "{megabytes} MB: {ended}");
            }
        }
    }
}
