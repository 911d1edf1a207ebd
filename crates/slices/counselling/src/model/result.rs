//! What the answers of an assessment say, and how sure that is.

use serde::{Deserialize, Serialize};

use super::instrument::Instrument;

/// The score of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// The letter of the type.
    pub code: String,
    /// The sum of its answers.
    pub score: i64,
    /// Its rank, from 1; types of one score share it.
    pub rank: usize,
}

/// What an interest test says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The types, the strongest first; of one score in the order of the instrument.
    pub types: Vec<Scored>,
    /// The greatest score less the least: how clearly interests stand apart.
    pub differentiation: i64,
    /// The least score that there can be.
    pub least: i64,
    /// The greatest score that there can be.
    pub greatest: i64,
}

/// What a readiness checklist says (BJ18-15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readiness {
    /// 具备上岗条件: every deciding item was answered yes.
    pub ready: bool,
    /// The places of the items that were answered no.
    pub missing: Vec<usize>,
}

/// Scores an interest test; nothing if an answer is missing or lies off the scale.
#[must_use]
pub fn profile(instrument: &Instrument, answers: &[u8]) -> Option<Profile> {
    let on_scale = 1..=u8::try_from(instrument.scale.len()).unwrap_or(u8::MAX);
    if answers.len() != instrument.items.len()
        || answers.iter().any(|answer| !on_scale.contains(answer))
    {
        return None;
    }
    let score = |code: &str| -> i64 {
        let pairs = instrument.items.iter().zip(answers);
        pairs.filter(|(item, _)| item.of == code).map(|(_, answer)| i64::from(*answer)).sum()
    };
    let mut types: Vec<Scored> = instrument
        .types
        .iter()
        .map(|kind| Scored { code: kind.code.clone(), score: score(&kind.code), rank: 0 })
        .collect();
    types.sort_by_key(|scored| -scored.score);
    let scores: Vec<i64> = types.iter().map(|scored| scored.score).collect();
    for scored in &mut types {
        scored.rank = 1 + scores.iter().filter(|score| **score > scored.score).count();
    }
    let of_one = instrument.types.first().map_or(0, |kind| instrument.items_of(&kind.code));
    let of_one = i64::try_from(of_one).unwrap_or(0);
    Some(Profile {
        differentiation: scores.first().unwrap_or(&0) - scores.last().unwrap_or(&0),
        types,
        least: of_one,
        greatest: of_one * i64::from(*on_scale.end()),
    })
}

impl Profile {
    /// The letters of the leading types: the three strongest, and whatever has the score of the third.
    #[must_use]
    pub fn leading(&self) -> Vec<&Scored> {
        self.types.iter().filter(|scored| scored.rank <= 3).collect()
    }

    /// Tells whether the order among the leading types is not settled by their scores.
    #[must_use]
    pub fn has_ties(&self) -> bool {
        let leading = self.leading();
        leading.windows(2).any(|pair| pair[0].rank == pair[1].rank) || leading.len() > 3
    }

    /// Says in plain words how clearly interests stand apart. The bounds, a quarter and an eighth of the
    /// range, are ours: the instrument has no norms in this language.
    #[must_use]
    pub fn clearness(&self) -> &'static str {
        let range = (self.greatest - self.least).max(1);
        if self.differentiation * 4 >= range {
            "各型之间差别明显，兴趣方向比较清楚"
        } else if self.differentiation * 8 >= range {
            "各型之间有一些差别，前几型可作为讨论的起点"
        } else {
            "各型之间差别很小，兴趣方向还不清楚；先后次序不宜当真，建议多了解几类工作后再测"
        }
    }
}

/// Judges a readiness checklist, in which 2 is yes; nothing if an answer is missing.
#[must_use]
pub fn readiness(instrument: &Instrument, answers: &[u8]) -> Option<Readiness> {
    if answers.len() != instrument.items.len()
        || answers.iter().any(|answer| !(1..=2).contains(answer))
    {
        return None;
    }
    let no = |place: &usize| answers[*place] == 1;
    let missing: Vec<usize> = (0..answers.len()).filter(no).collect();
    let ready = missing.iter().all(|place| !instrument.items[*place].required);
    Some(Readiness { ready, missing })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest() -> &'static Instrument {
        Instrument::find("interest-riasec").expect("the interest test")
    }

    /// Answers by type: the same answer to all items of a type.
    fn answers(by_type: [u8; 6]) -> Vec<u8> {
        (0..48).map(|place| by_type[place % 6]).collect()
    }

    #[test]
    fn types_are_ranked_and_ties_share_a_rank() {
        let profile = profile(interest(), &answers([1, 5, 3, 3, 4, 3])).expect("a profile");
        let ranked: Vec<(&str, i64, usize)> = profile
            .types
            .iter()
            .map(|scored| (scored.code.as_str(), scored.score, scored.rank))
            .collect();
        assert_eq!(
            ranked,
            [("I", 40, 1), ("E", 32, 2), ("A", 24, 3), ("S", 24, 3), ("C", 24, 3), ("R", 8, 6)]
        );
        assert_eq!(profile.leading().len(), 5, "three, and whatever ties with the third");
        assert!(profile.has_ties());
        assert_eq!((profile.differentiation, profile.least, profile.greatest), (32, 8, 40));
        assert!(profile.clearness().contains("差别明显"));
    }

    #[test]
    fn whoever_likes_everything_alike_learns_that_nothing_is_clear() {
        let profile = profile(interest(), &answers([4; 6])).expect("a profile");
        assert_eq!(profile.differentiation, 0);
        assert!(profile.types.iter().all(|scored| scored.rank == 1));
        assert!(profile.clearness().contains("还不清楚"));
    }

    #[test]
    fn an_answer_that_is_missing_or_off_the_scale_gives_no_result() {
        let mut wrong = answers([3; 6]);
        for answer in [0, 6] {
            wrong[47] = answer;
            assert_eq!(profile(interest(), &wrong), None);
        }
        assert_eq!(profile(interest(), &[3; 47]), None);
    }

    #[test]
    fn only_the_deciding_item_decides_on_readiness() {
        let list = Instrument::find("readiness").expect("the checklist");
        let mut answers = vec![2; list.items.len()];
        let ready =
            |answers: &[u8]| readiness(list, answers).map(|found| (found.ready, found.missing));
        assert_eq!(ready(&answers), Some((true, vec![])));
        answers[4] = 1;
        assert_eq!(ready(&answers), Some((true, vec![4])));
        answers[0] = 1;
        assert_eq!(ready(&answers), Some((false, vec![0, 4])));
        answers[1] = 0;
        assert_eq!(ready(&answers), None);
    }
}
