//! Error pages: what happened, in plain words, and what to do next.
//!
//! A handler returns `Result<Html, PageError>`. The error travels in the
//! response's extensions to [`crate::layers`], which knows the reader: a person
//! gets a page in his language, a program a problem document with the same facts.

use std::{borrow::Cow, error::Error};

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use maud::html;

use crate::{
    Html, Problem, Ui,
    components::{link_button, link_button_secondary},
    held::SIGN_IN_PATH,
    query,
};

/// Why there is no page.
#[derive(Debug, Clone)]
pub struct PageError {
    status: StatusCode,
    slug: Option<Cow<'static, str>>,
    title: Option<String>,
    detail: Option<String>,
    actions: Vec<(String, String)>,
    headers: Vec<(HeaderName, String)>,
}

impl PageError {
    /// The error of a status, in the words every page uses for it.
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            slug: None,
            title: None,
            detail: None,
            actions: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// 400: the address or the form can't be read.
    pub fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST)
    }

    /// 401: sign in first. The page links to sign-in and comes back.
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED).header(http::header::WWW_AUTHENTICATE, "Bearer")
    }

    /// 403: signed in, but this isn't for you. Say why and how to ask with
    /// [`PageError::detail`].
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN)
    }

    /// 404: there is nothing of that name.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// 409: somebody else was faster, or the thing isn't in a state for it.
    pub fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT)
    }

    /// 410: it was here and has been withdrawn.
    pub fn gone() -> Self {
        Self::new(StatusCode::GONE)
    }

    /// 413: too large.
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE)
    }

    /// 415: not a kind of file or body that is read here.
    pub fn unsupported() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    }

    /// 422: it can be read but not accepted. Forms show their own page instead.
    pub fn unprocessable() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// 429: too many tries; wait.
    pub fn too_many(retry_after_s: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS)
            .header(http::header::RETRY_AFTER, retry_after_s.to_string())
    }

    /// 500: our fault. Logs the whole chain of causes here, where it is handled;
    /// the page tells none of it.
    pub fn internal(error: impl Error) -> Self {
        let mut chain = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            chain.push_str(": ");
            chain.push_str(&error.to_string());
            cause = error.source();
        }
        tracing::error!(error = chain, "a page failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// 503: busy or being looked after; try again shortly.
    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE).header(http::header::RETRY_AFTER, "5")
    }

    /// What happened this time, in the reader's language; stands in place of
    /// the general explanation.
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = Some(text.into());
        self
    }

    /// Another heading than the general one of the status.
    #[must_use]
    pub fn title(mut self, text: impl Into<String>) -> Self {
        self.title = Some(text.into());
        self
    }

    /// Something to do next: a link. The first is the main one.
    #[must_use]
    pub fn action(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.actions.push((href.into(), label.into()));
        self
    }

    /// The slug of the problem's type when a program asked; the status' own
    /// otherwise.
    #[must_use]
    pub fn slug(mut self, slug: impl Into<Cow<'static, str>>) -> Self {
        self.slug = Some(slug.into());
        self
    }

    /// A header to send along.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The page.
    pub fn page(&self, ui: &Ui) -> Html {
        let code = known(self.status);
        let title = self.title.clone().unwrap_or_else(|| ui.t(&format!("web-error-{code}-title")));
        let detail =
            self.detail.clone().unwrap_or_else(|| ui.t(&format!("web-error-{code}-detail")));
        ui.page_titled(title).status(self.status).narrow().body(html! {
            p.lead { (detail) }
            // Whoever was refused by a rule has just read who may, and what to do.
            @if self.detail.is_none() || self.status != StatusCode::FORBIDDEN {
                p { (ui.t(&format!("web-error-{code}-next"))) }
            }
            div.actions {
                @if self.status == StatusCode::UNAUTHORIZED {
                    @let next = query::escaped(&ui.here());
                    (link_button(format!("{SIGN_IN_PATH}?next={next}"), ui.t("web-sign-in")))
                }
                @for (index, (href, label)) in self.actions.iter().enumerate() {
                    @if index == 0 { (link_button(href, label)) }
                    @else { (link_button_secondary(href, label)) }
                }
                (link_button_secondary("/", ui.t("web-to-home")))
            }
            p.quiet { (ui.ta("web-error-status", &[("status", self.status.as_str().into())])) }
        })
    }

    /// The same facts for a program.
    pub fn problem(&self, ui: &Ui) -> Problem {
        let code = known(self.status);
        let slug = self.slug.clone().unwrap_or_else(|| slug(self.status).into());
        let title = self.title.clone().unwrap_or_else(|| ui.t(&format!("web-error-{code}-title")));
        let detail =
            self.detail.clone().unwrap_or_else(|| ui.t(&format!("web-error-{code}-detail")));
        Problem::new(self.status, &slug, title).detail(detail)
    }

    /// The headers to send along.
    pub(crate) fn apply_headers(&self, headers: &mut http::HeaderMap) {
        for (name, value) in &self.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name.clone(), value);
            }
        }
    }
}

/// The status whose words fit: a status without its own gets its class's.
fn known(status: StatusCode) -> u16 {
    match status.as_u16() {
        code @ (400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 412 | 413 | 415 | 422 | 429
        | 500 | 503) => code,
        408 | 504 => 503,
        400..=499 => 400,
        _ => 500,
    }
}

/// The slug of a status: its reason, lower case, words joined.
fn slug(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("error").to_ascii_lowercase().replace(' ', "-")
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        self.apply_headers(response.headers_mut());
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Visitor};

    #[test]
    fn every_status_has_words_in_both_languages() {
        for lang in Lang::ALL {
            let ui = Ui::new(lang, Visitor::anonymous(""), "/x");
            for code in 400..=599 {
                let error = PageError::new(StatusCode::from_u16(code).unwrap());
                let page = error.page(&ui).into_string();
                assert!(!page.contains('⟦'), "{code} in {lang:?}: {page}");
            }
        }
    }

    #[test]
    fn a_page_and_a_problem_tell_the_same() {
        let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/x");
        let error = PageError::gone().detail("Withdrawn on 1 May.").slug("entry-withdrawn");
        assert!(error.page(&ui).into_string().contains("Withdrawn on 1 May."));
        let problem = serde_json::to_value(error.problem(&ui)).unwrap();
        assert_eq!(problem["detail"], "Withdrawn on 1 May.");
        assert_eq!(problem["type"], "/problems/entry-withdrawn");
    }
}
