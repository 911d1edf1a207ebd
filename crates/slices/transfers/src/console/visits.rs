//! Opening a person's transfers, and sending their forms.

use access::{Action, Area, Failure, OfficeLevel, Relation};
use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Occasion};
use duties::{Entered, ServicePlace, ServicePlaces, ServiceRefusal, unopened};
use offices::Names;
use services::model::Then;
use store::{StoreError, SubjectId, Tx};
use web::{Choice, Form, Problem, Submitted, Visit, id};

use super::forms::{
    ADDRESS, ASKED_FOR, Ask, BY, BY_OFFICE, BY_PERSON, GROUND, HOME, HOME_ADDRESS, HOUSEHOLD,
    HOUSEHOLD_ADDRESS, HOW, OFFICER, ON, REASON, TO, TRANSFER, VERIFIED, WORDS,
};
use super::words::page;
use crate::TransferId;
use crate::actions::beside::{left_open, under_way};
use crate::actions::carried::carried_of;
use crate::actions::decide::{Decision, decide};
use crate::actions::find::{Transfer, transfers_of};
use crate::actions::forward::forward as forward_transfer;
use crate::actions::receive::{
    Acceptance, NewHome, NewHousehold, accept as accept_transfer, send_back as back,
};
use crate::actions::request::{NewTransfer, request as request_transfer};
use crate::actions::tree::codes_above;
use crate::actions::verify::verify as verify_transfer;
use crate::actions::withdraw::withdraw as withdraw_transfer;
use crate::keeper::learn;
use crate::model::{
    AskedFor, Beside, Ground, Matter, Said, TransferRefusal, Turn, Withdrawal, open_matters, path,
    turn,
};

/// A person's transfers with everything that the page shows.
pub(super) struct Opened {
    pub(super) entered: Entered,
    pub(super) transfers: Vec<Transfer>,
    pub(super) above: Vec<i64>,
    pub(super) names: Names,
    /// Where a person can go over to.
    pub(super) offices: Vec<Choice>,
    /// Where the file says that they live, if another office serves there.
    pub(super) suggested: Option<String>,
    /// Who of the actor's office can become their officer.
    pub(super) officers: Vec<Choice>,
    /// The communities of the actor's office, where it is to accept the person.
    pub(super) communities: Vec<Choice>,
    /// What is open while a transfer goes on, and what becomes of it; after one, what is to be carried on.
    pub(super) matters: Vec<Matter>,
    /// The same of what no duty says: steps of the plan, a panel.
    pub(super) beside: Vec<Beside>,
    /// Where the file says that they live, by code.
    residence: Option<String>,
    /// Where their household is registered, in full, where the office that is to accept them serves it: by the file, or
    /// else its own district.
    pub(super) household: String,
}

impl Opened {
    /// Gives the transfer that goes on.
    pub(super) fn going_on(&self) -> Option<&Transfer> {
        self.transfers.iter().find(|transfer| transfer.step.goes_on())
    }

    /// Gives the community that the person seems to live in: by the file, else by the address that was given; the only
    /// choice there is, where there is but one.
    pub(super) fn lives_at(&self, transfer: &Transfer) -> Option<&str> {
        let by_file =
            self.communities.iter().find(|one| Some(&one.value) == self.residence.as_ref());
        let address = transfer.address.reveal();
        let is_named = |choice: &&Choice| address.contains(choice.label.as_str());
        let only = self.communities.first().filter(|_| self.communities.len() == 1);
        let found = by_file.or_else(|| self.communities.iter().find(is_named)).or(only);
        found.map(|choice| choice.value.as_str())
    }

    /// Tells whose turn it is.
    pub(super) fn turn(&self, transfer: &Transfer) -> Turn {
        let path = path(&self.above, transfer.to_office_code);
        turn(transfer.step, transfer.at_office_code, path)
    }
}

async fn load(desk: &Desk, visit: &Visit, subject: SubjectId) -> Result<Opened, Problem> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let opened = desk.db.write(async move |tx| open(tx, &desk2, &occasion, subject).await).await;
    opened.map_err(unopened)
}

