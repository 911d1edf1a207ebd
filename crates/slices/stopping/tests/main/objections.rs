//! Objecting: the office above decides; upheld, everything is as before.

use access::Failure;
use access::Role;
use axum::http::StatusCode;
use desk::Companion as _;
use rules::{Gate, Kind};
use stopping::ObjectionId;
use stopping::model::{Outcome, Purpose, Refusal, STOP_GATES};
use store::{StoreError, SubjectId};
use street::{CITY, DISTRICT, NAME, Shown, World};

use crate::town::{
    SEALED, attempt, belongs, bodies, case, decide, finish, last_kinds, objection, on_both,
    person_at, stop,
};

const WORDS: &str = "我一直在等你们的电话";

async fn object(world: &World, user: &str, person: SubjectId) -> Shown {
    let path = format!("/people/{person}/stop/{}/object", case(world, person).await);
    world.fill(user, &path, &[("how", "counter"), ("words", WORDS)]).await
}

async fn settle(world: &World, user: &str, person: SubjectId, outcome: &str) -> Shown {
    let path = format!("/people/{person}/objections/{}", objection(world, person).await);
    let answers = [("outcome", outcome), ("words", "核实时没有上门")];
    let page = world.get(user, &path).await;
    if page.text.contains("name=\"outcome\"") {
        return world.fill_shown(user, &page, &answers).await;
    }
    // Who does not decide is shown no form, and sends what they like.
    let pairs = answers.into_iter().chain([("_once", "forged")]);
    let pairs: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    world.post(user, &path, &pairs).await
}

/// Until when the person was promised what; nothing stands for no day at all.
async fn promised(world: &World, person: SubjectId) -> Vec<String> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        let files = vec![(person, key.expect("a key"))];
        stopping::Keeper.promised(tx, &desk, &files).await
    });
    let promised = read.await.expect("read");
    assert!(!promised.is_empty(), "an answer was promised");
    promised
        .into_iter()
        .map(|one| one.due.map_or_else(String::new, |day| day.to_string()))
        .collect()
}

/// The letter of the stop.
async fn first_letter(world: &World, person: SubjectId) -> String {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        stopping::notices_of(tx, &key.expect("a key"), person).await
    });
    let letters = read.await.expect("read");
    let first = letters.iter().find(|known| known.purpose == Purpose::Stopped);
    format!("/people/{person}/stop-notices/{}", first.expect("a letter").id)
}

#[test]
fn an_objection_upheld_leaves_everything_as_before() {
    for gate in STOP_GATES {
        on_both(&async |world| {
            let person = person_at(world, gate).await;
            let before = world.assess(person).await;
            stop(world, person).await;
            assert_ne!(world.assess(person).await, before);
            object(world, "clerk", person).await.done();
            let board = world.get("chief", "/stopping?show=objections").await;
            assert!(board.words().contains(NAME), "{}", board.words());
            // Whoever decides sees what whoever approved saw, though the stop ended the period since.
            let path = format!("/people/{person}/objections/{}", objection(world, person).await);
            let heard = world.get("chief", &path).await.words();
            assert!(heard.contains("决定停止时的各项条件"), "{heard}");
            assert!(!heard.contains("不满足"), "{gate:?} {heard}");
            let due = world.today().plus_days(30).to_string();
            assert!(promised(world, person).await.iter().all(|until| *until >= due));
            settle(world, "chief", person, "upheld").await.done();
            assert_eq!(world.assess(person).await, before, "{gate:?}");
            let taken_back = last_kinds(world, person, 2).await;
            assert_eq!(taken_back, [Kind::Corrected; 2]);
            let bodies = bodies(world).await;
            assert_eq!(bodies.len(), 2);
            assert!(bodies.iter().any(|(_, body)| body.contains("\"withdrawn\"")));
            let list = world.get("officer", "/stopping/notices").await;
            assert!(list.words().contains("撤回反馈（第 2 封，更正第 1 封）"));
            // The first letter never went out, and never does.
            assert!(list.words().contains("已作废，不送达"), "{}", list.words());
            let first = first_letter(world, person).await;
            world
                .fill("officer", &format!("{first}/delivered"), &[("words", "签收")])
                .await
                .refused("已作废");
            let listed = world.get("officer", "/stopping?show=proposed").await;
            assert!(!listed.words().contains(NAME), "what was upheld is not brought again");
            let form = world.get("officer", &format!("/people/{person}/stop/attempt")).await;
            assert!(form.words().contains("没有可以核实的"), "{}", form.words());
            let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
            assert!(page.contains("停止已撤销") && page.contains("异议成立"), "{page}");
            // On the same ground nobody begins again.
            let today = world.today().to_string();
            let forged = [
                ("gate", gate.clause()),
                ("on", &*today),
                ("how", "phone"),
                ("reached", "yes"),
                ("words", "再问一次"),
                ("_once", "k"),
            ];
            let pairs = forged.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let again = format!("/people/{person}/stop/attempt");
            world.post("officer", &again, &pairs).await.refused("异议已经成立");
            // The person is answered; until then the officer is to.
            let resumed = world.get("officer", &format!("/people/{person}/stop")).await.words();
            assert!(resumed.contains("记录答复本人"), "{resumed}");
            let path =
                format!("/people/{person}/objections/{}/told", objection(world, person).await);
            world.fill("officer", &path, &[("words", "已电话答复")]).await.done();
            let board = world.get("chief", "/stopping?show=objections").await;
            assert!(!board.words().contains(NAME));
            assert!(!world.lies_in_the_clear(SEALED, WORDS).await);
        });
    }
}

