//! Requests that the ledger alone knows of, and panels of files that were merged.

use access::Failure;
use axum::http::StatusCode;
use desk::Companion;
use ledger::Field;
use panels::{Keeper, List, model::PanelRefusal};
use rules::{Gate, Kind};
use store::{EntryId, StoreError, SubjectId};
use street::{NAME, World, by, on_both};
use subjects::Happening;

use crate::world::{QUESTION, accept, ask, end, listed, part, recommended, say, tell};

/// What was written down elsewhere.
const ASKED: &str = "旧系统里的申请：多次面试没有录用";

/// Somebody of whom the ledger knows a request, and an opinion on it.
async fn imported(world: &World, reference: &str) -> (SubjectId, EntryId) {
    let subject = recommended(world, reference, 3).await;
    let today = world.today();
    let asked = Happening::new(Kind::ConsultationRequested, today).text(Field::Note, ASKED);
    world.record_raw(subject, vec![asked]).await;
    let request = world.history(subject).await.last().expect("a request").id;
    let said = Happening::new(Kind::ConsultationOpinion, today).about(request);
    world.record_raw(subject, vec![said.text(Field::Note, "建议先做技能培训")]).await;
    (subject, request)
}

async fn take_up(
    world: &World,
    user: &str,
    of: (SubjectId, EntryId),
    question: &'static str,
) -> Result<(), Failure<PanelRefusal>> {
    by!(world, user, |tx, desk, occasion| panels::take_up(tx, desk, occasion, of, question))
}

/// What the file says is to be done next, and what a list of gates says is under way.
async fn said(world: &World, subject: SubjectId) -> (Vec<String>, Vec<&'static str>) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let steps = Keeper.next_steps(tx, &desk, subject).await?;
        let gates = [(subject, Gate::Consultation.clause().to_owned())];
        let gates = Keeper.under_gates(tx, &gates).await?;
        let steps = steps.into_iter().map(|step| step.words).collect();
        Ok((steps, gates.into_iter().map(|gate| gate.words).collect()))
    });
    read.await.expect("read")
}

#[test]
fn a_request_of_the_ledger_is_listed_says_what_is_missing_and_goes_on_as_a_panel() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let of @ (subject, _) = imported(world, "P1").await;
        world.pass_days(3);
        // It is listed with whoever is to put it forward, and waits for nobody above.
        for (user, list, number) in [
            ("officer", List::Mine, 1),
            ("colleague", List::Mine, 0),
            ("head", List::Office, 1),
            ("neighbour", List::Office, 0),
            ("chief", List::Asked, 0),
        ] {
            assert_eq!(listed(world, user, list).await, number, "{user}");
        }
        let board = world.get("officer", "/panels").await.words();
        for words in [NAME, "只在台账中", "还没有提交", "2026-01-05"] {
            assert!(board.contains(words), "{words} in {board}");
        }
        let path = format!("/people/{subject}/panel");
        let page = world.get("officer", &path).await;
        for words in ["还缺什么", "没有：还没有提交", "台账中有 1 条", ASKED, "补办"]
        {
            assert!(page.words().contains(words), "{words} in {}", page.words());
        }
        let shown = part(world, subject).await;
        assert!(shown.contains("只在台账中，待补办") && shown.contains("还没有确定"), "{shown}");
        let (steps, gates) = said(world, subject).await;
        assert!(steps.len() == 1 && steps[0].contains("2026-01-05"), "{steps:?}");
        assert_eq!(gates, ["台账中有会诊申请，待补办"]);
        // Only who acts as the officer puts it forward, with a question.
        for user in ["neighbour", "chief", "auditor"] {
            let denied = take_up(world, user, of, ASKED).await;
            assert!(matches!(denied, Err(Failure::Denied(_))), "{user}: {denied:?}");
        }
        for user in ["colleague", "clerk"] {
            let refused = take_up(world, user, of, ASKED).await.expect_err("refused").to_string();
            assert!(refused.contains("由本人的就业援助专员申请"), "{user}: {refused}");
        }
        let blank = world.fill("officer", &path, &[("words", "")]).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!world.reads("expert", subject).await);
        let more = format!("{ASKED}；怎样调整方向");
        world.fill("officer", &path, &[("words", &more)]).await.done();
        // From there on it is a panel: asked for on the day of the ledger, seen above, accepted, read, spoken to.
        assert_eq!(
            (listed(world, "chief", List::Asked).await, world.reads("expert", subject).await),
            (1, false)
        );
        let shown = world.get("chief", "/panels?list=asked").await.words();
        assert!(shown.contains("2026-01-05") && shown.contains("待受理"), "{shown}");
        let again = take_up(world, "officer", of, ASKED).await.expect_err("once").to_string();
        assert!(again.contains("2026-01-05 申请的专家会诊还在进行"), "{again}");
        accept(world, "chief", of, &["expert", "officer"]).await.expect("accepted");
        assert!(world.reads("expert", subject).await);
        say(world, "expert", of).await.expect("an opinion");
        let page = world.get("officer", &path).await.words();
        for words in ["建议先做技能培训", "先做三天跟岗", "怎样调整方向", "补办提交", "方案须在"]
        {
            assert!(page.contains(words), "{words} in {page}");
        }
        assert!(!page.contains("还缺什么") && !page.contains("台账里的会诊"), "{page}");
        assert_eq!(said(world, subject).await, (Vec::new(), vec!["会诊中"]));
    });
}

