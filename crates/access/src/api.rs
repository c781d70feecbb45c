//! The API's description of this crate, and who one is to it.

use axum::Json;
use http::StatusCode;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use zt_kernel::{Actor, Role};
use zt_web::{Problem, Ui};

use crate::agency;

#[derive(OpenApi)]
#[openapi(
    paths(me, agency::api::list, agency::api::show),
    components(schemas(Problem)),
    tags((name = "access", description = "Agencies, and who the caller is"))
)]
struct Api;

/// The description of this crate's API routes.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// Who the caller is to the platform.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// The account's number.
    account: i64,
    /// The agency it acts for.
    agency: i64,
    /// What it may be asked to do: `operator`, `steward`, `officer`, `auditor`.
    roles: Vec<&'static str>,
    /// The holder's name.
    name: String,
}

/// Who the caller's credential or session stands for.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "access",
    responses(
        (status = 200, description = "The account behind the request", body = Me),
        (status = 401, description = "Nobody: no credential, or one that isn't good",
            body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn me(ui: Ui) -> Result<Json<Me>, Problem> {
    let Actor::Account { id, agency, roles } = ui.actor() else {
        return Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "sign-in-needed",
            ui.t("access-sign-in-needed"),
        )
        .detail(ui.t("access-sign-in-needed-api"))
        .header(http::header::WWW_AUTHENTICATE, "Bearer"));
    };
    Ok(Json(Me {
        account: id.0,
        agency: agency.0,
        roles: roles.iter().map(|role: &Role| role.into()).collect(),
        name: ui.visitor().name.clone(),
    }))
}
