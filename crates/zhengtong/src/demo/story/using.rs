//! A grantee reads through the API with its own credential, and others don't.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt as _;
use zt_access::{Credentials, NewCredential};
use zt_catalogue::Entry;
use zt_sharing::correction::{CorrectionMove, Finding};

use super::StoryError;
use super::sharing::{Shared, Texts};
use crate::app::App;
use crate::demo::city::City;
use crate::demo::narrator::Narrator;

/// The most a page of the demo's rows takes, in bytes.
const BODY_MAX: usize = 8 << 20;

/// How long the demo's credential lives, in days.
const CREDENTIAL_DAYS: u32 = 30;

/// A program that calls the API.
struct Program {
    router: Router,
    bearer: Option<String>,
}

impl Program {
    async fn get(&self, path: &str, accept: &str) -> Result<(StatusCode, Vec<u8>), StoryError> {
        let mut request = Request::get(path).header(header::ACCEPT, accept);
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let request = request.body(Body::empty()).map_err(StoryError::Call)?;
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), BODY_MAX).await.map_err(StoryError::Answer)?;
        Ok((status, body.to_vec()))
    }

    /// The rows of `entry` as JSON.
    async fn rows(&self, entry: &Entry, query: &str) -> Result<(StatusCode, Value), StoryError> {
        let (status, body) = self.get(&rows_path(entry, query), "application/json").await?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }
}

fn rows_path(entry: &Entry, query: &str) -> String {
    format!("/api/v1/datasets/{}/rows{query}", entry.code.slug())
}

/// Reads under the grant and tells what came; gives the credential.
pub async fn tell(
    app: &App,
    city: &City,
    shared: &Shared,
    narrator: &mut Narrator,
) -> Result<String, StoryError> {
    let bearer = credential(app, city, "swju-officer").await?;
    let program = Program { router: app.router(), bearer: Some(bearer.clone()) };
    granted(&program, shared, narrator).await?;
    formats(&program, shared, narrator).await?;
    let stranger = Program { router: app.router(), bearer: None };
    let (without, _) = stranger.rows(&shared.entry, "").await?;
    let misuser = credential(app, city, "wjw-officer").await?;
    let misuser = Program { router: app.router(), bearer: Some(misuser) };
    let (ended, _) = misuser.rows(&shared.terminated, "").await?;
    let (refused, problem) = program.rows(&shared.refused, "").await?;
    let detail = problem["detail"].as_str().unwrap_or_default();
    narrator.check(
        without == StatusCode::FORBIDDEN
            && refused == StatusCode::FORBIDDEN
            && ended == StatusCode::FORBIDDEN,
        "zhengtong-demo-denied",
        &[
            ("without", without.as_u16().into()),
            ("refused", refused.as_u16().into()),
            ("ended", ended.as_u16().into()),
            ("detail", detail.into()),
        ],
    );
    Ok(bearer)
}

/// A credential of that account's own.
async fn credential(app: &App, city: &City, username: &str) -> Result<String, StoryError> {
    let account = city.account(username)?;
    let new = NewCredential {
        label: zt_web::i18n::text(zt_web::Lang::Zh, "zhengtong-demo-credential"),
        days: CREDENTIAL_DAYS,
    };
    let (_, bearer) = Credentials::new(&app.platform)
        .issue(&account.actor(), account, new, app.platform.now())
        .await?;
    Ok(bearer.reveal().to_owned())
}

/// Only the granted items and rows, masked, page after page to the end.
async fn granted(
    program: &Program,
    shared: &Shared,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let (column, values) = &shared.narrowed;
    let (mut rows, mut pages, mut foreign, mut items) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut query = "?limit=100".to_owned();
    loop {
        let (status, page) = program.rows(&shared.entry, &query).await?;
        let Some(found) = page["rows"].as_array().filter(|_| status == StatusCode::OK) else {
            narrator.check(false, "zhengtong-demo-rows", &[("rows", rows.into())]);
            return Ok(());
        };
        pages += 1;
        rows += found.len();
        let given =
            |row: &&Value| row[column].as_str().is_some_and(|it| values.iter().any(|v| v == it));
        foreign += found.iter().filter(|row| !given(row)).count();
        // Beside the items stands the row's number in its source.
        items = found
            .first()
            .and_then(Value::as_object)
            .map_or(items, |row| row.keys().filter(|name| *name != "_row").count());
        match page["next"].as_str() {
            Some(next) if pages < 100 => query = format!("?limit=100&after={next}"),
            _ => break,
        }
    }
    narrator.check(
        rows > 0 && foreign == 0,
        "zhengtong-demo-rows",
        &[("rows", rows.into()), ("pages", pages.into()), ("items", items.into())],
    );
    Ok(())
}

async fn formats(
    program: &Program,
    shared: &Shared,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let path = rows_path(&shared.entry, "?limit=100");
    let (csv_status, csv) = program.get(&path, "text/csv").await?;
    let (parquet_status, parquet) = program.get(&path, "application/vnd.apache.parquet").await?;
    narrator.check(
        csv_status == StatusCode::OK
            && parquet_status == StatusCode::OK
            && parquet.starts_with(b"PAR1"),
        "zhengtong-demo-formats",
        &[("csv", csv.len().into()), ("parquet", parquet.len().into())],
    );
    Ok(())
}

/// What is owed after use: a correction, a record, a disposal with proof.
pub async fn conclude(
    app: &App,
    city: &City,
    shared: &Shared,
    texts: &Texts,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let sharing = &app.sharing;
    let now = || app.platform.now();
    let (officer, owner) = (city.officer("swju")?, city.steward("zjj")?);
    let finding = Finding {
        row: "1".to_owned(),
        item: Some("jzmj".to_owned()),
        explanation: texts.correction.explanation.clone(),
        shown: String::new(),
        proposed: String::new(),
    };
    let raised = sharing.raise_correction(&officer, &shared.entry.code, finding, now()).await?;
    let accept = CorrectionMove::Accept { done: texts.correction.done.clone() };
    let answered = sharing.move_correction(&owner, raised.id, accept, now()).await;
    narrator.check(answered.is_ok(), "zhengtong-demo-correction", &[]);
    sharing.record_usage(&officer, shared.grant, texts.usage.clone(), now()).await?;
    let read = sharing.usage_records(&owner, shared.grant).await?.len();
    narrator.check(read == 1, "zhengtong-demo-usage", &[("records", read.into())]);
    Ok(())
}
