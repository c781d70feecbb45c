//! Notices: what the reader should know before anything else.

use maud::{Markup, Render, html};
use serde::{Deserialize, Serialize};

use crate::Ui;

/// What kind of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// Look before going on: a deadline is near, something is unusual.
    Warning,
    /// It didn't work.
    Error,
}

impl NoticeKind {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "good",
            Self::Warning => "warn",
            Self::Error => "bad",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Info => "web-notice-info",
            Self::Success => "web-notice-success",
            Self::Warning => "web-notice-warning",
            Self::Error => "web-notice-error",
        }
    }
}

/// A notice of one sentence. Its kind is told in words as well as in colour.
///
/// ```
/// # use zt_web::{components::{notice, NoticeKind}, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/");
/// notice(&ui, NoticeKind::Warning, "Two working days are left to answer.");
/// ```
pub fn notice(ui: &Ui, kind: NoticeKind, text: impl Render) -> Markup {
    let role = match kind {
        NoticeKind::Error => "alert",
        NoticeKind::Success => "status",
        NoticeKind::Info | NoticeKind::Warning => "note",
    };
    html! {
        div class=(format!("notice {}", kind.class())) role=(role) {
            p { strong { (ui.t(kind.key())) } " " (text) }
        }
    }
}

/// A notice with a heading of its own and more under it.
pub fn notice_with(ui: &Ui, kind: NoticeKind, title: impl Render, body: &Markup) -> Markup {
    html! {
        div class=(format!("notice {}", kind.class())) role="note" {
            p.notice-title { span.hidden { (ui.t(kind.key())) " " } strong { (title) } }
            (body)
        }
    }
}
