//! What somebody stands in until an entry ends it, and what becomes of it when two files of one person become one. Pure.

use kernel::Day;
use rules::{Entry, Kind, Position, Rulebook, Standing};

/// Something that is in force until an entry ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InForce {
    /// 就业援助服务协议 (BJ18-23).
    Agreement,
    /// 公益性岗位安置 (BJ18-30).
    PublicPost,
    /// 就业困难人员认定 (BJ18-18).
    Hardship,
    /// 失业登记 (BJ18-11).
    Unemployment,
    /// 求职登记 (BJ18-11).
    Seeker,
    /// 在岗.
    Work,
}

impl InForce {
    /// All of them, the one with the most hanging on it first.
    pub const ALL: [Self; 6] = [
        Self::Agreement,
        Self::PublicPost,
        Self::Hardship,
        Self::Unemployment,
        Self::Seeker,
        Self::Work,
    ];

    /// What users read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Agreement => "就业援助服务协议",
            Self::PublicPost => "公益性岗位安置",
            Self::Hardship => "就业困难人员认定",
            Self::Unemployment => "失业登记",
            Self::Seeker => "求职登记",
            Self::Work => "在岗状态",
        }
    }

    /// The kinds of entry by which it begins and goes on.
    const fn begins(self) -> Kind {
        match self {
            Self::Agreement => Kind::AgreementSigned,
            Self::PublicPost => Kind::PublicPostPlaced,
            Self::Hardship => Kind::HardshipRecognised,
            Self::Unemployment => Kind::UnemploymentRegistered,
            Self::Seeker => Kind::SeekerRegistered,
            Self::Work => Kind::StartedWork,
        }
    }

    /// The kinds of entry by which it comes to its end; another placement takes the place of the one before.
    const fn ends(self) -> &'static [Kind] {
        match self {
            Self::Agreement => {
                &[Kind::AgreementEnded, Kind::PublicPostPlaced, Kind::ServiceStopped]
            }
            Self::PublicPost => &[Kind::PublicPostEnded, Kind::PublicPostPlaced],
            Self::Hardship => &[Kind::HardshipEnded],
            Self::Unemployment => &[Kind::UnemploymentClosed],
            Self::Seeker => &[Kind::SeekerArchived, Kind::ServiceStopped],
            Self::Work => &[Kind::LeftWork],
        }
    }

    /// Tells whether entries of a kind begin or end any of them.
    #[must_use]
    pub fn is_touched_by(kind: Kind) -> bool {
        Self::ALL.into_iter().any(|one| one.begins() == kind || one.ends().contains(&kind))
    }
}

/// What is in force on a day by the entries of one ledger.
struct Held {
    standing: Standing,
    placed: Option<Position>,
}

impl Held {
    fn on(rulebook: &Rulebook<'_>, entries: &[Entry<'_>], day: Day) -> Self {
        let standing = rulebook.assess(entries, day).standing;
        Self { standing, placed: placed(entries, day) }
    }

    const fn has(&self, one: InForce) -> bool {
        match one {
            InForce::Agreement => self.standing.under_agreement,
            InForce::PublicPost => self.placed.is_some(),
            InForce::Hardship => self.standing.hardship_recognised,
            InForce::Unemployment => self.standing.unemployment_registered,
            InForce::Seeker => self.standing.seeker_registered,
            InForce::Work => self.standing.at_work,
        }
    }
}

fn is_corrected(entries: &[Entry<'_>], position: Position) -> bool {
    entries.iter().any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(position))
}

/// Gives the last of some entries as they count, up to a day.
fn last(
    entries: &[Entry<'_>],
    day: Day,
    among: impl Fn(Position, &Entry<'_>) -> bool,
) -> Option<Position> {
    entries
        .iter()
        .enumerate()
        .filter(|(position, entry)| entry.on <= day && among(*position, entry))
        .filter(|(position, _)| !is_corrected(entries, *position))
        .max_by_key(|(position, entry)| (entry.on, *position))
        .map(|(position, _)| position)
}

/// Gives the placement in a public-welfare post that is in force on a day, if one is.
fn placed(entries: &[Entry<'_>], day: Day) -> Option<Position> {
    let of_post = |kind| matches!(kind, Kind::PublicPostPlaced | Kind::PublicPostEnded);
    last(entries, day, |_, entry| of_post(entry.kind))
        .filter(|position| entries[*position].kind == Kind::PublicPostPlaced)
}

/// Two ledgers as one: the entries of the one that goes on, then those that are written once more into it.
pub struct Joined<'a> {
    /// The entries of the ledger that goes on.
    pub kept: &'a [Entry<'static>],
    /// Those of the one that goes.
    pub gone: &'a [Entry<'static>],
    /// By entry of the one that goes: the entry of the other that says the same, or that it is written once more;
    /// nothing for one that plays no part.
    pub stands: &'a [Option<Copied>],
}

/// What stands in the ledger that goes on for an entry of the one that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is written once more.
    Anew,
    /// This entry says the same already.
    As(Position),
}

/// What would come to its end because two ledgers become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What.
    pub what: InForce,
    /// Whether it is in force by the ledger that goes on; by the one that goes otherwise.
    pub is_of_kept: bool,
    /// The entry of the other ledger that would end it.
    pub by: Option<(Kind, Day)>,
}

impl Joined<'_> {
    /// Gives what is in force by one of the ledgers, today or by its last entry, and would not be by both together. An
    /// entry that ends something says of what kind it is, not of which of two it is the end.
    #[must_use]
    pub fn lost(&self, rulebook: &Rulebook<'_>, today: Day) -> Option<Lost> {
        let own = self.kept.len();
        let mut joined = self.kept.to_vec();
        let mut now_at = vec![None; self.gone.len()];
        for (position, (entry, stands)) in self.gone.iter().zip(self.stands).enumerate() {
            now_at[position] = match stands {
                Some(Copied::As(same)) => Some(*same),
                Some(Copied::Anew) if InForce::is_touched_by(entry.kind) => {
                    joined.push(entry.clone());
                    Some(joined.len() - 1)
                }
                _ => None,
            };
        }
        let latest = joined.iter().map(|entry| entry.on).max().map_or(today, |on| on.max(today));
        for day in [today, latest] {
            let after = Held::on(rulebook, &joined, day);
            for (is_of_kept, entries) in [(true, self.kept), (false, self.gone)] {
                let before = Held::on(rulebook, entries, day);
                let placed = match before.placed {
                    Some(placed) if !is_of_kept => now_at[placed],
                    placed => placed,
                };
                let goes_on = |one| match one {
                    // One placement is not another, though somebody is placed.
                    InForce::PublicPost => after.placed == placed,
                    _ => after.has(one),
                };
                let lost = InForce::ALL.into_iter().find(|one| before.has(*one) && !goes_on(*one));
                let Some(what) = lost else { continue };
                let by = last(&joined, day, |position, entry| {
                    (position >= own) == is_of_kept && what.ends().contains(&entry.kind)
                });
                let by = by.map(|position| (joined[position].kind, joined[position].on));
                return Some(Lost { what, is_of_kept, by });
            }
        }
        None
    }
}
