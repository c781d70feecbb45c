//! The pages of datasets: versions, quality, profile, where they come from, and
//! the quarantine.

use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use maud::{Markup, html};
use zt_kernel::DatasetId;
use zt_web::{
    Html, Keyset, PageError, Paging, Ui,
    components::{
        Column, NoticeKind, Tab, bar, columns, description_list, empty, link_button_secondary,
        notice, pagination, spark, stat, stats, table, tabs,
    },
};

use super::{
    Dataset, Version,
    api::{cells, find, record},
    download,
};
use crate::{
    Lake,
    http::page_error,
    import::pages::{found, number},
    rows::value::write_value,
};

/// Datasets on a page.
const SHOWN: u32 = 30;
/// Versions on a page.
const VERSIONS_SHOWN: u32 = 20;
/// Quarantined cells on a page.
const CELLS_SHOWN: usize = 50;
/// Columns with a chart of their own.
const CHARTS_SHOWN: usize = 12;

/// The routes.
pub(crate) fn router() -> Router<Lake> {
    Router::new()
        .route("/datasets", get(list))
        .route("/datasets/{code}", get(show))
        .route("/datasets/{code}/quarantine", get(quarantine))
        .route("/datasets/{code}/quarantine.csv", get(download::download))
}

/// `GET /datasets`: what the agency holds here.
async fn list(State(lake): State<Lake>, ui: Ui, paging: Paging) -> Result<Html, PageError> {
    let agency = ui.actor().agency().ok_or_else(PageError::unauthorized)?;
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(DatasetId);
    let mut datasets =
        lake.datasets(Some(agency), before, SHOWN + 1).await.map_err(PageError::internal)?;
    let more = datasets.len() > SHOWN as usize;
    datasets.truncate(SHOWN as usize);
    let next = datasets.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let mut rows = table(&ui, ui.t("lake-datasets"))
        .columns([
            Column::text(ui.t("lake-field-dataset")).wide(),
            Column::number(ui.t("lake-field-version")),
            Column::number(ui.t("lake-field-rows")),
            Column::number(ui.t("lake-field-quarantined")),
            Column::text(ui.t("lake-field-published")),
        ])
        .caption_hidden()
        .empty(empty(ui.t("lake-datasets-empty"), ui.t("lake-datasets-empty-why")));
    for dataset in &datasets {
        let entry = lake.catalogue().latest(dataset.entry).await.map_err(PageError::internal)?;
        let Some(entry) = entry else { continue };
        let version = &dataset.version;
        rows = rows.row([
            html! { a href=(format!("/datasets/{}", entry.code.slug())) { (entry.title(ui.lang())) } },
            html! { (version.number) },
            html! { (number(&ui, version.rows)) },
            html! { (number(&ui, version.quarantined_rows)) },
            ui.time(version.published_at),
        ]);
    }
    Ok(ui.page("lake-datasets").lead(ui.t("lake-datasets-lead")).body(html! {
        (rows) (pagination(&ui, datasets.len()).next(next.as_ref()))
    }))
}

pub(super) async fn found_dataset(
    lake: &Lake,
    ui: &Ui,
    code: &str,
) -> Result<(Dataset, zt_catalogue::Entry), PageError> {
    let dataset = find(lake, ui.actor(), code).await.map_err(|error| page_error(ui, error))?;
    let entry = lake.catalogue().latest(dataset.entry).await.map_err(PageError::internal)?;
    Ok((dataset, entry.ok_or_else(PageError::not_found)?))
}

/// The dataset's two faces; nothing to choose for whoever may not see the quarantine.
fn views(ui: &Ui, code: &str, quarantine: bool, cells: u64) -> Markup {
    let tab = |path: &str, label: &str, count, current| Tab {
        href: format!("/datasets/{code}{path}"),
        label: ui.t(label),
        count,
        current,
    };
    tabs(
        ui,
        &ui.t("lake-field-dataset"),
        &[
            tab("", "lake-view-profile", None, !quarantine),
            tab("/quarantine", "lake-view-quarantine", Some(cells), quarantine),
        ],
    )
}

