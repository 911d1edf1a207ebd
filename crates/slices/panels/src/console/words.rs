//! How a panel's page looks.

use kernel::Day;
use rules::Kind;
use subjects::Past;
use web::parts::{Button, Buttons, Cell, Column, Facts, Moment, Section, Table, Timeline};
use web::{Form, Notice, Page, Tone, Visit};

use super::forms::{Ask, forms};
use super::recorded::recorded;
use super::table::Opened;
use crate::actions::names::members;
use crate::keeper::{opinions, question, words_of};
use crate::model::{Panel, Stage};

/// Shows a person's panels, and a form that came back.
pub(super) fn page(opened: &Opened, visit: &Visit, came_back: Option<(Ask, Form)>) -> Page {
    if opened.is_put_before {
        return put_before(opened, visit, came_back);
    }
    let subject = opened.entered.held.subject;
    let name = opened.entered.label.name.reveal();
    let mut page = Page::new("专家会诊")
        .section("/people")
        .crumb("服务对象", "/people")
        .crumb(name, format!("/people/{subject}"))
        .lead("两级机构的职业指导人员一起研究疑难、提出意见，直到本人就业或协议终止（BJ18-28）")
        .tool(Button::link("服务台账", format!("/people/{subject}")))
        .tool(Button::link("打印台账", format!("/people/{subject}/print")));
    let lasting = opened.lasting();
    if let Some(due) = opened.revise_by {
        page = page.notice(to_revise(due, visit.today));
    }
    match lasting {
        Some(panel) => page = page.part(&facts(opened, panel, visit.today)),
        None => match &opened.recorded {
            Some(recorded) => page = page.part(&missing(opened, recorded, visit.today)),
            None => page = page.part(&why(opened)),
        },
    }
    let stage = lasting.map_or(Stage::Over, Panel::stage);
    for (ask, form) in forms(opened, visit, came_back) {
        let part = Section::new(ask.heading(stage), ask.mark()).part(&form);
        // What one rarely comes for opens on demand, unless it came back.
        let is_rare = ask == Ask::End || ask == Ask::Accept && stage == Stage::Sitting;
        let is_sound = form.is_sound();
        page = page.part(&if is_rare && is_sound { part.folded() } else { part });
    }
    if let Some(panel) = lasting {
        page = page.part(&Section::new("进展", "course").part(&course(opened, panel)));
    }
    let over: Vec<&Panel> = opened.panels.iter().filter(|panel| panel.ended.is_some()).collect();
    if !over.is_empty() {
        page = page.part(&Section::new("以往的会诊", "over").part(&earlier(opened, &over)));
        for panel in over {
            let mark = format!("course-{}", panel.request);
            let heading = format!("{} 申请的会诊：经过", panel.asked_on);
            page = page.part(&Section::new(heading, mark).folded().part(&course(opened, panel)));
        }
    }
    if let Some(table) = recorded(opened) {
        let part = Section::new("台账里的会诊", "recorded")
            .lead("导入或逐条记录的会诊，没有经过本页办理；专家意见同样须落实到方案（BJ18-28）");
        page = page.part(&part.part(&table));
    }
    if lasting.or(opened.recorded.as_ref()).is_some() {
        page = page.aside(&why(opened));
    }
    page
}

/// What was put before the visitor's office: what it takes to decide whether and with whom a panel sits, and no more. Who it
/// is about, the experts learn who are named.
fn put_before(opened: &Opened, visit: &Visit, came_back: Option<(Ask, Form)>) -> Page {
    let mut page = Page::new("专家会诊")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("专家会诊", "/panels?list=asked")
        .lead("受理以前只看申请：受理、确定专家以后，台账对列入的专家开放，到会诊结束为止（BJ18-28(1)）");
    let Some(panel) = opened.lasting() else { return page };
    let names = &opened.names;
    let about = format!(
        "{}（{}）",
        subjects::mask(opened.entered.label.name.reveal()),
        names.office(panel.from_office_code)
    );
    let Facts { heading, facts } = facts(opened, panel, visit.today);
    let about = web::parts::Fact { name: "服务对象".to_owned(), value: Cell::text(about) };
    let facts = std::iter::once(about).chain(facts).collect();
    page = page.part(&Facts { heading, facts });
    for (ask, form) in forms(opened, visit, came_back) {
        page = page.part(&Section::new(ask.heading(panel.stage()), ask.mark()).part(&form));
    }
    page.aside(&Section::new("申请的依据", "why").lead(GROUNDS).part(&conditions(opened)))
}

