//! Objecting against an exit from hardship: somebody above who had no part decides; upheld, nothing has ended.

use access::{Failure, Role};
use agreements::model::NO_LONGER_IN_HARDSHIP;
use axum::http::StatusCode;
use desk::Companion as _;
use ledger::Field;
use rules::Kind;
use stopping::model::{Against, Outcome, Refusal};
use stopping::{ANSWER, EXIT_TELL, ExitId, Keeper, OBJECTION, ObjectionId};
use store::{StoreError, SubjectId};
use street::{DISTRICT, NAME, Shown, World};
use subjects::Happening;

use crate::exits::{decide, exit, is_in_hardship, recognised, send};
use crate::town::{SEALED, last_kinds, leaves, objection, on_both, reference};

/// What the person says; must lie nowhere in the clear.
pub(crate) const WORDS: &str = "低保没有停，是银行卡换了";
/// What the head above writes.
const WHY: &str = "民政部门答复：低保仍在发放";

/// The page of a person's exits.
fn here(person: SubjectId) -> String {
    format!("/people/{person}/exit")
}

pub(crate) async fn object(world: &World, user: &str, person: SubjectId) -> Shown {
    let path = format!("{}/{}/object", here(person), exit(world, person).await.id);
    world.fill(user, &path, &[("how", "counter"), ("words", WORDS)]).await
}

/// Sends a decision, by the form where there is one.
async fn settle(world: &World, user: &str, person: SubjectId, outcome: &str) -> Shown {
    let path = format!("/people/{person}/objections/{}", objection(world, person).await);
    let page = world.get(user, &path).await;
    if page.text.contains("name=\"outcome\"") {
        let answers = [("outcome", outcome), ("words", WHY)];
        return world.fill_shown(user, &page, &answers).await;
    }
    let pairs = [("outcome", outcome), ("words", WHY), ("_once", "forged")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    world.post(user, &path, &pairs).await
}

/// Somebody who is recognised and under an agreement since ten days, and whose plan is due.
async fn under_agreement(world: &World) -> SubjectId {
    let person = recognised(world).await;
    let signed = Happening::new(Kind::AgreementSigned, world.today());
    world.record_raw(person, vec![signed.text(Field::Officer, "赵专员")]).await;
    person
}

/// The officer ends the agreement, because the person has left hardship.
async fn agreement_ends(world: &World, person: SubjectId) {
    let ended = Happening::new(Kind::AgreementEnded, world.today());
    world.record_raw(person, vec![ended.text(Field::Reason, NO_LONGER_IN_HARDSHIP)]).await;
}

/// What is to be done next, and what the person was promised, with by whom.
async fn steps(world: &World, person: SubjectId) -> (Vec<String>, Vec<(String, String)>) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let steps = Keeper.next_steps(tx, &desk, person).await?;
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        let promised = Keeper.promised(tx, &desk, &[(person, key.expect("a key"))]).await?;
        let labels = steps.into_iter().map(|step| step.label).collect();
        Ok((labels, promised.into_iter().map(|one| (one.words, one.by)).collect()))
    });
    read.await.expect("read")
}

/// What the ledger's sections say of exits.
async fn file(world: &World, person: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        let parts = Keeper.parts(tx, &desk, &[(person, key.expect("a key"))]).await?;
        let cells = parts.iter().flat_map(|part| &part.table.rows).flat_map(|row| &row.cells);
        Ok(cells.map(web::parts::Cell::plain).collect::<Vec<_>>().join(" "))
    });
    read.await.expect("read")
}

