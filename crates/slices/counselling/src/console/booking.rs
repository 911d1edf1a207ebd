//! /counselling/book: an appointment, or a wish, for a person.

use access::Action;
use axum::extract::State as Held;
use axum::response::Response;
use desk::{Desk, Occasion};
use store::SubjectId;
use web::parts::{Button, Buttons};
use web::{Field, Form, Notice, Page, Problem, Query, Routes, Submitted, Visit};

use super::choosing::{Choosing, Offered, offer, read_slot};
use super::words::{channel_choices, channel_named, form_choices};
use super::{problem, refused};
use crate::actions::book::{Booking, book};
use crate::actions::receive::enter;
use crate::actions::requests::{Wish, request};
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, Form as Guidance};
use web::id;

const PATH: &str = "/counselling/book";

pub(super) fn routes() -> Routes<Desk> {
    Routes::new().get(PATH, Action::Counsel, show).post(PATH, Action::Counsel, take).post(
        "/counselling/wish",
        Action::Counsel,
        wish,
    )
}

/// What the page is about.
#[derive(Clone, Debug)]
struct Asked {
    subject: SubjectId,
    request: Option<AppointmentId>,
    choosing: Choosing,
}

impl Asked {
    fn read(sent: &Submitted, visit: &Visit) -> Result<Self, Problem> {
        let subject = id(sent.text("subject").unwrap_or_default())?;
        let request = sent.text("request").map(id).transpose()?;
        Ok(Self { subject, request, choosing: Choosing::read(sent, visit.today) })
    }
}

async fn show(visit: Visit, Held(desk): Held<Desk>, query: Query) -> Result<Response, Problem> {
    if query.0.text("subject").is_none() {
        let page = frame()
            .notice(Notice::note("先找到服务对象，再从档案中选择“预约职业指导”"))
            .part(&Buttons(vec![Button::link("查找服务对象", "/people").main()]));
        return Ok(visit.show(&page));
    }
    let asked = Asked::read(&query.0, &visit)?;
    let page = page(&visit, &desk, &asked, None, None).await?;
    Ok(visit.show(&page))
}

fn frame() -> Page {
    Page::new("预约职业指导").section("/counselling").crumb("职业指导", "/counselling")
}

/// Puts the page together; again with what was typed and why it was refused.
async fn page(
    visit: &Visit,
    desk: &Desk,
    asked: &Asked,
    typed: Option<Form>,
    refusal: Option<CounselRefusal>,
) -> Result<Page, Problem> {
    let (own, occasion, wanted) = (desk.clone(), Occasion::from(visit), asked.clone());
    let (name, offered) = desk
        .db
        .write(async move |tx| {
            let entered = enter(tx, &own, &occasion, wanted.subject).await?;
            let offered = offer(tx, &own, &occasion, &entered.held, &wanted.choosing).await?;
            Ok((entered.label.name.reveal().to_owned(), offered))
        })
        .await
        .map_err(problem)?;
    let person = format!("/people/{}", asked.subject);
    let mut filter =
        offered.filter(PATH, &asked.choosing).hidden("subject", asked.subject.to_string());
    if let Some(request) = asked.request {
        filter = filter.hidden("request", request.to_string());
    }
    let page =
        frame().crumb(name.clone(), person.clone()).lead(format!("为{name}预约")).part(&filter);
    if offered.staff.is_none() {
        let words = CounselRefusal::NobodyFree.to_string();
        let page = match refusal {
            Some(refusal) => page.notice(Notice::stop(refusal.to_string())),
            None => page,
        };
        let wish = match typed {
            // What was typed to book a time goes on as a wish.
            Some(form) => carried(wish_form(visit, asked), &form),
            None => wish_form(visit, asked),
        };
        return Ok(page.notice(Notice::soon(words)).part(&wish));
    }
    let page = match &offered.nearest {
        Some(near) => page.part(&Notice::note(near.to_string())),
        None => page,
    };
    let form = match typed {
        // The times are those of now: what is gone is no longer offered.
        Some(mut form) => {
            let chosen = form.words("slot");
            let problem = form
                .fields()
                .find(|field| field.name == "slot")
                .and_then(|field| field.problem.clone());
            for field in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
                if field.name == "slot" {
                    *field = Field { problem: problem.clone(), ..offered.field(&chosen) };
                }
            }
            if let Some(refusal) = refusal {
                form.refuse("slot", refusal);
            }
            form
        }
        None => form(visit, asked, &offered),
    };
    let groups = format!("/counselling/groups?subject={}", asked.subject);
    Ok(page
        .tool(Button::link("小组指导", groups))
        .tool(Button::link("测评", format!("{person}/assessments")))
        .part(&turns(&offered, asked, visit))
        .part(&form))
}

/// The links to the days before and after.
fn turns(offered: &Offered, asked: &Asked, visit: &Visit) -> Buttons {
    let (before, after) = offered.turns(visit.today);
    let path = |day: kernel::Day| {
        let staff = asked.choosing.staff.map(|staff| format!("&staff={staff}")).unwrap_or_default();
        let request =
            asked.request.map(|request| format!("&request={request}")).unwrap_or_default();
        let Asked { subject, choosing, .. } = asked;
        format!("{PATH}?subject={subject}&minutes={}&from={day}{staff}{request}", choosing.minutes)
    };
    let before = before.map(|day| Button::link("← 前 7 天", path(day)));
    let after = after.map(|day| Button::link("后 7 天 →", path(day)));
    Buttons(before.into_iter().chain(after).collect())
}