fn to_revise(due: Day, today: Day) -> Notice {
    let words = format!("专家已提出意见，方案须在 {due} 前会同本人调整（BJ18-28(3)，5 个工作日）");
    if due < today { Notice::stop(words) } else { Notice::soon(words) }
}

fn facts(opened: &Opened, panel: &Panel, today: Day) -> Facts {
    let names = &opened.names;
    let sits_on = panel.sits_on.map_or_else(String::new, |day| day.to_string());
    let by = panel.asked_by.map_or("", |staff| names.staff(staff));
    let asked = match panel.asked_at.map(web::day_of).filter(|day| *day != panel.asked_on) {
        // What the ledger alone knew of was put before the office above later.
        Some(day) => format!("{}；{day} 补办提交，{by}", panel.asked_on),
        None => format!("{}，{by}", panel.asked_on),
    };
    let facts = Facts::new("")
        .words("要研究的问题", question(&opened.past, panel))
        .words("申请", asked)
        .words("受理机构", names.office(panel.office_code))
        .words("专家小组", members(names, panel))
        .words("会诊日期", sits_on)
        .fact("情况", Cell::Badge(tone(panel.stage()), panel.stage().term().to_owned()));
    let Some(until) = opened.next_feedback else { return facts };
    let words = if until < today {
        format!("应在 {until} 以前，已过")
    } else {
        format!("{until} 以前")
    };
    let norm = "本地规范：上次反馈或者专家意见以后定期反馈（BJ18-28(3)）";
    facts.fact("再次反馈", Cell::Two(words, norm.to_owned()))
}

/// What the ledger knows of a request, and what is missing until it is a panel.
fn missing(opened: &Opened, recorded: &Panel, today: Day) -> Section {
    let said = opinions(&opened.past, recorded).count();
    let question = question(&opened.past, recorded);
    let revised = match opened.revise_by {
        Some(due) if due < today => format!("应在 {due} 前调整，已经逾期"),
        Some(due) => format!("应在 {due} 前调整"),
        None if said == 0 => "等专家提出意见".to_owned(),
        None => "没有等待落实的意见".to_owned(),
    };
    let or = |words: String, none: &str| if words.is_empty() { none.to_owned() } else { words };
    let facts = Facts::new("")
        .words("申请", recorded.asked_on.to_string())
        .words("要研究的问题", or(question, "台账没有写明，补办时写明"))
        .words(
            "受理机构",
            opened.above.as_ref().map_or_else(
                || "没有上一级机构，请在本机构内组织研讨".to_owned(),
                |above| format!("没有：还没有提交，应由{above}受理"),
            ),
        )
        .words("专家小组", "没有：由受理机构从两级机构各选至少一人")
        .words("会诊日期", "没有：由受理机构确定")
        .words(
            "专家意见",
            if said == 0 { "没有".to_owned() } else { format!("台账中有 {said} 条") },
        )
        .words("就业援助方案", revised)
        .fact("情况", Cell::Badge(Tone::Soon, Stage::Recorded.term().to_owned()));
    Section::new("台账中的会诊申请，还缺什么", "missing")
        .lead("导入或逐条记录的申请，没有经过受理；由本人的就业援助专员补办提交，受理、意见、反馈和方案调整都从这里接着办（BJ18-28）")
        .part(&facts)
}

const fn tone(stage: Stage) -> Tone {
    match stage {
        Stage::Recorded | Stage::Asked => Tone::Soon,
        Stage::Sitting => Tone::Note,
        Stage::Over => Tone::Plain,
    }
}

/// What the article asks for.
const GROUNDS: &str = "BJ18-28：具备上岗条件，协议期内 3 次以上匹配推荐仍未就业";

/// What the article asks for, met or not.
fn conditions(opened: &Opened) -> Table {
    let rows = opened.conditions.iter().map(|condition| {
        let (tone, word) =
            if condition.is_met { (Tone::Good, "已满足") } else { (Tone::Late, "未满足") };
        vec![Cell::text(&condition.words), Cell::Badge(tone, word.to_owned())]
    });
    Table::new("条件", vec![Column::text("条件"), Column::text("情况")]).rows(rows)
}

