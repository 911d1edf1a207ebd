//! Readiness assessed at a follow-up (BJ18-25, BJ18-27): by what decides in the checklist in use.

use counselling::model::Instrument;
use ledger::Field;
use rules::Kind;
use subjects::Happening;

/// Yes or no to [`question`], in the words of BJ18 第十五条.
pub const ANSWERS: [(&str, &str); 2] = [("yes", "具备上岗条件"), ("no", "暂不具备")];

/// The checklist by which readiness is assessed.
fn checklist() -> Option<&'static Instrument> {
    Instrument::find("readiness")
}

/// Tells whether whatever a kind of service left behind is assessed when it is followed up: guidance (BJ18-27(1)), and
/// training or internship (BJ18-27(2)).
#[must_use]
pub const fn is_assessed_after(kind: Kind) -> bool {
    matches!(kind, Kind::GuidanceGiven | Kind::TrainingStarted)
}

/// Gives what decides, as it is asked: the items of the checklist without which nobody is ready.
#[must_use]
pub fn question() -> String {
    let items = checklist().map(|checklist| checklist.items.iter()).into_iter().flatten();
    let deciding: Vec<&str> =
        items.filter(|item| item.required).map(|item| item.text.as_str()).collect();
    format!("“{}”的，为具备（BJ18-15）；没有评估的不必选", deciding.join("；"))
}

/// Reads an answer by its name.
#[must_use]
pub fn answer_named(name: &str) -> Option<bool> {
    match name {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Gives the assessment that was made at a follow-up, with what it was made by.
#[must_use]
pub(crate) fn assessed(follow_up: &Happening, ready: bool) -> Happening {
    let by = checklist().map_or_else(String::new, |checklist| {
        format!("跟踪回访时评估，按《{}》（{} 起用）的决定项", checklist.name, checklist.from)
    });
    let assessed = Happening::new(Kind::ReadinessAssessed, follow_up.on);
    Happening { channel: follow_up.channel, ..assessed }
        .flag(Field::Ready, ready)
        .text(Field::Note, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_asked_and_what_it_was_found_by_is_noted() {
        assert!(question().contains("2周内可以上岗"), "{}", question());
        let follow_up = Happening::new(Kind::FollowedUp, kernel::Day::FIRST);
        let found = assessed(&follow_up, false);
        assert_eq!((found.kind, found.on), (Kind::ReadinessAssessed, follow_up.on));
        assert!(found.fields.contains(&(Field::Ready, false.into())));
        assert!(format!("{:?}", found.fields).contains("2018-08-01"), "{:?}", found.fields);
    }
}
