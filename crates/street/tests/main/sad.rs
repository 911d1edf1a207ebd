//! The road's sad twins: who refuses the service, who falls silent, who moves away in the middle, who comes to no
//! work but a public-welfare post. None of them is lost, and each may come back.

use access::Failure;
use duties::model::Settled;
use ledger::Field;
use posts::model::Content;
use posts::{NewPlacement, NewPost, NewRecommendation};
use rules::{Gate, Kind};
use stopping::model::{CaseState, Finding, Outcome};
use stopping::{Decision, NewObjection};
use store::ledger::Channel;
use street::{FAR, NUMBER, STREET, on_both};
use transfers::model::{AskedFor, Ground};
use transfers::{Acceptance, NewHome, NewTransfer, TransferId};

use crate::case::{Case, SLICES, cases, day, does, no_pages, tries};

/// BJ18-29: verified by the officer, approved by the office; whoever objects is heard by the office above.
#[test]
fn whoever_refuses_is_heard_before_and_after_the_service_stops() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open_under_agreement(world, NUMBER).await;
        let guided = case.now(Kind::GuidanceGiven).text(Field::Form, "general");
        case.records("officer", guided).await;
        case.owes(&["BJ18-27(1) 2026-01-12"]).await;
        declines(&case).await;
        let before = case.known().await;
        stops(&case, Gate::Termination, true, "2026-01-07").await;
        assert!(case.standing().await.stopped && !case.standing().await.under_agreement);
        case.owes(&[]).await;
        case.opens(&[]).await;
        let objection = objects(&case).await;
        // Not the office that decided.
        let subject = case.subject;
        let own = tries!(case, "head", |tx, desk, occasion| stopping::decide_objection(
            tx,
            desk,
            occasion,
            (subject, objection),
            Outcome::Upheld,
            "属实"
        ));
        assert!(matches!(own, Err(Failure::Denied(_))));
        does!(case, "chief", |tx, desk, occasion| stopping::decide_objection(
            tx,
            desk,
            occasion,
            (subject, objection),
            Outcome::Upheld,
            "当时病着，不是拒绝"
        ));
        // As if the service had never stopped: what is owed, the gates, the standing.
        let rulebook = &world.desk.rulebook;
        let never = rulebook.assess(before.entries(), world.today());
        assert!(never.standing.under_agreement && !never.standing.stopped);
        assert_eq!(rulebook.assess(case.known().await.entries(), world.today()), never);
        case.owes(&["BJ18-27(1) 2026-01-12"]).await;
        // Nor does it stop once more for what was said then.
        let again = tries!(case, "officer", |tx, desk, occasion| stopping::try_to_reach(
            tx,
            desk,
            occasion,
            (subject, Gate::Termination),
            (occasion.today, Channel::Phone, true, "再问一次")
        ));
        assert!(matches!(again, Err(Failure::Refused(stopping::model::Refusal::Upheld))));
    });
}

/// BJ18-29: an objection that is refused leaves the stop as it is, and the person may come back all the same.
#[test]
fn whoever_objects_in_vain_is_told_and_may_come_back() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open_under_agreement(world, NUMBER).await;
        declines(&case).await;
        stops(&case, Gate::Termination, true, "2026-01-07").await;
        let (objection, subject) = (objects(&case).await, case.subject);
        let stopped = case.known().await;
        does!(case, "chief", |tx, desk, occasion| stopping::decide_objection(
            tx,
            desk,
            occasion,
            (subject, objection),
            Outcome::Refused,
            "两次核实，本人都明确拒绝"
        ));
        does!(case, "officer", |tx, desk, occasion| stopping::tell_outcome(
            tx,
            desk,
            occasion,
            (subject, objection),
            (occasion.today, Channel::Phone, "已当面说明，随时可以再来")
        ));
        assert_eq!(case.known().await.entries(), stopped.entries(), "the ledger is as it was");
        assert!(case.standing().await.stopped);
        case.until("2026-03-02").await;
        case.records("clerk", case.now(Kind::Contacted)).await;
        assert!(!case.standing().await.stopped, "served again");
        // What the stop ended is done anew: registered, graded, under an agreement.
        case.records("clerk", case.now(Kind::SeekerRegistered)).await;
        case.owes(&["BJ18-12 2026-03-05", "BJ18-23 2026-03-09"]).await;
        case.grades("officer", 4).await;
        case.signs("officer").await;
        case.owes(&["BJ18-26(1) 2026-03-16"]).await;
    });
}

