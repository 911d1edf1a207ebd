//! Lists to visit: who is to be surveyed, by street, community and officer; who was not reached yet first.

use std::collections::{BTreeSet, HashMap};

use access::{Action, Area, OfficeLevel, Relation, Role};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Reach, TakingOut, Whose, offer, take_out_on_paper};
use seekers::model::{mask_address, mask_number, mask_phone};
use store::seal;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::name_of;
use web::parts::{Button, Cell, Column, Pager, Row, Table, Tile, Tiles};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Tone, Visit, id};

use super::rounds_page::shows_figures;
use super::stand::{Counts, Stand};
use super::words::{back_to, office_names, place_name, staff_name, whole_city};
use crate::actions::rounds::find_round;
use crate::actions::to_visit::{Visitee, to_visit};
use crate::model::{Figure, Round, RoundId};

/// How many people stand on a page.
const PAGE: usize = 50;
/// How many a printed list holds at most.
const MOST_PRINTED: usize = 5_000;
/// How many are opened at a time for a workbook, which has all of them.
const AT_ONCE: usize = 500;
/// What is said of a list that nobody works through.
const TOO_WIDE: &str = "全市的名单不逐人列出；请先在“机构”中选择区或街道（乡镇）";

pub(super) async fn show_all(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    show(&visit, &desk, &query, None).await
}

pub(super) async fn show_round(
    visit: Visit,
    State(desk): State<Desk>,
    Path(round): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let round: RoundId = id(&round)?;
    let found = desk.db.read::<_, _, StoreError>(async move |tx| find_round(tx, round).await);
    let round = found.await?.ok_or(Problem::Missing)?;
    show(&visit, &desk, &query, Some(round)).await
}

/// What an address asks for.
#[derive(Clone)]
struct Asked {
    /// The office whose people are listed, with those below it.
    area: Area,
    /// Only those of an officer.
    officer: Option<ActorId>,
    /// Only those who live in a community.
    community: Option<i64>,
    /// Only those who stand so.
    state: Option<Stand>,
    from: usize,
    /// All rows on one page, with room to write.
    is_printed: bool,
}

impl Asked {
    fn of(visit: &Visit, query: &Query, round: Option<&Round>) -> Result<Self, Problem> {
        let actor = &visit.actor;
        let denied = access::Denied { action: Action::ReadFile };
        let seen = match round {
            Some(round) => round.seen_from(actor.area).ok_or(denied)?,
            None => actor.area,
        };
        let text = |name| query.0.text(name);
        let area = text("area").and_then(|code| code.parse().ok()).map_or(seen, Area::of_code);
        if !seen.holds(area.first) || !seen.holds(area.last) {
            return Err(denied.into());
        }
        // Whoever leads looks at the office first, whoever serves at their own people, a community assistant at those who
        // live there.
        let has_own = !leads(visit) && actor.community().is_none();
        let officer = match text("officer") {
            Some("all") => None,
            Some(officer) => officer.parse().ok(),
            None => (has_own && text("area").is_none()).then_some(actor.serves_as()),
        };
        Ok(Self {
            area,
            officer,
            community: text("community").and_then(|code| code.parse().ok()),
            state: text("reached")
                .and_then(|name| Stand::ALL.into_iter().find(|one| one.name() == name)),
            from: text("from").and_then(|from| from.parse().ok()).unwrap_or_default(),
            is_printed: text("print").is_some(),
        })
    }

    /// Gives the address of the same list, beginning elsewhere or in another form.
    fn path(&self, round: Option<&Round>, more: &str) -> String {
        let officer = self.officer.map_or_else(|| "all".to_owned(), |officer| officer.to_string());
        let community =
            self.community.map_or_else(String::new, |code| format!("&community={code}"));
        let reached =
            self.state.map_or_else(String::new, |state| format!("&reached={}", state.name()));
        let (list, area) = (list_path(round), self.area.first);
        format!("{list}?area={area}&officer={officer}{community}{reached}{more}")
    }
}

