//! A call of the API that is being prepared: an operation of the catalogue or an earlier message, every part of it free to
//! change. Secrets stand in it as words in braces, `{token}`, and are put in when it goes out, to their own server alone.

mod begin;
pub mod draft;
pub mod editor;
mod findings;
pub mod offers;
pub mod place;
mod request;
pub mod syntax;
mod verbs;

use editor::Editor;
use syntax::Flaw;

use super::{Model, field::TextField, finding::Finding};
use crate::{
    oauth::{Exchange, ExchangeId, Purpose, Secret},
    orcid::{
        Environment,
        operations::{
            Api, ApiHost, FieldInfo, Holder, Operation,
            template::{self, BodyFormat},
        },
    },
};

/// What a call is judged by, and filled in from.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// Where it goes.
    pub environment: Environment,
    /// Who asks.
    pub holder: Holder,
    /// The token.
    pub token: Option<Secret>,
    /// What was answered before.
    pub exchanges: &'a [Exchange],
}

impl<'a> Surroundings<'a> {
    /// Those of the model: the token that pane 2 shows, at the server that gave it.
    pub fn of(model: &'a Model) -> Self {
        let client_id = model.form().client_id.text().to_owned();
        let granted = model.dance.granted.as_ref();
        Self {
            environment: granted.map_or_else(|| model.environment(), |granted| granted.environment.clone()),
            holder: granted.map_or_else(
                || Holder { client_id: client_id.clone(), ..Holder::default() },
                |granted| Holder::of(&granted.response, &client_id, granted.revoked.is_some()),
            ),
            token: granted.map(|granted| granted.response.access_token.clone()),
            exchanges: &model.exchanges,
        }
    }
}

/// A part of the dialog that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word of the path, by its index.
    Field(usize),
    /// Which of the two hosts.
    Host,
    /// The method.
    Method,
    /// The URL.
    Url,
    /// JSON or XML.
    Format,
    /// The headers.
    Headers,
    /// The body.
    Body,
    /// The buttons.
    Buttons,
}

/// A word of the path, with what was typed for it.
#[derive(Clone, Debug)]
pub struct Field {
    /// What it is.
    pub info: &'static FieldInfo,
    /// Its value.
    pub text: TextField,
}

/// The buttons of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Send it.
    Send,
    /// Open the body in the user's own editor.
    Editor,
    /// Drop what was typed before.
    Anew,
}

/// The call.
#[derive(Clone, Debug)]
pub struct Call {
    /// What it is called on the screen.
    pub title: String,
    /// The operation that it was made of.
    pub operation: Option<&'static Operation>,
    /// The host, where the operation is on both.
    pub host: ApiHost,
    /// The words of the path.
    pub fields: Vec<Field>,
    /// The method.
    pub method: TextField,
    /// The URL.
    pub url: TextField,
    /// What `Accept` and `Content-Type` say.
    pub format: BodyFormat,
    /// One header a line. `host`, `user-agent` and `content-length` are added.
    pub headers: Editor,
    /// The body.
    pub body: Editor,
    /// What has the focus.
    pub part: Part,
    /// Which of the buttons.
    pub button: Button,
    /// What looks wrong, the worst first.
    pub findings: Vec<Finding>,
    /// What was just tried in vain, until the next key.
    pub told: Option<String>,
    /// Where the body is not what its format demands.
    pub flaw: Option<Flaw>,
    /// What kind of message it is.
    pub purpose: Purpose,
    /// The earlier message that it was made of.
    pub made_of: Option<ExchangeId>,
    /// The put-code of what it changes in the place of adding it once more.
    pub put_code: Option<String>,
    /// Whether what was typed into it before it was left is in it again.
    pub resumed: bool,
    /// The words that stand for secrets.
    secrets: Vec<(String, Secret)>,
    /// Where these secrets came from, beside the environment's own hosts.
    home: Option<url::Origin>,
    /// The body as the program wrote it, to tell whether somebody changed it.
    written: String,
}

