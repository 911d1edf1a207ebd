//! Moving whole offices: choosing who goes where, a look at what it would do, ordering it, how far it has come.

use access::{Area, Failure, OfficeLevel};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use offices::{Names, OfficeChooser, Staff};
use store::{StoreError, SubjectId, Tx};
use web::parts::Trail;
use web::{Form, Problem, Query, Submitted, Usual, Visit, id};

use super::office_asked::{Asked, TO, WHO};
use super::office_choose::{Choosing, PATH, Places, office_page, people_form, people_page};
use super::office_confirm;
use super::office_order::{BACK, ON, Officer, Order, REASON, SUCCESSORS, order_page, pairs};
use super::office_preview::preview_page;
use super::office_progress::{PAGE, Progress, progress_page, progress_table};
use crate::MoveId;
use crate::actions::move_office::{
    NewMove, OfficeMove, carry_on, find_move, moved_after, moves, order_move,
};
use crate::actions::rehearse::{
    Preview, Scope, answering, by_community, may_move, preview as look_ahead, rehearse,
};
use crate::model::{MoveState, TransferRefusal};

/// How many pages are moved before the page is shown again.
const PAGES_AT_ONCE: usize = 40;

/// Asks, one after the other, from which office, who of it and where to, and whose people whose become.
pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    // Whoever names everything by code goes straight on; whether they may is asked there.
    if let Some(asked) = Asked::read(&query.0) {
        let order = order(&desk, &visit, asked).await?;
        let form = order.form(&visit, &query.0);
        return Ok(visit.show(&order_page(&order, &form)));
    }
    let Some(office) = Asked::office(&query.0) else {
        let asked = query.0.text("in").and_then(|code| code.parse().ok());
        let area = asked.and_then(|code| visit.actor.area.narrowed_to(code));
        let choosing = choosing(&desk, &visit, area.unwrap_or(visit.actor.area)).await?;
        return Ok(visit.show(&office_page(&choosing)));
    };
    let places = places(&desk, &visit, office).await?;
    let (asked, form) = people(&places, &query.0);
    match asked {
        Some(asked) => {
            let order = order(&desk, &visit, asked).await?;
            let form = order.form(&visit, &query.0);
            Ok(visit.show(&order_page(&order, &form)))
        }
        None => Ok(visit.show(&people_page(&places, &form))),
    }
}

/// Finds the offices to choose from: those that answer for somebody, or the districts first where there are many.
async fn choosing(desk: &Desk, visit: &Visit, area: Area) -> Result<Choosing, Problem> {
    let occasion = Occasion::from(visit);
    let found = desk.db.read(async move |tx: &mut Tx| {
        let mut choosing = Choosing { done: moves(tx, &occasion).await?, ..Choosing::default() };
        for going in &choosing.done {
            choosing.names.learn_office(tx, going.asked.to_office_code).await?;
            choosing.names.learn_office(tx, going.asked.from_code).await?;
        }
        if area.level() == OfficeLevel::City {
            let offices = offices::offices_within(tx, area).await?;
            let open = offices.into_iter().filter(offices::Office::is_open);
            choosing.districts =
                open.filter(|office| office.level == OfficeLevel::District).collect();
        }
        let own = if choosing.districts.is_empty() { area } else { Area::alone(area.first) };
        choosing.offices = answering(tx, &occasion, own).await?;
        Ok::<_, Failure<TransferRefusal>>(choosing)
    });
    found.await.map_err(Problem::from)
}

/// Finds who can go over from an office, and where to.
async fn places(desk: &Desk, visit: &Visit, office: i64) -> Result<Places, Problem> {
    let occasion = Occasion::from(visit);
    let found = desk.db.read(async move |tx: &mut Tx| {
        may_move(&occasion, Scope::Office, office, office)?;
        let own = answering(tx, &occasion, Area::alone(office)).await?;
        let communities = by_community(tx, &occasion, office).await?;
        let within = offices::offices_within(tx, occasion.actor.area).await?;
        let is_street = occasion.actor.area.level() >= OfficeLevel::Street;
        let receives = |other: &offices::Office| is_street || other.level != OfficeLevel::Community;
        let receiving: Vec<offices::Office> =
            within.into_iter().filter(|other| other.code != office && receives(other)).collect();
        Ok::<_, Failure<TransferRefusal>>(Places {
            office,
            name: offices::office_name(tx, office).await?,
            people: own.first().map_or(0, |own| own.people),
            communities,
            receiving: OfficeChooser::of(receiving),
        })
    });
    found.await.map_err(Problem::from)
}