#[test]
fn an_objection_upheld_leaves_everything_as_if_the_person_had_never_left() {
    // What somebody judged and another approved, and what was recorded as a fact.
    for (ground, is_fact) in [("ground_gone", false), ("pension", true)] {
        on_both(&async |world| {
            let person = under_agreement(world).await;
            let before = world.assess(person).await;
            let owed = world.stored(person).await;
            assert!(before.standing.hardship_recognised && before.standing.under_agreement);
            send(world, "officer", person, ground).await.done();
            if !is_fact {
                decide(world, "head", person, "approve", "").await.done();
            }
            agreement_ends(world, person).await;
            assert_ne!(world.stored(person).await, owed, "nothing is owed to whoever has left");
            object(world, "clerk", person).await.done();
            assert!(!is_in_hardship(world, person).await, "it only waits");
            object(world, "officer", person).await.refused("异议正在处理");
            // It waits for the head above, and for nobody who had a part.
            assert_eq!(world.waits(Keeper, "chief").await, [(OBJECTION.name, person)]);
            for other in ["head", "clerk", "mayor", "far_chief"] {
                assert!(world.waits(Keeper, other).await.is_empty(), "{other}");
            }
            let waiting = world.waiting(Keeper, world.occasion("chief").await).await;
            assert!(rules::citation(waiting[0].clause).is_some());
            let due = world.today().plus_days(30);
            assert!(waiting[0].until.is_some_and(|until| until >= due), "{:?}", waiting[0]);
            let heard = world.get("chief", &waiting[0].path).await.words();
            assert!(heard.contains(WORDS) && heard.contains("赵专员"), "{heard}");
            let (_, promised) = steps(world, person).await;
            assert!(promised[0].0.contains("退出就业困难人员"), "{promised:?}");
            assert!(promised[0].1.contains("示范区"), "{promised:?}");
            // Lists, workbook and ledger show it.
            let board = world.get("chief", "/stopping?show=objections").await.words();
            let line = "本人对退出就业困难人员的异议";
            assert!(board.contains(NAME) && board.contains(line), "{board}");
            let book = world.get("chief", "/stopping?show=objections&format=xlsx").await;
            assert_eq!(book.status, StatusCode::OK);
            assert_eq!(world.taken_out("chief", person).await, 1);
            assert!(file(world, person).await.contains(WORDS));
            let under_way = crate::file::under_way(world, person).await;
            assert!(under_way.is_some_and(|words| words.contains("异议")));
            settle(world, "chief", person, "upheld").await.done();
            assert_eq!(world.assess(person).await, before, "{ground}");
            assert_eq!(world.stored(person).await, owed, "{ground}");
            let export = world.export(&reference(world, person).await).await;
            assert_eq!(world.stored(person).await, world.checked(&export));
            assert_eq!(last_kinds(world, person, 2).await, [Kind::Corrected; 2]);
            let page = world.get("officer", &here(person)).await.words();
            assert!(page.contains("退出已更正") && page.contains("异议成立"), "{page}");
            assert!(page.contains(WHY), "{page}");
            // The officer is to answer, with a letter that says what stands again; not to tell of the exit any more.
            assert_eq!(world.waits(Keeper, "officer").await, [(ANSWER.name, person)]);
            assert_eq!(steps(world, person).await.0, ["记录答复"]);
            let path = format!("/people/{person}/objections/{}", objection(world, person).await);
            let letter = world.get("officer", &format!("{path}/letter")).await.words();
            for words in [NAME, WORDS, WHY, "从一开始就撤销", "您一直是就业困难人员"]
            {
                assert!(letter.contains(words), "{words} in {letter}");
            }
            let told = format!("{path}/told");
            world.fill("officer", &told, &[("words", "当面答复")]).await.done();
            world.fill("officer", &told, &[("words", "再说一次")]).await.refused("已经记录过告知");
            assert!(world.waits(Keeper, "officer").await.is_empty());
            assert!(!world.get("chief", "/stopping?show=objections").await.words().contains(NAME));
            assert!(!world.lies_in_the_clear(SEALED, WORDS).await);
            assert!(!world.lies_in_the_clear(SEALED, WHY).await);
        });
    }
}

#[test]
fn an_objection_refused_leaves_the_exit_and_says_why_and_what_else_is_open() {
    on_both(&async |world| {
        let person = under_agreement(world).await;
        send(world, "officer", person, "pension").await.done();
        assert_eq!(steps(world, person).await.0, ["记录告知", "终止协议"]);
        object(world, "officer", person).await.done();
        // What rests on the exit is not ended as long as somebody weighs whether it stands.
        assert_eq!(steps(world, person).await.0, ["记录告知"]);
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let early = world.get("officer", &format!("{path}/letter")).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "nobody has decided");
        let told = format!("{path}/told");
        world.fill("officer", &told, &[("words", "答复")]).await.refused("还没有决定");
        let wordless = world.fill("chief", &path, &[("outcome", "refused")]).await;
        wordless.refused("请填写理由");
        let left = world.assess(person).await;
        let entries = world.history(person).await.len();
        settle(world, "chief", person, "refused").await.done();
        assert_eq!(world.assess(person).await, left);
        assert_eq!(world.history(person).await.len(), entries, "the ledger is as it was");
        let letter = world.get("officer", &format!("{path}/letter")).await.words();
        for words in [NAME, WHY, "异议不成立", "随时重新申请认定", "再次提出异议", "第五十九条"]
        {
            assert!(letter.contains(words), "{words} in {letter}");
        }
        let waits = world.waits(Keeper, "officer").await;
        assert_eq!(waits, [(EXIT_TELL.name, person), (ANSWER.name, person)]);
        world.fill("officer", &told, &[("words", "电话答复")]).await.done();
        // Decided once; whoever has something new to say is heard anew.
        let pairs = [("outcome", "upheld"), ("words", "x"), ("_once", "k")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        world.post("chief", &path, &pairs).await.refused("已经有了决定");
        assert!(!is_in_hardship(world, person).await);
        world.pass_days(1);
        object(world, "clerk", person).await.done();
        settle(world, "chief", person, "upheld").await.done();
        assert!(is_in_hardship(world, person).await);
    });
}

