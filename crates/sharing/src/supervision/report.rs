//! Gathering the facts the figures are counted from.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use zt_kernel::{AgencyId, civil_date};

use super::{Duty, Timeliness, by_agency};
use crate::{
    Sharing,
    change::ChangeError,
    correction,
    rule::Rulebook,
    share_request::{self, Refusal, ShareRequest, State},
};

/// Everything the supervision page and its API show.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Replies to requests, by the agency that owes them (art. 21).
    pub replies: BTreeMap<AgencyId, Timeliness>,
    /// Provision after consent, by the agency that owes it (art. 22).
    pub provision: BTreeMap<AgencyId, Timeliness>,
    /// Answers to corrections, by the agency that owes them (art. 26).
    pub corrections: BTreeMap<AgencyId, Timeliness>,
    /// Refused requests by the law, regulation or decision they cite.
    pub refusals: BTreeMap<String, Vec<i64>>,
    /// Requests by the agency that asked.
    pub asked: BTreeMap<AgencyId, Vec<i64>>,
}

impl Sharing {
    /// Counts what was received since `since`, as it stands at `now`.
    pub async fn supervise(
        &self,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Report, ChangeError<Refusal>> {
        let db = &self.platform.db;
        let book = self.rules().await?;
        let requests = share_request::store::received_since(db, since).await?;
        let raised = correction::store::raised_since(db, since).await?;
        let today = civil_date(now);
        let mut replies = Vec::new();
        let mut provision = Vec::new();
        let mut report = Report::default();
        for request in &requests {
            report.asked.entry(request.requester).or_default().push(request.id.0);
            if let State::Refused { refusal } = &request.state {
                let basis = refusal.basis.citation.trim().to_owned();
                report.refusals.entry(basis).or_default().push(request.id.0);
            }
            if matches!(request.state, State::Withdrawn { .. }) {
                continue;
            }
            replies.push(self.reply_duty(request, &book)?);
            provision.extend(self.provide_duty(request, &book)?);
        }
        let mut answers = Vec::new();
        for correction in raised {
            if matches!(correction.state, correction::CorrectionState::Withdrawn { .. }) {
                continue;
            }
            let due = correction.period(&book)?.reckon(&self.platform.calendar).due;
            let done = correction.answered_at().map(civil_date);
            answers.push(Duty { agency: correction.owner, row: correction.id.0, due, done });
        }
        report.replies = by_agency(replies, today);
        report.provision = by_agency(provision, today);
        report.corrections = by_agency(answers, today);
        Ok(report)
    }

    /// The day a request's reply is due; none for a draft or while its clock stands.
    pub(crate) fn reply_due(
        &self,
        request: &ShareRequest,
        book: &Rulebook,
    ) -> Result<Option<Date>, crate::rule::NoRule> {
        let period = request.reply_period(book)?;
        Ok(period.and_then(|period| period.reckon(&self.platform.calendar).due))
    }

    fn reply_duty(
        &self,
        request: &ShareRequest,
        book: &Rulebook,
    ) -> Result<Duty, crate::rule::NoRule> {
        let due = self.reply_due(request, book)?;
        let done = request.answered_on();
        Ok(Duty { agency: request.owner, row: request.id.0, due, done })
    }

    fn provide_duty(
        &self,
        request: &ShareRequest,
        book: &Rulebook,
    ) -> Result<Option<Duty>, crate::rule::NoRule> {
        let Some(period) = request.provide_period(book)? else { return Ok(None) };
        let due = period.reckon(&self.platform.calendar).due;
        let done = match &request.state {
            State::Provided { at, .. } => Some(civil_date(*at)),
            _ => None,
        };
        Ok(Some(Duty { agency: request.owner, row: request.id.0, due, done }))
    }
}
