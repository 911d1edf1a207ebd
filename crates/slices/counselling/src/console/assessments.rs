//! /people/{subject}/assessments: which there are, and what one found.

use access::Action;
use axum::extract::{Path, State as Held};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Bar, Bars, Button, Cell, Column, Facts, Prose, Row, Section, Table};
use web::{Notice, Page, Problem, Query, Routes, Submitted, Tone, Visit};

use super::classified::classified;
use super::problem;
use crate::actions::assess::{Assessment, Found, assessment, assessments, begin, record_readiness};
use crate::model::{CounselRefusal, Instrument, Profile, Readiness, Type, instruments};
use crate::sql::AssessmentId;
use web::id;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/people/{subject}/assessments", Action::Counsel, list)
        .post("/people/{subject}/assessments", Action::Counsel, start)
        .get("/people/{subject}/assessments/{assessment}", Action::Counsel, show)
        .post("/people/{subject}/assessments/{assessment}/record", Action::Counsel, record)
}

async fn list(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let (name, taken) = desk
        .db
        .write(async move |tx| {
            let (entered, taken) = assessments(tx, &own, &occasion, subject).await?;
            Ok((entered.label.name.reveal().to_owned(), taken))
        })
        .await
        .map_err(problem)?;
    let path = format!("/people/{subject}/assessments");
    let mut page = Page::new("测评")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(&name, format!("/people/{subject}"))
        .lead("测评结果供谈话参考，不是结论")
        .part(&history(&path, &taken));
    for instrument in instruments() {
        let key = visit.once_key();
        let values = [(web::form::ONCE, key.as_str()), ("instrument", instrument.id.as_str())];
        let facts = Facts::new("")
            .words("题数", format!("{} 题", instrument.items.len()))
            .words("依据", instrument.clause.as_str())
            .words("版本", format!("{} 起使用", instrument.from))
            .words("来源", &instrument.source);
        let start = Button::post(format!("开始{}", instrument.name), &path, &values).main();
        page = page.part(
            &Section::new(&instrument.name, &instrument.id)
                .lead(&instrument.lead)
                .part(&facts)
                .part(&web::parts::Buttons(vec![start])),
        );
    }
    Ok(visit.show(&page))
}

fn history(path: &str, taken: &[Assessment]) -> Table {
    let columns = vec![
        Column::text("日期"),
        Column::text("测评"),
        Column::text("结果"),
        Column::text("状态"),
        Column::buttons("办理"),
    ];
    let rows = taken.iter().map(|one| {
        let to = format!("{path}/{}", one.id);
        let name = one.by().map_or(one.instrument.as_str(), |instrument| &instrument.name);
        let (state, button) = if one.finished_on.is_some() {
            (Cell::Badge(Tone::Good, "已完成".to_owned()), Button::link("查看结果", to.clone()))
        } else {
            let words = format!("已答 {}/{}", one.answered(), one.answers.len());
            let go_on = Button::link("接着答", format!("{to}/answers"));
            (Cell::Badge(Tone::Soon, words), go_on)
        };
        let button = button.spoken(format!("{} {name}", one.started_on));
        Row::from(vec![
            Cell::Day(one.finished_on.unwrap_or(one.started_on)),
            Cell::text(name),
            Cell::text(summary(one)),
            state,
            Cell::Buttons(vec![button]),
        ])
    });
    Table::new("历次测评", columns).captioned().rows(rows).empty("还没有做过测评，可从下面开始")
}

pub(crate) fn summary(one: &Assessment) -> String {
    match (&one.found, one.by()) {
        (Some(Found::Interest(profile) | Found::Classification(profile)), Some(by)) => {
            let names = profile.leading().into_iter().filter_map(|scored| named(by, &scored.code));
            names.map(|kind| kind.name.as_str()).collect::<Vec<_>>().join("、")
        }
        (Some(Found::Readiness(found)), _) => readiness_words(found).to_owned(),
        _ => String::new(),
    }
}

fn named<'i>(instrument: &'i Instrument, code: &str) -> Option<&'i Type> {
    instrument.types.iter().find(|kind| kind.code == code)
}

const fn readiness_words(found: &Readiness) -> &'static str {
    if found.ready { "具备上岗条件" } else { "暂不具备上岗条件" }
}

async fn start(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (key, subject) = (sent.once_key()?, id::<SubjectId>(&subject)?);
    let instrument = sent.text("instrument").and_then(Instrument::find).ok_or(Problem::Missing)?;
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let made = desk
        .once(&visit, &key, async move |tx| {
            begin(tx, &own, &occasion, subject, instrument).await.map(|id| id.to_string())
        })
        .await
        .map_err(problem)?;
    Ok(visit.go_on(
        &format!("/people/{subject}/assessments/{made}/answers"),
        "可以随时中断，已答的都保留着",
    ))
}

