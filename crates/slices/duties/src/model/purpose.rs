//! What a file is opened to another office for.

use access::Action;
use rules::Standing;

/// What a file is opened to another office for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// 预约的职业指导: a counsellor of another office receives the person (BJ18-14).
    Appointment,
    /// 专家会诊: for as long as the panel lasts (BJ18-28).
    Panel,
    /// 划转: until the other office has taken the person over, or sent them back (BJ18-23, BJ18-24).
    Transfer,
}
store::text_column!(Purpose {
    Appointment = "appointment",
    Panel = "panel",
    Transfer = "transfer",
});

impl Purpose {
    /// Tells whether it lasts while the person stands so. A panel goes on until work or the end of the
    /// agreement (BJ18-28(4)).
    #[must_use]
    pub const fn lasts(self, standing: &Standing) -> bool {
        match self {
            Self::Appointment | Self::Transfer => true,
            Self::Panel => standing.under_agreement && !standing.at_work,
        }
    }

    /// Tells whether it opens the file for an action, to somebody who is named or to everybody of an office whose role may.
    /// A panel that an office is asked for is open there to whoever decides on it, for that alone: the file is read by the
    /// experts, once they are named (BJ18-28(1)).
    #[must_use]
    pub fn opens_for(self, action: Action, is_named: bool) -> bool {
        match self {
            Self::Appointment | Self::Transfer => true,
            Self::Panel => is_named || action == Action::GiveOpinion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_ends_with_work_or_with_the_agreement() {
        let under_agreement = Standing { under_agreement: true, ..Standing::default() };
        let at_work = Standing { at_work: true, ..under_agreement };
        assert!(Purpose::Panel.lasts(&under_agreement));
        assert!(!Purpose::Panel.lasts(&at_work));
        assert!(!Purpose::Panel.lasts(&Standing::default()));
        assert!(Purpose::Transfer.lasts(&Standing::default()));
    }

    #[test]
    fn before_experts_are_named_a_panel_opens_nothing_but_the_decision_on_it() {
        for action in Action::ALL {
            let decides = *action == Action::GiveOpinion;
            assert_eq!(Purpose::Panel.opens_for(*action, false), decides, "{action:?}");
            assert!(Purpose::Panel.opens_for(*action, true), "{action:?}");
            assert!(Purpose::Transfer.opens_for(*action, false), "{action:?}");
        }
    }
}
