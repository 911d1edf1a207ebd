//! Recording a survey: the entry, the ledger and the demand file of the same day, and when to come again, in one
//! transaction.

use access::Failure;
use desk::{Desk, Occasion};
use duties::hold;
use kernel::Day;
use rules::Kind;
use services::model::codes::UNWILLING_REASONS;
use services::model::{Done, Draft, Then};
use store::{EntryId, SubjectId, Tx};
use subjects::facts_of;

use super::demand_file::first_version;
use super::plan_day::{Window, plan_day, window};
use crate::model::{Answers, SurveyRefusal};

/// What was recorded, and when to come again.
#[derive(Debug)]
pub struct Surveyed {
    /// What was recorded and what follows, in words that name nobody.
    pub done: Done,
    /// The survey's entry.
    pub entry: Option<EntryId>,
    /// The day of the next survey: as planned, else the last that the rule leaves; none where none is owed.
    pub next: Option<Day>,
}

/// Records a survey (BJ18-19). Where there is no ledger or no demand file yet, both are opened on the same day
/// (BJ18-20), the demand file with what the person's file knows. Everything that `services` checks is checked; a
/// survey of an earlier day may be recorded later, as from a list that was out without a network.
pub async fn record_survey(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    answers: &Answers,
) -> Result<Surveyed, Failure<SurveyRefusal>> {
    if !answers.reason.is_empty() && !UNWILLING_REASONS.contains(&answers.reason.as_str()) {
        return Err(Failure::Refused(SurveyRefusal::Reason));
    }
    let mut draft = Draft::new(answers.happening());
    let mut opens_demand_file = false;
    // Held before the ledger is read, so that two who survey at once do not both open what is opened once.
    if hold(tx, subject).await?.is_some() {
        let known = facts_of(tx, subject).await?;
        let now = Then::at(&desk.rulebook, &known, occasion.today);
        if !now.standing().ledger_opened {
            draft.alongside.push(Kind::LedgerOpened);
        }
        opens_demand_file = now.last(Kind::DemandFileOpened).is_none();
        if opens_demand_file {
            draft.alongside.push(Kind::DemandFileOpened);
        }
    }
    let done = services::record_kept(tx, desk, occasion, subject, &draft).await;
    let done = done.map_err(|failure| failure.map(SurveyRefusal::Service))?;
    if opens_demand_file {
        first_version(tx, desk, occasion, subject).await?;
    }
    let next = match &answers.planned {
        Some(planned) => {
            plan_day(tx, desk, occasion, subject, planned).await?;
            Some(planned.on)
        }
        None => window(tx, desk, subject, occasion.today).await?.and_then(Window::due),
    };
    Ok(Surveyed { entry: done.first(), done, next })
}
