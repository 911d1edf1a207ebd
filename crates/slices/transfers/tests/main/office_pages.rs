//! The pages on which whole offices are moved: everything by name, a look before the one button.

use access::Role;
use axum::http::StatusCode;
use rules::Kind;
use store::StoreError;
use street::{
    BESIDE, CITY, DISTRICT, FAR, NAME, OTHER_DISTRICT, STREET, Shown, World, encode, on_both,
};

use crate::world::{GROUPS, ask, held, under_agreement, wish};

const PATH: &str = "/transfers/office";
const REASON: &str = "区划调整〔2026〕1 号";

/// Sends the form of a page that only asks, with some answers changed.
async fn asks(world: &World, user: &str, shown: &Shown, changes: &[(&str, &str)]) -> Shown {
    let (path, pairs) = shown.form(changes);
    world.get(user, &format!("{path}?{}", encode(&pairs))).await
}

/// What the list of offices sends for one of them.
async fn value_of(world: &World, code: i64) -> String {
    let found = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| offices::office_by_code(tx, code).await);
    found.await.expect("read").expect("an office").office_id.to_string()
}

fn order(who: &str) -> String {
    format!("{PATH}?from={STREET}&who={who}&to={BESIDE}")
}

/// What the form of a page would send under a name.
fn sent(shown: &Shown, name: &str) -> Option<String> {
    let (_, pairs) = shown.form(&[]);
    pairs.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

#[test]
fn an_office_is_moved_by_names_with_a_look_before_the_one_button() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let other = world.person("P2", &[Kind::LedgerOpened]).await;
        ask(world, "officer", other, &wish(BESIDE, None)).await.expect("asked");
        let from = world.get("chief", PATH).await;
        assert!(from.words().contains("示范街道") && from.words().contains("从这里划转"));
        assert!(!from.words().contains("邻街道"), "nobody is there yet: {}", from.words());
        assert!(from.text.contains(&format!("{PATH}?from={STREET}")));

        let people = world.get("chief", &format!("{PATH}?from={STREET}")).await;
        assert!(people.words().contains("全部服务对象（2 个）"), "{}", people.words());
        assert!(
            people.words().contains("的（2 人）"),
            "who lives in the community: {}",
            people.words()
        );
        let blank = asks(world, "chief", &people, &[("to", "")]).await;
        assert!(blank.words().contains("请选择划转到哪个机构"), "{}", blank.words());
        let rubbish = asks(world, "chief", &people, &[("who", "office-x"), ("to", "什么")]).await;
        assert_eq!(rubbish.status, StatusCode::OK);
        assert!(rubbish.words().contains("请从所列各项中选择"), "{}", rubbish.words());
        let to = value_of(world, BESIDE).await;
        let ordered = asks(world, "chief", &people, &[("to", &to)]).await;
        let words = ordered.words();
        assert!(words.contains("示范街道的全部服务对象") && words.contains("邻街道"), "{words}");
        assert!(words.contains("2 个，其中 1 个的援助协议继续执行"), "{words}");
        assert!(words.contains("赵专员名下的 2 个"), "{words}");
        assert!(words.contains("冯专员（就业援助专员，现负责 0 个）"), "{words}");

        // What is missing or wrong comes back with everything that was typed.
        let successor = world.staff("beside_officer").to_string();
        let typed = [("successor_1", &*successor), ("on", "2026-01-06"), ("reason", REASON)];
        let ahead = world.fill_shown("chief", &ordered, &typed).await;
        ahead.refused("2026-01-05");
        assert_eq!(sent(&ahead, "successor_1").as_deref(), Some(&*successor));
        assert_eq!(sent(&ahead, "reason").as_deref(), Some(REASON));
        let stranger = world.staff("colleague").to_string();
        let strange = [("successor_1", &*stranger), ("reason", REASON)];
        let strange = world.fill_shown("chief", &ordered, &strange).await;
        strange.refused("请从所列各项中选择");
        world.fill_shown("chief", &ordered, &[("reason", "")]).await.refused("请填写依据");

        let typed = [("successor_1", &*successor), ("on", "2026-01-05"), ("reason", REASON)];
        let preview = world.fill_shown("chief", &ordered, &typed).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.words());
        let words = preview.words();
        for part in ["赵专员", "冯专员", "划转 2 个服务对象", "在执行的就业援助协议", "随之办结"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert_eq!(held(world, subject).await.office_code, STREET, "a look moves nobody");

        let back = world.fill_shown("chief", &preview, &[("back", "yes")]).await;
        assert_eq!(back.status, StatusCode::OK);
        assert_eq!(sent(&back, "successor_1").as_deref(), Some(&*successor));
        assert_eq!(sent(&back, "reason").as_deref(), Some(REASON));
        assert_eq!(held(world, subject).await.office_code, STREET);

        let ordered_by_one = world.fill_shown("chief", &preview, &[]).await;
        ordered_by_one.done();
        let job = ordered_by_one.location.expect("the job");
        let shown = world.get("chief", &job).await;
        assert!(shown.words().contains("这是您（或您代班的同事）提出的"), "{}", shown.words());
        assert!(!shown.text.contains("/confirm"), "nobody confirms their own order");
        assert_eq!(held(world, subject).await.office_code, STREET, "an order moves nobody");
        let pairs = [(web::form::ONCE.to_owned(), format!("{:032}", 7))];
        let own = world.post("chief", &format!("{job}/confirm"), &pairs).await;
        own.refused("不能由自己确认");
        let on = world.post("chief", &job, &pairs).await;
        assert_eq!(on.status, StatusCode::CONFLICT, "nor carries it on: {}", on.words());
        assert_eq!(held(world, subject).await.office_code, STREET);
        // The other head sees what it would do, and says the second word.
        let second = world.get("mayor", &job).await;
        for part in ["赵专员", "冯专员", "在执行的就业援助协议", "2 个", REASON, "确认，开始划转"]
        {
            assert!(second.words().contains(part), "{part} in {}", second.words());
        }
        let confirmed = world.fill_shown("mayor", &second, &[]).await;
        confirmed.done();
        assert_eq!(confirmed.location.as_deref(), Some(&*job));
        let shown = world.get("chief", &job).await.words();
        assert!(shown.contains("区负责人") && shown.contains("市负责人"), "{shown}");
        assert!(shown.contains(NAME) && shown.contains("冯专员"), "{shown}");
        assert_eq!(world.get("far_chief", &job).await.status, StatusCode::FORBIDDEN);
        for subject in [subject, other] {
            let now = held(world, subject).await;
            let officer = Some(world.staff("beside_officer"));
            assert_eq!((now.office_code, now.officer), (BESIDE, officer));
        }
        // The same form sent again, by a double click, leads to the same move.
        for (user, form) in [("chief", &preview), ("mayor", &second)] {
            let again = world.fill_shown(user, form, &[]).await;
            assert_eq!(again.location.as_deref(), Some(&*job), "{user}: {}", again.words());
        }
        let again = world.fill_shown("chief", &preview, &[]).await;
        assert!(again.cookies.contains("没有重复办理"), "{}", again.cookies);
        // Another one finds nobody, and keeps what was typed.
        let late = world.fill_shown("chief", &ordered, &typed).await;
        late.refused("没有可以划转的人");
        assert_eq!(sent(&late, "reason").as_deref(), Some(REASON));
        let list = world.get("chief", PATH).await.words();
        assert!(list.contains("已完成") && list.contains(REASON), "{list}");
    });
}

