//! The pages of agencies.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use strum::VariantArray as _;
use zt_kernel::Role;
use zt_web::{
    Form, FormErrors, Html, PageError, Paging, Ui, Values,
    components::{
        Column, button, description_list, empty, form, get_form, link_button,
        link_button_secondary, pagination, search, select, table, text,
    },
    see_other,
};

use super::{
    Agencies, Agency, AgencyFault, AgencyKind, NewAgency, RegisterError,
    api::{filter, next, position},
};
use crate::{AccountFilter, Accounts, Platform, Resource, page_error::store_error};

/// Agencies to a page of the list.
const SHOWN: u32 = 50;

/// Accounts on an agency's own page.
const PEOPLE_SHOWN: u32 = 20;

/// `GET /agencies?q=&region=&kind=`
pub(crate) async fn list(
    State(platform): State<Platform>,
    ui: Ui,
    paging: Paging,
) -> Result<Html, PageError> {
    let _public = platform.allow(&ui, "access.agency.read", &Resource::any("agency"))?;
    let filter = filter(&ui).map_err(|_| PageError::bad_request())?;
    let (agencies, total) = Agencies::new(&platform)
        .page(&filter, position(paging.after.as_ref()), SHOWN)
        .await
        .map_err(store_error)?;
    let nothing = empty(ui.t("access-agencies-none"), ui.t("access-agencies-none-hint"));
    let list = agencies
        .iter()
        .fold(
            table(&ui, ui.t("access-agencies")).caption_hidden().columns([
                Column::text(ui.t("access-agency-name")).wide(),
                Column::text(ui.t("access-agency-kind")),
                Column::text(ui.t("access-agency-region")),
                Column::text(ui.t("access-agency-code")),
            ]),
            |table, agency| {
                table.row([
                    html! { a href=(address(agency)) { (agency.name(ui.lang())) } },
                    html! { (kind_name(&ui, agency.kind)) },
                    html! { (agency.region) },
                    html! { code { (agency.code) } },
                ])
            },
        )
        .empty(nothing);
    let mut page = ui.page("access-agencies").lead(ui.t("access-agencies-lead"));
    if ui.actor().has(Role::Operator) {
        page = page.actions(html! {
            (link_button("/agencies/new", ui.t("access-agency-register")))
        });
    }
    let total = u64::try_from(total).unwrap_or(0);
    Ok(page.body(html! {
        (get_form(&ui, "/agencies", &[], &html! {
            (search(&ui, "q", ui.t("access-agencies-search"))
                .optional()
                .value(ui.param("q").unwrap_or_default()))
            (kinds(&ui)
                .blank(ui.t("access-agency-kind-any"))
                .optional()
                .value(ui.param("kind").unwrap_or_default()))
            div.actions { (button(ui.t("access-search"))) }
        }))
        (list)
        (pagination(&ui, agencies.len()).next(next(&agencies, SHOWN).as_ref()).total(total))
    }))
}

/// `GET /agencies/{code}`
pub(crate) async fn show(
    State(platform): State<Platform>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let _public = platform.allow(&ui, "access.agency.read", &Resource::new("agency", &code))?;
    let agency =
        Agencies::new(&platform).find_by_code(&code).await.map_err(store_error)?.ok_or_else(
            || {
                PageError::not_found()
                    .detail(ui.t("access-agency-unknown"))
                    .action("/agencies", ui.t("access-agencies"))
            },
        )?;
    let people = people(&platform, &ui, &agency).await?;
    Ok(ui.page_titled(agency.name(ui.lang())).crumb("/agencies", ui.t("access-agencies")).body(
        html! {
            (description_list()
                .item(ui.t("access-agency-name-zh"), &agency.name_zh)
                .item(ui.t("access-agency-name-en"), &agency.name_en)
                .item(ui.t("access-agency-short"), &agency.short)
                .item(ui.t("access-agency-code"), html! { code { (agency.code) } })
                .item(ui.t("access-agency-kind"), kind_name(&ui, agency.kind))
                .item(ui.t("access-agency-region"), agency.region.as_str())
                .item(ui.t("access-agency-since"), ui.time(agency.registered_at)))
            @if let Some(people) = people { (people) }
        },
    ))
}

/// Who acts for an agency, for those who manage accounts: the first of them, and
/// the way to them all.
async fn people(
    platform: &Platform,
    ui: &Ui,
    agency: &Agency,
) -> Result<Option<Markup>, PageError> {
    let resource = Resource::any("user_account").agency(agency.id).attribute("account", 0_i64);
    if platform.decide(ui.actor(), "access.account.read", &resource).is_err() {
        return Ok(None);
    }
    let filter = AccountFilter { agency: Some(agency.id), ..AccountFilter::default() };
    let accounts =
        Accounts::new(platform).page(&filter, "", PEOPLE_SHOWN).await.map_err(store_error)?;
    let list = accounts.iter().map(|listed| &listed.account).fold(
        table(ui, ui.t("access-people")).columns([
            Column::text(ui.t("access-person-name")),
            Column::text(ui.t("access-username")),
            Column::text(ui.t("access-roles")),
        ]),
        |table, account| {
            table.row([
                html! {
                    a href=(format!("/accounts/{}", account.id)) { (account.name) }
                    @if account.suspended_at.is_some() { " " (ui.t("access-suspended")) }
                },
                html! { code { (account.username) } },
                html! { (role_names(ui, &account.roles)) },
            ])
        },
    );
    Ok(Some(html! {
        (list.empty(empty(ui.t("access-people-none"), ui.t("access-people-none-hint"))))
        div.actions {
            (link_button_secondary(
                format!("/accounts?agency={}", agency.code),
                ui.t("access-people-all"),
            ))
            (link_button_secondary(
                format!("/accounts/new?agency={}", agency.code),
                ui.t("access-account-new"),
            ))
        }
    }))
}

