//! `GET /ledger/{index}`: one event, with its proof checked on the spot.

use axum::extract::{Path, State};
use maud::{Markup, Render as _, html};
use zt_ledger::{LedgerError, Outcome, ProvedEntry};
use zt_merkle::verify_inclusion;
use zt_web::{
    Html, PageError, Ui,
    components::{NoticeKind, Tone, code, description_list, link_button, notice, tag},
};

use super::{
    reading::{ledger_error, the_event},
    words::{self, Names},
};
use crate::Oversight;

/// The page.
pub(crate) async fn show(
    State(oversight): State<Oversight>,
    ui: Ui,
    Path(index): Path<String>,
) -> Result<Html, PageError> {
    let absent = || {
        PageError::not_found()
            .detail(ui.t("oversight-event-unknown"))
            .action("/ledger", ui.t("oversight-ledger"))
    };
    let index: u64 = index.parse().map_err(|_| absent())?;
    let proved = match oversight.platform.ledger.prove(index).await {
        Err(LedgerError::Read(zt_ledger::ReadError::NoEntry(_))) => return Err(absent()),
        proved => proved.map_err(ledger_error)?,
    };
    let event = &proved.entry.event;
    let decision =
        oversight.decide_read(ui.actor(), index, event).map_err(|denied| denied.page(&ui))?;
    oversight
        .record_reading(ui.actor(), &decision, the_event(index))
        .await
        .map_err(ledger_error)?;
    let actor = Names::new(&oversight.platform)
        .actor(&ui, event)
        .await
        .map_err(|error| ledger_error(LedgerError::Store(error)))?;
    let number = index.to_string();
    let bundle = format!("/api/v1/ledger/bundles/{}", event.id);
    Ok(ui
        .page_titled(words::action(&ui, &event.action))
        .crumb("/ledger", ui.t("oversight-ledger"))
        .lead(ui.ta("oversight-event-lead", &[("number", number.as_str().into())]))
        .actions(link_button(bundle, ui.t("oversight-download")).download().render())
        .body(html! {
            (facts(&ui, &proved, actor))
            (basis(&ui, &proved))
            (proof(&ui, &proved))
            details {
                summary { (ui.t("oversight-leaf")) }
                p { (ui.t("oversight-leaf-why")) }
                pre tabindex="0" { (String::from_utf8_lossy(&event.to_bytes())) }
            }
        }))
}

fn facts(ui: &Ui, proved: &ProvedEntry, actor: Markup) -> Markup {
    let event = &proved.entry.event;
    let mut facts = description_list()
        .item(ui.t("oversight-at"), ui.time(event.at))
        .item(ui.t("oversight-actor"), actor)
        .item(
            ui.t("oversight-action"),
            html! {
                (words::action(ui, &event.action)) " " code { (event.action) }
            },
        )
        .item(ui.t("oversight-object"), words::object(ui, &event.object));
    if !event.also.is_empty() {
        facts = facts.item(
            ui.t("oversight-also"),
            html! {
                ul { @for object in &event.also { li { (words::object(ui, object)) } } }
            },
        );
    }
    for (key, value) in &event.details {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        facts = facts.item(words::detail(ui, key), value);
    }
    facts.item(ui.t("oversight-id"), code(ui, &event.id.to_string())).render()
}

/// What the action was allowed or denied on.
fn basis(ui: &Ui, proved: &ProvedEntry) -> Markup {
    let Some(decision) = &proved.entry.event.decision else { return html! {} };
    let outcome = match decision.outcome {
        Outcome::Allow => tag(Tone::Good, ui.t("oversight-allowed")),
        Outcome::Deny => tag(Tone::Bad, ui.t("oversight-denied")),
    };
    let inputs = serde_json::to_string_pretty(&decision.inputs).unwrap_or_default();
    html! {
        section aria-labelledby="basis" {
            h2 id="basis" { (ui.t("oversight-basis")) }
            (description_list()
                .item(ui.t("oversight-outcome"), outcome)
                .item(ui.t("oversight-rules"), html! {
                    @for rule in &decision.rules { code { (rule) } " " }
                })
                .item(ui.t("oversight-policy"), html! { code { (decision.policy) } })
                .item(ui.t("oversight-inputs"), html! { pre tabindex="0" { (inputs) } }))
        }
    }
}

/// The proof, checked while the page is made.
fn proof(ui: &Ui, proved: &ProvedEntry) -> Markup {
    let ProvedEntry { entry, leaf_hash, proof, size, root } = proved;
    let holds = verify_inclusion(*leaf_hash, entry.index, *size, proof, *root).is_ok();
    let verdict = if holds {
        notice(ui, NoticeKind::Success, ui.t("oversight-proof-holds"))
    } else {
        notice(ui, NoticeKind::Error, ui.t("oversight-proof-fails"))
    };
    let size = i64::try_from(*size).unwrap_or(i64::MAX);
    html! {
        section aria-labelledby="proof" {
            h2 id="proof" { (ui.t("oversight-proof")) }
            (verdict)
            p { (ui.t("oversight-proof-how")) }
            (description_list()
                .item(ui.t("oversight-leaf-hash"), html! { code { (leaf_hash) } })
                .item(ui.t("oversight-size"), ui.number(size))
                .item(ui.t("oversight-root"), html! { code { (root) } }))
            details {
                summary {
                    (ui.ta("oversight-proof-hashes", &[
                        ("count", u32::try_from(proof.len()).unwrap_or(u32::MAX).into()),
                    ]))
                }
                ol { @for hash in proof { li { code { (hash) } } } }
            }
        }
    }
}
