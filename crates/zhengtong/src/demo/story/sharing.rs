//! One agency asks another: the whole of the Decree's chapter on sharing.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use serde::Deserialize;
use zt_catalogue::{Basis, BasisKind, Entry, SharingMode};
use zt_kernel::{Actor, GrantId, ShareRequestId, civil_date};
use zt_lake::RowCondition;
use zt_sharing::application::{Application, HeadConsent};
use zt_sharing::disposal::{DisposalMove, Method, Report};
use zt_sharing::dispute::{DisputeMove, Stage, Subject};
use zt_sharing::grant::{GrantMove, Misuse, change::GrantStep};
use zt_sharing::reckoning::{Counted, Reckoning};
use zt_sharing::scope::{Scope, Term};
use zt_sharing::share_request::ShareRequest;
use zt_sharing::share_request::change::Step;
use zt_sharing::share_request::decide::{Consenting, Refusing};

use super::StoryError;
use super::tables::Tables;
use crate::app::App;
use crate::demo::city::City;
use crate::demo::narrator::Narrator;
use crate::say;

const TEXTS: &str = include_str!("../../../../../data/demo/sharing.toml");

/// What the story's agencies write.
#[derive(Debug, Deserialize)]
pub struct Texts {
    head: String,
    tax: Asking,
    planning: Asking,
    health: Asking,
    pub correction: Correction,
    pub usage: zt_sharing::usage_record::Usage,
    source: Source,
}

/// One agency's wish, and what the other answers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Asking {
    from: String,
    owner: String,
    table: String,
    legal_basis: String,
    scenario: String,
    items: BTreeSet<String>,
    term_days: i64,
    given: BTreeSet<String>,
    column: String,
    values: Vec<String>,
    missing: String,
    supplied: String,
    extension_days: u32,
    extension_reason: String,
    narrowed: String,
    basis: String,
    reasons: String,
    dispute: String,
    reply: String,
    escalated: String,
    settled: String,
    misuse: String,
    rectify: String,
    terminated: String,
    disposed: String,
}

/// What a correction says and what came of it.
#[derive(Debug, Deserialize)]
pub struct Correction {
    pub explanation: String,
    pub done: String,
}

/// Which agency is the source of an element, and why.
#[derive(Debug, Deserialize)]
struct Source {
    table: String,
    agency: String,
    column: String,
    basis: String,
}

impl Texts {
    /// Those of `data/demo/sharing.toml`.
    pub fn shipped() -> Result<Self, StoryError> {
        Ok(toml::from_str(TEXTS)?)
    }
}

/// What was granted and refused, for the steps that follow.
#[derive(Debug)]
pub struct Shared {
    /// The tax bureau's request.
    pub request: ShareRequestId,
    /// What it was granted.
    pub grant: GrantId,
    /// The entry it may read.
    pub entry: Entry,
    /// The rows it was narrowed to, by column and values.
    pub narrowed: (String, Vec<String>),
    /// The entry nobody was granted.
    pub refused: Entry,
    /// The entry whose grant to the health commission was terminated for misuse.
    pub terminated: Entry,
}

/// The people of one request.
struct Parties<'a> {
    app: &'a App,
    texts: &'a Texts,
    asking: &'a Asking,
    entry: &'a Entry,
    requester: Actor,
    owner: Actor,
    operator: Actor,
}

/// Tells all three requests.
pub async fn tell(
    app: &App,
    city: &City,
    tables: &Tables,
    texts: &Texts,
    narrator: &mut Narrator,
) -> Result<Shared, StoryError> {
    source_agency(app, city, tables, &texts.source, narrator).await?;
    let tax = parties(app, city, tables, texts, &texts.tax)?;
    let (request, grant) = tax.conditional(narrator).await?;
    let planning = parties(app, city, tables, texts, &texts.planning)?;
    planning.refused(narrator).await?;
    let health = parties(app, city, tables, texts, &texts.health)?;
    health.terminated(narrator).await?;
    Ok(Shared {
        request,
        grant,
        entry: tax.entry.clone(),
        narrowed: (texts.tax.column.clone(), texts.tax.values.clone()),
        refused: planning.entry.clone(),
        terminated: health.entry.clone(),
    })
}

/// Names the one source agency of an element that several collect (art. 19).
async fn source_agency(
    app: &App,
    city: &City,
    tables: &Tables,
    source: &Source,
    narrator: &mut Narrator,
) -> Result<(), StoryError> {
    let missing = || StoryError::NoTable(source.table.clone());
    let entry = tables.get(&source.table).ok_or_else(missing)?;
    let element =
        entry.item(&source.column).and_then(|item| item.element.clone()).ok_or_else(missing)?;
    let agency = city.agency(&source.agency)?;
    let now = app.platform.now();
    app.catalogue
        .designate_source(&city.operator()?, &element, agency.id, &source.basis, now)
        .await?;
    let holders = app.catalogue.holders(std::slice::from_ref(&element)).await?;
    app.catalogue.refresh_reference().await?;
    narrator.check(
        app.catalogue.source_agency(&element) == Some(agency.id) && holders.len() > 1,
        "zhengtong-demo-source",
        &[
            ("element", element.to_string().into()),
            ("holders", holders.len().into()),
            ("agency", agency.name_zh.as_str().into()),
            ("agency_en", agency.name_en.as_str().into()),
        ],
    );
    Ok(())
}