async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
) -> Result<Opened, Failure<ServiceRefusal>> {
    let entered = duties::enter(tx, desk, occasion, Action::ReadFile, subject, None).await?;
    let transfers = transfers_of(tx, &entered.key, subject).await?;
    let own = entered.held.office_code;
    let above = codes_above(tx, own).await?;
    let mut names = Names::default();
    names.learn_office(tx, own).await?;
    for code in &above {
        names.learn_office(tx, *code).await?;
    }
    for transfer in &transfers {
        learn(tx, &mut names, transfer).await?;
    }
    let open = transfers.iter().find(|transfer| transfer.step.goes_on());
    let places = match (open, above.last()) {
        (None, Some(top)) => streets(tx, Area::of_code(*top), own).await?,
        _ => Vec::new(),
    };
    let person = seekers::person_of(tx, &entered.key, subject).await?;
    let residence = person.as_ref().map(|person| person.residence_code.to_string());
    let division = person.as_ref().map_or("", |person| person.household_division.as_str());
    let household = household_in(occasion.actor.area.first, division);
    let lives_in = person.map(|person| street_of(person.residence_code).to_string());
    let suggested = lives_in.filter(|code| places.iter().any(|choice| choice.value == *code));
    let receives = open.is_some_and(|open| open.to_office_code == occasion.actor.area.first);
    let officers = if receives { officers(tx, occasion).await? } else { Vec::new() };
    let communities = if receives { communities(tx, occasion).await? } else { Vec::new() };
    let known = subjects::facts_of(tx, subject).await?;
    let (file, facts) = ((subject, &entered.key), (&known, occasion.today));
    let (matters, beside) = if open.is_some() {
        let matters = open_matters(&Then::at(&desk.rulebook, &known, occasion.today));
        (matters, under_way(tx, desk, file, facts).await?)
    } else {
        let matters = carried_of(tx, desk, occasion.today, subject).await?;
        (matters, left_open(tx, desk, file, facts).await?)
    };
    Ok(Opened {
        entered,
        transfers,
        above,
        names,
        offices: places,
        suggested,
        officers,
        communities,
        matters,
        beside,
        residence,
        household,
    })
}

/// Gives the name of the household's division where an office serves it, or else that of the office's own district.
fn household_in(office_code: i64, division: &str) -> String {
    let known = ServicePlaces::of(0, division).household;
    let is_here = known.is_some_and(|code| ServicePlace::is_served_by(office_code, code));
    let division = if is_here {
        division.parse::<kernel::Division>().ok()
    } else {
        let district = (office_code / 1_000_000).to_string();
        kernel::DivisionSet::of(kernel::DivisionIssuer::CivilAffairs).find(&district).ok()
    };
    division.map(kernel::Division::full_name).unwrap_or_default()
}

/// The communities of the actor's office, and its street as a whole where the community is not known yet.
async fn communities(tx: &mut Tx, occasion: &Occasion) -> Result<Vec<Choice>, StoreError> {
    let street = occasion.actor.area.first;
    let known = seekers::communities(tx, street).await?.into_iter();
    let choices = known.map(|(code, name)| Choice::new(code.to_string(), name));
    let whole = format!("{}（社区待核实）", occasion.actor.office_name);
    Ok(choices.chain([Choice::new(street.to_string(), whole)]).collect())
}

/// The street of a division.
const fn street_of(code: i64) -> i64 {
    code - code.rem_euclid(1_000)
}

async fn streets(tx: &mut Tx, area: Area, own: i64) -> Result<Vec<Choice>, StoreError> {
    let offices = offices::offices_within(tx, area).await?;
    let open = offices.iter().filter(|office| office.is_open());
    let streets = open.filter(|office| office.level == OfficeLevel::Street && office.code != own);
    let choices = streets.map(|street| {
        let above = offices.iter().find(|office| Some(office.office_id) == street.parent_id);
        let district = above.map_or("", |office| &office.name);
        Choice::new(street.code.to_string(), format!("{}（{district}）", street.name))
    });
    Ok(choices.collect())
}

async fn officers(tx: &mut Tx, occasion: &Occasion) -> Result<Vec<Choice>, StoreError> {
    let staff = offices::staff_of(tx, occasion.actor.office).await?;
    let code = occasion.actor.area.first;
    let serving = staff.iter().filter(|staff| staff.guides_at(code));
    Ok(serving.map(|staff| Choice::new(staff.staff_id.to_string(), staff.name.clone())).collect())
}

pub(super) async fn show(
    visit: Visit,
    State(desk): State<Desk>,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let opened = load(&desk, &visit, id(&subject)?).await?;
    Ok(visit.show(&page(&opened, &visit, None)))
}

