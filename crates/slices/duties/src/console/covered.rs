//! What is due to the people of those for whom the actor stands in, beside their own day.

use std::collections::HashMap;

use access::{Absent, Actor};
use desk::{Desk, Occasion};
use kernel::Day;
use offices::Cover;
use store::{ActorId, StoreError, SubjectId, Tx};
use web::parts::{Button, Cell, Column, Row, Section, Table};
use web::{Problem, Tone, Visit};

use super::waiting::MOST;
use super::words::{bound_by, due_cell, names_on, owes, tone};
use crate::actions::agenda::{After, Counts, Order, Wanted, Whose, count_for_officer, listed};
use crate::actions::all_waiting::all_waiting;
use crate::model::Bucket;
use crate::sql::ListedRow;

/// How many of each one's duties stand beside the actor's own, the most urgent ones.
const SHOWN: i64 = 5;

/// What is due to the people of somebody who is away.
struct Covered {
    cover: Cover,
    /// Their place, where they are of another office; whoever is of the same one is covered in one's own.
    place: Option<Absent>,
    counts: Counts,
    /// How much waits besides.
    waiting: usize,
    rows: Vec<ListedRow>,
    names: HashMap<SubjectId, String>,
}

impl Covered {
    /// The page of what is due to their people.
    fn path(&self) -> String {
        match &self.place {
            // Not everybody has duties of their own; where they begin the front page knows.
            Some(absent) => web::beneath(absent, "/"),
            None => format!("/today?officer={}", self.cover.staff_id),
        }
    }

    /// The file of one of their people.
    fn file(&self, subject: SubjectId) -> String {
        let path = format!("/people/{subject}");
        self.place.as_ref().map_or(path.clone(), |absent| web::beneath(absent, &path))
    }
}

/// What is called the name of somebody whom the actor stands in for.
pub(super) async fn name_of(
    visit: &Visit,
    desk: &Desk,
    officer: ActorId,
) -> Result<String, StoreError> {
    if let Some(taken) = visit.actor.places.taken.as_ref().filter(|taken| taken.id == officer) {
        return Ok(taken.name.clone());
    }
    desk.db.read(async move |tx| offices::staff_name(tx, officer).await).await
}

/// What is due to the people of everybody for whom the actor stands in today; nothing where they stand in for nobody.
pub(super) async fn block(visit: &Visit, desk: &Desk) -> Result<Option<Section>, Problem> {
    let actor = &visit.actor;
    if actor.places.taken.is_some() || !stands_in(actor) {
        return Ok(None);
    }
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let covered = desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let mut covered = Vec::new();
            for cover in offices::covering(tx, occasion.actor.id, occasion.today).await? {
                covered.extend(read(tx, &own, &occasion, cover).await?);
            }
            Ok(covered)
        })
        .await?;
    if covered.is_empty() {
        return Ok(None);
    }
    let section = Section::new("代班", "covered")
        .lead("您今天为这些同事代班。进入后在他们的岗位上办理，每条记录写明由您代办；本人岗位的事仍在本页")
        .part(&table_of_covers(&covered));
    let due = table_of_duties(desk, visit.today, &covered);
    Ok(Some(if due.rows.is_empty() { section } else { section.part(&due) }))
}

fn stands_in(actor: &Actor) -> bool {
    !actor.stands_in_for.is_empty() || !actor.places.absent.is_empty()
}

/// Reads what is due to somebody's people; nothing where the actor may not take their place after all.
async fn read(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    cover: Cover,
) -> Result<Option<Covered>, StoreError> {
    let (actor, today, officer) = (&occasion.actor, occasion.today, cover.staff_id);
    let there = if actor.stands_in_for.contains(&officer) {
        actor.clone()
    } else if let Some(there) = actor.in_place_of(officer) {
        there
    } else {
        return Ok(None);
    };
    let wanted = Wanted {
        whose: Whose::Officer(officer),
        within: None,
        days: (Day::FIRST, Day::LAST),
        rule: String::new(),
        order: Order::Due,
        after: After::nothing(),
    };
    let rows = listed(tx, &wanted, today, SHOWN).await?;
    let names = names_on(desk, &there, bound_by(wanted.whose), &rows)?;
    let (place, at) = (there.places.taken.clone(), Occasion { actor: there, ..occasion.clone() });
    let mut waiting = all_waiting(tx, desk, &at, MOST).await?;
    // In one office only what is theirs; in another everything that waits there for who stands in their place.
    waiting.retain(|one| place.is_some() || one.officer == Some(officer));
    let counts = count_for_officer(tx, officer, today).await?;
    Ok(Some(Covered { cover, place, counts, waiting: waiting.len(), rows, names }))
}

fn table_of_covers(covered: &[Covered]) -> Table {
    let columns = vec![
        Column::text("代谁办理"),
        Column::text("至"),
        Column::number("逾期"),
        Column::number("今天"),
        Column::number("本周"),
        Column::number("以后"),
        Column::number("等处理"),
        Column::buttons("办理"),
    ];
    let rows = covered.iter().map(|one| {
        let number = |bucket| Cell::Number(one.counts.of(bucket));
        let is_late = one.counts.of(Bucket::Overdue) > 0;
        let button =
            Button::link("去办理", one.path()).spoken(format!("代{}办理", one.cover.staff_name));
        let cells = vec![
            Cell::Two(one.cover.staff_name.clone(), one.cover.office_name.clone()),
            Cell::Day(one.cover.last_day),
            number(Bucket::Overdue),
            number(Bucket::Today),
            number(Bucket::Week),
            number(Bucket::Later),
            Cell::Number(i64::try_from(one.waiting).unwrap_or(i64::MAX)),
            Cell::Buttons(vec![button]),
        ];
        Row { cells, tone: if is_late { Tone::Late } else { Tone::Plain } }
    });
    Table::new("您今天代班的同事", columns).rows(rows.collect::<Vec<_>>())
}

fn table_of_duties(desk: &Desk, today: Day, covered: &[Covered]) -> Table {
    let columns = vec![
        Column::text("期限"),
        Column::text("服务对象"),
        Column::text("应办事项"),
        Column::text("代谁办理"),
    ];
    let law = desk.rulebook.law();
    let mut all: Vec<(&Covered, &ListedRow)> =
        covered.iter().flat_map(|one| one.rows.iter().map(move |row| (one, row))).collect();
    all.sort_by_key(|(_, row)| row.duty.due_day);
    let rows = all.into_iter().map(|(one, listed)| {
        let row = &listed.duty;
        let name = one.names.get(&row.subject_id).map_or("—", String::as_str);
        let cells = vec![
            due_cell(law, row, today),
            Cell::link(name, one.file(row.subject_id)),
            Cell::text(owes(&row.rule)),
            Cell::text(format!("代{}", one.cover.staff_name)),
        ];
        Row { cells, tone: tone(row, today) }
    });
    Table::new("代班应办事项，各人最急的几件", columns).captioned().rows(rows.collect::<Vec<_>>())
}
