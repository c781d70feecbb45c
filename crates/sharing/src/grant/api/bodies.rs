//! The documents that come in to and go out of `/api/v1/grants`.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::{Cause, GrantMove, Misuse, Relinquishment, ServiceChange};
use crate::{
    disposal::{Disposal, Method},
    usage_record::{Usage, UsageRecord},
};

/// A grant.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// Its number.
    pub id: i64,
    /// The request it answers.
    pub request: i64,
    /// The code of the entry it opens.
    pub entry: String,
    /// Where its rows are read.
    pub rows: String,
    /// The agency that provides.
    pub owner: i64,
    /// The agency that may use.
    pub grantee: i64,
    /// For which matter and purpose.
    pub purpose: String,
    /// The items, each with its mask: `none`, `redact`, `keep-ends:3:4`, ….
    pub items: BTreeMap<String, String>,
    /// Which rows; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub condition: Option<zt_lake::RowCondition>,
    /// `interface`, `batch` or `file`.
    pub mode: &'static str,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// What it is worth today: `upcoming`, `in_force`, `expired`, `suspended`,
    /// `revoked`, `terminated` or `relinquished`.
    pub status: &'static str,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    pub granted_at: Timestamp,
    /// Whether a proposal to end or change the service stands.
    pub proposal: bool,
    /// Send it back with a change to be told when somebody else was faster.
    pub version: i64,
}

/// Which grants to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `grantee` (the default): your agency may use. `owner`: your agency provides.
    pub role: Option<String>,
    /// Only those older than this number.
    pub before: Option<i64>,
    /// At most so many; 50 unless said, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// A page of grants, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantListView {
    /// The grants.
    pub items: Vec<GrantView>,
    /// Where the next page begins: its `before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}

/// A change of a grant, by its name and what it needs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "action", deny_unknown_fields)]
pub enum ChangeBody {
    /// Stop its use for misuse, at once (art. 27).
    Suspend {
        /// `beyond_scope`, `beyond_purpose` or `third_party`.
        misuse: Misuse,
        /// What was found.
        reasons: String,
        /// The last day to rectify.
        #[schema(value_type = String, format = Date)]
        rectify_by: Date,
    },
    /// Report what was put right.
    Rectify {
        /// What was done.
        report: String,
    },
    /// Let it be used again.
    Resume,
    /// End it because the misuse wasn't rectified.
    Terminate {
        /// What was found.
        reasons: String,
    },
    /// Propose to end the service.
    ProposeEnd {
        /// The cause.
        cause: Cause,
        /// The reasons.
        reasons: String,
    },
    /// Propose to leave out items, or to end sooner.
    ProposeNarrowing {
        /// The cause.
        cause: Cause,
        /// The reasons.
        reasons: String,
        /// Items that would no longer be given.
        without: Vec<String>,
        /// The new last day.
        #[schema(value_type = String, format = Date)]
        until: Date,
    },
    /// Agree to the proposal.
    Agree,
    /// Object to the proposal.
    Object {
        /// Why.
        reasons: String,
    },
    /// Take the proposal back.
    Drop,
    /// Carry the agreed proposal out under the authority's filing.
    File {
        /// The number of the filing.
        filing: String,
    },
    /// Give the grant up.
    Relinquish {
        /// `purpose_met`, `purpose_unattainable` or `no_longer_necessary`.
        why: Relinquishment,
    },
}

impl From<ChangeBody> for GrantMove {
    fn from(body: ChangeBody) -> Self {
        match body {
            ChangeBody::Suspend { misuse, reasons, rectify_by } => {
                Self::Suspend { misuse, reasons, rectify_by }
            }
            ChangeBody::Rectify { report } => Self::Rectify { report },
            ChangeBody::Resume => Self::Resume,
            ChangeBody::Terminate { reasons } => Self::Terminate { reasons },
            ChangeBody::ProposeEnd { cause, reasons } => {
                Self::Propose { change: ServiceChange::End, cause, reasons }
            }
            ChangeBody::ProposeNarrowing { cause, reasons, without, until } => {
                Self::Propose { change: ServiceChange::Narrow { without, until }, cause, reasons }
            }
            ChangeBody::Agree => Self::Agree,
            ChangeBody::Object { reasons } => Self::Object { reasons },
            ChangeBody::Drop => Self::Drop,
            ChangeBody::File { filing } => Self::File { filing },
            ChangeBody::Relinquish { why } => Self::Relinquish { why },
        }
    }
}

/// A usage record.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageRecordView {
    /// Its number.
    pub id: i64,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub usage: Usage,
}

impl From<UsageRecord> for UsageRecordView {
    fn from(record: UsageRecord) -> Self {
        Self { id: record.id.0, at: record.at, usage: record.usage }
    }
}

/// What became of the data.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisposalBody {
    /// `destroyed`, `returned` or `never_stored`.
    pub method: Method,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    pub done_on: Date,
    /// The proof: which copies, by whom, witnessed how.
    pub proof: String,
    /// SHA-256 of the certificate the grantee keeps, in hexadecimal.
    #[serde(default)]
    pub certificate_sha256: String,
}

/// A disposal report.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisposalView {
    /// Its number.
    pub id: i64,
    /// The grant.
    pub grant: i64,
    /// `reported`, `confirmed` or `returned`.
    pub state: &'static str,
}

impl From<&Disposal> for DisposalView {
    fn from(disposal: &Disposal) -> Self {
        let state = (&disposal.state).into();
        Self { id: disposal.id.0, grant: disposal.grant.0, state }
    }
}
