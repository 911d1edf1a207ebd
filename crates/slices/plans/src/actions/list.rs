//! The people under an agreement in an office, and how it stands with their plans.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::str::FromStr;

use access::{Action, Actor, Area};
use desk::Desk;
use kernel::Day;
use services::model::Then;
use store::{ActorId, StoreError, SubjectId, ToValue, Tx};

use crate::model::current_entry;
use crate::sql::{self, CountRow, ListRow};

/// Which people a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Everybody under an agreement.
    All,
    /// Those of the officer who asks.
    Mine,
    /// Those who are owed a plan, or a revision after an opinion of experts.
    Owed,
    /// Those with a step that is open past its day.
    Late,
}

impl View {
    /// Every view, with its heading.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::All, "全部"),
        (Self::Mine, "我负责的"),
        (Self::Owed, "应定或应修订方案"),
        (Self::Late, "有行动逾期"),
    ];

    /// The text by which an address names it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Owed => "owed",
            Self::Late => "late",
        }
    }

    /// Finds it by that text.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().map(|(view, _)| view).find(|view| view.text() == text)
    }
}

/// A place in a list: whether it lies among the people of others, the day on which something is due, and who.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    others: i64,
    urgent: Day,
    subject: SubjectId,
}

impl Place {
    /// Before everybody.
    const FIRST: Self =
        Self { others: -1, urgent: Day::FIRST, subject: SubjectId::from_bytes([0; 16]) };
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}.{}", self.others, self.urgent, self.subject)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.split('.').collect();
        let [others, urgent, subject] = parts[..] else { return Err(()) };
        Ok(Self {
            others: others.parse().map_err(|_| ())?,
            urgent: urgent.parse().map_err(|_| ())?,
            subject: subject.parse().map_err(|_| ())?,
        })
    }
}

/// How far the version in force has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Come {
    /// How many steps it has.
    pub steps: i64,
    /// How many are done.
    pub done: i64,
    /// How many were given up.
    pub given_up: i64,
    /// How many are open past their day.
    pub late: i64,
    /// When the next one is due.
    pub next_due: Option<Day>,
}

/// A person of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub subject: SubjectId,
    /// What the list calls them: masked for whoever may not read the file.
    pub name: String,
    /// Whether whoever asked may read the file.
    pub may_read: bool,
    /// The office that answers for them.
    pub office: String,
    /// The officer; blank where nobody was named.
    pub officer: String,
    /// Until when a plan is owed.
    pub adopt_by: Option<Day>,
    /// Until when a revision is owed.
    pub revise_by: Option<Day>,
    /// The day of the version in force.
    pub plan_on: Option<Day>,
    /// How far it has come; nothing where only the ledger knows of it.
    pub come: Option<Come>,
}

/// Lists a page of people after one of them, those of whoever asks first, and among them the most urgent; tells after which
/// place there are more. Who is found but does not belong to the view takes nobody else's place on the page.
pub async fn list_plans(
    tx: &mut Tx,
    desk: &Desk,
    (actor, today): (&Actor, Day),
    (area, view): (Area, View),
    after: Option<Place>,
    limit: i64,
) -> Result<(Vec<Listed>, Option<Place>), StoreError> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut after, mut last) = (after.unwrap_or(Place::FIRST), None);
    let mut names = Names::default();
    let mut listed = Vec::new();
    loop {
        let rows = page(tx, (actor, today), (area, view), after, limit.saturating_add(1)).await?;
        let Some(end) = rows.last().map(place_of) else { return Ok((listed, None)) };
        after = end;
        for row in rows {
            let Some(one) = of_row(tx, desk, (actor, today), view, (&row, &mut names)).await?
            else {
                continue;
            };
            if listed.len() == most {
                return Ok((listed, last));
            }
            last = Some(place_of(&row));
            listed.push(one);
        }
    }
}

