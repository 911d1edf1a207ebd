//! What waits for an officer: people whose ledger came in without their particulars.

use access::{Action, Relation};
use desk::{Answer, Companion, Desk, NextStep, Occasion, ServedList, Waiting, WaitingKind};
use kernel::Day;
use store::{StoreError, SubjectId, Tx};

use crate::actions::complete::may_be_person;
use crate::next::next_steps;
use crate::sql::{self, IncompleteRow};

/// 资料待补.
pub const INCOMPLETE: WaitingKind = WaitingKind { name: "incomplete", term: "资料待补" };

desk::in_order!(IncompleteRow: since from Day::FIRST, subject_id from SubjectId::from_bytes([0; 16]));

/// Tells the page of the day whose particulars are to be completed, in the file they stand by themselves; and the file
/// what comes next for somebody who is not yet recognised (BJ18-13).
#[derive(Clone, Copy, Debug)]
pub struct Keeper;

impl Companion for Keeper {
    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        Box::pin(next_steps(tx, subject))
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(waiting(tx, occasion, limit))
    }
}

/// Gives those whom the actor serves and of whom there is a ledger and nothing else.
async fn waiting(tx: &mut Tx, occasion: &Occasion, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    let mut waiting = Vec::new();
    if occasion.may(Action::AmendFile, Relation::Assigned).is_err() {
        return Ok(waiting);
    }
    let mut list: ServedList<IncompleteRow> =
        ServedList::of(&occasion.actor, sql::INCOMPLETE_OF_SERVED, &[], limit);
    while let Some(row) = list.next(tx).await? {
        if !may_be_person(tx, row.subject_id).await? {
            continue;
        }
        list.count();
        waiting.push(Waiting {
            kind: INCOMPLETE,
            subject: row.subject_id,
            office_code: row.office_code,
            officer: row.officer_id,
            is_open: false,
            words: "台账是导入的，还没有本人的资料；补齐以后才查得到人".to_owned(),
            since: row.since,
            until: None,
            clause: "BJ18-17",
            is_norm: true,
            label: "补齐资料",
            path: format!("/people/{}/particulars", row.subject_id),
        });
    }
    Ok(waiting)
}
