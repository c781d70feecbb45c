//! The number checker: a resident number or a credit code, with separate verdicts.
//!
//! What is typed is judged and forgotten: sent in the body, kept in no address, no log
//! and no event.

use axum::extract::State;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use zt_kernel::credit_code::{
    self, ChecksumVerdict as CreditChecksum, DivisionVerdict as CreditDivision,
};
use zt_kernel::resident_number::{
    self, ChecksumVerdict, DateVerdict, DivisionVerdict, FormatVerdict,
};
use zt_kernel::{DivisionCode, DivisionStanding, civil_date};
use zt_web::components::{Column, NoticeKind, Tone, button, form, notice, table, tag, text};
use zt_web::{Form, FormErrors, Html, PageError, Ui, Values};

use super::{View, allow_read, key_part, views};
use crate::registry::Registry;
use crate::standards::Standards;

#[derive(Debug, Deserialize)]
pub(super) struct Numbers {
    number: String,
}

/// `GET /standards/check`.
pub(super) async fn blank(State(standards): State<Standards>, ui: Ui) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    Ok(page(&standards, &ui, &ui.typed("/standards/check"), &FormErrors::new()))
}

/// `POST /standards/check`.
pub(super) async fn judge(
    State(standards): State<Standards>,
    ui: Ui,
    form: Form<Numbers>,
) -> Result<Html, PageError> {
    let _: zt_access::Decision = allow_read(&standards, &ui)?;
    let (values, parsed) = form.into_parts();
    let mut errors = FormErrors::new();
    let number = parsed.map_or_else(|_| String::new(), |numbers| numbers.number);
    errors.require((1..=40).contains(&number.trim().chars().count()), "number", || {
        ui.t("standards-check-missing")
    });
    Ok(page(&standards, &ui, &values, &errors))
}

fn page(standards: &Standards, ui: &Ui, values: &Values, errors: &FormErrors) -> Html {
    let registry = standards.registry();
    let today = civil_date(standards.platform().now());
    let number = values.get("number").trim();
    let judged = !number.is_empty() && errors.is_empty();
    let field = text(ui, "number", ui.t("standards-check-number"))
        .hint(ui.t("standards-check-hint"))
        .autocomplete("off")
        .max_chars(40)
        .filled(values, errors);
    ui.page("standards-check-title")
        .crumb("/standards", ui.t("standards-title"))
        .lead(ui.t("standards-check-lead"))
        .errors(errors)
        .body(html! {
            (views(ui, standards, View::Check))
            (form(ui, "/standards/check").unguarded().body(html! {
                (field)
                (button(ui.t("standards-check-go")))
            }))
            @if judged {
                h2 id="verdict" { (ui.t("standards-verdicts")) }
                @if looks_like_credit_code(number) { (credit(ui, &registry, number, today)) }
                @else { (resident(ui, &registry, number, today)) }
                (notice(ui, NoticeKind::Info, ui.t("standards-check-forgotten")))
            }
        })
}

/// A letter other than a final X makes it a credit code; so does a good credit code
/// check where the resident number's fails.
fn looks_like_credit_code(number: &str) -> bool {
    let body = number.get(..number.len().saturating_sub(1)).unwrap_or(number);
    body.bytes().any(|byte| byte.is_ascii_alphabetic())
        || (credit_code::is_valid(number) && !resident_number::is_valid(number))
}

/// The verdicts on a resident number.
pub(super) fn resident(ui: &Ui, registry: &Registry, number: &str, today: Date) -> Markup {
    let divisions = registry.divisions();
    let verdicts =
        resident_number::judge(number, today, |code, date| divisions.standing(code, date));
    let format: &str = verdicts.format.into();
    let format_good =
        !matches!(verdicts.format, FormatVerdict::WrongLength | FormatVerdict::WrongCharacter);
    let date = match verdicts.date {
        DateVerdict::Possible(date) => {
            (Tone::Good, ui.ta("standards-verdict-date-possible", &[("date", date.into())]))
        }
        DateVerdict::Future(date) => {
            (Tone::Bad, ui.ta("standards-verdict-date-future", &[("date", date.into())]))
        }
        DateVerdict::Impossible => (Tone::Bad, ui.t("standards-verdict-date-impossible")),
        DateVerdict::NotJudged => not_judged(ui),
    };
    let checksum = match verdicts.checksum {
        ChecksumVerdict::Right => (Tone::Good, ui.t("standards-verdict-checksum-right")),
        ChecksumVerdict::Wrong(expected) => wrong_checksum(ui, expected),
        ChecksumVerdict::Absent => (Tone::Neutral, ui.t("standards-verdict-checksum-absent")),
        ChecksumVerdict::NotJudged => not_judged(ui),
    };
    let born = match verdicts.date {
        DateVerdict::Possible(date) => date,
        _ => today,
    };
    let division = match verdicts.division {
        DivisionVerdict::AtBirth(standing) => {
            let code = number.get(..6).and_then(|digits| digits.parse().ok());
            standing_verdict(ui, registry, standing, code, born)
        }
        DivisionVerdict::AfterBirth => {
            (Tone::Neutral, ui.t("standards-verdict-division-after-birth"))
        }
        DivisionVerdict::Malformed => (Tone::Warn, ui.t("standards-verdict-division-malformed")),
        DivisionVerdict::NotJudged => not_judged(ui),
    };
    let format = (
        if format_good { Tone::Good } else { Tone::Bad },
        ui.t(&format!("standards-verdict-format-{}", key_part(format))),
    );
    verdict_table(
        ui,
        "standards-resident-number",
        [
            ("standards-verdict-format", format),
            ("standards-verdict-date", date),
            ("standards-verdict-checksum", checksum),
            ("standards-verdict-division-at-birth", division),
        ],
    )
}

