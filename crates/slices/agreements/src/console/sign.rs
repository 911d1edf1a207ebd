//! Signing and renewing: two choices and a sentence, the rest is known.

use access::{Action, Failure};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{Desk, Occasion};
use rules::Kind;
use services::model::{Then, possible};
use store::ledger::Channel;
use store::{EntryId, SubjectId};
use web::parts::{Button, Buttons, Cell, Facts, Prose, Section};
use web::{Choice, Field, Form, Notice, Page, Problem, Query, Submitted, Usual, Visit, id};

use super::paper::{draft, hide, parties, provenance, text};
use super::{agreement_path, load, page_of, words};
use crate::actions::documents::Document;
use crate::actions::dossier::{Dossier, place_name, places_of};
use crate::actions::residence::note_address;
use crate::actions::sign::{Signing, may_serve, sign, words_of};
use crate::actions::unmet::Unmet;
use crate::model::{Content, Edition, Period, Refusal, ServicePlace};

const EXPECTED: &str = "expected";
const ADDRESS: &str = "address";

pub(super) async fn ask(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    show(&visit, &desk, id(&subject)?, &query, false).await
}

pub(super) async fn ask_renewal(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    show(&visit, &desk, id(&subject)?, &query, true).await
}

async fn show(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    query: &Query,
    renews: bool,
) -> Result<Response, Problem> {
    let dossier = load(desk, visit, Action::RecordService, subject).await?;
    let current = in_force(&dossier, desk, visit);
    if current.is_some() != renews {
        let page = if renews { "sign" } else { "renew" };
        let query = visit.path.split_once('?').map_or_else(String::new, |(_, q)| format!("?{q}"));
        let path = format!("{}/{page}{query}", agreement_path(subject));
        return Ok(Redirect::to(&path).into_response());
    }
    let form = form(visit, &dossier, current.as_ref(), &query.0).returning(&query.0);
    let mut page = page(visit, desk, &dossier, &form, current.as_ref());
    let then = Then::at(&desk.rulebook, &dossier.known, visit.today);
    if let Err(unfit) = possible(Kind::AgreementSigned, &then) {
        page = page.notice(Notice::stop(format!(
            "{unfit}。要补记以前某一天的，请改日期，以那一天的状态为准。"
        )));
    }
    Ok(visit.show(&page))
}

pub(super) async fn save(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    // Whoever sends this form found nothing in force.
    submit(&visit, &desk, id(&subject)?, &sent, None).await
}

pub(super) async fn save_renewal(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
    sent: Submitted,
) -> Result<Response, Problem> {
    let garbled = || Problem::Garbled("续签没有写明所续的协议；请从协议页重新办理".to_owned());
    let expected: EntryId =
        sent.text(EXPECTED).and_then(|text| text.parse().ok()).ok_or_else(garbled)?;
    submit(&visit, &desk, id(&subject)?, &sent, Some(expected)).await
}

