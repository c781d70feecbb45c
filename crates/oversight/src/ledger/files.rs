//! The ledger's files as C2SP tlog-tiles has them, for whoever wants to check.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header};
use zt_merkle::{TILE_WIDTH, TileKind, TilePath};
use zt_web::{ETag, PageError, Ui};

use super::reading::{ledger_error, the_event};
use crate::{EntryReaders, Oversight};

/// What stands at a tile's path never changes: a year, as long as caches keep anything.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Events that aren't everybody's stay out of every cache on the way.
const NOT_KEPT: &str = "private, no-store";

/// `GET /ledger/checkpoint`
pub(crate) async fn checkpoint(
    State(oversight): State<Oversight>,
    ui: Ui,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let _public = oversight.decide_check(ui.actor()).map_err(|denied| denied.page(&ui))?;
    let bytes = oversight.platform.ledger.checkpoint_bytes().await.map_err(ledger_error)?;
    let bytes = bytes.ok_or_else(PageError::not_found)?;
    Ok(ETag::of(&bytes).respond(&headers, || text(bytes, "no-cache")))
}

/// `GET /ledger/vkey`: the key the checkpoints are signed with.
pub(crate) async fn vkey(
    State(oversight): State<Oversight>,
    ui: Ui,
) -> Result<Response, PageError> {
    let _public = oversight.decide_check(ui.actor()).map_err(|denied| denied.page(&ui))?;
    let key = format!("{}\n", oversight.platform.ledger.verifier());
    Ok(text(key.into_bytes(), "no-cache"))
}

/// `GET /ledger/tile/…`
///
/// Tiles of hashes are for everybody. Bundles of entries hold the events' whole
/// text; see [`crate::EntryReaders`] for who gets them.
pub(crate) async fn tile(
    State(oversight): State<Oversight>,
    ui: Ui,
    Path(path): Path<String>,
) -> Result<Response, PageError> {
    let _public = oversight.decide_check(ui.actor()).map_err(|denied| denied.page(&ui))?;
    let path: TilePath = format!("tile/{path}").parse().map_err(|_| PageError::not_found())?;
    let reader = match path.kind {
        TileKind::Entries => {
            Some(oversight.decide_entries(ui.actor()).map_err(|denied| denied.page(&ui))?)
        }
        TileKind::Hashes(_) => None,
    };
    let bytes = oversight.platform.ledger.tile(path).await.map_err(ledger_error)?;
    let bytes = bytes.ok_or_else(PageError::not_found)?;
    let mut caching = FOREVER;
    if let Some(decision) = reader.filter(|_| oversight.entries == EntryReaders::Auditors) {
        caching = NOT_KEPT;
        let first = path.index * TILE_WIDTH;
        oversight
            .record_reading(ui.actor(), &decision, the_event(first))
            .await
            .map_err(ledger_error)?;
    }
    let headers =
        [(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, caching)];
    Ok((headers, bytes).into_response())
}

fn text(bytes: Vec<u8>, caching: &'static str) -> Response {
    let kind = "text/plain; charset=utf-8";
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, caching)], bytes).into_response()
}
