//! The items a request asks for, as whoever decides sees them: what the catalogue
//! says of each, and its first values as the requester would see them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use maud::{Markup, html};
use zt_catalogue::{Entry, Item};
use zt_web::{
    Ui,
    components::{Column, leaves, table},
};

use super::super::ShareRequest;
use crate::{
    Sharing,
    rows::preview::{self, Preview},
};

/// Items on a page of the decision.
const SHOWN: usize = 20;

pub(super) async fn items(
    sharing: &Sharing,
    ui: &Ui,
    request: &ShareRequest,
    entry: &Entry,
    now: Timestamp,
) -> Markup {
    let asked = &request.application.scope.items;
    let asked: Vec<&Item> = entry.items.iter().filter(|it| asked.contains(&it.name)).collect();
    let caption = ui.ta("sharing-items-caption", &[("count", asked.len().into())]);
    let part = leaves(ui, "asked", caption.clone(), asked.len(), SHOWN);
    let shown = &asked[part.range()];
    let preview = preview::of_request(sharing, ui, entry, shown, request, now).await;
    let grounds: BTreeSet<&str> = shown.iter().filter_map(|item| item.sharing.ground()).collect();
    html! {
        section id="asked" {
            (table(ui, caption)
                .columns([
                    Column::text(ui.t("sharing-field-item")),
                    Column::text(ui.t("sharing-field-sharing")),
                    Column::text(ui.t("sharing-field-grade")),
                    Column::text(ui.t("sharing-field-mask")),
                    Column::text(ui.t("sharing-preview-title")).wide(),
                ])
                .rows(shown.iter().map(|item| row(ui, item, &preview))))
            (part)
            @match &preview {
                Preview::Values(_) => p.quiet { (ui.t("sharing-preview-caption")) }
                Preview::Nothing(why) => (why)
            }
            @if !grounds.is_empty() {
                h3 { (ui.t("sharing-grounds")) }
                ul { @for ground in grounds { li { (ground) } } }
            }
        }
    }
}

fn row(ui: &Ui, item: &Item, preview: &Preview) -> [Markup; 5] {
    let kind: &str = item.sharing.kind().into();
    let values = match preview {
        Preview::Values(values) => values.get(&item.name).map(|values| values.join(" · ")),
        Preview::Nothing(_) => None,
    };
    [
        html! { (item.label) @if item.label != item.name { " " span.quiet { (item.name) } } },
        html! { (ui.t(&format!("sharing-type-{kind}"))) },
        html! { @if let Some(grade) = item.grade { (crate::words::grade(ui, grade)) } },
        html! { (crate::words::mask(ui, item.mask)) },
        html! { (values.unwrap_or_default()) },
    ]
}
