//! What slices keep of a person beside the ledger, and how the file shows it without knowing them.

use std::pin::Pin;

use access::{Action, Actor};
use kernel::Day;
use store::seal::SubjectKey;
use store::{ActorId, StoreError, SubjectId, Tx};
use subjects::Past;
use web::parts::{Button, Table};

use crate::{Behind, Desk, GoesAlong, MovedTogether, Occasion};

/// Where a part stands in the ledger of a person in hardship, beside the six sections of everybody's
/// (BJ18-32).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePlace {
    /// （一）就业需求档案及其变动情况.
    DemandFile,
    /// （二）就业援助服务协议及其履行情况.
    Agreement,
    /// （三）就业援助服务专员及专门服务团队的情况.
    Team,
    /// （四）历次专门服务情况.
    Services,
}

/// A part of a person's file, for the screen, for paper and for the workbook alike.
pub struct FilePart {
    /// Where it stands.
    pub place: FilePlace,
    /// What it says. Personal numbers are masked.
    pub table: Table,
    /// Where it leads, on the screen.
    pub links: Vec<Button>,
}

/// Something that was promised to a person: what, by when, and by whom. Shown to them as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// What.
    pub words: String,
    /// Until when.
    pub due: Option<Day>,
    /// Who does it.
    pub by: String,
}

/// What a person stands in though no state of the rules says it, such as a public-welfare post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandsIn {
    /// What, in a word or two.
    pub term: &'static str,
    /// Which one.
    pub words: String,
    /// Since when, and until when.
    pub beneath: String,
    /// Where it is seen whole.
    pub path: String,
}

/// What somebody is to do next for a person though no duty of the rules says it, such as signing an agreement after a
/// transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What, why, and by which article.
    pub words: String,
    /// The right that doing it takes; who does not have it is only told.
    pub action: Action,
    /// What doing it is called.
    pub label: String,
    /// Where it is done.
    pub path: String,
}

/// A paper that further steps for a person rest on, such as the signed agreement: whether it is there, and where it is
/// made or looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What it is called.
    pub term: &'static str,
    /// What is there, or what is missing.
    pub words: String,
    /// Whether it is there and whole.
    pub is_there: bool,
    /// The article that asks for it.
    pub clause: &'static str,
    /// The right that its page takes; who does not have it is only told.
    pub action: Action,
    /// What completing it is called.
    pub label: &'static str,
    /// Where that is done, and where it is seen.
    pub path: String,
}

/// A visit that somebody means to make, though nothing is due on that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedVisit {
    /// To whom.
    pub subject: SubjectId,
    /// On which day.
    pub day: Day,
    /// What for, and by which article.
    pub words: &'static str,
}

/// What kind of thing waits for somebody; what waits is filtered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaitingKind {
    /// The word in addresses.
    pub name: &'static str,
    /// What users read.
    pub term: &'static str,
}

/// Something that waits for an actor though no duty of the rules says it, such as a stop for its approval: what is to
/// be done for whom, since when, and until when where there is a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What kind of thing.
    pub kind: WaitingKind,
    /// Whose file; [`Waiting::OF_NO_ONE`] where it is about an office and nobody's file.
    pub subject: SubjectId,
    /// The office that answers for them, by code; or that it is about.
    pub office_code: i64,
    /// The officer who does.
    pub officer: Option<ActorId>,
    /// Whether the actor sees the name though the person is another office's: the file is open to them for this.
    pub is_open: bool,
    /// What is waited for, in a sentence that names nobody.
    pub words: String,
    /// Since when.
    pub since: Day,
    /// Until when, where law or a local norm sets a day.
    pub until: Option<Day>,
    /// The article.
    pub clause: &'static str,
    /// Whether no article sets the day, or asks for it, but a local norm does.
    pub is_norm: bool,
    /// What doing it is called.
    pub label: &'static str,
    /// Where it is done.
    pub path: String,
}

impl Waiting {
    /// Whose file something is about that is about an office, such as the move of a whole one.
    pub const OF_NO_ONE: SubjectId = SubjectId::from_bytes([0; 16]);

    /// Tells whether it is about somebody's file.
    #[must_use]
    pub fn is_of_someone(&self) -> bool {
        self.subject != Self::OF_NO_ONE
    }

    /// What is urgent comes first: by the last day, and what has none by the day since which it waits.
    #[must_use]
    pub fn urgency(&self) -> (Day, Day, SubjectId) {
        (self.until.unwrap_or(self.since), self.since, self.subject)
    }
}

