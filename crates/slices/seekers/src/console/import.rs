//! Bringing people in from a workbook: upload, see row by row what would happen, confirm.

use access::{Action, Failure, Relation};
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::form::ONCE;
use web::parts::{Button, Buttons, Cell, Column, Row, Table, Tile, Tiles};
use web::{Field, Form, Notice, Page, Problem, Submitted, Tone, Visit, workbook};

use super::fields;
use super::import_rows::{COLUMNS, Read, read_rows};
use crate::actions::import::{
    ImportRefusal, ImportRow, Outlook, carry_out_import, keep_import, rehearse_import,
};
use crate::model::{MOST_ROWS, Sheet, mask_number};

pub(super) async fn ask(visit: Visit) -> Result<Response, Problem> {
    visit.may(Action::Import, Relation::Office)?;
    Ok(visit.show(&page().part(&form(&visit))))
}

fn form(visit: &Visit) -> Form {
    Form::new("/people/import", "预演", visit.once_key()).cancel("/people").field(
        Field::file("file", "名单文件", ".xlsx,.xls,.csv").required().hint(format!(
            "Excel 或 CSV，第一行是表头，每行一人，最多 {MOST_ROWS} 人、2 MB；证件号码一列请设为“文本”格式"
        )),
    )
}

fn page() -> Page {
    Page::new("导入服务对象")
        .section("/people")
        .crumb("服务对象", "/people")
        .lead("先预演：逐行说明会怎样，不保存任何内容；确认后全部导入，或者一个也不导入")
        .tool(Button::link("下载模板", "/people/import/template").download())
}

#[expect(clippy::disallowed_methods, reason = "it is an empty form")]
pub(super) async fn template() -> Result<Response, Problem> {
    let columns = COLUMNS.iter().map(|column| Column::text(column.heading)).collect();
    let sample = COLUMNS.iter().map(|column| Cell::text(column.sample)).collect::<Vec<_>>();
    workbook("服务对象导入模板", &Table::new("服务对象导入模板", columns).rows([sample]))
}

pub(super) async fn rehearse(
    visit: Visit,
    State(desk): State<Desk>,
    mut parts: Multipart,
) -> Result<Response, Problem> {
    visit.may(Action::Import, Relation::Office)?;
    let too_long = |_| Problem::refused("文件超过 2 MB，或没有传完；请分成几个文件再上传");
    let mut bytes = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(too_long)? {
        if part.name() == Some("file") {
            bytes = part.bytes().await.map_err(too_long)?.to_vec();
        }
    }
    let mut form = form(&visit);
    let sheet = match Sheet::read(&bytes) {
        Ok(sheet) => sheet,
        Err(refusal) => {
            form.refuse("file", refusal);
            return Ok(visit.show_again(&page().part(&form)));
        }
    };
    let area = visit.actor.area;
    let offer = desk.db.read(async move |tx| fields::offer(tx, area, None).await).await?;
    let read = match read_rows(&sheet, &offer, visit.today) {
        Ok(read) => read,
        Err(missing) => {
            form.refuse("file", missing);
            return Ok(visit.show_again(&page().part(&form)));
        }
    };
    let rows: Vec<ImportRow> = read.iter().filter_map(|row| row.outcome.clone().ok()).collect();
    let has_refused = rows.len() < read.len();
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let rehearsed = desk.db.read::<_, _, Failure<ImportRefusal>>(async move |tx| {
        let outlooks = rehearse_import(tx, &case_desk, &occasion, &rows).await?;
        Ok((outlooks, rows.clone()))
    });
    let (outlooks, rows) = rehearsed.await?;
    let (occasion, case_desk, found) = (Occasion::from(&visit), desk.clone(), outlooks.clone());
    let kept = desk.db.write(async move |tx| {
        keep_import(tx, &case_desk, &occasion, (&rows, &found), has_refused).await
    });
    let draft = kept.await?;
    Ok(visit.show(&rehearsal(&visit, &read, outlooks, draft)))
}

