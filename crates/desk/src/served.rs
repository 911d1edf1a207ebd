//! Whose people somebody serves, and lists of those people.

use std::vec;

use access::{Actor, Role};
use store::{ActorId, FromRow, Statement, StoreError, SubjectId, ToValue, Tx, Value};

/// How many rows of a list are read at a time, where the ledger says which of them count.
const AT_ONCE: i64 = 100;

/// Gives whose people an actor serves: their own, or those of the colleague in whose place they act, their absent
/// colleagues', and beside the first of them the code of the office whose people without an officer they serve, too
/// (BJ18-23: 就业援助服务专员), 0 for none. Each pair is what [`among_served`](crate::among_served) asks for.
#[must_use]
pub fn served_by(actor: &Actor) -> Vec<(ActorId, i64)> {
    let serves_everybody = actor.is(Role::AssistanceOfficer) || actor.is(Role::Head);
    let office = if serves_everybody { actor.area.first } else { 0 };
    let own = actor.serves_as();
    let absent = actor.stands_in_for.iter().filter(|officer| **officer != own);
    std::iter::once((own, office)).chain(absent.map(|officer| (*officer, 0))).collect()
}

/// Begins a statement with those whom somebody serves, as `mine`: the people of the officer `$1`, and those of the
/// office `$2` who have no officer.
#[macro_export]
macro_rules! among_served {
    ($rest:literal) => {
        concat!(
            "WITH mine AS (SELECT subject_id, office_code, officer_id, standing FROM responsibility
                WHERE officer_id = $1
            UNION ALL SELECT subject_id, office_code, officer_id, standing FROM responsibility
                WHERE office_code = $2 AND officer_id IS NULL) ",
            $rest
        )
    };
}

/// Gives all rows of a statement begun by [`among_served`](crate::among_served) for everybody whose people an actor
/// serves; `further` are the values that come after the officer and the office.
pub async fn all_served<R: FromRow>(
    tx: &mut Tx,
    actor: &Actor,
    statement: &'static Statement,
    further: &[&dyn ToValue],
) -> Result<Vec<R>, StoreError> {
    let mut rows = Vec::new();
    for (officer, office) in served_by(actor) {
        let mut values: Vec<&dyn ToValue> = vec![&officer, &office];
        values.extend(further);
        rows.extend(tx.all(statement, &values).await?);
    }
    Ok(rows)
}

/// Somebody who is served: who it is, the code of the office that answers for them, and their officer.
pub type Served = (SubjectId, i64, Option<ActorId>);

/// A row of a list that is read on from where it was left.
pub trait Placed: FromRow {
    /// The place before every row.
    fn beginning() -> Vec<Value>;

    /// The place of this row, by which its list is in order.
    fn place(&self) -> Vec<Value>;
}

/// Says by which fields the rows of a list are in order, and from which value of each the list begins.
#[macro_export]
macro_rules! in_order {
    ($row:ty: $($field:ident from $least:expr),+) => {
        impl $crate::Placed for $row {
            fn beginning() -> Vec<store::Value> {
                vec![$(store::ToValue::to_value(&$least)),+]
            }

            fn place(&self) -> Vec<store::Value> {
                vec![$(store::ToValue::to_value(&self.$field)),+]
            }
        }
    };
}

/// Lists of people alone are in the order of their files.
impl Placed for Served {
    fn beginning() -> Vec<Value> {
        vec![SubjectId::from_bytes([0; 16]).to_value()]
    }

    fn place(&self) -> Vec<Value> {
        vec![self.0.to_value()]
    }
}

/// Reads a list of those whom somebody serves of which the ledger alone says which rows count. A row that does not count
/// takes nobody else's place: rows come until enough of them were [counted](Self::count), for each whose people the actor
/// serves.
///
/// The statement, begun by [`among_served`](crate::among_served), takes after the officer and the office the further
/// values, then the place after which it goes on, then how many rows it gives at most.
pub struct ServedList<R> {
    statement: &'static Statement,
    further: Vec<Value>,
    limit: i64,
    whose: vec::IntoIter<(ActorId, i64)>,
    now: Option<Reading>,
    rows: vec::IntoIter<R>,
}

/// How far the list of one of them is read.
struct Reading {
    served: (ActorId, i64),
    /// Where it goes on, if there is more.
    after: Option<Vec<Value>>,
    left: i64,
}

impl<R: Placed> ServedList<R> {
    /// Begins a list, of which at most `limit` rows are wanted for each whose people the actor serves.
    #[must_use]
    pub fn of(
        actor: &Actor,
        statement: &'static Statement,
        further: &[&dyn ToValue],
        limit: i64,
    ) -> Self {
        Self {
            statement,
            further: further.iter().map(ToValue::to_value).collect(),
            limit,
            whose: served_by(actor).into_iter(),
            now: None,
            rows: Vec::new().into_iter(),
        }
    }

    /// Gives the next row, none where the list is at its end or enough rows were counted.
    pub async fn next(&mut self, tx: &mut Tx) -> Result<Option<R>, StoreError> {
        loop {
            let Some(now) = self.now.as_mut().filter(|now| now.left > 0) else {
                let Some(served) = self.whose.next() else { return Ok(None) };
                self.rows = Vec::new().into_iter();
                self.now = Some(Reading { served, after: Some(R::beginning()), left: self.limit });
                continue;
            };
            if let Some(row) = self.rows.next() {
                return Ok(Some(row));
            }
            let Some(after) = now.after.take() else {
                now.left = 0;
                continue;
            };
            let (officer, office) = now.served;
            let mut values: Vec<&dyn ToValue> = vec![&officer, &office];
            values.extend(self.further.iter().chain(&after).map(|value| value as &dyn ToValue));
            values.push(&AT_ONCE);
            let rows: Vec<R> = tx.all(self.statement, &values).await?;
            let is_full = i64::try_from(rows.len()).is_ok_and(|number| number >= AT_ONCE);
            now.after = rows.last().filter(|_| is_full).map(R::place);
            self.rows = rows.into_iter();
        }
    }

    /// Says that the row given last counts.
    pub const fn count(&mut self) {
        if let Some(now) = &mut self.now {
            now.left -= 1;
        }
    }
}
