//! The rules in the database.

use zt_store::{Db, FromRow, Row, StoreError, Tx, statements, values};

use super::{Rule, Rulebook};

statements! {
    SELECT_RULES = "select jurisdiction, kind, amount, source, clause, note, effective_from, \
        effective_until, on_notice from sharing_rules order by id";
    COUNT_RULES = "select count(*) from sharing_rules";
    INSERT_RULE = "insert into sharing_rules (jurisdiction, kind, amount, source, clause, note, \
        effective_from, effective_until, on_notice) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        on conflict (jurisdiction, kind, effective_from) do nothing";
}

impl FromRow for Rule {
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            jurisdiction: row.text("jurisdiction")?,
            kind: row.parsed("kind")?,
            amount: row.integer("amount")?,
            source: row.text("source")?,
            clause: row.text("clause")?,
            note: row.text("note")?,
            effective_from: row.date("effective_from")?,
            effective_until: row.opt_date("effective_until")?,
            on_notice: row.parsed("on_notice")?,
        })
    }
}

/// Every rule there is.
pub(crate) async fn load(db: &Db) -> Result<Rulebook, StoreError> {
    Ok(Rulebook { rules: db.fetch_all(SELECT_RULES, values![]).await? })
}

/// Whether no rule has been stored yet.
pub(crate) async fn is_empty(db: &Db) -> Result<bool, StoreError> {
    Ok(db.fetch_one::<i64>(COUNT_RULES, values![]).await? == 0)
}

/// Stores a rule; one of the same place, kind and day stays as it is.
pub(crate) async fn insert(tx: &mut Tx, rule: &Rule) -> Result<(), StoreError> {
    let kind: &str = rule.kind.into();
    let on_notice: &str = rule.on_notice.into();
    let values = values![
        &rule.jurisdiction,
        kind,
        rule.amount,
        &rule.source,
        &rule.clause,
        &rule.note,
        rule.effective_from,
        rule.effective_until,
        on_notice
    ];
    tx.execute(INSERT_RULE, values).await.map(drop)
}
