//! The layers around every route.
//!
//! [`inner`] goes right around the routes, the session layer around that, and
//! [`outer`] around everything:
//!
//! ```ignore
//! let app = layers::outer(session_layer(layers::inner(routes, held), platform), OuterConfig::default());
//! ```

mod guard;
mod headers;
mod log;
mod remember;
mod render;
#[cfg(test)]
mod tests;
mod timeout;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{HeldForms, PageError, assets, form::FORM_MAX_BYTES};

pub use log::RequestId;

/// What [`outer`] needs to know.
#[derive(Debug, Clone, Copy)]
pub struct OuterConfig {
    /// Whether people reach the platform by https (itself or a proxy before
    /// it): sends HSTS and marks every cookie `Secure`.
    pub https: bool,
    /// How long a request may take to be answered, uploads apart.
    pub timeout: Duration,
}

impl Default for OuterConfig {
    fn default() -> Self {
        Self { https: false, timeout: Duration::from_secs(30) }
    }
}

/// Around the routes, inside the session layer: static assets, the 404 page,
/// CSRF, forms that outlive a session, preference cookies, error pages, panics,
/// and a body limit of [`FORM_MAX_BYTES`] that a route may raise with
/// [`body_limit`].
pub fn inner(routes: Router, held: Arc<dyn HeldForms>) -> Router {
    let routes = routes.merge(assets::router());
    #[cfg(debug_assertions)]
    let routes = routes.merge(crate::showcase::router());
    routes
        .fallback(async || PageError::not_found())
        .layer(DefaultBodyLimit::max(FORM_MAX_BYTES))
        .layer(from_fn_with_state(held, guard::guard))
        .layer(CatchPanicLayer::custom(render::panicked))
        .layer(from_fn(render::render))
        .layer(from_fn(remember::remember))
}

/// Around everything: request id, access log, panics of the session layer,
/// security headers, timeouts, gzip.
pub fn outer(app: Router, config: OuterConfig) -> Router {
    app.layer(from_fn_with_state(config, timeout::timeout))
        .layer(CatchPanicLayer::custom(render::panicked))
        .layer(from_fn(render::render))
        .layer(CompressionLayer::new().gzip(true))
        .layer(from_fn_with_state(config, headers::headers))
        .layer(from_fn(log::log))
}

/// Lets a route take bodies up to `bytes`: `.layer(layers::body_limit(2 << 30))`.
/// Longer ones are refused with 413 when they are read.
pub fn body_limit(bytes: usize) -> DefaultBodyLimit {
    DefaultBodyLimit::max(bytes)
}
