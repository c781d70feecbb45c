//! The pages of disputes.

use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::{GrantId, ShareRequestId};
use zt_web::{
    Form, FormErrors, Html, Keyset, PageError, Paging, Ui, Values,
    components::{
        Column, Tone, button, button_secondary, description_list, empty, event, form, hidden,
        pagination, steps, table, tag, textarea, timeline,
    },
    see_other,
};

use super::{Dispute, DisputeId, DisputeMove, Stage, Subject, store};
use crate::{
    Sharing,
    correction::{self, CorrectionId},
    grant::{self, change::sees_everything},
    http::{form_errors, page_error, slug},
    share_request::{self, pages::name},
};

/// Rows on a page.
const SHOWN: u32 = 50;

/// The routes.
pub(crate) fn router() -> Router<Sharing> {
    Router::new()
        .route("/disputes", get(list))
        .route("/disputes/new", get(begin).post(open))
        .route("/disputes/{id}", get(show).post(act))
}

fn stage_text(ui: &Ui, stage: Stage) -> String {
    let word: &str = stage.into();
    ui.t(&format!("sharing-stage-{}", slug(word)))
}

fn stage_tag(ui: &Ui, stage: Stage) -> Markup {
    let tone = match stage {
        Stage::Consulting => Tone::Info,
        Stage::Authority | Stage::CommonSuperior | Stage::Government => Tone::Warn,
        Stage::Settled => Tone::Good,
    };
    tag(tone, stage_text(ui, stage))
}

fn subject_link(ui: &Ui, subject: Subject) -> Markup {
    let number = subject.number().to_string();
    let arguments = [("number", number.as_str().into())];
    let (href, text) = match subject {
        Subject::Request(id) => {
            (format!("/requests/{id}"), ui.ta("sharing-request-number", &arguments))
        }
        Subject::Grant(id) => (format!("/grants/{id}"), ui.ta("sharing-grant-number", &arguments)),
        Subject::Correction(id) => {
            (format!("/corrections/{id}"), ui.ta("sharing-correction-number", &arguments))
        }
    };
    html! { a href=(href) { (text) } }
}

/// What the dispute is about: the name of the entry behind its subject.
async fn title(sharing: &Sharing, ui: &Ui, dispute: &Dispute) -> Result<String, PageError> {
    let db = &sharing.platform.db;
    let found = match dispute.subject {
        Subject::Request(id) => {
            share_request::store::find(db, id).await.map(|it| it.map(|it| it.entry))
        }
        Subject::Grant(id) => grant::store::find(db, id).await.map(|it| it.map(|it| it.entry)),
        Subject::Correction(id) => {
            correction::store::find(db, id).await.map(|it| it.map(|it| it.entry))
        }
    };
    let entry = match found.map_err(PageError::internal)? {
        Some(entry) => sharing.entry_of(entry).await.map_err(PageError::internal)?,
        None => None,
    };
    let number = dispute.id.to_string();
    Ok(match entry {
        Some(entry) => {
            let entry = entry.title(ui.lang());
            ui.ta("sharing-dispute-over", &[("entry", entry.into())])
        }
        None => ui.ta("sharing-dispute-number", &[("number", number.as_str().into())]),
    })
}

