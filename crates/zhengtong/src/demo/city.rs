//! 示例市: a city that doesn't exist, with its divisions, agencies and accounts.
//!
//! Its division codes begin with 99, which GB/T 2260 gives to no province, so that
//! nothing of it can be taken for a real place.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;
use zt_access::{
    Account, Accounts, Agencies, Agency, AgencyKind, CreateAccountError, NewAccount, NewAgency,
    NewPassword, PasswordFault, RegisterError, Username, UsernameFault,
};
use zt_kernel::{Actor, DivisionCode, Role};

use crate::app::App;

const AGENCIES: &str = include_str!("../../../../data/demo/agencies.csv");

/// The actor that sets the city up, as `admin init` would.
pub const SETUP: Actor = Actor::System("demo");

/// The slug of the city's data authority (数据主管部门).
pub const AUTHORITY: &str = "sjj";

/// The slug of the audit bureau.
const AUDIT: &str = "sjju";

/// Accounts made at once: as many as passwords are hashed at once.
const AT_ONCE: usize = 4;

#[derive(Debug, Deserialize)]
struct Line {
    slug: String,
    code: String,
    region: DivisionCode,
    name_zh: String,
    short_zh: String,
    name_en: String,
    kind: AgencyKind,
}

/// The city as it was set up.
#[derive(Debug)]
pub struct City {
    agencies: BTreeMap<String, Agency>,
    accounts: BTreeMap<String, Account>,
}

/// Why the city was not set up.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// The list of agencies is malformed.
    #[error("data/demo/agencies.csv is malformed")]
    List(#[from] csv::Error),
    /// An agency was not registered.
    #[error("an agency was not registered")]
    Agency(#[from] RegisterError),
    /// A username is none.
    #[error("a username of the demo can't be used")]
    Username(#[from] UsernameFault),
    /// The password is too weak.
    #[error("the demo's password can't be used")]
    Password(#[from] PasswordFault),
    /// An account was not made.
    #[error("an account was not made")]
    Account(#[from] CreateAccountError),
    /// Nobody of that name.
    #[error("the demo's city has no {0}")]
    Missing(String),
}

impl City {
    /// Registers every agency, and a steward and an officer for each; the data
    /// authority's steward operates the platform, the audit bureau's officer audits.
    pub async fn found(app: &App, password: &str) -> Result<Self, CityError> {
        let lines: Vec<Line> = csv::Reader::from_reader(AGENCIES.as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()?;
        let registry = Agencies::new(&app.platform);
        let mut agencies = BTreeMap::new();
        for line in lines {
            let agency = NewAgency {
                code: line.code,
                name_zh: line.name_zh,
                name_en: line.name_en,
                short: line.short_zh,
                region: line.region,
                kind: line.kind,
            };
            let agency = registry.create(&SETUP, agency, app.platform.now()).await?;
            agencies.insert(line.slug, agency);
        }
        let wanted = agencies.iter().flat_map(|(slug, agency)| posts(slug, agency));
        let accounts = stream::iter(wanted)
            .map(|post| post.fill(app, password))
            .buffer_unordered(AT_ONCE)
            .map_ok(|account| (account.username.as_str().to_owned(), account))
            .try_collect()
            .await?;
        Ok(Self { agencies, accounts })
    }

    /// How many agencies it has.
    pub fn agency_count(&self) -> usize {
        self.agencies.len()
    }

    /// How many divisions its agencies serve.
    pub fn region_count(&self) -> usize {
        let mut regions: Vec<_> = self.agencies.values().map(|agency| agency.region).collect();
        regions.sort_unstable();
        regions.dedup();
        regions.len()
    }

    /// How many accounts it has.
    pub fn account_count(&self) -> usize {
        self.accounts.len()
    }

    /// An agency by its slug.
    pub fn agency(&self, slug: &str) -> Result<&Agency, CityError> {
        self.agencies.get(slug).ok_or_else(|| CityError::Missing(slug.to_owned()))
    }

    /// An account by its username.
    pub fn account(&self, username: &str) -> Result<&Account, CityError> {
        self.accounts.get(username).ok_or_else(|| CityError::Missing(username.to_owned()))
    }

    /// The steward of an agency, as an actor.
    pub fn steward(&self, slug: &str) -> Result<Actor, CityError> {
        self.account(&format!("{slug}-steward")).map(Account::actor)
    }

    /// The officer of an agency, as an actor.
    pub fn officer(&self, slug: &str) -> Result<Actor, CityError> {
        self.account(&format!("{slug}-officer")).map(Account::actor)
    }

    /// The operator of the platform, as an actor.
    pub fn operator(&self) -> Result<Actor, CityError> {
        self.account("operator").map(Account::actor)
    }
}

/// An account to be made.
struct Post {
    agency: zt_kernel::AgencyId,
    username: String,
    name: String,
    roles: Vec<Role>,
}

/// The posts of one agency.
fn posts(slug: &str, agency: &Agency) -> Vec<Post> {
    let post = |username: String, title: &str, roles: &[Role]| Post {
        agency: agency.id,
        username,
        name: format!("{}{}", agency.short, zt_web::i18n::text(zt_web::Lang::Zh, title)),
        roles: roles.to_vec(),
    };
    let mut posts = vec![
        post(format!("{slug}-steward"), "zhengtong-demo-post-steward", &[Role::Steward]),
        post(format!("{slug}-officer"), "zhengtong-demo-post-officer", &[Role::Officer]),
    ];
    match slug {
        AUTHORITY => {
            posts.push(post(
                "operator".to_owned(),
                "zhengtong-demo-post-operator",
                &[Role::Operator],
            ));
        }
        AUDIT => {
            posts.push(post("auditor".to_owned(), "zhengtong-demo-post-auditor", &[Role::Auditor]));
        }
        _ => {}
    }
    posts
}

impl Post {
    async fn fill(self, app: &App, password: &str) -> Result<Account, CityError> {
        let username: Username = self.username.parse()?;
        let new = NewAccount {
            agency: self.agency,
            password: NewPassword::new(password, &username)?,
            username,
            name: self.name,
            roles: self.roles,
        };
        Ok(Accounts::new(&app.platform).create(&SETUP, new, app.platform.now()).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_has_more_than_sixty_agencies_with_sound_codes_of_no_real_place() {
        let lines: Vec<Line> = csv::Reader::from_reader(AGENCIES.as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(lines.len() >= 60);
        for line in lines {
            assert!(zt_kernel::credit_code::is_valid(&line.code), "{}", line.code);
            assert!(line.region.to_string().starts_with("99"), "{}", line.region);
        }
    }
}
