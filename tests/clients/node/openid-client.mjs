// openid-client, a certified and strict client of OpenID Connect: discovery, code flow with PKCE, state and nonce, the
// signature of the ID token, userinfo, refreshing, revocation.

import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { browse, CALLBACK, CLIENT, READY, SOPHIA } from './common.mjs'

const config = await client.discovery(new URL(READY.issuer), CLIENT.client_id, CLIENT.client_secret, undefined, {
  execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
})

const verifier = client.randomPKCECodeVerifier()
const [state, nonce] = [client.randomState(), client.randomNonce()]
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: CALLBACK,
  scope: 'openid /read-limited',
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
})
const landed = await browse(url)
const tokens = await client.authorizationCodeGrant(config, landed, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
})
const claims = tokens.claims()
assert.equal(claims.sub, SOPHIA)
assert.equal(tokens.orcid, SOPHIA)

const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
assert.equal(userinfo.family_name, 'Garcia')

const renewed = await client.refreshTokenGrant(config, tokens.refresh_token)
assert.notEqual(renewed.access_token, tokens.access_token)

// ORCID's discovery document does not name the revocation endpoint.
const metadata = { ...config.serverMetadata(), revocation_endpoint: READY.revocation_endpoint }
const complete = new client.Configuration(metadata, CLIENT.client_id, CLIENT.client_secret)
client.allowInsecureRequests(complete)
await client.tokenRevocation(complete, renewed.access_token)
await assert.rejects(client.fetchUserInfo(config, renewed.access_token, SOPHIA))

const own = await client.clientCredentialsGrant(config, { scope: '/read-public' })
assert.equal(own.scope, '/read-public')

// A code works once.
await assert.rejects(
  client.authorizationCodeGrant(config, landed, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }),
  (refusal) => refusal.error === 'invalid_grant',
)
