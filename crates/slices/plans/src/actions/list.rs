//! The people under an agreement in an office, and how it stands with their plans.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use access::{Action, Actor, Area};
use desk::Desk;
use kernel::Day;
use services::model::Then;
use store::{StoreError, SubjectId, ToValue, Tx};

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

/// Lists a page of people after one of them, those of whoever asks first, and among them the most urgent; tells whether
/// there are more, and after which place.
pub async fn list_plans(
    tx: &mut Tx,
    desk: &Desk,
    (actor, today): (&Actor, Day),
    (area, view): (Area, View),
    after: Option<Place>,
    limit: i64,
) -> Result<(Vec<Listed>, Option<Place>), StoreError> {
    let after = after.unwrap_or(Place::FIRST);
    let text = view.text();
    let more = limit.saturating_add(1);
    let values: [&dyn ToValue; 10] = [
        &actor.serves_as(),
        &area.first,
        &area.last,
        &text,
        &today,
        &Day::LAST,
        &after.others,
        &after.urgent,
        &after.subject,
        &more,
    ];
    let mut rows: Vec<ListRow> = tx.all(sql::LIST, &values).await?;
    let whole = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > whole;
    rows.truncate(whole);
    let next = rows.last().filter(|_| has_more).map(|row| Place {
        others: row.others,
        urgent: row.urgent,
        subject: row.subject_id,
    });
    let mut office_names: HashMap<i64, String> = HashMap::new();
    let mut by_staff: HashMap<_, String> = HashMap::new();
    let mut listed = Vec::new();
    for row in rows {
        let known = subjects::facts_of(tx, row.subject_id).await?;
        let then = Then::at(&desk.rulebook, &known, today);
        let current = current_entry(&then);
        let come = match current {
            Some(plan) => come(tx, row.subject_id, plan.entry, today).await?,
            None => None,
        };
        // What was past its day in an earlier version is no longer.
        if view == View::Late && come.is_none_or(|come| come.late == 0) {
            continue;
        }
        if let std::collections::hash_map::Entry::Vacant(place) =
            office_names.entry(row.office_code)
        {
            let office = offices::office_by_code(tx, row.office_code).await?;
            place.insert(office.map(|office| office.name).unwrap_or_default());
        }
        if let Some(officer) = row.officer_id
            && let std::collections::hash_map::Entry::Vacant(place) = by_staff.entry(officer)
        {
            place.insert(offices::staff_name(tx, officer).await?);
        }
        let relation = actor.relation_to(row.office_code, row.officer_id);
        let may_read = actor.may(Action::ReadFile, relation).is_ok();
        let name = subjects::name_of(tx, &desk.sealing, row.subject_id).await?;
        listed.push(Listed {
            subject: row.subject_id,
            name: match &name {
                Some(name) if may_read => name.reveal().to_owned(),
                Some(name) => subjects::mask(name.reveal()),
                None => "—".to_owned(),
            },
            may_read,
            office: office_names.get(&row.office_code).cloned().unwrap_or_default(),
            officer: row.officer_id.and_then(|id| by_staff.get(&id).cloned()).unwrap_or_default(),
            adopt_by: row.adopt_by,
            revise_by: row.revise_by,
            plan_on: current.map(|plan| plan.on),
            come,
        });
    }
    Ok((listed, next))
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
