//! The rows API, as the grantee of the demo's story uses it.

use crate::support::client::Client;
use crate::support::demo::{self, Keys};
use crate::support::platform::Platform;

#[tokio::test]
async fn a_grantee_reads_in_the_format_it_asks_for() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let client = Client::with_credential(&platform, keys.credential());
    let path = rows_path(&keys);
    for (accept, kind) in [
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
    ] {
        let reply = client.get_as(&format!("{path}?limit=5"), accept).await;
        assert_eq!(reply.status, 200, "{accept}: {}", reply.body);
        let told = reply.header("content-type").unwrap_or_default();
        assert!(told.starts_with(kind), "{accept}: {told}");
        assert!(!reply.body.is_empty());
    }
    platform.stop().await;
}

/// The refusal is a problem that says why and how to ask.
#[tokio::test]
async fn who_has_no_grant_is_told_why_and_how_to_ask() {
    let folder = demo::copy().await;
    let platform = Platform::demo(folder.path()).await;
    let keys = Keys::of(folder.path());
    let path = rows_path(&keys);
    let stranger = Client::anonymous(&platform).get_as(&path, "application/json").await;
    assert!(matches!(stranger.status.as_u16(), 401 | 403), "{}", stranger.status);
    assert_eq!(stranger.media_type(), "application/problem+json");
    let problem = stranger.json();
    for key in ["type", "title", "status", "detail"] {
        assert!(!problem[key].is_null(), "{key}: {problem}");
    }
    let wrong = Client::with_credential(&platform, "zt_not-a-credential");
    let wrong = wrong.get_as(&path, "application/json").await;
    assert_eq!(wrong.status, 401, "{}", wrong.body);
    platform.stop().await;
}

fn rows_path(keys: &Keys) -> String {
    format!("/api/v1/datasets/{}/rows", keys.dataset().replace('/', "%2F"))
}
