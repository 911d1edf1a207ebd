//! Grading a person by the scorecard in force.

use std::sync::Arc;

use access::{Action, Failure};
use desk::{Desk, Occasion, Scorecards};
use duties::key_to;
use grading::{Grading, Level, grade};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{SubjectId, Tx};
use subjects::{Happening, facts_of};

use super::gradings::{Graded, put_grading};
use super::proposals::{Content, propose};
use super::record::{append, find};
use super::refusal::Refusal;
use super::scorecards::keep;
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
    /// Computes the level by the scorecard in force on the day of the grading.
    pub fn grading(&self, cards: &Scorecards) -> Result<Grading, Refusal> {
        let card = cards.on(self.on);
        let typed = self.answers.iter().map(|(factor, answer)| (&**factor, &**answer));
        let answers = card.answers(typed).map_err(Refusal::Answer)?;
        grade(card, &answers).map_err(Refusal::Answer)
    }
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
    let grading = answered.grading(desk.scorecards).map_err(Failure::Refused)?;
    let Some(level) = grading.level() else {
        return Err(Failure::Refused(Refusal::Incomplete(grading.conclusion)));
    };
    let by = occasion.actor.id.to_string();
    if let Some(wish) = &answered.wish {
        let refused = |refusal| Failure::Refused(Refusal::Adjustment(refusal));
        grading.propose(wish.level, &wish.reason, &by).map_err(refused)?;
    }
    let card = desk.scorecards.on(answered.on);
    let known = facts_of(tx, subject).await?;
    let now = Then::at(&desk.rulebook, &known, occasion.today);
    let happening = Happening::new(Kind::Graded, answered.on)
        .number(Field::Level, u64::from(level.number()))
        .text(Field::Tool, card.parts().name.clone());
    let done =
        append(tx, desk, occasion, Action::Grade, subject, &[happening], &now.assessment).await?;
    let key = key_to(tx, desk, subject).await?;
    let Some(entry) = done.first() else { return Ok(done) };
    keep(tx, card, occasion.now).await?;
    let graded = Graded {
        entry,
        scorecard: card.parts().id.clone(),
        card: Some(Arc::new(card.clone())),
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
