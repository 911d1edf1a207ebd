//! Grading: the scorecard as a form, its result in words, another level only by another person.

use access::Failure;
use axum::http::StatusCode;
use ledger::Field;
use offices::actions::cover::{NewCover, set_cover};
use rules::Kind;
use services::{
    Answered, Decision, ProposalState, Refusal, Wish, decide, proposals_waiting, record_grading,
};
use store::{StoreError, SubjectId, seal};

use crate::world::{NAME, NUMBER, START, World, on_both};

/// Answers of somebody for whom much makes it hard.
const HARD: &[(&str, &str)] = &[
    ("unemployment_length", "10"),
    ("education", "junior_secondary"),
    ("skill", "none"),
    ("work_experience", "shrinking"),
];

/// Answers every question of the form that is still open, with its first answer.
async fn asked(world: &World, user: &str, person: SubjectId) -> (String, Vec<(String, String)>) {
    let shown = world.get(user, &format!("/people/{person}/grade")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.words());
    let (path, mut pairs) = shown.form(HARD);
    for factor in grading::Scorecards::shipped().expect("scorecards").all()[0].factors() {
        let is_open = |(name, value): &(String, String)| *name == factor.id && !value.is_empty();
        if pairs.iter().any(is_open) {
            continue;
        }
        pairs.retain(|(name, _)| *name != factor.id);
        let answer = match &factor.kind {
            grading::Question::Choice { options } => options[0].id.clone(),
            grading::Question::Range { smallest, .. } => smallest.to_string(),
            grading::Question::Marks { marks, .. } => marks[0].id.clone(),
        };
        pairs.push((factor.id.clone(), answer));
    }
    (path, pairs)
}

#[test]
fn a_level_is_explained_before_it_is_saved_and_kept_under_seal() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let (path, pairs) = asked(world, "officer", person).await;
        let age = pairs.iter().find(|(name, _)| name == "age").expect("the age");
        assert_eq!(age.1, "35", "known from the number");
        let result = world.post("officer", &path, &pairs).await;
        assert_eq!(result.status, StatusCode::OK, "{}", result.words());
        let words = result.words();
        for part in
            ["还没有保存", "失业时间", "+10 分", "合计", "第十二条", "第十三条", "可以改变等级"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert!(words.contains("建议办理登记和就业困难人员认定"), "{words}");
        assert_eq!(world.history(person).await.len(), 2, "nothing is saved yet");
        let saved = world.fill_shown("officer", &result, &[]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        assert!(saved.cookies.contains("已办结 1 项"), "{}", saved.cookies);
        // On the file stands what is to be done next; what follows from the level is said there.
        assert_eq!(saved.location, Some(format!("/people/{person}")));
        assert!(saved.cookies.contains("四级，重点帮扶对象"), "{}", saved.cookies);
        assert!(saved.cookies.contains("建议办理登记和就业困难人员认定"), "{}", saved.cookies);
        let last = world.history(person).await.pop().expect("an entry");
        assert_eq!((last.kind, last.number(Field::Level)), (Kind::Graded, Some(4)));
        assert_eq!(last.text(Field::Tool).expect("a tool").reveal(), "就业困难程度分级量表");
        // The page shows it again, and the next form begins with what was answered.
        world.pass_days(70);
        let shown = world.get("officer", &path).await;
        assert!(shown.words().contains("最近一次分级（2026-01-05）"), "{}", shown.words());
        let (_, again) = shown.form(&[]);
        let months = again.iter().find(|(name, _)| name == "unemployment_length").expect("asked");
        assert_eq!(months.1, "12", "without work two months longer");
        assert!(again.contains(&("skill".to_owned(), "none".to_owned())));
    });
}

#[test]
fn what_is_missing_or_contradictory_is_asked_again() {
    on_both(&async |world: &World| {
        let person = world.person("无号码", &[Kind::SeekerRegistered]).await;
        let (path, mut pairs) = asked(world, "officer", person).await;
        let (_, chosen) = pairs.iter().find(|(name, _)| name == "skill").expect("asked").clone();
        pairs.retain(|(name, _)| name != "skill");
        let shown = world.post("officer", &path, &pairs).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shown.words().contains("请选择技能水平"), "{}", shown.words());
        let (_, kept) = shown.form(&[]);
        assert!(kept.contains(&("unemployment_length".to_owned(), "10".to_owned())));
        pairs.push(("skill".to_owned(), chosen));
        let mut both = pairs.clone();
        let marks = grading::Scorecards::shipped().expect("scorecards");
        let marks = marks.all()[0].factors().iter().find_map(|factor| match &factor.kind {
            grading::Question::Marks { .. } => Some(factor.id.clone()),
            _ => None,
        });
        both.push((marks.expect("a factor with marks"), "无".to_owned()));
        let shown = world.post("officer", &path, &both).await;
        assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shown.words().contains("以上都没有"), "{}", shown.words());
        assert_eq!(world.history(person).await.len(), 1);
    });
}

