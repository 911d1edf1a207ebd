//! A file opened for its agreement: everything that its pages show and its forms are filled in from.

use std::collections::HashMap;

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::{Entered, ServicePlaces};
use kernel::{Day, DivisionIssuer, DivisionSet};
use ledger::Field;
use offices::{Office, Staff};
use rules::Kind;
use seekers::Person;
use services::model::Then;
use store::seal::Clear;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};
use subjects::{LedgerFacts, Past};

use super::documents::{Document, Signature, documents_of, signatures_of};
use super::officer::name_now;
use super::papers::{PaperId, papers_of, removals_of};
use super::residence::{Residence, residence_of};
use super::telling::untold;
use super::unmet::{Unmet, unmet_of};
use crate::model::{Period, Refusal, Side, in_force, periods};
use crate::sql::PaperRow;

/// A file opened for its agreement.
pub(crate) struct Dossier {
    pub(crate) entered: Entered,
    pub(crate) known: LedgerFacts,
    pub(crate) past: Vec<Past>,
    /// What the file says of the person; nothing where the ledger alone was brought in.
    pub(crate) person: Option<Person>,
    /// Where the person lives, by the changes of the file.
    pub(crate) residence: Residence,
    /// The office that answers for the person.
    pub(crate) office: Option<Office>,
    /// Who of that office may be somebody's officer.
    pub(crate) officers: Vec<Staff>,
    pub(crate) documents: Vec<Document>,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) papers: Vec<PaperRow>,
    /// Why scans were removed.
    pub(crate) removals: HashMap<PaperId, Clear>,
    pub(crate) unmet: Vec<Unmet>,
    /// Whether the person is still to be told of a change of their officer.
    pub(crate) is_untold: bool,
    /// The names of everybody who had a part in any of it.
    pub(crate) names: HashMap<ActorId, String>,
}

/// Opens a file; notes the reading, so it must run in [`store::Db::write`].
pub(crate) async fn open(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (action, reason): (Action, Option<&str>),
    subject: SubjectId,
) -> Result<Dossier, Failure<Refusal>> {
    let entered = duties::enter(tx, desk, occasion, action, subject, reason).await;
    let entered = entered.map_err(|failure| failure.map(Refusal::File))?;
    let files = duties::files_of(tx, desk, subject).await?;
    let office = offices::office_by_code(tx, entered.held.office_code).await?;
    let officers = match &office {
        Some(office) => offices::staff_of(tx, office.office_id).await?,
        None => Vec::new(),
    };
    let office_code = entered.held.office_code;
    let officers = officers.into_iter().filter(|staff| staff.guides_at(office_code)).collect();
    let past = subjects::history(tx, &entered.key, subject).await?;
    let mut documents = documents_of(tx, &files).await?;
    let signatures = signatures_of(tx, &files).await?;
    let papers = papers_of(tx, &files).await?;
    let known = subjects::facts_of(tx, subject).await?;
    let current = in_force(&Then::at(&desk.rulebook, &known, occasion.today));
    let last = current.as_ref().map(|period| period.last().entry);
    let own = |text: &&mut Document| text.subject == subject && Some(text.entry) == last;
    if let (Some(text), Some(officer)) = (documents.iter_mut().find(own), entered.held.officer) {
        let name = offices::staff_name(tx, officer).await?;
        name_now(text, (&signatures, &papers), (officer, &name));
    }
    let removals = removals_of(tx, &files).await?;
    let unmet = unmet_of(tx, &files).await?;
    let staff = past.iter().filter_map(|past| past.staff).chain(entered.held.officer);
    let staff = staff.chain(documents.iter().map(|document| document.officer));
    let staff = staff.chain(signatures.iter().map(|signature| signature.staff));
    let staff = staff.chain(
        papers.iter().flat_map(|paper| std::iter::once(paper.uploaded_by).chain(paper.removed_by)),
    );
    let staff = staff.chain(unmet.iter().flat_map(|unmet| {
        std::iter::once(unmet.by).chain(unmet.withdrawn.map(|(staff, _)| staff))
    }));
    let names = names_of(tx, staff).await?;
    let is_untold = untold(tx, desk, occasion.today, &entered.held).await?.is_some();
    Ok(Dossier {
        is_untold,
        residence: residence_of(tx, &entered.key, subject).await?,
        known,
        person: seekers::person_of(tx, &entered.key, subject).await?,
        past,
        office,
        officers,
        documents,
        signatures,
        papers,
        removals,
        unmet,
        names,
        entered,
    })
}

