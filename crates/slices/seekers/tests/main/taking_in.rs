//! Taking people in.

use access::Failure;
use axum::http::StatusCode;
use rules::Kind;
use seekers::{Likeness, TakeInRefusal};
use subjects::facts_of;

use crate::world::{COMMUNITY, NUMBER, OTHER_NUMBER, STREET, World, day, on_both, somebody};

async fn kinds(world: &World, subject: store::SubjectId) -> Vec<(Kind, String)> {
    let known =
        world.desk.db.read(async move |tx| facts_of(tx, subject).await).await.expect("read");
    known.entries().iter().map(|entry| (entry.kind, entry.on.to_string())).collect()
}

#[test]
fn file_ledger_and_registration_come_at_once() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        assert_eq!(
            kinds(world, subject).await,
            [Kind::Intake, Kind::LedgerOpened, Kind::SeekerRegistered]
                .map(|kind| (kind, "2026-01-05".to_owned()))
        );
        let held = world.desk.db.read(async move |tx| duties::held(tx, subject).await).await;
        let held = held.expect("read").expect("held");
        assert_eq!((held.office_code, held.officer), (STREET, None));
        assert!(held.standing.seeker_registered && held.standing.ledger_opened);
        let duties = world.desk.db.read(async move |tx| duties::duties_of(tx, subject).await).await;
        assert!(!duties.expect("read").is_empty(), "grading is owed");
    });
}

#[test]
fn whoever_has_people_of_their_own_answers_for_them() {
    on_both(&async |world: &World| {
        let own = world.take_in(&world.officer, somebody()).await;
        let mut other = somebody();
        other.new.name = "李建国".to_owned();
        other.new.particulars.number = OTHER_NUMBER.to_owned();
        other.new.particulars.phone = String::new();
        let below = world.take_in(&world.assistant, other).await;
        let (held, beneath) = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| {
                Ok((duties::held(tx, own).await?, duties::held(tx, below).await?))
            })
            .await
            .expect("read");
        assert_eq!(held.expect("held").officer, Some(world.officer.id));
        let beneath = beneath.expect("held");
        assert_eq!((beneath.office_code, beneath.officer), (STREET, Some(world.assistant.id)));
    });
}

#[test]
fn nobody_has_two_files_and_namesakes_are_asked_about() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        for actor in [&world.clerk, &world.stranger] {
            let again = world.try_take_in(actor, somebody()).await;
            let Err(Failure::Refused(TakeInRefusal::Known(known))) = again else {
                panic!("{again:?}")
            };
            assert_eq!(known.hit.subject, first);
            let is_own = actor.id == world.clerk.id;
            assert_eq!(known.hit.details.is_some(), is_own, "elsewhere shows the office only");
            assert_eq!(known.hit.name, if is_own { "王秀英" } else { "王**" });
        }
        // Saying why helps against a likeness, never against the same number.
        let mut despite = somebody();
        despite.despite = Some("不是同一个人".to_owned());
        assert!(world.try_take_in(&world.clerk, despite.clone()).await.is_err());
        let mut namesake = somebody();
        namesake.new.particulars.number = OTHER_NUMBER.to_owned();
        let refused = world.try_take_in(&world.clerk, namesake.clone()).await;
        let Err(Failure::Refused(TakeInRefusal::MayBeKnown(likely))) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(
            likely[0].why,
            [Likeness::NameBirth, Likeness::Phone, Likeness::NameNearby],
            "each reason is told"
        );
        namesake.despite = Some("同名，证件号不同，已当面核对".to_owned());
        world.take_in(&world.clerk, namesake).await;
    });
}

#[test]
fn who_may_not_take_in_does_not_and_the_future_is_refused() {
    on_both(&async |world: &World| {
        for actor in [&world.inspector, &world.administrator] {
            let refused = world.try_take_in(actor, somebody()).await;
            assert!(matches!(refused, Err(Failure::Denied(_))), "{refused:?}");
        }
        let mut tomorrow = somebody();
        tomorrow.on = day("2026-01-06");
        let refused = world.try_take_in(&world.clerk, tomorrow).await;
        assert!(matches!(refused, Err(Failure::Refused(TakeInRefusal::NotYet))), "{refused:?}");
        // A fair of last Friday is entered on Monday: the ledger is opened today, and that is late.
        let mut friday = somebody();
        friday.on = day("2026-01-02");
        let subject = world.take_in(&world.clerk, friday).await;
        let entered = kinds(world, subject).await;
        assert_eq!(entered[0], (Kind::Intake, "2026-01-02".to_owned()));
        assert_eq!(entered[1], (Kind::LedgerOpened, "2026-01-05".to_owned()));
    });
}

