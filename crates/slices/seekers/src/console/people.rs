//! Looking for a person, and the list of one's people.

use access::{Action, Actor, Failure, Relation, Role};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use duties::{Reach, TakingOut, offer};
use offices::{OfficeChooser, Unclear};
use store::SubjectId;
use web::form::Form;
use web::parts::{Button, Cell, Column, Pager, Prose, Row, Table};
use web::{Choice, Field, Notice, Page, Problem, Query, Submitted, Tone, Visit};

use super::officers::Officers;
use super::searched::{self, FOUND};
use super::words::{STANDING_FILTERS, level_words, sex_and_age, standing_words};
use crate::actions::find::{Found, Hit, find};
use crate::actions::list::{AT_ONCE, Filter, Listed, PAGE, list, list_page};
use crate::model::{QueryRefusal, groups};

/// Where a page of the list begins, and where one ends that somebody goes back to.
const BEFORE: &str = "before";
const BACK: &str = "back";

/// What can be done for somebody whose file lies with another office (BJ18-23, BJ18-24).
pub(super) const ELSEWHERE: &str = "档案由其他机构或其他人员负责的人，不能另建档案，您也不能打开。请先与档案所在的机构核对；\
    本人想改由本机构服务的，请其向档案所在的机构提出，由该机构核实后在系统中申请划转，同区的由区、跨区的由市批准\
    （BJ18-23、BJ18-24）；批准前仍由该机构服务";

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Query(query): Query,
) -> Result<Response, Problem> {
    if query.text(FOUND).is_some() {
        return match searched::in_address(&visit, &desk, &query) {
            Some(text) => show_found(&visit, &desk, text).await,
            None => Ok(visit.show(&forgotten())),
        };
    }
    match query.text("q") {
        // Words that somebody typed into an address do not stay there.
        Some(text) => to_found(&visit, &desk, text),
        None => show_list(&visit, &desk, &query).await,
    }
}

/// The search cannot be gone back to any more.
fn forgotten() -> Page {
    Page::new("查找服务对象").section("/people").crumb("服务对象", "/people").notice(Notice::note(
        "这次查找已经过去较久，或不是您本人查的，不再保留；请在页首的搜索框重新查找",
    ))
}

/// Looks for somebody by what the search box sends: in the body, so that no number comes to stand in an
/// address, a history or a log. What is found is shown under an address of its own, which tells nothing, so that a
/// browser can go back to it.
pub(super) async fn search(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    match sent.text("q") {
        Some(text) => to_found(&visit, &desk, text),
        None => show_list(&visit, &desk, &sent).await,
    }
}

fn to_found(visit: &Visit, desk: &Desk, text: &str) -> Result<Response, Problem> {
    let carried = searched::carried(visit, desk, text)?;
    Ok(Redirect::to(&format!("/people?{FOUND}={carried}")).into_response())
}

async fn show_found(visit: &Visit, desk: &Desk, text: String) -> Result<Response, Problem> {
    let (occasion, case_desk, sought) = (Occasion::from(visit), desk.clone(), text.clone());
    let found = desk.db.read(async move |tx| find(tx, &case_desk, &occasion, &sought).await).await;
    let page =
        Page::new("查找服务对象").section("/people").crumb("服务对象", "/people").sought(&text);
    let onward = format!("/people/new?{FOUND}={}", searched::carried(visit, desk, &text)?);
    let page = take_in_button(visit, page, &onward);
    let page = match found {
        Ok(found) => found_parts(visit, page, &found),
        Err(Failure::Refused(refusal)) => refused(page, refusal),
        Err(other) => return Err(other.into()),
    };
    Ok(visit.show(&page))
}

fn refused(page: Page, refusal: QueryRefusal) -> Page {
    page.notice(Notice::note(refusal.to_string()))
}

fn take_in_button(visit: &Visit, page: Page, path: &str) -> Page {
    if visit.may(Action::TakeIn, Relation::Office).is_ok() {
        page.tool(Button::link("建立档案", path).main())
    } else {
        page
    }
}

