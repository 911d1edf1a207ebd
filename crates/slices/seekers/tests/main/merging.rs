//! Merging files, and households in which nobody works.

use std::sync::Arc;

use access::{Action, Failure};
use axum::http::StatusCode;
use duties::record_service;
use ledger::Field;
use rules::Kind;
use seekers::TakeInRefusal;
use store::{StoreError, SubjectId};
use subjects::Happening;

use crate::world::{OTHER_NUMBER, World, day, on_both, somebody};

pub(crate) async fn record(world: &World, subject: SubjectId, happening: Happening) {
    let (desk, occasion) = (world.desk.clone(), world.occasion(&world.clerk));
    world
        .desk
        .db
        .write(async move |tx| {
            let happenings = [happening.clone()];
            record_service(tx, &desk, &occasion, Action::RecordService, subject, &happenings)
                .await
                .map(drop)
        })
        .await
        .expect("recorded");
}

pub(crate) fn in_hardship() -> Happening {
    Happening::new(Kind::HardshipRecognised, day("2026-01-05")).text(Field::Group, "大龄")
}

pub(crate) fn signed() -> Happening {
    Happening::new(Kind::AgreementSigned, day("2026-01-05")).text(Field::Officer, "赵专员")
}

/// The number of another document of the same person.
const PERMIT: &str = "H12345678";

pub(crate) fn second() -> seekers::Intake {
    let mut intake = somebody();
    let particulars = &mut intake.new.particulars;
    "港澳居民来往内地通行证".clone_into(&mut particulars.document);
    PERMIT.clone_into(&mut particulars.number);
    "15400000002".clone_into(&mut particulars.phone);
    "会开叉车".clone_into(&mut particulars.skills);
    intake.despite = Some("先后两次建档".to_owned());
    intake
}

#[test]
fn two_files_become_one_with_both_histories() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        let guidance = Happening::new(Kind::GuidanceGiven, day("2026-01-05"));
        record(world, other, guidance.text(Field::Form, "一般指导")).await;
        let owed = async || {
            let read = world.desk.db.read(async move |tx| duties::duties_of(tx, first).await).await;
            read.expect("read")
                .into_iter()
                .map(|duty| (duty.rule, duty.due_day))
                .collect::<Vec<_>>()
        };
        let before = owed().await;
        let numbers = [("_once", "m"), ("one", "P2"), ("other", "p00000001")];
        let (status, page) = world.post(&world.clerk, "/people/merge", &numbers).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("不能撤回") && page.contains("会开叉车") && !page.contains(PERMIT));
        let mut sure = numbers.to_vec();
        sure.push(("compared", "yes"));
        let (status, page) = world.post(&world.clerk, "/people/merge", &sure).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("请填写理由"));
        sure.extend([("reason", "同一个人"), ("sure", "yes")]);
        let (status, _) = world.post(&world.stranger, "/people/merge", &sure).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, to) = world.post(&world.clerk, "/people/merge", &sure).await;
        assert_eq!(
            (status, to),
            (StatusCode::SEE_OTHER, format!("/people/{first}")),
            "the earlier"
        );
        let (_, page) = world.get(&world.clerk, &format!("/people/{first}")).await;
        for words in ["一般指导", "转录自档案 P00000002", "会开叉车", "档案 P00000002 已合并"]
        {
            assert!(page.contains(words), "{words}");
        }
        let (status, to) = world.get(&world.clerk, &format!("/people/{other}")).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/people/{first}")));
        assert!(!before.is_empty() && owed().await == before, "both registered that day: once");
        assert!(page.contains("两份档案都有的 3 条记录只计一次"));
        for query in ["15400000002", PERMIT, "P2"] {
            let (_, found) = world.get(&world.clerk, &format!("/people?q={query}")).await;
            assert!(found.contains(&first.to_string()), "the other file's {query} leads on");
        }
        for actor in [&world.clerk, &world.stranger] {
            let mut again = second();
            again.new.name = "王小英".to_owned();
            let again = world.try_take_in(actor, again).await;
            let Err(Failure::Refused(TakeInRefusal::Known(known))) = again else {
                panic!("{again:?}")
            };
            assert_eq!(known.hit.subject, first, "no second file for the number of a merged one");
        }
        let (held, owed) = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| {
                Ok((duties::held(tx, other).await?, duties::duties_of(tx, other).await?))
            })
            .await
            .expect("read");
        assert_eq!((held, owed.len()), (None, 0), "nothing is owed in the merged file");
        let mut written = String::new();
        let keys = Arc::clone(&world.desk.sealing.keys);
        let mut take = |lines: &str| {
            written.push_str(lines);
            Ok::<_, StoreError>(())
        };
        let exported = subjects::export(&world.desk.db, keys, None, &mut take).await;
        let exported = exported.expect("exported");
        assert_eq!((exported.subjects, exported.merged), (1, 1));
        assert!(written.contains("P00000001") && !written.contains("\"subject\":\"P00000002\""));
        assert_eq!(written.matches("guidance_given").count(), 1, "once, in the file that goes on");
        let mut again = sure.clone();
        again[0].1 = "n";
        let (status, page) = world.post(&world.clerk, "/people/merge", &again).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("没有编号为 P00000002 的档案"));
    });
}

