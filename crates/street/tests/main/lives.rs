//! Random lives of cases: whatever is tried, by whomever, some things never happen.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use access::Actor;
use desk::Occasion;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rules::Kind;
use store::{Clock, Engine, StoreError, SubjectId};
use street::{BESIDE, FAR, Owed, STREET, World};
use testkit::SeededEntropy;

use crate::acts::{Act, Outcome, attempt};
use crate::around::{Around, EVERYBODY};
use crate::rights::{Reads, may, may_merge, reads};
use crate::stand::Stand;
use crate::together::{Life, Twin, goes_along, have_become_one};

/// One step: the days that pass before it, and where its details come from.
type Step = (u8, u64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let days = prop_oneof![5 => 0_u8..3, 3 => 3_u8..20, 1 => 60_u8..200];
    proptest::collection::vec((days, any::<u64>()), 10..28)
}

/// What is tried most in a case, so that random lives go somewhere.
const ACTS: &[Act] = &[
    Act::Plain(Kind::Surveyed),
    Act::Plain(Kind::SeekerRegistered),
    Act::Plain(Kind::HardshipRecognised),
    Act::Plain(Kind::UnemploymentClaimed),
    Act::Plain(Kind::UnemploymentRegistered),
    Act::Plain(Kind::GuidanceGiven),
    Act::Plain(Kind::TrainingStarted),
    Act::Plain(Kind::TrainingEnded),
    Act::Plain(Kind::FollowedUp),
    Act::Plain(Kind::FollowedUp),
    Act::Plain(Kind::ReadinessAssessed),
    Act::Plain(Kind::ReadinessAssessed),
    Act::Plain(Kind::Recommended),
    Act::Plain(Kind::Recommended),
    Act::Plain(Kind::Recommended),
    Act::Plain(Kind::RecommendationResult),
    Act::Plain(Kind::RecommendationResult),
    Act::Plain(Kind::StartedWork),
    Act::Plain(Kind::LeftWork),
    Act::RecommendPost,
    Act::AskPlacement,
    Act::WithdrawPlacement,
    Act::ConfirmPlacement,
    Act::SendBackPlacement,
    Act::EndPost,
    Act::Plain(Kind::ServiceDeclined),
    Act::Plain(Kind::ServiceDeclined),
    Act::Plain(Kind::ServiceDeclined),
    Act::Plain(Kind::ServiceDeclined),
    Act::Plain(Kind::Contacted),
    Act::Grade,
    Act::Correct,
    Act::Sign,
    Act::Sign,
    Act::Sign,
    Act::Renew,
    Act::EndAgreement,
    Act::Plan,
    Act::Plan,
    Act::AskExperts,
    Act::AskExperts,
    Act::NameExperts,
    Act::GiveOpinion,
    Act::EndPanel,
    Act::AskTransfer,
    Act::AskTransfer,
    Act::Verify,
    Act::Verify,
    Act::Forward,
    Act::Forward,
    Act::Approve,
    Act::Approve,
    Act::Refuse,
    Act::Take,
    Act::Take,
    Act::SendBack,
    Act::TryToReach,
    Act::TryToReach,
    Act::FinishVerification,
    Act::ApproveStop,
    Act::RefuseStop,
    Act::Object,
    Act::Uphold,
    Act::MoveOffice,
    Act::MoveOffice,
    Act::HandOver,
    Act::HandOver,
    Act::HandOver,
    Act::Cover,
    Act::Cover,
    Act::Merge,
    Act::Read,
    Act::Read,
    Act::Read,
    Act::Read,
];

/// Who would usually do it where the person is.
fn usual(act: Act, code: i64) -> &'static [&'static str] {
    match (act, code) {
        (Act::NameExperts | Act::Uphold, FAR) => &["far_chief"],
        (Act::NameExperts | Act::Uphold, _) => &["chief"],
        (Act::Read, _) => EVERYBODY,
        (Act::MoveOffice, FAR) => &["far_chief", "mayor"],
        (Act::HandOver, STREET) => &["head", "chief", "mayor"],
        (Act::HandOver, BESIDE) => &["neighbour", "chief", "mayor"],
        (Act::HandOver, _) => &["far_head", "far_chief", "mayor"],
        (Act::Cover | Act::Merge, STREET) => &["head", "officer"],
        (Act::Cover | Act::Merge, BESIDE) => &["neighbour", "beside_officer"],
        (Act::Cover | Act::Merge, _) => &["far_head", "far_officer"],
        (Act::GiveOpinion, _) => &["expert", "officer"],
        (Act::Forward, STREET) => &["head", "chief"],
        (Act::Forward, BESIDE) => &["neighbour", "chief"],
        (Act::Forward, _) => &["far_head", "far_chief"],
        (Act::Approve | Act::MoveOffice, _) => &["chief", "mayor"],
        (
            Act::ApproveStop | Act::RefuseStop | Act::ConfirmPlacement | Act::SendBackPlacement,
            code,
        ) => match code {
            STREET => &["head"],
            BESIDE => &["neighbour"],
            _ => &["far_head"],
        },
        (_, STREET) => &["officer", "officer", "colleague"],
        (_, BESIDE) => &["beside_officer"],
        _ => &["far_officer"],
    }
}

