//! What can be done in a case, by whom, and what came of trying.

use std::fmt::Display;

use access::{Action, Actor, Area, Failure, Role};
use agreements::model::ServicePlace;
use agreements::{Ending, Signing};
use desk::{Desk, Occasion};
use duties::Held;
use kernel::Day;
use panels::model::Panel;
use plans::model::{By, PlanText, Stage, Step};
use plans::{Adoption, base_of};
use rules::{Kind, Standing};
use services::model::Draft;
use stopping::model::Outcome as Ruling;
use stopping::{Case, NewObjection, Objection};
use store::ledger::Channel;
use store::{EntryId, StoreError, SubjectId, Tx, seal};
use street::{BESIDE, CITY, DISTRICT, FAR, OTHER_DISTRICT, STREET, World, happening};
use subjects::{Happening, LedgerFacts};
use testkit::SeededEntropy;
use transfers::model::{AskedFor, Ground, Step as Turn};
use transfers::{NewTransfer, Transfer};

/// Something that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Plain(Kind),
    Grade,
    Correct,
    Sign,
    Renew,
    EndAgreement,
    Plan,
    AskExperts,
    NameExperts,
    GiveOpinion,
    EndPanel,
    AskTransfer,
    Verify,
    Forward,
    Approve,
    Refuse,
    Take,
    SendBack,
    TryToReach,
    FinishVerification,
    ApproveStop,
    RefuseStop,
    Object,
    Uphold,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Refused(String),
    /// Whoever tried has no right to it.
    Denied,
    /// There was nothing to try it on.
    Nothing,
}

/// How a case stands.
pub(crate) struct Stand {
    pub(crate) held: Held,
    pub(crate) known: LedgerFacts,
    pub(crate) agreement: Option<EntryId>,
    gates: Vec<String>,
    panels: Vec<Panel>,
    transfers: Vec<Transfer>,
    cases: Vec<Case>,
    objections: Vec<Objection>,
}

impl Stand {
    pub(crate) async fn of(world: &World, subject: SubjectId) -> Self {
        let desk = world.desk.clone();
        let read = world.desk.db.read(async move |tx| Self::read(tx, &desk, subject).await);
        read.await.expect("read")
    }

    pub(crate) async fn read(
        tx: &mut Tx,
        desk: &Desk,
        subject: SubjectId,
    ) -> Result<Self, StoreError> {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        let key = key.expect("a key");
        let known = subjects::facts_of(tx, subject).await?;
        Ok(Self {
            held: duties::held(tx, subject).await?.expect("somebody answers"),
            agreement: signed(&known),
            gates: duties::gates_of(tx, subject).await?.into_iter().map(|(gate, _)| gate).collect(),
            panels: panels::panels_of(tx, &key, &known, subject).await?,
            transfers: transfers::transfers_of(tx, &key, subject).await?,
            cases: stopping::cases_of(tx, &key, subject).await?,
            objections: stopping::objections_of(tx, &key, subject).await?,
            known,
        })
    }

    pub(crate) fn standing(&self) -> &Standing {
        &self.held.standing
    }

    fn transfer(&self) -> Option<&Transfer> {
        self.transfers.iter().find(|transfer| transfer.step.goes_on())
    }

    /// The entries of a kind.
    pub(crate) fn entries_of(&self, kind: Kind) -> Vec<EntryId> {
        let entries = self.known.entries().iter().enumerate();
        let places = entries.filter(|(_, entry)| entry.kind == kind);
        places.filter_map(|(place, _)| self.known.id(place)).collect()
    }

