//! 按常住地就近就便指定 (BJ18-14): somebody may be served where their household is registered (BJ18-23) and live
//! elsewhere.

use access::Failure;
use counselling::model::{CounselRefusal, Form};
use counselling::{Wish, book_nearest, request};
use store::SubjectId;
use store::ledger::Channel;

use crate::near::{chosen, leave};
use crate::world::{BESIDE, STREET, World, on_both};

const NINE: i64 = 540;
const NEVER: (&str, &str) = ("2026-09-30", "2026-12-31");

#[test]
fn the_nearest_to_where_somebody_lives_is_chosen_not_to_the_office_that_serves_them() {
    on_both(&async |world| {
        // Served by 双井街道, where the household is registered; at home in 劲松街道.
        let subject = world.resident("张三", STREET, BESIDE + 3).await;
        let (name, why) = chosen(world, subject).await.expect("somebody");
        assert_eq!(name, "李邻街");
        assert_eq!(
            why,
            "居住街道（乡镇）的劲松街道社保所由李邻街接待：2026-09-30（周三）09:00（BJ18-14，按常住地就近就便指定）"
        );
        leave(world, "neighbour", NEVER.0, NEVER.1).await;
        let (name, why) = chosen(world, subject).await.expect("somebody");
        assert_eq!(
            name, "孙区指导",
            "the district of the home is next, not the street that serves"
        );
        assert!(why.starts_with("劲松街道社保所在 60 天内没有空闲时间；所在区的朝阳区"), "{why}");
        leave(world, "sun", NEVER.0, NEVER.1).await;
        assert_eq!(chosen(world, subject).await, None);
    });
}

#[test]
fn where_no_residence_serves_it_is_said_that_the_office_was_gone_by() {
    on_both(&async |world| {
        let unknown = world.person("李四", STREET).await;
        let (name, why) = chosen(world, unknown).await.expect("somebody");
        assert!(["赵指导", "钱指导"].contains(&name.as_str()), "{name}");
        assert!(why.starts_with("负责街道（乡镇）的双井街道社保所"), "{why}");
        assert!(why.ends_with("（BJ18-14，常住地没有登记，按负责机构就近就便指定）"), "{why}");
        // At home in a province of which no office is here.
        let away = world.resident("王五", STREET, 230_102_001_001).await;
        let (_, why) = chosen(world, away).await.expect("somebody");
        assert!(why.contains("常住地没有可以预约的职业指导员，按负责机构"), "{why}");
        assert!(!why.contains("按常住地") && !why.contains("居住"), "{why}");
        // At home at the street itself: nothing but the residence is spoken of.
        let here = world.resident("赵六", STREET, STREET + 1).await;
        let (_, why) = chosen(world, here).await.expect("somebody");
        assert!(why.starts_with("居住街道（乡镇）的双井街道社保所"), "{why}");
        assert!(why.ends_with("（BJ18-14，按常住地就近就便指定）"), "{why}");
    });
}

async fn wish(world: &World, subject: SubjectId) -> counselling::model::appointment::AppointmentId {
    let wish = Wish {
        subject,
        form: Form::General,
        minutes: 30,
        channel: Channel::Online,
        note: String::new(),
    };
    let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
    world.write(async move |tx| request(tx, &desk, &occasion, &wish).await).await.expect("noted")
}

#[test]
fn a_wish_is_given_to_whoever_is_near_the_home_and_the_page_says_so() {
    on_both(&async |world| {
        let subject = world.resident("张三丰", STREET, BESIDE + 3).await;
        let id = wish(world, subject).await;
        let path = format!("/counselling/{id}");
        let key = crate::pages::made_key(3);
        let sent = world.post("clerk", &format!("{path}/nearest"), &[("_once", &key)]).await;
        assert_eq!(sent.location.as_deref(), Some(path.as_str()), "{}", sent.body);
        let page = world.get("clerk", &path).await;
        for words in ["李邻街", "劲松街道社保所", "居住街道（乡镇）", "按常住地就近就便指定"]
        {
            assert!(page.body.contains(words), "{words}");
        }
        // Whoever receives them has the file open.
        assert!(world.get("neighbour", &path).await.body.contains("张三丰"));
        // In the list to choose from stand those of both places, the home first.
        let book = world.get("clerk", &format!("/counselling/book?subject={subject}")).await;
        let place = |name: &str| book.body.find(name).unwrap_or_else(|| panic!("{name}"));
        let places = ["李邻街（劲松", "孙区指导（朝阳", "赵指导（双井"].map(place);
        assert!(places.is_sorted(), "{places:?}");
    });
}

#[test]
fn those_of_the_home_and_of_the_office_are_booked_by_name_and_nobody_else() {
    on_both(&async |world| {
        let lives_beside = world.resident("张三", STREET, BESIDE + 3).await;
        let lives_here = world.resident("李四", STREET, STREET + 3).await;
        for (place, who) in ["neighbour", "zhao", "sun"].into_iter().enumerate() {
            let minute = NINE + 60 * i64::try_from(place).expect("few");
            let booking = world.booking(lives_beside, who, ("2026-09-30", minute, 30));
            world.book("clerk", booking).await.expect(who);
        }
        let booking = world.booking(lives_here, "neighbour", ("2026-09-30", 900, 30));
        let refused = world.book("clerk", booking).await;
        assert!(matches!(refused, Err(Failure::Refused(CounselRefusal::NotNear))), "{refused:?}");
        // Nobody is appointed at the office that serves, while somebody receives at home.
        for who in ["neighbour", "sun"] {
            leave(world, who, NEVER.0, NEVER.1).await;
        }
        let booking = world.booking(lives_beside, "zhao", ("2026-09-30", 0, 30));
        let (desk, occasion) = (world.desk.clone(), world.occasion("clerk"));
        let none =
            world.write(async move |tx| book_nearest(tx, &desk, &occasion, &booking).await).await;
        assert!(matches!(none, Err(Failure::Refused(CounselRefusal::NobodyFree))), "{none:?}");
    });
}
