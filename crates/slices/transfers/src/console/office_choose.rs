//! How choosing looks: from which office people go over, who of it, and where to.

use offices::{Names, Office, OfficeChooser};
use web::form::FieldKind;
use web::parts::{Button, Cell, Column, Section, Steps, Table};
use web::{Choice, Field, Form, Notice, Page, Tone};

use super::office_asked::{Asked, FROM, TO, WHO};
use crate::actions::move_office::OfficeMove;
use crate::actions::rehearse::{Answering, Scope};
use crate::model::MoveState;

pub(super) const PATH: &str = "/transfers/office";
/// How many answers are all seen; more open in a list.
const SEEN: usize = 8;

/// The offices to choose from, and what was moved before.
#[derive(Default)]
pub(super) struct Choosing {
    /// The districts to look at first; none where the offices themselves stand there.
    pub(super) districts: Vec<Office>,
    /// The offices that answer for somebody.
    pub(super) offices: Vec<Answering>,
    pub(super) names: Names,
    pub(super) done: Vec<OfficeMove>,
}

/// Who can go over from an office, and where to.
pub(super) struct Places {
    /// The office, by code.
    pub(super) office: i64,
    pub(super) name: String,
    /// For how many people it answers.
    pub(super) people: i64,
    /// How many people of its street live in which community: code, name, number.
    pub(super) communities: Vec<(i64, String, i64)>,
    pub(super) receiving: OfficeChooser,
}

/// The page that everything about moving offices stands on.
pub(super) fn page(step: usize) -> Page {
    let labels = ["选原机构", "选对象和接收机构", "定接手的专员", "预览并提交"].map(str::to_owned);
    let page = Page::new("机构整体划转")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("划转", "/transfers");
    let page = if step == 0 { page } else { page.crumb("机构整体划转", PATH) };
    page.part(&Steps { labels: labels.to_vec(), current: step })
}

/// Shows from which offices people can go over.
pub(super) fn office_page(choosing: &Choosing) -> Page {
    let mut page = page(0).lead(
        "机构合并、拆分或社区改由另一街道管辖时，服务对象一次全部划转；协议继续执行，台账不变。一位负责人提出，另一位负责人确认后办理（BJ18-23）",
    );
    if !choosing.districts.is_empty() {
        let rows = choosing.districts.iter().map(|district| {
            let path = format!("{PATH}?in={}", district.code);
            vec![Cell::link(district.name.clone(), path)]
        });
        let table = Table::new("各区机构", vec![Column::text("区级机构")]).rows(rows);
        let lead = "先选区，再选现在负责的机构";
        page = page.part(&Section::new("从哪个区", "districts").lead(lead).part(&table));
    }
    if choosing.districts.is_empty() || !choosing.offices.is_empty() {
        let lead = "选现在负责的机构，下一步可以只选其中一个社区";
        let section = Section::new("从哪个机构", "offices").lead(lead);
        page = page.part(&section.part(&offices(&choosing.offices)));
    }
    if choosing.done.is_empty() { page } else { page.part(&done(choosing)) }
}

fn offices(offices: &[Answering]) -> Table {
    let rows = offices.iter().map(|office| {
        let path = format!("{PATH}?{FROM}={}", office.code);
        let words = format!("从{}划转", office.name);
        let name = if office.is_open {
            Cell::text(&office.name)
        } else {
            Cell::Two(office.name.clone(), "已撤并，服务对象还在名下".to_owned())
        };
        vec![
            name,
            Cell::Number(office.people),
            Cell::Buttons(vec![Button::link("从这里划转", path).spoken(words)]),
        ]
    });
    let columns = vec![Column::text("机构"), Column::number("服务对象"), Column::buttons("选择")];
    Table::new("有服务对象的机构", columns).rows(rows).empty("管辖范围内的机构现在都没有服务对象")
}

/// The form that asks who of an office goes over, and where to.
pub(super) fn people_form(places: &Places) -> Form {
    let mut who = Vec::new();
    if places.people > 0 {
        let value = Asked::who_words(Scope::Office, places.office);
        who.push(Choice::new(value, format!("全部服务对象（{} 个）", places.people)));
    }
    who.extend(places.communities.iter().map(|(code, name, people)| {
        let value = Asked::who_words(Scope::Community, *code);
        Choice::new(value, format!("居住在{name}的（{people} 人）"))
    }));
    let first = who.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let who = if who.len() <= SEEN {
        Field::one(WHO, "划转哪些", who)
    } else {
        Field::of(WHO, "划转哪些", who)
    };
    let form = Form::asking(PATH, "下一步")
        .hidden(FROM, places.office.to_string())
        .field(who.required().value(first))
        .field(receiving(places).required());
    Form { is_compact: false, ..form }.cancel(PATH)
}

/// The field that asks where to; in a form that only asks, a blank answer would read as all of them.
fn receiving(places: &Places) -> Field {
    let mut field = places.receiving.field(TO, "划转到哪个机构");
    if let FieldKind::Of(choices) = &mut field.kind {
        choices.insert(0, Choice::new("", "请选择"));
    }
    field
}

/// Shows who of an office can go over, and where to.
pub(super) fn people_page(places: &Places, form: &Form) -> Page {
    let page = page(1).lead(format!("原机构：{}", places.name));
    if places.people == 0 && places.communities.is_empty() {
        return page.notice(Notice::soon("这个机构现在没有服务对象，不必划转；请另选机构"));
    }
    if places.receiving.offices().len() == 0 {
        return page.notice(Notice::soon(
            "您的管辖范围内没有可以接收的机构；请由两个机构共同的上级机构办理（BJ18-23）",
        ));
    }
    page.part(form)
}

fn done(choosing: &Choosing) -> Section {
    let rows = choosing.done.iter().map(|going| {
        let state = going.state();
        let tone = match state {
            MoveState::Waiting => Tone::Soon,
            MoveState::Withdrawn => Tone::Plain,
            MoveState::GoingOn => Tone::Late,
            MoveState::Finished => Tone::Good,
        };
        vec![
            Cell::link(web::day_of(going.begun_at).to_string(), format!("{PATH}/{}", going.id)),
            Cell::text(choosing.names.office(going.asked.from_code)),
            Cell::text(choosing.names.office(going.asked.to_office_code)),
            Cell::text(&going.asked.reason),
            Cell::Number(going.moved),
            Cell::Badge(tone, state.term().to_owned()),
        ]
    });
    let columns = vec![
        Column::text("开始日期"),
        Column::text("原机构或社区"),
        Column::text("接收机构"),
        Column::text("依据"),
        Column::number("已划转"),
        Column::text("情况"),
    ];
    Section::new("办过的整体划转", "done").part(&Table::new("办过的整体划转", columns).rows(rows))
}
