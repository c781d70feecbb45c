//! The quarantine as a file that a steward opens in a spreadsheet.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use zt_web::{PageError, Ui};

use super::{
    Dataset,
    api::{cells, record},
    pages::found_dataset,
};
use crate::{Lake, LakeError, rows::value::write_value, table::ROW_COLUMN};

/// Quarantined cells per block.
const CELLS_PER_BLOCK: usize = 10_000;

/// `GET /datasets/{code}/quarantine.csv`: all of it, streamed.
pub(super) async fn download(
    State(lake): State<Lake>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    let (dataset, _) = found_dataset(&lake, &ui, &code).await?;
    let decision =
        lake.may_read_quarantine(ui.actor(), &dataset).map_err(|denied| denied.page(&ui))?;
    let count = usize::try_from(dataset.version.bad_cells).ok();
    record(&lake, ui.actor(), "lake.quarantine.read", &dataset, decision.record(), count)
        .await
        .map_err(PageError::internal)?;
    let blocks = stream::unfold(Some(None), move |at: Option<Option<String>>| {
        let (lake, dataset) = (lake.clone(), dataset.clone());
        async move {
            let after = at?;
            let is_first = after.is_none();
            let block = block(&lake, &dataset, after, is_first).await;
            let next = block.as_ref().ok().and_then(|(_, next)| next.clone()).map(Some);
            Some((block.map(|(bytes, _)| bytes), next))
        }
    });
    let mut response = Body::from_stream(blocks.fuse()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"quarantine.csv\""),
    );
    Ok(response)
}

async fn block(
    lake: &Lake,
    dataset: &Dataset,
    after: Option<String>,
    is_first: bool,
) -> Result<(Bytes, Option<String>), LakeError> {
    let page = lake.quarantine(dataset, cells(after, CELLS_PER_BLOCK)).await?;
    let next = page.next();
    let mut text = String::new();
    if is_first {
        text.push_str(ROW_COLUMN);
        for column in &page.columns {
            text.push(',');
            text.push_str(&column.name);
        }
        text.push_str("\r\n");
    }
    let mut value = String::new();
    for part in &page.parts {
        for row in &part.rows {
            write_value(&part.numbers, *row as usize, &mut text);
            for column in &part.columns {
                text.push(',');
                value.clear();
                write_value(column, *row as usize, &mut value);
                push_cell(&value, &mut text);
            }
            text.push_str("\r\n");
        }
    }
    Ok((text.into(), next))
}

/// A cell that a person will open in a spreadsheet. What would begin a formula
/// there is led by an apostrophe: the values come from whoever made the file, and
/// those that broke a rule are the least to be trusted.
fn push_cell(value: &str, text: &mut String) {
    let formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = formula || value.contains([',', '"', '\n', '\r']);
    if quoted {
        text.push('"');
    }
    if formula {
        text.push('\'');
    }
    text.push_str(&value.replace('"', "\"\""));
    if quoted {
        text.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_the_download_is_a_formula_in_a_spreadsheet() {
        for (value, written) in [
            ("甲,\"乙\"", "\"甲,\"\"乙\"\"\""),
            ("=cmd|' /c calc'!A1", "\"'=cmd|' /c calc'!A1\""),
            ("@SUM(1)", "\"'@SUM(1)\""),
            ("-5x", "\"'-5x\""),
            ("3", "3"),
        ] {
            let mut text = String::new();
            push_cell(value, &mut text);
            assert_eq!(text, written);
        }
    }
}
