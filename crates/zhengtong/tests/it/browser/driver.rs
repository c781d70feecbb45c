//! One chromedriver with one browser.

use std::process::Stdio;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long chromedriver and Chromium may take to start on a busy machine.
const START_MAX: Duration = Duration::from_mins(1);

/// How long a click may take to bring the next page.
const NAVIGATION_MAX: Duration = Duration::from_secs(20);

/// A browser; it ends with the test.
pub struct Browser {
    /// What drives it.
    pub client: fantoccini::Client,
    driver: Child,
}

/// A width the pages are looked at in, in CSS pixels.
#[derive(Debug, Clone, Copy)]
pub enum Width {
    /// A small phone.
    Phone = 360,
    /// An office screen.
    Desktop = 1280,
}

impl Browser {
    /// Starts one, or gives `None` where there is none to start.
    ///
    /// # Panics
    ///
    /// When there is none though `ZT_REQUIRE_BROWSER=1` demands it.
    pub async fn start() -> Option<Self> {
        let spawned = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let mut driver = match spawned {
            Ok(driver) => driver,
            Err(error) => {
                let required = std::env::var("ZT_REQUIRE_BROWSER").is_ok_and(|value| value == "1");
                assert!(!required, "chromedriver does not start: {error}");
                eprintln!("passed by, there is no chromedriver: {error}");
                return None;
            }
        };
        let address = timeout(START_MAX, driver_address(&mut driver)).await;
        let address = address.expect("chromedriver starts in time");
        let client = timeout(START_MAX, connect(&address)).await.expect("Chromium starts in time");
        Some(Self { client, driver })
    }

    /// Goes to an address and waits until the page is loaded.
    pub async fn visit(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Makes the page as wide as `width`.
    pub async fn resize(&self, width: Width) {
        self.resize_to(width, 900).await;
    }

    /// Makes the page as wide as `width` and `height` CSS pixels high.
    pub async fn resize_to(&self, width: Width, height: u32) {
        let metrics = json!({
            "width": width as u32, "height": height, "deviceScaleFactor": 1, "mobile": false
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Calls a method of the `DevTools` protocol.
    async fn devtools(&self, method: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": method, "params": parameters });
        self.command("goog/cdp/execute", body).await.expect("Chromium speaks DevTools")
    }

    /// What the page and its network complained of since the last call: blocked
    /// scripts and styles, missing files, exceptions.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.command("se/log", json!({ "type": "browser" })).await;
        let log = log.expect("the browser's log can be read");
        log.as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING")
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Runs a script that returns something.
    pub async fn evaluate(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Types into the field `name`.
    pub async fn fill(&self, name: &str, text: &str) {
        let selector = format!("main [name=\"{name}\"]");
        let field = self.client.find(Locator::Css(&selector)).await;
        let field = field.unwrap_or_else(|error| panic!("no field {name}: {error}"));
        field.clear().await.expect("the field can be emptied");
        field.send_keys(text).await.expect("the field takes text");
    }

    /// Clicks the first element that matches.
    pub async fn click(&self, selector: &str) {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("no {selector}: {error}"));
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// The text a person reads in the first element that matches.
    pub async fn text(&self, selector: &str) -> String {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("no {selector}: {error}"));
        element.text().await.expect("the element has text")
    }

    /// The path of the page that is shown.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("a page is shown").path().to_owned()
    }

    /// Waits until the page at `path` is shown.
    pub async fn wait_for_path(&self, path: &str) {
        let arrived = self.path_comes_to(|shown| shown == path).await;
        assert!(arrived, "{path} is not shown, but {}", self.path().await);
    }

    /// Waits until another page than the one at `path` is shown.
    pub async fn wait_until_off(&self, path: &str) {
        let left = self.path_comes_to(|shown| shown != path).await;
        assert!(left, "still at {path}: {}", self.text("main").await);
    }

    async fn path_comes_to(&self, wanted: impl Fn(&str) -> bool) -> bool {
        let shown = timeout(NAVIGATION_MAX, async {
            while !wanted(&self.path().await) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        shown.await.is_ok()
    }

    /// Ends the browser and its driver.
    pub async fn end(mut self) {
        self.client.close().await.expect("the browser closes");
        self.driver.kill().await.expect("chromedriver ends");
    }

    async fn command(&self, path: &'static str, body: Value) -> Result<Value, CmdError> {
        self.client.issue_cmd(ChromiumCommand { path, body }).await
    }
}

async fn driver_address(driver: &mut Child) -> String {
    let stdout = driver.stdout.take().expect("standard output is piped");
    let mut lines = BufReader::new(stdout).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        }
    }
    panic!("chromedriver ended without saying its port");
}

async fn connect(address: &str) -> fantoccini::Client {
    let options = json!({
        "args": [
            "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            // As root in a container there is no sandbox; the pages are our own.
            "--no-sandbox", "--disable-dev-shm-usage",
        ],
    });
    let mut capabilities = Map::new();
    capabilities.insert("browserName".to_owned(), json!("chrome"));
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
    ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(address)
        .await
        .expect("chromedriver opens a browser")
}

/// A command that Chromium's driver has beyond the `WebDriver` standard.
#[derive(Debug)]
struct ChromiumCommand {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for ChromiumCommand {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
