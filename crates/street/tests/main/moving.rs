//! Everybody of an office goes over: what the preview says of their affairs is what becomes of them.

use std::sync::Arc;

use counselling::model::{Form, Planned, WeeklyHours};
use counselling::{Booking, Wish};
use desk::{Companion, Desk};
use ledger::Field;
use rules::{Gate, Kind};
use store::ledger::Channel;
use store::{StoreError, SubjectId};
use street::{BESIDE, STREET, World, by, on_both};
use subjects::Happening;
use transfers::{NewMove, Scope};

use crate::case::no_pages;

const SLICES: &[&[&store::Statement]] = &[
    counselling::STATEMENTS,
    panels::STATEMENTS,
    plans::STATEMENTS,
    stopping::STATEMENTS,
    transfers::STATEMENTS,
];

fn companions() -> Vec<Arc<dyn Companion>> {
    vec![
        Arc::new(counselling::Keeper),
        Arc::new(transfers::Keeper),
        Arc::new(panels::Keeper),
        Arc::new(stopping::Keeper),
    ]
}

/// Somebody under an agreement who is ready and was recommended in vain, so that experts can be asked.
async fn under_agreement(world: &World, reference: &str) -> SubjectId {
    let subject = world.person(reference, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
    let now = |kind| Happening::new(kind, world.today());
    let happenings = vec![
        now(Kind::HardshipRecognised).text(Field::Group, "长期失业人员"),
        now(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
        now(Kind::ReadinessAssessed).flag(Field::Ready, true),
        now(Kind::Recommended),
        now(Kind::Recommended),
        now(Kind::Recommended),
    ];
    world.record_raw(subject, happenings).await;
    subject
}

/// An appointment, and a wish for another one.
async fn wants_guidance(world: &World, subject: SubjectId) {
    let (staff, day) = (world.staff("officer"), world.today().plus_days(1));
    let hours = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        counselling::put_hours(tx, staff, &WeeklyHours::usual()).await
    });
    hours.await.expect("hours");
    let booking = Booking {
        subject,
        staff,
        planned: Planned { day, minute: 540, minutes: 30 },
        form: Form::General,
        channel: Channel::Counter,
        note: String::new(),
        request: None,
    };
    by!(world, "clerk", |tx, desk, occasion| counselling::book(tx, desk, occasion, &booking))
        .expect("booked");
    let wish = Wish {
        subject,
        form: Form::General,
        minutes: 30,
        channel: Channel::Phone,
        note: String::new(),
    };
    by!(world, "clerk", |tx, desk, occasion| counselling::request(tx, desk, occasion, &wish))
        .expect("noted");
}

async fn under_way(world: &World, companion: impl Companion + 'static, subject: SubjectId) -> bool {
    let asked = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| companion.under_way(tx, subject).await);
    asked.await.expect("read").is_some()
}

async fn wishes_at(world: &World, office_code: i64) -> usize {
    let waiting = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| counselling::waiting(tx, office_code, 10).await);
    waiting.await.expect("read").len()
}

#[test]
fn what_the_preview_says_of_what_is_under_way_is_what_becomes_of_it() {
    on_both(SLICES, no_pages, &async |world| {
        let (guided, before_experts) =
            (under_agreement(world, "P1").await, under_agreement(world, "P2").await);
        let declines = under_agreement(world, "P3").await;
        wants_guidance(world, guided).await;
        by!(world, "officer", |tx, desk, occasion| panels::request(
            tx,
            desk,
            occasion,
            before_experts,
            "怎么办？"
        ))
        .expect("experts were asked");
        world
            .record_raw(declines, vec![Happening::new(Kind::ServiceDeclined, world.today())])
            .await;
        by!(world, "officer", |tx, desk, occasion| stopping::try_to_reach(
            tx,
            desk,
            occasion,
            (declines, Gate::Termination),
            (occasion.today, Channel::Phone, true, "问过本人")
        ))
        .expect("a case began");

        let new = NewMove {
            from_code: STREET,
            scope: Scope::Office,
            to_office_code: BESIDE,
            on: world.today(),
            reason: "区划调整".to_owned(),
            officers: Vec::new(),
        };
        let whole = Desk { companions: Arc::from(companions()), ..world.desk.clone() };
        let occasion = world.occasion("chief").await;
        let asked = new.clone();
        let seen = world
            .desk
            .db
            .read(async move |tx| transfers::preview(tx, &whole, &occasion, &asked).await);
        let seen = seen.await.expect("a preview");
        let of = |words: &str| {
            let one = seen.along.iter().find(|one| one.words == words);
            one.unwrap_or_else(|| panic!("{words} in {:?}", seen.along)).number
        };
        assert_eq!(seen.rehearsal.people, 3);
        assert_eq!(of("在执行的就业援助协议"), 3);
        // For each of them a grading, a plan, and three recommendations to be followed up.
        assert_eq!((of("没有办结的应办事项"), of("其中已经逾期的")), (15, 0));
        assert_eq!((of("已约好的职业指导"), of("等待安排的职业指导预约")), (1, 1));
        assert_eq!((of("已报名的小组指导"), of("没有结束的专家会诊")), (0, 1));
        assert_eq!((of("没有办完的停止服务"), of("去接收机构的个人划转申请")), (1, 0));
        assert_eq!((wishes_at(world, STREET).await, wishes_at(world, BESIDE).await), (1, 0));
        assert!(under_way(world, panels::Keeper, before_experts).await);

        let id = by!(world, "chief", |tx, desk, occasion| transfers::order_move(
            tx, desk, occasion, &new
        ));
        let id = id.expect("ordered");
        by!(world, "mayor", |tx, _desk, occasion| transfers::confirm_move(tx, occasion, id))
            .expect("confirmed");
        world.clock.advance_seconds(60);
        by!(world, "chief", |tx, desk, occasion| transfers::carry_on(tx, desk, occasion, id))
            .expect("moved");
        assert_eq!((wishes_at(world, STREET).await, wishes_at(world, BESIDE).await), (0, 1));
        assert!(under_way(world, counselling::Keeper, guided).await, "the appointment stands");
        assert!(world.reads("officer", guided).await, "whoever receives them still may");
        assert!(!world.reads("officer", declines).await);
        assert!(!under_way(world, panels::Keeper, before_experts).await, "it has ended");
        assert!(under_way(world, stopping::Keeper, declines).await, "it goes on there");
    });
}

/// Nobody is counted who does not live in the community, or is there already.
#[test]
fn of_a_community_only_the_affairs_of_those_who_live_there_are_counted() {
    on_both(SLICES, no_pages, &async |world| {
        let subject = under_agreement(world, "P1").await;
        wants_guidance(world, subject).await;
        for (community, expected) in [(STREET + 1, [1, 1, 0]), (STREET + 2, [0, 0, 0])] {
            let moved = desk::MovedTogether {
                from: access::Area::of_code(STREET),
                to_office_code: BESIDE,
                community_code: community,
            };
            let counted = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                counselling::Keeper.goes_along(tx, &moved).await
            });
            let counted = counted.await.expect("counted");
            let numbers: Vec<i64> = counted.iter().map(|one| one.number).collect();
            assert_eq!(numbers, expected, "{community}");
        }
    });
}
