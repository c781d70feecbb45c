//! A few rows as the requester would see them, for whoever decides.

use std::collections::HashMap;

use jiff::Timestamp;
use maud::Markup;
use serde_json::Value;
use zt_catalogue::{Entry, Item};
use zt_lake::{ColumnUse, Format, RowQuery};
use zt_ledger::AuditEvent;
use zt_web::{
    Ui,
    components::{empty, failed},
};

use super::serve::{ReadError, dataset_of};
use crate::{
    Sharing,
    change::object,
    share_request::{ShareRequest, pages::decided},
};

/// Rows read: enough to see what the masks leave.
const ROWS: usize = 3;

/// Characters of a value that are shown.
const VALUE_CHARS: usize = 24;

/// What the requester would see of each item.
pub(crate) enum Preview {
    /// The first values of each item, masked as a consent would give them.
    Values(HashMap<String, Vec<String>>),
    /// Why there is nothing to see.
    Nothing(Markup),
}

/// The first values of `items`, masked as a consent would give them. Reading them
/// is an event like any other reading.
pub(crate) async fn of_request(
    sharing: &Sharing,
    ui: &Ui,
    entry: &Entry,
    items: &[&Item],
    request: &ShareRequest,
    now: Timestamp,
) -> Preview {
    let columns =
        items.iter().map(|item| ColumnUse { name: item.name.clone(), mask: item.mask }).collect();
    match read(sharing, ui, entry, request, columns, now).await {
        Ok(Some((_, rows))) if rows.is_empty() => Preview::Nothing(empty(
            ui.t("sharing-preview-empty"),
            ui.t("sharing-preview-empty-why"),
        )),
        Ok(Some((heads, rows))) => Preview::Values(by_item(heads, &rows)),
        Ok(None) => {
            Preview::Nothing(empty(ui.t("sharing-preview-none"), ui.t("sharing-preview-none-why")))
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "a preview failed");
            Preview::Nothing(failed(ui, ui.t("sharing-preview-failed")))
        }
    }
}

fn by_item(heads: Vec<String>, rows: &[Vec<String>]) -> HashMap<String, Vec<String>> {
    let values = |place: usize| {
        rows.iter().filter_map(|row| row.get(place)).map(|value| clipped(value)).collect()
    };
    heads.into_iter().enumerate().map(|(place, head)| (head, values(place))).collect()
}

fn clipped(value: &str) -> String {
    match value.char_indices().nth(VALUE_CHARS) {
        Some((cut, _)) => format!("{}…", &value[..cut]),
        None => value.to_owned(),
    }
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
    let resource = decided(request);
    let decision = sharing.platform.decide(ui.actor(), "sharing.request.decide", &resource)?;
    let Some(id) = dataset_of(entry) else { return Ok(None) };
    let Some(dataset) = sharing.lake.dataset(id).await? else { return Ok(None) };
    if columns.is_empty() {
        return Ok(None);
    }
    let heads: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let condition = request.application.scope.condition.clone();
    let query = RowQuery { columns, condition, after: None, limit: ROWS };
    let page = sharing.lake.rows(&dataset, query).await?;
    let rows = cells(&zt_lake::encode(page, Format::Json)?, &heads);
    let event =
        AuditEvent::new(now, ui.actor(), "sharing.rows.previewed", object("entry", entry.id))
            .also(object("share_request", request.id))
            .also(object("dataset", id))
            .decision(decision.record())
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