#[test]
fn the_page_takes_in_once_and_keeps_what_was_typed() {
    on_both(&async |world: &World| {
        let (status, page) = world.get(&world.clerk, "/people/new").await;
        assert_eq!(status, StatusCode::OK);
        for words in ["永安里东社区", "前台接待", "招聘洽谈会", "退役军人", "第十一条"]
        {
            assert!(page.contains(words), "{words}");
        }
        let community = COMMUNITY.to_string();
        let mut typed = vec![
            ("_once", "k1"),
            ("channel", "counter"),
            ("on", "2026-01-05"),
            ("name", "王秀英"),
            ("document", "居民身份证"),
            ("number", "110105194912310021"),
            ("phone", "154 0000 0001"),
            ("community", &community),
            ("household_place", "北京市朝阳区"),
            ("education", "61"),
            ("occupation", "保洁员"),
            ("registers", "yes"),
            ("promise", "yes"),
        ];
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
        assert!(
            page.contains("校验")
                && page.contains("154 0000 0001")
                && page.contains("北京市朝阳区")
        );
        typed[5].1 = NUMBER;
        let (status, to) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        assert!(to.starts_with("/people/") && !to.contains(NUMBER));
        let (_, again) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(again, to, "a double click opens one file");
        typed[0].1 = "k2";
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("已有档案") && page.contains(&to), "the way to the file");
        typed[5].1 = OTHER_NUMBER;
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("同一社区有同名的人") && page.contains("仍然新建"));
        typed.extend([("asked_despite", "yes"), ("despite", "yes")]);
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("请说明为什么不是同一个人"));
        typed.push(("despite_reason", "同名，已核对"));
        let (status, to) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (status, _) = world.get(&world.administrator, "/people/new").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn answers_that_contradict_each_other_are_asked_back_and_none_is_dropped() {
    on_both(&async |world: &World| {
        let community = COMMUNITY.to_string();
        let mut typed = vec![
            ("_once", "k1"),
            ("channel", "counter"),
            ("on", "2026-01-05"),
            ("name", "王秀英"),
            ("document", "居民身份证"),
            ("number", NUMBER),
            ("phone", "154 0000 0001"),
            ("community", &community),
            ("street", "高碑店地区"),
            ("education", "71"),
            ("unemployed_since", "2025-07-15"),
            ("groups", "long_unemployed"),
            ("groups", "graduate"),
            ("family_marks", "minimum_living"),
            ("registers", "yes"),
            ("promise", "yes"),
        ];
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("所选的社区（村）不在北京市朝阳区高碑店地区"), "{page}");
        typed.remove(8);
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["从 2025-07-15 到今天不满一年", "低于大学专科", "没有填错，就是“初中毕业”"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        // A year is full on its day, and who has just graduated from college is no contradiction.
        typed[8].1 = "31";
        typed[9].1 = "2025-01-05";
        let (status, to) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, page) = world.get(&world.clerk, &format!("{to}/particulars")).await;
        assert_eq!(page.matches("低保").count(), 0, "it is asked once, as a mark of the family");
        assert_eq!(page.matches("享受最低生活保障").count(), 1);
    });
}

#[test]
fn a_likely_twin_is_compared_in_place_and_opens_beside_what_was_typed() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let community = COMMUNITY.to_string();
        let typed = [
            ("_once", "k1"),
            ("channel", "counter"),
            ("on", "2026-01-05"),
            ("name", "王秀英"),
            ("document", "居民身份证"),
            ("number", OTHER_NUMBER),
            ("phone", "154 0000 0001"),
            ("community", &*community),
        ];
        let (status, page) = world.post(&world.clerk, "/people/new", &typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in ["姓名、性别、联系电话、居住地", "出生日期：1949-12-31", "在新标签页打开"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains(NUMBER), "masked");
        let beside = format!("href=\"/people/{first}\" target=\"_blank\" rel=\"noopener\"");
        assert!(page.contains(&beside), "{page}");
        let mut theirs = typed.to_vec();
        *theirs.last_mut().expect("a field") = ("street", "建外街道");
        let (_, page) = world.post(&world.stranger, "/people/new", &theirs).await;
        assert!(
            page.contains("由该机构核实后在系统中申请划转"),
            "{}",
            &page[..page.len().min(6000)]
        );
        assert!(!page.contains("1949-12-31") && !page.contains(&first.to_string()));
    });
}

#[test]
fn work_is_kept_as_it_is_told_and_chosen_with_a_click() {
    on_both(&async |world: &World| {
        let community = COMMUNITY.to_string();
        let typed = |number: &'static str, work: &'static str| {
            let fields = [
                ("_once", number),
                ("channel", "counter"),
                ("on", "2026-01-05"),
                ("name", "王秀英"),
                ("document", "居民身份证"),
                ("number", number),
                ("occupation", work),
                ("despite", "yes"),
                ("despite_reason", "同名"),
                ("asked_despite", "yes"),
            ];
            let mut fields: Vec<(&str, &str)> = fields.to_vec();
            fields.push(("phone", if number == NUMBER { "15400000001" } else { "15400000002" }));
            fields.push(("community", &community));
            fields
        };
        let (status, to) = world.post(&world.clerk, "/people/new", &typed(NUMBER, "打零工")).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, page) = world.get(&world.clerk, &to).await;
        assert!(page.contains("打零工") && page.contains("待归类"), "{page}");
        let mut fields = typed(OTHER_NUMBER, "司机");
        let (status, page) = world.post(&world.clerk, "/people/new", &fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("请点选其中一种") && page.contains("value=\"4-02-02-01\""), "{page}");
        // What is not among the choices is asked again.
        fields.push(("occupation_code", "1-01-00-01"));
        let (status, _) = world.post(&world.clerk, "/people/new", &fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        *fields.last_mut().expect("a field") = ("occupation_code", "4-02-02-01");
        let (status, to) = world.post(&world.clerk, "/people/new", &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, page) = world.get(&world.clerk, &to).await;
        assert!(page.contains("客运车辆驾驶员（4-02-02-01）") && page.contains("司机"), "{page}");
    });
}
