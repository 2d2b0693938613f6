//! An ID token in plain words: who signed in, for whom, until when, and whether all of it holds.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    Hint, Key, KeyCode, Model,
    dialog::{Page, TEXT_COLUMNS, Then, Verbs, cancel, closing_letter, then},
    document::{Line, Role},
};
use crate::{
    oauth::{
        ExchangeId, Secret,
        id_token::{Check, Checked, Expected, IdToken, Keys, Nonce, Verdict, holds, verify},
        is_loopback_url,
    },
    orcid::{Environment, EnvironmentKey, claims},
};

/// Where an ID token came from, and what it must fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The server that is asked for its keys.
    pub environment: Environment,
    /// The issuer that must have made it: the server's as it was when it was asked.
    pub issuer: String,
    /// The client that asked; `None` when that is not known.
    pub client_id: Option<String>,
    /// The nonce of the request.
    pub nonce: Nonce,
    /// `max_age` of the request, in seconds.
    pub max_age: Option<i64>,
    /// The access token that came with it.
    pub access_token: Option<Secret>,
    /// Whether both came in the fragment.
    pub front_channel: bool,
    /// The iD that the token response names.
    pub orcid: Option<String>,
}

/// The dialog that shows an ID token.
#[derive(Clone, Debug)]
pub struct IdTokenCard {
    /// As it was received.
    pub text: Secret,
    /// What it says.
    pub token: IdToken,
    /// What it is held against.
    pub subject: Subject,
    /// The request for the server's keys, while it is under way.
    pub loading: Option<ExchangeId>,
    /// The results; without keys until they are there.
    pub checks: Vec<Checked>,
    /// When it was checked.
    pub at: Timestamp,
    /// The first line shown.
    pub scroll: usize,
}

impl IdTokenCard {
    /// A card whose keys are not there yet.
    pub fn new(text: Secret, token: IdToken, subject: Subject, now: Timestamp) -> Self {
        let mut card = Self { text, token, subject, loading: None, checks: Vec::new(), at: now, scroll: 0 };
        card.check(Keys::Missing("the server's keys are not there yet"), now);
        card
    }

    /// Checks everything with these keys.
    pub fn check(&mut self, keys: Keys<'_>, now: Timestamp) {
        let subject = &self.subject;
        let expected = Expected {
            issuer: &subject.issuer,
            client_id: subject.client_id.as_deref(),
            nonce: subject.nonce.clone(),
            max_age: subject.max_age,
            access_token: subject.access_token.as_ref(),
            front_channel: subject.front_channel,
            code: None,
            orcid: subject.orcid.as_deref(),
            keys,
            now,
        };
        self.checks = verify(&self.token, &expected);
        self.at = now;
    }

    /// What stands on the card.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        if self.loading.is_some() {
            lines.push(Line::of(Role::Comment, "Fetching the server's keys; pane 3 shows the request …"));
        }
        lines.extend(report(&self.token, &self.checks, self.at));
        lines
    }
}

impl Verbs for IdTokenCard {
    fn page(&self, _model: &Model) -> Option<Page<'_>> {
        Some(Page::new(self.lines(), TEXT_COLUMNS))
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn letter(&mut self, key: Key) -> Then {
        if key.code != KeyCode::Char('y') {
            return closing_letter(key);
        }
        let text = self.text.clone();
        then(move |turn| turn.copy_id_token(text))
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let scrolls = self.page(model).is_some_and(|page| page.last_top(model.size) > 0);
        let scroll = scrolls.then(|| Hint::vertical("scroll"));
        scroll.into_iter().chain([Hint::new("y", "copy it")]).collect()
    }

    fn closed(&mut self) -> Then {
        self.loading.and_then(cancel)
    }
}

/// The issuer that must have made a token of which only the environment is known. The simulated ORCID does not always
/// listen at the same port, so there every issuer of this computer will do; its key is always the same.
pub fn issuer_for(token: &IdToken, environment: &Environment) -> String {
    let local = |issuer: &&str| environment.key == EnvironmentKey::Local && is_loopback_url(issuer);
    let named = token.text("iss").filter(local);
    named.unwrap_or(&environment.metadata.issuer).to_owned()
}

/// The verdict, what is wrong, what the token says in words, every check, header and claims.
pub fn report(token: &IdToken, checks: &[Checked], now: Timestamp) -> Vec<Line> {
    let mut lines = vec![verdict(checks)];
    let failed = || checks.iter().filter(|checked| checked.verdict == Verdict::Fails);
    for checked in failed() {
        lines.push(Line::new());
        lines.push(check(checked));
        lines.push(Line::of(Role::Plain, checked.advice));
    }
    lines.push(Line::new());
    lines.extend(words(token, is_proven(checks), now).iter().map(|words| Line::of(Role::Plain, words)));
    lines.extend([Line::new(), Line::of(Role::Title, "Checks")]);
    lines.extend(checks.iter().map(check));
    lines.extend([Line::new(), Line::of(Role::Title, "Header")]);
    lines.extend(members(&token.header));
    lines.extend([Line::new(), Line::of(Role::Title, "Claims")]);
    lines.extend(members(&token.claims));
    lines
}

