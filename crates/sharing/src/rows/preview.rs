//! A few rows as the requester would see them, for whoever decides.

use jiff::Timestamp;
use maud::{Markup, html};
use serde_json::Value;
use zt_catalogue::Entry;
use zt_lake::{ColumnUse, Format, RowQuery};
use zt_ledger::AuditEvent;
use zt_web::{
    Ui,
    components::{Column, empty, failed, table},
};

use super::serve::{ReadError, dataset_of};
use crate::{Sharing, change::object, share_request::ShareRequest};

/// Rows shown: enough to see what the masks leave.
const SHOWN: usize = 5;

/// The rows a request asks for, masked as a consent would give them. Reading them
/// is an event like any other reading.
pub(crate) async fn of_request(
    sharing: &Sharing,
    ui: &Ui,
    entry: &Entry,
    request: &ShareRequest,
    now: Timestamp,
) -> Markup {
    let columns: Vec<ColumnUse> = entry
        .items
        .iter()
        .filter(|item| request.application.scope.items.contains(&item.name))
        .map(|item| ColumnUse { name: item.name.clone(), mask: item.mask })
        .collect();
    let body = match read(sharing, ui, entry, request, columns, now).await {
        Ok(Some((heads, rows))) => {
            let cells = rows.into_iter().map(|row| row.into_iter().map(|cell| html! { (cell) }));
            html! {
                (table(ui, ui.t("sharing-preview-caption"))
                    .columns(heads.into_iter().map(Column::text))
                    .rows(cells)
                    .empty(empty(ui.t("sharing-preview-empty"), ui.t("sharing-preview-empty-why"))))
            }
        }
        Ok(None) => empty(ui.t("sharing-preview-none"), ui.t("sharing-preview-none-why")),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a preview failed");
            failed(ui, ui.t("sharing-preview-failed"))
        }
    };
    html! { section { h2 { (ui.t("sharing-preview-title")) } (body) } }
}

type Shown = (Vec<String>, Vec<Vec<String>>);

async fn read(
    sharing: &Sharing,
    ui: &Ui,
    entry: &Entry,
    request: &ShareRequest,
    columns: Vec<ColumnUse>,
    now: Timestamp,
) -> Result<Option<Shown>, ReadError> {
    let Some(id) = dataset_of(entry) else { return Ok(None) };
    let Some(dataset) = sharing.lake.dataset(id).await? else { return Ok(None) };
    if columns.is_empty() {
        return Ok(None);
    }
    let heads: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let condition = request.application.scope.condition.clone();
    let query = RowQuery { columns, condition, after: None, limit: SHOWN };
    let page = sharing.lake.rows(&dataset, query).await?;
    let rows = cells(&zt_lake::encode(page, Format::Json)?, &heads);
    let event =
        AuditEvent::new(now, ui.actor(), "sharing.rows.previewed", object("entry", entry.id))
            .also(object("share_request", request.id))
            .also(object("dataset", id))
            .detail("columns", heads.clone())
            .detail("rows", rows.len());
    sharing.platform.ledger.append(&event).await?;
    Ok(Some((heads, rows)))
}

/// The cells of an answer in JSON, row by row, in the order of `heads`.
fn cells(answer: &[u8], heads: &[String]) -> Vec<Vec<String>> {
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let rows = answer["rows"].as_array().map_or(&[][..], Vec::as_slice);
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows.iter().map(|row| heads.iter().map(|head| cell(&row[head.as_str()])).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_in_the_order_of_the_heads_and_nulls_are_empty() {
        let answer = br#"{"rows":[{"_row":1,"b":2,"a":"x"},{"_row":2,"a":null,"b":true}]}"#;
        let heads = ["a".to_owned(), "b".to_owned()];
        assert_eq!(cells(answer, &heads), [["x", "2"], ["", "true"]]);
    }
}