/// What is typed to register an agency.
#[derive(Debug, Deserialize)]
pub(crate) struct Registration {
    code: String,
    name_zh: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    short: String,
    region: String,
    kind: AgencyKind,
}

/// `GET /agencies/new`
pub(crate) async fn new(State(platform): State<Platform>, ui: Ui) -> Result<Html, PageError> {
    let _checked = platform.allow(&ui, "access.agency.register", &Resource::any("agency"))?;
    Ok(registration(&ui, &ui.typed("/agencies"), &FormErrors::new()))
}

/// `POST /agencies`
pub(crate) async fn register(
    State(platform): State<Platform>,
    ui: Ui,
    typed: Form<Registration>,
) -> Result<Response, PageError> {
    let (values, parsed) = typed.into_parts();
    let agency = match parsed.and_then(|registration| particulars(&ui, registration)) {
        Ok(agency) => agency,
        Err(errors) => return Ok(registration(&ui, &values, &errors).into_response()),
    };
    let (field, text) =
        match Agencies::new(&platform).create(ui.actor(), agency, platform.now()).await {
            Ok(agency) => {
                return Ok(see_other(address(&agency))
                    .success("access-agency-registered", &[("name", (&agency.name_zh).into())])
                    .into_response());
            }
            Err(RegisterError::Denied(denied)) => return Err(denied.page(&ui)),
            Err(RegisterError::Store(error)) => return Err(store_error(error)),
            Err(RegisterError::Known) => ("code", "access-agency-code-taken"),
            Err(RegisterError::Fault(AgencyFault::Code)) => ("code", "access-agency-code-wrong"),
            Err(RegisterError::Fault(AgencyFault::Name)) => ("name_zh", "access-agency-name-wrong"),
            Err(RegisterError::Fault(AgencyFault::OtherName)) => {
                ("name_en", "access-agency-name-wrong")
            }
        };
    Ok(registration(&ui, &values, &FormErrors::one(field, ui.t(text))).into_response())
}

fn particulars(ui: &Ui, typed: Registration) -> Result<NewAgency, FormErrors> {
    let Registration { code, name_zh, name_en, short, region, kind } = typed;
    let region = region
        .trim()
        .parse()
        .map_err(|_| FormErrors::one("region", ui.t("access-agency-region-wrong")))?;
    Ok(NewAgency { code, name_zh, name_en, short, region, kind })
}

fn registration(ui: &Ui, values: &Values, errors: &FormErrors) -> Html {
    ui.page("access-agency-register")
        .crumb("/agencies", ui.t("access-agencies"))
        .narrow()
        .errors(errors)
        .body(form(ui, "/agencies").body(html! {
            (text(ui, "name_zh", ui.t("access-agency-name-zh")).filled(values, errors))
            (text(ui, "name_en", ui.t("access-agency-name-en")).optional().filled(values, errors))
            (text(ui, "short", ui.t("access-agency-short")).optional().filled(values, errors))
            (text(ui, "code", ui.t("access-agency-code"))
                .hint(ui.t("access-agency-code-hint"))
                .filled(values, errors))
            (text(ui, "region", ui.t("access-agency-region"))
                .hint(ui.t("access-agency-region-hint"))
                .filled(values, errors))
            (kinds(ui).blank(ui.t("access-choose")).filled(values, errors))
            div.actions {
                (button(ui.t("access-agency-register")))
                (link_button_secondary("/agencies", ui.t("access-cancel")))
            }
        }))
}

fn kinds(ui: &Ui) -> zt_web::components::Select {
    AgencyKind::VARIANTS
        .iter()
        .fold(select(ui, "kind", ui.t("access-agency-kind")), |select, kind| {
            select.option(<&'static str>::from(kind), kind_name(ui, *kind))
        })
}

/// The kind's name.
fn kind_name(ui: &Ui, kind: AgencyKind) -> String {
    ui.t(match kind {
        AgencyKind::DataAuthority => "access-kind-data-authority",
        AgencyKind::Department => "access-kind-department",
        AgencyKind::PublicInstitution => "access-kind-public-institution",
        AgencyKind::PublicUtility => "access-kind-public-utility",
    })
}

/// The names of roles, for a person to read.
pub(crate) fn role_names(ui: &Ui, roles: &[Role]) -> String {
    let names: Vec<String> = roles
        .iter()
        .map(|role| {
            ui.t(match role {
                Role::Operator => "access-role-operator",
                Role::Steward => "access-role-steward",
                Role::Officer => "access-role-officer",
                Role::Auditor => "access-role-auditor",
            })
        })
        .collect();
    names.join(&ui.t("access-list-and"))
}

fn address(agency: &Agency) -> String {
    format!("/agencies/{}", agency.code)
}
