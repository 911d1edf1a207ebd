//! /people/{subject}/post: the gate with every condition, the placement, what was done meanwhile, the way back.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use web::parts::{Button, Buttons, Cell, Column, Facts, Prose, Row, Section, Table};
use web::{Notice, Page, Problem, Tone, Visit, id};

use super::{Opened, asked, load, post_path};
use crate::model::{
    ContactNorm, ContactOccasion, NextContact, Placement, Purpose, Term, in_force, last_end,
    spoken_to, steps_back, unanswered,
};
use crate::waiting::followed_up;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, Action::ReadFile, id(&subject)?).await?;
    let mut page = opened.entered.page("公益性岗位").lead(
        "积极履行协议、具备上岗条件而多次推荐未能就业的，可向社会公益性就业组织推荐；安置期内继续帮助本人通过市场就业（BJ18-30）",
    );
    page = match (in_force(&opened.known), last_end(&opened.known)) {
        (Some(placement), _) => {
            let norm = ContactNorm::on(&desk.rulebook, visit.today);
            placed(page, &visit, &opened, (placement, norm))
        }
        (None, Some(ended)) => gate(back(page, &visit, &opened, ended), &visit, &opened),
        (None, None) => gate(page, &visit, &opened),
    };
    if !opened.documents.is_empty() {
        page = page.part(&documents(&opened));
    }
    if in_force(&opened.known).is_none() {
        page = services::with_papers(page, &visit, &desk, &opened.entered).await?;
    }
    Ok(visit.show(&page))
}

/// The gate with every condition, and what can be done when it stands open.
fn gate(page: Page, visit: &Visit, opened: &Opened) -> Page {
    let mut page = asked::sent_back(page, visit, opened);
    if let Some(asked) = opened.waiting() {
        page = page.part(&asked::section(visit, opened, asked));
    }
    let page = page.part(&opened.gate_table("推荐公益性岗位的条件（BJ18-30）"));
    if opened.waiting().is_some() {
        return page;
    }
    if !opened.conditions.are_met() {
        let page =
            page.notice(Notice::note("现在还不能推荐公益性岗位，下面逐项写明哪些条件还没有满足。"));
        let missing = opened.missing();
        let may_record = opened.entered.lets(&visit.actor, Action::RecordService);
        return if may_record && !missing.is_empty() { page.part(&Buttons(missing)) } else { page };
    }
    if !opened.entered.lets(&visit.actor, Action::RecordService) {
        return page;
    }
    let path = post_path(opened.subject());
    page.part(&Buttons(vec![
        Button::link("推荐", format!("{path}/recommend")).main(),
        Button::link("报请安置", format!("{path}/place")),
    ]))
}

/// A placement in force: until when, when the person is spoken to next, what was done since, what is advised.
fn placed(
    mut page: Page,
    visit: &Visit,
    opened: &Opened,
    (placement, norm): (Placement, ContactNorm),
) -> Page {
    let document = opened.documents.iter().find(|known| known.entry == placement.entry);
    let post = document.and_then(|document| opened.post(document.post));
    let mut facts = Facts::new("安置情况")
        .words("用人组织", post.map_or("", |post| &post.organisation))
        .words("岗位", post.map_or("", |post| &post.kind))
        .words("安置日期", placement.on.to_string());
    if let Some(document) = document {
        let last = document.last_day.map_or_else(String::new, |day| day.to_string());
        facts = facts
            .words("安置至", last)
            .words("工作时间", document.content.hours.clone())
            .words("待遇", document.content.pay.clone())
            .words("说明", document.content.why.clone());
        let term = document.last_day.map(|last| Term { from: placement.on, last });
        if let Some(notice) = term.and_then(|term| nearing(term, visit.today, norm.before[0])) {
            page = page.notice(notice);
        }
        let last = spoken_to(opened.known.entries(), placement.on);
        facts = facts.words(
            "最近一次联系",
            match last {
                Some(day) => day.to_string(),
                None => "安置以来还没有".to_owned(),
            },
        );
        if let Some(next) = term.and_then(|term| norm.next(term, last, visit.today)) {
            facts = facts.fact("下次联系", next_contact(next, visit.today));
        }
    }
    page = page
        .notice(Notice::note(
            "安置后援助协议同时终止，不必另行办理；就业援助服务专员继续引导本人参加培训等就业准备活动（BJ18-30）",
        ))
        .part(&facts);
    if opened.entered.lets(&visit.actor, Action::RecordService) {
        let path = post_path(opened.subject());
        let contact = Button::link("记录联系", followed_up(opened.subject()));
        let end = Button::link("办理期满或提前结束", format!("{path}/end")).main();
        page = page.part(&Buttons(vec![end, contact]));
    }
    if let Some(table) = closing(visit, opened) {
        page = page.part(
            &Section::new("安置以后的收尾", "closing")
                .lead("BJ18-31：根据就业失业状态和匹配推荐情况，及时整理归档求职信息")
                .part(&table),
        );
    }
    page.part(&guidance(visit, opened, placement))
}

