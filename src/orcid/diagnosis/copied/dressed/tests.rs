use super::*;

const UUID: &str = "f5af9f51-07e6-4332-8f1a-c0c11c1e3728";

/// One token response in the dress of many programs; all of them without a name.
fn dresses() -> Vec<String> {
    [
        r#"{"access_token":"UUID","token_type":"bearer","refresh_token":"R","expires_in":3599,"scope":"openid /read-limited","name":null,"orcid":"0000-0002-1825-0097"}"#,
        r"{'access_token': 'UUID', 'token_type': 'bearer', 'refresh_token': 'R', 'expires_in': 3599, 'scope': 'openid /read-limited', 'name': None, 'orcid': '0000-0002-1825-0097'}",
        r#"{"access_token"=>"UUID", "token_type"=>"bearer", "refresh_token"=>"R", "expires_in"=>3599, "scope"=>"openid /read-limited", "name"=>nil, "orcid"=>"0000-0002-1825-0097"}"#,
        r#"{:access_token=>"UUID", :token_type=>"bearer", :refresh_token=>"R", :expires_in=>3599, :scope=>"openid /read-limited", :name=>nil, :orcid=>"0000-0002-1825-0097"}"#,
        r#"{access_token: "UUID", token_type: "bearer", refresh_token: "R", expires_in: 3599, scope: "openid /read-limited", name: nil, orcid: "0000-0002-1825-0097"}"#,
        "{\n  access_token: 'UUID',\n  token_type: 'bearer',\n  refresh_token: 'R',\n  expires_in: 3599,\n  scope: 'openid /read-limited',\n  name: undefined,\n  orcid: '0000-0002-1825-0097'\n}",
        "array(7) {\n  [\"access_token\"]=>\n  string(36) \"UUID\"\n  [\"token_type\"]=>\n  string(6) \"bearer\"\n  [\"refresh_token\"]=>\n  string(1) \"R\"\n  [\"expires_in\"]=>\n  int(3599)\n  [\"scope\"]=>\n  string(20) \"openid /read-limited\"\n  [\"name\"]=>\n  NULL\n  [\"orcid\"]=>\n  string(19) \"0000-0002-1825-0097\"\n}",
        "Array\n(\n    [access_token] => UUID\n    [token_type] => bearer\n    [refresh_token] => R\n    [expires_in] => 3599\n    [scope] => openid /read-limited\n    [name] => \n    [orcid] => 0000-0002-1825-0097\n)\n",
        "array (\n  'access_token' => 'UUID',\n  'token_type' => 'bearer',\n  'refresh_token' => 'R',\n  'expires_in' => 3599,\n  'scope' => 'openid /read-limited',\n  'name' => NULL,\n  'orcid' => '0000-0002-1825-0097',\n)",
        "{access_token=UUID, token_type=bearer, refresh_token=R, expires_in=3599, scope=openid /read-limited, name=null, orcid=0000-0002-1825-0097}",
        "map[access_token:UUID expires_in:3599 name:<nil> orcid:0000-0002-1825-0097 refresh_token:R scope:openid /read-limited token_type:bearer]",
        "&{AccessToken:UUID TokenType:bearer RefreshToken:R ExpiresIn:3599 Scope:openid /read-limited Name:<nil> Orcid:0000-0002-1825-0097}",
        "OAuth2Token({'access_token': 'UUID', 'token_type': 'bearer', 'refresh_token': 'R', 'expires_in': 3599, 'scope': 'openid /read-limited', 'name': None, 'orcid': '0000-0002-1825-0097'})",
        "AccessTokenResponse(accessToken=UUID, tokenType=bearer, refreshToken=R, expiresIn=3599, scope=openid /read-limited, name=null, orcid=0000-0002-1825-0097)",
        "{ access_token = UUID, token_type = bearer, refresh_token = R, expires_in = 3599, scope = openid /read-limited, name = , orcid = 0000-0002-1825-0097 }",
        "TokenResponse { access_token: \"UUID\", token_type: \"bearer\", refresh_token: Some(\"R\"), expires_in: Some(3599), scope: Some(\"openid /read-limited\"), name: None, orcid: Some(\"0000-0002-1825-0097\") }",
        "access_token: UUID\ntoken_type: bearer\nrefresh_token: R\nexpires_in: 3599\nscope: openid /read-limited\nname: null\norcid: 0000-0002-1825-0097",
        "access_token  : UUID\ntoken_type    : bearer\nrefresh_token : R\nexpires_in    : 3599\nscope         : openid /read-limited\nname          :\norcid         : 0000-0002-1825-0097\n",
        "$access_token\n[1] \"UUID\"\n\n$token_type\n[1] \"bearer\"\n\n$refresh_token\n[1] \"R\"\n\n$expires_in\n[1] 3599\n\n$scope\n[1] \"openid /read-limited\"\n\n$name\nNULL\n\n$orcid\n[1] \"0000-0002-1825-0097\"",
        "access_token=UUID&token_type=bearer&refresh_token=R&expires_in=3599&scope=openid%20%2Fread-limited&name=&orcid=0000-0002-1825-0097",
        "10:22:01 DEBUG token access_token=UUID token_type=bearer refresh_token=R expires_in=3599 scope=\"openid /read-limited\" name= orcid=0000-0002-1825-0097",
    ]
    .into_iter()
    .map(|text| text.replace("UUID", UUID))
    .collect()
}