#[test]
fn nobody_who_had_a_part_hears_it_nor_who_stands_in_for_them() {
    on_both(&async |world| {
        let person = recognised(world).await;
        // The street has no other head: the district approves what its head proposed, and the city hears the objection.
        send(world, "head", person, "mistaken").await.done();
        decide(world, "chief", person, "approve", "").await.done();
        world.hire("chief_two", DISTRICT, Role::Head).await;
        object(world, "clerk", person).await.done();
        let letter = format!("{}/{}/letter", here(person), exit(world, person).await.id);
        for path in [letter, here(person)] {
            let words = world.get("officer", &path).await.words();
            assert!(words.contains("示范市") && words.contains("的负责人决定"), "{path}: {words}");
        }
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        for user in ["head", "officer", "far_chief", "neighbour", "inspector", "auditor"] {
            assert_eq!(world.get(user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        settle(world, "chief", person, "upheld").await.refused("另一位负责人");
        settle(world, "chief_two", person, "upheld").await.refused("作出决定的机构的上一级");
        for user in ["chief", "chief_two"] {
            let page = world.get(user, &here(person)).await.words();
            assert!(!page.contains("处理异议"), "{user}: {page}");
        }
        // Whoever proposed had a part as much as whoever approved; so has who stands in for either.
        let id: ObjectionId = objection(world, person).await.parse().expect("an objection");
        for part in ["head", "chief"] {
            let (desk, mut occasion) = (world.desk.clone(), world.occasion("mayor").await);
            occasion.actor.stands_in_for.push(world.staff(part));
            let decided = world.desk.db.write(async move |tx| {
                let upheld = Outcome::Upheld;
                stopping::decide_objection(tx, &desk, &occasion, (person, id), upheld, "属实").await
            });
            let decided = decided.await;
            assert!(matches!(decided, Err(Failure::Refused(Refusal::OwnDecision))), "{part}");
        }
        assert!(!is_in_hardship(world, person).await);
        settle(world, "mayor", person, "upheld").await.done();
        assert!(is_in_hardship(world, person).await);
    });
}

#[test]
fn a_district_without_a_head_is_passed_over() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        leaves(world, "chief").await;
        object(world, "clerk", person).await.done();
        assert_eq!(world.waits(Keeper, "mayor").await, [(OBJECTION.name, person)]);
    });
}

#[test]
fn there_is_nothing_to_object_against_before_an_exit_nor_after_it_was_corrected() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "ground_gone").await.done();
        object(world, "clerk", person).await.refused("没有退出");
        decide(world, "head", person, "approve", "").await.done();
        for user in ["neighbour", "far_officer", "chief", "inspector"] {
            let path = format!("{}/{}/object", here(person), exit(world, person).await.id);
            assert_eq!(world.get(user, &path).await.status, StatusCode::FORBIDDEN, "{user}");
        }
        let nowhere = format!("{}/{person}/object", here(person));
        assert_eq!(world.get("clerk", &nowhere).await.status, StatusCode::NOT_FOUND);
        // A day before the decision cannot be.
        let path = format!("{}/{}/object", here(person), exit(world, person).await.id);
        let day = world.today().plus_days(-1).to_string();
        let early = [("how", "phone"), ("words", WORDS), ("on", day.as_str())];
        world.fill("clerk", &path, &early).await.refused("日期不能早于");
        // What was corrected otherwise, while the objection waits, is taken back no second time.
        object(world, "clerk", person).await.done();
        let entry = exit(world, person).await.ended.expect("an entry");
        let wrong = Happening::new(Kind::Corrected, world.today()).about(entry);
        world.record_raw(person, vec![wrong]).await;
        let entries = world.history(person).await.len();
        settle(world, "chief", person, "upheld").await.done();
        assert_eq!(world.history(person).await.len(), entries);
        assert!(is_in_hardship(world, person).await);
        let pairs = [("how", "phone"), ("words", WORDS), ("on", ""), ("_once", "k")];
        let mut pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        pairs[2].1 = world.today().to_string();
        world.post("clerk", &path, &pairs).await.refused("没有退出");
    });
}

