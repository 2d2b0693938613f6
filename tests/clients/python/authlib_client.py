"""Authlib, and joserfc as a strict reader of the ID token."""

import base64
import hashlib

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from common import CALLBACK, CLIENT, READY, SOPHIA, browse

metadata = requests.get(READY["issuer"] + "/.well-known/openid-configuration", timeout=10).json()
assert metadata["issuer"] == READY["issuer"], metadata

nonce = generate_token()
session = OAuth2Session(
    CLIENT["client_id"],
    CLIENT["client_secret"],
    scope="openid /read-limited",
    redirect_uri=CALLBACK,
    token_endpoint_auth_method="client_secret_post",
    code_challenge_method="S256",
    # ORCID's document does not name this one.
    revocation_endpoint_auth_method="client_secret_post",
)
verifier = generate_token(48)
url, state = session.create_authorization_url(metadata["authorization_endpoint"], nonce=nonce, code_verifier=verifier)
token = session.fetch_token(
    metadata["token_endpoint"], authorization_response=browse(url), state=state, code_verifier=verifier
)
assert token["orcid"] == SOPHIA and token["name"] == "Sophia Garcia", token
assert set(token["scope"].split()) == {"openid", "/read-limited"}, token

keys = KeySet.import_key_set(requests.get(metadata["jwks_uri"], timeout=10).json())
read = jwt.decode(token["id_token"], keys, algorithms=metadata["id_token_signing_alg_values_supported"])
jwt.JWTClaimsRegistry(
    iss={"essential": True, "value": metadata["issuer"]},
    aud={"essential": True, "value": CLIENT["client_id"]},
    sub={"essential": True, "value": SOPHIA},
    nonce={"essential": True, "value": nonce},
    exp={"essential": True},
    iat={"essential": True},
    auth_time={"essential": True},
).validate(read.claims)
half = hashlib.sha256(token["access_token"].encode()).digest()[:16]
assert read.claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode(), read.claims

claims = session.get(metadata["userinfo_endpoint"], headers={"accept": "application/json"}).json()
assert claims["sub"] == SOPHIA, claims
record = session.get(READY["member_api"] + f"/{SOPHIA}/record", headers={"accept": "application/json"})
assert record.json()["orcid-identifier"]["path"] == SOPHIA, record.text[:500]

renewed = session.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
assert renewed["access_token"] != token["access_token"]
revoked = session.revoke_token(READY["revocation_endpoint"], token=renewed["access_token"])
assert revoked.status_code == 200, revoked.text
dead = requests.get(
    metadata["userinfo_endpoint"], headers={"authorization": "Bearer " + renewed["access_token"]}, timeout=10
)
# ORCID's own answer; others say 401.
assert dead.status_code == 403, (dead.status_code, dead.text)

own = OAuth2Session(CLIENT["client_id"], CLIENT["client_secret"], token_endpoint_auth_method="client_secret_basic")
search = own.fetch_token(metadata["token_endpoint"], grant_type="client_credentials", scope="/read-public")
assert search["scope"] == "/read-public", search
