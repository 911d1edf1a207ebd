//! Handing over one person, or everyone of an officer, in one move.

use access::{Action, Area, Failure, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use store::{ActorId, StoreError, SubjectId, Tx};
use web::parts::Button;
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Visit, id};

use super::receivers::{Reach, Receiving, reach};
use crate::actions::enter::enter;
use crate::actions::hand_over::{
    HandOverRefusal, Receiver, count_assisted, count_held, count_unassigned, hand_all_over,
    hand_over, hand_unassigned_over,
};
use crate::actions::take_on::{Held, held, hold};
use crate::actions::tie::{is_assisted, is_in_relation};

fn receiver(text: &str) -> Option<Receiver> {
    let (office, officer) = text.split_once(' ')?;
    Some(Receiver { office_code: office.parse().ok()?, officer: Some(officer.parse().ok()?) })
}

/// Makes sure that the receiver works in that office, and does not leave it before this is done. Whoever is handed over
/// is held before: two who hold people first and staff after never wait for each other.
async fn receives(tx: &mut Tx, to: Receiver) -> Result<(), Failure<HandOverRefusal>> {
    let Some(officer) = to.officer else { return Ok(()) };
    let member = offices::hold_staff(tx, officer).await?;
    works_there(member, to)
}

/// Refuses a receiver who does not work there now, before anything is done for them.
async fn may_receive(tx: &mut Tx, to: Receiver) -> Result<(), Failure<HandOverRefusal>> {
    let Some(officer) = to.officer else { return Ok(()) };
    let member = offices::find_staff(tx, officer).await?;
    works_there(member, to)
}

fn works_there(
    member: Option<offices::Staff>,
    to: Receiver,
) -> Result<(), Failure<HandOverRefusal>> {
    let works =
        |member: &offices::Staff| member.is_active() && member.office_code == to.office_code;
    match member.filter(works) {
        Some(_) => Ok(()),
        None => Err(Failure::Refused(HandOverRefusal::NoSuchOfficer)),
    }
}

/// Which office was chosen to look for a receiver in.
fn office_of(sent: &Submitted) -> Option<i64> {
    sent.text("office").and_then(|code| code.parse().ok())
}

/// The form that hands over, to one of those within reach.
fn form(path: &str, reach: &Reach, visit: &Visit) -> Form {
    Form::new(path, "移交", visit.once_key())
        .hidden("office", reach.area.first.to_string())
        .field(Field::of("to", "接收人", reach.receivers.clone()).required())
        .field(
            Field::lines("reason", "移交原因")
                .required()
                .hint("例如：调离岗位、产假、片区调整；会随档案留存"),
        )
}

/// Adds what leads to the receiver: the choice of an office as long as they are many, and then the form.
fn steps(page: Page, path: &str, from: Option<Giver>, reach: &Reach, form: &Form) -> Page {
    let mut page = page;
    if reach.may_widen {
        let mark = if path.contains('?') { '&' } else { '?' };
        let wider = format!("{path}{mark}office={}", reach.widest.first);
        page = page.tool(Button::link("在其他机构找接收人", wider));
    }
    if !reach.offices.is_empty() {
        let base = path.split('?').next().unwrap_or(path);
        let choices: Vec<Choice> = reach.offices.clone();
        let mut narrow = Form::asking(base, "看这里的人员").field(Field::of(
            "office",
            "接收人所在机构",
            choices,
        ));
        if let Some(from) = from {
            let (name, value) = from.asked();
            narrow = narrow.hidden(name, value);
        }
        page = page.part(&narrow);
    }
    match (reach.receivers.is_empty(), reach.offices.is_empty()) {
        (false, _) => page.part(form),
        (true, false) => page,
        (true, true) => {
            page.notice(Notice::soon("这里没有可以接收的在岗人员，请在其他机构找接收人"))
        }
    }
}

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let path = format!("/people/{subject}/hand-over");
    let (page, office, receiving) = head_of_one(&visit, &desk, subject).await?;
    // Mostly it is a colleague who receives.
    let asked = Some(office_of(&query.0).unwrap_or(office));
    let reach = reach(&visit, &desk, asked, receiving).await?;
    let form = form(&path, &reach, &visit);
    Ok(visit.show(&steps(page, &path, None, &reach, &form)))
}

