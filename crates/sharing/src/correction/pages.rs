//! The pages of corrections (校核).

use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use zt_catalogue::{Entry, EntryCode};
use zt_kernel::civil_date;
use zt_web::{
    Form, FormErrors, Html, Keyset, PageError, Paging, Ui, Values,
    components::{
        Column, NoticeKind, Tab, Tone, button, button_secondary, description_list, empty, form,
        hidden, link_button_secondary, notice, pagination, select, table, tabs, tag, text,
        textarea,
    },
    see_other,
};

use super::{
    Correction, CorrectionId, CorrectionMove, CorrectionState, Finding, change::RaiseError, store,
};
use crate::{
    Sharing,
    http::{form_errors, page_error, sentence},
    rule::RuleKind,
    share_request::pages::{Clock, clock, due_tag, name, title},
};

/// Rows on a page.
const SHOWN: u32 = 50;

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/corrections", get(list))
        .route("/corrections/new", get(begin).post(raise))
        .route("/corrections/{id}", get(show).post(answer))
}

pub(crate) fn state_tag(ui: &Ui, correction: &Correction) -> Markup {
    let tone = match correction.state {
        CorrectionState::Raised => Tone::Info,
        CorrectionState::Accepted { .. } => Tone::Good,
        CorrectionState::Refused { .. } => Tone::Bad,
        CorrectionState::Withdrawn { .. } => Tone::Neutral,
    };
    let state: &str = (&correction.state).into();
    tag(tone, ui.t(&format!("sharing-correction-{state}")))
}

