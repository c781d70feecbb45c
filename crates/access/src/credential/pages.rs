//! One's own API credentials.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use zt_web::{
    Form, FormErrors, Html, PageError, Ui, Values,
    components::{
        Column, NoticeKind, Tone, button, button_danger, code, description_list, empty, form,
        link_button, link_button_secondary, notice, number, table, tag, text,
    },
    see_other,
};

use super::{
    Bearer, Credential, CredentialId, Credentials, IssueError, NewCredential, RevokeError, Standing,
};
use crate::{Platform, account::pages::own, page_error::store_error};

const ACTION: &str = "/account/credentials";

/// How long a new credential lasts unless its owner says otherwise, in days.
const DAYS_SUGGESTED: u32 = 90;

/// The part of the account page that lists credentials.
pub(crate) fn section(ui: &Ui, credentials: &[Credential], now: Timestamp) -> Markup {
    let nothing = empty(ui.t("access-credentials-none"), ui.t("access-credentials-none-hint"));
    let list = credentials.iter().fold(
        table(ui, ui.t("access-credentials")).caption_hidden().columns([
            Column::text(ui.t("access-credential-label")).wide(),
            Column::text(ui.t("access-credential-ending")),
            Column::text(ui.t("access-credential-standing")),
            Column::text(ui.t("access-credential-expires")),
            Column::text(ui.t("access-credential-used")),
            Column::text(ui.t("access-credential-action")),
        ]),
        |table, credential| {
            table.row([
                html! { (credential.label) },
                html! { code { "…" (credential.ending) } },
                standing(ui, credential.standing(now)),
                ui.time(credential.expires_at),
                credential.used_at.map_or_else(
                    || html! { (ui.t("access-credential-unused")) },
                    |used_at| ui.time(used_at),
                ),
                html! {
                    @if credential.standing(now) == Standing::Valid {
                        a href=(format!("{ACTION}/{}/revoke", credential.id.0)) {
                            (ui.ta("access-credential-revoke-named",
                                &[("label", (&credential.label).into())]))
                        }
                    }
                },
            ])
        },
    );
    html! {
        section {
            h2 { (ui.t("access-credentials")) }
            p { (ui.t("access-credentials-lead")) }
            (list.empty(nothing))
            div.actions {
                (link_button_secondary("/account/credentials/new", ui.t("access-credential-new")))
            }
        }
    }
}

fn standing(ui: &Ui, standing: Standing) -> Markup {
    match standing {
        Standing::Valid => tag(Tone::Good, ui.t("access-credential-valid")),
        Standing::Expired => tag(Tone::Neutral, ui.t("access-credential-expired")),
        Standing::Revoked => tag(Tone::Neutral, ui.t("access-credential-revoked")),
    }
}

/// What is typed to make a credential.
#[derive(Debug, Deserialize)]
pub(crate) struct Issue {
    #[serde(default)]
    label: String,
    days: u32,
}

/// `GET /account/credentials/new`
pub(crate) async fn new(State(platform): State<Platform>, ui: Ui) -> Result<Html, PageError> {
    own(&platform, &ui).await?;
    let suggested = Values::from_iter([("days", DAYS_SUGGESTED.to_string())]);
    Ok(issue_page(&ui, &platform, &ui.typed(ACTION).or(suggested), &FormErrors::new()))
}

/// `POST /account/credentials`: the page that shows the token, once.
pub(crate) async fn issue(
    State(platform): State<Platform>,
    ui: Ui,
    typed: Form<Issue>,
) -> Result<Response, PageError> {
    let account = own(&platform, &ui).await?;
    let (values, parsed) = typed.into_parts();
    let new = match parsed {
        Ok(Issue { label, days }) => NewCredential { label, days },
        Err(errors) => return Ok(issue_page(&ui, &platform, &values, &errors).into_response()),
    };
    let outcome =
        Credentials::new(&platform).issue(ui.actor(), &account, new, platform.now()).await;
    let errors = match outcome {
        Ok((credential, bearer)) => return Ok(issued(&ui, &credential, &bearer).into_response()),
        Err(IssueError::Denied(denied)) => return Err(denied.page(&ui)),
        Err(IssueError::Store(error)) => return Err(store_error(error)),
        Err(IssueError::Label) => FormErrors::one("label", ui.t("access-credential-label-wrong")),
        Err(IssueError::Days { days_max }) => FormErrors::one(
            "days",
            ui.ta("access-credential-days-wrong", &[("count", days_max.into())]),
        ),
        Err(IssueError::TooMany) => FormErrors::one("label", ui.t("access-credential-too-many")),
    };
    Ok(issue_page(&ui, &platform, &values, &errors).into_response())
}

