//! What the file of a person shows of public-welfare posts.

use desk::{
    Answer, Behind, Companion, Desk, FilePart, FilePlace, GoesAlong, MovedTogether, NextStep,
    Occasion, OpenFiles, Promised, StandsIn, Waiting,
};
use store::{SubjectId, Tx};
use subjects::{Past, facts_of};
use web::parts::{Button, Cell, Column, Table};

use crate::actions::documents::{all_documents, documents_of, find_post};
use crate::model::in_force;
use crate::sql;

/// Keeps what belongs to people's recommendations to public-welfare posts and placements in them.
#[derive(Clone, Copy, Debug)]
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        _desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(async move {
            let mut rows = Vec::new();
            for (subject, key) in files {
                let known = facts_of(tx, *subject).await?;
                for document in documents_of(tx, key, *subject).await? {
                    let post = find_post(tx, document.post).await?;
                    let place = known.place(document.entry);
                    let on =
                        place.and_then(|place| known.entries().get(place)).map(|entry| entry.on);
                    let (organisation, kind) =
                        post.map_or_else(Default::default, |post| (post.organisation, post.kind));
                    rows.push(vec![
                        on.map_or(Cell::Nothing, Cell::Day),
                        Cell::text(document.purpose.term()),
                        Cell::Two(organisation, kind),
                        document.last_day.map_or(Cell::Nothing, Cell::Day),
                        Cell::text(document.content.why),
                    ]);
                }
            }
            let Some((subject, _)) = files.first().filter(|_| !rows.is_empty()) else {
                return Ok(Vec::new());
            };
            let columns = vec![
                Column::text("日期"),
                Column::text("事项"),
                Column::text("岗位"),
                Column::text("安置至"),
                Column::text("说明"),
            ];
            let table = Table::new("公益性岗位的推荐与安置", columns).captioned().rows(rows);
            let links = vec![Button::link("公益性岗位", format!("/people/{subject}/post"))];
            Ok(vec![FilePart { place: FilePlace::Services, table, links }])
        })
    }

    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(async move {
            // Of merged files the ledger that goes on says what is in force.
            let Some((subject, key)) = files.first() else { return Ok(Vec::new()) };
            let known = facts_of(tx, *subject).await?;
            let Some(placement) = in_force(&known) else { return Ok(Vec::new()) };
            let documents = all_documents(tx, desk, key, *subject).await?;
            let document = documents.iter().find(|known| known.entry == placement.entry);
            Ok(vec![Promised {
                words: "安置期内继续为您提供就业指导和培训信息，帮您找到市场上的工作".to_owned(),
                due: document.and_then(|document| document.last_day),
                by: "就业援助服务专员".to_owned(),
            }])
        })
    }

    fn stands_in<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<StandsIn>> {
        Box::pin(async move {
            let Some((subject, key)) = files.first() else { return Ok(Vec::new()) };
            let known = facts_of(tx, *subject).await?;
            let Some(placement) = in_force(&known) else { return Ok(Vec::new()) };
            let documents = all_documents(tx, desk, key, *subject).await?;
            let document = documents.iter().find(|known| known.entry == placement.entry);
            let post = match document {
                Some(document) => find_post(tx, document.post).await?,
                None => None,
            };
            let words = post.map(|post| format!("{} {}", post.organisation, post.kind));
            let until = document.and_then(|document| document.last_day);
            let until = until.map_or_else(String::new, |day| format!("，安置至 {day}"));
            Ok(vec![StandsIn {
                term: "公益性岗位",
                words: words.unwrap_or_else(|| "只有台账记录".to_owned()),
                beneath: format!("{} 起{until}", placement.on),
                path: format!("/people/{subject}/post"),
            }])
        })
    }

    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        Box::pin(async move {
            let mut steps = crate::returning::next_steps(tx, desk, subject).await?;
            steps.extend(crate::confirming::next_step(tx, subject).await?);
            Ok(steps)
        })
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(async move {
            let mut waiting = crate::waiting::waiting(tx, desk, occasion, limit).await?;
            waiting.extend(crate::returning::waiting(tx, desk, occasion, limit).await?);
            waiting.extend(crate::confirming::waiting(tx, occasion, limit).await?);
            Ok(waiting)
        })
    }

    fn goes_along<'a>(
        &'a self,
        tx: &'a mut Tx,
        moved: &'a MovedTogether,
    ) -> Answer<'a, Vec<GoesAlong>> {
        Box::pin(async move {
            let (number,): (i64,) = tx.one(sql::ASKED_OF_MOVED, &moved.values()).await?;
            let words = "等待确认的公益性岗位安置";
            let becomes = "由接收机构重新核对条件：协议终止的退回，重新签订以后再报请";
            let along = GoesAlong { words, number, becomes };
            Ok(if number > 0 { vec![along] } else { Vec::new() })
        })
    }

    fn behind<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        entry: (SubjectId, &'a Past),
    ) -> Answer<'a, Option<Behind>> {
        Box::pin(crate::behind::behind(tx, desk, entry))
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let (asked,): (i64,) = tx.one(sql::ASKED_OF, &[&subject]).await?;
            Ok((asked > 0).then(|| "报请的公益性岗位安置没有确认".to_owned()))
        })
    }
}
