//! /counselling/{appointment}: what it is, what became of it, and what can be done with it.

use std::collections::HashMap;

use access::{Action, Failure};
use axum::extract::{Path, State as Held};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::seal::Clear;
use store::{ActorId, Tx};
use web::parts::{Button, Cell, Facts, Moment as Happened, Section, Timeline};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Routes, Submitted, Visit};

use super::choosing::{Choosing, offer, read_slot};
use super::words::{
    badge, channel_choices, channel_named, channel_words, counsellor, form_choices, staff_names,
    time_words, tone, when,
};
use super::{problem, refused};
use crate::actions::book::Booking;
use crate::actions::change::{
    cancel, may_still_open, miss, move_to, not_begun, open, open_to_change,
};
use crate::actions::hold::{Outcome, hold};
use crate::actions::near::book_nearest;
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, Form as Guidance, Planned, State};
use crate::sql::{AppointmentRow, ChangeRow};
use web::id;

pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/counselling/{appointment}", Action::Counsel, show)
        .post("/counselling/{appointment}/hold", Action::Counsel, take_hold)
        .post("/counselling/{appointment}/miss", Action::Counsel, take_miss)
        .post("/counselling/{appointment}/cancel", Action::Counsel, take_cancel)
        .post("/counselling/{appointment}/nearest", Action::Counsel, take_nearest)
        .get("/counselling/{appointment}/move", Action::Counsel, show_move)
        .post("/counselling/{appointment}/move", Action::Counsel, take_move)
}

/// Everything that the page shows.
struct Found {
    row: AppointmentRow,
    name: String,
    note: Option<Clear>,
    changes: Vec<(ChangeRow, Option<Clear>)>,
    staff: HashMap<ActorId, String>,
    office_name: String,
}

async fn find(visit: &Visit, desk: &Desk, id: AppointmentId) -> Result<Found, Problem> {
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    desk.db
        .write(async move |tx| {
            let opened = open(tx, &own, &occasion, id).await?;
            let changes = opened.changes(tx).await?;
            let of_changes = changes
                .iter()
                .flat_map(|(row, _)| row.staff_id.into_iter().chain([row.by_staff_id]));
            let staff = staff_names(tx, of_changes).await?;
            // A wish waits wherever its person is answered for by now.
            let code = match opened.row.state {
                State::Requested => opened.entered.held.office_code,
                _ => opened.row.office_code,
            };
            let office = offices::office_by_code(tx, code).await?;
            Ok(Found {
                name: opened.entered.label.name.reveal().to_owned(),
                note: opened.note()?,
                changes,
                staff,
                office_name: office.map_or_else(String::new, |office| office.name),
                row: opened.row,
            })
        })
        .await
        .map_err(problem)
}

async fn show(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(appointment): Path<String>,
) -> Result<Response, Problem> {
    let found = find(&visit, &desk, id(&appointment)?).await?;
    Ok(visit.show(&page(&visit, &found, None)))
}

fn page(visit: &Visit, found: &Found, form: Option<Form>) -> Page {
    let row = &found.row;
    let path = format!("/counselling/{}", row.appointment_id);
    let page = Page::new("职业指导预约")
        .section("/counselling")
        .crumb("职业指导", "/counselling")
        .crumb(&found.name, format!("/people/{}", row.subject_id))
        .part(&facts(found));
    let page = match row.state {
        State::Requested => {
            let book = format!(
                "/counselling/book?subject={}&request={}&minutes={}",
                row.subject_id, row.appointment_id, row.minutes
            );
            let key = visit.once_key();
            page.tool(Button::link("安排时间", book).main()).tool(Button::post(
                "就近指定",
                format!("{path}/nearest"),
                &[(web::form::ONCE, &key)],
            ))
        }
        State::Booked => page
            .tool(Button::link("改约", format!("{path}/move")))
            .tool(Button::link("测评", format!("/people/{}/assessments", row.subject_id))),
        State::Missed => {
            let book = format!("/counselling/book?subject={}", row.subject_id);
            page.notice(Notice::note("未到的预约已转为“待安排”，可重新安排时间"))
                .tool(Button::link("重新预约", book))
        }
        State::Held | State::Cancelled => page,
    };
    let occasion = Occasion::from(visit);
    let page = if row.state == State::Booked {
        if let Some(at) = not_begun(&occasion, row) {
            page.part(&Notice::note(format!("{at} 开始后，在这里登记结果")))
        } else {
            let form = form.unwrap_or_else(|| hold_form(visit, row.appointment_id, row.form));
            let missed = Section::new("本人没有来", "missed")
                .lead("登记未到，并转为“待安排”，以便重新约时间")
                .folded()
                .part(&reason_form(visit, &format!("{path}/miss"), "登记未到", "联系情况"));
            page.part(&Section::new("登记结果", "hold").part(&form)).part(&missed)
        }
    } else {
        page
    };
    let page = if row.state.may_become(State::Cancelled) {
        let cancel = reason_form(visit, &format!("{path}/cancel"), "取消预约", "取消的原因");
        let lead = "取消后，占用的时间立即空出";
        page.part(&Section::new("取消预约", "cancel").lead(lead).folded().part(&cancel))
    } else {
        page
    };
    page.part(&Section::new("经过", "changes").part(&timeline(found)))
}

