//! The documents that come in to `/api/v1/share-requests`, and its list.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use zt_catalogue::{BasisKind, SharingMode};
use zt_kernel::GrantId;
use zt_lake::RowCondition;

use super::super::view::ShareRequestView;
use crate::{
    application::{Application, HeadConsent, Kind, OnwardChange},
    scope::Scope,
};

/// What an application states, as a JSON document. Anything may be left out: an
/// incomplete application is received, and everything missing is told at once.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApplicationBody {
    /// The code of the entry, with its slash or its hyphen. Needed to create only.
    pub entry: Option<String>,
    /// 使用依据.
    pub legal_basis: String,
    /// 使用场景.
    pub scenario: String,
    /// 使用范围: names of items of the entry.
    pub items: BTreeSet<String>,
    /// 使用范围: which rows; all when left out.
    #[schema(value_type = Option<Object>)]
    pub condition: Option<RowCondition>,
    /// 共享方式: `interface`, `batch` or `file`.
    #[schema(value_type = Option<String>)]
    pub mode: Option<SharingMode>,
    /// 使用时限: the first day.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// 使用时限: the last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Consent of the head of the requester's sharing office.
    pub head: Option<HeadConsent>,
    /// The grant that doesn't reach, for onward use (art. 25).
    pub grant: Option<i64>,
    /// In what way it doesn't: `wider_scope`, `other_purpose` or `third_party`.
    #[schema(value_type = Option<String>)]
    pub change: Option<OnwardChange>,
    /// Who is to receive the data, when it is a third party.
    pub recipient: String,
    /// The division whose rows are to flow back (art. 24).
    pub region: Option<String>,
    /// Answers to the further material a notice names, in its order. For a
    /// supplement only.
    pub answers: Vec<String>,
    /// Write it down without handing it in.
    pub draft: bool,
}

impl ApplicationBody {
    /// The application, and the answers of a supplement.
    pub(super) fn into_application(self) -> (Application, Vec<String>) {
        let kind = match (self.grant, self.region) {
            (Some(grant), _) => Kind::Onward {
                grant: GrantId(grant),
                change: self.change.unwrap_or(OnwardChange::WiderScope),
                recipient: self.recipient,
            },
            (None, Some(region)) => Kind::ReturnFlow { region },
            (None, None) => Kind::First,
        };
        let application = Application {
            kind,
            legal_basis: self.legal_basis,
            scenario: self.scenario,
            scope: Scope { items: self.items, condition: self.condition },
            mode: self.mode,
            from: self.from,
            until: self.until,
            head: self.head,
        };
        (application, self.answers)
    }
}

/// A consent. What is left out is given as asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentBody {
    /// The items given.
    pub items: Option<BTreeSet<String>>,
    /// A further condition on the rows.
    #[schema(value_type = Option<Object>)]
    pub condition: Option<RowCondition>,
    /// The first day given.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day given.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Why less than asked is given.
    #[serde(default)]
    pub reasons: String,
    /// Consent of the head of the owner's sharing office.
    pub head: HeadConsent,
    /// The version that was looked at.
    pub version: Option<i64>,
}

/// A refusal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusalBody {
    /// What kind of basis it rests on: `law`, `regulation` or `state_council_decision`.
    #[schema(value_type = String)]
    pub basis_kind: BasisKind,
    /// The law, regulation or decision, with its article.
    pub basis: String,
    /// The reasons.
    pub reasons: String,
    /// Consent of the head of the owner's sharing office.
    pub head: HeadConsent,
    /// The version that was looked at.
    pub version: Option<i64>,
}

/// The one notice of what is missing.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeBody {
    /// Material beyond article 20 that is needed to judge.
    pub materials: Vec<String>,
}

/// An extension asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionBody {
    /// Working days.
    pub days: u32,
    /// The special reason.
    pub reason: String,
}

/// Why something is declined or taken back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReasonBody {
    /// The reason.
    pub reason: String,
}

/// Which requests to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `requester` (the default): asked by your agency. `owner`: for your agency to
    /// answer.
    pub role: Option<String>,
    /// Only those standing there.
    pub state: Option<String>,
    /// Only those older than this number.
    pub before: Option<i64>,
    /// At most so many; 50 unless said, 200 at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// A page of requests, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareRequestListView {
    /// The requests.
    pub items: Vec<ShareRequestView>,
    /// Where the next page begins: its `before`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}
