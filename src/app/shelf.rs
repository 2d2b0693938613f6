//! The token shelf: every stored token response, by environment, client and iD.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::{
    Hint, Key, KeyCode, Model,
    dialog::{Places, Selection, Then, Verbs, cancel, closing_letter, then},
    document::{Line, Role},
    layout::{dialog_height, dialog_width, rows_of, total},
    spinner,
};
use crate::{
    oauth::{ExchangeId, Record, ScopeSet, Secret, Standing, TokenResponse},
    orcid::EnvironmentKey,
    text,
};

/// A stored token response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelvedToken {
    /// Its name in the store.
    pub id: String,
    /// Where it is good.
    pub environment: EnvironmentKey,
    /// The issuer there.
    pub issuer: String,
    /// Who got it.
    pub client_id: String,
    /// With which grant.
    pub grant_type: String,
    /// What was asked for.
    pub requested: ScopeSet,
    /// The nonce that was sent.
    pub nonce: Option<String>,
    /// The body as it was received.
    pub body: Secret,
    /// The tokens in it; `None` when the body is no token response.
    pub response: Option<TokenResponse>,
    /// What is known of the access token.
    pub record: Record,
}

impl ShelvedToken {
    /// Where it is good, in few columns: of an issuer what tells it from others.
    pub fn place(&self) -> String {
        let key = self.environment.to_string();
        key.split_once("://").map_or(key.clone(), |(_, rest)| rest.to_owned())
    }

    /// Whose it is.
    pub fn whose(&self) -> String {
        match &self.response {
            None => "unreadable".to_owned(),
            Some(response) if response.is_id_token() => "(an ID token)".to_owned(),
            Some(response) if response.is_two_legged() => "the client's own".to_owned(),
            Some(response) => response.researcher().unwrap_or_else(|| "iD not told".to_owned()),
        }
    }

    /// What was granted.
    pub fn scopes(&self) -> ScopeSet {
        self.response.as_ref().and_then(TokenResponse::scopes).unwrap_or_else(|| self.requested.clone())
    }

    /// How much longer it lives, in words.
    pub fn ends(&self, now: Timestamp) -> String {
        match self.record.expires_at() {
            None => "no end told".to_owned(),
            Some(at) if at <= now => format!("ended {}", text::age(at, now)),
            Some(at) => {
                // Minutes are enough: a screen at rest is at rest.
                let left = u64::try_from(at.duration_since(now).as_secs()).unwrap_or(0);
                let coarse = if left < 3600 { left.div_ceil(60) * 60 } else { left };
                format!("for {}", text::lifetime(coarse))
            }
        }
    }

    /// What the standing means, and since when.
    pub fn state(&self, now: Timestamp) -> Line {
        let since = self.record.since(now).map(|at| text::age(at, now)).unwrap_or_default();
        let (role, words) = match self.record.standing(now) {
            Standing::Live => (Role::Good, format!("✓ live: the server took it {since}")),
            Standing::Refused => (Role::Bad, format!("✗ refused: the server did not take it {since}")),
            Standing::Revoked => (Role::Warning, format!("! revoked from here {since}")),
            Standing::SpentCode => {
                (Role::Bad, format!("✗ dead: its code was used twice {since}, which revokes both tokens"))
            }
            Standing::Expired => (Role::Warning, "! expired".to_owned()),
            Standing::Unknown => (Role::Comment, "· unknown: nobody has asked the server; p asks".to_owned()),
        };
        Line::of(role, &words)
    }
}

/// The dialog.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// By environment, client and iD, the newest of each first. `None` until they are read.
    pub tokens: Option<Vec<ShelvedToken>>,
    /// Files that are there and cannot be read.
    pub unreadable: Vec<String>,
    /// The chosen row.
    pub selection: Selection,
    /// The question under way, and of which token it is.
    pub probing: Option<(ExchangeId, String)>,
}

/// What the store answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Every token response that can be read, in no order.
    pub tokens: Vec<ShelvedToken>,
    /// The others, each with the reason.
    pub unreadable: Vec<String>,
}

