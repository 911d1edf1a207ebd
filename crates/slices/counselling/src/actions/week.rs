//! Every appointment between two days, however many there are: what a list shows is never cut.

use kernel::Day;
use store::{ActorId, StoreError, ToValue, Tx};

use crate::model::appointment::AppointmentId;
use crate::sql::{self, AppointmentRow};

/// How many rows are read at a time.
const AT_ONCE: i64 = 500;

/// Whose appointments are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Diary {
    /// A counsellor's.
    Staff(ActorId),
    /// Those at an office, by its code.
    Office(i64),
}

/// Gives every appointment between two days, in the order of time; at an office by counsellor within it.
pub(crate) async fn between(
    tx: &mut Tx,
    diary: Diary,
    (first, last): (Day, Day),
) -> Result<Vec<AppointmentRow>, StoreError> {
    let mut rows: Vec<AppointmentRow> = Vec::new();
    let mut after = (first, -1_i64, AppointmentId::from_bytes([0; 16]));
    loop {
        let (statement, whose): (_, &dyn ToValue) = match &diary {
            Diary::Staff(staff) => (sql::OF_STAFF, staff),
            Diary::Office(code) => (sql::OF_OFFICE, code),
        };
        let values: [&dyn ToValue; 7] =
            [whose, &first, &last, &after.0, &after.1, &after.2, &AT_ONCE];
        let page: Vec<AppointmentRow> = tx.all(statement, &values).await?;
        // What lies between two days has a day and a time.
        let Some((row, day, minute)) =
            page.last().and_then(|row| Some((row, row.day?, row.minute?)))
        else {
            break;
        };
        after = (day, minute, row.appointment_id);
        rows.extend(page);
    }
    if let Diary::Office(_) = diary {
        rows.sort_by_key(|row| (row.day, row.minute, row.staff_id, row.appointment_id));
    }
    Ok(rows)
}
