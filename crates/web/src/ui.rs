//! The view a handler has of the person in front of the page.

use std::{convert::Infallible, sync::Arc};

use axum::extract::FromRequestParts;
use http::request::Parts;
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use zt_kernel::Actor;

use crate::{
    Arg, HeldForm, Lang, Page, Values, Visitor, cookies, csrf, flash::Notice, i18n, query,
};

/// How large the text is. Large is the 适老化 mode: bigger text, bigger targets,
/// fewer columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextSize {
    /// As designed.
    #[default]
    Normal,
    /// A quarter larger, with more room.
    Large,
}

impl TextSize {
    /// The code in the address and the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
        }
    }

    /// The size of a code; nothing else.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Normal, Self::Large].into_iter().find(|size| size.code() == code)
    }
}

/// Language, text size, visitor and place of the present request. An extractor
/// that never fails; cheap to clone.
///
/// The language is the one of `?lang=`, else of the cookie, else of
/// `Accept-Language`, else Chinese.
#[derive(Debug, Clone)]
pub struct Ui(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    lang: Lang,
    text: TextSize,
    visitor: Visitor,
    path: String,
    query: String,
    csrf: String,
    notice: Option<Notice>,
    held: Option<HeldForm>,
}

impl Ui {
    /// A view outside a request: for tests and for texts that jobs write.
    pub fn new(lang: Lang, visitor: Visitor, path_and_query: &str) -> Self {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        Self(Arc::new(Inner {
            lang,
            text: TextSize::Normal,
            csrf: csrf::masked(&visitor.csrf),
            visitor,
            path: path.to_owned(),
            query: query.to_owned(),
            notice: None,
            held: None,
        }))
    }

    /// The view of a request.
    pub fn from_parts(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let asked = |name: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        let kept = |name: &str| cookies::get(&parts.headers, name);
        let lang = asked("lang")
            .and_then(|code| Lang::from_code(&code))
            .or_else(|| kept(cookies::LANG).and_then(Lang::from_code))
            .or_else(|| {
                let header = parts.headers.get(http::header::ACCEPT_LANGUAGE)?;
                Lang::from_accept_language(header.to_str().ok()?)
            })
            .unwrap_or_default();
        let text = asked("text")
            .and_then(|code| TextSize::from_code(&code))
            .or_else(|| kept(cookies::TEXT).and_then(TextSize::from_code))
            .unwrap_or_default();
        let visitor =
            parts.extensions.get::<Visitor>().cloned().unwrap_or_else(|| Visitor::anonymous(""));
        Self(Arc::new(Inner {
            lang,
            text,
            csrf: csrf::masked(&visitor.csrf),
            visitor,
            path: parts.uri.path().to_owned(),
            query: query.to_owned(),
            notice: kept(cookies::FLASH).and_then(Notice::from_cookie),
            held: parts.extensions.get::<HeldForm>().cloned(),
        }))
    }

    /// The text of `key`. `key.attribute` names a Fluent attribute.
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.0.lang, key)
    }

    /// The text of `key` with arguments: numbers, texts, dates, instants.
    ///
    /// ```
    /// # use zt_web::{Lang, Ui, Visitor};
    /// let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
    /// let at_most = |count: i64| ui.ta("web-field-max", &[("count", count.into())]);
    /// assert_eq!(at_most(1), "At most 1 character.");
    /// assert_eq!(at_most(1200), "At most 1,200 characters.");
    /// ```
    pub fn ta(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        i18n::text_with(self.0.lang, key, args)
    }

    /// The language of this page.
    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    /// The text size of this page.
    pub fn text_size(&self) -> TextSize {
        self.0.text
    }

    /// Who is looking.
    pub fn visitor(&self) -> &Visitor {
        &self.0.visitor
    }

    /// On whose behalf to act and decide.
    pub fn actor(&self) -> &Actor {
        &self.0.visitor.actor
    }

    /// The path of the request, without its query.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The raw query of the request, without `?`.
    pub fn query(&self) -> &str {
        &self.0.query
    }

    /// The first value of a query parameter.
    pub fn param(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.0.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// This page's address with something in the query changed, see
    /// [`query::edited`]. One-off parameters (`held`) are dropped.
    pub fn here_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut all = vec![("held", None)];
        all.extend_from_slice(changes);
        query::edited(&self.0.path, &self.0.query, &all)
    }

    /// This page's own address, to come back to.
    pub fn here(&self) -> String {
        self.here_with(&[("lang", None), ("text", None)])
    }

    /// The token that [`crate::components::form`] puts into every form.
    pub fn csrf_token(&self) -> &str {
        &self.0.csrf
    }

    /// The hidden fields every POST form begins with; [`crate::components::form`]
    /// writes them already. In a multipart form they must stay the first.
    pub fn form_fields(&self) -> Markup {
        html! {
            input type="hidden" name=(csrf::FIELD) value=(self.0.csrf);
            input type="hidden" name=(csrf::FROM_FIELD) value=(self.here());
        }
    }

    /// What somebody had typed into the form with this `action` before the
    /// session expired; empty otherwise. Start every form from it.
    pub fn typed(&self, action: &str) -> Values {
        match &self.0.held {
            Some(held) if held.action == action => held.values.clone(),
            _ => Values::default(),
        }
    }

    /// Whether this page shows a form again that outlived its session.
    pub(crate) fn held(&self) -> Option<&HeldForm> {
        self.0.held.as_ref()
    }

    /// The notice a redirect left for this page.
    pub(crate) fn notice(&self) -> Option<&Notice> {
        self.0.notice.as_ref()
    }

    /// A page whose title is the text of `title_key`.
    pub fn page(&self, title_key: &str) -> Page {
        self.page_titled(self.t(title_key))
    }

    /// A page with a finished title, such as the name of a thing.
    pub fn page_titled(&self, title: impl Into<String>) -> Page {
        Page::new(self.clone(), title.into())
    }

    /// The formats of this page's language.
    pub fn format(&self) -> i18n::Format {
        i18n::Format(self.0.lang)
    }

    /// A civil date as a `<time>` element.
    pub fn date(&self, date: Date) -> Markup {
        html! { time datetime=(date) { (self.format().date(date)) } }
    }

    /// An instant as a `<time>` element, to the minute, in the country's legal time.
    pub fn time(&self, at: Timestamp) -> Markup {
        html! { time datetime=(at) { (self.format().time(at)) } }
    }

    /// A whole number, grouped by thousands.
    pub fn number(&self, value: i64) -> String {
        self.format().number(value)
    }
}

impl<S: Sync> FromRequestParts<S> for Ui {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self::from_parts(parts)))
    }
}
