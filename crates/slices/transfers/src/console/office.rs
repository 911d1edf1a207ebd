//! Moving whole offices: what it would do, doing it, how far it has come.

use access::Failure;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use offices::Names;
use store::{ActorId, StoreError, SubjectId, Tx};
use web::{Form, Problem, Query, Submitted, Visit, id};

use super::office_page::{
    Asked, FROM, OFFICERS, ON, Plan, Progress, REASON, SCOPE, TO, choices, order, page,
    progress_page, progress_table,
};
use crate::MoveId;
use crate::actions::move_office::{
    NewMove, OfficeMove, Rehearsal, Scope, begin_move, carry_on, find_move, moved_in, moves,
    rehearse,
};
use crate::model::TransferRefusal;

/// How many pages are moved before the page is shown again.
const PAGES_AT_ONCE: usize = 40;

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let asked = Asked::read(&query.0);
    let plan = plan(&desk, &visit, &asked).await?;
    Ok(visit.show(&page(&visit, &asked, &plan, None)))
}

/// Looks at what is asked for, and counts what it would do.
async fn plan(desk: &Desk, visit: &Visit, asked: &Asked) -> Result<Plan, Problem> {
    let (occasion, asked) = (Occasion::from(visit), *asked);
    let planned = desk.db.read(async move |tx: &mut Tx| {
        let offices = offices::offices_within(tx, occasion.actor.area).await?;
        let mut plan = Plan {
            offices: choices(&offices),
            done: moves(tx, &occasion).await?,
            ..Plan::default()
        };
        for going in &plan.done {
            plan.names.learn_office(tx, going.asked.to_office_code).await?;
            plan.names.learn_office(tx, going.asked.from_code).await?;
        }
        if let Some(place) = asked.place() {
            match rehearse(tx, &occasion, place).await {
                Ok(rehearsal) => {
                    learn(tx, &mut plan, &rehearsal).await?;
                    plan.rehearsal = Some(rehearsal);
                }
                Err(Failure::Refused(refusal)) => plan.refusal = Some(refusal.to_string()),
                Err(other) => return Err(other),
            }
        }
        Ok::<_, Failure<TransferRefusal>>(plan)
    });
    planned.await.map_err(Problem::from)
}

/// Learns whose people would go over.
async fn learn(tx: &mut Tx, plan: &mut Plan, rehearsal: &Rehearsal) -> Result<(), StoreError> {
    for (officer, people) in &rehearsal.officers {
        let staff = match officer {
            Some(officer) => offices::find_staff(tx, *officer).await?,
            None => None,
        };
        plan.officers.push((staff, *people));
    }
    Ok(())
}

pub(super) async fn begin(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let asked = Asked::read(&sent);
    let plan = plan(&desk, &visit, &asked).await?;
    let mut form = order(&visit, &asked, &plan);
    form.take(&sent);
    let place = asked.place().filter(|_| form.is_sound());
    if let Some((scope, from_code, to_office_code)) = place {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let on = form.day(ON).unwrap_or(visit.today);
        let (reason, lines) = (form.words(REASON), form.words(OFFICERS));
        let begun = desk.once(&visit, form.once(), async move |tx: &mut Tx| {
            let officers = pairs(tx, &lines).await?;
            let reason = reason.clone();
            let new = NewMove { from_code, scope, to_office_code, on, reason, officers };
            let id = begin_move(tx, &desk2, &occasion, &new).await?;
            Ok(id.to_string())
        });
        match begun.await {
            Ok(begun) => return go_further(&desk, &visit, id(&begun)?).await,
            Err(Failure::Refused(refusal)) => refuse(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&visit, &asked, &plan, Some(form))))
}

fn refuse(form: &mut Form, refusal: &TransferRefusal) {
    let field = match refusal {
        TransferRefusal::NoPair(_) | TransferRefusal::NoSuchOfficer => OFFICERS,
        TransferRefusal::NotYet(_) => ON,
        TransferRefusal::Blank(_) => REASON,
        _ => "",
    };
    form.refuse(field, refusal);
}