/// How many lives are lived when somebody asks for it; they are others each time.
#[expect(clippy::disallowed_methods, reason = "a test that can be asked to take longer")]
fn asked_for() -> Option<u32> {
    std::env::var("LIVES").ok().and_then(|number| number.parse().ok())
}

/// How many lives a run of all tests lives on each engine.
const USUAL: u32 = 2_000;
/// How many a street sees before another is laid out, so that a long run stays as quick as a short one.
const ON_A_STREET: u32 = 500;
/// How many streets are lived on at the same time: while one waits for its database, another goes on.
const STREETS: usize = 2;

/// How often each act was done, refused and denied.
type Came = BTreeMap<String, [u32; 3]>;

#[test]
fn whatever_is_tried_some_things_never_happen() {
    never(Engine::Sqlite);
}

#[test]
fn whatever_is_tried_some_things_never_happen_on_the_engine_of_a_city() {
    never(Engine::Postgres);
}

fn never(engine: Engine) {
    let asked = asked_for();
    let cases = asked.unwrap_or(USUAL);
    let next = AtomicU32::new(0);
    let all = Mutex::new(Came::new());
    std::thread::scope(|scope| {
        for _ in 0..STREETS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let lives = cases.saturating_sub(number * ON_A_STREET).min(ON_A_STREET);
                    if lives == 0 {
                        break;
                    }
                    let came = on_a_street(engine, (number, lives), asked.is_some());
                    let mut all = all.lock().expect("no panic");
                    for (act, came) in came {
                        let sums = all.entry(act).or_default();
                        *sums = std::array::from_fn(|at| sums[at] + came[at]);
                    }
                }
            });
        }
    });
    let came = all.into_inner().expect("no panic");
    // What never came about was not tried.
    let done = |act: &&Act| came.get(&format!("{act:?}")).is_some_and(|[done, ..]| *done > 0);
    let never: Vec<&Act> = ACTS.iter().filter(|act| !done(act)).collect();
    assert!(cases < USUAL || never.is_empty(), "{engine:?}: {never:?} never came about");
    let [done, refused, denied] = came
        .values()
        .fold([0; 3], |all: [u32; 3], one| std::array::from_fn(|at| all[at] + one[at]));
    let tried = format!("{cases} lives, {done} acts done, {refused} refused, {denied} denied");
    assert!(done > 3 * cases && 2 * denied > cases && refused > cases, "{engine:?}: {tried}");
}