/// Until when the person is to be spoken to again, and what for.
fn next_contact(next: NextContact, today: Day) -> Cell {
    let why = match next.occasion {
        ContactOccasion::Guidance(months) => {
            format!("本地规范：安置期间至少每 {months} 个月联系一次（BJ18-30(2)）")
        }
        ContactOccasion::End(before) => {
            format!("本地规范：期满前 {before} 天商量去向（BJ18-30）")
        }
    };
    let until = match next.until.days_since(today) {
        ..0 => format!("应在 {} 以前，已过", next.until),
        _ => format!("{} 以前", next.until),
    };
    Cell::Two(until, why)
}

/// What the placement leaves to be settled: recommendations that nobody answered, and the wish for work on file.
fn closing(visit: &Visit, opened: &Opened) -> Option<Table> {
    let path = format!("/people/{}/record", opened.subject());
    let mut steps: Vec<(String, String, Button)> = unanswered(&opened.known)
        .into_iter()
        .map(|entry| {
            let past = opened.past.iter().find(|past| past.id == entry);
            let on = past.map_or_else(String::new, |past| past.on.to_string());
            let employer = opened.employers.get(&entry).map_or("用人单位", String::as_str);
            let button =
                Button::link("记录结果", format!("{path}/recommendation_result?of={entry}"));
            (
                format!("{on} 的推荐还没有结果"),
                format!("告知{employer}本人已经安置，并记录推荐结果"),
                button.spoken(format!("记录 {on} 推荐的结果")),
            )
        })
        .collect();
    if opened.entered.held.standing.seeker_registered {
        steps.push((
            "求职登记仍然有效".to_owned(),
            "本人暂不找别的工作的，归档求职信息；仍想通过市场就业的，可以保留".to_owned(),
            Button::link("归档求职信息", format!("{path}/seeker_archived")),
        ));
    }
    if steps.is_empty() {
        return None;
    }
    let may_record = opened.entered.lets(&visit.actor, Action::RecordService);
    let columns = vec![Column::text("事项"), Column::text("怎样办"), Column::buttons("办理")];
    let rows = steps.into_iter().map(|(what, how, button)| {
        let buttons = may_record.then_some(button).into_iter().collect();
        vec![Cell::text(what), Cell::text(how), Cell::Buttons(buttons)]
    });
    Some(Table::new("还要收尾的", columns).rows(rows))
}

/// Says that a term comes to its end, or is over.
fn nearing(term: Term, today: Day, ending: i32) -> Option<Notice> {
    let (last, left) = (term.last, term.days_left(today));
    if term.is_over(today) {
        Some(Notice::soon(format!("安置期已于 {last} 届满，请办理期满")))
    } else if left <= ending {
        Some(Notice::soon(format!("安置期还有 {left} 天（至 {last}），请提前了解本人的打算")))
    } else {
        None
    }
}