fn facts(found: &Found) -> Facts {
    let row = &found.row;
    let with = counsellor(&found.staff, row);
    let facts = Facts::new("")
        .fact("服务对象", Cell::link(&found.name, format!("/people/{}", row.subject_id)))
        .words("时间", time_words(row.day, row.minute, row.minutes))
        .words("职业指导员", with)
        .words("机构", &found.office_name)
        .words("形式", format!("{}（{}）", row.form, row.form.about()))
        .fact("状态", badge(row.state))
        .words("预约渠道", channel_words(row.channel))
        .words("想谈什么", found.note.as_ref().map_or("", |note| note.reveal()));
    let facts = match row.follows_id {
        Some(earlier) => {
            facts.fact("接续", Cell::link("原预约（未到）", format!("/counselling/{earlier}")))
        }
        None => facts,
    };
    match row.entry_id {
        Some(entry) => {
            let path = format!("/people/{}#{entry}", row.subject_id);
            facts.fact("台账", Cell::link("已记入服务台账", path))
        }
        None => facts,
    }
}

fn timeline(found: &Found) -> Timeline {
    let name = |staff: ActorId| found.staff.get(&staff).cloned().unwrap_or_default();
    let mut before: Option<&ChangeRow> = None;
    let mut moments = Vec::new();
    for (row, reason) in &found.changes {
        let is_moved = before
            .is_some_and(|before| before.state == State::Booked && row.state == State::Booked);
        let title = if is_moved { "改约".to_owned() } else { row.state.term().to_owned() };
        let mut lines = Vec::new();
        if row.state == State::Booked {
            let with = row.staff_id.map(name).unwrap_or_default();
            lines.push(format!("{} {with}", time_words(row.day, row.minute, found.row.minutes)));
        }
        lines.extend(reason.as_ref().map(|reason| reason.reveal().to_owned()));
        moments.push(Happened {
            mark: format!("c{}", row.place),
            day: web::day_of(row.changed_at),
            title,
            lines,
            beneath: format!("{} {}", when(row.changed_at), name(row.by_staff_id)),
            tone: tone(row.state),
            is_struck: false,
            buttons: Vec::new(),
        });
        before = Some(row);
    }
    moments.reverse();
    Timeline { moments, empty: String::new() }
}

fn hold_form(visit: &Visit, id: AppointmentId, guidance: Guidance) -> Form {
    let ready = vec![
        Choice::new("yes", "具备：与单位达成意向、收到聘用通知后 2 周内可以上岗"),
        Choice::new("no", "暂不具备"),
        Choice::new("none", "这次没有评估"),
    ];
    Form::new(format!("/counselling/{id}/hold"), "登记结果", visit.once_key())
        .field(Field::one("form", "指导形式", form_choices()).required().value(guidance.text()))
        .field(Field::of("channel", "方式", channel_choices()).required().value("counter"))
        .field(
            Field::lines("words", "指导内容和结果")
                .required()
                .hint("谈了什么、商定了什么，一两句话即可；会记入服务台账"),
        )
        .field(
            Field::one("ready", "是否具备上岗条件", ready)
                .required()
                .hint("BJ18-15；选择前两项会同时记一条“就业准备评估”。协议期内的，问题解决得怎样仍须在 5 个工作日内回访（BJ18-27(1)）"),
        )
}

