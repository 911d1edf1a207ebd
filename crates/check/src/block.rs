//! Checking the subjects of one block.

use std::collections::HashSet;

use kernel::Day;
use ledger::{Draft, Reader, Refusal, SubjectLedger};
use rules::{Duty, Entry, RuleIndex, Rulebook, State};
use xxhash_rust::xxh3::xxh3_128;

use crate::record;
use crate::row::{DutyRow, EntryMention, GateRow, RefusedLine};
use crate::summary::Summary;

/// Tells subjects apart without keeping their names. Of a billion subjects, two share a digest
/// with a probability of 10⁻²¹.
pub(crate) type SubjectDigest = u128;

/// What is asked of every block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'law> {
    pub(crate) rulebook: &'law Rulebook<'law>,
    pub(crate) as_of: Day,
    /// The gates are wanted.
    pub(crate) gates: bool,
    /// Offices, staff and their summary are wanted.
    pub(crate) offices: bool,
}

/// What a block yields.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The duties as records, in the order in which they are printed.
    pub(crate) duties: Vec<u8>,
    pub(crate) gates: Vec<GateRow>,
    pub(crate) refused: Vec<RefusedLine>,
    /// The subjects with entries, in the order in which they stand.
    pub(crate) subjects: Vec<SubjectDigest>,
    pub(crate) summary: Summary,
    pub(crate) entries: u64,
    pub(crate) duty_count: u64,
    pub(crate) overdue: u64,
}

/// A duty waiting to be sorted.
struct Waiting {
    due: Day,
    subject: u32,
    rule_rank: u8,
    /// The starting entry's place in the order in which entries count.
    because: (Day, u32),
    /// Where its record stands.
    start: usize,
    length: usize,
}

/// Checks the lines of whole subjects. A subject that is among `seen`, or that stood further up in
/// the block, may not come back: its lines are refused.
pub(crate) fn check<'a>(
    question: Question<'_>,
    lines: impl Iterator<Item = (u64, &'a [u8])>,
    seen: &HashSet<SubjectDigest>,
) -> Outcome {
    let mut block = BlockCheck::new(question);
    let mut reader = Reader::new();
    for (number, line) in lines {
        let taken = match reader.draft(line) {
            Ok(None) => continue,
            Ok(Some(draft)) => block.take(number, draft, seen),
            Err(refusal) => Err(refusal),
        };
        if let Err(refusal) = taken {
            let reason = refusal.to_string();
            block.outcome.refused.push(RefusedLine { line: number, reason });
        }
    }
    block.finish()
}

struct BlockCheck<'question, 'a> {
    question: Question<'question>,
    rule_ranks: Vec<u8>,
    subject: Option<String>,
    ledger: SubjectLedger<'a>,
    /// The subjects that were begun in this block.
    begun: HashSet<SubjectDigest>,
    names: Vec<String>,
    records: Vec<u8>,
    waiting: Vec<Waiting>,
    outcome: Outcome,
}

impl<'question, 'a> BlockCheck<'question, 'a> {
    fn new(question: Question<'question>) -> Self {
        Self {
            question,
            rule_ranks: rule_ranks(),
            subject: None,
            ledger: SubjectLedger::new(),
            begun: HashSet::new(),
            names: Vec::new(),
            records: Vec::new(),
            waiting: Vec::new(),
            outcome: Outcome::default(),
        }
    }

    fn take(
        &mut self,
        number: u64,
        draft: Draft<'a>,
        seen: &HashSet<SubjectDigest>,
    ) -> Result<(), Refusal> {
        if self.subject.as_deref() != Some(draft.subject.as_ref()) {
            // The first entry of a subject has nothing to name; refused, it does not exist, and
            // the subject before it goes on.
            draft.check_first()?;
            let digest = xxh3_128(draft.subject.as_bytes());
            if seen.contains(&digest) || self.begun.contains(&digest) {
                return Err(Refusal::SubjectReturns { subject: draft.subject.into_owned() });
            }
            self.finish_subject();
            self.begun.insert(digest);
            self.outcome.subjects.push(digest);
            self.subject = Some(draft.subject.to_string());
        }
        self.ledger.take(number, draft)
    }