fn blank(visit: &Visit, asked: &Asked, staff: String) -> Form {
    let form = Form::new(PATH, "预约", visit.once_key())
        .cancel(format!("/people/{}", asked.subject))
        .hidden("subject", asked.subject.to_string())
        .hidden("staff", staff)
        .hidden("minutes", asked.choosing.minutes.to_string())
        .hidden("from", asked.choosing.from.to_string());
    match asked.request {
        Some(request) => form.hidden("request", request.to_string()),
        None => form,
    }
}

fn fields(form: Form, slot: Field) -> Form {
    form.field(slot)
        .field(
            Field::one("form", "指导形式", form_choices())
                .required()
                .hint("BJ18-14；分类指导以小组活动进行，见“小组指导”")
                .value(Guidance::General.text()),
        )
        .field(Field::of("channel", "预约渠道", channel_choices()).required().value("counter"))
        .field(Field::lines("note", "想谈什么").hint("本人希望解决的问题，可不填"))
}

fn form(visit: &Visit, asked: &Asked, offered: &Offered) -> Form {
    let staff = offered.staff.map(|staff| staff.to_string()).unwrap_or_default();
    fields(blank(visit, asked, staff), offered.field(""))
}

fn wish_form(visit: &Visit, asked: &Asked) -> Form {
    let mut form = Form::new("/counselling/wish", "登记为待安排", visit.once_key())
        .hidden("subject", asked.subject.to_string())
        .hidden("minutes", asked.choosing.minutes.to_string())
        .group("先登记，待安排时间", "登记后出现在本机构的“待安排”中")
        .field(
            Field::one("form", "指导形式", form_choices())
                .required()
                .value(Guidance::General.text()),
        )
        .field(Field::of("channel", "预约渠道", channel_choices()).required().value("counter"))
        .field(Field::lines("note", "想谈什么"));
    form.is_compact = false;
    form
}

/// Fills a form with what was typed into another one under the same names.
fn carried(mut form: Form, typed: &Form) -> Form {
    for field in form.groups.iter_mut().flat_map(|group| &mut group.fields) {
        if let Some(known) = typed.fields().find(|known| known.name == field.name) {
            field.values.clone_from(&known.values);
        }
    }
    form
}

async fn take(visit: Visit, Held(desk): Held<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let asked = Asked::read(&sent, &visit)?;
    let staff = asked.choosing.staff.map(|staff| staff.to_string()).unwrap_or_default();
    let slot = Field::shown("slot", "时间", &web::parts::Slots::default()).required();
    let mut form = fields(blank(&visit, &asked, staff), slot);
    form.take(&sent);
    let planned = read_slot(&form.words("slot"), asked.choosing.minutes);
    let guidance = Guidance::named(&form.words("form"));
    let channel = channel_named(&form.words("channel"));
    let (Some(planned), Some(guidance), Some(channel), Some(staff), true) =
        (planned, guidance, channel, asked.choosing.staff, form.is_sound())
    else {
        if form.is_sound() {
            form.refuse("slot", "请从列出的时间中选择");
        }
        return Ok(visit.show_again(&page(&visit, &desk, &asked, Some(form), None).await?));
    };
    let booking = Booking {
        subject: asked.subject,
        staff,
        planned,
        form: guidance,
        channel,
        note: form.words("note"),
        request: asked.request,
    };
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let booked = desk
        .once(&visit, form.once(), async move |tx| {
            book(tx, &own, &occasion, &booking).await.map(|id| id.to_string())
        })
        .await;
    match booked {
        Ok(appointment) => Ok(visit.go_on(&format!("/counselling/{appointment}"), "已约定")),
        Err(failure) => {
            let refusal = refused(failure)?;
            let page = page(&visit, &desk, &asked, Some(form), Some(refusal)).await?;
            Ok(visit.show_again(&page))
        }
    }
}

async fn wish(visit: Visit, Held(desk): Held<Desk>, sent: Submitted) -> Result<Response, Problem> {
    let asked = Asked::read(&sent, &visit)?;
    let mut form = wish_form(&visit, &asked);
    form.take(&sent);
    let (Some(guidance), Some(channel), true) = (
        Guidance::named(&form.words("form")),
        channel_named(&form.words("channel")),
        form.is_sound(),
    ) else {
        return Ok(visit.show_again(&frame().part(&form)));
    };
    let wanted = Wish {
        subject: asked.subject,
        form: guidance,
        minutes: asked.choosing.minutes,
        channel,
        note: form.words("note"),
    };
    let (own, occasion) = (desk.clone(), Occasion::from(&visit));
    let made = desk
        .once(&visit, form.once(), async move |tx| {
            request(tx, &own, &occasion, &wanted).await.map(|id| id.to_string())
        })
        .await;
    match made {
        Ok(made) => Ok(visit.go_on(&format!("/counselling/{made}"), "已登记，等待安排时间")),
        Err(failure) => {
            form.refuse("", refused(failure)?);
            Ok(visit.show_again(&frame().part(&form)))
        }
    }
}
