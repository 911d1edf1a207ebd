//! How moving whole offices looks.

use access::Action;
use offices::{Names, Office, Staff};
use store::seal::Clear;
use web::parts::{Button, Buttons, Cell, Column, Facts, Pager, Section, Table};
use web::{Choice, Field, Form, Notice, Page, Tone, Visit};

use crate::actions::move_office::{Moved, OfficeMove, Rehearsal, Scope};

pub(super) const SCOPE: &str = "scope";
pub(super) const FROM: &str = "from";
pub(super) const TO: &str = "to";
pub(super) const ON: &str = "on";
pub(super) const REASON: &str = "reason";
pub(super) const OFFICERS: &str = "officers";

/// What is asked for, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    pub(super) scope: Option<Scope>,
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
}

/// What it would do, and what was done before.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) offices: Vec<Choice>,
    pub(super) names: Names,
    pub(super) rehearsal: Option<Rehearsal>,
    pub(super) refusal: Option<String>,
    /// Whose people would go over.
    pub(super) officers: Vec<(Option<Staff>, i64)>,
    pub(super) done: Vec<OfficeMove>,
}

/// A move with who went over.
pub(super) struct Progress {
    pub(super) going: OfficeMove,
    pub(super) from: String,
    pub(super) names: Names,
    pub(super) people: Vec<(Option<Clear>, Moved)>,
}

/// The offices that people can go over to.
pub(super) fn choices(offices: &[Office]) -> Vec<Choice> {
    let open = offices.iter().filter(|office| office.is_open());
    open.map(|office| {
        Choice::new(office.code.to_string(), format!("{} {}", office.name, office.code))
    })
    .collect()
}

/// Shows what is asked for, what it would do, and the form that orders it.
pub(super) fn page(visit: &Visit, asked: &Asked, plan: &Plan, came_back: Option<Form>) -> Page {
    let scopes = Scope::ALL.map(|scope| Choice::new(scope.text(), scope.term())).to_vec();
    let text = |code: Option<i64>| code.map(|code| code.to_string()).unwrap_or_default();
    let filled = |field: Field, value: String| match value.as_str() {
        "" => field,
        _ => field.value(value),
    };
    let scope = asked.scope.unwrap_or(Scope::Office);
    let form = Form::asking("/transfers/office", "试算")
        .field(Field::of(SCOPE, "范围", scopes).value(scope.text()))
        .field(filled(
            Field::line(FROM, "原机构或社区代码（12 位）")
                .keyboard("numeric")
                .suggest(plan.offices.clone()),
            text(asked.from),
        ))
        .field(filled(Field::of(TO, "接收机构", plan.offices.clone()), text(asked.to)));
    let mut page = Page::new("机构整体划转")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("划转", "/transfers")
        .lead(
            "机构合并、拆分或社区改由另一街道管辖时，服务对象一次全部划转；协议继续执行，台账不变",
        )
        .part(&form);
    if let Some(refusal) = &plan.refusal {
        page = page.notice(Notice::stop(refusal.clone()));
    }
    if let Some(rehearsal) = &plan.rehearsal {
        page = page.part(&rehearsed(rehearsal, plan));
        let order = came_back.unwrap_or_else(|| order(visit, asked, plan));
        page = page.part(&Section::new("办理", "order").part(&order));
    } else if let Some(form) = came_back {
        page = page.part(&Section::new("办理", "order").part(&form));
    }
    if plan.done.is_empty() { page } else { page.part(&done(plan)) }
}

fn rehearsed(rehearsal: &Rehearsal, plan: &Plan) -> Section {
    let rows = plan.officers.iter().map(|(staff, people)| {
        let name = staff.as_ref().map_or("（未指定专员）", |staff| &staff.name);
        let user = staff.as_ref().map_or("", |staff| &staff.user_name);
        vec![Cell::Two(name.to_owned(), user.to_owned()), Cell::Number(*people)]
    });
    let columns = vec![Column::text("原专员"), Column::number("人数")];
    let total = vec![Cell::text("合计"), Cell::Number(rehearsal.people)];
    let table = Table::new("按专员", columns).rows(rows).total(total);
    let lead = format!(
        "将划转 {} 人，其中 {} 人的援助协议继续执行；现在还没有改动任何内容",
        rehearsal.people, rehearsal.agreements
    );
    Section::new("试算结果", "rehearsal").lead(lead).part(&table)
}

