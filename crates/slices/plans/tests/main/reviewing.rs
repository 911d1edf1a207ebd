//! What the ledger seems to have met is confirmed in one move, and work asks what becomes of the rest.

use axum::http::StatusCode;
use desk::Companion;
use ledger::Field;
use plans::{Keeper, SHOWN};
use rules::Kind;
use store::{StoreError, SubjectId};
use street::World;
use subjects::Happening;

use crate::world::{adopted, drafted, on_both, planned, today};

fn guided(world: &World, topic: &str) -> Happening {
    let note = format!("{topic}；谈了一小时");
    Happening::new(Kind::GuidanceGiven, today(world))
        .text(Field::Form, "special")
        .text(Field::Note, note)
}

fn trained(world: &World) -> Happening {
    Happening::new(Kind::TrainingStarted, today(world))
        .text(Field::Scheme, "skills")
        .day(Field::Ends, today(world).plus_days(20))
}

async fn next_steps(world: &World, person: SubjectId) -> Vec<String> {
    let desk = world.desk.clone();
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| Keeper.next_steps(tx, &desk, person).await);
    read.await.expect("steps").into_iter().map(|step| step.words).collect()
}

async fn waits(world: &World, user: &str) -> bool {
    world.waits(Keeper, user).await.iter().any(|(kind, _)| *kind == SHOWN.name)
}

#[test]
fn what_entries_seem_to_have_met_waits_until_somebody_has_looked_and_is_confirmed_at_once() {
    on_both(&async |world| {
        let person = planned(world).await;
        let review = format!("/people/{person}/plan/review");
        assert!(!waits(world, "officer").await, "nothing since the plan");
        assert_eq!(world.get("officer", &review).await.status, StatusCode::SEE_OTHER);
        world.pass_days(5);
        world.record_raw(person, vec![guided(world, "职业方向与测评"), trained(world)]).await;
        assert!(waits(world, "officer").await && !waits(world, "colleague").await);
        let steps = next_steps(world, person).await;
        assert!(steps[0].contains("看来已经做到方案中的 2 项行动"), "{steps:?}");
        let plan = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(plan.contains("核对方案进展（2 项）"), "{plan}");
        // Before it is confirmed the paper calls it neither done nor still to be done.
        let paper = format!("/people/{person}/plan/page");
        let words = world.get("officer", &paper).await.words();
        assert!(words.contains("看来已经做到，和您再核对一下"), "{words}");
        assert!(!words.contains("已经做好的"), "never by the machine alone: {words}");
        let shown = world.get("officer", &review).await;
        assert!(shown.words().contains("2026-01-10 培训见习开始"), "{}", shown.words());
        for user in ["neighbour", "inspector", "chief", "expert"] {
            let denied = world.fill_shown(user, &shown, &[]).await;
            assert_eq!(denied.status, StatusCode::FORBIDDEN, "{user}");
        }
        // Something came in since the page was opened.
        world.record_raw(person, vec![Happening::new(Kind::Recommended, today(world))]).await;
        let stale = world.fill_shown("officer", &shown, &[]).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stale.words().contains("又有了新的记录"), "{}", stale.words());
        world.fill("officer", &review, &[]).await.done();
        assert!(!waits(world, "officer").await);
        let plan = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(plan.contains("中 3 项，不计不再进行的"), "{plan}");
        let words = world.get("officer", &paper).await.words();
        assert!(words.contains("已经做好的") && !words.contains("和您再核对"), "{words}");
        // What is done goes into a revision as done.
        drafted(world, person, &[]).await;
        adopted(world, person, &[("reason", "出现新情况或新问题")]).await;
        let plan = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(plan.contains("第 2 版") && plan.contains("中 3 项，不计"), "{plan}");
    });
}

