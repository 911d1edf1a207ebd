//! The quarterly contact with key enterprises (BJ18 第四十八条).

use kernel::Day;

use crate::assess::Course;
use crate::calendar::{quarter_end, quarter_start};
use crate::duties::QUARTERLY_CONTACT;
use crate::life::Place;
use crate::rule::Discharge;
use crate::vocabulary::Kind;

/// Owes one contact for each quarter, from that of the first signing to that of the as-of day, at
/// whose end an agreement is in force or in which one was signed. The cause is the last signing up
/// to the quarter's end, and its day decides whether the regulation binds.
pub(crate) fn owe_contacts(course: &mut Course<'_>, as_of: Day, binds_from: Day) {
    let chronology = course.chronology();
    let mut places = chronology.places().peekable();
    let is_signing = |place: &Place| chronology.entry(*place).kind == Kind::KeyAgreementSigned;
    let Some(first_signing) = chronology.places().find(is_signing) else { return };
    let mut quarter = quarter_start(chronology.entry(first_signing).on);
    let mut in_force = false;
    let mut last_signing = None;
    while quarter <= as_of {
        let end = quarter_end(quarter);
        let mut signed = false;
        let mut contact = None;
        while let Some(place) = places.next_if(|place| chronology.entry(*place).on <= end) {
            let entry = chronology.entry(place);
            match entry.kind {
                Kind::KeyAgreementSigned => {
                    in_force = true;
                    signed = true;
                    last_signing = Some(place);
                }
                Kind::KeyAgreementEnded => in_force = false,
                _ => {}
            }
            if entry.on >= quarter && is_contact(entry.kind) {
                contact = contact.or(Some(place));
            }
        }
        if let Some(because) = last_signing.filter(|_| in_force || signed) {
            let signed_on = chronology.entry(because).on;
            if signed_on >= binds_from {
                let number = course.owe(QUARTERLY_CONTACT, because, quarter, signed_on);
                if let Some(contact) = contact {
                    course.meet(number, contact);
                }
            }
        }
        if end == Day::LAST {
            break;
        }
        quarter = end.plus_days(1);
    }
}

fn is_contact(kind: Kind) -> bool {
    QUARTERLY_CONTACT.rule().met_by.contains(&Discharge::InQuarter(kind))
}
