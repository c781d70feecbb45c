//! Who has not signed in gets what is public, and nothing else.

use reqwest::Method;
use serde_json::Value;

use crate::support::client::Client;
use crate::support::demo::{self, Keys};
use crate::support::platform::Platform;

/// API addresses that answer anybody: what the open catalogue, the standards
/// and the ledger are for.
const PUBLIC: &[&str] = &[
    "/api/v1/agencies",
    "/api/v1/divisions",
    "/api/v1/entries",
    "/api/v1/elements",
    "/api/v1/code-sets",
    "/api/v1/ledger",
    "/ledger/",
    "/healthz/",
    "/metrics",
    "/openapi.json",
];

#[tokio::test]
async fn every_documented_operation_that_is_not_public_refuses_a_stranger() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let client = Client::anonymous(&platform);
    let document = client.get("/openapi.json").await.json();
    let (mut refused, mut answered) = (0, Vec::new());
    for (path, method) in operations(&document) {
        let is_public = method == Method::GET && PUBLIC.iter().any(|open| path.starts_with(open));
        if is_public {
            continue;
        }
        let reply = client.send(method.clone(), &filled_in(&path, &keys)).await;
        // What a stranger may not even know of is "not found"; the story has made
        // the first of each, so nothing here is truly missing.
        if !matches!(reply.status.as_u16(), 401 | 403 | 404) {
            answered.push(format!("{method} {path}: {}", reply.status));
        }
        if reply.media_type() != "application/problem+json" {
            answered.push(format!("{method} {path}: {}", reply.media_type()));
        }
        refused += 1;
    }
    assert!(answered.is_empty(), "a stranger is answered:\n{}", answered.join("\n"));
    assert!(refused > 0, "the document describes operations that are not public");
    platform.stop().await;
}

/// Every operation of an OpenAPI document.
pub fn operations(document: &Value) -> Vec<(String, Method)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (name, _) in item.as_object().into_iter().flatten() {
            if let Ok(method) = Method::from_bytes(name.to_uppercase().as_bytes())
                && ["get", "put", "post", "delete", "patch"].contains(&name.as_str())
            {
                operations.push((path.clone(), method));
            }
        }
    }
    operations
}

/// `path` with its parameters filled in: the story's own entry, so that what
/// answers is a decision and not a "not found", and the first of everything else.
pub fn filled_in(path: &str, keys: &Keys) -> String {
    let dataset = keys.dataset().replace('/', "-");
    path.replace("{code}", &dataset)
        .split('/')
        .map(|part| if part.starts_with('{') { "1" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}
