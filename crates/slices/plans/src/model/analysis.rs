//! What stands in a person's way: proposed from what assessments and surveys found, chosen by the officer,
//! agreed with the person (BJ18 第二十六条第（一）项).

use kernel::Day;
use serde::{Deserialize, Serialize};

use super::catalogue::{Barrier, Edition, Signal};
use super::refusal::PlanRefusal;

/// The last finished assessment by an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The instrument's id.
    pub instrument: String,
    /// What it is called.
    pub name: String,
    /// The day on which it was finished.
    pub on: Day,
    /// The items of a checklist that were answered no.
    pub no: Vec<String>,
    /// The scores of a classification: the letter of the type, its name, its score.
    pub scores: Vec<(String, String, i64)>,
}

/// What is known from which barriers can be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The last finished assessments, one of each instrument.
    pub taken: Vec<Taken>,
    /// The day and the reason of the last survey that noted one (BJ18 第十九条第（二）项).
    pub survey: Option<(Day, String)>,
}

/// A barrier that the evidence shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed<'e> {
    /// Which.
    pub barrier: &'e Barrier,
    /// What shows it, in words.
    pub why: Vec<String>,
}

/// Gives the barriers that the evidence shows, each with what shows it.
#[must_use]
pub fn propose<'e>(edition: &'e Edition, evidence: &Evidence) -> Vec<Proposed<'e>> {
    let proposed = edition.barriers.iter().map(|barrier| Proposed {
        barrier,
        why: barrier.signals.iter().filter_map(|signal| shown(signal, evidence)).collect(),
    });
    proposed.filter(|proposed| !proposed.why.is_empty()).collect()
}

/// Says how the evidence gives a signal; nothing where it does not.
fn shown(signal: &Signal, evidence: &Evidence) -> Option<String> {
    if !signal.survey.is_empty() {
        let (on, reason) = evidence.survey.as_ref()?;
        return (*reason == signal.survey).then(|| format!("{on} 摸查：{reason}"));
    }
    let taken = evidence.taken.iter().find(|taken| taken.instrument == signal.instrument)?;
    if !signal.no.is_empty() {
        let is_no = taken.no.contains(&signal.no);
        return is_no.then(|| format!("{} {}：“{}”答否", taken.on, taken.name, signal.no));
    }
    let (_, name, score) = taken.scores.iter().find(|(code, ..)| *code == signal.of)?;
    (*score >= signal.score)
        .then(|| format!("{} {}：{name} {score} 分（{} 分起）", taken.on, taken.name, signal.score))
}

/// What the person says to what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// 全部认同.
    Whole,
    /// 部分认同.
    Partly,
    /// 不认同.
    None,
}

impl Consent {
    /// Every answer, with the value it is sent under.
    pub const ALL: [(&'static str, Self); 3] =
        [("whole", Self::Whole), ("partly", Self::Partly), ("none", Self::None)];

    /// Gives the words that users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Whole => "全部认同",
            Self::Partly => "部分认同",
            Self::None => "不认同",
        }
    }
}

/// A barrier that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundBarrier {
    /// Its kind, by id.
    pub barrier: String,
    /// What showed it; blank where the officer saw it without an assessment.
    pub why: String,
    /// The person does not see it so.
    pub is_disputed: bool,
}

/// What was found, and what the person said to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// The barriers; none where nothing stands in the way.
    pub found: Vec<FoundBarrier>,
    /// What the person says to them.
    pub consent: Consent,
    /// In their own words.
    pub words: String,
    /// What the officer adds: causes, how they hang together.
    pub note: String,
}

impl Analysis {
    /// Puts together what was found and what the person says; refuses what contradicts itself. Whoever agrees to
    /// nothing disputes everything, and whoever disputes is heard in their own words.
    pub fn settled(
        found: Vec<(String, String)>,
        consent: Consent,
        disputed: &[String],
        (words, note): (String, String),
    ) -> Result<Self, PlanRefusal> {
        let is_found = |id: &String| found.iter().any(|(barrier, _)| barrier == id);
        if consent == Consent::Partly && disputed.is_empty() {
            return Err(PlanRefusal::NothingDisputed);
        }
        if consent == Consent::Partly && !disputed.iter().all(is_found) {
            return Err(PlanRefusal::DisputedNotFound);
        }
        if consent != Consent::Whole && words.trim().is_empty() {
            return Err(PlanRefusal::WordsWanted);
        }
        let is_disputed = |barrier: &String| match consent {
            Consent::Whole => false,
            Consent::Partly => disputed.contains(barrier),
            Consent::None => true,
        };
        let found = found.into_iter().map(|(barrier, why)| FoundBarrier {
            is_disputed: is_disputed(&barrier),
            barrier,
            why,
        });
        Ok(Self { found: found.collect(), consent, words, note })
    }

    /// Gives the barriers that officer and person agree on.
    pub fn agreed(&self) -> impl Iterator<Item = &FoundBarrier> {
        self.found.iter().filter(|found| !found.is_disputed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        Day::new(2026, 1, 5).expect("a day")
    }

    #[test]
    fn only_what_the_evidence_shows_is_proposed_and_it_says_why() {
        let edition = Edition::on(day());
        assert!(propose(edition, &Evidence::default()).is_empty());
        let mut taken = Taken {
            instrument: "classification".to_owned(),
            name: "测评".to_owned(),
            on: day(),
            no: Vec::new(),
            scores: vec![("D".to_owned(), "身体状况".to_owned(), 9)],
        };
        let of = |taken: &Taken, reason: &str| {
            let survey = Some((day(), reason.to_owned()));
            let evidence = Evidence { taken: vec![taken.clone()], survey };
            let proposed = propose(edition, &evidence);
            let ids: Vec<_> = proposed
                .iter()
                .map(|proposed| (proposed.barrier.id.clone(), proposed.why.len()))
                .collect();
            ids
        };
        assert_eq!(of(&taken, "等待退休"), [], "one point short, and a reason that is no barrier");
        taken.scores[0].2 = 10;
        assert_eq!(of(&taken, "照料子女"), [("health".to_owned(), 1), ("care".to_owned(), 1)]);
        assert_eq!(of(&taken, "身体原因"), [("health".to_owned(), 2)], "two reasons, one barrier");
    }
}
