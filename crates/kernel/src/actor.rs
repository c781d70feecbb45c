//! Who acts.

use crate::{AccountId, AgencyId};

/// What an account may be asked to do. An account holds one or more, for one agency.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// 平台运营: the data authority that runs the platform (数据主管部门).
    Operator,
    /// 数据管理员: catalogues and shares what an agency holds.
    Steward,
    /// 用数人员: finds, asks for and uses other agencies' data.
    Officer,
    /// 审计人员: reads the ledger and everything decided; changes nothing.
    Auditor,
}

/// Who stands behind an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody has signed in.
    Anonymous,
    /// A signed-in account, at a page or through the API with its own credential.
    Account {
        /// The account itself.
        id: AccountId,
        /// The agency it acts for.
        agency: AgencyId,
        /// What it may be asked to do.
        roles: Vec<Role>,
    },
    /// The platform's own job, named, for work no person starts.
    System(&'static str),
}

impl Actor {
    /// The agency acted for, if any.
    pub fn agency(&self) -> Option<AgencyId> {
        match self {
            Self::Account { agency, .. } => Some(*agency),
            Self::Anonymous | Self::System(_) => None,
        }
    }

    /// The account, if one has signed in.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { id, .. } => Some(*id),
            Self::Anonymous | Self::System(_) => None,
        }
    }

    /// Whether the actor holds `role`.
    pub fn has(&self, role: Role) -> bool {
        matches!(self, Self::Account { roles, .. } if roles.contains(&role))
    }
}
