//! Problem details for the API (RFC 9457).

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::{FormErrors, Media};

/// An API error: `application/problem+json` with a stable `type`.
///
/// ```
/// use http::StatusCode;
/// let problem = zt_web::Problem::new(StatusCode::FORBIDDEN, "grant-expired", "The grant has expired")
///     .detail("It ended on 2026-11-01. Ask again at /catalogue/330000/7.")
///     .with("grant", 17);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// A stable reference for this kind of problem: `/problems/<slug>`.
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "/problems/not-found")]
    kind: String,
    /// What kind of problem it is, the same words every time.
    title: String,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What happened this time and what to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What is wrong with the request's document, place by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemError>,
    /// Further facts, by name.
    #[serde(flatten)]
    #[schema(ignore)]
    extra: serde_json::Map<String, serde_json::Value>,
    #[serde(skip)]
    #[schema(ignore)]
    headers: Vec<(HeaderName, String)>,
}

/// One wrong place in the request's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProblemError {
    /// What to do.
    detail: String,
    /// Where, as a JSON Pointer (RFC 6901): `/items/3/name`.
    #[schema(example = "/purpose")]
    pointer: String,
}

impl Problem {
    /// A problem of the kind `slug` (lower case, words joined by `-`).
    pub fn new(status: StatusCode, slug: &str, title: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{slug}"),
            title: title.into(),
            status: status.as_u16(),
            detail: None,
            errors: Vec::new(),
            extra: serde_json::Map::new(),
            headers: Vec::new(),
        }
    }

    /// What happened this time and what to do about it.
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = Some(text.into());
        self
    }

    /// What is wrong at one place of the request's document.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(ProblemError { pointer: pointer.into(), detail: detail.into() });
        self
    }

    /// Every error of a form, its fields as pointers.
    #[must_use]
    pub fn form(mut self, errors: &FormErrors) -> Self {
        for error in errors.iter() {
            let field = error.field.replace('~', "~0").replace('/', "~1");
            let pointer = if field.is_empty() { field } else { format!("/{field}") };
            self = self.pointer(pointer, error.text.clone());
        }
        self
    }

    /// A further fact. The names of RFC 9457's own members are left alone.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        if !["type", "title", "status", "detail", "instance", "errors"].contains(&name) {
            self.extra.insert(name.to_owned(), value.into());
        }
        self
    }

    /// A header to send along, such as `Retry-After`.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The kind: `/problems/<slug>`.
    pub fn kind(&self) -> &str {
        &self.kind
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Media::PROBLEM.content_type));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_written_as_rfc_9457_says() {
        let problem = Problem::new(StatusCode::CONFLICT, "already-decided", "Already decided")
            .detail("Somebody decided first.")
            .form(&FormErrors::one("a/b~c", "say why"))
            .with("grant", 7)
            .with("status", 200);
        assert_eq!(
            serde_json::to_value(&problem).unwrap(),
            serde_json::json!({
                "type": "/problems/already-decided",
                "title": "Already decided",
                "status": 409,
                "detail": "Somebody decided first.",
                "errors": [{"detail": "say why", "pointer": "/a~1b~0c"}],
                "grant": 7,
            })
        );
        let response = problem.into_response();
        assert_eq!(response.status(), StatusCode::CONFLICT);
        assert_eq!(response.headers()[header::CONTENT_TYPE], Media::PROBLEM.content_type);
    }
}
