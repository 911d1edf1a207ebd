//! The ways that a transfer can take.

use desk::Companion;
use ledger::Field;
use rules::Kind;
use store::StoreError;
use street::{BESIDE, CITY, FAR, STREET, World, on_both};
use subjects::Happening;
use transfers::{Decision, Keeper, List};

use crate::world::{
    accept, approved, ask, decide, ended, forward, held, is_denied, listed, open_at, reads,
    refusal, send_back, under_agreement, verify, wish, withdraw,
};

async fn under_way(world: &World, subject: store::SubjectId) -> bool {
    let asked =
        world.desk.db.read::<_, _, StoreError>(async move |tx| Keeper.under_way(tx, subject).await);
    asked.await.expect("an answer").is_some()
}

#[test]
fn from_street_to_street_the_district_approves_and_everything_goes_over_at_acceptance() {
    on_both(&[transfers::STATEMENTS], transfers::routes, &async |world: &World| {
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
        assert!(!reads(world, "beside_officer", subject).await, "not before it is approved");
        decide(world, "chief", place, Decision::Approve).await.expect("approved");
        assert_eq!(listed(world, "neighbour", List::Receive).await, 1);
        assert!(reads(world, "beside_officer", subject).await, "met by the opening of the file");
        assert!(!reads(world, "far_officer", subject).await);

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
        assert!(reads(world, "beside_officer", subject).await);
        assert!(!reads(world, "officer", subject).await, "the old office has it no longer");
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
    on_both(&[transfers::STATEMENTS], transfers::routes, &async |world: &World| {
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
        assert!(reads(world, "far_officer", subject).await);
        assert!(!reads(world, "beside_officer", subject).await);
        accept(world, "far_officer", place, "far_officer").await.expect("accepted");
        let now = held(world, subject).await;
        assert_eq!((now.office_code, now.officer), (FAR, Some(world.staff("far_officer"))));
        assert_eq!(ended(world, subject).await, 1);
    });
}

#[test]
fn an_office_that_took_somebody_over_and_passed_them_on_reads_them_no_longer() {
    on_both(&[transfers::STATEMENTS], transfers::routes, &async |world: &World| {
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
            assert!(!reads(world, user, first.0).await, "{user}");
        }
        assert!(reads(world, "far_officer", first.0).await);
    });
}

#[test]
fn sent_back_withdrawn_or_refused_nothing_has_changed() {
    on_both(&[transfers::STATEMENTS], transfers::routes, &async |world: &World| {
        // Sent back by the other office: the file is closed to it again.
        let back = approved(world, "P1").await;
        send_back(world, "beside_officer", back).await.expect("sent back");
        assert!(!reads(world, "beside_officer", back.0).await);
        assert!(is_denied(&accept(world, "neighbour", back, "beside_officer").await));
        // Withdrawn after it was approved.
        let taken = approved(world, "P2").await;
        withdraw(world, "officer", taken).await.expect("withdrawn");
        assert!(!reads(world, "beside_officer", taken.0).await);
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