fn leads(visit: &Visit) -> bool {
    visit.actor.is(Role::Head) || visit.may(Action::ReadFile, Relation::Assigned).is_err()
}

fn list_path(round: Option<&Round>) -> String {
    round.map_or_else(
        || "/surveys/list".to_owned(),
        |round| format!("/surveys/{}/list", round.round_id),
    )
}

async fn show(
    visit: &Visit,
    desk: &Desk,
    query: &Query,
    round: Option<Round>,
) -> Result<Response, Problem> {
    let asked = Asked::of(visit, query, round.as_ref())?;
    let exports = query.wants_workbook();
    // A list on paper leaves the system as a workbook does.
    let takes_out = exports || asked.is_printed;
    let action = if takes_out { Action::Export } else { Action::ReadFile };
    // Nobody works through a city's list; whoever leads a city goes to a district first.
    let is_too_wide = asked.area.level() == OfficeLevel::City && asked.officer.is_none();
    let mut list = match is_too_wide {
        true if takes_out => return Err(Problem::refused(TOO_WIDE)),
        true => Vec::new(),
        false => listed(visit, desk, action, &asked, round.clone()).await?,
    };
    let communities: BTreeSet<i64> = list.iter().map(|one| one.residence_code).collect();
    if let Some(community) = asked.community {
        list.retain(|one| one.residence_code == community);
    }
    let counts = Counts::of(&list);
    if let Some(state) = asked.state {
        list.retain(|one| state.holds(one));
    }
    let names = names(desk, visit, &asked, &communities).await?;
    let relation = visit.actor.relation_to(asked.area.first, asked.officer);
    let reach = Reach::Alike(relation);
    if exports {
        let mut out = TakingOut::begin(visit, desk, reach)?;
        // An empty list is a workbook with its headings.
        let pages = if list.is_empty() { vec![&list[..]] } else { list.chunks(AT_ONCE).collect() };
        for some in pages {
            let page = table(visit, &names, some, &open(desk, some).await?, true);
            if !out.add(&page, some.iter().map(|one| one.subject))? {
                break;
            }
        }
        return out.give("待摸查名单").await;
    }
    let (from, most) =
        if asked.is_printed { (0, MOST_PRINTED) } else { (asked.from.min(list.len()), PAGE) };
    let some: Vec<Visitee> = list.iter().skip(from).take(most).cloned().collect();
    let shown = open(desk, &some).await?;
    let mut table = table(visit, &names, &some, &shown, takes_out);
    if asked.is_printed {
        let subjects = some.iter().map(|one| one.subject);
        take_out_on_paper(visit, desk, reach, subjects).await?;
    }
    if !is_too_wide {
        table = offer(visit, reach, table, asked.path(round.as_ref(), "&format=xlsx"));
    }
    let may_take_out = table.export.is_some();
    if list.len() > most {
        let end = (from + most).min(list.len());
        let to = |from: usize| asked.path(round.as_ref(), &format!("&from={from}"));
        table = table.pager(Pager {
            first: (from > PAGE).then(|| to(0)),
            before: (from > 0).then(|| to(from.saturating_sub(PAGE))),
            after: (end < list.len()).then(|| to(end)),
            words: format!("{} 至 {end}，共 {} 人", from + 1, list.len()),
        });
    }
    let mut page = page(visit, &asked, round.as_ref(), &names, &counts);
    if may_take_out && !asked.is_printed {
        page = page.tool(Button::link("打印名单", asked.path(round.as_ref(), "&print=1")));
    }
    if asked.is_printed {
        page = page.printed();
    }
    if is_too_wide {
        page = page.notice(Notice::note(TOO_WIDE));
    }
    if asked.is_printed && list.len() > MOST_PRINTED {
        page = page.notice(Notice::soon(format!(
            "打印的名单最多 {MOST_PRINTED} 人，没有全部列出；请先选择下级机构或责任人，或者导出工作簿"
        )));
    }
    Ok(visit.show(&page.part(&table)))
}