#[test]
fn two_numbers_of_residents_are_two_people_until_a_head_says_why_not() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let mut other = second();
        "居民身份证".clone_into(&mut other.new.particulars.document);
        OTHER_NUMBER.clone_into(&mut other.new.particulars.number);
        world.take_in(&world.clerk, other).await;
        let mut numbers = vec![("_once", "m"), ("one", "P1"), ("other", "P2")];
        let sure = [("compared", "yes"), ("reason", "换号，已核对户口簿"), ("sure", "yes")];
        for fields in [numbers.clone(), [numbers.clone(), sure.to_vec()].concat()] {
            let (status, page) = world.post(&world.clerk, "/people/merge", &fields).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.contains("居民身份证号不同") && page.contains("机构负责人"), "{page}");
        }
        let (status, page) = world.post(&world.head, "/people/merge", &numbers).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("多半是两个人"), "{page}");
        numbers.extend(sure);
        let (status, to) = world.post(&world.head, "/people/merge", &numbers).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/people/{first}")));
        let (_, page) = world.get(&world.head, &format!("/people?q={OTHER_NUMBER}")).await;
        assert!(page.contains(&first.to_string()), "the other number leads on");
    });
}

#[test]
fn the_file_with_the_agreement_stays_whichever_was_first_and_two_agreements_are_one_too_many() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        for happening in [in_hardship(), signed()] {
            record(world, other, happening).await;
        }
        let merge = [("_once", "m"), ("one", "P1"), ("other", "P2"), ("compared", "yes")];
        let mut fields = merge.to_vec();
        fields.extend([("reason", "同一个人"), ("sure", "yes")]);
        let (_, page) = world.post(&world.clerk, "/people/merge", &merge[..3]).await;
        assert!(page.contains("保留的一份 P00000002"), "{page}");
        let (status, to) = world.post(&world.clerk, "/people/merge", &fields).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/people/{other}")));
        let known = world.desk.db.read(async move |tx| subjects::facts_of(tx, other).await).await;
        let known = known.expect("read");
        let count = |kind| known.entries().iter().filter(|entry| entry.kind == kind).count();
        assert_eq!((count(Kind::AgreementSigned), count(Kind::SeekerRegistered)), (1, 1));
        let (_, page) = world.get(&world.clerk, "/people?q=P00000001").await;
        assert!(page.contains(&other.to_string()) && !page.contains(&first.to_string()), "{page}");
    });
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        for subject in [first, other] {
            for happening in [in_hardship(), signed()] {
                record(world, subject, happening).await;
            }
        }
        let numbers = [("_once", "m"), ("one", "P1"), ("other", "P2")];
        let (status, page) = world.post(&world.clerk, "/people/merge", &numbers).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("两份档案都有正在执行的就业援助服务协议"), "{page}");
    });
}

#[test]
fn what_happened_twice_in_one_day_is_kept_twice() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        let given = |form: &str| {
            Happening::new(Kind::GuidanceGiven, day("2026-01-05")).text(Field::Form, form)
        };
        record(world, first, given("一般指导")).await;
        for form in ["一般指导", "一般指导", "深度指导"] {
            record(world, other, given(form)).await;
        }
        let mut fields = vec![("_once", "m"), ("one", "P1"), ("other", "P2"), ("compared", "yes")];
        fields.extend([("reason", "同一个人"), ("sure", "yes")]);
        let (status, _) = world.post(&world.clerk, "/people/merge", &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let known = world.desk.db.read(async move |tx| subjects::facts_of(tx, first).await).await;
        let known = known.expect("read");
        let count = |kind| known.entries().iter().filter(|entry| entry.kind == kind).count();
        assert_eq!(count(Kind::SeekerRegistered), 1);
        assert_eq!(count(Kind::GuidanceGiven), 3, "one is in both files, the others are not");
    });
}

