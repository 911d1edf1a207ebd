//! The ways that a transfer can take.

use desk::Companion;
use ledger::Field;
use rules::Kind;
use store::StoreError;
use street::{BESIDE, CITY, FAR, STREET, World, by, on_both};
use subjects::Happening;
use transfers::{Decision, Keeper, List, NewHome};

use crate::world::{
    GROUPS, HOME, accept, accept_at, approved, ask, decide, ended, follow_up, forward, held,
    is_denied, listed, open_at, refusal, send_back, under_agreement, verify, wish, withdraw,
};

async fn under_way(world: &World, subject: store::SubjectId) -> bool {
    let asked =
        world.desk.db.read::<_, _, StoreError>(async move |tx| Keeper.under_way(tx, subject).await);
    asked.await.expect("an answer").is_some()
}

#[test]
fn from_street_to_street_the_district_approves_and_everything_goes_over_at_acceptance() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let wish = wish(BESIDE, None);
        let place = ask(world, "clerk", subject, &wish).await.expect("asked");
        assert_eq!(listed(world, "officer", List::Verify).await, 1);
        assert!(refusal(forward(world, "head", place).await).contains("待核实"));
        verify(world, "officer", place).await.expect("verified");
        assert_eq!(listed(world, "head", List::Submit).await, 1);
        let forwarded = forward(world, "head", place).await.expect("submitted");
        assert_eq!(forwarded.at_office_code, street::DISTRICT);
        assert_eq!(listed(world, "chief", List::Decide).await, 1);
        assert!(!world.reads("beside_officer", subject).await, "not before it is approved");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        assert_eq!(listed(world, "neighbour", List::Receive).await, 1);
        assert!(world.reads("beside_officer", subject).await, "met by the opening of the file");
        assert!(!world.reads("far_officer", subject).await);

        // Until somebody accepts, nothing has changed.
        assert_eq!(ended(world, subject).await, 0);
        assert_eq!(held(world, subject).await.office_code, STREET);
        assert!(held(world, subject).await.standing.under_agreement);
        let open = open_at(world, subject).await;
        assert!(!open.is_empty() && open.iter().all(|code| *code == STREET), "{open:?}");
        assert!(under_way(world, subject).await);

        world.pass_days(1);
        let accepted = accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        assert!(accepted.ended_agreement && accepted.signs);
        let now = held(world, subject).await;
        assert_eq!((now.office_code, now.officer), (BESIDE, Some(world.staff("beside_officer"))));
        assert_eq!(now.since, web::day_of(world.desk.clock.now()));
        assert!(!now.standing.under_agreement);
        let past = world.history(subject).await;
        let end: Vec<_> = past.iter().filter(|entry| entry.kind == Kind::AgreementEnded).collect();
        assert_eq!(end.len(), 1);
        assert_eq!(end[0].text(Field::Reason).expect("a reason").reveal(), "服务关系划转");
        assert_eq!(end[0].on, now.since);
        let open = open_at(world, subject).await;
        assert!(!open.is_empty() && open.iter().all(|code| *code == BESIDE), "{open:?}");
        assert!(world.reads("beside_officer", subject).await);
        assert!(!world.reads("officer", subject).await, "the old office has it no longer");
        assert!(!under_way(world, subject).await);

        // It is asked for until an agreement is in force.
        assert_eq!(listed(world, "neighbour", List::Sign).await, 1);
        let desk = world.desk.clone();
        let occasion = world.occasion("beside_officer").await;
        let signed = world.desk.db.write(async move |tx: &mut store::Tx| {
            let signed = Happening::new(Kind::AgreementSigned, occasion.today)
                .text(Field::Officer, "冯专员");
            let action = access::Action::RecordService;
            duties::record_service(tx, &desk, &occasion, action, subject, &[signed]).await.map(drop)
        });
        signed.await.expect("signed");
        assert_eq!(listed(world, "neighbour", List::Sign).await, 0);
    });
}

