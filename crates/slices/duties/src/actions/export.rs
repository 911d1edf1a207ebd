//! Whose names left the system in a list, and in whose hands.

use access::Action;
use desk::{Desk, Occasion};
use store::{StoreError, SubjectId, seal};
use subjects::{NewReading, note_reading};

/// How many readings are noted in one transaction: short enough for clerks not to notice.
const AT_ONCE: usize = 200;

/// Notes for everyone in a list that they were taken out with it, so that each of them can be told who has; to
/// be done before the list is given, which [`crate::take_out`] sees to. An act for the list as a whole would not say who stood in it.
pub(crate) async fn note_exported(
    desk: &Desk,
    occasion: &Occasion,
    subjects: &[SubjectId],
) -> Result<(), StoreError> {
    for some in subjects.chunks(AT_ONCE) {
        let (own, occasion, some) = (desk.clone(), occasion.clone(), some.to_vec());
        desk.db
            .write::<_, _, StoreError>(async move |tx| {
                for subject in &some {
                    let keys = own.sealing.keys.as_ref();
                    let Some(key) = seal::key_of(tx, keys, *subject).await? else { continue };
                    let reading = NewReading {
                        subject: *subject,
                        on: occasion.today,
                        at: occasion.now,
                        staff: occasion.actor.id,
                        office: occasion.actor.office,
                        purpose: Action::Export.term(),
                        reason: None,
                    };
                    note_reading(tx, &own.sealing, &key, &reading).await?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}
