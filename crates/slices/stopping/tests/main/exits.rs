//! The exit from hardship: a fact with its evidence, a judgement by two, the person told.

use access::{Action, Failure, Role};
use axum::http::StatusCode;
use desk::Companion as _;
use ledger::Field;
use rules::Kind;
use stopping::model::{EXIT_GROUNDS, ExitRefusal, ExitState};
use stopping::{Decision, EXIT_APPROVE, EXIT_TELL, ExitId, Keeper, NewExit, propose_exit};
use store::{StoreError, SubjectId};
use street::{NAME, NUMBER, STREET, Shown, World};
use subjects::Happening;

use crate::town::{belongs, last_kinds, leaves, on_both, reference};

/// What the officer writes down; must lie nowhere in the clear.
pub(crate) const SAID: &str = "低保局出具的停发通知，本人也承认";

store::statements! {
    pub(crate) group "stopping_exits_test";
    /// Everything that is kept under seal.
    SEALED = "SELECT content FROM hardship_exit UNION ALL SELECT words FROM hardship_exit WHERE words IS NOT NULL
        UNION ALL SELECT told FROM hardship_exit WHERE told IS NOT NULL";
}

/// Somebody who was recognised ten days ago.
pub(crate) async fn recognised(world: &World) -> SubjectId {
    let kinds = [Kind::LedgerOpened, Kind::SeekerRegistered];
    let person = world.person(NUMBER, &kinds).await;
    let group = Happening::new(Kind::HardshipRecognised, world.today());
    world.record_raw(person, vec![group.text(Field::Group, "享受最低生活保障人员")]).await;
    world.pass_days(10);
    person
}

pub(crate) async fn send(world: &World, user: &str, person: SubjectId, ground: &str) -> Shown {
    let answers = [("ground", ground), ("evidence", SAID)];
    world.fill(user, &format!("/people/{person}/exit"), &answers).await
}

/// The latest exit.
pub(crate) async fn exit(world: &World, person: SubjectId) -> stopping::Exit {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        stopping::exits_of(tx, &key.expect("a key"), person).await
    });
    read.await.expect("read").into_iter().next().expect("an exit")
}

pub(crate) async fn decide(
    world: &World,
    user: &str,
    person: SubjectId,
    decision: &str,
    words: &str,
) -> Shown {
    let path = format!("/people/{person}/exit/{}/decide", exit(world, person).await.id);
    world.fill(user, &path, &[("decision", decision), ("words", words)]).await
}

pub(crate) async fn is_in_hardship(world: &World, person: SubjectId) -> bool {
    world.assess(person).await.standing.hardship_recognised
}

