//! The two names of the standards that every item speaks of.

/// 数据类型 of the 2017 guide.
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
#[expect(missing_docs, reason = "the letters are the guide's own names")]
pub enum DataType {
    C,
    N,
    Y,
    D,
    T,
    L,
    M,
    G,
    B,
    I,
    F,
}

/// The code of a standard data element.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct ElementCode(pub String);

impl std::fmt::Display for ElementCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
