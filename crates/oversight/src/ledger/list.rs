//! `GET /ledger`: recent events for those who may read them, and for everybody
//! the checkpoint and how to check it.

use axum::extract::State;
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use maud::{Markup, html};
use zt_kernel::Actor;
use zt_ledger::{Entry, Filter, LedgerError, Object, Outcome};
use zt_web::{
    FormErrors, Html, Keyset, PageError, Paging, Ui,
    components::{
        Column, Tone, button, code, date, description_list, empty, get_form, link_button,
        link_button_secondary, pagination, select, table, tag, text,
    },
};

use super::{
    AGENCY,
    reading::{Reach, ledger_error, the_list},
    words::{self, Names},
};
use crate::Oversight;

/// Events to a page.
const SHOWN: u32 = 50;

/// The parts of the platform whose events can be picked, by the first word of
/// their actions.
const AREAS: &[&str] = &["access", "standards", "catalogue", "lake", "sharing", "oversight"];

/// The kinds of objects that can be picked, with an id, to see one object's events.
const KINDS: &[&str] = &[
    "entry",
    "dataset",
    "import",
    "share_request",
    "grant",
    "correction",
    "dispute",
    "disposal",
    "usage_record",
    "element",
    "code_set",
    "agency",
    "account",
    "credential",
    "ledger_event",
];

/// The page.
pub(crate) async fn list(
    State(oversight): State<Oversight>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    let _public = oversight.decide_check(ui.actor()).map_err(|denied| denied.page(&ui))?;
    let reach = oversight.decide_reach(ui.actor());
    let mut errors = FormErrors::new();
    let events = match &reach {
        Ok(reach) => {
            let filter = filter(&ui, reach, &paging, &mut errors);
            Some(events(&oversight, &ui, reach, &filter).await?)
        }
        Err(_) => None,
    };
    let tree = tree(&oversight, &ui).await?;
    let page = ui
        .page("oversight-ledger")
        .lead(ui.t("oversight-ledger-lead"))
        .errors(&errors)
        .actions(link_button_secondary("/ledger/verify", ui.t("oversight-verify")).render());
    Ok(page.body(html! {
        @match &events {
            Some(events) => (events),
            None => (empty(
                ui.t("oversight-events-closed"),
                html! {
                    (ui.t("oversight-events-closed-why"))
                    @if ui.actor() == &Actor::Anonymous {
                        p { (link_button("/sign-in?next=%2Fledger", ui.t("oversight-sign-in"))) }
                    }
                },
            )),
        }
        (tree)
    }))
}

use maud::Render as _;

/// Reads the filter from the page's address. What can't be read is told and left out.
fn filter(ui: &Ui, reach: &Reach, paging: &Paging, errors: &mut FormErrors) -> Filter {
    let given = |name: &str| {
        ui.param(name).map(|value| value.trim().to_owned()).filter(|value| {
            // A NUL is no text to PostgreSQL, and in no event.
            !value.is_empty() && !value.contains('\0')
        })
    };
    let mut filter = Filter { limit: SHOWN, ..Filter::default() };
    filter.action_prefix =
        given("area").filter(|area| AREAS.contains(&area.as_str())).map(|area| format!("{area}."));
    if let (Some(kind), Some(id)) = (given("kind"), given("id")) {
        filter.object = Some(Object::named(kind, id));
    }
    for (name, bound) in [("from", &mut filter.from), ("until", &mut filter.until)] {
        let Some(text) = given(name) else { continue };
        match text.parse::<Date>().ok().and_then(|day| midnight(day, name == "until")) {
            Some(at) => *bound = Some(at),
            None => errors.add(name, ui.t("oversight-bad-date")),
        }
    }
    let before = paging.after.as_ref().and_then(|cursor| cursor.i64(0));
    filter.before_index = before.and_then(|index| u64::try_from(index).ok());
    if let (Reach::Own(_), Some(own)) = (reach, ui.actor().agency()) {
        if given("view").as_deref() == Some("about") {
            filter.object = Some(Object::new(AGENCY, own));
        } else {
            filter.agency = Some(own);
        }
    }
    filter
}

/// The beginning of a day in the country's legal time, or of the day after.
fn midnight(day: Date, after: bool) -> Option<Timestamp> {
    let day = if after { day.checked_add(1.day()).ok()? } else { day };
    let zone = TimeZone::get("Asia/Shanghai").ok()?;
    day.to_zoned_datetime(zone).ok().map(|zoned| zoned.timestamp())
}