/// What was done since the placement, and what is advised.
fn guidance(visit: &Visit, opened: &Opened, placement: Placement) -> Section {
    const GUIDING: &[Kind] = &[
        Kind::GuidanceGiven,
        Kind::TrainingStarted,
        Kind::TrainingEnded,
        Kind::ReadinessAssessed,
        Kind::Recommended,
        Kind::FollowedUp,
        Kind::Contacted,
    ];
    let since = opened.past.iter().filter(|past| {
        !past.is_corrected && past.on >= placement.on && GUIDING.contains(&past.kind)
    });
    let rows = since.clone().map(|past| {
        let note = past.text(Field::Note);
        vec![
            Cell::Day(past.on),
            Cell::text(past.kind.term()),
            Cell::text(note.as_ref().map_or("", |note| note.reveal())),
        ]
    });
    let columns = vec![Column::text("日期"), Column::text("事项"), Column::text("内容")];
    let done = Table::new("安置以来的引导和服务", columns)
        .captioned()
        .rows(rows)
        .empty("安置以来还没有记录引导和服务");
    let has = |kind| since.clone().any(|past| past.kind == kind);
    let subject = opened.subject();
    let may_record = opened.entered.lets(&visit.actor, Action::RecordService);
    let advised = [
        (Kind::TrainingStarted, "参加职业培训，提升就业能力", "training_started".to_owned()),
        (Kind::GuidanceGiven, "职业指导：了解市场上合适的岗位", "guidance_given".to_owned()),
        (
            Kind::FollowedUp,
            "到岗回访：适应情况和本人打算",
            format!("followed_up?of={}", placement.entry),
        ),
    ];
    let rows = advised.map(|(kind, words, path)| {
        let (tone, state) =
            if has(kind) { (Tone::Good, "已有记录") } else { (Tone::Soon, "还没有") };
        let button = Button::link("去记录", format!("/people/{subject}/record/{path}"))
            .spoken(format!("去记录{}", kind.term()));
        Row::from(vec![
            Cell::text(words),
            Cell::Badge(tone, state.to_owned()),
            Cell::Buttons(may_record.then_some(button).into_iter().collect()),
        ])
    });
    let columns = vec![Column::text("建议"), Column::text("安置以来"), Column::buttons("办理")];
    Section::new("安置期内的引导", "guidance")
        .lead("BJ18-30：继续引导其积极参加职业培训等就业准备活动，努力提升就业能力，促进其通过市场实现就业")
        .part(&done)
        .part(&Table::new("建议做的", columns).captioned().rows(rows))
}

/// The steps that lead back into assistance.
fn back(page: Page, visit: &Visit, opened: &Opened, ended: Day) -> Page {
    let standing = &opened.entered.held.standing;
    if standing.at_work {
        return page.notice(Notice::note(format!("安置已于 {ended} 结束，本人已经上岗。")));
    }
    let steps = steps_back(standing, &opened.known, ended);
    if standing.under_agreement {
        return page;
    }
    let may_record = opened.entered.lets(&visit.actor, Action::RecordService);
    let rows = steps.iter().map(|step| {
        let (tone, state) =
            if step.is_done { (Tone::Good, "已办") } else { (Tone::Soon, "待办") };
        let button = Button::link("去办理", format!("/people/{}/{}", opened.subject(), step.path))
            .spoken(format!("去办理{}", step.label));
        Row::from(vec![
            Cell::Two(step.label.to_owned(), step.clause.to_owned()),
            Cell::Badge(tone, state.to_owned()),
            Cell::Buttons((may_record && !step.is_done).then_some(button).into_iter().collect()),
        ])
    });
    let columns = vec![Column::text("步骤"), Column::text("状态"), Column::buttons("办理")];
    let table = Table::new("回到就业援助的步骤", columns).rows(rows);
    page.part(
        &Section::new("安置期满以后", "back")
            .lead(format!(
                "安置已于 {ended} 结束；没有通过市场就业而符合援助条件的，继续提供就业援助（BJ18-30）"
            ))
            .part(&table)
            .part(&Prose::new("已经在市场上就业的，请记录上岗，后面各步不必办。")),
    )
}

/// What was recommended and placed so far.
pub(super) fn documents(opened: &Opened) -> Table {
    let columns = vec![
        Column::text("日期"),
        Column::text("事项"),
        Column::text("岗位"),
        Column::text("安置至"),
        Column::text("工作时间和待遇"),
        Column::text("说明"),
    ];
    let rows = opened.documents.iter().map(|document| {
        let entry = opened.past.iter().find(|past| past.id == document.entry);
        let struck = entry.is_some_and(|past| past.is_corrected);
        let post = opened.post(document.post);
        let term = match document.purpose {
            Purpose::Recommended | Purpose::Placed if struck => {
                format!("{}（已更正）", document.purpose.term())
            }
            purpose => purpose.term().to_owned(),
        };
        vec![
            entry.map_or(Cell::Nothing, |past| Cell::Day(past.on)),
            Cell::text(term),
            post.map_or(Cell::Nothing, |post| {
                Cell::Two(post.organisation.clone(), post.kind.clone())
            }),
            document.last_day.map_or(Cell::Nothing, Cell::Day),
            Cell::Two(document.content.hours.clone(), document.content.pay.clone()),
            Cell::text(&document.content.why),
        ]
    });
    let none = "没有推荐的记录";
    Table::new("推荐与安置的经过", columns).captioned().rows(rows).empty(none)
}
