//! Who has read a file.

use access::{Action, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::ServiceRefusal;
use store::SubjectId;
use store::seal;
use subjects::{Reading, readings_of};
use web::parts::{Cell, Column, Table};
use web::{Page, Problem, Visit};

use super::subject_of;
use super::words::time_words;

/// How many readings are shown.
const MOST: i64 = 500;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject = subject_of(&subject)?;
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let rows =
        desk.db.read(async move |tx| readings(tx, &case_desk, &occasion, subject).await).await?;
    let columns = vec![
        Column::text("日期"),
        Column::text("谁"),
        Column::text("机构"),
        Column::text("做什么"),
        Column::text("用途"),
        Column::number("次数"),
        Column::text("最近一次"),
    ];
    let table = Table::new("查阅记录，近的在前", columns)
        .rows(rows.into_iter().map(|(reading, staff, office)| {
            let reasons: Vec<&str> =
                reading.reasons.iter().map(store::seal::Clear::reveal).collect();
            vec![
                Cell::Day(reading.on),
                Cell::text(staff),
                Cell::text(office),
                Cell::text(&reading.purpose),
                if reasons.is_empty() { Cell::Nothing } else { Cell::text(reasons.join("；")) },
                Cell::Number(reading.times),
                Cell::text(time_words(reading.last_at)),
            ]
        }))
        .empty("还没有人看过这份档案");
    let page = Page::new("谁看过这份档案")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb("档案", format!("/people/{subject}"))
        .lead("每次打开档案、办理业务和查看封存信息都会记下；同一天同一人同一用途合为一行")
        .part(&table);
    Ok(visit.show(&page))
}

async fn readings(
    tx: &mut store::Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Vec<(Reading, String, String)>, Failure<ServiceRefusal>> {
    let relation = match duties::held(tx, subject).await? {
        Some(held) => occasion.actor.relation_to(held.office_code, held.officer),
        None => Relation::Elsewhere,
    };
    occasion.may(Action::SeeReaders, relation)?;
    let Some(key) = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
        return Err(Failure::Refused(ServiceRefusal::NoFile));
    };
    let mut rows = Vec::new();
    for reading in readings_of(tx, &key, subject, MOST).await? {
        let staff = offices::find_staff(tx, reading.staff).await?;
        let office = offices::find_office(tx, reading.office).await?;
        let staff = staff.map_or_else(String::new, |staff| staff.name);
        let office = office.map_or_else(String::new, |office| office.name);
        rows.push((reading, staff, office));
    }
    Ok(rows)
}
