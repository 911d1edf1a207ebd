//! 等我处理: what waits for somebody though no duty of the rules says it, beside 今日应办 and on a page of its own.

use std::collections::{BTreeMap, HashMap};

use access::Action;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion, Waiting, WaitingKind};
use kernel::Day;
use store::{ActorId, StoreError, SubjectId};
use web::parts::{Button, Buttons, Cell, Column, Row, Section, Table};
use web::{Choice, Field, Form, Page, Problem, Query, Tone, Visit};

use super::agenda::tabs;
use super::taking_out::{Reach, offer, take_out};
use crate::actions::all_waiting::{all_waiting, names_of_waiting};

/// How many of a kind are looked for; whoever has more of them is told that there are.
pub(super) const MOST: i64 = 100;
/// How many stand beside 今日应办.
const BESIDE: usize = 10;
/// How many of these are seen at once.
const SEEN: usize = 5;
/// From how many days on something without a day of its own is marked.
const LONG: i32 = 5;

/// What waits for the actor.
pub(super) struct Found {
    all: Vec<Waiting>,
    /// The names of those that are shown.
    names: HashMap<SubjectId, String>,
    staff: HashMap<ActorId, String>,
}

impl Found {
    /// Tells whether there may be more of a kind than were looked for.
    fn is_cut(&self) -> bool {
        kinds(&self.all).values().any(|number| *number >= MOST)
    }

    /// How many there are, in words.
    fn number(&self) -> String {
        let more = if self.is_cut() { "以上" } else { "" };
        format!("{} 件{more}", self.all.len())
    }

    /// What the first line of the page says of it; nothing where nothing waits.
    pub(super) fn words(&self) -> Option<String> {
        (!self.all.is_empty()).then(|| format!("{}等您处理", self.number()))
    }

    /// How many there are, for a tab.
    pub(super) fn count(&self) -> i64 {
        i64::try_from(self.all.len()).unwrap_or(i64::MAX)
    }
}

/// How many there are of each kind.
fn kinds(waiting: &[Waiting]) -> BTreeMap<WaitingKind, i64> {
    let mut kinds = BTreeMap::new();
    for one in waiting {
        *kinds.entry(one.kind).or_default() += 1;
    }
    kinds
}

/// What of that which waits is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Only what belongs to the people of this officer.
    officer: Option<ActorId>,
    /// Only of the kind of this name; empty for all.
    kind: String,
    /// Names of all, not only of those beside 今日应办.
    names_all: bool,
}

impl Wanted {
    /// What stands beside 今日应办; of an absent colleague's, only what is theirs.
    pub(super) fn beside(officer: Option<ActorId>) -> Self {
        Self { officer, ..Self::default() }
    }
}

/// Asks every slice, and reads the names of those that are shown.
pub(super) async fn find(visit: &Visit, desk: &Desk, wanted: Wanted) -> Result<Found, StoreError> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    desk.db
        .read(async move |tx| {
            let actor = &occasion.actor;
            let mut all = all_waiting(tx, &own, &occasion, MOST).await?;
            all.retain(|one| wanted.officer.is_none() || one.officer == wanted.officer);
            if !wanted.names_all {
                all = of_each_kind(all);
            }
            let of_kind = |one: &&Waiting| wanted.kind.is_empty() || one.kind.name == wanted.kind;
            let most = if wanted.names_all { usize::MAX } else { BESIDE };
            let shown: Vec<Waiting> = all.iter().filter(of_kind).take(most).cloned().collect();
            let names = names_of_waiting(tx, &own, actor, &shown).await?;
            let mut staff = HashMap::new();
            for absent in &actor.stands_in_for {
                staff.insert(*absent, offices::staff_name(tx, *absent).await?);
            }
            Ok(Found { all, names, staff })
        })
        .await
}

/// Puts the most urgent of each kind first, then the second of each: a hundred signatures that are missing do not hide
/// the one stop that waits for its approval.
fn of_each_kind(waiting: Vec<Waiting>) -> Vec<Waiting> {
    let mut before: BTreeMap<WaitingKind, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, Waiting)> = waiting
        .into_iter()
        .map(|one| {
            let rank = before.entry(one.kind).or_default();
            *rank += 1;
            (*rank, one)
        })
        .collect();
    // Within a rank what is urgent stays first.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, one)| one).collect()
}

/// The block beside 今日应办: the most urgent, and the way to the others.
pub(super) fn block(visit: &Visit, found: &Found) -> Section {
    let rows = found.all.iter().take(BESIDE);
    let table = table(visit, found, rows, "/today#waiting").folded_to(SEEN);
    let section = Section::new("等我处理", "waiting").lead(
        "没有列入应办、但在等您办的事：各类中最急的在前，没有期限的按等了多久排列；标明“本地规范”的，期限由本地规定",
    );
    let more = Button::link(format!("全部 {}", found.number()), "/today/waiting");
    section.part(&table).part(&Buttons(vec![more]))
}

