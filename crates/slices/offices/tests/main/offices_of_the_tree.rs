//! Offices: found by others, opened in their place, amended, closed.

use access::Area;
use axum::http::StatusCode;
use store::StoreError;

use crate::world::{BESIDE, CITY, COMMUNITY, DISTRICT, STREET, on_both, on_both_with};

#[test]
fn offices_and_names_are_found_by_area_and_code() {
    on_both(&async |world| {
        let (district, street, names, staff) = world
            .desk
            .db
            .read::<_, _, StoreError>(async |tx| {
                Ok((
                    offices::offices_within(tx, Area::of_code(DISTRICT)).await?,
                    offices::office_by_code(tx, STREET).await?,
                    offices::office_names(tx, Area::of_code(STREET)).await?,
                    offices::staff_names(tx, Area::of_code(STREET)).await?,
                ))
            })
            .await
            .expect("read");
        let codes: Vec<i64> = district.iter().map(|office| office.code).collect();
        assert_eq!(codes, [DISTRICT, STREET, COMMUNITY, BESIDE]);
        let parents: Vec<_> = district.iter().map(|office| office.parent_id).collect();
        let (city, district) = (Some(world.office(CITY)), Some(world.office(DISTRICT)));
        assert_eq!(parents, [city, district, Some(world.office(STREET)), district]);
        let street = street.expect("an open office");
        assert_eq!(street.name, "双井街道社保所");
        assert_eq!(names.len(), 2);
        assert_eq!(staff[&world.staff("head")], "李负责");
        assert!(!staff.contains_key(&world.staff("neighbour")));
    });
}

#[test]
fn an_office_is_opened_once_in_its_place_and_not_elsewhere() {
    on_both(&async |world| {
        let mut system = world.signed_in("system").await;
        for (code, words) in [
            ("110105", "应为 12 位数字"),
            ("110105016000", "已有机构“双井街道社保所”"),
            ("110105043001", "没有找到上级机构"),
        ] {
            let answer = system.post("/offices/new", &[("code", code), ("name", "新")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
            assert!(answer.body.contains(words), "{code}: {}", answer.body);
        }
        let elsewhere = [("code", "110106000000"), ("name", "丰台区")];
        assert_eq!(system.post("/offices/new", &elsewhere).await.status, StatusCode::FORBIDDEN);
        let fields = [("code", "110105 001000"), ("name", "建外街道社保所"), ("_once", "one")];
        let first = system.post("/offices/new", &fields).await;
        let second = system.post("/offices/new", &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
        assert_eq!(first.location, second.location, "opened once");
        let path = first.location.expect("a path");
        let page = system.get(&path).await;
        assert!(page.body.contains("建外街道社保所") && page.body.contains("机构已设立"));
        assert!(page.body.contains("职业介绍、职业指导服务区"), "a zone that is still missing");

        let outlet = format!("{path}/outlets/new");
        let fields = [("name", "服务大厅"), ("address", "建外大街 1 号")];
        let without = system.post(&outlet, &fields).await;
        assert!(without.body.contains("请选择功能分区"), "{}", without.body);
        let mut fields = fields.to_vec();
        fields.push(("zones", "placement_and_guidance"));
        fields.push(("zones", "waiting"));
        assert_eq!(system.post(&outlet, &fields).await.status, StatusCode::SEE_OTHER);
        let page = system.get(&path).await;
        assert!(page.body.contains("服务等候区、职业介绍、职业指导服务区"), "{}", page.body);
        assert!(!page.body.contains("还应设置"), "nothing is missing any more");
    });
}

/// The name goes with what the divisions call the code, or it is asked back; what contradicts it is refused.
#[test]
fn an_office_whose_name_is_another_places_is_not_opened() {
    on_both(&async |world| {
        let mut system = world.signed_in("system").await;
        for (code, name, words) in [
            ("110105001000", "朝外街道社保所", "代码是北京市朝阳区建外街道"),
            ("110105001000", "朝阳区公共就业服务中心", "级别不一致"),
            (
                "110105016002",
                "劲松街道某某社区就业服务站",
                "代码是北京市朝阳区双井街道的社区（村）级",
            ),
        ] {
            let fields = [("code", code), ("name", name), ("_sure", "name|naming")];
            let answer = system.post("/offices/new", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(answer.body.contains(words), "{name}: {}", answer.body);
            assert!(!answer.body.contains("没有填错"), "there is nothing to mean: {name}");
        }
        // What only does not say where it is may be meant; that is said with the very name.
        let fields = [("code", "110105001000"), ("name", "第三就业服务所")];
        let asked = system.post("/offices/new", &fields).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("这一代码是北京市朝阳区建外街道"), "{}", asked.body);
        let sure = asked.body.split("name=\"_sure\"").nth(1).expect("a box to tick");
        let sure = sure.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let sure = sure.expect("its value").replace("&#124;", "|");
        let other = [("code", "110105001000"), ("name", "第四就业服务所"), ("_sure", &*sure)];
        let again = system.post("/offices/new", &other).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "another slip is asked anew");
        let fields = [fields[0], fields[1], ("_sure", &*sure)];
        let opened = system.post("/offices/new", &fields).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
        // Nor is it called another place's later.
        let edit = format!("{}/edit", opened.location.expect("a path"));
        let renamed = system.post(&edit, &[("name", "朝外街道社保所")]).await;
        assert!(renamed.body.contains("不是同一个地方"), "{}", renamed.body);
        let kept = system.post(&edit, &[("name", "第三就业服务所"), ("phone", "010-1")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "a name that stays is not asked about");
    });
}

#[test]
fn an_office_is_closed_when_nobody_works_in_it_or_below() {
    on_both(&async |world| {
        let mut system = world.signed_in("system").await;
        let path = |code| format!("/offices/{}/close", world.office(code));
        assert!(system.post(&path(STREET), &[]).await.body.contains("名在职人员"));
        assert!(system.post(&path(DISTRICT), &[]).await.body.contains("名在职人员"));
        assert_eq!(system.post(&path(CITY), &[]).await.status, StatusCode::FORBIDDEN);
        let community = system.post(&path(COMMUNITY), &[]).await;
        assert_eq!(community.status, StatusCode::SEE_OTHER, "{}", community.body);
        assert!(system.post(&path(COMMUNITY), &[]).await.body.contains("已经停用"));
        // Its division may have another office then.
        let code = COMMUNITY.to_string();
        let again = [("code", code.as_str()), ("name", "九龙社区就业服务站（新）")];
        assert_eq!(system.post("/offices/new", &again).await.status, StatusCode::SEE_OTHER);
        world.clock.advance_seconds(1);
        let amended = [("name", "劲松街道便民服务中心"), ("phone", "010-12345678")];
        let edit = format!("/offices/{}/edit", world.office(BESIDE));
        assert_eq!(system.post(&edit, &amended).await.status, StatusCode::SEE_OTHER);
        let words = world.acts().await.pop().expect("an act").1;
        assert!(words.contains("名称由“劲松街道社保所”改为“劲松街道便民服务中心”"), "{words}");
    });
}

#[test]
fn an_office_that_answers_for_somebody_is_not_closed() {
    on_both_with(3, &async |world| {
        let mut system = world.signed_in("system").await;
        let path = format!("/offices/{}/close", world.office(COMMUNITY));
        let answer = system.post(&path, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("还有 3 名服务对象"), "{}", answer.body);
        let code = COMMUNITY;
        let open = world
            .desk
            .db
            .read::<_, _, StoreError>(async move |tx| offices::office_by_code(tx, code).await);
        assert!(open.await.expect("read").is_some(), "it is open");
    });
}
