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

# It reads and searches version 2.0, and any other that its module is told.
for version in ["/v2.0", "/v2.1", "/v3.0"]:
    orcid.orcid.VERSION = orcid.orcid.SEARCH_VERSION = version
    found = api.search("family-name:Garcia")
    assert [one["orcid-identifier"]["path"] for one in found["result"]] == [SOPHIA], found
    assert [one["orcid-identifier"]["path"] for one in api.search_generator("family-name:Garcia")] == [SOPHIA]
    record = api.read_record_member(SOPHIA, "record", token["access_token"])
    assert record["orcid-identifier"]["path"] == SOPHIA, record
    works = api.read_record_member(SOPHIA, "works", token["access_token"])
    codes = [str(group["work-summary"][0]["put-code"]) for group in works["group"]]
    work = api.read_record_member(SOPHIA, "work", token["access_token"], codes[0])
    assert str(work["put-code"]) == codes[0] and work["title"]["title"]["value"], work
    several = api.read_record_member(SOPHIA, "works", token["access_token"], codes[:2])
    assert [str(entry["work"]["put-code"]) for entry in several["bulk"]] == codes[:2], several
    person = api.read_record_member(SOPHIA, "person", token["access_token"], accept_type="application/orcid+xml")
    assert person.tag.endswith("}person") and SOPHIA in person.attrib["path"], person.attrib

# It writes too; version 3.0 is what the simulated ORCID takes.
landed = browse(api.get_login_url("/activities/update /read-limited", CALLBACK))
writer = api.get_token_from_authorization_code(parameter(landed, "code"), CALLBACK)["access_token"]
work = {
    "title": {"title": {"value": "From python-orcid"}},
    "type": "journal-article",
    "external-ids": {"external-id": [{"external-id-type": "doi", "external-id-value": "10.5555/from-python-orcid",
                                      "external-id-relationship": "self"}]},
}
code = api.add_record(SOPHIA, writer, "work", work)
work["title"]["title"]["value"] = "Changed by python-orcid"
api.update_record(SOPHIA, writer, "work", work, code)
assert api.read_record_member(SOPHIA, "work", writer, code)["title"]["title"]["value"] == "Changed by python-orcid"
api.remove_record(SOPHIA, writer, "work", code)