/// The verdicts on a credit code.
pub(super) fn credit(ui: &Ui, registry: &Registry, number: &str, today: Date) -> Markup {
    let divisions = registry.divisions();
    let verdicts = credit_code::judge(number, |code| divisions.standing(code, today));
    let format: &str = verdicts.format.into();
    let format_good = verdicts.format == credit_code::FormatVerdict::Eighteen;
    let checksum = |verdict: CreditChecksum| match verdict {
        CreditChecksum::Right => (Tone::Good, ui.t("standards-verdict-checksum-right")),
        CreditChecksum::Wrong(expected) => wrong_checksum(ui, expected),
        CreditChecksum::NotJudged => not_judged(ui),
    };
    let division = match verdicts.division {
        CreditDivision::Standing(standing) => {
            let code = number.get(2..8).and_then(|digits| digits.parse().ok());
            standing_verdict(ui, registry, standing, code, today)
        }
        CreditDivision::Central => (Tone::Good, ui.t("standards-verdict-division-central")),
        CreditDivision::Malformed => (Tone::Warn, ui.t("standards-verdict-division-malformed")),
        CreditDivision::NotJudged => not_judged(ui),
    };
    let format = (
        if format_good { Tone::Good } else { Tone::Bad },
        ui.t(&format!("standards-verdict-format-{}", key_part(format))),
    );
    verdict_table(
        ui,
        "standards-credit-code",
        [
            ("standards-verdict-format", format),
            ("standards-verdict-checksum", checksum(verdicts.checksum)),
            ("standards-verdict-organisation", checksum(verdicts.organisation_checksum)),
            ("standards-verdict-division-of-registration", division),
        ],
    )
}

/// The division is advice, so nothing it says is shown as an error.
fn standing_verdict(
    ui: &Ui,
    registry: &Registry,
    standing: DivisionStanding,
    code: Option<DivisionCode>,
    at: Date,
) -> (Tone, String) {
    let word: &str = standing.into();
    let tone = match standing {
        DivisionStanding::InForce => Tone::Good,
        DivisionStanding::PresumedBeforeRecords | DivisionStanding::UnknownBeforeRecords => {
            Tone::Neutral
        }
        DivisionStanding::NotYetInForce
        | DivisionStanding::Abolished
        | DivisionStanding::Unlisted => Tone::Warn,
    };
    let name = code.and_then(|code| registry.divisions().full_name(code, at)).unwrap_or_default();
    let text = ui.t(&format!("standards-standing-{}", key_part(word)));
    (tone, if name.is_empty() { text } else { format!("{name} · {text}") })
}

fn wrong_checksum(ui: &Ui, expected: char) -> (Tone, String) {
    let expected = expected.to_string();
    (Tone::Bad, ui.ta("standards-verdict-checksum-wrong", &[("expected", expected.into())]))
}

fn not_judged(ui: &Ui) -> (Tone, String) {
    (Tone::Neutral, ui.t("standards-verdict-not-judged"))
}

fn verdict_table(ui: &Ui, caption: &str, rows: [(&str, (Tone, String)); 4]) -> Markup {
    let columns = [
        Column::text(ui.t("standards-verdict-of")),
        Column::text(ui.t("standards-verdict")).wide(),
    ];
    let rows = rows.map(|(what, (tone, text))| [html! { (ui.t(what)) }, tag(tone, text)]);
    html! { (table(ui, ui.t(caption)).columns(columns).rows(rows)) }
}