    /// What leads on from here, whoever may do it.
    pub(crate) fn leads_on(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        let opens = |clause: &str| self.gates.iter().any(|gate| gate == clause);
        match self.transfer().map(|transfer| transfer.step) {
            Some(Turn::Requested) => acts.extend([Act::Verify, Act::Verify, Act::Refuse]),
            Some(Turn::Verified) => acts.extend([Act::Forward, Act::Forward, Act::Refuse]),
            Some(Turn::Approved) => acts.extend([Act::Take, Act::SendBack]),
            Some(_) => acts.extend([Act::Forward, Act::Approve, Act::Approve]),
            None => {}
        }
        match self.case() {
            Some(_) => acts.extend([Act::FinishVerification, Act::ApproveStop, Act::RefuseStop]),
            None if stopping::model::STOP_GATES.iter().any(|gate| opens(gate.clause())) => {
                acts.push(Act::TryToReach);
            }
            None => {}
        }
        if self.objections.iter().any(|objection| objection.outcome.is_none()) {
            acts.push(Act::Uphold);
        } else if self.cases.iter().any(|case| case.decided_at.is_some()) {
            acts.push(Act::Object);
        }
        if panels::model::lasting(&self.panels).is_some() {
            acts.extend([Act::NameExperts, Act::GiveOpinion, Act::GiveOpinion, Act::EndPanel]);
        } else if opens("BJ18-28") {
            acts.push(Act::AskExperts);
        }
        if opens("BJ18-30") {
            acts.push(Act::Plain(Kind::PublicPostRecommended));
            acts.push(Act::Plain(Kind::PublicPostPlaced));
        }
        acts
    }

    /// The office that is to take the person over, by code.
    pub(crate) fn goes_to(&self) -> Option<i64> {
        self.transfer().map(|transfer| transfer.to_office_code)
    }

    fn case(&self) -> Option<&Case> {
        self.cases.iter().find(|case| case.state.is_pending())
    }
}

/// The latest signing of the agreement in force, as somebody who reads the ledger finds it.
fn signed(known: &LedgerFacts) -> Option<EntryId> {
    let entries = known.entries();
    let corrected: Vec<usize> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Corrected)
        .filter_map(rules::Entry::of)
        .collect();
    let mut order: Vec<usize> = (0..entries.len()).filter(|at| !corrected.contains(at)).collect();
    order.sort_by_key(|at| (entries[*at].on, *at));
    let mut last = None;
    for at in order {
        match entries[at].kind {
            Kind::AgreementSigned => last = known.id(at),
            Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => last = None,
            _ => {}
        }
    }
    last
}

async fn told<T, R>(
    world: &World,
    case: impl AsyncFn(&mut Tx) -> Result<T, Failure<R>> + Send + 'static,
) -> Outcome
where
    T: Send + 'static,
    R: Display + Send + 'static,
{
    match world.desk.db.write(case).await {
        Ok(_) => Outcome::Done,
        Err(Failure::Refused(refusal)) => Outcome::Refused(refusal.to_string()),
        Err(Failure::Denied(_)) => Outcome::Denied,
        Err(Failure::Fault(fault)) => panic!("{fault}"),
    }
}

