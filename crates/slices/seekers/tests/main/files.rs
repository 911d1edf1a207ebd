//! The file of a person.

use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

use crate::merging::{in_hardship, record};
use crate::world::{NUMBER, World, day, on_both, somebody};

#[test]
fn the_file_shows_the_six_sections_and_hides_what_is_sealed() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        for (path, wanted) in [
            (
                "",
                vec![
                    "应办",
                    "一、求职者基本情况",
                    "六、其他服务留痕",
                    "全部台账记录",
                    "记录服务",
                    "就业困难分级",
                ],
            ),
            ("/print", vec!["二、求职登记情况", "个人服务台账"]),
        ] {
            let (status, page) = world.get(&world.clerk, &format!("/people/{subject}{path}")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            for words in wanted {
                assert!(page.contains(words), "{path} {words}");
            }
            assert!(page.contains("154****0001") && page.contains("11**************2X"));
            for sealed in [NUMBER, "15400000001", "永安里12号楼3单元"] {
                assert!(!page.contains(sealed), "{path} {sealed}");
            }
        }
        let (status, _) = world.get(&world.head, &format!("/people/{subject}/workbook")).await;
        assert_eq!(status, StatusCode::OK);
        for actor in [&world.stranger, &world.administrator] {
            let (status, page) = world.get(actor, &format!("/people/{subject}")).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            assert!(!page.contains("秀英"));
        }
        let (status, _) = world.get(&world.clerk, "/people/nobody").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn sealed_values_are_seen_with_a_reason_that_readers_see() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.officer, somebody()).await;
        let path = format!("/people/{subject}/reveal");
        let (status, _) = world.get(&world.officer, &path).await;
        assert_eq!(status, StatusCode::OK);
        let asked = [("_once", "k"), ("values", "证件号码")];
        let (status, page) = world.post(&world.officer, &path, &asked).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!page.contains(NUMBER), "no reason, no number");
        let asked = [("values", "证件号码"), ("reason", "其他"), ("words", "补办就业创业证")];
        let (status, page) = world.post(&world.officer, &path, &asked).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(NUMBER) && !page.contains("15400000001"), "only what was asked for");
        let (status, _) = world.post(&world.stranger, &path, &asked).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        world.get(&world.head, &format!("/people/{subject}")).await;
        let readers = format!("/people/{subject}/readers");
        let (status, page) = world.get(&world.officer, &readers).await;
        assert_eq!(status, StatusCode::OK);
        for words in ["赵专员", "李负责", "查看封存信息", "补办就业创业证", "查阅服务对象档案"]
        {
            assert!(page.contains(words), "{words}");
        }
        let (status, _) = world.get(&world.stranger, &readers).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn changes_are_kept_and_nobody_undoes_anothers_unseen() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let path = format!("/people/{subject}/particulars");
        let (status, page) = world.get(&world.clerk, &path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("王秀英") && page.contains("154****0001"));
        assert!(!page.contains("15400000001") && !page.contains(NUMBER), "masked in a form too");
        let typed = |key, phone, version| {
            vec![
                ("_once", key),
                ("version", version),
                ("name", "王秀英"),
                ("document", "居民身份证"),
                ("number", NUMBER),
                ("phone", phone),
                ("community", "110105016002"),
            ]
        };
        let (status, to) = world.post(&world.clerk, &path, &typed("a", "15400000009", "1")).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, page) = world.get(&world.clerk, &format!("/people/{subject}")).await;
        assert!(page.contains("资料修改记录") && page.contains("154****0009"));
        assert!(page.contains("光华里社区"));
        let (_, found) = world.get(&world.clerk, "/people?q=15400000009").await;
        assert!(found.contains(&subject.to_string()));
        let (_, found) = world.get(&world.clerk, "/people?q=15400000001").await;
        assert!(!found.contains(&subject.to_string()), "the old number finds nobody");
        let blank = [
            ("_once", "d"),
            ("version", "2"),
            ("name", "王秀英"),
            ("document", "居民身份证"),
            ("community", "110105016002"),
        ];
        let (status, to) = world.post(&world.clerk, &path, &blank).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, found) = world.get(&world.clerk, &format!("/people?q={NUMBER}")).await;
        assert!(found.contains(&subject.to_string()), "what is left blank stays");
        let (status, page) = world.post(&world.clerk, &path, &typed("b", "15400000007", "1")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("已被修改过"));
        let (status, _) = world.post(&world.stranger, &path, &typed("c", "1", "2")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_file_says_what_comes_after_registration_at_a_high_level() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.officer, somebody()).await;
        let path = format!("/people/{subject}");
        let today = day("2026-01-05");
        let graded = |level| {
            Happening::new(Kind::Graded, today)
                .number(Field::Level, level)
                .text(Field::Tool, "量表")
        };
        record(world, subject, graded(2)).await;
        assert!(!world.get(&world.officer, &path).await.1.contains("下一步："));
        record(world, subject, graded(3)).await;
        let (_, page) = world.get(&world.officer, &path).await;
        assert!(page.contains("建议本人先办失业登记"), "{page}");
        assert!(page.contains(&format!("{path}/record/unemployment_claimed")));
        let claim = Happening::new(Kind::UnemploymentClaimed, today);
        record(world, subject, claim.flag(Field::Complete, true).flag(Field::Promise, true)).await;
        record(world, subject, Happening::new(Kind::UnemploymentRegistered, today)).await;
        let (_, page) = world.get(&world.officer, &path).await;
        assert!(page.contains("建议本人办理认定") && page.contains("第十三条"), "{page}");
        assert!(page.contains(&format!("{path}/record/hardship_recognised")));
        record(world, subject, in_hardship()).await;
        assert!(!world.get(&world.officer, &path).await.1.contains("下一步："));
    });
}
