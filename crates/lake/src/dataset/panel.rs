//! What an entry's page in the catalogue shows of its data: how much, how good,
//! how filled its columns are, and where it comes from. Counts only, no values.

use std::sync::{Arc, OnceLock};

use maud::{Markup, html};
use zt_catalogue::{Entry, EntryPanel, panel::Rendering};
use zt_kernel::Actor;
use zt_web::{
    PageError, Ui,
    components::{bar, description_list, link_button_secondary, stat, stats},
};

use super::{Dataset, pages::quality};
use crate::{Lake, import::pages::number};

/// Columns in the chart of how filled they are.
const COLUMNS_SHOWN: usize = 20;

/// The panel. The catalogue is opened before the lake, which stands on it; so the
/// panel is handed over empty and shows itself once [`QualityPanel::fill`] was called.
#[derive(Clone, Default)]
pub struct QualityPanel(Arc<OnceLock<Lake>>);

impl QualityPanel {
    /// A panel that shows nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives it what it shows. Later calls change nothing.
    pub fn fill(&self, lake: Lake) {
        let _ = self.0.set(lake);
    }
}

impl EntryPanel for QualityPanel {
    fn anchor(&self) -> &'static str {
        "quality"
    }

    fn title_key(&self) -> &'static str {
        "lake-panel-title"
    }

    fn render<'a>(&'a self, ui: &'a Ui, entry: &'a Entry) -> Rendering<'a> {
        Box::pin(async move {
            let Some(lake) = self.0.get() else { return Ok(None) };
            let dataset = lake.dataset_of_entry(entry.id).await.map_err(PageError::internal)?;
            Ok(dataset.map(|dataset| render(lake, ui, entry, &dataset)))
        })
    }
}

fn render(lake: &Lake, ui: &Ui, entry: &Entry, dataset: &Dataset) -> Markup {
    let version = &dataset.version;
    let may_look = lake.may_read_profile(ui.actor(), dataset).is_ok();
    let signed_in = *ui.actor() != Actor::Anonymous;
    html! {
        (stats([
            stat(ui.t("lake-field-rows"), number(ui, version.rows)),
            stat(ui.t("lake-field-good-share"), ui.format().percent(version.good_share())),
            stat(ui.t("lake-field-version"), version.number.to_string()),
        ]))
        @if signed_in { (quality(ui, version)) (filled(ui, dataset)) }
        (description_list()
            .item(ui.t("lake-field-published"), ui.time(version.published_at))
            .item(ui.t("lake-field-format"), version.facts.source.format.clone()))
        @if may_look {
            (link_button_secondary(
                format!("/datasets/{}", entry.code.slug()),
                ui.t("lake-to-dataset"),
            ))
        }
    }
}

/// How much of each column is filled, the emptiest first.
#[expect(clippy::cast_precision_loss, reason = "a share")]
fn filled(ui: &Ui, dataset: &Dataset) -> Markup {
    let rows = dataset.version.rows;
    if rows == 0 {
        return html! {};
    }
    let mut shares: Vec<(String, f64)> = dataset
        .version
        .facts
        .profiles
        .iter()
        .map(|profile| {
            let filled = rows.saturating_sub(profile.nulls) as f64 / rows as f64;
            (profile.name.clone(), filled * 100.0)
        })
        .collect();
    shares.sort_by(|a, b| a.1.total_cmp(&b.1));
    shares.truncate(COLUMNS_SHOWN);
    html! { (bar(ui, ui.t("lake-filled")).unit("%").decimals(1).points(shares)) }
}