#[test]
fn an_agreement_that_ended_otherwise_or_was_signed_anew_is_left_alone() {
    // By another reason; and by this one, but signed anew since.
    for (reason, is_signed_anew) in [("协议期满", false), (NO_LONGER_IN_HARDSHIP, true)] {
        on_both(&async |world| {
            let person = under_agreement(world).await;
            send(world, "officer", person, "pension").await.done();
            let happening = |kind| Happening::new(kind, world.today());
            let ended = happening(Kind::AgreementEnded).text(Field::Reason, reason);
            let mut after = vec![ended];
            if is_signed_anew {
                let group = happening(Kind::HardshipRecognised);
                after.push(group.text(Field::Group, "持证残疾人"));
                after.push(happening(Kind::AgreementSigned).text(Field::Officer, "赵专员"));
            }
            world.record_raw(person, after).await;
            object(world, "clerk", person).await.done();
            settle(world, "chief", person, "upheld").await.done();
            let corrected = world.history(person).await;
            let corrected = corrected.iter().filter(|past| past.is_corrected);
            assert_eq!(corrected.map(|past| past.kind).collect::<Vec<_>>(), [Kind::HardshipEnded]);
            assert_eq!(world.assess(person).await.standing.under_agreement, is_signed_anew);
        });
    }
}

#[test]
fn what_was_upheld_is_not_brought_again_unless_it_is_new() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        object(world, "clerk", person).await.done();
        settle(world, "chief", person, "upheld").await.done();
        send(world, "officer", person, "pension").await.refused("提出的异议已经成立");
        assert!(is_in_hardship(world, person).await);
        // Another ground is another question; and so is what came later.
        send(world, "officer", person, "ground_gone").await.done();
        decide(world, "head", person, "refuse", "看不出来").await.done();
        world.pass_days(1);
        send(world, "officer", person, "pension").await.done();
        assert!(!is_in_hardship(world, person).await);
    });
}

#[test]
fn the_time_for_objecting_runs_from_the_day_of_telling_and_a_late_one_is_heard() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        world.pass_days(100);
        let which = format!("{}/{}", here(person), exit(world, person).await.id);
        let form = world.get("clerk", &format!("{which}/object")).await.words();
        assert!(form.contains("期限没有开始"), "{form}");
        let told = format!("{which}/told");
        world.fill("officer", &told, &[("words", "当面告知")]).await.done();
        let page = world.get("officer", &here(person)).await.words();
        assert!(page.contains("本人可以提出异议至"), "{page}");
        world.pass_days(70);
        object(world, "clerk", person).await.done();
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let page = world.get("chief", &path).await.words();
        assert!(page.contains("逾期提出") && page.contains("照样处理"), "{page}");
        settle(world, "chief", person, "upheld").await.done();
        assert!(is_in_hardship(world, person).await);
    });
}

#[test]
fn the_same_form_sent_twice_is_one_objection_and_one_decision() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "pension").await.done();
        let id: ExitId = exit(world, person).await.id;
        let form = world.get("clerk", &format!("{}/{id}/object", here(person))).await;
        for _ in 0..2 {
            let said = [("how", "counter"), ("words", WORDS)];
            world.fill_shown("clerk", &form, &said).await.done();
        }
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let form = world.get("chief", &path).await;
        for _ in 0..2 {
            let answers = [("outcome", "upheld"), ("words", WHY)];
            world.fill_shown("chief", &form, &answers).await.done();
        }
        let desk = world.desk.clone();
        let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
            stopping::objections_of(tx, &key.expect("a key"), person).await
        });
        let objections = read.await.expect("read");
        assert_eq!(objections.len(), 1);
        assert_eq!(objections[0].against, Against::Exit(id));
        assert_eq!(last_kinds(world, person, 2).await, [Kind::HardshipEnded, Kind::Corrected]);
    });
}
