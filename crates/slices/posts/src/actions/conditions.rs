//! Every condition of a recommendation or a placement (BJ18-30), for the pages and the actions alike.

use access::Failure;
use desk::Desk;
use kernel::Day;
use rules::{Gate, GateCondition};
use services::model::Then;
use store::seal::SubjectKey;
use store::{StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, history};

use crate::model::{CarriedOut, Purpose, Refusal, in_hardship, of_age, plan_in_force, planned};

/// What BJ18-30 asks for, and what of the person's own steps is past its day.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    /// Each of them, met or not.
    pub(crate) list: Vec<GateCondition>,
    /// How many steps of the person's own are past their day and nothing is noted of them.
    pub(crate) late_steps: usize,
}

impl Conditions {
    /// Tells whether all of them are met.
    pub(crate) fn are_met(&self) -> bool {
        self.list.iter().all(|condition| condition.is_met)
    }

    /// Refuses a step while one of them is not met.
    pub(super) fn ask(self, purpose: Purpose) -> Result<(), Failure<Refusal>> {
        if self.are_met() {
            return Ok(());
        }
        Err(Failure::Refused(Refusal::Unmet(purpose, self.list)))
    }
}

/// Looks at all of them as they stood on a day. Where the regulation of Beijing does not hold, only what is asked of
/// everybody is left: hardship and age.
pub(crate) async fn conditions(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    known: &LedgerFacts,
    day: Day,
) -> Result<Conditions, StoreError> {
    let then = Then::at(&desk.rulebook, known, day);
    let mut list = Vec::new();
    let mut late_steps = 0;
    if then.has_gates {
        list = then.conditions(Gate::PublicPost);
        let carried_out = carried_out(tx, desk, (subject, key), &then).await?;
        late_steps = carried_out.own.late;
        list.push(planned(&then, carried_out));
    }
    list.push(in_hardship(&then));
    let person = seekers::person_of(tx, key, subject).await?;
    let born = person.as_ref().and_then(services::born);
    list.push(of_age(match born {
        Some(born) => services::model::working_age(day, born)
            .map(|_| format!("{} 出生，{} 周岁", born.0, seekers::model::age_on(born.0, day))),
        None => Ok("档案没有出生日期，请核对证件".to_owned()),
    }));
    Ok(Conditions { list, late_steps })
}

/// Gives what is known of how the plan in force was carried out.
async fn carried_out(
    tx: &mut Tx,
    desk: &Desk,
    (subject, key): (SubjectId, &SubjectKey),
    then: &Then<'_>,
) -> Result<CarriedOut, StoreError> {
    let Some(plan) = plan_in_force(then) else { return Ok(CarriedOut::default()) };
    let own = match then.id(plan.last) {
        Some(last) => plans::own_steps(tx, desk, (subject, key), last, then.day).await?,
        None => None,
    };
    let past = history(tx, key, subject).await?;
    let first = then.id(plan.first);
    let first = past.iter().find(|past| Some(past.id) == first);
    let recorded_on = first.map(|first| (first.on, web::day_of(first.recorded_at)));
    Ok(CarriedOut {
        own: own.unwrap_or_default(),
        long_enough_from: first.map(|first| desk.rulebook.public_post_plan_since(first.on)),
        recorded_on: recorded_on.filter(|(on, recorded)| on != recorded).map(|(_, day)| day),
    })
}
