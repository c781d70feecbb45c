//! Setting a platform up from the command line: the first agency and its operator.

use std::io::{self, BufRead as _};

use zt_access::{
    Accounts, Agencies, AgencyKind, CreateAccountError, NewAccount, NewAgency, NewPassword,
    PasswordFault, RegisterError, Username, UsernameFault,
};
use zt_kernel::{Actor, Role, division::DivisionCodeError};

use crate::app::{App, OpenError};
use crate::cli::AdminInitArgs;
use crate::config::{Config, ConfigError};
use crate::say;

/// The actor of everything done from the command line before anyone can sign in.
const SETUP: Actor = Actor::System("admin init");

/// Why the platform was not set up.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The configuration can't be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The platform could not be opened.
    #[error("the platform can't be opened")]
    Open(#[source] OpenError),
    /// The division code is none.
    #[error("--region must be a division code of 6 digits")]
    Region(#[source] DivisionCodeError),
    /// The sign-in name is none.
    #[error("--login can't be used")]
    Login(#[from] UsernameFault),
    /// No password came.
    #[error("type the operator's password on standard input, one line")]
    NoPassword(#[source] io::Error),
    /// The password is too weak.
    #[error("the password can't be used")]
    Password(#[from] PasswordFault),
    /// The agency was not registered.
    #[error("the agency was not registered")]
    Agency(#[from] RegisterError),
    /// The account was not made.
    #[error("the account was not made")]
    Account(#[from] CreateAccountError),
}

/// `zhengtong admin init`.
pub async fn init(args: AdminInitArgs) -> Result<(), InitError> {
    let config = Config::load(args.config.as_deref())?.with_data(args.data);
    let region = args.region.parse().map_err(InitError::Region)?;
    let username: Username = args.login.parse()?;
    let mut password = String::new();
    io::stdin().lock().read_line(&mut password).map_err(InitError::NoPassword)?;
    let password = NewPassword::new(password.trim_end_matches(['\r', '\n']), &username)?;
    let app = App::open(config).await.map_err(InitError::Open)?;
    let now = app.platform.now();
    let agency = NewAgency {
        code: args.agency_code,
        name_zh: args.agency_name.clone(),
        name_en: String::new(),
        short: String::new(),
        region,
        kind: AgencyKind::DataAuthority,
    };
    let agency = Agencies::new(&app.platform).create(&SETUP, agency, now).await?;
    let account = NewAccount {
        agency: agency.id,
        username,
        name: args.agency_name,
        roles: vec![Role::Operator, Role::Steward],
        password,
    };
    let account = Accounts::new(&app.platform).create(&SETUP, account, now).await?;
    app.close().await;
    say(&format!("{} may sign in for {}", account.username.as_str(), agency.name_zh));
    Ok(())
}