#[test]
fn what_is_not_ticked_stays_open_and_waits_no_longer() {
    on_both(&async |world| {
        let person = planned(world).await;
        world.pass_days(5);
        world.record_raw(person, vec![guided(world, "职业方向与测评")]).await;
        let review = format!("/people/{person}/plan/review");
        let shown = world.get("officer", &review).await;
        let (path, mut pairs) = shown.form(&[]);
        pairs.retain(|(name, _)| name != "shown");
        world.post("officer", &path, &pairs).await.done();
        assert!(!waits(world, "officer").await);
        let plan = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(plan.contains("中 0 项") && plan.contains("核对方案进展（1 项）"), "{plan}");
        world.record_raw(person, vec![trained(world)]).await;
        assert!(waits(world, "officer").await, "something new");
    });
}

#[test]
fn guidance_confirms_the_step_that_it_was_about() {
    on_both(&async |world| {
        let person = planned(world).await;
        world.pass_days(5);
        world.record_raw(person, vec![guided(world, "求职与面试技巧")]).await;
        let plan = format!("/people/{person}/plan");
        let words = world.get("officer", &plan).await.words();
        assert!(!words.contains("确认完成"), "no step is about interviews: {words}");
        assert!(!waits(world, "officer").await);
        world.record_raw(person, vec![guided(world, "职业方向与测评")]).await;
        let words = world.get("officer", &plan).await.words();
        assert!(words.contains("确认完成（2026-01-10 就业指导）"), "{words}");
    });
}

#[test]
fn what_lies_before_the_plan_on_its_day_finishes_nothing() {
    on_both(&async |world| {
        let person = crate::world::under_agreement(world).await;
        let assessed = Happening::new(Kind::ReadinessAssessed, today(world));
        world.record_raw(person, vec![assessed.flag(Field::Ready, false)]).await;
        drafted(world, person, &[]).await;
        adopted(world, person, &[]).await;
        let plan = format!("/people/{person}/plan");
        let words = world.get("officer", &plan).await.words();
        assert!(words.contains("再做一次") && !words.contains("确认完成"), "{words}");
        let again = Happening::new(Kind::ReadinessAssessed, today(world));
        world.record_raw(person, vec![again.flag(Field::Ready, true)]).await;
        let words = world.get("officer", &plan).await.words();
        assert!(words.contains("确认完成（2026-01-05 就业准备评估）"), "{words}");
    });
}

#[test]
fn work_asks_what_becomes_of_the_rest() {
    on_both(&async |world| {
        for (place, kind) in [Kind::StartedWork, Kind::PublicPostPlaced].into_iter().enumerate() {
            let person = crate::world::in_hardship(world, &format!("P{place}")).await;
            world.record_raw(person, vec![crate::world::signed(today(world))]).await;
            drafted(world, person, &[]).await;
            adopted(world, person, &[]).await;
            world.pass_days(3);
            world.record_raw(person, vec![Happening::new(kind, today(world))]).await;
            let waiting = world.waits(Keeper, "officer").await;
            assert!(waiting.contains(&(SHOWN.name, person)), "{kind:?}: {waiting:?}");
            let review = format!("/people/{person}/plan/review");
            let shown = world.get("officer", &review).await;
            assert!(shown.words().contains("其余的行动还要不要做"), "{}", shown.words());
            let none = world.fill_shown("officer", &shown, &[]).await;
            assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "each is asked");
            let mut said = vec![("rest_1", "given_up"), ("rest_2", "given_up")];
            // Whoever has started work has been to an interview: that is among what the ledger shows.
            if kind == Kind::PublicPostPlaced {
                said.push(("rest_3", "done"));
            }
            let without = [&said[..], &[("reason", "")]].concat();
            let refused = world.fill("officer", &review, &without).await;
            assert!(refused.words().contains("请写明原因"), "{}", refused.words());
            world.fill("officer", &review, &said).await.done();
            let waiting = world.waits(Keeper, "officer").await;
            assert!(!waiting.contains(&(SHOWN.name, person)), "{kind:?}: {waiting:?}");
            let plan = world.get("officer", &format!("/people/{person}/plan")).await.words();
            assert!(plan.contains(&format!("本人已于 {} {}", today(world), kind.term())), "{plan}");
            // The paper is there for whoever works, too, and says what the office still owes.
            let paper = world.get("officer", &format!("/people/{person}/plan/page")).await;
            assert_eq!(paper.status, StatusCode::OK, "{}", paper.words());
            let owed = match kind {
                Kind::StartedWork => "上岗满 3 个月左右联系您",
                _ => "在公益性岗位工作",
            };
            assert!(paper.words().contains(owed), "{}", paper.words());
        }
    });
}

