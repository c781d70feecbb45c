//! Serves the living page of components with a made-up visitor, to look at.
//!
//! `cargo run -p zt-web --example components [ADDRESS]`

use std::sync::Arc;

use axum::{Router, extract::Request, middleware::Next, middleware::from_fn, response::Response};
use zt_kernel::{AccountId, Actor, AgencyId, Role};
use zt_web::{
    NavItem, Section, Visitor,
    held::HoldNothing,
    layers::{OuterConfig, inner, outer},
};

const NAV: &[NavItem] = &[
    item(Section::Find, "/components", "web-components", None),
    item(Section::Find, "/catalogue", "web-search", None),
    item(Section::Hold, "/components/forms", "web-demo-form", Some(&[])),
    item(Section::Share, "/components/error/403", "web-demo-stat-open", Some(&[])),
    item(Section::Oversee, "/components/error/404", "web-footer-ledger", Some(&[Role::Steward])),
];

const fn item(
    section: Section,
    path: &'static str,
    label_key: &'static str,
    needs: Option<&'static [Role]>,
) -> NavItem {
    NavItem { section, order: 10, path, label_key, needs }
}

/// Signs everybody in as the same made-up steward.
async fn session(mut request: Request, next: Next) -> Response {
    let anonymous = request.uri().path().ends_with("/401");
    let visitor = Visitor {
        actor: Actor::Account { id: AccountId(1), agency: AgencyId(1), roles: vec![Role::Steward] },
        // Han: a made-up person and agency, as a sign-in would give them.
        name: "周明".to_owned(),
        agency_name: "示例市数据局".to_owned(),
        csrf: "0123456789abcdef".to_owned(),
    };
    let visitor = if anonymous { Visitor::anonymous("0123456789abcdef") } else { visitor };
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:4010".to_owned());
    zt_web::nav::register(&[NAV]);
    let app = inner(Router::new(), Arc::new(HoldNothing)).layer(from_fn(session));
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, outer(app, OuterConfig::default())).await
}