/// BJ18-13(3): registered as unemployed and silent for more than six months.
#[test]
fn whoever_falls_silent_is_looked_for_and_served_again_when_they_come() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open(world, NUMBER, &[Kind::LedgerOpened]).await;
        let claims = case.now(Kind::UnemploymentClaimed);
        let claims = claims.flag(Field::Complete, true).flag(Field::Promise, false);
        case.records("clerk", claims).await;
        case.owes(&["NA18-3 2026-01-14"]).await;
        case.until("2026-01-06").await;
        case.records("clerk", case.now(Kind::UnemploymentRegistered)).await;
        case.owes(&[]).await;
        case.until("2026-07-05").await;
        case.opens(&[]).await;
        // More than six months: from the day after. The gate proposes, the office owes an answer in three days.
        case.until("2026-07-06").await;
        case.opens(&["BJ18-13(3) 2026-07-06"]).await;
        case.owes(&["BJ18-13(3) stop 2026-07-09"]).await;
        stops(&case, Gate::SilentUnemployed, false, "2026-07-08").await;
        case.owes(&[]).await;
        case.opens(&[]).await;
        case.came_of(&["NA18-3 met", "BJ18-13(3) stop met"]).await;
        assert!(case.standing().await.stopped);
        // Silence alone brings nobody back, and opens nothing a second time.
        case.until("2026-09-01").await;
        case.opens(&[]).await;
        let contacted = case.now(Kind::Contacted).through(Channel::Phone);
        case.records("clerk", contacted).await;
        assert!(!case.standing().await.stopped);
        case.records("clerk", case.now(Kind::SeekerRegistered)).await;
        case.owes(&["BJ18-12 2026-09-04"]).await;
    });
}

/// BJ18-23, BJ18-24: from one district to another in the middle of an agreement.
#[test]
fn whoever_moves_away_is_never_between_two_offices() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open_under_agreement(world, NUMBER).await;
        let claims = case.now(Kind::UnemploymentClaimed);
        let claims = claims.flag(Field::Complete, true).flag(Field::Promise, false);
        case.records("clerk", claims).await;
        case.recommends("officer").await;
        let open = ["BJ18-27(3) 2026-01-12", "NA18-3 2026-01-14"];
        case.owes(&open).await;
        let transfer = climbs(&case).await;
        // Until the new office takes the person over, the old one answers for everything.
        assert_eq!(case.held().await.officer, Some(world.staff("officer")));
        assert!(case.standing().await.under_agreement && case.is_open_to("officer").await);
        case.owes(&open).await;
        let (subject, officer) = (case.subject, world.staff("far_officer"));
        let home = NewHome { residence_code: FAR, address: "幸福路 8 号".to_owned() };
        let acceptance = Acceptance { officer, home: Some(home), household: None };
        let accepted = does!(case, "far_officer", |tx, desk, occasion| transfers::accept(
            tx,
            desk,
            occasion,
            (subject, transfer),
            &acceptance
        ));
        assert!(accepted.ended_agreement && accepted.signs);
        let held = case.held().await;
        assert_eq!((held.office_code, held.officer), (FAR, Some(officer)));
        assert!(!held.standing.under_agreement);
        // What is owed beside the agreement went along with the person.
        case.owes(&open[1..]).await;
        for duty in case.duties().await.iter().filter(|duty| duty.state == Settled::Open) {
            assert_eq!((duty.office_code, duty.officer_id), (FAR, Some(officer)), "{}", duty.rule);
        }
        for (user, is_open) in [("officer", false), ("head", false), ("far_officer", true)] {
            assert_eq!(case.is_open_to(user).await, is_open, "{user}");
        }
        let denied = tries!(case, "officer", |tx, desk, occasion| services::record(
            tx,
            desk,
            occasion,
            subject,
            &services::model::Draft::new(subjects::Happening::new(Kind::Contacted, occasion.today))
        ));
        assert!(matches!(denied, Err(Failure::Denied(_))));
        case.signs("far_officer").await;
        case.owes(&["NA18-3 2026-01-14", "BJ18-26(1) 2026-01-22"]).await;
        case.records("far_officer", case.now(Kind::UnemploymentRegistered)).await;
        case.plans("far_officer", "", None).await;
        case.owes(&[]).await;
    });
}