/// Gives the names of members of staff.
pub(crate) async fn names_of(
    tx: &mut Tx,
    staff: impl IntoIterator<Item = ActorId>,
) -> Result<HashMap<ActorId, String>, StoreError> {
    let mut names = HashMap::new();
    for staff in staff {
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(staff) {
            let found = offices::find_staff(tx, staff).await?;
            place.insert(found.map_or_else(|| "（已离开的人员）".to_owned(), |staff| staff.name));
        }
    }
    Ok(names)
}

/// Gives the full name of the place with a statistics code, down to the street.
pub(crate) fn place_name(code: i64) -> String {
    let text = (code - code % 1_000).to_string();
    let set = DivisionSet::of(DivisionIssuer::Statistics);
    let found = set.find(&text).or_else(|_| set.find(text.get(..6).unwrap_or_default()));
    found.map_or(text, kernel::Division::full_name)
}

/// Gives where somebody can be served, by their file (BJ18-23).
pub(crate) fn places_of(person: &Person) -> ServicePlaces {
    ServicePlaces::of(person.residence_code, &person.household_division)
}

/// The group of hardship as it was recognised last.
pub(crate) fn group_of(past: &[Past]) -> String {
    let recognised = |past: &&Past| past.kind == Kind::HardshipRecognised && !past.is_corrected;
    let last = past.iter().filter(recognised).max_by_key(|past| (past.on, past.sequence));
    let group = last.and_then(|past| past.text(Field::Group));
    group.map_or_else(String::new, |group| group.reveal().to_owned())
}

impl Dossier {
    /// Whose file it is.
    pub(crate) const fn subject(&self) -> SubjectId {
        self.entered.held.subject
    }

    /// Every agreement that the ledger knows, in order.
    pub(crate) fn periods(&self, desk: &Desk, today: Day) -> Vec<Period> {
        periods(&Then::at(&desk.rulebook, &self.known, today))
    }

    /// Finds the text of a signing: the one of its own entry, or, where that was written once more when files
    /// were merged, the one of the same day in the other file.
    pub(crate) fn document(&self, entry: EntryId) -> Option<&Document> {
        let own = self.documents.iter().find(|document| document.entry == entry);
        own.or_else(|| {
            let on = self.past(entry)?.on.to_string();
            let mut others =
                self.documents.iter().filter(|document| document.subject != self.subject());
            others.find(|document| document.content.from == on)
        })
    }

    /// Gives what the ledger says of an entry.
    pub(crate) fn past(&self, entry: EntryId) -> Option<&Past> {
        self.past.iter().find(|past| past.id == entry)
    }

    /// Gives what a side signed on the screen.
    pub(crate) fn signature(&self, document: &Document, side: Side) -> Option<&Signature> {
        let mut signatures = self.signatures.iter();
        signatures.find(|known| known.entry == document.entry && known.side == side)
    }

    /// Gives the scans of a signing, without those that were removed.
    pub(crate) fn scans<'a>(
        &'a self,
        document: &'a Document,
    ) -> impl Iterator<Item = &'a PaperRow> + 'a {
        let own = |paper: &&PaperRow| paper.entry_id == document.entry;
        self.papers.iter().filter(own).filter(|paper| paper.removed_at.is_none())
    }

    /// The name of the officer whom the ledger names with a signing.
    pub(crate) fn officer_of(&self, entry: EntryId) -> String {
        let named = self.past(entry).and_then(|past| past.text(Field::Officer));
        named.map_or_else(String::new, |name| name.reveal().to_owned())
    }

    /// The name of a member of staff.
    pub(crate) fn name(&self, staff: ActorId) -> &str {
        self.names.get(&staff).map_or("", String::as_str)
    }
}
