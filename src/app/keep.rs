//! What is written to a file that the user names, and what is read from one: sessions, transcripts, code.

use std::path::Path;

use jiff::Timestamp;

use super::{
    Hint, Key, KeyCode, Model, diagnosis,
    dialog::{Places, Spot, Then, Verbs, then},
    doctor,
    document::{Line, Role},
    field::TextField,
    finding,
    layout::{dialog_width, nth, rows_of, total},
    transcript,
};
use crate::{
    oauth::{Secret, Session, har, session::Context},
    orcid::diagnosis::{Diagnosis, Situation},
};

/// Saving something, or opening a session.
#[derive(Clone, Debug)]
pub struct Keep {
    /// What is done.
    pub task: Task,
    /// The file.
    pub path: TextField,
    /// Whether secrets are written as they are (sessions only).
    pub real: bool,
    /// Which row has the focus: the file, then the secrets.
    pub row: usize,
    /// Why it did not work.
    pub error: Option<String>,
}

/// What is done with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// The messages, as a HAR file.
    SaveSession,
    /// The messages, as Markdown for a support ticket.
    SaveTranscript,
    /// A session, or any HAR file, is opened.
    OpenSession,
    /// Exported code.
    SaveCode(Secret),
}

/// A session that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The file's name.
    pub name: String,
    /// What is in it.
    pub session: Box<Session>,
    /// What failed and what is odd in each of its messages, in their order.
    pub found: Vec<Vec<Diagnosis>>,
}

impl Opened {
    /// A session, its messages diagnosed by what is configured. Takes as long as they are many and large.
    pub fn new(name: String, session: Session, situation: &Situation) -> Self {
        let found = diagnosis::of_session(&session.exchanges, situation);
        Self { name, session: Box::new(session), found }
    }
}

impl Keep {
    /// A dialog for a task, with a name that nobody has thought of.
    pub fn new(task: Task, name: &str) -> Self {
        Self { task, path: TextField::suggested(name), real: false, row: 0, error: None }
    }

    /// Its title, what it does, and what its button says.
    pub fn words(&self) -> (&'static str, &'static str, &'static str) {
        match (&self.task, self.real) {
            (Task::SaveSession, false) => (
                "Save the session",
                "A HAR file, which this program and others open. The same placeholder is the same secret. Names, iDs and records stay.",
                "Save",
            ),
            (Task::SaveSession, true) => (
                "Save the session",
                "A HAR file with tokens, codes and client secrets in it: whoever has it can use them. It is made for you alone (mode 0600).",
                "Save",
            ),
            (Task::SaveTranscript, _) => (
                "Save the transcript",
                "Markdown for a support ticket: every step, request, answer and what it means. Secrets are placeholders; names, iDs and records stay, so read it before you send it.",
                "Save",
            ),
            (Task::OpenSession, _) => (
                "Open a session",
                "A session of this program, or a HAR file of a browser or proxy. Its messages are added to those that are here. Nothing is sent.",
                "Open",
            ),
            (Task::SaveCode(_), _) => ("Save the code", "For you alone (mode 0600).", "Save"),
        }
    }

    /// What is said below the file: why it did not work, the folder of a name without one, what the task does.
    pub fn said(&self, folder: &Path) -> Vec<Line> {
        let error = self.error.as_ref().map(|why| Line::of(Role::Bad, "✗ ").with(Role::Bad, why));
        let place = folder_of(self.path.text(), folder).map(|folder| Line::of(Role::Plain, &format!("In {folder}")));
        error.into_iter().chain(place).chain([Line::of(Role::Comment, self.words().1)]).collect()
    }

    /// Whether it asks what becomes of the secrets.
    pub fn asks_for_secrets(&self) -> bool {
        self.task == Task::SaveSession
    }
}

impl Verbs for Keep {
    fn rows(&self, _model: &Model) -> usize {
        if self.asks_for_secrets() { 2 } else { 1 }
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn sideways(&mut self, _by: isize) -> Then {
        if self.row == 1 {
            self.real = !self.real;
        }
        None
    }

    fn field(&mut self) -> Option<&mut TextField> {
        (self.row == 0).then_some(&mut self.path)
    }

    fn edited(&mut self) -> Then {
        self.error = None;
        None
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.code == KeyCode::Char(' ') { self.sideways(1) } else { None }
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 72);
        let (_, _, button) = self.words();
        let rows = 1 + u16::from(self.asks_for_secrets());
        let said = total(self.said(&model.folder).iter().map(|line| rows_of(line.text(), columns)));
        let mut places = Places::new(model.size, columns, total([rows, said, 2])).line(Spot::Field(0), 0);
        if self.asks_for_secrets() {
            places = places.line(Spot::Value(1), 1);
        }
        // The button is what Enter does, in whichever row.
        let area = nth(places.inside, rows + said.min(places.inside.height.saturating_sub(rows)) + 1);
        places.buttons(area, &[button], self.row)
    }