/// `GET /disputes`: my agency's, or those the authority has been called to.
async fn list(State(sharing): State<Sharing>, ui: Ui, paging: Paging) -> Result<Html, PageError> {
    let Some(agency) = ui.actor().agency() else { return Err(PageError::unauthorized()) };
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(DisputeId);
    let db = &sharing.platform.db;
    let found = if sees_everything(ui.actor()) {
        store::called(db, before, SHOWN + 1).await
    } else {
        store::of_party(db, agency, before, SHOWN + 1).await
    };
    let mut found = found.map_err(PageError::internal)?;
    let more = found.len() > SHOWN as usize;
    found.truncate(SHOWN as usize);
    let last = found.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let mut rows = table(&ui, ui.t("sharing-disputes-caption"))
        .columns([
            Column::text(ui.t("sharing-field-dispute")),
            Column::text(ui.t("sharing-field-subject")),
            Column::text(ui.t("sharing-field-opener")),
            Column::text(ui.t("sharing-field-respondent")),
            Column::text(ui.t("sharing-field-stage")),
            Column::text(ui.t("sharing-field-at")),
        ])
        .empty(empty(ui.t("sharing-disputes-empty"), ui.t("sharing-disputes-empty-why")));
    for dispute in &found {
        let number = dispute.id.to_string();
        let title = title(&sharing, &ui, dispute).await?;
        rows = rows.row([
            html! {
                a href=(format!("/disputes/{number}")) { (title) }
            },
            subject_link(&ui, dispute.subject),
            html! { (name(&names, dispute.opener)) },
            html! { (name(&names, dispute.respondent)) },
            stage_tag(&ui, dispute.stage),
            ui.time(dispute.opened_at),
        ]);
    }
    Ok(ui.page("sharing-disputes-title").lead(ui.t("sharing-disputes-lead")).body(html! {
        (rows)
        (pagination(&ui, found.len()).next(last.as_ref()))
    }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OpenForm {
    request: Option<i64>,
    grant: Option<i64>,
    correction: Option<i64>,
    text: String,
}

impl OpenForm {
    fn subject(&self) -> Option<Subject> {
        match (self.request, self.grant, self.correction) {
            (Some(id), _, _) => Some(Subject::Request(ShareRequestId(id))),
            (None, Some(id), _) => Some(Subject::Grant(GrantId(id))),
            (None, None, Some(id)) => Some(Subject::Correction(CorrectionId(id))),
            (None, None, None) => None,
        }
    }
}

/// `GET /disputes/new?request=…`.
async fn begin(ui: Ui) -> Result<Html, PageError> {
    if ui.actor().account().is_none() {
        return Err(PageError::unauthorized());
    }
    let mut start = Values::default();
    for field in ["request", "grant", "correction"] {
        if let Some(number) = ui.param(field) {
            start.push(field, number);
        }
    }
    let typed = ui.typed("/disputes/new").or(start);
    Ok(open_page(&ui, &typed, &FormErrors::new()))
}

/// `POST /disputes/new`.
async fn open(
    State(sharing): State<Sharing>,
    ui: Ui,
    form: Form<OpenForm>,
) -> Result<Response, PageError> {
    let (typed, parsed) = form.into_parts();
    let errors = match parsed {
        Ok(form) => {
            let subject = form.subject().ok_or_else(PageError::not_found)?;
            let now = sharing.platform.clock.now();
            match sharing.open_dispute(ui.actor(), subject, form.text, now).await {
                Ok(dispute) => {
                    return Ok(see_other(format!("/disputes/{}", dispute.id))
                        .success("sharing-dispute-opened", &[])
                        .into_response());
                }
                Err(error) => form_errors(&ui, error)?,
            }
        }
        Err(errors) => errors,
    };
    Ok(open_page(&ui, &typed, &errors).into_response())
}

fn open_page(ui: &Ui, typed: &Values, errors: &FormErrors) -> Html {
    ui.page("sharing-dispute-new")
        .crumb("/disputes", ui.t("sharing-disputes-title"))
        .lead(ui.t("sharing-dispute-new-lead"))
        .narrow()
        .errors(errors)
        .body(html! {
            (form(ui, "/disputes/new").body(html! {
                @for field in ["request", "grant", "correction"] {
                    @if typed.has(field) { (hidden(field, typed.get(field))) }
                }
                (textarea(ui, "text", ui.t("sharing-field-dispute-text"))
                    .hint(ui.t("sharing-field-dispute-text-hint")).rows(5).filled(typed, errors))
                div.actions { (button(ui.t("sharing-dispute-open"))) }
            }))
        })
}

/// `GET /disputes/{id}`.
async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let dispute =
        sharing.dispute(ui.actor(), DisputeId(id)).await.map_err(|error| page_error(&ui, error))?;
    let typed = ui.typed(&format!("/disputes/{id}"));
    page(&sharing, &ui, &dispute, &typed, &FormErrors::new()).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ActForm {
    action: String,
    text: String,
}

/// `POST /disputes/{id}`.
async fn act(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ActForm>,
) -> Result<Response, PageError> {
    let id = DisputeId(id);
    let (typed, parsed) = form.into_parts();
    let ActForm { action, text } = parsed.unwrap_or_default();
    let action = match action.as_str() {
        "escalate" => DisputeMove::Escalate { text },
        "settle" => DisputeMove::Settle { text },
        _ => DisputeMove::Reply { text },
    };
    let now = sharing.platform.clock.now();
    match sharing.move_dispute(ui.actor(), id, action, now).await {
        Ok(_) => Ok(see_other(format!("/disputes/{id}"))
            .success("sharing-dispute-moved", &[])
            .into_response()),
        Err(error) => {
            let errors = form_errors(&ui, error)?;
            let dispute =
                sharing.dispute(ui.actor(), id).await.map_err(|error| page_error(&ui, error))?;
            Ok(page(&sharing, &ui, &dispute, &typed, &errors).await?.into_response())
        }
    }
}

async fn page(
    sharing: &Sharing,
    ui: &Ui,
    dispute: &Dispute,
    typed: &Values,
    errors: &FormErrors,
) -> Result<Html, PageError> {
    let names = sharing.names(ui).await.map_err(PageError::internal)?;
    let number = dispute.id.to_string();
    let second = if dispute.same_level { Stage::Authority } else { Stage::CommonSuperior };
    let ladder = [Stage::Consulting, second, Stage::Government, Stage::Settled];
    let here = ladder.iter().position(|stage| *stage == dispute.stage).unwrap_or(0);
    let labels = ladder.map(|stage| stage_text(ui, stage));
    let labels: Vec<(&str, Option<&str>)> =
        labels.iter().map(|label| (label.as_str(), None)).collect();
    let events = dispute.steps.iter().map(|step| {
        let title = html! { (name(&names, step.agency)) " · " (stage_text(ui, step.stage)) };
        event(Some(step.at), title).body(&step.text)
    });
    let party = ui.actor().agency().is_some_and(|agency| dispute.is_party(agency));
    let opener = ui.actor().agency() == Some(dispute.opener);
    let consulting = dispute.stage == Stage::Consulting;
    let authority = ui.actor().has(zt_kernel::Role::Operator) && !consulting;
    let open = dispute.stage != Stage::Settled;
    let may_escalate = party && open && dispute.stage != Stage::Government;
    let may_settle = (opener && consulting) || (authority && open);
    Ok(ui
        .page_titled(title(sharing, ui, dispute).await?)
        .crumb("/disputes", ui.t("sharing-disputes-title"))
        .beside_title(stage_tag(ui, dispute.stage))
        .errors(errors)
        .body(html! {
            (steps(ui, here, &labels))
            (description_list()
                .item(ui.t("sharing-field-subject"), subject_link(ui, dispute.subject))
                .item(ui.t("sharing-field-opener"), name(&names, dispute.opener))
                .item(ui.t("sharing-field-respondent"), name(&names, dispute.respondent)))
            (timeline(ui, events))
            @if open && (party || authority) {
                (form(ui, format!("/disputes/{number}")).body(html! {
                    (textarea(ui, "text", ui.t("sharing-field-step-text")).rows(4).filled(typed, errors))
                    div.actions {
                        (button(ui.t("sharing-dispute-reply")).named("action", "reply"))
                        @if may_escalate {
                            (button_secondary(ui.t("sharing-dispute-escalate")).named("action", "escalate"))
                        }
                        @if may_settle {
                            (button_secondary(ui.t("sharing-dispute-settle")).named("action", "settle"))
                        }
                    }
                }))
            }
        }))
}
