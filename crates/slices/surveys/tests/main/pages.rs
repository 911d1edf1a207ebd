//! The pages: what they show, what they lead to, and that nothing sealed leaks.

use axum::http::StatusCode;
use rules::Kind;
use store::{StoreError, seal};
use street::{DISTRICT, STREET, World};

use crate::world::{SECRET, in_hardship, on_both, owed, round, today};

#[test]
fn a_survey_is_two_fields_and_a_sentence() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let path = format!("/people/{person}/survey");
        let general = format!("/people/{person}/record/surveyed?_back=/surveys/list");
        let led = world.get("officer", &general).await;
        assert_eq!(led.location, Some(format!("{path}?_back=/surveys/list")));
        let from = led.location.expect("a place");
        let changes = [("method", "visit"), ("answer", "willing"), ("words", SECRET)];
        let sent = world.fill("officer", &from, &changes).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        assert_eq!(sent.location.as_deref(), Some("/surveys/list"));
        assert!(!sent.cookies.contains(SECRET) && !sent.cookies.contains("人A1"));
        assert!(owed(world, person).await.0.is_some());
        let shown = world.get("officer", &path).await;
        assert!(
            shown.words().contains("2026-01-19")
                && shown.words().contains("有就业意愿，暂不进行求职登记")
        );
        assert!(!shown.text.contains(SECRET), "what was said stands in the file");

        let again = world.fill("officer", &path, &[("method", "phone"), ("answer", "unwilling")]);
        let again = again.await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.words().contains("请选择具体原因"));
        let wrong = [
            ("method", "phone"),
            ("answer", "willing"),
            ("planned_on", "2026-01-31"),
            ("planned_why", "约好"),
        ];
        let wrong = world.fill("officer", &path, &wrong).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("2026-01-06 至 2026-01-19"), "{}", wrong.words());
        let planned = [("planned_on", "2026-01-08"), ("planned_why", "本人约定")];
        let planned = world.fill("officer", &format!("{path}/plan"), &planned).await;
        assert_eq!(planned.location, Some(path.clone()), "{}", planned.words());
        let listed = world.get("officer", "/surveys/list").await;
        assert!(
            listed.words().contains("2026-01-08") && listed.words().contains("期限 2026-01-19")
        );
    });
}

/// BJ18-21(2): how willingness changes is to be seen, and for which reason there was none.
#[test]
fn whoever_asks_again_sees_the_reason_that_was_given_before() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let path = format!("/people/{person}/survey");
        let reason = "<small>照料子女</small>";
        assert!(!world.get("officer", &path).await.text.contains(reason));
        let unwilling = [
            ("method", "phone"),
            ("answer", "unwilling"),
            ("reason", "照料子女"),
            ("words", SECRET),
        ];
        world.fill("officer", &path, &unwilling).await.done();
        let shown = world.get("officer", &path).await;
        assert!(shown.text.contains(reason), "{}", shown.words());
        assert!(!shown.text.contains(SECRET), "their own words stand in the file");
    });
}

#[test]
fn a_try_is_noted_from_the_same_page_and_is_no_survey() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let path = format!("/people/{person}/survey/attempt");
        let pairs: Vec<(String, String)> = [
            ("_once", "k1"),
            ("method", "phone"),
            ("outcome", "wrong_number"),
            ("words", "号主不认识本人"),
            ("on", "2026-01-05"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        for _ in 0..2 {
            let sent = world.post("officer", &path, &pairs).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        }
        let shown = world.get("officer", &format!("/people/{person}/survey")).await;
        assert_eq!(shown.words().matches("号主不认识本人").count(), 1, "sent twice, noted once");
        assert_eq!(world.history(person).await.len(), 1);
    });
}

#[test]
fn what_was_corrected_is_made_again_with_everything_filled_in() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let path = format!("/people/{person}/survey");
        let changes = [
            ("method", "visit"),
            ("answer", "unwilling"),
            ("reason", "等待退休"),
            ("words", "再等两年"),
        ];
        world.fill("officer", &path, &changes).await;
        let ledger = world.history(person).await;
        let wrong = ledger.iter().find(|past| past.kind == Kind::Surveyed).expect("a survey").id;
        let like = format!("{path}?like={wrong}");
        let (_, pairs) = world.get("officer", &like).await.form(&[]);
        for (name, value) in changes {
            let same = (name.to_owned(), value.to_owned());
            assert!(pairs.contains(&same), "{name}: {pairs:?}");
        }
    });
}

#[test]
fn a_head_opens_a_round_reads_its_picture_and_closes_it() {
    on_both(&async |world: &World| {
        in_hardship(world, "A1").await;
        let opened = world.fill("chief", "/surveys", &[("name", "春季摸查")]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.words());
        let path = opened.location.expect("a place");
        let shown = world.get("chief", &path).await;
        assert!(shown.words().contains("春季摸查") && shown.words().contains("未摸查"));
        assert!(shown.text.contains(&format!("area={STREET}")), "down to the street");
        let street = world.get("chief", &format!("{path}?area={STREET}")).await;
        assert!(street.text.contains(&format!("area={STREET}&#38;place={}", STREET + 1)));
        let people = format!("{path}/people?area={STREET}&place={}&figure=target", STREET + 1);
        assert!(world.get("head", &people).await.words().contains("人A1"));
        let overview = world.get("head", "/surveys").await;
        assert!(overview.words().contains("春季摸查") && overview.words().contains("零就业家庭"));
        assert!(!overview.words().contains("结束春季"), "the district's to close");
        let once = [("_once".to_owned(), "k2".to_owned())];
        let closed = world.post("head", &format!("{path}/close"), &once).await;
        assert_eq!(closed.status, StatusCode::FORBIDDEN);
        let closed = world.post("chief", &format!("{path}/close"), &once).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER);
        assert!(world.get("chief", &path).await.words().contains("已经结束"));
        let missing = world.get("chief", "/surveys/0190aaaa-0000-7000-8000-000000000000").await;
        assert_eq!(missing.status, StatusCode::FORBIDDEN, "nothing is said of what is not there");
    });
}

