//! What the sandbox tells about itself: the line that `sandbox --ready-json` prints and `/_sandbox/ready` answers.

use serde_json::{Value, json};

use super::Sandbox;
use crate::oauth::ProviderMetadata;

/// Endpoints, clients with their secrets, researchers.
pub fn ready(sandbox: &Sandbox) -> Value {
    let ProviderMetadata {
        issuer,
        authorization_endpoint,
        token_endpoint,
        revocation_endpoint,
        userinfo_endpoint,
        jwks_uri,
    } = ProviderMetadata::orcid_layout(&sandbox.settings().issuer);
    let clients: Value = sandbox
        .clients()
        .all()
        .iter()
        .map(|client| {
            let redirect_uris: Vec<&str> = sandbox.redirect_uris_of(client).collect();
            json!({"client_id": client.client_id, "client_secret": client.client_secret.expose(),
                "type": client.kind(), "redirect_uris": redirect_uris})
        })
        .collect();
    let researchers = sandbox.researchers().all().iter().filter(|r| sandbox.is_active(r));
    let researchers: Value = researchers.map(|r| json!({"orcid": r.orcid, "name": r.display_name()})).collect();
    json!({
        "issuer": issuer,
        "authorization_endpoint": authorization_endpoint,
        "token_endpoint": token_endpoint,
        "revocation_endpoint": revocation_endpoint,
        "userinfo_endpoint": userinfo_endpoint,
        "jwks_uri": jwks_uri,
        "public_api": format!("{issuer}/pub/v3.0"),
        "member_api": format!("{issuer}/api/v3.0"),
        "control": format!("{issuer}/_sandbox"),
        "certificate": sandbox.settings().certificate,
        "clients": clients,
        "researchers": researchers,
    })
}
