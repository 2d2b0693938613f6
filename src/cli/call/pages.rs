//! `--all`: every hit of a search, page after page, as one answer of the same shape.

use http::header;
use serde_json::Value;
use url::Url;

use super::{
    CliError, Context,
    sink::{Progress, Sink},
};
use crate::{
    app,
    cli::{args::CallArgs, output, server::answered},
    oauth::HttpRequest,
};

/// The most that ORCID gives at once (guide `orcid-wire`, "Search").
const ROWS: u64 = 1000;

/// Asks for page after page.
pub(super) async fn run(cx: &Context, args: &CallArgs, request: &HttpRequest) -> Result<(), CliError> {
    let url = Url::parse(&request.uri().to_string())
        .map_err(|error| CliError::usage(format!("The URL cannot be used: {error}."), ""))?;
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let csv = url.path().ends_with("csv-search");
    let list = if url.path().ends_with("expanded-search") { "expanded-result" } else { "result" };
    if !(csv || url.path().ends_with("search")) {
        return Err(CliError::usage("--all goes through the pages of a search only.", "Leave it away."));
    }
    if !csv && !accept.contains("json") {
        return Err(CliError::usage("--all puts pages together in JSON only.", "Leave --accept away."));
    }
    let mut pages = Pages { sink: None, progress: None, found: 0, whole: None, list };
    let mut start = 0;
    loop {
        let request = page(request, &url, start)?;
        let response = answered(&request, cx.client.send(request.clone()).await)?;
        if !response.status().is_success() {
            // What came before stays, as a whole document.
            pages.end(csv)?;
            output::body(response.body())?;
            return Err(CliError::refused(
                app::explain(&request, &response),
                format!("{} hits came before that.", pages.found),
            ));
        }
        let sink = match &mut pages.sink {
            Some(sink) => sink,
            empty => empty.insert(Sink::open(args.output.as_deref())?),
        };
        if pages.progress.is_none() {
            pages.progress = Some(Progress::new(None, sink));
        }
        let more = if csv { pages.table(response.body(), start == 0)? } else { pages.hits(response.body())? };
        if let Some(progress) = &mut pages.progress {
            let of = pages.whole.map(|whole| format!(" of {whole}")).unwrap_or_default();
            progress.say(&format!("{}{of} hits", pages.found));
        }
        if more == 0 || pages.whole.is_some_and(|whole| pages.found >= whole) || (csv && more < ROWS) {
            return pages.end(csv);
        }
        start += ROWS;
    }
}

/// The request for the hits from `start` on.
fn page(request: &HttpRequest, url: &Url, start: u64) -> Result<HttpRequest, CliError> {
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "start" && name != "rows")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let mut url = url.clone();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .append_pair("start", &start.to_string())
        .append_pair("rows", &ROWS.to_string());
    let mut request = request.clone();
    *request.uri_mut() =
        url.as_str().parse().map_err(|error| CliError::usage(format!("The URL cannot be used: {error}."), ""))?;
    Ok(request)
}

struct Pages {
    sink: Option<Sink>,
    progress: Option<Progress>,
    found: u64,
    whole: Option<u64>,
    list: &'static str,
}

impl Pages {
    fn write(&mut self, text: &str) -> Result<(), CliError> {
        self.sink.as_mut().map_or(Ok(()), |sink| sink.write(text.as_bytes()))
    }

    /// Takes a page of hits, and tells how many there were.
    fn hits(&mut self, body: &[u8]) -> Result<u64, CliError> {
        let page: Value = serde_json::from_slice(body).map_err(|error| {
            CliError::refused(format!("A page of the search is no JSON: {error}."), "Try again; check the environment.")
        })?;
        self.whole = page.get("num-found").and_then(Value::as_u64);
        let hits = page.get(self.list).and_then(Value::as_array).cloned().unwrap_or_default();
        for hit in &hits {
            let before = if self.found == 0 { format!("{{\"{}\":[", self.list) } else { ",".to_owned() };
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
        if let Some(progress) = &mut self.progress {
            progress.end();
        }
        if !csv && self.sink.is_some() {
            // ORCID writes null where nothing is found.
            let before = if self.found == 0 { format!("{{\"{}\":null", self.list) } else { "]".to_owned() };
            let whole = self.whole.unwrap_or(self.found);
            self.write(&format!("{before},\"num-found\":{whole}}}"))?;
        }
        self.sink.as_mut().map_or(Ok(()), Sink::end)
    }
}
