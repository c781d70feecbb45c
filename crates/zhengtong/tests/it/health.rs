//! Whether it lives, whether it is ready, and what it counts.

use reqwest::Method;

use crate::support::client::Client;
use crate::support::setup::{OPERATOR, signed_in, sites};

#[tokio::test]
async fn a_started_platform_lives_and_is_ready() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = Client::anonymous(&platform);
        for path in ["/healthz/live", "/healthz/ready"] {
            let reply = client.get(path).await;
            assert_eq!(reply.status, 200, "{path} on {}", site.engine());
        }
        platform.stop().await;
    }
}

#[tokio::test]
async fn metrics_are_in_the_prometheus_format_and_tell_of_process_ledger_and_requests() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = Client::anonymous(&platform);
        client.get("/").await;
        let reply = client.get("/metrics").await;
        assert_eq!(reply.status, 200, "{}", site.engine());
        assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
        for line in reply.body.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let value = line.rsplit(' ').next().unwrap_or_default();
            assert!(value.parse::<f64>().is_ok(), "not a sample: {line}");
        }
        for name in [
            "process_resident_memory_bytes",
            "zt_ledger_published_size",
            "http_requests_total{method=\"GET\",route=\"/\",status=\"200\"}",
            "http_request_seconds_bucket{route=\"/\"",
        ] {
            assert!(reply.body.contains(name), "{name} is missing:\n{}", reply.body);
        }
        platform.stop().await;
    }
}

#[tokio::test]
async fn every_reply_carries_the_headers_that_bind_a_browser() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = signed_in(&platform, OPERATOR).await;
        for path in ["/", "/sign-in", "/no-such-page", "/openapi.json", "/healthz/live"] {
            let reply = client.get(path).await;
            let policy = reply.header("content-security-policy").unwrap_or_default();
            assert!(policy.contains("default-src 'self'"), "{path}: {policy:?}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy:?}");
            assert!(!policy.contains("unsafe"), "{path}: {policy:?}");
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
            assert!(reply.header("referrer-policy").is_some(), "{path}");
            assert_eq!(reply.header("server"), None, "{path} does not say what serves it");
        }
        platform.stop().await;
    }
}

#[tokio::test]
async fn an_unknown_address_is_a_page_for_people_and_a_problem_for_programs() {
    for site in sites().await {
        let platform = site.serve().await;
        let client = Client::anonymous(&platform);
        let page = client.get_as("/no-such-page", "text/html").await;
        assert_eq!(page.status, 404);
        assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
        let problem = client.get_as("/api/v1/no-such-thing", "application/json").await;
        assert_eq!(problem.status, 404);
        assert_eq!(problem.media_type(), "application/problem+json");
        assert_eq!(problem.json()["status"], 404);
        let wrong = client.send(Method::DELETE, "/healthz/live").await;
        assert_eq!(wrong.status, 405);
        platform.stop().await;
    }
}
