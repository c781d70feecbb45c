//! One log line per request, without a word about a person: the route's
//! template rather than the address, no query, no cookie, no name.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue};

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
    tracing::info!(
        target: "zt_web::access",
        id,
        method = method.as_str(),
        route = route.as_ref().map_or("-", MatchedPath::as_str),
        status = response.status().as_u16(),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
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
