"""Uses the fixture of the guide's conftest.py: a two-legged token, and the whole dance."""

import json
import urllib.parse
import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def token(orcid, **fields):
    client = orcid["clients"][0]
    form = {"client_id": client["client_id"], "client_secret": client["client_secret"], **fields}
    with urllib.request.urlopen(orcid["token_endpoint"], urllib.parse.urlencode(form).encode()) as answer:
        return json.load(answer)


def test_two_legged(orcid, capsys):
    scope = token(orcid, grant_type="client_credentials", scope="/read-public")["scope"]
    with capsys.disabled():
        print(scope)


def test_the_dance(orcid):
    redirect_uri = "http://localhost:5000/callback"
    query = urllib.parse.urlencode({
        "client_id": orcid["clients"][0]["client_id"], "response_type": "code", "scope": "/authenticate",
        "redirect_uri": redirect_uri,
    })
    try:
        urllib.request.build_opener(NoRedirect).open(f"{orcid['authorization_endpoint']}?{query}")
        raise AssertionError("no redirect")
    except urllib.error.HTTPError as answer:
        location = answer.headers["Location"]
    assert location.startswith(redirect_uri)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]
    got = token(orcid, grant_type="authorization_code", code=code, redirect_uri=redirect_uri)
    assert got["orcid"] == "0000-0002-4456-8947"