/// Sends a decision as it would be without a form.
async fn forged(world: &World, user: &str, person: SubjectId, exit: ExitId) -> Shown {
    let pairs = [("decision", "approve"), ("words", "同意"), ("_once", "k1")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    world.post(user, &format!("/people/{person}/exit/{exit}/decide"), &pairs).await
}

#[test]
fn what_somebody_judges_takes_a_second_person_and_changes_nothing_before() {
    on_both(&async |world| {
        let person = recognised(world).await;
        let general = format!("/people/{person}/record/hardship_ended");
        let led = world.get("officer", &general).await;
        assert_eq!(led.location, Some(format!("/people/{person}/exit")));
        let before = world.history(person).await.len();
        let empty = [("ground", "ground_gone"), ("evidence", "")];
        let refused = world.fill("officer", &format!("/people/{person}/exit"), &empty).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        send(world, "officer", person, "ground_gone").await.done();
        assert_eq!(world.history(person).await.len(), before, "it only waits");
        assert!(is_in_hardship(world, person).await);
        let under_way = crate::file::under_way(world, person).await;
        assert!(under_way.is_some_and(|words| words.contains("退出")));
        // It waits for the head of the office, and for nobody else.
        assert_eq!(world.waits(Keeper, "head").await, [(EXIT_APPROVE.name, person)]);
        for other in ["officer", "colleague", "chief", "far_head"] {
            assert!(world.waits(Keeper, other).await.is_empty(), "{other}");
        }
        let waiting = world.waiting(Keeper, world.occasion("head").await).await;
        assert!(rules::citation(waiting[0].clause).is_some());
        let shown = world.get("head", &waiting[0].path).await.words();
        assert!(shown.contains(SAID) && shown.contains("认定时的情形不再具备"), "{shown}");
        // A second one does not begin beside it, and nobody decides on their own.
        let page = world.get("officer", &format!("/people/{person}/exit")).await;
        assert!(!page.text.contains("name=\"ground\""), "{}", page.words());
        let id = exit(world, person).await.id;
        assert_eq!(forged(world, "officer", person, id).await.status, StatusCode::FORBIDDEN);
        forged(world, "chief", person, id).await.refused("应由“");
        decide(world, "head", person, "refuse", "").await.refused("请写明理由");
        decide(world, "head", person, "approve", "已核对").await.done();
        assert_eq!(last_kinds(world, person, 1).await, [Kind::HardshipEnded]);
        assert!(!is_in_hardship(world, person).await);
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!(last.text(Field::Group).expect("a group").reveal(), "享受最低生活保障人员");
        assert!(last.text(Field::Note).expect("a note").reveal().contains("认定时的情形不再具备"));
        forged(world, "head", person, id).await.refused("已由别人办理");
        assert_eq!(
            world.stored(person).await,
            world.checked(&world.export(&reference(world, person).await).await)
        );
        assert!(!world.lies_in_the_clear(SEALED, SAID).await);
    });
}

#[test]
fn the_person_is_told_what_it_means_and_how_to_object() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "own_wish").await.done();
        let here = format!("/people/{person}/exit/{}", exit(world, person).await.id);
        let early = world.get("officer", &format!("{here}/letter")).await;
        assert_eq!(early.status, StatusCode::CONFLICT, "nothing has ended yet");
        decide(world, "head", person, "approve", "").await.done();
        let letter = world.get("officer", &format!("{here}/letter")).await.words();
        for words in [
            NAME,
            "您自己申请退出",
            "第二十六条",
            "这对您意味着什么",
            "您的求职登记继续有效",
            "随时可以重新申请认定",
            "60 日内",
            "提出异议",
            "第五十九条",
        ] {
            assert!(letter.contains(words), "{words} in {letter}");
        }
        assert_eq!(world.waits(Keeper, "officer").await, [(EXIT_TELL.name, person)]);
        let step = async || {
            let desk = world.desk.clone();
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                Keeper.next_steps(tx, &desk, person).await
            });
            read.await.expect("read").into_iter().map(|step| step.label).collect::<Vec<_>>()
        };
        assert_eq!(step().await, ["记录告知"]);
        world.fill("officer", &format!("{here}/told"), &[("words", "当面告知")]).await.done();
        assert!(world.waits(Keeper, "officer").await.is_empty());
        assert!(step().await.is_empty());
        world
            .fill("officer", &format!("{here}/told"), &[("words", "再说一次")])
            .await
            .refused("已经记录过告知");
        let file = world.get("officer", &format!("/people/{person}/exit")).await.words();
        assert!(file.contains("当面告知") && file.contains("已批准退出"), "{file}");
        // What was corrected does not stand, and nobody is told of it any more.
        let entry = world.history(person).await.pop().expect("an entry").id;
        let wrong = Happening::new(Kind::Corrected, world.today()).about(entry);
        world.record_raw(person, vec![wrong]).await;
        assert!(is_in_hardship(world, person).await);
        let file = world.get("officer", &format!("/people/{person}/exit")).await.words();
        assert!(file.contains("退出已更正"), "{file}");
    });
}