fn found_parts(visit: &Visit, page: Page, found: &Found) -> Page {
    let page = page.lead(format!(
        "按{}查到 {} 人{}",
        found.words,
        found.hits.len(),
        if found.has_more { "以上，请再多输入一些" } else { "" }
    ));
    let (own, others): (Vec<&Hit>, Vec<&Hit>) =
        found.hits.iter().partition(|hit| hit.details.is_some());
    let columns = vec![
        Column::text("姓名"),
        Column::text("证件号码"),
        Column::text("居住地"),
        Column::text("状态"),
        Column::text("负责机构"),
        Column::text("最近应办"),
    ];
    let empty = if others.is_empty() {
        "没有查到。换姓名、证件号码或手机号再查一次；确实没有的，点“建立档案”，查过的姓名或号码会带到表上"
    } else {
        "您能打开的档案中没有这个人；已有档案，由谁负责见下表"
    };
    let own = Table::new("您能打开档案的服务对象", columns)
        .captioned()
        .rows(own.into_iter().map(|hit| hit_row(visit, hit)))
        .empty(empty);
    let page = page.part(&own);
    if others.is_empty() {
        return page;
    }
    let columns = vec![Column::text("姓名"), Column::text("档案所在"), Column::text("机构电话")];
    let elsewhere = Table::new("由其他机构或其他人员负责的服务对象", columns).captioned().rows(
        others.into_iter().map(|hit| {
            let phone = if hit.office_phone.is_empty() { "未登记" } else { &hit.office_phone };
            let office = Cell::text(format!("在{}有档案", hit.office));
            vec![Cell::text(&hit.name), office, Cell::text(phone)]
        }),
    );
    page.part(&elsewhere).part(&Prose::new(ELSEWHERE))
}

fn hit_row(visit: &Visit, hit: &Hit) -> Row {
    let Some(details) = &hit.details else { return Vec::new().into() };
    let name = Cell::Link {
        text: hit.name.clone(),
        path: format!("/people/{}", hit.subject),
        beneath: details.file_number.clone(),
    };
    let next = details.next.map_or(Cell::Nothing, |(due, duty, clause)| {
        Cell::Two(format!("{due} {duty}"), clause.to_owned())
    });
    let late = details.next.is_some_and(|(due, ..)| due < visit.today);
    Row {
        cells: vec![
            name,
            Cell::Two(
                details.number.clone(),
                sex_and_age(&details.sex, details.birth, visit.today),
            ),
            Cell::text(&details.residence),
            Cell::Two(standing_words(&details.standing), level_words(details.grade)),
            Cell::Two(hit.office.clone(), details.officer.clone()),
            next,
        ],
        tone: if late { Tone::Late } else { Tone::Plain },
    }
}

/// What a page of the list is made of.
struct Shelf {
    filter: Filter,
    /// Why the office that was typed is none.
    unclear: Option<Unclear>,
    offices: OfficeChooser,
    serving: Officers,
    rows: Vec<Listed>,
}

async fn show_list(visit: &Visit, desk: &Desk, query: &Submitted) -> Result<Response, Problem> {
    let wants_workbook = query.text("format") == Some("xlsx");
    let action = if wants_workbook { Action::Export } else { Action::ReadFile };
    let (occasion, case_desk, asked) = (Occasion::from(visit), desk.clone(), query.clone());
    let read = desk.db.read::<_, _, Failure<std::convert::Infallible>>(async move |tx| {
        let actor = &occasion.actor;
        let offices = OfficeChooser::within(tx, actor.area).await?;
        let (office, unclear) = office_of(&asked, &offices);
        let filter = filter_of(actor, &asked, action, office);
        let serving = Officers::of(tx, actor, &filter).await?;
        let rows = match unclear {
            Some(_) => Vec::new(),
            None if wants_workbook => Vec::new(),
            None => list(tx, &case_desk, &occasion, action, &filter, PAGE + 1).await?,
        };
        Ok(Shelf { filter, unclear, offices, serving, rows })
    });
    let Shelf { filter, unclear, offices, serving, mut rows } = read.await?;
    if wants_workbook {
        return match unclear {
            Some(unclear) => Err(Problem::refused(unclear)),
            None => give_workbook(visit, desk, filter).await,
        };
    }
    let page_length = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > page_length;
    // Whoever goes back is led to the last ones before: one too many is the first of them.
    match filter.back {
        Some(_) => drop(rows.drain(..rows.len().saturating_sub(page_length))),
        None => rows.truncate(page_length),
    }
    let table = list_table(visit, query, &filter, &rows, has_more);
    let page = Page::new("服务对象")
        .section("/people")
        .lead("按姓名、拼音首字母、证件号码、手机号或档案编号查找，用页首的搜索框");
    let page = if visit.actor.reach(Action::ReadFile, None).is_ok() {
        page.tool(Button::link("零就业家庭", "/households"))
    } else {
        page
    };
    let page = if visit.may(Action::Import, Relation::Office).is_ok() {
        page.tool(Button::link("导入", "/people/import"))
    } else {
        page
    };
    let page = take_in_button(visit, page, "/people/new");
    let reaches_below = visit.may(action, Relation::Below).is_ok();
    let offices = (reaches_below && offices.has_choice()).then_some(&offices);
    let mut form = filters(&filter, offices, serving);
    let Some(unclear) = unclear else {
        return Ok(visit.show(&page.part(&form).part(&table)));
    };
    for field in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
        if field.name == "office" {
            field.values = query.text("office").map(str::to_owned).into_iter().collect();
        }
    }
    form.refuse("office", unclear);
    Ok(visit.show_again(&page.part(&form)))
}

