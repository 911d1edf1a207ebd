//! What the file of a person shows of agreement and team (BJ18-32 第（二）、（三）项).

use std::collections::HashMap;

use access::Action;
use desk::{
    Answer, Behind, Companion, Desk, FilePart, FilePlace, NextStep, Occasion, OpenFiles, Paper,
    Waiting,
};
use kernel::Day;
use rules::Kind;
use services::model::Then;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::Past;
use web::parts::{Button, Cell, Column, Row, Table};
use web::{Tone, day_of};

use crate::actions::documents::{Document, documents_of, signatures_of};
use crate::actions::dossier::names_of;
use crate::actions::papers::papers_of;
use crate::actions::sign::words_of;
use crate::actions::team::{Team, team_of};
use crate::actions::unmet::unmet_of;
use crate::model::{Edition, Side, in_force, periods};

/// Shows agreement and team in the file of a person.
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(parts(tx, desk, files))
    }

    fn papers<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Paper>> {
        Box::pin(papers(tx, desk, files))
    }

    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        Box::pin(crate::waiting::next_steps(tx, desk, subject))
    }

    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        Box::pin(crate::waiting::waiting(tx, desk, occasion, limit))
    }

    fn behind<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        entry: (SubjectId, &'a Past),
    ) -> Answer<'a, Option<Behind>> {
        Box::pin(crate::behind::behind(tx, desk, entry))
    }
}

async fn parts(tx: &mut Tx, desk: &Desk, files: &OpenFiles) -> Result<Vec<FilePart>, StoreError> {
    let Some((subject, _)) = files.first() else { return Ok(Vec::new()) };
    let at = |place: &str| format!("/people/{subject}/{place}");
    let agreement = FilePart {
        place: FilePlace::Agreement,
        table: agreement(tx, desk, files).await?,
        links: vec![Button::link("协议", at("agreement"))],
    };
    let team = team_of(tx, files.iter().map(|(file, _)| *file)).await?;
    let table = team_table(tx, &team).await?;
    let links = vec![Button::link("服务团队", at("team"))];
    Ok(vec![agreement, FilePart { place: FilePlace::Team, table, links }])
}

/// Every signing with its text and signature, and every duty that was not met, by day.
async fn agreement(tx: &mut Tx, desk: &Desk, files: &OpenFiles) -> Result<Table, StoreError> {
    let Some((subject, _)) = files.first() else { return Ok(Table::default()) };
    let today = day_of(desk.clock.now());
    let known = subjects::facts_of(tx, *subject).await?;
    let then = Then::at(&desk.rulebook, &known, today);
    let current = in_force(&then);
    let documents = documents_of(tx, files).await?;
    let signatures = signatures_of(tx, files).await?;
    let papers = papers_of(tx, files).await?;
    let mut rows: Vec<(Day, Row)> = Vec::new();
    for period in periods(&then) {
        for signing in period.signings() {
            let text = documents.iter().find(|text| {
                text.entry == signing.entry
                    || text.subject != *subject && text.content.from == signing.on.to_string()
            });
            let is_first = signing.entry == period.first.entry;
            let is_current = current.as_ref().is_some_and(|now| now.last().entry == signing.entry);
            let scanned = text.is_some_and(|text| {
                papers
                    .iter()
                    .any(|paper| paper.entry_id == text.entry && paper.removed_at.is_none())
            });
            let signed = Side::ALL.map(|side| {
                let mut signatures = signatures.iter();
                text.is_some_and(|text| {
                    signatures.any(|known| known.entry == text.entry && known.side == side)
                })
            });
            rows.push((
                signing.on,
                Row {
                    cells: vec![
                        Cell::Day(signing.on),
                        Cell::text(if is_first { "签订" } else { "续签" }),
                        Cell::text(signing_words(text, signed, scanned)),
                    ],
                    tone: if is_current { Tone::Good } else { Tone::Plain },
                },
            ));
        }
        if let Some(ending) = period.ended {
            let what = if ending.kind == Kind::AgreementEnded { "终止" } else { "随之终止" };
            let cells =
                vec![Cell::Day(ending.on), Cell::text(what), Cell::text(ending.kind.term())];
            rows.push((ending.on, cells.into()));
        }
    }
    for unmet in unmet_of(tx, files).await?.iter().filter(|unmet| unmet.withdrawn.is_none()) {
        let Ok(on) = unmet.content.on.parse::<Day>() else { continue };
        let Some(edition) = Edition::on(on) else { continue };
        let words = words_of(edition, unmet);
        let words = words.split_once(' ').map_or(&*words, |(_, words)| words).to_owned();
        rows.push((on, vec![Cell::Day(on), Cell::text("没有履行义务"), Cell::text(words)].into()));
    }
    rows.sort_by_key(|(on, _)| *on);
    let columns = vec![Column::text("日期"), Column::text("事项"), Column::text("情况")];
    let rows = rows.into_iter().rev().map(|(_, row)| row);
    Ok(Table::new("就业援助服务协议及其履行", columns)
        .rows(rows)
        .empty("没有签订过就业援助服务协议"))
}

