//! What the doctor finds, a line each.

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// As it should be.
    Passed,
    /// Wrong; the remedy says what to do.
    Failed,
    /// Cannot be told from here.
    NotTestable,
}

impl Verdict {
    /// Its sign on the screen; the words beside it say the same.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Passed => "✓",
            Self::Failed => "✗",
            Self::NotTestable => "·",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What was looked at: `client id and secret`.
    pub what: String,
    /// How it is.
    pub verdict: Verdict,
    /// What was found, with its evidence. Holds no secret.
    pub found: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Line {
    /// Everything is as it should be.
    pub fn passed(what: &str, found: impl Into<String>) -> Self {
        Self { what: what.to_owned(), verdict: Verdict::Passed, found: found.into(), remedy: None }
    }

    /// Something is wrong.
    pub fn failed(what: &str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.to_owned(), verdict: Verdict::Failed, found: found.into(), remedy: Some(remedy.into()) }
    }

    /// In one line of text: verdict, what, what was found, and what to do.
    pub fn text(&self) -> String {
        let remedy = self.remedy.as_deref().map(|remedy| format!(" → {remedy}")).unwrap_or_default();
        format!("{} {}: {}{remedy}", self.verdict.sign(), self.what, self.found)
    }

    /// It cannot be told.
    pub fn not_testable(what: &str, why: impl Into<String>, remedy: Option<&str>) -> Self {
        Self {
            what: what.to_owned(),
            verdict: Verdict::NotTestable,
            found: why.into(),
            remedy: remedy.map(str::to_owned),
        }
    }
}
