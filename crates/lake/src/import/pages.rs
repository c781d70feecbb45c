//! The import wizard: upload, preview, mapping, then on to grading and publishing.
//!
//! Everything a step decides is kept, so the steward may leave at any time and
//! come back to the same address.

pub(crate) mod found;
mod mapping_form;

use axum::{
    Router,
    extract::{Multipart, Path, State as Held},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::AgencyId;
use zt_web::{
    Form, FormErrors, Html, Keyset, PageError, Paging, Ui, Values,
    components::{
        Column, NoticeKind, Tone, button, button_secondary, empty_with, file, form, link_button,
        link_button_secondary, live, notice, pagination, progress, select, stat, stats, steps,
        table, tag,
    },
    see_other,
};

use super::{Failure, Import, ImportId, State, preview::record_previews};
use crate::{
    Lake, LakeError,
    http::page_error,
    table::reader::ReadOptions,
    upload::{UPLOAD_MAX_BYTES, Upload, UploadError},
};

/// Imports on a page.
const SHOWN: u32 = 30;

/// What the file field offers.
const ACCEPTED: &str = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.gz";

/// Encodings a steward may name; the rest can be named through the API.
pub(crate) const ENCODINGS: [&str; 5] = ["utf-8", "gbk", "gb18030", "big5", "utf-16le"];

/// The routes.
pub(crate) fn router() -> Router<Lake> {
    let limit = usize::try_from(UPLOAD_MAX_BYTES).unwrap_or(usize::MAX);
    Router::new()
        .route("/imports", get(list).post(send).layer(zt_web::layers::body_limit(limit)))
        .route("/imports/new", get(begin))
        .route("/imports/{id}", get(show))
        .route("/imports/{id}/mapping", post(mapping_form::save))
        .route("/imports/{id}/again", post(again))
        .route("/imports/{id}/cancel", post(cancel))
}

#[expect(clippy::result_large_err, reason = "a page's error is built once and answered at once")]
fn own_agency(ui: &Ui) -> Result<AgencyId, PageError> {
    ui.actor().agency().ok_or_else(PageError::unauthorized)
}

fn path(id: ImportId) -> String {
    format!("/imports/{id}")
}

/// `GET /imports`: the agency's imports.
async fn list(Held(lake): Held<Lake>, ui: Ui, paging: Paging) -> Result<Html, PageError> {
    let agency = own_agency(&ui)?;
    let _ = lake.may_import(ui.actor(), agency).map_err(|denied| denied.page(&ui))?;
    let before = paging.after.as_ref().and_then(|after| after.i64(0)).map(ImportId);
    let mut imports =
        lake.imports(agency, before, SHOWN + 1).await.map_err(|error| page_error(&ui, error))?;
    let more = imports.len() > SHOWN as usize;
    imports.truncate(SHOWN as usize);
    let next = imports.last().filter(|_| more).map(|last| Keyset::new([last.id.0.into()]));
    let begin = link_button("/imports/new", ui.t("lake-import-new"));
    let mut rows = table(&ui, ui.t("lake-imports"))
        .columns([
            Column::text(ui.t("lake-field-file")).wide(),
            Column::text(ui.t("lake-field-state")),
            Column::number(ui.t("lake-field-rows")),
            Column::text(ui.t("lake-field-begun")),
        ])
        .caption_hidden()
        .empty(empty_with(
            ui.t("lake-imports-empty"),
            ui.t("lake-imports-empty-why"),
            &html! { (begin) },
        ));
    for import in &imports {
        let count = match &import.state {
            State::Done { rows, .. } => Some(*rows),
            _ => import.body.inspection.as_ref().map(|found| found.rows),
        };
        rows = rows.row([
            html! { a href=(path(import.id)) { (import.body.file_name) } },
            state_tag(&ui, &import.state),
            html! { @if let Some(rows) = count { (number(&ui, rows)) } },
            ui.time(import.created_at),
        ]);
    }
    Ok(ui
        .page("lake-imports")
        .lead(ui.t("lake-imports-lead"))
        .actions(html! { (begin) })
        .body(html! { (rows) (pagination(&ui, imports.len()).next(next.as_ref())) }))
}

pub(crate) fn number(ui: &Ui, value: u64) -> String {
    ui.number(i64::try_from(value).unwrap_or(i64::MAX))
}

fn state_tag(ui: &Ui, state: &State) -> Markup {
    let tone = match state {
        State::Inspecting | State::Loading => Tone::Info,
        State::Inspected => Tone::Warn,
        State::Done { .. } => Tone::Good,
        State::Failed { .. } => Tone::Bad,
        State::Cancelled => Tone::Neutral,
    };
    let name: &str = state.into();
    tag(tone, ui.t(&format!("lake-state-{name}")))
}

/// `GET /imports/new`: the upload form.
async fn begin(Held(lake): Held<Lake>, ui: Ui) -> Result<Html, PageError> {
    let agency = own_agency(&ui)?;
    let _ = lake.may_import(ui.actor(), agency).map_err(|denied| denied.page(&ui))?;
    Ok(upload_page(&ui, &FormErrors::new()))
}

fn upload_page(ui: &Ui, errors: &FormErrors) -> Html {
    let values = Values::default();
    let body = html! {
        (where_am_i(ui, 0, None))
        (form(ui, "/imports").multipart().unguarded().body(html! {
            (file(ui, "file", ui.t("lake-upload-file"), ACCEPTED)
                .hint(ui.t("lake-upload-hint"))
                .filled(&values, errors))
            (button(ui.t("lake-upload-send")))
        }))
    };
    ui.page("lake-import-new")
        .crumb("/imports", ui.t("lake-imports"))
        .lead(ui.t("lake-upload-lead"))
        .errors(errors)
        .narrow()
        .body(body)
}

/// The wizard's steps, with a way back to where one has been.
fn where_am_i(ui: &Ui, current: usize, entry: Option<&str>) -> Markup {
    let labels = ["upload", "preview", "load", "grade", "publish"]
        .map(|step| ui.t(&format!("lake-step-{step}")));
    let grading = entry.map(|entry| format!("{entry}/grading"));
    steps(
        ui,
        current,
        &[
            (&labels[0], None),
            (&labels[1], None),
            (&labels[2], None),
            (&labels[3], grading.as_deref()),
            (&labels[4], entry),
        ],
    )
}

/// `POST /imports`: a form's file, taken as it streams in.
async fn send(
    Held(lake): Held<Lake>,
    ui: Ui,
    mut multipart: Multipart,
) -> Result<Response, PageError> {
    let agency = own_agency(&ui)?;
    let now = lake.platform().now();
    let broken = |_| PageError::bad_request().detail(ui.t("lake-problem-incomplete"));
    while let Some(field) = multipart.next_field().await.map_err(broken)? {
        let name = field.file_name().unwrap_or_default().to_owned();
        if field.name() != Some("file") || name.is_empty() {
            continue;
        }
        let failed = |error: LakeError| page_error(&ui, error);
        let upload =
            lake.begin_upload(ui.actor(), agency, &name, None, now).await.map_err(failed)?;
        let upload = match lake.receive_part(ui.actor(), &upload, 0, field, now).await {
            Ok(upload) => upload,
            Err(LakeError::Upload(UploadError::Broken { .. })) => {
                return Err(PageError::bad_request().detail(ui.t("lake-problem-incomplete")));
            }
            Err(error) => return Err(failed(error)),
        };
        let import = start(&lake, &ui, upload).await.map_err(failed)?;
        return Ok(see_other(path(import.id)).into_response());
    }
    let errors = FormErrors::one("file", ui.t("lake-upload-missing"));
    Ok(upload_page(&ui, &errors).into_response())
}

async fn start(lake: &Lake, ui: &Ui, upload: Upload) -> Result<Import, LakeError> {
    let now = lake.platform().now();
    let upload = lake.close_upload(ui.actor(), upload, now).await?;
    lake.start_import(ui.actor(), &upload, ReadOptions::default(), now).await
}

async fn find(lake: &Lake, ui: &Ui, id: &str) -> Result<Import, PageError> {
    let agency = own_agency(ui)?;
    let _ = lake.may_import(ui.actor(), agency).map_err(|denied| denied.page(ui))?;
    let id: ImportId = id.parse().map_err(|_| PageError::not_found())?;
    lake.import(id, agency).await.map_err(|error| page_error(ui, error))
}

/// `GET /imports/{id}`: the step the import stands at.
async fn show(Held(lake): Held<Lake>, ui: Ui, Path(id): Path<String>) -> Result<Html, PageError> {
    let import = find(&lake, &ui, &id).await?;
    if matches!(import.state, State::Inspected) {
        let decision =
            lake.may_import(ui.actor(), import.agency).map_err(|denied| denied.page(&ui))?;
        record_previews(&lake, ui.actor(), &decision, std::slice::from_ref(&import))
            .await
            .map_err(PageError::internal)?;
    }
    step(&lake, &ui, &import, &Values::default(), &FormErrors::new()).await
}

async fn step(
    lake: &Lake,
    ui: &Ui,
    import: &Import,
    values: &Values,
    errors: &FormErrors,
) -> Result<Html, PageError> {
    let page = ui
        .page_titled(import.body.file_name.clone())
        .crumb("/imports", ui.t("lake-imports"))
        .beside_title(state_tag(ui, &import.state))
        .errors(errors);
    Ok(match &import.state {
        State::Inspecting => page.refresh(3).body(html! {
            (where_am_i(ui, 1, None)) (running(ui, import, "lake-inspecting"))
        }),
        State::Loading => page.refresh(3).body(html! {
            (where_am_i(ui, 2, None)) (running(ui, import, "lake-loading"))
        }),
        State::Inspected => {
            let body = mapping_form::show(lake, ui, import, values, errors).await?;
            page.body(html! { (where_am_i(ui, 1, None)) (body) })
        }
        State::Done { .. } => {
            let body = done(lake, ui, import).await?;
            page.body(body)
        }
        State::Failed { reason } => {
            page.body(html! { (where_am_i(ui, 1, None)) (failed(ui, import, reason)) })
        }
        State::Cancelled => page.body(html! {
            (notice(ui, NoticeKind::Info, ui.t("lake-cancelled")))
            (link_button("/imports/new", ui.t("lake-import-new")))
        }),
    })
}

/// The bar that grows while a job reads.
fn running(ui: &Ui, import: &Import, label: &str) -> Markup {
    let far = import.progress.unwrap_or_default();
    let total = (far.total_bytes > 0).then_some(far.total_bytes);
    live(
        "progress",
        2,
        html! {
            (progress(ui, ui.t(label), far.bytes, total))
            (stats([
                stat(ui.t("lake-field-rows"), number(ui, far.rows)),
                stat(ui.t("lake-field-quarantined"), number(ui, far.quarantined)),
            ]))
            p { (ui.t("lake-come-back")) }
        },
    )
}

async fn done(lake: &Lake, ui: &Ui, import: &Import) -> Result<Markup, PageError> {
    let State::Done { rows, quarantined, version, .. } = &import.state else {
        return Err(PageError::not_found());
    };
    let entry = match import.entry {
        Some(entry) => lake.catalogue().latest(entry).await.map_err(PageError::internal)?,
        None => None,
    };
    let entry = entry.ok_or_else(PageError::not_found)?;
    let (entry_path, slug) = (zt_catalogue::path_of(&entry.code), entry.code.slug());
    let current = if entry.grade().is_some() { 4 } else { 3 };
    let text = ui.ta(
        "lake-done",
        &[
            ("rows", (*rows).into()),
            ("quarantined", (*quarantined).into()),
            ("version", version.to_string().into()),
        ],
    );
    Ok(html! {
        (where_am_i(ui, current, Some(&entry_path)))
        (notice(ui, NoticeKind::Success, text))
        (stats([
            stat(ui.t("lake-field-rows"), number(ui, *rows)),
            stat(ui.t("lake-field-accepted"), number(ui, rows.saturating_sub(*quarantined))),
            stat(ui.t("lake-field-quarantined"), number(ui, *quarantined))
                .rows(format!("/datasets/{slug}/quarantine")),
        ]))
        p { (ui.t(if entry.is_published() { "lake-done-published" } else { "lake-done-next" })) }
        div.actions {
            @if entry.is_published() {
                (link_button(entry_path.clone(), ui.t("lake-to-entry")))
            } @else {
                (link_button(format!("{entry_path}/grading"), ui.t("lake-to-grading")))
                (link_button_secondary(entry_path.clone(), ui.t("lake-to-entry")))
            }
            (link_button_secondary(format!("/datasets/{slug}"), ui.t("lake-to-dataset")))
        }
    })
}

fn failed(ui: &Ui, import: &Import, reason: &Failure) -> Markup {
    html! {
        (notice(ui, NoticeKind::Error, reason.sentence(ui)))
        p { (ui.t("lake-failed-nothing-lost")) }
        (options_form(ui, import))
    }
}

/// How the file is to be read, where the finding was wrong.
pub(crate) fn options_form(ui: &Ui, import: &Import) -> Markup {
    let options = &import.body.options;
    let delimiter = options.delimiter.map(String::from).unwrap_or_default();
    html! {
        (form(ui, format!("{}/again", path(import.id))).unguarded().body(html! {
            h2 { (ui.t("lake-read-again")) }
            (select(ui, "encoding", ui.t("lake-field-encoding"))
                .blank(ui.t("lake-as-found"))
                .options(ENCODINGS.map(|name| (name, name)))
                .value(options.encoding.clone().unwrap_or_default()).optional())
            (select(ui, "delimiter", ui.t("lake-field-delimiter"))
                .blank(ui.t("lake-as-found"))
                .options([(",", ","), (";", ";"), ("|", "|")])
                .option("tab", ui.t("lake-delimiter-tab"))
                .value(if delimiter == "\t" { "tab".to_owned() } else { delimiter }).optional())
            (button_secondary(ui.t("lake-read-again")))
        }))
        (form(ui, format!("{}/cancel", path(import.id))).unguarded().body(html! {
            (button_secondary(ui.t("lake-cancel")))
        }))
    }
}

/// The fields of [`options_form`].
#[derive(Debug, Deserialize)]
struct Again {
    #[serde(default)]
    encoding: String,
    #[serde(default)]
    delimiter: String,
}

/// `POST /imports/{id}/again`: reads the file with other options.
async fn again(
    Held(lake): Held<Lake>,
    ui: Ui,
    Path(id): Path<String>,
    asked: Form<Again>,
) -> Result<Response, PageError> {
    let import = find(&lake, &ui, &id).await?;
    let (_, asked) = asked.into_parts();
    let asked = asked.map_err(|_| PageError::bad_request())?;
    let options = ReadOptions {
        encoding: Some(asked.encoding).filter(|name| !name.is_empty()),
        delimiter: if asked.delimiter == "tab" {
            Some('\t')
        } else {
            asked.delimiter.chars().next()
        },
        has_header: import.body.options.has_header,
    };
    let now = lake.platform().now();
    let import = lake
        .reinspect(ui.actor(), import, options, now)
        .await
        .map_err(|error| page_error(&ui, error))?;
    Ok(see_other(path(import.id)).into_response())
}

/// `POST /imports/{id}/cancel`.
async fn cancel(
    Held(lake): Held<Lake>,
    ui: Ui,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let import = find(&lake, &ui, &id).await?;
    let now = lake.platform().now();
    lake.cancel_import(ui.actor(), import, now).await.map_err(|error| page_error(&ui, error))?;
    Ok(see_other("/imports").success("lake-cancelled", &[]).into_response())
}
