//! The life of one version of an element or a code set.
//!
//! ```text
//! draft ──submit──▶ in_review ──publish──▶ in_force ──supersede──▶ superseded
//!                     │   ▲                   └──────abolish─────▶ abolished
//!                   return submit
//!                     ▼   │
//!                    returned
//! ```
//!
//! **Invariant:** what has been in force never changes. A correction is a new
//! version, and publishing it supersedes the one before.

/// Where a version stands.
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
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// 草稿: being written.
    Draft,
    /// 审核中: before the reviewer.
    InReview,
    /// 现行: to be used.
    InForce,
    /// 退回: sent back to its writer with reasons.
    Returned,
    /// 被替代: a later version is in force.
    Superseded,
    /// 废弃: given up without a successor.
    Abolished,
}

/// A step in the life of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Move {
    /// The writer hands it to the reviewer.
    Submit,
    /// The reviewer sends it back.
    Return,
    /// The reviewer puts it into force.
    Publish,
    /// A later version takes its place.
    Supersede,
    /// It is given up.
    Abolish,
}

/// A move the diagram does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a version that is {state} can't be moved by {step}")]
pub struct NotAllowed {
    /// Where it stands.
    pub state: &'static str,
    /// What was tried.
    pub step: &'static str,
}

impl State {
    /// The state after `step`.
    ///
    /// # Errors
    ///
    /// Refuses every move the diagram above does not show.
    pub fn after(self, step: Move) -> Result<Self, NotAllowed> {
        match (self, step) {
            (Self::Draft | Self::Returned, Move::Submit) => Ok(Self::InReview),
            (Self::InReview, Move::Return) => Ok(Self::Returned),
            (Self::InReview, Move::Publish) => Ok(Self::InForce),
            (Self::InForce, Move::Supersede) => Ok(Self::Superseded),
            (Self::InForce, Move::Abolish) => Ok(Self::Abolished),
            (state, step) => Err(NotAllowed { state: state.slug(), step: step.into() }),
        }
    }

    /// The word stored and shown in the API.
    #[must_use]
    pub fn slug(self) -> &'static str {
        self.into()
    }

    /// Whether its writer may still change it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it is or has been in force, and so is frozen and public.
    #[must_use]
    pub fn was_published(self) -> bool {
        matches!(self, Self::InForce | Self::Superseded | Self::Abolished)
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    /// Tries every move in every state: this list and the diagram in the module
    /// documentation change together.
    #[test]
    fn exactly_the_moves_of_the_diagram_exist() {
        let mut moves = Vec::new();
        for state in State::VARIANTS {
            for step in Move::VARIANTS {
                if let Ok(after) = state.after(*step) {
                    moves.push(format!("{} -> {}", state.slug(), after.slug()));
                }
            }
        }
        assert_eq!(
            moves,
            [
                "draft -> in_review",
                "in_review -> returned",
                "in_review -> in_force",
                "in_force -> superseded",
                "in_force -> abolished",
                "returned -> in_review",
            ]
        );
    }

    #[test]
    fn what_was_published_is_never_open_again() {
        for state in State::VARIANTS {
            assert!(!(state.was_published() && state.is_open()));
            if state.was_published() {
                for step in Move::VARIANTS {
                    assert!(!state.after(*step).is_ok_and(State::is_open));
                }
            }
        }
    }
}
