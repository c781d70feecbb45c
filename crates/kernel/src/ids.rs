//! Typed ids: a number that can't be mistaken for another table's number.

/// Declares one id type: a transparent `i64` as the database hands it out.
#[macro_export]
macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

typed_id! {
    /// An agency (部门): the holder of data and of duties.
    AgencyId;
    /// An account (账号): one person's, or one system's, way in.
    AccountId;
    /// A catalogue entry (目录条目).
    EntryId;
    /// A dataset (数据集): the rows an entry is bound to.
    DatasetId;
    /// A share request (共享申请).
    ShareRequestId;
    /// A grant (授权): what a consented request allows.
    GrantId;
}
