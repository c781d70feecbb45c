//! Watching over the platform: the ledger's pages and its public addresses.
//!
//! Anybody may fetch the tree and check it (`/ledger/checkpoint`,
//! `/ledger/tile/…`, `/ledger/verify`). What an event says is for those it
//! concerns and for auditors and operators.
//!
//! **Invariant:** an event is shown only after a decision, and that it was shown
//! is itself an event.
//!
//! Deliberately absent: tables of its own, and any change to what is recorded.

mod ledger;

use axum::{
    Router,
    routing::{get, post},
};
use zt_access::{Platform, PolicySource};
use zt_web::{NavItem, Section};

/// This crate's texts.
pub const FLUENT: zt_web::Fluent = zt_web::fluent!();

/// This crate's policies.
pub const POLICY: &str = include_str!("../policy.cedar");

/// What this crate's policies speak of.
pub const POLICY_SCHEMA: &str = include_str!("../policy.cedarschema");

/// This crate's part of the policy.
pub const POLICY_SOURCE: PolicySource =
    PolicySource { name: "oversight", policies: POLICY, schema: POLICY_SCHEMA };

/// The ledger for everybody: its public part needs no account.
pub const NAV: &[NavItem] = &[
    NavItem {
        section: Section::Oversee,
        order: 10,
        path: "/ledger",
        label_key: "oversight-ledger",
        needs: None,
    },
    NavItem {
        section: Section::Oversee,
        order: 20,
        path: "/ledger/verify",
        label_key: "oversight-verify",
        needs: None,
    },
];

/// Who may fetch the bundles of entries, in which events stand with their whole
/// text. The tiles of hashes, from which the tree is checked, are always public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EntryReaders {
    /// Auditors and operators, with a session or a credential. Events carry no
    /// names, but who looked at what and how often is not everybody's business.
    #[default]
    Auditors,
    /// Everybody, as C2SP tlog-tiles asks of a public log.
    Everybody,
}

/// The handle that the routes share.
#[derive(Debug, Clone)]
pub struct Oversight {
    platform: Platform,
    entries: EntryReaders,
}

impl Oversight {
    /// Oversight of a platform.
    pub fn open(platform: Platform, entries: EntryReaders) -> Self {
        Self { platform, entries }
    }
}

/// Pages, C2SP addresses and the API.
pub fn router(oversight: Oversight) -> Router {
    Router::new()
        .route("/ledger", get(ledger::list::list))
        .route("/ledger/checkpoint", get(ledger::files::checkpoint))
        .route("/ledger/vkey", get(ledger::files::vkey))
        .route("/ledger/tile/{*path}", get(ledger::files::tile))
        .route("/ledger/verify", get(ledger::verify::show))
        .route(
            "/ledger/verify",
            post(ledger::verify::check)
                .layer(zt_web::layers::body_limit(ledger::verify::UPLOAD_MAX_BYTES)),
        )
        .route("/ledger/{index}", get(ledger::show::show))
        .route("/api/v1/ledger/bundles/{ids}", get(ledger::api::bundle))
        .with_state(oversight)
}

/// The description of this crate's API routes.
pub fn openapi() -> utoipa::openapi::OpenApi {
    ledger::api::openapi()
}
