//! Entries that nobody takes back alone: what a recognition, an agreement, a placement, an exit or a stop gave or took from
//! somebody is given or taken by two people, or told to them, and is not undone by one without either (decision 0327).

use std::fmt;

use rules::Kind;

use super::kept::Kept;

/// Tells whether an entry of a kind is taken back by somebody only who leads and had no part in it.
#[must_use]
pub const fn is_guarded(kind: Kind) -> bool {
    matches!(kind, Kind::HardshipRecognised | Kind::PublicPostPlaced)
        || matches!(Kept::of(kind), Some(Kept::Stop | Kept::Exit | Kept::Agreement))
}

/// Tells whether a later entry may rest on such an entry. What is collected, registered, asked, graded or said of somebody
/// stands by itself; whatever else is done for them is done under what they were recognised for, or have agreed to.
#[must_use]
pub const fn may_rest_on_it(later: Kind) -> bool {
    !matches!(
        later,
        Kind::Intake
            | Kind::LedgerOpened
            | Kind::DemandFileOpened
            | Kind::SeekerRegistered
            | Kind::UnemploymentClaimed
            | Kind::UnemploymentRegistered
            | Kind::UnemploymentClosed
            | Kind::Surveyed
            | Kind::Graded
            | Kind::ReadinessAssessed
            | Kind::Contacted
            | Kind::Corrected
    )
}

/// Why whoever recorded an entry does not take it back as a slip of the day any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSlip {
    /// Somebody else recorded it.
    NotOwn,
    /// It was recorded on an earlier day.
    NotToday,
    /// Somebody else had a part in it.
    OthersHadPart,
    /// Something came of it, in words that follow 这一条.
    CameOfIt(String),
    /// An entry rests on it.
    RestsOnIt(Kind),
}

/// Who does not take an entry back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTheirs {
    /// Who leads nobody.
    NoHead,
    /// Who had a part in it.
    OwnPart,
    /// Who stands in for somebody who had.
    Cover,
}

/// Why somebody does not take an entry back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hurdle {
    /// What was recorded.
    pub kind: Kind,
    /// By whom they are.
    pub who: NotTheirs,
    /// Why it is not a slip of theirs.
    pub slip: NoSlip,
}

impl fmt::Display for Hurdle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "“{}”关系到本人的资格、协议或者服务，不能由一个人更正，须由没有经手这一条的负责人办理。",
            self.kind.term()
        )?;
        out.write_str(match self.who {
            NotTheirs::NoHead => "您不是负责人。",
            NotTheirs::OwnPart => "这一条有您经手。",
            NotTheirs::Cover => "您正在替这一条的经手人代班。",
        })?;
        match &self.slip {
            NoSlip::NotOwn => Ok(()),
            NoSlip::NotToday => out
                .write_str("自己记错的，只有当天、还没有后续的可以自己更正；这一条不是今天记的。"),
            NoSlip::OthersHadPart => {
                out.write_str("自己记错的可以当天自己更正，但这一条还经过了别人。")
            }
            NoSlip::CameOfIt(what) => {
                write!(out, "自己记错的可以当天自己更正，但这一条{what}。")
            }
            NoSlip::RestsOnIt(later) => write!(
                out,
                "自己记错的可以当天自己更正，但此后已经有了“{}”；那一条也记错了的，请先更正那一条。",
                later.term()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gives_or_takes_is_guarded_and_what_is_told_is_not() {
        for kind in [
            Kind::HardshipRecognised,
            Kind::HardshipEnded,
            Kind::AgreementSigned,
            Kind::AgreementEnded,
            Kind::PublicPostPlaced,
            Kind::ServiceStopped,
            Kind::RegistryNotified,
        ] {
            assert!(is_guarded(kind) && may_rest_on_it(kind), "{kind:?}");
        }
        for kind in [Kind::Contacted, Kind::Graded, Kind::SeekerRegistered, Kind::Surveyed] {
            assert!(!is_guarded(kind) && !may_rest_on_it(kind), "{kind:?}");
        }
        assert!(!is_guarded(Kind::PlanAdopted) && may_rest_on_it(Kind::PlanAdopted));
    }
}
