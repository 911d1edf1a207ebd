//! 线上预约就近指定: whom somebody gets who did not ask for anyone.

use access::Role;
use counselling::model::{CounselRefusal, Form, LeaveCause, WeeklyHours};
use counselling::{
    Wish, book_nearest, counsellors_near, near, nearest, put_hours, request, take_leave, waiting,
};
use offices::{NewOffice, NewStaff, Roles};
use store::ledger::Channel;
use store::{StoreError, SubjectId};

use crate::world::{STREET, World, on_both};

const NINE: i64 = 540;

/// Who is chosen for a person, and why.
pub(crate) async fn chosen(world: &World, subject: SubjectId) -> Option<(String, String)> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let held = duties::held(tx, subject).await?.expect("somebody answers");
        let near = near(tx, &held).await?;
        nearest(tx, &desk, &occasion, &near, 30).await
    });
    let nearest = read.await.expect("read");
    nearest.map(|nearest| (nearest.counsellor.name.clone(), nearest.to_string()))
}

pub(crate) async fn leave(world: &World, who: &str, first: &str, last: &str) {
    let occasion = world.occasion(who);
    let days = (first.parse().expect("a day"), last.parse().expect("a day"));
    world
        .write(async move |tx| take_leave(tx, &occasion, days, LeaveCause::Other).await)
        .await
        .expect("leave");
}

#[test]
fn the_nearest_who_is_free_first_is_chosen_and_it_is_said_why() {
    on_both(&async |world| {
        let subject = world.resident("张三", STREET, STREET + 3).await;
        let booking = world.booking(subject, "zhao", ("2026-09-30", NINE, 30));
        world.book("clerk", booking).await.expect("booked");
        let (name, why) = chosen(world, subject).await.expect("somebody");
        assert_eq!(name, "钱指导", "who has nine o'clock free");
        assert!(
            why.contains(
                "双井街道社保所有 2 位职业指导员，钱指导最早有空：2026-09-30（周三）09:00"
            ),
            "{why}"
        );
        assert!(why.contains("BJ18-14"), "{why}");
        leave(world, "zhao", "2026-09-30", "2026-12-31").await;
        leave(world, "qian", "2026-09-30", "2026-12-31").await;
        let (name, why) = chosen(world, subject).await.expect("somebody");
        assert_eq!(name, "孙区指导");
        assert!(why.starts_with("双井街道社保所在 60 天内没有空闲时间；所在区的朝阳区"), "{why}");
        leave(world, "sun", "2026-09-30", "2026-12-31").await;
        assert_eq!(chosen(world, subject).await, None, "the neighbour is not near");
    });
}

#[test]
fn a_wish_waits_and_is_given_to_the_nearest() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let wish = Wish {
            subject,
            form: Form::Special,
            minutes: 60,
            channel: Channel::Online,
            note: String::new(),
        };
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let id = world
            .write(async move |tx| request(tx, &desk, &occasion, &wish).await)
            .await
            .expect("noted");
        let wait = async || {
            let read =
                world.desk.db.read::<_, _, StoreError>(async |tx| waiting(tx, STREET, 9).await);
            read.await.expect("read").len()
        };
        assert_eq!(wait().await, 1);
        let booking = counselling::Booking {
            request: Some(id),
            ..world.booking(subject, "zhao", ("2026-09-30", 0, 60))
        };
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let (booked, near) = world
            .write(async move |tx| book_nearest(tx, &desk, &occasion, &booking).await)
            .await
            .expect("booked");
        assert_eq!((booked, near.at.minute, wait().await), (id, NINE, 0));
        let everyone = ["zhao", "qian", "sun"];
        for who in everyone {
            leave(world, who, "2026-09-30", "2026-12-31").await;
        }
        let booking = world.booking(subject, "zhao", ("2026-09-30", 0, 30));
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let none =
            world.write(async move |tx| book_nearest(tx, &desk, &occasion, &booking).await).await;
        assert!(
            matches!(none, Err(access::Failure::Refused(CounselRefusal::NobodyFree))),
            "{none:?}"
        );
    });
}

/// A province's cities stand between it and their districts; a municipality's districts stand right beneath it.
#[test]
fn the_city_is_near_outside_the_municipalities_too() {
    on_both(&async |world| {
        let (city, district, street) = (130_100_000_000, 130_102_000_000, 130_102_001_000);
        let (entropy, now) = (world.desk.sealing.entropy.clone(), world.desk.clock.now());
        let near = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let (today, entropy) = (web::day_of(now), entropy.as_ref());
            let mut office = None;
            for code in [street, district, city] {
                let (name, address, phone) = (format!("机构{code}"), String::new(), String::new());
                let new = NewOffice { code, name, address, phone, opened_on: today };
                office = Some(offices::found(tx, &new, now, entropy).await?);
            }
            let new = NewStaff {
                user_name: "shi".to_owned(),
                name: "市指导".to_owned(),
                office: office.expect("the city's"),
                roles: Roles::new([Role::Counsellor]).expect("one kind"),
                password_hash: "-".to_owned(),
                must_change_password: false,
                joined_on: today,
            };
            let staff = offices::hire(tx, &new, now, entropy).await?;
            put_hours(tx, staff, &WeeklyHours::usual()).await?;
            counsellors_near(tx, street).await
        });
        let near = near.await.expect("read");
        let names: Vec<&str> = near.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["市指导"]);
    });
}
