//! Looking for people.

use axum::http::StatusCode;

use crate::world::{NUMBER, OTHER_NUMBER, World, on_both, somebody};

#[test]
fn people_are_found_by_all_that_is_known_of_them() {
    on_both(&async |world: &World| {
        let mut intake = somebody();
        intake.new.name = "单秀英".to_owned();
        let subject = world.take_in(&world.clerk, intake).await;
        let path = format!("/people/{subject}");
        for query in [
            "%E5%8D%95%E7%A7%80%E8%8B%B1", // 单秀英
            "%E5%8D%95%E7%A7%80",          // 单秀
            "%E5%8D%95xy",                 // 单xy
            "sxy",
            "SX",
            NUMBER,
            "15400000001",
            "P1",
            "p00000001",
        ] {
            let (status, page) = world.get(&world.clerk, &format!("/people?q={query}")).await;
            assert_eq!(status, StatusCode::OK);
            assert!(page.contains(&path), "{query}");
            assert!(page.contains("11**************2X"), "masked: {query}");
            assert!(!page.contains(NUMBER) || query == NUMBER, "{query}");
        }
        for query in ["dxy", "15400000002", "P2"] {
            let (_, page) = world.get(&world.clerk, &format!("/people?q={query}")).await;
            assert!(!page.contains(&path) && page.contains("没有查到"), "{query}");
        }
        for query in ["w", "1540000"] {
            let (status, page) = world.get(&world.clerk, &format!("/people?q={query}")).await;
            assert_eq!(status, StatusCode::OK);
            assert!(page.contains("请"), "{query}");
        }
    });
}

#[test]
fn of_somebody_elsewhere_only_the_office_is_told() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        for query in [NUMBER, "15400000001", "P1"] {
            let (_, page) = world.get(&world.stranger, &format!("/people?q={query}")).await;
            assert!(page.contains("在示范街道有档案"), "{query}");
            assert!(page.contains("机构电话") && page.contains("由该机构核实后在系统中申请划转"));
            assert!(page.contains("王**") && !page.contains("秀英"), "{query}");
            assert!(!page.contains(&subject.to_string()) && !page.contains("002X</"), "{query}");
        }
        // Initials name nobody in particular.
        let (_, page) = world.get(&world.stranger, "/people?q=wxy").await;
        assert!(!page.contains("王**") && page.contains("没有查到"));
        let (_, page) = world.get(&world.inspector, "/people?q=wxy").await;
        assert!(page.contains("王秀英"), "an inspector of the district sees the street's");
        let (status, _) = world.get(&world.administrator, "/people?q=wxy").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn lists_show_whom_one_answers_for_and_filters_hold() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.officer, somebody()).await;
        let path = format!("/people/{subject}");
        for (actor, address, is_seen) in [
            (&world.officer, "/people", true),
            (&world.clerk, "/people", true),
            (&world.head, "/people?standing=s", true),
            (&world.head, "/people?standing=h", false),
            (&world.head, "/people?group=veteran", true),
            (&world.head, "/people?group=graduate", false),
            (&world.head, "/people?level=3", false),
            (&world.inspector, "/people", true),
            (&world.stranger, "/people", false),
            // They live in the community that she looks after.
            (&world.assistant, "/people", true),
        ] {
            let (status, page) = world.get(actor, address).await;
            assert_eq!(status, StatusCode::OK, "{} {address}", actor.name);
            assert_eq!(page.contains(&path), is_seen, "{} {address}", actor.name);
            assert!(!page.contains(NUMBER) && !page.contains("15400000001"));
        }
        let mut below = somebody();
        below.new.name = "李建国".to_owned();
        below.new.particulars.number = OTHER_NUMBER.to_owned();
        below.new.particulars.phone = String::new();
        let below = world.take_in(&world.assistant, below).await;
        let (_, page) = world.get(&world.assistant, "/people").await;
        assert!(page.contains(&below.to_string()), "whom an assistant took in for the street");
        let officer = format!("/people?officer={}", world.officer.id);
        assert!(world.get(&world.head, &officer).await.1.contains(&path));
        let other = format!("/people?officer={}", world.clerk.id);
        assert!(!world.get(&world.head, &other).await.1.contains(&path));
        let (status, _) = world.get(&world.head, "/people?format=xlsx").await;
        assert_eq!(status, StatusCode::OK);
    });
}

