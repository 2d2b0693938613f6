"""What the clients share: where ORCID is, who the client is, and a browser that only follows one redirect."""

import json
import os
from urllib.parse import parse_qs, urlsplit

import requests

READY = json.loads(os.environ["ORCID_READY"])
CLIENT = READY["clients"][0]
CALLBACK = CLIENT["redirect_uris"][0]
SOPHIA = "0000-0002-4456-8947"


def browse(url):
    """Goes to the authorization URL; gives the address that the researcher's browser is sent back to."""
    response = requests.get(url, allow_redirects=False, timeout=10)
    assert response.status_code == 302, (response.status_code, response.text[:500])
    landed = response.headers["location"]
    assert landed.startswith(CALLBACK + "?"), landed
    return landed


def parameter(url, name):
    """A parameter of a URL's query."""
    return parse_qs(urlsplit(url).query)[name][0]
