//! An item (信息项): one column of a resource, with everything decided about it.
//!
//! Sharing, opening, grade and mask live on each item; those of an entry are
//! derived from its items (see [`crate::Entry`]).

use crate::{DataType, ElementCode};
use zt_kernel::AgencyId;

use crate::{Grade, Mask, Opening, Sharing};

/// Whether a value tells something about a natural person (个人信息保护法,
/// arts. 4 and 28), as the steward declares it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Personal {
    /// No personal information.
    #[default]
    None,
    /// 个人信息.
    Personal,
    /// 敏感个人信息.
    Sensitive,
}

/// 信息项.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    /// Place in the resource, from 1. Stable within a version.
    pub position: u32,
    /// The column as the table names it; what grants and queries name.
    pub name: String,
    /// 信息项名称 as people read it.
    pub label: String,
    /// 数据类型.
    pub data_type: DataType,
    /// The standard data element (数据元) it is bound to.
    #[serde(default)]
    pub element: Option<ElementCode>,
    /// 共享属性.
    pub sharing: Sharing,
    /// 开放属性.
    #[serde(default)]
    pub opening: Opening,
    /// The confirmed grade; none until a steward has confirmed one.
    #[serde(default)]
    pub grade: Option<Grade>,
    /// How readers under a grant see its values.
    #[serde(default)]
    pub mask: Mask,
    /// Whether it tells something about a natural person.
    #[serde(default)]
    pub personal: Personal,
    /// 数源部门, where the item comes from another agency.
    #[serde(default)]
    pub source: Option<AgencyId>,
}

impl Item {
    /// An item shared without condition, closed to society, not graded, not
    /// bound: what an import proposes before anyone has decided.
    pub fn new(position: u32, name: impl Into<String>, data_type: DataType) -> Self {
        let name = name.into();
        Self {
            position,
            label: name.clone(),
            name,
            data_type,
            element: None,
            sharing: Sharing::UNCONDITIONAL,
            opening: Opening::Closed,
            grade: None,
            mask: Mask::None,
            personal: Personal::None,
            source: None,
        }
    }
}