impl Call {
    /// The parts that can have the focus, in their order.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = (0..self.fields.len()).map(Part::Field).collect();
        if !self.fields.is_empty() && self.operation.is_some_and(|operation| operation.api == Api::Both) {
            parts.push(Part::Host);
        }
        parts.extend([Part::Method, Part::Url, Part::Format, Part::Headers]);
        parts.extend(self.takes_body().then_some(Part::Body));
        parts.push(Part::Buttons);
        parts
    }

    /// Whether a body belongs to it: by its method, or because something stands there.
    pub fn takes_body(&self) -> bool {
        let bodyless = matches!(self.method.text(), "GET" | "HEAD" | "DELETE" | "OPTIONS" | "");
        let by_operation = self
            .operation
            .is_some_and(|operation| operation.method.as_str() == self.method.text() && operation.body.is_none());
        !self.body.is_empty() || !(bodyless || by_operation)
    }

    /// Whether it can change something at the server.
    pub fn writes(&self) -> bool {
        !matches!(self.method.text(), "GET" | "HEAD" | "OPTIONS")
    }

    /// The text field that has the focus.
    pub fn field_mut(&mut self) -> Option<&mut TextField> {
        match self.part {
            Part::Field(index) => self.fields.get_mut(index).map(|field| &mut field.text),
            Part::Method => Some(&mut self.method),
            Part::Url => Some(&mut self.url),
            Part::Host | Part::Format | Part::Headers | Part::Body | Part::Buttons => None,
        }
    }

    /// The editor that has the focus.
    pub fn editor_mut(&mut self) -> Option<&mut Editor> {
        match self.part {
            Part::Headers => Some(&mut self.headers),
            Part::Body => Some(&mut self.body),
            Part::Field(_) | Part::Host | Part::Method | Part::Url | Part::Format | Part::Buttons => None,
        }
    }

    /// After something was typed: what follows from it is written anew, what looks wrong is looked for.
    pub fn edited(&mut self, around: &Surroundings<'_>) {
        match self.part {
            Part::Field(_) => {
                self.derive(around);
                self.write_body(around);
            }
            Part::Method => {
                let upper = self.method.text().to_uppercase();
                if upper != self.method.text() {
                    self.method.set(&upper);
                }
            }
            Part::Url | Part::Host | Part::Format | Part::Headers | Part::Body | Part::Buttons => {}
        }
        self.judge(around);
    }

    /// The other host.
    pub fn switch_host(&mut self, around: &Surroundings<'_>) {
        self.host = match self.host {
            ApiHost::Member => ApiHost::Public,
            ApiHost::Public => ApiHost::Member,
        };
        self.derive(around);
        self.judge(around);
    }

    /// The other format: in the headers, and in the body while nobody has changed it.
    pub fn switch_format(&mut self, around: &Surroundings<'_>) {
        self.format = match self.format {
            BodyFormat::Json => BodyFormat::Xml,
            BodyFormat::Xml => BodyFormat::Json,
        };
        let media_type = self.format.media_type();
        let lines: Vec<String> = self
            .headers
            .lines()
            .iter()
            .map(|line| {
                let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
                let ours = line.split_once(':').is_some_and(|(_, value)| BodyFormat::of(value).is_some());
                if matches!(name.as_str(), "accept" | "content-type") && ours {
                    format!("{name}: {media_type}")
                } else {
                    line.clone()
                }
            })
            .collect();
        self.headers = Editor::new(&lines.join("\n"));
        self.write_body(around);
        self.judge(around);
    }

    /// Another body, from the user's own editor.
    pub fn set_body(&mut self, text: &str, around: &Surroundings<'_>) {
        self.body.set("");
        self.body.paste(text.strip_suffix('\n').unwrap_or(text));
        self.body.go_to(0, 0);
        self.judge(around);
    }

    /// A value for the focused word of the path.
    pub fn take_offer(&mut self, value: &str, around: &Surroundings<'_>) {
        if let Part::Field(index) = self.part
            && let Some(field) = self.fields.get_mut(index)
        {
            field.text.set(value);
            self.edited(around);
        }
    }

    /// What can be chosen for a word of the path.
    pub fn offers(&self, index: usize, around: &Surroundings<'_>) -> Vec<offers::Offer> {
        let segment = self.segment().filter(|_| self.has_offers(index));
        segment.map_or_else(Vec::new, |segment| offers::put_codes(around.exchanges, segment))
    }

    /// Whether earlier answers may offer something for a word of the path.
    pub fn has_offers(&self, index: usize) -> bool {
        let name = self.fields.get(index).map(|field| field.info.name.as_str());
        matches!(name, Some("put-code" | "put-codes" | "id"))
    }

    /// What is typed for a word of the path.
    fn value(&self, name: &str) -> Option<String> {
        self.fields.iter().find(|field| field.info.name == name).map(|field| field.text.text().trim().to_owned())
    }

    /// The segment of the path before the put-code of an item.
    fn segment(&self) -> Option<&'static str> {
        let path = self.operation?.path.as_str();
        let before = path.split("/{put-code").next()?.split("/{id}").next()?;
        let segment = before.strip_suffix("/summary").unwrap_or(before).rsplit('/').next()?;
        // Several works are asked for by the plural; each is at the singular.
        Some(if segment == "works" { "work" } else { segment })
    }

    /// The URL from the words of the path.
    fn derive(&mut self, around: &Surroundings<'_>) {
        // An earlier message has its URL and no words.
        let Some(operation) = self.operation.filter(|_| self.home.is_none()) else { return };
        let url = operation.url(&around.environment, self.host, |name| self.value(name));
        self.url.set(&url);
    }

    /// The body to begin with, unless somebody has changed it: the item as it was last seen, else the template.
    fn write_body(&mut self, around: &Surroundings<'_>) {
        if self.body.text() != self.written {
            return;
        }
        let Some(name) = self.operation.and_then(|operation| operation.body.as_deref()) else { return };
        let put_code = self.value("put-code");
        let seen = put_code.as_ref().and_then(|code| {
            let path = self.url.text().parse::<http::Uri>().ok()?.path().to_owned();
            let seen = offers::last_seen(around.exchanges, &path, self.format)?;
            Some(template::with_put_code(&seen, self.format, code))
        });
        let text = seen.or_else(|| {
            template::body(name, self.format, put_code.as_deref(), |word| {
                (word == "client_id").then(|| around.holder.client_id.clone())
            })
        });
        self.body.set(&text.unwrap_or_default());
        self.written = self.body.text();
    }

    /// Looks for what is wrong.
    fn judge(&mut self, around: &Surroundings<'_>) {
        self.flaw = if self.takes_body() && !self.body.is_empty() && !self.is_form() {
            syntax::flaw(&self.body.text(), self.content_type().unwrap_or(self.format))
        } else {
            None
        };
        self.findings = findings::findings(self, around);
    }

    /// The format that the header names.
    fn content_type(&self) -> Option<BodyFormat> {
        self.header("content-type").and_then(|value| BodyFormat::of(&value))
    }

    fn is_form(&self) -> bool {
        self.header("content-type").is_some_and(|value| value.contains("form-urlencoded"))
    }

    /// The value of a header as it was typed.
    fn header(&self, name: &str) -> Option<String> {
        self.headers.lines().iter().find_map(|line| {
            let (typed, value) = line.split_once(':')?;
            typed.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}
