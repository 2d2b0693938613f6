//! Profiles between the screen, which knows where a secret comes from, and the files, which keep it apart.

use crate::{
    app::profile::{SavedProfile, SecretSource},
    oauth::Secret,
    store::{Parameters, Profile, Store, StoreError},
};

/// All saved profiles, with their remembered secrets.
///
/// # Errors
/// When a file cannot be read.
pub fn all(store: &Store) -> Result<Vec<SavedProfile>, StoreError> {
    let config = store.config()?;
    config.profiles.into_iter().map(|(name, profile)| load(store, name, profile)).collect()
}

fn load(store: &Store, name: String, profile: Profile) -> Result<SavedProfile, StoreError> {
    let remembered = if profile.remember_secret { store.client_secret(&name)? } else { None };
    let secret = match (profile.client_secret_command, remembered) {
        (Some(command), _) => SecretSource::Command(command),
        (None, Some(secret)) => SecretSource::Remembered(secret),
        (None, None) => SecretSource::Ask,
    };
    Ok(SavedProfile {
        name,
        environment: profile.environment.into(),
        client_id: profile.client_id,
        redirect_uri: profile.redirect_uri,
        scope: profile.scope,
        token_endpoint_auth_method: profile.token_endpoint_auth_method,
        response_type: profile.response_type,
        parameters: profile.parameters.0,
        use_state: profile.use_state,
        use_nonce: profile.use_nonce,
        pkce: profile.pkce,
        refresh_automatically: profile.refresh_automatically,
        secret,
        endpoints: profile.endpoints,
    })
}

/// Saves a profile, which is the one in use then; remembers its secret, or forgets one that was remembered.
///
/// # Errors
/// When a file cannot be written, or one that cannot be read would be overwritten.
pub fn save(store: &Store, profile: &SavedProfile, secret: Option<&Secret>) -> Result<(), StoreError> {
    keep(store, profile, secret)?;
    store.update_settings(|settings| settings.active_profile = Some(profile.name.clone()))
}

/// Saves a profile beside the one in use.
///
/// # Errors
/// As [`save`].
pub fn keep(store: &Store, profile: &SavedProfile, secret: Option<&Secret>) -> Result<(), StoreError> {
    let kept = Profile {
        environment: profile.environment.to_string(),
        client_id: profile.client_id.clone(),
        redirect_uri: profile.redirect_uri.clone(),
        scope: profile.scope.clone(),
        response_type: profile.response_type.clone(),
        token_endpoint_auth_method: profile.token_endpoint_auth_method,
        use_state: profile.use_state,
        use_nonce: profile.use_nonce,
        pkce: profile.pkce,
        refresh_automatically: profile.refresh_automatically,
        remember_secret: secret.is_some(),
        client_secret_command: match &profile.secret {
            SecretSource::Command(command) => Some(command.clone()),
            SecretSource::Ask | SecretSource::Remembered(_) => None,
        },
        parameters: Parameters(profile.parameters.clone()),
        endpoints: profile.endpoints.clone(),
    };
    match secret {
        Some(secret) => store.remember_client_secret(&profile.name, secret)?,
        None => store.forget_client_secret(&profile.name)?,
    }
    store.save_profile(&profile.name, &kept)
}
