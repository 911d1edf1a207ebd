//! Appointments: forms of guidance, states, and what may follow on what.

use std::fmt;

use kernel::Day;

/// The lengths of an appointment, in minutes.
pub const LENGTHS: [i64; 3] = [30, 45, 60];

store::identifier! {
    /// Names an appointment.
    pub AppointmentId
}

/// The form of guidance (BJ18-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// 一般性指导.
    General,
    /// 专门指导: assessment and analysis for one person.
    Special,
    /// 分类指导: for people with a common question, together.
    Group,
}
store::text_column!(Form { General = "general", Special = "special", Group = "group" });

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::General, Self::Special, Self::Group];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::General => "一般指导",
            Self::Special => "专门指导",
            Self::Group => "分类指导",
        }
    }

    /// Says what it is for.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::General => "解答求职问题，引导下一步",
            Self::Special => "职业素质测评、职业信息分析和咨询意见",
            Self::Group => "为有共性问题的求职者一起制订并实施指导方案",
        }
    }

    /// Finds a form by the text that stands for it in the store.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.text() == name)
    }
}

impl fmt::Display for Form {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.term())
    }
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Wished for, without a time.
    Requested,
    /// At a time, with a counsellor.
    Booked,
    /// It took place.
    Held,
    /// The person did not come.
    Missed,
    /// Called off.
    Cancelled,
}
store::text_column!(State {
    Requested = "requested",
    Booked = "booked",
    Held = "held",
    Missed = "missed",
    Cancelled = "cancelled",
});

impl State {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Requested, Self::Booked, Self::Held, Self::Missed, Self::Cancelled];

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Requested => "待安排",
            Self::Booked => "已约定",
            Self::Held => "已完成",
            Self::Missed => "未到",
            Self::Cancelled => "已取消",
        }
    }

    /// Tells whether one state may follow on another. Being moved follows on being booked.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match self {
            Self::Requested => matches!(next, Self::Booked | Self::Cancelled),
            Self::Booked => !matches!(next, Self::Requested),
            Self::Held | Self::Missed | Self::Cancelled => false,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.term())
    }
}

/// A time of somebody, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The day.
    pub day: Day,
    /// When it begins, in minutes since midnight.
    pub minute: i64,
    /// How long it takes, in minutes.
    pub minutes: i64,
}

impl Planned {
    /// Tells whether two times of one person overlap.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.day.number() == other.day.number()
            && self.minute < other.minute + other.minutes
            && other.minute < self.minute + self.minutes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over() {
        let may = |from: State| {
            State::ALL.into_iter().filter(|next| from.may_become(*next)).collect::<Vec<_>>()
        };
        assert_eq!(may(State::Requested), [State::Booked, State::Cancelled]);
        assert_eq!(
            may(State::Booked),
            [State::Booked, State::Held, State::Missed, State::Cancelled]
        );
        for over in [State::Held, State::Missed, State::Cancelled] {
            assert!(may(over).is_empty(), "{over}");
        }
    }

    #[test]
    fn times_that_touch_do_not_overlap() {
        let at = |minute, minutes| Planned { day: Day::FIRST, minute, minutes };
        assert!(!at(540, 30).overlaps(at(570, 30)));
        assert!(at(540, 45).overlaps(at(570, 30)));
        assert!(!at(540, 45).overlaps(Planned { day: Day::FIRST.plus_days(1), ..at(540, 45) }));
    }
}
