//! Editing a draft: the entry's own fields, with what is wrong beside each.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use maud::{Markup, html};
use strum::VariantArray as _;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        NoticeKind, button, button_danger, button_secondary, date, form as form_tag, hidden,
        notice_with, select, text, textarea,
    },
    see_other,
};

use super::words::{deadline, finding, remedy, severity_tag, state_tag};
use crate::{
    Catalogue, Cycle, Description, Entry, Format, FormatKind, State as Standing, Target,
    assessment::{Assessment, Assessments, Consent},
    difference::Place,
    lint::{Finding, blocks},
};

#[derive(serde::Deserialize)]
pub struct Edited {
    revision: i64,
    name: String,
    name_en: String,
    #[serde(rename = "abstract")]
    abstract_: String,
    format: FormatKind,
    format_detail: String,
    update_cycle: Cycle,
    related: String,
    secrecy: String,
    secrecy_assessor: String,
    secrecy_on: Option<Date>,
    personal_information: String,
    personal_information_assessor: String,
    personal_information_on: Option<Date>,
    consent: String,
    consent_on: Option<Date>,
}

pub async fn form(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let entry = super::working_version(&catalogue, &ui, &code).await?;
    let findings =
        catalogue.findings(&entry, catalogue.platform().now()).await.map_err(super::internal)?;
    let values = ui.typed(&action(&entry)).or(stored(&entry));
    Ok(page(&ui, &catalogue, &entry, &values, &FormErrors::new(), &findings))
}

pub async fn save(
    ui: Ui,
    State(catalogue): State<Catalogue>,
    Path(code): Path<String>,
    form: Form<Edited>,
) -> Result<Response, PageError> {
    let entry = super::draft(&catalogue, &ui, &code).await?;
    let now = catalogue.platform().now();
    let (values, parsed) = form.into_parts();
    let described = parsed.and_then(|edited| describe(&ui, &entry, edited));
    let (revision, description) = match described {
        Ok(described) => described,
        Err(errors) => {
            let findings = catalogue.findings(&entry, now).await.map_err(super::internal)?;
            return Ok(page(&ui, &catalogue, &entry, &values, &errors, &findings).into_response());
        }
    };
    let target = Target { entry: entry.id, revision: Some(revision) };
    match catalogue.update(ui.actor(), target, description, now).await {
        Ok(entry) => Ok(see_other(action(&entry)).success("catalogue-saved", &[]).into_response()),
        // What was typed stays on the page, over what somebody else saved meanwhile.
        Err(crate::ChangeError::Stale) => {
            let errors = FormErrors::one("name", ui.t("catalogue-stale"));
            let findings = catalogue.findings(&entry, now).await.map_err(super::internal)?;
            Ok(page(&ui, &catalogue, &entry, &values, &errors, &findings).into_response())
        }
        Err(error) => Err(super::failed(&ui, error)),
    }
}

fn action(entry: &Entry) -> String {
    format!("{}/edit", super::path_of(&entry.code))
}

fn describe(ui: &Ui, entry: &Entry, edited: Edited) -> Result<(i64, Description), FormErrors> {
    let mut errors = FormErrors::new();
    let mut related = Vec::new();
    for code in edited.related.split_whitespace() {
        match code.parse() {
            Ok(code) => related.push(code),
            Err(_) => errors
                .add("related", ui.ta("catalogue-related-malformed", &[("code", code.into())])),
        }
    }
    let mut dated = |text: &str, on: Option<Date>, field: &'static str| -> Option<Date> {
        errors.require(text.trim().is_empty() || on.is_some(), field, || {
            ui.t("catalogue-date-missing")
        });
        on.filter(|_| !text.trim().is_empty())
    };
    let secrecy_on = dated(&edited.secrecy, edited.secrecy_on, "secrecy_on");
    let personal_on = dated(
        &edited.personal_information,
        edited.personal_information_on,
        "personal_information_on",
    );
    let consent_on = dated(&edited.consent, edited.consent_on, "consent_on");
    errors.into_result()?;
    let assessment = |conclusion: String, assessor: String, on: Option<Date>| {
        on.map(|on| Assessment { conclusion, assessor, on })
    };
    let description = Description {
        name: edited.name.trim().to_owned(),
        name_en: edited.name_en.trim().to_owned(),
        abstract_: edited.abstract_.trim().to_owned(),
        format: Format { kind: edited.format, detail: edited.format_detail.trim().to_owned() },
        items: entry.items.clone(),
        update_cycle: edited.update_cycle,
        related,
        assessments: Assessments {
            secrecy: assessment(edited.secrecy, edited.secrecy_assessor, secrecy_on),
            personal_information: assessment(
                edited.personal_information,
                edited.personal_information_assessor,
                personal_on,
            ),
            consent: consent_on.map(|on| Consent { head: edited.consent, on }),
        },
    };
    Ok((edited.revision, description))
}

