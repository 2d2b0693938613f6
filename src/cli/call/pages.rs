//! `--all`: every hit of a search, or every record of a list that has pages, as one answer of the same shape.

use http::header;
use serde_json::Value;
use url::Url;

use super::{
    refusal,
    sink::{Progress, Sink},
};
use crate::{
    cli::{
        args::CallArgs,
        context::Context,
        error::CliError,
        output::{self, note},
        server::answered,
    },
    oauth::HttpRequest,
};

/// A list that comes in pages.
#[derive(Clone, Copy)]
struct List {
    /// The end of its path.
    path: &'static str,
    /// The key of the list.
    key: &'static str,
    /// The key that says how many there are in all.
    count: &'static str,
    /// How a page is asked for.
    by: By,
}

/// How a page of a list is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// `start` and `rows`: a search, in JSON (guide `orcid-wire`, "Search").
    Rows,
    /// The same, as a table.
    Table,
    /// `page` and `page-size`; the count is that of the page (guide `orcid-wire`, "Group-id records").
    Page,
}

const LISTS: [List; 4] = [
    List { path: "/csv-search", key: "", count: "", by: By::Table },
    List { path: "/expanded-search", key: "expanded-result", count: "num-found", by: By::Rows },
    List { path: "/search", key: "result", count: "num-found", by: By::Rows },
    List { path: "/group-id-record", key: "group-id-record", count: "total", by: By::Page },
];

/// The most that a search gives at once.
const ROWS: u64 = 1000;

/// What a page of group-id records holds when nobody says how many.
const PAGE_SIZE: u64 = 100;

/// Asks for page after page.
pub(super) async fn run(cx: &Context, args: &CallArgs, request: &HttpRequest) -> Result<(), CliError> {
    let url = Url::parse(&request.uri().to_string())
        .map_err(|error| CliError::usage(format!("The URL cannot be used: {error}."), ""))?;
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let Some(list) = LISTS.into_iter().find(|list| path.ends_with(list.path)) else {
        return Err(CliError::usage(
            "--all goes through the pages of a search or of the group-id records only.",
            "Leave it out: whatever else ORCID lists comes whole.",
        ));
    };
    let csv = list.by == By::Table;
    if !csv && !accept.contains("json") {
        return Err(CliError::usage("--all puts pages together in JSON only.", "Leave --accept away."));
    }
    let mut pages = Pages { sink: None, progress: None, found: 0, whole: None, list };
    let ended = pages.read(cx, args, request, &url).await;
    pages.progress = None;
    // They were many requests: what came before a failure is kept.
    if ended.is_err()
        && pages.found > 0
        && let Some(sink) = pages.sink.take()
        && let Some(part) = sink.keep_part()?
    {
        note(&format!(
            "note: {} came before that; they are in {}, which is no whole document.",
            pages.found,
            part.display()
        ));
    }
    ended
}

impl List {
    /// How many stand on a page.
    fn size(self, url: &Url) -> u64 {
        let asked = url.query_pairs().find(|(name, _)| name == "page-size").and_then(|(_, size)| size.parse().ok());
        match self.by {
            By::Rows | By::Table => ROWS,
            By::Page => asked.filter(|size| *size > 0).unwrap_or(PAGE_SIZE),
        }
    }

    /// The request for a page, from 0.
    fn page(self, request: &HttpRequest, url: &Url, number: u64, size: u64) -> Result<HttpRequest, CliError> {
        let place = match self.by {
            By::Rows | By::Table => [("start", number * size), ("rows", size)],
            By::Page => [("page", number + 1), ("page-size", size)],
        };
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| place.iter().all(|(own, _)| name != own))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let mut url = url.clone();
        let place = place.map(|(name, value)| (name, value.to_string()));
        url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(place);
        let mut request = request.clone();
        *request.uri_mut() =
            url.as_str().parse().map_err(|error| CliError::usage(format!("The URL cannot be used: {error}."), ""))?;
        Ok(request)
    }
}

