//! People who go over to another office in one move, and what goes along with them.

use access::Area;
use store::ToValue;

/// Those who go over to another office in one move. What is counted of them begins with
/// [`moved_together`](crate::moved_together).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedTogether {
    /// The offices that answer for them now.
    pub from: Area,
    /// The office that they go over to, by code; whoever is there already does not go.
    pub to_office_code: i64,
    /// The community that they live in, by code; 0 where it does not matter.
    pub community_code: i64,
}

impl MovedTogether {
    /// Gives the first four values of a statement that begins with them.
    #[must_use]
    pub fn values(&self) -> [&dyn ToValue; 4] {
        [&self.from.first, &self.from.last, &self.to_office_code, &self.community_code]
    }
}

/// Something under way of people who go over together: how often, and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoesAlong {
    /// What, such as 已约的职业指导.
    pub words: &'static str,
    /// How often.
    pub number: i64,
    /// What becomes of it when they have gone over, in a sentence.
    pub becomes: &'static str,
}

/// Begins a statement with those who go over together, as `moved`: the people of the offices from `$1` to `$2`, but for
/// those of `$3`, and where `$4` is not 0 only those who live in that community.
#[macro_export]
macro_rules! moved_together {
    ($rest:literal) => {
        concat!(
            "WITH moved AS (SELECT held.subject_id, held.office_code, held.officer_id, held.standing
                FROM responsibility AS held
                WHERE held.office_code >= $1 AND held.office_code <= $2 AND held.office_code <> $3
                    AND (CAST($4 AS bigint) = 0 OR EXISTS (SELECT 1 FROM person WHERE person.subject_id = held.subject_id
                        AND person.residence_code = $4 AND person.state = 'active'))) ",
            $rest
        )
    };
}
