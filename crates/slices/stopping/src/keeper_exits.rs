//! What the file of a person shows of exits from hardship, and what follows from one.

use access::Action;
use desk::{FilePart, FilePlace, NextStep, OpenFiles};
use duties::Held;
use store::seal::SubjectKey;
use store::{StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, facts_of};
use web::parts::{Button, Cell, Column, Table};

use crate::actions::exit::find::exits_of;
use crate::actions::objections::{Objection, objections_of};
use crate::actions::open::Stop;
use crate::keeper::objection_row;
use crate::model::Against;
use crate::sql::{self, ExitRow};

/// The exits from hardship; nothing where there is none.
pub(crate) async fn exit_part(
    tx: &mut Tx,
    files: &OpenFiles,
) -> Result<Option<FilePart>, StoreError> {
    let mut rows = Vec::new();
    for (subject, key) in files {
        let known = facts_of(tx, *subject).await?;
        for exit in exits_of(tx, key, *subject).await? {
            let is_taken_back = exit.ended.is_some() && !exit.stands(&known);
            rows.push(vec![
                Cell::Day(exit.ended_on()),
                Cell::text(exit.content.term()),
                Cell::text(&exit.content.evidence),
                Cell::text(if is_taken_back { "退出已更正" } else { exit.state.term() }),
            ]);
        }
        let objections = objections_of(tx, key, *subject).await?;
        let of_exits = |known: &&Objection| matches!(known.against, Against::Exit(_));
        rows.extend(objections.iter().filter(of_exits).map(objection_row));
    }
    let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else { return Ok(None) };
    let columns = ["日期", "事项", "凭据或本人说", "结果"].map(Column::text).to_vec();
    let table = Table::new("退出就业困难人员", columns).captioned().rows(rows);
    let links = vec![Button::link("退出就业困难人员", format!("/people/{subject}/exit"))];
    Ok(Some(FilePart { place: FilePlace::Services, table, links }))
}

/// What is to be done after an exit: tell the person; and end the agreement, which rests on the recognition (BJ18-23).
pub(crate) async fn after_exit(
    tx: &mut Tx,
    key: &SubjectKey,
    held: &Held,
    known: &LedgerFacts,
) -> Result<Vec<NextStep>, StoreError> {
    let subject = held.subject;
    let mut steps = Vec::new();
    let exits = exits_of(tx, key, subject).await?;
    let Some(exit) = exits.iter().find(|exit| exit.stands(known)) else { return Ok(steps) };
    if exit.is_to_tell && exit.told_on.is_none() {
        steps.push(NextStep {
            words: "已退出就业困难人员，请把告知书交给本人，说明影响和怎样提出异议（BJ18-26）"
                .to_owned(),
            action: Action::RecordService,
            label: "记录告知".to_owned(),
            path: format!("/people/{subject}/exit/{}/told", exit.id),
        });
    }
    // While somebody has still to decide whether the exit stands, nothing more is ended because of it.
    let objections = objections_of(tx, key, subject).await?;
    let is_objected = objections
        .iter()
        .any(|known| known.against == Against::Exit(exit.id) && known.outcome.is_none());
    if held.standing.under_agreement && !held.standing.hardship_recognised && !is_objected {
        steps.push(NextStep {
            words: "已退出就业困难人员，就业援助服务协议仍在执行：与本人说明后终止，已上岗的稳岗回访照常（BJ18-23、BJ18-27(4)）".to_owned(),
            action: Action::RecordService,
            label: "终止协议".to_owned(),
            path: format!("/people/{subject}/agreement/end"),
        });
    }
    Ok(steps)
}

/// Tells whether an exit stands of which the person has not been told: the letter is found in this file only.
pub(crate) async fn is_to_tell(tx: &mut Tx, subject: SubjectId) -> Result<bool, StoreError> {
    let exits: Vec<ExitRow> = tx.all(sql::EXITS, &[&subject]).await?;
    let untold = exits.iter().filter(|exit| exit.is_to_tell && exit.told_on.is_none());
    let entries: Vec<_> = untold.filter_map(|exit| exit.ended_entry).collect();
    if entries.is_empty() {
        return Ok(false);
    }
    let known = facts_of(tx, subject).await?;
    Ok(entries.into_iter().any(|entry| Stop { entry: Some(entry) }.stands(&known)))
}