/// Reads rows of a view after a place.
async fn page(
    tx: &mut Tx,
    (actor, today): (&Actor, Day),
    (area, view): (Area, View),
    after: Place,
    limit: i64,
) -> Result<Vec<ListRow>, StoreError> {
    let officer = actor.serves_as();
    let mut values: Vec<&dyn ToValue> = vec![&officer, &area.first, &area.last];
    let statement = match view {
        View::All => sql::LIST,
        View::Mine => sql::LIST_MINE,
        View::Owed => sql::LIST_OWED,
        View::Late => {
            values.push(&today);
            sql::LIST_LATE
        }
    };
    let place: [&dyn ToValue; 5] =
        [&Day::LAST, &after.others, &after.urgent, &after.subject, &limit];
    values.extend(place);
    tx.all(statement, &values).await
}

fn place_of(row: &ListRow) -> Place {
    Place { others: row.others, urgent: row.urgent, subject: row.subject_id }
}

/// The names of offices and officers, each looked up once.
#[derive(Default)]
struct Names {
    offices: HashMap<i64, String>,
    staff: HashMap<ActorId, String>,
}

impl Names {
    async fn office(&mut self, tx: &mut Tx, code: i64) -> Result<String, StoreError> {
        if let Entry::Vacant(place) = self.offices.entry(code) {
            let office = offices::office_by_code(tx, code).await?;
            place.insert(office.map(|office| office.name).unwrap_or_default());
        }
        Ok(self.offices.get(&code).cloned().unwrap_or_default())
    }

    async fn officer(
        &mut self,
        tx: &mut Tx,
        officer: Option<ActorId>,
    ) -> Result<String, StoreError> {
        let Some(officer) = officer else { return Ok(String::new()) };
        if let Entry::Vacant(place) = self.staff.entry(officer) {
            place.insert(offices::staff_name(tx, officer).await?);
        }
        Ok(self.staff.get(&officer).cloned().unwrap_or_default())
    }
}

/// Gives what the list shows of a row; nothing where the ledger says that it does not belong to the view.
async fn of_row(
    tx: &mut Tx,
    desk: &Desk,
    (actor, today): (&Actor, Day),
    view: View,
    (row, names): (&ListRow, &mut Names),
) -> Result<Option<Listed>, StoreError> {
    let known = subjects::facts_of(tx, row.subject_id).await?;
    let then = Then::at(&desk.rulebook, &known, today);
    let current = current_entry(&then);
    let come = match current {
        Some(plan) => come(tx, row.subject_id, plan.entry, today).await?,
        None => None,
    };
    // What was past its day in an earlier version is no longer.
    if view == View::Late && come.is_none_or(|come| come.late == 0) {
        return Ok(None);
    }
    let relation = actor.relation_to(row.office_code, row.officer_id);
    let may_read = actor.may(Action::ReadFile, relation).is_ok();
    let name = subjects::name_of(tx, &desk.sealing, row.subject_id).await?;
    Ok(Some(Listed {
        subject: row.subject_id,
        name: match &name {
            Some(name) if may_read => name.reveal().to_owned(),
            Some(name) => subjects::mask(name.reveal()),
            None => "—".to_owned(),
        },
        may_read,
        office: names.office(tx, row.office_code).await?,
        officer: names.officer(tx, row.officer_id).await?,
        adopt_by: row.adopt_by,
        revise_by: row.revise_by,
        plan_on: current.map(|plan| plan.on),
        come,
    }))
}

async fn come(
    tx: &mut Tx,
    subject: SubjectId,
    entry: store::EntryId,
    today: Day,
) -> Result<Option<Come>, StoreError> {
    let row: Option<CountRow> = tx.optional(sql::COUNT_STEPS, &[&today, &subject, &entry]).await?;
    Ok(row.filter(|row| row.steps > 0).map(|row| Come {
        steps: row.steps,
        done: row.done,
        given_up: row.given_up,
        late: row.late,
        next_due: row.next_due,
    }))
}