fn stored(entry: &Entry) -> Values {
    let format: &str = entry.format.kind.into();
    let cycle: &str = entry.update_cycle.into();
    let related: Vec<&str> = entry.related.iter().map(AsRef::as_ref).collect();
    let mut values = Values::from_iter([
        ("revision", entry.revision.to_string()),
        ("name", entry.name.clone()),
        ("name_en", entry.name_en.clone()),
        ("abstract", entry.abstract_.clone()),
        ("format", format.to_owned()),
        ("format_detail", entry.format.detail.clone()),
        ("update_cycle", cycle.to_owned()),
        ("related", related.join(" ")),
    ]);
    let assessed = &entry.assessments;
    for (name, assessment) in
        [("secrecy", &assessed.secrecy), ("personal_information", &assessed.personal_information)]
    {
        if let Some(assessment) = assessment {
            values.push(name, assessment.conclusion.clone());
            values.push(format!("{name}_assessor"), assessment.assessor.clone());
            values.push(format!("{name}_on"), assessment.on.to_string());
        }
    }
    if let Some(consent) = &assessed.consent {
        values.push("consent", consent.head.clone());
        values.push("consent_on", consent.on.to_string());
    }
    values
}

fn page(
    ui: &Ui,
    catalogue: &Catalogue,
    entry: &Entry,
    values: &Values,
    errors: &FormErrors,
    findings: &[Finding],
) -> Html {
    let editable = matches!(entry.state, Standing::Draft { .. })
        && catalogue
            .platform()
            .decide(ui.actor(), "catalogue.entry.edit", &crate::change::resource(entry))
            .is_ok();
    ui.page("catalogue-edit-title")
        .within("/catalogue/mine")
        .crumb("/catalogue/mine", ui.t("catalogue-nav-mine"))
        .crumb(super::path_of(&entry.code), entry.title(ui.lang()))
        .beside_title(state_tag(ui, entry))
        .errors(errors)
        .body(html! {
            @if let Standing::Draft { returned: Some(reason) } = &entry.state {
                (notice_with(ui, NoticeKind::Warning, ui.t("catalogue-returned"), &html! { p { (reason) } }))
            }
            @if let Some(due) = catalogue.deadline(entry) { (deadline(ui, &due)) }
            (super::findings::found(ui, entry, findings))
            @if editable { (fields(ui, entry, values, errors, findings)) }
            (super::items::list(ui, catalogue, entry, findings))
            (moves(ui, entry, findings, editable))
        })
}

/// The hint of a field, with what the lint found there.
pub(super) fn beside(ui: &Ui, findings: &[Finding], at: &Place, hint: Option<&str>) -> Markup {
    html! {
        @if let Some(hint) = hint { (ui.t(hint)) }
        @for it in findings.iter().filter(|it| it.place == *at) {
            " " (severity_tag(ui, it.severity)) " " (finding(ui, it)) " " (remedy(ui, it))
        }
    }
}

