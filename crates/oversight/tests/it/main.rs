//! The ledger's pages and addresses, through every layer the server has.
#![expect(clippy::unwrap_used, reason = "a test that can't go on should panic")]

mod ledger;
mod words;
