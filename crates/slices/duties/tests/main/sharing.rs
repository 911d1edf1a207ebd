//! A file that is opened to another office is readable there while that lasts, and to nobody else.

use access::{Action, Actor, Relation, Role};
use duties::{HolderId, NewShare, Purpose};
use kernel::Day;
use rules::Kind;
use store::{StoreError, SubjectId};
use subjects::{Happening, SubjectKind};

use crate::world::{BESIDE, DISTRICT, STREET, World, actor, occasion, on_both};

fn today() -> Day {
    "2026-03-02".parse().expect("a Monday")
}

/// How an actor stands to the file when they read it; nothing where they may not.
async fn reads(world: &World, by: &Actor, subject: SubjectId) -> Option<Relation> {
    let (desk, occasion) = (world.desk.clone(), occasion(by, today()));
    let entered = world.desk.db.write(async move |tx| {
        duties::enter(tx, &desk, &occasion, Action::ReadFile, subject, None).await
    });
    entered.await.ok().map(|entered| entered.relation)
}

async fn open(world: &World, subject: SubjectId, new: NewShare) {
    let desk = world.desk.clone();
    let shared = world.desk.db.write::<_, _, StoreError>(async move |tx| {
        let entropy = desk.sealing.entropy.as_ref();
        duties::share(tx, subject, &new, desk.clock.now(), entropy).await
    });
    shared.await.expect("shared");
}

async fn happens(world: &World, officer: &Actor, subject: SubjectId, kind: Kind) {
    let (desk, occasion) = (world.desk.clone(), occasion(officer, today()));
    let recorded = world.desk.db.write(async move |tx| {
        let happening = Happening::new(kind, today());
        let happening = match kind {
            Kind::AgreementSigned => happening.text(ledger::Field::Officer, "赵专员"),
            _ => happening,
        };
        let action = Action::RecordService;
        duties::record_service(tx, &desk, &occasion, action, subject, &[happening]).await.map(drop)
    });
    recorded.await.expect("recorded");
}

#[test]
fn what_is_opened_for_a_panel_is_read_there_until_the_person_works() {
    on_both(&async |world: &World| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let expert = actor(2, DISTRICT, &[Role::Counsellor]);
        let other = actor(3, DISTRICT, &[Role::Counsellor]);
        let neighbour = actor(4, BESIDE, &[Role::Counsellor]);
        let mut cover = actor(5, DISTRICT, &[Role::Counsellor]);
        cover.stands_in_for = vec![expert.id];

        let desk = world.desk.clone();
        let answers_for = officer.id;
        let taken = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            let now = desk.clock.now();
            let opened =
                subjects::open_subject(tx, &desk.sealing, SubjectKind::Person, "P1", "王秀英", now);
            let (subject, _) = opened.await?;
            duties::take_on(tx, subject, STREET, Some(answers_for), today()).await?;
            Ok(subject)
        });
        let subject = taken.await.expect("a person");
        happens(world, &officer, subject, Kind::AgreementSigned).await;
        assert_eq!(
            reads(world, &expert, subject).await,
            None,
            "a street's person, not yet asked for"
        );

        let entropy = world.desk.sealing.entropy.as_ref();
        let holder = HolderId::new(world.desk.clock.now(), entropy);
        let staff = Some(expert.id);
        let panel = NewShare { holder, purpose: Purpose::Panel, office_code: DISTRICT, staff };
        open(world, subject, panel).await;
        assert_eq!(reads(world, &expert, subject).await, Some(Relation::Consulted));
        assert_eq!(reads(world, &cover, subject).await, Some(Relation::Consulted));
        assert_eq!(reads(world, &other, subject).await, None, "it was opened to one");
        assert_eq!(reads(world, &neighbour, subject).await, None);

        happens(world, &officer, subject, Kind::StartedWork).await;
        assert_eq!(reads(world, &expert, subject).await, None, "work ends a panel (BJ18-28(4))");
        happens(world, &officer, subject, Kind::LeftWork).await;
        assert_eq!(reads(world, &expert, subject).await, Some(Relation::Consulted));

        let now = world.desk.clock.now();
        let ended = world.desk.db.write::<_, _, StoreError>(async move |tx| {
            duties::end_shares(tx, subject, holder, now).await
        });
        ended.await.expect("ended");
        assert_eq!(reads(world, &expert, subject).await, None);
    });
}
