//! Recording what happened, and reading it as the rules see it.

use std::fmt;

use access::Failure;
use ledger::{Field, Reader, Refusal};
use rules::{Initiator, Kind};
use serde_json::Value;
use store::ledger::{NewEntry, append};
use store::seal::SubjectKey;
use store::{
    ActorId, EntryId, Instant, OfficeId, Row, Statement, StoreError, SubjectId, ToValue, Tx,
    read_all,
};

use crate::Sealing;
use crate::model::{Happening, LedgerFacts, Origin, Recorded, Written, take_apart};
use crate::sql::{self, FactRow};
use crate::stored::{self, ENTRY};

/// How many entries are read at a time.
const PAGE: i64 = 1_000;

/// Into whose ledger is recorded, and who records.
#[derive(Clone, Debug)]
pub struct Recorder<'a> {
    /// Into whose.
    pub subject: SubjectId,
    /// Who records; nobody when a machine does.
    pub staff: Option<ActorId>,
    /// Their name.
    pub staff_name: &'a str,
    /// Their office.
    pub office: Option<OfficeId>,
    /// Its name.
    pub office_name: &'a str,
    /// When.
    pub now: Instant,
}

/// Why something cannot be recorded.
#[derive(Debug)]
pub enum RecordRefusal {
    /// It does not have the form that the ledger asks for.
    Form(Refusal),
    /// The entry that it is about is not in this ledger.
    AboutNothing,
    /// The entry that it is about is of a kind that it cannot be about.
    AboutUnfit {
        /// What was to be recorded.
        kind: Kind,
        /// What it would be about.
        named: Kind,
    },
    /// The entry that it is about was corrected away.
    AboutCorrected,
    /// It lies in the future.
    NotYet,
    /// The subject's key was destroyed when its time of retention ended.
    Erased,
}

impl fmt::Display for RecordRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(refusal) => refusal.fmt(out),
            Self::AboutNothing => out.write_str("所针对的记录不在这份台账中，请刷新页面后重新选择"),
            Self::AboutUnfit { kind, named } => {
                write!(out, "“{}”不能针对一条“{}”记录", kind.term(), named.term())
            }
            Self::AboutCorrected => out.write_str("所针对的记录已被更正，请刷新页面后重新选择"),
            Self::NotYet => {
                out.write_str("日期在今天之后；台账只记录已经发生的事，请改为今天或以前")
            }
            Self::Erased => out.write_str("这份档案的资料已按保存期限销毁，不能再查看、记录或导入"),
        }
    }
}

/// Reads the entries of a subject as the rules see them; opens nothing that is sealed.
pub async fn facts_of(tx: &mut Tx, subject: SubjectId) -> Result<LedgerFacts, StoreError> {
    let asked = FactsQuery::of(subject);
    let (statement, values) = asked.step();
    let mut found = tx.gather(&[(statement, &values)]).await?;
    facts_in(tx, subject, found.pop().unwrap_or_default()).await
}

/// The query whose rows [`facts_in`] reads, for whoever asks it together with others.
#[derive(Clone, Copy, Debug)]
pub struct FactsQuery {
    subject: SubjectId,
    after: i64,
    limit: i64,
}

impl FactsQuery {
    /// Asks from the first entry on.
    #[must_use]
    pub const fn of(subject: SubjectId) -> Self {
        Self { subject, after: 0, limit: PAGE }
    }

    /// Gives the statement with its values.
    #[must_use]
    pub fn step(&self) -> (&'static Statement, [&dyn ToValue; 3]) {
        (sql::FACTS, [&self.subject, &self.after, &self.limit])
    }
}

/// Reads what [`FactsQuery`] has found, and what did not fit into it.
pub async fn facts_in(
    tx: &mut Tx,
    subject: SubjectId,
    found: Vec<Row>,
) -> Result<LedgerFacts, StoreError> {
    let mut known = LedgerFacts::default();
    let mut after = 0;
    let mut page: Vec<FactRow> = read_all(found)?;
    loop {
        for row in &page {
            after = row.sequence;
            let recorded = Recorded {
                id: row.entry_id,
                kind: &row.kind,
                on: row.on_day,
                initiated_by: match row.initiated_by {
                    store::ledger::Initiator::Subject => Initiator::Subject,
                    store::ledger::Initiator::Agency => Initiator::Agency,
                },
                facts: &row.facts,
            };
            known.take(&recorded).map_err(|why| stored::contradiction(subject, after, why))?;
        }
        if page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            return Ok(known);
        }
        page = tx.all(sql::FACTS, &[&subject, &after, &PAGE]).await?;
    }
}

