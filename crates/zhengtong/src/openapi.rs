//! `/openapi.json`: every crate's routes in one document.

use axum::{Json, Router, routing::get};
use utoipa::openapi::{Info, OpenApi, OpenApiBuilder};

/// The documents of all crates as one.
pub fn joined(parts: impl IntoIterator<Item = OpenApi>) -> OpenApi {
    // Han: the product's name.
    let info = Info::new("Zhengtong 政通", env!("CARGO_PKG_VERSION"));
    let mut whole = OpenApiBuilder::new().info(info).build();
    for part in parts {
        whole.merge(part);
    }
    whole
}

/// The one route. The document is made once.
pub fn router(document: OpenApi) -> Router {
    let document = std::sync::Arc::new(document);
    Router::new().route("/openapi.json", get(async move || Json(OpenApi::clone(&document))))
}
