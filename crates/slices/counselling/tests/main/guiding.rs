//! Guidance is given: what the ledger keeps, and what is owed from then on.

use access::Failure;
use counselling::model::appointment::AppointmentId;
use counselling::model::{CounselRefusal, Form};
use counselling::{Outcome, hold};
use duties::model::Settled;
use ledger::Field;
use rules::Kind;
use store::ledger::Channel;
use store::seal;
use store::{StoreError, SubjectId};
use subjects::{Happening, Past, history};

use crate::world::{STREET, World, on_both};

const NINE: i64 = 540;

fn outcome(ready: Option<bool>) -> Outcome {
    Outcome {
        form: Form::Special,
        channel: Channel::Counter,
        words: "商定先参加电工培训".to_owned(),
        ready,
    }
}

async fn held(
    world: &World,
    id: AppointmentId,
    outcome: Outcome,
) -> Result<usize, Failure<CounselRefusal>> {
    let (desk, occasion) = (world.desk.clone(), world.occasion("zhao"));
    world
        .write(async move |tx| {
            hold(tx, &desk, &occasion, id, &outcome).await.map(|recorded| recorded.entries.len())
        })
        .await
}

async fn ledger_of(world: &World, subject: SubjectId) -> Vec<Past> {
    let keys = world.desk.sealing.keys.clone();
    world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| {
            let key = seal::key_of(tx, keys.as_ref(), subject).await?.expect("a key");
            history(tx, &key, subject).await
        })
        .await
        .expect("read")
}

/// The duties of BJ18-27(1) that a subject is still owed, by their due dates.
async fn call_backs(world: &World, subject: SubjectId) -> Vec<String> {
    let read = world
        .desk
        .db
        .read::<_, _, StoreError>(async move |tx| duties::duties_of(tx, subject).await);
    let duties = read.await.expect("read");
    let of_rule = duties.iter().filter(|duty| duty.rule == "BJ18-27(1)");
    let open = of_rule.filter(|duty| duty.state == Settled::Open);
    open.map(|duty| duty.due_day.to_string()).collect()
}

#[test]
fn guidance_and_readiness_are_recorded_and_under_an_agreement_a_call_back_is_owed() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let today = world.occasion("zhao").today;
        world
            .record(
                subject,
                Happening::new(Kind::AgreementSigned, today).text(Field::Officer, "赵指导"),
            )
            .await;
        let booking = world.booking(subject, "zhao", ("2026-10-10", NINE, 30));
        let id = world.book("clerk", booking).await.expect("booked");
        let early = held(world, id, outcome(None)).await;
        assert!(
            matches!(early, Err(Failure::Refused(CounselRefusal::NotBegun { .. }))),
            "{early:?}"
        );
        world.go_to("2026-10-10", 10);
        let blank = held(world, id, Outcome { words: " ".to_owned(), ..outcome(None) }).await;
        assert!(matches!(blank, Err(Failure::Refused(CounselRefusal::Blank { .. }))));
        assert_eq!(held(world, id, outcome(Some(false))).await.expect("held"), 2);
        let past = ledger_of(world, subject).await;
        let kinds: Vec<Kind> = past.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::AgreementSigned, Kind::ReadinessAssessed, Kind::GuidanceGiven]);
        let text = |field| past[2].text(field).map(|text| text.reveal().to_owned());
        assert_eq!(text(Field::Form).as_deref(), Some("special"));
        assert_eq!(text(Field::Note).as_deref(), Some("商定先参加电工培训"));
        assert_eq!(
            (past[2].on, past[1].flag(Field::Ready)),
            (world.occasion("zhao").today, Some(false))
        );
        // Saturday the 10th is worked; five working days after it is Friday the 16th.
        assert_eq!(call_backs(world, subject).await, ["2026-10-16"]);
        let twice = held(world, id, outcome(None)).await;
        assert!(matches!(twice, Err(Failure::Refused(CounselRefusal::State { .. }))), "{twice:?}");
    });
}

#[test]
fn without_an_agreement_no_call_back_is_owed() {
    on_both(&async |world| {
        let subject = world.person("张三", STREET).await;
        let booking = world.booking(subject, "zhao", ("2026-09-30", NINE, 30));
        let id = world.book("clerk", booking).await.expect("booked");
        world.go_to("2026-09-30", 10);
        assert_eq!(held(world, id, outcome(None)).await.expect("held"), 1);
        assert!(call_backs(world, subject).await.is_empty());
        assert_eq!(world.taken().await.len(), 2, "what was held stays taken");
    });
}