/// BJ18-30: a public-welfare post when nothing else led to work, and back into assistance after its term.
#[test]
fn whoever_comes_to_a_public_post_comes_back_after_it() {
    on_both(SLICES, no_pages, &async |world| {
        let case = Case::open_under_agreement(world, NUMBER).await;
        case.records("officer", case.now(Kind::ReadinessAssessed).flag(Field::Ready, true)).await;
        for _ in 0..5 {
            let recommended = case.recommends("officer").await;
            case.learns("officer", recommended, false).await;
        }
        case.until("2026-07-04").await;
        case.opens(&["BJ18-28 2026-01-05"]).await;
        case.until("2026-07-05").await;
        case.opens(&["BJ18-28 2026-01-05", "BJ18-30 2026-07-05"]).await;
        is_placed(&case, "2026-12-31").await;
        // The agreement ends with it, by the regulation alone; so do the gates.
        assert!(!case.standing().await.under_agreement);
        case.opens(&[]).await;
        case.owes(&[]).await;
        let archived = case.now(Kind::SeekerArchived).text(Field::Reason, "已实现就业");
        case.records("officer", archived).await;
        case.until("2027-01-04").await;
        let subject = case.subject;
        does!(case, "officer", |tx, desk, occasion| posts::end(
            tx,
            desk,
            occasion,
            subject,
            (day("2026-12-31"), "期满", "")
        ));
        // Back: registered, graded and under an agreement anew.
        case.records("clerk", case.now(Kind::SeekerRegistered)).await;
        case.owes(&["BJ18-12 2027-01-07", "BJ18-23 2027-01-11"]).await;
        case.grades("officer", 4).await;
        case.signs("officer").await;
        case.owes(&["BJ18-26(1) 2027-01-18"]).await;
        case.plans("officer", "", None).await;
        case.owes(&[]).await;
    });
}

async fn declines(case: &Case<'_>) {
    case.opens(&[]).await;
    case.until("2026-01-06").await;
    let declined = case.records("officer", case.now(Kind::ServiceDeclined)).await;
    case.opens(&["BJ18-29 2026-01-06"]).await;
    // The last call-back, without which nobody is given up.
    case.follows_up("officer", declined).await;
    case.opens(&["BJ18-29 2026-01-06"]).await;
}

/// The officer tries twice to reach the person; the head approves on a day; the person is told.
async fn stops(case: &Case<'_>, gate: Gate, reached: bool, decided_on: &str) {
    let subject = case.subject;
    for how in [Channel::Phone, Channel::Visit] {
        // Whoever is not reached is sought on another day, too.
        if how == Channel::Visit && !reached {
            case.until(case.world.today().plus_days(1).to_string().as_str()).await;
        }
        does!(case, "officer", |tx, desk, occasion| stopping::try_to_reach(
            tx,
            desk,
            occasion,
            (subject, gate),
            (occasion.today, how, reached, "问过本人和社区")
        ));
    }
    let cases = cases(case).await;
    let id = cases.first().expect("a case").id;
    // Nobody approves what is still being verified.
    let early = tries!(case, "head", |tx, desk, occasion| stopping::decide(
        tx,
        desk,
        occasion,
        (subject, id),
        Decision::Approve,
        "同意"
    ));
    assert!(matches!(early, Err(Failure::Refused(stopping::model::Refusal::Moved))));
    does!(case, "officer", |tx, desk, occasion| stopping::finish(
        tx,
        desk,
        occasion,
        (subject, id),
        Finding {
            offered: "推荐过岗位，本人说不需要", words: "核实无误", ..Finding::default()
        }
    ));
    case.until(decided_on).await;
    // Whoever verified does not approve, and nobody stops by verifying alone.
    assert!(!case.standing().await.stopped);
    let own = tries!(case, "officer", |tx, desk, occasion| stopping::decide(
        tx,
        desk,
        occasion,
        (subject, id),
        Decision::Approve,
        "同意"
    ));
    assert!(matches!(own, Err(Failure::Denied(_))));
    let state = does!(case, "head", |tx, desk, occasion| stopping::decide(
        tx,
        desk,
        occasion,
        (subject, id),
        Decision::Approve,
        "同意"
    ));
    assert_eq!(state, CaseState::Approved);
    does!(case, "officer", |tx, desk, occasion| stopping::tell(
        tx,
        desk,
        occasion,
        (subject, id),
        (occasion.today, Channel::Phone, "说明了后果、怎样恢复、可以提出异议")
    ));
}

