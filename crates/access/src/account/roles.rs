//! Which roles one account may hold together.
//!
//! This module performs no I/O and reads no clock.

use zt_kernel::Role;

/// Why an account may not have these roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RolesFault {
    /// Somebody would prove to others what he did himself.
    #[error("an operator can't be an auditor too")]
    OperatorAndAuditor,
}

/// Accepts roles that one person may hold together.
///
/// # Errors
///
/// [`RolesFault`] names the pair that must be two people's.
pub(crate) fn check(roles: &[Role]) -> Result<(), RolesFault> {
    if roles.contains(&Role::Operator) && roles.contains(&Role::Auditor) {
        return Err(RolesFault::OperatorAndAuditor);
    }
    Ok(())
}

/// Roles as one text: `officer,steward`.
pub(crate) fn text(roles: &[Role]) -> String {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    let words: Vec<&'static str> = roles.iter().map(Into::into).collect();
    words.join(",")
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn roles_are_kept_sorted_and_once() {
        assert_eq!(text(&[Role::Officer, Role::Operator, Role::Officer]), "operator,officer");
        assert_eq!(text(&[]), "");
    }

    #[test]
    fn of_all_pairs_only_operator_and_auditor_must_be_two_people() {
        let mut refused = Vec::new();
        for first in Role::VARIANTS {
            for second in Role::VARIANTS.iter().filter(|second| first < second) {
                if check(&[*second, *first]).is_err() {
                    refused.push(text(&[*first, *second]));
                }
            }
        }
        assert_eq!(refused, ["operator,auditor"]);
    }
}
