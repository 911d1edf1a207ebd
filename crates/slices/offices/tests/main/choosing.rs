//! Choosing an office: from a list under the streets while it is short, by typing some of its name among hundreds.

use axum::http::StatusCode;
use offices::NewOffice;
use store::StoreError;
use testkit::SeededEntropy;

use crate::world::{BESIDE, START, STREET, World, on_both};

/// Opens the offices of so many more streets of the district.
async fn open_streets(world: &World, number: i64) {
    let opened = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let entropy = SeededEntropy::new(77);
        for at in 0..number {
            let new = NewOffice {
                code: 110_105_100_000 + at * 1_000,
                name: format!("第{at}街道公共就业服务所"),
                address: String::new(),
                phone: String::new(),
                opened_on: web::day_of(START),
            };
            offices::found(tx, &new, START, &entropy).await?;
        }
        Ok(())
    });
    opened.await.expect("opened");
}

#[test]
fn a_short_list_stands_under_the_streets_and_a_long_one_is_typed_into() {
    on_both(&async |world: &World| {
        let mut system = world.signed_in("system").await;
        let page = system.get("/staff/new").await.body;
        let select = page.split("<select").nth(1).expect("a list").split("</select>").next();
        let select = select.expect("its end");
        assert!(select.contains("<optgroup label="), "{select}");
        assert_eq!(select.matches("<optgroup").count(), select.matches("</optgroup>").count());
        open_streets(world, 60).await;
        let page = system.get("/staff/new").await.body;
        assert!(!page.contains("<select") && page.contains("<datalist"), "{page}");
        assert!(page.contains("第59街道公共就业服务所"));
        let new = |office: &'static str, user: &'static str| {
            [("office", office), ("name", "陈新"), ("user_name", user)]
        };
        for (typed, words) in [
            ("第7", "第7街道公共就业服务所"),
            ("第5街道", "初始密码"),
            ("街道公共就业服务所", "有几个机构的名称都含这几个字"),
            ("海淀", "没有这个机构"),
        ] {
            let answer = system.post("/staff/new", &new(typed, "chen.xin")).await;
            assert!(answer.body.contains(words), "{typed}: {}", answer.body);
            if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
                assert!(answer.body.contains(&format!("value=\"{typed}\"")), "{typed} is kept");
            }
        }
        // What an older page sends, and what stands in the field when somebody's account is changed, is understood.
        let clerk = format!("/staff/{}/edit", world.staff("clerk"));
        let page = system.get(&clerk).await.body;
        let held =
            page.split("name=\"office\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
        let held = held.and_then(|rest| rest.split('"').next()).expect("an office").to_owned();
        let kept = [("name", "王前"), ("office", held.as_str())];
        let answer = system.post(&clerk, &kept).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{held}: {}", answer.body);
        assert_eq!(world.actor("clerk").await.expect("here").area.first, STREET);
        let beside = world.office(BESIDE).to_string();
        let moved = [("name", "王前台"), ("office", beside.as_str())];
        assert_eq!(system.post(&clerk, &moved).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.actor("clerk").await.expect("here").area.first, BESIDE);
    });
}
