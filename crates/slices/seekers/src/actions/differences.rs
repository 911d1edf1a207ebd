//! In what a file agrees with what was told of somebody, and in what not.

use desk::{Desk, Occasion};
use store::seal;
use store::{StoreError, SubjectId, Tx};
use subjects::label_of;

use super::bring_in::NewPerson;
use super::names::place_name_near;
use super::person::person_of;
use crate::model::{masked, normalise_name, normalise_phone};

/// The names of what agrees, and what differs with what the file says of it, masked.
pub(super) type Compared = (Vec<&'static str>, Vec<(&'static str, String)>);

/// Tells whether two sides say the same.
type Same<'a> = &'a dyn Fn(&String, &String) -> bool;

/// Compares what tells people apart, as far as both sides say it. The caller has made sure that the actor may read the
/// file.
pub(super) async fn compared(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    new: &NewPerson,
) -> Result<Compared, StoreError> {
    let (mut agrees, mut differs) = (Vec::new(), Vec::new());
    let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
    let label = label_of(tx, &desk.sealing, subject).await?;
    let (Some(key), Some(label)) = (key, label) else { return Ok((agrees, differs)) };
    let Some(known) = person_of(tx, &key, subject).await? else { return Ok((agrees, differs)) };
    let area = occasion.actor.area;
    let home = place_name_near(tx, known.residence_code, area).await?;
    let told_home = place_name_near(tx, new.residence_code, area).await?;
    let (file, told) = (&known.particulars, &new.particulars);
    let name = label.name.reveal().to_owned();
    let same = |one: &String, other: &String| one == other;
    let as_named = |one: &String, other: &String| normalise_name(one) == normalise_name(other);
    let as_called = |one: &String, other: &String| normalise_phone(one) == normalise_phone(other);
    let pairs: [(&'static str, &String, &String, Same<'_>); 8] = [
        ("姓名", &name, &new.name, &as_named),
        ("证件号码", &file.number, &told.number, &same),
        ("出生日期", &file.birth, &told.birth, &same),
        ("性别", &file.sex, &told.sex, &same),
        ("联系电话", &file.phone, &told.phone, &as_called),
        ("居住地", &home, &told_home, &same),
        ("居住地址", &file.address, &told.address, &same),
        ("户号", &file.household_number, &told.household_number, &same),
    ];
    for (name, file, told, is_same) in pairs {
        if file.is_empty() || told.is_empty() {
            continue;
        }
        if is_same(file, told) {
            agrees.push(name);
        } else {
            differs.push((name, masked(name, file)));
        }
    }
    Ok((agrees, differs))
}
