//! The form of a code set: a new one, or the next version of one. Items are pasted as
//! CSV, which is how standards bodies and spreadsheets hand them over.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use maud::html;
use serde::Deserialize;
use zt_kernel::civil_date;
use zt_web::components::{button, date, form, text, textarea};
use zt_web::{Form, FormErrors, Html, PageError, Ui, Values, see_other};

use super::refused;
use crate::code_set::draft::{VersionDraft, code_set_resource};
use crate::code_set::store::CodeSetHead;
use crate::code_set::{CodeItem, CodeSetCode, CodeSetVersion};
use crate::package::parse_items;
use crate::standards::Standards;

#[derive(Debug, Deserialize)]
pub(super) struct CodeSetForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name_zh: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    standard: String,
    version: String,
    valid_from: Date,
    about: String,
    items: String,
}

/// `GET /standards/code-sets/new`.
pub(super) async fn blank(State(standards): State<Standards>, ui: Ui) -> Result<Html, PageError> {
    let resource = code_set_resource("*", ui.actor().agency());
    let _: zt_access::Decision = standards.platform().allow(&ui, "standards.propose", &resource)?;
    let start = Values::default()
        .with("version", "1")
        .with("valid_from", civil_date(standards.platform().now()).to_string())
        .with("items", "code,name,name_en,parent\n");
    let values = ui.typed("/standards/code-sets/new").or(start);
    Ok(page(&ui, None, &values, &FormErrors::new()))
}

/// `GET /standards/code-sets/{code}/revise`: the form filled with the newest version.
pub(super) async fn revise(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
) -> Result<Html, PageError> {
    let registry = standards.registry();
    let set = registry.code_set_versions(&code).ok_or_else(PageError::not_found)?;
    let resource = code_set_resource(&code, set.owner);
    let _: zt_access::Decision = standards.platform().allow(&ui, "standards.propose", &resource)?;
    let newest = set.newest().ok_or_else(PageError::not_found)?;
    let items = if by_changes(newest) { String::new() } else { csv_of(&newest.items) };
    let start = Values::default()
        .with("valid_from", civil_date(standards.platform().now()).to_string())
        .with("items", items);
    let values = ui.typed(&action(Some(&code))).or(start);
    Ok(page(&ui, Some((&code, newest)), &values, &FormErrors::new()))
}

/// `POST /standards/code-sets/new`.
pub(super) async fn create(
    State(standards): State<Standards>,
    ui: Ui,
    form: Form<CodeSetForm>,
) -> Result<Response, PageError> {
    draft(&standards, &ui, None, form).await
}

/// `POST /standards/code-sets/{code}/revise`.
pub(super) async fn create_next(
    State(standards): State<Standards>,
    ui: Ui,
    Path(code): Path<String>,
    form: Form<CodeSetForm>,
) -> Result<Response, PageError> {
    draft(&standards, &ui, Some(&code), form).await
}

async fn draft(
    standards: &Standards,
    ui: &Ui,
    known: Option<&str>,
    form: Form<CodeSetForm>,
) -> Result<Response, PageError> {
    let (values, parsed) = form.into_parts();
    let registry = standards.registry();
    let newest = known.and_then(|code| registry.code_set_versions(code)?.newest());
    let again = |errors: &FormErrors| {
        page(ui, known.zip(newest.map(AsRef::as_ref)), &values, errors).into_response()
    };
    let typed = match parsed {
        Ok(typed) => typed,
        Err(errors) => return Ok(again(&errors)),
    };
    let head = match head(standards, ui, known, &typed)? {
        Ok(head) => head,
        Err(errors) => return Ok(again(&errors)),
    };
    let items = match newest.filter(|newest| by_changes(newest)) {
        Some(newest) => changed(&newest.items, &typed.items),
        None => parse_items(&typed.items).ok(),
    };
    let Some(items) = items else {
        return Ok(again(&FormErrors::one("items", ui.t("standards-items-csv"))));
    };
    let draft = VersionDraft {
        version: typed.version.trim().to_owned(),
        valid_from: typed.valid_from,
        about: Some(typed.about.trim().to_owned()).filter(|about| !about.is_empty()),
        items,
    };
    let now = standards.platform().now();
    match standards.draft_code_set(ui.actor(), &head, &draft, now).await {
        Ok(record) => Ok(see_other(format!("/standards/proposals/code-sets/{}", record.id))
            .success("standards-done-drafted", &[])
            .into_response()),
        Err(error) => Ok(again(&refused(ui, error)?)),
    }
}

