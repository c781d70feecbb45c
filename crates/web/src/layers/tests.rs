//! The layers around a small application, asked over its whole road.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Multipart, Request},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{StatusCode, header, request::Parts};
use maud::html;
use tower::ServiceExt;
use zt_kernel::{AccountId, Actor, AgencyId};

use super::{OuterConfig, body_limit, inner, outer};
use crate::{
    Form, FormErrors, HeldForm, HeldForms, Html, PageError, Ui, Values, Visitor, components, csrf,
    held::BoxFuture, see_other,
};

const TOKEN: &str = "session-token-0123";
const FORM: &str = "application/x-www-form-urlencoded";

#[derive(serde::Deserialize)]
struct Note {
    text: String,
    days: Option<u32>,
}

fn page(ui: &Ui, values: &Values, errors: &FormErrors) -> Html {
    ui.page("web-home").errors(errors).body(components::form(ui, "/note/save").body(html! {
        (components::text(ui, "text", "Text").filled(values, errors))
        (components::number(ui, "days", "Days").filled(values, errors))
    }))
}

async fn save(ui: Ui, form: Form<Note>) -> Response {
    let (values, parsed) = form.into_parts();
    match parsed {
        Ok(note) => {
            let saved = format!("{}/{:?}", note.text, note.days);
            see_other("/note").success("web-held-typed", &[("saved", saved.into())]).into_response()
        }
        Err(errors) => page(&ui, &values, &errors).into_response(),
    }
}

async fn upload(mut parts: Multipart) -> Result<String, PageError> {
    let mut bytes = 0;
    while let Some(part) =
        parts.next_field().await.map_err(|error| PageError::new(error.status()))?
    {
        let is_file = part.name() == Some("file");
        let content = part.bytes().await.map_err(|error| PageError::new(error.status()))?;
        bytes += if is_file { content.len() } else { 0 };
    }
    Ok(bytes.to_string())
}

/// Keeps forms for everybody whose request carries a cookie.
#[derive(Default)]
struct Memory(Mutex<Vec<HeldForm>>);

impl HeldForms for Memory {
    fn hold<'a>(&'a self, request: &'a Parts, form: &'a HeldForm) -> BoxFuture<'a, Option<String>> {
        let known = request.headers.contains_key(header::COOKIE);
        Box::pin(async move {
            let mut forms = self.0.lock().unwrap();
            known.then(|| {
                forms.push(form.clone());
                format!("id{}", forms.len() - 1)
            })
        })
    }

    fn find<'a>(&'a self, _: &'a Visitor, id: &'a str) -> BoxFuture<'a, Option<HeldForm>> {
        Box::pin(async move {
            let index: usize = id.strip_prefix("id")?.parse().ok()?;
            self.0.lock().unwrap().get(index).cloned()
        })
    }
}

