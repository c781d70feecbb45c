//! The form around the fields, and what is wrong with it in one place.

use maud::{Markup, html};

use super::field_id;
use crate::{FormErrors, Ui};

/// A form being put together. [`FormTag::body`] finishes it.
#[derive(Debug, Clone)]
#[must_use = "finish it with `body`"]
pub struct FormTag {
    ui: Ui,
    action: String,
    multipart: bool,
    guarded: bool,
    id: Option<String>,
}

/// A form that is sent with POST to `action`, with everything the platform
/// needs to accept it. Answer such a form with [`crate::see_other`], or with
/// its own page and the errors.
///
/// ```
/// # use zt_web::{components::{button, form, text}, FormErrors, Lang, Ui, Visitor};
/// # let ui = Ui::new(Lang::En, Visitor::anonymous(""), "/requests/7");
/// let (action, errors) = ("/requests/7/decide", FormErrors::new());
/// let values = ui.typed(action);
/// form(&ui, action).body(maud::html! {
///     (text(&ui, "reason", "Reason").filled(&values, &errors))
///     (button("Decide"))
/// });
/// ```
pub fn form(ui: &Ui, action: impl Into<String>) -> FormTag {
    FormTag { ui: ui.clone(), action: action.into(), multipart: false, guarded: true, id: None }
}

impl FormTag {
    /// Carries files.
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// Leaving the page with something typed needs no question: for forms of a
    /// button or two.
    pub fn unguarded(mut self) -> Self {
        self.guarded = false;
        self
    }

    /// The form's id, for buttons that stand outside it.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The finished form.
    #[expect(clippy::needless_pass_by_value, reason = "bodies are written in place")]
    pub fn body(self, body: Markup) -> Markup {
        let enctype = self.multipart.then_some("multipart/form-data");
        html! {
            form id=[self.id] method="post" action=(self.action) enctype=[enctype] novalidate
                data-guard[self.guarded] {
                (self.ui.form_fields())
                (body)
            }
        }
    }
}

/// A form that only asks: sent with GET, its values in the address. `keep`
/// names the present query's parameters that stay.
pub fn get_form(ui: &Ui, action: &str, keep: &[&str], body: &Markup) -> Markup {
    html! {
        form method="get" action=(action) {
            @for name in keep {
                @if let Some(value) = ui.param(name) {
                    input type="hidden" name=(name) value=(value);
                }
            }
            (body)
        }
    }
}

/// Everything wrong with a form, each linked to its field; nothing when all is
/// well. [`crate::Page::errors`] puts it on top of the page.
pub fn error_summary(ui: &Ui, errors: &FormErrors) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.notice.bad.summary role="alert" tabindex="-1" data-focus {
                h2 { (ui.ta("web-form-errors", &[("count", errors.len().into())])) }
                ul {
                    @for error in errors.iter() {
                        @let text = match &error.label {
                            Some(label) => ui.ta("web-form-error-of", &[("label", label.into()), ("text", (&error.text).into())]),
                            None => error.text.clone(),
                        };
                        li {
                            @if error.field.is_empty() { (text) }
                            @else {
                                a href=(format!("#{}", field_id(&error.field))) { (text) }
                            }
                        }
                    }
                }
            }
        }
    }
}
