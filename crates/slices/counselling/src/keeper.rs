//! What counselling keeps of a person, for the file (BJ18-17(4), BJ18-32(4)).

use desk::{
    Answer, Companion, Desk, FilePart, FilePlace, GoesAlong, MovedTogether, OpenFiles, Promised,
};
use kernel::Day;
use store::{StoreError, SubjectId, Tx};
use web::parts::{Cell, Column, Row, Table};

use crate::actions::assess::assessments_in;
use crate::actions::change::appointments_of;
use crate::console::assessments::summary;
use crate::console::words::{badge, counsellor, staff_names, time_words};
use crate::model::{State, clock};
use crate::sql::{self, AppointmentRow, SessionRow};

/// Shows a person's appointments and assessments in their file, and what they were promised; lets no file be
/// merged while somebody waits for them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keeper;

impl Companion for Keeper {
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        Box::pin(async move {
            let mut lines = appointments(tx, files).await?;
            lines.extend(assessments(tx, files).await?);
            if lines.is_empty() {
                return Ok(Vec::new());
            }
            lines.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
            let columns = vec![
                Column::text("时间"),
                Column::text("事项"),
                Column::text("结果"),
                Column::text("职业指导员"),
            ];
            let table = Table::new("职业指导预约和测评", columns)
                .rows(lines.into_iter().map(|(_, row)| row));
            Ok(vec![FilePart { place: FilePlace::Services, table, links: Vec::new() }])
        })
    }

    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        _: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        Box::pin(async move {
            let mut promised = Vec::new();
            for (file, _) in files {
                for row in appointments_of(tx, *file).await? {
                    if row.state == State::Booked {
                        promised.push(promised_appointment(tx, &row).await?);
                    }
                }
                let sessions: Vec<SessionRow> = tx.all(sql::SESSIONS_OF_SUBJECT, &[file]).await?;
                for session in sessions {
                    let words =
                        format!("{} 参加小组指导“{}”", clock(session.minute), session.topic);
                    let leader = offices::find_staff(tx, session.staff_id).await?;
                    let by = leader.map_or_else(String::new, |leader| leader.name);
                    promised.push(Promised { words, due: Some(session.day), by });
                }
            }
            Ok(promised)
        })
    }

    fn goes_along<'a>(
        &'a self,
        tx: &'a mut Tx,
        moved: &'a MovedTogether,
    ) -> Answer<'a, Vec<GoesAlong>> {
        Box::pin(goes_along(tx, moved))
    }

    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        Box::pin(async move {
            let rows = appointments_of(tx, subject).await?;
            let is_open =
                |row: &&AppointmentRow| matches!(row.state, State::Requested | State::Booked);
            let open = rows.iter().filter(is_open).count();
            let sessions: Vec<SessionRow> = tx.all(sql::SESSIONS_OF_SUBJECT, &[&subject]).await?;
            Ok(match (open, sessions.len()) {
                (0, 0) => None,
                (open, 0) => Some(format!("{open} 个没有办结的职业指导预约")),
                (0, signed) => Some(format!("{signed} 场已报名的小组指导")),
                (open, signed) => {
                    Some(format!("{open} 个没有办结的职业指导预约和 {signed} 场已报名的小组指导"))
                }
            })
        })
    }
}

async fn goes_along(tx: &mut Tx, moved: &MovedTogether) -> Result<Vec<GoesAlong>, StoreError> {
    let values = moved.values();
    let (booked, requested): (i64, i64) = tx.one(sql::APPOINTMENTS_OF_MOVED, &values).await?;
    let (signed,): (i64,) = tx.one(sql::SESSIONS_OF_MOVED, &values).await?;
    let one = |words, number, becomes| GoesAlong { words, number, becomes };
    Ok(vec![
        one("已约好的职业指导", booked, "时间和指导员不变；要换的，由接收机构改约"),
        one("等待安排的职业指导预约", requested, "由接收机构安排时间"),
        one("已报名的小组指导", signed, "照常参加"),
    ])
}

async fn promised_appointment(tx: &mut Tx, row: &AppointmentRow) -> Result<Promised, StoreError> {
    let names = staff_names(tx, row.staff_id.into_iter()).await?;
    let office = offices::office_by_code(tx, row.office_code).await?;
    let office = office.map_or_else(String::new, |office| format!("（{}）", office.name));
    let time = row.minute.map_or_else(String::new, clock);
    let words = format!("{time} 职业指导{office}");
    Ok(Promised { words: words.trim().to_owned(), due: row.day, by: counsellor(&names, row) })
}

async fn appointments(tx: &mut Tx, files: &OpenFiles) -> Result<Vec<(Day, Row)>, StoreError> {
    let mut lines = Vec::new();
    for (file, _) in files {
        for row in appointments_of(tx, *file).await? {
            let names = staff_names(tx, row.staff_id.into_iter()).await?;
            let day = row.day.unwrap_or_else(|| web::day_of(row.made_at));
            let cells = vec![
                Cell::text(time_words(row.day, row.minute, row.minutes)),
                Cell::text(format!("预约{}", row.form)),
                badge(row.state),
                Cell::text(counsellor(&names, &row)),
            ];
            lines.push((day, Row::from(cells)));
        }
    }
    Ok(lines)
}

async fn assessments(tx: &mut Tx, files: &OpenFiles) -> Result<Vec<(Day, Row)>, StoreError> {
    let mut lines = Vec::new();
    for one in assessments_in(tx, files).await? {
        let day = one.finished_on.unwrap_or(one.started_on);
        let name = one.by().map_or(one.instrument.as_str(), |instrument| &instrument.name);
        let found = match one.finished_on {
            Some(_) => summary(&one),
            None => format!("已答 {}/{}", one.answered(), one.answers.len()),
        };
        let staff = offices::find_staff(tx, one.staff).await?;
        let cells = vec![
            Cell::Day(day),
            Cell::text(name),
            if found.is_empty() { Cell::Nothing } else { Cell::text(found) },
            Cell::text(staff.map_or_else(String::new, |staff| staff.name)),
        ];
        lines.push((day, Row::from(cells)));
    }
    Ok(lines)
}
