//! What a round showed, as figures that add up.

use std::collections::BTreeMap;

use duties::model::per_mille;

use super::answers::Willingness;

/// One figure of the picture, by which the people behind it are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Who is to be reached or was.
    Target,
    /// Who was surveyed in the round.
    Reached,
    /// Who was not.
    NotReached,
    /// Who was not, although somebody tried.
    Tried,
    /// Who is willing, by the last survey of the round.
    Willing,
    /// Who is and registers.
    Registers,
    /// Who is and does not register for the time being.
    Unregistered,
    /// Who is not willing.
    Unwilling,
}

impl Figure {
    /// Every figure, in the order of the columns.
    pub const ALL: [Self; 8] = [
        Self::Target,
        Self::Reached,
        Self::NotReached,
        Self::Tried,
        Self::Willing,
        Self::Registers,
        Self::Unregistered,
        Self::Unwilling,
    ];

    /// Gives the name by which an address asks for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Reached => "reached",
            Self::NotReached => "not_reached",
            Self::Tried => "tried",
            Self::Willing => "willing",
            Self::Registers => "registers",
            Self::Unregistered => "unregistered",
            Self::Unwilling => "unwilling",
        }
    }

    /// Finds a figure by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.name() == name)
    }

    /// Gives the words that users read, wherever the figure stands: those of BJ18 第十八至二十一条.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Target => "摸查对象",
            Self::Reached => "已摸查",
            Self::NotReached => "未摸查",
            Self::Tried => "未摸查：联系未果",
            Self::Willing => "有就业意愿",
            Self::Registers => "进行求职登记",
            Self::Unregistered => "暂不进行求职登记",
            Self::Unwilling => Willingness::Unwilling.term(),
        }
    }

    /// Tells whether somebody counts for it.
    #[must_use]
    pub fn holds(self, one: &Reached) -> bool {
        match (self, one.answer) {
            (Self::Target, _)
            | (Self::Reached, Some(_))
            | (Self::NotReached, None)
            | (Self::Unwilling, Some(Willingness::Unwilling))
            | (Self::Registers, Some(Willingness::Registers))
            | (Self::Unregistered, Some(Willingness::Willing)) => true,
            (Self::Tried, None) => one.attempts > 0,
            (Self::Willing, Some(answer)) => answer.is_willing(),
            _ => false,
        }
    }
}

/// Somebody of a round: whether they were reached, and what they said last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Where they count: the code of a street, or of a community.
    pub place: i64,
    /// The last answer in the round; none where nobody met them.
    pub answer: Option<Willingness>,
    /// How often somebody tried in the round and met nobody.
    pub attempts: i64,
}

/// The figures of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// By figure, in the order of [`Figure::ALL`].
    people: [i64; 8],
    /// How many tries met nobody, of those reached later too.
    pub attempts: i64,
}

impl Figures {
    /// Gives a figure.
    #[must_use]
    pub const fn of(&self, figure: Figure) -> i64 {
        self.people[figure as usize]
    }

    /// Counts somebody.
    pub fn count(&mut self, one: &Reached) {
        for figure in Figure::ALL {
            self.people[figure as usize] += i64::from(figure.holds(one));
        }
        self.attempts += one.attempts;
    }

    /// Counts people of whom it is known only that nobody has met or tried to meet them.
    pub const fn count_untouched(&mut self, number: i64) {
        self.people[Figure::Target as usize] += number;
        self.people[Figure::NotReached as usize] += number;
    }

    /// Adds the figures of another place.
    pub fn add(&mut self, other: &Self) {
        for (own, more) in self.people.iter_mut().zip(other.people) {
            *own += more;
        }
        self.attempts += other.attempts;
    }

    /// Gives how many of those to be reached were, in tenths of a percent.
    #[must_use]
    pub const fn reached_per_mille(&self) -> i64 {
        match self.of(Figure::Target) {
            0 => 0,
            target => per_mille(self.of(Figure::Reached), target),
        }
    }
}

/// Adds people up by place.
pub fn tally<'p>(people: impl IntoIterator<Item = &'p Reached>) -> BTreeMap<i64, Figures> {
    let mut places: BTreeMap<i64, Figures> = BTreeMap::new();
    for one in people {
        places.entry(one.place).or_default().count(one);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_add_up() {
        let one = |answer, attempts| Reached { place: 1, answer, attempts };
        let people = [
            one(Some(Willingness::Registers), 1),
            one(Some(Willingness::Willing), 0),
            one(Some(Willingness::Unwilling), 0),
            one(None, 2),
            one(None, 0),
        ];
        let mut figures = tally(&people)[&1];
        let read = |figures: &Figures| Figure::ALL.map(|figure| figures.of(figure));
        assert_eq!(read(&figures), [5, 3, 2, 1, 2, 1, 1, 1]);
        assert_eq!((figures.attempts, figures.reached_per_mille()), (3, 600));
        figures.count_untouched(5);
        assert_eq!(read(&figures), [10, 3, 7, 1, 2, 1, 1, 1]);
        let of = |figure| figures.of(figure);
        assert_eq!(of(Figure::Target), of(Figure::Reached) + of(Figure::NotReached));
        assert_eq!(of(Figure::Reached), of(Figure::Willing) + of(Figure::Unwilling));
        assert_eq!(of(Figure::Willing), of(Figure::Registers) + of(Figure::Unregistered));
        for (place, figure) in Figure::ALL.into_iter().enumerate() {
            assert_eq!(figure as usize, place, "the order of the columns");
            assert_eq!(Figure::named(figure.name()), Some(figure));
        }
    }
}