#[test]
fn an_objection_refused_leaves_the_stop_and_is_answered() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Termination).await;
        stop(world, person).await;
        object(world, "officer", person).await.done();
        object(world, "clerk", person).await.refused("正在处理");
        let stopped = world.assess(person).await;
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let wordless = world.fill("chief", &path, &[("outcome", "refused")]).await;
        wordless.refused("请填写理由");
        let early = format!("{path}/told");
        world.fill("officer", &early, &[("words", "答复")]).await.refused("还没有决定");
        settle(world, "chief", person, "refused").await.done();
        assert_eq!(world.assess(person).await, stopped);
        assert_eq!(bodies(world).await.len(), 1);
        world.fill("officer", &early, &[("words", "答复")]).await.done();
        // Decided once.
        let pairs = [("outcome", "upheld"), ("words", "x"), ("_once", "k")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        world.post("chief", &path, &pairs).await.refused("已经有了决定");
        assert_eq!(world.assess(person).await, stopped);
    });
}

#[test]
fn the_office_that_stopped_does_not_decide_nor_does_whoever_approved() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        // The only head verified: the office above approves, and the one above that hears the objection.
        attempt(world, "head", person).await.done();
        finish(world, "officer", person).await.done();
        decide(world, "chief", person, "approve").await.done();
        world.hire("chief_two", DISTRICT, Role::Head).await;
        object(world, "officer", person).await.done();
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        for user in ["head", "officer", "far_chief", "neighbour", "inspector"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        settle(world, "chief", person, "upheld").await.refused("另一位负责人");
        settle(world, "chief_two", person, "upheld").await.refused("作出决定的机构的上一级");
        settle(world, "mayor", person, "upheld").await.done();
        assert!(!world.assess(person).await.standing.stopped);
    });
}

#[test]
fn where_nobody_is_above_another_head_of_the_same_office_decides() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        belongs(world, person, CITY, None).await;
        world.hire("second", CITY, Role::Head).await;
        world.hire("third", CITY, Role::Head).await;
        attempt(world, "mayor", person).await.done();
        finish(world, "mayor", person).await.done();
        decide(world, "mayor", person, "approve").await.refused("自己核实的");
        decide(world, "second", person, "approve").await.done();
        object(world, "mayor", person).await.done();
        // There is no office above: nobody is told of one.
        let board = world.get("mayor", "/stopping?show=objections").await.words();
        let letter = format!("/people/{person}/stop/{}/letter", case(world, person).await);
        let letter = world.get("mayor", &letter).await.words();
        for words in [&board, &letter] {
            assert!(words.contains("没有参与决定的另一位负责人"), "{words}");
            assert!(!words.contains("上一级"), "{words}");
        }
        let page = format!("/people/{person}/stop");
        assert!(world.get("third", &page).await.words().contains("处理异议"));
        settle(world, "second", person, "upheld").await.refused("另一位负责人");
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        for user in ["chief", "head", "officer"] {
            let shown = world.get(user, &path).await;
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{user}");
        }
        settle(world, "third", person, "upheld").await.done();
        assert!(!world.assess(person).await.standing.stopped);
    });
}

#[test]
fn nobody_decides_for_whom_they_stand_in_on_an_objection_against_them() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        // The only head verified: the office above approves, and the one above that hears the objection.
        attempt(world, "head", person).await.done();
        finish(world, "officer", person).await.done();
        decide(world, "chief", person, "approve").await.done();
        world.hire("chief_two", DISTRICT, Role::Head).await;
        object(world, "clerk", person).await.done();
        let id: ObjectionId = objection(world, person).await.parse().expect("an objection");
        let (desk, mut occasion) = (world.desk.clone(), world.occasion("mayor").await);
        occasion.actor.stands_in_for.push(world.staff("chief"));
        let decided = world.desk.db.write(async move |tx| {
            let outcome = Outcome::Upheld;
            stopping::decide_objection(tx, &desk, &occasion, (person, id), outcome, "属实").await
        });
        let decided = decided.await;
        assert!(matches!(decided, Err(Failure::Refused(Refusal::OwnDecision))), "{decided:?}");
        assert!(world.assess(person).await.standing.stopped);
        settle(world, "mayor", person, "upheld").await.done();
    });
}

