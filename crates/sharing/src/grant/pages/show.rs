//! One grant: what it allows, how to use it, what was used, how it ends.

use axum::extract::{Path, State};
use jiff::civil::Date;
use maud::{Markup, html};
use zt_catalogue::Entry;
use zt_kernel::{GrantId, civil_date};
use zt_web::{
    Html, PageError, Ui,
    components::{
        Column, NoticeKind, button, button_secondary, code, columns, description_list, empty, form,
        link_button, link_button_secondary, notice_with, table, text,
    },
};

use super::{
    super::{Grant, Proposal, ProposalAnswer, ServiceChange, Standing, Status, store},
    list::{countdown, status_tag},
};
use crate::{
    Sharing, condition, disposal,
    disposal::DisposalState,
    http::{page_error, slug},
    share_request::pages::{Names, name, worded},
    usage_record, words,
};

/// `GET /grants/{id}`.
pub(super) async fn show(
    State(sharing): State<Sharing>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let grant =
        sharing.grant(ui.actor(), GrantId(id)).await.map_err(|error| page_error(&ui, error))?;
    let db = &sharing.platform.db;
    let entry = sharing.entry_of(grant.entry).await.map_err(PageError::internal)?;
    let entry = entry.map(|entry| worded(&sharing, &ui, entry));
    let names = sharing.names(&ui).await.map_err(PageError::internal)?;
    let reads = store::reads(db, grant.id).await.map_err(PageError::internal)?;
    let records =
        sharing.usage_records(ui.actor(), grant.id).await.map_err(|e| page_error(&ui, e))?;
    let disposals = disposal::store::of_grant(db, grant.id).await.map_err(PageError::internal)?;
    let today = civil_date(sharing.platform.clock.now());
    let book = sharing.rules().await.map_err(PageError::internal)?;
    let region = sharing.region_of(grant.grantee).await.map_err(PageError::internal)?;
    let kept: Vec<Option<Date>> =
        records.iter().map(|record| record.keep_until(&book, &region).ok()).collect();
    let title = entry.as_ref().map_or_else(|| ui.t("sharing-entry-gone"), |e| e.name.clone());
    let grantee = ui.actor().agency() == Some(grant.grantee);
    let (parent, label) = if grantee {
        ("/grants", ui.t("sharing-grants-title"))
    } else {
        ("/grants/given", ui.t("sharing-given-title"))
    };
    Ok(ui
        .page_titled(ui.ta("sharing-grant-of", &[("entry", title.into())]))
        .within(parent)
        .crumb(parent, label)
        .beside_title(status_tag(&ui, grant.status(today)))
        .actions(actions(&ui, &grant, today))
        .body(html! {
            (standing(&ui, &grant))
            @if let Some(proposal) = &grant.proposal { (proposed(&ui, &grant, proposal)) }
            (facts(&ui, &grant, entry.as_ref(), &names, today))
            (items(&ui, &grant, entry.as_ref()))
            @if grantee && grant.status(today) == Status::InForce {
                (how_to_call(&ui, &grant, entry.as_ref()))
            }
            (used(&ui, &reads))
            (recorded(&ui, &records, &kept))
            (disposed(&ui, &grant, &disposals))
        }))
}

fn actions(ui: &Ui, grant: &Grant, today: Date) -> Markup {
    let at = |step: &str| format!("/grants/{}/{step}", grant.id);
    let agency = ui.actor().agency();
    let operator = ui.actor().has(zt_kernel::Role::Operator);
    let change = |action: &str| format!("/grants/{}/change?action={action}", grant.id);
    html! {
        @if agency == Some(grant.grantee) {
            (link_button(at("usage"), ui.t("sharing-record-usage")))
            @match grant.standing {
                Standing::Active => {
                    (link_button_secondary(change("relinquish"), ui.t("sharing-act-relinquish")))
                }
                Standing::Suspended { .. } => {
                    (link_button_secondary(change("rectify"), ui.t("sharing-act-rectify")))
                }
                _ => {}
            }
            @if grant.calls_for_disposal(today) {
                (link_button_secondary(at("dispose"), ui.t("sharing-dispose")))
            }
        }
        @if agency == Some(grant.owner) || operator {
            @match &grant.standing {
                Standing::Active => {
                    (link_button_secondary(change("suspend"), ui.t("sharing-act-suspend")))
                    @if agency == Some(grant.owner) && grant.proposal.is_none() {
                        (link_button_secondary(change("propose_end"), ui.t("sharing-act-propose-end")))
                        (link_button_secondary(change("propose_narrowing"), ui.t("sharing-act-propose-narrowing")))
                    }
                }
                Standing::Suspended { report, .. } => {
                    @if report.is_some() {
                        (link_button_secondary(change("resume"), ui.t("sharing-act-resume")))
                    }
                    (link_button_secondary(change("terminate"), ui.t("sharing-act-terminate")))
                }
                _ => {}
            }
        }
    }
}

