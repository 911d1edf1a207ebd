//! A person's agreement: what is in force, its paper and signatures, how it is kept, and everything before.

use access::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Desk;
use duties::{Reach, offer, take_out};
use rules::Kind;
use services::model::{Then, possible};
use store::SubjectId;
use web::form::ONCE;
use web::parts::{Button, Buttons, Cell, Column, Facts, Prose, Row, Section, Table};
use web::{Notice, Page, Problem, Query, Tone, Visit, id};

use super::{agreement_path, load, words};
use crate::actions::documents::Document;
use crate::actions::dossier::Dossier;
use crate::actions::sign::moment;
use crate::model::{Edition, NEAR, Period, Side};

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let dossier = load(&desk, &visit, Action::ReadFile, subject).await?;
    let periods = dossier.periods(&desk, visit.today);
    if query.wants_workbook() {
        let reach = Reach::Alike(dossier.entered.relation);
        let table = history(&visit, &dossier, &periods);
        return take_out(&visit, &desk, reach, "援助协议", &table, [subject]).await;
    }
    Ok(visit.show(&page(&visit, &desk, &dossier, &periods)))
}

fn page(visit: &Visit, desk: &Desk, dossier: &Dossier, periods: &[Period]) -> Page {
    let subject = dossier.subject();
    let at = |place: &str| format!("{}/{place}", agreement_path(subject));
    let may_record = visit.may(Action::RecordService, dossier.entered.relation).is_ok();
    let current = periods.last().filter(|period| period.ended.is_none());
    let name = dossier.entered.label.name.reveal();
    let mut page = Page::new("就业援助服务协议")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(name, format!("/people/{subject}"))
        .lead("明确双方的权利和义务，指定专员（BJ18-23）");
    match current {
        Some(current) => {
            if may_record && dossier.is_untold {
                page = page
                    .notice(Notice::soon("专员已经更换，还没有告知本人（协议第 3 条）"))
                    .tool(Button::link("告知本人更换专员", at("officer")));
            }
            if may_record {
                let ends = dossier.document(current.last().entry).map(|text| text.ends_on);
                let renew = Button::link("续签", at("renew"));
                let is_near = ends.is_none_or(|day| day <= visit.today.plus_days(NEAR));
                page = page.tool(if is_near { renew.main() } else { renew });
                page = page.tool(Button::link("终止", at("end")));
            }
            page = in_force(page, visit, dossier, current);
            page = page.part(&performance(visit, dossier, current));
        }
        None => page = none(page, visit, desk, dossier, may_record),
    }
    page.tool(Button::link("专门服务团队", format!("/people/{subject}/team")))
        .part(&Section::new("历次签订", "history").part(&history(visit, dossier, periods)))
        .aside(&words::basis(&["BJ18-23", "BJ18-25", "BJ18-30"]))
}

/// No agreement is in force: whether one can be signed, and why not.
fn none(page: Page, visit: &Visit, desk: &Desk, dossier: &Dossier, may_record: bool) -> Page {
    let then = Then::at(&desk.rulebook, &dossier.known, visit.today);
    let possible = possible(Kind::AgreementSigned, &then);
    let sign = Button::link("签订协议", format!("{}/sign", agreement_path(dossier.subject())));
    let page = match &possible {
        Ok(_) => page.notice(Notice::note("现在没有在执行的协议，可以签订。")),
        Err(unfit) => page.notice(Notice::note(format!("现在没有在执行的协议。{unfit}"))),
    };
    if may_record { page.tool(if possible.is_ok() { sign.main() } else { sign }) } else { page }
}