/// Tries something.
#[expect(clippy::too_many_lines, reason = "one short arm for each thing that can be tried")]
pub(crate) async fn attempt(
    world: &World,
    occasion: Occasion,
    (subject, stand): (SubjectId, &Stand),
    act: Act,
    chance: &SeededEntropy,
) -> Outcome {
    let (desk, today) = (world.desk.clone(), occasion.today);
    match act {
        Act::Plain(kind) => {
            let back = if chance.below(5) == 0 { chance.below(20) } else { 0 };
            let on = today.plus_days(-i32::try_from(back).expect("small"));
            let Some(happening) = fitting(&stand.known, kind, on, chance) else {
                return Outcome::Nothing;
            };
            let draft = Draft::new(happening);
            told(world, async move |tx| {
                services::record(tx, &desk, &occasion, subject, &draft).await
            })
            .await
        }
        Act::Grade => {
            let level = 3 + chance.next() % 2;
            let graded = Happening::new(Kind::Graded, today)
                .number(ledger::Field::Level, level)
                .text(ledger::Field::Tool, "量表");
            told(world, async move |tx| {
                let graded = std::slice::from_ref(&graded);
                duties::record_service(tx, &desk, &occasion, Action::Grade, subject, graded).await
            })
            .await
        }
        Act::Correct => {
            let entries = stand.known.entries();
            let wrong: Vec<usize> =
                (0..entries.len()).filter(|at| entries[*at].kind != Kind::Corrected).collect();
            let already = |at: usize| {
                entries.iter().any(|entry| entry.of() == Some(at) && entry.kind == Kind::Corrected)
            };
            if wrong.is_empty() {
                return Outcome::Nothing;
            }
            let at = wrong[chance.below(wrong.len())];
            let Some(id) = stand.known.id(at).filter(|_| !already(at)) else {
                return Outcome::Nothing;
            };
            told(world, async move |tx| {
                services::correct(tx, &desk, &occasion, (subject, id), "写错了").await
            })
            .await
        }
        Act::Sign | Act::Renew => {
            let signing = Signing {
                on: today,
                officer: occasion.actor.id,
                place: ServicePlace::Residence,
                channel: Channel::Counter,
                words: String::new(),
                expected: if act == Act::Renew { stand.agreement } else { None },
            };
            told(world, async move |tx| {
                agreements::sign(tx, &desk, &occasion, subject, &signing).await
            })
            .await
        }
        Act::EndAgreement => {
            let Some(expected) = stand.agreement else { return Outcome::Nothing };
            let reasons = agreements::model::ending_reasons();
            let ending = Ending {
                on: today,
                reason: reasons[chance.below(reasons.len())].to_owned(),
                words: "说明".to_owned(),
                expected,
            };
            told(world, async move |tx| {
                agreements::end(tx, &desk, &occasion, subject, &ending).await
            })
            .await
        }
        Act::Plan => {
            let text = plan(today);
            told(world, async move |tx| plan_it(tx, &desk, &occasion, subject, &text).await).await
        }
        Act::AskExperts => {
            told(world, async move |tx| {
                panels::request(tx, &desk, &occasion, subject, "怎么办？").await
            })
            .await
        }
        Act::NameExperts | Act::GiveOpinion | Act::EndPanel => {
            let Some(panel) = panels::model::lasting(&stand.panels) else {
                return Outcome::Nothing;
            };
            let request = panel.request;
            let officer = stand.held.officer;
            let expert = world.staff("expert");
            told(world, async move |tx| match act {
                Act::NameExperts => {
                    let experts = officer.into_iter().chain([expert]).collect();
                    let acceptance = panels::Acceptance { experts, sits_on: today };
                    panels::accept(tx, &desk, &occasion, (subject, request), &acceptance).await
                }
                Act::GiveOpinion => {
                    let opinion = panels::Opinion { on: today, words: "先练面试".to_owned() };
                    panels::give_opinion(tx, &desk, &occasion, (subject, request), &opinion)
                        .await
                        .map(drop)
                }
                _ => panels::end(tx, &desk, &occasion, (subject, request), "够了").await,
            })
            .await
        }
        Act::AskTransfer => {
            let streets = [STREET, BESIDE, FAR];
            let new = NewTransfer {
                to_office_code: streets[chance.below(streets.len())],
                asked_for: AskedFor::Person,
                ground: Ground::Residence,
                reason: "搬家".to_owned(),
                address: "新址".to_owned(),
                verified: None,
            };
            told(world, async move |tx| {
                transfers::request(tx, &desk, &occasion, subject, &new).await
            })
            .await
        }
        Act::Verify | Act::Forward | Act::Approve | Act::Refuse | Act::Take | Act::SendBack => {
            let Some(transfer) = stand.transfer() else { return Outcome::Nothing };
            let it = (subject, transfer.id);
            let officer = occasion.actor.id;
            let home = transfers::NewHome {
                residence_code: occasion.actor.area.first,
                address: "新址".to_owned(),
            };
            told(world, async move |tx| match act {
                Act::Verify => transfers::verify(tx, &desk, &occasion, it, "属实").await,
                Act::Forward => transfers::forward(tx, &desk, &occasion, it, "").await.map(drop),
                Act::Take => {
                    let acceptance = transfers::Acceptance { officer, home: Some(home.clone()) };
                    transfers::accept(tx, &desk, &occasion, it, &acceptance).await.map(drop)
                }
                Act::SendBack => transfers::send_back(tx, &desk, &occasion, it, "材料不符").await,
                _ => {
                    let decision = if act == Act::Approve {
                        transfers::Decision::Approve
                    } else {
                        transfers::Decision::Refuse
                    };
                    transfers::decide(tx, &desk, &occasion, it, decision, "看过").await
                }
            })
            .await
        }
        Act::TryToReach => {
            let all = stopping::model::STOP_GATES;
            let open = all.into_iter().find(|gate| {
                chance.below(4) > 0 && stand.gates.iter().any(|open| open == gate.clause())
            });
            let gate = open.unwrap_or(all[chance.below(all.len())]);
            let reached = chance.below(3) > 0;
            told(world, async move |tx| {
                let tried = (today, Channel::Phone, reached, "问过本人");
                stopping::try_to_reach(tx, &desk, &occasion, (subject, gate), tried).await
            })
            .await
        }
        Act::FinishVerification | Act::ApproveStop | Act::RefuseStop => {
            let Some(case) = stand.case() else { return Outcome::Nothing };
            let it = (subject, case.id);
            told(world, async move |tx| match act {
                Act::FinishVerification => {
                    stopping::finish(tx, &desk, &occasion, it, ("", "多次联系不上")).await
                }
                Act::ApproveStop => {
                    let decision = stopping::Decision::Approve;
                    stopping::decide(tx, &desk, &occasion, it, decision, "同意").await
                }
                _ => {
                    let decision = stopping::Decision::Refuse;
                    stopping::decide(tx, &desk, &occasion, it, decision, "再联系").await
                }
            })
            .await
        }
        Act::Object => {
            let Some(case) = stand.cases.iter().find(|case| case.decided_at.is_some()) else {
                return Outcome::Nothing;
            };
            let it = (subject, case.id);
            let new =
                NewObjection {
                    on: today, how: Channel::Counter, words: "我没有拒绝".to_owned()
                };
            told(world, async move |tx| stopping::object(tx, &desk, &occasion, it, &new).await)
                .await
        }
        Act::Uphold => {
            let waiting = stand.objections.iter().find(|objection| objection.outcome.is_none());
            let Some(objection) = waiting else { return Outcome::Nothing };
            let it = (subject, objection.id);
            told(world, async move |tx| {
                let upheld = Ruling::Upheld;
                stopping::decide_objection(tx, &desk, &occasion, it, upheld, "属实").await
            })
            .await
        }
    }
}

