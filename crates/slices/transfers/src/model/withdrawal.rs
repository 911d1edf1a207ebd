//! On whose word a transfer is taken back before it is accepted. What the person asked for is theirs: it ends on their word,
//! said how and on which day, or by the office with a reason that they are told (BJ18-24).

use kernel::Day;

use super::refusal::TransferRefusal;
use super::step::AskedFor;

/// How something was said between the person and the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// 当面.
    InPerson,
    /// 电话.
    ByPhone,
    /// 书面.
    InWriting,
}

impl Said {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::ByPhone, Self::InWriting];

    /// Gives the name in a form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::ByPhone => "by_phone",
            Self::InWriting => "in_writing",
        }
    }

    /// Gives the word that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::InPerson => "当面",
            Self::ByPhone => "电话",
            Self::InWriting => "书面",
        }
    }
}

/// On whose word a transfer is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// An officer takes back what they asked for themselves.
    Own {
        /// Why; may be blank.
        words: String,
    },
    /// The person no longer wishes it. They need not say why.
    Person {
        /// How they said so.
        how: Said,
        /// On which day.
        on: Day,
        /// What they said beside it; may be blank.
        words: String,
    },
    /// The office takes back what it put down wrongly, and has told the person.
    Office {
        /// Why, in words for the person.
        reason: String,
        /// How they were told.
        told: Said,
        /// On which day.
        on: Day,
    },
}

impl Withdrawal {
    /// Makes sure that it is the word that a transfer takes which was asked for on a day.
    pub(crate) fn check(
        &self,
        (asked_for, asked_on): (AskedFor, Day),
        today: Day,
    ) -> Result<(), TransferRefusal> {
        let on = match self {
            Self::Own { .. } if asked_for == AskedFor::Person => {
                return Err(TransferRefusal::NoWord);
            }
            Self::Own { .. } => return Ok(()),
            Self::Office { reason, .. } if reason.trim().is_empty() => {
                return Err(TransferRefusal::Blank("撤回的理由，并告知本人"));
            }
            Self::Person { on, .. } | Self::Office { on, .. } => *on,
        };
        if on > today {
            return Err(TransferRefusal::NotYet(today));
        }
        if on < asked_on {
            return Err(TransferRefusal::BeforeAsked(asked_on));
        }
        Ok(())
    }

    /// Says in the history of the transfer on whose word it ended.
    pub(crate) fn words(&self) -> String {
        let and = |words: &str| match words.trim() {
            "" => String::new(),
            words => format!("：{words}"),
        };
        match self {
            Self::Own { words } => words.trim().to_owned(),
            Self::Person { how, on, words } => {
                format!("本人 {on} {}表示不再申请{}", how.term(), and(words))
            }
            Self::Office { reason, told, on } => {
                format!("本机构撤回{}（{on} 已{}告知本人）", and(reason), told.term())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_person_asked_for_takes_their_word_or_a_reason_that_they_were_told() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let (asked, today) = (day("2026-01-05"), day("2026-01-07"));
        let check = |one: &Withdrawal, by| one.check((by, asked), today);
        let own = Withdrawal::Own { words: String::new() };
        assert!(matches!(check(&own, AskedFor::Person), Err(TransferRefusal::NoWord)));
        assert!(check(&own, AskedFor::Officer).is_ok());
        let said = |on| Withdrawal::Person { how: Said::ByPhone, on, words: String::new() };
        assert!(check(&said(today), AskedFor::Person).is_ok());
        assert_eq!(said(today).words(), "本人 2026-01-07 电话表示不再申请");
        let early = check(&said(day("2026-01-04")), AskedFor::Person);
        assert!(matches!(early, Err(TransferRefusal::BeforeAsked(on)) if on == asked));
        let late = check(&said(day("2026-01-08")), AskedFor::Person);
        assert!(matches!(late, Err(TransferRefusal::NotYet(_))));
        let office = |reason: &str| Withdrawal::Office {
            reason: reason.to_owned(),
            told: Said::InPerson,
            on: today,
        };
        assert!(matches!(check(&office(" "), AskedFor::Person), Err(TransferRefusal::Blank(_))));
        assert!(check(&office("重复登记"), AskedFor::Person).is_ok());
        assert_eq!(office("重复登记").words(), "本机构撤回：重复登记（2026-01-07 已当面告知本人）");
    }
}
