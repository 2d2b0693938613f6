use super::*;
use crate::store::Parameters;

const DEMO: &str = "APP-PLAYGROUND000001";

fn store() -> Store {
    let store = Store::ephemeral();
    let profile = Profile {
        environment: "sandbox".into(),
        client_id: "APP-1111111111111111".into(),
        redirect_uri: "https://profile.example/cb".into(),
        scope: "openid".into(),
        remember_secret: true,
        parameters: Parameters(vec![("lang".into(), "fr".into())]),
        ..Profile::default()
    };
    store.save_profile("mine", &profile).unwrap();
    store.remember_client_secret("mine", &"remembered".into()).unwrap();
    store
}

fn active(store: &Store) {
    store.update_settings(|settings| settings.active_profile = Some("mine".into())).unwrap();
}

fn resolved(global: &Global, variables: &Variables, store: &Store) -> Resolved {
    resolve(global, variables, store).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn with_nothing_it_is_the_demo_client_of_the_simulated_orcid() {
    let all = resolved(&Global::default(), &Variables::default(), &store());
    assert_eq!((all.environment.clone(), all.profile.clone()), (EnvironmentKey::Local, None));
    assert_eq!((all.client_id.as_str(), all.redirect_uri.as_str()), (DEMO, LOCAL_REDIRECT_URI));
    assert_eq!((all.scope.as_str(), all.response_type.as_str()), (LOCAL_SCOPES, "code"));
    assert!(all.client_secret.is_some() && all.use_state && all.complete().is_ok());
}

#[test]
fn options_win_over_variables_over_the_profile() {
    let store = store();
    active(&store);
    let profile = resolved(&Global::default(), &Variables::default(), &store);
    assert_eq!(profile.profile.as_deref(), Some("mine"));
    assert_eq!(profile.environment, EnvironmentKey::Sandbox);
    assert_eq!((profile.scope.as_str(), profile.parameters.len()), ("openid", 1));
    assert_eq!(profile.client_secret, Some("remembered".into()));

    let variables = Variables {
        client_id: Some("APP-2222222222222222".into()),
        client_secret: Some("exported".into()),
        ..Variables::default()
    };
    let exported = resolved(&Global::default(), &variables, &store);
    assert_eq!(exported.client_id, "APP-2222222222222222");
    assert_eq!(exported.client_secret, Some("exported".into()));
    assert_eq!(exported.redirect_uri, "https://profile.example/cb");

    let global = Global { client_id: Some("APP-3".into()), scope: Some("/x".into()), ..Global::default() };
    let given = resolved(&global, &variables, &store);
    assert_eq!((given.client_id.as_str(), given.scope.as_str()), ("APP-3", "/x"));
    // Neither the exported nor the remembered secret is this client's.
    assert_eq!(given.client_secret, None);
}

#[test]
fn a_secret_follows_no_change_of_the_environment() {
    let store = store();
    active(&store);
    let elsewhere = |env: &str, profile: Option<&str>| {
        let global = Global { env: Some(env.into()), profile: profile.map(str::to_owned), ..Global::default() };
        resolved(&global, &Variables::default(), &store)
    };
    // The profile used last does not speak for another server.
    let production = elsewhere("production", None);
    assert_eq!((production.profile.clone(), production.client_id.as_str()), (None, ""));
    assert!(production.complete().is_err());
    assert_eq!(elsewhere("local", None).client_id, DEMO);
    // One that is named does, but for its secret.
    let named = elsewhere("production", Some("mine"));
    assert_eq!((named.client_id.as_str(), named.client_secret), ("APP-1111111111111111", None));
    assert_eq!(elsewhere("sandbox", None).client_secret, Some("remembered".into()));
    // The published secret of the demo client is for the simulated ORCID alone.
    assert_eq!(demo_secret(&EnvironmentKey::Sandbox, DEMO), None);
}

#[test]
fn a_command_goes_before_the_published_secret() {
    let store = Store::ephemeral();
    let profile =
        Profile { client_id: DEMO.into(), client_secret_command: Some("pass show orcid".into()), ..Profile::default() };
    store.save_profile("mine", &profile).unwrap();
    let global = Global { profile: Some("mine".into()), ..Global::default() };
    let all = resolved(&global, &Variables::default(), &store);
    assert_eq!((all.client_secret_command.as_deref(), all.client_secret), (Some("pass show orcid"), None));
}

#[test]
fn environments_are_names_or_issuers() {
    assert_eq!(environment_key("sandbox").unwrap(), EnvironmentKey::Sandbox);
    assert_eq!(environment_key("http://127.0.0.1:9/").unwrap(), EnvironmentKey::Custom("http://127.0.0.1:9".into()));
    for wrong in ["sandbx", "ftp://a/", "127.0.0.1:9", "http://"] {
        assert!(environment_key(wrong).is_err(), "{wrong}");
    }
}
