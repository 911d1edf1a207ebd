//! What the ledger of a person says of each entry (BJ18-32(4)), and where somebody stands beside what the rules know.

use axum::http::StatusCode;
use desk::{StandsIn, UnderGate};
use ledger::Field;
use rules::{Gate, Kind};
use store::{EntryId, SubjectId};
use subjects::Happening;

use crate::merging::{in_hardship, record, second, signed};
use crate::sections::sheets;
use crate::world::{World, day, on_both, somebody};

/// Records what happened on the first day; gives the entry.
async fn put(world: &World, subject: SubjectId, happening: Happening) -> EntryId {
    record(world, subject, happening).await;
    let street: &street::World = world;
    street.history(subject).await.last().expect("an entry").id
}

fn today(kind: Kind) -> Happening {
    Happening::new(kind, day("2026-01-05"))
}

#[test]
fn every_entry_says_with_whom_and_what_it_is_about() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        record(world, subject, in_hardship()).await;
        let recommended = today(Kind::Recommended).text(Field::Employer, "甲公司");
        let recommended = put(world, subject, recommended.text(Field::Vacancy, "保洁员")).await;
        let result = |hired: bool, of: EntryId| {
            let result = today(Kind::RecommendationResult).about(of);
            result.flag(Field::Hired, hired).flag(Field::OwnCause, false)
        };
        record(world, subject, result(true, recommended)).await;
        let failed = put(world, subject, today(Kind::Recommended)).await;
        record(world, subject, result(false, failed)).await;
        let started = today(Kind::StartedWork).text(Field::Employer, "甲公司");
        let started = put(world, subject, started).await;
        record(world, subject, today(Kind::FollowedUp).about(started)).await;
        let post = today(Kind::PublicPostRecommended).text(Field::Employer, "阳光社区服务中心");
        record(world, subject, post).await;
        record(world, subject, today(Kind::GuidanceGiven).text(Field::Form, "general")).await;
        record(world, subject, today(Kind::ReadinessAssessed).flag(Field::Ready, true)).await;
        let path = format!("/people/{subject}");
        let (_, screen) = world.get(&world.head, &path).await;
        let (_, paper) = world.get(&world.head, &format!("{path}/print")).await;
        let sheets = sheets(world, subject).await;
        let book = sheets.iter().map(|(_, cells)| cells.as_str()).collect::<Vec<_>>().join("|");
        for shown in [&screen, &paper, &book] {
            for words in [
                "针对：2026-01-05 匹配推荐（甲公司，保洁员）；录用：是",
                "针对：2026-01-05 匹配推荐；录用：否；本人原因：否",
                "针对：2026-01-05 上岗（甲公司）",
                "用人单位：阳光社区服务中心",
            ] {
                assert!(shown.contains(words), "{words} in {shown}");
            }
            assert!(!shown.contains("录用：是；本人原因"), "whose cause is asked of no success");
        }
        assert!(book.contains("上岗|用人单位：甲公司"), "{book}");
        assert!(book.contains("就业指导服务|1|2026-01-05"), "an assessment is no guidance: {book}");
    });
}

#[test]
fn with_whom_somebody_started_work_goes_along_when_files_are_merged() {
    on_both(&async |world: &World| {
        let first = world.take_in(&world.clerk, somebody()).await;
        let other = world.take_in(&world.clerk, second()).await;
        let started = |employer: &str| today(Kind::StartedWork).text(Field::Employer, employer);
        record(world, first, started("甲公司")).await;
        record(world, other, started("乙公司")).await;
        let fields = [
            ("_once", "m"),
            ("one", "P1"),
            ("other", "P2"),
            ("compared", "yes"),
            ("reason", "同一个人"),
            ("sure", "yes"),
        ];
        let (status, _) = world.post(&world.clerk, "/people/merge", &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, page) = world.get(&world.clerk, &format!("/people/{first}")).await;
        for words in ["用人单位：甲公司", "用人单位：乙公司"] {
            assert!(page.contains(words), "{words}: two employers are two starts: {page}");
        }
    });
}

#[test]
fn where_somebody_stands_and_what_is_under_way_is_said_beside_what_the_rules_know() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}");
        record(world, subject, in_hardship()).await;
        record(world, subject, signed()).await;
        world.pass_days(10);
        let declined = Happening::new(Kind::ServiceDeclined, day("2026-01-15"));
        record(world, subject, declined).await;
        let (_, page) = world.get(&world.clerk, &path).await;
        let gate = Gate::Termination;
        assert!(page.contains(gate.allows()) && !page.contains("正在办理"), "{page}");
        assert!(!page.contains("公益性岗位"), "{page}");
        let words = "终止待审批";
        world.cabinet.begin_at_gate(UnderGate { subject, clause: gate.clause(), words });
        world.cabinet.place(
            subject,
            StandsIn {
                term: "公益性岗位",
                words: "阳光社区服务中心 保洁".to_owned(),
                beneath: "2026-01-10 起，安置至 2027-01-09".to_owned(),
                path: format!("{path}/post"),
            },
        );
        let (_, page) = world.get(&world.clerk, &path).await;
        let row = |term: &str| {
            let (_, row) = page.split_once(&format!("<dt>{term}</dt>")).expect("a row");
            row.split_once("</dd>").expect("its end").0.to_owned()
        };
        assert!(row("状态").contains("公益性岗位"), "{}", row("状态"));
        let post = row("公益性岗位");
        for words in ["阳光社区服务中心 保洁", "安置至 2027-01-09", "/post\""] {
            assert!(post.contains(words), "{words}: {post}");
        }
        assert!(page.contains(words) && page.contains("的条件仍然具备，正在办理"), "{page}");
        let (_, paper) = world.get(&world.clerk, &format!("{path}/print")).await;
        assert!(paper.contains("公益性岗位、"), "the state on paper: {paper}");
    });
}
