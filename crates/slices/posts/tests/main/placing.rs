//! The gate shown, recommending, placing, guiding on, the end of a term and the way back.

use axum::http::StatusCode;
use ledger::Field;
use rules::{Gate, Kind};
use street::{NAME, NUMBER};
use subjects::Happening;

use crate::town::{SEALED, WHY, confirm, decision, on_both, person, place, post, recommend};

#[test]
fn every_condition_is_shown_met_or_not_and_the_gate_is_kept() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 2).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        let words = page.words();
        for known in [
            "现在还不能推荐",
            "协议执行满 6 个月不满足",
            "2026-07-05 满 6 个月",
            "5 次以上因非本人原因没有录用不满足2 次",
            "最近一次评估为具备上岗条件满足",
            "《京人社153号文》第三十条",
        ] {
            assert!(words.contains(known), "{known} in {words}");
        }
        assert!(!page.text.contains("/post/recommend\""), "no button leads there yet");
        recommend(world, "officer", person, &post).await.refused("现在不能推荐公益性岗位");
        place(world, "officer", person, &post).await.refused("现在不能安置公益性岗位");
        // With half a year and five recommendations the gate opens; the page and the rules agree.
        world.pass_days(200);
        let open = world.assess(person).await.gates;
        assert!(open.iter().all(|open| open.gate != Gate::PublicPost));
        let today = world.occasion("officer").await.today;
        for _ in 0..3 {
            world.record_raw(person, vec![Happening::new(Kind::Recommended, today)]).await;
            let of = world.history(person).await.last().expect("an entry").id;
            let result = Happening::new(Kind::RecommendationResult, today)
                .about(of)
                .flag(Field::Hired, false)
                .flag(Field::OwnCause, false);
            world.record_raw(person, vec![result]).await;
        }
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(!page.words().contains("不满足") && page.words().contains("5 次"));
        assert!(page.text.contains("/post/recommend\""));
        recommend(world, "officer", person, &post).await.done();
    });
}

#[test]
fn a_placement_ends_the_agreement_and_its_end_leads_back() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        recommend(world, "officer", person, &post).await.done();
        assert!(world.assess(person).await.standing.under_agreement);
        // What was said at the recommendation is filled in.
        let form = world.get("officer", &format!("/people/{person}/post/place")).await;
        let (_, pairs) = form.form(&[]);
        assert!(pairs.contains(&("post".to_owned(), post.clone())));
        assert!(pairs.contains(&("hours".to_owned(), "每天 4 小时".to_owned())));
        assert!(pairs.contains(&("last_day".to_owned(), "2027-07-24".to_owned())), "{pairs:?}");
        let placed = world.fill_shown("officer", &form, &[("last_day", "2026-12-31")]).await;
        placed.done();
        assert!(world.assess(person).await.standing.under_agreement, "nobody has confirmed it");
        confirm(world, "head", person).await.done();
        let after = world.assess(person).await;
        assert!(!after.standing.under_agreement, "by the rules, not by a second entry");
        let kinds: Vec<Kind> = world.history(person).await.iter().map(|past| past.kind).collect();
        assert_eq!(kinds[kinds.len() - 2..], [Kind::PublicPostRecommended, Kind::PublicPostPlaced]);
        assert!(!kinds.contains(&Kind::AgreementEnded));
        let page = world.get("officer", &format!("/people/{person}/post")).await.words();
        for known in ["协议同时终止", "2026-12-31", "阳光社区服务中心", "还没有记录引导", WHY]
        {
            assert!(page.contains(known), "{known} in {page}");
        }
        place(world, "officer", person, &post).await.refused("已在公益性岗位安置");
        // Guidance goes on, and is seen.
        let today = world.occasion("officer").await.today;
        let guided = Happening::new(Kind::GuidanceGiven, today).text(Field::Form, "special");
        world.record_raw(person, vec![guided]).await;
        let page = world.get("officer", &format!("/people/{person}/post")).await.words();
        assert!(page.contains("已有记录") && !page.contains("还没有记录引导"));
        let ending = world.get("head", "/posts/people?show=ending").await;
        assert!(!ending.words().contains(NAME), "months away");
        assert!(world.get("head", "/posts/people").await.words().contains(NAME));
        world.pass_days(110);
        let ending = world.get("head", "/posts/people?show=ending").await;
        assert!(ending.words().contains(NAME), "{}", ending.words());
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(page.words().contains("安置期还有"), "{}", page.words());
        world.pass_days(60);
        let ending = world.get("head", "/posts/people?show=ending").await;
        assert!(ending.words().contains("已过期"));
        // The end is filled in with the last day; what follows is shown with where to do it.
        let path = format!("/people/{person}/post/end");
        world.fill("officer", &path, &[("on", "2026-01-06")]).await.refused("不能早于安置当天");
        world.fill("officer", &path, &[]).await.done();
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!((last.kind, last.on.to_string()), (Kind::PublicPostEnded, "2026-12-31".into()));
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        for path in ["grade", "record/agreement_signed"] {
            assert!(page.text.contains(&format!("/people/{person}/{path}\"")), "{path}");
        }
        assert!(page.words().contains("重新签订援助协议"));
        assert!(!world.get("head", "/posts/people").await.words().contains(NAME));
        let signed = Happening::new(Kind::AgreementSigned, world.occasion("officer").await.today)
            .text(Field::Officer, "赵专员");
        world.record_raw(person, vec![signed]).await;
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(!page.words().contains("回到就业援助的步骤"), "back under an agreement");
        assert!(!world.lies_in_the_clear(SEALED, WHY).await);
    });
}