/// Gives the list: an officer's own as theirs, any other as the office's.
async fn listed(
    visit: &Visit,
    desk: &Desk,
    action: Action,
    asked: &Asked,
    round: Option<Round>,
) -> Result<Vec<Visitee>, Problem> {
    let actor = &visit.actor;
    let is_own =
        |officer: &ActorId| *officer == actor.serves_as() || actor.stands_in_for.contains(officer);
    let whose = match asked.officer.filter(is_own) {
        Some(officer) => Whose::Officer(officer),
        None => match actor.community() {
            Some(code) => Whose::Community(code),
            None => Whose::Office(asked.area),
        },
    };
    let occasion = Occasion::from(visit);
    let list =
        desk.db.read(async move |tx| to_visit(tx, &occasion, action, whose, round.as_ref()).await);
    let mut list = list.await?;
    if let Some(officer) = asked.officer {
        list.retain(|one| one.officer == Some(officer));
    }
    Ok(list)
}

/// The names that the page needs.
struct Names {
    offices: HashMap<i64, String>,
    staff: HashMap<ActorId, String>,
    /// The officers who may be chosen.
    officers: Vec<(ActorId, String)>,
    communities: Vec<i64>,
}

async fn names(
    desk: &Desk,
    visit: &Visit,
    asked: &Asked,
    communities: &BTreeSet<i64>,
) -> Result<Names, Problem> {
    let (area, all) = (asked.area, whole_city(visit.actor.area));
    let is_street = area.level() >= OfficeLevel::Street;
    // The officers of a community's residents work in the street's office.
    let area = Area::of_code(if is_street { area.first - area.first % 1_000 } else { area.first });
    let found = desk.db.read::<_, _, StoreError>(async move |tx| {
        let officers = if is_street {
            let mut officers: Vec<(ActorId, String)> =
                offices::staff_names(tx, area).await?.into_iter().collect();
            officers.sort_by(|one, other| one.1.cmp(&other.1));
            officers
        } else {
            Vec::new()
        };
        Ok((office_names(tx, all).await?, offices::staff_names(tx, all).await?, officers))
    });
    let (of_offices, staff, officers) = found.await?;
    let communities = communities.iter().copied().collect();
    Ok(Names { offices: of_offices, staff, officers, communities })
}

/// What a row shows of the person.
#[derive(Clone, Default)]
struct Shown {
    name: String,
    number: String,
    phone: String,
    address: String,
}

/// Opens what the rows show, masked. A list is no reading of a file; taking it out is one, and is noted.
async fn open(desk: &Desk, some: &[Visitee]) -> Result<Vec<Shown>, Problem> {
    let subjects: Vec<SubjectId> = some.iter().map(|one| one.subject).collect();
    let own = desk.clone();
    let shown = desk.db.read::<_, _, StoreError>(async move |tx| {
        let mut shown = Vec::with_capacity(subjects.len());
        for subject in &subjects {
            shown.push(open_one(tx, &own, *subject).await?);
        }
        Ok(shown)
    });
    Ok(shown.await?)
}

async fn open_one(tx: &mut Tx, desk: &Desk, subject: SubjectId) -> Result<Shown, StoreError> {
    let Some(name) = name_of(tx, &desk.sealing, subject).await? else {
        return Ok(Shown::default());
    };
    let name = name.reveal().to_owned();
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let Some(key) = key else { return Ok(Shown::default()) };
    let person = seekers::person_of(tx, &key, subject).await?;
    Ok(person.map_or_else(
        || Shown { name: name.clone(), ..Shown::default() },
        |person| Shown {
            name: name.clone(),
            number: mask_number(&person.particulars.number),
            phone: mask_phone(&person.particulars.phone),
            address: mask_address(&person.particulars.address),
        },
    ))
}