/// Reads who goes where; gives the form that asks for it, and what is asked for once all of it is known.
fn people(places: &Places, sent: &Submitted) -> (Option<Asked>, Form) {
    let mut form = people_form(places);
    if sent.text(WHO).or(sent.text(TO)).is_none() {
        return (None, form);
    }
    form.take(sent);
    let to = places.receiving.chosen(&mut form, TO).map(|office| office.code);
    let who = Asked::who(sent);
    let asked = match (who, to) {
        (Some((scope, from)), Some(to)) if form.is_sound() => {
            Some(Asked { office: places.office, scope, from, to })
        }
        _ => None,
    };
    (asked, form)
}

/// Looks at what is asked for: whose people would go over, and whose they can become.
pub(super) async fn order(desk: &Desk, visit: &Visit, asked: Asked) -> Result<Order, Problem> {
    let occasion = Occasion::from(visit);
    let found = desk.db.read(async move |tx: &mut Tx| {
        let mut order = Order::new(asked);
        order.from_name = offices::office_name(tx, asked.from).await?;
        order.to_name = offices::office_name(tx, asked.to).await?;
        match rehearse(tx, &occasion, asked.place()).await {
            Ok(rehearsal) => {
                order.receivers = receivers(tx, asked.to).await?;
                learn(tx, &mut order, &rehearsal.officers).await?;
                order.rehearsal = Some(rehearsal);
            }
            Err(Failure::Refused(refusal)) => order.refusal = Some(refusal.to_string()),
            Err(other) => return Err(other),
        }
        let unfinished = |going: &OfficeMove| {
            going.state().goes_on()
                && (going.asked.scope, going.asked.from_code) == (asked.scope, asked.from)
        };
        order.unfinished =
            moves(tx, &occasion).await?.into_iter().find(unfinished).map(|going| going.id);
        Ok::<_, Failure<TransferRefusal>>(order)
    });
    found.await.map_err(Problem::from)
}

/// Finds who of an office can take people on, and for how many they answer.
async fn receivers(tx: &mut Tx, code: i64) -> Result<Vec<(Staff, i64)>, StoreError> {
    let Some(office) = offices::office_by_code(tx, code).await? else { return Ok(Vec::new()) };
    let mut receivers = Vec::new();
    for staff in offices::staff_of(tx, office.office_id).await? {
        if staff.guides_at(code) {
            let load = duties::count_held(tx, staff.staff_id).await?;
            receivers.push((staff, load));
        }
    }
    Ok(receivers)
}

/// Learns whose people would go over.
async fn learn(
    tx: &mut Tx,
    order: &mut Order,
    officers: &[(Option<store::ActorId>, i64)],
) -> Result<(), StoreError> {
    for (officer, people) in officers {
        let Some(officer) = *officer else {
            order.without_officer = *people;
            continue;
        };
        let found = offices::find_staff(tx, officer).await?;
        let name = found.map_or_else(|| "（已离开的人员）".to_owned(), |staff| staff.name);
        order.officers.push(Officer { id: officer, name, people: *people });
    }
    Ok(())
}

/// Takes an order as it was sent; gives what it asks for once nothing is wrong with it by itself.
async fn taken(
    desk: &Desk,
    visit: &Visit,
    sent: &Submitted,
) -> Result<(Order, Form, Option<NewMove>), Problem> {
    let asked = Asked::read(sent).ok_or(Problem::Missing)?;
    let order = order(desk, visit, asked).await?;
    let form = order.taken(visit, sent);
    // Whether it is possible is said where it is done: what was done before stays done.
    let new = form.is_sound().then(|| NewMove {
        from_code: asked.from,
        scope: asked.scope,
        to_office_code: asked.to,
        on: form.day(ON).unwrap_or(visit.today),
        reason: form.words(REASON),
        officers: pairs(&form),
    });
    Ok((order, form, new))
}

/// Whoever comes back to a preview by its address begins anew: what was typed stands in no address.
pub(super) async fn anew(_: Visit) -> Response {
    Redirect::to(PATH).into_response()
}