macro_rules! handlers {
    ($($name:ident $ask:ident;)+) => { $(
        pub(super) async fn $name(
            visit: Visit,
            State(desk): State<Desk>,
            Path(subject): Path<String>,
            sent: Submitted,
        ) -> Result<Response, Problem> {
            submit(Ask::$ask, &visit, &desk, &subject, &sent).await
        }
    )+ };
}
handlers! {
    request Request;
    verify Verify;
    forward Forward;
    approve Approve;
    refuse Refuse;
    accept Accept;
    send_back SendBack;
    withdraw Withdraw;
}

async fn submit(
    ask: Ask,
    visit: &Visit,
    desk: &Desk,
    subject: &str,
    sent: &Submitted,
) -> Result<Response, Problem> {
    let subject: SubjectId = id(subject)?;
    let opened = load(desk, visit, subject).await?;
    // Whoever has no right to take somebody over is told so, and not what their answers lack.
    if ask == Ask::Accept {
        visit.may(Action::ReceiveTransfer, opened.entered.relation)?;
    }
    let mut form = ask.form(&opened, visit);
    form.take(sent);
    if ask == Ask::Accept && home(&form).is_none() && !form.words(HOME_ADDRESS).is_empty() {
        form.refuse(
            HOME,
            "写了新地址的，请一并选择所在的社区（村）；居住地没有变的，请把新地址删去",
        );
    }
    let household = household(&mut form);
    // Which transfer was meant is what was sent: another one may have begun since.
    let transfer: Option<TransferId> = sent.text(TRANSFER).and_then(|id| id.parse().ok());
    if form.is_sound() {
        match carry_out(ask, visit, desk, (subject, transfer), (&form, household)).await {
            Ok(signs) => return Ok(done(ask, visit, subject, &opened, signs)),
            Err(Failure::Refused(refusal)) => refuse_form(&mut form, &refusal),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(visit.show_again(&page(&opened, visit, Some((ask, form)))))
}

/// Where one goes on: whoever accepted, to the agreement; whoever sent back can no longer open the file.
fn done(ask: Ask, visit: &Visit, subject: SubjectId, opened: &Opened, signs: bool) -> Response {
    let path = match ask {
        Ask::Accept if signs => format!("/people/{subject}/agreement/sign"),
        Ask::Accept => format!("/people/{subject}"),
        Ask::SendBack => "/transfers".to_owned(),
        _ if opened.entered.relation == Relation::Consulted => "/transfers".to_owned(),
        _ => format!("/people/{subject}/transfer"),
    };
    let words = match ask {
        Ask::Request => "已提出申请",
        Ask::Verify => "已核实，待负责人提交",
        Ask::Forward => "已报上一级机构",
        Ask::Approve => "已批准，待新机构接收",
        Ask::Accept if signs => {
            "已接收，责任已转到本机构；请与本人签订协议，划转前没有办完的见“接续事项”"
        }
        Ask::Accept => "已接收，责任已转到本机构；划转前没有办完的见“接续事项”",
        Ask::Refuse => "已记为不予办理，请把理由告诉本人",
        Ask::SendBack => "已退回，本人仍由原机构服务",
        Ask::Withdraw => "已撤回，本人仍由本机构服务",
    };
    visit.go_on(&path, words)
}

/// Does what a form asks for; tells whether the agreement is to be signed now.
async fn carry_out(
    ask: Ask,
    visit: &Visit,
    desk: &Desk,
    (subject, transfer): (SubjectId, Option<TransferId>),
    (form, household): (&Form, Option<NewHousehold>),
) -> Result<bool, Failure<TransferRefusal>> {
    let (desk2, occasion) = (desk.clone(), Occasion::from(visit));
    let words = form.words(WORDS);
    let withdrawal = withdrawal(form, visit);
    let new = asked(form);
    let officer = form.text(OFFICER).and_then(|id| id.parse().ok());
    let home = home(form);
    let case = async move |tx: &mut Tx| {
        let (desk, occasion) = (&desk2, &occasion);
        if ask == Ask::Request {
            let new = new.as_ref().ok_or(Failure::Refused(TransferRefusal::NoSuchOffice))?;
            request_transfer(tx, desk, occasion, subject, new).await?;
            return Ok(false);
        }
        let meant = transfer.ok_or(Failure::Refused(TransferRefusal::NoTransfer))?;
        let place = (subject, meant);
        match ask {
            Ask::Request => {}
            Ask::Verify => verify_transfer(tx, desk, occasion, place, &words).await?,
            Ask::Forward => {
                forward_transfer(tx, desk, occasion, place, &words).await?;
            }
            Ask::Approve => {
                decide(tx, desk, occasion, place, Decision::Approve, &words).await?;
            }
            Ask::Refuse => decide(tx, desk, occasion, place, Decision::Refuse, &words).await?,
            Ask::Accept => {
                let officer = officer.ok_or(Failure::Refused(TransferRefusal::NoSuchOfficer))?;
                let acceptance =
                    Acceptance { officer, home: home.clone(), household: household.clone() };
                let accepted = accept_transfer(tx, desk, occasion, place, &acceptance).await?;
                return Ok(accepted.signs);
            }
            Ask::SendBack => back(tx, desk, occasion, place, &words).await?,
            Ask::Withdraw => withdraw_transfer(tx, desk, occasion, place, &withdrawal).await?,
        }
        Ok(false)
    };
    desk.once(visit, form.once(), case).await
}

/// Reads on whose word a transfer is taken back.
fn withdrawal(form: &Form, visit: &Visit) -> Withdrawal {
    let words = form.words(WORDS);
    let how = Said::ALL.into_iter().find(|how| form.text(HOW) == Some(how.name()));
    let on = form.day(ON).unwrap_or(visit.today);
    match (form.text(BY), how) {
        (Some(BY_PERSON), Some(how)) => Withdrawal::Person { how, on, words },
        (Some(BY_OFFICE), Some(told)) => Withdrawal::Office { reason: words, told, on },
        _ => Withdrawal::Own { words },
    }
}

/// Reads where the person lives now.
fn home(form: &Form) -> Option<NewHome> {
    let residence_code = form.text(HOME)?.parse().ok()?;
    Some(NewHome { residence_code, address: form.words(HOME_ADDRESS) })
}

/// Reads where the household is registered now; says at the field what is no place.
fn household(form: &mut Form) -> Option<NewHousehold> {
    let typed = form.text(HOUSEHOLD).filter(|typed| !typed.trim().is_empty())?.to_owned();
    let address = form.words(HOUSEHOLD_ADDRESS);
    match seekers::model::household_division_named(&typed) {
        Ok(division) => Some(NewHousehold { division: division.reference(), address }),
        Err(several) if several.is_empty() => {
            let words = format!("没有找到“{typed}”；请从省写到区县，例如：河北省保定市易县");
            form.refuse(HOUSEHOLD, words);
            None
        }
        Err(several) => {
            let names: Vec<String> = several.iter().map(|division| division.full_name()).collect();
            form.refuse(HOUSEHOLD, format!("“{typed}”不止一处，请写全：{}", names.join("、")));
            None
        }
    }
}

/// Reads what is asked for.
fn asked(form: &Form) -> Option<NewTransfer> {
    let asked_for =
        AskedFor::ALL.into_iter().find(|who| form.text(ASKED_FOR) == Some(who.text()))?;
    let ground = Ground::ALL.into_iter().find(|ground| form.text(GROUND) == Some(ground.text()))?;
    Some(NewTransfer {
        to_office_code: form.text(TO)?.parse().ok()?,
        asked_for,
        ground,
        reason: form.words(REASON),
        address: form.words(ADDRESS),
        verified: form.text(VERIFIED).map(str::to_owned),
    })
}

/// Puts a refusal where it belongs.
fn refuse_form(form: &mut Form, refusal: &TransferRefusal) {
    let field = match refusal {
        TransferRefusal::NoSuchOffice
        | TransferRefusal::AlreadyThere
        | TransferRefusal::NothingAbove
        | TransferRefusal::NotServed => TO,
        TransferRefusal::NoSuchOfficer => OFFICER,
        TransferRefusal::NoHome | TransferRefusal::HomeElsewhere | TransferRefusal::Home(_) => HOME,
        TransferRefusal::NoHousehold | TransferRefusal::HouseholdElsewhere => HOUSEHOLD,
        TransferRefusal::Blank(_) => WORDS,
        TransferRefusal::NoWord | TransferRefusal::NotForTheOffice => BY,
        TransferRefusal::NotYet(_) | TransferRefusal::BeforeAsked(_) => ON,
        _ => "",
    };
    form.refuse(field, refusal);
}