/// Everything that says who decides on an objection, to the person and to the staff.
async fn said(world: &World, user: &str, person: SubjectId) -> Vec<String> {
    let case = format!("/people/{person}/stop/{}", case(world, person).await);
    let mut said = Vec::new();
    for path in [
        format!("{case}/letter"),
        format!("{case}/object"),
        format!("/people/{person}/stop"),
        "/stopping?show=objections&whose=office".to_owned(),
    ] {
        said.push(world.get(user, &path).await.words());
    }
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?;
        let files = vec![(person, key.expect("a key"))];
        stopping::Keeper.promised(tx, &desk, &files).await
    });
    said.extend(read.await.expect("read").into_iter().map(|one| one.by));
    said
}

#[test]
fn who_decides_on_an_objection_is_said_everywhere_alike_and_is_never_who_approved() {
    // The head of the street approved; only the one of the district did, because the street has none; and a district
    // whose only head approved is passed over.
    for (approves, hears, office, others) in [
        ("head", "chief", "示范区", ["head", "mayor"]),
        ("chief", "mayor", "示范市", ["head", "chief"]),
    ] {
        on_both(&async |world| {
            let person = person_at(world, Gate::Unwilling).await;
            let verifier = if approves == "head" { "officer" } else { "head" };
            attempt(world, verifier, person).await.done();
            finish(world, "officer", person).await.done();
            decide(world, approves, person, "approve").await.done();
            object(world, "clerk", person).await.done();
            for words in said(world, "officer", person).await {
                let at = words.find(office).unwrap_or_else(|| panic!("{office} in {words}"));
                assert!(words[at..].contains("的负责人"), "{words}");
                for wrong in ["示范区", "示范市"].into_iter().filter(|name| *name != office) {
                    let wrong = format!("异议由{wrong}");
                    assert!(!words.contains(&wrong), "{wrong} in {words}");
                }
            }
            // It waits for who is named, and nobody else is shown the way to decide.
            let waits = world.waits(stopping::Keeper, hears).await;
            assert!(waits.contains(&(stopping::OBJECTION.name, person)), "{hears}: {waits:?}");
            for other in others {
                let waits = world.waits(stopping::Keeper, other).await;
                let is_asked = waits.contains(&(stopping::OBJECTION.name, person));
                assert!(!is_asked, "{other}: {waits:?}");
            }
            let page = world.get(approves, &format!("/people/{person}/stop")).await.words();
            assert!(!page.contains("处理异议"), "{approves} approved it: {page}");
            let page = world.get(hears, &format!("/people/{person}/stop")).await.words();
            assert!(page.contains("处理异议"), "{page}");
            settle(world, hears, person, "refused").await.done();
        });
    }
}

#[test]
fn the_time_for_objecting_runs_from_the_day_of_telling() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        world.pass_days(100);
        let told = format!("/people/{person}/stop/{}/told", case(world, person).await);
        world.fill("officer", &told, &[("words", "上门送达")]).await.done();
        world.fill("officer", &told, &[("words", "再告知")]).await.refused("已经记录过告知");
        world.pass_days(61);
        let form = world
            .get("clerk", &format!("/people/{person}/stop/{}/object", case(world, person).await))
            .await;
        assert!(form.words().contains("会注明逾期"));
        object(world, "clerk", person).await.done();
        let path = format!("/people/{person}/objections/{}", objection(world, person).await);
        let page = world.get("chief", &path).await.words();
        assert!(page.contains("逾期提出") && !page.contains("期限内提出"), "{page}");
        settle(world, "chief", person, "upheld").await.done();
        assert!(!world.assess(person).await.standing.stopped, "late is no ground to refuse");
    });
}

#[test]
fn on_the_last_day_an_objection_is_in_time() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        stop(world, person).await;
        let told = format!("/people/{person}/stop/{}/told", case(world, person).await);
        world.fill("officer", &told, &[("words", "上门送达")]).await.done();
        // The sixtieth day is a Saturday: the next working day is the last (民法典 art. 203).
        world.pass_days(62);
        object(world, "clerk", person).await.done();
        let page = world.get("officer", &format!("/people/{person}/stop")).await.words();
        assert!(page.contains("期限内提出") && !page.contains("逾期提出"), "{page}");
    });
}

#[test]
fn there_is_nothing_to_object_against_before_a_stop() {
    on_both(&async |world| {
        let person = person_at(world, Gate::Unwilling).await;
        attempt(world, "officer", person).await.done();
        object(world, "clerk", person).await.refused("没有停止服务");
        let letter = format!("/people/{person}/stop/{}/letter", case(world, person).await);
        assert_eq!(world.get("officer", &letter).await.status, StatusCode::CONFLICT);
    });
}
