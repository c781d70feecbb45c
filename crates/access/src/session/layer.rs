//! The layer that finds out who sent a request.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use zt_kernel::{AccountId, Actor};
use zt_store::StoreError;
use zt_web::{Lang, PageError, Problem, Ui, Visitor};

use super::{Cookies, SEEN_EVERY, SessionId, Token, first_password, is_live, store};
use crate::{Credentials, Platform, session::store::Principal};

/// Style sheets and scripts are the same for everybody.
const ASSETS: &str = "/assets/";

/// The session of the present request, in its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentSession {
    /// Its number.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
}

/// The address the request came from, in its extensions, where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// Puts a [`Visitor`] into the extensions of every request, from the session
/// cookie or from `Authorization: Bearer zt_…`. A bearer credential that isn't
/// good is answered 401 here; a session that isn't is a visitor who hasn't
/// signed in.
///
/// Goes around `zt_web::layers::inner` and inside `zt_web::layers::outer`. Serve
/// with `into_make_service_with_connect_info::<SocketAddr>()`, or sign-ins are
/// throttled per account only.
pub fn session_layer(app: Router, platform: Platform) -> Router {
    app.layer(from_fn_with_state(platform, identify))
}

async fn identify(State(platform): State<Platform>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(ASSETS) {
        return next.run(request).await;
    }
    if let Some(address) = client_address(&request, platform.config.trusted_proxies) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    let ui = {
        let (parts, body) = request.into_parts();
        let ui = Ui::from_parts(&parts);
        request = Request::from_parts(parts, body);
        ui
    };
    if let Some(bearer) = bearer(request.headers()) {
        let found = Credentials::new(&platform).verify(bearer, platform.now()).await;
        return match found {
            Ok(Some(principal)) => {
                request.extensions_mut().insert(visitor(principal, ui.lang(), String::new()));
                next.run(request).await
            }
            Ok(None) => bad_credential(&ui).into_response(),
            Err(error) => failed(error).into_response(),
        };
    }
    by_cookie(&platform, &ui, request, next).await.unwrap_or_else(|e| failed(e).into_response())
}

async fn by_cookie(
    platform: &Platform,
    ui: &Ui,
    mut request: Request,
    next: Next,
) -> Result<Response, StoreError> {
    let cookies = Cookies::new(platform.config.https);
    let now = platform.now();
    if let Some(token) = cookies.session(request.headers())
        && let Some(found) = store::find(&platform.db, &token.digest()).await?
        && is_live(found.seen_at, found.expires_at, platform.config.session_idle(), now)
    {
        if now.duration_since(found.seen_at) >= SEEN_EVERY {
            store::touch(&platform.db, found.session, now).await?;
        }
        if found.initial
            && let Some(answer) = first_password::only(ui, &request)
        {
            return Ok(answer);
        }
        let current = CurrentSession { id: found.session, account: found.principal.account };
        request.extensions_mut().insert(current);
        request.extensions_mut().insert(visitor(found.principal, ui.lang(), token.csrf()));
        return Ok(next.run(request).await);
    }

    let known = cookies.visit(request.headers());
    let token = known.clone().unwrap_or_else(Token::random);
    request.extensions_mut().insert(Visitor::anonymous(token.csrf()));
    let mut response = next.run(request).await;
    // Only a page can hold a form, so only a page needs the cookie.
    if known.is_none() && is_page(response.headers()) {
        response.headers_mut().append(header::SET_COOKIE, cookies.set_visit(&token));
    }
    Ok(response)
}

fn visitor(principal: Principal, lang: Lang, csrf: String) -> Visitor {
    let Principal { account, name, agency, roles, agency_short, agency_name_en } = principal;
    let agency_name = match lang {
        Lang::Zh => agency_short,
        Lang::En => agency_name_en,
    };
    Visitor { actor: Actor::Account { id: account, agency, roles }, name, agency_name, csrf }
}

/// The token after `Bearer`, whose case does not matter.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn bad_credential(ui: &Ui) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "bad-credential", ui.t("access-bad-credential"))
        .detail(ui.t("access-bad-credential-detail"))
        .header(header::WWW_AUTHENTICATE, r#"Bearer error="invalid_token""#)
}

fn failed(error: StoreError) -> PageError {
    if error.is_transient() { PageError::unavailable() } else { PageError::internal(error) }
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"))
}

/// The peer's address or, behind `proxies` trusted proxies, the one the
/// outermost of them saw.
fn client_address(request: &Request, proxies: usize) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if proxies == 0 {
        return peer;
    }
    let forwarded: Vec<&str> = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let index = forwarded.len().checked_sub(proxies)?;
    forwarded[index].trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(forwarded: &str) -> Request {
        let mut request =
            Request::builder().header("x-forwarded-for", forwarded).body(Body::empty()).unwrap();
        let peer: SocketAddr = "192.0.2.1:5000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    #[test]
    fn what_a_client_writes_about_itself_is_not_believed() {
        let forged = request("203.0.113.9, 198.51.100.7");
        assert_eq!(client_address(&forged, 0).unwrap().to_string(), "192.0.2.1");
        assert_eq!(client_address(&forged, 1).unwrap().to_string(), "198.51.100.7");
        assert_eq!(client_address(&request("203.0.113.9"), 2), None);
        assert_eq!(client_address(&request("nonsense"), 1), None);
    }

    #[test]
    fn a_bearer_token_is_read_whatever_the_schemes_case() {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, "bearer zt_abc".parse().unwrap());
        assert_eq!(bearer(&headers), Some("zt_abc"));
        headers.insert(header::AUTHORIZATION, "Basic zt_abc".parse().unwrap());
        assert_eq!(bearer(&headers), None);
    }
}
