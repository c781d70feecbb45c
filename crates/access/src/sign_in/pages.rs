//! The pages for signing in and out.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header};
use maud::html;
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{button, form, hidden, password, text},
    query, see_other,
};

use super::{Attempt, SignInError, authenticate};
use crate::{
    Platform,
    account::store::find,
    page_error::store_error,
    session::{ClientAddress, Cookies, CurrentSession, Sessions},
};

const ACTION: &str = "/sign-in";

#[derive(Deserialize)]
pub(crate) struct SignIn {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in?next=/path`
pub(crate) async fn show(ui: Ui) -> Response {
    let next = ui.param("next").unwrap_or_default();
    if ui.visitor().signed_in() {
        return see_other(after_sign_in(&next)).into_response();
    }
    page(&ui, &Values::from_iter([("next", next)]), &FormErrors::new()).into_response()
}

/// `POST /sign-in`
pub(crate) async fn submit(
    State(platform): State<Platform>,
    ui: Ui,
    address: Option<Extension<ClientAddress>>,
    current: Option<Extension<CurrentSession>>,
    headers: HeaderMap,
    typed: Form<SignIn>,
) -> Result<Response, PageError> {
    let (values, parsed) = typed.into_parts();
    let SignIn { username, password, next } = match parsed {
        Ok(sign_in) => sign_in,
        Err(errors) => return Ok(page(&ui, &values, &errors).into_response()),
    };
    let mut errors = FormErrors::new();
    errors.require(!username.trim().is_empty(), "username", || ui.t("access-username-missing"));
    errors.require(!password.is_empty(), "password", || ui.t("access-password-missing"));
    if !errors.is_empty() {
        return Ok(page(&ui, &values, &errors).into_response());
    }

    let now = platform.now();
    let attempt = Attempt {
        username: &username,
        password: &password,
        address: address.map(|Extension(ClientAddress(address))| address),
    };
    let identity = match authenticate(&platform, attempt, now).await {
        Ok(identity) => identity,
        Err(SignInError::Wrong) => {
            let errors = FormErrors::one("username", ui.t("access-sign-in-wrong"));
            return Ok(page(&ui, &values, &errors).into_response());
        }
        Err(SignInError::InitialExpired) => {
            let errors = FormErrors::one("password", ui.t("access-sign-in-initial-expired"));
            return Ok(page(&ui, &values, &errors).into_response());
        }
        Err(SignInError::Throttled { retry_after }) => {
            return Err(throttled(&ui, retry_after));
        }
        Err(SignInError::Store(error)) => return Err(store_error(error)),
        Err(error @ SignInError::Password(_)) => return Err(PageError::internal(error)),
    };
    let account = find(&platform.db, identity.account()).await.map_err(store_error)?;
    let actor = account.ok_or_else(PageError::unauthorized)?.actor();
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let token = Sessions::new(&platform)
        .start(
            &identity,
            &actor,
            agent.unwrap_or_default(),
            current.map(|Extension(current)| current.id),
            now,
        )
        .await
        .map_err(store_error)?;
    let Some(token) = token else {
        let errors = FormErrors::one("username", ui.t("access-sign-in-wrong"));
        return Ok(page(&ui, &values, &errors).into_response());
    };
    let mut response = see_other(after_sign_in(&next)).into_response();
    let cookie = Cookies::new(platform.config.https).set_session(&token);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /sign-out`
pub(crate) async fn sign_out(
    State(platform): State<Platform>,
    ui: Ui,
    current: Option<Extension<CurrentSession>>,
) -> Result<Response, PageError> {
    if let Some(Extension(current)) = current {
        Sessions::new(&platform)
            .end(ui.actor(), current.account, current.id, platform.now())
            .await
            .map_err(store_error)?;
    }
    let mut response = see_other("/").success("access-signed-out", &[]).into_response();
    let cookie = Cookies::new(platform.config.https).clear_session();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

fn page(ui: &Ui, values: &Values, errors: &FormErrors) -> Html {
    ui.page("access-sign-in").lead(ui.t("access-sign-in-lead")).narrow().bare().errors(errors).body(
        form(ui, ACTION).unguarded().body(html! {
            (hidden("next", values.get("next")))
            (text(ui, "username", ui.t("access-username"))
                .autocomplete("username")
                .filled(values, errors))
            (password(ui, "password", ui.t("access-password")).filled(values, errors))
            div.actions { (button(ui.t("access-sign-in"))) }
        }),
    )
}

fn throttled(ui: &Ui, retry_after: jiff::SignedDuration) -> PageError {
    let seconds = u64::try_from(retry_after.as_secs()).unwrap_or(0) + 1;
    PageError::too_many(seconds)
        .slug("sign-in-throttled")
        .detail(ui.ta("access-sign-in-throttled", &[("minutes", seconds.div_ceil(60).into())]))
}

/// Where to go once signed in: `next` if it is a page of this site other than
/// sign-in itself, else home.
pub(crate) fn after_sign_in(next: &str) -> String {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    if query::is_local_path(next) && path != ACTION { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_returns_only_to_pages_of_this_site() {
        assert_eq!(after_sign_in("/requests/7?held=a"), "/requests/7?held=a");
        for bad in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/sign-in?a"] {
            assert_eq!(after_sign_in(bad), "/", "{bad}");
        }
    }
}
