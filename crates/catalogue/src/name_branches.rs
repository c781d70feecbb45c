//! Naming a jurisdiction's own branches of the classification.
//!
//! The 2017 guide (发改高技〔2017〕1272号) names the items of 基础 and the first of 主题,
//! and leaves those of 部门 to each jurisdiction. What the guide names keeps its name.

use jiff::Timestamp;
use zt_access::Denied;
use zt_kernel::{Actor, AgencyId};
use zt_ledger::{AuditEvent, Object};
use zt_store::StoreError;

use crate::{Branch, Catalogue, change::resource_of, store};

/// Why branches were not named.
#[derive(Debug, thiserror::Error)]
pub enum NameBranchesError {
    /// The number is of no branch.
    #[error("{0} is no branch of the classification: use a class 1 to 3 and an item 01 to 99")]
    NoBranch(u16),
    /// The guide names it.
    #[error("branch {0} has its name from the national guide")]
    National(u16),
    /// A name is missing.
    #[error("branch {0} needs a Chinese and an English name")]
    Nameless(u16),
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database failed.
    #[error("the branches could not be named")]
    Store(#[from] StoreError),
}

/// The last item that the guide names, by class.
fn last_national(class: u16) -> u16 {
    match class {
        1 => 5,
        2 => 12,
        _ => 0,
    }
}

fn check(branch: &Branch) -> Result<(), NameBranchesError> {
    let (class, item) = (branch.number / 100, branch.number % 100);
    if !(1..=3).contains(&class) {
        return Err(NameBranchesError::NoBranch(branch.number));
    }
    if item <= last_national(class) {
        return Err(NameBranchesError::National(branch.number));
    }
    if branch.name_zh.trim().is_empty() || branch.name_en.trim().is_empty() {
        return Err(NameBranchesError::Nameless(branch.number));
    }
    Ok(())
}

impl Catalogue {
    /// Gives branches their names; how many changed. All or none are named.
    pub async fn name_branches(
        &self,
        actor: &Actor,
        names: &[Branch],
        now: Timestamp,
    ) -> Result<usize, NameBranchesError> {
        names.iter().try_for_each(check)?;
        let decision =
            self.platform().decide(actor, "catalogue.branches.name", &resource_of(AgencyId(0)))?;
        let known = self.reading().branches().await?;
        let changed: Vec<&Branch> = names.iter().filter(|name| !known.contains(name)).collect();
        if changed.is_empty() {
            return Ok(0);
        }
        let mut tx = self.platform().db.begin().await?;
        for branch in &changed {
            store::name_branch(&mut tx, branch).await?;
        }
        let numbers: Vec<u16> = changed.iter().map(|branch| branch.number).collect();
        let object = Object::new("catalogue_rules", "branches");
        let event = AuditEvent::new(now, actor, "catalogue.branches.named", object)
            .decision(decision.record())
            .detail("branches", numbers);
        self.platform().commit(tx, &event).await?;
        self.refresh_reference().await?;
        Ok(changed.len())
    }
}
