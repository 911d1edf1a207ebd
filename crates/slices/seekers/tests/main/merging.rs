//! Merging files, and households in which nobody works.

use access::Action;
use axum::http::StatusCode;
use duties::record_service;
use ledger::Field;
use rules::Kind;
use store::SubjectId;
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
    Happening::new(Kind::AgreementSigned, day("2026-01-05")).text(Field::Officer, "专员老张")
}

pub(crate) fn second() -> seekers::Intake {
    let mut intake = somebody();
    let particulars = &mut intake.new.particulars;
    OTHER_NUMBER.clone_into(&mut particulars.number);
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
        let numbers = [("_once", "m"), ("one", "P2"), ("other", "p00000001")];
        let (status, page) = world.post(&world.clerk, "/people/merge", &numbers).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(
            page.contains("不能撤回") && page.contains("会开叉车") && !page.contains(OTHER_NUMBER)
        );
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
        let (_, found) = world.get(&world.clerk, "/people?q=15400000002").await;
        assert!(found.contains(&first.to_string()), "found by the other file's telephone");
        let (held, owed) = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| {
                Ok((duties::held(tx, other).await?, duties::duties_of(tx, other).await?))
            })
            .await
            .expect("read");
        assert_eq!((held, owed.len()), (None, 0), "nothing is owed in the merged file");
        let mut again = sure.clone();
        again[0].1 = "n";
        let (status, page) = world.post(&world.clerk, "/people/merge", &again).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("没有编号为 P00000002 的档案"));
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
        let (_, rest) = page.split_once("action=\"/households/").expect("a button");
        let path = format!("/households/{}", rest.split('"').next().expect("an address"));
        let (status, _) = world.post(&world.stranger, &path, &[("_once", "a")]).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = world.post(&world.head, &path, &[("_once", "b")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, _) = world.post(&world.head, &path, &[("_once", "c")]).await;
        assert_eq!(status, StatusCode::CONFLICT, "recognised already");
        let (_, page) = world.get(&world.inspector, "/households").await;
        assert!(page.contains("建外街道") && page.contains("王秀英"));
        record(world, other, Happening::new(Kind::StartedWork, today)).await;
        let (_, page) = world.get(&world.inspector, "/households").await;
        assert!(page.contains("目前没有无人就业的家庭") && page.contains("已实现就业"));
    });
}
