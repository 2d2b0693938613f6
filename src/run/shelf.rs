//! Stored tokens between the screen and the files.

use jiff::Timestamp;

use crate::{
    app::{
        msg::{Stored, TokenContext},
        shelf::{ShelvedToken, Stock},
    },
    oauth::{HttpResponse, ScopeSet, Secret},
    store::{NewToken, Store, StoredToken},
};

/// Every stored token response, and the files that are none.
///
/// # Errors
/// When the folder cannot be read.
pub fn stock(store: &Store) -> Result<Stock, String> {
    let list = store.tokens().map_err(|error| error.to_string())?;
    Ok(Stock {
        tokens: list.tokens.into_iter().map(shelved).collect(),
        unreadable: (list.unreadable.iter())
            .map(|unreadable| format!("{}: {}", unreadable.path.display(), unreadable.reason))
            .collect(),
    })
}

fn shelved(stored: StoredToken) -> ShelvedToken {
    let (response, record) = (stored.response(), stored.record());
    let StoredToken { id, token, .. } = stored;
    ShelvedToken {
        id,
        environment: token.environment.as_str().into(),
        issuer: token.issuer,
        client_id: token.client_id,
        grant_type: token.grant_type,
        requested: ScopeSet::parse(token.requested_scope.as_deref().unwrap_or_default()),
        nonce: token.nonce,
        body: Secret::new(String::from_utf8_lossy(token.response.body()).into_owned()),
        response,
        record,
    }
}

/// Stores tokens of a fragment or of a paste as they came.
pub(super) fn keep_tokens(store: &Store, context: &TokenContext, token_endpoint: String, body: &Secret) -> Stored {
    let response = HttpResponse::new(body.expose().to_owned().into());
    keep(store, &new_token(context, token_endpoint, response))
}

/// Stores an answer that may hold a token. Says where it is.
pub(super) fn keep(store: &Store, token: &NewToken) -> Stored {
    let kept = store.save_token(token).map_err(|error| error.to_string())?;
    Ok(if store.is_ephemeral() { "not on disk (--ephemeral)".to_owned() } else { kept.id })
}

/// An answer that arrived now, with what has to be known of it.
pub fn new_token(context: &TokenContext, token_endpoint: String, response: HttpResponse) -> NewToken {
    NewToken {
        received_at: Timestamp::now(),
        environment: context.environment.to_string(),
        issuer: context.issuer.clone(),
        token_endpoint,
        client_id: context.client_id.clone(),
        grant_type: context.grant_type.to_string(),
        requested_scope: Some(context.requested_scope.clone()).filter(|scope| !scope.is_empty()),
        redirect_uri: context.redirect_uri.clone(),
        nonce: context.nonce.clone(),
        response,
    }
}
