// What the clients share: where ORCID is, who the client is, and a browser that only follows one redirect.

import assert from 'node:assert/strict'

export const READY = JSON.parse(process.env.ORCID_READY)
export const CLIENT = READY.clients[0]
export const CALLBACK = CLIENT.redirect_uris[0]
export const SOPHIA = '0000-0002-4456-8947'

export async function browse(url) {
  const response = await fetch(url, { redirect: 'manual' })
  assert.equal(response.status, 302, await response.text())
  const landed = new URL(response.headers.get('location'))
  assert.equal(landed.origin + landed.pathname, CALLBACK)
  return landed
}