/// Why a panel can be asked for, or what is missing.
fn why(opened: &Opened) -> Section {
    let subject = opened.entered.held.subject;
    let heading =
        if opened.gate.is_some() { "可以申请的依据" } else { "现在不能申请" };
    let mut part = Section::new(heading, "why").lead(GROUNDS).part(&conditions(opened));
    if !opened.because.is_empty() {
        let entries = opened.past.iter().filter(|entry| opened.because.contains(&entry.id));
        let rows = entries.map(|entry| {
            vec![
                Cell::Day(entry.on),
                Cell::link(entry.kind.term(), format!("/people/{subject}#{}", entry.id)),
            ]
        });
        let columns = vec![Column::text("日期"), Column::text("台账记录")];
        part = part.part(&Table::new("所依据的记录", columns).rows(rows).captioned());
    }
    part.part(&Buttons(vec![Button::link("计算依据", format!("/people/{subject}/duties"))]))
}

/// Everything since the request, the latest first: opinions, feedback, revised plans, and what was done.
fn course(opened: &Opened, panel: &Panel) -> Timeline {
    let names = &opened.names;
    let by = |entry: &Past| entry.staff.map_or("", |staff| names.staff(staff)).to_owned();
    let asked = opened.past.iter().find(|entry| entry.id == panel.request);
    let asked = asked.map_or(0, |entry| entry.sequence);
    // What was put before the office above later, or came from a merged file, began with its entry.
    let follows = |entry: &Past| {
        entry.on >= panel.asked_on || panel.asked_at.is_some_and(|at| entry.recorded_at >= at)
    };
    let ended_on = panel.ended.as_ref().map_or(Day::LAST, |ended| ended.on);
    let since = opened
        .past
        .iter()
        .filter(|entry| entry.sequence > asked && follows(entry) && entry.on <= ended_on);
    let is_opinion = |entry: &Past| opinions(&opened.past, panel).any(|known| known.id == entry.id);
    let mut moments: Vec<((Day, i64), Moment)> = since
        .filter(|entry| entry.kind != Kind::Corrected)
        .map(|entry| {
            let title = match entry.kind {
                _ if is_opinion(entry) => "专家意见和建议".to_owned(),
                kind => kind.term().to_owned(),
            };
            let tone = match entry.kind {
                Kind::ConsultationOpinion => Tone::Note,
                Kind::PlanAdopted | Kind::PlanRevised => Tone::Good,
                _ => Tone::Plain,
            };
            let moment = Moment {
                mark: format!("entry-{}", entry.id),
                day: entry.on,
                title,
                lines: Some(words_of(entry))
                    .filter(|words| !words.is_empty())
                    .into_iter()
                    .collect(),
                beneath: by(entry),
                tone,
                is_struck: entry.is_corrected,
                buttons: Vec::new(),
            };
            ((entry.on, entry.recorded_at.micros()), moment)
        })
        .collect();
    let told = opened.told.iter().filter(|told| told.request == panel.request);
    moments.extend(told.map(|told| {
        let day = web::day_of(told.told_at);
        let moment = Moment {
            mark: format!("told-{}", told.told_at.micros()),
            day,
            title: "向专家小组反馈".to_owned(),
            lines: vec![told.words.reveal().to_owned()],
            beneath: names.staff(told.told_by).to_owned(),
            tone: Tone::Soon,
            is_struck: false,
            buttons: Vec::new(),
        };
        ((day, told.told_at.micros()), moment)
    }));
    moments.sort_by(|(one, _), (other, _)| other.cmp(one));
    Timeline {
        moments: moments.into_iter().map(|(_, moment)| moment).collect(),
        empty: "申请以后还没有意见、反馈和服务记录".to_owned(),
    }
}

fn earlier(opened: &Opened, over: &[&Panel]) -> Table {
    let rows = over.iter().map(|panel| {
        let ended = panel.ended.as_ref();
        let by = ended.and_then(|ended| ended.by).map(|by| opened.names.staff(by));
        let (on, words) = ended.map_or((Cell::Nothing, String::new()), |ended| {
            (Cell::Day(ended.on), ended.words.clone())
        });
        vec![
            Cell::Day(panel.asked_on),
            Cell::text(question(&opened.past, panel)),
            Cell::text(opened.names.office(panel.office_code)),
            Cell::count(opinions(&opened.past, panel).count()),
            on,
            Cell::Two(words, by.unwrap_or_default().to_owned()),
        ]
    });
    let columns = vec![
        Column::text("申请日期"),
        Column::text("要研究的问题"),
        Column::text("受理机构"),
        Column::number("意见"),
        Column::text("结束日期"),
        Column::text("怎样结束"),
    ];
    Table::new("以往的会诊", columns).rows(rows)
}