#[test]
fn across_districts_the_district_passes_it_on_and_the_city_approves() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let subject = under_agreement(world, "P1").await;
        let wish = wish(FAR, Some("已看新户口簿"));
        let place = ask(world, "officer", subject, &wish).await.expect("asked and verified");
        forward(world, "head", place).await.expect("submitted");
        let early = refusal(decide(world, "mayor", place, Decision::Approve).await);
        assert!(early.contains("示范市"), "{early}");
        let low = refusal(decide(world, "chief", place, Decision::Approve).await);
        assert!(low.contains("示范市"), "{low}");
        assert_eq!(listed(world, "chief", List::PassOn).await, 1);
        assert_eq!(listed(world, "chief", List::Decide).await, 0);
        assert!(is_denied(&forward(world, "far_chief", place).await));
        let forwarded = forward(world, "chief", place).await.expect("passed on");
        assert_eq!(forwarded.at_office_code, CITY);
        assert_eq!(listed(world, "mayor", List::Decide).await, 1);
        assert!(refusal(decide(world, "chief", place, Decision::Approve).await).contains("示范市"));
        decide(world, "mayor", place, Decision::Approve).await.expect("approved");
        assert!(world.reads("far_officer", subject).await);
        assert!(!world.reads("beside_officer", subject).await);
        accept(world, "far_officer", place, "far_officer").await.expect("accepted");
        let now = held(world, subject).await;
        assert_eq!((now.office_code, now.officer), (FAR, Some(world.staff("far_officer"))));
        assert_eq!(ended(world, subject).await, 1);
    });
}

#[test]
fn an_office_that_took_somebody_over_and_passed_them_on_reads_them_no_longer() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let first = approved(world, "P1").await;
        accept(world, "neighbour", first, "beside_officer").await.expect("accepted");
        world.clock.advance_seconds(60);
        let wish = wish(FAR, Some("已看新户口簿"));
        let next = ask(world, "beside_officer", first.0, &wish).await.expect("asked");
        forward(world, "neighbour", next).await.expect("submitted");
        forward(world, "chief", next).await.expect("passed on");
        decide(world, "mayor", next, Decision::Approve).await.expect("approved");
        accept(world, "far_officer", next, "far_officer").await.expect("accepted");
        for user in ["officer", "beside_officer", "neighbour"] {
            assert!(!world.reads(user, first.0).await, "{user}");
        }
        assert!(world.reads("far_officer", first.0).await);
    });
}

#[test]
fn sent_back_withdrawn_or_refused_nothing_has_changed() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        // Sent back by the other office: the file is closed to it again.
        let back = approved(world, "P1").await;
        send_back(world, "beside_officer", back).await.expect("sent back");
        assert!(!world.reads("beside_officer", back.0).await);
        assert!(is_denied(&accept(world, "neighbour", back, "beside_officer").await));
        // Withdrawn after it was approved.
        let taken = approved(world, "P2").await;
        withdraw(world, "officer", taken).await.expect("withdrawn");
        assert!(!world.reads("beside_officer", taken.0).await);
        assert!(is_denied(&accept(world, "neighbour", taken, "beside_officer").await));
        // Refused by the district.
        let subject = under_agreement(world, "P3").await;
        let refused = ask(world, "officer", subject, &wish(BESIDE, Some("已核实"))).await;
        let refused = refused.expect("asked");
        forward(world, "head", refused).await.expect("submitted");
        decide(world, "chief", refused, Decision::Refuse).await.expect("refused");
        assert!(
            refusal(decide(world, "chief", refused, Decision::Approve).await).contains("未获批准")
        );
        for (subject, _) in [back, taken, refused] {
            let now = held(world, subject).await;
            assert_eq!((now.office_code, now.officer), (STREET, Some(world.staff("officer"))));
            assert!(now.standing.under_agreement && ended(world, subject).await == 0);
            assert!(!under_way(world, subject).await);
            // It can be asked for again.
            ask(world, "officer", subject, &wish(BESIDE, None)).await.expect("asked again");
            let second = ask(world, "clerk", subject, &wish(FAR, None)).await;
            assert!(refusal(second).contains("还在办理"), "one at a time");
        }
    });
}

/// The file's place and address, as they stand.
async fn home(world: &World, subject: store::SubjectId) -> (i64, String) {
    let desk = world.desk.clone();
    let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let key = store::seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        seekers::person_of(tx, &key.expect("a key"), subject).await
    });
    let person = read.await.expect("read").expect("a person");
    (person.residence_code, person.particulars.address)
}