/// Appends one entry to a subject's ledger in the caller's transaction, and to `known`, which holds the
/// entries before it. What follows from it is derived by the caller.
pub async fn record(
    tx: &mut Tx,
    sealing: &Sealing,
    key: &SubjectKey,
    recorder: &Recorder<'_>,
    happening: &Happening,
    known: &mut LedgerFacts,
) -> Result<EntryId, Failure<RecordRefusal>> {
    let entry = prepare(sealing, key, recorder, happening, known)?;
    let id = entry.id;
    append(tx, sealing.keys.as_ref(), &entry).await?;
    Ok(id)
}

/// Makes the entry that [`record`] appends, and takes it into `known`. Whoever brings in a whole ledger
/// prepares its entries one after the other and appends them together.
pub fn prepare(
    sealing: &Sealing,
    key: &SubjectKey,
    recorder: &Recorder<'_>,
    happening: &Happening,
    known: &mut LedgerFacts,
) -> Result<NewEntry, Failure<RecordRefusal>> {
    let subject = recorder.subject;
    check_named(happening, known).map_err(Failure::Refused)?;
    let id = EntryId::new(recorder.now, sealing.entropy.as_ref());
    let written = write_down(happening, id, recorder);
    check_form(&written).map_err(Failure::Refused)?;
    let initiated_by = happening.initiated_by.unwrap_or(happening.kind.default_initiator());
    let digest = |field, text: &str| stored::digest(sealing.keys.as_ref(), field, text);
    let of = happening.of.map(|of| of.to_string());
    let parts = take_apart(&written, Origin::Recorded, of, digest)?;
    let entry = NewEntry {
        subject,
        id,
        kind: happening.kind.name(),
        on: happening.on,
        recorded_at: recorder.now,
        office: recorder.office,
        staff: recorder.staff,
        channel: happening.channel,
        initiated_by: match initiated_by {
            Initiator::Subject => store::ledger::Initiator::Subject,
            Initiator::Agency => store::ledger::Initiator::Agency,
        },
        facts: parts.facts,
        sealed: Some(ENTRY.seal(sealing, key, &id.bytes(), parts.personal)),
    };
    let (kind, facts) = (entry.kind, entry.facts.as_str());
    let stored = Recorded { id, kind, on: entry.on, initiated_by, facts };
    known.take(&stored).map_err(|why| stored::contradiction(subject, 0, why))?;
    Ok(entry)
}

/// Checks the entry that another one is about.
fn check_named(happening: &Happening, known: &LedgerFacts) -> Result<(), RecordRefusal> {
    let Some(of) = happening.of else { return Ok(()) };
    let place = known.place(of).ok_or(RecordRefusal::AboutNothing)?;
    let named = known.entries()[place].kind;
    if !happening.kind.may_name(named) {
        return Err(RecordRefusal::AboutUnfit { kind: happening.kind, named });
    }
    let is_corrected = known
        .entries()
        .iter()
        .any(|entry| entry.kind == Kind::Corrected && entry.of() == Some(place));
    if is_corrected { Err(RecordRefusal::AboutCorrected) } else { Ok(()) }
}

/// Checks the form as the written ledger asks for it.
fn check_form(written: &Written) -> Result<(), RecordRefusal> {
    let line = written.to_string();
    Reader::new().draft(line.as_bytes()).map(drop).map_err(RecordRefusal::Form)
}

/// Writes an entry down as its line in the written ledger.
fn write_down(happening: &Happening, id: EntryId, recorder: &Recorder<'_>) -> Written {
    let mut written = Written::default();
    let mut put = |field, text: &str| written.put(field, Value::String(text.to_owned()));
    put(Field::Id, &id.to_string());
    put(Field::Subject, &recorder.subject.to_string());
    put(Field::Kind, happening.kind.name());
    put(Field::On, &happening.on.to_string());
    if !recorder.office_name.is_empty() {
        put(Field::Office, recorder.office_name);
    }
    if !recorder.staff_name.is_empty() {
        put(Field::Staff, recorder.staff_name);
    }
    if let Some(channel) = happening.channel {
        put(Field::Channel, channel.text());
    }
    if let Some(initiator) = happening.initiated_by {
        let initiator = if initiator == Initiator::Subject { "subject" } else { "agency" };
        put(Field::InitiatedBy, initiator);
    }
    if let Some(of) = happening.of {
        put(Field::Of, &of.to_string());
    }
    for (field, value) in &happening.fields {
        written.put(*field, value.clone());
    }
    written
}
