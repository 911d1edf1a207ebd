//! From the request to work: opinions, revised plans, feedback, and the end that comes by itself.

use desk::Companion as _;
use kernel::Day;
use ledger::Field;
use panels::{Keeper, List};
use rules::Kind;
use store::{StoreError, SubjectId};
use street::{BESIDE, STREET, World, on_both};
use subjects::Happening;

use crate::world::{
    QUESTION, accept, ask, end, hand_over, listed, move_over, part, recommended, say, tell,
};

async fn open_revisions(world: &World, subject: SubjectId) -> Vec<Day> {
    let duties = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
    let duties = duties.await.expect("duties");
    let open = duties
        .iter()
        .filter(|duty| duty.rule == "BJ18-28" && duty.state == duties::model::Settled::Open);
    open.map(|duty| duty.due_day).collect()
}

async fn under_way(world: &World, subject: SubjectId) -> Option<String> {
    let asked =
        world.desk.db.read::<_, _, StoreError>(async move |tx| Keeper.under_way(tx, subject).await);
    asked.await.expect("an answer")
}

#[test]
fn the_loop_goes_on_until_the_person_works() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        assert_eq!(
            (part(world, subject).await, under_way(world, subject).await),
            (String::new(), None)
        );
        assert!(!world.reads("expert", subject).await, "not before anybody asked");

        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        assert!(!world.reads("expert", subject).await, "not before experts are named");
        assert!(!world.reads("beside_officer", subject).await);
        assert_eq!(listed(world, "chief", List::Asked).await, 1);
        assert_eq!(listed(world, "officer", List::Mine).await, 1);
        assert_eq!(listed(world, "colleague", List::Mine).await, 0);
        assert!(under_way(world, subject).await.is_some());

        // Whoever is named and nobody else of the office above.
        accept(world, "chief", panel, &["chief", "officer"]).await.expect("accepted");
        assert!(!world.reads("expert", subject).await);
        accept(world, "chief", panel, &["expert", "officer"]).await.expect("other experts");
        assert!(world.reads("expert", subject).await);
        assert_eq!(listed(world, "chief", List::Asked).await, 0);
        assert_eq!(listed(world, "expert", List::Sitting).await, 1);
        assert_eq!(listed(world, "chief", List::Sitting).await, 0);

        // Monday: five working days end on the next Monday.
        world.clock.advance_seconds(60);
        say(world, "expert", panel).await.expect("an opinion");
        let due: Day = "2026-01-12".parse().expect("a day");
        assert_eq!(open_revisions(world, subject).await, [due]);
        let today = web::day_of(world.desk.clock.now());
        let revised = Happening::new(Kind::PlanRevised, today).number(Field::Version, 2);
        world.record_raw(subject, vec![revised]).await;
        assert_eq!(open_revisions(world, subject).await, []);

        world.pass_days(7);
        tell(world, "officer", panel, "跟岗三天后愿意两班倒").await.expect("told");
        say(world, "officer", panel).await.expect("another opinion");
        assert_eq!(open_revisions(world, subject).await.len(), 1);
        let shown = part(world, subject).await;
        for words in [QUESTION, "先做三天跟岗，再谈排班", "跟岗三天后愿意两班倒", "会诊中"]
        {
            assert!(shown.contains(words), "{words}: {shown}");
        }

        let today = web::day_of(world.desk.clock.now());
        let works = vec![Happening::new(Kind::StartedWork, today)];
        world.record_raw(subject, works).await;
        assert!(!world.reads("expert", subject).await, "closed by work");
        assert_eq!(listed(world, "officer", List::Mine).await, 0);
        assert_eq!(under_way(world, subject).await, None);
        assert!(part(world, subject).await.contains("本人已经上岗"));
        let late = say(world, "officer", panel).await.expect_err("over").to_string();
        assert!(late.contains("本人已经上岗"), "{late}");

        // Leaving that work again does not open the file to those who sat then.
        let desk = world.desk.clone();
        let now = desk.clock.now();
        let closed = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            panels::close_shares(tx, &desk, (SubjectId::from_bytes([0; 16]), 100), now).await
        });
        assert_eq!(closed.await.expect("closed"), (1, subject));
        world.record_raw(subject, vec![Happening::new(Kind::LeftWork, today)]).await;
        assert!(!world.reads("expert", subject).await);
        assert_eq!(listed(world, "expert", List::Sitting).await, 0);
        assert_eq!(under_way(world, subject).await, None);

        // Another panel can be asked for, and other experts named.
        let panel = (subject, ask(world, "officer", subject).await.expect("asked again"));
        assert!(!world.reads("expert", subject).await);
        accept(world, "chief", panel, &["expert", "officer"]).await.expect("accepted");
        assert!(world.reads("expert", subject).await);
    });
}