async fn show(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path((subject, one)): Path<(String, String)>,
    _: Query,
) -> Result<Response, Problem> {
    let (subject, one): (SubjectId, AssessmentId) = (id(&subject)?, id(&one)?);
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let (name, taken) = desk
        .db
        .write(async move |tx| {
            let (entered, taken) = assessment(tx, &own, &occasion, subject, one).await?;
            Ok((entered.label.name.reveal().to_owned(), taken))
        })
        .await
        .map_err(problem)?;
    let Some(by) = taken.by() else { return Err(Problem::refused(CounselRefusal::Missing)) };
    let list = format!("/people/{subject}/assessments");
    let page = Page::new(format!("{}结果", by.name))
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(&name, format!("/people/{subject}"))
        .crumb("测评", &list);
    let Some(found) = &taken.found else {
        let words = format!("还没有答完，已答 {}/{} 题", taken.answered(), taken.answers.len());
        let go_on = Button::link("接着答", format!("{list}/{one}/answers")).main();
        return Ok(visit.show(&page.notice(Notice::note(words)).tool(go_on)));
    };
    let page = page.notice(Notice::note(&by.caution));
    let page = match found {
        Found::Interest(profile) => interest(page, by, profile),
        Found::Classification(profile) => classified(page, &visit, subject, by, profile),
        Found::Readiness(found) => ready(page, &visit, by, found, &taken, &format!("{list}/{one}")),
    };
    let mut facts = Facts::new("测评说明")
        .words("服务对象", &name)
        .words("完成日期", taken.finished_on.map_or_else(String::new, |day| day.to_string()))
        .words(
            "量表",
            format!("{}，{} 题，{} 起使用的版本", by.name, taken.answers.len(), taken.edition),
        )
        .words("来源", &by.source)
        .words("依据", by.clause.as_str());
    if taken.edition != by.from {
        facts = facts.words("注意", "量表此后已更新，说明文字以新版为准，分数是当时的");
    }
    Ok(visit.show(&page.part(&facts)))
}

fn interest(page: Page, by: &Instrument, profile: &Profile) -> Page {
    let bars = profile.types.iter().map(|scored| Bar {
        label: named(by, &scored.code).map_or_else(String::new, |kind| kind.name.clone()),
        path: None,
        segments: vec![(if scored.rank <= 3 { Tone::Good } else { Tone::Plain }, scored.score)],
    });
    let legend = vec![(Tone::Good, "最高的几型".to_owned()), (Tone::Plain, "其他".to_owned())];
    let caption = format!("六型得分（最低 {} 分，最高 {} 分）", profile.least, profile.greatest);
    let bars = Bars { caption, legend, bars: bars.collect() };
    let columns = vec![
        Column::number("名次"),
        Column::text("类型"),
        Column::number("得分"),
        Column::text("喜欢什么"),
        Column::text("可以了解的职业类别"),
    ];
    let rows = profile.types.iter().filter_map(|scored| {
        let kind = named(by, &scored.code)?;
        let groups = kind.occupations.iter().filter_map(|code| kernel::Occupation::find(code).ok());
        let names: Vec<&str> = groups.map(kernel::Occupation::name).collect();
        let is_leading = scored.rank <= 3;
        Some(Row {
            cells: vec![
                Cell::count(scored.rank),
                Cell::text(&kind.name),
                Cell::Number(scored.score),
                Cell::text(&kind.words),
                if is_leading { Cell::text(names.join("；")) } else { Cell::Nothing },
            ],
            tone: if is_leading { Tone::Good } else { Tone::Plain },
        })
    });
    let table = Table::new("六型得分与职业类别", columns).rows(rows);
    page.part(&Prose(in_words(by, profile)))
        .part(&bars)
        .part(&Section::new("各型说明", "types").part(&table))
}

/// Says in plain words what an interest test found.
fn in_words(by: &Instrument, profile: &Profile) -> Vec<String> {
    let leading = profile.leading();
    let names: Vec<String> = leading
        .iter()
        .filter_map(|scored| {
            Some(format!("{}（{} 分）", named(by, &scored.code)?.name, scored.score))
        })
        .collect();
    let mut words = vec![format!("得分最高的是{}。", names.join("、"))];
    if profile.has_ties() {
        words.push(
            "得分相同的类型名次相同，它们之间的先后只是排列顺序；与第三名同分的一并列出。"
                .to_owned(),
        );
    }
    words.push(format!(
        "最高分与最低分相差 {} 分（最多可差 {} 分）：{}。",
        profile.differentiation,
        profile.greatest - profile.least,
        profile.clearness()
    ));
    words.push("只比较本人六型之间的高低，不与别人比较。".to_owned());
    words
}

fn ready(
    page: Page,
    visit: &Visit,
    by: &Instrument,
    found: &Readiness,
    taken: &Assessment,
    path: &str,
) -> Page {
    let tone = if found.ready { Tone::Good } else { Tone::Soon };
    let words = if found.ready {
        "具备上岗条件：达成就业意向、收到聘用通知后 2 周内可以上岗（BJ18-15）"
    } else {
        "暂不具备上岗条件：收到聘用通知后 2 周内还不能上岗（BJ18-15），应提出咨询意见"
    };
    let rows = found
        .missing
        .iter()
        .filter_map(|place| by.items.get(*place))
        .map(|item| vec![Cell::text(&item.text), Cell::text(&item.advice)]);
    let columns = vec![Column::text("还没有做到的"), Column::text("咨询意见")];
    let table = Table::new("还要准备什么", columns)
        .captioned()
        .rows(rows)
        .empty("各项都已做到，可以为其推荐岗位");
    let page = page.part(&Notice { tone, words: words.to_owned() }).part(&table);
    if taken.entry.is_some() {
        return page.part(&Notice::done("已作为“就业准备评估”记入服务台账"));
    }
    let page = page.part(&Notice::soon(
        "这份清单还没有记入服务台账：在记入以前，援助方案和应办事项都不以它为准（BJ18-15）",
    ));
    let key = visit.once_key();
    let values = [(web::form::ONCE, key.as_str())];
    page.tool(Button::post("记入服务台账", format!("{path}/record"), &values).main())
}

async fn record(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path((subject, one)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let key = sent.once_key()?;
    let (subject, one): (SubjectId, AssessmentId) = (id(&subject)?, id(&one)?);
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    desk.once(&visit, &key, async move |tx| {
        record_readiness(tx, &own, &occasion, subject, one).await.map(|()| String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_back_or_on(
        &sent,
        &format!("/people/{subject}/assessments/{one}"),
        "已记入服务台账",
    ))
}
