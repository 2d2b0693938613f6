//! Filtering the body with jq.

use std::sync::Arc;

use super::{Position, Viewer};
use crate::app::{
    document::{Body, Job, Ticket},
    field::TextField,
};

/// A jq filter over the body.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The filter.
    pub code: TextField,
    /// Whether it is being typed.
    pub typing: bool,
    /// The run under way.
    pub running: Option<Ticket>,
    /// What it gave.
    pub result: Option<Arc<Body>>,
    /// Why it gave nothing.
    pub error: Option<String>,
    /// Where one was in the whole body, before the results took its place.
    pub(in crate::app) before: Option<Position>,
}

impl Viewer {
    /// Runs the filter that was typed; an empty one is taken away.
    pub fn run_filter(&mut self) {
        let secrets = self.options().secrets;
        let Some(filter) = &mut self.filter else { return };
        filter.typing = false;
        filter.error = None;
        let code = filter.code.text().trim().to_owned();
        let running = filter.running.take();
        self.stop(running);
        match (&self.base, code.is_empty()) {
            (Some(body), false) => {
                let job = Job::Filter { code, body: Arc::clone(body), secrets };
                let ticket = self.work(job);
                if let Some(filter) = &mut self.filter {
                    filter.running = Some(ticket);
                }
            }
            _ => self.drop_filter(),
        }
    }

    /// Takes a step back from filtering: from typing, from a run, from its results. `false` when there was no filter.
    pub fn leave_filter(&mut self) -> bool {
        let Some(filter) = &mut self.filter else { return false };
        let running = filter.running.take();
        if running.is_some() {
            filter.error = Some("stopped".to_owned());
            self.stop(running);
        } else if filter.typing && filter.result.is_some() {
            filter.typing = false;
        } else {
            self.drop_filter();
        }
        true
    }

    fn drop_filter(&mut self) {
        // It is proposed again.
        if let Some(code) = self.filter.as_ref().map(|filter| filter.code.text().trim()).filter(|code| !code.is_empty())
        {
            self.filtered_by = code.to_owned();
        }
        if let Some(Filter { result: Some(_), before, .. }) = self.filter.take() {
            self.document.set_body(self.base.clone());
            self.go_back(before.unwrap_or_default());
            self.find_again();
        }
    }
}
