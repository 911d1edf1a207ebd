//! Where a person lives by the newest that their file has: since when, and whether its door is known.

use access::Failure;
use desk::{Desk, Occasion};
use duties::{hold_for, key_to};
use kernel::Day;
use seekers::{NewPerson, PastChange};
use store::seal::SubjectKey;
use store::{StoreError, SubjectId, Tx};

use crate::model::Refusal;

/// What changes call the place, down to the community.
const PLACE: &str = "居住地";
/// What they call the address there.
const ADDRESS: &str = "居住地址";

/// What the file's changes say of where a person lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Residence {
    /// The day on which the file learned of the last move; nothing where it never did.
    pub(crate) since: Option<Day>,
    /// Whether no address was noted for the place since: what the file has, if anything, is of the place before.
    pub(crate) lacks_door: bool,
}

/// Reads the changes of a file, the latest first.
pub(crate) async fn residence_of(
    tx: &mut Tx,
    key: &SubjectKey,
    subject: SubjectId,
) -> Result<Residence, StoreError> {
    Ok(read(&seekers::changes_of(tx, key, subject).await?))
}

fn read(changes: &[PastChange]) -> Residence {
    let mut is_addressed = false;
    for change in changes {
        is_addressed |=
            change.changes.iter().any(|one| one.field == ADDRESS && !one.after.is_empty());
        // A community that was named within the street that was known before is no move; a place that is not known any
        // more is one, for the door that was noted lies where the person no longer lives.
        let moved = change.changes.iter().any(|one| {
            let within = one.after.starts_with(&one.before) || one.before.starts_with(&one.after);
            one.field == PLACE && (one.after.is_empty() || !within)
        });
        if moved {
            let since = Some(web::day_of(change.at));
            return Residence { since, lacks_door: !is_addressed };
        }
    }
    Residence::default()
}

/// Records the address at the place where the file says that a person lives, before an agreement is signed that says it.
pub(crate) async fn note_address(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    address: &str,
) -> Result<(), Failure<Refusal>> {
    hold_for(tx, occasion, access::Action::RecordService, subject).await?;
    let key = key_to(tx, desk, subject).await?;
    let Some(person) = seekers::person_of(tx, &key, subject).await? else { return Ok(()) };
    let residence = residence_of(tx, &key, subject).await?;
    let (code, version) = (person.residence_code, person.version);
    if residence.lacks_door && person.particulars.address == address {
        // The same door is said of the new place: it is noted anew, as what is known of that place.
        let label = subjects::label_of(tx, &desk.sealing, subject).await?;
        let name = label.as_ref().map_or("", |label| label.name.reveal());
        let mut blank = NewPerson::known(person, name);
        blank.particulars.address.clear();
        let put_away = seekers::amend(tx, desk, occasion, subject, version, &blank).await;
        put_away.map_err(|failure| failure.map(Refusal::Amend))?;
    }
    let place = (code, address);
    let noted = seekers::move_home(tx, desk, occasion, subject, place).await;
    noted.map(drop).map_err(|failure| failure.map(Refusal::Amend))
}

#[cfg(test)]
mod tests {
    use seekers::model::Change;
    use store::{ActorId, Instant, OfficeId};

    use super::*;

    fn change(day: i64, fields: &[(&str, &str, &str)]) -> PastChange {
        let changes = fields.iter().map(|(field, before, after)| Change {
            field: (*field).to_owned(),
            before: (*before).to_owned(),
            after: (*after).to_owned(),
        });
        PastChange {
            at: Instant::from_micros(day * 86_400_000_000),
            staff: ActorId::from_bytes([1; 16]),
            office: OfficeId::from_bytes([2; 16]),
            changes: changes.collect(),
        }
    }

    #[test]
    fn an_address_is_of_the_place_that_it_was_noted_for() {
        let moved = change(2, &[(PLACE, "甲街道一社区", "乙街道")]);
        let of = |changes: &[PastChange]| read(changes).lacks_door;
        assert!(of(std::slice::from_ref(&moved)));
        let by_way_of_nowhere =
            [change(3, &[(PLACE, "", "乙街道")]), change(2, &[(PLACE, "甲街道", "")])];
        assert!(of(&by_way_of_nowhere));
        assert!(!of(&[change(2, &[(PLACE, "", "甲街道")])]), "the first place is no move");
        let both = change(2, &[(PLACE, "甲街道", "乙街道"), (ADDRESS, "1 号", "2 号")]);
        assert!(!of(&[both]));
        assert!(!of(&[change(3, &[(ADDRESS, "1 号", "2 号")]), moved.clone()]));
        let put_away = change(2, &[(PLACE, "甲街道", "乙街道"), (ADDRESS, "1 号", "")]);
        assert!(of(&[put_away]), "the door of the place before was put away");
        assert!(of(&[moved.clone(), change(1, &[(ADDRESS, "", "1 号")])]));
        // The community within the street is named later, the telephone changes: no move.
        let named = change(3, &[(PLACE, "乙街道", "乙街道二社区"), ("联系电话", "1", "2")]);
        assert_eq!(read(std::slice::from_ref(&named)), Residence::default());
        assert_eq!(read(&[named, moved.clone()]), read(&[moved]));
    }
}
