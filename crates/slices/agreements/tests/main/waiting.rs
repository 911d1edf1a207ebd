//! What the page of the day says of agreements is what the list of agreements says.

use agreements::{ENDING, Keeper, UNSIGNED};
use axum::http::StatusCode;
use ledger::Field;
use rules::Kind;
use street::{NUMBER, World, on_both};
use subjects::Happening;

use crate::scene::{agreed, owed, today};

/// How many people a list shows.
async fn listed(world: &World, what: &str) -> usize {
    let page = world.get("officer", &format!("/agreements?show={what}")).await;
    let table = page.text.split("<tbody>").nth(1).unwrap_or_default();
    table.split("</tbody>").next().unwrap_or_default().matches("<a href=\"/people/").count()
}

#[test]
fn what_ends_and_what_is_not_signed_waits_for_the_officer_as_the_lists_say() {
    on_both(&[agreements::STATEMENTS], agreements::routes, &async |world: &World| {
        let (person, entry) = agreed(world, NUMBER).await;
        let imported = owed(world, "P2").await;
        let signed = Happening::new(Kind::AgreementSigned, today(world)).text(Field::Officer, "甲");
        world.record_raw(imported, vec![signed]).await;
        owed(world, "P3").await;
        let count = async |name: &str| {
            let waits = world.waits(Keeper, "officer").await;
            waits.iter().filter(|(kind, _)| *kind == name).count()
        };
        let agree = async |unsigned: usize, near: usize| {
            assert_eq!(
                (count(UNSIGNED.name).await, listed(world, "unsigned").await),
                (unsigned, unsigned)
            );
            assert_eq!((count(ENDING.name).await, listed(world, "near").await), (near, near));
        };
        agree(2, 0).await;
        assert!(world.waits(Keeper, "colleague").await.is_empty());
        world.pass_days(340);
        agree(2, 1).await;
        let waiting = world.waiting(Keeper, world.occasion("officer").await).await;
        let ending = waiting.iter().find(|one| one.kind == ENDING).expect("one that ends");
        assert_eq!(ending.subject, person);
        assert!(ending.until.is_some_and(|until| until > world.today()));
        assert_eq!(world.get("officer", &ending.path).await.status, StatusCode::OK);
        // Renewed it ends later, and the new text is to be signed in its place.
        let renew = format!("/people/{person}/agreement/renew");
        assert_eq!(world.fill("officer", &renew, &[]).await.status, StatusCode::SEE_OTHER);
        agree(2, 0).await;
        // A renewal made in error: the first text is in force again.
        let renewed = world.history(person).await.pop().expect("an entry").id;
        assert_ne!(renewed, entry);
        let taken_back = Happening::new(Kind::Corrected, today(world)).about(renewed);
        world.record_raw(person, vec![taken_back]).await;
        agree(2, 1).await;
        // Renewed again, the texts before take nobody's place.
        assert_eq!(world.fill("officer", &renew, &[]).await.status, StatusCode::SEE_OTHER);
        let occasion = world.occasion("officer").await;
        let mut first = world.first_waiting(Keeper, occasion, 2).await;
        first.retain(|one| one.kind == UNSIGNED);
        assert_eq!(first.iter().map(|one| one.subject).collect::<Vec<_>>(), [imported, person]);
    });
}
