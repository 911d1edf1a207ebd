//! What came of a visit or a call.

use kernel::Day;
use ledger::Field;
use rules::{Circumstance, Initiator, Kind};
use serde::{Deserialize, Serialize};
use services::model::Draft;
use services::model::answers::LONGEST_ANSWER;
use services::model::codes::{CIRCUMSTANCES, STAGES, UNWILLING_REASONS, words_of};
use services::model::readiness::{ANSWERS, answer_named};
use store::EntryId;
use store::ledger::Channel;
use subjects::Happening;
use surveys::model::{Answers, NewAttempt, Outcome as Tried, Willingness};

use super::refusal::Refusal;

/// How the person was sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 主动上门.
    Visit,
    /// 电话访问.
    Phone,
}

impl Method {
    /// The methods that a device offers.
    pub const ALL: [Self; 2] = [Self::Visit, Self::Phone];

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        self.of_survey().term()
    }

    /// Gives the method as surveys know it.
    #[must_use]
    pub const fn of_survey(self) -> surveys::model::Method {
        match self {
            Self::Visit => surveys::model::Method::Visit,
            Self::Phone => surveys::model::Method::Phone,
        }
    }

    const fn channel(self) -> Channel {
        match self {
            Self::Visit => Channel::Visit,
            Self::Phone => Channel::Phone,
        }
    }
}

/// What a survey is called beside other outcomes.
pub(crate) const SURVEYED: &str = "见到本人，已摸查";
/// What a follow-up is called beside other outcomes.
pub(crate) const FOLLOWED_UP: &str = "见到本人，已回访";

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The person was met and asked (BJ18-19).
    Surveyed {
        /// How.
        method: Method,
        /// Whether they want to work, and register: the name of one of the answers of a survey.
        willingness: String,
        /// What lets the next survey be later; one of the services' circumstances (BJ18-21(2)).
        circumstance: String,
        /// Why not; one of the services' reasons, or blank.
        reason: String,
    },
    /// The person was met and asked what came of a service (BJ18-27).
    FollowedUp {
        /// How.
        method: Method,
        /// The entry that it is about.
        of: String,
        /// The stage of a training, as the ledger knows it; blank for none.
        #[serde(default)]
        stage: String,
        /// What was found, in the words that the office's forms offer.
        found: String,
        /// Whether the person can start work (BJ18-15): the name of an answer, blank where it was not assessed.
        #[serde(default)]
        ready: String,
    },
    /// The person was met about something else.
    Contacted {
        /// How.
        method: Method,
    },
    /// Nobody was met.
    Missed {
        /// How.
        method: Method,
        /// Why; the text of one of the outcomes of a try.
        why: String,
    },
}

/// What a record becomes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Becomes {
    /// A survey.
    Survey(Answers),
    /// Another service.
    Service(Draft),
    /// A try, which is no entry.
    Try(NewAttempt),
}

impl Outcome {
    /// Tells whether another record of the same can contradict it: a survey, or a follow-up.
    #[must_use]
    pub const fn can_be_contradicted(&self) -> bool {
        matches!(self, Self::Surveyed { .. } | Self::FollowedUp { .. })
    }

    /// Gives the entry that it is about, as the device knew it.
    #[must_use]
    pub fn about(&self) -> Option<EntryId> {
        match self {
            Self::FollowedUp { of, .. } => of.parse().ok(),
            _ => None,
        }
    }