/// Reads which officer takes over from which, a line each, by the names that they sign in with.
async fn pairs(
    tx: &mut Tx,
    lines: &str,
) -> Result<Vec<(ActorId, ActorId)>, Failure<TransferRefusal>> {
    let mut pairs = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let unread = || Failure::Refused(TransferRefusal::NoPair(line.to_owned()));
        let (from, to) = line.split_once(['=', '＝']).ok_or_else(unread)?;
        // An officer without a successor stays as the proposal lists them.
        if to.trim().is_empty() {
            continue;
        }
        let from = offices::staff_named(tx, from.trim()).await?.ok_or_else(unread)?;
        let to = offices::staff_named(tx, to.trim()).await?.ok_or_else(unread)?;
        pairs.push((from.staff_id, to.staff_id));
    }
    Ok(pairs)
}

pub(super) async fn go_on(
    visit: Visit,
    State(desk): State<Desk>,
    Path(move_id): Path<String>,
) -> Result<Response, Problem> {
    go_further(&desk, &visit, id(&move_id)?).await
}

/// Moves page after page, each in a transaction of its own, and shows how far it came.
async fn go_further(desk: &Desk, visit: &Visit, move_id: MoveId) -> Result<Response, Problem> {
    let mut words = "已开始整体划转，还没有全部完成";
    for _ in 0..PAGES_AT_ONCE {
        // What is kept of a person's change is named by its instant.
        let occasion = Occasion { now: desk.clock.now(), ..Occasion::from(visit) };
        let desk2 = desk.clone();
        let case = async move |tx: &mut Tx| carry_on(tx, &desk2, &occasion, move_id).await;
        match desk.db.write(case).await {
            Ok(going) if !going.is_finished => {}
            Ok(_) | Err(Failure::Refused(TransferRefusal::MoveOver)) => {
                words = "整体划转已全部完成";
                break;
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.go_on(&format!("/transfers/office/{move_id}"), words))
}

pub(super) async fn progress(
    visit: Visit,
    State(desk): State<Desk>,
    Path(move_id): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let move_id: MoveId = id(&move_id)?;
    let first = SubjectId::from_bytes([0; 16]);
    let after = query.0.text("after").and_then(|id| id.parse().ok()).unwrap_or(first);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let found = desk.db.read(async move |tx: &mut Tx| {
        let going = find_move(tx, &occasion, move_id).await?;
        look(tx, &desk2, going, after).await.map_err(Failure::Fault)
    });
    let progress = found.await.map_err(|failure| match failure {
        Failure::Refused(TransferRefusal::NoTransfer) => Problem::Missing,
        other => other.into(),
    })?;
    if query.wants_workbook() {
        let relation = visit.actor.relation_to(progress.going.asked.to_office_code, None);
        let reach = duties::Reach::Alike(relation);
        let (table, people) = (progress_table(&progress), progress.people.iter());
        let subjects = people.map(|(_, moved)| moved.subject);
        return duties::take_out(&visit, &desk, reach, "机构整体划转", &table, subjects).await;
    }
    Ok(visit.show(&progress_page(&visit, &progress)))
}

async fn look(
    tx: &mut Tx,
    desk: &Desk,
    going: OfficeMove,
    after: SubjectId,
) -> Result<Progress, StoreError> {
    let mut names = Names::default();
    let from = offices::office_name(tx, going.asked.from_code).await?;
    names.learn_office(tx, going.asked.to_office_code).await?;
    names.learn_staff(tx, going.begun_by).await?;
    let mut people = Vec::new();
    for moved in moved_in(tx, going.id, after).await? {
        for staff in moved.from_officer.into_iter().chain(moved.to_officer) {
            names.learn_staff(tx, staff).await?;
        }
        names.learn_office(tx, moved.from_office_code).await?;
        let name = subjects::name_of(tx, &desk.sealing, moved.subject).await?;
        people.push((name, moved));
    }
    Ok(Progress { going, from, names, people })
}

impl Asked {
    /// Gives what is asked for, once all of it is known.
    pub(super) fn place(&self) -> Option<(Scope, i64, i64)> {
        Some((self.scope?, self.from?, self.to?))
    }

    fn read(sent: &Submitted) -> Self {
        let code = |name| sent.text(name).and_then(|code| code.parse().ok());
        let scope = Scope::ALL.into_iter().find(|scope| sent.text(SCOPE) == Some(scope.text()));
        Self { scope, from: code(FROM), to: code(TO) }
    }
}