    fn finish_subject(&mut self) {
        let Some(subject) = self.subject.take() else { return };
        let entries = self.ledger.entries();
        self.outcome.entries += entries.len() as u64;
        let assessment = self.question.rulebook.assess(entries, self.question.as_of);
        let subject_number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        for duty in &assessment.duties {
            let row = duty_row(&subject, entries, duty, self.question.offices);
            let start = self.records.len();
            record::write(&row, &mut self.records);
            self.waiting.push(Waiting {
                due: duty.due.day,
                subject: subject_number,
                rule_rank: self.rule_ranks[usize::from(duty.rule.number())],
                because: (row.because.on, u32::try_from(duty.because).unwrap_or(u32::MAX)),
                start,
                length: self.records.len() - start,
            });
            self.outcome.overdue += u64::from(duty.state == State::Overdue);
            if self.question.offices {
                self.outcome.summary.add(&row);
            }
        }
        if self.question.gates {
            self.outcome.gates.extend(assessment.gates.iter().map(|open| GateRow {
                subject: subject.clone(),
                gate: open.gate,
                since: open.since,
                because: open.because.iter().map(|of| entries[*of].id.to_string()).collect(),
            }));
        }
        self.names.push(subject);
        self.ledger.clear();
    }

    /// Brings the duties into the order in which they are printed: by due date, then subject, then
    /// rule, all by bytes, ties by the order of the starting entries.
    fn finish(mut self) -> Outcome {
        self.finish_subject();
        let subject_ranks = ranks(&self.names);
        self.waiting.sort_unstable_by_key(|waiting| {
            let rank = subject_ranks[waiting.subject as usize];
            (waiting.due, rank, waiting.rule_rank, waiting.because, waiting.start)
        });
        self.outcome.duties.reserve_exact(self.records.len());
        for waiting in &self.waiting {
            let record = &self.records[waiting.start..waiting.start + waiting.length];
            self.outcome.duties.extend_from_slice(record);
        }
        self.outcome.duty_count = self.waiting.len() as u64;
        self.outcome
    }
}

fn duty_row<'row>(
    subject: &'row str,
    entries: &'row [Entry<'_>],
    duty: &Duty,
    offices: bool,
) -> DutyRow<'row> {
    let mention = |position: usize| {
        let entry = &entries[position];
        EntryMention { id: &entry.id, kind: entry.kind, on: entry.on }
    };
    let because = &entries[duty.because];
    let known = |text: &'row Option<std::borrow::Cow<'_, str>>| {
        text.as_deref().filter(|_| offices).unwrap_or_default()
    };
    DutyRow {
        subject,
        rule: duty.rule,
        because: mention(duty.because),
        from: duty.from,
        due: duty.due,
        state: duty.state,
        met_by: duty.met_by.map(mention),
        basis: duty.basis,
        office: known(&because.office),
        staff: known(&because.staff),
    }
}

/// Ranks the rules by the bytes of their ids; rules of one id share a rank.
fn rule_ranks() -> Vec<u8> {
    let mut ids: Vec<&str> = RuleIndex::all().map(|index| index.rule().id).collect();
    ids.sort_unstable();
    ids.dedup();
    RuleIndex::all()
        .map(|index| {
            let rank = ids.binary_search(&index.rule().id).unwrap_or_default();
            u8::try_from(rank).unwrap_or(u8::MAX)
        })
        .collect()
}

/// Ranks names by their bytes.
fn ranks(names: &[String]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|one, other| names[*one].cmp(&names[*other]));
    let mut ranks = vec![0; names.len()];
    for (rank, number) in (0..).zip(order) {
        ranks[number] = rank;
    }
    ranks
}