/// What is in force, its paper and its signatures.
fn in_force(page: Page, visit: &Visit, dossier: &Dossier, current: &Period) -> Page {
    let last = current.last();
    let subject = dossier.subject();
    let may_record = visit.may(Action::RecordService, dossier.entered.relation).is_ok();
    let mut facts = Facts::new("")
        .fact("状态", Cell::Badge(Tone::Good, "在执行".to_owned()))
        .words("首次签订", current.first.on.to_string());
    if last.entry != current.first.entry {
        facts = facts.words("最近续签", last.on.to_string());
    }
    let met = if last.duties_met { "已履行" } else { "没有履行（BJ18-30）" };
    let Some(text) = dossier.document(last.entry) else {
        let facts = facts
            .words("专员", officer(dossier, &dossier.officer_of(last.entry)))
            .fact("期满日", Cell::Nothing)
            .words("文本", "系统内没有");
        let note = "这份协议只在台账中有记录，签订时没有在本系统中生成文本，因此没有期满日、文本和签字；续签后补齐。已有签字的纸面，可以先上传。";
        let scan = format!("{}/{}/scan", agreement_path(subject), last.entry);
        let mut part = Section::new("现行协议", "current").part(&facts);
        let uploaded = dossier.papers.iter().any(|paper| paper.entry_id == last.entry);
        if may_record || uploaded {
            part = part.part(&Buttons(vec![Button::link("签字件", scan)]));
        }
        return page.notice(Notice::soon(note)).part(&part);
    };
    let (tone, near) = words::nearness(text.ends_on, visit.today);
    let mut page = page;
    match tone {
        Tone::Late => {
            page = page.notice(Notice::stop(format!(
                "{near}：协议到 {} 期满，请续签或者终止。",
                text.ends_on
            )));
        }
        Tone::Soon => {
            page = page.notice(Notice::soon(format!("{near}，请与本人商定续签或者终止。")));
        }
        _ => {}
    }
    facts = facts
        .fact("期满日", words::end_cell(Some(text.ends_on), visit.today))
        .words("专员", officer(dossier, &text.content.officer))
        .words("就业援助服务地", text.content.place.term())
        .words("签订机构", &text.content.office);
    if text.content.renews {
        facts = facts.words("上期义务", met);
    }
    let part = Section::new("现行协议", "current").part(&facts);
    page.part(&part).part(&papers(visit, dossier, text, may_record))
}

/// Who signed as the officer, and who answers now where that is somebody else.
fn officer(dossier: &Dossier, signed: &str) -> String {
    let held = &dossier.entered.held;
    match held.officer.map(|officer| dossier.name(officer)) {
        Some(now) if now != signed && !signed.is_empty() => {
            format!("签订时是{signed}；自 {} 起由{now}负责", held.since)
        }
        Some(now) if signed.is_empty() => now.to_owned(),
        _ => signed.to_owned(),
    }
}

/// The paper, the signatures on the screen, the scans.
fn papers(visit: &Visit, dossier: &Dossier, text: &Document, may_record: bool) -> Section {
    let at = |place: &str| format!("{}/{}/{place}", agreement_path(dossier.subject()), text.entry);
    let (tone, words) = words::signed(dossier, text);
    let mut facts = Facts::new("").fact("签字", Cell::Badge(tone, words));
    for side in Side::ALL {
        let signature = dossier.signature(text, side);
        let signed = signature.map(|signature| {
            format!(
                "{} 在屏幕上签名（经办 {}）",
                moment(signature.at),
                dossier.name(signature.staff)
            )
        });
        facts = facts.words(side.term(), signed.unwrap_or_default());
    }
    let mut buttons = vec![Button::link("打印协议", at("paper"))];
    let is_unsigned = Side::ALL.iter().any(|side| dossier.signature(text, *side).is_none());
    let is_own = text.subject == dossier.subject();
    if may_record && is_unsigned && is_own {
        buttons.push(Button::link("在屏幕上签名", at("signature")));
    }
    buttons.push(Button::link("签字件", at("scan")));
    if tone != Tone::Good {
        buttons[0].is_main = true;
    }
    let basis = Edition::named(&text.edition).map_or_else(String::new, |edition| {
        let day = visit.today.max(edition.from);
        format!("{}。期限依据：{}", edition.source, edition.length_on(day).source)
    });
    Section::new("文本和签字", "paper")
        .lead("打开“打印协议”，用浏览器打印（Ctrl+P），双方签字后扫描或拍照上传；也可以当场在屏幕上签名")
        .part(&facts)
        .part(&Buttons(buttons))
        .part(&Prose::new(basis))
}