/// `GET /datasets/{code}`: versions, quality, profile, lineage.
async fn show(
    State(lake): State<Lake>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let (dataset, entry) = found_dataset(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_profile(ui.actor(), &dataset).map_err(|denied| denied.page(&ui))?;
    let versions = lake.versions(dataset.id, VERSIONS_SHOWN).await.map_err(PageError::internal)?;
    record(&lake, ui.actor(), "lake.profile.read", &dataset, decision.record(), None)
        .await
        .map_err(PageError::internal)?;
    let version = &dataset.version;
    let opens_cells = lake.may_read_quarantine(ui.actor(), &dataset).is_ok();
    let quarantined = stat(ui.t("lake-field-quarantined"), number(&ui, version.quarantined_rows));
    let body = html! {
        @if opens_cells { (views(&ui, &code, false, version.bad_cells)) }
        (stats([
            stat(ui.t("lake-field-rows"), number(&ui, version.rows)),
            stat(ui.t("lake-field-good-share"), ui.format().percent(version.good_share())),
            if opens_cells { quarantined.rows(format!("/datasets/{code}/quarantine")) } else { quarantined },
            stat(ui.t("lake-field-version"), version.number.to_string()),
        ]))
        (quality(&ui, version))
        (found::columns(&ui, &version.facts.profiles))
        (charts(&ui, version))
        (history(&ui, &versions))
        (lineage(&lake, &ui, &dataset))
    };
    Ok(ui
        .page_titled(entry.title(ui.lang()))
        .crumb("/datasets", ui.t("lake-datasets"))
        .actions(html! {
            (link_button_secondary(zt_catalogue::path_of(&entry.code), ui.t("lake-to-entry")))
        })
        .body(body))
}

#[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
pub(crate) fn quality(ui: &Ui, version: &Version) -> Markup {
    if version.facts.breaches.is_empty() {
        return notice(ui, NoticeKind::Success, ui.t("lake-quality-clean"));
    }
    let mut breaches: Vec<_> = version.facts.breaches.iter().collect();
    breaches.sort_by_key(|breach| std::cmp::Reverse(breach.cells));
    let points = breaches.iter().take(20).map(|breach| {
        let error = ui.t(&format!("lake-error-{}", breach.error));
        (format!("{} · {error}", breach.column), breach.cells as f64)
    });
    html! {
        (bar(ui, ui.t("lake-quality")).unit(ui.t("lake-unit-cells")).decimals(0).points(points))
    }
}

/// The most frequent values of the columns that have few.
#[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
fn charts(ui: &Ui, version: &Version) -> Markup {
    let telling = version
        .facts
        .profiles
        .iter()
        .filter(|profile| profile.top.len() > 1 && profile.distinct * 2 < version.rows);
    html! {
        @for profile in telling.take(CHARTS_SHOWN) {
            (columns(ui, profile.name.clone()).decimals(0).points(
                profile.top.iter().map(|top| (top.value.clone(), top.count as f64)),
            ))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the height of a line")]
fn history(ui: &Ui, versions: &[Dataset]) -> Markup {
    let mut rows = table(ui, ui.t("lake-versions")).columns([
        Column::text(ui.t("lake-field-version")),
        Column::text(ui.t("lake-field-published")),
        Column::number(ui.t("lake-field-rows")),
        Column::number(ui.t("lake-field-quarantined")),
        Column::text(ui.t("lake-field-file")).wide(),
    ]);
    for Dataset { version, .. } in versions {
        rows = rows.row([
            html! { (version.number) },
            ui.time(version.published_at),
            html! { (number(ui, version.rows)) },
            html! { (number(ui, version.quarantined_rows)) },
            html! { (version.facts.source.file_name) },
        ]);
    }
    let line = versions
        .iter()
        .rev()
        .map(|dataset| (dataset.version.number.to_string(), dataset.version.rows as f64));
    html! {
        (rows)
        @if versions.len() > 2 { (spark(ui, ui.t("lake-versions-rows")).decimals(0).points(line)) }
    }
}

fn lineage(lake: &Lake, ui: &Ui, dataset: &Dataset) -> Markup {
    let source = &dataset.version.facts.source;
    let import = source.import.map(|import| {
        let name = ui.ta("lake-import-number", &[("number", import.to_string().into())]);
        html! {
            @if lake.may_import(ui.actor(), dataset.agency).is_ok() {
                a href=(format!("/imports/{import}")) { (name) }
            } @else { (name) }
        }
    });
    html! {
        h2 { (ui.t("lake-lineage")) }
        (description_list()
            .item(ui.t("lake-field-file"), source.file_name.clone())
            .item(ui.t("lake-field-size"), ui.format().size(source.bytes))
            .item(ui.t("lake-field-format"), source.format.clone())
            .item(ui.t("lake-field-encoding"), source.encoding.clone())
            .item_if(ui.t("lake-field-import"), import))
        @for note in &dataset.version.facts.notes {
            (notice(ui, NoticeKind::Info, found::note_text(ui, note)))
        }
    }
}

/// `GET /datasets/{code}/quarantine`: row, column, value, rule.
async fn quarantine(
    State(lake): State<Lake>,
    ui: Ui,
    Path(code): Path<String>,
    paging: Paging,
) -> Result<Html, PageError> {
    let (dataset, entry) = found_dataset(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_quarantine(ui.actor(), &dataset).map_err(|denied| denied.page(&ui))?;
    let after = paging.after.as_ref().and_then(|after| after.text(0)).map(str::to_owned);
    let page = lake
        .quarantine(&dataset, cells(after, CELLS_SHOWN))
        .await
        .map_err(|error| page_error(&ui, error.into()))?;
    let count = Some(page.len());
    record(&lake, ui.actor(), "lake.quarantine.read", &dataset, decision.record(), count)
        .await
        .map_err(PageError::internal)?;
    let mut rows = table(&ui, ui.t("lake-view-quarantine"))
        .columns([
            Column::text(ui.t("lake-field-row")),
            Column::text(ui.t("lake-field-column")),
            Column::text(ui.t("lake-field-value")).wide(),
            Column::text(ui.t("lake-field-error")),
            Column::text(ui.t("lake-field-rule")),
        ])
        .caption_hidden()
        .empty(empty(ui.t("lake-quarantine-empty"), ui.t("lake-quarantine-empty-why")));
    for part in &page.parts {
        for row in &part.rows {
            let cell = |column: usize| {
                let mut text = String::new();
                write_value(&part.columns[column], *row as usize, &mut text);
                text
            };
            rows = rows.row([
                html! { (cell(0)) },
                html! { (cell(1)) },
                html! { (cell(2)) },
                html! { (ui.t(&format!("lake-error-{}", cell(3)))) },
                html! { (rule(&ui, &cell(4))) },
            ]);
        }
    }
    let next = page.next().map(|next| Keyset::new([next.into()]));
    let total = dataset.version.bad_cells;
    let download = link_button_secondary(
        format!("/datasets/{code}/quarantine.csv"),
        ui.t("lake-quarantine-download"),
    );
    Ok(ui
        .page_titled(entry.title(ui.lang()))
        .crumb("/datasets", ui.t("lake-datasets"))
        .lead(ui.t("lake-quarantine-lead"))
        .actions(html! { (download.download()) })
        .body(html! {
            (views(&ui, &code, true, total))
            (rows)
            (pagination(&ui, page.len()).next(next.as_ref()).total(total))
        }))
}

/// A rule in words: the standards know theirs, the engine's own are few.
fn rule(ui: &Ui, rule: &str) -> String {
    match rule {
        "required" => ui.t("lake-rule-required"),
        "encoding" => ui.t("lake-rule-encoding"),
        rule if rule.contains(' ') => rule.to_owned(),
        rule => {
            let (key, value) = zt_standards::Violation::message(rule);
            ui.ta(&key, &[("value", value.into())])
        }
    }
}