/// Reads the office asked for: its code, as in addresses, or what the field holds.
fn office_of(query: &Submitted, offices: &OfficeChooser) -> (Option<i64>, Option<Unclear>) {
    let Some(text) = query.text("office") else { return (None, None) };
    // A code is taken as it is: whether it is in the actor's reach is asked where it is looked at.
    if let Ok(code) = text.parse() {
        return (Some(code), None);
    }
    match offices.find(text) {
        Ok(office) => (Some(office.code), None),
        Err(unclear) => (None, Some(unclear)),
    }
}

/// Reads the filter. Somebody with people of their own begins with them.
fn filter_of(actor: &Actor, query: &Submitted, action: Action, office: Option<i64>) -> Filter {
    // A community assistant begins with those who live there.
    let has_list = actor.is(Role::AssistanceOfficer)
        || actor.is(Role::CommunityAssistant) && actor.community().is_none();
    let only_own = actor.may(action, Relation::Office).is_err();
    let officer = match query.text("officer") {
        Some("all") if !only_own => None,
        Some(text) => {
            text.parse().ok().filter(|officer| !only_own || *officer == actor.serves_as())
        }
        None => None,
    };
    let is_asked = query.text("officer").is_some();
    let officer =
        officer.or_else(|| ((has_list && !is_asked) || only_own).then_some(actor.serves_as()));
    Filter {
        officer,
        standing: query
            .text("standing")
            .filter(|letter| STANDING_FILTERS.iter().any(|(known, _)| known == letter))
            .unwrap_or_default()
            .to_owned(),
        grade: query.text("level").and_then(|level| level.parse().ok()),
        office,
        group: query.text("group").unwrap_or_default().to_owned(),
        before: query.text(BEFORE).and_then(|subject| subject.parse::<SubjectId>().ok()),
        back: query.text(BACK).and_then(|subject| subject.parse::<SubjectId>().ok()),
    }
}

fn filters(filter: &Filter, offices: Option<&OfficeChooser>, serving: Officers) -> Form {
    let standings = STANDING_FILTERS.iter().map(|(value, label)| Choice::new(*value, *label));
    let levels = (1..=4).map(|level| Choice::new(level.to_string(), level_words(Some(level))));
    let levels = levels.chain([Choice::new("0", "还没有分级")]);
    let of_groups = groups().iter().map(|group| Choice::new(group.code, group.name));
    let mut standing = Field::of("standing", "状态", standings.collect());
    standing = standing.value(&filter.standing);
    let mut level = Field::of("level", "困难等级", levels.collect());
    level = level.value(filter.grade.map_or_else(String::new, |grade| grade.to_string()));
    let group = Field::of("group", "实名制群体", of_groups.collect()).value(&filter.group);
    let mut form = Form::asking("/people", "筛选").cancel("/people");
    let code = filter.office.map(|code| code.to_string());
    let value = offices.zip(code.as_deref()).map(|(offices, code)| offices.value_for(code));
    form = match (offices, code, value.unwrap_or_default()) {
        (Some(offices), None, _) => form.field(offices.field("office", "机构")),
        (Some(offices), Some(_), value) if !value.is_empty() => {
            form.field(offices.field("office", "机构").value(value))
        }
        // A place that has no office of its own goes along unseen.
        (_, Some(code), _) => form.hidden("office", code),
        (None, None, _) => form,
    };
    form.field(serving.field(filter)).field(standing).field(level).field(group)
}

