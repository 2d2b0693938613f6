//! Token exchange, RFC 8693, as ORCID has it: "on behalf of" (guide `orcid-wire`, "Token exchange").

use super::{
    Hint, Model,
    dialog::{Then, Verbs, then},
    field::TextField,
};
use crate::oauth::{ScopeSet, Secret, TokenType, id_token::IdToken};

/// The dialog.
#[derive(Clone, Debug)]
pub struct TokenExchange {
    /// What is given; the other kind is asked for.
    pub given: TokenType,
    /// The token; shown masked.
    pub subject: TextField,
    /// A part of its scopes; all when empty.
    pub scope: TextField,
    /// Which row has the focus: given, subject, scope, button.
    pub row: usize,
    /// The tokens in hand, to be filled in: access token and ID token.
    pub in_hand: (Option<Secret>, Option<Secret>),
}

/// What is exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRequest {
    /// The token.
    pub subject: Secret,
    /// What kind it is.
    pub given: TokenType,
    /// A part of its scopes.
    pub scope: Option<ScopeSet>,
}

impl TokenExchange {
    /// The dialog, filled with the token in hand.
    pub fn new(access_token: Option<Secret>, id_token: Option<Secret>) -> Self {
        let given =
            if id_token.is_some() || access_token.is_none() { TokenType::IdToken } else { TokenType::AccessToken };
        let mut dialog = Self {
            given,
            subject: TextField::default(),
            scope: TextField::default(),
            row: 1,
            in_hand: (access_token, id_token),
        };
        dialog.fill();
        dialog
    }

    /// The other way round.
    pub fn turn(&mut self) {
        self.given = self.given.other();
        self.fill();
    }

    fn fill(&mut self) {
        let token = match self.given {
            TokenType::AccessToken => &self.in_hand.0,
            TokenType::IdToken => &self.in_hand.1,
        };
        self.subject = TextField::new(token.as_ref().map_or("", Secret::expose));
    }

    /// What is to be sent; `None` without a token.
    pub fn request(&self) -> Option<ExchangeRequest> {
        let subject = self.subject.secret();
        let subject = Secret::from(subject.expose().trim());
        let scope = Some(ScopeSet::parse(self.scope.text())).filter(|scope| !scope.is_empty());
        (!subject.is_empty()).then_some(ExchangeRequest { subject, given: self.given, scope })
    }

    /// What ORCID will make of it, when it is not what one expects. Nothing is forbidden.
    pub fn remark(&self, client_id: &str) -> Option<String> {
        let Some(request) = self.request() else {
            return Some(match self.given {
                TokenType::IdToken => "Paste the ID token that another client got.".to_owned(),
                TokenType::AccessToken => "Paste an access token of this client.".to_owned(),
            });
        };
        match (request.given, IdToken::decode(request.subject.expose())) {
            (TokenType::IdToken, Err(error)) => Some(format!("! That is no ID token: {error}.")),
            (TokenType::IdToken, Ok(token)) if token.audience().contains(&client_id) => Some(
                "! It was made for this very client: ORCID refuses, and says to use the refresh token. It must be another \
                 client's; choose the client that acts in pane 1."
                    .to_owned(),
            ),
            (TokenType::AccessToken, Ok(_)) => Some("! That is an ID token, not an access token.".to_owned()),
            (TokenType::IdToken | TokenType::AccessToken, _) => None,
        }
    }
}

impl Verbs for TokenExchange {
    fn rows(&self, _model: &Model) -> usize {
        4
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn sideways(&mut self, _by: isize) -> Then {
        if self.row == 0 {
            self.turn();
        }
        None
    }

    fn field(&mut self) -> Option<&mut TextField> {
        match self.row {
            1 => Some(&mut self.subject),
            2 => Some(&mut self.scope),
            _ => None,
        }
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.token_exchange_typed())
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        if self.row == 0 { vec![Hint::sideways("change"), Hint::next()] } else { vec![Hint::next()] }
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("exchange".to_owned())
    }
}