#[test]
fn a_search_can_be_gone_back_to_and_its_address_tells_nothing() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        for words in [NUMBER, "王秀英", "15400000001"] {
            let (status, to) = world.post(&world.clerk, "/people", &[("q", words)]).await;
            assert_eq!(status, StatusCode::SEE_OTHER);
            assert!(to.starts_with("/people?found=") && !to.contains(words), "{to}");
            for _ in 0..2 {
                let (status, page) = world.get(&world.clerk, &to).await;
                assert_eq!(status, StatusCode::OK);
                assert!(page.contains(&format!("/people/{subject}")), "{words}");
                assert!(page.contains(&format!("value=\"{words}\"")), "the box says it: {page}");
            }
            let mut other = to.clone();
            let last = if other.pop() == Some('0') { '1' } else { '0' };
            other.push(last);
            for (actor, address) in [(&world.head, &to), (&world.clerk, &other)] {
                let (status, page) = world.get(actor, address).await;
                assert_eq!(status, StatusCode::OK);
                assert!(page.contains("请在页首的搜索框重新查找") && !page.contains(words));
            }
        }
        let (_, to) = world.post(&world.clerk, "/people", &[("q", NUMBER)]).await;
        world.clock.advance_seconds(10 * 3_600 + 1);
        let (_, page) = world.get(&world.clerk, &to).await;
        assert!(page.contains("请在页首的搜索框重新查找"), "after a day it is forgotten");
    });
}

#[test]
fn what_was_searched_for_in_vain_stands_in_the_form() {
    on_both(&async |world: &World| {
        for (words, name) in
            [(NUMBER, "number"), ("单秀英", "name"), ("15400000001", "phone"), ("dxy", "")]
        {
            let (_, to) = world.post(&world.clerk, "/people", &[("q", words)]).await;
            let (_, page) = world.get(&world.clerk, &to).await;
            assert!(page.contains("没有查到"), "{words}");
            let (_, rest) = page.split_once("href=\"/people/new?").expect("a way to a new file");
            let query = rest.split('"').next().expect("an address");
            let (status, page) = world.get(&world.clerk, &format!("/people/new?{query}")).await;
            assert_eq!(status, StatusCode::OK);
            let filled: Vec<&str> = page
                .split("<input")
                .filter(|input| input.contains(&format!("value=\"{words}\"")))
                .collect();
            if name.is_empty() {
                assert!(filled.is_empty(), "initials are no name: {filled:?}");
            } else {
                assert_eq!(filled.len(), 1, "{words}");
                assert!(filled[0].contains(&format!("name=\"{name}\"")), "{words}: {filled:?}");
            }
        }
    });
}

#[test]
fn of_whom_one_may_not_read_only_the_office_is_told_in_the_same_office_too() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let street: &street::World = world;
        street.hire("enterprise", crate::world::STREET, access::Role::EnterpriseOfficer).await;
        street.hire("upstairs", street::DISTRICT, access::Role::FrontDeskClerk).await;
        for user in ["enterprise", "upstairs"] {
            for query in [NUMBER, "15400000001", "P1", "wxy"] {
                let to = street.get(user, &format!("/people?q={query}")).await.location;
                let page = street.get(user, &to.expect("an address that tells nothing")).await.text;
                let page = page.replace(&format!("value=\"{query}\""), "");
                assert!(page.contains("在示范街道有档案"), "{user} {query}: {page}");
                assert!(page.contains("王**") && !page.contains("秀英"), "{user} {query}");
                for kept in
                    [&*subject.to_string(), "求职登记", "2X<", "76 岁", "永安里", "P00000001"]
                {
                    assert!(!page.contains(kept), "{user} {query} {kept}: {page}");
                }
            }
        }
        let mut occasion = world.occasion(&world.clerk);
        occasion.actor.roles = vec![access::Role::EnterpriseOfficer];
        let desk = world.desk.clone();
        let read = world
            .desk
            .db
            .read(async move |tx| seekers::find(tx, &desk, &occasion, "15400000001").await);
        let hits = read.await.expect("found").hits;
        assert_eq!(hits.len(), 1);
        assert!(hits[0].details.is_none() && hits[0].name == "王**", "{:?}", hits[0]);
    });
}

#[test]
fn what_differs_in_a_file_that_may_be_theirs_is_told_masked() {
    on_both(&async |world: &World| {
        world.take_in(&world.clerk, somebody()).await;
        let mut new = somebody().new;
        let told = &mut new.particulars;
        OTHER_NUMBER.clone_into(&mut told.number);
        "15400000077".clone_into(&mut told.phone);
        "永安里9号楼1单元".clone_into(&mut told.address);
        let (desk, occasion) = (world.desk.clone(), world.occasion(&world.clerk));
        let read = world.desk.db.read::<_, _, store::StoreError>(async move |tx| {
            seekers::likely(tx, &desk, &occasion, &new).await
        });
        let likely = read.await.expect("looked");
        let differs = &likely[0].differs;
        assert_eq!(
            *differs,
            [
                ("证件号码", "11**************2X".to_owned()),
                ("联系电话", "154****0001".to_owned()),
                ("居住地址", "永安里**号楼*单元".to_owned()),
            ]
        );
    });
}

