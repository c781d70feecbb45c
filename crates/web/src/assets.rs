//! Style sheet, scripts and icon: in the program, under addresses that change
//! with their content, so that browsers may keep them for ever.

use std::sync::LazyLock;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    body: &'static str,
    content_type: &'static str,
}

const ASSETS: &[Asset] = &[
    Asset {
        name: "app.css",
        body: include_str!("../assets/app.css"),
        content_type: "text/css; charset=utf-8",
    },
    Asset {
        name: "app.js",
        body: include_str!("../assets/app.js"),
        content_type: "text/javascript; charset=utf-8",
    },
    Asset {
        name: "icon.svg",
        body: include_str!("../assets/icon.svg"),
        content_type: "image/svg+xml",
    },
];

/// Addresses, in the order of `ASSETS`: `/assets/app.0123456789.css`.
static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
    ASSETS
        .iter()
        .map(|asset| {
            let hash = &hex::encode(Sha256::digest(asset.body))[..10];
            let (stem, extension) = asset.name.rsplit_once('.').unwrap_or((asset.name, ""));
            format!("/assets/{stem}.{hash}.{extension}")
        })
        .collect()
});

/// Where the asset of this name is. An unknown name leads to a 404.
pub fn path(name: &str) -> &'static str {
    ASSETS
        .iter()
        .zip(PATHS.iter())
        .find(|(asset, _)| asset.name == name)
        .map_or("/assets/unknown", |(_, path)| path)
}

/// The route that serves them.
pub(crate) fn router() -> Router {
    Router::new().route("/assets/{file}", get(serve))
}

async fn serve(Path(file): Path<String>) -> Response {
    let path = format!("/assets/{file}");
    let Some((asset, _)) = ASSETS.iter().zip(PATHS.iter()).find(|(_, known)| **known == path)
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, asset.body).into_response()
}
