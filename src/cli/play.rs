//! `authorize --as` and `--deny`: the researcher's part, through the same pages that a browser gets.

use super::{
    error::CliError,
    server::{answered, unsendable},
};
use crate::{
    app::browser::{self, Consent, Page, Person},
    net::HttpClient,
    oauth::HttpResponse,
    orcid::OrcidId,
};

/// More pages than the way has, fewer than a loop.
const PAGES: usize = 20;

/// Who is played, and what they do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Researcher {
    /// Whom; the first of the sign-in page when nobody is named.
    pub orcid: Option<OrcidId>,
    /// Deny rather than authorize.
    pub deny: bool,
}

/// Opens the authorization URL, signs in, answers the consent page, and gives the address that the browser would land on.
///
/// # Errors
/// When ORCID shows an error page, the researcher is unknown, or no answer comes.
pub async fn play(client: &HttpClient, url: &str, who: &Researcher) -> Result<String, CliError> {
    let home = origin(url);
    let (mut at, mut session) = (url.to_owned(), None);
    let mut request = browser::get(&at, None).map_err(unsendable)?;
    for _ in 0..PAGES {
        let response = answered(&request, client.send(request.clone()).await)?;
        if let Some(changed) = browser::session(&response) {
            session = changed;
        }
        let (next, fields) = match browser::location(&response, &at) {
            Some(target) if origin(&target) == home => (target, None),
            Some(target) => return Ok(target),
            None => {
                let (action, fields) = fill_in(&response, who)?;
                (join(&at, &action)?, Some(fields))
            }
        };
        at = next;
        request = match fields {
            None => browser::get(&at, session.as_deref()),
            Some(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                browser::post(&at, session.as_deref(), &fields)
            }
        }
        .map_err(unsendable)?;
    }
    Err(CliError::refused("The pages lead in a circle.", "Check that this server is a simulated ORCID."))
}

fn origin(url: &str) -> Option<String> {
    url::Url::parse(url).ok().map(|url| url.origin().ascii_serialization())
}

fn join(at: &str, action: &str) -> Result<String, CliError> {
    url::Url::parse(at).and_then(|at| at.join(action)).map(String::from).map_err(|error| {
        CliError::refused(
            format!("A page sends its form to {action:?}: {error}."),
            "Check that this is a simulated ORCID.",
        )
    })
}

/// Where the form of a page goes, and what stands in it.
fn fill_in(response: &HttpResponse, who: &Researcher) -> Result<(String, Vec<(String, String)>), CliError> {
    match browser::page(response) {
        Some(Page::SignIn { action, fields, researchers }) => {
            let person = choose(&researchers, who)?;
            let mut form: Vec<_> = fields.into_iter().collect();
            form.push(("orcid".to_owned(), person.orcid.clone()));
            Ok((action, form))
        }
        Some(Page::Consent(Consent { action, fields, approve, deny, .. })) => {
            let button = if who.deny { deny } else { approve };
            Ok((action, fields.into_iter().chain(button).collect()))
        }
        Some(Page::Error { message }) => Err(CliError::refused(
            format!("ORCID shows an error page and sends nobody back: {message}"),
            "Correct the client, the redirect URI or the scopes, and authorize again.",
        )),
        None => Err(CliError::refused(
            format!("The page (HTTP {}) is not one that can be played here.", response.status().as_u16()),
            "Only the simulated ORCID can be played; elsewhere use the browser.",
        )),
    }
}

fn choose<'a>(people: &'a [Person], who: &Researcher) -> Result<&'a Person, CliError> {
    let chosen = match &who.orcid {
        None => people.first(),
        Some(orcid) => people.iter().find(|person| person.orcid == orcid.as_str()),
    };
    chosen.ok_or_else(|| {
        let names: Vec<String> = people.iter().map(|person| format!("{} {}", person.orcid, person.name)).collect();
        let orcid = who.orcid.as_ref().map_or("anybody", OrcidId::as_str);
        CliError::usage(
            format!("The simulated ORCID does not know {orcid}."),
            format!("Its researchers are: {}.", names.join(", ")),
        )
    })
}
