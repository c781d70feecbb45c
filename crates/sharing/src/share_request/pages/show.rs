//! One request, as each of its parties sees it.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use zt_catalogue::Entry;
use zt_kernel::{ShareRequestId, civil_date};
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        NoticeKind, Tone, button_danger, description_list, event, form, link_button,
        link_button_secondary, notice, notice_with, textarea, timeline,
    },
    see_other,
};

use super::{
    super::{Extension, ExtensionAnswer, ShareRequest, State as Stands, change::Step},
    parts::{application, clock, clocks, gaps, item_list, state_tag, worded},
};
use crate::{
    Sharing, condition, grant,
    http::{form_errors, gap_sentence, page_error},
};

/// `GET /requests/{id}`.
pub(super) async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let request = sharing
        .request(ui.actor(), ShareRequestId(id))
        .await
        .map_err(|error| page_error(&ui, error))?;
    let entry = sharing.entry_of(request.entry).await.map_err(PageError::internal)?;
    let entry = entry.map(|entry| worded(&sharing, &ui, entry));
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let given = grant::store::of_request(&sharing.platform.db, request.id)
        .await
        .map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let clocks = clocks(&sharing, &request, &book).map_err(PageError::internal)?;
    let title = entry.as_ref().map_or_else(
        || ui.t("sharing-entry-gone"),
        |entry| ui.ta("sharing-request-for", &[("entry", entry.name.as_str().into())]),
    );
    let (parent, label) = if ui.actor().agency() == Some(request.owner) {
        ("/requests/inbox", ui.t("sharing-inbox-title"))
    } else {
        ("/requests", ui.t("sharing-requests-title"))
    };
    Ok(ui
        .page_titled(title)
        .within(parent)
        .crumb(parent, label)
        .beside_title(state_tag(&ui, &request))
        .actions(actions(&ui, &request))
        .body(html! {
            (outcome(&ui, &request, entry.as_ref(), given.as_ref().map(|grant| grant.id)))
            (application(&ui, &request, entry.as_ref(), &names))
            @for each in &clocks { (clock(&ui, each, today)) }
            section {
                h2 { (ui.t("sharing-history")) }
                (history(&ui, &request))
            }
        }))
}

/// What this visitor can do next.
fn actions(ui: &Ui, request: &ShareRequest) -> Markup {
    let agency = ui.actor().agency();
    let requester = agency == Some(request.requester);
    let owner = agency == Some(request.owner);
    let at = |step: &str| format!("/requests/{}/{step}", request.id);
    let dispute = format!("/disputes/new?request={}", request.id);
    html! {
        @match request.state {
            Stands::Draft if requester => {
                (link_button(at("scope"), ui.t("sharing-go-on")))
                (link_button_secondary(at("withdraw"), ui.t("sharing-withdraw")))
            }
            Stands::AwaitingSupplement if requester => {
                (link_button(at("supplement"), ui.t("sharing-supplement")))
                (link_button_secondary(at("withdraw"), ui.t("sharing-withdraw")))
            }
            Stands::UnderReview if owner => {
                (link_button(at("decide"), ui.t("sharing-decide")))
            }
            Stands::UnderReview if requester => {
                (link_button_secondary(at("withdraw"), ui.t("sharing-withdraw")))
            }
            Stands::Refused { .. } if requester => {
                (link_button_secondary(dispute, ui.t("sharing-dispute")))
            }
            Stands::Consented { .. } if owner => {
                (form(ui, at("provide")).unguarded().body(html! {
                    (zt_web::components::button(ui.t("sharing-mark-provided")))
                }))
            }
            _ => {}
        }
    }
}

/// What came of it so far, and what is missing.
fn outcome(
    ui: &Ui,
    request: &ShareRequest,
    entry: Option<&Entry>,
    given: Option<zt_kernel::GrantId>,
) -> Markup {
    match &request.state {
        Stands::Refused { refusal } => notice_with(
            ui,
            NoticeKind::Error,
            ui.t("sharing-refused-title"),
            &html! {
                (description_list()
                    .item(ui.t("sharing-field-basis"), &refusal.basis.citation)
                    .item(ui.t("sharing-field-reasons"), &refusal.reasons))
            },
        ),
        Stands::Consented { consent } | Stands::Provided { consent, .. } => notice_with(
            ui,
            NoticeKind::Success,
            ui.t(if consent.reasons.is_empty() {
                "sharing-consented-all"
            } else {
                "sharing-consented-part"
            }),
            &html! {
                (description_list()
                    .item(
                        ui.t("sharing-field-items"),
                        item_list(&consent.scope.items, entry),
                    )
                    .item_if(
                        ui.t("sharing-field-rows"),
                        consent.scope.condition.as_ref().map(|rows| condition::words(ui, entry, rows)),
                    )
                    .item(
                        ui.t("sharing-field-term"),
                        html! { (ui.date(consent.term.from)) " – " (ui.date(consent.term.until)) },
                    )
                    .item_if(
                        ui.t("sharing-field-reasons"),
                        Some(&consent.reasons).filter(|reasons| !reasons.is_empty()),
                    ))
                @if let Some(grant) = given {
                    div.actions {
                        (link_button(format!("/grants/{grant}"), ui.t("sharing-to-grant")))
                    }
                }
            },
        ),
        Stands::AwaitingSupplement => notice_with(
            ui,
            NoticeKind::Warning,
            ui.t("sharing-notified-title"),
            &html! {
                @if let Some(notice) = &request.notice {
                    ul {
                        @for gap in &notice.gaps { li { (gap_sentence(ui, *gap)) } }
                        @for material in &notice.materials { li { (material) } }
                    }
                }
            },
        ),
        Stands::Draft => match gaps(ui, request) {
            Some(list) => notice_with(ui, NoticeKind::Info, ui.t("sharing-still-missing"), &list),
            None => notice(ui, NoticeKind::Info, ui.t("sharing-draft-complete")),
        },
        Stands::UnderReview | Stands::Withdrawn { .. } => html! {},
    }
}

