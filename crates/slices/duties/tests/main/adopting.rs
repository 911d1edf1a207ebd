//! Subjects that nobody answers for find an office.

use kernel::Day;
use offices::NewOffice;
use store::seal::{Clear, Sealed};
use store::{StoreError, SubjectId, Tx};
use subjects::SubjectKind;

use crate::world::{DISTRICT, PUT_PERSON, World, on_both};

fn today() -> Day {
    "2026-03-02".parse().expect("a day")
}

/// Opens a file for which nobody answers; it may go on in another one.
async fn file(
    tx: &mut Tx,
    world: &desk::Desk,
    number: &str,
    merged_into: Option<SubjectId>,
) -> Result<SubjectId, StoreError> {
    let (kind, now, sealing) = (SubjectKind::Person, world.clock.now(), &world.sealing);
    let (subject, key) = subjects::open_subject(tx, sealing, kind, number, "王秀英", now).await?;
    let entropy = sealing.entropy.as_ref();
    let particulars: Sealed = key.seal("person.particulars", &[], &Clear::new("{}"), entropy);
    let state = if merged_into.is_some() { "merged" } else { "active" };
    tx.execute(PUT_PERSON, &[&subject, &number, &particulars, &state, &merged_into]).await?;
    Ok(subject)
}

#[test]
fn a_file_that_nobody_answers_for_finds_an_office_and_a_merged_one_stays_away() {
    on_both(&async |world: &World| {
        let desk = world.desk.clone();
        let (adopted, again, kept, gone) = world
            .desk
            .db
            .write::<_, _, StoreError>(async move |tx| {
                let office = NewOffice {
                    code: DISTRICT,
                    name: "朝阳区公共就业服务中心".to_owned(),
                    address: String::new(),
                    phone: String::new(),
                    opened_on: today(),
                };
                let (now, entropy) = (desk.clock.now(), desk.sealing.entropy.as_ref());
                offices::found(tx, &office, now, entropy).await?;
                let kept = file(tx, &desk, "P1", None).await?;
                let gone = file(tx, &desk, "P2", Some(kept)).await?;
                let adopted = duties::adopt(tx, &desk, today(), 100).await?;
                let again = duties::adopt(tx, &desk, today(), 100).await?;
                let held = duties::held(tx, kept).await?;
                Ok((adopted, again, held, duties::held(tx, gone).await?))
            })
            .await
            .expect("adopted");
        assert_eq!((adopted, again), (1, 0));
        assert_eq!(kept.map(|held| held.office_code), Some(DISTRICT));
        assert_eq!(gone, None, "nobody answers again for what goes on elsewhere");
    });
}
