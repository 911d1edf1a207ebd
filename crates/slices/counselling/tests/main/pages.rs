//! The pages, as a browser without a script meets them.

use axum::http::StatusCode;

use crate::world::{Answer, STREET, World, on_both};

/// Gives the key that a page's first form makes sure of "once" with.
fn key(answer: &Answer) -> String {
    let at = answer.body.find("name=\"_once\" value=\"").expect("a form") + 20;
    answer.body[at..at + 32].to_owned()
}

/// A key of 32 digits as a page would have given.
pub(crate) fn made_key(number: u32) -> String {
    format!("{number:032x}")
}

async fn booked(world: &World, subject: store::SubjectId, slot: &str) -> Answer {
    let (subject, staff) = (subject.to_string(), world.staff("zhao").to_string());
    let key = made_key(slot.bytes().map(u32::from).sum());
    let fields = [
        ("_once", key.as_str()),
        ("subject", subject.as_str()),
        ("staff", staff.as_str()),
        ("minutes", "30"),
        ("slot", slot),
        ("form", "general"),
        ("channel", "counter"),
        ("note", "想转行做电工"),
    ];
    world.post("clerk", "/counselling/book", &fields).await
}

#[test]
fn an_appointment_is_booked_held_and_listed() {
    on_both(&async |world| {
        let subject = world.person("张三丰", STREET).await;
        let page = world.get("clerk", &format!("/counselling/book?subject={subject}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        for words in ["为张三丰预约", "双井街道社保所有 2 位职业指导员", "国庆节放假", "09:00"]
        {
            assert!(page.body.contains(words), "{words}");
        }
        assert!(page.body.contains("value=\"2026-09-30T09:00\" checked"), "the earliest is chosen");
        let answer = booked(world, subject, "2026-10-08T09:30").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let path = answer.location.clone().expect("the appointment");
        let again = booked(world, subject, "2026-10-08T09:30").await;
        assert_eq!(again.location.as_ref(), Some(&path), "sent twice, booked once");
        assert_eq!(world.live().await.len(), 1);
        let done = answer
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|cookie| cookie.to_str().expect("text").contains("leye_done"));
        assert!(done);
        let page = world.get("zhao", &path).await;
        for words in [
            "张三丰",
            "2026-10-08（周四） 09:30-10:00",
            "想转行做电工",
            "已约定",
            "开始后，在这里登记结果",
        ] {
            assert!(page.body.contains(words), "{words}");
        }
        world.go_to("2026-10-08", 10);
        let list = world.get("zhao", "/counselling").await;
        assert!(list.body.contains("张三丰") && list.body.contains("登记结果"), "{}", list.body);
        let to = format!("{path}/hold");
        let key = made_key(7);
        let short = [
            ("_once", key.as_str()),
            ("form", "special"),
            ("channel", "counter"),
            ("words", "商定参加培训"),
        ];
        let incomplete = world.post("zhao", &to, &short).await;
        assert_eq!(incomplete.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            incomplete.body.contains("请选择是否具备上岗条件")
                && incomplete.body.contains("商定参加培训")
        );
        let whole = [&short[..], &[("ready", "yes")]].concat();
        for _ in 0..2 {
            let held = world.post("zhao", &to, &whole).await;
            assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.body);
        }
        let read = world
            .desk
            .db
            .read::<_, _, store::StoreError>(async move |tx| subjects::facts_of(tx, subject).await);
        assert_eq!(read.await.expect("read").entries().len(), 2, "sent twice, recorded once");
        let page = world.get("zhao", &path).await;
        assert!(page.body.contains("已完成") && page.body.contains("已记入服务台账"));
    });
}

#[test]
fn whoever_comes_second_sees_the_form_again_with_what_is_free() {
    on_both(&async |world| {
        let first = world.person("张三丰", STREET).await;
        let second = world.person("李四光", STREET).await;
        booked(world, first, "2026-10-08T09:30").await;
        let fields_of = second.to_string();
        let staff = world.staff("zhao").to_string();
        let key = made_key(1);
        let fields = [
            ("_once", key.as_str()),
            ("subject", fields_of.as_str()),
            ("staff", staff.as_str()),
            ("minutes", "30"),
            ("from", "2026-10-08"),
            ("slot", "2026-10-08T09:30"),
            ("form", "special"),
            ("channel", "phone"),
            ("note", "想当护工"),
        ];
        let answer = world.post("clerk", "/counselling/book", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in
            ["这个时间已被约走；最近的空闲时间：2026-10-08（周四）09:00", "想当护工", "已满"]
        {
            assert!(answer.body.contains(words), "{words}");
        }
        let retry: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, if *name == "slot" { "2026-10-08T10:00" } else { *value }))
            .collect();
        let answer = world.post("clerk", "/counselling/book", &retry).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "the same key still serves: {}",
            answer.body
        );
    });
}