#[test]
fn a_fact_ends_it_with_its_evidence_and_is_checked_against_what_is_known() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "work").await.refused("没有本人现在在岗的记录");
        // By the number in the file the person is of working age.
        send(world, "officer", person, "age").await.refused("还在劳动年龄内");
        send(world, "officer", person, "nothing").await.refused("");
        let form = format!("/people/{person}/exit");
        let before = world.today().plus_days(-11).to_string();
        let early = [("ground", "moved"), ("evidence", SAID), ("on", before.as_str())];
        world.fill("officer", &form, &early).await.refused("不能早于这一天");
        let later = world.today().plus_days(1).to_string();
        let ahead = [("ground", "moved"), ("evidence", SAID), ("on", later.as_str())];
        world.fill("officer", &form, &ahead).await.refused("日期在今天之后");
        assert!(is_in_hardship(world, person).await);
        world.record_raw(person, vec![Happening::new(Kind::StartedWork, world.today())]).await;
        // A day of work is no steady work; half a year is, where nobody owes the contacts of an agreement.
        send(world, "officer", person, "work").await.refused("是否稳定还不清楚");
        world.pass_days(190);
        let before = world.today().plus_days(-15).to_string();
        let soon = [("ground", "work"), ("evidence", SAID), ("on", before.as_str())];
        world.fill("officer", &form, &soon).await.refused("是否稳定还不清楚");
        send(world, "officer", person, "work").await.done();
        assert!(!is_in_hardship(world, person).await);
        assert_eq!(exit(world, person).await.state, ExitState::Recorded);
        assert_eq!(world.waits(Keeper, "officer").await, [(EXIT_TELL.name, person)]);
        let page = world.get("officer", &form).await.words();
        assert!(page.contains("没有可以退出的"), "{page}");
        assert_eq!(
            world.stored(person).await,
            world.checked(&world.export(&reference(world, person).await).await)
        );
    });
    on_both(&async |world| {
        let person = recognised(world).await;
        let since = world.today().plus_days(-5);
        let form = format!("/people/{person}/exit");
        let day = since.to_string();
        let answers = [("ground", "pension"), ("evidence", SAID), ("on", day.as_str())];
        world.fill("officer", &form, &answers).await.done();
        let path = format!("{form}/{}/letter", exit(world, person).await.id);
        let letter = world.get("officer", &path).await.words();
        assert!(letter.contains(&format!("您从 {since} 起退出")), "as the ledger has it: {letter}");
        let page = world.get("officer", &form).await.words();
        assert!(!page.contains("更正退出"), "not by whoever recorded it: {page}");
        let under_way = async || {
            let read = world
                .desk
                .db
                .read::<_, _, StoreError>(async move |tx| Keeper.under_way(tx, person).await);
            read.await.expect("read")
        };
        assert!(under_way().await.is_some_and(|words| words.contains("没有告知本人")));
        let told = format!("{form}/{}/told", exit(world, person).await.id);
        world.fill("officer", &told, &[("words", "当面告知")]).await.done();
        assert_eq!(under_way().await, None, "two files of one person may become one again");
    });
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "died").await.done();
        assert!(!is_in_hardship(world, person).await);
        assert!(world.waits(Keeper, "officer").await.is_empty(), "nobody is told");
        let path = format!("/people/{person}/exit/{}/letter", exit(world, person).await.id);
        let letter = world.get("officer", &path).await;
        assert_eq!(letter.status, StatusCode::CONFLICT);
    });
}

#[test]
fn nobody_approves_their_own_nor_for_whom_they_stand_in() {
    on_both(&async |world| {
        let person = recognised(world).await;
        // The head proposes: the head above decides, since the street has no other.
        send(world, "head", person, "mistaken").await.done();
        assert!(world.waits(Keeper, "head").await.is_empty());
        assert_eq!(world.waits(Keeper, "chief").await, [(EXIT_APPROVE.name, person)]);
        let id = exit(world, person).await.id;
        forged(world, "head", person, id).await.refused("不能由自己批准");
        let shown = world.get("head", &format!("/people/{person}/exit/{id}/decide")).await;
        assert!(!shown.text.contains("name=\"decision\""), "{}", shown.words());
        // Whoever proposed takes it back, and nobody else.
        let taken = world
            .post(
                "officer",
                &format!("/people/{person}/exit/{id}/withdraw"),
                &[("_once".to_owned(), "k2".to_owned())],
            )
            .await;
        assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.words());
        decide(world, "chief", person, "refuse", "证据不足").await.done();
        assert!(is_in_hardship(world, person).await);
        let page = world.get("officer", &format!("/people/{person}/exit")).await.words();
        assert!(page.contains("不予批准") && page.contains("证据不足"), "{page}");
        // Refused, it may be proposed again; taken back, it is over.
        send(world, "officer", person, "mistaken").await.done();
        let page = world.get("officer", &format!("/people/{person}/exit")).await;
        assert!(page.words().contains("撤回"));
        world.fill_shown("officer", &page, &[]).await.done();
        assert_eq!(exit(world, person).await.state, ExitState::Withdrawn);
        assert!(world.waits(Keeper, "head").await.is_empty());
    });
}