fn check(text: &str) {
    let found = Dressed::of(text).unwrap_or_else(|| panic!("{text}"));
    let token = found.token().unwrap_or_else(|| panic!("{text}"));
    assert_eq!(token.access_token.expose(), UUID, "{text}");
    assert_eq!(token.token_type, "bearer", "{text}");
    assert_eq!(token.refresh_token.as_ref().map(crate::oauth::Secret::expose), Some("R"), "{text}");
    assert_eq!((token.expires_in, token.scope.as_deref()), (Some(3599), Some("openid /read-limited")), "{text}");
    assert_eq!((token.name(), token.orcid()), (None, Some("0000-0002-1825-0097")), "{text}");
    assert!(token.extra.contains_key("name") && !found.is_cut, "{text}");
}

#[test]
fn a_token_response_in_any_dress() {
    for text in dresses() {
        check(&text);
        check(&format!("2026-11-25 10:00:00,123 INFO [http-nio-8080-exec-3] orcid: token response: {text}"));
        let quoted: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
        check(&quoted.join("\n"));
        check(&format!("\"{}\"", text.replace('"', "\\\"").replace('\n', "\\n")));
        check(&text.replace('"', "&quot;").replace('&', "&amp;").replace("&amp;quot;", "&quot;"));
        check(&format!("{text}\nme@host:~$ jq ."));
    }
}

#[test]
fn json_that_a_terminal_broke() {
    let whole = &dresses()[0];
    for width in [20, 33, 47, 80] {
        let lines: Vec<String> =
            whole.as_bytes().chunks(width).map(|l| String::from_utf8_lossy(l).into_owned()).collect();
        check(&lines.join("\n"));
    }
    check(&format!("{whole}%"));
    check(&format!("{whole}* Connection #0 to host orcid.org left intact"));
    check(&format!("{{\"statusCode\":200,\"body\":{}}}", Value::String(whole.clone())));
}

#[test]
fn what_was_asked_stands_beside() {
    let response = format!(r#"{{"access_token":"{UUID}","token_type":"bearer","scope":"/read-limited"}}"#);
    for (text, asked) in [
        (format!("asked: scope=/read-limited /activities/update\ngot: {response}"), "/read-limited /activities/update"),
        (
            format!("&scope=%2Fread-limited%20%2Factivities%2Fupdate&state=x\n{response}"),
            "/read-limited /activities/update",
        ),
        (format!("We asked for /read-limited and /person/update, and got {response}"), "/read-limited /person/update"),
        (format!("The token works for nothing: {response}"), ""),
    ] {
        let found = Dressed::of(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(found.told.scope.to_string(), asked, "{text}");
    }
}

#[test]
fn other_answers_and_what_is_none() {
    for (text, kind) in [
        ("{'id': 'https://orcid.org/0000-0001-5109-3700', 'sub': '0000-0001-5109-3700', 'name': None}", Kind::Claims),
        ("claims: map[family_name:<nil> given_name:<nil> name:<nil> sub:0000-0001-5109-3700]", Kind::Claims),
        ("{'result': None, 'num-found': 0}", Kind::Search),
        ("{\"last-modified-date\"=>nil, \"name\"=>nil, \"other-names\"=>{\"other-name\"=>[]}}", Kind::Person),
    ] {
        assert_eq!(Dressed::of(text).map(|found| found.kind), Some(kind), "{text}");
    }
    for text in [
        "https://app.example.org/cb#access_token=f5af9f51&token_type=bearer&expires_in=599&scope=openid",
        "curl -d 'access_token=f5af9f51' https://api.example.org/",
        "the fields access_token, token_type, refresh_token and scope",
        "{\"num-found\": 10, \"result\": []}",
        "sub: reader, name: none",
    ] {
        assert!(Dressed::of(text).is_none(), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "[ -~\n“é&;]{0,120}", at in 0_usize..21, cut in 0_usize..400) {
        let whole = &dresses()[at];
        let cut = (0..=cut.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        Dressed::of(&format!("{text}{}", &whole[..cut]));
        Dressed::of(&format!("{}{text}{}", &whole[..cut], &whole[cut..]));
    }
}
