//! Token responses: one file each, whole or not at all, written before anything parses or shows what came.
//!
//! A code works once and a client may never get the same tokens again, so what was received must not be lost. The file
//! holds the body as it was received and what it answers to.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;

use super::token_file::TokenFile;
use super::{Store, StoreError, atomic};
use crate::oauth::{HttpResponse, Record, Secret, Seen, TokenAnswer, TokenResponse, implicit};

/// An answer of a token endpoint, and what it answers to: what [`Store::save_token`] keeps. Anything that may hold a
/// token belongs there: every answer with a success status, readable or not.
#[derive(Clone)]
pub struct NewToken {
    /// When the last byte of it was there.
    pub received_at: Timestamp,
    /// `local`, `sandbox`, `production`, or the issuer URL of another.
    pub environment: String,
    /// The issuer (RFC 8414 §2).
    pub issuer: String,
    /// Where the request went.
    pub token_endpoint: String,
    /// Who asked.
    pub client_id: String,
    /// With which grant: `authorization_code`, …
    pub grant_type: String,
    /// What was asked for in the authorization request.
    pub requested_scope: Option<String>,
    /// The redirect URI that was used.
    pub redirect_uri: Option<String>,
    /// The nonce that was sent, which an ID token must bring back (OpenID Connect Core 1.0 §3.1.2.1).
    pub nonce: Option<String>,
    /// The answer, with the body as received. Of the implicit flow the fragment of the redirect.
    pub response: HttpResponse,
}

/// A token response that is kept.
#[derive(Clone)]
pub struct StoredToken {
    /// `<time>-<env>`, the file's name without `.json`.
    pub id: String,
    /// The file.
    pub path: PathBuf,
    /// What was received, and for what.
    pub token: NewToken,
    /// When the pair was revoked from this machine; what others revoked is not known here.
    pub revoked_at: Option<Timestamp>,
    /// What the server was last known to think of it, and when.
    pub seen: Option<(Seen, Timestamp)>,
}

impl StoredToken {
    /// What is on record about the access token.
    pub fn record(&self) -> Record {
        Record {
            received_at: self.token.received_at,
            expires_in: self.response().and_then(|response| response.expires_in),
            revoked_at: self.revoked_at,
            seen: self.seen,
        }
    }

    /// The tokens in it, read anew from the body as received. `None` when the body is no token response.
    pub fn response(&self) -> Option<TokenResponse> {
        if self.token.grant_type == implicit::IMPLICIT {
            return implicit::token_response(&String::from_utf8_lossy(self.token.response.body()));
        }
        match TokenAnswer::read(&self.token.response) {
            TokenAnswer::Granted(response) => Some(*response),
            TokenAnswer::Refused(_) | TokenAnswer::Malformed(_) => None,
        }
    }
}

/// Leaves the answer out: it holds tokens.
impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewToken")
            .field("received_at", &self.received_at)
            .field("environment", &self.environment)
            .field("client_id", &self.client_id)
            .field("status", &self.response.status())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredToken").field("id", &self.id).field("token", &self.token).finish_non_exhaustive()
    }
}

/// What [`Store::tokens`] found.
#[derive(Debug, Default)]
pub struct TokenList {
    /// Newest first.
    pub tokens: Vec<StoredToken>,
    /// Files that could not be read. They stay where they are: there may be a token in them.
    pub unreadable: Vec<UnreadableToken>,
}

/// A file among the tokens that is none, as far as this program can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableToken {
    /// The file.
    pub path: PathBuf,
    /// Why, without quoting the content.
    pub reason: String,
}

impl Store {
    /// Keeps an answer of a token endpoint. When this returns, it is on the disk; call it before anything looks into the
    /// body. If it fails, show the token together with the error, which says what to do.
    ///
    /// # Errors
    /// When writing fails: full disk, no rights, something else in the place of the folder.
    pub fn save_token(&self, token: &NewToken) -> Result<StoredToken, StoreError> {
        let folder = self.paths.tokens();
        let stem = format!("{}-{}", file_time(token.received_at), slug(&token.environment));
        let bytes = TokenFile::of(token).to_bytes(&folder)?;
        let id = self.files.create(&folder, &stem, &bytes)?;
        Ok(StoredToken {
            path: folder.join(format!("{id}.json")),
            id,
            token: token.clone(),
            revoked_at: None,
            seen: None,
        })
    }

