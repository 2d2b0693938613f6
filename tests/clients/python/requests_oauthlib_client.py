"""requests-oauthlib: the code flow, a refresh by itself, and a code that is used twice."""

import os

# The simulated ORCID speaks http on this computer.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

from oauthlib.oauth2 import InvalidGrantError
from requests_oauthlib import OAuth2Session

from common import CALLBACK, CLIENT, READY, SOPHIA, browse

session = OAuth2Session(CLIENT["client_id"], redirect_uri=CALLBACK, scope=["/read-limited", "/activities/update"])
url, state = session.authorization_url(READY["authorization_endpoint"])
landed = browse(url)
token = session.fetch_token(
    READY["token_endpoint"],
    authorization_response=landed,
    client_secret=CLIENT["client_secret"],
    include_client_id=True,
)
assert token["orcid"] == SOPHIA, token
record = session.get(READY["member_api"] + f"/{SOPHIA}/record", headers={"accept": "application/vnd.orcid+json"})
assert record.status_code == 200, record.text[:500]

again = OAuth2Session(CLIENT["client_id"], redirect_uri=CALLBACK, state=state)
try:
    again.fetch_token(
        READY["token_endpoint"],
        authorization_response=landed,
        client_secret=CLIENT["client_secret"],
        include_client_id=True,
    )
    raise AssertionError("a code works once")
except InvalidGrantError as refusal:
    assert "Reused authorization code" in refusal.description, refusal.description
