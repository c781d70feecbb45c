//! What an application states, and what of it is missing.
//!
//! Article 20 names what is to be stated; article 21 has everything missing told
//! at once. [`missing`] is that check: one verdict for each duty, all of them in
//! one answer, so nobody is sent back twice.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use zt_catalogue::SharingMode;
use zt_kernel::GrantId;

use crate::scope::{Scope, Term};

/// A share application as typed: any part may still be missing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Application {
    /// What kind of sharing is asked for.
    pub kind: Kind,
    /// 使用依据: the law, rule or duty that needs the data.
    pub legal_basis: String,
    /// 使用场景: for which matter and purpose, in which process.
    pub scenario: String,
    /// 使用范围: which items of which rows.
    pub scope: Scope,
    /// 共享方式.
    pub mode: Option<SharingMode>,
    /// 使用时限: the first day.
    pub from: Option<Date>,
    /// 使用时限: the last day.
    pub until: Option<Date>,
    /// Consent of the head of the requester's sharing office.
    pub head: Option<HeadConsent>,
}

/// What kind of sharing is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Kind {
    /// Data not yet shared with the requester.
    #[default]
    First,
    /// More than a grant allows: wider, for another purpose, or to a third party (art. 25).
    Onward {
        /// The grant that doesn't reach.
        grant: GrantId,
        /// In what way it doesn't.
        change: OnwardChange,
        /// Who is to receive the data, when it is a third party.
        #[serde(default)]
        recipient: String,
    },
    /// 回流: data an agency above collected in the requester's own area (art. 24).
    ReturnFlow {
        /// The division whose rows are asked for.
        region: String,
    },
}

/// In what way onward use exceeds its grant (art. 25).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OnwardChange {
    /// 扩大使用范围.
    WiderScope,
    /// 用于其他目的.
    OtherPurpose,
    /// 提供给第三方.
    ThirdParty,
}

/// The consent of the head of an agency's sharing office (art. 20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HeadConsent {
    /// Who consented.
    pub name: String,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// Something article 20 wants stated and the application doesn't state.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Gap {
    /// 使用依据.
    LegalBasis,
    /// 使用场景.
    Scenario,
    /// 使用范围: no item is named.
    Items,
    /// 共享方式.
    Mode,
    /// 使用时限: a day is missing or the last precedes the first.
    Term,
    /// The consent of the head of the sharing office.
    HeadConsent,
    /// The third party that is to receive the data (art. 25).
    Recipient,
    /// The area whose data is to flow back (art. 24).
    Region,
}

impl Gap {
    /// The field of the form and of the API's document that is to be filled in.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::LegalBasis => "/legal_basis",
            Self::Scenario => "/scenario",
            Self::Items => "/items",
            Self::Mode => "/mode",
            Self::Term => "/until",
            Self::HeadConsent => "/head",
            Self::Recipient => "/recipient",
            Self::Region => "/region",
        }
    }
}

/// Everything that is missing, in the order the form asks for it.
pub fn missing(application: &Application) -> Vec<Gap> {
    let verdicts = [
        (Gap::LegalBasis, filled(&application.legal_basis)),
        (Gap::Scenario, filled(&application.scenario)),
        (Gap::Items, !application.scope.items.is_empty()),
        (Gap::Mode, application.mode.is_some()),
        (Gap::Term, application.term().is_some()),
        (Gap::HeadConsent, application.head.as_ref().is_some_and(|head| filled(&head.name))),
        (Gap::Recipient, names_its_recipient(&application.kind)),
        (Gap::Region, names_its_region(&application.kind)),
    ];
    verdicts.into_iter().filter(|(_, stated)| !stated).map(|(gap, _)| gap).collect()
}

/// Whether a text says anything.
pub(crate) fn filled(text: &str) -> bool {
    !text.trim().is_empty()
}

fn names_its_recipient(kind: &Kind) -> bool {
    match kind {
        Kind::Onward { change: OnwardChange::ThirdParty, recipient, .. } => filled(recipient),
        Kind::First | Kind::Onward { .. } | Kind::ReturnFlow { .. } => true,
    }
}

fn names_its_region(kind: &Kind) -> bool {
    match kind {
        Kind::ReturnFlow { region } => filled(region),
        Kind::First | Kind::Onward { .. } => true,
    }
}

impl Application {
    /// The term asked for, once both days are stated in order.
    pub fn term(&self) -> Option<Term> {
        let term = Term { from: self.from?, until: self.until? };
        term.is_ordered().then_some(term)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use strum::VariantArray as _;

    use super::*;

    /// An application that states everything.
    pub(crate) fn complete() -> Application {
        Application {
            kind: Kind::First,
            legal_basis: "《社会救助暂行办法》第五十八条".into(),
            scenario: "低保资格复核".into(),
            scope: Scope { items: ["name", "status"].map(Into::into).into(), condition: None },
            mode: Some(SharingMode::Interface),
            from: Some(date(2026, 3, 1)),
            until: Some(date(2026, 12, 31)),
            head: Some(HeadConsent { name: "处长".into(), on: date(2026, 2, 27) }),
        }
    }

    #[test]
    fn a_complete_application_misses_nothing() {
        assert_eq!(missing(&complete()), []);
    }

    #[test]
    fn an_empty_application_misses_all_of_article_20_at_once() {
        let all =
            [Gap::LegalBasis, Gap::Scenario, Gap::Items, Gap::Mode, Gap::Term, Gap::HeadConsent];
        assert_eq!(missing(&Application::default()), all);
    }

    /// Takes one thing away at a time: each duty has its own verdict.
    #[test]
    fn each_duty_is_judged_on_its_own() {
        let onward = |recipient: &str| Kind::Onward {
            grant: GrantId(1),
            change: OnwardChange::ThirdParty,
            recipient: recipient.into(),
        };
        let without = |gap: &Gap| match gap {
            Gap::LegalBasis => Application { legal_basis: "  ".into(), ..complete() },
            Gap::Scenario => Application { scenario: String::new(), ..complete() },
            Gap::Items => Application { scope: Scope::default(), ..complete() },
            Gap::Mode => Application { mode: None, ..complete() },
            Gap::Term => Application { until: Some(date(2026, 2, 28)), ..complete() },
            Gap::HeadConsent => Application { head: None, ..complete() },
            Gap::Recipient => Application { kind: onward(" "), ..complete() },
            Gap::Region => {
                Application { kind: Kind::ReturnFlow { region: String::new() }, ..complete() }
            }
        };
        for gap in Gap::VARIANTS {
            assert_eq!(missing(&without(gap)), [*gap]);
        }
        assert_eq!(missing(&Application { kind: onward("某银行"), ..complete() }), []);
    }
}