#[test]
fn of_a_community_those_go_who_live_there_and_nobody_need_be_named() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let ordered = world.get("chief", &order(&format!("community-{}", STREET + 1))).await;
        assert!(ordered.words().contains("赵专员名下的 1 个"), "{}", ordered.words());
        let preview = world.fill_shown("chief", &ordered, &[("reason", REASON)]).await;
        assert!(preview.words().contains("由接收机构以后指定"), "{}", preview.words());
        let ordered = world.fill_shown("chief", &preview, &[]).await;
        ordered.done();
        let job = ordered.location.expect("the order");
        world.fill("mayor", &job, &[]).await.done();
        let now = held(world, subject).await;
        assert_eq!((now.office_code, now.officer), (BESIDE, None));
    });
}

#[test]
fn only_whoever_leads_both_offices_gets_this_far() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        under_agreement(world, "P1").await;
        let whole = order(&format!("office-{STREET}"));
        let ordered = world.get("chief", &whole).await;
        assert_eq!(ordered.status, StatusCode::OK);
        let (path, pairs) = ordered.form(&[("reason", REASON)]);
        for user in ["head", "neighbour", "far_chief"] {
            assert_eq!(world.get(user, &whole).await.status, StatusCode::FORBIDDEN, "{user}");
            let answer = world.post(user, &path, &pairs).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{user}");
            assert_eq!(
                world.post(user, PATH, &pairs).await.status,
                StatusCode::FORBIDDEN,
                "{user}"
            );
        }
        for user in ["officer", "inspector"] {
            assert_eq!(world.get(user, PATH).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        let strange = world.get("far_chief", &format!("{PATH}?from={STREET}")).await;
        assert_eq!(strange.status, StatusCode::FORBIDDEN);
        let own = world.get("head", &format!("{PATH}?from={STREET}")).await;
        assert!(own.words().contains("没有可以接收的机构"), "{}", own.words());
        // What does not fit together is no order.
        let (_, pairs) =
            ordered.form(&[("who", &format!("community-{}", FAR + 1)), ("reason", REASON)]);
        assert_eq!(world.post("mayor", PATH, &pairs).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            world.get("chief", "/transfers/office/preview").await.status,
            StatusCode::SEE_OTHER
        );
    });
}

#[test]
fn a_city_is_looked_at_district_by_district_and_moves_across_them() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let shown = world.get("mayor", PATH).await;
        assert!(shown.words().contains("示范区") && shown.words().contains("外区"));
        assert!(!shown.words().contains("示范街道"), "{}", shown.words());
        let within = world.get("mayor", &format!("{PATH}?in={DISTRICT}")).await.words();
        assert!(within.contains("示范街道"), "{within}");
        let elsewhere = world.get("chief", &format!("{PATH}?in={OTHER_DISTRICT}")).await.words();
        assert!(elsewhere.contains("示范街道"), "one's own is shown instead: {elsewhere}");
        let people = world.get("mayor", &format!("{PATH}?from={STREET}")).await;
        let far = value_of(world, FAR).await;
        let ordered = asks(world, "mayor", &people, &[("to", &far)]).await;
        let preview = world.fill_shown("mayor", &ordered, &[("reason", REASON)]).await;
        let ordered = world.fill_shown("mayor", &preview, &[]).await;
        ordered.done();
        let job = ordered.location.expect("the order");
        // Only a head above both districts confirms it: not one of either.
        for user in ["chief", "far_chief"] {
            assert_eq!(world.get(user, &job).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        world.employ(("deputy", "市副负责人"), CITY, &[Role::Head]).await;
        world.fill("deputy", &job, &[]).await.done();
        assert_eq!(held(world, subject).await.office_code, FAR);
        // Nobody is left.
        assert!(
            world.get("mayor", &format!("{PATH}?from={STREET}")).await.words().contains("另选机构")
        );
    });
}