/// The page without its form, the office that answers for the person, and whom they can go to.
async fn head_of_one(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
) -> Result<(Page, i64, Receiving), Problem> {
    let occasion = Occasion::from(visit);
    let inner = desk.clone();
    let (entered, receiving) = desk
        .db
        .write(async move |tx| {
            let entered = enter(tx, &inner, &occasion, Action::HandOver, subject, None).await?;
            let receiving = receiving(tx, &entered.held).await?;
            Ok::<_, Failure<_>>((entered, receiving))
        })
        .await?;
    let mut page = Page::new("移交服务对象")
        .section("/people")
        .crumb(entered.label.name.reveal(), format!("/people/{subject}"))
        .lead("待办事项随人移交，已办结的仍记在办理人名下；台账不变");
    if receiving.guides {
        page = page.notice(Notice::note(
            "就业困难人员的专员由本机构职业指导员或就业援助专员担任（BJ18-23）",
        ));
    }
    if receiving.kept_in.is_some() {
        page = page
            .notice(Notice::note(
                "本人与现机构已建立就业援助服务关系：这里只在本机构内换专员；换到另一街道的，由本人或专员提出划转，核实、批准后由新机构接收（BJ18-23、BJ18-24）",
            ))
            .tool(Button::link("变更援助服务地", format!("/people/{subject}/transfer")));
    }
    Ok((page, entered.held.office_code, receiving))
}

/// Whom somebody can go to: not to whoever has them; in hardship, to whoever guides people to work; in a service
/// relation, to nobody of another office.
async fn receiving(tx: &mut Tx, held: &Held) -> Result<Receiving, StoreError> {
    Ok(Receiving {
        but: held.officer,
        guides: is_assisted(&held.standing),
        kept_in: is_in_relation(tx, held).await?.then_some(held.office_code),
    })
}

pub(super) async fn one(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(&subject)?;
    let path = format!("/people/{subject}/hand-over");
    // Whether whoever receives them has them already, the action says; it asks for the right, too.
    let held = desk.db.read::<_, _, StoreError>(async move |tx| {
        let Some(held) = held(tx, subject).await? else { return Ok(Receiving::default()) };
        Ok(Receiving { but: None, ..receiving(tx, &held).await? })
    });
    let reach = reach(&visit, &desk, office_of(&sent), held.await?).await?;
    let mut form = form(&path, &reach, &visit);
    form.take(&sent);
    let to = form.text("to").and_then(receiver);
    if let Some(to) = to.filter(|_| form.is_sound()) {
        let (occasion, reason, inner) =
            (Occasion::from(&visit), form.words("reason"), desk.clone());
        let done = desk.once(&visit, form.once(), async move |tx| {
            hold(tx, subject).await?;
            receives(tx, to).await?;
            hand_over(tx, &inner, &occasion, subject, to, &reason).await
        });
        match done.await {
            Ok(()) => {
                // Who answers from now on stands in the file, for whoever still reads it.
                let relation = visit.actor.relation_to(to.office_code, to.officer);
                return Ok(match visit.may(Action::ReadFile, relation) {
                    Ok(()) => visit.go_on(
                        &format!("/people/{subject}"),
                        "已移交：现在负责的专员和机构见“目前情况”，待办事项已一并转去",
                    ),
                    Err(_) => visit.go_on("/today/office", "已移交到另一机构，由接收人负责"),
                });
            }
            Err(Failure::Refused(refusal)) => refuse(&mut form, refusal),
            Err(failure) => return Err(failure.into()),
        }
    }
    let (page, ..) = head_of_one(&visit, &desk, subject).await?;
    Ok(visit.show_again(&steps(page, &path, None, &reach, &form)))
}

fn refuse(form: &mut Form, refusal: HandOverRefusal) {
    match refusal {
        HandOverRefusal::NoFile => form.refuse("", refusal),
        HandOverRefusal::NoSuchOfficer
        | HandOverRefusal::AlreadyThere
        | HandOverRefusal::NoGuide
        | HandOverRefusal::Tied(_)
        | HandOverRefusal::NotServed(_) => form.refuse("to", refusal),
    }
}

/// Whose people are handed over in one move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Giver {
    /// An officer's.
    Officer(ActorId),
    /// Those of an office and the ones below it for whom nobody was named.
    Nobody(Area),
}

impl Giver {
    fn read(sent: &Submitted) -> Result<Self, Problem> {
        if let Some(code) = sent.text("of") {
            let code = code.parse().map_err(|_| Problem::Missing)?;
            return Ok(Self::Nobody(Area::of_code(code)));
        }
        Ok(Self::Officer(id(sent.text("from").unwrap_or_default())?))
    }

    /// How an address or a form says it.
    fn asked(self) -> (&'static str, String) {
        match self {
            Self::Officer(officer) => ("from", officer.to_string()),
            Self::Nobody(area) => ("of", area.first.to_string()),
        }
    }

    fn path(self) -> String {
        let (name, value) = self.asked();
        format!("/today/hand-over?{name}={value}")
    }

    /// Who cannot receive.
    const fn officer(self) -> Option<ActorId> {
        match self {
            Self::Officer(officer) => Some(officer),
            Self::Nobody(_) => None,
        }
    }
}

