//! What can be done in a case, and what came of trying.

use std::fmt::Display;

use access::{Action, Failure};
use agreements::model::ServicePlace;
use agreements::{Ending, Signing};
use desk::Occasion;
use posts::model::Content;
use posts::{NewPlacement, NewRecommendation};
use rules::Kind;
use services::model::{Draft, Kept};
use stopping::NewObjection;
use stopping::model::{Finding, Outcome as Ruling};
use store::Tx;
use store::ledger::Channel;
use street::{BESIDE, FAR, STREET, World};
use subjects::Happening;
use testkit::SeededEntropy;
use transfers::NewTransfer;
use transfers::model::{AskedFor, Ground};

use crate::around::Around;
use crate::fitting::{fitting, plan, plan_it};
use crate::stand::Stand;
use crate::together::{Life, cover, hand_over, merge, move_office, read};

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
    RecommendPost,
    AskPlacement,
    WithdrawPlacement,
    ConfirmPlacement,
    SendBackPlacement,
    EndPost,
    MoveOffice,
    HandOver,
    Cover,
    Merge,
    Read,
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

/// Tries something; gives what was made, or what came of it instead.
pub(crate) async fn tried<T, R>(
    world: &World,
    case: impl AsyncFn(&mut Tx) -> Result<T, Failure<R>> + Send + 'static,
) -> Result<T, Outcome>
where
    T: Send + 'static,
    R: Display + Send + 'static,
{
    world.desk.db.write(case).await.map_err(|failure| match failure {
        Failure::Refused(refusal) => Outcome::Refused(refusal.to_string()),
        Failure::Denied(_) => Outcome::Denied,
        Failure::Fault(fault) => panic!("{fault}"),
    })
}

/// The same, of which nothing but the outcome matters.
pub(crate) async fn told<T, R>(
    world: &World,
    case: impl AsyncFn(&mut Tx) -> Result<T, Failure<R>> + Send + 'static,
) -> Outcome
where
    T: Send + 'static,
    R: Display + Send + 'static,
{
    tried(world, case).await.map_or_else(|outcome| outcome, |_| Outcome::Done)
}

/// Tries something.
#[expect(clippy::too_many_lines, reason = "one short arm for each thing that can be tried")]
pub(crate) async fn attempt(
    around: &Around,
    (user, occasion): (&str, Occasion),
    (life, stand): (&Life, &Stand),
    act: Act,
    chance: &SeededEntropy,
) -> Outcome {
    let (world, subject) = (&around.world, life.subject);
    let (desk, today) = (world.desk.clone(), occasion.today);
    match act {
        Act::Plain(kind) => {
            let back = if chance.below(5) == 0 { chance.below(20) } else { 0 };
            let on = today.plus_days(-i32::try_from(back).expect("small"));
            let Some(happening) = fitting(&stand.known, kind, on, chance) else {
                return Outcome::Nothing;
            };
            let draft = Draft::new(happening);
            // What another page keeps is recorded here as its slice does.
            told(world, async move |tx| match Kept::of(kind) {
                Some(_) => services::record_kept(tx, &desk, &occasion, subject, &draft).await,
                None => services::record(tx, &desk, &occasion, subject, &draft).await,
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
                    let home = Some(home.clone());
                    let acceptance = transfers::Acceptance { officer, home, household: None };
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
                    let finding = Finding {
                        circumstance: "",
                        offered: "推荐过岗位，本人没有来",
                        words: "多次联系不上",
                    };
                    stopping::finish(tx, &desk, &occasion, it, finding).await
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
        Act::RecommendPost | Act::AskPlacement => {
            let (post, on) = (around.post(stand.held.office_code), today);
            let content =
                Content { why: "多次推荐没有结果".to_owned(), ..Content::default() };
            told(world, async move |tx| {
                let content = content.clone();
                if act == Act::RecommendPost {
                    let new = NewRecommendation { post, on, content };
                    return posts::recommend(tx, &desk, &occasion, subject, &new).await.map(drop);
                }
                let new = NewPlacement { post, on, last_day: on.plus_days(364), content };
                posts::ask_placement(tx, &desk, &occasion, subject, &new).await.map(drop)
            })
            .await
        }
        Act::WithdrawPlacement | Act::ConfirmPlacement | Act::SendBackPlacement => {
            let Some(asked) = stand.asked() else { return Outcome::Nothing };
            let it = (subject, asked.id);
            told(world, async move |tx| match act {
                Act::WithdrawPlacement => posts::withdraw_placement(tx, &occasion, it).await,
                Act::ConfirmPlacement => {
                    posts::confirm_placement(tx, &desk, &occasion, it).await.map(drop)
                }
                _ => posts::send_back_placement(tx, &desk, &occasion, it, "名额另有安排").await,
            })
            .await
        }
        Act::EndPost => {
            told(world, async move |tx| {
                let early = ("提前结束", "本人要照料家中老人");
                posts::end(tx, &desk, &occasion, subject, (today, early.0, early.1)).await
            })
            .await
        }
        Act::MoveOffice => move_office(around, occasion, stand, chance).await,
        Act::HandOver => hand_over(around, occasion, (life, stand), chance).await,
        Act::Cover => cover(around, occasion, stand, chance).await,
        Act::Merge => merge(around, occasion, life).await,
        Act::Read => read(around, user, life, chance).await,
    }
}