/// An entry of a kind whose answers fit each other, as a form would take it.
fn fitting(known: &LedgerFacts, kind: Kind, on: Day, chance: &SeededEntropy) -> Option<Happening> {
    use ledger::Field;
    match kind {
        Kind::Surveyed => {
            let willing = chance.below(3) > 0;
            let survey = Happening::new(kind, on)
                .text(Field::Method, "phone")
                .flag(Field::Willing, willing)
                .flag(Field::Registers, false)
                .text(Field::Circumstance, ["none", "caring"][chance.below(2)]);
            Some(if willing { survey } else { survey.text(Field::Reason, "身体原因") })
        }
        Kind::HardshipRecognised => {
            let groups = services::model::codes::HARDSHIP_GROUPS;
            Some(Happening::new(kind, on).text(Field::Group, groups[chance.below(groups.len())]))
        }
        // Mostly what leads on: ready, not hired, and not by their own fault.
        Kind::ReadinessAssessed => {
            Some(Happening::new(kind, on).flag(Field::Ready, chance.below(4) > 0))
        }
        Kind::RecommendationResult => {
            let made = happening(known, kind, on, chance)?;
            let mut result = Happening::new(kind, on).about(made.of?);
            let hired = chance.below(8) == 0;
            result = result.flag(Field::Hired, hired);
            Some(result.flag(Field::OwnCause, !hired && chance.below(4) == 0))
        }
        _ => happening(known, kind, on, chance),
    }
}

fn plan(today: Day) -> PlanText {
    PlanText {
        goal: "找到工作".to_owned(),
        stages: vec![Stage {
            name: "起步".to_owned(),
            goal: "写好简历".to_owned(),
            until: today.plus_days(60),
        }],
        steps: vec![Step {
            number: 1,
            words: "写简历".to_owned(),
            measure: String::new(),
            stage: 0,
            by: By::Person,
            who: "本人".to_owned(),
            due: today.plus_days(10),
        }],
        barriers: Vec::new(),
    }
}