fn page(
    visit: &Visit,
    asked: &Asked,
    round: Option<&Round>,
    names: &Names,
    counts: &Counts,
) -> Page {
    let lead = match round {
        Some(round) => format!(
            "{} · {} 至 {} · 未摸查的在前，再按下次日期（BJ18-18、BJ18-21）",
            place_name(&names.offices, asked.area.first),
            round.first_day,
            round.last_day
        ),
        None => "全部就业困难人员；未摸查的和应跟踪摸查的在前（BJ18-18、BJ18-21）".to_owned(),
    };
    let mut page = Page::new("待摸查名单")
        .section("/assistance")
        .crumb("就业援助", "/assistance")
        .crumb("就业意愿摸查", "/surveys")
        .lead(lead);
    if let Some(round) = round.filter(|round| shows_figures(visit, round)) {
        page = page.crumb(&round.name, format!("/surveys/{}", round.round_id));
    }
    if asked.is_printed {
        let words = "清单用后请妥善保管或销毁；证件号码、电话和门牌已遮盖";
        return page.notice(Notice::note(words));
    }
    let counted = |label, number: usize, tone, state| {
        let is_current = state == asked.state;
        let asked = Asked { state, from: 0, ..asked.clone() };
        let tile = Tile::new(label, number, tone).leads_to(asked.path(round, ""));
        Tile { is_current, ..tile }
    };
    let states = Stand::ALL.into_iter().zip(counts.states).map(|(state, number)| {
        let tone = match (state, number) {
            (Stand::NotSurveyed, 0) | (Stand::Surveyed, _) => Tone::Good,
            (Stand::NotSurveyed, _) => Tone::Soon,
            (Stand::Again, _) => Tone::Plain,
        };
        let tile = counted(state.term(), number, tone, Some(state));
        if state == Stand::Again { tile.beneath("BJ18-21(2)") } else { tile }
    });
    let all = counted(Figure::Target.term(), counts.all, Tone::Plain, None);
    page.part(&Tiles(std::iter::once(all).chain(states).collect()))
        .part(&filters(visit, asked, round, names))
}

fn filters(visit: &Visit, asked: &Asked, round: Option<&Round>, names: &Names) -> Form {
    let mut form = Form::asking(list_path(round), "筛选").cancel(list_path(round));
    let scope = round.and_then(|round| round.seen_from(visit.actor.area));
    let scope = scope.unwrap_or(visit.actor.area);
    let reaches_below = visit.may(Action::ReadFile, Relation::Below).is_ok();
    if scope.level() < OfficeLevel::Street && reaches_below {
        let mut below: Vec<(&i64, &String)> = names
            .offices
            .iter()
            .filter(|(code, _)| scope.holds(**code) && **code % 1_000 == 0)
            .collect();
        below.sort();
        let choices =
            below.iter().map(|(code, name)| Choice::new(code.to_string(), *name)).collect();
        form = form.field(Field::of("area", "机构", choices).value(asked.area.first.to_string()));
    }
    // Whoever reads the files of those alone whom they answer for has no other list to choose.
    let relation = match visit.actor.community() {
        Some(_) => Relation::Resident,
        None => visit.actor.relation_to(asked.area.first, None),
    };
    if visit.may(Action::ReadFile, relation).is_err() {
        return with_states(form, asked);
    }
    let mut officers = vec![Choice::new("all", "全部责任人")];
    officers.extend(names.officers.iter().map(|(id, name)| Choice::new(id.to_string(), name)));
    if let Some(officer) = asked.officer
        && names.officers.iter().all(|(known, _)| *known != officer)
    {
        let name = staff_name(&names.staff, Some(officer));
        officers.push(Choice::new(officer.to_string(), name));
    }
    let chosen = asked.officer.map_or_else(|| "all".to_owned(), |officer| officer.to_string());
    form = form.field(Field::of("officer", "责任人", officers).value(chosen));
    if asked.area.level() >= OfficeLevel::Street && names.communities.len() > 1 {
        let choices = names
            .communities
            .iter()
            .map(|code| Choice::new(code.to_string(), place_name(&names.offices, *code)));
        let mut field = Field::of("community", "社区（村）", choices.collect());
        if let Some(community) = asked.community {
            field = field.value(community.to_string());
        }
        form = form.field(field);
    }
    with_states(form, asked)
}