/// How a grant that isn't simply active stands.
fn standing(ui: &Ui, grant: &Grant) -> Markup {
    match &grant.standing {
        Standing::Active => html! {},
        Standing::Suspended { misuse, reasons, rectify_by, report, .. } => {
            let word: &str = (*misuse).into();
            notice_with(
                ui,
                NoticeKind::Warning,
                ui.t("sharing-suspended-title"),
                &html! {
                    (description_list()
                        .item(ui.t("sharing-field-misuse"), ui.t(&format!("sharing-misuse-{}", slug(word))))
                        .item(ui.t("sharing-field-reasons"), reasons)
                        .item(ui.t("sharing-field-rectify-by"), ui.date(*rectify_by))
                        .item_if(ui.t("sharing-field-report"), report.as_ref()))
                },
            )
        }
        Standing::Revoked { cause, reasons, filing, .. } => {
            let word: &str = (*cause).into();
            notice_with(
                ui,
                NoticeKind::Error,
                ui.t("sharing-revoked-title"),
                &html! {
                    (description_list()
                        .item(ui.t("sharing-field-cause"), ui.t(&format!("sharing-cause-{}", slug(word))))
                        .item(ui.t("sharing-field-reasons"), reasons)
                        .item(ui.t("sharing-field-filing"), filing))
                },
            )
        }
        Standing::Terminated { reasons, .. } => notice_with(
            ui,
            NoticeKind::Error,
            ui.t("sharing-terminated-title"),
            &html! { p { (reasons) } },
        ),
        Standing::Relinquished { why, .. } => {
            let word: &str = (*why).into();
            notice_with(
                ui,
                NoticeKind::Info,
                ui.t("sharing-relinquished-title"),
                &html! { p { (ui.t(&format!("sharing-why-{}", slug(word)))) } },
            )
        }
    }
}

fn proposed(ui: &Ui, grant: &Grant, proposal: &Proposal) -> Markup {
    let word: &str = proposal.cause.into();
    let act = format!("/grants/{}/change", grant.id);
    let agency = ui.actor().agency();
    let (owner, grantee) = (agency == Some(grant.owner), agency == Some(grant.grantee));
    let agreed = matches!(proposal.answer, ProposalAnswer::Agreed { .. });
    let what = match &proposal.change {
        ServiceChange::End => ui.t("sharing-proposal-end"),
        ServiceChange::Narrow { without, until } => ui.ta(
            "sharing-proposal-narrow",
            &[("items", without.join(", ").into()), ("until", (*until).into())],
        ),
    };
    let answer = match &proposal.answer {
        ProposalAnswer::Pending => ui.t("sharing-proposal-pending"),
        ProposalAnswer::Agreed { .. } => ui.t("sharing-proposal-agreed"),
        ProposalAnswer::Objected { reasons, .. } => {
            ui.ta("sharing-proposal-objected", &[("reasons", reasons.as_str().into())])
        }
    };
    notice_with(
        ui,
        NoticeKind::Warning,
        ui.t("sharing-proposal-title"),
        &html! {
            (description_list()
                .item(ui.t("sharing-field-proposal"), what)
                .item(ui.t("sharing-field-cause"), ui.t(&format!("sharing-cause-{}", slug(word))))
                .item(ui.t("sharing-field-reasons"), &proposal.reasons)
                .item(ui.t("sharing-field-answer"), answer))
            @if grantee && !agreed {
                (form(ui, &act).unguarded().body(html! {
                    (text(ui, "reasons", ui.t("sharing-object-reasons")).optional())
                    div.actions {
                        (button(ui.t("sharing-act-agree")).named("action", "agree"))
                        (button_secondary(ui.t("sharing-act-object")).named("action", "object"))
                        (link_button_secondary(format!("/disputes/new?grant={}", grant.id), ui.t("sharing-dispute")))
                    }
                }))
            }
            @if owner {
                (form(ui, &act).unguarded().body(html! {
                    @if agreed { (text(ui, "filing", ui.t("sharing-field-filing"))) }
                    div.actions {
                        @if agreed { (button(ui.t("sharing-act-file")).named("action", "file")) }
                        (button_secondary(ui.t("sharing-act-drop")).named("action", "drop"))
                    }
                }))
            }
        },
    )
}