/// The agreement in force, and what both sides signed of it.
async fn papers(tx: &mut Tx, desk: &Desk, files: &OpenFiles) -> Result<Vec<Paper>, StoreError> {
    let Some((subject, _)) = files.first() else { return Ok(Vec::new()) };
    let known = subjects::facts_of(tx, *subject).await?;
    let current = in_force(&Then::at(&desk.rulebook, &known, day_of(desk.clock.now())));
    let paper = |term, words: String, is_there, (label, place)| Paper {
        term,
        words,
        is_there,
        clause: "BJ18-23",
        action: Action::RecordService,
        label,
        path: format!("/people/{subject}/{place}"),
    };
    let Some(current) = current else {
        let words = "没有在执行的协议".to_owned();
        return Ok(vec![paper("援助协议", words, false, ("签订", "agreement/sign"))]);
    };
    let signing = current.last();
    let documents = documents_of(tx, files).await?;
    let text = documents.iter().find(|text| {
        text.entry == signing.entry
            || text.subject != *subject && text.content.from == signing.on.to_string()
    });
    let words = match text {
        Some(text) => format!("{} 签订，至 {}", signing.on, text.ends_on),
        None => format!("{} 签订，系统内没有文本", signing.on),
    };
    let agreement = paper("援助协议", words, text.is_some(), ("续签", "agreement/renew"));
    let Some(text) = text else { return Ok(vec![agreement]) };
    let scans = papers_of(tx, files).await?;
    let scanned = scans.iter().any(|scan| scan.entry_id == text.entry && scan.removed_at.is_none());
    let signatures = signatures_of(tx, files).await?;
    let signed = Side::ALL
        .map(|side| signatures.iter().any(|known| known.entry == text.entry && known.side == side));
    let (words, is_there) = signed_words(signed, scanned);
    let signed = paper("协议签字", words.to_owned(), is_there, ("补签", "agreement"));
    Ok(vec![agreement, signed])
}

/// Says who has signed a text, and whether that is enough.
const fn signed_words([office, person]: [bool; 2], scanned: bool) -> (&'static str, bool) {
    match (scanned, office, person) {
        (true, ..) => ("签字件已上传", true),
        (_, true, true) => ("双方已在屏幕上签名", true),
        (_, true, false) => ("乙方尚未签名", false),
        (_, false, true) => ("甲方尚未签名", false),
        _ => ("尚未签名", false),
    }
}

/// Says in a line what is known of a signing.
fn signing_words(text: Option<&Document>, signed: [bool; 2], scanned: bool) -> String {
    let Some(text) = text else { return "只有台账记录，系统内没有文本".to_owned() };
    let content = &text.content;
    let (signed, _) = signed_words(signed, scanned);
    format!(
        "至 {}，专员{}，服务地为{}；{signed}",
        text.ends_on,
        content.officer,
        content.place.term()
    )
}

/// The team as a table: the officer first, then everyone else, those who left at the end.
pub(crate) async fn team_table(tx: &mut Tx, team: &Team) -> Result<Table, StoreError> {
    let mut staff: Vec<ActorId> = team.members.iter().map(|member| member.staff_id).collect();
    staff.extend(team.officer.map(|(officer, _)| officer));
    staff.extend(team.handed.iter().filter_map(|(_, from, _)| *from));
    let names = names_of(tx, staff).await?;
    let columns =
        vec![Column::text("姓名"), Column::text("分工"), Column::text("自"), Column::text("至")];
    let table = Table::new("专员和专门服务团队", columns).rows(team_rows(team, &names));
    Ok(table.empty("还没有指定专员，也没有团队成员"))
}

/// The rows of a team, without what can be done with them.
pub(crate) fn team_rows(team: &Team, names: &HashMap<ActorId, String>) -> Vec<Row> {
    let name = |staff: ActorId| Cell::text(names.get(&staff).map_or("", String::as_str));
    let mut rows = Vec::new();
    if let Some((officer, since)) = team.officer {
        let cells =
            vec![name(officer), Cell::text("就业援助服务专员"), Cell::Day(since), Cell::Nothing];
        rows.push(Row { cells, tone: Tone::Good });
    }
    for member in team.in_order() {
        let until = match member.until {
            Some(until) => Cell::Day(until),
            None if team.is_current(member) => Cell::Nothing,
            None => Cell::text("已不在本机构或上级机构"),
        };
        let part = Cell::text(member.part.term());
        rows.push(vec![name(member.staff_id), part, Cell::Day(member.since), until].into());
    }
    let mut since: Option<Day> = None;
    for (at, from, to) in &team.handed {
        if let Some(from) = from.filter(|from| Some(*from) != *to) {
            let began = since.map_or(Cell::Nothing, Cell::Day);
            let before = Cell::text("就业援助服务专员（此前）");
            rows.push(vec![name(from), before, began, Cell::Day(day_of(*at))].into());
        }
        since = Some(day_of(*at));
    }
    rows
}
