//! What the file shows of visits.

use desk::{Answer, Companion, Desk, FilePart, FilePlace, Occasion, OpenFiles, Waiting};
use kernel::Day;
use store::{StoreError, SubjectId, Tx};
use web::day_of;
use web::parts::{Cell, Column, Table};

use crate::actions::records::{Kept, records_of};
use crate::model::RecordState;
use crate::sql;

/// Shows a person's visits in their file.
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        let _ = desk;
        Box::pin(async move {
            let mut rows = Vec::new();
            for (subject, key) in files {
                // What did not have to be decided stands in the ledger, or among the tries, already.
                for kept in records_of(tx, key, *subject).await? {
                    if kept.settlement.is_some() || matches!(kept.state, RecordState::Waits(_)) {
                        rows.push(row(tx, &kept).await?);
                    }
                }
            }
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            let columns = vec![
                Column::text("日期"),
                Column::text("记录人"),
                Column::text("结果"),
                Column::text("原话和情况"),
                Column::text("收到"),
                Column::text("现状"),
            ];
            let table =
                Table::new("没有网络时记下、须由人决定的走访", columns).captioned().rows(rows);
            Ok(vec![FilePart { place: FilePlace::DemandFile, table, links: Vec::new() }])
        })
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(crate::conflicts::waiting(tx, occasion, limit))
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let (waits,): (i64,) = tx.one(sql::WAITS, &[&subject]).await?;
            Ok((waits > 0).then(|| "走访记录等待决定".to_owned()))
        })
    }
}

async fn row(tx: &mut Tx, kept: &Kept) -> Result<Vec<Cell>, StoreError> {
    let path = format!("/visits/conflicts/{}/{}", kept.subject, kept.record);
    let (text, beneath) = match (kept.state, &kept.settlement) {
        (RecordState::Waits(why), _) => ("等待决定", why.term()),
        (_, Some(settlement)) => ("已决定", settlement.decided.term()),
        _ => ("", ""),
    };
    let state = Cell::Link { text: text.to_owned(), path, beneath: beneath.to_owned() };
    let on = kept.incoming.on.parse::<Day>();
    Ok(vec![
        on.map_or(Cell::Nothing, Cell::Day),
        Cell::text(offices::staff_name(tx, kept.made_by).await?),
        Cell::text(kept.incoming.outcome.line()),
        Cell::text(kept.incoming.words.clone()),
        Cell::Day(day_of(kept.received_at)),
        state,
    ])
}
