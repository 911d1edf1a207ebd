//! Grading a person by the scorecard in force.

use std::sync::OnceLock;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use grading::{Grading, Level, Scorecard, Scorecards, grade};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{SubjectId, Tx, seal};
use subjects::{Happening, RecordRefusal, facts_of};

use super::gradings::{Graded, put_grading};
use super::proposals::{Content, propose};
use super::record::{append, find};
use super::refusal::Refusal;
use crate::model::{Done, Then};

/// Another level than the points give, wished for with a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The level.
    pub level: Level,
    /// Why.
    pub reason: String,
}

/// A scorecard's questions, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The day of the grading; the scorecard is the one in force on it.
    pub on: Day,
    /// The answers, factor by factor, as they are typed.
    pub answers: Vec<(String, String)>,
    /// Another level, for which somebody else's consent is asked.
    pub wish: Option<Wish>,
}

impl Answered {
    /// Computes the level.
    pub fn grading(&self) -> Result<Grading, Refusal> {
        let card = scorecard_on(self.on)?;
        let typed = self.answers.iter().map(|(factor, answer)| (&**factor, &**answer));
        let answers = card.answers(typed).map_err(Refusal::Answer)?;
        grade(card, &answers).map_err(Refusal::Answer)
    }
}

/// Gives the scorecards that ship with this program; they are read once.
pub(crate) fn scorecards() -> Result<&'static Scorecards, Refusal> {
    static SHIPPED: OnceLock<Result<Scorecards, String>> = OnceLock::new();
    let read = SHIPPED.get_or_init(|| Scorecards::shipped().map_err(|error| error.to_string()));
    read.as_ref().map_err(|error| Refusal::Scorecard(error.clone()))
}

/// Gives the scorecard in force on a day.
pub(crate) fn scorecard_on(day: Day) -> Result<&'static Scorecard, Refusal> {
    Ok(scorecards()?.on(day))
}

/// Finds a scorecard by its id.
pub(crate) fn scorecard_of(id: &str) -> Result<Option<&'static Scorecard>, Refusal> {
    Ok(scorecards()?.all().iter().find(|card| card.parts().id == id))
}

/// Records the level that the points give; where another one is wished for, that waits for consent.
pub async fn record_grading(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    answered: &Answered,
) -> Result<Done, Failure<Refusal>> {
    let (_, relation) = find(tx, occasion, Action::Grade, subject).await?;
    occasion.may(Action::Grade, relation)?;
    let grading = answered.grading().map_err(Failure::Refused)?;
    let Some(level) = grading.level() else {
        return Err(Failure::Refused(Refusal::Incomplete(grading.conclusion)));
    };
    let by = occasion.actor.id.to_string();
    if let Some(wish) = &answered.wish {
        let refused = |refusal| Failure::Refused(Refusal::Adjustment(refusal));
        grading.propose(wish.level, &wish.reason, &by).map_err(refused)?;
    }
    let card = scorecard_on(answered.on).map_err(Failure::Refused)?;
    let known = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let happening = Happening::new(Kind::Graded, answered.on)
        .number(Field::Level, u64::from(level.number()))
        .text(Field::Tool, card.parts().name.clone());
    let done =
        append(tx, desk, occasion, Action::Grade, subject, &[happening], &now.assessment).await?;
    let erased =
        || Failure::Refused(Refusal::Service(ServiceRefusal::Entry(RecordRefusal::Erased)));
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.ok_or_else(erased)?;
    let Some(entry) = done.first() else { return Ok(done) };
    let graded = Graded {
        entry,
        scorecard: card.parts().id.clone(),
        level: level.number(),
        points: grading.points,
        answers: answered.answers.clone(),
        proposal: None,
    };
    put_grading(tx, desk, &key, subject, &graded).await?;
    if let Some(wish) = &answered.wish {
        let content =
            Content { reason: wish.reason.trim().to_owned(), level: Some(wish.level.number()) };
        propose(tx, desk, occasion, subject, Kind::Graded, Some(entry), &content).await?;
    }
    Ok(done)
}