/// Shows what an order would do, with the one button that hands it to another head.
pub(super) async fn preview(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (order, mut form, new) = taken(&desk, &visit, &sent).await?;
    form.doubt_day(ON, visit.today, Usual::EVENT);
    if let Some(new) = new.filter(|_| form.is_sound()) {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let asked = new.clone();
        let seen: Result<Preview, Failure<TransferRefusal>> = desk
            .db
            .read(async move |tx: &mut Tx| look_ahead(tx, &desk2, &occasion, &asked).await)
            .await;
        match seen {
            Ok(seen) => return Ok(visit.show(&preview_page(&visit, &order, &new, &seen))),
            Err(Failure::Refused(refusal)) => refuse(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&order_page(&order, &form)))
}

pub(super) async fn begin(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let (order, mut form, new) = taken(&desk, &visit, &sent).await?;
    if sent.text(BACK).is_some() {
        return Ok(visit.show(&order_page(&order, &form)));
    }
    if let Some(new) = new {
        let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
        let begun = desk.once(&visit, form.once(), async move |tx: &mut Tx| {
            let id = order_move(tx, &desk2, &occasion, &new).await?;
            Ok(id.to_string())
        });
        match begun.await {
            Ok(id) => {
                let words = "已提交，等另一位负责人确认；确认以前没有人划转";
                return Ok(visit.go_on(&format!("{PATH}/{id}"), words));
            }
            Err(Failure::Refused(refusal)) => refuse(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&order_page(&order, &form)))
}

fn refuse(form: &mut Form, refusal: &TransferRefusal) {
    let field = match refusal {
        TransferRefusal::NoSuchOfficer => SUCCESSORS[0],
        TransferRefusal::NotYet(_) => ON,
        TransferRefusal::Blank(_) => REASON,
        _ => "",
    };
    form.refuse(field, refusal);
}

pub(super) async fn go_on(
    visit: Visit,
    State(desk): State<Desk>,
    Path(move_id): Path<String>,
) -> Result<Response, Problem> {
    go_further(&desk, &visit, id(&move_id)?).await
}

/// Moves page after page, each in a transaction of its own, and shows how far it came.
pub(super) async fn go_further(
    desk: &Desk,
    visit: &Visit,
    move_id: MoveId,
) -> Result<Response, Problem> {
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
    let (trail, after) = Trail::of(&query.0, |id| id.parse().ok());
    let as_workbook = query.wants_workbook();
    let after = after.filter(|_| !as_workbook);
    let (desk2, occasion) = (desk.clone(), Occasion::from(&visit));
    let found = desk.db.read(async move |tx: &mut Tx| {
        let going = find_move(tx, &occasion, move_id).await?;
        look(tx, &desk2, going, (after, as_workbook)).await.map_err(Failure::Fault)
    });
    let progress = found.await.map_err(|failure| match failure {
        Failure::Refused(TransferRefusal::NoTransfer) => Problem::Missing,
        other => other.into(),
    })?;
    if as_workbook {
        let relation = visit.actor.relation_to(progress.going.asked.to_office_code, None);
        let reach = duties::Reach::Alike(relation);
        let (table, people) = (progress_table(&progress), progress.people.iter());
        let subjects = people.map(|(_, moved)| moved.subject);
        return duties::take_out(&visit, &desk, reach, "机构整体划转", &table, subjects).await;
    }
    if progress.going.state() == MoveState::Waiting {
        return office_confirm::show(&visit, &desk, &progress.going).await;
    }
    Ok(visit.show(&progress_page(&visit, &progress, &trail)))
}

/// Looks at a move and a page of those who went over, after somebody; at all of them for a workbook.
async fn look(
    tx: &mut Tx,
    desk: &Desk,
    going: OfficeMove,
    (after, is_whole): (Option<SubjectId>, bool),
) -> Result<Progress, StoreError> {
    let mut names = Names::default();
    let from = offices::office_name(tx, going.asked.from_code).await?;
    names.learn_office(tx, going.asked.to_office_code).await?;
    let confirmed_by = going.confirmed.map(|(by, _)| by);
    let withdrawn_by = going.withdrawn.as_ref().map(|withdrawn| withdrawn.by);
    for staff in [Some(going.begun_by), confirmed_by, withdrawn_by].into_iter().flatten() {
        names.learn_staff(tx, staff).await?;
    }
    let mut after = after.unwrap_or(SubjectId::from_bytes([0; 16]));
    let mut gone = moved_after(tx, going.id, after, PAGE + 1).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = gone.len() > page;
    while let Some(last) = gone.last().filter(|_| is_whole) {
        after = last.subject;
        let more = moved_after(tx, going.id, after, PAGE).await?;
        if more.is_empty() {
            break;
        }
        gone.extend(more);
    }
    let mut next = None;
    if has_more && !is_whole {
        gone.truncate(page);
        next = gone.last().map(|last| last.subject);
    }
    let mut people = Vec::with_capacity(gone.len());
    for moved in gone {
        for staff in moved.from_officer.into_iter().chain(moved.to_officer) {
            names.learn_staff(tx, staff).await?;
        }
        names.learn_office(tx, moved.from_office_code).await?;
        let name = subjects::name_of(tx, &desk.sealing, moved.subject).await?;
        people.push((name, moved));
    }
    Ok(Progress { going, from, names, people, next })
}