/// The filter's form and the list.
async fn events(
    oversight: &Oversight,
    ui: &Ui,
    reach: &Reach,
    filter: &Filter,
) -> Result<Markup, PageError> {
    let (Reach::All(decision) | Reach::Own(decision)) = reach;
    oversight.record_reading(ui.actor(), decision, the_list()).await.map_err(ledger_error)?;
    let entries = oversight.platform.ledger.recent(filter).await.map_err(ledger_error)?;
    let mut names = Names::new(&oversight.platform);
    let mut list = table(ui, ui.t("oversight-events")).columns([
        Column::number(ui.t("oversight-index")),
        Column::text(ui.t("oversight-at")),
        Column::text(ui.t("oversight-actor")),
        Column::text(ui.t("oversight-action")).wide(),
        Column::text(ui.t("oversight-object")),
    ]);
    for Entry { index, event } in &entries {
        let actor = names
            .actor(ui, event)
            .await
            .map_err(|error| ledger_error(LedgerError::Store(error)))?;
        let denied = event.decision.as_ref().is_some_and(|d| d.outcome == Outcome::Deny);
        list = list.row([
            html! { a href={ "/ledger/" (index) } { (index) } },
            ui.time(event.at),
            actor,
            html! {
                (words::action(ui, &event.action))
                @if denied { " " (tag(Tone::Bad, ui.t("oversight-denied"))) }
            },
            words::object(ui, &event.object),
        ]);
    }
    let next = entries
        .last()
        .filter(|_| entries.len() >= SHOWN as usize)
        .and_then(|last| i64::try_from(last.index).ok())
        .map(|index| Keyset::new([index.into()]));
    let nothing = empty(ui.t("oversight-events-none"), ui.t("oversight-events-none-why"));
    Ok(html! {
        (form(ui, reach))
        (list.empty(nothing))
        (pagination(ui, entries.len()).next(next.as_ref()))
    })
}

fn form(ui: &Ui, reach: &Reach) -> Markup {
    let typed = |name: &str| ui.param(name).unwrap_or_default();
    let areas = AREAS.iter().fold(
        select(ui, "area", ui.t("oversight-area")).blank(ui.t("oversight-area-any")),
        |select, area| select.option(*area, ui.t(&format!("oversight-area-{area}"))),
    );
    let kinds = KINDS.iter().fold(
        select(ui, "kind", ui.t("oversight-object-kind")).blank(ui.t("oversight-object-kind-any")),
        |select, kind| select.option(*kind, words::kind(ui, kind)),
    );
    get_form(
        ui,
        "/ledger",
        &[],
        &html! {
            @if let Reach::Own(_) = reach {
                (select(ui, "view", ui.t("oversight-view"))
                    .option("did", ui.t("oversight-view-did"))
                    .option("about", ui.t("oversight-view-about"))
                    .value(typed("view")))
            }
            (areas.optional().value(typed("area")))
            (kinds.optional().value(typed("kind")))
            (text(ui, "id", ui.t("oversight-object-id")).optional().value(typed("id")))
            (date(ui, "from", ui.t("oversight-from")).optional().value(typed("from")))
            (date(ui, "until", ui.t("oversight-until")).optional().value(typed("until")))
            div.actions { (button(ui.t("oversight-filter"))) }
        },
    )
}

/// The checkpoint, the key, and how to check them oneself.
async fn tree(oversight: &Oversight, ui: &Ui) -> Result<Markup, PageError> {
    let ledger = &oversight.platform.ledger;
    let checkpoint = ledger.checkpoint().await.map_err(ledger_error)?;
    Ok(html! {
        section aria-labelledby="tree" {
            h2 id="tree" { (ui.t("oversight-tree")) }
            p { (ui.t("oversight-tree-lead")) }
            @match checkpoint {
                Some(checkpoint) => (description_list()
                    .item(ui.t("oversight-origin"), &checkpoint.origin)
                    .item(ui.t("oversight-size"), ui.number(i64::try_from(checkpoint.size).unwrap_or(i64::MAX)))
                    .item(ui.t("oversight-root"), code(ui, &checkpoint.root.to_string()))
                    .item(ui.t("oversight-key"), code(ui, &ledger.verifier().to_string()))),
                None => p { (ui.t("oversight-tree-none")) },
            }
            h3 { (ui.t("oversight-how")) }
            ol {
                li { (ui.t("oversight-how-key")) }
                li { (ui.t("oversight-how-files")) " " a href="/ledger/checkpoint" { "/ledger/checkpoint" } }
                li { (ui.t("oversight-how-tool")) (code(ui, "zhengtong verify evidence.json")) }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_beijing() {
        let day: Date = "2026-11-25".parse().unwrap();
        assert_eq!(midnight(day, false).unwrap().to_string(), "2026-11-24T16:00:00Z");
        assert_eq!(midnight(day, true).unwrap().to_string(), "2026-11-25T16:00:00Z");
        assert_eq!(midnight("9999-12-31".parse().unwrap(), true), None);
    }
}
