//! What a steward writes about an information resource: the fields of the 2017
//! guide (政务信息资源目录编制指南) that are neither code nor provider.

use crate::{EntryCode, Item, assessment::Assessments};

/// 更新周期. The guide's list ends with “等”, which [`Cycle::Irregular`] stands for.
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
pub enum Cycle {
    /// 实时.
    RealTime,
    /// 每日.
    Daily,
    /// 每周.
    Weekly,
    /// 每月.
    Monthly,
    /// 每季度.
    Quarterly,
    /// 每年.
    #[default]
    Yearly,
    /// 不定期: promises nothing, so it is never stale.
    Irregular,
}

impl Cycle {
    /// The longest time between two updates that the cycle promises, in days.
    pub const fn days(self) -> Option<u16> {
        match self {
            Self::RealTime | Self::Daily => Some(1),
            Self::Weekly => Some(7),
            Self::Monthly => Some(31),
            Self::Quarterly => Some(92),
            Self::Yearly => Some(366),
            Self::Irregular => None,
        }
    }
}

/// 信息资源格式分类.
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
pub enum FormatKind {
    /// 电子文件.
    Document,
    /// 电子表格.
    Spreadsheet,
    /// 数据库.
    #[default]
    Database,
    /// 图形图像.
    Image,
    /// 流媒体.
    Stream,
    /// 自描述格式.
    SelfDescribing,
    /// 服务接口.
    Interface,
}

/// 信息资源格式: its kind and the concrete type.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Format {
    /// 格式分类.
    pub kind: FormatKind,
    /// 格式类型: csv, xlsx, mysql, …; free text in the guide.
    #[serde(default)]
    pub detail: String,
}

/// What a steward writes, and may write anew as long as the version is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Description {
    /// 信息资源名称.
    pub name: String,
    /// The name in English, for the English pages; may be empty.
    #[serde(default)]
    pub name_en: String,
    /// 信息资源摘要.
    #[serde(default, rename = "abstract")]
    pub abstract_: String,
    /// 信息资源格式.
    #[serde(default)]
    pub format: Format,
    /// 信息项信息, in the order of the columns.
    #[serde(default)]
    pub items: Vec<Item>,
    /// 更新周期.
    #[serde(default)]
    pub update_cycle: Cycle,
    /// 关联资源代码.
    #[serde(default)]
    pub related: Vec<EntryCode>,
    /// What Decree 809, art. 13 asks for before submission.
    #[serde(default)]
    pub assessments: Assessments,
}
