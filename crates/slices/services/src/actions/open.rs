//! Opening a file to record in it.

use access::{Action, Area, Failure};
use desk::{Desk, Occasion};
use duties::Entered;
use kernel::Day;
use rules::RetirementCategory;
use seekers::Person;
use store::{StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};

use super::refusal::Refusal;
use crate::model::Born;
use crate::model::answers::Answer;
use crate::model::codes::OtherGroup;
use crate::sql;

/// A file with everything that a form is filled in from.
pub(crate) struct Opened {
    pub(crate) entered: Entered,
    pub(crate) known: LedgerFacts,
    pub(crate) past: Vec<Past>,
    /// What the file says of the person; nothing where the ledger alone was brought in.
    pub(crate) person: Option<Person>,
    /// The groups that hold where the person belongs, beside those of the regulation (BJ18-33).
    pub(crate) groups: Vec<OtherGroup>,
    /// What the offices that count here changed of the answers.
    pub(crate) answers: Vec<Answer>,
}

/// Opens a file for an action; notes the reading, so it must run in `Db::write`.
pub(crate) async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    action: Action,
    subject: SubjectId,
) -> Result<Opened, Failure<Refusal>> {
    let entered = duties::enter(tx, desk, occasion, action, subject, None).await;
    let entered = entered.map_err(|failure| failure.map(Refusal::Service))?;
    let known = subjects::facts_of(tx, subject).await?;
    let past = subjects::history(tx, &entered.key, subject).await?;
    let person = seekers::person_of(tx, &entered.key, subject).await?;
    let groups = other_groups(tx).await?;
    let here = entered.held.office_code;
    let groups = groups.into_iter().filter(|group| group.area.holds(here)).collect();
    let answers = super::answers::answers_at(tx, here).await?;
    Ok(Opened { entered, known, past, person, groups, answers })
}

/// Gives the groups that cities and districts determined beside those of the regulation (BJ18-33).
pub(crate) async fn other_groups(tx: &mut Tx) -> Result<Vec<OtherGroup>, StoreError> {
    let rows: Vec<(String, Day, Option<Day>, i64)> = tx.all(sql::OTHER_GROUPS, &[]).await?;
    let groups = rows.into_iter().map(|(name, since, until, area_code)| OtherGroup {
        name,
        since,
        until,
        area: Area::of_code(area_code),
    });
    Ok(groups.collect())
}

/// Gives the day of birth, where the file says it. A woman's category depends on her post, which it does not
/// say: the one that retires later is taken, so that nobody is refused in error.
#[must_use]
pub fn born(person: &Person) -> Option<Born> {
    let category = match &*person.particulars.sex {
        "男" => RetirementCategory::Male,
        _ => RetirementCategory::Female55,
    };
    Some((person.particulars.birth()?, category))
}
