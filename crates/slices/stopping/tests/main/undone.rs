//! What the office itself left undone stands beside what speaks against the person: whoever verifies sees it, whoever
//! approves says why the stop is right nevertheless, and whoever declines is called back before (BJ18-29).

use ledger::Field;
use rules::{Gate, Initiator, Kind};
use store::SubjectId;
use street::{NUMBER, Shown, World};
use subjects::Happening;

use crate::town::{
    OFFERED, attempt, bodies, case, decide, finish, night, objection, on_both, person_at,
};

/// Somebody under an agreement with whom nothing was done, and who declines three weeks later.
async fn neglected(world: &World) -> SubjectId {
    let subject = world.person(NUMBER, &[Kind::LedgerOpened]).await;
    let start = |kind| Happening::new(kind, world.today());
    let entries = vec![
        start(Kind::SeekerRegistered),
        start(Kind::HardshipRecognised).text(Field::Group, "持证残疾人"),
        start(Kind::AgreementSigned).text(Field::Officer, "赵专员"),
    ];
    world.record_raw(subject, entries).await;
    world.pass_days(21);
    world.record_raw(subject, vec![Happening::new(Kind::ServiceDeclined, world.today())]).await;
    night(world).await;
    subject
}

/// Calls somebody back about their refusal, by the form.
async fn call_back(world: &World, subject: SubjectId) -> Shown {
    let path = format!("/people/{subject}/record/followed_up");
    let said = [("outcome", "已经中断"), ("note", "问过有没有别的难处，本人仍说不需要")];
    world.fill("officer", &path, &said).await
}

/// Approves, with or without a word.
async fn approve(world: &World, subject: SubjectId, words: &str) -> Shown {
    let path = format!("/people/{subject}/stop/{}/decide", case(world, subject).await);
    world.fill("head", &path, &[("decision", "approve"), ("words", words)]).await
}

fn cited(clause: &str) -> String {
    rules::citation(clause).expect("a clause").words
}

#[test]
fn whoever_verifies_and_whoever_approves_see_what_we_did_not_do() {
    on_both(&async |world| {
        let person = neglected(world).await;
        let here = format!("/people/{person}/stop");
        let seen = |shown: &Shown| {
            let words = shown.words();
            // A plan was owed within ten working days, a grading within three; nobody guided or assessed them.
            for (duty, became) in [
                (cited("BJ18-26(1)"), "逾期"),
                (cited("BJ18-12"), "逾期"),
                ("提供就业指导".to_owned(), "没有做过"),
                ("评估就业准备状况".to_owned(), "没有做过"),
            ] {
                assert!(words.contains(&duty) && words.contains(became), "{duty} in {words}");
            }
            assert!(words.contains("我们应当为本人做的"), "{words}");
            // Only whoever is ready to start is recommended.
            assert!(!words.contains("匹配推荐岗位"), "{words}");
        };
        seen(&world.get("officer", &here).await);
        seen(&world.get("officer", &format!("{here}/attempt")).await);
        attempt(world, "officer", person).await.done();
        call_back(world, person).await.done();
        let id = case(world, person).await;
        seen(&world.get("officer", &format!("{here}/{id}/finish")).await);
        finish(world, "officer", person).await.done();
        let shown = world.get("head", &format!("{here}/{id}/decide")).await;
        seen(&shown);
        assert!(shown.words().contains(OFFERED) && shown.words().contains("4 件事"));
        // Approving it takes a reason; refusing it always did.
        let before = world.history(person).await.len();
        approve(world, person, "  ").await.refused("有 4 件事我们应当为本人做");
        assert_eq!(world.history(person).await.len(), before);
        assert!(bodies(world).await.is_empty());
        let why = "方案没有按时订，但三次面谈本人都只要退出";
        approve(world, person, why).await.done();
        // Whoever hears an objection sees both, as they stood on the day of the decision.
        world.pass_days(40);
        let object = format!("{here}/{id}/object");
        world.fill("clerk", &object, &[("how", "counter"), ("words", "没有人帮过我")]).await.done();
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let shown = world.get("chief", &path).await;
        seen(&shown);
        assert!(shown.words().contains(why) && shown.words().contains(OFFERED));
        let page = world.get("officer", &here).await;
        seen(&page);
        assert!(page.words().contains(why));
    });
}

#[test]
fn where_nothing_was_left_undone_nobody_is_asked_why() {
    on_both(&async |world| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened]).await;
        let start = |kind| Happening::new(kind, world.today());
        let claimed = start(Kind::UnemploymentClaimed)
            .flag(Field::Complete, true)
            .flag(Field::Promise, false);
        world.record_raw(person, vec![claimed, start(Kind::UnemploymentRegistered)]).await;
        world.pass_days(200);
        night(world).await;
        let alone = "在没有联系的这段时间里主动联系本人";
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(page.contains(alone) && page.contains(&cited("BJ18-4")), "{page}");
        let called = Happening::new(Kind::Contacted, world.today()).initiated_by(Initiator::Agency);
        world.record_raw(person, vec![called]).await;
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(!page.contains(alone) && page.contains("没有应当做而没有做到"), "{page}");
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        approve(world, person, "").await.done();
        assert!(world.assess(person).await.standing.stopped);
    });
}

#[test]
fn nobody_who_declines_is_given_up_before_they_were_called_back() {
    on_both(&async |world| {
        let person = neglected(world).await;
        attempt(world, "officer", person).await.done();
        let path = format!("/people/{person}/stop/{}/finish", case(world, person).await);
        let shown = world.get("officer", &path).await;
        assert!(shown.words().contains("还没有跟踪回访"), "{}", shown.words());
        assert!(shown.text.contains(&format!("/people/{person}/record/followed_up")));
        finish(world, "officer", person).await.refused("还没有跟踪回访");
        call_back(world, person).await.done();
        let blank = [("circumstance", "none"), ("words", "本人态度明确"), ("offered", " ")];
        let refused = world.fill("officer", &path, &blank).await;
        refused.refused("请用自己的话写明我们提供过什么");
        finish(world, "officer", person).await.done();
        let page = world.get("head", &format!("/people/{person}/stop")).await.words();
        assert!(page.contains(OFFERED), "{page}");
    });
}

#[test]
fn a_circumstance_spares_whoever_declines_without_a_call_back() {
    // With a circumstance the service goes on: neither a call-back nor an offer is asked for.
    on_both(&async |world| {
        let person = neglected(world).await;
        attempt(world, "officer", person).await.done();
        let path = format!("/people/{person}/stop/{}/finish", case(world, person).await);
        let ill = [("circumstance", "illness"), ("words", "住院中")];
        world.fill("officer", &path, &ill).await.done();
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(page.contains("暂不停止"), "{page}");
    });
}

#[test]
fn what_is_taken_back_calls_nobody_back() {
    on_both(&async |world| {
        // Called back before they declined, and then the call-back turns out to be somebody else's.
        let person = person_at(world, Gate::Termination).await;
        attempt(world, "officer", person).await.done();
        finish(world, "officer", person).await.done();
        let past = world.history(person).await;
        let called = past.iter().find(|past| past.kind == Kind::FollowedUp).expect("a call").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(called);
        world.record_raw(person, vec![wrong]).await;
        decide(world, "head", person, "approve").await.refused("还没有跟踪回访");
        assert!(!world.assess(person).await.standing.stopped);
    });
}
