"""python-orcid: unmodified but for the addresses that it keeps in its attributes."""

import orcid

from common import CALLBACK, CLIENT, READY, SOPHIA, browse, parameter

api = orcid.MemberAPI(CLIENT["client_id"], CLIENT["client_secret"], sandbox=True)
issuer = READY["issuer"]
api._login_or_register_endpoint = issuer + "/oauth/authorize"
api._token_url = issuer + "/api/oauth/token"
api._endpoint = issuer + "/api"

landed = browse(api.get_login_url("/read-limited", CALLBACK, state="s-1"))
assert parameter(landed, "state") == "s-1"
token = api.get_token_from_authorization_code(parameter(landed, "code"), CALLBACK)
assert token["orcid"] == SOPHIA and token["name"] == "Sophia Garcia", token

# For searches it asks in the client's own name.
assert api.get_search_token_from_orcid()