#[test]
fn a_demand_file_is_filled_in_compared_and_printed() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let path = format!("/people/{person}/demand-file");
        let general = format!("/people/{person}/record/demand_file_opened");
        assert_eq!(world.get("officer", &general).await.location, Some(path.clone()));
        let nothing = world.get("officer", &format!("{path}/print")).await;
        assert_eq!(nothing.status, StatusCode::CONFLICT);
        let shown = world.get("officer", &path).await;
        let (_, pairs) = shown.form(&[]);
        assert!(pairs.contains(&("wanted_work".to_owned(), "保洁".to_owned())), "prefilled");
        for (health, services) in [("不能久站", "training"), ("不能上夜班", "policy")] {
            let changes = [("health", health), ("services", services)];
            let sent = world.fill("officer", &path, &changes).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        }
        let same = world.fill("officer", &path, &[]).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
        let compared = world.get("officer", &format!("{path}?before=1&after=2")).await;
        for words in ["不能久站", "不能上夜班", "职业技能培训", "政策咨询与落实", "有变动"]
        {
            assert!(compared.words().contains(words), "{words}");
        }
        let printed = world.get("officer", &format!("{path}/print")).await.words();
        assert!(printed.contains("不能上夜班") && printed.contains("本人签名"));
        assert!(!printed.contains("不能久站"));
        // Whoever supervises reads and writes nothing.
        let read = world.get("chief", &path).await;
        assert!(read.words().contains("不能上夜班") && !read.text.contains("保存为新的一版"));
    });
}

#[test]
fn a_district_manages_its_groups_on_a_page() {
    on_both(&async |world: &World| {
        let changes = [("name", "转岗职工"), ("document", "示人社发〔2026〕1 号")];
        let sent = world.fill("chief", "/surveys/groups", &changes).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.words());
        let shown = world.get("chief", "/surveys/groups").await;
        assert!(shown.words().contains("转岗职工") && shown.words().contains("示范区"));
        assert!(shown.text.contains("今天起终止"));
        let below = world.get("head", "/surveys/groups").await;
        assert!(below.words().contains("转岗职工") && !below.text.contains("今天起终止"));
        let (_, rest) = shown.text.split_once("/surveys/groups/").expect("a button");
        let group = &rest[..36];
        let once = [("_once".to_owned(), "k3".to_owned())];
        let ended = world.post("chief", &format!("/surveys/groups/{group}/end"), &once).await;
        assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.words());
        assert!(
            world.get("chief", "/surveys/groups").await.words().contains(&today(world).to_string())
        );
    });
}

#[test]
fn a_list_can_be_printed_and_shows_numbers_masked() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let round = round(world, "chief", DISTRICT).await;
        let printed = world.get("head", &format!("/surveys/{round}/list?print=1")).await;
        assert!(
            printed.words().contains("结果（手写）") && printed.text.contains(&person.to_string())
        );
        assert!(!printed.text.contains("13800138000") && printed.words().contains("138****8000"));
        let reached = world.get("head", &format!("/surveys/{round}/list?reached=yes")).await;
        assert!(!reached.text.contains(&person.to_string()));
        let elsewhere =
            world.get("head", &format!("/surveys/{round}/list?community={}", STREET + 2)).await;
        assert!(!elsewhere.text.contains(&person.to_string()));
    });
}

#[test]
fn a_printed_list_is_taken_out_by_whoever_may_and_each_file_knows_it() {
    on_both(&async |world: &World| {
        let person = in_hardship(world, "A1").await;
        let round = round(world, "chief", DISTRICT).await;
        let list = format!("/surveys/{round}/list");
        let taken_out = async || {
            let desk = world.desk.clone();
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
                subjects::readings_of(tx, &key.expect("a key"), person, 50).await
            });
            let readings = read.await.expect("read");
            let export = access::Action::Export.term();
            readings.iter().filter(|reading| reading.purpose == export).count()
        };
        // A clerk reads the office's list and takes it out in no form.
        let all = format!("{list}?area={STREET}&officer=all");
        let shown = world.get("clerk", &all).await;
        assert!(shown.text.contains(&person.to_string()) && !shown.words().contains("打印名单"));
        for form in ["print=1", "format=xlsx"] {
            let shown = world.get("clerk", &format!("{all}&{form}")).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{form}");
        }
        assert_eq!(taken_out().await, 0);
        // An officer prints their own people, a head the office's.
        assert!(world.get("officer", &list).await.words().contains("打印名单"));
        for (number, user) in [(1, "officer"), (2, "head")] {
            let shown = world.get(user, &format!("{list}?print=1")).await;
            assert!(shown.text.contains(&person.to_string()), "{user}");
            assert_eq!(taken_out().await, number, "{user}");
        }
    });
}

#[test]
fn a_page_behind_the_last_is_empty_and_nothing_breaks() {
    on_both(&async |world: &World| {
        // More than stand on a page.
        for number in 0..101 {
            in_hardship(world, &format!("A{number}")).await;
        }
        let round = round(world, "chief", DISTRICT).await;
        for path in ["list", "people"] {
            let path = format!("/surveys/{round}/{path}?from=18446744073709551615");
            assert_eq!(world.get("head", &path).await.status, StatusCode::OK, "{path}");
        }
    });
}