#[test]
fn the_paper_says_when_the_office_will_be_in_touch_and_what_the_plan_was() {
    on_both(&async |world| {
        let person = planned(world).await;
        let paper = format!("/people/{person}/plan/page");
        let words = world.get("officer", &paper).await.words();
        assert!(words.contains("满 1 个月、3 个月、6 个月左右再各联系您一次"), "{words}");
        assert!(words.contains("2026年1月19日前"), "large days have their year: {words}");
        world.record_raw(person, vec![trained(world)]).await;
        let words = world.get("officer", &paper).await.words();
        assert!(words.contains("培训、见习过半时联系您"), "{words}");
        let ended =
            Happening::new(Kind::AgreementEnded, today(world)).text(Field::Reason, "协议期满");
        world.record_raw(person, vec![ended]).await;
        for page in ["plan", "plan/page"] {
            let shown = world.get("officer", &format!("/people/{person}/{page}")).await;
            assert_eq!(shown.status, StatusCode::OK);
            let words = shown.words();
            assert!(
                words.contains("上一份方案") && words.contains("找一份长白班的工作"),
                "{words}"
            );
        }
    });
}

#[test]
fn the_office_does_what_a_former_officer_was_to_do() {
    on_both(&async |world| {
        let person = planned(world).await;
        let paper = format!("/people/{person}/plan/page");
        let name = world.get("officer", &paper).await.words();
        assert!(name.contains("赵专员"), "{name}");
        let (desk, occasion) = (world.desk.clone(), world.occasion("head").await);
        let to = world.staff("colleague");
        let given = world
            .desk
            .db
            .write(async move |tx| duties::appoint(tx, &desk, &occasion, person, to, "休假").await);
        given.await.expect("handed over");
        for page in ["plan/page", "plan/edit", "plan"] {
            let words = world.get("colleague", &format!("/people/{person}/{page}")).await.words();
            assert!(!words.contains("赵专员来做"), "{page}: {words}");
        }
        let desk = world.desk.clone();
        let promised = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let files = duties::files_of(tx, &desk, person).await?;
            Keeper.promised(tx, &desk, &files).await
        });
        let promised = promised.await.expect("promised");
        assert!(
            !promised.is_empty() && promised.iter().all(|one| one.by != "赵专员"),
            "{promised:?}"
        );
    });
}

#[test]
fn a_plan_that_ends_behind_the_goal_says_so_and_a_checklist_is_led_back_to() {
    on_both(&async |world| {
        let person = crate::world::under_agreement(world).await;
        crate::world::assessed(world, person).await;
        let edit = format!("/people/{person}/plan/edit");
        let words = world.get("officer", &edit).await.words();
        assert!(
            words.contains("还没有记入服务台账") && words.contains("去记入就业准备评估"),
            "{words}"
        );
        drafted(world, person, &[("goal", "一个月内上岗")]).await;
        let adopt = format!("/people/{person}/plan/adopt");
        let words = world.get("officer", &adopt).await.words();
        assert!(words.contains("总目标写的期限是 2026-02-05 以前"), "{words}");
        adopted(world, person, &[]).await;
        let plan = world.get("officer", &format!("/people/{person}/plan")).await.words();
        assert!(plan.contains("总目标写的期限是 2026-02-05 以前"), "{plan}");
    });
}