    fn activate(&mut self) -> Then {
        let dialog = self.clone();
        then(move |turn| turn.file_named(&dialog))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        match (self.asks_for_secrets(), self.row) {
            (false, _) => Vec::new(),
            (true, 1) => vec![Hint::sideways("change"), Hint::next()],
            (true, _) => vec![Hint::next()],
        }
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some(if self.task == Task::OpenSession { "open" } else { "save" }.to_owned())
    }
}

/// The folder that a typed name leads to, when the name does not say it: names begin where the program was started.
pub fn folder_of(name: &str, start: &Path) -> Option<String> {
    let name = Path::new(name.trim());
    let says = name.is_absolute() || name.starts_with("~") || start.as_os_str().is_empty();
    (!says).then(|| start.join(name.parent().unwrap_or(name)).display().to_string().trim_end_matches('/').to_owned())
}

/// A name for a file, with the time in it: `orcid-session-20260301T090000Z.har`.
pub fn file_name(what: &str, extension: &str, now: Timestamp) -> String {
    format!("orcid-{what}-{}.{extension}", now.strftime("%Y%m%dT%H%M%SZ"))
}

/// What is written. Made into bytes where nobody waits for it: large sessions take time.
#[derive(Clone, Debug)]
pub enum Content {
    /// A HAR.
    Session(Box<Snapshot>, bool),
    /// Markdown.
    Transcript(Box<Snapshot>),
    /// A text as it is.
    Code(Secret),
}

/// The session as it is now, with the secrets that are known beside those in its messages.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its messages.
    pub session: Session,
    /// Parameter names and values.
    pub secrets: Vec<(&'static str, Secret)>,
}

impl Content {
    /// What it is, for the notice.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Session(_, false) => "the session, without secrets",
            Self::Session(_, true) => "the session, with its secrets",
            Self::Transcript(_) => "the transcript",
            Self::Code(_) => "the code",
        }
    }

    /// The file.
    pub fn text(&self) -> Secret {
        let secrets = |snapshot: &Snapshot| -> Vec<(&'static str, String)> {
            snapshot.secrets.iter().map(|(name, secret)| (*name, secret.expose().to_owned())).collect()
        };
        match self {
            Self::Session(snapshot, true) => har::write(&snapshot.session).into(),
            Self::Session(snapshot, false) => {
                let secrets = secrets(snapshot);
                let (session, _) = snapshot.session.redacted(secrets.iter().map(|(name, it)| (*name, it.as_str())));
                har::write(&session).into()
            }
            Self::Transcript(snapshot) => {
                let secrets = secrets(snapshot);
                transcript(&snapshot.session, secrets.iter().map(|(name, it)| (*name, it.as_str()))).into()
            }
            Self::Code(text) => text.clone(),
        }
    }
}

/// The session as it is now.
pub fn snapshot(model: &Model, now: Timestamp) -> Box<Snapshot> {
    let form = model.form();
    let context = Context {
        environment: model.environment().title,
        client_id: form.client_id.text().to_owned(),
        redirect_uri: form.redirect_uri.text().to_owned(),
        scope: form.scope.text().to_owned(),
        findings: finding::findings(model, now).into_iter().map(|finding| finding.text()).collect(),
        examined: model.doctor.iter().flat_map(|doctor| doctor.checkup.lines()).map(doctor::Line::text).collect(),
    };
    let session = Session {
        saved: Some(now),
        context: Some(context),
        redacted: false,
        exchanges: model.exchanges.clone(),
        left_out: Vec::new(),
    };
    let mut secrets = vec![("code_verifier", model.dance.fresh.code_verifier.clone())];
    secrets.extend(model.forms.iter().filter_map(|form| Some(("client_secret", form.client().client_secret?))));
    if let Some(granted) = &model.dance.granted {
        secrets.push(("access_token", granted.response.access_token.clone()));
        secrets.extend(granted.response.refresh_token.clone().map(|token| ("refresh_token", token)));
        secrets.extend(granted.response.id_token.clone().map(|token| ("id_token", token)));
    }
    if let Some(code) = &model.dance.code {
        secrets.push(("code", Secret::from(code.value.as_str())));
    }
    Box::new(Snapshot { session, secrets })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_folder_leads_to_where_the_program_was_started() {
        let folder = |name| folder_of(name, Path::new("/home/you/project"));
        assert_eq!(folder("session.har").as_deref(), Some("/home/you/project"));
        assert_eq!(folder(" notes/session.har").as_deref(), Some("/home/you/project/notes"));
        assert_eq!(folder("").as_deref(), Some("/home/you/project"));
        assert_eq!(folder("~session.har").as_deref(), Some("/home/you/project"), "a name like any other");
        assert!(["/tmp/session.har", "~/session.har"].iter().all(|name| folder(name).is_none()), "they say it");
        assert_eq!(folder_of("session.har", Path::new("")), None, "where that was is not known");
    }
}
