//! Telling somebody under an agreement that another officer answers for them (agreement, article 3: 更换专员的，甲方应当及时告知乙方).

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Held, hold_for};
use kernel::Day;
use services::model::Then;
use store::{ActorId, Instant, StoreError, SubjectId, ToValue, Tx};
use web::day_of;

use super::team::Handed;
use crate::model::{Means, NotToTell, Refusal, in_force};
use crate::sql;

/// A change of the officer of which the person does not know yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// When it was made; it is named by that.
    pub(crate) at: Instant,
    /// Whom the person knows as their officer.
    pub(crate) from: ActorId,
    /// Who answers now.
    pub(crate) to: ActorId,
}

impl Change {
    /// The day since which the new officer answers.
    pub(crate) fn since(&self) -> Day {
        day_of(self.at)
    }
}

/// Gives the change of which somebody under an agreement is still to be told; nothing where they know who answers: the text
/// that was signed last names the officer, or they were told. Whoever came and went in between is not told of.
pub(crate) async fn untold(
    tx: &mut Tx,
    desk: &Desk,
    today: Day,
    held: &Held,
) -> Result<Option<Change>, StoreError> {
    let subject = held.subject;
    let Some(officer) = held.officer else { return Ok(None) };
    let known = subjects::facts_of(tx, subject).await?;
    let period = in_force(&Then::at(&desk.rulebook, &known, today));
    let Some(period) = period else { return Ok(None) };
    let signing = *period.last();
    let handed: Vec<Handed> = tx.all(sql::OFFICERS, &[&subject]).await?;
    let mut since = handed.iter().filter(|(at, _, _)| day_of(*at) >= signing.on);
    let Some(&(_, first, _)) = since.next() else { return Ok(None) };
    let told: Vec<(Instant, ActorId)> = tx.all(sql::TOLD, &[&subject]).await?;
    let told = told.into_iter().rfind(|(at, _)| day_of(*at) >= signing.on);
    let named: Option<(ActorId,)> =
        tx.optional(sql::NAMED_OFFICER, &[&subject, &signing.entry]).await?;
    let known = told.map(|(_, officer)| officer).or(named.map(|(officer,)| officer)).or(first);
    let last = handed.last().filter(|(_, _, to)| *to == Some(officer));
    Ok(match (known, last) {
        (Some(from), Some((at, _, _))) if from != officer => {
            Some(Change { at: *at, from, to: officer })
        }
        _ => None,
    })
}

/// That the person was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Of which change.
    pub at: Instant,
    /// On which day.
    pub on: Day,
    /// By which means.
    pub means: Means,
}

/// Notes that the person was told of the change, once.
pub async fn tell_of_officer(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    telling: &Telling,
) -> Result<(), Failure<Refusal>> {
    let (held, _) = hold_for::<Refusal>(tx, occasion, Action::RecordService, subject).await?;
    let change = untold(tx, desk, occasion.today, &held).await?;
    let change = change.filter(|change| change.at == telling.at);
    let change = change.ok_or(Failure::Refused(Refusal::Telling(NotToTell::NoChange)))?;
    if telling.on < change.since() || telling.on > occasion.today {
        return Err(Failure::Refused(Refusal::Telling(NotToTell::Outside {
            from: change.since(),
        })));
    }
    let values: [&dyn ToValue; 7] = [
        &subject,
        &change.at,
        &change.to,
        &telling.on,
        &telling.means,
        &occasion.now,
        &occasion.actor.id,
    ];
    tx.execute(sql::PUT_TOLD, &values).await?;
    Ok(())
}