async fn submit(
    visit: &Visit,
    desk: &Desk,
    subject: SubjectId,
    sent: &Submitted,
    expected: Option<EntryId>,
) -> Result<Response, Problem> {
    let dossier = load(desk, visit, Action::RecordService, subject).await?;
    let current = in_force(&dossier, desk, visit).filter(|_| expected.is_some());
    let mut form = form(visit, &dossier, current.as_ref(), sent).returning(sent);
    // It is sent again to where it came from, with what it expected.
    let page_name = if expected.is_some() { "renew" } else { "sign" };
    form.path = format!("{}/{page_name}", agreement_path(subject));
    form.take(sent);
    form.doubt_day("on", visit.today, Usual::EVENT);
    if form.is_sound()
        && let Some(signing) = signing(&form, visit, expected)
    {
        let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
        let address = form.words(ADDRESS);
        let outcome = desk.once(visit, form.once(), async move |tx| {
            if !address.is_empty() {
                note_address(tx, &desk2, &occasion, subject, &address).await?;
            }
            sign(tx, &desk2, &occasion, subject, &signing).await
        });
        match outcome.await {
            Ok(done) => {
                let what = if expected.is_some() { "已续签" } else { "已签订" };
                let done = format!("{what}，{done}。请打印签字，或当场在屏幕上签名");
                return Ok(visit.go_back_or_on(sent, &agreement_path(subject), &done));
            }
            Err(Failure::Refused(refusal)) => refuse(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    let page = page(visit, desk, &dossier, &form, current.as_ref())
        .tool(Button::link("查看现在的协议", agreement_path(subject)));
    Ok(visit.show_again(&page))
}

fn refuse(form: &mut Form, refusal: &Refusal) {
    match refusal {
        Refusal::NotOfOffice { .. } | Refusal::UnfitRole { .. } => form.refuse("officer", refusal),
        Refusal::PlaceElsewhere { .. } | Refusal::PlaceUnknown { .. } => {
            form.refuse("place", refusal);
        }
        Refusal::OutOfOrder => form.refuse("on", refusal),
        Refusal::AddressWanted { .. } | Refusal::Amend(_) => form.refuse(ADDRESS, refusal),
        Refusal::Service(services::Refusal::Unfit(unfit)) => form.refuse(unfit.field(), refusal),
        _ => form.problems.push(refusal.to_string()),
    }
}

fn signing(form: &Form, visit: &Visit, expected: Option<EntryId>) -> Option<Signing> {
    Some(Signing {
        on: form.day("on").unwrap_or(visit.today),
        officer: form.text("officer")?.parse().ok()?,
        place: form.text("place").and_then(ServicePlace::named)?,
        channel: match form.text("channel") {
            Some("visit") => Channel::Visit,
            Some("online") => Channel::Online,
            _ => Channel::Counter,
        },
        words: form.words("note"),
        expected,
    })
}

fn in_force(dossier: &Dossier, desk: &Desk, visit: &Visit) -> Option<Period> {
    dossier.periods(desk, visit.today).pop().filter(|period| period.ended.is_none())
}

fn form(visit: &Visit, dossier: &Dossier, current: Option<&Period>, from: &Submitted) -> Form {
    let subject = dossier.subject();
    let (page, submit) = if current.is_some() { ("renew", "续签") } else { ("sign", "签订") };
    let path = format!("{}/{page}", agreement_path(subject));
    // What was recorded in error is taken over from the entry that the address names.
    let like = from.text("like").and_then(|text| text.parse().ok());
    let like = like.and_then(|entry: EntryId| dossier.past(entry));
    let day = like.map_or(visit.today, |past| past.on);
    let place = Field::one("place", "就业援助服务地", places(dossier))
        .required()
        .hint("按就近就便原则，由本人选择（BJ18-23）");
    let place = match usual_place(dossier, current) {
        Some(usual) => place.value(usual.name()),
        None => place,
    };
    let officers: Vec<Choice> = dossier
        .officers
        .iter()
        .map(|staff| {
            let label = format!("{}（{}）", staff.name, staff.roles);
            Choice::new(staff.staff_id.to_string(), label)
        })
        .collect();
    let officer = if officers.len() <= 4 {
        Field::one("officer", "专员", officers)
    } else {
        Field::of("officer", "专员", officers)
    };
    let officer =
        officer.required().hint("本机构的职业指导人员；换人的，应办事项随之移交（BJ18-23）");
    let is_offered =
        |wanted: &store::ActorId| dossier.officers.iter().any(|staff| staff.staff_id == *wanted);
    let usual =
        dossier.entered.held.officer.into_iter().chain([visit.actor.serves_as()]).find(is_offered);
    let officer = match usual {
        Some(usual) => officer.value(usual.to_string()),
        None => officer,
    };
    let mut form =
        Form::new(path, submit, visit.once_key()).cancel(agreement_path(subject)).field(place);
    if let Some(address) = address(dossier) {
        form = form.field(address);
    }
    form = form
        .field(officer)
        .field(
            Field::day("on", "签订日期")
                .required()
                .hint("就是今天的不用改；以前的可以补记，台账会显示是补录")
                .value(day.to_string()),
        )
        .field(Field::one("channel", "怎样签订", words::channels()).required().value("counter"))
        .field(Field::lines("note", "一句话").hint("需要记下的情况；没有可以不填"));
    if let Some(current) = current {
        form = form.hidden(EXPECTED, current.last().entry.to_string());
    }
    form
}

/// Asks for the door where the file does not know it: it has none, or one of the place where the person lived before.
fn address(dossier: &Dossier) -> Option<Field> {
    let person = dossier.person.as_ref()?;
    let field = Field::line(ADDRESS, "现在的门牌");
    if dossier.residence.lacks_door {
        let since = dossier.residence.since.map_or_else(String::new, |day| format!("于 {day} "));
        let hint = format!(
            "居住地{since}变更为{}，档案中没有现在的门牌；填写后写进协议，一并记入档案",
            place_name(person.residence_code)
        );
        return Some(field.required().hint(hint));
    }
    let hint = "档案中没有登记；填写后写进协议，一并记入档案，不填的留空";
    (person.residence_code > 0 && person.particulars.address.is_empty()).then(|| field.hint(hint))
}

/// The two places, each with where it is.
fn places(dossier: &Dossier) -> Vec<Choice> {
    let person = dossier.person.as_ref();
    let at = |place: ServicePlace| person.and_then(|person| places_of(person).code(place));
    let since = dossier.residence.since;
    let label = |place: ServicePlace| match at(place) {
        Some(code) if place == ServicePlace::Residence && since.is_some() => {
            let since = since.map(|day| day.to_string()).unwrap_or_default();
            format!("{}（{}，{since} 变更）", place.term(), place_name(code))
        }
        Some(code) => format!("{}（{}）", place.term(), place_name(code)),
        None if person.is_some() => format!("{}（档案中没有登记）", place.term()),
        None => place.term().to_owned(),
    };
    ServicePlace::ALL.map(|place| Choice::new(place.name(), label(place))).into()
}

/// The place that was chosen before, or the only one that this office serves.
fn usual_place(dossier: &Dossier, current: Option<&Period>) -> Option<ServicePlace> {
    let before = current.and_then(|period| dossier.document(period.last().entry));
    if let Some(text) = before {
        return Some(text.content.place);
    }
    let (person, office) = (dossier.person.as_ref()?, dossier.office.as_ref()?);
    ServicePlace::ALL.into_iter().find(|place| may_serve(person, *place, office).is_ok())
}

fn page(
    visit: &Visit,
    desk: &Desk,
    dossier: &Dossier,
    form: &Form,
    current: Option<&Period>,
) -> Page {
    let subject = dossier.subject();
    let title = if current.is_some() { "续签援助协议" } else { "签订援助协议" };
    let mut page = page_of(title, dossier).lead(
        "已知的内容自动写入协议；签订后可以打印签字、在屏幕上签名，或者上传签好的扫描件（BJ18-23）",
    );
    if let Some(current) = current {
        page = page.part(&performance(dossier, current));
    }
    page = page.part(form);
    let place = form.text("place").and_then(ServicePlace::named).unwrap_or_default();
    let mut content = draft(dossier, visit, place);
    hide(&mut content);
    if let Some(edition) = Edition::on(visit.today) {
        let mut preview =
            Section::new("协议文本（草稿）", "text").folded().part(&parties(&content));
        for part in text(edition, &content) {
            preview = preview.part(&part);
        }
        preview = preview.part(&provenance(edition));
        let print = format!("{}/draft/paper", agreement_path(subject));
        page = page.part(&preview.part(&Buttons(vec![Button::link("先打印一份给本人看", print)])));
    }
    page.aside(&filled(visit, desk, dossier, &content)).aside(&words::basis(&["BJ18-23"]))
}

/// What will stand in the text, and where it is put right.
fn filled(visit: &Visit, desk: &Desk, dossier: &Dossier, content: &Content) -> Facts {
    let then = Then::at(&desk.rulebook, &dossier.known, visit.today);
    let missing =
        |text: &str| if text.is_empty() { "没有登记".to_owned() } else { text.to_owned() };
    let particulars = format!("/people/{}/particulars", dossier.subject());
    let yes = |holds: bool| if holds { "是" } else { "否" };
    let since = dossier.residence.since.map(|since| format!("（档案 {since} 变更）"));
    let door = if dossier.residence.lacks_door { "，门牌待填" } else { "" };
    let residence = format!("{}{}{door}", missing(&content.residence), since.unwrap_or_default());
    let facts = Facts::new("协议中将写明")
        .words("甲方", &content.office)
        .words("乙方", &content.name)
        .words("证件号码", missing(&content.number))
        .words("电话", missing(&content.phone))
        .words("常住地址", residence)
        .words("户籍地址", missing(&content.household))
        .words("类别", missing(&content.group))
        .words("期限", format!("{} 个月，至 {}（本地规范）", content.months, content.until))
        .words("求职登记", yes(then.standing().seeker_registered))
        .words("就业困难人员", yes(then.standing().hardship_recognised));
    if dossier.person.is_some() {
        facts.fact("有不对的", Cell::link("修改资料", particulars))
    } else {
        facts
    }
}

/// How the person met their duties until now: what the renewal will say.
fn performance(dossier: &Dossier, current: &Period) -> Section {
    let last = current.last();
    let edition =
        dossier.document(last.entry).and_then(Document::edition).or_else(|| Edition::on(last.on));
    let stands = |unmet: &&Unmet| unmet.entry == last.entry && unmet.withdrawn.is_none();
    let unmet: Vec<_> = dossier.unmet.iter().filter(stands).collect();
    let is_met = !unmet.iter().any(|unmet| unmet.content.bars());
    let mut lines = vec![match (unmet.is_empty(), is_met) {
        (true, _) => "没有记录到没有履行的义务：续签将写明“已履行”。".to_owned(),
        (false, true) => "没有履行的都有正当理由，或者还没有告知本人、听取说明：续签将写明“已履行”。".to_owned(),
        (false, false) => "有没有正当理由而没有履行的义务：续签将写明“没有履行”，公益性岗位因此不能推荐（BJ18-30）。".to_owned(),
    }];
    if let Some(edition) = edition {
        lines.extend(unmet.iter().map(|unmet| words_of(edition, unmet)));
    }
    let note = format!("{}/unmet", agreement_path(dossier.subject()));
    Section::new("本人履行上期义务的情况", "performance")
        .lead(format!("自 {} 签订以来（BJ18-25）", last.on))
        .part(&Prose(lines))
        .part(&Buttons(vec![Button::link("记一项没有履行的义务", note)]))
}
