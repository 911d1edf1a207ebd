//! Lists that leave the system, and drafts that nobody confirmed.

use axum::http::StatusCode;
use store::{StoreError, SubjectId, seal};

use crate::under_way::DRAFTS;
use crate::world::{OFFICE, OTHER_STREET, STREET, World, on_both, somebody};

async fn purposes(world: &World, subject: SubjectId) -> Vec<(store::ActorId, String, i64)> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?.expect("a key");
        subjects::readings_of(tx, &key, subject, 100).await
    });
    let readings = read.await.expect("read").into_iter();
    readings.map(|reading| (reading.staff, reading.purpose, reading.times)).collect()
}

#[test]
fn whoever_stood_in_a_list_that_was_taken_out_can_be_told_who_has_it() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.officer, somebody()).await;
        let before = purposes(world, subject).await;
        let (status, _) = world.get(&world.head, "/people?officer=all").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(purposes(world, subject).await, before, "the list itself shows what lists show");
        let (status, _) = world.get(&world.administrator, "/people?format=xlsx").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        world.download(&world.head, "/people?officer=all&format=xlsx&level=4").await;
        assert_eq!(purposes(world, subject).await, before, "nobody of level 4 in it");
        for times in 1..=2 {
            world.download(&world.head, "/people?officer=all&format=xlsx").await;
            let told = (world.head.id, "导出名单".to_owned(), times);
            assert!(purposes(world, subject).await.contains(&told), "{times}");
        }
        let (_, page) = world.get(&world.head, &format!("/people/{subject}/readers")).await;
        assert!(page.contains("导出名单"));
    });
}

#[test]
fn a_list_is_narrowed_to_an_office_within_reach_and_to_those_without_a_level() {
    on_both(&async |world: &World| {
        world.take_in(&world.clerk, somebody()).await;
        let own = world.head.area.first;
        for (query, finds) in [
            (format!("officer=all&office={own}"), true),
            (format!("officer=all&office={}", own + 1), false),
            ("officer=all&level=0".to_owned(), true),
            ("officer=all&level=1".to_owned(), false),
        ] {
            let (status, page) = world.get(&world.head, &format!("/people?{query}")).await;
            assert_eq!(status, StatusCode::OK, "{query}");
            assert_eq!(page.contains("王秀英"), finds, "{query}");
        }
        let (status, _) =
            world.get(&world.head, &format!("/people?officer=all&office={OTHER_STREET}")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn whoever_looks_down_the_tree_chooses_an_office_and_then_whoever_serves_there() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        let (_, page) = world.get(&world.head, "/people?officer=all").await;
        assert!(page.contains("<optgroup label=") && page.contains("光华里社区就业服务站"));
        assert!(page.contains(">赵专员</option>") && page.contains(">协理员孙</option>"));
        assert!(!page.contains("郑审计"), "who answers for nobody is not offered");
        let (_, page) = world.get(&world.clerk, "/people").await;
        assert!(!page.contains("name=\"office\""), "who sees one office chooses none");
        // What the field sends is the office; an address of a page goes on with its code.
        let (_, page) = world.get(&world.head, "/people?officer=all").await;
        let (before, _) = page.split_once(&format!(">{OFFICE}</option>")).expect("the street's");
        let value = before.rsplit_once("value=\"").expect("a value").1.split('"').next();
        let value = value.expect("an office").to_owned();
        let (status, page) =
            world.get(&world.head, &format!("/people?officer=all&office={value}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(&path) && page.contains(&format!("office={STREET}")), "{page}");
        let (status, page) =
            world.get(&world.head, "/people?officer=all&office=%E6%B5%B7%E6%B7%80").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("没有这个机构") && !page.contains(&path), "{page}");
        let (status, _) =
            world.get(&world.head, "/people?format=xlsx&office=%E6%B5%B7%E6%B7%80").await;
        assert_eq!(status, StatusCode::CONFLICT, "no workbook of what was not understood");
    });
}

#[test]
fn of_a_district_with_many_officers_the_office_is_chosen_first() {
    on_both(&async |world: &World| {
        for at in 0..62_u8 {
            let role = access::Role::AssistanceOfficer;
            world.hire(&format!("many.{at}"), OTHER_STREET, role).await;
        }
        let chief = (**world).get("chief", "/people?officer=all").await.text;
        assert!(!chief.contains("many.7姓名") && chief.contains("先选机构"), "{chief}");
        let chief = (**world).get("chief", &format!("/people?office={STREET}")).await.text;
        assert!(chief.contains("赵专员") && !chief.contains("many.7姓名"), "{chief}");
        let officer = world.staff("officer");
        let chief = (**world).get("chief", &format!("/people?officer={officer}")).await.text;
        assert!(chief.contains(">赵专员</option>"), "whoever is chosen is told: {chief}");
    });
}

#[test]
fn an_import_that_nobody_confirms_is_forgotten_without_anybody_importing() {
    on_both(&async |world: &World| {
        crate::importing::rehearsed(world).await;
        let count = async || {
            let read = world.desk.db.read::<_, _, StoreError>(async |tx| tx.one(DRAFTS, &[]).await);
            let (drafts,): (i64,) = read.await.expect("read");
            drafts
        };
        let forget = async || {
            let now = store::Clock::now(world.clock.as_ref());
            seekers::forget_drafts(&world.desk.db, now).await.expect("forgotten")
        };
        assert_eq!((forget().await, count().await), (0, 1), "it can still be confirmed");
        world.clock.advance_seconds(3_601);
        assert_eq!((forget().await, count().await, forget().await), (1, 0, 0));
    });
}
