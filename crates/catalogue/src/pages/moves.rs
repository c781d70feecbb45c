//! The buttons that move a version: submit, publish, send back and the others.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use zt_web::{Form, PageError, Ui, see_other};

use crate::{Catalogue, ChangeError, Entry, Target};

#[derive(serde::Deserialize)]
pub struct Move {
    #[serde(default)]
    revision: Option<i64>,
    #[serde(default)]
    reason: String,
}

/// What a button asks for: which version, and why.
async fn asked(
    catalogue: &Catalogue,
    ui: &Ui,
    code: &str,
    form: Form<Move>,
) -> Result<(Target, String), PageError> {
    let entry = super::working_version(catalogue, ui, code).await?;
    let (_, parsed) = form.into_parts();
    let Move { revision, reason } = parsed.map_err(|_| PageError::bad_request())?;
    Ok((Target { entry: entry.id, revision }, reason))
}

#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
/// Leads on from a move: to the part of the entry's pages named by `to`, with the
/// notice of `key`.
fn done(
    ui: &Ui,
    moved: Result<Entry, ChangeError>,
    to: &str,
    key: &str,
) -> Result<Response, PageError> {
    let entry = moved.map_err(|error| super::failed(ui, error))?;
    let to = format!("{}{to}", super::path_of(&entry.code));
    Ok(see_other(to).success(key, &[]).into_response())
}

type At = Path<String>;
type In = State<Catalogue>;

pub async fn submit(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, _) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.submit(ui.actor(), target, catalogue.platform().now()).await;
    done(&ui, moved, "/edit", "catalogue-submitted")
}

pub async fn publish(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, _) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.publish(ui.actor(), target, catalogue.platform().now()).await;
    done(&ui, moved, "", "catalogue-published")
}

pub async fn send_back(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, reason) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.send_back(ui.actor(), target, &reason, catalogue.platform().now()).await;
    done(&ui, moved, "/edit", "catalogue-sent-back")
}

pub async fn extend(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, _) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.extend(ui.actor(), target, catalogue.platform().now()).await;
    done(&ui, moved, "/edit", "catalogue-extended")
}

pub async fn revise(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, _) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.revise(ui.actor(), target.entry, catalogue.platform().now()).await;
    done(&ui, moved, "/edit", "catalogue-revised")
}

pub async fn withdraw(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, reason) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.withdraw(ui.actor(), target, &reason, catalogue.platform().now()).await;
    done(&ui, moved, "/versions", "catalogue-withdrawn-done")
}

pub async fn discard(
    ui: Ui,
    State(catalogue): In,
    Path(code): At,
    form: Form<Move>,
) -> Result<Response, PageError> {
    let (target, reason) = asked(&catalogue, &ui, &code, form).await?;
    let moved = catalogue.discard(ui.actor(), target, &reason, catalogue.platform().now()).await;
    done(&ui, moved, "/versions", "catalogue-discarded")
}
