//! What was typed into a call that was left without sending it: kept until the call is sent or begun anew, and laid over
//! the call as it would begin now, for what is known may have grown since.

use super::{Call, Surroundings, editor::Editor};
use crate::orcid::operations::{ApiHost, template::BodyFormat};

/// What differs from the call as it begins.
#[derive(Clone, Debug)]
pub struct Draft {
    fields: Vec<String>,
    host: ApiHost,
    format: BodyFormat,
    method: Option<String>,
    url: Option<String>,
    headers: Option<Editor>,
    body: Option<Editor>,
}

impl Call {
    /// What a draft of it is kept under: calls of the same kind at the same server share one.
    pub fn draft_key(&self, around: &Surroundings<'_>) -> String {
        format!("{} {}", around.environment.key, self.title)
    }

    /// What was typed into it, beside the call as it would begin (`begun`); `None` when nothing was.
    pub fn draft(&self, mut begun: Self, around: &Surroundings<'_>) -> Option<Draft> {
        let fields: Vec<String> = self.fields.iter().map(|field| field.text.text().to_owned()).collect();
        let of_begun: Vec<String> = begun.fields.iter().map(|field| field.text.text().to_owned()).collect();
        let choices = (fields != of_begun) || (self.host, self.format) != (begun.host, begun.format);
        begun.choose_as(&fields, self.host, self.format, around);
        let other = |mine: &str, theirs: &str| (mine != theirs).then(|| mine.to_owned());
        let edited = |mine: &Editor, theirs: &Editor| (mine.text() != theirs.text()).then(|| mine.clone());
        let draft = Draft {
            fields,
            host: self.host,
            format: self.format,
            method: other(self.method.text(), begun.method.text()),
            url: other(self.url.text(), begun.url.text()),
            headers: edited(&self.headers, &begun.headers),
            // What the program wrote itself it can write again.
            body: edited(&self.body, &begun.body).filter(|body| body.text() != self.written),
        };
        let Draft { method, url, headers, body, .. } = &draft;
        let typed = method.is_some() || url.is_some() || headers.is_some() || body.is_some();
        (choices || typed).then_some(draft)
    }

    /// The call as it begins, with what was typed before.
    pub fn resume(&mut self, draft: &Draft, around: &Surroundings<'_>) {
        self.choose_as(&draft.fields, draft.host, draft.format, around);
        if let Some(method) = &draft.method {
            self.method.set(method);
        }
        if let Some(url) = &draft.url {
            self.url.set(url);
        }
        if let Some(headers) = &draft.headers {
            self.headers = headers.clone();
        }
        if let Some(body) = &draft.body {
            self.body = body.clone();
        }
        self.resumed = true;
        self.judge(around);
    }

    fn choose_as(&mut self, fields: &[String], host: ApiHost, format: BodyFormat, around: &Surroundings<'_>) {
        for (field, typed) in self.fields.iter_mut().zip(fields) {
            if field.text.text() != typed {
                field.text.set(typed);
            }
        }
        self.host = host;
        self.derive(around);
        self.write_body(around);
        if self.format != format {
            self.switch_format(around);
        }
    }
}
