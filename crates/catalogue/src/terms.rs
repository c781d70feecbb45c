//! On what terms an item is shared between agencies and opened to society.
//!
//! Decree 809 (政务数据共享条例), art. 14: three sharing types, unconditional
//! (无条件共享), conditional (有条件共享) and refused (不予共享). A condition
//! must be stated, and a refusal must rest on law, administrative regulation or
//! a decision of the State Council (arts. 14 and 15). What is missing is
//! reported by [`crate::lint`], so that an unfinished draft can still be saved.

/// What a refusal to share rests on. Nothing below these three is a basis.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BasisKind {
    /// 法律.
    Law,
    /// 行政法规.
    Regulation,
    /// 国务院决定.
    StateCouncilDecision,
}

/// The legal basis (法定依据) of a refusal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Basis {
    /// Of what rank it is.
    pub kind: BasisKind,
    /// Title and clause, as a lawyer would cite them: 《税收征收管理法》第八条.
    pub citation: String,
}

/// 共享类型, with what each type has to state.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum SharingTerms {
    /// 无条件共享: any agency gets it for asking.
    Unconditional,
    /// 有条件共享: an agency gets it if it meets the condition.
    Conditional {
        /// 共享条件, in words.
        condition: String,
    },
    /// 不予共享.
    Refused {
        /// What forbids sharing.
        basis: Basis,
    },
}

/// The sharing type alone, ordered by strictness; what facets and policies use.
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
pub enum SharingType {
    /// 无条件共享.
    Unconditional,
    /// 有条件共享.
    Conditional,
    /// 不予共享.
    Refused,
}

/// 共享方式 (Decree 809, art. 22).
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
pub enum SharingMode {
    /// 服务接口: one query at a time.
    #[default]
    Interface,
    /// 批量交换: whole batches, on a schedule.
    Batch,
    /// 文件下载: a file to download.
    File,
}

/// 共享属性 of one item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sharing {
    /// Type, with its condition or basis.
    #[serde(flatten)]
    pub terms: SharingTerms,
    /// How it is handed over.
    #[serde(default)]
    pub mode: SharingMode,
}

impl Sharing {
    /// Shared without condition, through an interface.
    pub const UNCONDITIONAL: Self =
        Self { terms: SharingTerms::Unconditional, mode: SharingMode::Interface };

    /// Shared through an interface under `condition`.
    pub fn conditional(condition: impl Into<String>) -> Self {
        Self {
            terms: SharingTerms::Conditional { condition: condition.into() },
            mode: SharingMode::Interface,
        }
    }

    /// Refused, resting on `citation`.
    pub fn refused(kind: BasisKind, citation: impl Into<String>) -> Self {
        let basis = Basis { kind, citation: citation.into() };
        Self { terms: SharingTerms::Refused { basis }, mode: SharingMode::Interface }
    }

    /// Its type, without condition or basis.
    pub fn kind(&self) -> SharingType {
        match self.terms {
            SharingTerms::Unconditional => SharingType::Unconditional,
            SharingTerms::Conditional { .. } => SharingType::Conditional,
            SharingTerms::Refused { .. } => SharingType::Refused,
        }
    }

    /// What the type has to state and does state, if anything.
    pub fn ground(&self) -> Option<&str> {
        let text = match &self.terms {
            SharingTerms::Unconditional => return None,
            SharingTerms::Conditional { condition } => condition,
            SharingTerms::Refused { basis } => &basis.citation,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }
}

/// 开放属性: whether society at large may have it.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Opening {
    /// 不予开放.
    #[default]
    Closed,
    /// 有条件开放.
    Conditional {
        /// 开放条件, in words.
        condition: String,
    },
    /// 无条件开放: anyone, without asking.
    Open,
}

impl Opening {
    /// Whether society may have it at all, on whatever condition.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Closed)
    }

    /// Its stable name.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Conditional { .. } => "conditional",
            Self::Open => "open",
        }
    }
}

/// How much of an entry is open; derived from its items.
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
pub enum Openness {
    /// No item is open.
    Closed,
    /// Some items are open, or some only on a condition.
    Partial,
    /// Every item is open without condition.
    Open,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusal_is_the_strictest_sharing_type() {
        assert!(SharingType::Refused > SharingType::Conditional);
        assert!(SharingType::Conditional > SharingType::Unconditional);
    }

    #[test]
    fn a_blank_condition_is_no_ground() {
        assert_eq!(Sharing::conditional("  ").ground(), None);
        assert_eq!(Sharing::conditional("限行政执法使用").ground(), Some("限行政执法使用"));
        assert_eq!(Sharing::UNCONDITIONAL.ground(), None);
    }

    #[test]
    fn terms_and_mode_stand_side_by_side_in_json() {
        let sharing = Sharing::refused(BasisKind::Law, "《统计法》第二十八条");
        let json = serde_json::to_value(&sharing).unwrap();
        assert_eq!(json["type"], "refused");
        assert_eq!(json["basis"]["kind"], "law");
        assert_eq!(json["mode"], "interface");
        assert_eq!(serde_json::from_value::<Sharing>(json).unwrap(), sharing);
    }
}
