//! What was found in an uploaded table shows values, so seeing it is a reading.

use zt_access::Decision;
use zt_kernel::Actor;
use zt_ledger::{AuditEvent, LedgerError, Object};

use super::Import;
use crate::Lake;

/// Tells the ledger that `actor` is about to see what was found in uploaded tables,
/// which are values; when it returns the answer may leave.
pub(super) async fn record_previews(
    lake: &Lake,
    actor: &Actor,
    decision: &Decision,
    imports: &[Import],
) -> Result<(), LedgerError> {
    let object = |import: &Import| Object::new("import", import.id);
    let mut shown = imports.iter().filter(|import| import.body.inspection.is_some()).map(object);
    let Some(first) = shown.next() else { return Ok(()) };
    let now = lake.platform().now();
    let event = AuditEvent::new(now, actor, "lake.import.previewed", first);
    let event = shown.fold(event, AuditEvent::also);
    lake.platform().ledger.append(&event.decision(decision.record())).await?;
    Ok(())
}
