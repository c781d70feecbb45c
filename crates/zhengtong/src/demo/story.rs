//! The story of the demo: what an agency does from its table to its proof.

use std::path::Path;

use zt_crypto::random_token;

use super::city::{City, CityError};
use super::keys::{Key, Keys};
use super::narrator::Narrator;
use crate::app::App;

/// Why the story came to a halt.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// The city was not set up.
    #[error(transparent)]
    City(#[from] CityError),
}

/// Tells it. Steps that don't hold are told as such; what can't be told at all is an
/// error.
pub async fn tell(app: &App, _folder: &Path, narrator: &mut Narrator) -> Result<Keys, StoryError> {
    let password = password();
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
    Ok(Keys {
        accounts: introduced(&city, &password)?,
        credential: String::new(),
        dataset: String::new(),
    })
}

/// A password of its own for every demo.
fn password() -> String {
    let token = random_token::<9>();
    format!("demo-{token}")
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