/// How the person meets their duties: what was noted, and what the next renewal will say.
fn performance(visit: &Visit, dossier: &Dossier, current: &Period) -> Section {
    let subject = dossier.subject();
    let may_record = visit.may(Action::RecordService, dossier.entered.relation).is_ok();
    let edition = dossier
        .document(current.last().entry)
        .and_then(Document::edition)
        .or_else(|| Edition::on(current.last().on));
    let rows = dossier.unmet.iter().rev().map(|unmet| {
        let content = &unmet.content;
        let duty = edition.map_or(&*content.duty, |edition| edition.duty_words(&content.duty));
        let is_current = unmet.entry == current.last().entry;
        let (tone, state) = match (unmet.withdrawn, content.is_excused) {
            (Some((by, _)), _) => (Tone::Plain, format!("已撤回（{}）", dossier.name(by))),
            (None, true) => (Tone::Note, "有正当理由".to_owned()),
            (None, false) if content.bars() => (Tone::Late, "没有正当理由".to_owned()),
            (None, false) => (Tone::Soon, "待告知本人".to_owned()),
        };
        let mut buttons = Vec::new();
        if may_record && is_current && unmet.withdrawn.is_none() {
            let path = format!("{}/unmet/{}/withdraw", agreement_path(subject), unmet.id);
            let key = visit.once_key();
            buttons
                .push(Button::post("撤回", path, &[(ONCE, &key)]).spoken(format!("撤回：{duty}")));
        }
        let cells = vec![
            Cell::text(duty),
            Cell::text(&content.on),
            Cell::text(&content.reason),
            Cell::text(content.hearing()),
            Cell::Badge(tone, state),
            Cell::text(dossier.name(unmet.by)),
            Cell::Buttons(buttons),
        ];
        Row { cells, tone: if unmet.withdrawn.is_some() { Tone::Plain } else { tone } }
    });
    let columns = vec![
        Column::text("没有履行的义务"),
        Column::text("日期"),
        Column::text("原因"),
        Column::text("告知和本人的说明"),
        Column::text("情况"),
        Column::text("记录"),
        Column::buttons("办理"),
    ];
    let table = Table::new("没有履行的义务", columns)
        .rows(rows)
        .empty("没有记录到没有履行的义务；续签时将写明“已履行”");
    let mut part = Section::new("履行情况", "performance")
        .lead("乙方没有履行义务的，当时记明哪一项、什么原因、有没有正当理由（BJ18-25）；续签时只看本期没有撤回的记录（BJ18-30）")
        .part(&table);
    let mut buttons = vec![Button::link("甲方的应办与依据", format!("/people/{subject}/duties"))];
    if may_record {
        let note = format!("{}/unmet", agreement_path(subject));
        buttons.insert(0, Button::link("记一项没有履行的义务", note));
    }
    part = part.part(&Buttons(buttons));
    part
}

/// Every signing, renewal and end, the latest first.
fn history(visit: &Visit, dossier: &Dossier, periods: &[Period]) -> Table {
    let subject = dossier.subject();
    let mut rows: Vec<Row> = Vec::new();
    for period in periods {
        for signing in period.signings() {
            let what = if signing.entry == period.first.entry { "签订" } else { "续签" };
            let met = if signing.duties_met { "" } else { "上期义务没有履行" };
            let text = dossier.document(signing.entry);
            let officer = text.map_or_else(
                || dossier.officer_of(signing.entry),
                |text| text.content.officer.clone(),
            );
            let (tone, signed) = text.map_or_else(
                || (Tone::Plain, "只有台账记录".to_owned()),
                |text| words::signed(dossier, text),
            );
            let paper = text.map_or(Cell::Nothing, |text| {
                let path = format!("{}/{}/paper", agreement_path(subject), text.entry);
                let spoken = format!("打印 {} 的协议", signing.on);
                Cell::Buttons(vec![Button::link("打印", path).spoken(spoken)])
            });
            let cells = vec![
                Cell::Day(signing.on),
                Cell::Two(what.to_owned(), met.to_owned()),
                Cell::text(officer),
                text.map_or(Cell::Nothing, |text| Cell::Day(text.ends_on)),
                Cell::Badge(tone, signed),
                paper,
            ];
            rows.push(cells.into());
        }
        if let Some(ending) = &period.ended {
            let cells = vec![
                Cell::Day(ending.on),
                Cell::text(ending_words(dossier, ending)),
                Cell::Nothing,
                Cell::Nothing,
                Cell::Nothing,
                Cell::Nothing,
            ];
            rows.push(cells.into());
        }
    }
    rows.reverse();
    let columns = vec![
        Column::text("日期"),
        Column::text("事项"),
        Column::text("专员"),
        Column::text("期满日"),
        Column::text("签字"),
        Column::buttons("文本"),
    ];
    let table = Table::new("历次签订", columns).rows(rows).empty("没有签订过就业援助服务协议");
    let reach = Reach::Alike(dossier.entered.relation);
    offer(visit, reach, table, format!("{}?format=xlsx", agreement_path(subject)))
}

/// Says how an agreement ended.
fn ending_words(dossier: &Dossier, ending: &crate::model::Ending) -> String {
    if ending.kind != Kind::AgreementEnded {
        return format!("终止（{}）", ending.kind.term());
    }
    let reason = dossier.past(ending.entry).and_then(|past| past.text(ledger::Field::Reason));
    reason.map_or_else(|| "终止".to_owned(), |reason| format!("终止：{}", reason.reveal()))
}