#[test]
fn whoever_moved_lives_where_the_file_says_from_the_moment_they_are_accepted() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let place = approved(world, "P1").await;
        let before = home(world, place.0).await;
        let at = |residence_code| Some(NewHome { residence_code, address: HOME.to_owned() });
        let user = "beside_officer";
        let unsaid = accept_at(world, user, place, (user, None)).await;
        assert!(refusal(unsaid).contains("请选择现在居住的社区"));
        // Neither elsewhere nor in a community that is none.
        for wrong in [STREET + 1, FAR, BESIDE + 999] {
            let refused = accept_at(world, user, place, (user, at(wrong))).await;
            assert!(refusal(refused).contains("不在本机构辖区内"), "{wrong}");
        }
        assert_eq!(home(world, place.0).await, before);
        assert_eq!(held(world, place.0).await.office_code, STREET, "all or nothing");
        accept_at(world, user, place, (user, at(BESIDE))).await.expect("accepted");
        assert_eq!(home(world, place.0).await, (BESIDE, HOME.to_owned()));
        let (desk, key) = (world.desk.clone(), place.0);
        let changes = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            let opened = store::seal::key_of(tx, desk.sealing.keys.as_ref(), key).await?;
            seekers::changes_of(tx, &opened.expect("a key"), key).await
        });
        let changes = changes.await.expect("read");
        assert_eq!(changes[0].staff, world.staff(user), "who noted it is kept");
    });
}

#[test]
fn the_file_says_that_an_agreement_is_to_be_signed_until_it_is() {
    on_both(GROUPS, transfers::routes, &async |world: &World| {
        let steps = async |subject| {
            let desk = world.desk.clone();
            let read = world.desk.db.read::<_, _, StoreError>(async move |tx| {
                Keeper.next_steps(tx, &desk, subject).await
            });
            read.await.expect("read")
        };
        let place = approved(world, "P1").await;
        follow_up(world, place.0).await;
        assert_eq!(steps(place.0).await, [], "not before it is accepted");
        accept(world, "neighbour", place, "beside_officer").await.expect("accepted");
        let [step] = &steps(place.0).await[..] else { panic!("one step") };
        assert!(step.words.contains("邻街道") && step.words.contains("BJ18-24"), "{}", step.words);
        assert_eq!(step.path, format!("/people/{}/agreement/sign", place.0));
        world.pass_days(1);
        let signed = Happening::new(Kind::AgreementSigned, world.today());
        let signed = signed.text(Field::Officer, "冯专员");
        let recorded = by!(world, "beside_officer", |tx, desk, occasion| duties::record_service(
            tx,
            desk,
            occasion,
            access::Action::RecordService,
            place.0,
            std::slice::from_ref(&signed)
        ));
        recorded.expect("recorded");
        assert_eq!(steps(place.0).await, []);
    });
}

store::statements! {
    pub(crate) group "transfers_test";
    /// To which office somebody was given, in order.
    GIVEN_TO = "SELECT to_office_code FROM handover WHERE subject_id = $1 ORDER BY handed_at";
}

#[test]
fn changes_of_who_answers_within_one_instant_are_all_kept_in_order() {
    let statements = [GROUPS, &[STATEMENTS]].concat();
    on_both(&statements, transfers::routes, &async |world: &World| {
        let (subject, _) = approved(world, "P1").await;
        // The clock stands.
        for office_code in [BESIDE, STREET, BESIDE] {
            let to = duties::Receiver { office_code, officer: None };
            let handed = by!(world, "chief", |tx, desk, occasion| duties::hand_over(
                tx,
                desk,
                occasion,
                subject,
                to,
                "调整分工"
            ));
            // By a form of one head nobody goes over who is under an agreement; by a transfer or a move they do.
            assert!(handed.expect_err("refused").to_string().contains("变更援助服务地"));
            let moved = by!(world, "chief", |tx, desk, occasion| duties::move_over(
                tx,
                desk,
                occasion,
                subject,
                to,
                "区划调整"
            ));
            moved.expect("moved over");
        }
        let given = world.desk.db.read::<_, _, StoreError>(async move |tx| {
            tx.all::<(i64,)>(GIVEN_TO, &[&subject]).await
        });
        assert_eq!(given.await.expect("read"), [(BESIDE,), (STREET,), (BESIDE,)]);
    });
}
