// Uses the guide's orcid.mjs: a two-legged token, then the process is stopped.
import { startOrcid } from './orcid.mjs'

const { ORCID, stop } = await startOrcid('--era', 'classic')
const { client_id, client_secret } = ORCID.clients[0]
const body = new URLSearchParams({ client_id, client_secret, grant_type: 'client_credentials', scope: '/read-public' })
const token = await (await fetch(ORCID.token_endpoint, { method: 'POST', body })).json()
console.log(token.scope)
stop()
