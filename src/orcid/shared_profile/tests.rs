use proptest::prelude::*;

use super::*;

fn full() -> SharedProfile {
    SharedProfile {
        name: "mine & yours".into(),
        environment: EnvironmentKey::Custom("https://auth.example.org".into()),
        client_id: "APP-1234567890ABCDEF".into(),
        redirect_uri: "https://example.org/cb?x=1&y=ü".into(),
        scope: "/read-limited /activities/update".into(),
        response_type: "id_token token".into(),
        token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretBasic,
        use_state: false,
        use_nonce: true,
        pkce: true,
        refresh_automatically: true,
        parameters: vec![("prompt".into(), "login".into()), ("a.b \"c\"".into(), "1 + 1".into())],
        endpoints: Some(ProviderMetadata::orcid_layout("https://auth.example.org")),
    }
}

#[test]
fn it_is_read_as_it_was_written() {
    for profile in [full(), SharedProfile::default()] {
        for text in [profile.to_file().unwrap(), profile.to_link().unwrap()] {
            assert_eq!(read(&text).unwrap(), Taken { profile: profile.clone(), left_out: vec![] }, "{text}");
        }
    }
    let sandbox =
        SharedProfile { environment: EnvironmentKey::Sandbox, client_id: "APP-1".into(), ..Default::default() };
    assert_eq!(sandbox.to_link().unwrap(), "orcid-playground:profile?version=1&environment=sandbox&client_id=APP-1");
    insta::assert_snapshot!(full().to_file().unwrap());
    let broken = full().to_link().unwrap().replace("&scope", "\n  &scope");
    assert_eq!(read(&broken).unwrap().profile, full());
}

#[test]
fn secrets_and_commands_stay_behind() {
    let text = "version = 1\nother = 3\n[profile]\nenvironment = \"local\"\nclient_secret_command = \"rm -rf ~\"\n\
        remember_secret = true\nclient_secret = \"s3cret\"\n[profile.parameters]\naccess_token = \"t\"\nlang = \"de\"\n";
    let taken = read(text).unwrap();
    let kept = SharedProfile { parameters: vec![("lang".into(), "de".into())], ..Default::default() };
    assert_eq!(taken.profile, kept);
    let left_out = ["client_secret_command", "remember_secret", "client_secret", "parameters.access_token", "other"];
    assert_eq!(taken.left_out, left_out);
    let link = format!("{LINK}version=1&environment=local&client_secret_command=rm&client_secret=s&%1B%5B2J=x");
    assert_eq!(read(&link).unwrap().left_out, ["client_secret_command", "client_secret", "␛[2J"]);
}

fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn hostile_and_unknown_ones_are_refused_with_their_place() {
    let of = |line: &str| refused(&format!("version = 1\n[profile]\nenvironment = \"local\"\n{line}\n"));
    let said = [
        refused(""),
        refused("version = 2\n[profile]\n"),
        refused("# x\nversion = \"1\"\n"),
        refused("version = 1\n"),
        refused("version = 1\n[profile]\nclient_id = \"a\"\n"),
        refused("version = 1\n[profile\n"),
        of("client_id = \"a\\u001b[2J\""),
        of("scope = \"/read\\u202elimited\""),
        of("client_id = 3"),
        of("client_id = \"5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01\""),
        of("pkce = \"yes\""),
        of("token_endpoint_auth_method = \"none\""),
        of("redirect_uri = \"https://me:pass@example.org/cb\""),
        of("redirect_uri = \"https://example.org/cb?access_token=1\""),
        of("endpoints = 3"),
        of("[profile.endpoints]\ntoken_endpoint = \"https://evil.example/token\""),
        refused(
            "version = 1\n[profile]\nenvironment = \"production\"\n[profile.endpoints]\nissuer = \"https://orcid.org\"\n\
            authorization_endpoint = \"https://orcid.org/oauth/authorize\"\ntoken_endpoint = \"https://evil.example/token\"\n",
        ),
        refused("version = 1\n[profile]\nenvironment = \"https://orcid.org@evil.example\"\n"),
        refused("version = 1\n[profile]\nenvironment = \"prod\"\n"),
        refused(&format!("{LINK}environment=local")),
        refused(&format!("{LINK}version=2&environment=local")),
        refused(&format!("{LINK}version=1&environment=local&client_id=%07")),
        refused(&format!("{LINK}version=1&environment=local&client_id=a&client_id=b")),
        refused(&format!("{LINK}version=1&environment=local&pkce=1")),
        refused(&"x".repeat(LARGEST + 1)),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_would_give_a_secret_away_is_not_shared() {
    let uuid = "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c01";
    for profile in [
        SharedProfile { client_id: uuid.into(), ..full() },
        SharedProfile { redirect_uri: "https://a:b@example.org".into(), ..full() },
        SharedProfile { parameters: vec![("client_secret".into(), "x".into())], ..full() },
        SharedProfile { scope: "a\nb".into(), ..full() },
    ] {
        profile.to_file().unwrap_err();
        profile.to_link().unwrap_err();
    }
    let secret = Secret::from("s3cret");
    assert!(!full().holds(&secret) && !full().holds(&Secret::from("")));
    assert!(SharedProfile { redirect_uri: "https://example.org/s3cret".into(), ..full() }.holds(&secret));
}

#[test]
fn where_a_secret_would_go_is_told_of_every_other_issuer() {
    assert!(SharedProfile::default().places().is_empty());
    let bare = SharedProfile { endpoints: None, ..full() };
    assert!(bare.places().contains(&("token_endpoint", "https://auth.example.org/oauth/token".into())));
    let posing = SharedProfile { endpoints: Some(ProviderMetadata::orcid_layout("https://orcid.org")), ..full() };
    assert_eq!(posing.places()[0], ("environment", "https://auth.example.org".into()));
}

fn word() -> impl Strategy<Value = String> {
    r#"[ -~äß日"'\\&=#%+.]{0,24}"#
}

prop_compose! {
    fn any_profile()(
        name in "[a-zA-Z0-9ü][a-z &=.\"]{0,8}[a-z]",
        custom in prop::option::of("[a-z]{1,8}"),
        client_id in word(),
        redirect_uri in "(https://[a-z]{1,9}/[a-z%&=?]{0,9})|[a-z:]{0,12}",
        scope in word(),
        response_type in "[a-z_ ]{1,12}",
        basic in any::<bool>(),
        flags in any::<[bool; 4]>(),
        parameters in prop::collection::btree_map("p[ -~ü]{0,9}", word(), 0..4),
        endpoints in any::<bool>(),
        revocation in any::<bool>(),
    ) -> SharedProfile {
        let issuer = custom.map(|host| format!("https://{host}.example"));
        let endpoints = issuer.as_deref().filter(|_| endpoints).map(|issuer| {
            let all = ProviderMetadata::orcid_layout(issuer);
            ProviderMetadata { revocation_endpoint: all.revocation_endpoint.clone().filter(|_| revocation), ..all }
        });
        SharedProfile {
            name,
            environment: issuer.map_or(EnvironmentKey::Production, EnvironmentKey::Custom),
            client_id,
            redirect_uri,
            scope,
            response_type,
            token_endpoint_auth_method: if basic {
                TokenEndpointAuthMethod::ClientSecretBasic
            } else {
                TokenEndpointAuthMethod::ClientSecretPost
            },
            use_state: flags[0],
            use_nonce: flags[1],
            pkce: flags[2],
            refresh_automatically: flags[3],
            parameters: parameters.into_iter().collect(),
            endpoints,
        }
    }
}

proptest! {
    #[test]
    fn every_profile_that_is_shared_arrives(profile in any_profile()) {
        let taken = Taken { profile: profile.clone(), left_out: vec![] };
        prop_assert_eq!(read(&profile.to_file().unwrap()).unwrap(), taken.clone());
        let link = profile.to_link().unwrap();
        prop_assert!(link.is_ascii() && !link.contains(char::is_whitespace), "{}", link);
        prop_assert_eq!(read(&link).unwrap(), taken);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "(?s).{0,200}", link in any::<bool>()) {
        let text = if link { format!("{LINK}version=1&environment=local&{text}") } else { text };
        if let Ok(taken) = read(&text) {
            prop_assert_eq!(read(&taken.profile.to_file().unwrap()).unwrap().profile, taken.profile);
        }
    }
}