fn facts(ui: &Ui, grant: &Grant, entry: Option<&Entry>, names: &Names, today: Date) -> Markup {
    let mode: &str = grant.mode.into();
    html! {
        (description_list()
            .item_if(ui.t("sharing-field-entry"), entry.map(|entry| html! {
                a href=(zt_catalogue::path_of(&entry.code)) { (entry.name) } " " span.quiet { (entry.code) }
            }))
            .item(ui.t("sharing-field-owner"), name(names, grant.owner))
            .item(ui.t("sharing-field-grantee"), name(names, grant.grantee))
            .item(ui.t("sharing-field-purpose"), &grant.purpose)
            .item(
                ui.t("sharing-field-rows"),
                grant.condition.as_ref().map_or_else(
                    || ui.t("sharing-all-rows"),
                    |rows| condition::words(ui, entry, rows),
                ),
            )
            .item(ui.t("sharing-field-mode"), ui.t(&format!("sharing-mode-{mode}")))
            .item(ui.t("sharing-field-from"), ui.date(grant.term.from))
            .item(ui.t("sharing-field-until"), countdown(ui, grant, today))
            .item(ui.t("sharing-field-request"), html! {
                a href=(format!("/requests/{}", grant.request)) {
                    (ui.ta("sharing-request-number", &[("number", grant.request.to_string().into())]))
                }
            }))
    }
}

fn items(ui: &Ui, grant: &Grant, entry: Option<&Entry>) -> Markup {
    let mut rows = table(ui, ui.t("sharing-granted-items")).columns([
        Column::text(ui.t("sharing-field-item")).wide(),
        Column::text(ui.t("sharing-field-grade")),
        Column::text(ui.t("sharing-field-mask")),
    ]);
    for (item, mask) in &grant.items {
        let known = entry.iter().flat_map(|e| &e.items).find(|known| known.name == *item);
        rows = rows.row([
            html! {
                @match known.map(|known| known.label.as_str()).filter(|label| label != item) {
                    Some(label) => { (label) " " span.quiet { (item) } }
                    None => (item)
                }
            },
            html! { @if let Some(grade) = known.and_then(|known| known.grade) { (words::grade(ui, grade)) } },
            html! { (words::mask(ui, *mask)) },
        ]);
    }
    html! { (rows) }
}

/// A call that works as it stands, once the credential is put in.
fn how_to_call(ui: &Ui, grant: &Grant, entry: Option<&Entry>) -> Markup {
    let Some(entry) = entry else { return html! {} };
    let call = format!(
        "curl -H \"Authorization: Bearer $TOKEN\" -H \"Accept: text/csv\" \\\n  \
         \"$HOST/api/v1/datasets/{}/rows?grant={}&limit=100\"",
        entry.code.slug(),
        grant.id
    );
    html! {
        section {
            h2 { (ui.t("sharing-how-to-call")) }
            p { (ui.t("sharing-how-to-call-lead")) " " a href="/account" { (ui.t("sharing-get-credential")) } }
            (code(ui, &call))
            p.quiet { (ui.t("sharing-how-to-call-forms")) }
            div.actions {
                (link_button_secondary(
                    format!("/api/v1/datasets/{}/rows?grant={}", entry.code.slug(), grant.id),
                    ui.t("sharing-read-now"),
                ))
                (link_button_secondary(
                    format!("/corrections/new?entry={}", entry.code.slug()),
                    ui.t("sharing-raise-correction"),
                ))
                (link_button_secondary(
                    format!("/requests/new?entry={}&grant={}", entry.code.slug(), grant.id),
                    ui.t("sharing-ask-onward"),
                ))
            }
        }
    }
}

