//! Taking a person in: one page, typed once.

use access::Failure;
use axum::extract::State;
use axum::response::Response;
use desk::{Desk, Occasion};
use store::ledger::Channel;
use web::parts::{Button, Cell, Column, Prose, Table};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Visit};

use super::fields::{self, Offer};
use super::occupation;
use super::people::ELSEWHERE;
use super::searched;

use crate::actions::bring_in::NewPerson;
use crate::actions::find::Likely;
use crate::actions::take_in::{Intake, TakeInRefusal, take_in};

/// What goes along once it was asked whether another file is theirs.
const ASKED: &str = "asked_despite";

/// The channels of BJ18-10: what is sent, what is read, the ledger's channel, whether an office went looking.
const CHANNELS: &[(&str, &str, Channel, bool)] = &[
    ("counter", "前台接待", Channel::Counter, false),
    ("visit", "摸底调查（入户）", Channel::Visit, true),
    ("phone", "摸底调查（电话）", Channel::Phone, true),
    ("online", "网络登记", Channel::Online, false),
    ("fair", "招聘洽谈会", Channel::Fair, false),
];

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Query(query): Query,
) -> Result<Response, Problem> {
    let offer = offered(&visit, &desk).await?;
    let mut form = form(&visit, &offer, visit.once_key());
    // What was searched for in vain need not be typed again.
    if let Some(words) = searched::in_address(&visit, &desk, &query) {
        form = searched::filled_in(form, &words);
    }
    Ok(visit.show(&page(&form, &[])))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let offer = offered(&visit, &desk).await?;
    let mut form = form(&visit, &offer, visit.once_key());
    if sent.text(ASKED).is_some() {
        form = with_question(form);
    }
    form = occupation::with_choice(form, &sent);
    form.take(&sent);
    if form.day("on").is_some_and(|on| on > visit.today) {
        form.refuse("on", "采集日期在今天之后，请改为今天或以前");
    }
    if form.flag("registers") && !form.flag("promise") {
        form.refuse("promise", "办理求职登记须由本人承诺所填信息真实，请请其确认后勾选");
    }
    if form.flag("despite") && form.text("despite_reason").is_none() {
        form.refuse(
            "despite_reason",
            "请说明为什么不是同一个人，例如：同名，身份证号不同，已当面核对",
        );
    }
    let new = fields::read(&mut form, &offer, &NewPerson::default(), visit.today);
    fields::compare(&mut form, visit.today);
    let Some(mut new) = new.filter(|_| form.is_sound()) else {
        return Ok(visit.show_again(&page(&form, &[])));
    };
    if form.flag("promise") {
        new.particulars.promised_on = visit.today.to_string();
    }
    let chosen = form.words("channel");
    let channel = CHANNELS.iter().find(|(value, ..)| *value == chosen).unwrap_or(&CHANNELS[0]);
    let intake = Intake {
        new,
        channel: channel.2,
        is_survey: channel.3,
        on: form.day("on").unwrap_or(visit.today),
        registers: form.flag("registers"),
        despite: form.text("despite_reason").filter(|_| form.flag("despite")).map(str::to_owned),
    };
    let registers = intake.registers;
    let (occasion, case_desk) = (Occasion::from(&visit), desk.clone());
    let key = form.once().to_owned();
    let done = desk
        .once(&visit, &key, async move |tx| {
            let subject = take_in(tx, &case_desk, &occasion, &intake).await?;
            Ok(subject.to_string())
        })
        .await;
    match done {
        Ok(subject) => {
            let words = if registers {
                "已建立档案和服务台账，并办理求职登记；下面是接下来要做的事"
            } else {
                "已建立档案和服务台账；下面是接下来要做的事"
            };
            Ok(visit.go_on(&format!("/people/{subject}"), words))
        }
        Err(Failure::Refused(TakeInRefusal::Known(known))) => {
            form.refuse("number", TakeInRefusal::Known(known.clone()));
            Ok(visit.show_again(&page(&form, &[*known])))
        }
        Err(Failure::Refused(TakeInRefusal::MayBeKnown(likely))) => {
            if sent.text(ASKED).is_none() {
                form = with_question(form);
            }
            form.problems.push(TakeInRefusal::MayBeKnown(likely.clone()).to_string());
            Ok(visit.show_again(&page(&form, &likely)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn offered(visit: &Visit, desk: &Desk) -> Result<Offer, Problem> {
    let area = visit.actor.area;
    Ok(desk.db.read(async move |tx| fields::offer(tx, area, None).await).await?)
}

fn form(visit: &Visit, offer: &Offer, key: String) -> Form {
    let channels = CHANNELS.iter().map(|(value, label, ..)| Choice::new(*value, *label)).collect();
    let form = Form::new("/people/new", "建立档案", key)
        .cancel("/people")
        .group("采集渠道", "BJ18-10")
        .field(Field::one("channel", "渠道", channels).required().value("counter"))
        .field(
            Field::day("on", "采集日期")
                .required()
                .hint("当天建立服务台账（BJ18-11）")
                .value(visit.today.to_string()),
        );
    fields::add(form, offer, &NewPerson::default())
        .group("求职登记", "BJ18-11：求职登记信息由求职者本人填写")
        .field(Field::flag("registers", "本人愿意现在办理求职登记").value("yes"))
        .field(Field::flag("promise", "本人承诺以上信息真实、有效"))
}

/// Asks whether the other files are theirs.
fn with_question(mut form: Form) -> Form {
    let question = Form::new("", "", "")
        .group(
            "可能是同一个人",
            "请先对照上表；要看全部内容的，打开档案核对（在新标签页打开，这里填的不会丢）。确认不是同一个人，才新建",
        )
        .field(Field::flag("despite", "已核对，不是同一个人，仍然新建"))
        .field(Field::line("despite_reason", "理由"));
    form.groups.splice(0..0, question.groups);
    form.hidden(ASKED, "yes")
}

fn page(form: &Form, likely: &[Likely]) -> Page {
    let mut page = Page::new("建立档案").section("/people").crumb("服务对象", "/people").lead(
        "先查后建：同一个证件号码只有一份档案。保存时再次核对，一次完成建档、建台账和求职登记",
    );
    if !likely.is_empty() {
        page =
            page.notice(Notice::soon("下列档案可能是同一个人，请先核对")).part(&candidates(likely));
    }
    if likely.iter().any(|likely| likely.hit.details.is_none()) {
        page = page.part(&Prose::new(ELSEWHERE));
    }
    page.part(form)
}

/// Those who may be the same person, with what their file says otherwise.
fn candidates(likely: &[Likely]) -> Table {
    let columns = vec![
        Column::text("姓名"),
        Column::text("为什么"),
        Column::text("与所填相同"),
        Column::text("与所填不同（档案所记）"),
        Column::text("负责机构"),
        Column::buttons("核对"),
    ];
    Table::new("可能是同一个人的档案", columns).captioned().rows(likely.iter().map(|likely| {
        let hit = &likely.hit;
        let why: Vec<String> = likely.why.iter().map(ToString::to_string).collect();
        let may_read = hit.details.is_some();
        let button = may_read.then(|| {
            Button::link("在新标签页打开", format!("/people/{}", hit.subject))
                .beside()
                .spoken(format!("在新标签页打开{}的档案", hit.name))
        });
        let differs: Vec<String> =
            likely.differs.iter().map(|(name, value)| format!("{name}：{value}")).collect();
        let said = |words: String| if words.is_empty() { Cell::Nothing } else { Cell::text(words) };
        let office = match (&hit.details, hit.office_phone.is_empty()) {
            (Some(_), _) => Cell::text(&hit.office),
            (None, true) => Cell::text(format!("在{}有档案", hit.office)),
            (None, false) => {
                Cell::Two(format!("在{}有档案", hit.office), format!("电话 {}", hit.office_phone))
            }
        };
        vec![
            Cell::text(&hit.name),
            Cell::text(why.join("；")),
            said(likely.agrees.join("、")),
            said(differs.join("；")),
            office,
            Cell::Buttons(button.into_iter().collect()),
        ]
    }))
}
