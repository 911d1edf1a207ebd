//! The short lists of answers that an office may make its own: what guidance was about, what a follow-up found.

use access::Area;
use rules::Kind;
use store::{ActorId, Instant};

use super::codes;

/// How long an answer is at most, in characters: it is read in lists.
pub const LONGEST_ANSWER: usize = 20;
/// How many answers a question offers at most, so that they stay few.
pub const MOST_ANSWERS: usize = 12;

/// A question whose answers an office may change. Where the rules or the law read an answer, it is not one of these.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The kind of entry that it is asked for.
    pub kind: Kind,
    /// The name that the answer is sent under.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What ships with the program.
    pub shipped: &'static [&'static str],
}

/// Every such question.
pub const QUESTIONS: &[Question] = &[
    question(Kind::GuidanceGiven, "topic", "就业指导的主要内容", codes::GUIDANCE_TOPICS),
    question(Kind::FollowedUp, "outcome", "跟踪回访了解到的情况", codes::FOLLOW_UP_OUTCOMES),
    question(Kind::Recommended, "how", "推荐方式", codes::RECOMMENDED_HOW),
    question(Kind::TrainingEnded, "outcome", "培训见习的结果", codes::TRAINING_ENDS),
    question(Kind::LeftWork, "leaving", "离职原因", codes::LEAVING_REASONS),
    question(Kind::SeekerArchived, "reason", "归档原因", codes::ARCHIVING_REASONS),
];

const fn question(
    kind: Kind,
    name: &'static str,
    label: &'static str,
    shipped: &'static [&'static str],
) -> Question {
    Question { kind, name, label, shipped }
}

impl Question {
    /// Gives the name under which it is kept.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}.{}", self.kind.name(), self.name)
    }

    /// Finds one.
    #[must_use]
    pub fn of(kind: Kind, name: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.kind == kind && question.name == name)
    }

    /// Finds one by the name under which it is kept.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        QUESTIONS.iter().find(|question| question.id() == id)
    }

    /// Gives what an office offers: what ships, and what the offices above and it itself added or left out; the
    /// nearer office has the last word.
    #[must_use]
    pub fn offered(&self, changes: &[Answer]) -> Vec<String> {
        let mut words: Vec<String> = self.shipped.iter().map(|text| (*text).to_owned()).collect();
        let id = self.id();
        let mut changes: Vec<&Answer> =
            changes.iter().filter(|change| change.question == id).collect();
        changes
            .sort_by_key(|change| (Area::of_code(change.office_code).level(), change.changed_at));
        for change in changes {
            words.retain(|known| *known != change.words);
            if change.is_offered {
                words.push(change.words.clone());
            }
        }
        words
    }
}

store::row! {
    /// An answer that an office added, or offers no longer.
    pub struct Answer from "answer" {
        /// The question, by [`Question::id`].
        pub question: String,
        /// The answer.
        pub words: String,
        /// The office for whose area it holds, by code.
        pub office_code: i64,
        /// Offered, or offered no longer.
        pub is_offered: bool,
        /// When that was said.
        pub changed_at: Instant,
        /// By whom.
        pub changed_by: ActorId,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(words: &str, office_code: i64, is_offered: bool) -> Answer {
        Answer {
            question: "followed_up.outcome".to_owned(),
            words: words.to_owned(),
            office_code,
            is_offered,
            changed_at: Instant::from_micros(0),
            changed_by: ActorId::from_bytes([1; 16]),
        }
    }

    #[test]
    fn the_nearer_office_has_the_last_word() {
        let question = Question::of(Kind::FollowedUp, "outcome").expect("a question");
        let (district, street) = (110_105_000_000, 110_105_016_000);
        assert_eq!(question.offered(&[]), question.shipped);
        let added = [change("已换工作", district, true)];
        assert!(question.offered(&added).contains(&"已换工作".to_owned()));
        let both = [change("已换工作", street, false), change("已换工作", district, true)];
        assert!(!question.offered(&both).contains(&"已换工作".to_owned()));
        let left_out = [change(question.shipped[0], district, false)];
        assert_eq!(question.offered(&left_out), question.shipped[1..]);
    }

    #[test]
    fn every_question_is_asked_in_its_form() {
        for question in QUESTIONS {
            let service = super::super::Service::of(question.kind).expect("a form");
            let asked = service.asks.iter().find(|ask| ask.name() == question.name);
            assert!(asked.is_some(), "{}", question.id());
        }
    }
}