    /// Whether a token response could be kept now: a file is created where it would go (or in the folder above, as long as
    /// there is none), and taken away again.
    ///
    /// # Errors
    /// When it could not.
    pub fn check_writable(&self) -> Result<(), StoreError> {
        if self.is_ephemeral() { Ok(()) } else { atomic::check_writable(&self.paths.tokens()) }
    }

    /// Every token response that is kept, newest first. Files that cannot be read are named, not hidden.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn tokens(&self) -> Result<TokenList, StoreError> {
        let folder = self.paths.tokens();
        let mut list = TokenList::default();
        for name in self.files.list(&folder)?.iter().filter(|name| !atomic::is_temporary(name)) {
            let path = folder.join(name);
            let read = match name.strip_suffix(".json") {
                None => Err("its name does not end in .json".to_owned()),
                Some(id) => match self.read_private(&path) {
                    // Forgotten by another process in this moment.
                    Ok(None) => continue,
                    Ok(Some(bytes)) => TokenFile::read(&bytes).map(|read| (id.to_owned(), read)),
                    Err(error) => Err(error.to_string()),
                },
            };
            match read {
                Ok((id, kept)) => list.tokens.push(StoredToken {
                    id,
                    path,
                    token: kept.token,
                    revoked_at: kept.revoked_at,
                    seen: kept.seen,
                }),
                Err(reason) => list.unreadable.push(UnreadableToken { path, reason }),
            }
        }
        list.tokens.sort_by(|a, b| (b.token.received_at, &b.id).cmp(&(a.token.received_at, &a.id)));
        list.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(list)
    }

    /// The token response with this name, or the only one whose name begins so.
    ///
    /// # Errors
    /// [`StoreError::NoToken`], [`StoreError::AmbiguousToken`], or when the folder cannot be read.
    pub fn find_token(&self, id: &str) -> Result<StoredToken, StoreError> {
        let mut tokens = self.tokens()?.tokens;
        tokens.retain(|token| !id.is_empty() && token.id.starts_with(id));
        if let Some(exact) = tokens.iter().position(|token| token.id == id) {
            return Ok(tokens.swap_remove(exact));
        }
        match (tokens.len(), tokens.pop()) {
            (1, Some(token)) => Ok(token),
            (_, None) => Err(StoreError::NoToken(id.to_owned())),
            (_, Some(last)) => {
                let ids = tokens.into_iter().chain([last]).map(|token| token.id).collect();
                Err(StoreError::AmbiguousToken { prefix: id.to_owned(), ids })
            }
        }
    }

    /// Marks the token responses that hold this access or refresh token as revoked; they stay otherwise as they are.
    /// Returns their names.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file cannot be replaced.
    pub fn mark_revoked(&self, token: &Secret, at: Timestamp) -> Result<Vec<String>, StoreError> {
        self.mark(token, |stored| {
            let first = stored.revoked_at.is_none();
            stored.revoked_at.get_or_insert(at);
            first
        })
    }

    /// Writes down what the server thinks of an access or refresh token. Returns the names of the token responses that
    /// hold it.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file cannot be replaced.
    pub fn mark_seen(&self, token: &Secret, seen: Seen, at: Timestamp) -> Result<Vec<String>, StoreError> {
        self.mark(token, |stored| {
            stored.seen = Some((seen, at));
            true
        })
    }

    /// Changes what is known of the token responses that hold a token. Other processes wait meanwhile, so that none
    /// brings back what another one has just forgotten.
    fn mark(
        &self,
        token: &Secret,
        mut change: impl FnMut(&mut StoredToken) -> bool,
    ) -> Result<Vec<String>, StoreError> {
        let holds = |stored: &StoredToken| {
            let holds = |answer: TokenResponse| {
                answer.access_token == *token || answer.refresh_token.is_some_and(|refresh| refresh == *token)
            };
            stored.response().is_some_and(holds)
        };
        self.files.alone(&self.paths.edit_lock(), || {
            let mut marked = Vec::new();
            for mut stored in self.tokens()?.tokens.into_iter().filter(holds) {
                if change(&mut stored) {
                    self.files.replace(&stored.path, &TokenFile::of_stored(&stored).to_bytes(&stored.path)?)?;
                    marked.push(stored.id);
                }
            }
            Ok(marked)
        })
    }

    /// Removes the token response that [`Store::find_token`] finds, from this machine alone: at ORCID the token lives
    /// on. Returns its name.
    ///
    /// # Errors
    /// Those of [`Store::find_token`], or when it cannot be removed.
    pub fn forget_token(&self, id: &str) -> Result<String, StoreError> {
        let token = self.find_token(id)?;
        self.files.alone(&self.paths.edit_lock(), || self.files.remove(&token.path))?;
        Ok(token.id)
    }
}