/// The head of the street approves, in place of somebody or nobody, whatever the pages show.
async fn approves(
    world: &World,
    person: SubjectId,
    absent: Option<&str>,
) -> Result<ExitState, Failure<ExitRefusal>> {
    let id = exit(world, person).await.id;
    let (desk, mut occasion) = (world.desk.clone(), world.occasion("head").await);
    occasion.actor.stands_in_for.extend(absent.map(|absent| world.staff(absent)));
    let decided = world.desk.db.write(async move |tx| {
        let which = (person, id);
        stopping::decide_exit(tx, &desk, &occasion, which, Decision::Approve, "").await
    });
    decided.await
}

#[test]
fn the_action_itself_refuses_whoever_proposed_and_who_stands_in_for_them() {
    on_both(&async |world| {
        let person = recognised(world).await;
        // With another head in the street the office is the same, and only the person is not.
        world.hire("second", STREET, Role::Head).await;
        send(world, "head", person, "mistaken").await.done();
        let own = approves(world, person, None).await;
        assert!(matches!(own, Err(Failure::Refused(ExitRefusal::OwnProposal))), "{own:?}");
        assert!(is_in_hardship(world, person).await);
        decide(world, "second", person, "approve", "").await.done();
        assert!(!is_in_hardship(world, person).await);
    });
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "mistaken").await.done();
        let cover = approves(world, person, Some("officer")).await;
        assert!(matches!(cover, Err(Failure::Refused(ExitRefusal::Cover))), "{cover:?}");
        assert!(is_in_hardship(world, person).await);
        let done = approves(world, person, None).await;
        assert!(matches!(done, Ok(ExitState::Approved)), "{done:?}");
    });
}

#[test]
fn an_exit_waits_for_the_office_above_where_the_street_has_no_head() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "incapable").await.done();
        leaves(world, "head").await;
        assert_eq!(world.waits(Keeper, "chief").await, [(EXIT_APPROVE.name, person)]);
        decide(world, "chief", person, "approve", "").await.done();
        assert!(!is_in_hardship(world, person).await);
    });
}

#[test]
fn what_was_recognised_anew_is_not_ended_by_an_old_proposal() {
    on_both(&async |world| {
        let person = recognised(world).await;
        send(world, "officer", person, "ground_gone").await.done();
        let id = exit(world, person).await.id;
        let entry = world.history(person).await;
        let entry = entry.iter().rfind(|past| past.kind == Kind::HardshipRecognised);
        let wrong = Happening::new(Kind::Corrected, world.today()).about(entry.expect("one").id);
        let group = Happening::new(Kind::HardshipRecognised, world.today());
        let group = group.text(Field::Group, "持证残疾人");
        world.record_raw(person, vec![wrong, group]).await;
        forged(world, "head", person, id).await.refused("已重新认定");
        assert!(is_in_hardship(world, person).await);
        decide(world, "head", person, "refuse", "已重新认定").await.done();
    });
}

#[test]
fn rights_are_asked_by_the_action_itself() {
    on_both(&async |world| {
        let person = recognised(world).await;
        for user in ["neighbour", "far_officer", "assistant", "inspector", "auditor", "chief"] {
            let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
            let new = NewExit {
                ground: EXIT_GROUNDS[2].name.to_owned(),
                on: world.today(),
                evidence: SAID.to_owned(),
            };
            let tried: Result<ExitState, Failure<ExitRefusal>> = world
                .desk
                .db
                .write(async move |tx| propose_exit(tx, &desk, &occasion, person, &new).await)
                .await;
            let Err(Failure::Denied(denied)) = tried else { panic!("{user}: {tried:?}") };
            assert_eq!(denied.action, Action::RecogniseHardship, "{user}");
        }
        belongs(world, person, STREET, None).await;
        send(world, "clerk", person, "pension").await.done();
        assert!(!is_in_hardship(world, person).await);
    });
}
