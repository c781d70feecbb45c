//! CSRF, and the rescue of forms that come after their session.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use http::{StatusCode, request::Parts};
use maud::html;

use crate::{
    HeldForm, HeldForms, PageError, Ui, Values, Visitor,
    components::{NoticeKind, description_list, link_button, notice},
    csrf::{self, Origin},
    form::{FORM_MAX_BYTES, essence, is_urlencoded},
    held::{HELD_MAX_BYTES, PARAMETER, SIGN_IN_PATH},
    query, see_other,
};

/// How far into a multipart body the token must stand: its own part's head and
/// value, with room.
const FIRST_PART_MAX_BYTES: usize = 4096;

pub(super) async fn guard(
    State(held): State<Arc<dyn HeldForms>>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = parts.extensions.get::<Visitor>().cloned();
    match csrf::origin(&parts.method, &parts.headers) {
        Origin::Free => {
            bring_back(&mut parts, visitor.as_ref(), &*held).await;
            next.run(Request::from_parts(parts, body)).await
        }
        Origin::Foreign => refused(&parts).into_response(),
        Origin::NeedsToken => {
            let token = visitor.map(|visitor| visitor.csrf).unwrap_or_default();
            check(parts, body, &token, &*held, next).await
        }
    }
}

async fn check(
    parts: Parts,
    body: Body,
    token: &str,
    held: &dyn HeldForms,
    next: Next,
) -> Response {
    if let Some(given) = parts.headers.get(csrf::HEADER) {
        let good = given.to_str().is_ok_and(|given| csrf::matches(token, given));
        return if good {
            next.run(Request::from_parts(parts, body)).await
        } else {
            refused(&parts).into_response()
        };
    }
    if is_urlencoded(&parts.headers) {
        let bytes = match read(body).await {
            Ok(bytes) => bytes,
            Err(error) => return error.into_response(),
        };
        let values = Values::from_urlencoded(&bytes);
        if csrf::matches(token, values.get(csrf::FIELD)) {
            return next.run(Request::from_parts(parts, Body::from(bytes))).await;
        }
        return keep(&parts, values, held).await;
    }
    if essence(&parts.headers) == "multipart/form-data" {
        let (first, body) = peek(body).await;
        if first_field(&first).is_some_and(|given| csrf::matches(token, given)) {
            return next.run(Request::from_parts(parts, body)).await;
        }
        let values = typed_beside_files(&parts, body).await;
        return keep(&parts, values, held).await;
    }
    refused(&parts).into_response()
}

/// A whole urlencoded body, which may be read before its sender is known
/// because it is small.
async fn read(body: Body) -> Result<Bytes, PageError> {
    axum::body::to_bytes(body, FORM_MAX_BYTES)
        .await
        .map_err(|_| PageError::new(StatusCode::PAYLOAD_TOO_LARGE))
}

/// The beginning of a body, and the body whole again.
async fn peek(body: Body) -> (Vec<u8>, Body) {
    let mut frames = body.into_data_stream();
    let (mut read, mut first) = (Vec::new(), Vec::new());
    while first.len() < FIRST_PART_MAX_BYTES && first_field(&first).is_none() {
        match frames.next().await {
            Some(Ok(bytes)) => {
                let room = FIRST_PART_MAX_BYTES - first.len();
                first.extend_from_slice(&bytes[..bytes.len().min(room)]);
                read.push(Ok(bytes));
            }
            Some(Err(error)) => {
                read.push(Err(error));
                break;
            }
            None => break,
        }
    }
    (first, Body::from_stream(stream::iter(read).chain(frames)))
}

/// The value of a multipart body's first part, if that part is the token and
/// has arrived whole.
fn first_field(body: &[u8]) -> Option<&str> {
    let end = body.len().min(FIRST_PART_MAX_BYTES);
    let text = match std::str::from_utf8(&body[..end]) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&body[..error.valid_up_to()]).ok()?,
    };
    let (delimiter, rest) = text.split_once("\r\n")?;
    let delimiter = delimiter.strip_prefix("--").filter(|boundary| !boundary.is_empty())?;
    let (head, rest) = rest.split_once("\r\n\r\n")?;
    let named = format!("name=\"{}\"", csrf::FIELD);
    let disposition =
        head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    if !disposition.contains(&named) || disposition.contains("filename") {
        return None;
    }
    rest.split_once(&format!("\r\n--{delimiter}")).map(|(value, _)| value)
}