fn parties<'a>(
    app: &'a App,
    city: &City,
    tables: &'a Tables,
    texts: &'a Texts,
    asking: &'a Asking,
) -> Result<Parties<'a>, StoryError> {
    Ok(Parties {
        app,
        texts,
        asking,
        entry: tables
            .get(&asking.table)
            .ok_or_else(|| StoryError::NoTable(asking.table.clone()))?,
        requester: city.officer(&asking.from)?,
        owner: city.steward(&asking.owner)?,
        operator: city.operator()?,
    })
}

impl Parties<'_> {
    fn step<'a>(&self, actor: &'a Actor, id: ShareRequestId) -> Step<'a> {
        Step { actor, id, seen: None, now: self.app.platform.now() }
    }

    fn head(&self) -> HeadConsent {
        let on = civil_date(self.app.platform.now());
        HeadConsent { name: self.texts.head.clone(), on }
    }

    fn application(&self) -> Application {
        let today = civil_date(self.app.platform.now());
        Application {
            legal_basis: self.asking.legal_basis.clone(),
            scenario: self.asking.scenario.clone(),
            scope: Scope { items: self.asking.items.clone(), condition: None },
            mode: Some(SharingMode::Interface),
            from: Some(today),
            until: Some(today.saturating_add(self.asking.term_days.days())),
            head: Some(self.head()),
            ..Application::default()
        }
    }

    async fn submit(&self, application: Application) -> Result<ShareRequest, StoryError> {
        let sharing = &self.app.sharing;
        let now = self.app.platform.now();
        let draft =
            sharing.draft(&self.requester, None, &self.entry.code, application, now).await?;
        Ok(sharing.submit(self.step(&self.requester, draft.id)).await?)
    }

    /// The reply's clock, derived day by day on the working-day calendar.
    async fn reckon(&self, request: &ShareRequest) -> Result<Option<Reckoning>, StoryError> {
        let book = self.app.sharing.rules().await?;
        let period = request.reply_period(&book)?;
        Ok(period.map(|period| period.reckon(&self.app.platform.calendar)))
    }

    /// Incomplete, sent back once, supplemented, extended, consented to in part.
    async fn conditional(
        &self,
        narrator: &mut Narrator,
    ) -> Result<(ShareRequestId, GrantId), StoryError> {
        let sharing = &self.app.sharing;
        let mut application = self.application();
        application.legal_basis.clear();
        let request = self.submit(application).await?;
        let gaps = request.gaps().len();
        let materials = vec![self.asking.missing.clone()];
        let noticed = sharing.notify(self.step(&self.owner, request.id), materials).await?;
        let again = sharing.notify(self.step(&self.owner, request.id), Vec::new()).await;
        narrator.check(
            gaps == 1 && noticed.notice.is_some() && again.is_err(),
            "zhengtong-demo-notice",
            &[("gaps", gaps.into())],
        );
        let answers = vec![self.asking.supplied.clone()];
        let supplemented = sharing
            .supplement(self.step(&self.requester, request.id), self.application(), answers)
            .await?;
        let days = self.asking.extension_days;
        let reason = self.asking.extension_reason.clone();
        sharing.ask_extension(self.step(&self.owner, request.id), days, reason).await?;
        let extended = sharing.agree_extension(self.step(&self.operator, request.id)).await?;
        let before = self.reckon(&supplemented).await?.and_then(|reckoning| reckoning.due);
        let after = self.reckon(&extended).await?;
        let due = after.as_ref().and_then(|reckoning| reckoning.due);
        narrator.check(
            before.is_some() && due > before,
            "zhengtong-demo-extension",
            &[("days", days.into()), ("due", told(due))],
        );
        if let Some(reckoning) = &after {
            print_days(reckoning);
        }
        let column = self.asking.column.clone();
        let today = civil_date(self.app.platform.now());
        let half = today.saturating_add((self.asking.term_days / 2).days());
        let given = Consenting {
            items: Some(self.asking.given.clone()),
            condition: Some(RowCondition::In { column, values: self.asking.values.clone() }),
            term: Some(Term { from: today, until: half }),
            reasons: self.asking.narrowed.clone(),
            head: self.head(),
        };
        let (consented, grant) =
            sharing.consent(self.step(&self.owner, request.id), given.clone()).await?;
        let second = sharing.consent(self.step(&self.owner, request.id), given).await;
        narrator.check(
            consented.consent().is_some() && second.is_err(),
            "zhengtong-demo-consent",
            &[
                ("asked", self.asking.items.len().into()),
                ("given", self.asking.given.len().into()),
                ("until", half.into()),
            ],
        );
        Ok((request.id, grant))
    }

    /// Refused with a basis of law, and not without one.
    async fn refused(&self, narrator: &mut Narrator) -> Result<(), StoryError> {
        let sharing = &self.app.sharing;
        let request = self.submit(self.application()).await?;
        let refusing = |citation: &str| Refusing {
            basis: Basis { kind: BasisKind::Law, citation: citation.to_owned() },
            reasons: self.asking.reasons.clone(),
            head: self.head(),
        };
        let bare = sharing.refuse(self.step(&self.owner, request.id), refusing("")).await;
        let refused = sharing
            .refuse(self.step(&self.owner, request.id), refusing(&self.asking.basis))
            .await?;
        narrator.check(
            bare.is_err() && refused.replied().is_some(),
            "zhengtong-demo-refusal",
            &[("basis", self.asking.basis.as_str().into())],
        );
        self.disputed(request.id, narrator).await
    }

    /// Disputed, consulted upon, brought before the authority of their level, settled.
    async fn disputed(
        &self,
        request: ShareRequestId,
        narrator: &mut Narrator,
    ) -> Result<(), StoryError> {
        let sharing = &self.app.sharing;
        let now = || self.app.platform.now();
        let opened = sharing
            .open_dispute(
                &self.requester,
                Subject::Request(request),
                self.asking.dispute.clone(),
                now(),
            )
            .await?;
        let reply = DisputeMove::Reply { text: self.asking.reply.clone() };
        sharing.move_dispute(&self.owner, opened.id, reply, now()).await?;
        let escalate = DisputeMove::Escalate { text: self.asking.escalated.clone() };
        let raised = sharing.move_dispute(&self.requester, opened.id, escalate, now()).await?;
        let settle = DisputeMove::Settle { text: self.asking.settled.clone() };
        let settled = sharing.move_dispute(&self.operator, opened.id, settle, now()).await?;
        narrator.check(
            raised.stage == Stage::Authority && settled.stage == Stage::Settled,
            "zhengtong-demo-dispute",
            &[],
        );
        Ok(())
    }

    /// Unconditional, so the reply is due within a day; then misused, suspended,
    /// not put right, terminated.
    async fn terminated(&self, narrator: &mut Narrator) -> Result<(), StoryError> {
        let sharing = &self.app.sharing;
        let request = self.submit(self.application()).await?;
        let due = self.reckon(&request).await?.and_then(|reckoning| reckoning.due);
        let given = Consenting {
            items: None,
            condition: None,
            term: None,
            reasons: String::new(),
            head: self.head(),
        };
        let (_, grant) = sharing.consent(self.step(&self.owner, request.id), given).await?;
        narrator.check(
            request.unconditional && due.is_some(),
            "zhengtong-demo-unconditional",
            &[("due", told(due))],
        );
        let now = || self.app.platform.now();
        let by = |actor| GrantStep { actor, id: grant, seen: None, now: now() };
        let suspend = GrantMove::Suspend {
            misuse: Misuse::ThirdParty,
            reasons: self.asking.misuse.clone(),
            rectify_by: civil_date(now()).saturating_add(5.days()),
        };
        sharing.move_grant(by(&self.owner), suspend).await?;
        let rectify = GrantMove::Rectify { report: self.asking.rectify.clone() };
        sharing.move_grant(by(&self.requester), rectify).await?;
        let end = GrantMove::Terminate { reasons: self.asking.terminated.clone() };
        let ended = sharing.move_grant(by(&self.owner), end).await;
        narrator.check(ended.is_ok(), "zhengtong-demo-termination", &[]);
        let report = Report {
            method: Method::Destroyed,
            done_on: civil_date(now()),
            proof: self.asking.disposed.clone(),
            certificate_sha256: String::new(),
        };
        let disposal = sharing.report_disposal(&self.requester, grant, report, now()).await?;
        let confirmed =
            sharing.answer_disposal(&self.owner, disposal.id, DisposalMove::Confirm, now()).await;
        narrator.check(confirmed.is_ok(), "zhengtong-demo-disposal", &[]);
        Ok(())
    }
}

fn told(due: Option<jiff::civil::Date>) -> zt_web::Arg<'static> {
    due.map_or_else(|| "–".into(), zt_web::Arg::from)
}

/// The derivation, seven days a line: a number is a working day that counts, a dot
/// one that doesn't.
fn print_days(reckoning: &Reckoning) {
    for week in reckoning.days.chunks(7) {
        let cells: Vec<String> = week
            .iter()
            .map(|day| {
                let ordinal = match day.counted {
                    Counted::Nth(ordinal) => ordinal.to_string(),
                    _ => "·".to_owned(),
                };
                format!("{} {ordinal:<3}", day.date.strftime("%m-%d"))
            })
            .collect();
        say(&format!("      {}", cells.join("  ")));
    }
}
