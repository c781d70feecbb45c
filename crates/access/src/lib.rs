//! Who may come in, and what they may do: agencies, accounts, sign-in, sessions,
//! API credentials, and the policy decision point.
//!
//! ```text
//! password ─▶ Identity ─▶ session ─▶ Visitor ┐
//! API credential ───────────────────▶ Visitor ┴▶ Actor ─▶ decide(action, resource)
//! ```
//!
//! **Invariant:** what no policy permits is denied, and each decision names the
//! policies and the facts it was taken on.
//! **Invariant:** no secret is stored: passwords are Argon2id hashes, session and
//! credential tokens SHA-256 digests.
//! **Invariant:** nobody changes his own rights, and of the operators one always
//! stays.
//! **Invariant:** a credential that ends stops working at once in this process and
//! within half a second in every other.
//! **Invariant:** limits and sessions live in the database, so that several
//! `serve` processes are one platform.
//!
//! Deliberately absent: HTTP calls out, passwords in clear, any other crate's
//! resources. Citizens, OIDC and passkeys join at [`Identity`].

mod account;
mod agency;
mod api;
mod config;
mod credential;
mod held;
mod identity;
mod migrations;
mod nav;
mod page_error;
mod platform;
mod policy;
mod remembered;
mod routes;
mod session;
mod sign_in;

pub use account::{
    Account, AccountChangeError, AccountFilter, AccountHistory, AccountStanding, Accounts,
    ChangePasswordError, ChangeRolesRefusal, CreateAccountError, HistoryError, HistoryEvent,
    InitialPassword, InvitedAccount, ListedAccount, MoveRefusal, NewAccount, NewPassword,
    NoteFault, PasswordError, PasswordFault, ResetRefusal, ResumeReason, RolesFault, SuspendReason,
    SuspendRefusal, Username, UsernameFault,
};
pub use agency::{
    Agencies, Agency, AgencyFault, AgencyFilter, AgencyKind, NamedError, NewAgency, RegisterError,
};
pub use api::openapi;
pub use config::{AccessConfig, PasswordCost};
pub use credential::{
    Bearer, Credential, CredentialId, Credentials, IssueError, NewCredential, RevokeError, Standing,
};
pub use held::SessionForms;
pub use identity::{Identity, Method};
pub use migrations::MIGRATIONS;
pub use nav::NAV;
pub use platform::{Parts, Platform};
pub use policy::{
    Attribute, Decision, Denied, POLICY, POLICY_SCHEMA, Policies, PolicyError, PolicySource,
    Reason, Resource,
};
pub use remembered::{REMEMBERED_FOR, Remembered};
pub use routes::router;
pub use session::{
    ClientAddress, CurrentSession, SessionId, SessionView, Sessions, Token, session_layer,
};
pub use sign_in::{Attempt, SignInError, authenticate};

/// This crate's texts.
pub const FLUENT: zt_web::Fluent = zt_web::fluent!();

/// Every statement of this crate, for the test that prepares them all.
pub fn statements() -> Vec<(&'static str, &'static str)> {
    [
        agency::store::STATEMENTS,
        account::store::STATEMENTS,
        session::store::STATEMENTS,
        credential::store::STATEMENTS,
        sign_in::store::STATEMENTS,
        held::store::STATEMENTS,
    ]
    .concat()
}
