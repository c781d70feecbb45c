//! This crate's routes.

use axum::{
    Router,
    routing::{get, post},
};

use crate::{Platform, account, agency, api, credential, sign_in};

/// Sign-in, one's own account, agencies; the API beside them.
pub fn router(platform: Platform) -> Router {
    Router::new()
        .route("/sign-in", get(sign_in::pages::show).post(sign_in::pages::submit))
        .route("/sign-out", post(sign_in::pages::sign_out))
        .route("/account", get(account::pages::show))
        .route("/account/sessions/end-others", post(account::pages::end_others))
        .route(
            "/account/password",
            get(account::pages::password_form).post(account::pages::change_password),
        )
        .route("/account/credentials", post(credential::pages::issue))
        .route("/account/credentials/new", get(credential::pages::new))
        .route(
            "/account/credentials/{id}/revoke",
            get(credential::pages::confirm_revoke).post(credential::pages::revoke),
        )
        .merge(administration())
        .route("/agencies", get(agency::pages::list).post(agency::pages::register))
        .route("/agencies/new", get(agency::pages::new))
        .route("/agencies/{code}", get(agency::pages::show))
        .route("/api/v1/agencies", get(agency::api::list))
        .route("/api/v1/agencies/{code}", get(agency::api::show))
        .route("/api/v1/me", get(api::me))
        .with_state(platform)
}

/// What operators do with other people's accounts.
fn administration() -> Router<Platform> {
    use account::admin::{agency, list, new, password, roles, sessions, show, standing};

    Router::new()
        .route("/accounts", get(list::list).post(new::create))
        .route("/accounts/new", get(new::new))
        .route("/accounts/{id}", get(show::show))
        .route("/accounts/{id}/roles", get(roles::show).post(roles::submit))
        .route("/accounts/{id}/agency", get(agency::show).post(agency::submit))
        .route("/accounts/{id}/suspend", get(standing::suspend_form).post(standing::suspend))
        .route("/accounts/{id}/resume", get(standing::resume_form).post(standing::resume))
        .route("/accounts/{id}/password", get(password::show).post(password::submit))
        .route("/accounts/{id}/sessions/end", post(sessions::end))
}
