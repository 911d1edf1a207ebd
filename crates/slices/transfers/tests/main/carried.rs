//! What is open when somebody goes over is lost by nobody: it goes along, or it is carried on.

use desk::Companion;
use ledger::Field;
use rules::Kind;
use store::{EntryId, StoreError, SubjectId};
use street::{BESIDE, FAR, World, by, on_both};
use subjects::Happening;
use transfers::{Decision, Keeper, List};

use crate::world::{
    GROUPS, accept, ask, decide, forward, held, listed, under_agreement, verify, wish,
};

const CARRIED: &str = "transfer-carry-on";

/// The last entry of a kind.
async fn last(world: &World, subject: SubjectId, kind: Kind) -> EntryId {
    let past = world.history(subject).await;
    past.iter().rev().find(|past| past.kind == kind).expect("an entry").id
}

/// Somebody for whom every rule of the follow-ups has something open, training and work included.
async fn served(world: &World, reference: &str) -> SubjectId {
    let subject = under_agreement(world, reference).await;
    let today = world.today();
    let ends = today.plus_days(20).to_string();
    world
        .record_raw(
            subject,
            vec![
                Happening::new(Kind::Recommended, today),
                Happening::new(Kind::TrainingStarted, today)
                    .text(Field::Scheme, "skills")
                    .text(Field::Ends, &ends),
                Happening::new(Kind::ConsultationRequested, today),
            ],
        )
        .await;
    let asked = last(world, subject, Kind::ConsultationRequested).await;
    let opinion = Happening::new(Kind::ConsultationOpinion, today).about(asked);
    world.record_raw(subject, vec![opinion, Happening::new(Kind::StartedWork, today)]).await;
    subject
}

/// Records as the officer who serves the person now.
async fn record(world: &World, user: &str, subject: SubjectId, happening: Happening) {
    world.clock.advance_seconds(60);
    let recorded = by!(world, user, |tx, desk, occasion| duties::record_service(
        tx,
        desk,
        occasion,
        access::Action::RecordService,
        subject,
        std::slice::from_ref(&happening)
    ));
    recorded.expect("recorded");
}

/// What the page says is still to be carried on.
async fn shown(world: &World, user: &str, subject: SubjectId) -> String {
    let page = world.get(user, &format!("/people/{subject}/transfer")).await.words();
    let carried = page.split_once("由本机构按原定日期接着办");
    carried.map_or_else(String::new, |(_, rest)| rest.to_owned())
}

/// Somebody's people whose ledgers are read to see what is to be carried on; what stands in the row does not matter here.
struct Read;

impl store::FromRow for Read {
    fn from_row(_: store::Row) -> Result<Self, StoreError> {
        Ok(Self)
    }
}

/// Of how many of somebody's people the ledger is read whenever they ask what is to be carried on.
async fn read_of(world: &World, user: &str) -> usize {
    let named = |one: &&&store::Statement| one.name == "transfers.CARRIED_OF_SERVED";
    let statement = transfers::STATEMENTS.iter().find(named).expect("a statement");
    let (officer, nobody, most) = (world.staff(user), 0_i64, 100_i64);
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let rows: Vec<Read> = tx.all(statement, &[&officer, &nobody, &most]).await?;
        Ok(rows.len())
    });
    read.await.expect("read")
}

/// Asks whether the file leads there.
async fn is_next(world: &World, subject: SubjectId) -> bool {
    let desk = world.desk.clone();
    let steps = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| Keeper.next_steps(tx, &desk, subject).await);
    steps.await.expect("steps").iter().any(|step| step.path.ends_with("#carried"))
}

