//! One log line and one measurement per request, without a word about a person:
//! the route's template rather than the address, no query, no cookie, no name.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

/// The name of the header that carries the request's id.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// What ties a request's log lines together; also in the response's
/// `X-Request-Id`. In the extensions of every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

pub(super) async fn log(mut request: Request, next: Next) -> Response {
    let id = given(request.headers()).unwrap_or_else(fresh);
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    // Layers of a router run after routing, so the template is known here.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let mut response = next.run(request).await;
    let took = started.elapsed();
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    tracing::info!(
        target: "zt_web::access",
        id,
        method = method.as_str(),
        route,
        status = response.status().as_u16(),
        ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    measure(&method, route, response.status(), took);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// Counts the request by method, route and status, and its seconds by route.
fn measure(method: &Method, route: &str, status: StatusCode, took: Duration) {
    let route = route.to_owned();
    metrics::counter!(
        "http_requests_total",
        "method" => known(method),
        "route" => route.clone(),
        "status" => status.as_u16().to_string()
    )
    .increment(1);
    metrics::histogram!("http_request_seconds", "route" => route).record(took);
}

/// A method's name as a label. Callers may invent methods; the series may not grow
/// by their inventions.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// A caller's id, if it is nothing but an id.
fn given(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(HEADER)?.to_str().ok()?;
    let sound = (8..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    sound.then(|| text.to_owned())
}

fn fresh() -> String {
    let mut bytes = [0; 8];
    // Without entropy the id is all zeros: a worse log line, not a failed request.
    let _ = getrandom::fill(&mut bytes);
    hex::encode(bytes)
}
