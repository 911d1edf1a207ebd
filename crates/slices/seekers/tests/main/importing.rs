//! Bringing many people in.

use access::Actor;
use axum::http::StatusCode;

use crate::world::{NUMBER, OTHER_NUMBER, World, on_both, somebody};

const HEAD: &str = "姓名,证件号码,联系电话,社区（村）,街道（乡镇）,学历,职业,采集渠道,采集日期,求职登记,实名制群体";

async fn upload(world: &World, actor: &Actor, text: &str) -> (StatusCode, String) {
    world.upload(actor, "/people/import", text).await
}

/// Rehearses an import of one person, which then waits.
pub(crate) async fn rehearsed(world: &World) {
    let text = format!("{HEAD}\n李建国,{OTHER_NUMBER},15400000002,光华里社区,,,,,,,\n");
    let (status, page) = upload(world, &world.clerk, &text).await;
    assert!(status == StatusCode::OK && confirm(&page).is_some(), "{page}");
}

fn confirm(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("action=\"/people/import/")?;
    Some(format!("/people/import/{}", rest.split('"').next()?))
}

#[test]
fn an_import_is_rehearsed_and_then_done_whole() {
    on_both(&async |world: &World| {
        world.take_in(&world.clerk, somebody()).await;
        let text = format!(
            "{HEAD}\n王秀英,{NUMBER},15400000001,永安里东社区,,,,,,,\n\
             李建国,{OTHER_NUMBER},15400000002,光华里社区,,大专,保洁员,摸底,2026/1/4,是,退役军人、高校毕业生\n\
             赵敏,110105199001010037,15400000003,,朝外街道,本科,,网络,,否,\n"
        );
        let (status, page) = upload(world, &world.clerk, &text).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        for words in ["已有档案", "新建档案", "确认导入 2 人", "还没有保存"] {
            assert!(page.contains(words), "{words} {page}");
        }
        assert!(!page.contains(OTHER_NUMBER), "numbers are masked");
        let (_, list) = world.get(&world.clerk, "/people").await;
        assert!(!list.contains("李建国"), "a rehearsal stores nobody");
        let path = confirm(&page).expect("something to confirm");
        let (status, _) = world.post(&world.head, &path, &[("_once", "h")]).await;
        assert_eq!(status, StatusCode::CONFLICT, "another's import");
        let (status, to) = world.post(&world.clerk, &path, &[("_once", "i")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
        let (_, again) = world.post(&world.clerk, &path, &[("_once", "i")]).await;
        assert_eq!(again, to, "a double click imports once");
        let (status, _) = world.post(&world.clerk, &path, &[("_once", "j")]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        let (_, list) = world.get(&world.clerk, "/people?group=graduate").await;
        assert!(
            list.contains("李建国") && list.contains("光华里社区") && list.contains("求职登记")
        );
        let (_, list) = world.get(&world.clerk, "/people").await;
        assert!(list.contains("赵敏") && list.contains("朝外街道"));
    });
}

#[test]
fn one_wrong_row_keeps_all_out_and_is_told_by_column() {
    on_both(&async |world: &World| {
        let text = format!(
            "{HEAD}\n王秀英,{NUMBER},15400000001,永安里东社区,,,,,,,\n\
             李建国,1.10105E+17,15400000002,永安里东社区,,,,,,,\n\
             赵敏,110105199001010038,1540,月球社区,,幼儿园,保洁员,,2027-01-01,,超人\n\
             =1+1,110105198506150022,15400000004,永安里东社区,,,,,,,\n\
             王秀芳,{NUMBER},15400000005,永安里东社区,,,,,,,\n"
        );
        let (status, page) = upload(world, &world.clerk, &text).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        for words in [
            "有 4 行要先改正",
            "科学记数法",
            "校验",
            "本街道没有“月球社区”",
            "没有“幼儿园”",
            "没有“超人”这一群体",
            "采集日期",
            "像是公式",
            "与第 2 行相同",
        ] {
            assert!(page.contains(words), "{words} {page}");
        }
        assert_eq!(confirm(&page), None);
        let (_, list) = world.get(&world.clerk, "/people").await;
        assert!(!list.contains("王秀英"));
        let (status, page) = upload(world, &world.clerk, "甲,乙\n1,2\n").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("缺少表头：姓名、证件号码、联系电话"));
        let (status, _) = upload(world, &world.officer, &text).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = world.get(&world.clerk, "/people/import/template").await;
        assert_eq!(status, StatusCode::OK);
    });
}

#[test]
fn who_came_meanwhile_is_not_brought_in_twice() {
    on_both(&async |world: &World| {
        let text = format!(
            "姓名*,证件种类,证件号码,联系电话,社区(村)\n王秀英,居民身份证,{NUMBER},15400000001,永安里东\n"
        );
        let (_, page) = upload(world, &world.clerk, &text).await;
        let path = confirm(&page).expect("something to confirm");
        world.take_in(&world.officer, somebody()).await;
        let (status, page) = world.post(&world.clerk, &path, &[("_once", "i")]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(page.contains("第 2 行") && page.contains("已有档案"), "{page}");
        let mut other = somebody();
        other.new.particulars.number = OTHER_NUMBER.to_owned();
        let text = format!("{HEAD}\n李建国,{OTHER_NUMBER},15400000009,永安里东社区,,,,,,,\n");
        let (_, page) = upload(world, &world.clerk, &text).await;
        let path = confirm(&page).expect("something to confirm");
        world.clock.advance_seconds(3_601);
        let (status, page) = world.post(&world.clerk, &path, &[("_once", "k")]).await;
        assert_eq!(status, StatusCode::CONFLICT);
        assert!(page.contains("超过一小时"));
    });
}