/// What is under way of that which a gate lets do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderGate {
    /// For whom.
    pub subject: SubjectId,
    /// The clause of the gate.
    pub clause: &'static str,
    /// What is under way, such as 会诊中.
    pub words: &'static str,
}

/// A decision by which what a gate lets do is not done for now, or never on these grounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedGate {
    /// For whom.
    pub subject: SubjectId,
    /// The clause of the gate.
    pub clause: String,
    /// The day of the decision, or of the objection that it upholds.
    pub on: Day,
    /// Who decided.
    pub by: ActorId,
}

/// The files that make up one person's: their own, and those that were merged into it, each with its key.
pub type OpenFiles = [(SubjectId, SubjectKey)];

/// What comes back when the database has answered.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + 'a>>;

/// What a slice keeps of a person beside the ledger. The file asks every companion; none of them asks for a
/// right, since whoever reads the file has been asked already.
pub trait Companion: Send + Sync {
    /// Gives what the file shows. Nothing where the slice knows nothing of the person.
    fn parts<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<FilePart>> {
        let _ = (tx, desk, files);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what was promised to the person and is still to be done.
    fn promised<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Promised>> {
        let _ = (tx, desk, files);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what the person stands in; the file says it among the states, at the top.
    fn stands_in<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<StandsIn>> {
        let _ = (tx, desk, files);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what is to be done next; the file says it at the top.
    fn next_steps<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        subject: SubjectId,
    ) -> Answer<'a, Vec<NextStep>> {
        let _ = (tx, desk, subject);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives the papers that further steps rest on; pages that begin such a step say which are there.
    fn papers<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        files: &'a OpenFiles,
    ) -> Answer<'a, Vec<Paper>> {
        let _ = (tx, desk, files);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives the visits that are meant to be made up to a day, seen from today, to those whom the actor answers for or
    /// looks after; the visit list says them.
    fn planned_visits<'a>(
        &'a self,
        tx: &'a mut Tx,
        actor: &'a Actor,
        (today, until): (Day, Day),
    ) -> Answer<'a, Vec<PlannedVisit>> {
        let _ = (tx, actor, today, until);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what waits for the actor, as far as no duty says it, the most urgent first, at most so many of a kind.
    /// Asks for the right to each.
    fn waiting_for<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        occasion: &'a Occasion,
        limit: i64,
    ) -> Answer<'a, Vec<Waiting>> {
        let _ = (tx, desk, occasion, limit);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what is under way of that which some gates let do, each named by its clause; a list of gates says it.
    fn under_gates<'a>(
        &'a self,
        tx: &'a mut Tx,
        gates: &'a [(SubjectId, String)],
    ) -> Answer<'a, Vec<UnderGate>> {
        let _ = (tx, gates);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives who decided that what some gates let do is not done, each gate named by its clause; a list of what rests says it.
    fn decided_gates<'a>(
        &'a self,
        tx: &'a mut Tx,
        gates: &'a [(SubjectId, String)],
    ) -> Answer<'a, Vec<DecidedGate>> {
        let _ = (tx, gates);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Counts what is under way of people who go over to another office together, and says what becomes of it. Asks
    /// for no right: whoever moves them has been asked already.
    fn goes_along<'a>(
        &'a self,
        tx: &'a mut Tx,
        moved: &'a MovedTogether,
    ) -> Answer<'a, Vec<GoesAlong>> {
        let _ = (tx, moved);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Gives what stands behind an entry of a person. Asks for no right.
    fn behind<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        entry: (SubjectId, &'a Past),
    ) -> Answer<'a, Option<Behind>> {
        let _ = (tx, desk, entry);
        Box::pin(async { Ok(None) })
    }

    /// Takes back what it keeps of an entry that is being taken back with the reason, in the same transaction, such as a
    /// letter that went out. Whoever corrects has been asked for the right, and holds the person.
    fn take_back<'a>(
        &'a self,
        tx: &'a mut Tx,
        desk: &'a Desk,
        occasion: &'a Occasion,
        entry: (SubjectId, &'a Past),
        reason: &'a str,
    ) -> Answer<'a, ()> {
        let _ = (tx, desk, occasion, entry, reason);
        Box::pin(async { Ok(()) })
    }

    /// Says what is under way and must come to its end before the file can go on in another one; in words that
    /// complete 还有….
    fn under_way<'a>(&'a self, tx: &'a mut Tx, subject: SubjectId) -> Answer<'a, Option<String>> {
        let _ = (tx, subject);
        Box::pin(async { Ok(None) })
    }
}
