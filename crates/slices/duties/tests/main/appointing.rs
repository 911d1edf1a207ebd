//! Whoever an agreement names answers for the person, and everything that is open goes along.

use access::{Action, Actor, Failure, Role};
use duties::Whose;
use kernel::Day;
use rules::Kind;
use store::ledger::Channel;
use store::{StoreError, SubjectId};
use subjects::{Happening, SubjectKind};

use crate::world::{BESIDE, STREET, World, actor, occasion, on_both};

fn today() -> Day {
    "2026-03-02".parse().expect("a Monday")
}

async fn seeker(world: &World, officer: &Actor) -> SubjectId {
    let (desk, occasion) = (world.desk.clone(), occasion(officer, today()));
    let officer = officer.id;
    let taken = world.desk.db.write(async move |tx| {
        let (kind, now) = (SubjectKind::Person, desk.clock.now());
        let (subject, _) =
            subjects::open_subject(tx, &desk.sealing, kind, "P1", "王秀英", now).await?;
        duties::take_on(tx, subject, STREET, Some(officer), today()).await?;
        let registered = Happening::new(Kind::SeekerRegistered, today()).through(Channel::Counter);
        let (action, one) = (Action::RecordService, std::slice::from_ref(&registered));
        duties::record_service(tx, &desk, &occasion, action, subject, one).await.map(|_| subject)
    });
    taken.await.expect("taken in")
}

async fn appoint(
    world: &World,
    by: &Actor,
    subject: SubjectId,
    officer: &Actor,
) -> Result<bool, Failure<duties::HandOverRefusal>> {
    let (desk, occasion, officer) = (world.desk.clone(), occasion(by, today()), officer.id);
    let appointed = world.desk.db.write(async move |tx| {
        duties::appoint(tx, &desk, &occasion, subject, officer, "签订协议").await
    });
    appointed.await
}

async fn open_of(world: &World, officer: &Actor) -> usize {
    let officer = officer.id;
    let open = world.desk.db.read::<_, _, StoreError>(async move |tx| {
        let after = duties::After::nothing();
        let whose = Whose::Officer(officer);
        duties::open_duties(tx, whose, (Day::FIRST, Day::LAST), &after, "", 100).await
    });
    open.await.expect("duties").len()
}

#[test]
fn an_officer_is_appointed_by_whoever_serves_the_office_and_by_nobody_else() {
    on_both(&async |world| {
        let officer = actor(1, STREET, &[Role::AssistanceOfficer]);
        let colleague = actor(2, STREET, &[Role::Counsellor]);
        let stranger = actor(3, BESIDE, &[Role::AssistanceOfficer, Role::Head]);
        let inspector = actor(4, STREET, &[Role::Inspector]);
        let subject = seeker(world, &officer).await;
        for denied in [&stranger, &inspector] {
            let answer = appoint(world, denied, subject, &colleague).await;
            assert!(matches!(answer, Err(Failure::Denied(_))), "{answer:?}");
        }
        assert_eq!((open_of(world, &officer).await, open_of(world, &colleague).await), (1, 0));
        assert!(appoint(world, &colleague, subject, &colleague).await.expect("appointed"));
        assert_eq!((open_of(world, &officer).await, open_of(world, &colleague).await), (0, 1));
        let again = appoint(world, &officer, subject, &colleague).await;
        assert!(!again.expect("nothing to change"));
        let nobody = SubjectId::from_bytes([9; 16]);
        let answer = appoint(world, &officer, nobody, &colleague).await;
        assert!(matches!(answer, Err(Failure::Denied(_))), "{answer:?}");
    });
}
