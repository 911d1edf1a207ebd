//! What is under way beside the duties is not lost either: open steps of the plan and a panel are told before anybody
//! accepts, and reach the office that does, until it has made a plan of its own.

use desk::Companion as _;
use ledger::Field;
use plans::model::{By, PlanText, Stage, Step};
use plans::{Adoption, base_of};
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{BESIDE, World, by, on_both};
use subjects::Happening;
use transfers::{Decision, Keeper};

use crate::world::{GROUPS, accept, ask, decide, forward, under_agreement, wish};

const STEP: &str = "陪同到家政公司面试";
const OWN: &str = "每周投三份简历";

/// Adopts a plan with one step of the office and one of the person.
async fn planned(world: &World, subject: SubjectId) {
    let today = world.today();
    let step = |number, words: &str, by, days| Step {
        number,
        words: words.to_owned(),
        measure: String::new(),
        stage: 0,
        by,
        who: String::new(),
        due: today.plus_days(days),
    };
    let text = PlanText {
        goal: "三个月内上岗".to_owned(),
        stages: vec![Stage {
            name: "准备".to_owned(),
            goal: "能面试".to_owned(),
            until: today.plus_days(42),
        }],
        steps: vec![step(1, STEP, By::Office, 7), step(2, OWN, By::Person, 28)],
        barriers: Vec::new(),
    };
    let kept = by!(world, "officer", |tx, desk, occasion| plans::keep_draft(
        tx, desk, occasion, subject, "0", &text
    ));
    kept.expect("a draft");
    let open = by!(world, "officer", |tx, desk, occasion| plans::open_plan(
        tx,
        desk,
        occasion,
        access::Action::RecordService,
        subject
    ));
    let base = base_of(open.expect("open").draft.as_ref(), None);
    let adoption = Adoption {
        base,
        on: today,
        is_agreed: true,
        words: String::new(),
        reason: String::new(),
        opinion: None,
    };
    let adopted = by!(world, "officer", |tx, desk, occasion| plans::adopt(
        tx, desk, occasion, subject, &adoption
    ));
    adopted.expect("adopted");
}

/// Ready for work, recommended three times to no avail, and before a panel of experts.
async fn before_a_panel(world: &World, subject: SubjectId) {
    let today = world.today();
    let ready = Happening::new(Kind::ReadinessAssessed, today).flag(Field::Ready, true);
    world.record_raw(subject, vec![ready]).await;
    for _ in 0..3 {
        world.record_raw(subject, vec![Happening::new(Kind::Recommended, today)]).await;
        let past = world.history(subject).await;
        let of = past.last().expect("a recommendation").id;
        let result = Happening::new(Kind::RecommendationResult, today)
            .about(of)
            .flag(Field::Hired, false)
            .flag(Field::OwnCause, false);
        world.record_raw(subject, vec![result]).await;
    }
    let asked = by!(world, "officer", |tx, desk, occasion| panels::request(
        tx,
        desk,
        occasion,
        subject,
        "排班总不合"
    ));
    asked.expect("a panel");
}

/// What the file says is to be done next.
async fn next(world: &World, subject: SubjectId) -> String {
    let desk = world.desk.clone();
    let steps = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| Keeper.next_steps(tx, &desk, subject).await);
    steps.await.expect("steps").into_iter().map(|step| step.words).collect()
}

#[test]
fn open_steps_of_the_plan_and_a_panel_reach_the_office_that_accepts() {
    let groups = [GROUPS, &[counselling::STATEMENTS]].concat();
    on_both(&groups, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        planned(world, subject).await;
        before_a_panel(world, subject).await;
        let wish = wish(BESIDE, Some("已核实"));
        let place = ask(world, "officer", subject, &wish).await.expect("asked");
        forward(world, "head", place).await.expect("submitted");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        let path = format!("/people/{subject}/transfer");
        for user in ["officer", "chief", "beside_officer"] {
            let words = world.get(user, &path).await.words();
            for part in [STEP, OWN, "专家会诊", "重新制定方案时接着安排", "由其另行申请"]
            {
                assert!(words.contains(part), "{user} {part}: {words}");
            }
        }
        assert!(!next(world, subject).await.contains(STEP), "nothing of it before");
        world.pass_days(1);
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        let words = world.get("beside_officer", &path).await.words();
        let left = words.split_once("原方案和会诊没有办完的").expect("a section").1;
        for part in [STEP, OWN, "专家会诊", "先签协议"] {
            assert!(left.contains(part), "{part}: {words}");
        }
        assert!(next(world, subject).await.contains(STEP));
        // With a plan of the new office the old one is done with; with a panel of its own the old panel.
        let record = async |happening: Happening| {
            world.clock.advance_seconds(60);
            let recorded = by!(world, "beside_officer", |tx, desk, occasion| {
                duties::record_service(
                    tx,
                    desk,
                    occasion,
                    access::Action::RecordService,
                    subject,
                    std::slice::from_ref(&happening),
                )
            });
            recorded.expect("recorded");
        };
        let today = world.today();
        record(Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "冯专员")).await;
        let words = world.get("beside_officer", &path).await.words();
        assert!(words.contains("排进新方案"), "{words}");
        record(Happening::new(Kind::PlanAdopted, today).number(Field::Version, 1)).await;
        let words = world.get("beside_officer", &path).await.words();
        let left = words.split_once("原方案和会诊没有办完的").expect("a section").1;
        assert!(!left.contains(STEP) && left.contains("专家会诊"), "{words}");
        record(Happening::new(Kind::ConsultationRequested, today)).await;
        let words = world.get("beside_officer", &path).await.words();
        assert!(!words.contains("原方案和会诊没有办完的"), "{words}");
        assert!(!next(world, subject).await.contains("原方案"));
    });
}

#[test]
fn an_end_for_another_reason_leaves_no_plan_to_carry_on() {
    let groups = [GROUPS, &[counselling::STATEMENTS]].concat();
    on_both(&groups, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        planned(world, subject).await;
        let today = world.today();
        let ended = Happening::new(Kind::AgreementEnded, today).text(Field::Reason, "协议期满");
        world.record_raw(subject, vec![ended]).await;
        assert_eq!(next(world, subject).await, "");
    });
}