fn fields(
    ui: &Ui,
    entry: &Entry,
    values: &Values,
    errors: &FormErrors,
    findings: &[Finding],
) -> Markup {
    let hint =
        |field: &'static str, key: Option<&str>| beside(ui, findings, &Place::Field(field), key);
    let formats = FormatKind::VARIANTS.iter().map(|kind| {
        let name: &str = kind.into();
        (name, ui.t(&format!("catalogue-format-{}", name.replace('_', "-"))))
    });
    let cycles = Cycle::VARIANTS.iter().map(|cycle| {
        let name: &str = cycle.into();
        (name, ui.t(&format!("catalogue-cycle-{}", name.replace('_', "-"))))
    });
    let label = |field: &str| super::words::field_name(ui, field);
    let assessment = |name: &'static str| {
        let (assessor, on) = (format!("{name}_assessor"), format!("{name}_on"));
        html! {
            (textarea(ui, name, label(name)).rows(2).hint(hint(name, Some("catalogue-hint-assessment"))).filled(values, errors).optional())
            (text(ui, &assessor, ui.t("catalogue-field-assessor")).filled(values, errors).optional())
            (date(ui, &on, ui.t("catalogue-field-assessed-on")).filled(values, errors).optional())
        }
    };
    html! {
        (form_tag(ui, action(entry)).body(html! {
            (hidden("revision", values.get("revision")))
            (text(ui, "name", label("name")).hint(hint("name", None)).filled(values, errors))
            (text(ui, "name_en", label("name_en")).filled(values, errors).optional())
            (textarea(ui, "abstract", label("abstract")).hint(hint("abstract", Some("catalogue-hint-abstract"))).filled(values, errors).optional())
            (select(ui, "format", label("format")).options(formats).filled(values, errors))
            (text(ui, "format_detail", label("format_detail")).filled(values, errors).optional())
            (select(ui, "update_cycle", label("update_cycle")).hint(hint("update_cycle", None)).options(cycles).filled(values, errors))
            (text(ui, "related", label("related")).hint(ui.t("catalogue-hint-related")).filled(values, errors).optional())
            fieldset {
                legend { (ui.t("catalogue-article-13")) }
                (assessment("secrecy"))
                (assessment("personal_information"))
                (text(ui, "consent", label("consent")).hint(hint("consent", Some("catalogue-hint-consent"))).filled(values, errors).optional())
                (date(ui, "consent_on", ui.t("catalogue-field-consented-on")).filled(values, errors).optional())
            }
            (button(ui.t("catalogue-save")))
        }))
    }
}

/// What can be done with the version as a whole.
fn moves(ui: &Ui, entry: &Entry, findings: &[Finding], editable: bool) -> Markup {
    let page = super::path_of(&entry.code);
    let reviewer = ui.actor().has(zt_kernel::Role::Operator);
    let act = |name: &str, body: Markup| {
        html! { (form_tag(ui, format!("{page}/{name}")).unguarded().body(html! {
            (hidden("revision", &entry.revision.to_string())) (body)
        })) }
    };
    let reason = || html! { (text(ui, "reason", ui.t("catalogue-reason"))) };
    html! {
        @match entry.state {
            Standing::Draft { .. } if editable => {
                @if blocks(findings) { p { (ui.t("catalogue-submit-blocked")) } }
                @else { (act("submit", html! { (button(ui.t("catalogue-submit"))) })) }
                details { summary { (ui.t("catalogue-discard")) }
                    (act("discard", html! { (reason()) (button_danger(ui.t("catalogue-discard"))) }))
                }
            }
            Standing::Draft { .. } if reviewer && entry.version > 1 && !entry.extended => {
                (act("extend", html! { (button_secondary(ui.t("catalogue-extend"))) }))
            }
            Standing::Submitted { .. } if reviewer => {
                (act("publish", html! { (button(ui.t("catalogue-publish"))) }))
                details { summary { (ui.t("catalogue-send-back")) }
                    (act("send-back", html! { (reason()) (button_secondary(ui.t("catalogue-send-back"))) }))
                }
            }
            Standing::Published { .. } if ui.actor().agency() == Some(entry.agency) => {
                (act("revise", html! { (button(ui.t("catalogue-revise"))) }))
                details { summary { (ui.t("catalogue-withdraw")) }
                    (act("withdraw", html! { (reason()) (button_danger(ui.t("catalogue-withdraw"))) }))
                }
            }
            _ => {}
        }
    }
}