/// Where the pager of a page leads.
fn pager(page: &str, rel: &str) -> Option<String> {
    let (_, after) = page.split_once(&format!("rel=\"{rel}\" href=\""))?;
    Some(after.split('"').next()?.replace("&#38;", "&"))
}

#[test]
fn whoever_turns_pages_comes_back_to_where_they_were_with_what_was_narrowed() {
    on_both(&async |world: &World| {
        let mut all = Vec::new();
        for at in 0..103 {
            let mut new = somebody();
            new.new.name = format!("翻页{at}");
            new.new.particulars.number = String::new();
            new.new.particulars.phone = String::new();
            all.push(world.take_in(&world.officer, new).await.to_string());
        }
        all.reverse();
        let on = |page: &str| -> Vec<usize> {
            let whose = |id: &String| page.contains(&format!("/people/{id}\""));
            all.iter().enumerate().filter(|(_, id)| whose(id)).map(|(at, _)| at).collect()
        };
        let first = format!("/people?officer={}&level=0", world.officer.id);
        let (_, page) = world.get(&world.head, &first).await;
        assert!(pager(&page, "prev").is_none());
        assert_eq!(on(&page), (0..50).collect::<Vec<_>>());
        let (_, second) = world.get(&world.head, &pager(&page, "next").expect("more")).await;
        assert_eq!(on(&second), (50..100).collect::<Vec<_>>());
        let (_, third) = world.get(&world.head, &pager(&second, "next").expect("more")).await;
        assert_eq!(on(&third), (100..103).collect::<Vec<_>>());
        assert!(pager(&third, "next").is_none());
        let back = pager(&third, "prev").expect("the page before");
        let officer = format!("officer={}", world.officer.id);
        assert!(back.contains(&officer) && back.contains("level=0"), "{back}");
        let (_, page) = world.get(&world.head, &back).await;
        assert_eq!(on(&page), (50..100).collect::<Vec<_>>(), "not the first page");
        let (_, page) = world.get(&world.head, &pager(&page, "prev").expect("more")).await;
        assert_eq!(on(&page), (0..50).collect::<Vec<_>>());
        assert!(pager(&page, "prev").is_none(), "nobody is before the first");
        let (_, page) = world.get(&world.head, &pager(&page, "next").expect("more")).await;
        assert_eq!(on(&page), (50..100).collect::<Vec<_>>());
    });
}

#[test]
fn what_somebody_types_into_an_address_does_not_stay_there() {
    on_both(&async |world: &World| {
        let subject = world.take_in(&world.clerk, somebody()).await;
        let street: &street::World = world;
        for words in
            [NUMBER, "%E7%8E%8B%E7%A7%80%E8%8B%B1", "15400000001", "%22%3E%3Cscript%3E", "%", ""]
        {
            let shown = street.get("clerk", &format!("/people?q={words}&standing=s")).await;
            if words.is_empty() {
                continue;
            }
            assert_eq!(shown.status, StatusCode::SEE_OTHER, "{words}");
            let to = shown.location.expect("an address");
            assert!(to.starts_with("/people?found="), "{to}");
            assert!(words.len() < 2 || !to.contains(words), "{to}");
            let (status, page) = world.get(&world.clerk, &to).await;
            assert_eq!(status, StatusCode::OK);
            assert!(!page.contains("\"><script>"));
        }
        // Nothing that no filter knows is carried on, and what is carried on is escaped.
        let rubbish =
            format!("/people?officer=all&name={NUMBER}&standing=%22%3E%3Cmarquee%3E%26office%3D1");
        let (status, page) = world.get(&world.clerk, &rubbish).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains(&format!("/people/{subject}")));
        assert!(!page.contains("<marquee"), "{page}");
        let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(links.into_iter().all(|link| !link.contains(NUMBER)), "{page}");
        let (_, page) = world.get(&world.head, &format!("{rubbish}&before=x&back=y&level=z")).await;
        let export = page.split("href=\"/people?").find(|link| link.contains("format=xlsx"));
        let export = export.and_then(|link| link.split('"').next()).expect("a workbook");
        assert!(!export.contains('<') && !export.contains("name="), "{export}");
        assert!(export.contains("standing=%22%3E%3Cmarquee%3E%26office%3D1"), "{export}");
    });
}
