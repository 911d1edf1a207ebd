//! Entries by chance, as a ledger takes them.

use kernel::Day;
use ledger::{Field, FieldType, fields_of};
use rules::{Kind, Position};
use subjects::{Happening, LedgerFacts};
use testkit::SeededEntropy;

/// Makes an entry of a kind that can be recorded of a ledger; nothing where its kind must name what is not there.
pub fn happening(
    known: &LedgerFacts,
    kind: Kind,
    on: Day,
    chance: &SeededEntropy,
) -> Option<Happening> {
    let mut happening = Happening::new(kind, on);
    for rule in fields_of(kind) {
        if !rule.required && chance.below(2) == 0 {
            continue;
        }
        happening = match rule.field_type {
            FieldType::Flag => happening.flag(rule.field, chance.below(2) == 0),
            FieldType::Level => happening.number(rule.field, 1 + chance.next() % 4),
            FieldType::Version => happening.number(rule.field, chance.next() % 9),
            FieldType::Day => {
                let later = i32::try_from(chance.below(90)).expect("small");
                happening.day(rule.field, on.plus_days(later))
            }
            FieldType::Stage => {
                happening.text(rule.field, ["early", "middle", "final"][chance.below(3)])
            }
            FieldType::Reference => {
                let place = named(known, kind, chance);
                match place.and_then(|place| known.id(place)) {
                    Some(id) => happening.about(id),
                    None if rule.required => return None,
                    None => happening,
                }
            }
            FieldType::Text => {
                let words = match rule.field {
                    Field::Circumstance => ["none", "childbirth", "caring"][chance.below(3)],
                    Field::Method => ["phone", "counter", "visit"][chance.below(3)],
                    _ => ["甲", "乙"][chance.below(2)],
                };
                happening.text(rule.field, words)
            }
        };
    }
    Some(happening)
}

/// Finds an entry that a kind may name and that was not corrected away.
fn named(known: &LedgerFacts, kind: Kind, chance: &SeededEntropy) -> Option<Position> {
    let entries = known.entries();
    let corrected = |place| {
        entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place))
    };
    let fitting: Vec<Position> = (0..entries.len())
        .filter(|place| kind.may_name(entries[*place].kind) && !corrected(*place))
        .collect();
    // Mostly something recent that follow-ups are owed for, as at a desk.
    let starts = |place: &Position| {
        matches!(
            entries[*place].kind,
            Kind::GuidanceGiven | Kind::TrainingStarted | Kind::Recommended | Kind::StartedWork
        )
    };
    let recent: Vec<Position> = fitting.iter().rev().copied().filter(starts).take(3).collect();
    let among = if recent.is_empty() || chance.below(4) == 0 { &fitting } else { &recent };
    (!among.is_empty()).then(|| among[chance.below(among.len())])
}
