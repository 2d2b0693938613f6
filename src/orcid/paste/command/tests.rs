//! Commands and code are read as the tools read them.

use super::*;
use crate::oauth::wire;

/// The message alone.
fn read(text: &str) -> Option<String> {
    message(text).map(|(_, message)| message)
}

#[test]
fn options_are_read_as_curl_reads_them() {
    for (command, message_of) in [
        ("curl https://a.org/x", "GET https://a.org/x HTTP/1.1\n\n"),
        ("curl -sSL -XPUT https://a.org/x", "PUT https://a.org/x HTTP/1.1\n\n"),
        ("$ curl -G -d a=1 -d b=2 https://a.org/x", "GET https://a.org/x?a=1&b=2 HTTP/1.1\n\n"),
        (
            "curl -sd a=1 --data-urlencode 'u=http://b/?c' --url https://a.org -o /dev/null",
            "POST https://a.org HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\na=1&u=http%3A%2F%2Fb%2F%3Fc",
        ),
        (
            "curl --request=POST -H 'Content-Type: application/json' -d '{}' a.org",
            "POST http://a.org HTTP/1.1\nContent-Type: application/json\n\n{}",
        ),
        (
            "curl -u me:pw a.org -F x=1",
            "POST http://a.org HTTP/1.1\nAuthorization: Basic bWU6cHc=\nContent-Type: multipart/form-data\n\nx=1",
        ),
        ("curl -I https://a.org", "HEAD https://a.org HTTP/1.1\n\n"),
    ] {
        assert_eq!(read(command).as_deref(), Some(message_of), "{command}");
    }
    assert_eq!(read("curly https://a.org"), None);
    assert_eq!(read("curl -s"), None);
}

const TOKEN: &str = "https://sandbox.orcid.org/oauth/token";
const PAIRS: &str = "client_id=APP-1234567890ABCDEF&grant_type=client_credentials&scope=%2Fread-public";

