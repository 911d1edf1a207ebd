//! A whole office goes over on the word of two heads: who may give the second, and what many at once come to.

use access::{Failure, Role};
use desk::Occasion;
use store::Tx;
use street::{BESIDE, CITY, FAR, STREET, World, on_both, on_both_at_once};
use transfers::model::{MoveState, TransferRefusal};
use transfers::{CONFIRM_MOVE, Keeper, MoveId, NewMove, Scope};

use crate::world::{
    GROUPS, Outcome, carry_on, confirm, held, is_denied, order, refusal, take_back, under_agreement,
};

fn merger(world: &World, to_office_code: i64) -> NewMove {
    NewMove {
        from_code: STREET,
        scope: Scope::Office,
        to_office_code,
        on: world.today(),
        reason: "区划调整〔2026〕1 号".to_owned(),
        officers: Vec::new(),
    }
}

/// Whether an order waits for somebody.
async fn waits(world: &World, user: &str) -> bool {
    world.waits(Keeper, user).await.iter().any(|(kind, _)| *kind == CONFIRM_MOVE.name)
}

#[test]
fn nobody_goes_over_before_another_head_over_both_offices_has_confirmed() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let id = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered");
        for user in ["chief", "mayor"] {
            let early = refusal(carry_on(world, user, id).await);
            assert!(early.contains("待另一位负责人确认"), "{user}: {early}");
        }
        // Neither a head of one of the two offices, nor one elsewhere, nor anybody else.
        for user in ["head", "neighbour", "far_chief", "officer", "inspector", "expert"] {
            assert!(is_denied(&confirm(world, user, id).await), "{user}");
            assert!(is_denied(&take_back(world, user, id, "不").await), "{user}");
            assert!(!waits(world, user).await, "{user}");
        }
        assert!(refusal(confirm(world, "chief", id).await).contains("不能由自己确认"));
        assert!(!waits(world, "chief").await && waits(world, "mayor").await);
        // Nor whoever stands in for them.
        let mut occasion = world.occasion("mayor").await;
        occasion.actor.stands_in_for.push(world.staff("chief"));
        let covers = occasion.clone();
        let tried = world
            .desk
            .db
            .write(async move |tx: &mut Tx| transfers::confirm_move(tx, &occasion, id).await);
        assert!(refusal(tried.await).contains("代班"));
        assert_eq!(world.waiting(Keeper, covers).await, []);
        assert_eq!(held(world, subject).await.office_code, STREET);

        // What waits is about the office, and named so; it leads to the order.
        let waiting = world.waiting(Keeper, world.occasion("mayor").await).await;
        let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert!(!one.is_of_someone() && one.words.contains("示范街道整体划转到邻街道"), "{one:?}");
        assert_eq!(one.path, format!("/transfers/office/{id}"));

        confirm(world, "mayor", id).await.expect("confirmed");
        assert!(!waits(world, "mayor").await);
        assert_eq!(held(world, subject).await.office_code, STREET, "a word moves nobody either");
        let again = refusal(confirm(world, "mayor", id).await);
        assert!(again.contains(MoveState::GoingOn.term()), "{again}");
        assert!(refusal(take_back(world, "chief", id, "").await).contains("不能办这一步"));
        world.clock.advance_seconds(60);
        let moved = carry_on(world, "chief", id).await.expect("moved");
        assert!(moved.is_finished && moved.moved == 1, "{moved:?}");
        assert_eq!(moved.confirmed.map(|(by, _)| by), Some(world.staff("mayor")));
        assert_eq!(held(world, subject).await.office_code, BESIDE);
    });
}

#[test]
fn between_districts_it_takes_two_heads_of_the_city() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let id = order(world, "mayor", &merger(world, FAR)).await.expect("ordered");
        for user in ["chief", "far_chief"] {
            assert!(is_denied(&confirm(world, user, id).await), "{user}");
        }
        world.employ(("deputy", "市副负责人"), CITY, &[Role::Head]).await;
        world.employ(("guide", "市指导员"), CITY, &[Role::Counsellor]).await;
        assert!(is_denied(&confirm(world, "guide", id).await));
        confirm(world, "deputy", id).await.expect("confirmed");
        world.clock.advance_seconds(60);
        assert!(carry_on(world, "mayor", id).await.expect("moved").is_finished);
        assert_eq!(held(world, subject).await.office_code, FAR);
    });
}