#[test]
fn files_that_an_earlier_version_merged_are_found_again() {
    on_both(&async |world: &World| {
        let kept = world.take_in(&world.clerk, somebody()).await;
        let gone = world.take_in(&world.clerk, second()).await;
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.head));
        let merged = world.desk.db.write(async move |tx| {
            seekers::merge(tx, &desk, &occasion, ("P00000001", "P00000002"), "同一个人").await
        });
        assert_eq!(merged.await.expect("merged"), kept);
        let found = async || {
            let (desk, occasion) = (world.desk.clone(), world.occasion(&world.clerk));
            let read = world
                .desk
                .db
                .read(async move |tx| seekers::find(tx, &desk, &occasion, PERMIT).await);
            let hits = read.await.expect("found").hits;
            hits.into_iter().map(|hit| hit.subject).collect::<Vec<_>>()
        };
        assert_eq!(found().await, [kept]);
        assert_eq!(seekers::restore_lookups(&world.desk).await.expect("looked"), 0);
        world
            .desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                tx.execute(crate::under_way::FORGET_LOOKUPS, &[&gone]).await
            })
            .await
            .expect("as it was left");
        assert!(found().await.is_empty(), "as an earlier version left it");
        assert_eq!(seekers::restore_lookups(&world.desk).await.expect("restored"), 1);
        assert_eq!(found().await, [kept]);
        assert_eq!(seekers::restore_lookups(&world.desk).await.expect("looked"), 0);
    });
}

#[test]
fn a_household_counts_until_somebody_works() {
    on_both(&async |world: &World| {
        let mut one = somebody();
        one.new.particulars.household_number = "A123".to_owned();
        let mut other = second();
        other.new.name = "李建国".to_owned();
        other.new.particulars.household_number = " a123 ".to_owned();
        let one = world.take_in(&world.clerk, one).await;
        let other = world.take_in(&world.clerk, other).await;
        let (_, page) = world.get(&world.clerk, "/households").await;
        assert!(page.contains("目前没有无人就业的家庭"), "nobody is registered as unemployed");
        let today = day("2026-01-05");
        let claim = Happening::new(Kind::UnemploymentClaimed, today);
        record(world, one, claim.flag(Field::Complete, true).flag(Field::Promise, true)).await;
        record(world, one, Happening::new(Kind::UnemploymentRegistered, today)).await;
        let (_, page) = world.get(&world.head, "/households").await;
        assert!(page.contains("王秀英、李建国") && page.contains("待认定"), "{page}");
        let (_, rest) = page.split_once("href=\"/households/").expect("a button");
        let path = format!("/households/{}", rest.split('"').next().expect("an address"));
        let mut told = vec![
            ("_once", "a"),
            ("on", "2026-01-05"),
            ("evidence", "register"),
            ("evidence", "work"),
            ("evidence", "registration"),
            ("against", "insurance"),
            ("seen", "2026-01-05"),
            ("sure", "yes"),
        ];
        let (status, _) = world.post(&world.stranger, &path, &told).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        for without in 2..told.len() {
            let mut less = told.clone();
            less.remove(without);
            let (status, page) = world.post(&world.head, &path, &less).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{without}: {page}");
        }
        let mut tomorrow = told.clone();
        tomorrow[1].1 = "2026-01-06";
        let (status, _) = world.post(&world.head, &path, &tomorrow).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        record(world, one, in_hardship()).await;
        let (status, to) = world.post(&world.head, &path, &told).await;
        assert_eq!((status, &to), (StatusCode::SEE_OTHER, &path));
        let (_, page) = world.get(&world.head, &path).await;
        assert!(page.contains("已认定，不必再办") && page.contains("还没有认定"), "{page}");
        assert!(page.contains(&format!("/people/{other}/record/hardship_recognised")));
        assert!(!page.contains(&format!("/people/{one}/record/hardship_recognised")));
        told[0].1 = "c";
        let (status, _) = world.post(&world.head, &path, &told).await;
        assert_eq!(status, StatusCode::CONFLICT, "recognised already");
        let (_, page) = world.get(&world.inspector, "/households").await;
        assert!(page.contains("双井街道") && page.contains("王秀英"));
        record(world, other, Happening::new(Kind::StartedWork, today)).await;
        let (_, page) = world.get(&world.inspector, "/households").await;
        assert!(page.contains("目前没有无人就业的家庭") && page.contains("已实现就业"));
    });
}