/// The experts above the office before do not go on reading of somebody whom another office serves.
#[test]
fn it_ends_when_another_office_takes_the_person_over_and_a_return_does_not_bring_it_back() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        accept(world, "chief", panel, &["expert", "officer"]).await.expect("accepted");
        world.clock.advance_seconds(60);
        // Another officer of the same office goes on with it.
        hand_over(world, "head", subject).await;
        assert!(world.reads("expert", subject).await);
        world.clock.advance_seconds(60);
        move_over(world, subject, BESIDE).await;
        assert!(!world.reads("expert", subject).await);
        assert_eq!(under_way(world, subject).await, None);
        assert_eq!(listed(world, "expert", List::Sitting).await, 0);
        assert!(part(world, subject).await.contains("服务机构已变更"));
        let late = say(world, "expert", panel).await;
        assert!(matches!(late, Err(access::Failure::Denied(_))), "{late:?}");
        world.clock.advance_seconds(60);
        move_over(world, subject, STREET).await;
        assert!(!world.reads("expert", subject).await);
        assert_eq!(under_way(world, subject).await, None);
        let panel = (subject, ask(world, "head", subject).await.expect("asked anew"));
        assert!(!world.reads("expert", subject).await);
        accept(world, "chief", panel, &["expert", "head"]).await.expect("accepted");
        assert!(world.reads("expert", subject).await);
        assert!(under_way(world, subject).await.is_some());
    });
}

#[test]
fn an_officer_ends_it_with_a_reason_and_the_file_is_closed_above() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let subject = recommended(world, "P1", 3).await;
        let panel = (subject, ask(world, "officer", subject).await.expect("asked"));
        for user in ["clerk", "neighbour", "mayor"] {
            let ended = end(world, user, panel, "不需要了").await;
            assert!(matches!(ended, Err(access::Failure::Denied(_))), "{user}: {ended:?}");
        }
        let blank = end(world, "officer", panel, " ").await;
        assert!(blank.expect_err("blank").to_string().contains("理由"));
        end(world, "officer", panel, "本人已另有去处").await.expect("ended");
        assert!(!world.reads("expert", subject).await);
        assert!(part(world, subject).await.contains("本人已另有去处"));
        let again = accept(world, "chief", panel, &["expert", "officer"]).await;
        assert!(again.expect_err("over").to_string().contains("已经结束"));
    });
}

#[test]
fn nothing_that_was_typed_lies_in_the_clear() {
    testkit::block_on(async {
        let (statements, engine) = ([panels::STATEMENTS], store::Engine::Sqlite);
        let world = World::new(engine, &statements, panels::routes).await;
        let subject = recommended(&world, "P1", 3).await;
        let panel = (subject, ask(&world, "officer", subject).await.expect("asked"));
        tell(&world, "officer", panel, "愿意两班倒").await.expect("told");
        end(&world, "officer", panel, "本人已另有去处").await.expect("ended");
        let file = world.desk.db.file().expect("a file");
        let mut bytes = std::fs::read(&file).expect("the file");
        bytes.extend(std::fs::read(format!("{}-wal", file.display())).unwrap_or_default());
        let holds = |words: &str| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        assert!(holds("consultation_requested"), "the search sees the file");
        for words in [QUESTION, "愿意两班倒", "本人已另有去处"] {
            assert!(!holds(words), "{words}");
        }
        world.close();
    });
}
