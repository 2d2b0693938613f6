//! Several works at once: each is added or refused for itself (guide `orcid-wire`, "Several works at once").

use serde_json::{Value, json};

use super::{Format, Pending, Writer, following};
use crate::sandbox::{
    journal::Event,
    record::{ApiError, Document, Problem, Section},
    reply::Reply,
};

/// Most works of one request.
const MOST: usize = 100;

impl Writer<'_> {
    pub(super) fn bulk(&self, format: Format, body: &Value) -> Result<Reply, ApiError> {
        let elements = body["bulk"].as_array().map(Vec::as_slice).unwrap_or_default();
        self.has_room(elements.len())?;
        if elements.len() > MOST {
            let why = format!("There are too many elements in the bulk; the maximum is {MOST}");
            return Err(ApiError::new(Problem::Argument).because(&why));
        }
        let client = self.sandbox.clients().find(self.client_id);
        let name = client.map(|client| client.name.as_str()).unwrap_or_default();
        let mut pending = Pending::default();
        let mut put_code = self.next_put_code()?;
        let mut events = Vec::new();
        let mut answers = Vec::new();
        for element in elements {
            let Some(work) = element.get("work") else {
                // An error is handed back; its status is a number, and so 0 when there is none.
                let error = &element["error"];
                let number = |key: &str| error[key].as_str().and_then(|text| text.trim().parse::<u32>().ok());
                answers.push(json!({"error": {
                    "response-code": number("response-code").unwrap_or_default(),
                    "developer-message": error["developer-message"],
                    "user-message": error["user-message"],
                    "error-code": number("error-code"),
                    "more-info": error["more-info"],
                }}));
                continue;
            };
            match self.added(Section::Works, work.clone(), put_code, &mut pending) {
                Ok(written) => {
                    answers.push(json!({"work": self.document(&written, 0).value()}));
                    events.push(Event::ItemAdded(written));
                    put_code = following(put_code)?;
                }
                Err(error) => answers.push(json!({"error": error.fill("clientName", name).value()})),
            }
        }
        let reply = format.reply(200, &Document::bulk(json!({"bulk": answers})));
        Ok(events.into_iter().fold(reply, Reply::event))
    }
}