/// What was typed into a multipart form, files left out. The framework reads at
/// most 2 MB of a body that no route has claimed, so what follows a large file
/// is lost; fields stand before files.
async fn typed_beside_files(parts: &Parts, body: Body) -> Values {
    let mut values = Values::default();
    let request = Request::from_parts(parts.clone(), body);
    let Ok(mut fields) = Multipart::from_request(request, &()).await else { return values };
    while let Ok(Some(field)) = fields.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        if field.file_name().is_some() {
            continue;
        }
        match field.text().await {
            Ok(text) if values.weight_bytes() + text.len() <= HELD_MAX_BYTES => {
                values.push(name, text);
            }
            _ => break,
        }
    }
    values
}

/// A form whose token is worth nothing any more: keeps what was typed and sends
/// its writer to sign in, or back to the form if he has done so already.
async fn keep(parts: &Parts, values: Values, held: &dyn HeldForms) -> Response {
    let ui = Ui::from_parts(parts);
    let action = parts.uri.path().to_owned();
    let from = values.get(csrf::FROM_FIELD);
    let page = if query::is_local_path(from) {
        from.to_owned()
    } else {
        referring_page(parts).unwrap_or_else(|| action.clone())
    };
    let form = HeldForm { action, page, values: values.without_secrets() };
    let (path, before) = form.page.split_once('?').unwrap_or((&form.page, ""));
    let small = !form.values.is_empty() && form.values.weight_bytes() <= HELD_MAX_BYTES;
    let id = if small { held.hold(parts, &form).await } else { None };
    let back = query::edited(path, before, &[(PARAMETER, id.as_deref())]);
    let sign_in = format!("{SIGN_IN_PATH}?next={}", query::escaped(&back));
    // A sign-in form that stood open too long leads to itself.
    let straight_back = ui.visitor().signed_in() || form.action == SIGN_IN_PATH;
    match (id, straight_back) {
        (Some(_), true) => see_other(back).into_response(),
        (Some(_), false) => {
            see_other(sign_in).notice(NoticeKind::Info, "web-held-sign-in", &[]).into_response()
        }
        (None, straight_back) => {
            let href = if straight_back { back } else { sign_in };
            let label = ui.t(if straight_back { "web-held-back" } else { "web-sign-in" });
            ui.page("web-held-title")
                .status(StatusCode::FORBIDDEN)
                .narrow()
                .body(html! {
                    (notice(&ui, NoticeKind::Warning, ui.t("web-held-lost")))
                    div.actions { (link_button(href, label)) }
                    @if !form.values.is_empty() {
                        h2 { (ui.t("web-held-typed")) }
                        (form.values.iter().fold(description_list(), |list, (name, value)| {
                            list.item(name, html! { pre.typed { (value) } })
                        }))
                    }
                })
                .into_response()
        }
    }
}

/// The page of this site that a request came from, as its `Referer` says.
fn referring_page(parts: &Parts) -> Option<String> {
    let text =
        |name| parts.headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let referer: http::Uri = text(http::header::REFERER)?.parse().ok()?;
    let same = referer.authority().map(http::uri::Authority::as_str) == text(http::header::HOST);
    let page = referer.path_and_query()?.as_str();
    (same && query::is_local_path(page)).then(|| page.to_owned())
}

/// Puts a held form's values where [`Ui::typed`] finds them.
async fn bring_back(parts: &mut Parts, visitor: Option<&Visitor>, held: &dyn HeldForms) {
    let Some(visitor) = visitor.filter(|visitor| visitor.signed_in()) else { return };
    let id = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
        .find(|(name, _)| name == PARAMETER)
        .map(|(_, id)| id.into_owned());
    if let Some(id) = id
        && let Some(form) = held.find(visitor, &id).await
    {
        parts.extensions.insert(form);
        let ui = Ui::from_parts(parts);
        parts.extensions.insert(ui);
    }
}

/// A request that isn't this site's own.
fn refused(parts: &Parts) -> PageError {
    let ui = Ui::from_parts(parts);
    PageError::forbidden().slug("csrf").detail(ui.t("web-csrf-detail"))
}