fn reason_form(visit: &Visit, path: &str, submit: &str, label: &str) -> Form {
    Form::new(path, submit, visit.once_key()).field(Field::lines("reason", label).required())
}

async fn take_hold(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(appointment): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let appointment: AppointmentId = id(&appointment)?;
    // The same form may be sent twice, when the file is closed already: nothing is opened for a sound one.
    let mut form = hold_form(&visit, appointment, Guidance::General);
    form.take(&sent);
    let (Some(guidance), Some(channel), true) = (
        Guidance::named(&form.words("form")),
        channel_named(&form.words("channel")),
        form.is_sound(),
    ) else {
        let found = find(&visit, &desk, appointment).await?;
        return Ok(visit.show_again(&page(&visit, &found, Some(form))));
    };
    let ready = match form.words("ready").as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let outcome = Outcome { form: guidance, channel, words: form.words("words"), ready };
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let held = desk
        .once(&visit, form.once(), async move |tx| {
            hold(tx, &own, &occasion, appointment, &outcome).await?;
            next(tx, &occasion, appointment).await
        })
        .await;
    match held {
        Ok(next) => Ok(visit.go_on(&next, "已登记结果，并记入服务台账")),
        Err(failure) => {
            form.refuse("", refused(failure)?);
            let found = find(&visit, &desk, appointment).await?;
            Ok(visit.show_again(&page(&visit, &found, Some(form)).notice(stopped())))
        }
    }
}

/// Where somebody goes on who has settled an appointment: for whoever received a person of another office, the
/// file is closed by then.
async fn next(
    tx: &mut Tx,
    occasion: &Occasion,
    id: AppointmentId,
) -> Result<String, Failure<CounselRefusal>> {
    let stays = may_still_open(tx, occasion, id).await?;
    Ok(if stays { format!("/counselling/{id}") } else { "/counselling".to_owned() })
}

fn stopped() -> Notice {
    Notice::stop("没有办成，原因见下；如状态已变化，请先看“经过”")
}

/// What a small form with a reason asks for.
#[derive(Clone, Copy)]
enum Step {
    Miss,
    Cancel,
}

async fn take_miss(
    visit: Visit,
    desk: Held<Desk>,
    path: Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    take_step(visit, desk, path, sent, Step::Miss).await
}

async fn take_cancel(
    visit: Visit,
    desk: Held<Desk>,
    path: Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    take_step(visit, desk, path, sent, Step::Cancel).await
}

async fn take_step(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(appointment): Path<String>,
    sent: Submitted,
    step: Step,
) -> Result<Response, Problem> {
    let appointment: AppointmentId = id(&appointment)?;
    let path = format!("/counselling/{appointment}");
    let (submit, label, action, done) = match step {
        Step::Miss => ("登记未到", "联系情况", "miss", "已登记未到，并转为待安排"),
        Step::Cancel => ("取消预约", "取消的原因", "cancel", "已取消，时间已空出"),
    };
    let mut form = reason_form(&visit, &format!("{path}/{action}"), submit, label);
    form.take(&sent);
    if form.is_sound() {
        let (own, occasion, reason) = (desk.clone(), Occasion::from(&visit), form.words("reason"));
        let settled = desk
            .once(&visit, form.once(), async move |tx| {
                match step {
                    Step::Miss => {
                        miss(tx, &own, &occasion, appointment, &reason).await?;
                    }
                    Step::Cancel => {
                        cancel(tx, &own, &occasion, appointment, &reason).await?;
                    }
                }
                next(tx, &occasion, appointment).await
            })
            .await;
        match settled {
            Ok(next) => return Ok(visit.go_on(&next, done)),
            Err(failure) => form.refuse("", refused(failure)?),
        }
    }
    let found = find(&visit, &desk, appointment).await?;
    let page = Page::new(submit)
        .section("/counselling")
        .crumb("职业指导", "/counselling")
        .crumb("预约", path)
        .part(&facts(&found))
        .part(&form);
    Ok(visit.show_again(&page))
}

