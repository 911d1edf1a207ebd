//! The agreement ends with a placement in a public-welfare post, and none is signed before its term has ended (BJ18-30).

use access::Failure;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use services::Refusal;
use services::model::{Draft, Unfit};
use store::SubjectId;
use subjects::Happening;

use crate::kept::keep;
use crate::world::{NUMBER, World, on_both};

/// Signs as the slice of agreements does; gives why not.
async fn signs(world: &World, person: SubjectId, on: Day) -> Option<Unfit> {
    let signed = Happening::new(Kind::AgreementSigned, on).text(Field::Officer, "赵专员");
    match keep(world, person, Draft::new(signed)).await {
        Ok(_) => None,
        Err(Failure::Refused(Refusal::Unfit(unfit))) => Some(unfit),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn nobody_signs_during_a_placement_and_everybody_may_after_it() {
    on_both(&async |world: &World| {
        let person = world.person(NUMBER, &[Kind::LedgerOpened, Kind::SeekerRegistered]).await;
        let before = world.today();
        let group = Happening::new(Kind::HardshipRecognised, before);
        world.record_raw(person, vec![group.text(Field::Group, "持证残疾人")]).await;
        world.pass_days(10);
        let placed = world.today();
        world.record_raw(person, vec![Happening::new(Kind::PublicPostPlaced, placed)]).await;
        world.pass_days(30);
        let refused = signs(world, person, world.today()).await;
        assert_eq!(refused, Some(Unfit::Placed(placed)));
        let words = refused.expect("refused").to_string();
        assert!(words.contains("BJ18-30") && words.contains(&placed.to_string()), "{words}");
        assert_eq!(signs(world, person, placed).await, Some(Unfit::Placed(placed)));
        assert!(!world.assess(person).await.standing.under_agreement);
        // What was forgotten before it is noted still; it ended with the placement.
        assert_eq!(signs(world, person, before).await, None);
        assert!(!world.assess(person).await.standing.under_agreement);
        // On the day the term ends they take up again.
        let ended = Happening::new(Kind::PublicPostEnded, world.today());
        world.record_raw(person, vec![ended]).await;
        assert_eq!(signs(world, person, world.today()).await, None);
        assert!(world.assess(person).await.standing.under_agreement);
    });
}
