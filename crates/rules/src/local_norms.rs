//! Local norms that start no duty of the rulebook (its table is closed), but say until when, how often or how long
//! something is asked of whoever carries out an article that gives no figure.

use kernel::Day;

use crate::assess::Rulebook;
use crate::calendar::{Due, months_later};
use crate::law::Parameter;
use crate::reckoning::period;

impl Rulebook<'_> {
    /// Gives the day until which somebody who was told of the end of their service on a day is asked to object. A local
    /// norm (BJ18-13, BJ18-21 and BJ18-29 set no time): whoever comes later is heard too.
    #[must_use]
    pub fn objection_until(&self, told_on: Day) -> Due {
        period(self.law(), Parameter::StopObjection, told_on, told_on).due
    }

    /// Gives the day until which an objection that was received on a day is decided and answered. A local norm: the
    /// articles set no time.
    #[must_use]
    pub fn objection_answered_until(&self, received_on: Day) -> Due {
        period(self.law(), Parameter::ObjectionAnswer, received_on, received_on).due
    }

    /// Tells whether attempts on so many different days through so many different channels are enough, as of a day, to say
    /// that somebody who fell silent could not be reached. A local norm: BJ18-13(3) and BJ18-21(2) name no attempts.
    #[must_use]
    pub fn was_sought(&self, (days, channels): (usize, usize), as_of: Day) -> bool {
        let least = |parameter| usize::from(self.figure(parameter, as_of));
        days >= least(Parameter::StopAttemptDays)
            && channels >= least(Parameter::StopAttemptChannels)
    }

    /// Gives the first day on which a stop may be verified anew, after a case on the same gate ended on a day without a
    /// stop and nothing new was recorded. A local norm: no article sets it; it keeps the same evidence from being brought
    /// again and again until somebody approves.
    #[must_use]
    pub fn stop_rests_until(&self, ended_on: Day) -> Day {
        ended_on.plus_days(i32::from(self.figure(Parameter::StopRest, ended_on)))
    }

    /// Gives how many days before the end of a term in a public-welfare post the person is to be spoken to, the first time
    /// and the last time, as of a day; from the first on a term is listed as ending. A local norm: BJ18-30 asks for
    /// guidance throughout the term and sets no day.
    #[must_use]
    pub fn public_post_contacts(&self, as_of: Day) -> [i32; 2] {
        let first = i32::from(self.figure(Parameter::PublicPostFirstContact, as_of));
        let last = i32::from(self.figure(Parameter::PublicPostLastContact, as_of));
        [first.max(last), last.min(first)]
    }

    /// Gives after how many months at most somebody in a public-welfare post is spoken to again, as of a day. A local norm:
    /// BJ18-30(2) asks that the officer goes on guiding them throughout the term (在托底安置期间，…应继续引导) and sets no number.
    #[must_use]
    pub fn public_post_contact_interval(&self, as_of: Day) -> u16 {
        self.figure(Parameter::PublicPostContactInterval, as_of)
    }

    /// Gives the day from which on a plan that was adopted on a day has been carried out for as long as a recommendation to a
    /// public-welfare post asks for. A local norm: BJ18-30 asks that the person carried the plan out while they were served
    /// (期间按照协议和就业援助方案，…执行相关行动计划) and sets no time for it.
    #[must_use]
    pub fn public_post_plan_since(&self, adopted_on: Day) -> Day {
        months_later(adopted_on, self.figure(Parameter::PublicPostPlan, adopted_on))
    }

    /// Gives the day until which a panel is told how guidance, recommendations and follow-ups went, counted from what was
    /// said last: the officer's feedback or an opinion. A local norm: BJ18-28(3) asks for it at regular times (定期) and
    /// names none.
    #[must_use]
    pub fn panel_feedback_until(&self, said_on: Day) -> Due {
        period(self.law(), Parameter::PanelFeedback, said_on, said_on).due
    }

    /// Gives the day until which an agreement is to be signed with somebody of whom an office takes the service up anew on
    /// a day: whom another office handed to it (BJ18-24, "按照本细则第二十三条的有关规定及时"), or who comes back from a
    /// public-welfare post (BJ18-30, "继续按照本细则有关规定"). Both refer to BJ18-23, so its figure counts.
    #[must_use]
    pub fn agreement_again_until(&self, taken_up_on: Day) -> Due {
        period(self.law(), Parameter::AgreementSigning, taken_up_on, taken_up_on).due
    }

    fn figure(&self, parameter: Parameter, as_of: Day) -> u16 {
        self.law().parameter(parameter).on(as_of).value
    }
}