#[test]
fn what_ends_with_the_old_agreement_is_carried_on_until_it_is_done() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = served(world, "P1").await;
        let place = ask(world, "officer", subject, &wish(BESIDE, None)).await.expect("asked");
        verify(world, "officer", place).await.expect("verified");
        forward(world, "head", place).await.expect("submitted");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        // Whoever is to accept is told before: what goes along, what is carried on, what begins anew.
        let path = format!("/people/{subject}/transfer");
        let before = world.get("beside_officer", &path).await.words();
        for (duty, fate) in [
            ("就业指导后回访", "列为"),
            ("匹配推荐后回访应聘情况", "列为"),
            ("培训、见习中期回访", "列为"),
            ("按专家意见修订就业援助方案", "列为"),
            ("上岗后回访", "随人转到"),
            ("上岗 6 个月左右稳岗指导", "随人转到"),
            ("制定就业援助方案", "签订新协议后重新制定"),
        ] {
            let row = before.split_once(duty).unwrap_or_else(|| panic!("{duty}: {before}")).1;
            let row = row.split_once("签订新协议后").map_or(row, |(row, _)| row);
            let said = if fate.starts_with("签订") { &before } else { row };
            assert!(said.contains(fate), "{duty}: {before}");
        }
        assert!(world.waits(Keeper, "officer").await.is_empty(), "nothing of it before");
        world.pass_days(2);
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");

        // The live duties are what the rulebook says: those under the agreement ended, those of the work go on.
        let export = world.export("P1").await;
        assert_eq!(world.stored(subject).await, world.checked(&export));
        let open = crate::world::open_at(world, subject).await;
        assert!(open.len() >= 4 && open.iter().all(|code| *code == BESIDE), "{open:?}");

        assert!(world.waits(Keeper, "beside_officer").await.contains(&(CARRIED, subject)));
        assert!(is_next(world, subject).await);
        assert_eq!(listed(world, "beside_officer", List::CarryOn).await, 1);
        let waiting = world.waiting(Keeper, world.occasion("beside_officer").await).await;
        let one = waiting.iter().find(|one| one.kind.name == CARRIED).expect("it waits");
        // Three working days from the start of the training on Monday, January 5.
        assert_eq!(one.until, Some("2026-01-08".parse().expect("a day")), "{one:?}");
        assert!(one.words.contains("培训、见习初期回访等 6 项"), "{one:?}");
        let carried = shown(world, "beside_officer", subject).await;
        assert!(!carried.contains("上岗后回访"), "that one is a duty of theirs: {carried}");

        let (guided, recommended, trained) = (
            last(world, subject, Kind::GuidanceGiven).await,
            last(world, subject, Kind::Recommended).await,
            last(world, subject, Kind::TrainingStarted).await,
        );
        let today = world.today();
        let followed = |of| Happening::new(Kind::FollowedUp, today).about(of);
        for (happening, done) in [
            (followed(guided), "就业指导后回访"),
            (
                Happening::new(Kind::RecommendationResult, today)
                    .about(recommended)
                    .flag(Field::Hired, true)
                    .flag(Field::OwnCause, false),
                "匹配推荐后回访应聘情况",
            ),
            (followed(trained).text(Field::Stage, "early"), "培训、见习初期回访"),
            (followed(trained).text(Field::Stage, "final"), "培训、见习结束后回访"),
            (Happening::new(Kind::TrainingEnded, today).about(trained), "培训、见习中期回访"),
        ] {
            let before = shown(world, "beside_officer", subject).await;
            assert!(before.contains(done), "{done}: {before}");
            assert_eq!(read_of(world, "beside_officer").await, 1, "{done}");
            record(world, "beside_officer", subject, happening).await;
            let after = shown(world, "beside_officer", subject).await;
            assert!(!after.contains(done), "{done}: {after}");
        }
        // The opinion waits for the plan of the new agreement.
        let signed = Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "冯专员");
        record(world, "beside_officer", subject, signed).await;
        let opinion = shown(world, "beside_officer", subject).await;
        assert!(opinion.contains("按专家意见修订") && opinion.contains("落实到方案"), "{opinion}");
        assert_eq!(read_of(world, "beside_officer").await, 1);
        let adopted = Happening::new(Kind::PlanAdopted, today).number(Field::Version, 2);
        record(world, "beside_officer", subject, adopted).await;
        assert!(!world.waits(Keeper, "beside_officer").await.contains(&(CARRIED, subject)));
        assert!(!is_next(world, subject).await);
        assert_eq!(shown(world, "beside_officer", subject).await, "");
        let export = world.export("P1").await;
        assert_eq!(world.stored(subject).await, world.checked(&export));
        // What is done with costs nothing on any later day.
        assert_eq!(read_of(world, "beside_officer").await, 0);
    });
}

