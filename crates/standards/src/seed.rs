//! Loading the national package into a database, through the same steps a steward and
//! a reviewer take.
//!
//! **Invariant:** loading twice changes nothing. A package whose element reads
//! differently than the version in force publishes the next version; a code set version
//! that is in force is never touched, whatever the package says.

use jiff::Timestamp;
use zt_access::Platform;
use zt_kernel::Actor;
use zt_ledger::{DecisionRecord, Object};
use zt_store::{StoreError, Tx};

use crate::change::{Author, ChangeError};
use crate::code_set::draft::{VersionDraft, code_set_resource};
use crate::code_set::store::CodeSetHead;
use crate::element::draft::element_resource;
use crate::element::store::{self, ElementRecord};
use crate::lifecycle::{Move, State};
use crate::package::{self, PackageError};
use crate::standards::Standards;

/// What a load put into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Seeded {
    /// Element versions.
    pub elements: usize,
    /// Code set versions.
    pub code_set_versions: usize,
    /// Divisions in the newest edition, whether just loaded or there before.
    pub divisions: usize,
    /// Editions of the divisions.
    pub division_editions: usize,
}

/// Why the package could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The package has a fault.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A step was refused.
    #[error("the standards package could not be put into force")]
    Change(#[from] ChangeError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SeedError {
    /// Whether what was to be loaded has appeared in the meantime.
    fn lost_a_race(&self) -> bool {
        matches!(
            self,
            Self::Change(
                ChangeError::CodeTaken
                    | ChangeError::AlreadyOpen
                    | ChangeError::Validity
                    | ChangeError::Stale
                    | ChangeError::Store(StoreError::Conflict | StoreError::Busy)
            ) | Self::Store(StoreError::Conflict | StoreError::Busy)
        )
    }
}

/// How often a load is tried when other processes are faster: once for each of the two
/// transactions they may win, and once to find everything there.
const ATTEMPTS_MAX: u32 = 3;

/// The job that acts.
const JOB: Actor = Actor::System("standards-package");

impl Standards {
    /// Puts everything of the national package into force that is not yet: code sets
    /// first, because elements bind to them, each part in one transaction. Several
    /// processes may start at once: whoever comes second finds the work done.
    ///
    /// # Errors
    ///
    /// The package has a fault, a step is refused, or the database fails; what was
    /// committed before stays, and the next load goes on from there.
    pub async fn load_national_package(&self, now: Timestamp) -> Result<Seeded, SeedError> {
        for _ in 1..ATTEMPTS_MAX {
            match self.load_once(now).await {
                Err(error) if error.lost_a_race() => {
                    tracing::info!("another process is loading the standards package");
                    self.refresh().await?;
                }
                loaded => return loaded,
            }
        }
        self.load_once(now).await
    }

    async fn load_once(&self, now: Timestamp) -> Result<Seeded, SeedError> {
        let code_set_versions = self.load_code_sets(now).await?;
        let elements = self.load_elements(now).await?;
        let registry = self.registry();
        let divisions = registry.divisions();
        let newest = divisions.editions().last().map(|edition| edition.as_of);
        Ok(Seeded {
            elements,
            code_set_versions,
            divisions: newest.map_or(0, |newest| {
                divisions.on(newest).filter(|division| !division.is_grouping()).count()
            }),
            division_editions: divisions.editions().len(),
        })
    }

    async fn load_code_sets(&self, now: Timestamp) -> Result<usize, SeedError> {
        let registry = self.registry();
        let mut loaded = 0;
        let mut tx = self.platform().db.begin().await?;
        for set in package::code_sets()? {
            let head = CodeSetHead {
                code: set.code,
                name_zh: set.name_zh,
                name_en: set.name_en,
                standard: set.standard,
                owner: None,
            };
            let known = registry.code_set_versions(&head.code);
            let newest = known.and_then(|set| set.newest()).map(|version| version.valid_from);
            let author = self.author(&code_set_resource(&head.code, None), now)?;
            for version in set.versions {
                if newest >= Some(version.valid_from) {
                    continue;
                }
                let draft = VersionDraft {
                    version: version.version,
                    valid_from: version.valid_from,
                    about: version.note,
                    items: version.items,
                };
                let id = self.draft_code_set_in(&mut tx, &author, &head, &draft).await?;
                for step in [Move::Submit, Move::Publish] {
                    let event = self.move_code_set_in(&mut tx, &author, id, step, None).await?;
                    tx.record(&event);
                }
                loaded += 1;
            }
        }
        self.finish(tx, "code_sets", loaded, now).await?;
        Ok(loaded)
    }

    async fn load_elements(&self, now: Timestamp) -> Result<usize, SeedError> {
        let registry = self.registry();
        let mut loaded = 0;
        let mut tx = self.platform().db.begin().await?;
        for packaged in package::elements()? {
            let newest = registry.element_versions(&packaged.code).last();
            if newest.is_some_and(|known| known.definition == packaged.definition) {
                continue;
            }
            // The snapshot may be older than the database. And what people have changed,
            // abolished or begun to change since is theirs.
            let versions = store::versions_in(&mut tx, &packaged.code).await?;
            let outdated = |newest: &ElementRecord| {
                newest.writer.is_none()
                    && newest.element.state == State::InForce
                    && newest.element.definition != packaged.definition
            };
            if versions.last().is_some_and(|newest| !outdated(newest)) {
                continue;
            }
            let author = self.author(&element_resource(&packaged.code, None), now)?;
            let code = &packaged.code;
            let definition = &packaged.definition;
            let id = self.draft_element_in(&mut tx, &author, code, None, definition).await?;
            for step in [Move::Submit, Move::Publish] {
                let event = self.move_element_in(&mut tx, &author, id, step, None).await?;
                tx.record(&event);
            }
            loaded += 1;
        }
        self.finish(tx, "elements", loaded, now).await?;
        Ok(loaded)
    }

    /// Commits what was loaded; a load of nothing leaves no trace.
    async fn finish(
        &self,
        tx: Tx,
        part: &'static str,
        loaded: usize,
        now: Timestamp,
    ) -> Result<(), SeedError> {
        if loaded == 0 {
            return Ok(());
        }
        let author = self.author(&element_resource("*", None), now)?;
        let event = author
            .event("standards.package.loaded", Object::new("standards_package", part))
            .detail("versions", loaded);
        self.platform().commit(tx, &event).await?;
        self.refresh().await?;
        Ok(())
    }

    fn author(
        &self,
        resource: &zt_access::Resource,
        now: Timestamp,
    ) -> Result<Author<'static>, ChangeError> {
        let decision = decide(self.platform(), resource)?;
        Ok(Author { actor: &JOB, decision, now })
    }
}

/// The job's decision: it proposes and reviews at once, which the policy grants to the
/// system alone.
fn decide(
    platform: &Platform,
    resource: &zt_access::Resource,
) -> Result<DecisionRecord, ChangeError> {
    let _: zt_access::Decision = platform.decide(&JOB, "standards.propose", resource)?;
    Ok(platform.decide(&JOB, "standards.review", resource)?.record())
}
