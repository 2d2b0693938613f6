//! The predicates that `assets/errors` names. Each is told of a case with a sentence that says what speaks for it;
//! an empty sentence where nothing is worth saying.

mod answer;
mod copied;
mod id_token;
mod named;
mod quoted;
mod redirect;
mod request;
mod scope;
mod tell;
mod token;

use serde::Deserialize;

pub use answer::put_code;
pub(in crate::orcid) use request::PERSON;
pub(super) use request::is_section;
pub use scope::{is_habit, lacks_slash};

/// A predicate of a case, by its name in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, strum::EnumIter, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Fact {
    /// Against the simulated ORCID.
    Local,
    /// No client id.
    NoClientId,
    /// The client id is not `APP-` and 16 of `[0-9A-Z]`, nor of the old kind.
    ClientIdMalformed,
    /// The client id looks like a secret.
    ClientIdIsSecret,
    /// The client id has a blank or an invisible character in it.
    ClientIdBlank,
    /// A text like `[APP-…]` stands where the id belongs.
    ClientIdPlaceholder,
    /// The answer names a client id that is nearly the configured one.
    ClientIdNearby,
    /// A client of the simulated ORCID, at another server.
    DemoClientElsewhere,
    /// No client secret.
    NoSecret,
    /// The client secret looks like a client id.
    SecretIsClientId,
    /// The client secret has a blank or an invisible character in it.
    SecretBlank,
    /// The client secret is no UUID.
    SecretMalformed,
    /// The client is known to be public.
    PublicClient,
    /// It is one of a member.
    MemberClient,
    /// It is one of a premium member.
    PremiumClient,
    /// No redirect URI.
    NoRedirectUri,
    /// A redirect URI is there.
    HasRedirectUri,
    /// Its host is `localhost` or a loopback address.
    RedirectLoopback,
    /// Its host is `localhost`.
    RedirectLocalhost,
    /// It is plain http to another machine.
    RedirectHttp,
    /// Its host begins with `www.`.
    RedirectWww,
    /// It names the port that its scheme has anyway.
    RedirectDefaultPort,
    /// It has no path.
    RedirectNoPath,
    /// It has a blank or is encoded twice.
    RedirectEncoded,
    /// It is not the one of the authorization request.
    RedirectDiffers,
    /// It is known to be the one of the authorization request.
    RedirectSame,
    /// The page names another redirect URI than the one that is configured.
    PageUriDiffers,
    /// The configured redirect URI is a registered one.
    ConfiguredRegistered,
    /// Only the final slash differs from a registered one.
    RegisteredSlash,
    /// Only `localhost` and a loopback address, or the ports, differ from a registered one.
    RegisteredLoopback,
    /// Only the path differs from a registered one.
    RegisteredPath,
    /// Only the scheme differs from a registered one.
    RegisteredScheme,
    /// Only a sub-domain differs from a registered one.
    RegisteredSubdomain,
    /// The URI of the page has a sub-domain more or less than the configured one.
    ConfiguredSubdomain,
    /// No scope.
    NoScope,
    /// A scope is there.
    HasScope,
    /// A scope that only a client can have for itself.
    ScopeTwoLegged,
    /// A scope that needs a researcher.
    ScopeThreeLegged,
    /// A scope that lacks its slash.
    ScopeWithoutSlash,
    /// A scope that ORCID does not know.
    ScopeUnknown,
    /// A scope for members' clients.
    ScopeMember,
    /// A scope for premium members.
    ScopePremium,
    /// A scope that ORCID adds by hand, or to no one's client.
    ScopeSpecial,
    /// Scopes of OpenID Connect that ORCID drops.
    ScopeHabit,
    /// Scopes that are separated by something else than blanks.
    ScopeSeparator,
    /// A `response_type` that ORCID does not know.
    ResponseTypeUnknown,
    /// No nonce is sent.
    NoNonce,
    /// `prompt=none`.
    PromptNone,
    /// The code was exchanged before.
    CodeSpent,
    /// More than one callback brought the code.
    CallbackTwice,
    /// The code is older than ten minutes.
    CodeOld,
    /// The code is younger than ten minutes.
    CodeFresh,
    /// The code is not six letters and digits.
    CodeMalformed,
    /// The code came from another environment.
    CodeOtherEnvironment,
    /// The code was given to another client.
    CodeOtherClient,
    /// The code was given to this client.
    CodeSameClient,
    /// The token was revoked from here.
    TokenRevoked,
    /// The token's code was exchanged again.
    TokenCodeReused,
    /// The token's time is over.
    TokenExpired,
    /// The token is a client's own.
    TokenTwoLegged,
    /// The token was pasted.
    TokenPasted,
    /// The token is of another environment than the host that was asked.
    TokenOtherEnvironment,
    /// The token is no UUID.
    TokenMalformed,
    /// The token is a JWT: an ID token.
    TokenIsJwt,
    /// The request bears no token.
    NoToken,
    /// The token does not bring `/authenticate`.
    TokenLacksAuthenticate,
    /// The token brings `/authenticate`.
    TokenBringsAuthenticate,
    /// The token does not bring what reads limited items.
    TokenLacksRead,
    /// The token does not bring what the request writes.
    TokenLacksUpdate,
    /// The path names another record than the token's.
    OtherRecord,
    /// Not POST.
    NotPost,
    /// The body is JSON.
    JsonBody,
    /// There is no `Content-Type`, or not the one of a form.
    NotForm,
    /// The token request has a header `Authorization: Bearer`.
    BearerAtToken,
    /// The request goes to `api.`.
    HostApi,
    /// The request goes to `pub.`.
    HostPub,
    /// The request goes to `www.`.
    HostWww,
    /// The request goes to a host that ORCID has.
    HostKnown,
    /// The request goes to a host of another environment than the one that is chosen.
    HostOtherEnvironment,
    /// An API path at the web host.
    WebHostForApi,
    /// The browser's page is asked by a program.
    AuthorizeByProgram,
    /// An API call to write.
    Writes,
    /// An API call to write about the person.
    WritesPerson,
    /// An API call to write activities.
    WritesActivities,
    /// An API call to read.
    Reads,
    /// A section of the person is named in the singular.
    SingularPerson,
    /// One activity is meant, and the path names it in the plural.
    PluralActivity,
    /// Several items are sent to the path of one.
    BulkToOne,
    /// The iD of the path, or of a text that tells no request, has a wrong check digit.
    IdCheckDigit,
    /// The body of a PUT has no put-code.
    NoPutCode,
    /// The answer names the put-code of what stands there already.
    NamesPutCode,
    /// An old version of the API.
    OldVersion,
    /// A page that wants to see a browser.
    Challenge,
    /// The answer comes from a network that wants a sign-in, or from a proxy.
    Intercepted,
    /// A page.
    Page,
    /// JSON that is cut off or broken.
    BrokenJson,
    /// The body is compressed (`Content-Encoding`).
    Compressed,
    /// Nothing.
    EmptyBody,
    /// The answer names no OAuth error.
    NoErrorCode,
    /// JSON without a token.
    NoAccessToken,
    /// The answer leads elsewhere.
    Redirects,
    /// Neither code nor error came.
    EmptyCallback,
    /// An error came in the fragment.
    ErrorInFragment,
    /// The state is another one than the one that was sent.
    StateDiffers,
    /// A code came without the state that was sent.
    StateMissing,
    /// A token response that grants less than was asked.
    FewerScopes,
    /// All that was asked for was granted.
    AllGranted,
    /// `openid` was asked for and is not among what was granted.
    OpenidNotGranted,
    /// A token response without a name.
    NameNull,
    /// A token response that should have a refresh token, and has none.
    NoRefreshToken,
    /// The tokens live for less than a day.
    ShortExpiry,
    /// The response does not say how long the tokens live.
    NoExpiry,
    /// Another researcher than before.
    OtherOrcid,
    /// A three-legged response without an iD.
    NoOrcid,
    /// `openid` was granted, and there is no ID token.
    NoIdToken,
    /// The token is of another type than bearer.
    TokenTypeOdd,
    /// What looks like a token response has no access token.
    TokenLacking,
    /// The access token is empty.
    AccessTokenEmpty,
    /// The access token is the beginning or the end of a UUID.
    AccessTokenCut,
    /// The iD in the answer has a wrong check digit.
    ResponseIdWrong,
    /// The ID token in the answer was issued by somebody else.
    IdTokenIssuer,
    /// The ID token in the answer is for another client.
    IdTokenAudience,
    /// The ID token in the answer has expired.
    IdTokenOld,
    /// The ID token in the answer names another researcher than the answer.
    IdTokenSubject,
    /// The ID token in the answer is not signed with RS256.
    IdTokenAlgorithm,
    /// Userinfo without a name.
    UserinfoNameNull,
    /// XML, though nobody asked for it.
    UnaskedXml,
    /// Some of several items were refused.
    BulkErrors,
    /// The clocks disagree.
    ClockSkew,
    /// Refreshing.
    GrantRefresh,
    /// Client credentials.
    GrantClientCredentials,
    /// The implicit flow.
    Implicit,
    /// The text names the sandbox and production both.
    TwoEnvironments,
    /// The text speaks of a request to the token endpoint.
    OfToken,
    /// The text speaks of the page that the researcher sees.
    OfPage,
    /// The text speaks of sub-domains.
    SaysSubdomain,
    /// A code came with several requests of a log.
    RepeatedCode,
    /// An address in the text has an answer in its fragment.
    AnswerInFragment,
    /// An address in the text has a code: the browser came back with it.
    CodeInAddress,
    /// An iD stands in the text as an address.
    OrcidUri,
    /// A token response in the text grants `openid`.
    SaysOpenidGranted,
    /// The text has a `response_type` in it.
    SaysResponseType,
    /// The text speaks of writing to a record.
    SaysWrites,
    /// It is the token endpoint, or the one for revoking, that lies elsewhere.
    TokenMoved,
    /// A page in the browser called a host of the API.
    BrowserAtApi,
    /// The address is one of the simulated ORCID.
    OfSimulator,
    /// The search found nothing.
    NothingFound,
    /// A record's person without a name.
    RecordNameNull,
    /// An authorization URL in the text has no `client_id`.
    UrlWithoutClientId,
    /// An authorization URL in the text has no `redirect_uri`.
    UrlWithoutRedirectUri,
    /// An authorization URL in the text has a placeholder for its client id.
    UrlPlaceholder,
    /// Two addresses in the text differ by a slash at the end.
    AddressesSlash,
    /// Two addresses in the text differ by a port that the scheme has anyway.
    AddressesPort,
    /// Two addresses in the text are one path at two hosts.
    AddressesHost,
    /// Two redirect URIs stand in the text.
    TwoRedirectUris,
    /// Two values of `state` stand in the text.
    TwoStates,
    /// What was sent as an access token stands in the text as a refresh token.
    RefreshTokenSent,
}

impl Fact {
    /// Whether only words that were copied tell it, and nobody writes them by chance.
    pub(super) fn is_of_text(self) -> bool {
        matches!(self, Self::RepeatedCode | Self::Challenge | Self::Intercepted)
    }
}