/// Lives some lives on a street of their own.
fn on_a_street(engine: Engine, (street, cases): (u32, u32), others_each_time: bool) -> Came {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    // The same lives in every run, so that what fails once fails again; others when asked for.
    let mut runner = if others_each_time {
        TestRunner::new(config)
    } else {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&street.to_le_bytes());
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    };
    let runtime = testkit::runtime();
    let around = runtime.block_on(Around::new(engine));
    let number = Cell::new(0_u32);
    let came = RefCell::new(Came::new());
    runner
        .run(&steps(), |steps| {
            number.set(number.get() + 1);
            let reference = format!("案例 {}", number.get());
            let mut came = came.borrow_mut();
            runtime.block_on(live(&around, &reference, &steps, &mut came));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{engine:?}, street {street}: {error}"));
    around.world.close();
    came.into_inner()
}

/// Lives through the steps and looks after each of them.
async fn live(around: &Around, reference: &str, steps: &[Step], came: &mut Came) {
    around.begin_anew().await;
    let world = &around.world;
    let chance = SeededEntropy::new(steps[0].1);
    let mut life = open(around, reference, &chance).await;
    let mut stand = Stand::of(world, life.subject).await;
    let mut before = world.export(&life.reference).await;
    for (days, seed) in steps {
        // A minute at least passes: nobody does two things at once.
        world.clock.advance_seconds(60 + i64::from(*days) * 86_400);
        look_again(world, life.subject).await;
        let chance = SeededEntropy::new(*seed);
        let mut leads_on = stand.leads_on();
        leads_on.extend(life.twin.iter().map(|_| Act::Merge));
        let act = if leads_on.is_empty() || chance.below(3) == 0 {
            ACTS[chance.below(ACTS.len())]
        } else {
            leads_on[chance.below(leads_on.len())]
        };
        // Whoever is to take somebody over sits where the person goes.
        let at = match act {
            Act::Take | Act::SendBack => stand.goes_to().unwrap_or(stand.held.office_code),
            _ => stand.held.office_code,
        };
        let usual = usual(act, at);
        let user = if chance.below(6) == 0 {
            EVERYBODY[chance.below(EVERYBODY.len())]
        } else {
            usual[chance.below(usual.len())]
        };
        let actor = around.actor(user).await;
        let (now, today) = (world.clock.now(), world.today());
        let occasion = Occasion { actor: actor.clone(), now, today };
        let other = match (&life.twin, act) {
            (Some(twin), Act::Merge) => Some(Stand::of(world, twin.subject).await),
            _ => None,
        };
        let outcome = attempt(around, (user, occasion), (&life, &stand), act, &chance).await;
        let told = format!("{act:?} by {user}: {outcome:?}");
        let done = outcome == Outcome::Done;
        if let Some(other) = other.filter(|_| done) {
            for held in [&stand.held, &other.held] {
                assert!(may_merge(&actor, held.office_code), "{told} without a right to both");
            }
            let (one, goes_on) = (life.subject, have_become_one(around, &life, (&stand, &other)));
            life = goes_on.await;
            if life.subject != one {
                stand = other;
            }
        }
        let after = world.export(&life.reference).await;
        let (now, stored) = seen(world, life.subject).await;

        // No step without its right, and nothing is left of what was not done.
        let kinds = came.entry(format!("{act:?}")).or_default();
        match &outcome {
            Outcome::Done => {
                kinds[0] += 1;
                assert!(may(act, &actor, &stand), "{told} without a right");
            }
            Outcome::Refused(_) | Outcome::Nothing => {
                kinds[1] += u32::from(outcome != Outcome::Nothing);
                assert_eq!(before, after, "{told}, and still it is recorded");
            }
            Outcome::Denied => {
                kinds[2] += 1;
                assert_eq!(before, after, "{told}, and still it is recorded");
            }
        }
        if act == Act::Read {
            let may_not = reads(&actor, &stand) != Reads::Always;
            assert!(done || may_not, "{told} to whom the file is open");
        }
        // What is done beside the ledger leaves it as it is.
        if matches!(act, Act::Read | Act::Cover | Act::MoveOffice | Act::HandOver) {
            assert_eq!(before, after, "{told} is recorded");
        }
        // Never two agreements in force.
        if act == Act::Sign && done {
            assert!(!stand.standing().under_agreement, "{told} beside one in force");
        }
        assert_eq!(now.agreement.is_some(), now.standing().under_agreement, "{told}");
        if done {
            is_placed_once(act, &stand, &now, &told);
        }
        // Never a day without a responsible office, nor with one that nobody had the right to choose.
        assert!([STREET, BESIDE, FAR].contains(&now.held.office_code), "{told}");
        if now.held.office_code != stand.held.office_code {
            assert!(done, "{told} moved the person");
            goes_to_another_office(act, &actor, (&stand, &now), &told);
            goes_along(world, life.subject, &now.held).await;
        }
        if act == Act::HandOver && done {
            is_guided(world, (&stand, &now), &told);
        }
        // No duty lost or doubled: what stands in the database is what the check says of the export.
        assert_eq!(stored, world.checked(&after), "{told}");
        let mut once = stored.duties.clone();
        once.dedup();
        assert_eq!(once.len(), stored.duties.len(), "{told}");
        (stand, before) = (now, after);
    }
}

/// Who guides people to work.
const GUIDES: [&str; 4] = ["officer", "colleague", "beside_officer", "far_officer"];

/// Tells whether somebody was under an agreement, and is in hardship or under it still, without having been given up.
fn is_in_relation(stand: &Stand) -> bool {
    let standing = stand.standing();
    let goes_on = standing.hardship_recognised && !standing.stopped;
    stand.agreement.is_some() || goes_on && stand.valid(Kind::AgreementSigned) > 0
}

/// Tells whether somebody can be served in the office that they were given to: they live there by the file, or are in no
/// hardship. Nobody of these lives knows where their household is registered.
fn lives_nearby(before: &Stand, now: &Stand) -> bool {
    let area = access::Area::of_code(now.held.office_code);
    !before.standing().hardship_recognised || area.holds(before.home)
}

/// Once a service relation was established (BJ18-23) the office changes by a transfer or a move alone; before, whoever
/// leads both offices hands over who can be served there.
fn goes_to_another_office(act: Act, actor: &Actor, (before, now): (&Stand, &Stand), told: &str) {
    let changes = match act {
        Act::Take | Act::MoveOffice => true,
        Act::HandOver => !is_in_relation(before) && lives_nearby(before, now),
        _ => false,
    };
    assert!(changes, "{told} moved the person");
    // By a transfer the agreement ends; if the office alone changes, it goes on (BJ18-23, BJ18-24).
    let goes_on = act == Act::MoveOffice && before.standing().under_agreement;
    assert_eq!(now.standing().under_agreement, goes_on, "{told}, and the agreement");
    if matches!(act, Act::MoveOffice | Act::HandOver) {
        assert!(actor.area.holds(now.held.office_code), "{told} to where they have no right");
    }
}

/// Whoever is made the officer of somebody in hardship guides people to work (BJ18-23).
fn is_guided(world: &World, (before, now): (&Stand, &Stand), told: &str) {
    if before.standing().hardship_recognised || before.agreement.is_some() {
        let guides = GUIDES.map(|user| world.staff(user));
        let officer = now.held.officer;
        assert!(officer.is_none_or(|one| guides.contains(&one)), "{told}, who guides nobody");
    }
}

/// Nobody is placed in a post twice, nor under an agreement with it (BJ18-30).
fn is_placed_once(act: Act, before: &Stand, now: &Stand, told: &str) {
    let placed = [before, now].map(|stand| posts::model::in_force(&stand.known).is_some());
    match act {
        Act::ConfirmPlacement => {
            assert!(placed == [false, true] && now.agreement.is_none(), "{told}");
        }
        Act::EndPost => assert_eq!(placed, [true, false], "{told}"),
        _ => {}
    }
}

/// Opens the file of somebody, and of some of them a second one by mistake.
async fn open(around: &Around, reference: &str, chance: &SeededEntropy) -> Life {
    let subject = begin(&around.world, reference, chance).await;
    around.follow(subject);
    let mut life = Life { subject, reference: reference.to_owned(), twin: None };
    if chance.below(4) == 0 {
        // The names of files are made of the time.
        around.world.clock.advance_seconds(1);
        let reference = format!("{reference} 重");
        let subject = begin(&around.world, &reference, chance).await;
        around.follow(subject);
        life.twin = Some(Twin { subject, reference });
    }
    life
}

/// Somebody who has come some way already, or not: as far as a public post or a panel is within reach.
async fn begin(world: &World, reference: &str, chance: &SeededEntropy) -> SubjectId {
    use ledger::Field;
    use subjects::Happening;

    let all = [Kind::Intake, Kind::LedgerOpened, Kind::SeekerRegistered];
    let way = chance.below(5);
    let first = if way > 1 { all.len() } else { chance.below(all.len() + 1) };
    let subject = world.person(reference, &all[..first]).await;
    if way == 0 {
        return subject;
    }
    let before = world.today().plus_days(-200);
    let mut happened =
        vec![Happening::new(Kind::HardshipRecognised, before).text(Field::Group, "甲")];
    if way > 1 {
        happened.push(Happening::new(Kind::AgreementSigned, before).text(Field::Officer, "赵专员"));
    }
    if way > 2 {
        happened.push(Happening::new(Kind::PlanAdopted, before).number(Field::Version, 1));
        happened.push(Happening::new(Kind::ReadinessAssessed, before).flag(Field::Ready, true));
        let asked = if way == 3 { 3 } else { 5 };
        happened.extend((0..asked).map(|_| {
            Happening::new(Kind::Recommended, before.plus_days(30)).text(Field::Employer, "某单位")
        }));
    }
    world.record_raw(subject, happened).await;
    if way == 4 {
        let recommended = Stand::of(world, subject).await.entries_of(Kind::Recommended);
        let results = recommended.into_iter().map(|entry| {
            Happening::new(Kind::RecommendationResult, before.plus_days(40))
                .about(entry)
                .flag(Field::Hired, false)
                .flag(Field::OwnCause, false)
        });
        world.record_raw(subject, results.collect()).await;
    }
    subject
}

/// How the case stands, and what is owed in it.
async fn seen(world: &World, subject: SubjectId) -> (Stand, Owed) {
    let (desk, today) = (world.desk.clone(), world.today());
    let seen = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let stand = Stand::read(tx, &desk, subject).await?;
        Ok((stand, Owed::stored(tx, subject, today).await?))
    });
    seen.await.expect("read")
}

/// Time passes at night for everyone.
async fn look_again(world: &World, subject: SubjectId) {
    let (desk, today) = (world.desk.clone(), world.today());
    let looked = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        duties::look_at(tx, &desk.rulebook, subject, today).await
    });
    looked.await.expect("looked");
}
