//! `/openapi.json` is true to the routes: what it describes is there, and what
//! is there it describes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::default_deny::{filled_in, operations};
use crate::support::client::Client;
use crate::support::demo::{self, Keys};
use crate::support::platform::Platform;

#[tokio::test]
async fn every_described_operation_has_a_route() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let client = Client::anonymous(&platform);
    let document = client.get("/openapi.json").await.json();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let operations = operations(&document);
    assert!(!operations.is_empty());
    let missing_route = client.get_as("/api/v1/no-such-thing", "application/json").await.json();
    for (path, method) in operations {
        let reply = client.send(method.clone(), &filled_in(&path, &keys)).await;
        assert_ne!(reply.status, 405, "{method} {path} is described, but has no route");
        if reply.status == 404 {
            let told = reply.json();
            assert_ne!(
                told["detail"], missing_route["detail"],
                "{method} {path} is described, but has no route"
            );
        }
    }
    platform.stop().await;
}

/// Routes can't be listed from outside, so this reads them where they are
/// written: `.route("/api/…"` in the crates' sources.
#[tokio::test]
async fn every_api_route_is_described() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let document = Client::anonymous(&platform).get("/openapi.json").await.json();
    let described: BTreeSet<String> =
        operations(&document).into_iter().map(|(path, _)| path).collect();
    let mut routes = BTreeSet::new();
    collect_routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut routes);
    assert!(!routes.is_empty(), "there are API routes in the sources");
    let forgotten: Vec<&String> = routes.difference(&described).collect();
    assert!(forgotten.is_empty(), "not in /openapi.json: {forgotten:?}");
    platform.stop().await;
}

fn collect_routes(folder: &Path, routes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "tests" && name != "benches") {
                collect_routes(&path, routes);
            }
        } else if path.ends_with("tests.rs") {
            // Routes of unit tests are not the platform's.
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source file is text");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            for rest in text.split(".route(").skip(1) {
                let literal = rest.trim_start().strip_prefix('"').and_then(|r| r.split('"').next());
                if let Some(route) = literal.filter(|route| route.starts_with("/api/")) {
                    routes.insert(route.to_owned());
                }
            }
        }
    }
}
