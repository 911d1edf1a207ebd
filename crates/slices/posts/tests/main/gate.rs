//! What BJ18-30 asks for beside the figures of the ledger's own gate: a plan, hardship, age; on the pages and in the
//! actions alike.

use access::Failure;
use ledger::Field;
use posts::model::{Content, Refusal};
use posts::{NewPlacement, NewRecommendation, PostId};
use rules::{Gate, Kind};
use store::{StoreError, SubjectId};
use street::{NUMBER, World};
use subjects::Happening;

use crate::town::{on_both, person, place, post, recommend};

/// Somebody born in 1950.
const OLD: &str = "110105195001010012";

/// Recommends and places past every page; gives the names of the conditions that refuse each.
async fn unmet(world: &World, subject: SubjectId, post: &str) -> [Vec<String>; 2] {
    let post: PostId = post.parse().expect("a post");
    let content = Content { why: "离家近".to_owned(), ..Content::default() };
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let on = occasion.today;
    let new = NewRecommendation { post, on, content: content.clone() };
    let (desk2, occasion2) = (desk.clone(), occasion.clone());
    let recommended = world.desk.db.write(async move |tx| {
        posts::recommend(tx, &desk2, &occasion2, subject, &new).await.map(drop)
    });
    let recommended = recommended.await;
    let new = NewPlacement { post, on, last_day: on.plus_days(30), content };
    let placed = world.desk.db.write(async move |tx| {
        posts::ask_placement(tx, &desk, &occasion, subject, &new).await.map(drop)
    });
    [recommended, placed.await].map(|outcome| match outcome {
        Err(Failure::Refused(Refusal::Unmet(_, list))) => {
            let unmet = list.into_iter().filter(|condition| !condition.is_met);
            unmet.map(|condition| condition.words).collect()
        }
        other => panic!("{other:?}"),
    })
}

#[test]
fn no_post_without_a_plan_under_this_agreement() {
    on_both(&async |world| {
        let person = person(world, NUMBER, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        let planned = "本期协议内制定了就业援助方案，执行相关行动计划";
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(
            page.words().contains(&format!("{planned}满足2026-01-05 制定援助方案")),
            "{}",
            page.words()
        );
        // It was noted in error: the ledger's own gate stays open, this one does not.
        let history = world.history(person).await;
        let plan = history.iter().find(|past| past.kind == Kind::PlanAdopted).expect("a plan").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(plan);
        world.record_raw(person, vec![wrong]).await;
        let gates = world.assess(person).await.gates;
        assert!(gates.iter().any(|open| open.gate == Gate::PublicPost));
        let page = world.get("officer", &format!("/people/{person}/post")).await;
        assert!(page.words().contains("本期协议内还没有制定方案"), "{}", page.words());
        assert!(page.text.contains(&format!("/people/{person}/plan/edit\"")), "leads there");
        assert!(!page.text.contains("/post/recommend\""));
        assert_eq!(unmet(world, person, &post).await, [[planned], [planned]]);
        recommend(world, "officer", person, &post).await.refused("还没有满足");
        place(world, "officer", person, &post).await.refused("还没有制定方案");
        // A plan of a former agreement is none of this one.
        let now = |kind| Happening::new(kind, world.today());
        let anew = vec![
            now(Kind::PlanAdopted).number(Field::Version, 2),
            now(Kind::AgreementEnded).text(Field::Reason, "协议期满"),
            now(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
        ];
        world.record_raw(person, anew).await;
        assert!(unmet(world, person, &post).await[0].contains(&planned.to_owned()));
    });
}

/// The list of gates asks the ledger alone: it promises no more than that, and leads to where every condition stands.
#[test]
fn the_list_of_gates_says_what_is_known_there_and_leads_to_every_condition() {
    on_both(&async |world| {
        let old = person(world, OLD, 5).await;
        world.pass_days(200);
        let (desk, today) = (world.desk.clone(), world.today());
        let looked = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            duties::look_again(tx, &desk.rulebook, today, 10_000).await.map(drop)
        });
        looked.await.expect("looked at again");
        let gates = world.get("head", "/today/gates").await;
        let known = "推荐公益性岗位：台账上的条件已满足；援助方案、困难认定和年龄在推荐页逐项核对";
        assert!(gates.words().contains(known), "{}", gates.words());
        assert!(!gates.words().contains("可以推荐公益性岗位"), "{}", gates.words());
        let path = format!("/people/{old}/post");
        assert!(gates.text.contains(&format!("href=\"{path}\">{known}")), "{}", gates.text);
        let page = world.get("head", &path).await;
        assert!(page.words().contains("在劳动年龄内不满足"), "{}", page.words());
        assert!(page.words().contains("现在还不能推荐公益性岗位"), "{}", page.words());
    });
}

#[test]
fn no_post_for_whoever_is_no_longer_in_hardship_or_past_working_age() {
    on_both(&async |world| {
        let young = person(world, NUMBER, 5).await;
        let old = person(world, OLD, 5).await;
        let post = post(world, "head", "阳光社区服务中心", "2").await;
        world.pass_days(200);
        let page = world.get("officer", &format!("/people/{old}/post")).await;
        assert!(page.words().contains("在劳动年龄内不满足1950-01-01 出生"), "{}", page.words());
        assert_eq!(unmet(world, old, &post).await, [["在劳动年龄内"], ["在劳动年龄内"]]);
        recommend(world, "officer", old, &post).await.refused("在劳动年龄内");

        let ended = Happening::new(Kind::HardshipEnded, world.today());
        world.record_raw(young, vec![ended.text(Field::Group, "持证残疾人")]).await;
        let valid = "就业困难人员认定有效";
        let page = world.get("officer", &format!("/people/{young}/post")).await;
        assert!(page.words().contains(&format!("{valid}不满足")), "{}", page.words());
        assert!(page.text.contains(&format!("/people/{young}/record/hardship_recognised\"")));
        assert_eq!(unmet(world, young, &post).await, [[valid], [valid]]);
        let again = Happening::new(Kind::HardshipRecognised, world.today());
        world.record_raw(young, vec![again.text(Field::Group, "持证残疾人")]).await;
        recommend(world, "officer", young, &post).await.done();
    });
}
