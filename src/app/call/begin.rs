//! How a call begins: as an operation of the catalogue, as parts that were typed, or as an earlier message whose secrets
//! become words in braces.

use super::{Button, Call, Field, Part, Surroundings, editor::Editor, offers};
use crate::{
    app::field::TextField,
    oauth::{Exchange, Purpose, Secret, redact},
    orcid::{
        OrcidId,
        operations::{self, ApiHost, FieldInfo, Operation, template::BodyFormat},
    },
};

/// The word that stands for the access token.
const TOKEN: &str = "token";

impl Call {
    /// One of which nothing is known yet but where it goes and which secrets there are.
    fn new(operation: Option<&'static Operation>, method: &str, url: &str, secrets: Vec<(String, Secret)>) -> Self {
        Self {
            title: String::new(),
            operation,
            host: ApiHost::Member,
            fields: Vec::new(),
            method: TextField::new(method),
            url: TextField::new(url),
            format: BodyFormat::Json,
            headers: Editor::default(),
            body: Editor::default(),
            part: Part::Url,
            button: Button::Send,
            findings: Vec::new(),
            told: None,
            flaw: None,
            purpose: Purpose::Api,
            made_of: None,
            put_code: None,
            resumed: false,
            secrets,
            home: None,
            written: String::new(),
        }
    }

    /// An operation, filled in as far as it is known.
    pub fn of(operation: &'static Operation, around: &Surroundings<'_>) -> Self {
        let mut call = Self::new(Some(operation), operation.method.as_str(), "", token_of(around));
        call.title.clone_from(&operation.name);
        call.host = operation.host(&around.holder);
        call.fields = operation
            .fields()
            .into_iter()
            .filter_map(operations::field)
            .map(|info| Field { info, text: TextField::new(&call.known(info, around)) })
            .collect();
        call.headers = Editor::new(&call.first_headers());
        call.derive(around);
        call.write_body(around);
        let missing = call.fields.iter().position(|field| field.text.is_empty());
        call.part = match missing {
            Some(index) => Part::Field(index),
            None if call.takes_body() => Part::Body,
            None => Part::Buttons,
        };
        call.judge(around);
        call
    }

    /// A request in parts as they were typed, to be judged and sent.
    pub fn typed(
        method: &str,
        url: &str,
        headers: &str,
        body: &str,
        operation: Option<&'static Operation>,
        around: &Surroundings<'_>,
    ) -> Self {
        let mut call = Self::new(operation, method, url, token_of(around));
        call.format = BodyFormat::guess(body).unwrap_or_default();
        call.headers = Editor::new(headers);
        call.body = Editor::new(body);
        call.judge(around);
        call
    }

