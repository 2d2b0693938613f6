// passport-orcid, a strategy of passport: unmodified but for the addresses that it keeps in its attributes.

import assert from 'node:assert/strict'
import Strategy from 'passport-orcid'
import { browse, CALLBACK, CLIENT, READY, SOPHIA } from './common.mjs'

const options = { clientID: CLIENT.client_id, clientSecret: CLIENT.client_secret, callbackURL: CALLBACK, sandbox: true }
const strategy = new Strategy(options, (accessToken, refreshToken, params, profile, done) =>
  done(null, { orcid: params.orcid, name: params.name, accessToken, refreshToken }),
)
strategy._oauth2._authorizeUrl = READY.authorization_endpoint
strategy._oauth2._accessTokenUrl = READY.token_endpoint

// What passport does for each request.
function authenticate(query) {
  return new Promise((resolve, reject) => {
    const acting = Object.create(strategy)
    acting.redirect = (url) => resolve({ redirect: url })
    acting.success = (user) => resolve({ user })
    acting.fail = (challenge) => resolve({ failed: challenge ?? true })
    acting.error = reject
    acting.authenticate({ query, headers: {}, app: { get: () => false }, connection: {} }, {})
  })
}

const { redirect } = await authenticate({})
const landed = await browse(redirect)
const { user } = await authenticate(Object.fromEntries(landed.searchParams))
assert.equal(user.orcid, SOPHIA)
assert.equal(user.name, 'Sophia Garcia')
assert.ok(user.accessToken && user.refreshToken)

const { failed } = await authenticate({ error: 'access_denied', error_description: 'User denied access' })
assert.ok(failed)
