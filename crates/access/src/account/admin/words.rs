//! Words for accounts that several pages share.

use maud::{Markup, html};
use strum::VariantArray as _;
use zt_kernel::Role;
use zt_web::{
    FormErrors, Ui, Values,
    components::{Choice, DescriptionList, Tone, checkboxes, description_list, tag},
};

use super::super::{Account, AccountStanding, RolesFault};
use crate::{Agency, NamedError, agency::pages::role_names};

/// Username, and what operators change: agency, roles and standing.
pub(super) fn facts(ui: &Ui, account: &Account, agency: Option<&Agency>) -> DescriptionList {
    let agency = agency.map(|agency| {
        html! { a href=(format!("/agencies/{}", agency.code)) { (agency.name(ui.lang())) } }
    });
    description_list()
        .item(ui.t("access-username"), html! { code { (account.username) } })
        .item_if(ui.t("access-agency"), agency)
        .item(ui.t("access-roles"), roles(ui, &account.roles))
        .item(ui.t("access-standing"), standing(ui, account.standing()))
}

/// The names of roles, or that there are none.
pub(super) fn roles(ui: &Ui, roles: &[Role]) -> String {
    if roles.is_empty() { ui.t("access-roles-none") } else { role_names(ui, roles) }
}

/// How an account stands.
pub(super) fn standing(ui: &Ui, standing: AccountStanding) -> Markup {
    let tone = match standing {
        AccountStanding::Active => Tone::Good,
        AccountStanding::Initial => Tone::Warn,
        AccountStanding::Suspended => Tone::Bad,
    };
    tag(tone, standing_name(ui, standing))
}

/// The same as text.
pub(super) fn standing_name(ui: &Ui, standing: AccountStanding) -> String {
    ui.t(match standing {
        AccountStanding::Active => "access-standing-active",
        AccountStanding::Initial => "access-standing-initial",
        AccountStanding::Suspended => "access-standing-suspended",
    })
}

/// The boxes to tick for roles, each with what it means.
pub(super) fn role_boxes(ui: &Ui, values: &Values, errors: &FormErrors) -> Choice {
    Role::VARIANTS
        .iter()
        .fold(checkboxes(ui, "roles", ui.t("access-roles")), |boxes, role| {
            let hint = match role {
                Role::Operator => "access-role-operator-hint",
                Role::Steward => "access-role-steward-hint",
                Role::Officer => "access-role-officer-hint",
                Role::Auditor => "access-role-auditor-hint",
            };
            boxes.option_hint(<&'static str>::from(role), role_names(ui, &[*role]), ui.t(hint))
        })
        .filled(values, errors)
}

/// Why roles can't be held together.
pub(super) fn roles_fault(ui: &Ui, fault: RolesFault) -> String {
    match fault {
        RolesFault::OperatorAndAuditor => ui.t("access-roles-apart"),
    }
}

/// Why a text names no agency; nothing when the database is at fault.
pub(super) fn named_error(ui: &Ui, error: &NamedError) -> Option<String> {
    match error {
        NamedError::Unknown => Some(ui.t("access-agency-not-named")),
        NamedError::Several(agencies) => {
            let names: Vec<String> = agencies
                .iter()
                .map(|agency| format!("{} {}", agency.name(ui.lang()), agency.code))
                .collect();
            let names = names.join(&ui.t("access-list-and"));
            Some(ui.ta("access-agency-several", &[("names", names.into())]))
        }
        NamedError::Store(_) => None,
    }
}