#[test]
fn an_order_is_taken_back_or_turned_down_with_a_reason_and_nothing_has_changed() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let own = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered");
        take_back(world, "chief", own, "").await.expect("whoever gave it owes no reason");
        let other = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered");
        assert!(refusal(take_back(world, "mayor", other, " ").await).contains("不予确认的理由"));
        let path = format!("/transfers/office/{other}");
        // By the pages, too: the second form of the page.
        let page = world.get("mayor", &path).await;
        assert!(page.words().contains("不予确认"), "{}", page.words());
        take_back(world, "mayor", other, "依据还没有印发").await.expect("turned down");
        for id in [own, other] {
            assert!(!waits(world, "mayor").await);
            for said in [confirm(world, "mayor", id).await, take_back(world, "chief", id, "").await]
            {
                assert!(refusal(said).contains("已撤回"));
            }
            assert!(refusal(carry_on(world, "mayor", id).await).contains("已撤回"));
        }
        assert_eq!(held(world, subject).await.office_code, STREET);
        let shown = world.get("chief", &path).await.words();
        assert!(shown.contains("依据还没有印发") && shown.contains("市负责人"), "{shown}");
        let list = world.get("chief", "/transfers/office").await.words();
        assert!(list.contains("已撤回"), "{list}");
        // It stands in nobody's way.
        let anew = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered anew");
        confirm(world, "mayor", anew).await.expect("confirmed");
    });
}

#[test]
fn whoever_confirms_does_so_for_those_who_are_there_by_then() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        under_agreement(world, "P1").await;
        let id = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered");
        let twice = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered");
        under_agreement(world, "P2").await;
        let page = world.get("mayor", &format!("/transfers/office/{id}")).await;
        assert!(page.words().contains("2 个"), "{}", page.words());
        confirm(world, "mayor", id).await.expect("confirmed");
        world.clock.advance_seconds(60);
        let moved = carry_on(world, "mayor", id).await.expect("moved");
        assert_eq!((moved.counted, moved.moved), (2, 2));
        // Of the other order nobody is left, and its page says so instead of offering a button.
        assert!(refusal(confirm(world, "mayor", twice).await).contains("没有可以划转的人"));
        let page = world.get("mayor", &format!("/transfers/office/{twice}")).await;
        assert!(page.words().contains("没有可以划转的人"), "{}", page.words());
        assert!(!page.text.contains("/confirm\""));
    });
}

/// How many say something to one order at once.
const TASKS: usize = 32;

#[test]
fn of_many_who_confirm_or_take_back_at_once_one_has_the_word() {
    on_both_at_once(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let (chief, mayor) = (world.occasion("chief").await, world.occasion("mayor").await);
        let (mut confirmed, mut withdrawn) = (0, 0);
        for round in 0..12 {
            let id = order(world, "chief", &merger(world, BESIDE)).await.expect("ordered");
            let mut tasks = Vec::new();
            for task in 0..TASKS {
                let occasion = if task % 2 == round % 2 { &chief } else { &mayor };
                tasks.push((task % 2 == round % 2, say(world, occasion, id)));
            }
            let mut words = Vec::new();
            for (is_back, task) in tasks {
                match task.await.expect("no panic") {
                    Ok(()) => words.push(is_back),
                    Err(Failure::Refused(TransferRefusal::NotNow(_))) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            let [is_back] = words.as_slice() else { panic!("one word: {words:?}") };
            if *is_back {
                withdrawn += 1;
                assert!(refusal(carry_on(world, "mayor", id).await).contains("已撤回"));
                assert_eq!(held(world, subject).await.office_code, STREET);
            } else {
                confirmed += 1;
                world.clock.advance_seconds(60);
                assert!(carry_on(world, "mayor", id).await.expect("moved").is_finished);
                let back = NewMove { from_code: BESIDE, ..merger(world, STREET) };
                let back = crate::world::agreed(world, &back).await;
                world.clock.advance_seconds(60);
                assert!(carry_on(world, "mayor", back).await.expect("back").is_finished);
            }
            world.clock.advance_seconds(60);
        }
        assert_eq!(confirmed + withdrawn, 12);
    });
}

/// Whoever ordered takes it back; the other one confirms.
fn say(world: &World, occasion: &Occasion, id: MoveId) -> tokio::task::JoinHandle<Outcome<()>> {
    let (db, occasion) = (world.desk.db.clone(), occasion.clone());
    tokio::spawn(async move {
        let case = async move |tx: &mut Tx| {
            if occasion.actor.area.first == CITY {
                transfers::confirm_move(tx, &occasion, id).await
            } else {
                transfers::withdraw_move(tx, &occasion, id, "").await
            }
        };
        db.write(case).await
    })
}