/// A time that can stand in a file name on every system, and sorts: `20261122T002356.123Z`.
pub(super) fn file_time(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%S%.3fZ").to_string()
}

/// An environment's name as part of a file name: `local`, or the host of an issuer, `auth-example-org-8080`.
fn slug(environment: &str) -> String {
    let bare = environment.split_once("://").map_or(environment, |(_, rest)| rest);
    let dashed: String =
        bare.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
    let mut slug = parts.join("-");
    slug.truncate(60);
    if slug.is_empty() { "other".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use bytes::Bytes;

    use super::*;
    use crate::{oauth::Standing, store::Paths};

    fn token(time: &str, environment: &str, body: &[u8]) -> NewToken {
        NewToken {
            received_at: time.parse().unwrap(),
            environment: environment.into(),
            issuer: "http://127.0.0.1:18800".into(),
            token_endpoint: "http://127.0.0.1:18800/oauth/token".into(),
            client_id: "APP-PLAYGROUND000001".into(),
            grant_type: "authorization_code".into(),
            requested_scope: Some("/read-limited".into()),
            redirect_uri: Some("http://127.0.0.1:18801/callback".into()),
            nonce: None,
            response: http::Response::builder()
                .status(200)
                .header("content-type", "application/json;charset=UTF-8")
                .header("x-odd", http::HeaderValue::from_bytes(b"caf\xe9").unwrap())
                .header("set-cookie", "a=1")
                .header("set-cookie", "b=2")
                .body(Bytes::copy_from_slice(body))
                .unwrap(),
        }
    }

    const BODY: &[u8] = b"{ \"access_token\":\"53737721-0000\",\r\n\"orcid\" : \"0000-0002-4456-8947\"}  ";

    #[test]
    fn what_was_received_comes_back_to_the_byte() {
        let root = tempfile::tempdir().unwrap();
        for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
            for body in [BODY, b"<html>", b"", b"\xff\xfe{", "{\"name\":\"\u{202e}\u{1}ü\"}".as_bytes()] {
                let new = token("2026-11-22T00:23:56.123456Z", "local", body);
                let id = store.save_token(&new).unwrap().id;
                let found = store.find_token(&id).unwrap();
                assert_eq!(found.token.response.body(), body);
                assert_eq!(found.token.response.headers(), new.response.headers());
                assert_eq!(found.token.received_at, new.received_at);
                assert_eq!(found.response().is_some(), body == BODY);
            }
        }
    }

    #[test]
    fn the_file_says_what_it_answers_to() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        let saved = store.save_token(&token("2026-11-22T00:23:56.123Z", "local", BODY)).unwrap();
        assert_eq!(saved.path, store.paths().tokens().join("20261122T002356.123Z-local.json"));
        insta::assert_snapshot!(fs::read_to_string(&saved.path).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&saved.path), mode(&store.paths().tokens())), (0o600, 0o700));
        }
    }

    #[test]
    fn names_sort_are_short_and_free_of_anything_odd() {
        let store = Store::ephemeral();
        let id = |time, environment| store.save_token(&token(time, environment, BODY)).unwrap().id;
        assert_eq!(id("2026-11-22T00:00:00Z", "local"), "20261122T000000.000Z-local");
        assert_eq!(id("2026-11-22T00:00:00Z", "local"), "20261122T000000.000Z-local-2");
        assert_eq!(
            id("2026-11-21T00:00:00Z", "https://Auth.example.org:8080/x"),
            "20261121T000000.000Z-auth-example-org-8080-x"
        );
        assert_eq!(id("2026-11-23T00:00:00Z", "../../é"), "20261123T000000.000Z-other");
        let ids: Vec<_> = store.tokens().unwrap().tokens.into_iter().map(|token| token.id).collect();
        assert_eq!(
            ids,
            [
                "20261123T000000.000Z-other",
                "20261122T000000.000Z-local-2",
                "20261122T000000.000Z-local",
                "20261121T000000.000Z-auth-example-org-8080-x"
            ]
        );
    }

    #[test]
    fn tokens_are_found_by_a_beginning_and_forgotten() {
        let store = Store::ephemeral();
        for time in ["2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z", "2026-11-22T00:00:00Z"] {
            store.save_token(&token(time, "local", BODY)).unwrap();
        }
        assert_eq!(store.find_token("20261121").unwrap().id, "20261121T000000.000Z-local");
        assert_eq!(store.find_token("20261122T000000.000Z-local").unwrap().id, "20261122T000000.000Z-local");
        let ambiguous = store.find_token("20261122").unwrap_err();
        assert!(matches!(&ambiguous, StoreError::AmbiguousToken { ids, .. } if ids.len() == 2), "{ambiguous}");
        assert!(matches!(store.find_token("2027"), Err(StoreError::NoToken(_))));
        assert!(matches!(store.find_token(""), Err(StoreError::NoToken(_))));
        assert_eq!(store.forget_token("20261121").unwrap(), "20261121T000000.000Z-local");
        assert_eq!(store.tokens().unwrap().tokens.len(), 2);
    }

    #[test]
    fn a_revoked_token_stays_and_says_so() {
        let root = tempfile::tempdir().unwrap();
        let now = "2026-11-23T00:00:00Z".parse().unwrap();
        for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
            let pair = br#"{"access_token":"a-1","refresh_token":"r-1"}"#;
            let first = store.save_token(&token("2026-11-21T00:00:00Z", "local", pair)).unwrap();
            let other = store.save_token(&token("2026-11-22T00:00:00Z", "local", BODY)).unwrap();
            assert_eq!(store.mark_revoked(&"r-1".into(), now).unwrap(), [first.id.as_str()]);
            let marked = store.find_token(&first.id).unwrap();
            assert_eq!((marked.revoked_at, marked.token.response.body().as_ref()), (Some(now), &pair[..]));
            assert_eq!(marked.token.response.headers(), first.token.response.headers());
            assert_eq!(store.find_token(&other.id).unwrap().revoked_at, None);
            // The first time counts; an unknown token marks nothing.
            for token in ["a-1", "nothing"] {
                assert!(store.mark_revoked(&token.into(), now).unwrap().is_empty());
            }
        }
    }

    #[test]
    fn what_the_server_thinks_is_kept_beside_the_answer() {
        let root = tempfile::tempdir().unwrap();
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
            let pair = br#"{"access_token":"a-1","refresh_token":"r-1","expires_in":600}"#;
            let new = NewToken { nonce: Some("n1".into()), ..token("2026-11-21T00:00:00Z", "local", pair) };
            let id = store.save_token(&new).unwrap().id;
            let standing = |now| store.find_token(&id).unwrap().record().standing(at(now));
            assert_eq!(standing("2026-11-21T00:05:00Z"), Standing::Unknown);
            assert_eq!(store.mark_seen(&"a-1".into(), Seen::Live, at("2026-11-21T00:01:00Z")).unwrap(), [id.as_str()]);
            assert_eq!(standing("2026-11-21T00:05:00Z"), Standing::Live);
            assert_eq!(store.mark_revoked(&"a-1".into(), at("2026-11-21T00:02:00Z")).unwrap().len(), 1);
            assert_eq!(standing("2026-11-21T00:05:00Z"), Standing::Revoked);
            store.mark_seen(&"a-1".into(), Seen::CodeReused, at("2026-11-21T00:03:00Z")).unwrap();
            let kept = store.find_token(&id).unwrap();
            assert_eq!(kept.seen, Some((Seen::CodeReused, at("2026-11-21T00:03:00Z"))));
            assert_eq!((kept.token.nonce.as_deref(), kept.token.response.body().as_ref()), (Some("n1"), &pair[..]));
            assert_eq!(standing("2026-11-21T00:10:00Z"), Standing::Expired);
            // What is forgotten is not brought back by a word about it.
            store.forget_token(&id).unwrap();
            assert!(store.mark_seen(&"a-1".into(), Seen::Live, at("2026-11-21T00:04:00Z")).unwrap().is_empty());
            assert!(store.tokens().unwrap().tokens.is_empty());
        }
    }

    #[test]
    fn a_fragment_is_kept_as_it_came_and_read_like_any_answer() {
        let store = Store::ephemeral();
        let fragment = b"access_token=a-1&token_type=bearer&expires_in=599&id_token=x.y.z";
        let new = NewToken { grant_type: "implicit".into(), ..token("2026-11-21T00:00:00Z", "local", fragment) };
        let kept = store.save_token(&new).unwrap();
        let response = store.find_token(&kept.id).unwrap().response().unwrap();
        assert_eq!((response.access_token.expose(), response.expires_in), ("a-1", Some(599)));
        assert_eq!(store.mark_seen(&"a-1".into(), Seen::Live, Timestamp::UNIX_EPOCH).unwrap(), [kept.id]);
    }

    #[test]
    fn a_pasted_answer_is_kept_as_it_was_pasted_and_read_like_any() {
        let root = tempfile::tempdir().unwrap();
        for store in [Store::ephemeral(), Store::at(Paths::at(root.path()))] {
            let pasted = b"{\n  \"access_token\": \"a-1\", \"refresh_token\": \"r-1\"}";
            let new = NewToken {
                grant_type: crate::oauth::PASTED.into(),
                requested_scope: None,
                ..token("2026-11-21T00:00:00Z", "local", pasted)
            };
            let id = store.save_token(&new).unwrap().id;
            let kept = store.find_token(&id).unwrap();
            assert_eq!(kept.token.response.body().as_ref(), pasted);
            assert_eq!(kept.token.grant_type, "pasted");
            let response = kept.response().unwrap();
            assert_eq!(response.refresh_token.unwrap().expose(), "r-1");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_stays() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        let saved = store.save_token(&token("2026-11-22T00:00:00Z", "local", BODY)).unwrap();
        let whole = fs::read_to_string(&saved.path).unwrap();
        let folder = store.paths().tokens();
        fs::write(folder.join("a.json"), &whole[..whole.len() / 2]).unwrap();
        fs::write(folder.join("b.json"), whole.replace("\"version\": 1", "\"version\": 2")).unwrap();
        fs::write(folder.join("c.json"), "[\"53737721\"]").unwrap();
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        fs::create_dir(folder.join("d.json")).unwrap();

        let list = store.tokens().unwrap();
        assert_eq!(list.tokens.len(), 1);
        let names: Vec<_> = list.unreadable.iter().map(|u| u.path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.json", "b.json", "c.json", "d.json", "notes.txt"]);
        assert!(list.unreadable[1].reason.contains("format version 2"), "{list:?}");
        assert!(!format!("{list:?}").contains("53737721"), "{list:?}");
        assert!(list.unreadable.iter().all(|unreadable| unreadable.path.exists()));
        // Only a file that may hold a token is narrowed: not a folder, and nothing of the user's.
        let narrowed: Vec<_> = store.take_notices().iter().map(ToString::to_string).collect();
        assert!(narrowed.iter().all(|n| !n.contains("d.json") && !n.contains("notes.txt")), "{narrowed:?}");
    }
}