#[test]
fn a_request_that_work_or_the_end_of_the_agreement_ended_waits_no_more() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        for (reference, kind) in [("P1", Kind::StartedWork), ("P2", Kind::AgreementEnded)] {
            let of @ (subject, _) = imported(world, reference).await;
            assert_eq!(listed(world, "officer", List::Mine).await, 1);
            let mut ends = Happening::new(kind, world.today());
            if kind == Kind::AgreementEnded {
                ends = ends.text(Field::Reason, "期满");
            }
            world.record_raw(subject, vec![ends]).await;
            assert_eq!(listed(world, "officer", List::Mine).await, 0, "{kind:?}");
            assert_eq!(said(world, subject).await, (Vec::new(), Vec::new()));
            let refused = take_up(world, "officer", of, ASKED).await.expect_err("over").to_string();
            assert!(refused.contains("没有等待提交的会诊申请"), "{refused}");
        }
    });
}

#[test]
fn the_panels_of_a_merged_file_are_seen_in_the_one_that_goes_on() {
    on_both(&[panels::STATEMENTS], panels::routes, &async |world: &World| {
        let gone = recommended(world, "P1", 3).await;
        let panel = (gone, ask(world, "officer", gone).await.expect("asked"));
        accept(world, "chief", panel, &["expert", "officer"]).await.expect("accepted");
        world.clock.advance_seconds(60);
        say(world, "expert", panel).await.expect("an opinion");
        tell(world, "officer", panel, "愿意两班倒").await.expect("told");
        end(world, "officer", panel, "本人已另有去处").await.expect("ended");
        let over = Happening::new(Kind::AgreementEnded, world.today()).text(Field::Reason, "期满");
        world.record_raw(gone, vec![over]).await;
        world.pass_days(5);
        let kept = recommended(world, "P2", 3).await;
        assert_eq!(world.merge("P1", "P2").await, kept, "the one with the agreement");
        let page = world.get("officer", &format!("/people/{kept}/panel")).await.words();
        for words in
            ["以往的会诊", "本人已另有去处", QUESTION, "先做三天跟岗", "愿意两班倒", "区指导员"]
        {
            assert!(page.contains(words), "{words} in {page}");
        }
        assert!(!page.contains("台账里的会诊") && !page.contains("还缺什么"), "{page}");
        assert_eq!(listed(world, "officer", List::Mine).await, 0);
        // Another panel of the kept file begins on its own.
        ask(world, "officer", kept).await.expect("asked");
        assert_eq!(listed(world, "chief", List::Asked).await, 1);
    });
}
