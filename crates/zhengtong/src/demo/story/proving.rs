//! What stands in the ledger, and what a stranger can check of it.

use std::path::Path;
use std::time::Duration;

use zt_kernel::ShareRequestId;
use zt_lake::Format;
use zt_ledger::{EventId, Filter, Object, verify_bundle};
use zt_sharing::rows::query::RowsQuery;
use zt_store::Outbox;

use super::StoryError;
use super::sharing::Shared;
use crate::app::App;
use crate::demo::city::City;
use crate::demo::narrator::Narrator;

/// Leaves the evidence of one use and shows that it holds, and that it stops
/// holding when a byte changes.
pub async fn tell(
    app: &App,
    city: &City,
    shared: &Shared,
    folder: &Path,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let ledger = &app.platform.ledger;
    use_once_more(app, city, shared).await?;
    let request = events_about(app, &Object::new("share_request", shared.request)).await?;
    let grant = events_about(app, &Object::new("grant", shared.grant)).await?;
    let mut ids: Vec<EventId> = request.into_iter().chain(grant).collect();
    ids.sort_unstable();
    ids.dedup();
    let bundle = ledger.bundle(&ids).await?;
    let bytes = bundle.to_bytes();
    let evidence = folder.join("evidence");
    std::fs::create_dir_all(&evidence).map_err(StoryError::Evidence)?;
    let file = evidence.join(format!("share-request-{}.json", ShareRequestId(shared.request.0)));
    std::fs::write(&file, &bytes).map_err(StoryError::Evidence)?;
    let verified = verify_bundle(&bytes);
    let size = verified.as_ref().map_or(0, |verified| verified.size);
    narrator.check(
        verified.is_ok(),
        "zhengtong-demo-evidence",
        &[
            ("file", file.display().to_string().into()),
            ("events", ids.len().into()),
            ("size", size.into()),
        ],
    );
    let changed = (0..bytes.len()).step_by(bytes.len().div_ceil(CHANGES_TRIED).max(1));
    let (mut tried, mut noticed, mut sentence) = (0_usize, 0_usize, String::new());
    for position in changed {
        let mut forged = bytes.clone();
        forged[position] ^= 1;
        tried += 1;
        if let Err(fault) = verify_bundle(&forged) {
            noticed += 1;
            sentence = fault.to_string();
        }
    }
    narrator.check(
        tried == noticed,
        "zhengtong-demo-forgery",
        &[("tried", tried.into()), ("sentence", sentence.into())],
    );
    Ok(())
}

/// One more reading, and the wait until it can be found in the ledger. It is ordered
/// after all that was changed before it, so then everything else is found too.
async fn use_once_more(app: &App, city: &City, shared: &Shared) -> Result<(), StoryError> {
    let platform = &app.platform;
    platform.ledger.wake();
    while Outbox::backlog(&platform.db).await?.waiting > 0 {
        tokio::time::sleep(BACKLOG_LOOK).await;
    }
    let query = RowsQuery { limit: Some(1), ..RowsQuery::default() };
    let officer = city.officer("swju")?;
    let now = platform.now();
    let code = &shared.entry.code;
    let answer = app.sharing.read_rows(&officer, code, &query, Format::Json, now).await?;
    platform.ledger.settle(&answer.event).await?;
    Ok(())
}

/// How often it is looked whether changes still wait to be ordered.
const BACKLOG_LOOK: Duration = Duration::from_millis(20);

/// How many changed bytes the story tries, spread over the file. The tests of the
/// ledger try every one.
const CHANGES_TRIED: usize = 200;

async fn events_about(app: &App, object: &Object) -> Result<Vec<EventId>, StoryError> {
    let filter = Filter { object: Some(object.clone()), ..Filter::default() };
    let entries = app.platform.ledger.recent(&filter).await?;
    Ok(entries.into_iter().map(|entry| entry.event.id).collect())
}