    /// An earlier message, to be changed and sent again. Its secrets become words in braces.
    pub fn of_exchange(exchange: &Exchange, around: &Surroundings<'_>) -> Self {
        let request = &exchange.request;
        let mut secrets = Vec::new();
        let url = hide(&request.uri().to_string(), redact::in_url, &mut secrets, around);
        let mut headers = String::new();
        let mut media_type = String::new();
        let mut accept = String::new();
        for (name, value) in request.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            match name.as_str() {
                "host" | "user-agent" | "content-length" => continue,
                "content-type" => media_type = value.clone().into_owned(),
                "accept" => accept = value.clone().into_owned(),
                _ => {}
            }
            let value = hide(&value, |value| redact::in_header(name.as_str(), value), &mut secrets, around);
            headers.push_str(&format!("{name}: {value}\n"));
        }
        let body = String::from_utf8_lossy(request.body());
        let form = media_type.contains("form-urlencoded");
        let find = if form { redact::in_form } else { redact::in_json };
        let body = hide(&body, find, &mut secrets, around);
        let operation = operations::recognise(request.method(), request.uri().path());
        let mut call = Self::new(operation, request.method().as_str(), &url, secrets);
        let number = around.exchanges.iter().position(|known| known.id == exchange.id);
        call.title = number.map_or("a message, changed".to_owned(), |at| format!("message {}, changed", at + 1));
        call.format = BodyFormat::of(&media_type).or_else(|| BodyFormat::of(&accept)).unwrap_or_default();
        call.headers = Editor::new(&headers);
        call.body = Editor::new(&body);
        call.purpose = exchange.purpose;
        call.made_of = Some(exchange.id);
        call.home = url::Url::parse(&request.uri().to_string()).ok().map(|url| url.origin());
        call.part = if call.takes_body() { Part::Body } else { Part::Url };
        call.judge(around);
        call
    }

    /// Turns a POST that would add something a second time into the PUT that changes what stands there (guide `orcid-wire`,
    /// "Record writes": the put-code is in the path and in the body).
    pub fn update(&mut self, put_code: &str, around: &Surroundings<'_>) {
        let url = format!("{}/{put_code}", self.url.text().trim_end_matches('/'));
        self.put_code = Some(put_code.to_owned());
        self.method = TextField::new("PUT");
        self.operation =
            url::Url::parse(&url).ok().and_then(|url| operations::recognise(&http::Method::PUT, url.path()));
        self.url = TextField::new(&url);
        let body = self.body.text();
        let named = match self.format {
            BodyFormat::Json => body.replacen('{', &format!("{{\n  \"put-code\": {put_code},"), 1),
            BodyFormat::Xml => with_attribute(&body, &format!("put-code=\"{put_code}\"")),
        };
        if !body.contains("put-code") {
            self.body = Editor::new(&named);
        }
        self.title = format!("{}, as PUT to what stands there", self.title);
        self.part = Part::Body;
        self.judge(around);
    }

    /// What is known of a word of the path before anybody types it.
    fn known(&self, info: &FieldInfo, around: &Surroundings<'_>) -> String {
        let offered = || self.segment().map_or_else(Vec::new, |segment| offers::put_codes(around.exchanges, segment));
        match info.name.as_str() {
            "orcid" => around.holder.orcid.clone().unwrap_or_else(|| last_orcid(around.exchanges).unwrap_or_default()),
            "client_id" => around.holder.client_id.clone(),
            // What would be changed is not taken from a list, where it stands among others by chance.
            "put-code" | "id" => offered()
                .into_iter()
                .next()
                .filter(|offer| {
                    offer.origin != offers::Origin::Listed
                        || self.operation.is_some_and(|operation| !operation.writes())
                })
                .map_or_else(String::new, |offer| offer.code),
            "put-codes" => offered().into_iter().take(100).map(|offer| offer.code).collect::<Vec<_>>().join(","),
            _ => info.default.clone(),
        }
    }

    fn first_headers(&self) -> String {
        let media_type = self.format.media_type();
        let accept = if self.operation.is_some_and(|it| it.name == "csv-search") { "text/csv" } else { media_type };
        let mut headers = format!("accept: {accept}\n");
        if !self.secrets.is_empty() && self.operation.is_some_and(|operation| operation.scope.is_some()) {
            headers.push_str(&format!("authorization: Bearer {{{TOKEN}}}\n"));
        }
        if self.operation.is_some_and(|operation| operation.body.is_some()) {
            headers.push_str(&format!("content-type: {media_type}\n"));
        }
        headers
    }
}

/// XML whose outermost element has another attribute.
fn with_attribute(xml: &str, attribute: &str) -> String {
    let element = xml.match_indices('<').map(|(at, _)| at).find(|at| !xml[at + 1..].starts_with(['?', '!']));
    let Some(start) = element else { return xml.to_owned() };
    let end =
        xml[start..].find(|c: char| c.is_whitespace() || c == '>' || c == '/').map_or(xml.len(), |end| start + end);
    format!("{} {attribute}{}", &xml[..end], &xml[end..])
}

/// The token in hand, by its word.
fn token_of(around: &Surroundings<'_>) -> Vec<(String, Secret)> {
    around.token.iter().map(|token| (TOKEN.to_owned(), token.clone())).collect()
}

/// The researcher of the newest message about a record.
fn last_orcid(exchanges: &[Exchange]) -> Option<String> {
    exchanges.iter().rev().find_map(|exchange| {
        exchange.request.uri().path().split('/').find(|part| part.parse::<OrcidId>().is_ok()).map(str::to_owned)
    })
}

/// Puts words in braces in place of secrets, and keeps what they stand for.
fn hide(
    text: &str,
    find: impl Fn(&str) -> Vec<redact::SecretRange>,
    secrets: &mut Vec<(String, Secret)>,
    around: &Surroundings<'_>,
) -> String {
    let mut hidden = String::new();
    let mut from = 0;
    for range in find(text) {
        let value = &text[range.range.clone()];
        let token = around.token.as_ref().is_some_and(|token| token.expose() == value);
        let stem = if token || range.name == "authorization" { TOKEN } else { range.name.as_str() };
        let known = secrets.iter().find(|(_, secret)| secret.expose() == value).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let same = secrets.iter().filter(|(name, _)| name.starts_with(stem)).count();
            let name = if same == 0 { stem.to_owned() } else { format!("{stem}-{}", same + 1) };
            secrets.push((name.clone(), Secret::new(value)));
            name
        });
        hidden.push_str(&text[from..range.range.start]);
        hidden.push_str(&format!("{{{name}}}"));
        from = range.range.end;
    }
    hidden + &text[from..]
}
