//! A share request as the API shows it.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use zt_catalogue::Entry;
use zt_kernel::{AgencyId, civil_date};

use super::{ExtensionAnswer, ShareRequest, State};
use crate::{
    Sharing,
    application::{Gap, HeadConsent},
    reckoning::{Counted, Reckoning},
    rule::{NoRule, Rule, Rulebook},
};

/// A share request.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareRequestView {
    /// Its number.
    pub id: i64,
    /// The code of the entry asked for.
    pub entry: String,
    /// The entry's name.
    pub entry_name: String,
    /// The agency that asks.
    pub requester: i64,
    /// The agency that answers.
    pub owner: i64,
    /// Where it stands: `draft`, `under_review`, `awaiting_supplement`, `consented`,
    /// `provided`, `refused` or `withdrawn`.
    pub state: &'static str,
    /// Send it back with a decision to be told when somebody else was faster.
    pub version: i64,
    /// Whether everything asked for is shared unconditionally.
    pub unconditional: bool,
    /// 使用依据.
    pub legal_basis: String,
    /// 使用场景.
    pub scenario: String,
    /// 使用范围: names of items.
    pub items: Vec<String>,
    /// 使用范围: which rows; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub condition: Option<zt_lake::RowCondition>,
    /// 共享方式: `interface`, `batch` or `file`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub mode: Option<zt_catalogue::SharingMode>,
    /// 使用时限: the first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// 使用时限: the last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Consent of the head of the requester's sharing office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<HeadConsent>,
    /// Everything article 20 wants stated and that isn't.
    pub missing: Vec<Gap>,
    /// When it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub received_at: Option<Timestamp>,
    /// The clock of the reply, day by day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<ClockView>,
    /// The clock of providing, day by day, once consented to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provide: Option<ClockView>,
    /// The one notice of what is missing, once sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeView>,
    /// The extension asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionView>,
    /// What was given, once consented to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentView>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalView>,
    /// The grant that came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<i64>,
}

/// A statutory period with its derivation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockView {
    /// Working days the rule allows.
    pub working_days: u32,
    /// The law or rule it comes from.
    pub source: String,
    /// The clause in it.
    pub clause: String,
    /// The day after which counting began.
    #[schema(value_type = String, format = Date)]
    pub start: Date,
    /// The last day; absent while the clock stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// Whether the last day is over and nothing has been done.
    pub overdue: bool,
    /// Every day since the start, and why it counts or not.
    pub days: Vec<DayView>,
    /// Years whose holiday notice isn't out: the last day may move.
    pub unpublished_years: Vec<i16>,
}

/// A day of a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayView {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// `counted`, `day_off`, `stopped` or `voided`.
    pub what: &'static str,
    /// Which day of the period it is, if it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<u32>,
    /// The holiday's name, if a notice names the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holiday: Option<String>,
}

/// The one notice of what is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    /// When it was sent.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What article 20 wants stated.
    pub missing: Vec<Gap>,
    /// Further material.
    pub materials: Vec<String>,
    /// When everything had arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub supplemented_at: Option<Timestamp>,
}

/// The extension.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExtensionView {
    /// Working days asked for.
    pub days: u32,
    /// The special reason.
    pub reason: String,
    /// `pending`, `agreed` or `declined`.
    pub answer: &'static str,
}

/// What was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The items given.
    pub items: Vec<String>,
    /// Which rows; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub condition: Option<zt_lake::RowCondition>,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// Why less than asked is given; empty for a consent to everything.
    pub reasons: String,
}

/// Why it was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusalView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The kind of basis: `law`, `regulation` or `state_council_decision`.
    #[schema(value_type = String)]
    pub basis_kind: zt_catalogue::BasisKind,
    /// The law, regulation or decision.
    pub basis: String,
    /// The reasons.
    pub reasons: String,
}

/// A request with everything its views need beside it.
#[derive(Debug, Clone)]
pub(crate) struct Beside<'a> {
    /// The entry, if it still is known.
    pub entry: Option<&'a Entry>,
    /// The rules.
    pub book: &'a Rulebook,
    /// The grant that came of it.
    pub grant: Option<zt_kernel::GrantId>,
    /// The day it is looked at.
    pub today: Date,
}

