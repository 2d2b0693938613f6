//! What each fact is.

use super::{Fact, answer, copied, id_token, named, quoted, redirect, request, scope, token};
use crate::{
    orcid::{
        EnvironmentKey,
        diagnosis::{Body, case::Case},
        redirect_uri::{Difference, difference},
        scopes::ClientType,
        shape,
    },
    text,
};

/// Seconds after which a code is old: ORCID's documentation once said that it lives ten minutes.
const OLD: i64 = 600;

/// As many letters off, a client id is most likely the same one mistyped.
const NEARBY: usize = 2;

/// An empty sentence when the fact holds and nothing is worth saying.
fn plain(holds: bool) -> Option<String> {
    holds.then(String::new)
}

pub(super) fn say(holds: bool, sentence: impl Into<String>) -> Option<String> {
    holds.then(|| sentence.into())
}

impl Fact {
    /// What speaks for it in this case; `None` when it does not hold, or cannot be known.
    pub(in crate::orcid::diagnosis) fn tell(self, case: &Case<'_>) -> Option<String> {
        let about = &case.situation;
        let (reading, scopes) = (case.reading, &about.scope);
        // The one that the answer names is the one that was sent.
        // A page does not show what stands around it.
        let bare = shape::without_strays(&about.client_id);
        let said_id = named::client_id(case).filter(|said| *said != bare);
        let id = said_id.as_deref().unwrap_or(about.client_id.as_str());
        let secret = about.client_secret.as_ref().map(crate::oauth::Secret::expose).unwrap_or_default();
        let is_post_form = case.request.method == "POST" && !case.request.fields.is_empty();
        match self {
            Self::Local => {
                let whole = !case.request.method.is_empty() && !case.request.is_line;
                let named = ["127.0.0.1", "localhost", "::1"].iter().any(|host| reading.words.contains(host));
                let own = whole || named || reading.place.is_some();
                plain(about.environment == EnvironmentKey::Local && own)
            }
            Self::NoClientId => say(id.is_empty() && case.knows_client(), "The client id is empty."),
            Self::ClientIdMalformed => say(
                !id.is_empty() && !shape::is_client_id(id) && !shape::is_uuid(id),
                format!("{id} is not APP- and sixteen capital letters and digits."),
            ),
            Self::ClientIdNearby => {
                let near = strsim::osa_distance(id, &about.client_id) <= NEARBY;
                let configured = &about.client_id;
                say(
                    !configured.is_empty() && id != configured && near,
                    format!("The answer names {id}; configured is {configured}."),
                )
            }
            Self::ClientIdIsSecret => say(shape::is_uuid(id), "The client id is a UUID, as client secrets are."),
            Self::ClientIdBlank => {
                say(id.contains(shape::is_stray), "The client id has a blank, a quote or an invisible character in it.")
            }
            Self::ClientIdPlaceholder => say(shape::is_placeholder(id), format!("{id} is a placeholder.")),
            Self::DemoClientElsewhere => say(
                id.starts_with("APP-PLAYGROUND") && about.environment != EnvironmentKey::Local,
                format!("{id} exists in the simulated ORCID alone."),
            ),
            Self::NoSecret => {
                say(secret.is_empty() && (is_post_form || about.client_secret.is_some()), "The client secret is empty.")
            }
            Self::SecretIsClientId => say(
                shape::is_client_id(secret) || secret.starts_with("APP-"),
                "The client secret begins with APP-, as client ids do.",
            ),
            Self::SecretBlank => {
                let is_stray = secret.contains(shape::is_stray) || reading.clues.secret_breaks;
                say(is_stray, "The client secret has a blank, a quote or a line break in it.")
            }
            Self::SecretMalformed => say(
                !secret.is_empty() && !shape::is_uuid(secret),
                format!("The client secret has {} and is no UUID.", text::count(secret.chars().count(), "character")),
            ),
            Self::PublicClient => say(about.client_type == Some(ClientType::Public), "This client is a public one."),
            Self::MemberClient => {
                plain(matches!(about.client_type, Some(ClientType::Member | ClientType::PremiumMember)))
            }
            Self::PremiumClient => plain(about.client_type == Some(ClientType::PremiumMember)),
            Self::NoRedirectUri => {
                say(about.redirect_uri.is_empty() && case.knows_client(), "The redirect URI is empty.")
            }
            Self::HasRedirectUri => plain(!about.redirect_uri.is_empty()),
            Self::RedirectLoopback
            | Self::RedirectLocalhost
            | Self::RedirectHttp
            | Self::RedirectWww
            | Self::RedirectDefaultPort
            | Self::RedirectNoPath
            | Self::RedirectEncoded => redirect::shape_of(self, case),
            Self::RedirectDiffers => {
                let first = about.authorized_redirect_uri.as_deref()?;
                let sent = case.request.field("redirect_uri").unwrap_or(&about.redirect_uri);
                say(first != sent, format!("The authorization request said {first}, the exchange {sent}."))
            }
            Self::RedirectSame => {
                let sent = case.request.field("redirect_uri")?;
                plain(case.knows_authorization && about.authorized_redirect_uri.as_deref() == Some(sent))
            }
            Self::PageUriDiffers => {
                let named = named::redirect_uri(case)?;
                say(
                    !about.redirect_uri.is_empty() && named != about.redirect_uri,
                    format!("The page names {named}, the configuration {}.", about.redirect_uri),
                )
            }
            Self::ConfiguredRegistered => {
                say(about.registered.contains(&about.redirect_uri), format!("{} is registered.", about.redirect_uri))
            }
            Self::RegisteredSlash => redirect::registered(case, Difference::Slash),
            Self::RegisteredLoopback => redirect::registered(case, Difference::Loopback),
            Self::RegisteredPath => redirect::registered(case, Difference::Path),
            Self::RegisteredScheme => redirect::registered(case, Difference::Scheme),
            Self::RegisteredSubdomain => redirect::registered(case, Difference::Subdomain),
            Self::ConfiguredSubdomain => redirect::configured(case, Difference::Subdomain),
            Self::NoScope => say(scopes.is_empty() && case.knows_client(), "No scope is asked for."),
            Self::HasScope => say(!scopes.is_empty(), format!("Asked for is {scopes}.")),
            Self::ScopeTwoLegged => scope::two_legged(&named::scopes(case)),
            Self::ScopeThreeLegged => scope::three_legged(&named::scopes(case)),
            Self::ScopeWithoutSlash => scope::without_slash(&named::scopes(case)),
            Self::ScopeUnknown => scope::unknown(&named::scopes(case)),
            Self::ScopeMember => scope::member(&named::scopes(case)),
            Self::ScopePremium => scope::premium(&named::scopes(case)),
            Self::ScopeSpecial => scope::special(&named::scopes(case)),
            Self::ScopeHabit => match &reading.scopes_changed {
                Some((asked, granted)) => scope::habit(&asked.without(granted)),
                None => scope::habit(scopes),
            },
            Self::ScopeSeparator => scope::separator(&named::scopes(case)),
            Self::ResponseTypeUnknown => {
                let asked = about.response_type.as_deref().unwrap_or("code");
                let known = ["code", "token", "id_token", "id_token token", "token id_token"].contains(&asked);
                say(!known, format!("response_type is {asked:?}."))
            }
            Self::NoNonce => say(about.nonce == Some(false), "No nonce is sent."),
            Self::PromptNone => say(about.prompt.as_deref() == Some("none"), "The request says prompt=none."),
            Self::CodeSpent => {
                let ago = about.code_exchanged?;
                Some(format!("The first exchange was {} this one.", ago_in_words(ago)))
            }
            Self::CallbackTwice => say(
                about.callbacks > 1,
                format!(
                    "{} callbacks brought this code: the callback page was loaded more than once.",
                    about.callbacks
                ),
            ),
            Self::CodeOld => {
                let age = about.code_age.filter(|age| *age > OLD)?;
                Some(format!("The code came {} the exchange.", ago_in_words(age)))
            }
            Self::CodeFresh => {
                let age = about.code_age.filter(|age| *age <= OLD)?;
                Some(format!("The code came only {} the exchange.", ago_in_words(age)))
            }
            Self::CodeMalformed => {
                let said = token::said_code(reading);
                if said.as_deref() == Some("") {
                    return Some("The code is empty.".to_owned());
                }
                let code = said.as_deref().or(about.code.as_deref()).filter(|code| !code.is_empty())?;
                let length = text::count(code.chars().count(), "character");
                say(!shape::is_code(code), format!("The code has {length}; ORCID's have six letters and digits."))
            }
            Self::CodeOtherEnvironment => {
                let from = about.code_environment.as_ref()?;
                say(
                    *from != about.environment,
                    format!("The code came from {from}, and went to {}.", about.environment),
                )
            }
            Self::CodeOtherClient => {
                let whose = about.code_client.as_deref()?;
                say(!id.is_empty() && whose != id, format!("The code was given to {whose}; {id} sent it."))
            }
            Self::CodeSameClient => plain(!id.is_empty() && about.code_client.as_deref() == Some(id)),
            Self::TokenRevoked => token::revoked(case),
            Self::TokenCodeReused => token::code_reused(case),
            Self::TokenExpired => token::expired(case),
            Self::TokenTwoLegged => token::two_legged(case),
            Self::TokenPasted => token::pasted(case),
            Self::TokenOtherEnvironment => token::other_environment(case),
            Self::TokenMalformed => token::malformed(case),
            Self::TokenIsJwt => token::is_jwt(case),
            Self::NoToken => token::none(case),
            Self::TokenLacksAuthenticate => token::lacks_authenticate(case),
            Self::TokenBringsAuthenticate => token::brings_authenticate(case),
            Self::TokenLacksRead => token::lacks_read(case),
            Self::TokenLacksUpdate => token::lacks_update(case),
            Self::OtherRecord => token::other_record(case),
            Self::NotPost => request::not_post(case),
            Self::JsonBody => request::json_body(case),
            Self::NotForm => request::not_form(case),
            Self::BearerAtToken => request::bearer_at_token(case),
            Self::HostApi => request::host_begins(case, "api."),
            Self::HostPub => request::host_begins(case, "pub."),
            Self::HostWww => request::host_begins(case, "www."),
            Self::HostKnown => plain(request::host_known(case)),
            Self::HostOtherEnvironment => request::host_other_environment(case),
            Self::WebHostForApi => request::web_host_for_api(case),
            Self::AuthorizeByProgram => request::authorize_by_program(case),
            Self::Writes => plain(request::writes(case)),
            Self::WritesPerson => say(request::writes_person(case), "The request writes about the person."),
            Self::WritesActivities => say(request::writes_activities(case), "The request writes an activity."),
            Self::Reads => plain(request::reads(case)),
            Self::SingularPerson => request::singular_person(case),
            Self::PluralActivity => request::plural_activity(case),
            Self::BulkToOne => request::bulk_to_one(case),
            Self::IdCheckDigit => request::id_check_digit(case),
            Self::NoPutCode => request::no_put_code(case),
            Self::NamesPutCode => answer::put_code(&reading.words).map(|code| format!("It is put-code {code}.")),
            Self::OldVersion => request::old_version(case),
            Self::Challenge => answer::challenge(case),
            Self::Intercepted => answer::intercepted(case),
            Self::Page => plain(reading.body == Body::Html),
            Self::Compressed => {
                let coding = reading.header("content-encoding");
                say(!matches!(coding, "" | "identity"), format!("The answer says Content-Encoding: {coding}."))
            }
            Self::BrokenJson => {
                say(reading.body == Body::BrokenJson, "The body begins like JSON and ends too early, or is none.")
            }
            Self::EmptyBody => plain(reading.body == Body::Empty && reading.status.is_some()),
            Self::NoErrorCode => plain(reading.error.is_none()),
            Self::NoAccessToken => answer::no_access_token(case),
            Self::Redirects => answer::redirects(case),
            Self::EmptyCallback => plain(answer::empty_callback(case)),
            Self::ErrorInFragment => say(reading.in_fragment, "It came in the fragment, which no server sees."),
            Self::StateDiffers => answer::state_differs(case),
            Self::StateMissing => answer::state_missing(case),
            Self::FewerScopes => token::fewer_scopes(case),
            Self::AllGranted => token::all_granted(case),
            Self::OpenidNotGranted => token::openid_not_granted(case),
            Self::NameNull => token::name_null(case),
            Self::NoRefreshToken => token::no_refresh(case),
            Self::ShortExpiry => token::short_expiry(case),
            Self::NoExpiry => token::no_expiry(case),
            Self::OtherOrcid => token::other_orcid(case),
            Self::NoOrcid => token::no_orcid(case),
            Self::NoIdToken => token::no_id_token(case),
            Self::TokenTypeOdd => token::type_odd(case),
            Self::TokenLacking => token::lacking(case),
            Self::AccessTokenEmpty => token::empty(case),
            Self::AccessTokenCut => token::cut(case),
            Self::ResponseIdWrong => token::id_wrong(case),
            Self::IdTokenIssuer => id_token::issuer(case),
            Self::IdTokenAudience => id_token::audience(case),
            Self::IdTokenOld => id_token::old(case),
            Self::IdTokenSubject => id_token::subject(case),
            Self::IdTokenAlgorithm => id_token::algorithm(case),
            Self::UserinfoNameNull => token::userinfo_name_null(case),
            Self::UnaskedXml => answer::unasked_xml(case),
            Self::BulkErrors => answer::bulk_errors(case),
            Self::ClockSkew => answer::clock_skew(case),
            Self::GrantRefresh => plain(case.grant() == "refresh_token"),
            Self::GrantClientCredentials => plain(case.grant() == "client_credentials"),
            Self::TwoEnvironments
            | Self::OfToken
            | Self::OfPage
            | Self::SaysSubdomain
            | Self::RepeatedCode
            | Self::AnswerInFragment
            | Self::CodeInAddress
            | Self::OrcidUri
            | Self::SaysOpenidGranted
            | Self::SaysResponseType
            | Self::SaysWrites
            | Self::TokenMoved
            | Self::BrowserAtApi
            | Self::OfSimulator
            | Self::NothingFound
            | Self::RecordNameNull => copied::tell(self, case),
            Self::UrlWithoutClientId => quoted::url_lacks(case, "client_id"),
            Self::UrlWithoutRedirectUri => quoted::url_lacks(case, "redirect_uri"),
            Self::UrlPlaceholder => quoted::placeholder(case),
            Self::AddressesSlash => quoted::addresses(case, |a, b| difference(a, b) == Some(Difference::Slash)),
            Self::AddressesPort => quoted::addresses(case, quoted::differ_by_port),
            Self::AddressesHost => quoted::addresses(case, quoted::differ_by_host),
            Self::TwoRedirectUris => quoted::two(&reading.clues.redirect_uris, "redirect URIs"),
            Self::TwoStates => quoted::two(&reading.clues.states, "states"),
            Self::RefreshTokenSent => quoted::refresh_token_sent(case),
            Self::Implicit => {
                let asked = about.response_type.as_deref().is_some_and(|kind| kind.contains("token"));
                plain(asked || token::in_redirect(case, "access_token").is_some())
            }
        }
    }
}

/// A time that has gone by.
fn ago_in_words(seconds: i64) -> String {
    match seconds {
        ..=0 => "moments before".to_owned(),
        1..=119 => format!("{seconds} s before"),
        120..=7199 => format!("{} min before", seconds / 60),
        _ => format!("{} h before", seconds / 3600),
    }
}
