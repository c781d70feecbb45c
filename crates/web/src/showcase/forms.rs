//! Everything one fills in. Sending it empty shows every error.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{d, tabs};
use crate::{
    Form, FormErrors, Html, Ui, Values,
    components::{
        Span, button, button_secondary, checkbox, checkboxes, date, email, file, form, number,
        password, radios, search, select, tabs as tab_bar, text, textarea,
    },
    see_other,
};

const ACTION: &str = "/components/forms";

#[derive(Debug, serde::Deserialize)]
pub(super) struct Ask {
    name: String,
    purpose: String,
    #[serde(rename = "days")]
    _days: u32,
    mode: Mode,
    agree: bool,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Api,
    Batch,
    File,
}

pub(super) async fn show(ui: Ui) -> Html {
    let values = ui.typed(ACTION).or(Values::from_iter([
        ("days", "30"),
        ("items", "1"),
        ("cycle", "daily"),
        ("code", "307021009007/000012"),
    ]));
    page(&ui, &values, &FormErrors::new())
}

pub(super) async fn submit(ui: Ui, form: Form<Ask>) -> Response {
    let (values, parsed) = form.into_parts();
    if values.has("draft") {
        return see_other(ACTION).success("web-saved", &[]).into_response();
    }
    let mut errors = FormErrors::new();
    match parsed {
        Ok(ask) => {
            errors.require(!ask.name.is_empty(), "name", || d(&ui, "form-name-missing"));
            errors.require(ask.purpose.len() > 5, "purpose", || d(&ui, "form-purpose-missing"));
            errors.require(ask.agree || ask.mode == Mode::Api, "agree", || {
                d(&ui, "form-agree-missing")
            });
            if errors.is_empty() {
                return see_other(ACTION)
                    .success("web-demo-form-sent", &[("name", ask.name.into())])
                    .into_response();
            }
        }
        Err(shape) => errors.extend(shape),
    }
    let errors = errors.labelled([("days", d(&ui, "form-days")), ("mode", d(&ui, "form-mode"))]);
    page(&ui, &values, &errors).into_response()
}

fn page(ui: &Ui, values: &Values, errors: &FormErrors) -> Html {
    ui.page("web-demo-form")
        .crumb("/components", ui.t("web-components"))
        .errors(errors)
        .narrow()
        .body(html! {
            (tab_bar(ui, &ui.t("web-components"), &tabs(ui)))
            (form(ui, ACTION).body(fields(ui, values, errors)))
        })
}

fn fields(ui: &Ui, values: &Values, errors: &FormErrors) -> Markup {
    html! {
        (text(ui, "name", d(ui, "form-name")).hint(d(ui, "form-name-hint"))
            .span(Span::Medium).autocomplete("name").filled(values, errors))
        (text(ui, "phone", d(ui, "form-phone")).optional().span(Span::Medium)
            .autocomplete("tel").inputmode("tel").filled(values, errors))
        (email(ui, "mail", d(ui, "form-mail")).optional().filled(values, errors))
        (text(ui, "code", d(ui, "form-code")).readonly().span(Span::Medium).filled(values, errors))
        (number(ui, "days", d(ui, "form-days")).suffix(d(ui, "form-days-unit")).filled(values, errors))
        (date(ui, "from", d(ui, "form-from")).optional().filled(values, errors))
        (textarea(ui, "purpose", d(ui, "form-purpose")).hint(d(ui, "form-purpose-hint"))
            .max_chars(500).filled(values, errors))
        (radios(ui, "mode", d(ui, "form-mode"))
            .option("api", d(ui, "form-mode-api"))
            .option("batch", d(ui, "form-mode-batch"))
            .option_hint("file", d(ui, "form-mode-file"), d(ui, "form-mode-file-hint"))
            .filled(values, errors))
        (checkboxes(ui, "items", d(ui, "form-items"))
            .options([("1", d(ui, "form-item-1")), ("2", d(ui, "form-item-2"))])
            .inline().optional().filled(values, errors))
        (select(ui, "cycle", d(ui, "form-cycle")).blank(d(ui, "form-choose"))
            .options([("daily", d(ui, "form-daily")), ("monthly", d(ui, "form-monthly"))])
            .optional().filled(values, errors))
        (search(ui, "find", ui.t("web-search")).optional().filled(values, errors))
        (file(ui, "consent", d(ui, "form-file"), ".pdf,.jpg,.png")
            .hint(d(ui, "form-file-hint")).optional().filled(values, errors))
        (password(ui, "password", d(ui, "form-password")).optional().filled(values, errors))
        (checkbox(ui, "agree", d(ui, "form-agree"), values, errors))
        div.actions { (button(d(ui, "submit"))) (button_secondary(d(ui, "draft")).named("draft", "yes")) }
    }
}