#[test]
fn another_level_takes_a_reason_and_another_person() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let (path, pairs) = asked(world, "officer", person).await;
        let result = world.post("officer", &path, &pairs).await;
        let unexplained = world.fill_shown("officer", &result, &[("level", "3")]).await;
        assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unexplained.words().contains("写明理由"), "{}", unexplained.words());
        let wish = [("level", "3"), ("reason", "秘密理由：家中已有人照料")];
        let saved = world.fill_shown("officer", &unexplained, &wish).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        assert!(saved.cookies.contains("等待另一人同意"), "{}", saved.cookies);
        assert!(!saved.cookies.contains("秘密理由"));
        let level = |past: &[subjects::Past]| past.last().expect("an entry").number(Field::Level);
        assert_eq!(level(&world.history(person).await), Some(4), "what the points give, for now");
        // It waits in the whole tree above, for nobody beside it.
        for (user, sees) in
            [("head", true), ("chief", true), ("officer", true), ("neighbour", false)]
        {
            let list = world.get(user, "/gradings").await;
            assert_eq!(list.text.contains(NAME), sees, "{user}");
            assert!(!list.text.contains(NUMBER));
        }
        let list = world.get("clerk", "/gradings").await;
        assert_eq!(list.status, StatusCode::FORBIDDEN);
        let waiting = waiting(world).await;
        assert_eq!(waiting.len(), 1);
        let (id, by) = (waiting[0].id, waiting[0].proposed_by);
        assert_eq!(by, world.staff("officer"));
        for (user, expected) in [("officer", "own"), ("clerk", "denied"), ("neighbour", "denied")] {
            let tried = try_decide(world, user, (person, id), Decision::Consent).await;
            let found = match tried {
                Err(Failure::Refused(Refusal::OwnProposal)) => "own",
                Err(Failure::Denied(_)) => "denied",
                other => panic!("{user}: {other:?}"),
            };
            assert_eq!(found, expected, "{user}");
        }
        // The page of the day tells whoever decides, and not whoever asked.
        let consent = (services::CONSENT.name, person);
        for (user, expected) in [
            ("chief", vec![consent]),
            ("head", vec![consent]),
            ("officer", vec![]),
            ("neighbour", vec![]),
        ] {
            assert_eq!(world.waits(services::Keeper, user).await, expected, "{user}");
        }
        let page = format!("/people/{person}/proposals/{id}");
        let shown = world.get("chief", &page).await;
        assert!(shown.words().contains("秘密理由"), "whoever decides reads why");
        let done = world.fill_shown("chief", &shown, &[("decision", "consent")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let past = world.history(person).await;
        assert_eq!(level(&past), Some(3));
        let note = past.last().expect("an entry").text(Field::Note).expect("a note");
        assert!(note.reveal().contains("四级；经同意定为三级"), "{}", note.reveal());
        let again = try_decide(world, "head", (person, id), Decision::Consent).await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::Decided))), "{again:?}");
        let history = world.get("officer", &path).await.words();
        assert!(history.contains("赵专员 提出，区负责人 同意"), "{history}");
        assert!(history.contains("等级定为三级，不是量表的结果"), "{history}");
        nothing_in_the_clear(world).await;
    });
}

