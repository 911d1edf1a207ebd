//! When a panel ends by itself.

use kernel::Day;
use rules::{Entry, Kind, Position};
use store::EntryId;
use subjects::LedgerFacts;

/// How a panel ended without anybody's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The day.
    pub on: Day,
    /// What happened.
    pub words: &'static str,
}

/// Tells whether, and with what, the panel that an entry asked for has ended: the loop of opinions, services and
/// feedback goes on until the person works or the agreement ends (BJ18-28(4)). Whoever leaves that work again
/// does not sit before the same panel: another one is asked for.
#[must_use]
pub fn ending(known: &LedgerFacts, request: EntryId) -> Option<Ending> {
    let place = known.place(request)?;
    let entries = known.entries();
    let corrected: Vec<Position> = entries
        .iter()
        .filter(|entry| entry.kind == Kind::Corrected)
        .filter_map(Entry::of)
        .collect();
    let asked_on = entries[place].on;
    if corrected.contains(&place) {
        return Some(Ending { on: asked_on, words: "申请记录已更正" });
    }
    let later = entries
        .iter()
        .enumerate()
        .filter(|(at, entry)| (entry.on, *at) > (asked_on, place) && !corrected.contains(at));
    later
        .filter_map(|(at, entry)| words_of(entry.kind).map(|words| ((entry.on, at), words)))
        .min_by_key(|(when, _)| *when)
        .map(|((on, _), words)| Ending { on, words })
}

const fn words_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::StartedWork => Some("本人已经上岗"),
        Kind::AgreementEnded => Some("援助协议已经终止"),
        Kind::PublicPostPlaced => Some("本人已由公益性岗位安置"),
        Kind::ServiceStopped => Some("服务已经停止"),
        _ => None,
    }
}

/// Tells whether, and when, a panel ended because another office took the person over: `moves` are the days on which
/// an office gave them away since the panel was asked for. The experts of two offices sit for one that asked
/// (BJ18-28(1)); the new one asks for its own, and a return does not bring the old one back.
#[must_use]
pub fn moved_away(moves: &[(Day, i64)], from_office_code: i64) -> Option<Ending> {
    let away = moves.iter().find(|(_, from)| *from == from_office_code);
    away.map(|(on, _)| Ending { on: *on, words: "服务机构已变更" })
}

#[cfg(test)]
mod tests {
    use rules::Initiator;
    use subjects::model::Recorded;

    use super::*;

    fn facts(entries: &[(Kind, &str, &str)]) -> LedgerFacts {
        let mut known = LedgerFacts::default();
        for (number, (kind, on, facts)) in (1_u8..).zip(entries) {
            let id = EntryId::from_bytes([number; 16]);
            let on = on.parse().expect("a day");
            let initiated_by = Initiator::Agency;
            let recorded = Recorded { id, kind: kind.name(), on, initiated_by, facts };
            known.take(&recorded).expect("facts");
        }
        known
    }

    fn end(entries: &[(Kind, &str, &str)]) -> Option<&'static str> {
        ending(&facts(entries), EntryId::from_bytes([1; 16])).map(|ending| ending.words)
    }

    #[test]
    fn it_ends_with_the_first_of_work_and_the_end_of_the_agreement_and_stays_so() {
        let asked = (Kind::ConsultationRequested, "2026-03-02", "{}");
        let opinion = (Kind::ConsultationOpinion, "2026-03-03", "{}");
        assert_eq!(end(&[asked, opinion]), None);
        let works = (Kind::StartedWork, "2026-03-09", "{}");
        let leaves = (Kind::LeftWork, "2026-03-20", "{}");
        assert_eq!(end(&[asked, works]), Some("本人已经上岗"));
        assert_eq!(end(&[asked, works, leaves]), Some("本人已经上岗"));
        // Written down later, but of an earlier day.
        let ended = (Kind::AgreementEnded, "2026-03-05", r#"{"reason":"x"}"#);
        assert_eq!(end(&[asked, works, ended]), Some("援助协议已经终止"));
    }

    #[test]
    fn what_lies_before_the_request_or_was_in_error_ends_nothing() {
        let asked = (Kind::ConsultationRequested, "2026-03-02", "{}");
        let before = (Kind::StartedWork, "2026-02-02", "{}");
        assert_eq!(end(&[asked, before]), None);
        let works = (Kind::StartedWork, "2026-03-09", "{}");
        let second = EntryId::from_bytes([2; 16]);
        let correction = format!(r#"{{"of":"{second}"}}"#);
        assert_eq!(end(&[asked, works, (Kind::Corrected, "2026-03-10", &correction)]), None);
        let first = EntryId::from_bytes([1; 16]);
        let correction = format!(r#"{{"of":"{first}"}}"#);
        let taken_back = (Kind::Corrected, "2026-03-10", &*correction);
        assert_eq!(end(&[asked, taken_back]), Some("申请记录已更正"));
    }
}
