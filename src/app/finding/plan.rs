//! What findings look at: a client and its request as they would go out now, and what is known of code and clock.

use jiff::Timestamp;

use crate::{
    app::{Local, Model, form::Form},
    oauth::Secret,
    orcid::{Environment, EnvironmentKey, diagnosis::clock_skew, scopes::ClientType},
};

/// The demo client that is public.
const PUBLIC_DEMO: &str = "APP-PLAYGROUND000002";

/// The demo client that is a premium member's.
const PREMIUM_DEMO: &str = "APP-PLAYGROUND000003";

/// A client, its request and the server that it would go to.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The server, with its endpoints.
    pub environment: &'a Environment,
    /// The client and the parameters.
    pub form: &'a Form,
    /// The code that waits to be exchanged.
    pub code: Option<KnownCode>,
    /// How many seconds this computer's clock is ahead of the server's, where an answer has told.
    pub clock_skew: Option<i64>,
    /// The ids of the clients that the server knows, where it has told: the simulated ORCID does.
    pub clients: &'a [String],
    /// The secret of this client, where it is published: the demo clients' is.
    pub demo_secret: Option<&'a Secret>,
    /// What kind of client it is, where the doctor has found out.
    pub examined: Option<ClientType>,
    /// Where the code that waits to be exchanged landed, when that is another place than the redirect URI.
    pub landed: Option<&'a str>,
}

/// What is known of a code without asking anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownCode {
    /// It arrived then, and was not sent anywhere yet.
    Arrived(Timestamp),
    /// It was exchanged, and no tokens are in hand for it.
    Spent,
    /// When it arrived nobody saw; the request that it answers was made then.
    Requested(Timestamp),
}

impl<'a> Plan<'a> {
    /// A client and its request, of which nothing else is known.
    pub fn new(environment: &'a Environment, form: &'a Form) -> Self {
        Self {
            environment,
            form,
            code: None,
            clock_skew: None,
            clients: &[],
            demo_secret: None,
            examined: None,
            landed: None,
        }
    }

    /// What the playground would send.
    pub fn of_model(model: &'a Model, environment: &'a Environment) -> Self {
        // Once tokens are there, a spent code is what it should be.
        let code = model.dance.code.as_ref().and_then(|code| match (code.spent, &model.dance.granted) {
            (None, _) => Some(KnownCode::Arrived(code.at)),
            (Some(_), None) => Some(KnownCode::Spent),
            (Some(_), Some(_)) => None,
        });
        let clock_skew = model.exchanges.iter().rev().find_map(clock_skew);
        let clients = match &model.local {
            Local::Serving(serving) if model.is_local() => serving.clients.as_slice(),
            Local::Serving(_) | Local::Starting | Local::Failed(_) => &[],
        };
        let landed = model.dance.landed_elsewhere(model.form().redirect_uri.text());
        let demo_secret = model.demo_secret(&model.form().environment, model.form().client_id.text());
        let form = model.form();
        let checkup = model.doctor.as_ref().map(|doctor| &doctor.checkup);
        let examined = checkup.and_then(|checkup| checkup.kind_of(&form.environment, form.client_id.text()));
        Self { code, clock_skew, clients, demo_secret, examined, landed, ..Self::new(environment, model.form()) }
    }

    /// What kind of client it is, where that is known: of the demo clients, and where the doctor has found out.
    pub fn client_type(&self) -> Option<ClientType> {
        match self.form.client_id.text() {
            _ if !self.is_local() => self.examined,
            PUBLIC_DEMO => Some(ClientType::Public),
            PREMIUM_DEMO => Some(ClientType::PremiumMember),
            id if id.starts_with("APP-PLAYGROUND") => Some(ClientType::Member),
            _ => self.examined,
        }
    }

    /// Whether the server is the simulated ORCID.
    pub fn is_local(&self) -> bool {
        self.form.environment == EnvironmentKey::Local
    }
}