#[test]
fn whoever_stands_in_for_the_proposer_does_not_decide() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let (_, pairs) = asked(world, "officer", person).await;
        let answers: Vec<(String, String)> = pairs
            .into_iter()
            .filter(|(name, _)| !["_once", "step", "card", "on"].contains(&&**name))
            .collect();
        let wish = Some(Wish { level: grading::Level::Two, reason: "理由".to_owned() });
        let answered = Answered { on: web::day_of(START), answers, wish };
        grade(world, person, answered).await.expect("graded");
        let id = waiting(world).await[0].id;
        // The head covers for the officer from today on.
        let cover = NewCover {
            staff: world.staff("officer"),
            covered_by: world.staff("head"),
            first_day: world.today(),
            last_day: world.today().plus_days(5),
            reason: "请假".to_owned(),
        };
        let (sealing, officer) = (world.desk.sealing.clone(), world.occasion("officer").await);
        let covered = world
            .desk
            .db
            .write(async move |tx| set_cover(tx, &sealing, &officer, &cover).await.map(drop));
        covered.await.expect("covered");
        for decision in [Decision::Consent, Decision::Refuse] {
            let tried = try_decide(world, "head", (person, id), decision).await;
            assert!(
                matches!(tried, Err(Failure::Refused(Refusal::Cover))),
                "{decision:?} {tried:?}"
            );
        }
        assert_eq!(proposals(world, person).await, [ProposalState::Waiting]);
        assert!(
            world.waits(services::Keeper, "head").await.is_empty(),
            "it does not wait for them"
        );
        let list = world.get("head", "/gradings").await.words();
        assert!(list.contains("您正在替提出人代班，由别人决定"), "{list}");
        let page = format!("/people/{person}/proposals/{id}");
        let shown = world.get("head", &page).await;
        assert!(shown.words().contains("须由另一人决定"), "{}", shown.words());
        assert!(!shown.text.contains("value=\"consent\""), "no decision is offered");
        let pairs = [("_once", "k"), ("decision", "consent"), ("words", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent = world.post("head", &page, &pairs).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The district decides, and when the officer is back, so does the head.
        assert_eq!(world.waits(services::Keeper, "chief").await.len(), 1);
        world.pass_days(6);
        try_decide(world, "head", (person, id), Decision::Consent).await.expect("decided");
    });
}

#[test]
fn a_proposal_overtaken_by_a_new_grading_is_not_consented_to() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::SeekerRegistered]).await;
        let (_, pairs) = asked(world, "officer", person).await;
        let answers: Vec<(String, String)> = pairs
            .into_iter()
            .filter(|(name, _)| !["_once", "step", "card", "on"].contains(&&**name))
            .collect();
        let wish = Some(Wish { level: grading::Level::Two, reason: "理由".to_owned() });
        let answered = Answered { on: web::day_of(START), answers, wish };
        grade(world, person, answered.clone()).await.expect("graded");
        let again = grade(world, person, answered.clone()).await;
        assert!(matches!(again, Err(Failure::Refused(Refusal::Waits))), "{again:?}");
        grade(world, person, Answered { wish: None, ..answered }).await.expect("graded anew");
        let id = waiting(world).await[0].id;
        let late = try_decide(world, "head", (person, id), Decision::Consent).await;
        assert!(matches!(late, Err(Failure::Refused(Refusal::GradedSince))), "{late:?}");
        assert_eq!(waiting(world).await.len(), 1, "a refusal decides nothing");
        let other = try_decide(world, "head", (person, id), Decision::Withdraw).await;
        assert!(matches!(other, Err(Failure::Refused(Refusal::NotOwnProposal))), "{other:?}");
        try_decide(world, "officer", (person, id), Decision::Withdraw).await.expect("taken back");
        assert!(waiting(world).await.is_empty());
        let states = proposals(world, person).await;
        assert_eq!(states, [ProposalState::Withdrawn]);
    });
}

async fn grade(
    world: &World,
    person: SubjectId,
    answered: Answered,
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("officer").await);
    let graded = world.desk.db.write(async move |tx| {
        record_grading(tx, &desk, &occasion, person, &answered).await.map(drop)
    });
    graded.await
}

async fn try_decide(
    world: &World,
    user: &str,
    which: (SubjectId, services::ProposalId),
    decision: Decision,
) -> Result<(), Failure<Refusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion(user).await);
    let decided = world.desk.db.write(async move |tx| {
        decide(tx, &desk, &occasion, which, decision, "看过了").await.map(drop)
    });
    decided.await
}

async fn waiting(world: &World) -> Vec<services::Proposal> {
    let (desk, area) = (world.desk.clone(), world.occasion("chief").await.actor.area);
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| proposals_waiting(tx, &desk, area).await);
    read.await.expect("read")
}

async fn proposals(world: &World, person: SubjectId) -> Vec<ProposalState> {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), person).await?.expect("a key");
        services::proposals_of(tx, &key, person).await
    });
    read.await.expect("read").into_iter().map(|proposal| proposal.state).collect()
}

/// Reasons and answers lie in the tables as ciphertext only.
async fn nothing_in_the_clear(world: &World) {
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let rows: Vec<(Vec<u8>,)> = tx.all(crate::world::SEALED_ROWS, &[]).await?;
        Ok(rows)
    });
    let rows = read.await.expect("read");
    assert_eq!(rows.len(), 3);
    for (bytes,) in rows {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("秘密") && !text.contains("skill"), "{text}");
    }
}