impl Sharing {
    /// The request as the API shows it.
    pub(crate) fn view(
        &self,
        request: &ShareRequest,
        beside: &Beside<'_>,
    ) -> Result<ShareRequestView, NoRule> {
        let received = request.received_at.map(civil_date);
        let done = request.answered_on().is_some();
        let reply = match (request.reply_period(beside.book)?, received) {
            (Some(period), Some(on)) => {
                let rule = beside.book.find(request.reply_rule(), &request.region, on)?;
                let reckoning = period.reckon(&self.platform.calendar);
                Some(clock(rule, period.allowed + period.extension, reckoning, done, beside.today))
            }
            _ => None,
        };
        let provide = match (request.provide_period(beside.book)?, request.consent()) {
            (Some(period), Some(consent)) => {
                let on = civil_date(consent.at);
                let kind = crate::rule::RuleKind::Provide;
                let rule = beside.book.find(kind, &request.region, on)?;
                let provided = matches!(request.state, State::Provided { .. });
                let reckoning = period.reckon(&self.platform.calendar);
                Some(clock(rule, period.allowed, reckoning, provided, beside.today))
            }
            _ => None,
        };
        let entry = beside.entry;
        let number = |agency: AgencyId| agency.0;
        let asked = &request.application;
        Ok(ShareRequestView {
            id: request.id.0,
            entry: entry.map_or_else(String::new, |entry| entry.code.to_string()),
            entry_name: entry.map_or_else(String::new, |entry| entry.name.clone()),
            requester: number(request.requester),
            owner: number(request.owner),
            state: (&request.state).into(),
            version: request.version,
            unconditional: request.unconditional,
            legal_basis: asked.legal_basis.clone(),
            scenario: asked.scenario.clone(),
            items: asked.scope.items.iter().cloned().collect(),
            condition: asked.scope.condition.clone(),
            mode: asked.mode,
            from: asked.from,
            until: asked.until,
            head: asked.head.clone(),
            missing: request.gaps(),
            received_at: request.received_at,
            reply,
            provide,
            notice: request.notice.as_ref().map(|notice| NoticeView {
                at: notice.at,
                missing: notice.gaps.clone(),
                materials: notice.materials.clone(),
                supplemented_at: notice.supplemented_at,
            }),
            extension: request.extension.as_ref().map(|extension| ExtensionView {
                days: extension.days,
                reason: extension.reason.clone(),
                answer: match extension.answer {
                    ExtensionAnswer::Pending => "pending",
                    ExtensionAnswer::Agreed { .. } => "agreed",
                    ExtensionAnswer::Declined { .. } => "declined",
                },
            }),
            consent: request.consent().map(|consent| ConsentView {
                at: consent.at,
                items: consent.scope.items.iter().cloned().collect(),
                condition: consent.scope.condition.clone(),
                from: consent.term.from,
                until: consent.term.until,
                reasons: consent.reasons.clone(),
            }),
            refusal: match &request.state {
                State::Refused { refusal } => Some(RefusalView {
                    at: refusal.at,
                    basis_kind: refusal.basis.kind,
                    basis: refusal.basis.citation.clone(),
                    reasons: refusal.reasons.clone(),
                }),
                _ => None,
            },
            grant: beside.grant.map(|grant| grant.0),
        })
    }
}

/// A period as the API shows it.
pub(crate) fn clock(
    rule: &Rule,
    working_days: u32,
    reckoning: Reckoning,
    done: bool,
    today: Date,
) -> ClockView {
    let overdue = !done && reckoning.overdue(today);
    ClockView {
        working_days,
        source: rule.source.clone(),
        clause: rule.clause.clone(),
        start: reckoning.start,
        due: reckoning.due,
        overdue,
        days: reckoning.days.into_iter().map(day).collect(),
        unpublished_years: reckoning.unpublished_years,
    }
}

fn day(day: crate::reckoning::ReckonedDay) -> DayView {
    let (what, ordinal) = match day.counted {
        Counted::Nth(ordinal) => ("counted", Some(ordinal)),
        Counted::DayOff => ("day_off", None),
        Counted::Stopped => ("stopped", None),
        Counted::Voided => ("voided", None),
    };
    let holiday = match day.kind {
        zt_kernel::calendar::DayKind::MakeUp { name }
        | zt_kernel::calendar::DayKind::Holiday { name } => Some(name.to_string()),
        zt_kernel::calendar::DayKind::Working | zt_kernel::calendar::DayKind::Weekend => None,
    };
    DayView { date: day.date, what, ordinal, holiday }
}
