//! A browser without a screen: keeps cookies, sends forms as people do.

use std::collections::BTreeMap;

use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt as _;

use crate::PASSWORD;

/// More than any page or answer of a test.
const BODY_MAX_BYTES: usize = 16 * 1024 * 1024;

/// Sends requests to a router and keeps its cookies.
#[derive(Debug, Clone)]
pub struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// Where a redirect leads; empty if it is none.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The body as JSON; null if it isn't.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Browser {
    /// A fresh browser before `app`.
    pub fn new(app: Router) -> Self {
        Self { app, cookies: BTreeMap::new() }
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie there, or takes it away with an empty value.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::ACCEPT, "text/html");
        self.send(request, String::new()).await
    }

    /// Sends a request of one's own, with this browser's cookies.
    pub async fn send(&mut self, request: http::request::Builder, body: String) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::HOST, "test.example");
        let request = if cookies.is_empty() {
            request
        } else {
            request.header(header::COOKIE, cookies.join("; "))
        };
        let request = request.body(Body::from(body)).expect("a well-formed request");
        let response = self.app.clone().oneshot(request).await.expect("a router never fails");
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().expect("a cookie of text");
            let (name, value) = text.split(';').next().unwrap_or("").split_once('=').expect("a=b");
            self.set_cookie(name.trim(), value.trim());
        }
        let bytes = axum::body::to_bytes(body, BODY_MAX_BYTES).await.expect("a whole body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Opens `page`, then sends the form to `action` with the page's own token.
    pub async fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let opened = self.get(page).await;
        let token = token(&opened.body).unwrap_or_default();
        self.post(action, &token, fields).await
    }

    /// Sends a form with a token of one's own.
    pub async fn post(&mut self, action: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = std::iter::once(&("_csrf", token))
            .chain(fields)
            .map(|(name, value)| format!("{name}={}", zt_web::query::escaped(value)))
            .collect();
        let body = pairs.join("&");
        let request = Request::post(action)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body).await
    }

    /// Signs in with [`PASSWORD`].
    ///
    /// # Panics
    ///
    /// When it doesn't work.
    pub async fn sign_in(&mut self, username: &str) {
        let fields = [("username", username), ("password", PASSWORD)];
        let answer = self.submit("/sign-in", "/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }
}

/// The token in the first form of a page.
fn token(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("name=\"_csrf\" value=\"")?;
    rest.split('"').next().map(str::to_owned)
}