fn verdict(checks: &[Checked]) -> Line {
    let failed = checks.iter().filter(|checked| checked.verdict == Verdict::Fails).count();
    if failed > 0 {
        let words = if failed == 1 { "one check fails" } else { "several checks fail" };
        return Line::of(Role::Bad, &format!("✗ This ID token does not hold: {words}."));
    }
    if holds(checks) {
        return Line::of(Role::Good, "✓ This ID token holds: signed by this server, for this client, and in time.");
    }
    let why = checks.iter().find(|checked| checked.check == Check::Signature).map_or("", |found| found.reason.as_str());
    Line::of(Role::Warning, &format!("! Not verified, so not to be trusted yet. The signature: {why}."))
}

fn check(checked: &Checked) -> Line {
    let (mark, role) = match checked.verdict {
        Verdict::Holds => ("✓ ", Role::Good),
        Verdict::Skipped => ("· ", Role::Comment),
        Verdict::Fails => ("✗ ", Role::Bad),
    };
    let words = if checked.verdict == Verdict::Skipped { Role::Comment } else { Role::Plain };
    Line::of(role, mark).with(Role::FormName, &format!("{:<10}", checked.check.label())).with(words, &checked.reason)
}

/// Characters of a value that is not ours; the rest of it stands in pane 3.
const LONGEST: usize = 400;

/// Whether what the token says is said by the server: it signed it, as the issuer that it should be.
fn is_proven(checks: &[Checked]) -> bool {
    let held = |check| checks.iter().any(|checked| checked.check == check && checked.verdict == Verdict::Holds);
    held(Check::Signature) && held(Check::Issuer)
}

/// Who, when, for whom, until when.
fn words(token: &IdToken, proven: bool, now: Timestamp) -> Vec<String> {
    let date = |seconds: i64| {
        Timestamp::from_second(seconds)
            .map_or_else(|_| format!("{seconds} s after 1970"), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
    };
    let names: Vec<&str> = ["given_name", "family_name"].iter().filter_map(|name| token.text(name)).collect();
    let name = token.text("name").map_or_else(|| names.join(" "), str::to_owned);
    let name = if name.is_empty() { "A researcher whose name is not public".to_owned() } else { name };
    let sub = token.text("sub").unwrap_or("no iD");
    let when = token.seconds("auth_time").map(|at| format!(" at {}", date(at))).unwrap_or_default();
    let how = match token.text("amr") {
        Some("pwd") => ", with a password",
        Some("mfa") => ", with a password and a second factor",
        Some(_) | None => "",
    };
    let issuer = token.text("iss").unwrap_or("Nobody");
    let audience = token.audience().join(", ");
    let until = match token.seconds("exp") {
        Some(exp) if exp <= now.as_second() => format!(", and it ended at {}", date(exp)),
        Some(exp) => format!(", until {}", date(exp)),
        None => String::new(),
    };
    let short = |text: &str| text.chars().take(LONGEST / 2).collect::<String>();
    let (name, sub, issuer, audience) = (short(&name), short(sub), short(issuer), short(&audience));
    let client = if audience.is_empty() { "nobody" } else { &audience };
    if proven {
        return vec![format!("{name} ({sub}) signed in{when}{how}."), format!("{issuer} says so to {client}{until}.")];
    }
    vec![
        format!("It claims, and nothing proves it: {name} ({sub}) signed in{when}{how}."),
        format!("It names {issuer} as its issuer, and is meant for {client}{until}."),
    ]
}

/// Each member with its value and what it means.
fn members(object: &Map<String, Value>) -> Vec<Line> {
    let row = |(name, value): (&String, &Value)| {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let shown: String = shown.chars().take(LONGEST).collect();
        let mut line = Line::of(Role::JsonKey, &format!("{name:<12}"));
        line.push(if value.is_number() { Role::JsonNumber } else { Role::JsonString }, &shown);
        if matches!(name.as_str(), "auth_time" | "exp" | "iat" | "nbf")
            && let Some(at) = value.as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok())
        {
            line.push(Role::Plain, &at.strftime("   %Y-%m-%d %H:%M:%S UTC").to_string());
        }
        if let Some(meaning) = claims::meaning(name) {
            line.push(Role::Comment, &format!("   {meaning}"));
        }
        line
    };
    object.iter().map(row).collect()
}
