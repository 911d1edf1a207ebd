//! A load of whole business writes that tells what was acknowledged, and the judgement on what is left of it
//! after something went wrong.

use std::fmt::{self, Write as _};
use std::str::FromStr;
use std::sync::Arc;

use store::ledger;
use store::seal::KeyProvider;
use store::{ActorId, Catalogue, Db, Once, StoreError, SubjectId};
use testkit::SeededEntropy;

use crate::ledgers;
use crate::world::{self, START};

store::statements! {
    pub(crate) group "load";
    OUTCOME = "SELECT outcome FROM once WHERE key = $1";
    OUTCOMES = "SELECT count(*) FROM once";
}

/// How many subjects are written to, each by a writer of its own.
pub(crate) const SUBJECTS: u8 = 8;

/// An acknowledged write, as it is told across processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) subject: u8,
    pub(crate) key: String,
    pub(crate) sequence: i64,
    pub(crate) chain: String,
}

impl fmt::Display for Kept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {} {}", self.subject, self.key, self.sequence, self.chain)
    }
}

impl FromStr for Kept {
    type Err = String;

    /// Refuses a line that was cut by the end of the process.
    fn from_str(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split(' ').collect();
        let [subject, key, sequence, chain] = words.as_slice() else { return Err(text.to_owned()) };
        if chain.len() != 64 {
            return Err(text.to_owned());
        }
        Ok(Self {
            subject: subject.parse().map_err(|_| text.to_owned())?,
            key: (*key).to_owned(),
            sequence: sequence.parse().map_err(|_| text.to_owned())?,
            chain: (*chain).to_owned(),
        })
    }
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::new(&[world::STATEMENTS, STATEMENTS]).expect("a catalogue")
}

pub(crate) fn subject(number: u8) -> SubjectId {
    SubjectId::from_bytes([number + 1; 16])
}

/// Idempotency, a ledger entry with its chain, and a state of `size` bytes: one transaction.
pub(crate) async fn write(
    db: &Db,
    keys: &Arc<dyn KeyProvider>,
    entropy: &SeededEntropy,
    (number, key): (u8, &str),
    size: usize,
) -> Result<Once<Kept>, StoreError> {
    let new = ledgers::entry(subject(number), entropy, true);
    let (keys, own_key) = (Arc::clone(keys), key.to_owned());
    let end: Result<Once<(i64, String)>, StoreError> = db
        .write(async move |tx| {
            let actor = ActorId::from_bytes([number + 1; 16]);
            store::once(tx, actor, &own_key, START, async |tx| {
                let appended = ledger::append(tx, keys.as_ref(), &new).await?;
                let mut state = appended.sequence.to_be_bytes().to_vec();
                state.resize(size.max(8), number);
                tx.execute(world::REPLACE, &[&new.subject.to_string(), &state]).await?;
                let chain = hex(&appended.chain);
                Ok((appended.sequence, chain))
            })
            .await
        })
        .await;
    let kept = |(sequence, chain)| Kept { subject: number, key: key.to_owned(), sequence, chain };
    Ok(match end? {
        Once::First(outcome) => Once::First(kept(outcome)),
        Once::Again(outcome) => Once::Again(kept(outcome)),
    })
}

/// Everything acknowledged is there as it was told, no transaction is there by half, the ledger is whole.
pub(crate) async fn judge(db: &Db, keys: &Arc<dyn KeyProvider>, kept: &[Kept], label: &str) {
    ledgers::assert_untouched(db, keys).await;
    let mut total = 0;
    for number in 0..SUBJECTS {
        let id = subject(number);
        let entries = read(db, async move |tx| ledger::entries_of(tx, id, 0, i64::MAX).await).await;
        total += i64::try_from(entries.len()).expect("few");
        for one in kept.iter().filter(|one| one.subject == number) {
            let entry = entries
                .iter()
                .find(|entry| entry.sequence == one.sequence)
                .unwrap_or_else(|| panic!("{label}: lost {one}"));
            let chain = hex(&entry.chain);
            assert_eq!(chain, one.chain, "{label}: {one}");
            let key = one.key.clone();
            let (outcome,): (String,) =
                read(db, async move |tx| tx.one(OUTCOME, &[&key]).await).await;
            assert!(outcome.contains(&one.chain), "{label}: {one} but {outcome}");
        }
        let name = id.to_string();
        let state: Option<(Vec<u8>,)> =
            read(db, async move |tx| tx.optional(world::GET, &[&name]).await).await;
        let told = state.map(|(bytes,)| bytes[..8].to_vec());
        let last = entries.last().map(|entry| entry.sequence.to_be_bytes().to_vec());
        assert_eq!(told, last, "{label}: half a transaction of {number}");
    }
    let (outcomes,): (i64,) = read(db, async |tx| tx.one(OUTCOMES, &[]).await).await;
    assert_eq!(outcomes, total, "{label}: half a transaction");
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

async fn read<T: Send + 'static>(
    db: &Db,
    case: impl AsyncFn(&mut store::Tx) -> Result<T, StoreError> + Send + 'static,
) -> T {
    db.read(case).await.expect("read")
}