async fn take_nearest(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(appointment): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let key = sent.once_key()?;
    let appointment: AppointmentId = id(&appointment)?;
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    desk.once(&visit, &key, async move |tx| {
        let opened = open_to_change(tx, &own, &occasion, appointment).await?;
        let row = &opened.row;
        let booking = Booking {
            subject: row.subject_id,
            staff: occasion.actor.id,
            planned: Planned { day: occasion.today, minute: 0, minutes: row.minutes },
            form: row.form,
            channel: row.channel,
            note: String::new(),
            request: Some(appointment),
        };
        book_nearest(tx, &own, &occasion, &booking).await?;
        Ok(String::new())
    })
    .await
    .map_err(problem)?;
    Ok(visit.go_on(&format!("/counselling/{appointment}"), "已就近指定，理由见“经过”"))
}

async fn show_move(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(appointment): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let page = move_page(&visit, &desk, id(&appointment)?, &query.0, None).await?;
    Ok(visit.show(&page))
}

async fn move_page(
    visit: &Visit,
    desk: &Desk,
    appointment: AppointmentId,
    sent: &Submitted,
    refusal: Option<CounselRefusal>,
) -> Result<Page, Problem> {
    let choosing = Choosing::read(sent, visit.today);
    let has_asked = sent.text("minutes").is_some();
    let (own, occasion) = (desk.clone(), Occasion::from(visit));
    let (row, name, offered, choosing) = desk
        .db
        .write(async move |tx| {
            let opened = open(tx, &own, &occasion, appointment).await?;
            let mut choosing = choosing.clone();
            if !has_asked {
                choosing.staff = opened.row.staff_id;
                choosing.minutes = opened.row.minutes;
            }
            let offered = offer(tx, &own, &occasion, &opened.entered.held, &choosing).await?;
            let name = opened.entered.label.name.reveal().to_owned();
            Ok((opened.row, name, offered, choosing))
        })
        .await
        .map_err(problem)?;
    let path = format!("/counselling/{appointment}");
    let to = format!("{path}/move");
    let staff = offered.staff.map(|staff| staff.to_string()).unwrap_or_default();
    let mut form = Form::new(&to, "改到这个时间", visit.once_key())
        .cancel(&path)
        .hidden("staff", staff)
        .hidden("minutes", choosing.minutes.to_string())
        .hidden("from", choosing.from.to_string())
        .field(offered.field(sent.text("slot").unwrap_or_default()))
        .field(Field::lines("reason", "改约的原因").value(sent.text("reason").unwrap_or_default()));
    if let Some(refusal) = refusal {
        form.refuse("slot", refusal);
    }
    let page = Page::new("改约")
        .section("/counselling")
        .crumb("职业指导", "/counselling")
        .crumb(format!("{name}的预约"), path)
        .lead(format!("现在约定：{}", time_words(row.day, row.minute, row.minutes)))
        .part(&offered.filter(&to, &choosing));
    let page = match &offered.nearest {
        Some(near) => page.part(&Notice::note(near.to_string())),
        None => page,
    };
    Ok(page.part(&form))
}

async fn take_move(
    visit: Visit,
    Held(desk): Held<Desk>,
    Path(appointment): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let appointment: AppointmentId = id(&appointment)?;
    let key = sent.once_key()?;
    let choosing = Choosing::read(&sent, visit.today);
    let planned = sent.text("slot").and_then(|slot| read_slot(slot, choosing.minutes));
    let (Some(planned), Some(staff)) = (planned, choosing.staff) else {
        let refusal = CounselRefusal::Blank { what: "新的时间" };
        let page = move_page(&visit, &desk, appointment, &sent, Some(refusal)).await?;
        return Ok(visit.show_again(&page));
    };
    let reason = sent.text("reason").unwrap_or_default().to_owned();
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let moved = desk
        .once(&visit, &key, async move |tx| {
            move_to(tx, &own, &occasion, appointment, (staff, planned), &reason).await?;
            next(tx, &occasion, appointment).await
        })
        .await;
    match moved {
        Ok(next) => Ok(visit.go_on(&next, "已改约")),
        Err(failure) => {
            let refusal = refused(failure)?;
            let page = move_page(&visit, &desk, appointment, &sent, Some(refusal)).await?;
            Ok(visit.show_again(&page))
        }
    }
}
