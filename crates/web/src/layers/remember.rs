//! Keeps the language and the text size somebody has just chosen in the address.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{HeaderValue, header};

use crate::{Lang, TextSize, cookies};

pub(super) async fn remember(request: Request, next: Next) -> Response {
    let chosen = chosen(request.uri().query().unwrap_or_default());
    let mut response = next.run(request).await;
    for cookie in chosen {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn chosen(query: &str) -> Vec<HeaderValue> {
    form_urlencoded::parse(query.as_bytes())
        .filter_map(|(name, value)| match &*name {
            "lang" => Lang::from_code(&value).map(|lang| (cookies::LANG, lang.code())),
            "text" => TextSize::from_code(&value).map(|size| (cookies::TEXT, size.code())),
            _ => None,
        })
        .map(|(name, code)| cookies::set(name, code, cookies::PREFERENCE_MAX_AGE_S))
        .collect()
}
