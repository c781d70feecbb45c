//! A whole page around a body.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use maud::Markup;

use crate::{FormErrors, Media, Ui, cookies, layout};

/// How wide the main column runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Width {
    /// Registers and tables.
    #[default]
    Full,
    /// Text and forms.
    Narrow,
}

/// A page being put together. [`Page::body`] finishes it.
///
/// ```
/// # use zt_web::{Html, Ui};
/// async fn list(ui: Ui) -> Html {
///     ui.page("web-components")
///         .crumb("/", ui.t("web-home"))
///         .lead("What this page is for, in one sentence.")
///         .body(maud::html! { p { "…" } })
/// }
/// ```
#[derive(Debug, Clone)]
#[must_use = "finish it with `body`"]
pub struct Page {
    pub(crate) ui: Ui,
    pub(crate) title: String,
    pub(crate) lead: Option<String>,
    pub(crate) crumbs: Vec<(String, String)>,
    pub(crate) beside_title: Option<Markup>,
    pub(crate) actions: Option<Markup>,
    pub(crate) aside: Option<Markup>,
    pub(crate) errors: FormErrors,
    pub(crate) width: Width,
    pub(crate) bare: bool,
    pub(crate) searches: bool,
    pub(crate) within: Option<String>,
    pub(crate) refresh_s: Option<u32>,
    status: StatusCode,
}

impl Page {
    pub(crate) fn new(ui: Ui, title: String) -> Self {
        Self {
            ui,
            title,
            lead: None,
            crumbs: Vec::new(),
            beside_title: None,
            actions: None,
            aside: None,
            errors: FormErrors::default(),
            width: Width::Full,
            bare: false,
            searches: false,
            within: None,
            refresh_s: None,
            status: StatusCode::OK,
        }
    }

    /// What the page is for, in a sentence under its title.
    pub fn lead(mut self, text: impl Into<String>) -> Self {
        self.lead = Some(text.into());
        self
    }

    /// A step of the way here, from the top down. The page itself is the last,
    /// unlinked, by itself.
    pub fn crumb(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.crumbs.push((href.into(), label.into()));
        self
    }

    /// Something beside the title: a state's badge.
    pub fn beside_title(mut self, markup: Markup) -> Self {
        self.beside_title = Some(markup);
        self
    }

    /// What can be done here, at the end of the title's line: link buttons.
    pub fn actions(mut self, markup: Markup) -> Self {
        self.actions = Some(markup);
        self
    }

    /// A column beside the body: facets, facts. Above the body on a phone. No column
    /// if there is nothing in it.
    pub fn aside(mut self, markup: Markup) -> Self {
        self.aside = Some(markup).filter(|markup| !markup.0.is_empty());
        self
    }

    /// What is wrong with the page's form: puts the error summary on top, makes
    /// the status 422 and says so in the window's title. Nothing if empty.
    pub fn errors(mut self, errors: &FormErrors) -> Self {
        if !errors.is_empty() {
            self.errors = errors.clone();
            self.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        self
    }

    /// A narrower column, for text and forms.
    pub fn narrow(mut self) -> Self {
        self.width = Width::Narrow;
        self
    }

    /// The page itself searches the catalogue, so that the header does not offer the
    /// same a second time.
    pub fn searches(mut self) -> Self {
        self.searches = true;
        self
    }

    /// Which entry of the navigation the page belongs to, where its own address does
    /// not say so: one request is the asker's and the owner's.
    pub fn within(mut self, path: impl Into<String>) -> Self {
        self.within = Some(path.into());
        self
    }

    /// Without the left navigation: one task a screen.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Loads the page again every so often where scripts are off. With scripts,
    /// [`crate::components::live`] refreshes only its own region.
    pub fn refresh(mut self, seconds: u32) -> Self {
        self.refresh_s = Some(seconds);
        self
    }

    /// Another status than 200.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The finished page.
    #[expect(clippy::needless_pass_by_value, reason = "bodies are written in place")]
    pub fn body(mut self, body: Markup) -> Html {
        self.errors.named_in(&body.0);
        let document = layout::render(&self, &body).into_string();
        let mut headers = HeaderMap::new();
        if self.ui.notice().is_some() {
            headers.append(header::SET_COOKIE, cookies::set(cookies::FLASH, "", 0));
        }
        Html { status: self.status, headers, document }
    }
}

/// A finished page.
#[derive(Debug, Clone)]
pub struct Html {
    status: StatusCode,
    headers: HeaderMap,
    document: String,
}

impl Html {
    /// A header to send along.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The document.
    pub fn into_string(self) -> String {
        self.document
    }

    /// The document.
    pub fn as_str(&self) -> &str {
        &self.document
    }
}

impl IntoResponse for Html {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.document).into_response();
        let headers = response.headers_mut();
        headers.extend(self.headers);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Media::HTML.content_type));
        // Pages show what one person may see.
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("private, no-cache"));
        headers.append(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
        response
    }
}
