//! What an operator may set of the lake.

/// Section `[lake]`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LakeConfig {
    /// How long an upload that nobody imports is kept after it was last touched, in
    /// days: two weeks, so that a holiday of eight days doesn't cost a steward the
    /// file. It holds raw values, so it must not lie about for longer.
    pub uploads_kept_days: u32,
    /// The most bytes that one agency's uploads may hold which are not imported yet:
    /// 40 GiB, two files of the largest size, so that no agency takes the others' room.
    pub agency_uploads_max_bytes: u64,
}

impl Default for LakeConfig {
    fn default() -> Self {
        Self { uploads_kept_days: 14, agency_uploads_max_bytes: 40 << 30 }
    }
}