/// Everything that waits, by kind, and as a workbook.
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let kind = query.0.text("kind").unwrap_or_default().to_owned();
    let wanted = Wanted { officer: None, kind: kind.clone(), names_all: true };
    let mut found = find(&visit, &desk, wanted).await?;
    let all = kinds(&found.all);
    let (count, is_cut) = (found.count(), found.is_cut());
    found.all.retain(|one| kind.is_empty() || one.kind.name == kind);
    let path = match kind.as_str() {
        "" => "/today/waiting".to_owned(),
        // Whatever was asked for by a name that is no kind's is asked for again by none.
        _ => found.all.first().map_or_else(
            || "/today/waiting".to_owned(),
            |one| format!("/today/waiting?kind={}", one.kind.name),
        ),
    };
    if query.wants_workbook() {
        // Whoever is only called in for somebody takes nothing of them out.
        let may = |one: &Waiting| {
            let relation = visit.actor.relation_to(one.office_code, one.officer);
            visit.may(Action::Export, relation).is_ok()
        };
        found.all.retain(may);
        let list = table(&visit, &found, found.all.iter(), &path);
        let of_someone = found.all.iter().filter(|one| one.is_of_someone());
        let subjects = of_someone.map(|one| one.subject);
        return take_out(&visit, &desk, Reach::Each, "等我处理", &list, subjects).await;
    }
    let list = table(&visit, &found, found.all.iter(), &path);
    let mark = if path.contains('?') { '&' } else { '?' };
    let list = offer(&visit, Reach::Each, list, format!("{path}{mark}format=xlsx"));
    let mut page = Page::new("等我处理").section("/today").crumb("今日应办", "/today").lead(
        "应办事项以外在等您办的事：到期的方案行动、协议、岗位和计划，等您核实、批准、接收、决定和告知的事",
    );
    if visit.actor.may_ever(Action::SeeOfficeDuties) {
        page = page.part(&tabs(&visit, "/today/waiting", Some(count)));
    }
    if all.len() > 1 {
        let mut choices = vec![Choice::new("", format!("全部（{count}）"))];
        choices
            .extend(all.iter().map(|(kind, number)| {
                Choice::new(kind.name, format!("{}（{number}）", kind.term))
            }));
        let filter = Form::asking("/today/waiting", "筛选")
            .field(Field::of("kind", "种类", choices).value(kind));
        page = page.part(&filter);
    }
    if is_cut {
        page = page
            .notice(web::Notice::note(format!("同一种类最多列出 {MOST} 件，办完一些以后再列其余")));
    }
    Ok(visit.show(&page.part(&list)))
}

fn table<'w>(
    visit: &Visit,
    found: &Found,
    rows: impl Iterator<Item = &'w Waiting>,
    here: &str,
) -> Table {
    let columns = vec![
        Column::text("期限或等候"),
        Column::text("服务对象"),
        Column::text("等什么"),
        Column::text("依据"),
        Column::buttons("办理"),
    ];
    let rows = rows.map(|one| {
        let name = found.names.get(&one.subject).map_or("—", String::as_str);
        let absent = one.officer.and_then(|officer| found.staff.get(&officer));
        let beneath = absent.map_or_else(String::new, |absent| format!("代{absent}办理"));
        let norm = if one.is_norm { "本地规范" } else { "" };
        let button = Button::link(one.label, one.path.clone());
        let whom = if one.is_of_someone() {
            let relation = visit.actor.relation_to(one.office_code, one.officer);
            let opens = one.is_open || visit.may(Action::ReadFile, relation).is_ok();
            // Whoever looks after residents is asked about nobody else.
            if opens || visit.actor.community().is_some() {
                let path = format!("/people/{}", one.subject);
                Cell::Link { text: name.to_owned(), path, beneath }
            } else {
                Cell::text(name)
            }
        } else {
            Cell::text("机构事项")
        };
        let spoken = if one.is_of_someone() { name } else { one.words.as_str() };
        let button = button.returning(here).spoken(format!("{}：{spoken}", one.label));
        let cells = vec![
            day_cell(one, visit.today),
            whom,
            Cell::Two(one.kind.term.to_owned(), one.words.clone()),
            Cell::Two(one.clause.to_owned(), norm.to_owned()),
            Cell::Buttons(vec![button]),
        ];
        Row { cells, tone: tone(one, visit.today) }
    });
    Table::new("等我处理，急的在前", columns).rows(rows).empty("没有等您处理的事")
}

/// Until when and how near that is; without a day, since when.
fn day_cell(one: &Waiting, today: Day) -> Cell {
    let Some(until) = one.until else {
        let words = match today.days_since(one.since) {
            ..=0 => "今天起".to_owned(),
            days => format!("已等 {days} 天"),
        };
        return Cell::Two(format!("自 {}", one.since), words);
    };
    let words = match until.days_since(today) {
        0 => "今天".to_owned(),
        1 => "明天".to_owned(),
        days @ 2.. => format!("还有 {days} 天"),
        days => format!("已过 {} 天", -days),
    };
    Cell::Two(until.to_string(), words)
}

fn tone(one: &Waiting, today: Day) -> Tone {
    match one.until {
        Some(until) if until < today => Tone::Late,
        Some(until) if until == today => Tone::Soon,
        None if today.days_since(one.since) >= LONG => Tone::Soon,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_of_one_kind_do_not_hide_the_only_one_of_another() {
        let of = |name, words: &str| Waiting {
            kind: WaitingKind { name, term: name },
            subject: SubjectId::from_bytes([1; 16]),
            office_code: 110_105_016_000,
            officer: None,
            is_open: true,
            words: words.to_owned(),
            since: Day::LAST,
            until: None,
            clause: "BJ18-23",
            is_norm: false,
            label: "办理",
            path: String::new(),
        };
        let waiting = vec![of("sign", "1"), of("sign", "2"), of("sign", "3"), of("stop", "4")];
        let ranked = of_each_kind(waiting);
        let words: Vec<&str> = ranked.iter().map(|one| one.words.as_str()).collect();
        assert_eq!(words, ["1", "4", "2", "3"]);
    }
}
