//! The gates that let a service stop, and the words that the ledger keeps of them.

use rules::Gate;
use services::model::codes::{NOTICES, STOP_REASONS};

/// The gates that let a service stop, in the order of the articles.
pub const STOP_GATES: [Gate; 4] =
    [Gate::SilentUnemployed, Gate::WillingNeverRegisters, Gate::Unwilling, Gate::Termination];

/// Finds a stop gate by its clause.
#[must_use]
pub fn gate_of(clause: &str) -> Option<Gate> {
    STOP_GATES.into_iter().find(|gate| gate.clause() == clause)
}

/// The reason that the entry of the stop carries; it names the clause.
#[must_use]
pub fn reason_of(gate: Gate) -> &'static str {
    STOP_REASONS.iter().find(|reason| reason.contains(gate.clause())).copied().unwrap_or_default()
}

/// What the registry is told of, in the ledger's words.
#[must_use]
pub fn notice_of(gate: Gate) -> &'static str {
    let place = STOP_GATES.iter().position(|known| *known == gate);
    place.and_then(|place| NOTICES.get(place)).copied().unwrap_or_default()
}

/// Why the service ends, in words for the person themselves.
#[must_use]
pub const fn plainly(gate: Gate) -> &'static str {
    match gate {
        Gate::SilentUnemployed => "您办理了失业登记，但已经超过六个月没有与我们联系",
        Gate::WillingNeverRegisters => {
            "我们多次了解情况，您表示愿意就业，但一直没有办理求职登记，也已经超过六个月没有与我们联系"
        }
        Gate::Unwilling => "我们多次了解情况，您表示目前没有就业意愿，也没有办理求职登记",
        _ => "您明确表示目前没有就业意愿，或者不再接受我们的服务",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stop_gate_has_its_reason_and_its_notice() {
        let mut notices: Vec<&str> = Vec::new();
        for gate in STOP_GATES {
            assert_eq!(gate_of(gate.clause()), Some(gate));
            assert!(reason_of(gate).contains(gate.clause()), "{gate:?}");
            notices.push(notice_of(gate));
        }
        assert_eq!(gate_of("BJ18-30"), None);
        assert_eq!(
            notices,
            [
                "超过六个月未联系",
                "多次跟踪摸查仍不求职登记",
                "多次跟踪摸查仍无就业意愿",
                "拒绝接受服务"
            ]
        );
    }
}