pub(super) async fn ask_all(
    visit: Visit,
    State(desk): State<Desk>,
    query: Query,
) -> Result<Response, Problem> {
    let from = Giver::read(&query.0)?;
    let (page, office, receiving) = head_of_all(&visit, &desk, from).await?;
    let office = office_of(&query.0).unwrap_or(office);
    let reach = reach(&visit, &desk, Some(office), receiving).await?;
    let form = form_of_all(from, &reach, &visit);
    Ok(visit.show(&steps(page, &from.path(), Some(from), &reach, &form)))
}

fn form_of_all(from: Giver, reach: &Reach, visit: &Visit) -> Form {
    let (name, value) = from.asked();
    form("/today/hand-over", reach, visit).hidden(name, value)
}

/// The page without its form, the office of whoever hands over, and whom their people can go to.
async fn head_of_all(
    visit: &Visit,
    desk: &Desk,
    from: Giver,
) -> Result<(Page, i64, Receiving), Problem> {
    let (name, number, office_code) = match from {
        Giver::Officer(officer) => {
            let read = desk.db.read::<_, _, StoreError>(async move |tx| {
                Ok((offices::find_staff(tx, officer).await?, count_held(tx, officer).await?))
            });
            let (member, number) = read.await?;
            let member = member.ok_or(Problem::Missing)?;
            (member.name, number, member.office_code)
        }
        Giver::Nobody(area) => {
            let number = desk.db.read(async move |tx| count_unassigned(tx, area).await).await?;
            ("未指定责任人".to_owned(), number, area.first)
        }
    };
    visit.may(Action::HandOver, visit.actor.relation_to(office_code, None))?;
    let words = match from {
        Giver::Officer(_) => format!("{name}现负责 {number} 人，将一次全部移交"),
        Giver::Nobody(_) => format!("未指定责任人的现有 {number} 人，将一次全部交给接收人负责"),
    };
    let title = match from {
        Giver::Officer(_) => format!("移交{name}的全部服务对象"),
        Giver::Nobody(_) => "移交未指定责任人的全部服务对象".to_owned(),
    };
    let of_nobody = match from {
        Giver::Officer(_) => None,
        Giver::Nobody(area) => Some(area),
    };
    let officer = from.officer();
    let read = desk.db.read(async move |tx| count_assisted(tx, officer, of_nobody).await);
    let assisted = read.await?;
    let mut page = Page::new(title)
        .section("/today")
        .crumb("机构应办", "/today/office")
        .notice(Notice::note(words));
    if assisted > 0 {
        page = page.notice(Notice::note(format!(
            "其中 {assisted} 人是就业困难人员：接收人须是职业指导员或就业援助专员；与机构已建立就业援助服务关系的，移交不能换机构，须办理划转或机构整体划转（BJ18-23、BJ18-24）"
        )));
    }
    Ok((page, office_code, Receiving { but: officer, guides: assisted > 0, kept_in: None }))
}

pub(super) async fn all(
    visit: Visit,
    State(desk): State<Desk>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let from = Giver::read(&sent)?;
    let (page, _, receiving) = head_of_all(&visit, &desk, from).await?;
    let reach = reach(&visit, &desk, office_of(&sent), receiving).await?;
    let mut form = form_of_all(from, &reach, &visit);
    form.take(&sent);
    let to = form.text("to").and_then(receiver);
    if let Some(to) = to.filter(|_| form.is_sound()) {
        let (occasion, reason, inner) =
            (Occasion::from(&visit), form.words("reason"), desk.clone());
        let done = desk.once(&visit, form.once(), async move |tx| {
            may_receive(tx, to).await?;
            let number = match from {
                Giver::Officer(officer) => {
                    hand_all_over(tx, &inner, &occasion, officer, to, &reason).await?
                }
                Giver::Nobody(area) => {
                    hand_unassigned_over(tx, &inner, &occasion, area, to, &reason).await?
                }
            };
            receives(tx, to).await?;
            Ok(number)
        });
        match done.await {
            Ok(number) => {
                return Ok(visit.go_on(&now_with(&visit, to), &*format!("已移交 {number} 人")));
            }
            Err(Failure::Refused(refusal)) => refuse(&mut form, refusal),
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(visit.show_again(&steps(page, &from.path(), Some(from), &reach, &form)))
}

/// Where whoever answers from now on is seen with what is due: their list, for whoever sees that office's.
fn now_with(visit: &Visit, to: Receiver) -> String {
    match (to.officer, visit.actor.reach(Action::SeeOfficeDuties, Some(to.office_code))) {
        (Some(officer), Ok(_)) => {
            format!("/today/office/list?office={}&officer={officer}", to.office_code)
        }
        _ => "/today/office".to_owned(),
    }
}

/// Tells whether somebody with these roles can answer for people.
pub(super) fn serves(member: &offices::Staff) -> bool {
    member.is_active()
        && member
            .roles
            .as_slice()
            .iter()
            .any(|role| access::permitted(*role, Action::RecordService, Relation::Assigned))
}
