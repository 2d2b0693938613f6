//! One browser: what a person does with it, and a look at what is on the page.

use std::{path::PathBuf, time::Duration};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
    wd::WebDriverCompatibleCommand,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::driver;

/// The longest wait for anything that should happen at once.
const SOON: Duration = Duration::from_secs(10);
const OFTEN: Duration = Duration::from_millis(20);

/// A Chromium with a profile of its own.
pub struct Browser {
    client: Client,
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    ///
    /// # Errors
    /// When the driver cannot.
    pub async fn open(driver: &str) -> Result<Self, String> {
        let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        // The https twin has a certificate that nobody vouches for; the person would be asked.
        let wishes = json!({
            "browserName": "chrome",
            "acceptInsecureCerts": true,
            "goog:chromeOptions": { "binary": driver::chromium(), "args": arguments },
        });
        let Value::Object(wishes) = wishes else { unreachable!() };
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(wishes).connect(driver).await;
        let client = client.map_err(|error| format!("Chromium does not start: {error}"))?;
        Ok(Self { client, _profile: profile })
    }

    pub async fn close(self) {
        // A browser that has crashed is closed already.
        let _ = self.client.close().await;
    }

    /// Where it is and what it shows, for a person who reads about a failure.
    pub async fn seen(&self) -> String {
        let address = self.client.current_url().await.map_or_else(|error| error.to_string(), String::from);
        let text = self.client.execute("return document.body.innerText", vec![]).await.unwrap_or_default();
        format!("{address}: {}", text.as_str().unwrap_or_default())
    }

    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    pub async fn address(&self) -> Url {
        self.client.current_url().await.unwrap()
    }

    /// Waits for a page with this in its heading.
    pub async fn sees(&self, heading: &str) {
        self.find(Locator::XPath(&format!("//h1[contains(., \"{heading}\")]"))).await;
    }

    /// The text of the page as a person sees it.
    pub async fn text(&self) -> String {
        self.evaluate("return document.body.innerText").await.as_str().unwrap().to_owned()
    }

    pub async fn click(&self, css: &str) {
        self.find(Locator::Css(css)).await.click().await.unwrap();
    }

    async fn find(&self, what: Locator<'_>) -> Element {
        let found = self.client.wait().at_most(SOON).every(OFTEN).for_element(what).await;
        found.unwrap_or_else(|error| panic!("{what:?}: {error}"))
    }

    /// Presses and releases one key, wherever the focus is.
    pub async fn press(&self, key: Key) {
        let value = char::from(key);
        let keys = KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// What a script returns.
    pub async fn evaluate(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Shows pages as on a screen so wide and so high, in so many pixels.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Shows pages as to a person who prefers `light` or `dark`.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Writes a picture of the page to the folder for what tests leave behind.
    pub async fn picture(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("browser");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name).with_extension("png"), self.client.screenshot().await.unwrap()).unwrap();
    }

    async fn devtools(&self, command: &'static str, parameters: Value) {
        self.client.issue_cmd(Devtools(command, parameters)).await.unwrap();
    }
}

/// A command of the DevTools protocol, through chromedriver.
#[derive(Debug)]
struct Devtools(&'static str, Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}