/// Days later the person objects at the counter.
async fn objects(case: &Case<'_>) -> stopping::ObjectionId {
    case.until("2026-01-09").await;
    let id = cases(case).await.first().expect("a case").id;
    let subject = case.subject;
    let new = NewObjection {
        on: case.world.today(),
        how: Channel::Counter,
        words: "我没有拒绝".to_owned(),
    };
    does!(case, "clerk", |tx, desk, occasion| stopping::object(
        tx,
        desk,
        occasion,
        (subject, id),
        &new
    ))
}

/// Asked for by the person, verified by the officer, submitted by the head, passed on by the district, approved by the
/// city: a day each. Gives the transfer.
async fn climbs(case: &Case<'_>) -> TransferId {
    let subject = case.subject;
    let new = NewTransfer {
        to_office_code: FAR,
        asked_for: AskedFor::Person,
        ground: Ground::Residence,
        reason: "租的房子到期".to_owned(),
        address: "外区新址".to_owned(),
        verified: None,
    };
    let id = does!(case, "clerk", |tx, desk, occasion| transfers::request(
        tx, desk, occasion, subject, &new
    ));
    case.until("2026-01-06").await;
    does!(case, "officer", |tx, desk, occasion| transfers::verify(
        tx,
        desk,
        occasion,
        (subject, id),
        "看过租房合同"
    ));
    for (on, head) in [("2026-01-07", "head"), ("2026-01-08", "chief")] {
        case.until(on).await;
        does!(case, head, |tx, desk, occasion| transfers::forward(
            tx,
            desk,
            occasion,
            (subject, id),
            ""
        ));
    }
    assert!(!case.is_open_to("far_officer").await, "not yet approved");
    for user in ["chief", "far_chief", "far_officer"] {
        let approved = tries!(case, user, |tx, desk, occasion| transfers::decide(
            tx,
            desk,
            occasion,
            (subject, id),
            transfers::Decision::Approve,
            ""
        ));
        assert!(approved.is_err(), "{user}: between districts the city decides");
    }
    does!(case, "mayor", |tx, desk, occasion| transfers::decide(
        tx,
        desk,
        occasion,
        (subject, id),
        transfers::Decision::Approve,
        ""
    ));
    assert!(case.is_open_to("far_officer").await, "to be received");
    assert_eq!(case.held().await.office_code, STREET);
    id
}

/// The head opens a post; the officer recommends the person and asks for the placement until a day, which the head confirms.
pub(crate) async fn is_placed(case: &Case<'_>, last_day: &str) {
    let (subject, on) = (case.subject, case.world.today());
    let new = NewPost {
        organisation: "阳光社区服务中心".to_owned(),
        kind: "社区服务".to_owned(),
        places: 1,
        months: 12,
        ..NewPost::default()
    };
    let post = does!(case, "head", |tx, desk, occasion| posts::open_post(tx, desk, occasion, &new));
    let content =
        Content { why: "离家近，可以照顾老人".to_owned(), ..Content::default() };
    let recommended = NewRecommendation { post, on, content: content.clone() };
    does!(case, "officer", |tx, desk, occasion| posts::recommend(
        tx,
        desk,
        occasion,
        subject,
        &recommended
    ));
    let placement = NewPlacement { post, on, last_day: day(last_day), content };
    let asked = does!(case, "officer", |tx, desk, occasion| posts::ask_placement(
        tx, desk, occasion, subject, &placement
    ));
    assert!(case.standing().await.under_agreement, "what is asked for is not placed");
    does!(case, "head", |tx, desk, occasion| posts::confirm_placement(
        tx,
        desk,
        occasion,
        (subject, asked)
    ));
    assert!(!case.standing().await.under_agreement, "placed");
}