#[test]
fn the_same_token_request_in_every_tool() {
    for (source, text) in [
        (
            "a curl command",
            "curl -d client_id=APP-1234567890ABCDEF -d grant_type=client_credentials --data-urlencode scope=/read-public URL",
        ),
        ("a wget command", "wget -qO- --header='Accept: application/json' --post-data 'PAIRS' URL"),
        ("a wget command", "wget --method=POST --body-data=PAIRS URL -O -"),
        (
            "an HTTPie command",
            "$ http --form POST URL client_id=APP-1234567890ABCDEF grant_type=client_credentials scope=/read-public Accept:application/json",
        ),
        (
            "an HTTPie command",
            "https -f sandbox.orcid.org/oauth/token client_id=APP-1234567890ABCDEF grant_type=client_credentials scope=/read-public",
        ),
        (
            "a call in Python",
            "import requests\n\nresponse = requests.post(\n    \"URL\",\n    data={\n        'client_id': 'APP-1234567890ABCDEF',  # ours\n        'grant_type': 'client_credentials', 'scope': '/read-public',\n    },\n    headers={'Accept': 'application/json'},\n)\nprint(response.json())\n",
        ),
        (
            "a call in Python",
            "data = {'client_id': 'APP-1234567890ABCDEF', 'grant_type': 'client_credentials', 'scope': '/read-public'}\nurl = 'URL'\nr = httpx.post(url, data=data)",
        ),
        (
            "a call in Python",
            "r = http.request('POST', 'URL', body='PAIRS', headers={'Content-Type': 'application/x-www-form-urlencoded'})",
        ),
        (
            "a call of axios",
            "const { data } = await axios.post('URL', new URLSearchParams({client_id: 'APP-1234567890ABCDEF', grant_type: \"client_credentials\", scope: `/read-public`}));",
        ),
        ("a call of axios", "axios({ method: 'post', url: 'URL', data: 'PAIRS' }).then(r => console.log(r.data))"),
        (
            "a call of axios",
            "axios.post('URL', { client_id: 'APP-1234567890ABCDEF', grant_type: 'client_credentials', scope: '/read-public' }, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })",
        ),
        (
            "a call of fetch",
            "const body = new URLSearchParams({ client_id: 'APP-1234567890ABCDEF', grant_type: 'client_credentials', scope: '/read-public' });\nconst res = await fetch('URL', { method: 'POST', body });",
        ),
        (
            "a PowerShell command",
            "$body = @{\n  client_id = 'APP-1234567890ABCDEF'\n  grant_type = 'client_credentials'\n  scope = '/read-public'\n}\n$token = Invoke-RestMethod -Method Post -Uri 'URL' -Body $body",
        ),
        (
            "a PowerShell command",
            "Invoke-WebRequest -UseBasicParsing -Uri URL `\n  -Method POST `\n  -ContentType application/x-www-form-urlencoded `\n  -Body \"PAIRS\" | Select-Object Content",
        ),
    ] {
        let text = text
            .replace("URL", TOKEN)
            .replace("PAIRS", PAIRS)
            .replace(&format!("{TOKEN}SearchParams"), "URLSearchParams");
        let (found, message) = message(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(found, source, "{text}");
        let request = wire::read_request(&message).unwrap_or_else(|| panic!("{text}: {message}"));
        assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", TOKEN), "{text}");
        assert_eq!(String::from_utf8_lossy(request.body()), PAIRS, "{text}");
        assert_eq!(request.headers()["content-type"], FORM, "{text}");
    }
}

#[test]
fn reading_and_json_in_every_tool() {
    for (text, expected) in [
        (
            "requests.get('https://pub.orcid.org/v3.0/search', params={'q': 'a b'}, headers={'Accept': 'application/json'})",
            "GET https://pub.orcid.org/v3.0/search?q=a+b HTTP/1.1\nAccept: application/json\n\n",
        ),
        (
            "requests.post('https://a.org', json={'a': [1, None]}, auth=('me', 'pw'))",
            "POST https://a.org HTTP/1.1\nAuthorization: Basic bWU6cHc=\nContent-Type: application/json\n\n{\"a\":[1,null]}",
        ),
        ("requests.post('https://a.org', data='x=1')", "POST https://a.org HTTP/1.1\n\nx=1"),
        (
            "requests.post('https://a.org', data=payload)",
            "POST https://a.org HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n@payload",
        ),
        ("fetch(`https://a.org`)", "GET https://a.org HTTP/1.1\n\n"),
        (
            "fetch('https://a.org', {method: 'POST', body: 'x=1', headers: {Authorization: 'Bearer ' + token}})",
            "POST https://a.org HTTP/1.1\nAuthorization: Bearer [token]\nContent-Type: text/plain;charset=UTF-8\n\nx=1",
        ),
        (
            "axios.post('https://a.org', {a: 1}, {auth: {username: 'me', password: 'pw'}})",
            "POST https://a.org HTTP/1.1\nAuthorization: Basic bWU6cHc=\nContent-Type: application/json\n\n{\"a\":1}",
        ),
        (
            "http https://a.org/x q==1 Authorization:'Bearer x'",
            "GET https://a.org/x?q=1 HTTP/1.1\nAuthorization: Bearer x\n\n",
        ),
        (
            "http POST a.org n:=1 s=x",
            "POST http://a.org HTTP/1.1\nContent-Type: application/json\n\n{\"n\":1,\"s\":\"x\"}",
        ),
        (
            "irm https://a.org/x -Headers @{ Authorization = \"Bearer x\"; 'Accept' = 'application/json' }",
            "GET https://a.org/x HTTP/1.1\nAuthorization: Bearer x\nAccept: application/json\n\n",
        ),
    ] {
        assert_eq!(read(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn what_tells_how_it_ended_is_no_request() {
    for text in [
        "requests.get(\"https://orcid.org/oauth/authorize\", params={...}) returned 200 text/html",
        "requests.get(\"https://orcid.org/x\").json() -> JSONDecodeError: Expecting value",
        "r = requests.post('https://orcid.org/oauth/token')\nrequests.exceptions.HTTPError: 401 Client Error",
        "Invoke-RestMethod : {\"error\":\"invalid_client\"}\nAt C:\\scripts\\orcid.ps1:14 char:10",
        "http://127.0.0.1/callback?code=x",
        "fetch failed",
        "fetch(url)",
        "client.get('https://orcid.org')",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn values_in_each_other_have_bounds() {
    let doubling: String = (1..40).map(|i| format!("const a{i} = {{x: a{}, y: a{}}};\n", i - 1, i - 1)).collect();
    let nested: String = (1..20_000).map(|i| format!("const b{i} = [b{}];\n", i - 1)).collect();
    let begin = "const a0 = 'x';\nconst b0 = 'x';\n";
    let end = "fetch('https://orcid.org/oauth/token', {method: 'POST', body: {a: a39, b: b19999}})";
    assert!(message(&format!("{begin}{doubling}{nested}{end}")).is_some());
}

proptest::proptest! {
    #[test]
    fn no_command_panics(text in ".*") {
        for begin in ["curl", "wget", "http", "https", "fetch(", "requests.post(", "irm", "$x ="] {
            message(&format!("{begin} {text}"));
        }
    }
}
