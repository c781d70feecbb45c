//! A client as a person's browser or another system's program: it keeps
//! cookies, follows no redirect by itself, and sends what it is told.

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::html;
use super::platform::Platform;

/// One visitor of one platform.
pub struct Client {
    http: reqwest::Client,
    address: String,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Reply {
    /// The first value of a header, if it is there and plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("the body is not JSON: {error}\n{}", self.body))
    }

    /// The media type of the body, without parameters.
    pub fn media_type(&self) -> &str {
        let whole = self.header("content-type").unwrap_or_default();
        whole.split(';').next().unwrap_or_default().trim()
    }

    /// Where it sends us.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }
}

impl Client {
    /// Somebody who has not signed in.
    pub fn anonymous(platform: &Platform) -> Self {
        Self::with_headers(platform, HeaderMap::new())
    }

    /// A program with an API credential.
    pub fn with_credential(platform: &Platform, credential: &str) -> Self {
        let value = HeaderValue::from_str(&format!("Bearer {credential}"));
        let mut headers = HeaderMap::new();
        headers.insert("authorization", value.expect("a credential is plain text"));
        Self::with_headers(platform, headers)
    }

    fn with_headers(platform: &Platform, headers: HeaderMap) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(headers)
            .no_proxy()
            .build()
            .expect("a client can be made");
        Self { http, address: platform.address().to_owned() }
    }

    /// The same visitor with the same cookies at another process of the platform.
    pub fn moved_to(&self, platform: &Platform) -> Self {
        Self { http: self.http.clone(), address: platform.address().to_owned() }
    }

    /// Sends a request without a body.
    pub async fn send(&self, method: Method, path: &str) -> Reply {
        self.finish(self.http.request(method, format!("{}{path}", self.address))).await
    }

    /// Reads a page or a document.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path).await
    }

    /// Reads in a given format.
    pub async fn get_as(&self, path: &str, accept: &str) -> Reply {
        let request = self.http.get(format!("{}{path}", self.address)).header("accept", accept);
        self.finish(request).await
    }

    /// Posts a form exactly as given.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut body = String::new();
        for (name, value) in fields {
            if !body.is_empty() {
                body.push('&');
            }
            body.push_str(&encoded(name));
            body.push('=');
            body.push_str(&encoded(value));
        }
        let request = self
            .http
            .post(format!("{}{path}", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        self.finish(request).await
    }

    /// Fills in the form on the page `from` and posts it to `path`, with the
    /// page's own token.
    pub async fn submit(&self, from: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        let page = self.get(from).await;
        let token = html::input_value(&page.body, "_csrf");
        let token = token.unwrap_or_else(|| panic!("{from} has no form: {}", page.status));
        let mut all = vec![("_csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    async fn finish(&self, request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.expect("the platform answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.expect("the body arrives whole");
        Reply { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// Percent-encoding of a form value, RFC 3986 unreserved characters kept.
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[test]
fn form_values_are_percent_encoded() {
    assert_eq!(encoded("a b&维"), "a%20b%26%E7%BB%B4");
}