/// Gives everybody whom the filter leaves, page after page, from the first one on.
async fn give_workbook(
    visit: &Visit,
    desk: &Desk,
    mut filter: Filter,
) -> Result<Response, Problem> {
    let mut out = TakingOut::begin(visit, desk, Reach::Each)?;
    (filter.before, filter.back) = (None, None);
    loop {
        let (occasion, own, asked) = (Occasion::from(visit), desk.clone(), filter.clone());
        let read = desk.db.read(async move |tx| {
            list_page(tx, &own, &occasion, Action::Export, &asked, AT_ONCE).await
        });
        let (rows, last) = read.await?;
        let fits =
            out.add(&people_table(visit, &rows, true), rows.iter().map(|row| row.subject))?;
        if !fits || last.is_none() {
            return out.give("服务对象名单").await;
        }
        filter.before = last;
    }
}

fn people_table(visit: &Visit, rows: &[Listed], is_workbook: bool) -> Table {
    let mut columns = vec![
        Column::text("姓名"),
        Column::text("证件号码"),
        Column::text("居住地"),
        Column::text("状态"),
        Column::text("困难等级"),
        Column::text("负责人"),
        Column::text("最近服务"),
        Column::text("最近期限"),
    ];
    if is_workbook {
        columns.push(Column::text("电话"));
    }
    let cells = rows.iter().map(|row| Row {
        cells: vec![
            Cell::Link {
                text: row.name.clone(),
                path: format!("/people/{}", row.subject),
                beneath: row.file_number.clone(),
            },
            Cell::Two(row.number.clone(), sex_and_age(&row.sex, row.birth, visit.today)),
            Cell::text(&row.residence),
            Cell::text(standing_words(&row.standing)),
            row.grade.map_or(Cell::Nothing, |grade| Cell::text(format!("{grade} 级"))),
            Cell::text(&row.officer),
            row.last_entry.map_or(Cell::Nothing, Cell::Day),
            row.next_due.map_or(Cell::Nothing, Cell::Day),
            Cell::text(&row.phone),
        ],
        tone: match row.next_due {
            Some(due) if due < visit.today => Tone::Late,
            Some(due) if due == visit.today => Tone::Soon,
            _ => Tone::Plain,
        },
    });
    Table::new("服务对象名单，新建档的在前", columns)
        .rows(cells)
        .empty("没有符合条件的服务对象；换个筛选条件，或者建立档案")
}

/// Gives the address of the list with what it is narrowed by, and where its page begins or ends. Nothing else that stood
/// in an address goes along: it may be a name or a number.
fn address(query: &Submitted, filter: &Filter, place: Option<(&str, &str)>) -> String {
    let mut kept = Submitted::default();
    for (name, value) in query.pairs() {
        if matches!(name, "officer" | "standing" | "level" | "group") && !value.is_empty() {
            kept.put(name, value);
        }
    }
    if let Some(code) = filter.office {
        kept.put("office", code.to_string());
    }
    if let Some((name, value)) = place {
        kept.put(name, value);
    }
    let kept = kept.written();
    if kept.is_empty() { "/people".to_owned() } else { format!("/people?{kept}") }
}

fn list_table(
    visit: &Visit,
    query: &Submitted,
    filter: &Filter,
    rows: &[Listed],
    has_more: bool,
) -> Table {
    let mut table = people_table(visit, rows, false);
    // Of those who live in a community the assistant takes nobody out but their own.
    let own = visit.actor.serves_as().to_string();
    let reach = match visit.actor.community() {
        Some(_) if query.text("officer") != Some(&own) => Reach::Alike(Relation::Resident),
        _ => Reach::Each,
    };
    table = offer(visit, reach, table, address(query, filter, Some(("format", "xlsx"))));
    let (has_before, has_after) = match (filter.back, filter.before) {
        (Some(_), _) => (has_more, true),
        (None, before) => (before.is_some(), has_more),
    };
    if has_before || has_after {
        let to = |name: &str, row: Option<&Listed>| {
            let subject = row.map(|row| row.subject.to_string());
            address(query, filter, subject.as_deref().map(|subject| (name, subject)))
        };
        table = table.pager(Pager {
            first: has_before.then(|| address(query, filter, None)),
            before: has_before.then(|| to(BACK, rows.first())),
            after: rows.last().filter(|_| has_after).map(|row| to(BEFORE, Some(row))),
            words: format!("每页 {PAGE} 人"),
        });
    }
    table
}