    /// Gives what it becomes; refuses an answer that is none of those that are offered.
    pub(crate) fn becomes(&self, on: Day, words: &str) -> Result<Becomes, Refusal> {
        let words = words.trim().to_owned();
        match self {
            Self::Surveyed { method, willingness, circumstance, reason } => {
                if !reason.is_empty() && !UNWILLING_REASONS.contains(&reason.as_str()) {
                    return Err(Refusal::Unknown("具体原因"));
                }
                Ok(Becomes::Survey(Answers {
                    on,
                    method: method.of_survey(),
                    willingness: Willingness::named(willingness)
                        .ok_or(Refusal::Unknown("就业意愿"))?,
                    circumstance: circumstance_named(circumstance)
                        .ok_or(Refusal::Unknown("特殊情形"))?,
                    reason: reason.clone(),
                    words,
                    planned: None,
                }))
            }
            Self::Contacted { method } => {
                let happening = Happening::new(Kind::Contacted, on)
                    .through(method.channel())
                    .initiated_by(Initiator::Agency)
                    .text(Field::Note, words);
                Ok(Becomes::Service(Draft::new(happening)))
            }
            Self::FollowedUp { method, of, stage, found, ready } => {
                let of = of.parse().map_err(|_| Refusal::Unknown("回访的事项"))?;
                if !stage.is_empty() && STAGES.iter().all(|(known, _)| known != stage) {
                    return Err(Refusal::Unknown("阶段"));
                }
                if !ready.is_empty() && answer_named(ready).is_none() {
                    return Err(Refusal::Unknown("就业准备"));
                }
                // The list of answers may have changed since it was taken along: what was offered then is kept.
                let found = found.trim();
                if found.is_empty() || found.chars().count() > LONGEST_ANSWER {
                    return Err(Refusal::Unknown("回访情况"));
                }
                let note: Vec<&str> =
                    [found, words.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
                let happening = Happening::new(Kind::FollowedUp, on)
                    .through(method.channel())
                    .about(of)
                    .text(Field::Stage, stage.as_str())
                    .text(Field::Note, note.join("；"));
                Ok(Becomes::Service(Draft { ready: answer_named(ready), ..Draft::new(happening) }))
            }
            Self::Missed { method, why } => Ok(Becomes::Try(NewAttempt {
                on,
                method: method.of_survey(),
                outcome: Tried::named(why).ok_or(Refusal::Unknown("没有见到的原因"))?,
                words,
            })),
        }
    }

    /// Says it, a piece each, as a page shows it.
    #[must_use]
    pub fn in_words(&self) -> Vec<(&'static str, String)> {
        let how = |method: &Method| ("方式", method.term().to_owned());
        match self {
            Self::Surveyed { method, willingness, circumstance, reason } => {
                let willing = Willingness::named(willingness);
                vec![
                    ("结果", SURVEYED.to_owned()),
                    how(method),
                    ("就业意愿", willing.map_or("", Willingness::term).to_owned()),
                    ("特殊情形", words_of(CIRCUMSTANCES, circumstance).to_owned()),
                    ("具体原因", reason.clone()),
                ]
            }
            Self::FollowedUp { method, stage, found, ready, .. } => vec![
                ("结果", FOLLOWED_UP.to_owned()),
                how(method),
                ("阶段", words_of(STAGES, stage).to_owned()),
                ("情况", found.clone()),
                ("就业准备", words_of(&ANSWERS, ready).to_owned()),
            ],
            Self::Contacted { method } => {
                vec![("结果", "见到本人，其他联系".to_owned()), how(method)]
            }
            Self::Missed { method, why } => vec![
                ("结果", "没有见到本人，不算摸查".to_owned()),
                how(method),
                ("原因", Tried::named(why).map_or("", Tried::term).to_owned()),
            ],
        }
    }

    /// Says it in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let words = self.in_words().into_iter().map(|(_, words)| words);
        words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

fn circumstance_named(name: &str) -> Option<Circumstance> {
    match name {
        "none" => Some(Circumstance::None),
        "childbirth" => Some(Circumstance::Childbirth),
        "caring" => Some(Circumstance::Caring),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surveyed(willingness: &str, circumstance: &str, reason: &str) -> Outcome {
        Outcome::Surveyed {
            method: Method::Visit,
            willingness: willingness.to_owned(),
            circumstance: circumstance.to_owned(),
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn the_words_of_a_device_are_the_words_of_this() {
        let text = r#"{"outcome":"surveyed","method":"visit","willingness":"unwilling","circumstance":"none","reason":"身体原因"}"#;
        let read: Outcome = serde_json::from_str(text).expect("an outcome");
        assert_eq!(serde_json::to_string(&read).expect("written"), text);
        assert_eq!(read, surveyed("unwilling", "none", "身体原因"));
        let line = read.line();
        assert!(line.contains("主动上门 · 暂无就业意愿"), "{line}");
    }

    #[test]
    fn a_follow_up_names_what_it_is_about_and_says_what_was_found() {
        let text = r#"{"outcome":"followed_up","method":"visit","of":"0190aaaa-0000-7000-8000-000000000001","stage":"early","found":"进展顺利","ready":"yes"}"#;
        let read: Outcome = serde_json::from_str(text).expect("an outcome");
        assert_eq!(serde_json::to_string(&read).expect("written"), text);
        let Ok(Becomes::Service(draft)) = read.becomes(Day::FIRST, " 老师很好 ") else {
            panic!("a service")
        };
        assert_eq!((draft.ready, draft.happening.of), (Some(true), read.about()));
        assert_eq!(draft.text(Field::Note), Some("进展顺利；老师很好"));
        assert_eq!(draft.text(Field::Stage), Some("early"));
        assert_eq!(read.line(), "见到本人，已回访 · 主动上门 · 初期 · 进展顺利 · 具备上岗条件");
        for (part, wrong) in [
            ("0190aaaa-0000-7000-8000-000000000001", "that"),
            ("early", "sometimes"),
            ("进展顺利", ""),
            ("进展顺利", "情况写在这里太长了，细节应当写在原话和情况里"),
            ("yes", "perhaps"),
        ] {
            let read: Outcome = serde_json::from_str(&text.replace(part, wrong)).expect("read");
            assert!(matches!(read.becomes(Day::FIRST, ""), Err(Refusal::Unknown(_))), "{wrong}");
        }
    }

    #[test]
    fn every_answer_that_is_offered_is_taken_and_no_other() {
        let becomes = |outcome: &Outcome| outcome.becomes(Day::FIRST, "");
        for willingness in Willingness::ALL {
            for (circumstance, _) in CIRCUMSTANCES {
                assert!(becomes(&surveyed(willingness.name(), circumstance, "")).is_ok());
            }
        }
        for wrong in [
            surveyed("perhaps", "none", ""),
            surveyed("willing", "holiday", ""),
            surveyed("willing", "none", "懒"),
            Outcome::Missed { method: Method::Phone, why: "none".to_owned() },
        ] {
            assert!(matches!(becomes(&wrong), Err(Refusal::Unknown(_))), "{wrong:?}");
        }
        for tried in Tried::ALL {
            let missed = Outcome::Missed { method: Method::Phone, why: tried.text().to_owned() };
            assert!(matches!(becomes(&missed), Ok(Becomes::Try(_))));
        }
    }
}