/// A session layer as simple as can be: the cookie `s=1` is signed in.
async fn session(mut request: Request, next: Next) -> Response {
    let signed_in = crate::cookies::get(request.headers(), "s") == Some("1");
    let mut visitor = Visitor::anonymous(TOKEN);
    if signed_in {
        visitor.actor = Actor::Account { id: AccountId(1), agency: AgencyId(1), roles: Vec::new() };
    } else {
        visitor.csrf = "anonymous-token".to_owned();
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

fn app() -> Router {
    let routes = Router::new()
        .route("/note", get(async |ui: Ui| page(&ui, &ui.typed("/note/save"), &FormErrors::new())))
        .route("/note/save", post(save))
        .route("/upload", post(upload).layer(body_limit(3_000_000)))
        .route("/gone", get(async || PageError::gone().detail("<b>withdrawn</b>")))
        .route("/slow", get(async || std::future::pending::<()>().await))
        .route("/api/v1/thing", post(async || "done"));
    let app = inner(routes, Arc::new(Memory::default())).layer(from_fn(session));
    let timeout = std::time::Duration::from_millis(50);
    outer(app, OuterConfig { https: true, timeout })
}

async fn send(
    app: &Router,
    request: http::request::Builder,
    body: impl Into<Body>,
) -> (StatusCode, http::HeaderMap, String) {
    let response = app.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

fn browser(method: &str, path: &str) -> http::request::Builder {
    http::Request::builder()
        .method(method)
        .uri(path)
        .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
        .header(header::ACCEPT_LANGUAGE, "en")
        .header(header::HOST, "a.example")
}

fn signed_in(method: &str, path: &str) -> http::request::Builder {
    browser(method, path).header(header::COOKIE, "s=1")
}

#[tokio::test]
async fn a_form_with_its_token_is_carried_out_and_told_on_the_next_page() {
    let app = app();
    let body = format!("_csrf={}&text=hello&days=3", csrf::masked(TOKEN));
    let request = signed_in("POST", "/note/save").header(header::CONTENT_TYPE, FORM);
    let (status, headers, _) = send(&app, request, body).await;
    assert_eq!(
        (status, &headers[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/note".parse().unwrap())
    );
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; Secure"), "{cookie}");
    let flash = format!("s=1; {}", cookie.split(';').next().unwrap());
    let (_, headers, html) =
        send(&app, browser("GET", "/note").header(header::COOKIE, flash), "").await;
    assert!(html.contains("What you typed"), "{html}");
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("zt_flash=; "));
}

#[tokio::test]
async fn a_form_of_the_wrong_shape_comes_back_with_what_was_typed() {
    let body = format!("_csrf={TOKEN}&text=%3Cscript%3Ealert(1)%3C%2Fscript%3E&days=ten");
    let request = signed_in("POST", "/note/save").header(header::CONTENT_TYPE, FORM);
    let (status, _, html) = send(&app(), request, body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("value=\"&lt;script&gt;alert(1)&lt;/script&gt;\""), "{html}");
    assert!(html.contains("value=\"ten\"") && html.contains("href=\"#f-days\""), "{html}");
    assert!(html.contains("<title>Error: Home – Zhengtong</title>"), "{html}");
    assert_eq!(crate::sanity::faults(&html), [""; 0]);
}

#[tokio::test]
async fn a_request_from_another_site_is_refused_whatever_it_brings() {
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request =
            signed_in("POST", "/note/save").header(header::CONTENT_TYPE, FORM).header(name, value);
        let (status, _, html) = send(&app(), request, format!("_csrf={TOKEN}&text=x")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(html.contains("did not come from a page of Zhengtong"), "{html}");
    }
}

#[tokio::test]
async fn a_script_sends_the_token_in_a_header_and_a_bearer_needs_none() {
    let json =
        |request: http::request::Builder| request.header(header::CONTENT_TYPE, "application/json");
    for (request, expected) in [
        (signed_in("POST", "/api/v1/thing"), StatusCode::FORBIDDEN),
        (signed_in("POST", "/api/v1/thing").header(csrf::HEADER, "wrong"), StatusCode::FORBIDDEN),
        (signed_in("POST", "/api/v1/thing").header(csrf::HEADER, TOKEN), StatusCode::OK),
        (
            browser("POST", "/api/v1/thing").header(header::AUTHORIZATION, "Bearer zt_x"),
            StatusCode::OK,
        ),
        (browser("POST", "/api/v1/thing"), StatusCode::OK),
    ] {
        let (status, headers, body) = send(&app(), json(request), "{}").await;
        assert_eq!(status, expected);
        if status == StatusCode::FORBIDDEN {
            assert_eq!(headers[header::CONTENT_TYPE], crate::Media::PROBLEM.content_type);
            assert!(body.contains("\"type\":\"/problems/csrf\""), "{body}");
        }
    }
}

fn multipart(parts: &[(&str, &str)]) -> (String, String) {
    let mut body = String::new();
    for (name, value) in parts {
        let file = if *name == "file" { "; filename=\"a.csv\"" } else { "" };
        write!(
            body,
            "--B\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        )
        .unwrap();
    }
    (body + "--B--\r\n", "multipart/form-data; boundary=B".to_owned())
}

#[tokio::test]
async fn an_upload_is_let_through_by_its_first_part_only() {
    let big = "x".repeat(2_500_000);
    for (parts, expected) in [
        (vec![("_csrf", TOKEN), ("_from", "/note"), ("file", big.as_str())], StatusCode::OK),
        (vec![("file", "a"), ("_csrf", TOKEN)], StatusCode::FORBIDDEN),
        (vec![("_csrf", "wrong"), ("file", "a")], StatusCode::FORBIDDEN),
        (vec![("file", "a")], StatusCode::FORBIDDEN),
        (vec![], StatusCode::FORBIDDEN),
    ] {
        let (body, kind) = multipart(&parts);
        let request = browser("POST", "/upload")
            .header(header::COOKIE, "s=1")
            .header(header::CONTENT_TYPE, kind);
        // In pieces, as a network delivers it.
        let pieces: Vec<_> = body
            .as_bytes()
            .chunks(1000)
            .map(|piece| Ok::<_, std::io::Error>(bytes::Bytes::copy_from_slice(piece)))
            .collect();
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        // The memory knows the cookie but there is nothing typed to keep.
        let (status, _, text) = send(&app(), request, body).await;
        assert_eq!(status, expected, "{text}");
        if status == StatusCode::OK {
            assert_eq!(text, "2500000");
        }
    }
}

#[tokio::test]
async fn an_upload_beyond_its_limit_is_refused() {
    let big = "x".repeat(3_100_000);
    let (body, kind) = multipart(&[("_csrf", TOKEN), ("file", &big)]);
    let request = signed_in("POST", "/upload").header(header::CONTENT_TYPE, kind);
    assert_eq!(send(&app(), request, body).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let request = signed_in("POST", "/note/save").header(header::CONTENT_TYPE, FORM);
    let body = format!("_csrf={TOKEN}&text={}", "x".repeat(1_100_000));
    assert_eq!(send(&app(), request, body).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let app = app();
    let body = "_csrf=m.00&_from=%2Fnote%3Ftab%3D1&text=long+reasoning&password=secret";
    let request = browser("POST", "/note/save")
        .header(header::COOKIE, "s=expired")
        .header(header::CONTENT_TYPE, FORM);
    let (status, headers, _) = send(&app, request, body).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let location = headers[header::LOCATION].to_str().unwrap();
    assert_eq!(location, "/sign-in?next=%2Fnote%3Ftab%3D1%26held%3Did0");
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("zt_flash="));

    let (_, _, anonymous) = send(&app, browser("GET", "/note?tab=1&held=id0"), "").await;
    assert!(!anonymous.contains("long reasoning"));
    let (_, _, html) = send(&app, signed_in("GET", "/note?tab=1&held=id0"), "").await;
    assert!(html.contains("value=\"long reasoning\""), "{html}");
    assert!(html.contains("What you typed before is back") && !html.contains("secret"), "{html}");
}

#[tokio::test]
async fn what_was_typed_beside_a_file_outlives_the_session_too() {
    let app = app();
    let (body, kind) = multipart(&[
        ("_csrf", "old"),
        ("_from", "/note"),
        ("text", "beside"),
        ("file", "content"),
        ("after", "too"),
    ]);
    let request = browser("POST", "/note/save")
        .header(header::COOKIE, "s=expired")
        .header(header::CONTENT_TYPE, kind);
    let (status, headers, _) = send(&app, request, body).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/sign-in?next=%2Fnote%3Fheld%3Did0");
    let (_, _, html) = send(&app, signed_in("GET", "/note?held=id0"), "").await;
    assert!(html.contains("value=\"beside\"") && !html.contains("content\""), "{html}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_shown_to_copy() {
    let body = "_csrf=old&_from=https%3A%2F%2Fevil.example&text=%3Cb%3Elong";
    let request = browser("POST", "/note/save").header(header::CONTENT_TYPE, FORM);
    let (status, _, html) = send(&app(), request, body).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(html.contains("&lt;b&gt;long") && !html.contains("evil.example"), "{html}");
    assert!(html.contains("/sign-in?next=%2Fnote%2Fsave"), "{html}");
    assert_eq!(crate::sanity::faults(&html), [""; 0]);
}

#[tokio::test]
async fn a_sign_in_form_that_stood_open_too_long_leads_back_to_itself() {
    let body = "_csrf=old&_from=%2Fsign-in%3Fnext%3D%252Fnote&account=zhou&password=secret";
    let request = browser("POST", "/sign-in").header(header::CONTENT_TYPE, FORM);
    let (_, _, html) = send(&app(), request, body).await;
    assert!(html.contains("href=\"/sign-in?next=%2Fnote\""), "{html}");
    assert!(html.contains("zhou") && !html.contains("secret"), "{html}");
}

#[tokio::test]
async fn people_get_pages_and_programs_get_problems() {
    let app = app();
    let (status, headers, html) = send(&app, browser("GET", "/nowhere"), "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    assert!(html.contains("There is no such page"), "{html}");
    let program =
        http::Request::builder().uri("/nowhere").header(header::ACCEPT, "application/json");
    let (_, headers, body) = send(&app, program, "").await;
    assert_eq!(headers[header::CONTENT_TYPE], crate::Media::PROBLEM.content_type);
    assert!(
        body.contains(
            "\"type\":\"/problems/not-found\",\"title\":\"找不到这个页面\",\"status\":404"
        ),
        "{body}"
    );
    let (_, headers, _) = send(&app, browser("GET", "/api/v1/nowhere"), "").await;
    assert_eq!(headers[header::CONTENT_TYPE], crate::Media::PROBLEM.content_type);
    let (status, headers, _) = send(&app, browser("GET", "/note/save"), "").await;
    assert_eq!(
        (status, &headers[header::ALLOW]),
        (StatusCode::METHOD_NOT_ALLOWED, &"POST".parse().unwrap())
    );
    let (status, _, html) = send(&app, browser("GET", "/gone"), "").await;
    assert_eq!(status, StatusCode::GONE);
    assert!(html.contains("&lt;b&gt;withdrawn"), "{html}");
}

#[tokio::test]
async fn a_panic_tells_the_reader_nothing_and_a_slow_handler_is_cut() {
    let (status, _, html) = send(&app(), browser("GET", "/components/panic"), "").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(html.contains("our fault") && !html.contains("the defect"), "{html}");
    let (status, headers, html) = send(&app(), browser("GET", "/slow"), "").await;
    assert_eq!(
        (status, &headers[header::RETRY_AFTER]),
        (StatusCode::SERVICE_UNAVAILABLE, &"5".parse().unwrap())
    );
    assert!(html.contains("The system is busy"), "{html}");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_bind_a_browser() {
    for path in ["/note", "/nowhere", "/components/panic"] {
        let (_, headers, _) = send(&app(), browser("GET", path), "").await;
        let csp = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(csp.contains("default-src 'self'") && csp.contains("frame-ancestors 'none'"));
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(headers["x-request-id"].len(), 16);
    }
    let given = browser("GET", "/note").header("x-request-id", "abc-12345678");
    assert_eq!(send(&app(), given, "").await.1["x-request-id"], "abc-12345678");
    let forged = browser("GET", "/note").header("x-request-id", "a b\tc d e f g");
    assert_eq!(send(&app(), forged, "").await.1["x-request-id"].len(), 16);
}

#[tokio::test]
async fn a_chosen_language_and_text_size_are_kept() {
    let (_, headers, html) = send(&app(), browser("GET", "/note?lang=zh&text=large"), "").await;
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"zh-CN\" class=\"large\">"), "{html}");
    let cookies: Vec<_> = headers.get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(cookies.len(), 2);
    let kept = browser("GET", "/note").header(header::COOKIE, "zt_lang=zh; zt_text=large");
    assert!(send(&app(), kept, "").await.2.contains("lang=\"zh-CN\" class=\"large\""));
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_the_hash_of_their_content() {
    for name in ["app.css", "app.js", "icon.svg"] {
        let request = browser("GET", crate::assets::path(name));
        let (status, headers, _) = send(&app(), request, "").await;
        assert_eq!(status, StatusCode::OK, "{name}");
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    }
    assert_eq!(send(&app(), browser("GET", "/assets/app.css"), "").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_component_renders_a_sound_page_in_both_languages_and_sizes() {
    for lang in ["zh", "en"] {
        for size in ["normal", "large"] {
            for path in [
                "/components",
                "/components/forms",
                "/components/error/403",
                "/components/error/401",
            ] {
                let request = signed_in("GET", &format!("{path}?lang={lang}&text={size}"));
                let (_, _, html) = send(&app(), request, "").await;
                assert_eq!(crate::sanity::faults(&html), [""; 0], "{path} {lang}");
            }
            let request = signed_in("POST", &format!("/components/forms?lang={lang}"))
                .header(header::CONTENT_TYPE, FORM);
            let (status, _, html) = send(&app(), request, format!("_csrf={TOKEN}&days=x")).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(crate::sanity::faults(&html), [""; 0]);
        }
    }
}