fn rehearsal(
    visit: &Visit,
    read: &[Read],
    outlooks: Vec<Outlook>,
    draft: Option<SubjectId>,
) -> Page {
    let mut outlooks = outlooks.into_iter();
    let (mut fresh, mut known, mut refused) = (0, 0, 0);
    let mut rows = Vec::new();
    for row in read {
        let (tone, what, why) = match &row.outcome {
            Err(problems) => (Tone::Late, "不能导入", problems.join("；")),
            Ok(_) => match outlooks.next() {
                Some(Outlook::New) | None => (Tone::Good, "新建档案", String::new()),
                Some(Outlook::Known(likely)) => {
                    let place = format!("证件号码已有档案，在{}；这一行略过", likely.hit.office);
                    (Tone::Plain, "已有档案", place)
                }
                Some(Outlook::Twice { earlier }) => {
                    (Tone::Late, "不能导入", format!("证件号码与第 {earlier} 行相同；请删去一行"))
                }
                Some(Outlook::MayBeKnown(likely)) => {
                    let why: Vec<String> = likely[0].why.iter().map(ToString::to_string).collect();
                    let words = format!(
                        "可能已有档案（{}，在{}）；请从名单中删去这一行，到“建立档案”核对后单独办理",
                        why.join("、"),
                        likely[0].hit.office
                    );
                    (Tone::Late, "需要核对", words)
                }
            },
        };
        match tone {
            Tone::Good => fresh += 1,
            Tone::Late => refused += 1,
            _ => known += 1,
        }
        rows.push(Row {
            cells: vec![
                Cell::count(row.number),
                Cell::text(&row.name),
                Cell::text(mask_number(&row.id_number)),
                Cell::Badge(tone, what.to_owned()),
                Cell::text(why),
            ],
            tone: Tone::Plain,
        });
    }
    let tiles = Tiles(vec![
        Tile::new("新建档案", fresh, Tone::Good),
        Tile::new("已有档案，略过", known, Tone::Plain),
        Tile::new("要先改正", refused, if refused > 0 { Tone::Late } else { Tone::Plain }),
    ]);
    let columns = vec![
        Column::number("行"),
        Column::text("姓名"),
        Column::text("证件号码"),
        Column::text("结果"),
        Column::text("说明"),
    ];
    let page = Page::new("导入预演")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb("导入", "/people/import");
    let page = match draft {
        Some(draft) => {
            let key = visit.once_key();
            let confirm = Button::post(
                format!("确认导入 {fresh} 人"),
                format!("/people/import/{draft}"),
                &[(ONCE, &key)],
            )
            .main();
            let back = Button::link("不导入", "/people/import");
            page.notice(Notice::note("以下是预演，还没有保存；一小时内确认有效"))
                .part(&tiles)
                .part(&Buttons(vec![confirm, back]))
        }
        None if refused > 0 => page
            .notice(Notice::stop(format!(
                "有 {refused} 行要先改正，没有导入任何人；请按说明改好文件后重新上传"
            )))
            .part(&tiles),
        None => page.notice(Notice::note("名单上的人都已有档案，没有要导入的")).part(&tiles),
    };
    page.part(&Table::new("逐行结果", columns).captioned().rows(rows))
}

pub(super) async fn carry_out(
    visit: Visit,
    State(desk): State<Desk>,
    Path(draft): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let draft: SubjectId = draft.parse().map_err(|_| Problem::Missing)?;
    let key = sent.once_key()?;
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let count = desk
        .once(&visit, &key, async move |tx| {
            let count = carry_out_import(tx, &case_desk, &occasion, draft).await?;
            Ok::<_, Failure<_>>(count.to_string())
        })
        .await?;
    Ok(visit.go_on("/people?officer=all", &format!("已导入 {count} 人，并为每人建立服务台账")))
}