fn history(ui: &Ui, request: &ShareRequest) -> Markup {
    let mut events = Vec::new();
    if let Some(at) = request.received_at {
        events.push(event(Some(at), ui.t("sharing-event-received")));
    }
    if let Some(notice) = &request.notice {
        events.push(event(Some(notice.at), ui.t("sharing-event-notified")).tone(Tone::Warn));
        if let Some(at) = notice.supplemented_at {
            events.push(event(Some(at), ui.t("sharing-event-supplemented")));
        }
    }
    if let Some(extension) = &request.extension {
        events.extend(extended(ui, extension));
    }
    if let Some((at, _)) = request.replied() {
        let refused = matches!(request.state, Stands::Refused { .. });
        let (key, tone) = if refused {
            ("sharing-event-refused", Tone::Bad)
        } else {
            ("sharing-event-consented", Tone::Good)
        };
        events.push(event(Some(at), ui.t(key)).tone(tone));
    }
    match &request.state {
        Stands::Provided { at, .. } => {
            events.push(event(Some(*at), ui.t("sharing-event-provided")).tone(Tone::Good));
        }
        Stands::Withdrawn { at, reason } => {
            events.push(event(Some(*at), ui.t("sharing-event-withdrawn")).body(reason));
        }
        _ => {}
    }
    if events.is_empty() {
        return html! { p.quiet { (ui.t("sharing-event-none")) } };
    }
    timeline(ui, events)
}

fn extended(ui: &Ui, extension: &Extension) -> Vec<zt_web::components::Event> {
    let days = [("days", extension.days.into())];
    let asked = event(Some(extension.asked_at), ui.ta("sharing-event-extension-asked", &days))
        .body(&extension.reason);
    match &extension.answer {
        ExtensionAnswer::Pending => vec![asked],
        ExtensionAnswer::Agreed { at, .. } => {
            vec![asked, event(Some(*at), ui.ta("sharing-event-extension-agreed", &days))]
        }
        ExtensionAnswer::Declined { at, reason, .. } => {
            vec![asked, event(Some(*at), ui.t("sharing-event-extension-declined")).body(reason)]
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReasonForm {
    reason: String,
}

/// `GET /requests/{id}/withdraw`.
pub(super) async fn ask_withdrawal(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let request = sharing
        .request(ui.actor(), ShareRequestId(id))
        .await
        .map_err(|error| page_error(&ui, error))?;
    let values = ui.typed(&format!("/requests/{id}/withdraw"));
    Ok(withdrawal(&ui, &request, &values, &FormErrors::new()))
}

/// `POST /requests/{id}/withdraw`.
pub(super) async fn withdraw(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
    form: Form<ReasonForm>,
) -> Result<Response, PageError> {
    let id = ShareRequestId(id);
    let (values, parsed) = form.into_parts();
    let reason = parsed.unwrap_or_default().reason;
    let step = Step { actor: ui.actor(), id, seen: None, now: sharing.platform.clock.now() };
    match sharing.withdraw(step, reason).await {
        Ok(_) => Ok(see_other("/requests").success("sharing-withdrawn", &[]).into_response()),
        Err(error) => {
            let errors = form_errors(&ui, error)?;
            let request =
                sharing.request(ui.actor(), id).await.map_err(|error| page_error(&ui, error))?;
            Ok(withdrawal(&ui, &request, &values, &errors).into_response())
        }
    }
}

fn withdrawal(ui: &Ui, request: &ShareRequest, values: &Values, errors: &FormErrors) -> Html {
    let here = format!("/requests/{}", request.id);
    ui.page("sharing-withdraw-title")
        .crumb("/requests", ui.t("sharing-requests-title"))
        .crumb(&here, ui.t("sharing-request"))
        .lead(ui.t("sharing-withdraw-lead"))
        .narrow()
        .errors(errors)
        .body(html! {
            (form(ui, format!("{here}/withdraw")).body(html! {
                (textarea(ui, "reason", ui.t("sharing-field-reason")).optional().filled(values, errors))
                div.actions {
                    (button_danger(ui.t("sharing-withdraw")))
                    (link_button_secondary(here, ui.t("sharing-back")))
                }
            }))
        })
}