struct Pages {
    sink: Option<Sink>,
    progress: Option<Progress>,
    found: u64,
    whole: Option<u64>,
    list: List,
}

impl Pages {
    /// Reads and writes all of them.
    async fn read(&mut self, cx: &Context, args: &CallArgs, request: &HttpRequest, url: &Url) -> Result<(), CliError> {
        let csv = self.list.by == By::Table;
        let size = self.list.size(url);
        for number in 0_u64.. {
            let request = self.list.page(request, url, number, size)?;
            let response = answered(&request, cx.client.send(request.clone()).await);
            let response = response.map_err(|error| if number == 0 { error } else { error.behind_output() })?;
            if !response.status().is_success() {
                // What came before stays, as a whole document.
                self.end(csv)?;
                output::body(response.body())?;
                return Err(CliError::refused(
                    refusal::meaning(&request, &response),
                    format!("{} came before that.", self.found),
                ));
            }
            let sink = match &mut self.sink {
                Some(sink) => sink,
                empty => empty.insert(Sink::open(args.output.as_deref())?),
            };
            if self.progress.is_none() {
                self.progress = Some(Progress::new(None, sink));
            }
            let more = if csv { self.table(response.body(), number == 0)? } else { self.hits(response.body())? };
            if let Some(progress) = &mut self.progress {
                let of = self.whole.map(|whole| format!(" of {whole}")).unwrap_or_default();
                progress.say(&format!("{}{of} read", self.found));
            }
            let last = match self.list.by {
                By::Rows => self.whole.is_some_and(|whole| self.found >= whole),
                By::Table | By::Page => more < size,
            };
            if more == 0 || last {
                break;
            }
        }
        self.end(csv)
    }

    fn write(&mut self, text: &str) -> Result<(), CliError> {
        self.sink.as_mut().map_or(Ok(()), |sink| sink.write(text.as_bytes()))
    }

    /// Takes a page of hits, and tells how many there were.
    fn hits(&mut self, body: &[u8]) -> Result<u64, CliError> {
        let page: Value = serde_json::from_slice(body).map_err(|error| {
            CliError::refused(format!("A page of the list is no JSON: {error}."), "Try again; check the environment.")
        })?;
        // Only a search says how many there are on all pages.
        self.whole = page.get(self.list.count).and_then(Value::as_u64).filter(|_| self.list.by == By::Rows);
        let hits = page.get(self.list.key).and_then(Value::as_array).cloned().unwrap_or_default();
        for hit in &hits {
            let before = if self.found == 0 { format!("{{\"{}\":[", self.list.key) } else { ",".to_owned() };
            self.write(&format!("{before}{hit}"))?;
            self.found += 1;
        }
        Ok(u64::try_from(hits.len()).unwrap_or(u64::MAX))
    }

    /// Takes a page of a table; its first line names the columns, and is wanted once.
    fn table(&mut self, body: &[u8], first: bool) -> Result<u64, CliError> {
        let text = String::from_utf8_lossy(body).into_owned();
        let (head, rows) = text.split_once('\n').unwrap_or((text.as_str(), ""));
        if first {
            self.write(&format!("{head}\n"))?;
        }
        let count = u64::try_from(rows.lines().filter(|line| !line.trim().is_empty()).count()).unwrap_or(u64::MAX);
        if count > 0 {
            self.write(rows.trim_end_matches('\n'))?;
            self.write("\n")?;
        }
        self.found += count;
        Ok(count)
    }

    /// Closes the document.
    fn end(&mut self, csv: bool) -> Result<(), CliError> {
        self.progress = None;
        if !csv && self.sink.is_some() {
            // A search writes null where nothing is found.
            let none = if self.list.by == By::Page { "[]" } else { "null" };
            let before = if self.found == 0 { format!("{{\"{}\":{none}", self.list.key) } else { "]".to_owned() };
            let whole = self.whole.unwrap_or(self.found);
            self.write(&format!("{before},\"{}\":{whole}}}", self.list.count))?;
        }
        self.sink.take().map_or(Ok(()), Sink::end)
    }
}