#[test]
fn a_wish_is_given_to_the_nearest_and_the_page_says_why() {
    on_both(&async |world| {
        let person = world.resident("张三丰", STREET, STREET + 3).await.to_string();
        let key = made_key(1);
        let fields = [
            ("_once", key.as_str()),
            ("subject", person.as_str()),
            ("minutes", "60"),
            ("form", "special"),
            ("channel", "online"),
        ];
        let path = world.post("clerk", "/counselling/wish", &fields).await.location.expect("noted");
        let list = world.get("clerk", "/counselling?view=requests").await;
        assert!(list.body.contains("张三丰") && list.body.contains("就近指定"));
        let to = format!("{path}/nearest");
        for _ in 0..2 {
            let key = made_key(2);
            let answer = world.post("clerk", &to, &[("_once", key.as_str())]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let page = world.get("clerk", &path).await;
        for words in ["2026-09-30（周三） 09:00-10:00", "按常住地就近就便指定", "网络"]
        {
            assert!(page.body.contains(words), "{words}");
        }
        assert_eq!(world.live().await.len(), 1);
    });
}

#[test]
fn strangers_learn_nothing() {
    on_both(&async |world| {
        let subject = world.person("张三丰", STREET).await;
        let answer = booked(world, subject, "2026-10-08T09:30").await;
        let path = answer.location.expect("the appointment");
        for stranger in ["neighbour", "auditor", "inspector"] {
            for path in [
                path.clone(),
                format!("{path}/move"),
                format!("/counselling/book?subject={subject}"),
                format!("/counselling/groups?subject={subject}"),
                format!("/people/{subject}/assessments"),
            ] {
                let page = world.get(stranger, &path).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{stranger} {path}");
                assert!(!page.body.contains("张三丰"), "{stranger} {path}");
            }
            let key = made_key(3);
            let fields = [("_once", key.as_str()), ("reason", "不来了")];
            let answer = world.post(stranger, &format!("{path}/cancel"), &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{stranger}");
        }
        assert_eq!(world.get("nobody", "/counselling").await.status, StatusCode::SEE_OTHER);
        for wrong in ["/counselling/x", "/people/x/assessments", "/counselling/groups/x"] {
            assert_eq!(world.get("clerk", wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let missing = format!("/counselling/{subject}");
        assert_eq!(world.get("clerk", &missing).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn hours_and_leave_are_set_on_a_page() {
    on_both(&async |world| {
        let page = world.get("clerk", "/counselling/hours").await;
        assert!(
            page.body.contains("还没有设置接待时间")
                && page.body.contains("09:00-11:30 13:30-17:00")
        );
        let key = key(&page);
        let wrong = [("_once", key.as_str()), ("mon", "9点到11点"), ("tue", "09:00-12:00")];
        let answer = world.post("clerk", "/counselling/hours", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.body.contains("周一：“9点到11点”不是时段")
                && answer.body.contains("09:00-12:00")
        );
        let right = [("_once", key.as_str()), ("mon", ""), ("tue", "09:00-12:00")];
        let answer = world.post("clerk", "/counselling/hours", &right).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let leave = made_key(2);
        let fields = [
            ("_once", leave.as_str()),
            ("first", "2026-10-12"),
            ("last", "2026-10-09"),
            ("cause", "annual"),
        ];
        let answer = world.post("clerk", "/counselling/hours/leave", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("请假的最后一天不能早于第一天"));
        let fields = [
            ("_once", leave.as_str()),
            ("first", "2026-10-12"),
            ("last", "2026-10-14"),
            ("cause", "annual"),
        ];
        let answer = world.post("clerk", "/counselling/hours/leave", &fields).await;
        assert_eq!(answer.location.as_deref(), Some("/counselling/hours"));
        let page = world.get("clerk", "/counselling/hours").await;
        assert!(page.body.contains("2026-10-14（周三）"));
    });
}

#[test]
fn an_assessment_is_taken_page_by_page_and_nothing_is_lost() {
    on_both(&async |world| {
        let subject = world.person("张三丰", STREET).await;
        let list = format!("/people/{subject}/assessments");
        let page = world.get("zhao", &list).await;
        assert!(page.body.contains("Armstrong") && page.body.contains("48 题"));
        let begin = made_key(1);
        let fields = [("_once", begin.as_str()), ("instrument", "interest-riasec")];
        let answers = world.post("zhao", &list, &fields).await.location.expect("the first page");
        let send = async |number: u32, page: &str, answers_of: &[(&str, &str)]| {
            let key = made_key(number);
            let fields = [&[("_once", key.as_str()), ("page", page)], answers_of].concat();
            world.post("zhao", &answers, &fields).await
        };
        let all: Vec<(&str, &str)> =
            ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q12"]
                .into_iter()
                .enumerate()
                .map(|(place, name)| (name, if place % 6 == 3 { "5" } else { "2" }))
                .collect();
        let part = send(2, "1", &all[..5]).await;
        assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(part.body.contains("第 6 题还没有回答；其余已保存"), "{}", part.body);
        let back = world.get("zhao", &answers).await;
        assert_eq!(back.body.matches(" checked").count(), 5, "what was answered is there");
        let on = send(3, "1", &all).await;
        assert!(on.location.expect("the next page").ends_with("?page=2"));
        // Straight to the last page, past the second and third.
        let early = send(4, "4", &all).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            early.body.contains("还有 24 题没有回答") && early.body.contains("13. "),
            "{}",
            early.body
        );
        for (number, page) in [(5, "2"), (6, "3")] {
            assert_eq!(send(number, page, &all).await.status, StatusCode::SEE_OTHER);
        }
        let result = send(7, "4", &all).await.location.expect("the result");
        let page = world.get("zhao", &result).await;
        for words in ["社会型（40 分）", "名次相同", "不是结论", "教学人员", "相差 24 分"]
        {
            assert!(page.body.contains(words), "{words}");
        }
        let page = world.get("zhao", &list).await;
        assert!(page.body.contains("已完成"), "it stands in the history");
    });
}

#[test]
fn a_list_is_taken_out_by_whoever_may() {
    on_both(&async |world| {
        let own = world.get("zhao", "/counselling?format=xlsx").await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(own.headers["content-type"].to_str().expect("text").contains("spreadsheetml"));
        let office = world.get("zhao", "/counselling?view=office&format=xlsx").await;
        assert_eq!(
            office.status,
            StatusCode::FORBIDDEN,
            "the office's list is the head's to take out"
        );
    });
}

#[test]
fn a_session_is_announced_joined_and_held_on_pages() {
    on_both(&async |world| {
        let subject = world.person("张三丰", STREET).await;
        let staff = world.staff("zhao").to_string();
        let key = made_key(1);
        let mut fields = vec![
            ("_once", key.as_str()),
            ("topic", "简历怎么写"),
            ("staff", staff.as_str()),
            ("day", "2026-10-05"),
            ("time", "14:00"),
            ("minutes", "60"),
            ("capacity", "10"),
        ];
        let holiday = world.post("zhao", "/counselling/groups", &fields).await;
        assert_eq!(holiday.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(holiday.body.contains("国庆节放假"));
        fields[3] = ("day", "2026-10-08");
        let path = world.post("zhao", "/counselling/groups", &fields).await.location.expect("made");
        let (key, person) = (made_key(2), subject.to_string());
        let fields = [("_once", key.as_str()), ("subject", person.as_str())];
        let joined = world.post("clerk", &format!("{path}/join"), &fields).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.body);
        world.go_to("2026-10-08", 15);
        let page = world.get("zhao", &path).await;
        assert!(page.body.contains("张三丰") && page.body.contains("登记到场和结果"));
        let stranger = world.get("neighbour", &path).await;
        assert!(!stranger.body.contains("张三丰") && stranger.body.contains("张**"));
        let key = made_key(3);
        let fields =
            [("_once", key.as_str()), ("came", person.as_str()), ("words", "逐份修改简历")];
        for _ in 0..2 {
            let held = world.post("zhao", &format!("{path}/hold"), &fields).await;
            assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.body);
        }
        assert!(world.get("zhao", &path).await.body.contains("已举办"));
    });
}