/// What was thought to be done and is not waits again; what ends otherwise is read no more.
#[test]
fn nobodys_ledger_is_read_any_more_once_everything_is_done_or_over() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let came = async |reference: &str| {
            let subject = under_agreement(world, reference).await;
            world.pass_days(1);
            let wish = wish(BESIDE, Some("已核实"));
            let place = ask(world, "officer", subject, &wish).await.expect("asked");
            forward(world, "head", place).await.expect("submitted");
            decide(world, "chief", place, Decision::Approve).await.expect("approved");
            accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
            subject
        };
        let waits = async |subject: SubjectId| {
            world.waits(Keeper, "beside_officer").await.contains(&(CARRIED, subject))
        };
        let mut here = 0;
        for (reference, kind) in [
            ("P1", Kind::FollowedUp),
            ("P2", Kind::ReadinessAssessed),
            ("P3", Kind::HardshipEnded),
            ("P4", Kind::ServiceStopped),
            ("P5", Kind::PublicPostPlaced),
            ("P6", Kind::AgreementEnded),
        ] {
            let subject = came(reference).await;
            world.pass_days(2);
            assert!(waits(subject).await, "{kind:?}");
            assert_eq!(read_of(world, "beside_officer").await, here + 1, "{kind:?}");
            let today = world.today();
            let guided = last(world, subject, Kind::GuidanceGiven).await;
            // What concerns something else does nothing here.
            let other = Happening::new(Kind::FollowedUp, today);
            record(world, "beside_officer", subject, other).await;
            assert!(waits(subject).await, "{kind:?}");
            let happening = match kind {
                Kind::FollowedUp => Happening::new(kind, today).about(guided),
                Kind::HardshipEnded => {
                    Happening::new(kind, today).text(Field::Group, "长期失业人员")
                }
                Kind::AgreementEnded => {
                    let signed = Happening::new(Kind::AgreementSigned, today);
                    let signed = signed.text(Field::Officer, "冯专员");
                    record(world, "beside_officer", subject, signed).await;
                    world.pass_days(1);
                    let ended = Happening::new(kind, world.today());
                    ended.text(Field::Reason, "协议期满")
                }
                Kind::ServiceStopped => {
                    Happening::new(kind, today).text(Field::Reason, "多次联系不上")
                }
                Kind::ReadinessAssessed => Happening::new(kind, today).flag(Field::Ready, true),
                _ => Happening::new(kind, today),
            };
            record(world, "beside_officer", subject, happening).await;
            assert!(!waits(subject).await, "{kind:?}");
            assert_eq!(read_of(world, "beside_officer").await, here, "{kind:?}");
            if kind == Kind::FollowedUp {
                let entry = last(world, subject, kind).await;
                let wrong = Happening::new(Kind::Corrected, today).about(entry);
                record(world, "beside_officer", subject, wrong).await;
                assert!(waits(subject).await, "it was not done after all");
                here += 1;
            }
        }
    });
}

#[test]
fn whoever_goes_over_a_second_time_takes_it_along_and_who_is_placed_is_done_with() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let to_beside = ask(world, "officer", subject, &wish(BESIDE, Some("已核实"))).await;
        let place = to_beside.expect("asked");
        forward(world, "head", place).await.expect("submitted");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        world.pass_days(1);
        let wish = wish(FAR, Some("已核实"));
        let place = ask(world, "beside_officer", subject, &wish).await.expect("asked again");
        forward(world, "neighbour", place).await.expect("submitted");
        forward(world, "chief", place).await.expect("passed on");
        decide(world, "mayor", place, Decision::Approve).await.expect("approved");
        accept(world, "far_officer", place, "far_officer").await.expect("accepted");
        assert_eq!(held(world, subject).await.office_code, FAR);
        assert!(world.waits(Keeper, "far_officer").await.contains(&(CARRIED, subject)));
        assert!(!world.waits(Keeper, "beside_officer").await.contains(&(CARRIED, subject)));
        assert!(shown(world, "far_officer", subject).await.contains("就业指导后回访"));
        let today = world.today();
        let placed = Happening::new(Kind::PublicPostPlaced, today);
        record(world, "far_officer", subject, placed).await;
        assert!(!world.waits(Keeper, "far_officer").await.contains(&(CARRIED, subject)));
    });
}

#[test]
fn an_end_for_another_reason_leaves_nothing_to_carry_on() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let today = world.today();
        let ended = Happening::new(Kind::AgreementEnded, today).text(Field::Reason, "协议期满");
        world.record_raw(subject, vec![ended]).await;
        assert!(world.waits(Keeper, "officer").await.is_empty());
        assert!(!is_next(world, subject).await);
    });
}