#[test]
fn work_in_the_market_ends_a_placement_early() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        place(world, "officer", person, &post).await.done();
        world.pass_days(30);
        let path = format!("/people/{person}/post/end");
        let ended = world.fill("officer", &path, &[("outcome", "已通过市场就业")]).await;
        assert_eq!(ended.location, Some(format!("/people/{person}/record/started_work")));
        let again = world.post("officer", &path, &[("_once".to_owned(), "k".to_owned())]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.history(person).await.last().expect("one").kind, Kind::PublicPostEnded);
    });
}

#[test]
fn the_last_place_is_given_once_and_a_form_sent_twice_places_once() {
    on_both(&async |world| {
        let first = person(world, NUMBER, 5).await;
        let second = person(world, "另一人", 5).await;
        let post = post(world, "head", "阳光社区服务中心", "1").await;
        world.pass_days(200);
        let form = world.get("officer", &format!("/people/{first}/post/place")).await;
        let (path, pairs) = form.form(&[("post", &post)]);
        world.post("officer", &path, &pairs).await.done();
        let again = world.post("officer", &path, &pairs).await;
        again.done();
        // Neither done nor praised a second time.
        assert!(again.cookies.contains("没有重复办理") && again.cookies.contains("=note"));
        let form = world.get("head", &decision(world, first).await).await;
        let (path, pairs) = form.form(&[("decision", "confirm")]);
        world.post("head", &path, &pairs).await.done();
        let after = world.history(first).await.len();
        let again = world.post("head", &path, &pairs).await;
        again.done();
        assert!(again.cookies.contains("没有重复办理") && again.cookies.contains("=note"));
        assert_eq!(world.history(first).await.len(), after);
        place(world, "officer", second, &post).await.refused("1 个名额已经全部在岗");
        assert!(world.assess(second).await.standing.under_agreement);
        let backwards = [("post", post.as_str()), ("last_day", "2026-07-24"), ("on", "2026-07-24")];
        let path = format!("/people/{second}/post/place");
        world.fill("officer", &path, &backwards).await.refused("应在安置当天");
        // A correction frees the place again.
        let history = world.history(first).await;
        let wrong =
            history.iter().find(|entry| entry.kind == Kind::PublicPostPlaced).expect("placed").id;
        let today = world.occasion("officer").await.today;
        let corrected = Happening::new(Kind::Corrected, today).about(wrong);
        world.record_raw(first, vec![corrected]).await;
        place(world, "officer", second, &post).await.done();
    });
}

#[test]
fn the_other_forms_lead_here() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 0).await;
        for kind in ["public_post_recommended", "public_post_placed", "public_post_ended"] {
            let shown = world.get("officer", &format!("/people/{person}/record/{kind}")).await;
            assert_eq!(shown.location, Some(format!("/people/{person}/post")), "{kind}");
        }
        let shown = world.get("officer", &format!("/people/{person}/post/end")).await;
        assert!(shown.words().contains("没有在公益性岗位安置的记录"));
    });
}

#[test]
fn where_there_is_no_post_the_page_says_what_to_do_and_asks_nothing() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        world.pass_days(200);
        for step in ["recommend", "place"] {
            let path = format!("/people/{person}/post/{step}");
            let shown = world.get("officer", &path).await;
            let main = shown.text.split_once("<main").expect("a main part").1;
            assert!(!main.contains("name=\"post\""), "nothing that cannot be sent");
            assert!(shown.words().contains("没有可以选择的公益性岗位"), "{}", shown.words());
            assert!(main.contains("\"/posts/new\"") && main.contains("/record/recommended"));
            // Who may not keep the register is told who does.
            let told = world.get("clerk", &path).await;
            assert!(told.words().contains("企业服务专员") && !told.text.contains("/posts/new"));
        }
        let pairs = [("post", "x"), ("on", "2026-07-24"), ("_once", "k")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent = world.post("officer", &format!("/people/{person}/post/place"), &pairs).await;
        sent.refused("没有可以选择的公益性岗位");
    });
}

#[test]
fn a_placement_says_what_else_it_settles() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        let open = Happening::new(Kind::Recommended, world.today());
        let open = open.text(Field::Employer, "某物业公司");
        world.record_raw(person, vec![open]).await;
        let of = world.history(person).await.last().expect("an entry").id;
        let form = world.get("officer", &format!("/people/{person}/post/place")).await;
        assert!(form.words().contains("还有 1 次推荐没有结果"), "{}", form.words());
        place(world, "officer", person, &post).await.done();
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(page.words().contains("告知某物业公司本人已经安置"), "{}", page.words());
        for path in [format!("recommendation_result?of={of}"), "seeker_archived".to_owned()] {
            assert!(page.text.contains(&format!("/people/{person}/record/{path}\"")), "{path}");
        }
        let result = Happening::new(Kind::RecommendationResult, world.today())
            .about(of)
            .flag(Field::Hired, false)
            .flag(Field::OwnCause, false);
        let archived = Happening::new(Kind::SeekerArchived, world.today());
        let archived = archived.text(Field::Reason, "已实现就业");
        world.record_raw(person, vec![result, archived]).await;
        let page = world.get("officer", &format!("/people/{person}/post")).await.words();
        assert!(!page.contains("安置以后的收尾"), "{page}");
    });
}