fn used(ui: &Ui, reads: &[store::MonthOfReads]) -> Markup {
    html! {
        section id="reads" {
            h2 { (ui.t("sharing-reads-title")) }
            @if reads.is_empty() {
                (empty(ui.t("sharing-reads-empty"), ui.t("sharing-reads-empty-why")))
            } @else {
                @let points: Vec<(String, f64)> = reads.iter().rev().map(|month| {
                    #[expect(clippy::cast_precision_loss, reason = "a chart's height")]
                    (month.month.clone(), month.rows as f64)
                }).collect();
                (columns(ui, ui.t("sharing-reads-chart")).points(points).unit(ui.t("sharing-rows-unit")))
            }
        }
    }
}

/// The usage records, each with the day until which it is kept at least.
fn recorded(ui: &Ui, records: &[usage_record::UsageRecord], kept: &[Option<Date>]) -> Markup {
    let mut rows = table(ui, ui.t("sharing-usage-caption"))
        .caption_hidden()
        .columns([
            Column::text(ui.t("sharing-field-at")),
            Column::text(ui.t("sharing-usage-scenario")),
            Column::text(ui.t("sharing-usage-process")),
            Column::text(ui.t("sharing-usage-effect")),
            Column::text(ui.t("sharing-usage-storage")),
            Column::text(ui.t("sharing-usage-destruction")),
            Column::text(ui.t("sharing-field-keep-until")),
        ])
        .empty(empty(ui.t("sharing-usage-empty"), ui.t("sharing-usage-empty-why")));
    for (record, kept) in records.iter().zip(kept) {
        let usage = &record.usage;
        rows = rows.row([
            ui.time(record.at),
            html! { (usage.scenario) },
            html! { (usage.process) },
            html! { (usage.effect) },
            html! { (usage.storage) },
            html! { (usage.destruction) },
            html! { @if let Some(until) = kept { (ui.date(*until)) } },
        ]);
    }
    html! { section { h2 { (ui.t("sharing-usage-title")) } (rows) } }
}

fn disposed(ui: &Ui, grant: &Grant, disposals: &[disposal::Disposal]) -> Markup {
    let owner = ui.actor().agency() == Some(grant.owner);
    html! {
        @if !disposals.is_empty() {
            section {
                h2 { (ui.t("sharing-disposal-title")) }
                @for each in disposals {
                    @let method: &str = each.report.method.into();
                    @let state: &str = (&each.state).into();
                    (description_list()
                        .item(ui.t("sharing-field-method"), ui.t(&format!("sharing-method-{}", slug(method))))
                        .item(ui.t("sharing-field-done-on"), ui.date(each.report.done_on))
                        .item(ui.t("sharing-field-proof"), &each.report.proof)
                        .item(ui.t("sharing-field-state"), ui.t(&format!("sharing-disposal-{state}")))
                        .item_if(ui.t("sharing-field-certificate"),
                            Some(&each.report.certificate_sha256).filter(|digest| !digest.is_empty())))
                    @if owner && each.state == DisposalState::Reported {
                        (form(ui, format!("/grants/{}/disposals/{}", grant.id, each.id)).unguarded().body(html! {
                            (text(ui, "reasons", ui.t("sharing-return-reasons")).optional())
                            div.actions {
                                (button(ui.t("sharing-confirm")).named("answer", "confirm"))
                                (button_secondary(ui.t("sharing-return")).named("answer", "return"))
                            }
                        }))
                    }
                }
            }
        }
    }
}