async fn plan_it(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    text: &PlanText,
) -> Result<(), Failure<plans::model::PlanRefusal>> {
    let base = |open: &plans::OpenPlan| {
        let then = open.then(desk, occasion.today);
        let current = open.current(&then).map(|(plan, _)| plan.entry);
        base_of(open.draft.as_ref(), current)
    };
    let action = Action::RecordService;
    let open = plans::open_plan(tx, desk, occasion, action, subject).await?;
    plans::keep_draft(tx, desk, occasion, subject, &base(&open), text).await?;
    let open = plans::open_plan(tx, desk, occasion, action, subject).await?;
    let adoption = Adoption {
        base: base(&open),
        on: occasion.today,
        is_agreed: true,
        words: "好".to_owned(),
        reason: "有新情况".to_owned(),
        opinion: None,
    };
    plans::adopt(tx, desk, occasion, subject, &adoption).await.map(drop)
}

/// Tells whether somebody can have had the right to what they have done: the table and the articles once more, in
/// other words.
pub(crate) fn may(act: Act, actor: &Actor, stand: &Stand) -> bool {
    let is = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
    let code = stand.held.office_code;
    let at = actor.area.first;
    let is_own = at == code;
    let leads_above = is(&[Role::Head]) && Area::of_code(at).holds(code);
    let serves = is(&[
        Role::FrontDeskClerk,
        Role::Counsellor,
        Role::AssistanceOfficer,
        Role::CommunityAssistant,
        Role::Head,
    ]);
    match act {
        Act::Plain(
            Kind::UnemploymentRegistered
            | Kind::UnemploymentClosed
            | Kind::HardshipRecognised
            | Kind::HardshipEnded,
        ) => is_own && is(&[Role::FrontDeskClerk, Role::AssistanceOfficer, Role::Head]),
        Act::Grade => {
            is_own
                && is(&[
                    Role::FrontDeskClerk,
                    Role::Counsellor,
                    Role::AssistanceOfficer,
                    Role::Head,
                ])
        }
        Act::Plain(_)
        | Act::Sign
        | Act::Renew
        | Act::EndAgreement
        | Act::Plan
        | Act::AskExperts
        | Act::AskTransfer
        | Act::TryToReach
        | Act::FinishVerification
        | Act::Object => is_own && serves,
        // Whoever serves there corrects what they wrote that day; what stood longer, the officer and whoever leads.
        Act::Correct => stand.held.officer == Some(actor.id) || leads_above || is_own && serves,
        Act::Verify => {
            stand.held.officer == Some(actor.id)
                || stand.held.officer.is_none()
                    && is_own
                    && is(&[Role::AssistanceOfficer, Role::Head])
        }
        Act::NameExperts => {
            let above = if code == FAR { OTHER_DISTRICT } else { DISTRICT };
            at == above && is(&[Role::Counsellor, Role::Head])
        }
        Act::GiveOpinion => is(&[Role::Counsellor, Role::AssistanceOfficer, Role::Head]),
        Act::EndPanel => {
            (is_own || leads_above || actor.is(Role::Counsellor)) && !actor.is(Role::Inspector)
        }
        Act::Forward => leads_above,
        Act::Approve => {
            let Some(transfer) = stand.transfer() else { return false };
            let meets = |district: i64| {
                Area::of_code(district).holds(code)
                    && Area::of_code(district).holds(transfer.to_office_code)
            };
            let decides = [DISTRICT, OTHER_DISTRICT].into_iter().find(|code| meets(*code));
            leads_above
                && at == decides.unwrap_or(CITY)
                && transfer.asked_by != actor.id
                && transfer.verified_by() != Some(actor.id)
        }
        Act::Refuse => leads_above || is_own,
        Act::Take | Act::SendBack => {
            stand.transfer().is_some_and(|transfer| transfer.to_office_code == at)
                && is(&[Role::AssistanceOfficer, Role::Head])
        }
        Act::ApproveStop | Act::RefuseStop => {
            leads_above && stand.case().is_some_and(|case| case.verified_by != Some(actor.id))
        }
        Act::Uphold => leads_above && !is_own,
    }
}