fn with_states(form: Form, asked: &Asked) -> Form {
    let states = Stand::ALL.map(|state| Choice::new(state.name(), state.term()));
    let mut field = Field::of("reached", "摸查", states.to_vec());
    if let Some(state) = asked.state {
        field = field.value(state.name());
    }
    form.field(field)
}

fn table(
    visit: &Visit,
    names: &Names,
    some: &[Visitee],
    shown: &[Shown],
    is_on_paper: bool,
) -> Table {
    let mut columns = vec![
        Column::text("姓名"),
        Column::text("居住地"),
        Column::text("电话"),
        Column::text("对象类别"),
        Column::text("责任人"),
        Column::text("上次摸查"),
        Column::number("联系未果（次）"),
        Column::text("下次日期"),
    ];
    if is_on_paper {
        columns.push(Column::text("证件号码"));
        columns.push(Column::text("结果（手写）"));
    } else {
        columns.push(Column::buttons("办理"));
    }
    let back = back_to(visit);
    let rows = some.iter().zip(shown).map(|(one, shown)| {
        let last = one.last.map_or(Cell::text(Figure::NotReached.term()), |last| {
            Cell::Two(last.on.to_string(), last.willingness.term().to_owned())
        });
        let (group, hardship) = one.group.lines();
        let mut cells = vec![
            Cell::Link {
                text: shown.name.clone(),
                path: format!("/people/{}", one.subject),
                beneath: if one.is_seeker { "已求职登记".to_owned() } else { String::new() },
            },
            Cell::Two(place_name(&names.offices, one.residence_code), shown.address.clone()),
            Cell::text(&shown.phone),
            Cell::Two(group.to_owned(), hardship.to_owned()),
            Cell::text(staff_name(&names.staff, one.officer)),
            last,
            Cell::Number(one.attempts),
            next_cell(one),
        ];
        if is_on_paper {
            cells.push(Cell::text(&shown.number));
            cells.push(Cell::Nothing);
        } else if visit
            .may(
                Action::RecordService,
                visit.actor.relation_to_person(one.office_code, one.officer, one.residence_code),
            )
            .is_ok()
        {
            let path = format!("/people/{}/survey?{back}", one.subject);
            let button = Button::link("记录摸查", path).spoken(format!("记录摸查{}", shown.name));
            cells.push(Cell::Buttons(vec![button]));
        } else {
            cells.push(Cell::Nothing);
        }
        let tone = match one.next() {
            Some(next) if next < visit.today => Tone::Late,
            Some(next) if next == visit.today => Tone::Soon,
            _ => Tone::Plain,
        };
        Row { cells, tone }
    });
    Table::new("待摸查名单", columns)
        .rows(rows)
        .empty("名单里没有人：没有经认定的就业困难人员，或换个筛选条件")
}

/// The day of the next survey, and whether somebody planned it.
fn next_cell(one: &Visitee) -> Cell {
    match (one.planned, one.due) {
        (Some(_), Some(due)) => Cell::Two(
            one.next().map(|next| next.to_string()).unwrap_or_default(),
            format!("计划；期限 {due}"),
        ),
        (Some(planned), None) => Cell::Two(planned.to_string(), "计划".to_owned()),
        (None, Some(due)) => Cell::Two(due.to_string(), "期限，BJ18-21(2)".to_owned()),
        (None, None) => Cell::Nothing,
    }
}