/// The code set meant: the one of the address, or the one the form describes.
#[expect(clippy::result_large_err, reason = "an error page is built once and answered at once")]
fn head(
    standards: &Standards,
    ui: &Ui,
    known: Option<&str>,
    typed: &CodeSetForm,
) -> Result<Result<CodeSetHead, FormErrors>, PageError> {
    if let Some(code) = known {
        let registry = standards.registry();
        let set = registry.code_set_versions(code).ok_or_else(PageError::not_found)?;
        return Ok(Ok(CodeSetHead {
            code: set.code.clone(),
            name_zh: set.name_zh.clone(),
            name_en: set.name_en.clone(),
            standard: set.standard.clone(),
            owner: set.owner,
        }));
    }
    let mut errors = FormErrors::new();
    let code: Option<CodeSetCode> = typed.code.trim().parse().ok();
    errors.require(code.is_some(), "code", || ui.t("standards-form-code"));
    for (field, name) in [("name_zh", &typed.name_zh), ("name_en", &typed.name_en)] {
        errors.require((1..=120).contains(&name.trim().chars().count()), field, || {
            ui.ta("standards-fault-text", &[("max", 120_u32.into())])
        });
    }
    let standard = typed.standard.trim();
    Ok(match code {
        Some(code) if errors.is_empty() => Ok(CodeSetHead {
            code,
            name_zh: typed.name_zh.trim().to_owned(),
            name_en: typed.name_en.trim().to_owned(),
            standard: (!standard.is_empty()).then(|| standard.to_owned()),
            owner: ui.actor().agency(),
        }),
        _ => Err(errors),
    })
}

fn action(known: Option<&str>) -> String {
    known.map_or_else(
        || "/standards/code-sets/new".to_owned(),
        |code| format!("/standards/code-sets/{code}/revise"),
    )
}

fn page(
    ui: &Ui,
    known: Option<(&str, &CodeSetVersion)>,
    values: &Values,
    errors: &FormErrors,
) -> Html {
    let hint = match known {
        Some((_, newest)) if by_changes(newest) => {
            ui.ta("standards-form-changes-hint", &[("count", newest.items.len().into())])
        }
        _ => ui.t("standards-form-items-hint"),
    };
    let title = if known.is_some() { "standards-revise" } else { "standards-propose-code-set" };
    ui.page(title)
        .crumb("/standards/code-sets", ui.t("standards-code-sets"))
        .crumb("/standards/proposals", ui.t("standards-proposals"))
        .lead(ui.t("standards-code-set-form-lead"))
        .narrow()
        .errors(errors)
        .body(form(ui, action(known.map(|(code, _)| code))).body(html! {
            @if known.is_none() {
                (text(ui, "code", ui.t("standards-code"))
                    .hint(ui.t("standards-form-code")).max_chars(32).filled(values, errors))
                (text(ui, "name_zh", ui.t("standards-name-zh")).max_chars(120).filled(values, errors))
                (text(ui, "name_en", ui.t("standards-name-en")).max_chars(120).filled(values, errors))
                (text(ui, "standard", ui.t("standards-standard")).max_chars(200).optional().filled(values, errors))
            }
            (text(ui, "version", ui.t("standards-version"))
                .hint(ui.t("standards-form-version-hint")).max_chars(30).filled(values, errors))
            (date(ui, "valid_from", ui.t("standards-valid-from")).filled(values, errors))
            (textarea(ui, "about", ui.t("standards-about")).optional().filled(values, errors))
            (textarea(ui, "items", ui.t("standards-items"))
                .hint(hint).rows(14).filled(values, errors))
            (button(ui.t("standards-save-draft")))
        }))
}

/// Whether the next version is written as its changes: the largest national tables
/// have thousands of items, too many for a page and for a person to look through.
fn by_changes(newest: &CodeSetVersion) -> bool {
    const WHOLE_MAX: usize = 500;
    newest.items.len() > WHOLE_MAX
}

/// The items after the changes: a line of CSV without a header adds an item or puts
/// another in place of the one of its code, a line `-CODE` takes one out.
///
/// None where a line is no CSV, or takes out what there is not.
fn changed(items: &[CodeItem], changes: &str) -> Option<Vec<CodeItem>> {
    let mut items = items.to_vec();
    let mut written = String::from("code,name,name_en,parent\n");
    for line in changes.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(code) = line.strip_prefix('-') {
            let at = items.iter().position(|item| item.code == code.trim())?;
            items.remove(at);
        } else {
            let missing = 3_usize.checked_sub(line.matches(',').count())?;
            written.push_str(line);
            written.extend(std::iter::repeat_n(',', missing));
            written.push('\n');
        }
    }
    for item in parse_items(&written).ok()? {
        match items.iter_mut().find(|known| known.code == item.code) {
            Some(known) => *known = item,
            None => items.push(item),
        }
    }
    Some(items)
}

/// The items as the form takes them.
fn csv_of(items: &[CodeItem]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = std::iter::once(["code", "name", "name_en", "parent"])
        .chain(items.iter().map(|item| {
            [
                item.code.as_str(),
                item.name.as_str(),
                item.name_en.as_deref().unwrap_or_default(),
                item.parent.as_deref().unwrap_or_default(),
            ]
        }))
        .try_for_each(|record| writer.write_record(record));
    // Writing to memory can't fail; an empty text would only ask for the items again.
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(changes: &str) -> Option<Vec<(String, String)>> {
        let known = parse_items("code,name\n1,one\n2,two\n").unwrap();
        let items = changed(&known, changes)?;
        Some(items.into_iter().map(|item| (item.code, item.name)).collect())
    }

    #[test]
    fn changes_add_replace_and_take_out() {
        let pair = |code: &str, name: &str| (code.to_owned(), name.to_owned());
        assert_eq!(
            codes("-1\n2,second\n\n3,three,Three").unwrap(),
            [pair("2", "second"), pair("3", "three")]
        );
        assert_eq!(codes("").unwrap().len(), 2);
        assert_eq!(codes("-9"), None);
        assert_eq!(codes("1,2,3,4,5"), None);
    }
}