fn issue_page(ui: &Ui, platform: &Platform, values: &Values, errors: &FormErrors) -> Html {
    let days_max = platform.config.credential_days_max;
    ui.page("access-credential-new")
        .crumb("/account", ui.t("access-account"))
        .lead(ui.t("access-credential-new-lead"))
        .narrow()
        .errors(errors)
        .body(form(ui, ACTION).body(html! {
            (text(ui, "label", ui.t("access-credential-label"))
                .hint(ui.t("access-credential-label-hint"))
                .filled(values, errors))
            (number(ui, "days", ui.t("access-credential-days"))
                .hint(ui.ta("access-credential-days-hint", &[("count", days_max.into())]))
                .filled(values, errors))
            div.actions {
                (button(ui.t("access-credential-new")))
                (link_button_secondary("/account", ui.t("access-cancel")))
            }
        }))
}

/// Answers the POST itself, because a redirect could not carry the token
/// without writing it down somewhere.
fn issued(ui: &Ui, credential: &Credential, bearer: &Bearer) -> Html {
    ui.page("access-credential-issued")
        .crumb("/account", ui.t("access-account"))
        .narrow()
        .body(html! {
            (notice(ui, NoticeKind::Warning, ui.t("access-credential-once")))
            (code(ui, bearer.reveal()))
            (description_list()
                .item(ui.t("access-credential-label"), &credential.label)
                .item(ui.t("access-credential-expires"), ui.time(credential.expires_at)))
            p { (ui.t("access-credential-use")) }
            (code(ui, &format!("Authorization: Bearer {}", bearer.reveal())))
            div.actions { (link_button("/account", ui.t("access-credential-kept"))) }
        })
        .header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
}

/// `GET /account/credentials/{id}/revoke`
pub(crate) async fn confirm_revoke(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Html, PageError> {
    let (_, credential) = own_credential(&platform, &ui, id).await?;
    let action = format!("{ACTION}/{id}/revoke");
    Ok(ui.page("access-credential-revoke").crumb("/account", ui.t("access-account")).narrow().body(
        html! {
            p {
                (ui.ta("access-credential-revoke-lead", &[("label", (&credential.label).into())]))
            }
            (form(&ui, action).unguarded().body(html! {
                div.actions {
                    (button_danger(ui.t("access-credential-revoke")))
                    (link_button_secondary("/account", ui.t("access-cancel")))
                }
            }))
        },
    ))
}

/// `POST /account/credentials/{id}/revoke`
pub(crate) async fn revoke(
    State(platform): State<Platform>,
    ui: Ui,
    Path(id): Path<i64>,
) -> Result<Response, PageError> {
    let (account, credential) = own_credential(&platform, &ui, id).await?;
    let outcome =
        Credentials::new(&platform).revoke(ui.actor(), &account, &credential, platform.now()).await;
    match outcome {
        Ok(_) => Ok(see_other("/account")
            .success("access-credential-is-revoked", &[("label", (&credential.label).into())])
            .into_response()),
        Err(RevokeError::Denied(denied)) => Err(denied.page(&ui)),
        Err(RevokeError::Store(error)) => Err(store_error(error)),
    }
}

/// One's own credential of this number; somebody else's doesn't exist.
async fn own_credential(
    platform: &Platform,
    ui: &Ui,
    id: i64,
) -> Result<(crate::Account, Credential), PageError> {
    let account = own(platform, ui).await?;
    let credential =
        Credentials::new(platform).find(CredentialId(id)).await.map_err(store_error)?;
    let credential = credential
        .filter(|credential| credential.account == account.id)
        .ok_or_else(PageError::not_found)?;
    Ok((account, credential))
}
