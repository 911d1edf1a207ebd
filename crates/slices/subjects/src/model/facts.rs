//! What the rules read of a stored entry, which stands in the clear.

use std::collections::HashMap;

use kernel::Day;
use rules::{Circumstance, Detail, Entry, Initiator, Kind, Position, Shape, Stage};
use serde::Deserialize;
use store::EntryId;

/// The facts of an entry as they are stored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the written ledger")]
struct Facts {
    of: Option<String>,
    level: Option<u8>,
    complete: bool,
    willing: bool,
    registers: bool,
    circumstance: Option<String>,
    duties_met: Option<bool>,
    ready: bool,
    ends: Option<String>,
    stage: Option<String>,
    hired: bool,
    own_cause: bool,
    vacancy: Option<String>,
    fair: Option<String>,
    day: Option<String>,
}

/// A stored entry without what is sealed.
#[derive(Clone, Debug)]
pub struct Recorded<'a> {
    /// Its name in the database.
    pub id: EntryId,
    /// Its kind, by name.
    pub kind: &'a str,
    /// The day it happened.
    pub on: Day,
    /// Who set it going.
    pub initiated_by: Initiator,
    /// Its facts.
    pub facts: &'a str,
}

/// The entries of a subject as the rules see them, with their names in the database.
#[derive(Debug, Default)]
pub struct LedgerFacts {
    ids: Vec<EntryId>,
    entries: Vec<Entry<'static>>,
    /// By place: the level of a grading.
    levels: Vec<Option<u8>>,
    places: HashMap<EntryId, Position>,
}

impl LedgerFacts {
    /// Gives the entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'static>] {
        &self.entries
    }

    /// Gives the name of the entry at a place.
    #[must_use]
    pub fn id(&self, place: Position) -> Option<EntryId> {
        self.ids.get(place).copied()
    }

    /// Gives the level of the grading at a place, 1 to 4 (BJ18-12).
    #[must_use]
    pub fn level(&self, place: Position) -> Option<u8> {
        self.levels.get(place).copied().flatten()
    }

    /// Finds an entry by its name.
    #[must_use]
    pub fn place(&self, id: EntryId) -> Option<Position> {
        self.places.get(&id).copied()
    }

    /// Takes the next entry in. Fails, with what is wrong, when it is not what this slice writes.
    pub fn take(&mut self, stored: &Recorded<'_>) -> Result<(), String> {
        let kind =
            Kind::named(stored.kind).ok_or_else(|| format!("没有名为“{}”的事项", stored.kind))?;
        let facts: Facts = serde_json::from_str(stored.facts).map_err(|error| error.to_string())?;
        let named = |name: &String| {
            let place = name.parse().ok().and_then(|id| self.place(id));
            place.ok_or_else(|| format!("of 所指的记录 {name} 不在此前"))
        };
        let of = facts.of.as_ref().map(named).transpose()?;
        self.places.insert(stored.id, self.entries.len());
        self.ids.push(stored.id);
        self.levels.push(facts.level);
        self.entries.push(Entry {
            id: "".into(),
            kind,
            on: stored.on,
            initiated_by: stored.initiated_by,
            detail: detail(kind, &facts, of)?,
            office: None,
            staff: None,
        });
        Ok(())
    }
}

fn detail(kind: Kind, facts: &Facts, of: Option<Position>) -> Result<Detail<'static>, String> {
    let day = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or_default();
        text.parse::<Day>().map_err(|error| error.to_string())
    };
    let name = |text: &Option<String>| text.clone().unwrap_or_default().into();
    Ok(match kind.shape() {
        Shape::Plain => Detail::Plain,
        Shape::Claim => Detail::Claim { complete: facts.complete },
        Shape::Survey => Detail::Survey {
            willing: facts.willing,
            registers: facts.registers,
            circumstance: match facts.circumstance.as_deref() {
                Some("childbirth") => Circumstance::Childbirth,
                Some("caring") => Circumstance::Caring,
                _ => Circumstance::None,
            },
        },
        Shape::Agreement => Detail::Agreement { duties_met: facts.duties_met != Some(false) },
        Shape::Readiness => Detail::Readiness { ready: facts.ready },
        Shape::Training => Detail::Training { ends: day(&facts.ends)? },
        Shape::About | Shape::MayBeAbout => Detail::About {
            of,
            stage: match facts.stage.as_deref() {
                Some("early") if kind == Kind::FollowedUp => Some(Stage::Early),
                Some("middle") if kind == Kind::FollowedUp => Some(Stage::Middle),
                Some("final") if kind == Kind::FollowedUp => Some(Stage::Final),
                _ => None,
            },
        },
        Shape::Result => Detail::Result {
            of: of.ok_or("推荐结果没有写明是哪一次推荐")?,
            hired: facts.hired,
            own_cause: facts.own_cause,
        },
        Shape::Vacancy => Detail::Vacancy(name(&facts.vacancy)),
        Shape::Fair => Detail::Fair(name(&facts.fair)),
        Shape::FairDay => Detail::FairDay { fair: name(&facts.fair), day: day(&facts.day)? },
    })
}