/// The form that orders it.
pub(super) fn order(visit: &Visit, asked: &Asked, plan: &Plan) -> Form {
    let lines: Vec<String> = plan
        .officers
        .iter()
        .filter_map(|(staff, _)| Some(format!("{}=", staff.as_ref()?.user_name)))
        .collect();
    let text = |code: Option<i64>| code.map(|code| code.to_string()).unwrap_or_default();
    let people = plan.rehearsal.as_ref().map_or(0, |rehearsal| rehearsal.people);
    let officers = Field::lines(OFFICERS, "专员怎样对应").hint(
        "每行“原专员用户名=新专员用户名”；等号后面留空的，已调入接收机构的专员继续负责，其余由接收机构另行指定",
    );
    Form::new("/transfers/office", format!("划转 {people} 人"), visit.once_key())
        .field(Field::day(ON, "决定日期").required().value(visit.today.to_string()))
        .field(
            Field::line(REASON, "依据")
                .required()
                .hint("例如：区划调整的文号；会记入每个人的历史，请不要写个人情况"),
        )
        .field(if lines.is_empty() { officers } else { officers.value(lines.join("\n")) })
        .hidden(SCOPE, asked.scope.map_or("", Scope::text))
        .hidden(FROM, text(asked.from))
        .hidden(TO, text(asked.to))
        .cancel("/transfers")
}

fn done(plan: &Plan) -> Section {
    let rows = plan.done.iter().map(|going| {
        let (tone, state) =
            if going.is_finished { (Tone::Good, "已完成") } else { (Tone::Late, "未完成") };
        vec![
            Cell::link(
                web::day_of(going.begun_at).to_string(),
                format!("/transfers/office/{}", going.id),
            ),
            Cell::text(plan.names.office(going.asked.from_code)),
            Cell::text(plan.names.office(going.asked.to_office_code)),
            Cell::text(&going.asked.reason),
            Cell::Number(going.moved),
            Cell::Badge(tone, state.to_owned()),
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

/// Shows how far a move has come.
pub(super) fn progress_page(visit: &Visit, progress: &Progress) -> Page {
    let Progress { going, from, names, people } = progress;
    let asked = &going.asked;
    let path = format!("/transfers/office/{}", going.id);
    let facts = Facts::new("")
        .words("范围", asked.scope.term())
        .words("原机构或社区", from)
        .words("接收机构", names.office(asked.to_office_code))
        .words("决定日期", asked.on.to_string())
        .words("依据", &asked.reason)
        .words("经办", names.staff(going.begun_by))
        .fact("应划转", Cell::Number(going.counted))
        .fact("已划转", Cell::Number(going.moved));
    let mut page = Page::new("机构整体划转")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("划转", "/transfers")
        .crumb("机构整体划转", "/transfers/office")
        .part(&facts);
    if !going.is_finished {
        let key = visit.once_key();
        let posts = [(web::form::ONCE, key.as_str())];
        page = page
            .notice(Notice::soon("还没有全部完成：已划转的不会重复，没有划转的仍由原机构负责"))
            .part(&Buttons(vec![Button::post("继续划转", path.as_str(), &posts).main()]));
    }
    let mut table = progress_table(progress);
    let relation = visit.actor.relation_to(asked.to_office_code, None);
    if visit.may(Action::Export, relation).is_ok() {
        table = table.export(format!("{path}?format=xlsx"));
    }
    if people.len() >= 500
        && let Some((_, last)) = people.last()
    {
        let after = Some(format!("{path}?after={}", last.subject));
        table = table.pager(Pager { before: None, after, words: "每页 500 人".to_owned() });
    }
    page.part(&Section::new("已划转的人", "people").part(&table))
}

/// Who went over.
pub(super) fn progress_table(progress: &Progress) -> Table {
    let names = &progress.names;
    let officer = |staff: Option<store::ActorId>| match staff {
        Some(staff) => Cell::text(names.staff(staff)),
        None => Cell::text("未指定"),
    };
    let rows = progress.people.iter().map(|(name, moved)| {
        let name = name.as_ref().map_or("（资料已销毁）", |name| name.reveal());
        vec![
            Cell::link(name, format!("/people/{}", moved.subject)),
            Cell::Day(web::day_of(moved.at)),
            Cell::text(names.office(moved.from_office_code)),
            officer(moved.from_officer),
            officer(moved.to_officer),
        ]
    });
    let columns = vec![
        Column::text("姓名"),
        Column::text("划转日期"),
        Column::text("原机构"),
        Column::text("原专员"),
        Column::text("现专员"),
    ];
    Table::new("已划转的人", columns).rows(rows).empty("还没有人划转")
}
