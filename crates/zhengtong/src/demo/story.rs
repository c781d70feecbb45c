//! The story of the demo: what an agency does from its table to its proof.

mod proving;
mod sharing;
mod tables;
mod using;

use std::path::Path;

use zt_access::IssueError;
use zt_catalogue::{ChangeError, MalformedCode};
use zt_crypto::random_token;
use zt_lake::LakeError;
use zt_ledger::LedgerError;
use zt_sharing::{correction, grant, rule::NoRule, share_request, usage_record};
use zt_store::StoreError;

use super::city::{City, CityError};
use super::keys::{Key, Keys};
use super::narrator::Narrator;
use crate::app::App;

/// The fewest elements that make the standards worth the name.
const ELEMENTS_MIN: usize = 60;

/// Why the story came to a halt.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// The city was not set up.
    #[error(transparent)]
    City(#[from] CityError),
    /// A list in `data/demo` is malformed.
    #[error("a list in data/demo is malformed")]
    List(#[from] toml::de::Error),
    /// A table is not among the demo's, or could not be read.
    #[error("the table {0} is missing or could not be read")]
    NoTable(String),
    /// A classification in `data/demo/tables.toml` is none.
    #[error("a classification in data/demo/tables.toml is malformed")]
    Classification(#[from] MalformedCode),
    /// A table was not loaded.
    #[error("a table was not loaded")]
    Lake(#[from] LakeError),
    /// An entry was not changed.
    #[error("an entry was not changed")]
    Catalogue(#[from] ChangeError),
    /// A request was not written or submitted.
    #[error("a share request was not submitted")]
    Submit(#[from] share_request::submit::SubmitError),
    /// A request was not changed.
    #[error("a share request was not changed")]
    Request(#[from] zt_sharing::ChangeError<share_request::Refusal>),
    /// A grant was not changed.
    #[error("a grant was not changed")]
    Grant(#[from] zt_sharing::ChangeError<grant::GrantRefusal>),
    /// A correction was not raised.
    #[error("a correction was not raised")]
    Correction(#[from] correction::change::RaiseError),
    /// A dispute was not opened or moved.
    #[error("a dispute was not opened or moved")]
    Dispute(#[from] zt_sharing::ChangeError<zt_sharing::dispute::DisputeRefusal>),
    /// A disposal was not reported.
    #[error("a disposal was not reported")]
    Disposal(#[from] zt_sharing::ChangeError<zt_sharing::disposal::DisposalRefusal>),
    /// A use was not recorded.
    #[error("a use was not recorded")]
    Usage(#[from] usage_record::record::RecordError),
    /// No rule for a deadline.
    #[error("there is no rule for a deadline")]
    Rule(#[from] NoRule),
    /// Rows were not read.
    #[error("rows were not read")]
    Read(#[from] zt_sharing::rows::serve::ReadError),
    /// A credential was not issued.
    #[error("a credential was not issued")]
    Credential(#[from] IssueError),
    /// The API could not be called.
    #[error("the API could not be called")]
    Call(#[source] axum::http::Error),
    /// The API's answer could not be read.
    #[error("the API's answer could not be read")]
    Answer(#[source] axum::Error),
    /// The ledger could not be asked.
    #[error("the ledger could not be asked")]
    Ledger(#[from] LedgerError),
    /// The evidence could not be left.
    #[error("the evidence could not be written")]
    Evidence(#[source] std::io::Error),
    /// The database failed.
    #[error("the database failed")]
    Store(#[from] StoreError),
}

/// Tells it. Steps that don't hold are told as such; what can't be told at all is an
/// error.
pub async fn tell(app: &App, folder: &Path, narrator: &mut Narrator) -> Result<Keys, StoryError> {
    let password = password();
    narrator.step("zhengtong-demo-step-standards");
    standards(app, narrator);
    narrator.step("zhengtong-demo-step-agencies");
    let city = City::found(app, &password).await?;
    narrator.check(
        city.agency_count() >= 60,
        "zhengtong-demo-city",
        &[
            ("agencies", city.agency_count().into()),
            ("regions", city.region_count().into()),
            ("accounts", city.account_count().into()),
        ],
    );
    app.catalogue.refresh_reference().await?;
    narrator.step("zhengtong-demo-step-tables");
    let tables = tables::publish_all(app, &city, narrator).await?;
    narrator.step("zhengtong-demo-step-sharing");
    let texts = sharing::Texts::shipped()?;
    let shared = sharing::tell(app, &city, &tables, &texts, narrator).await?;
    narrator.step("zhengtong-demo-step-use");
    let credential = using::tell(app, &city, &shared, narrator).await?;
    using::conclude(app, &city, &shared, &texts, narrator).await?;
    narrator.step("zhengtong-demo-step-ledger");
    proving::tell(app, &city, &shared, folder, narrator).await?;
    Ok(Keys {
        accounts: introduced(&city, &password)?,
        credential,
        dataset: shared.entry.code.as_str().to_owned(),
    })
}

fn standards(app: &App, narrator: &mut Narrator) {
    let registry = app.standards.registry();
    let (elements, code_sets) = (registry.elements().count(), registry.code_sets().count());
    let editions = registry.divisions().editions().len();
    narrator.check(
        elements >= ELEMENTS_MIN && editions >= 3,
        "zhengtong-demo-standards",
        &[
            ("elements", elements.into()),
            ("code_sets", code_sets.into()),
            ("editions", editions.into()),
        ],
    );
}

/// A password of its own for every demo.
fn password() -> String {
    format!("demo-{}", random_token::<9>())
}

/// The accounts of the story's people.
fn introduced(city: &City, password: &str) -> Result<Vec<Key>, CityError> {
    let key = |role: &str, login: &str, slug: &str| {
        Ok::<_, CityError>(Key {
            role: role.to_owned(),
            login: city.account(login)?.username.as_str().to_owned(),
            password: password.to_owned(),
            agency: city.agency(slug)?.short.clone(),
        })
    };
    Ok(vec![
        key("steward", "zjj-steward", "zjj")?,
        key("officer", "swju-officer", "swju")?,
        key("operator", "operator", "sjj")?,
        key("auditor", "auditor", "sjju")?,
    ])
}