impl Shelf {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.tokens.as_ref().map_or(0, Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands below the list: all that is known of the chosen one, and files that cannot be read.
    pub fn about(&self, now: Timestamp) -> Vec<Line> {
        let said = |words| vec![Line::of(Role::Comment, words)];
        let mut about = match (&self.tokens, self.chosen()) {
            (None, _) => return said("Reading the files …"),
            (Some(_), None) => said("No token is stored yet. Each token response that arrives is stored here."),
            (Some(_), Some(token)) => self.details(token, now),
        };
        let unreadable = self.unreadable.iter();
        about.extend(
            unreadable.map(|file| Line::of(Role::Warning, &format!("! Cannot be read, and stays as it is: {file}"))),
        );
        about
    }

    fn details(&self, token: &ShelvedToken, now: Timestamp) -> Vec<Line> {
        let asking = self.probing.as_ref().is_some_and(|(_, id)| *id == token.id);
        let state = if asking {
            Line::of(Role::Comment, &format!("{} asking the server …", spinner(now)))
        } else {
            token.state(now)
        };
        let scopes = token.scopes().to_string();
        let scopes = if scopes.is_empty() { "no scope told".to_owned() } else { scopes };
        let secret = token.response.as_ref().map_or_else(String::new, |response| response.access_token.masked());
        vec![
            state,
            Line::of(Role::FormValue, &scopes).with(Role::Plain, &format!("   {}", token.ends(now))),
            Line::of(Role::Plain, &format!("{} · {}", token.environment, token.client_id)),
            Line::of(Role::Comment, &format!("{} · {} · ", token.id, token.grant_type)).with(Role::Secret, &secret),
        ]
    }

    /// The chosen one.
    pub fn chosen(&self) -> Option<&ShelvedToken> {
        self.tokens.as_ref()?.get(self.selection.row)
    }

    /// Takes what is there now; the same token stays chosen where it is still there.
    pub fn fill(&mut self, stock: Stock) {
        let chosen = self.chosen().map(|token| token.id.clone());
        let Stock { mut tokens, unreadable } = stock;
        let place = |key: &EnvironmentKey| match key {
            EnvironmentKey::Local => (0, String::new()),
            EnvironmentKey::Sandbox => (1, String::new()),
            EnvironmentKey::Production => (2, String::new()),
            EnvironmentKey::Custom(issuer) => (3, issuer.clone()),
        };
        tokens.sort_by_key(|token| {
            let newest_first = std::cmp::Reverse((token.record.received_at, token.id.clone()));
            (place(&token.environment), token.client_id.clone(), token.whose(), newest_first)
        });
        let kept = chosen.and_then(|id| tokens.iter().position(|token| token.id == id));
        self.selection.row = kept.unwrap_or_else(|| self.selection.row.min(tokens.len().saturating_sub(1)));
        (self.tokens, self.unreadable) = (Some(tokens), unreadable);
    }
}

impl Verbs for Shelf {
    fn rows(&self, _model: &Model) -> usize {
        self.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn letter(&mut self, key: Key) -> Then {
        match key.code {
            KeyCode::Char('d') | KeyCode::Delete => then(|turn| turn.ask_forget_chosen()),
            KeyCode::Char('p') => then(|turn| turn.probe_chosen()),
            _ => closing_letter(key),
        }
    }

    fn places(&self, model: &Model, now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 96);
        let rows = self.len();
        let lines = u16::try_from(rows).unwrap_or(u16::MAX);
        let words = total(self.about(now).iter().map(|line| rows_of(line.text(), columns)));
        let most = dialog_height(model.size, u16::MAX);
        // The list keeps at least half of a low screen.
        let room = lines.min(most.saturating_sub(words.saturating_add(1)).max(most / 2)).min(16);
        let places = Places::new(model.size, columns, total([room, u16::from(room > 0), words]));
        let area = Rect { height: room.min(places.inside.height), ..places.inside };
        places.list(area, rows, self.selection.row)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.use_chosen())
    }

    fn closed(&mut self) -> Then {
        self.probing.as_ref().and_then(|(id, _)| cancel(*id))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        if self.is_empty() {
            return Vec::new();
        }
        vec![Hint::vertical("move"), Hint::new("p", "probe"), Hint::new("d", "forget")]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        (!self.is_empty()).then(|| "take in hand".to_owned())
    }

    fn changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let ages =
            self.tokens.iter().flatten().flat_map(|token| [Some(token.record.received_at), token.record.since(now)]);
        ages.flatten().filter_map(|since| text::age_changes_at(since, now)).min()
    }
}
