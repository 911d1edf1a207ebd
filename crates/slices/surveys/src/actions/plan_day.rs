//! Planning when to survey somebody again, within what the rule leaves.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use kernel::Day;
use rules::{Law, Parameter, Reckoning, RuleIndex};
use store::seal::SubjectKey;
use store::{EntryId, StoreError, SubjectId, ToValue, Tx};
use subjects::SealedText;

use super::to_visit::surveys_of;
use crate::model::{Planned, SurveyRefusal, Willingness};
use crate::sql;

/// Why a day was planned.
const REASON: SealedText = SealedText::of("survey_plan.reason");

/// The days between which the next survey may be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The survey after which it follows.
    pub because: EntryId,
    /// The first day that fits.
    pub first: Day,
    /// The last.
    pub last: Day,
    /// Whether the law owes it until then (BJ18-21(2)); otherwise the same cap is taken as a measure.
    pub is_owed: bool,
}

impl Window {
    /// Gives the day until which the law owes it.
    #[must_use]
    pub fn due(self) -> Option<Day> {
        self.is_owed.then_some(self.last)
    }

    /// Gives the article.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        if self.is_owed { "BJ18-21(2)" } else { "BJ18-21(3)，间隔参照 BJ18-21(2)" }
    }
}

/// Gives the days until which somebody surveyed on a day is to be surveyed again (BJ18-21(2)): without a particular
/// circumstance, and with childbirth or care at home.
#[must_use]
pub fn proposals(law: &Law, on: Day) -> (Option<Day>, Option<Day>) {
    let until = |parameter| {
        let rule = RuleIndex::all().map(RuleIndex::rule).find(|rule| rule.period == parameter)?;
        Some(Reckoning::of(law, rule, on, on).due.day)
    };
    (until(Parameter::SurveyAgain), until(Parameter::SurveyAgainAtMost))
}

/// Gives the days between which the next survey of a person may be planned; nothing where none follows. The day that
/// the law leaves is read from what the rules derived.
pub async fn window(
    tx: &mut Tx,
    desk: &Desk,
    subject: SubjectId,
    today: Day,
) -> Result<Option<Window>, StoreError> {
    let Some(last) = surveys_of(tx, subject).await?.pop() else { return Ok(None) };
    let first = today.max(last.on.plus_days(1));
    let owed: Vec<(SubjectId, EntryId, Day)> = tx.all(sql::OWED, &[&subject]).await?;
    if let Some((_, because, due)) = owed.into_iter().find(|(_, because, _)| *because == last.entry)
    {
        return Ok(Some(Window { because, first, last: due, is_owed: true }));
    }
    let held = duties::held(tx, subject).await?;
    let goes_on = held.is_some_and(|held| {
        !held.standing.seeker_registered && !held.standing.stopped && !held.standing.at_work
    });
    if last.willingness != Willingness::Unwilling || !goes_on {
        return Ok(None);
    }
    // Article 21(3) counts the surveys of whoever stays unwilling and sets no interval.
    let (_, cap) = proposals(desk.rulebook.law(), last.on);
    Ok(cap.map(|cap| Window { because: last.entry, first, last: cap, is_owed: false }))
}

/// Plans the next survey. The plan hangs on the last survey: a further one, or a correction of it, ends it.
pub async fn plan_day(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    planned: &Planned,
) -> Result<(), Failure<SurveyRefusal>> {
    hold_for(tx, occasion, Action::RecordService, subject).await?;
    let Some(window) = window(tx, desk, subject, occasion.today).await? else {
        return Err(Failure::Refused(SurveyRefusal::NothingToPlan));
    };
    if window.last < window.first {
        return Err(Failure::Refused(SurveyRefusal::TooLate(window.last)));
    }
    if planned.on < window.first || planned.on > window.last {
        let Window { first, last, .. } = window;
        let clause = window.clause();
        return Err(Failure::Refused(SurveyRefusal::PlannedDay { first, last, clause }));
    }
    if planned.why.trim().is_empty() {
        return Err(Failure::Refused(SurveyRefusal::PlanReason));
    }
    let key = key_to(tx, desk, subject).await?;
    let row = occasion.now.micros().to_be_bytes();
    let reason = REASON.seal(&desk.sealing, &key, &row, planned.why.trim());
    let values: [&dyn ToValue; 6] =
        [&subject, &occasion.now, &window.because, &planned.on, &occasion.actor.id, &reason];
    tx.execute(sql::PUT_PLAN, &values).await?;
    Ok(())
}

/// Gives the plan that counts for a person, with its reason. The caller has the right to read the file.
pub async fn plan_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Option<Planned>, StoreError> {
    let Some(last) = surveys_of(tx, subject).await?.pop() else { return Ok(None) };
    let rows: Vec<sql::PlanRow> = tx.all(sql::PLANS, &[&subject]).await?;
    let Some(row) = rows.into_iter().rev().find(|row| row.because_id == last.entry) else {
        return Ok(None);
    };
    let why = REASON.open(key, &row.planned_at.micros().to_be_bytes(), &row.reason)?;
    Ok(Some(Planned { on: row.planned_on, why: why.reveal().to_owned() }))
}