/// `GET /corrections`: raised by my agency, or for it to answer.
async fn list(State(sharing): State<Sharing>, ui: Ui, paging: Paging) -> Result<Html, PageError> {
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    let to_answer = ui.param("role").is_some_and(|role| role == "owner");
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(CorrectionId);
    let (raiser, owner) = if to_answer { (None, Some(agency)) } else { (Some(agency), None) };
    let filter = store::CorrectionFilter { raiser, owner, state: None, before, limit: SHOWN + 1 };
    let mut found =
        store::page(&sharing.platform.db, &filter).await.map_err(PageError::internal)?;
    let more = found.len() > SHOWN as usize;
    found.truncate(SHOWN as usize);
    let last = found.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let other = if to_answer { "sharing-field-raiser" } else { "sharing-field-owner" };
    let mut rows = table(&ui, ui.t("sharing-corrections-caption"))
        .columns([
            Column::text(ui.t("sharing-field-entry")).wide(),
            Column::text(ui.t("sharing-field-item")),
            Column::text(ui.t(other)),
            Column::text(ui.t("sharing-field-state")),
            Column::text(ui.t("sharing-field-due")),
        ])
        .empty(empty(ui.t("sharing-corrections-empty"), ui.t("sharing-corrections-empty-why")));
    for correction in &found {
        let entry = sharing.entry_of(correction.entry).await.map_err(PageError::internal)?;
        let title = title(&ui, entry.as_ref());
        let period = correction.period(&book).map_err(PageError::internal)?;
        let due = period.reckon(&sharing.platform.calendar).due;
        let agency = if to_answer { correction.raiser } else { correction.owner };
        rows = rows.row([
            html! { a href=(format!("/corrections/{}", correction.id)) { (title) } },
            html! { (correction.finding.item.as_deref().unwrap_or_default()) },
            html! { (name(&names, agency)) },
            state_tag(&ui, correction),
            html! { @if correction.answered_at().is_none() { (due_tag(&ui, due, today)) } },
        ]);
    }
    let views = [("sharing-corrections-raised", None), ("sharing-corrections-owed", Some("owner"))]
        .map(|(label, role)| Tab {
            href: ui.here_with(&[("role", role), ("after", None)]),
            label: ui.t(label),
            count: None,
            current: to_answer == role.is_some(),
        });
    Ok(ui.page("sharing-corrections-title").lead(ui.t("sharing-corrections-lead")).body(html! {
        (tabs(&ui, &ui.t("sharing-corrections-title"), &views))
        (rows)
        (pagination(&ui, found.len()).next(last.as_ref()))
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RaiseForm {
    entry: String,
    row: String,
    item: String,
    shown: String,
    proposed: String,
    explanation: String,
}

async fn wrong_entry(sharing: &Sharing, ui: &Ui, code: &str) -> Result<Entry, PageError> {
    let missing = || PageError::not_found().detail(ui.t("sharing-problem-no-such-entry"));
    let code: EntryCode = code.parse().map_err(|_| missing())?;
    let reader = Some(ui.actor().agency().ok_or_else(PageError::unauthorized)?);
    sharing.entry_by_code(reader, &code).await.map_err(PageError::internal)?.ok_or_else(missing)
}

/// `GET /corrections/new?entry=…&row=…&item=…`.
async fn begin(State(sharing): State<Sharing>, ui: Ui) -> Result<Html, PageError> {
    if ui.actor().account().is_none() {
        return Err(PageError::unauthorized());
    }
    let entry = wrong_entry(&sharing, &ui, &ui.param("entry").unwrap_or_default()).await?;
    let mut start = Values::default();
    for field in ["row", "item", "shown"] {
        start.push(field, ui.param(field).unwrap_or_default());
    }
    let typed = ui.typed("/corrections/new").or(start);
    Ok(raise_page(&ui, &entry, &typed, &FormErrors::new()))
}

/// `POST /corrections/new`.
async fn raise(
    State(sharing): State<Sharing>,
    ui: Ui,
    form: Form<RaiseForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let entry = wrong_entry(&sharing, &ui, typed.get("entry")).await?;
    let errors = match parsed {
        Ok(form) => {
            let finding = Finding {
                row: form.row,
                item: Some(form.item).filter(|item| !item.is_empty()),
                shown: form.shown,
                proposed: form.proposed,
                explanation: form.explanation,
            };
            let now = sharing.platform.clock.now();
            match sharing.raise_correction(ui.actor(), &entry.code, finding, now).await {
                Ok(raised) => {
                    return Ok(see_other(format!("/corrections/{}", raised.id))
                        .success("sharing-correction-sent", &[])
                        .into_response());
                }
                Err(RaiseError::NoSuchEntry) => return Err(PageError::not_found()),
                Err(RaiseError::NoSuchItem { item }) => {
                    FormErrors::one("item", ui.ta("sharing-unknown-item", &[("item", item.into())]))
                }
                Err(RaiseError::Unexplained) => {
                    FormErrors::one("explanation", sentence(&ui, "unexplained"))
                }
                Err(RaiseError::NotAReader) => {
                    return Err(PageError::forbidden().detail(sentence(&ui, "not_a_reader")));
                }
                Err(RaiseError::Change(error)) => form_errors(&ui, error)?,
            }
        }
        Err(errors) => errors,
    };
    Ok(raise_page(&ui, &entry, &typed, &errors).into_response())
}

fn raise_page(ui: &Ui, entry: &Entry, typed: &Values, errors: &FormErrors) -> Html {
    let items = entry.items.iter().map(|item| (item.name.clone(), item.label.clone()));
    ui.page("sharing-raise-correction")
        .crumb(zt_catalogue::path_of(&entry.code), entry.title(ui.lang()))
        .lead(ui.t("sharing-raise-lead"))
        .narrow()
        .errors(errors)
        .body(html! {
            (form(ui, "/corrections/new").body(html! {
                (hidden("entry", &entry.code.slug()))
                (text(ui, "row", ui.t("sharing-field-row")).hint(ui.t("sharing-field-row-hint")).filled(typed, errors))
                (select(ui, "item", ui.t("sharing-field-item"))
                    .blank(ui.t("sharing-whole-row")).options(items).optional().filled(typed, errors))
                (text(ui, "shown", ui.t("sharing-field-shown")).optional().filled(typed, errors))
                (text(ui, "proposed", ui.t("sharing-field-proposed")).optional().filled(typed, errors))
                (textarea(ui, "explanation", ui.t("sharing-field-explanation"))
                    .hint(ui.t("sharing-field-explanation-hint")).rows(4).filled(typed, errors))
                div.actions { (button(ui.t("sharing-raise-correction"))) }
            }))
        })
}

/// `GET /corrections/{id}`.
async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let found = sharing
        .correction(ui.actor(), CorrectionId(id))
        .await
        .map_err(|error| page_error(&ui, error))?;
    let typed = ui.typed(&format!("/corrections/{id}"));
    page(&sharing, &ui, &found, &typed, &FormErrors::new()).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    answer: String,
    text: String,
}

/// `POST /corrections/{id}`.
async fn answer(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<AnswerForm>,
) -> Result<Response, PageError> {
    let id = CorrectionId(id);
    let (typed, parsed) = form.into_parts();
    let form = parsed.unwrap_or_default();
    let action = match form.answer.as_str() {
        "accept" => CorrectionMove::Accept { done: form.text },
        "withdraw" => CorrectionMove::Withdraw,
        _ => CorrectionMove::Refuse { reasons: form.text },
    };
    let now = sharing.platform.clock.now();
    match sharing.move_correction(ui.actor(), id, action, now).await {
        Ok(_) => Ok(see_other(format!("/corrections/{id}"))
            .success("sharing-correction-answered", &[])
            .into_response()),
        Err(error) => {
            let errors = form_errors(&ui, error)?;
            let found =
                sharing.correction(ui.actor(), id).await.map_err(|error| page_error(&ui, error))?;
            Ok(page(&sharing, &ui, &found, &typed, &errors).await?.into_response())
        }
    }
}

async fn page(
    sharing: &Sharing,
    ui: &Ui,
    correction: &Correction,
    typed: &Values,
    errors: &FormErrors,
) -> Result<Html, PageError> {
    let entry = sharing.entry_of(correction.entry).await.map_err(PageError::internal)?;
    let names = sharing.names(ui).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let raised = civil_date(correction.raised_at);
    let period = correction.period(&book).map_err(PageError::internal)?;
    let rule =
        book.find(RuleKind::Correction, &correction.region, raised).map_err(PageError::internal)?;
    let running = Clock {
        title_key: "sharing-clock-correction",
        rule,
        reckoning: period.reckon(&sharing.platform.calendar),
        done: correction.answered_at().map(civil_date),
    };
    let title = title(ui, entry.as_ref());
    let finding = &correction.finding;
    let agency = ui.actor().agency();
    let open = correction.state == CorrectionState::Raised;
    Ok(ui
        .page_titled(ui.ta("sharing-correction-of", &[("entry", title.into())]))
        .crumb("/corrections", ui.t("sharing-corrections-title"))
        .beside_title(state_tag(ui, correction))
        .errors(errors)
        .body(html! {
            (outcome(ui, correction))
            (description_list()
                .item(ui.t("sharing-field-raiser"), name(&names, correction.raiser))
                .item(ui.t("sharing-field-owner"), name(&names, correction.owner))
                .item(ui.t("sharing-field-row"), &finding.row)
                .item_if(ui.t("sharing-field-item"), finding.item.as_ref())
                .item_if(ui.t("sharing-field-shown"), Some(&finding.shown).filter(|text| !text.is_empty()))
                .item_if(ui.t("sharing-field-proposed"), Some(&finding.proposed).filter(|text| !text.is_empty()))
                .item(ui.t("sharing-field-explanation"), &finding.explanation))
            (clock(ui, &running, today))
            @if open && agency == Some(correction.owner) {
                (form(ui, format!("/corrections/{}", correction.id)).body(html! {
                    (textarea(ui, "text", ui.t("sharing-field-answer"))
                        .hint(ui.t("sharing-field-answer-hint")).rows(3).filled(typed, errors))
                    div.actions {
                        (button(ui.t("sharing-correction-accept")).named("answer", "accept"))
                        (button_secondary(ui.t("sharing-correction-refuse")).named("answer", "refuse"))
                    }
                }))
            }
            @if open && agency == Some(correction.raiser) {
                (form(ui, format!("/corrections/{}", correction.id)).unguarded().body(html! {
                    div.actions { (button_secondary(ui.t("sharing-withdraw")).named("answer", "withdraw")) }
                }))
            }
            @if !open && agency == Some(correction.raiser) {
                (link_button_secondary(
                    format!("/disputes/new?correction={}", correction.id),
                    ui.t("sharing-dispute"),
                ))
            }
        }))
}

fn outcome(ui: &Ui, correction: &Correction) -> Markup {
    let said = |kind, key, day: Date, text: &str| {
        let arguments = [("day", day.into()), ("text", text.into())];
        notice(ui, kind, ui.ta(key, &arguments))
    };
    match &correction.state {
        CorrectionState::Accepted { at, done, .. } => {
            said(NoticeKind::Success, "sharing-correction-accepted-on", civil_date(*at), done)
        }
        CorrectionState::Refused { at, reasons, .. } => {
            said(NoticeKind::Error, "sharing-correction-refused-on", civil_date(*at), reasons)
        }
        CorrectionState::Raised | CorrectionState::Withdrawn { .. } => html! {},
    }
}
